#include "pakiv-release-maker.h"

#include "pakiv-progress.h"
#include "pakiv-release-check.h"
#include "pakiv-release-cube.h"
#include "pakiv-report-spec.h"

#include <glib/gi18n.h>
#include <string.h>

#define FIRST_VERSION 1

/* A release and the true counts it was made of, which stay here. */
typedef struct
{
  PakivReportSpec *report;
  GPtrArray *counts; /* PakivCounts, one for each cube whose kind this log keeps */
  GPtrArray *cubes;  /* PakivSafeCube, one for each of them */
  PakivRelease *release;
  GHashTable *deviations; /* how far its figures are off; as secret as the counts */
} Draft;

static void
free_draft (Draft *draft)
{
  if (draft == NULL)
    return;
  g_clear_pointer (&draft->release, pakiv_release_free);
  g_clear_pointer (&draft->cubes, g_ptr_array_unref);
  g_clear_pointer (&draft->counts, g_ptr_array_unref);
  g_clear_pointer (&draft->deviations, g_hash_table_unref);
  g_clear_pointer (&draft->report, pakiv_report_spec_free);
  g_free (draft);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Draft, free_draft)

/* The steps of a draft, as its log has cubes; and those of signing it, which follow. */
static void
expect_steps (PakivLog *log,
              const PakivReportSpec *report,
              gboolean sign,
              GCancellable *cancellable)
{
  guint n = pakiv_report_spec_count_cubes (report, pakiv_log_get_id (log));

  /* Counted and protected; tried from outside at once and by cubes, and signed. */
  pakiv_progress_expect (cancellable, sign ? 3 * n + 2 : 2 * n);
}

/* (transfer full) */
static GPtrArray *
count_cubes (PakivLog *log,
             const PakivReportSpec *report,
             PakivPeriod period,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify)pakiv_counts_free);

  for (guint i = 0; i < report->cubes->len; i++)
    {
      const PakivCubeSpec *spec = report->cubes->pdata[i];
      PakivCounts *counts;

      if (!spec->kind->in_log[pakiv_log_get_id (log)])
        continue;
      pakiv_progress_begin (cancellable, _ ("Counting the records…"));
      counts = pakiv_log_count_cancellable (log, spec, period, cancellable, error);
      if (counts == NULL)
        return NULL;
      g_ptr_array_add (all, counts);
    }
  return g_steal_pointer (&all);
}

static gint64
add_up (GPtrArray *all)
{
  gint64 total = 0;

  for (guint i = 0; i < all->len; i++)
    total += pakiv_counts_get_total (all->pdata[i]);
  return total;
}

/* Protects the counts of one cube and lays them out; nothing else of a log goes on. */
static gboolean
add_tables (Draft *draft, PakivLog *log, const PakivCounts *counts, GError **error)
{
  g_autoptr (PakivSafeCube) cube = pakiv_release_cube_protect (
      log, draft->release->station_id, draft->report, counts, draft->deviations, error);
  GPtrArray *tables;

  if (cube == NULL)
    return FALSE;
  tables = pakiv_release_cube_make_tables (draft->report, cube, draft->release->findings);
  g_ptr_array_extend_and_steal (draft->release->tables, tables);
  g_ptr_array_add (draft->cubes, g_steal_pointer (&cube));
  return TRUE;
}

static void
set_empty_error (GError **error, PakivLog *log, PakivPeriod period)
{
  g_autofree char *words = pakiv_period_to_words (period);

  g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED,
               /* Translators: a log, "Police log", and a quarter, "January to March 2021". */
               _ ("%s: there are no records of %s, so there is nothing to release."),
               pakiv_log_id_get_label (pakiv_log_get_id (log)), words);
}

static PakivRelease *
new_release (PakivLog *log, PakivDesk *desk, const PakivReportSpec *report, PakivPeriod period)
{
  PakivRelease *release
      = pakiv_release_new (pakiv_desk_get_station (desk), pakiv_desk_get_station_id (desk),
                           pakiv_log_get_id (log), period, FIRST_VERSION);

  release->report = g_strdup (report->id);
  release->title = g_strdup (report->title);
  release->made_on = pakiv_clock_get_day (pakiv_log_get_clock (log));
  return release;
}

