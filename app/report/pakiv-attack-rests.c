#include "pakiv-attack-rests.h"

#include <string.h>

guint64
pakiv_attack_rests_mix (guint64 hash, guint number)
{
  hash = (hash ^ number) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  return hash ^ (hash >> 29);
}

int
pakiv_attack_rests_compare (gconstpointer a, gconstpointer b)
{
  guint one = *(const guint *)a, other = *(const guint *)b;

  return one < other ? -1 : one > other;
}

static guint
hash_rest (gconstpointer data)
{
  return (guint)(((const PakivAttackRest *)data)->hash >> 32);
}

static gboolean
equal_rests (gconstpointer a, gconstpointer b)
{
  const PakivAttackRest *one = a, *other = b;

  return one->n == other->n && memcmp (one->cells, other->cells, one->n * sizeof (guint)) == 0;
}

/* The sum's cells that are not known go to @cells. FALSE where it says nothing of them that the
 * cells' own limits, as the system has them, do not say. */
static gboolean
take_rest (const PakivAttackSystem *system,
           guint s,
           const gint64 *lower,
           const gint64 *upper,
           guint *cells,
           PakivAttackRest *rest)
{
  gint64 known = 0, least = 0, most = 0;

  *rest = (PakivAttackRest){ .cells = cells,
                             .hash = 17,
                             .lower = g_array_index (system->sum_lower, gint64, s),
                             .upper = g_array_index (system->sum_upper, gint64, s),
                             .label = g_array_index (system->sum_labels, guint, s) };
  for (guint k = g_array_index (system->sum_starts, guint, s);
       k < g_array_index (system->sum_starts, guint, s + 1); k++)
    {
      guint cell = g_array_index (system->sum_cells, guint, k);

      if (lower[cell] == upper[cell])
        {
          known += lower[cell];
          continue;
        }
      cells[rest->n++] = cell;
      least += system->lower[cell];
      most = MIN (most + system->upper[cell], PAKIV_ATTACK_NO_LIMIT);
    }
  rest->lower -= known;
  if (rest->upper < PAKIV_ATTACK_NO_LIMIT)
    rest->upper -= known;
  return rest->n > 0 && (least < rest->lower || most > rest->upper);
}

static void
list_rests (PakivAttackRests *rests,
            const PakivAttackSystem *system,
            const gint64 *lower,
            const gint64 *upper)
{
  guint used = 0;

  for (guint s = 0; s < pakiv_attack_system_get_n_sums (system); s++)
    {
      guint *cells = rests->cells + used;
      PakivAttackRest rest;

      if (!take_rest (system, s, lower, upper, cells, &rest))
        continue;
      qsort (cells, rest.n, sizeof (guint), pakiv_attack_rests_compare);
      for (guint k = 0; k < rest.n; k++)
        rest.hash = pakiv_attack_rests_mix (rest.hash, cells[k]);
      used += rest.n;
      g_array_append_val (rests->sums, rest);
    }
}

static void
keep_only (PakivAttackRests *rests, const guint8 *dropped)
{
  guint kept = 0;

  for (guint i = 0; i < rests->sums->len; i++)
    if (!dropped[i])
      g_array_index (rests->sums, PakivAttackRest, kept++)
          = g_array_index (rests->sums, PakivAttackRest, i);
  g_array_set_size (rests->sums, kept);
}

/* Sums over the same cells become one. FALSE where two of them contradict each other. */
static gboolean
merge (PakivAttackRests *rests, guint *label)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (hash_rest, equal_rests);
  g_autofree guint8 *dropped = g_new0 (guint8, rests->sums->len + 1);

  for (guint i = 0; i < rests->sums->len; i++)
    {
      PakivAttackRest *rest = &g_array_index (rests->sums, PakivAttackRest, i);
      PakivAttackRest *first = g_hash_table_lookup (seen, rest);

      if (first == NULL)
        {
          g_hash_table_add (seen, rest);
          continue;
        }
      first->lower = MAX (first->lower, rest->lower);
      first->upper = MIN (first->upper, rest->upper);
      dropped[i] = 1;
      if (first->lower <= first->upper)
        continue;
      *label = rest->label;
      return FALSE;
    }
  g_hash_table_remove_all (seen); /* its keys move */
  keep_only (rests, dropped);
  return TRUE;
}

/* Which sums each cell is in, and marks for looking at one of them. */
typedef struct
{
  const GArray *sums;
  guint *starts;
  guint *of;
  guint *counts; /* of each sum, how many of its cells the one that is looked at has */
  guint8 *taken; /* of each cell, whether one of the parts has it */
} Cover;

