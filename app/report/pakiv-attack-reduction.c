#include "pakiv-attack-reduction.h"

#include <string.h>

/* How often limits are drawn together at most. Each round is sound; the last ones gain little. */
#define ROUNDS 30

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

/* What one sum says of its cells, each given what is known of the others. FALSE where they
 * contradict it. */
static gboolean
draw_together (PakivAttackReduction *reduction, guint sum, gboolean *changed)
{
  const PakivAttackSystem *system = reduction->system;
  const guint *cells = (const guint *)system->sum_cells->data;
  guint from = g_array_index (system->sum_starts, guint, sum);
  guint to = g_array_index (system->sum_starts, guint, sum + 1);
  gint64 lower = g_array_index (system->sum_lower, gint64, sum);
  gint64 upper = g_array_index (system->sum_upper, gint64, sum);
  gint64 least = 0, most = 0;
  guint n_open = 0; /* without an upper limit */

  for (guint k = from; k < to; k++)
    {
      least += reduction->lower[cells[k]];
      if (reduction->upper[cells[k]] >= PAKIV_ATTACK_NO_LIMIT)
        n_open++;
      else
        most += reduction->upper[cells[k]];
    }
  if (least > upper || (n_open == 0 && most < lower))
    return FALSE;
  for (guint k = from; k < to; k++)
    {
      gint64 *low = &reduction->lower[cells[k]], *high = &reduction->upper[cells[k]];
      gboolean open = *high >= PAKIV_ATTACK_NO_LIMIT;
      gint64 own_low = *low, own_high = *high;

      if (upper < PAKIV_ATTACK_NO_LIMIT)
        own_high = MIN (own_high, upper - (least - *low));
      if (n_open == 0)
        own_low = MAX (own_low, lower - (most - *high));
      else if (n_open == 1 && open)
        own_low = MAX (own_low, lower - most);
      if (own_low > own_high)
        return FALSE;
      if (own_low == *low && own_high == *high)
        continue;
      least += own_low - *low;
      if (!open)
        most += own_high - *high;
      else if (own_high < PAKIV_ATTACK_NO_LIMIT)
        {
          n_open--;
          most += own_high;
        }
      *low = own_low;
      *high = own_high;
      *changed = TRUE;
    }
  return TRUE;
}

static gboolean
draw_all_together (PakivAttackReduction *reduction, guint *label)
{
  guint n = pakiv_attack_system_get_n_sums (reduction->system);
  gboolean changed = TRUE;

  for (guint i = 0; i < reduction->system->n_cells; i++)
    if (reduction->lower[i] > reduction->upper[i])
      {
        *label = G_MAXUINT;
        return FALSE;
      }
  for (guint round = 0; changed && round < ROUNDS; round++)
    {
      changed = FALSE;
      for (guint sum = 0; sum < n; sum++)
        if (!draw_together (reduction, sum, &changed))
          {
            *label = g_array_index (reduction->system->sum_labels, guint, sum);
            return FALSE;
          }
    }
  return TRUE;
}

static gboolean
is_known (const PakivAttackReduction *reduction, guint cell)
{
  return reduction->lower[cell] == reduction->upper[cell];
}

/* A sum without its known cells. */
typedef struct
{
  const guint *cells;
  guint n;
  guint64 hash;
  gint64 lower;
  gint64 upper;
  guint label;
} Rest;

static guint
hash_rest (gconstpointer data)
{
  return (guint)(((const Rest *)data)->hash >> 32);
}

static gboolean
equal_rests (gconstpointer a, gconstpointer b)
{
  const Rest *one = a, *other = b;

  return one->n == other->n && memcmp (one->cells, other->cells, one->n * sizeof (guint)) == 0;
}

static guint64
mix (guint64 hash, guint number)
{
  hash = (hash ^ number) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  return hash ^ (hash >> 29);
}

static int
compare_guints (gconstpointer a, gconstpointer b)
{
  guint one = *(const guint *)a, other = *(const guint *)b;

  return one < other ? -1 : one > other;
}

/* Sums that still say something, each set of cells once. @cells gets the cells of all of them. */
static GArray *
list_rests (const PakivAttackReduction *reduction, guint *cells)
{
  const PakivAttackSystem *system = reduction->system;
  GArray *rests = g_array_new (FALSE, FALSE, sizeof (Rest));
  guint used = 0;

  for (guint s = 0; s < pakiv_attack_system_get_n_sums (system); s++)
    {
      Rest rest = { cells + used,
                    0,
                    17,
                    g_array_index (system->sum_lower, gint64, s),
                    g_array_index (system->sum_upper, gint64, s),
                    g_array_index (system->sum_labels, guint, s) };
      gint64 known = 0, least = 0, most = 0;

      for (guint k = g_array_index (system->sum_starts, guint, s);
           k < g_array_index (system->sum_starts, guint, s + 1); k++)
        {
          guint cell = g_array_index (system->sum_cells, guint, k);

          if (is_known (reduction, cell))
            {
              known += reduction->lower[cell];
              continue;
            }
          cells[used + rest.n++] = cell;
          least += reduction->lower[cell];
          most = MIN (most + reduction->upper[cell], PAKIV_ATTACK_NO_LIMIT);
        }
      rest.lower -= known;
      if (rest.upper < PAKIV_ATTACK_NO_LIMIT)
        rest.upper -= known;
      if (rest.n == 0 || (least >= rest.lower && most <= rest.upper))
        continue;
      qsort (cells + used, rest.n, sizeof (guint), compare_guints);
      for (guint k = 0; k < rest.n; k++)
        rest.hash = mix (rest.hash, rest.cells[k]);
      used += rest.n;
      g_array_append_val (rests, rest);
    }
  return rests;
}