static Draft *
make_draft (PakivLog *log,
            PakivDesk *desk,
            PakivPeriod period,
            gboolean sign,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (Draft) draft = g_new0 (Draft, 1);

  if (!pakiv_log_check_over (log, period, error))
    return NULL;
  draft->report
      = pakiv_report_spec_load (pakiv_log_get_definitions (log), PAKIV_REPORT_QUARTERLY, error);
  if (draft->report == NULL)
    return NULL;
  expect_steps (log, draft->report, sign, cancellable);
  if ((draft->counts = count_cubes (log, draft->report, period, cancellable, error)) == NULL)
    return NULL;
  if (add_up (draft->counts) == 0)
    {
      set_empty_error (error, log, period);
      return NULL;
    }
  draft->release = new_release (log, desk, draft->report, period);
  draft->cubes = g_ptr_array_new_with_free_func ((GDestroyNotify)pakiv_safe_cube_free);
  draft->deviations = pakiv_release_cube_new_deviations ();
  for (guint i = 0; i < draft->counts->len; i++)
    {
      pakiv_progress_begin (cancellable, _ ("Protecting small numbers…"));
      if (g_cancellable_set_error_if_cancelled (cancellable, error)
          || !add_tables (draft, log, draft->counts->pdata[i], error))
        return NULL;
    }
  return g_steal_pointer (&draft);
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
pakiv_release_maker_preview (
    PakivLog *log, PakivDesk *desk, PakivPeriod period, GCancellable *cancellable, GError **error)
{
  g_autoptr (GBytes) made = NULL;
  g_autoptr (Draft) draft = NULL;
  g_autoptr (GError) cause = NULL;

  g_return_val_if_fail (log != NULL && desk != NULL, NULL);

  made = load_made (log, period, &cause);
  if (made != NULL)
    return read_made (made, log, desk, error);
  if (cause != NULL)
    g_propagate_error (error, g_steal_pointer (&cause));
  else
    draft = make_draft (log, desk, period, FALSE, cancellable, error);
  return draft != NULL ? g_steal_pointer (&draft->release) : NULL;
}

static gboolean
check_shown (const PakivRelease *release, const PakivRelease *shown, GError **error)
{
  if (shown == NULL || pakiv_release_has_same_figures (release, shown))
    return TRUE;
  g_set_error_literal (
      error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED,
      _ ("The figures of this quarter are no longer those that were shown: records "
         "have come or changed since. Look at it again, then sign it."));
  return FALSE;
}

/* (transfer full) (element-type PakivChanges): what was released, for revisions. How many records
 * were corrected is itself about other quarters and is never revised. */
static GPtrArray *
list_cells (const Draft *draft)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify)pakiv_changes_free);

  for (guint i = 0; i < draft->cubes->len; i++)
    if (!pakiv_safe_cube_get_spec (draft->cubes->pdata[i])->corrections)
      g_ptr_array_add (all, pakiv_release_cube_list_cells (draft->cubes->pdata[i]));
  return all;
}

static GBytes *
make_package (PakivLog *log,
              PakivDesk *desk,
              PakivPeriod period,
              const PakivRelease *shown,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (Draft) draft = make_draft (log, desk, period, TRUE, cancellable, error);
  g_autoptr (PakivCertificate) certificate = NULL;
  g_autoptr (GPtrArray) cells = NULL;
  g_autoptr (GBytes) package = NULL;

  if (draft == NULL || !check_shown (draft->release, shown, error)
      || (certificate = pakiv_release_check_run (log, draft->release, draft->counts, draft->cubes,
                                                 cancellable, error))
             == NULL)
    return NULL;
  pakiv_progress_begin (cancellable, _ ("Signing…"));
  cells = list_cells (draft);
  package = pakiv_package_write_with_certificate (draft->release, certificate,
                                                  pakiv_log_get_signing_secret (log), error);
  /* The log refuses where records were changed since they were counted above. */
  if (package == NULL
      || !pakiv_log_store_release_with_deviations (log, period, FIRST_VERSION, package,
                                                   draft->deviations, cells, error))
    return NULL;
  return g_steal_pointer (&package);
}

GBytes *
pakiv_release_maker_make (PakivLog *log,
                          PakivDesk *desk,
                          PakivPeriod period,
                          const PakivRelease *shown,
                          GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (GBytes) made = NULL;
  g_autoptr (PakivRelease) read = NULL;
  g_autoptr (GError) cause = NULL;

  g_return_val_if_fail (log != NULL && desk != NULL, NULL);

  made = load_made (log, period, &cause);
  if (cause != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return NULL;
    }
  if (made == NULL)
    return make_package (log, desk, period, shown, cancellable, error);
  if (shown != NULL
      && ((read = read_made (made, log, desk, error)) == NULL || !check_shown (read, shown, error)))
    return NULL;
  return g_steal_pointer (&made);
}

gboolean
pakiv_release_maker_note_passed_on (PakivLog *log,
                                    PakivPeriod period,
                                    const char *recipient,
                                    GError **error)
{
  g_autofree char *book = pakiv_period_to_string (period);
  g_autofree char *detail = g_strdup_printf ("%s %s", PAKIV_DETAIL_RELEASE, book);

  return pakiv_log_trace (log, PAKIV_ACT_DISCLOSE, NULL, NULL, recipient, detail, error);
}
