#include "pakiv-release-attack.h"

#include "pakiv-error.h"
#include "pakiv-progress.h"
#include "pakiv-release-cube.h"
#include "pakiv-report-spec.h"

#include <glib/gi18n.h>
#include <string.h>

static const PakivTable *
find_table (const PakivRelease *release, const char *id)
{
  for (guint t = 0; t < release->tables->len; t++)
    if (strcmp (((const PakivTable *)release->tables->pdata[t])->id, id) == 0)
      return release->tables->pdata[t];
  return NULL;
}

static gboolean
check_tables (const PakivRelease *release,
              const PakivReportSpec *report,
              const PakivSafeCube *cube,
              GError **error)
{
  g_autoptr (GPtrArray) tables = pakiv_release_cube_make_tables (report, cube, NULL);

  for (guint t = 0; t < tables->len; t++)
    {
      const PakivTable *made = tables->pdata[t];
      const PakivTable *sent = find_table (release, made->id);

      if (sent != NULL && sent->n_values == made->n_values
          && memcmp (sent->values, made->values, made->n_values * sizeof (gint64)) == 0)
        continue;
      g_set_error_literal (error, PAKIV_ERROR, PAKIV_ERROR_INVALID,
                           _ ("This log no longer gives the figures of this release: it is of "
                              "another log, or records of its quarter were changed since."));
      return FALSE;
    }
  return TRUE;
}

static gboolean
count_and_protect (PakivLog *log,
                   const PakivRelease *release,
                   const PakivReportSpec *report,
                   PakivReleaseAttack *attack,
                   GCancellable *cancellable,
                   GError **error)
{
  for (guint i = 0; i < report->cubes->len; i++)
    {
      const PakivCubeSpec *spec = report->cubes->pdata[i];
      PakivCounts *counts;
      PakivSafeCube *cube;

      if (!spec->kind->in_log[pakiv_log_get_id (log)])
        continue;
      pakiv_progress_begin (cancellable, _ ("Counting the records…"));
      counts = pakiv_log_count_cancellable (log, spec, release->period, cancellable, error);
      if (counts == NULL)
        return FALSE;
      g_ptr_array_add (attack->counts, counts);
      pakiv_progress_begin (cancellable, _ ("Protecting small numbers…"));
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      cube = pakiv_release_cube_protect (log, release->station_id, report, counts, NULL, error);
      if (cube == NULL)
        return FALSE;
      g_ptr_array_add (attack->cubes, cube);
      if (!check_tables (release, report, cube, error))
        return FALSE;
    }
  return TRUE;
}

PakivCertificate *
pakiv_release_attack_run (PakivLog *log,
                          const PakivRelease *release,
                          const PakivReleaseAttack *attack,
                          GArray *targets,
                          GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (PakivReportSpec) report
      = pakiv_report_spec_load (pakiv_log_get_definitions (log), release->report, error);
  g_autoptr (GPtrArray) counts = g_ptr_array_new_with_free_func ((GDestroyNotify)pakiv_counts_free);
  g_autoptr (GPtrArray) cubes
      = g_ptr_array_new_with_free_func ((GDestroyNotify)pakiv_safe_cube_free);
  PakivReleaseAttack own = *attack;

  if (pakiv_release_is_revision (release))
    {
      g_set_error_literal (error, PAKIV_ERROR, PAKIV_ERROR_INVALID,
                           _ ("This is a revision: its figures are changes, which can’t be counted "
                              "again once it was made."));
      return NULL;
    }
  own.counts = counts;
  own.cubes = cubes;
  if (report == NULL)
    return NULL;
  /* Counted, protected and tried. */
  pakiv_progress_expect (cancellable,
                         3 * pakiv_report_spec_count_cubes (report, pakiv_log_get_id (log)));
  if (!count_and_protect (log, release, report, &own, cancellable, error))
    return NULL;
  return pakiv_attack_release (release, &own, targets, cancellable, error);
}