static void
set_up_cover (Cover *cover, const PakivAttackRests *rests, guint n_cells)
{
  g_autofree guint *next = NULL;

  cover->sums = rests->sums;
  cover->starts = g_new0 (guint, n_cells + 2);
  cover->counts = g_new0 (guint, rests->sums->len + 1);
  cover->taken = g_new0 (guint8, n_cells + 1);
  for (guint s = 0; s < rests->sums->len; s++)
    for (guint k = 0; k < g_array_index (rests->sums, PakivAttackRest, s).n; k++)
      cover->starts[g_array_index (rests->sums, PakivAttackRest, s).cells[k] + 1]++;
  for (guint i = 0; i < n_cells; i++)
    cover->starts[i + 1] += cover->starts[i];
  next = g_memdup2 (cover->starts, (n_cells + 1) * sizeof (guint));
  cover->of = g_new (guint, MAX (cover->starts[n_cells], 1));
  for (guint s = 0; s < rests->sums->len; s++)
    for (guint k = 0; k < g_array_index (rests->sums, PakivAttackRest, s).n; k++)
      cover->of[next[g_array_index (rests->sums, PakivAttackRest, s).cells[k]]++] = s;
}

static void
clear_cover (Cover *cover)
{
  g_free (cover->starts);
  g_free (cover->of);
  g_free (cover->counts);
  g_free (cover->taken);
}

static void
count_cells (Cover *cover, const PakivAttackRest *whole)
{
  for (guint k = 0; k < whole->n; k++)
    for (guint i = cover->starts[whole->cells[k]]; i < cover->starts[whole->cells[k] + 1]; i++)
      cover->counts[cover->of[i]]++;
}

static void
clear_marks (Cover *cover, const PakivAttackRest *whole)
{
  for (guint k = 0; k < whole->n; k++)
    {
      cover->taken[whole->cells[k]] = 0;
      for (guint i = cover->starts[whole->cells[k]]; i < cover->starts[whole->cells[k] + 1]; i++)
        cover->counts[cover->of[i]] = 0;
    }
}

/* The largest exact sum with @cell that is a part of @whole and has no cell that is taken; or
 * NULL. */
static const PakivAttackRest *
find_part (const Cover *cover, const PakivAttackRest *whole, guint cell)
{
  const PakivAttackRest *best = NULL;

  for (guint i = cover->starts[cell]; i < cover->starts[cell + 1]; i++)
    {
      const PakivAttackRest *part = &g_array_index (cover->sums, PakivAttackRest, cover->of[i]);
      gboolean fresh = part->n < whole->n && cover->counts[cover->of[i]] == part->n
                       && part->lower == part->upper && (best == NULL || part->n > best->n);

      for (guint j = 0; fresh && j < part->n; j++)
        fresh = !cover->taken[part->cells[j]];
      if (fresh)
        best = part;
    }
  return best;
}

/* Whether @whole is the sum of others that are parts of it and do not overlap, as a margin is of
 * the rows of its table: it says nothing more then. @total: what they add up to. */
static gboolean
is_covered (Cover *cover, const PakivAttackRest *whole, gint64 *total)
{
  gboolean covered = TRUE;

  *total = 0;
  count_cells (cover, whole);
  for (guint k = 0; k < whole->n && covered; k++)
    {
      const PakivAttackRest *part;

      if (cover->taken[whole->cells[k]])
        continue;
      part = find_part (cover, whole, whole->cells[k]);
      covered = part != NULL;
      for (guint j = 0; covered && j < part->n; j++)
        cover->taken[part->cells[j]] = 1;
      *total += covered ? part->lower : 0;
    }
  clear_marks (cover, whole);
  return covered;
}

/* Leaves out what other sums say together. FALSE where they contradict each other. */
static gboolean
drop_covered (PakivAttackRests *rests, guint n_cells, guint *label)
{
  g_autofree guint8 *dropped = g_new0 (guint8, rests->sums->len + 1);
  Cover cover = { 0 };
  gboolean fits = TRUE;

  set_up_cover (&cover, rests, n_cells);
  for (guint s = 0; s < rests->sums->len && fits; s++)
    {
      const PakivAttackRest *whole = &g_array_index (rests->sums, PakivAttackRest, s);
      gint64 total;

      dropped[s] = is_covered (&cover, whole, &total);
      fits = !dropped[s] || (total >= whole->lower && total <= whole->upper);
      if (!fits)
        *label = whole->label;
    }
  clear_cover (&cover);
  if (fits)
    keep_only (rests, dropped);
  return fits;
}

PakivAttackRests *
pakiv_attack_rests_new (const PakivAttackSystem *system,
                        const gint64 *lower,
                        const gint64 *upper,
                        guint *label)
{
  g_autoptr (PakivAttackRests) rests = g_new0 (PakivAttackRests, 1);

  rests->sums = g_array_new (FALSE, FALSE, sizeof (PakivAttackRest));
  rests->cells = g_new (guint, MAX (system->sum_cells->len, 1));
  list_rests (rests, system, lower, upper);
  if (!merge (rests, label) || !drop_covered (rests, system->n_cells, label))
    return NULL;
  return g_steal_pointer (&rests);
}

void
pakiv_attack_rests_free (PakivAttackRests *rests)
{
  if (rests == NULL)
    return;
  g_array_unref (rests->sums);
  g_free (rests->cells);
  g_free (rests);
}
