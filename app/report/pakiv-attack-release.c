#include "pakiv-attack-release.h"

#include "pakiv-attack-truth.h"
#include "pakiv-error.h"
#include "pakiv-progress.h"

#include <glib/gi18n.h>
#include <string.h>

#define INSIDER_SECONDS 60.0

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
      pakiv_attack_truth_get_limits (other->values[offset], other->base, FALSE, &lower, &upper);
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

  pakiv_finding_add (&run->certificate->findings[scenario], range.high - range.low, table->base - 1,
                     TRUE);
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
      pakiv_attack_truth_get_limits (value, table->base, FALSE, &range.low, &range.high);
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

static gboolean
attack_cube (Run *run, guint i, GCancellable *cancellable, GError **error)
{
  const PakivScenario scenarios[]
      = { PAKIV_SCENARIO_POSSIBLE, PAKIV_SCENARIO_CONTRIBUTOR, PAKIV_SCENARIO_INSIDER };
  double seconds = run->attack->seconds > 0 ? run->attack->seconds : INSIDER_SECONDS;
  g_autoptr (PakivAttackTruth) truth
      = pakiv_attack_truth_new (run->attack->counts->pdata[i], run->attack->cubes->pdata[i]);

  for (guint k = 0; k < G_N_ELEMENTS (scenarios); k++)
    if (is_wanted (run, scenarios[k])
        && !pakiv_attack_truth_run (truth, scenarios[k], seconds,
                                    &run->certificate->findings[scenarios[k]], cancellable, error))
      return FALSE;
  return TRUE;
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
