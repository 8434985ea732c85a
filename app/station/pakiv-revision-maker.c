#include "pakiv-revision-maker.h"

#include "pakiv-attack-release.h"
#include "pakiv-log-revisions.h"
#include "pakiv-release-cube.h"
#include "pakiv-report-spec.h"
#include "pakiv-revision.h"

#include <glib/gi18n.h>
#include <string.h>

#define REASONS "revision-reason"

/* A revision that is being made. */
typedef struct
{
  PakivLog *log;
  PakivDesk *desk;
  PakivPeriod period;
  char *quarter; /* in words */
  const PakivCode *reason;
  PakivRelease *first;
  PakivRelease *last; /* the newest revision, or NULL */
  GBytes *last_bytes;
  PakivReportSpec *report;
  GPtrArray *changes; /* PakivChanges; as secret as counts */
  PakivRelease *release;
} Revision;

static void
clear_revision (Revision *revision)
{
  g_free (revision->quarter);
  g_clear_pointer (&revision->first, pakiv_release_free);
  g_clear_pointer (&revision->last, pakiv_release_free);
  g_clear_pointer (&revision->last_bytes, g_bytes_unref);
  g_clear_pointer (&revision->report, pakiv_report_spec_free);
  g_clear_pointer (&revision->changes, g_ptr_array_unref);
  g_clear_pointer (&revision->release, pakiv_release_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Revision, clear_revision)

static gboolean G_GNUC_PRINTF (2, 3) refuse (GError **error, const char *format, ...)
{
  va_list arguments;
  g_autofree char *message = NULL;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error_literal (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED, message);
  return FALSE;
}

static gboolean
find_reason (Revision *revision, const char *reason, GError **error)
{
  const PakivCodelist *list
      = pakiv_definitions_find_codelist (pakiv_log_get_definitions (revision->log), REASONS);
  g_autoptr (GString) all = g_string_new (NULL);

  if (list == NULL)
    return refuse (error, _ ("The list of reasons for a revision (“%s”) is missing."), REASONS);
  revision->reason = pakiv_codelist_find (list, reason);
  for (guint i = 0; i < list->codes->len; i++)
    {
      const PakivCode *code = list->codes->pdata[i];

      g_string_append_printf (all, "%s%s (%s)", all->len > 0 ? "; " : "", code->code,
                              pakiv_code_get_label (code));
    }
  return revision->reason != NULL
         || refuse (error,
                    /* Translators: what was typed, and all codes with their words. */
                    _ ("“%s” is no reason for a revision. The reasons are: %s."), reason, all->str);
}

/* (transfer full): what @stored, which it takes over, carries. NULL without @error where that is
 * NULL. */
static PakivRelease *
read_stored (const Revision *revision, PakivStoredRelease *stored, GBytes **bytes, GError **error)
{
  const guint8 *key = pakiv_desk_get_signing_key (revision->desk, pakiv_log_get_id (revision->log));
  g_autoptr (PakivStoredRelease) own = stored;
  g_autoptr (PakivPackage) package = NULL;

  if (own == NULL)
    return NULL;
  package = pakiv_package_read (own->package, key, NULL, error);
  if (package != NULL && bytes != NULL)
    *bytes = g_bytes_ref (own->package);
  return package != NULL ? g_steal_pointer (&package->release) : NULL;
}

static gboolean
load_released (Revision *revision, GError **error)
{
  g_autoptr (GError) cause = NULL;

  revision->first = read_stored (
      revision, pakiv_log_load_release (revision->log, revision->period, &cause), NULL, &cause);
  if (cause == NULL)
    revision->last
        = read_stored (revision, pakiv_log_load_revision (revision->log, revision->period, &cause),
                       &revision->last_bytes, &cause);
  if (cause != NULL)
    return g_propagate_error (error, g_steal_pointer (&cause)), FALSE;
  if (revision->first != NULL)
    return TRUE;
  return pakiv_log_check_over (revision->log, revision->period, error)
         && refuse (error,
                    /* Translators: a log, "Police log", and a quarter, "January to March 2021". */
                    _ ("%s: %s has not been released yet, so there is nothing to revise. What is "
                       "corrected now is in its first release."),
                    pakiv_log_id_get_label (pakiv_log_get_id (revision->log)), revision->quarter);
}

/* Nothing was corrected since: the newest revision says it all. */
static gboolean
check_corrected (const Revision *revision, guint n_corrected, GError **error)
{
  if (n_corrected > 0)
    return TRUE;
  if (revision->last == NULL)
    return refuse (error,
                   /* Translators: a log, and a quarter, "January to March 2021". */
                   _ ("%s: nothing that counts has been corrected in the records of %s since it "
                      "was released, so there is nothing to revise."),
                   pakiv_log_id_get_label (pakiv_log_get_id (revision->log)), revision->quarter);
  return g_strcmp0 (revision->last->reason, revision->reason->code) == 0
         || refuse (error,
                    /* Translators: a number, a reason, and a quarter, "January to March 2021". */
                    _ ("Nothing that counts has been corrected since version %d, which was made "
                       "for another reason (%s). It stays the revision of %s."),
                    revision->last->version, revision->last->reason, revision->quarter);
}

/* --- Making --- */

static gboolean
has_changed (const PakivChanges *changes)
{
  for (guint i = 0; i < changes->cells->len; i++)
    if (g_array_index (changes->cells, PakivChange, i).now != 0)
      return TRUE;
  return FALSE;
}

/* A cube that the first release did not have is none of its revision's. */
static gboolean
add_changes (Revision *revision, const PakivCubeSpec *spec, gboolean *unknown, GError **error)
{
  g_autoptr (PakivChanges) changes
      = pakiv_log_count_changes (revision->log, spec, revision->period, error);

  if (changes == NULL)
    return FALSE;
  if (changes->known)
    g_ptr_array_add (revision->changes, g_steal_pointer (&changes));
  else
    *unknown |= has_changed (changes);
  return TRUE;
}

static gboolean
count_changes (Revision *revision, GCancellable *cancellable, GError **error)
{
  gboolean unknown = FALSE;

  revision->changes = g_ptr_array_new_with_free_func ((GDestroyNotify)pakiv_changes_free);
  for (guint i = 0; i < revision->report->cubes->len; i++)
    {
      const PakivCubeSpec *spec = revision->report->cubes->pdata[i];

      if (spec->corrections || !spec->kind->in_log[pakiv_log_get_id (revision->log)])
        continue;
      if (g_cancellable_set_error_if_cancelled (cancellable, error)
          || !add_changes (revision, spec, &unknown, error))
        return FALSE;
    }
  return !(unknown && revision->changes->len == 0)
         || refuse (error,
                    /* Translators: a quarter, "January to March 2021". */
                    _ ("%s was released by an older Pakiv, which did not keep what a revision "
                       "needs, so it can’t be revised."),
                    revision->quarter);
}

static void
new_release (Revision *revision)
{
  const PakivRelease *before = revision->last != NULL ? revision->last : revision->first;

  revision->release = pakiv_release_new (
      pakiv_desk_get_station (revision->desk), pakiv_desk_get_station_id (revision->desk),
      pakiv_log_get_id (revision->log), revision->period, before->version + 1);
  revision->release->report = g_strdup (revision->first->report);
  revision->release->title = g_strdup (revision->first->title);
  revision->release->made_on = pakiv_clock_get_day (pakiv_log_get_clock (revision->log));
  pakiv_release_set_revision (revision->release, revision->reason->code, revision->reason->label);
}

static gboolean
protect (Revision *revision, GError **error)
{
  for (guint i = 0; i < revision->changes->len; i++)
    {
      PakivChanges *changes = revision->changes->pdata[i];
      g_autofree char *book = pakiv_release_cube_name_book (
          revision->log, revision->first->station_id, revision->period, changes->spec);

      pakiv_safe_change_protect (changes, revision->report->tables,
                                 pakiv_log_get_rounding_secret (revision->log), book);
      if (!pakiv_revision_add_tables (revision->release, revision->report, changes, revision->first,
                                      revision->last, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_shown (const Revision *revision, GError **error)
{
  if (pakiv_revision_differs (revision->release, revision->last))
    return TRUE;
  if (revision->last == NULL)
    return refuse (error,
                   /* Translators: a quarter, "January to March 2021". */
                   _ ("So little was corrected in %s that every figure of a revision would be 0: "
                      "showing more would say something of single people. None was made. What is "
                      "corrected later is added to it."),
                   revision->quarter);
  return refuse (error,
                 /* Translators: a number, and a quarter, "January to March 2021". */
                 _ ("So little was corrected since version %d of %s that a further revision would "
                    "have the same figures: showing more would say something of single people. "
                    "None was made. What is corrected later is added to it."),
                 revision->last->version, revision->quarter);
}

/* (transfer full): as an outsider who has this revision alone, and as one who has the first release
 * too. */
static PakivCertificate *
attack (const Revision *revision, GCancellable *cancellable, GError **error)
{
  const PakivReleaseAttack outsider = { .scenarios = 1u << PAKIV_SCENARIO_OUTSIDER };
  g_autoptr (GPtrArray) conflicts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (PakivCertificate) certificate
      = pakiv_attack_release (revision->release, &outsider, NULL, cancellable, error);

  if (certificate == NULL)
    return NULL;
  pakiv_revision_attack (revision->release, revision->first,
                         &certificate->findings[PAKIV_SCENARIO_EARLIER], conflicts);
  if (conflicts->len == 0 && pakiv_certificate_is_passed (certificate))
    return g_steal_pointer (&certificate);
  refuse (error, _ ("The revision was not signed. %s"),
          conflicts->len > 0 ? (const char *)conflicts->pdata[0]
                             : _ ("From its figures a small count could be found out."));
  return NULL;
}

static GBytes *
sign (const Revision *revision, GCancellable *cancellable, GError **error)
{
  g_autoptr (PakivCertificate) certificate = attack (revision, cancellable, error);
  g_autoptr (GBytes) package = NULL;

  if (certificate == NULL)
    return NULL;
  package = pakiv_package_write_with_certificate (
      revision->release, certificate, pakiv_log_get_signing_secret (revision->log), error);
  /* The log refuses where records were changed since they were counted. */
  if (package == NULL
      || !pakiv_log_store_revision (revision->log, revision->period, revision->release->version,
                                    package, revision->changes, error))
    return NULL;
  return g_steal_pointer (&package);
}

static GBytes *
make (Revision *revision, GCancellable *cancellable, GError **error)
{
  revision->report = pakiv_report_spec_load (pakiv_log_get_definitions (revision->log),
                                             revision->first->report, error);
  if (revision->report == NULL || !count_changes (revision, cancellable, error))
    return NULL;
  new_release (revision);
  return protect (revision, error) && check_shown (revision, error)
             ? sign (revision, cancellable, error)
             : NULL;
}

GBytes *
pakiv_revision_maker_make (PakivLog *log,
                           PakivDesk *desk,
                           PakivPeriod period,
                           const char *reason,
                           GCancellable *cancellable,
                           GError **error)
{
  g_auto (Revision) revision = { .log = log, .desk = desk, .period = period };
  guint n_corrected;

  g_return_val_if_fail (log != NULL && desk != NULL && reason != NULL, NULL);

  revision.quarter = pakiv_period_to_words (period);
  if (!find_reason (&revision, reason, error) || !load_released (&revision, error)
      || !pakiv_log_count_corrected (log, period, &n_corrected, error)
      || !check_corrected (&revision, n_corrected, error))
    return NULL;
  return n_corrected > 0 ? make (&revision, cancellable, error)
                         : g_steal_pointer (&revision.last_bytes);
}

gboolean
pakiv_revision_maker_note_passed_on (PakivLog *log,
                                     GBytes *package,
                                     const char *recipient,
                                     GError **error)
{
  g_autoptr (PakivPackage) read = pakiv_package_read (package, NULL, NULL, error);
  g_autofree char *book = NULL;
  g_autofree char *detail = NULL;

  if (read == NULL)
    return FALSE;
  g_return_val_if_fail (pakiv_release_is_revision (read->release), FALSE);
  book = pakiv_period_to_string (read->release->period);
  detail = g_strdup_printf ("%s %s %s", PAKIV_DETAIL_REVISION, book, read->release->reason);
  return pakiv_log_trace (log, PAKIV_ACT_DISCLOSE, NULL, NULL, recipient, detail, error);
}
