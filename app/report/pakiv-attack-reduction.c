#include "pakiv-attack-reduction.h"

#include "pakiv-attack-limits.h"
#include "pakiv-attack-rests.h"

#include <string.h>

void
pakiv_attack_reduction_free (PakivAttackReduction *reduction)
{
  if (reduction == NULL)
    return;
  g_free (reduction->lower);
  g_free (reduction->upper);
  g_free (reduction->group_of);
  g_free (reduction->group_lower);
  g_free (reduction->group_upper);
  g_free (reduction->group_open_lower);
  g_free (reduction->group_open_upper);
  g_free (reduction->group_size);
  g_free (reduction->part_of);
  g_array_unref (reduction->sum_starts);
  g_array_unref (reduction->sum_groups);
  g_array_unref (reduction->sum_lower);
  g_array_unref (reduction->sum_upper);
  g_array_unref (reduction->sum_labels);
  g_free (reduction);
}

/* What tells a cell from others: the sums it is in, and the goals of several cells. */
typedef struct
{
  const guint *places;
  guint n;
} Marks;

static guint
hash_marks (gconstpointer data)
{
  const Marks *marks = data;
  guint64 hash = 17;

  for (guint k = 0; k < marks->n; k++)
    hash = pakiv_attack_rests_mix (hash, marks->places[k]);
  return (guint)(hash >> 32);
}

static gboolean
equal_marks (gconstpointer a, gconstpointer b)
{
  const Marks *one = a, *other = b;

  return one->n == other->n && memcmp (one->places, other->places, one->n * sizeof (guint)) == 0;
}

static gboolean
is_of_one (const PakivAttackSystem *system, guint goal)
{
  return g_array_index (system->goal_starts, guint, goal + 1)
             - g_array_index (system->goal_starts, guint, goal)
         == 1;
}

/* For each cell the numbers of its sums, then of its goals of several cells, one after another. */
static guint *
list_marks (const PakivAttackReduction *reduction, const GArray *rests, Marks *marks)
{
  const PakivAttackSystem *system = reduction->system;
  guint n_goals = pakiv_attack_system_get_n_goals (system), total = 0;
  guint *places = NULL, *next;

  for (int pass = 0; pass < 2; pass++)
    {
      if (pass == 1)
        {
          places = g_new (guint, MAX (total, 1));
          next = places;
          for (guint i = 0; i < system->n_cells; i++)
            {
              marks[i].places = next;
              next += marks[i].n;
              marks[i].n = 0;
            }
        }
      for (guint s = 0; s < rests->len; s++)
        for (guint k = 0; k < g_array_index (rests, PakivAttackRest, s).n; k++, total++)
          {
            Marks *own = &marks[g_array_index (rests, PakivAttackRest, s).cells[k]];

            if (pass == 1)
              ((guint *)own->places)[own->n] = s;
            own->n++;
          }
      for (guint g = 0; g < n_goals; g++)
        for (guint k = g_array_index (system->goal_starts, guint, g);
             !is_of_one (system, g) && k < g_array_index (system->goal_starts, guint, g + 1);
             k++, total++)
          {
            Marks *own = &marks[g_array_index (system->goal_cells, guint, k)];

            if (pass == 1)
              ((guint *)own->places)[own->n] = rests->len + g;
            own->n++;
          }
    }
  return places;
}

static void
add_to_group (PakivAttackReduction *reduction, guint group, guint cell)
{
  reduction->group_of[cell] = group;
  reduction->group_size[group]++;
  reduction->group_lower[group] += reduction->lower[cell];
  reduction->group_upper[group]
      = MIN (reduction->group_upper[group] + reduction->upper[cell], PAKIV_ATTACK_NO_LIMIT);
  reduction->group_open_lower[group] += reduction->system->lower[cell];
  reduction->group_open_upper[group] = MIN (
      reduction->group_open_upper[group] + reduction->system->upper[cell], PAKIV_ATTACK_NO_LIMIT);
}

