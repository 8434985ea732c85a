/* A log's own trace: each entry is written in the transaction of what it tells, so neither is there
 * without the other; the plain file beside the log follows after the transaction. */
#include "pakiv-log-private.h"

#include "pakiv-trace-body.h"
#include "pakiv-trace-file.h"
#include "pakiv-trace-seen.h"
#include "pakiv-tracer-private.h"

#include <string.h>

/* How many lines of the plain file are compared with the table when a log is opened. */
#define COMPARED 5000

/* What is one look, in microseconds: at the same record, at lists of one sort. */
#define RECORD_LOOK (60 * G_USEC_PER_SEC)
#define LIST_LOOK (10 * G_USEC_PER_SEC)

/* Counts of one quarter within this time are for one report. */
#define ONE_REPORT (60 * G_USEC_PER_SEC)

static gboolean
append (PakivLog *log, const PakivTraceNote *note, GError **error)
{
  log->trace.written = pakiv_trace_append (log->sql, log->trace.tracer, note, log->signing, error);
  return log->trace.written;
}

static gboolean
append_list (PakivLog *log, PakivListLook *look, gboolean search, GError **error)
{
  g_autofree char *detail
      = pakiv_act_detail (search ? PAKIV_DETAIL_SEARCH : PAKIV_DETAIL_LIST, look->found);
  const PakivTraceNote note
      = { .act = PAKIV_ACT_CONSULT, .kind = look->kind->id, .detail = detail };

  look->given = TRUE;
  return append (log, &note, error);
}

/* What waits for the next entry: looks at lists, and what is to be told of the plain file. */
static gboolean
append_waiting (PakivLog *log, GError **error)
{
  for (int i = 0; i < 2; i++)
    if (log->trace.lists[i].waiting && !append_list (log, &log->trace.lists[i], i == 1, error))
      return FALSE;
  if (log->trace.file_detail != NULL)
    {
      const PakivTraceNote note = { .act = PAKIV_ACT_ADMIN, .detail = log->trace.file_detail };

      log->trace.file_given = TRUE;
      return append (log, &note, error);
    }
  return TRUE;
}

static gboolean
has_waiting (PakivLog *log)
{
  return log->trace.lists[0].waiting || log->trace.lists[1].waiting
         || log->trace.file_detail != NULL;
}

static void
follow_file (PakivLog *log, guint64 compare)
{
  PakivTracer *tracer = log->trace.tracer;
  PakivTraceFileState state;

  if (tracer->path == NULL)
    return;
  state = pakiv_trace_file_follow (tracer->path, tracer->station_id, log->id, log->sql, compare);
  if (state == PAKIV_TRACE_FILE_KEPT)
    log->trace.file_detail = PAKIV_DETAIL_FILE_KEPT;
  else if (state == PAKIV_TRACE_FILE_LOST)
    log->trace.file_detail = PAKIV_DETAIL_FILE_LOST;
  else if (state == PAKIV_TRACE_FILE_FAILED && !log->trace.file_failed)
    log->trace.file_detail = PAKIV_DETAIL_FILE_FAILED;
  log->trace.file_failed = state == PAKIV_TRACE_FILE_FAILED;
}

/* What was given to a transaction has been told when it is kept, and waits on when it is not. */
static void
on_transaction_ended_cb (gboolean kept, gpointer data)
{
  PakivLog *log = data;
  gboolean written = log->trace.written;

  log->trace.written = FALSE;
  for (int i = 0; i < 2; i++)
    {
      PakivListLook *look = &log->trace.lists[i];

      look->waiting = look->waiting && !(kept && look->given);
      look->given = FALSE;
    }
  if (kept && log->trace.file_given)
    log->trace.file_detail = NULL;
  log->trace.file_given = FALSE;
  if (kept && written)
    follow_file (log, 1);
}

/* @note NULL: only what waits. */
static gboolean
append_all (PakivLog *log, const PakivTraceNote *note, GError **error)
{
  return append_waiting (log, error) && (note == NULL || append (log, note, error));
}

static gboolean
write_entries (PakivLog *log, const PakivTraceNote *note, GError **error)
{
  if (pakiv_sql_is_in_transaction (log->sql))
    return append_all (log, note, error);
  return pakiv_sql_begin (log->sql, error)
         && pakiv_sql_end (log->sql, append_all (log, note, error), error);
}

/* The officer's readings so far go into the chain, so that the list of them can't be shortened
 * unseen. */