/* Sums over the same cells become one. NULL where two of them contradict each other. */
static GArray *
merge_rests (GArray *rests, guint *label)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (hash_rest, equal_rests);
  GArray *kept = g_array_sized_new (FALSE, FALSE, sizeof (Rest), rests->len);

  for (guint i = 0; i < rests->len; i++)
    {
      Rest *rest = &g_array_index (rests, Rest, i);
      Rest *first = g_hash_table_lookup (seen, rest);

      if (first == NULL)
        {
          g_hash_table_add (seen, rest);
          continue;
        }
      first->lower = MAX (first->lower, rest->lower);
      first->upper = MIN (first->upper, rest->upper);
      rest->n = 0;
      if (first->lower <= first->upper)
        continue;
      *label = rest->label;
      g_array_unref (kept);
      return NULL;
    }
  for (guint i = 0; i < rests->len; i++)
    if (g_array_index (rests, Rest, i).n > 0)
      g_array_append_val (kept, g_array_index (rests, Rest, i));
  return kept;
}

/* Whether one sum is the sum of others that are parts of it and do not overlap, as a margin is of
 * the rows of its table: it says nothing more then. @of: the sums each cell is in, from @of_starts.
 * @counts and @taken are zero for every sum and cell, and are so again at the end. FALSE in @fits
 * where the parts add up to something else. */
static gboolean
is_covered (const GArray *rests,
            guint sum,
            const guint *of_starts,
            const guint *of,
            guint *counts,
            guint8 *taken,
            gboolean *fits)
{
  const Rest *whole = &g_array_index (rests, Rest, sum);
  gint64 total = 0;
  guint covered = 0;

  for (guint k = 0; k < whole->n; k++)
    for (guint i = of_starts[whole->cells[k]]; i < of_starts[whole->cells[k] + 1]; i++)
      counts[of[i]]++;
  for (guint k = 0; k < whole->n && covered <= k; k++)
    {
      const Rest *best = NULL;

      if (taken[whole->cells[k]])
        {
          covered++;
          continue;
        }
      for (guint i = of_starts[whole->cells[k]]; i < of_starts[whole->cells[k] + 1]; i++)
        {
          const Rest *part = &g_array_index (rests, Rest, of[i]);
          gboolean fresh = part->n < whole->n && counts[of[i]] == part->n
                           && part->lower == part->upper && (best == NULL || part->n > best->n);

          for (guint j = 0; fresh && j < part->n; j++)
            fresh = !taken[part->cells[j]];
          if (fresh)
            best = part;
        }
      if (best == NULL)
        break;
      for (guint j = 0; j < best->n; j++)
        taken[best->cells[j]] = 1;
      total += best->lower;
      covered++;
    }
  for (guint k = 0; k < whole->n; k++)
    {
      taken[whole->cells[k]] = 0;
      for (guint i = of_starts[whole->cells[k]]; i < of_starts[whole->cells[k] + 1]; i++)
        counts[of[i]] = 0;
    }
  *fits = covered < whole->n || (total >= whole->lower && total <= whole->upper);
  return covered == whole->n;
}

/* Leaves out what other sums say together. NULL where they contradict each other. */
static GArray *
drop_covered (GArray *rests, guint n_cells, guint *label)
{
  g_autofree guint *starts = g_new0 (guint, n_cells + 2);
  g_autofree guint *counts = g_new0 (guint, rests->len + 1);
  g_autofree guint8 *taken = g_new0 (guint8, n_cells + 1);
  g_autofree guint *of = NULL;
  g_autofree guint *next = NULL;
  GArray *kept = g_array_new (FALSE, FALSE, sizeof (Rest));

  for (guint s = 0; s < rests->len; s++)
    for (guint k = 0; k < g_array_index (rests, Rest, s).n; k++)
      starts[g_array_index (rests, Rest, s).cells[k] + 1]++;
  for (guint i = 0; i < n_cells; i++)
    starts[i + 1] += starts[i];
  next = g_memdup2 (starts, (n_cells + 1) * sizeof (guint));
  of = g_new (guint, MAX (starts[n_cells], 1));
  for (guint s = 0; s < rests->len; s++)
    for (guint k = 0; k < g_array_index (rests, Rest, s).n; k++)
      of[next[g_array_index (rests, Rest, s).cells[k]]++] = s;
  for (guint s = 0; s < rests->len; s++)
    {
      gboolean fits;

      if (!is_covered (rests, s, starts, of, counts, taken, &fits))
        g_array_append_val (kept, g_array_index (rests, Rest, s));
      if (fits)
        continue;
      *label = g_array_index (rests, Rest, s).label;
      g_array_unref (kept);
      return NULL;
    }
  return kept;
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
    hash = mix (hash, marks->places[k]);
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
        for (guint k = 0; k < g_array_index (rests, Rest, s).n; k++, total++)
          {
            Marks *own = &marks[g_array_index (rests, Rest, s).cells[k]];

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
    for (guint k = 0; k < g_array_index (rests, Rest, s).n; k++)
      limited[g_array_index (rests, Rest, s).cells[k]] = 1;
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
      const Rest *rest = &g_array_index (rests, Rest, s);

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
  g_autofree guint *cells = g_new (guint, MAX (system->sum_cells->len, 1));
  g_autoptr (GArray) rests = NULL;
  g_autoptr (GArray) merged = NULL;
  g_autoptr (GArray) kept = NULL;
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
  if (!draw_all_together (reduction, label))
    return NULL;
  rests = list_rests (reduction, cells);
  merged = merge_rests (rests, label);
  if (merged == NULL)
    return NULL;
  kept = drop_covered (merged, system->n_cells, label);
  if (kept == NULL)
    return NULL;
  make_groups (reduction, kept);
  write_sums (reduction, kept);
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
    qsort (groups, n, sizeof (guint), compare_guints);
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
