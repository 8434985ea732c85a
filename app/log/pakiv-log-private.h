/* What the files of PakivLog share. */
#pragma once

#include "pakiv-log.h"
#include "pakiv-record-table.h"
#include "pakiv-schema.h"

G_BEGIN_DECLS

/* Looks at lists of one sort: the last of them waits for the next entry. */
typedef struct
{
  const PakivKind *kind;
  guint64 found;
  gint64 at; /* of the last look that was entered, monotonic */
  gboolean waiting;
  gboolean given; /* to the transaction that is under way */
} PakivListLook;

/* All zero where there is no tracer. */
typedef struct
{
  PakivTracer *tracer;
  PakivListLook lists[2];  /* whole lists; searches */
  char record[37];         /* the one last looked at, or "" */
  gint64 record_at;        /* monotonic */
  char book[16];           /* last counted, or "" */
  gint64 book_at;          /* monotonic */
  const char *file_detail; /* what is to be told of the plain file, or NULL */
  gboolean file_given;     /* to the transaction that is under way */
  gboolean file_failed;
  gboolean written; /* the transaction that is under way has entries */
} PakivLogTrace;

struct _PakivLog
{
  GRecMutex lock; /* over everything below, and the connection */
  PakivSql *sql;
  PakivLogId id;
  PakivDefinitions *definitions;
  PakivClock *clock;
  char *member;
  PakivRole role;
  GHashTable *tables;  /* PakivKind → PakivRecordTable, of the kinds in this log */
  GHashTable *deleted; /* id → Deleted: what was deleted through this object, for undo */
  GPtrArray *cubes;    /* PakivCubeSpec, or NULL before they were first needed */
  GHashTable *counted; /* "QUARTER/CUBE" → gint64*, the revision that was counted */
  GHashTable *packed;  /* book and cube → PakivPackedBook, of some revision */
  PakivSecret *signing;
  PakivSecret *rounding;
  PakivSecret *importing;
  PakivLogTrace trace;
};

typedef struct
{
  PakivRecord *record;
  gint64 number;
  PakivRecord *original; /* of a closed book: what it counted for; else NULL */
} PakivDeleted;

/* Statements are let go of before the lock is: declare them after it. */
#define PAKIV_LOG_LOCK(log) \
  g_autoptr (GRecMutexLocker) log_locker G_GNUC_UNUSED = g_rec_mutex_locker_new (&(log)->lock)

/* NULL and REFUSED where @kind does not belong in this log. */
PakivRecordTable *pakiv_log_get_table (PakivLog *log, const PakivKind *kind, GError **error);

/* Gives a record the book where it counts, and whether it comes late. @closed: the set of closed
 * quarters, as pakiv_log_load_closed gives it. */
GHashTable *pakiv_log_load_closed (PakivLog *log, GError **error);
void pakiv_log_assign_book (PakivRecord *record, GHashTable *closed);

/* Where @stored is of a closed book and @record differs from it in what is counted: the first open
 * book after it tells of one correction more, and what was counted is kept for a revision. Within
 * the transaction that saves. */
gboolean pakiv_log_note_correction (PakivLog *log,
                                    const PakivRecord *stored,
                                    const PakivRecord *record,
                                    GError **error);

/* Whether both count for the same. */
gboolean pakiv_log_counts_the_same (const PakivRecord *stored, const PakivRecord *record);

/* What @stored counts for, kept where nothing of it is kept yet: it is of a closed book and is
 * about to be changed. */
gboolean pakiv_log_keep_original (PakivLog *log, const PakivRecord *stored, GError **error);

/* A record of a closed book is deleted by hand: what it counted for is taken out of the base cells,
 * and nothing of it stays but (transfer full) @original, in memory, for the second, which undoes
 * it. */
gboolean pakiv_log_take_out_original (PakivLog *log,
                                      const PakivRecord *stored,
                                      PakivRecord **original,
                                      GError **error);
