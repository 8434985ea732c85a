#include "pakiv-attack-release.h"

#include "pakiv-error.h"
#include "pakiv-progress.h"

#include <glib/gi18n.h>
#include <string.h>

#define INSIDER_SECONDS 60.0

/* Other possible combinations offered to an insider, at most. */
#define COMBINATIONS_MAX 60000

typedef struct
{
  const PakivRelease *release;
  const PakivReleaseAttack *attack;
  PakivCertificate *certificate;
  GArray *targets;
} Run;

static gboolean
is_wanted (const Run *run, PakivScenario scenario)
{
  return run->attack->scenarios == 0 || ((run->attack->scenarios >> scenario) & 1);
}

/* What a published base figure says of the true one. */
static void
get_limits (gint64 value, int base, gboolean by_remainder, gint64 *lower, gint64 *upper)
{
  if (by_remainder)
    {
      /* So many whole bases and a remainder, which went up or down. */
      *lower = MAX (0, value - base + 1);
      *upper = value + base - 1;
      return;
    }
  *lower = value == 0 ? 0 : value == base ? 1 : value;
  *upper = value == 0 ? base - 1 : value;
}

static void
note (PakivFinding *finding, const PakivAttackRange *range, gint64 needed)
{
  gint64 width = range->high - range->low;

  finding->n_targets++;
  finding->narrowest = MIN (finding->narrowest, width);
  if (range->verdict == PAKIV_ATTACK_NOT_CERTIFIED)
    finding->n_uncertified++;
  else if (width < needed)
    finding->n_narrow++;
}

static gboolean
is_finest (const PakivTable *table, gsize offset)
{
  for (guint d = table->dimensions->len; d-- > 0;)
    {
      const PakivTableDimension *dimension = table->dimensions->pdata[d];

      if (offset % dimension->codes->len == 0)
        return FALSE;
      offset /= dimension->codes->len;
    }
  return TRUE;
}

static gboolean
has_same_place (const PakivTable *a, const PakivTable *b)
{
  if (strcmp (a->id, b->id) != 0 || g_strcmp0 (a->measure, b->measure) != 0
      || a->n_values != b->n_values || a->dimensions->len != b->dimensions->len)
    return FALSE;
  for (guint d = 0; d < a->dimensions->len; d++)
    {
      const PakivTableDimension *one = a->dimensions->pdata[d], *other = b->dimensions->pdata[d];

      if (strcmp (one->id, other->id) != 0 || one->codes->len != other->codes->len)
        return FALSE;
      for (guint k = 0; k < one->codes->len; k++)
        if (strcmp (one->codes->pdata[k], other->codes->pdata[k]) != 0)
          return FALSE;
    }
  return TRUE;
}

/* The same table in a release about the same records, or NULL: other quarters are other records. */
static const PakivTable *
find_earlier (const Run *run, const PakivRelease *earlier, const PakivTable *table)
{
  if (g_strcmp0 (earlier->station_id, run->release->station_id) != 0
      || earlier->log != run->release->log
      || pakiv_period_compare (earlier->period, run->release->period) != 0)
    return NULL;
  for (guint t = 0; t < earlier->tables->len; t++)
    if (has_same_place (earlier->tables->pdata[t], table))
      return earlier->tables->pdata[t];
  return NULL;
}

static gboolean
narrow_by_earlier (
    const Run *run, const PakivTable *table, gsize offset, PakivAttackRange *range, GError **error)
{
  for (guint i = 0; run->attack->earlier != NULL && i < run->attack->earlier->len; i++)
    {
      const PakivTable *other = find_earlier (run, run->attack->earlier->pdata[i], table);
      gint64 lower, upper;

      if (other == NULL)
        continue;
      get_limits (other->values[offset], other->base, FALSE, &lower, &upper);
      range->low = MAX (range->low, lower);
      range->high = MIN (range->high, upper);
    }
  if (range->low <= range->high)
    return TRUE;
  g_set_error (error, PAKIV_ERROR, PAKIV_ERROR_INVALID,
               _ ("The table “%s” and that of an earlier release contradict each other: no counts "
                  "fit both."),
               table->id);
  return FALSE;
}

static void
add_target (
    Run *run, PakivScenario scenario, const PakivTable *table, gsize offset, PakivAttackRange range)
{
  const PakivReleaseTarget target = { scenario, table, offset, range };

  note (&run->certificate->findings[scenario], &range, table->base - 1);
  if (run->targets != NULL)
    g_array_append_val (run->targets, target);
}

