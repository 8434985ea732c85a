/* Counting. A book is read once for each cube and packed (pakiv-packed-book.h); after that it is
 * counted from memory, until a record changes: the log's revision is looked at in the same read
 * transaction, so it does not matter which program changed it.
 *
 * Only what is asked for is read anew, so a change costs one book, not the log. Ahead of time, at
 * low cost, pakiv_log_count_ahead() packs the rest. */
#include "pakiv-log-private.h"

#include "pakiv-packed-book.h"
#include "pakiv-packer.h"

#include <string.h>

/* How long counting ahead keeps others from the log, and for how long it then lets them, in
 * microseconds. */
#define SLICE 10000
#define PAUSE 5000

/* Records between two looks at the clock and at whether it was cancelled. */
#define LOOK_EVERY 64

/* Reading one book for one cube. */
typedef struct
{
  PakivLog *log;
  PakivRecordTable *table;
  const PakivCubeSpec *spec;
  PakivPeriod period;
  char *book;
  char *key;    /* of what comes of it, in log->packed */
  char *select; /* this and the next where it has to be read */
  PakivPacker *packer;
  PakivPackedBook *packed;
  gint64 last; /* number of the last record that was read */
  gboolean over;
} Pass;

static void
free_pass (Pass *pass)
{
  g_free (pass->book);
  g_free (pass->key);
  g_free (pass->select);
  g_clear_pointer (&pass->packer, pakiv_packer_free);
  g_clear_pointer (&pass->packed, pakiv_packed_book_free);
  g_free (pass);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Pass, free_pass)

/* (transfer full): what the keys follow from, beside the log's own definitions. Specifications are
 * read again for each report, so one that is the same by its words is the same. */
static char *
make_key (const PakivCubeSpec *spec, const char *book)
{
  GString *key = g_string_new (book);

  g_string_append_printf (key, " %s %d %s %s", spec->kind->id, spec->corrections,
                          spec->rows != NULL ? spec->rows->id : "",
                          spec->measure != NULL ? spec->measure->id : "");
  for (guint i = 0; i < spec->dimensions->len; i++)
    {
      const PakivDimension *dimension = spec->dimensions->pdata[i];

      g_string_append_printf (key, " %s %d %d", dimension->field->id, dimension->of_row,
                              dimension->shift);
    }
  return g_string_free (key, FALSE);
}

static const PakivChildTable *
find_rows (const PakivRecordTable *table, const PakivField *rows)
{
  for (guint i = 0; i < table->children->len; i++)
    {
      const PakivChildTable *child = table->children->pdata[i];

      if (child->field == rows)
        return child;
    }
  g_return_val_if_reached (NULL);
}

/* The number, what is added up, then the packer's columns. ?1 book, ?2 the last number, ?3 kind. By
 * number, so that it can be gone on with; the order of the joins is held (CROSS), for it is that of
 * the indexes. */
static char *
make_select (const Pass *pass)
{
  const PakivCubeSpec *spec = pass->spec;
  GString *text = g_string_new ("SELECT r._number, ");

  if (spec->measure != NULL)
    g_string_append_printf (text, "c.\"%s\"", spec->measure->id);
  else
    g_string_append (text, "1");
  for (guint i = 0; i < pakiv_packer_count_columns (pass->packer); i++)
    {
      gboolean of_row;
      const char *id = pakiv_packer_get_column (pass->packer, i, &of_row)->id;

      g_string_append_printf (text, ", %c.\"%s\"", of_row ? 'c' : 'r', id);
    }
  g_string_append_printf (text, " FROM %s%s AS r",
                          spec->corrections ? "correction CROSS JOIN " : "", pass->table->name);
  if (spec->rows != NULL)
    g_string_append_printf (text, " CROSS JOIN %s AS c ON c._record = r._number",
                            find_rows (pass->table, spec->rows)->name);
  g_string_append (text, spec->corrections
                             ? " ON r._id = correction.record WHERE correction.book = ?1 AND "
                               "correction.kind = ?3 AND r._number > ?2 ORDER BY r._number"
                             : " WHERE r._book = ?1 AND r._number > ?2 ORDER BY r._number");
  return g_string_free (text, FALSE);
}