static gboolean
note_readings (PakivLog *log, GError **error)
{
  PakivTracer *tracer = log->trace.tracer;
  guint64 n = tracer->path != NULL ? pakiv_trace_seen_count (tracer->path) : 0;
  g_autofree char *number = g_strdup_printf ("%" G_GUINT64_FORMAT, n);
  g_autofree char *detail = pakiv_act_detail (PAKIV_DETAIL_READ, n);
  g_autoptr (GError) cause = NULL;
  g_autofree char *told = pakiv_schema_get_text (log->sql, PAKIV_META_READINGS, &cause);
  const PakivTraceNote note = { .act = PAKIV_ACT_ADMIN, .detail = detail };

  if (cause != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  if (n <= (told != NULL ? g_ascii_strtoull (told, NULL, 10) : 0))
    return TRUE;
  return pakiv_sql_begin (log->sql, error)
         && pakiv_sql_end (
             log->sql,
             append_all (log, &note, error)
                 && pakiv_schema_set_text (log->sql, PAKIV_META_READINGS, number, error),
             error);
}

gboolean
pakiv_log_set_tracer (PakivLog *log, PakivTracer *tracer, GError **error)
{
  g_return_val_if_fail (log != NULL && tracer != NULL, FALSE);

  PAKIV_LOG_LOCK (log);
  if (!pakiv_trace_check_key (log->sql, tracer, log->signing, error))
    return FALSE;
  pakiv_log_end_trace (log);
  log->trace.tracer = pakiv_tracer_ref (tracer);
  pakiv_sql_set_ended (log->sql, on_transaction_ended_cb, log);
  follow_file (log, COMPARED);
  return (!has_waiting (log) || write_entries (log, NULL, error)) && note_readings (log, error);
}

void
pakiv_log_end_trace (PakivLog *log)
{
  if (log->trace.tracer == NULL)
    return;
  /* A look that can't be written now was part of one that is in the trace. */
  if (has_waiting (log))
    write_entries (log, NULL, NULL);
  pakiv_sql_set_ended (log->sql, NULL, NULL);
  pakiv_tracer_unref (log->trace.tracer);
  memset (&log->trace, 0, sizeof log->trace);
}

/* What the member has before them, so that seeing it again is no new look. */
static void
remember_record (PakivLog *log, const PakivTraceNote *note)
{
  gboolean seen = note->act == PAKIV_ACT_CONSULT || note->act == PAKIV_ACT_COLLECT
                  || note->act == PAKIV_ACT_ALTER || note->act == PAKIV_ACT_RESTORE;

  g_strlcpy (log->trace.record, seen && note->record != NULL ? note->record : "",
             sizeof log->trace.record);
  log->trace.record_at = g_get_monotonic_time ();
}

gboolean
pakiv_log_trace (PakivLog *log,
                 PakivAct act,
                 const PakivKind *kind,
                 const char *record,
                 const char *recipient,
                 const char *detail,
                 GError **error)
{
  const PakivTraceNote note = { .act = act,
                                .kind = kind != NULL ? kind->id : NULL,
                                .record = record,
                                .recipient = recipient,
                                .detail = detail };

  g_return_val_if_fail (log != NULL && act < PAKIV_N_ACTS, FALSE);

  PAKIV_LOG_LOCK (log);
  if (log->trace.tracer == NULL)
    return TRUE;
  if (!write_entries (log, &note, error))
    return FALSE;
  remember_record (log, &note);
  return TRUE;
}

gboolean
pakiv_log_consult (PakivLog *log, const PakivKind *kind, const char *id, GError **error)
{
  g_return_val_if_fail (log != NULL && kind != NULL && id != NULL, FALSE);

  PAKIV_LOG_LOCK (log);
  if (strcmp (log->trace.record, id) == 0
      && g_get_monotonic_time () - log->trace.record_at < RECORD_LOOK)
    return TRUE;
  return pakiv_log_trace (log, PAKIV_ACT_CONSULT, kind, id, NULL, NULL, error);
}

gboolean
pakiv_log_note_list (
    PakivLog *log, const PakivKind *kind, gboolean search, guint64 found, GError **error)
{
  PakivListLook *look = &log->trace.lists[search ? 1 : 0];
  gint64 now = g_get_monotonic_time ();
  gboolean again = look->kind == kind && now - look->at < LIST_LOOK;

  if (log->trace.tracer == NULL || (again && !look->waiting && look->found == found))
    return TRUE;
  /* What waited is of another kind, or of before: an entry of its own. */
  if (look->waiting && !again && !write_entries (log, NULL, error))
    return FALSE;
  look->kind = kind;
  look->found = found;
  look->waiting = TRUE;
  if (again)
    return TRUE;
  look->at = now;
  log->trace.record[0] = '\0';
  return write_entries (log, NULL, error);
}

gboolean
pakiv_log_note_combined (PakivLog *log, const char *book, GError **error)
{
  g_autofree char *detail = NULL;
  gint64 now = g_get_monotonic_time ();

  if (strcmp (log->trace.book, book) == 0 && now - log->trace.book_at < ONE_REPORT)
    return TRUE;
  detail = g_strdup_printf ("%s %s", PAKIV_DETAIL_RELEASE, book);
  if (!pakiv_log_trace (log, PAKIV_ACT_COMBINE, NULL, NULL, NULL, detail, error))
    return FALSE;
  g_strlcpy (log->trace.book, book, sizeof log->trace.book);
  log->trace.book_at = now;
  return TRUE;
}
