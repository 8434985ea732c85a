#include "pakiv-release-check.h"

#include "pakiv-package.h"
#include "pakiv-progress.h"
#include "pakiv-release-attack.h"
#include "pakiv-table-words.h"

#include <glib/gi18n.h>

#define PUBLIC (1u << PAKIV_SCENARIO_OUTSIDER | 1u << PAKIV_SCENARIO_EARLIER)
#define WITH_THE_TRUTH (1u << PAKIV_SCENARIO_POSSIBLE | 1u << PAKIV_SCENARIO_CONTRIBUTOR)
#define SECONDS 20.0

static gboolean
refuse (const PakivTable *table, gboolean found, GError **error)
{
  const char *title = pakiv_table_word (table->title);

  if (found)
    g_set_error (
        error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED,
        _ ("The release was not signed: from the table “%s” a count smaller than %d could "
           "be found out. Nothing was closed. Ask whoever looks after the report’s "
           "definition to merge categories of this table or to raise its smallest number."),
        title, table->base);
  else
    g_set_error (
        error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED,
        _ ("The release was not signed: it could not be proved in time that the table “%s” "
           "keeps counts smaller than %d hidden. Nothing was closed. Try again; if it "
           "stays so, ask whoever looks after the report’s definition to merge "
           "categories of this table."),
        title, table->base);
  return FALSE;
}

static gboolean
check_targets (const GArray *targets, GError **error)
{
  for (guint i = 0; i < targets->len; i++)
    {
      const PakivReleaseTarget *target = &g_array_index (targets, PakivReleaseTarget, i);

      if (target->range.verdict != PAKIV_ATTACK_OPEN)
        return refuse (target->table, target->range.verdict == PAKIV_ATTACK_DERIVED, error);
    }
  return TRUE;
}

/* The first table that shows what a cube counts. */
static const PakivTable *
find_table (const PakivRelease *release, const PakivCubeSpec *spec)
{
  for (guint i = 0; i < release->tables->len; i++)
    {
      const PakivTable *table = release->tables->pdata[i];

      if (g_ascii_strcasecmp (table->measure, spec->id) == 0)
        return table;
    }
  return NULL;
}

static void
add_finding (PakivFinding *all, const PakivFinding *one)
{
  all->tried |= one->tried;
  all->n_targets += one->n_targets;
  all->n_narrow += one->n_narrow;
  all->n_uncertified += one->n_uncertified;
  all->narrowest = MIN (all->narrowest, one->narrowest);
}

/* One cube at a time, so that it can be said which one a finding is about. */
static gboolean
attack_cube (const PakivRelease *release,
             PakivCounts *count,
             PakivSafeCube *cube,
             PakivCertificate *all,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (GPtrArray) counts = g_ptr_array_new ();
  g_autoptr (GPtrArray) cubes = g_ptr_array_new ();
  const PakivReleaseAttack attack
      = { .scenarios = WITH_THE_TRUTH, .counts = counts, .cubes = cubes, .seconds = SECONDS };
  const PakivTable *table = find_table (release, count->spec);
  g_autoptr (PakivCertificate) found = NULL;
  guint n_narrow = 0;

  /* What no table shows is not published. */
  if (table == NULL)
    return TRUE;
  g_ptr_array_add (counts, count);
  g_ptr_array_add (cubes, cube);
  found = pakiv_attack_release (release, &attack, NULL, cancellable, error);
  if (found == NULL)
    return FALSE;
  for (guint i = 0; i < PAKIV_N_SCENARIOS; i++)
    {
      add_finding (&all->findings[i], &found->findings[i]);
      n_narrow += found->findings[i].n_narrow;
    }
  return pakiv_certificate_is_passed (found) || refuse (table, n_narrow > 0, error);
}

/* (transfer full) (element-type PakivRelease): what this log released before, as it was sent. */
static GPtrArray *
load_earlier (PakivLog *log, GError **error)
{
  g_autoptr (GPtrArray) releases
      = g_ptr_array_new_with_free_func ((GDestroyNotify)pakiv_release_free);
  g_autoptr (GArray) periods = pakiv_log_list_periods (log, error);

  for (guint i = 0; periods != NULL && i < periods->len; i++)
    {
      g_autoptr (GError) cause = NULL;
      g_autoptr (PakivStoredRelease) stored
          = pakiv_log_load_release (log, g_array_index (periods, PakivPeriod, i), &cause);
      g_autoptr (PakivPackage) package
          = stored != NULL ? pakiv_package_read (stored->package, NULL, NULL, &cause) : NULL;

      if (cause != NULL)
        return g_propagate_error (error, g_steal_pointer (&cause)), NULL;
      if (package != NULL)
        g_ptr_array_add (releases, pakiv_release_ref (package->release));
    }
  return periods != NULL ? g_steal_pointer (&releases) : NULL;
}

PakivCertificate *
pakiv_release_check_run (PakivLog *log,
                         const PakivRelease *release,
                         GPtrArray *counts,
                         GPtrArray *cubes,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (GPtrArray) earlier = load_earlier (log, error);
  g_autoptr (GArray) targets = g_array_new (FALSE, FALSE, sizeof (PakivReleaseTarget));
  g_autoptr (PakivCertificate) certificate = NULL;

  g_return_val_if_fail (counts->len == cubes->len, NULL);

  if (earlier == NULL)
    return NULL;
  pakiv_progress_begin (cancellable, _ ("Trying what others could find out…"));
  certificate = pakiv_attack_release (
      release,
      &(PakivReleaseAttack){ .scenarios = PUBLIC, .earlier = earlier->len > 0 ? earlier : NULL },
      targets, cancellable, error);
  if (certificate == NULL || !check_targets (targets, error))
    return NULL;
  for (guint i = 0; i < counts->len; i++)
    if (!attack_cube (release, counts->pdata[i], cubes->pdata[i], certificate, cancellable, error))
      return NULL;
  return g_steal_pointer (&certificate);
}

PakivCertificate *
pakiv_release_check_preview (PakivLog *log,
                             const PakivRelease *release,
                             double seconds,
                             GCancellable *cancellable,
                             GError **error)
{
  g_autoptr (GPtrArray) earlier = load_earlier (log, error);
  const PakivReleaseAttack attack
      = { .earlier = earlier != NULL && earlier->len > 0 ? earlier : NULL, .seconds = seconds };

  if (earlier == NULL)
    return NULL;
  return pakiv_release_attack_run (log, release, &attack, NULL, cancellable, error);
}