static void
make_groups (PakivAttackReduction *reduction, const GArray *rests)
{
  guint n = reduction->system->n_cells;
  g_autofree Marks *marks = g_new0 (Marks, MAX (n, 1));
  g_autofree guint *places = list_marks (reduction, rests, marks);
  g_autofree guint8 *limited = g_new0 (guint8, MAX (n, 1));
  g_autoptr (GHashTable) seen = g_hash_table_new (hash_marks, equal_marks);

  for (guint s = 0; s < rests->len; s++)
    for (guint k = 0; k < g_array_index (rests, PakivAttackRest, s).n; k++)
      limited[g_array_index (rests, PakivAttackRest, s).cells[k]] = 1;
  reduction->group_lower = g_new0 (gint64, MAX (n, 1));
  reduction->group_upper = g_new0 (gint64, MAX (n, 1));
  reduction->group_open_lower = g_new0 (gint64, MAX (n, 1));
  reduction->group_open_upper = g_new0 (gint64, MAX (n, 1));
  reduction->group_size = g_new0 (guint, MAX (n, 1));
  for (guint i = 0; i < n; i++)
    {
      guint group;

      reduction->group_of[i] = PAKIV_ATTACK_NO_GROUP;
      if (!limited[i])
        continue;
      group = GPOINTER_TO_UINT (g_hash_table_lookup (seen, &marks[i]));
      if (group == 0)
        {
          group = ++reduction->n_groups;
          g_hash_table_insert (seen, &marks[i], GUINT_TO_POINTER (group));
        }
      add_to_group (reduction, group - 1, i);
    }
}

/* The sums again, of groups. All cells of a group are in the same sums. */
static void
write_sums (PakivAttackReduction *reduction, const GArray *rests)
{
  g_autofree guint *last = g_new0 (guint, reduction->n_groups + 1);

  for (guint s = 0; s < rests->len; s++)
    {
      const PakivAttackRest *rest = &g_array_index (rests, PakivAttackRest, s);

      for (guint k = 0; k < rest->n; k++)
        {
          guint group = reduction->group_of[rest->cells[k]];

          if (last[group] == s + 1)
            continue;
          last[group] = s + 1;
          g_array_append_val (reduction->sum_groups, group);
        }
      g_array_append_val (reduction->sum_starts, reduction->sum_groups->len);
      g_array_append_val (reduction->sum_lower, rest->lower);
      g_array_append_val (reduction->sum_upper, rest->upper);
      g_array_append_val (reduction->sum_labels, rest->label);
    }
}

static guint
find_root (guint *parents, guint group)
{
  while (parents[group] != group)
    group = parents[group] = parents[parents[group]];
  return group;
}

static void
join (guint *parents, guint one, guint other)
{
  guint a = find_root (parents, one), b = find_root (parents, other);

  parents[MAX (a, b)] = MIN (a, b);
}

/* Groups that share a sum or a goal belong together. */
static void
make_parts (PakivAttackReduction *reduction)
{
  const PakivAttackSystem *system = reduction->system;
  guint *parents = reduction->part_of = g_new (guint, MAX (reduction->n_groups, 1));
  g_autofree guint *numbers = g_new0 (guint, MAX (reduction->n_groups, 1));

  for (guint i = 0; i < reduction->n_groups; i++)
    parents[i] = i;
  for (guint s = 0; s < reduction->sum_lower->len; s++)
    for (guint k = g_array_index (reduction->sum_starts, guint, s) + 1;
         k < g_array_index (reduction->sum_starts, guint, s + 1); k++)
      join (parents, g_array_index (reduction->sum_groups, guint, k - 1),
            g_array_index (reduction->sum_groups, guint, k));
  for (guint g = 0; g < pakiv_attack_system_get_n_goals (system); g++)
    {
      guint first = PAKIV_ATTACK_NO_GROUP;

      for (guint k = g_array_index (system->goal_starts, guint, g);
           k < g_array_index (system->goal_starts, guint, g + 1); k++)
        {
          guint group = reduction->group_of[g_array_index (system->goal_cells, guint, k)];

          if (group != PAKIV_ATTACK_NO_GROUP && first != PAKIV_ATTACK_NO_GROUP)
            join (parents, first, group);
          else if (group != PAKIV_ATTACK_NO_GROUP)
            first = group;
        }
    }
  for (guint i = 0; i < reduction->n_groups; i++)
    {
      guint root = find_root (parents, i);

      if (root == i)
        numbers[i] = reduction->n_parts++;
      numbers[i] = numbers[root];
    }
  if (reduction->n_groups > 0)
    memcpy (parents, numbers, reduction->n_groups * sizeof (guint));
}