gboolean pakiv_log_put_back_original (PakivLog *log,
                                      const PakivRecord *restored,
                                      const PakivRecord *original,
                                      GError **error);

/* The records of @kind that were deleted by hand and are there again, out of a backup: their cells
 * are put back. To be called while their tombstones still stand. */
gboolean pakiv_log_put_back_erased (PakivLog *log, const PakivKind *kind, GError **error);

/* The record's time is over: nothing of it stays. */
gboolean
pakiv_log_forget_original (PakivLog *log, const PakivKind *kind, const char *id, GError **error);

/* The base cells of books of which no record is left. What was taken out by hand and is in no
 * revision yet stays until all records of the book would have been erased on @today. */
gboolean pakiv_log_forget_old_books (PakivLog *log, const char *today, GError **error);

/* A record of @book whose values were others when it was released. */
typedef struct
{
  const PakivKind *kind;
  PakivRecord *before;
  PakivRecord *after;
} PakivOriginal;

void pakiv_original_free (PakivOriginal *original);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivOriginal, pakiv_original_free)

/* (transfer full) (element-type PakivOriginal): only those that count for something else now. */
GPtrArray *pakiv_log_load_originals (PakivLog *log, const char *book, GError **error);

/* A revision took in all that changed in @book: from now on its records count for what they are.
 * Not simply forgotten: an older log that is brought back has them as they were. */
gboolean pakiv_log_renew_originals (PakivLog *log, const char *book, GError **error);

/* A record's values as text, and back; nothing that the log adds is in it. */
char *pakiv_log_write_values (const PakivRecord *record);
PakivRecord *
pakiv_log_read_values (const PakivKind *kind, const char *id, const char *text, GError **error);

/* Within the transaction that keeps a release. */
gboolean pakiv_log_insert_release (
    PakivLog *log, const char *book, int version, const char *now, GBytes *package, GError **error);
gboolean
pakiv_log_keep_released_cells (PakivLog *log, const char *book, GPtrArray *cells, GError **error);

/* Within the transaction that keeps the release of @book; @deviations may be NULL. */
gboolean
pakiv_log_keep_deviations (PakivLog *log, const char *book, GHashTable *deviations, GError **error);

/* The number that @select, of which ?1 is @book, finds first; 0 where it finds none. */
gboolean pakiv_log_get_book_number (
    PakivLog *log, const char *select, const char *book, gint64 *number, GError **error);

/* The revision goes up with every change of a record, in the same transaction. */
gboolean pakiv_log_note_change (PakivLog *log, GError **error);
gboolean pakiv_log_get_revision (PakivLog *log, gint64 *revision, GError **error);

/* pakiv_log_count_ahead(), which keeps others from the log for about @slice microseconds at once.
 */
gboolean pakiv_log_count_ahead_sliced (
    PakivLog *log, GPtrArray *specs, gint64 slice, GCancellable *cancellable, GError **error);

/* A list was looked at; the lock is held. */
gboolean pakiv_log_note_list (
    PakivLog *log, const PakivKind *kind, gboolean search, guint64 found, GError **error);

/* Records of @book were counted; the lock is held. Counting for one report is one act. */
gboolean pakiv_log_note_combined (PakivLog *log, const char *book, GError **error);

/* Writes what still waits and lets go of the tracer. */
void pakiv_log_end_trace (PakivLog *log);

/* The drafts that all members have of record @id. */
gboolean
pakiv_log_discard_all_drafts (PakivLog *log, const PakivKind *kind, const char *id, GError **error);

/* The day on which a record of @day is erased. */
char *pakiv_log_get_erase_day (const PakivKind *kind, const char *day);

/* Whether this member may turn @stored (NULL: nothing) into @record: the other side's account is
 * the other side's to write. */
gboolean pakiv_log_check_authorship (PakivLog *log,
                                     const PakivRecord *stored,
                                     const PakivRecord *record,
                                     GError **error);

G_END_DECLS