static gboolean
attack_table (Run *run, const PakivTable *table, PakivScenario scenario, GError **error)
{
  for (gsize offset = 0; offset < table->n_values; offset++)
    {
      gint64 value = table->values[offset];
      PakivAttackRange range = { .verdict = PAKIV_ATTACK_OPEN };

      /* A figure from 1 to base − 1 should not be there at all: it is what it says. */
      if (value > table->base || !is_finest (table, offset))
        continue;
      get_limits (value, table->base, FALSE, &range.low, &range.high);
      if (scenario == PAKIV_SCENARIO_EARLIER
          && !narrow_by_earlier (run, table, offset, &range, error))
        return FALSE;
      if (range.high - range.low < table->base - 1)
        range.verdict = PAKIV_ATTACK_DERIVED;
      add_target (run, scenario, table, offset, range);
    }
  return TRUE;
}

static gboolean
attack_tables (Run *run, PakivScenario scenario, GError **error)
{
  if (!is_wanted (run, scenario))
    return TRUE;
  run->certificate->findings[scenario].tried = TRUE;
  for (guint t = 0; t < run->release->tables->len; t++)
    if (!attack_table (run, run->release->tables->pdata[t], scenario, error))
      return FALSE;
  return TRUE;
}

/* One cube with its truth: base cells by their keys. */
typedef struct
{
  const PakivCubeSpec *spec;
  GHashTable *numbers; /* guint64* → number + 1 */
  GArray *keys;        /* guint64 */
  GArray *counts;      /* gint64: the truth */
  GArray *safe;        /* gint64: what is published */
} Base;

static void
clear_base (Base *base)
{
  g_hash_table_unref (base->numbers);
  g_array_unref (base->keys);
  g_array_unref (base->counts);
  g_array_unref (base->safe);
}

static guint
add_cell (Base *base, guint64 key)
{
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (base->numbers, &key));
  const gint64 zero = 0;

  if (number > 0)
    return number - 1;
  g_array_append_val (base->keys, key);
  g_array_append_val (base->counts, zero);
  g_array_append_val (base->safe, zero);
  g_hash_table_insert (base->numbers, g_memdup2 (&key, sizeof key),
                       GUINT_TO_POINTER (base->keys->len));
  return base->keys->len - 1;
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
list_codes (const Base *base, const PakivDimension *dimension, guint n)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  GArray *codes = g_array_new (FALSE, FALSE, sizeof (guint64));

  for (guint i = 0; i < n; i++)
    {
      guint64 code = get_code (dimension, g_array_index (base->keys, guint64, i));

      if (g_hash_table_add (seen, g_memdup2 (&code, sizeof code)))
        g_array_append_val (codes, code);
    }
  return codes;
}

static void
add_neighbours (Base *base)
{
  guint n = base->keys->len;

  for (guint d = 0; d < base->spec->dimensions->len; d++)
    {
      const PakivDimension *dimension = base->spec->dimensions->pdata[d];
      g_autoptr (GArray) codes = list_codes (base, dimension, n);

      for (guint i = 0; i < n; i++)
        for (guint k = 0; k < codes->len && base->keys->len < COMBINATIONS_MAX; k++)
          add_cell (base, set_code (dimension, g_array_index (base->keys, guint64, i),
                                    g_array_index (codes, guint64, k)));
    }
}

static void
fill_base (Base *base, const PakivCounts *counts, const PakivSafeCube *cube)
{
  guint n;
  const PakivCell *safe = pakiv_safe_cube_get_cells (cube, &n);

  base->spec = counts->spec;
  base->numbers = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  base->keys = g_array_new (FALSE, FALSE, sizeof (guint64));
  base->counts = g_array_new (FALSE, FALSE, sizeof (gint64));
  base->safe = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < counts->cells->len; i++)
    {
      const PakivCell *cell = &g_array_index (counts->cells, PakivCell, i);
      guint number = add_cell (base, cell->key);

      g_array_index (base->counts, gint64, number) = cell->count;
    }
  for (guint i = 0; i < n; i++)
    {
      guint number = add_cell (base, safe[i].key);

      g_array_index (base->safe, gint64, number) = safe[i].count;
    }
}

/* The exact margin of the dimensions @one and @other, which may be the same. */
static void
add_margin (const Base *base, guint one, guint other, PakivAttackSystem *system)
{
  const PakivDimension *a = base->spec->dimensions->pdata[one];
  const PakivDimension *b = base->spec->dimensions->pdata[other];
  g_autoptr (GHashTable) sums
      = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify)g_array_unref);
  GHashTableIter iter;
  gpointer members;

  for (guint i = 0; i < base->keys->len; i++)
    {
      guint64 key = g_array_index (base->keys, guint64, i);
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
        sum += g_array_index (base->counts, gint64, g_array_index (own, guint, k));
      pakiv_attack_system_add_sum (system, (const guint *)own->data, own->len, sum, sum, 0);
    }
}