PakivAttackReduction *
pakiv_attack_reduction_new (const PakivAttackSystem *system, guint *label)
{
  g_autoptr (PakivAttackReduction) reduction = g_new0 (PakivAttackReduction, 1);
  g_autoptr (PakivAttackRests) rests = NULL;
  guint zero = 0;

  reduction->system = system;
  reduction->lower = g_memdup2 (system->lower, system->n_cells * sizeof (gint64));
  reduction->upper = g_memdup2 (system->upper, system->n_cells * sizeof (gint64));
  reduction->group_of = g_new (guint, MAX (system->n_cells, 1));
  reduction->sum_starts = g_array_new (FALSE, FALSE, sizeof (guint));
  reduction->sum_groups = g_array_new (FALSE, FALSE, sizeof (guint));
  reduction->sum_lower = g_array_new (FALSE, FALSE, sizeof (gint64));
  reduction->sum_upper = g_array_new (FALSE, FALSE, sizeof (gint64));
  reduction->sum_labels = g_array_new (FALSE, FALSE, sizeof (guint));
  g_array_append_val (reduction->sum_starts, zero);
  if (!pakiv_attack_limits_draw (system, reduction->lower, reduction->upper, label))
    return NULL;
  rests = pakiv_attack_rests_new (system, reduction->lower, reduction->upper, label);
  if (rests == NULL)
    return NULL;
  make_groups (reduction, rests->sums);
  write_sums (reduction, rests->sums);
  make_parts (reduction);
  return g_steal_pointer (&reduction);
}

guint
pakiv_attack_reduction_get_goal (const PakivAttackReduction *reduction,
                                 guint goal,
                                 guint *groups,
                                 gint64 *known_lower,
                                 gint64 *known_upper)
{
  const PakivAttackSystem *system = reduction->system;
  guint from = g_array_index (system->goal_starts, guint, goal);
  guint to = g_array_index (system->goal_starts, guint, goal + 1), n = 0, kept = 0;

  *known_lower = *known_upper = 0;
  for (guint k = from; k < to; k++)
    {
      guint cell = g_array_index (system->goal_cells, guint, k);

      if (reduction->group_of[cell] != PAKIV_ATTACK_NO_GROUP)
        {
          groups[n++] = reduction->group_of[cell];
          continue;
        }
      *known_lower += reduction->lower[cell];
      *known_upper = MIN (*known_upper + reduction->upper[cell], PAKIV_ATTACK_NO_LIMIT);
    }
  if (n > 0) /* there is no array where no group is */
    qsort (groups, n, sizeof (guint), pakiv_attack_rests_compare);
  for (guint k = 0; k < n; k++)
    if (kept == 0 || groups[kept - 1] != groups[k])
      groups[kept++] = groups[k];
  return kept;
}

void
pakiv_attack_reduction_spread (const PakivAttackReduction *reduction,
                               guint cell,
                               gint64 *lower,
                               gint64 *upper)
{
  guint group = reduction->group_of[cell];
  gint64 others_low, others_high;

  if (reduction->group_size[group] == 1)
    return;
  others_low = reduction->group_lower[group] - reduction->lower[cell];
  *upper = MIN (reduction->upper[cell],
                *upper >= PAKIV_ATTACK_NO_LIMIT ? PAKIV_ATTACK_NO_LIMIT : *upper - others_low);
  others_high = reduction->group_upper[group] - reduction->upper[cell];
  *lower = reduction->group_upper[group] >= PAKIV_ATTACK_NO_LIMIT
               ? reduction->lower[cell]
               : MAX (reduction->lower[cell], *lower - others_high);
}
