#include "pakiv-attack-truth.h"

/* Other possible combinations offered to an insider, at most. */
#define COMBINATIONS_MAX 60000

/* Base cells by their keys. */
struct _PakivAttackTruth
{
  const PakivCubeSpec *spec;
  GHashTable *numbers; /* guint64* → number + 1 */
  GArray *keys;        /* guint64 */
  GArray *counts;      /* gint64: the truth */
  GArray *safe;        /* gint64: what is published */
};

static guint
add_cell (PakivAttackTruth *truth, guint64 key)
{
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (truth->numbers, &key));
  const gint64 zero = 0;

  if (number > 0)
    return number - 1;
  g_array_append_val (truth->keys, key);
  g_array_append_val (truth->counts, zero);
  g_array_append_val (truth->safe, zero);
  g_hash_table_insert (truth->numbers, g_memdup2 (&key, sizeof key),
                       GUINT_TO_POINTER (truth->keys->len));
  return truth->keys->len - 1;
}

static guint64
get_code (const PakivDimension *dimension, guint64 key)
{
  return (key >> dimension->shift) & ((G_GUINT64_CONSTANT (1) << dimension->bits) - 1);
}

static guint64
set_code (const PakivDimension *dimension, guint64 key, guint64 code)
{
  guint64 mask = ((G_GUINT64_CONSTANT (1) << dimension->bits) - 1) << dimension->shift;

  return (key & ~mask) | code << dimension->shift;
}

/* The codes of a dimension that occur at all. */
static GArray *
list_codes (const PakivAttackTruth *truth, const PakivDimension *dimension, guint n)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  GArray *codes = g_array_new (FALSE, FALSE, sizeof (guint64));

  for (guint i = 0; i < n; i++)
    {
      guint64 code = get_code (dimension, g_array_index (truth->keys, guint64, i));

      if (g_hash_table_add (seen, g_memdup2 (&code, sizeof code)))
        g_array_append_val (codes, code);
    }
  return codes;
}

static void
add_neighbours (PakivAttackTruth *truth)
{
  guint n = truth->keys->len;

  for (guint d = 0; d < truth->spec->dimensions->len; d++)
    {
      const PakivDimension *dimension = truth->spec->dimensions->pdata[d];
      g_autoptr (GArray) codes = list_codes (truth, dimension, n);

      for (guint i = 0; i < n; i++)
        for (guint k = 0; k < codes->len && truth->keys->len < COMBINATIONS_MAX; k++)
          add_cell (truth, set_code (dimension, g_array_index (truth->keys, guint64, i),
                                     g_array_index (codes, guint64, k)));
    }
}

static void
fill (PakivAttackTruth *truth, const PakivCounts *counts, const PakivSafeCube *cube)
{
  guint n;
  const PakivCell *safe = pakiv_safe_cube_get_cells (cube, &n);

  truth->spec = counts->spec;
  truth->numbers = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  truth->keys = g_array_new (FALSE, FALSE, sizeof (guint64));
  truth->counts = g_array_new (FALSE, FALSE, sizeof (gint64));
  truth->safe = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < counts->cells->len; i++)
    {
      const PakivCell *cell = &g_array_index (counts->cells, PakivCell, i);
      guint number = add_cell (truth, cell->key);

      g_array_index (truth->counts, gint64, number) = cell->count;
    }
  for (guint i = 0; i < n; i++)
    {
      guint number = add_cell (truth, safe[i].key);

      g_array_index (truth->safe, gint64, number) = safe[i].count;
    }
}

PakivAttackTruth *
pakiv_attack_truth_new (const PakivCounts *counts, const PakivSafeCube *cube)
{
  PakivAttackTruth *truth = g_new0 (PakivAttackTruth, 1);

  fill (truth, counts, cube);
  add_neighbours (truth);
  return truth;
}

void
pakiv_attack_truth_free (PakivAttackTruth *truth)
{
  if (truth == NULL)
    return;
  g_hash_table_unref (truth->numbers);
  g_array_unref (truth->keys);
  g_array_unref (truth->counts);
  g_array_unref (truth->safe);
  g_free (truth);
}