static Pass *
new_pass (PakivLog *log, const PakivCubeSpec *spec, PakivPeriod period, GError **error)
{
  PakivRecordTable *table = pakiv_log_get_table (log, spec->kind, error);
  Pass *pass;

  if (table == NULL)
    return NULL;
  pass = g_new0 (Pass, 1);
  pass->log = log;
  pass->table = table;
  pass->spec = spec;
  pass->period = period;
  pass->book = pakiv_period_to_string (period);
  pass->key = make_key (spec, pass->book);
  return pass;
}

static void
add_row (Pass *pass, sqlite3_stmt *statement)
{
  for (guint i = 0; i < pakiv_packer_count_columns (pass->packer); i++)
    pakiv_packer_set (pass->packer, i, (const char *)sqlite3_column_text (statement, 2 + (int)i));
  pakiv_packed_book_add (pass->packed, pakiv_packer_get_key (pass->packer),
                         sqlite3_column_int64 (statement, 1));
}

/* Reads on until it is over or, between two records, the time is @until (monotonic; 0: no limit).
 * Within a read transaction. */
static gboolean
read_on (Pass *pass, gint64 until, GCancellable *cancellable, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = pakiv_sql_prepare (pass->log->sql, pass->select, error);
  gboolean late = FALSE, row;

  if (statement == NULL)
    return FALSE;
  pakiv_sql_bind (statement, 1, pass->book);
  sqlite3_bind_int64 (statement, 2, pass->last);
  if (pass->spec->corrections)
    pakiv_sql_bind (statement, 3, pass->table->kind->id);
  for (guint n = 0;; n++)
    {
      gint64 number;

      if (n % LOOK_EVERY == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (n % LOOK_EVERY == LOOK_EVERY - 1)
        late = until != 0 && g_get_monotonic_time () >= until;
      if (!pakiv_sql_next (pass->log->sql, statement, &row, error))
        return FALSE;
      number = row ? sqlite3_column_int64 (statement, 0) : 0;
      pass->over = !row;
      if (!row || (late && number != pass->last))
        return TRUE;
      pass->last = number;
      add_row (pass, statement);
    }
}

static PakivPackedBook *
find_packed (PakivLog *log, const char *key, gint64 revision)
{
  PakivPackedBook *packed = g_hash_table_lookup (log->packed, key);

  return packed != NULL && pakiv_packed_book_get_revision (packed) == revision ? packed : NULL;
}

static void
begin_packing (Pass *pass, gint64 revision)
{
  pass->packer = pakiv_packer_new (pass->spec, pass->period);
  pass->select = make_select (pass);
  pass->packed = pakiv_packed_book_new (revision, pass->spec->measure != NULL);
}

/* (transfer none) */
static const PakivPackedBook *
keep_packed (Pass *pass)
{
  PakivPackedBook *packed = g_steal_pointer (&pass->packed);

  g_hash_table_replace (pass->log->packed, g_strdup (pass->key), packed);
  return packed;
}

/* Within a read transaction. (transfer none) */
static const PakivPackedBook *
get_packed (Pass *pass, gint64 revision, GCancellable *cancellable, GError **error)
{
  const PakivPackedBook *found = find_packed (pass->log, pass->key, revision);

  if (found != NULL)
    return found;
  begin_packing (pass, revision);
  if (!read_on (pass, 0, cancellable, error))
    return NULL;
  pakiv_packed_book_finish (pass->packed);
  return keep_packed (pass);
}

/* Remembers of which state of the records these are the counts. */
static void
note_count (PakivLog *log, const PakivCubeSpec *spec, const char *book, gint64 revision)
{
  g_hash_table_replace (log->counted, g_strconcat (book, "/", spec->id, NULL),
                        g_memdup2 (&revision, sizeof revision));
}

/* Within a read transaction. */
static gboolean
count_book (Pass *pass, PakivCounts *counts, GCancellable *cancellable, GError **error)
{
  const PakivPackedBook *packed;
  gint64 revision;

  if (g_cancellable_set_error_if_cancelled (cancellable, error)
      || !pakiv_log_get_revision (pass->log, &revision, error)
      || (packed = get_packed (pass, revision, cancellable, error)) == NULL)
    return FALSE;
  pakiv_packed_book_count (packed, counts);
  note_count (pass->log, pass->spec, pass->book, revision);
  return TRUE;
}

PakivCounts *
pakiv_log_count (PakivLog *log, const PakivCubeSpec *spec, PakivPeriod period, GError **error)
{
  return pakiv_log_count_cancellable (log, spec, period, NULL, error);
}

PakivCounts *
pakiv_log_count_cancellable (PakivLog *log,
                             const PakivCubeSpec *spec,
                             PakivPeriod period,
                             GCancellable *cancellable,
                             GError **error)
{
  g_autoptr (PakivCounts) counts = NULL;
  g_autoptr (Pass) pass = NULL;

  g_return_val_if_fail (log != NULL && spec != NULL, NULL);

  PAKIV_LOG_LOCK (log);
  if ((pass = new_pass (log, spec, period, error)) == NULL
      || !pakiv_sql_begin_reading (log->sql, error))
    return NULL;
  counts = pakiv_counts_new (spec, period);
  if (!pakiv_sql_end (log->sql, count_book (pass, counts, cancellable, error), error)
      || !pakiv_log_note_combined (log, pass->book, error))
    return NULL;
  return g_steal_pointer (&counts);
}

/* Within a read transaction. @moved: records were changed since the pass began. */
static gboolean
read_slice (Pass *pass, gint64 slice, gboolean *moved, GCancellable *cancellable, GError **error)
{
  gint64 revision;

  if (!pakiv_log_get_revision (pass->log, &revision, error))
    return FALSE;
  if (pass->packed == NULL)
    {
      pass->over = find_packed (pass->log, pass->key, revision) != NULL;
      if (!pass->over)
        begin_packing (pass, revision);
    }
  else
    *moved = pakiv_packed_book_get_revision (pass->packed) != revision;
  return pass->over || *moved
         || read_on (pass, g_get_monotonic_time () + slice, cancellable, error);
}

static gboolean
take_slice (Pass *pass, gint64 slice, gboolean *moved, GCancellable *cancellable, GError **error)
{
  PAKIV_LOG_LOCK (pass->log);

  return pakiv_sql_begin_reading (pass->log->sql, error)
         && pakiv_sql_end (pass->log->sql, read_slice (pass, slice, moved, cancellable, error),
                           error);
}

static void
keep_pass (Pass *pass)
{
  if (pass->packed == NULL)
    return;
  pakiv_packed_book_finish (pass->packed);
  PAKIV_LOG_LOCK (pass->log);
  keep_packed (pass);
}

static gboolean
pack_ahead (PakivLog *log,
            const PakivCubeSpec *spec,
            PakivPeriod period,
            gint64 slice,
            gboolean *moved,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (Pass) pass = new_pass (log, spec, period, error);

  while (pass != NULL && !pass->over && !*moved)
    {
      if (!take_slice (pass, slice, moved, cancellable, error))
        return FALSE;
      if (!pass->over)
        g_usleep (PAUSE);
    }
  if (pass != NULL && !*moved)
    keep_pass (pass);
  return pass != NULL;
}

gboolean
pakiv_log_count_ahead_sliced (
    PakivLog *log, GPtrArray *specs, gint64 slice, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) periods = NULL;
  gboolean moved = FALSE;

  g_return_val_if_fail (log != NULL && specs != NULL, FALSE);

  if ((periods = pakiv_log_list_periods (log, error)) == NULL)
    return FALSE;
  for (guint i = 0; i < periods->len && !moved; i++)
    for (guint k = 0; k < specs->len && !moved; k++)
      {
        const PakivCubeSpec *spec = specs->pdata[k];

        if (spec->kind->in_log[log->id]
            && !pack_ahead (log, spec, g_array_index (periods, PakivPeriod, i), slice, &moved,
                            cancellable, error))
          return FALSE;
      }
  return TRUE;
}

gboolean
pakiv_log_count_ahead (PakivLog *log, GPtrArray *specs, GCancellable *cancellable, GError **error)
{
  return pakiv_log_count_ahead_sliced (log, specs, SLICE, cancellable, error);
}
