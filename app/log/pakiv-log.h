/* One open log: an SQLCipher file of records of the kinds that belong in it. All calls block; all
 * are safe from any thread, one at a time (the connection has a lock). Every write is one
 * transaction. */
#pragma once

#include "pakiv-act.h"
#include "pakiv-clock.h"
#include "pakiv-counts.h"
#include "pakiv-log-error.h"
#include "pakiv-rules.h"
#include "pakiv-tracer.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _PakivLog PakivLog;

/* Opens the log at @path with the raw 32-byte @key. Tables follow the definitions: a field that has
 * no column yet gets one. @member writes; @role says which accounts of a meeting they may write. */
PakivLog *pakiv_log_open (const char *path,
                          const guint8 *key,
                          PakivLogId id,
                          PakivDefinitions *definitions,
                          PakivClock *clock,
                          const char *member,
                          PakivRole role,
                          GError **error);
PakivLog *pakiv_log_ref (PakivLog *log);
void pakiv_log_unref (PakivLog *log); /* the last one closes the file */

PakivLogId pakiv_log_get_id (PakivLog *log);
PakivDefinitions *pakiv_log_get_definitions (PakivLog *log);
PakivClock *pakiv_log_get_clock (PakivLog *log);
PakivRole pakiv_log_get_role (PakivLog *log);

/* The trace (see pakiv-tracer.h, pakiv-trace.h). A log that a session opened has a tracer; one
 * opened by its path alone has none, and the calls here then do nothing and give TRUE.
 *
 * Setting it also brings the plain file up to the table. @tracer: a reference is taken. */
gboolean pakiv_log_set_tracer (PakivLog *log, PakivTracer *tracer, GError **error);

/* Adds one entry, in the transaction that is under way, else in one of its own. Where it fails, the
 * act must not happen: inside a transaction, roll back. @kind, @record, @recipient and @detail may
 * be NULL; @detail is of the PAKIV_DETAIL_… words and never content. Recipient and detail are cut
 * where they are longer than about 80 letters. */
gboolean pakiv_log_trace (PakivLog *log,
                          PakivAct act,
                          const PakivKind *kind,
                          const char *record,
                          const char *recipient,
                          const char *detail,
                          GError **error);

/* A record is shown to the member, whatever it was read with: for a form that opens one. Looking at
 * the same record again within a minute, with nothing else between, is one look.
 *
 * Traced by themselves: save, delete, restore, import (an entry a file), find and read_one. A find
 * is entered before its result is given; repeated finds of the same sort (list or search, kind)
 * within ten seconds are one more entry with the last count, made with the next entry, the next
 * find or when the log is closed. What reads for a screen should therefore use pakiv_log_read()
 * for rows of a list, and pakiv_log_read_one() for a record that somebody opens. Left to the
 * caller: DISCLOSE (a file, a council) and COMBINE. */
gboolean pakiv_log_consult (PakivLog *log, const PakivKind *kind, const char *id, GError **error);

/* Records. Save checks the rules (typed), normalises, gives a new record its id, book and erase
 * day, in one transaction; @record is changed to what was stored. Where @record is what was typed
 * as a draft (from_draft), that draft is forgotten: another way of adding leaves what is being
 * typed.
 *
 * A record of a closed book can be changed too: accounts, actions and referrals go on after the
 * report. It keeps its book (and "late") whatever its day becomes, so it is never counted again;
 * what was published does not change, since releases are kept as bytes.
 *
 * Fields have a writing side: a member changes those of their own side and of both. When a text of
 * one side changes, the codes that the other side chose are taken back (not stated), for they were
 * about the words before. A record in which the other side wrote can't be deleted. */
gboolean pakiv_log_save (PakivLog *log, PakivRecord *record, GError **error);
gboolean pakiv_log_delete (PakivLog *log, const PakivKind *kind, const char *id, GError **error);

/* Puts a just deleted record back exactly as it was (undo); where its book was closed meanwhile, it
 * comes late. */
gboolean pakiv_log_restore (PakivLog *log, const PakivRecord *record, GError **error);

/* The list: row numbers once (newest day first), then records by number, a page at a time.
 * @search: words that must all be there, each as a beginning; NULL or "" finds all.
 * (transfer full): GArray of gint64. Records come with all values and rows. */
GArray *pakiv_log_find (PakivLog *log, const PakivKind *kind, const char *search, GError **error);
GPtrArray *pakiv_log_read (
    PakivLog *log, const PakivKind *kind, const gint64 *numbers, guint n, GError **error);
PakivRecord *
pakiv_log_read_one (PakivLog *log, const PakivKind *kind, gint64 number, GError **error);

/* How many records there are, which is no look at any of them. */
gboolean pakiv_log_count_records (PakivLog *log, const PakivKind *kind, guint64 *n, GError **error);

/* Drafts: what is being typed, kept inside the log; one for each record, and one new for each kind.
 * A draft with no id is the kind's new one. What is loaded has from_draft set; whoever goes on
 * typing sets it on what they save. Deleting a record forgets all members' drafts of it. Load gives
 * NULL without @error where there is none. */