void
pakiv_attack_truth_get_limits (
    gint64 value, int base, gboolean by_remainder, gint64 *lower, gint64 *upper)
{
  *lower = value == 0 ? 0 : value == base ? 1 : value;
  *upper = value == 0 ? base - 1 : value;
  if (!by_remainder)
    return;
  *lower = MAX (0, value - base + 1);
  *upper = value + base - 1;
}

/* The exact margin of the dimensions @one and @other, which may be the same. */
static void
add_margin (const PakivAttackTruth *truth, guint one, guint other, PakivAttackSystem *system)
{
  const PakivDimension *a = truth->spec->dimensions->pdata[one];
  const PakivDimension *b = truth->spec->dimensions->pdata[other];
  g_autoptr (GHashTable) sums
      = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify)g_array_unref);
  GHashTableIter iter;
  gpointer members;

  for (guint i = 0; i < truth->keys->len; i++)
    {
      guint64 key = g_array_index (truth->keys, guint64, i);
      guint64 name = set_code (a, 0, get_code (a, key)) | set_code (b, 0, get_code (b, key));
      GArray *own = g_hash_table_lookup (sums, &name);

      if (own == NULL)
        {
          own = g_array_new (FALSE, FALSE, sizeof (guint));
          g_hash_table_insert (sums, g_memdup2 (&name, sizeof name), own);
        }
      g_array_append_val (own, i);
    }
  g_hash_table_iter_init (&iter, sums);
  while (g_hash_table_iter_next (&iter, NULL, &members))
    {
      const GArray *own = members;
      gint64 sum = 0;

      for (guint k = 0; k < own->len; k++)
        sum += g_array_index (truth->counts, gint64, g_array_index (own, guint, k));
      pakiv_attack_system_add_sum (system, (const guint *)own->data, own->len, sum, sum, 0);
    }
}

static PakivAttackSystem *
make_system (const PakivAttackTruth *truth, PakivScenario scenario)
{
  PakivAttackSystem *system = pakiv_attack_system_new (truth->keys->len);
  guint n = truth->spec->dimensions->len;

  for (guint i = 0; i < truth->keys->len; i++)
    {
      gint64 count = g_array_index (truth->counts, gint64, i), lower, upper;

      pakiv_attack_truth_get_limits (g_array_index (truth->safe, gint64, i), truth->spec->base,
                                     truth->spec->measure != NULL, &lower, &upper);
      pakiv_attack_system_limit (system, i, lower, upper);
      if (pakiv_cube_spec_get_small_part (truth->spec, count) > 0)
        pakiv_attack_system_add_goal (system, &i, 1);
    }
  for (guint one = 0; scenario == PAKIV_SCENARIO_INSIDER && one < n; one++)
    for (guint other = one; other < n; other++)
      add_margin (truth, one, other, system);
  return system;
}

/* A contributor's own cell says nothing of another one where no sum links them, and neither does
 * an impossible combination: without exact margins the system falls into single cells, which is
 * what the run finds. */
gboolean
pakiv_attack_truth_run (const PakivAttackTruth *truth,
                        PakivScenario scenario,
                        double seconds,
                        PakivFinding *finding,
                        GCancellable *cancellable,
                        GError **error)
{
  g_autoptr (PakivAttackSystem) system = make_system (truth, scenario);
  gint64 needed = scenario == PAKIV_SCENARIO_INSIDER ? 1 : truth->spec->base - 1;
  const PakivAttackOptions options
      = { .width = needed, .seconds = seconds, .known = (const gint64 *)truth->counts->data };
  guint label;
  g_autoptr (PakivAttackResult) result
      = pakiv_attack_run (system, &options, cancellable, &label, error);

  if (result == NULL)
    return FALSE;
  finding->tried = TRUE;
  for (guint i = 0; i < result->ranges->len; i++)
    {
      const PakivAttackRange *range = &g_array_index (result->ranges, PakivAttackRange, i);
      /* Narrow among the combinations that were offered; among all it may be wider. */
      gboolean proved
          = range->verdict == PAKIV_ATTACK_OPEN
            || (range->verdict == PAKIV_ATTACK_DERIVED && scenario != PAKIV_SCENARIO_INSIDER);

      pakiv_finding_add (finding, range->high - range->low, needed, proved);
    }
  return TRUE;
}
