#include "pakiv-release-maker.h"

#include "pakiv-day.h"
#include "pakiv-report-spec.h"
#include "pakiv-safe-cube.h"

#include <glib/gi18n.h>
#include <string.h>

/* The one report there is; its tables are chosen by the log's kinds. */
#define REPORT "quarterly"
#define FIRST_VERSION 1

/* Counts of one cube, then the same protected: nothing else of a log goes on. */
static PakivSafeCube *
protect_cube (PakivLog *log,
              PakivDesk *desk,
              const PakivReportSpec *report,
              const PakivCubeSpec *cube,
              PakivPeriod period,
              gint64 *total,
              GError **error)
{
  g_autoptr (PakivCounts) counts = pakiv_log_count (log, cube, period, error);
  g_autofree char *period_text = pakiv_period_to_string (period);
  g_autofree char *book = NULL;

  if (counts == NULL)
    return NULL;
  *total += pakiv_counts_get_total (counts);
  book = g_strdup_printf ("%s/%s/%s/%s", pakiv_desk_get_station_id (desk),
                          pakiv_log_id_to_string (pakiv_log_get_id (log)), period_text, cube->id);
  return pakiv_safe_cube_protect (counts, report->tables, pakiv_log_get_rounding_secret (log),
                                  book);
}

static void
add_tables (PakivRelease *release, const PakivReportSpec *report, const PakivSafeCube *cube)
{
  for (guint i = 0; i < report->tables->len; i++)
    {
      const PakivTableSpec *spec = report->tables->pdata[i];

      if (spec->cube == pakiv_safe_cube_get_spec (cube))
        g_ptr_array_add (release->tables, pakiv_table_new (cube, spec));
    }
}

/* Adds the tables of every cube whose kind is kept in this log; @total is what they count. */
static gboolean
fill_release (PakivRelease *release,
              PakivLog *log,
              PakivDesk *desk,
              const PakivReportSpec *report,
              gint64 *total,
              GError **error)
{
  for (guint i = 0; i < report->cubes->len; i++)
    {
      const PakivCubeSpec *spec = report->cubes->pdata[i];
      g_autoptr (PakivSafeCube) cube = NULL;

      if (!spec->kind->in_log[pakiv_log_get_id (log)])
        continue;
      cube = protect_cube (log, desk, report, spec, release->period, total, error);
      if (cube == NULL)
        return FALSE;
      add_tables (release, report, cube);
    }
  return TRUE;
}

static gboolean
check_is_over (PakivLog *log, PakivPeriod period, GError **error)
{
  g_autofree char *today = pakiv_clock_get_day (pakiv_log_get_clock (log));
  g_autofree char *last = pakiv_period_last_day (period);
  g_autofree char *words = pakiv_period_to_words (period);
  g_autofree char *last_words = pakiv_day_to_words (last);

  if (strcmp (today, last) > 0)
    return TRUE;
  g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED,
               /* Translators: a quarter, "January to March 2021", and its last day. */
               _ ("%s is not over yet. Its release can be made after %s."), words, last_words);
  return FALSE;
}

static PakivRelease *
make_release (PakivLog *log, PakivDesk *desk, PakivPeriod period, GError **error)
{
  g_autoptr (PakivReportSpec) report = NULL;
  g_autoptr (PakivRelease) release = NULL;
  g_autofree char *words = pakiv_period_to_words (period);
  gint64 total = 0;

  if (!check_is_over (log, period, error)
      || (report = pakiv_report_spec_load (pakiv_log_get_definitions (log), REPORT, error)) == NULL)
    return NULL;
  release = pakiv_release_new (pakiv_desk_get_station (desk), pakiv_desk_get_station_id (desk),
                               pakiv_log_get_id (log), period, FIRST_VERSION);
  release->report = g_strdup (report->id);
  release->title = g_strdup (report->title);
  release->made_on = pakiv_clock_get_day (pakiv_log_get_clock (log));
  if (!fill_release (release, log, desk, report, &total, error))
    return NULL;
  if (total > 0)
    return g_steal_pointer (&release);
  g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED,
               /* Translators: a log, "Police log", and a quarter, "January to March 2021". */
               _ ("%s: there are no records of %s, so there is nothing to release."),
               pakiv_log_id_get_label (pakiv_log_get_id (log)), words);
  return NULL;
}

/* (transfer full): the package made before; NULL without @error where there is none. */
static GBytes *
load_made (PakivLog *log, PakivPeriod period, GError **error)
{
  g_autoptr (PakivStoredRelease) stored = pakiv_log_load_release (log, period, error);

  return stored != NULL ? g_bytes_ref (stored->package) : NULL;
}

static PakivRelease *
read_made (GBytes *package, PakivLog *log, PakivDesk *desk, GError **error)
{
  const guint8 *key = pakiv_desk_get_signing_key (desk, pakiv_log_get_id (log));
  g_autoptr (PakivPackage) read = pakiv_package_read (package, key, NULL, error);

  return read != NULL ? g_steal_pointer (&read->release) : NULL;
}

PakivRelease *
pakiv_release_maker_preview (PakivLog *log, PakivDesk *desk, PakivPeriod period, GError **error)
{
  g_autoptr (GBytes) made = NULL;
  g_autoptr (GError) cause = NULL;

  g_return_val_if_fail (log != NULL && desk != NULL, NULL);

  made = load_made (log, period, &cause);
  if (cause != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return NULL;
    }
  return made != NULL ? read_made (made, log, desk, error)
                      : make_release (log, desk, period, error);
}

GBytes *
pakiv_release_maker_make (PakivLog *log, PakivDesk *desk, PakivPeriod period, GError **error)
{
  g_autoptr (GBytes) package = NULL;
  g_autoptr (PakivRelease) release = NULL;
  g_autoptr (GError) cause = NULL;

  g_return_val_if_fail (log != NULL && desk != NULL, NULL);

  package = load_made (log, period, &cause);
  if (cause != NULL)
    g_propagate_error (error, g_steal_pointer (&cause));
  else if (package == NULL && (release = make_release (log, desk, period, error)) != NULL)
    package = pakiv_package_write (release, pakiv_log_get_signing_secret (log), error);
  if (package == NULL)
    return NULL;
  if (release != NULL && !pakiv_log_store_release (log, period, FIRST_VERSION, package, error))
    return NULL;
  return g_steal_pointer (&package);
}