static PakivAttackSystem *
make_system (const Base *base, PakivScenario scenario)
{
  PakivAttackSystem *system = pakiv_attack_system_new (base->keys->len);
  guint n = base->spec->dimensions->len;

  for (guint i = 0; i < base->keys->len; i++)
    {
      gint64 count = g_array_index (base->counts, gint64, i), lower, upper;

      get_limits (g_array_index (base->safe, gint64, i), base->spec->base,
                  base->spec->measure != NULL, &lower, &upper);
      pakiv_attack_system_limit (system, i, lower, upper);
      if (pakiv_cube_spec_get_small_part (base->spec, count) > 0)
        pakiv_attack_system_add_goal (system, &i, 1);
    }
  for (guint one = 0; scenario == PAKIV_SCENARIO_INSIDER && one < n; one++)
    for (guint other = one; other < n; other++)
      add_margin (base, one, other, system);
  return system;
}

/* A contributor's own cell says nothing of another one where no sum links them, and neither does
 * an impossible combination: without exact margins the system falls into single cells, which is
 * what the run finds. */
static gboolean
attack_base (
    Run *run, const Base *base, PakivScenario scenario, GCancellable *cancellable, GError **error)
{
  g_autoptr (PakivAttackSystem) system = make_system (base, scenario);
  gint64 needed = scenario == PAKIV_SCENARIO_INSIDER ? 1 : base->spec->base - 1;
  const PakivAttackOptions options
      = { .width = needed,
          .seconds = run->attack->seconds > 0 ? run->attack->seconds : INSIDER_SECONDS,
          .known = (const gint64 *)base->counts->data };
  guint label;
  g_autoptr (PakivAttackResult) result
      = pakiv_attack_run (system, &options, cancellable, &label, error);

  if (result == NULL)
    return FALSE;
  run->certificate->findings[scenario].tried = TRUE;
  for (guint i = 0; i < result->ranges->len; i++)
    {
      PakivAttackRange range = g_array_index (result->ranges, PakivAttackRange, i);

      /* Narrow among the combinations that were offered; among all it may be wider. */
      if (scenario == PAKIV_SCENARIO_INSIDER && range.verdict == PAKIV_ATTACK_DERIVED)
        range.verdict = PAKIV_ATTACK_NOT_CERTIFIED;
      note (&run->certificate->findings[scenario], &range, needed);
    }
  return TRUE;
}

static gboolean
attack_cube (Run *run, guint i, GCancellable *cancellable, GError **error)
{
  const PakivScenario scenarios[]
      = { PAKIV_SCENARIO_POSSIBLE, PAKIV_SCENARIO_CONTRIBUTOR, PAKIV_SCENARIO_INSIDER };
  Base base = { 0 };
  gboolean done = TRUE;

  fill_base (&base, run->attack->counts->pdata[i], run->attack->cubes->pdata[i]);
  add_neighbours (&base);
  for (guint k = 0; done && k < G_N_ELEMENTS (scenarios); k++)
    if (is_wanted (run, scenarios[k]))
      done = attack_base (run, &base, scenarios[k], cancellable, error);
  clear_base (&base);
  return done;
}

static char *
hash_figures (const PakivRelease *release)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *id = pakiv_release_get_id (release);

  g_checksum_update (checksum, (const guchar *)id, -1);
  for (guint t = 0; t < release->tables->len; t++)
    {
      const PakivTable *table = release->tables->pdata[t];

      g_checksum_update (checksum, (const guchar *)table->id, (gssize)strlen (table->id) + 1);
      for (gsize i = 0; i < table->n_values; i++)
        {
          gint64 value = GINT64_TO_LE (table->values[i]);

          g_checksum_update (checksum, (const guchar *)&value, sizeof value);
        }
    }
  return g_strdup (g_checksum_get_string (checksum));
}

static void
find_least_base (Run *run)
{
  for (guint t = 0; t < run->release->tables->len; t++)
    {
      int base = ((const PakivTable *)run->release->tables->pdata[t])->base;

      if (run->certificate->least_base == 0 || base < run->certificate->least_base)
        run->certificate->least_base = base;
    }
}

PakivCertificate *
pakiv_attack_release (const PakivRelease *release,
                      const PakivReleaseAttack *attack,
                      GArray *targets,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (PakivCertificate) certificate = pakiv_certificate_new ();
  Run run = { release, attack, certificate, targets };
  gint64 begin = g_get_monotonic_time ();

  certificate->figures = hash_figures (release);
  find_least_base (&run);
  if (!attack_tables (&run, PAKIV_SCENARIO_OUTSIDER, error)
      || (attack->earlier != NULL && !attack_tables (&run, PAKIV_SCENARIO_EARLIER, error)))
    return NULL;
  for (guint i = 0; attack->counts != NULL && i < attack->counts->len; i++)
    {
      pakiv_progress_begin (cancellable, _ ("Trying what others could find out…"));
      if (!attack_cube (&run, i, cancellable, error))
        return NULL;
    }
  certificate->seconds = (double)(g_get_monotonic_time () - begin) / G_USEC_PER_SEC;
  return g_steal_pointer (&certificate);
}