gboolean pakiv_log_save_draft (PakivLog *log, const PakivRecord *record, GError **error);
PakivRecord *
pakiv_log_load_draft (PakivLog *log, const PakivKind *kind, const char *id, GError **error);
gboolean
pakiv_log_discard_draft (PakivLog *log, const PakivKind *kind, const char *id, GError **error);

/* Import: one transaction over all files; on failure or cancel the log is as it was. */
typedef struct
{
  guint64 read;
  guint64 added;
  guint64 already;
  guint64 rejected;
} PakivImportResult;

typedef struct _PakivImportMap PakivImportMap;
typedef void (*PakivImportProgress) (const char *file,
                                     double fraction,
                                     const PakivImportResult *so_far,
                                     gpointer data);

/* Rejected rows go to FILE.rejects.csv beside each file (line, reason, then the row as it was),
 * for what becomes of an earlier one see pakiv-rejects.h. @progress may be NULL; it is called a few
 * times a second at most. */
gboolean pakiv_log_import (PakivLog *log,
                           PakivImportMap *map,
                           const char *const *files,
                           PakivImportProgress progress,
                           gpointer data,
                           GCancellable *cancellable,
                           PakivImportResult *result,
                           GError **error);

/* Counting and books. A record counts in the quarter of its day while that is open, else in the
 * first open quarter after it, marked late. Where something countable is changed in a record of a
 * closed book, that is a correction of the first open book after it: a cube of corrections counts
 * those records, each once a book, as they are now. */
PakivCounts *
pakiv_log_count (PakivLog *log, const PakivCubeSpec *spec, PakivPeriod period, GError **error);

/* The same; a cancel ends it between a few records.
 *
 * Where nothing was changed since the last count of the same cube and quarter, the records are not
 * read again: a million are counted in a few milliseconds. */
PakivCounts *pakiv_log_count_cancellable (PakivLog *log,
                                          const PakivCubeSpec *spec,
                                          PakivPeriod period,
                                          GCancellable *cancellable,
                                          GError **error);

/* Reads every quarter, newest first, as a count of each of @specs (PakivCubeSpec; those of kinds
 * that are not in this log are passed over) would, so that counts are quick then. For a thread
 * after unlocking: it is no look at any record, keeps others from the log for some milliseconds at
 * a time and ends, with TRUE, once a record is changed: what was not read is read when it is
 * counted. */
gboolean
pakiv_log_count_ahead (PakivLog *log, GPtrArray *specs, GCancellable *cancellable, GError **error);

/* FALSE and @error, which names the quarter's last day, while the quarter still goes on. */
gboolean pakiv_log_check_over (PakivLog *log, PakivPeriod period, GError **error);

/* (transfer full) (element-type PakivPeriod in a GArray): quarters that have records, newest first.
 */
GArray *pakiv_log_list_periods (PakivLog *log, GError **error);

/* What is in the book of a quarter. True numbers: they stay at the desk. */
typedef struct
{
  PakivPeriod period;
  gboolean closed;
  guint64 n_records;     /* of all kinds; what was erased since is not among them */
  guint64 n_late;        /* of these, from earlier quarters */
  guint64 n_corrections; /* records of earlier books that were corrected and stand in this one */
} PakivBookNumbers;

gboolean pakiv_log_get_book_numbers (PakivLog *log,
                                     PakivPeriod period,
                                     PakivBookNumbers *numbers,
                                     GError **error);

/* Releases: the exact bytes that were made are kept, and making one closes its book, in one
 * transaction. Refused where the book is closed already, where it was not counted through this
 * PakivLog, and where records were changed since. */
typedef struct
{
  char *period; /* "2021-Q1" */
  int version;
  char *made_at; /* UTC moment */
  char *made_by;
  GBytes *package;
} PakivStoredRelease;

gboolean pakiv_log_store_release (
    PakivLog *log, PakivPeriod period, int version, GBytes *package, GError **error);

/* The same, and keeps what later releases need, each or NULL.
 * @deviations: how far the release's figures are off: "CUBE/FIGURE" → gint64*, published less true;
 * they stay in the log until the first release of a later year.
 * @cells: PakivChanges, one for each cube, whose cells say what was released; without them the
 * quarter can't be revised (pakiv-log-revisions.h). */
gboolean pakiv_log_store_release_with_deviations (PakivLog *log,
                                                  PakivPeriod period,
                                                  int version,
                                                  GBytes *package,
                                                  GHashTable *deviations,
                                                  GPtrArray *cells,
                                                  GError **error);

/* (transfer full): the sums of what was kept of the earlier quarters of the year of @period. */
GHashTable *pakiv_log_load_deviations (PakivLog *log, PakivPeriod period, GError **error);
/* The first release of a quarter, which stands whatever is revised later; NULL without @error where
 * none was made. */
PakivStoredRelease *pakiv_log_load_release (PakivLog *log, PakivPeriod period, GError **error);
void pakiv_stored_release_free (PakivStoredRelease *release);

/* Secrets that never leave the log but through these: 64-byte Ed25519 secret key, 32-byte rounding
 * secret. */
const guint8 *pakiv_log_get_signing_secret (PakivLog *log);
const guint8 *pakiv_log_get_rounding_secret (PakivLog *log);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivLog, pakiv_log_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivStoredRelease, pakiv_stored_release_free)

G_END_DECLS
