/* The trace as the data-protection officer reads it. */
#include "pakiv-desk-private.h"
#include "pakiv-trace-body.h"
#include "pakiv-trace-lines.h"
#include "pakiv-trace-private.h"
#include "pakiv-trace-seen.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct
{
  PakivTrace *trace;
  PakivDesk *desk;
  GArray *keys;        /* PakivTraceKey */
  GPtrArray *readings; /* PakivTraceReading */
  GHashTable *marked;  /* number → hash there is, for the numbers of readings; 32 bytes */
  /* Name → how many keys before the present one a member signed with last. A key of before signs
   * nothing after a later one did, so nobody writes in a member's name with a key they call old. */
  GHashTable *signed_with;
  guint64 unreadable, unsigned_, first_unreadable, first_unsigned;
  guint64 told_readings; /* as the trace itself tells */
} Reader;

static void
free_entry (PakivTraceEntry *entry)
{
  g_free (entry);
}

void
pakiv_trace_free (PakivTrace *trace)
{
  if (trace == NULL)
    return;
  g_clear_pointer (&trace->session, pakiv_session_unref);
  g_clear_pointer (&trace->entries, g_ptr_array_unref);
  g_clear_pointer (&trace->warnings, g_ptr_array_unref);
  g_clear_pointer (&trace->chunk, g_string_chunk_free);
  pakiv_trace_check_clear (&trace->check);
  g_free (trace->last_reading);
  g_free (trace);
}

static const PakivTraceKey *
find_key (Reader *reader, const PakivTraceLink *link)
{
  for (guint i = 0; i < reader->keys->len; i++)
    {
      const PakivTraceKey *key = &g_array_index (reader->keys, PakivTraceKey, i);

      if (memcmp (key->id, link->sealed, sizeof key->id) == 0)
        return key;
    }
  return NULL;
}

/* A name that was too long for an entry was cut there. */
static const char *
find_name (PakivDesk *desk, const char *name)
{
  GPtrArray *members = pakiv_desk_get_members (desk);
  const char *end;

  if (pakiv_desk_find_member (desk, name) != NULL || !g_str_has_suffix (name, "…"))
    return name;
  end = name + strlen (name) - strlen ("…");
  for (guint i = 0; i < members->len; i++)
    {
      const PakivMember *member = members->pdata[i];

      if (strncmp (member->name, name, (gsize)(end - name)) == 0)
        return member->name;
    }
  return name;
}

static gboolean
is_signed (Reader *reader,
           const PakivTraceBody *body,
           const PakivTraceEntry *entry,
           const guint8 *previous)
{
  const char *name = find_name (reader->desk, entry->member);
  gpointer known = NULL;
  gboolean any = g_hash_table_lookup_extended (reader->signed_with, name, NULL, &known);
  guint oldest = any ? GPOINTER_TO_UINT (known) : PAKIV_PAST_SIGNING_MAX;
  const guint8 *key;

  for (guint i = 0;
       i <= oldest && (key = pakiv_desk_get_signing_key_before (reader->desk, name, i)) != NULL;
       i++)
    if (pakiv_trace_body_is_signed (body, entry->number, previous, key))
      {
        g_hash_table_replace (reader->signed_with, g_strdup (name), GUINT_TO_POINTER (i));
        return TRUE;
      }
  return FALSE;
}

static PakivTraceDoubt
open_link (Reader *reader,
           const PakivTraceLink *link,
           const guint8 *previous,
           PakivTraceEntry *entry)
{
  const PakivTraceKey *key = find_key (reader, link);
  PakivTraceBody body;

  if (key == NULL || !pakiv_trace_unseal (link, key->public_key, key->secret, &body)
      || !pakiv_trace_body_parse (&body, entry, reader->trace->chunk))
    return PAKIV_TRACE_UNREADABLE;
  return is_signed (reader, &body, entry, previous) ? PAKIV_TRACE_SOUND : PAKIV_TRACE_UNSIGNED;
}

static void
count_doubt (guint64 *n, guint64 *first, guint64 number)
{
  if ((*n)++ == 0)
    *first = number;
}

/* "trace-read 12": the desk knew of so many readings. */
static void
note_told (Reader *reader, const PakivTraceEntry *entry)
{
  const char *word = PAKIV_DETAIL_READ " ";

  if (entry->act == PAKIV_ACT_ADMIN && entry->detail != NULL
      && g_str_has_prefix (entry->detail, word))
    reader->told_readings
        = MAX (reader->told_readings, g_ascii_strtoull (entry->detail + strlen (word), NULL, 10));
}

static void
on_link_cb (const PakivTraceLink *link, const guint8 *previous, gboolean sound, gpointer data)
{
  Reader *reader = data;
  PakivTraceEntry *entry = g_new0 (PakivTraceEntry, 1);

  entry->number = link->number;
  entry->doubt = open_link (reader, link, previous, entry);
  if (entry->doubt & PAKIV_TRACE_UNREADABLE)
    count_doubt (&reader->unreadable, &reader->first_unreadable, link->number);
  else if (entry->doubt & PAKIV_TRACE_UNSIGNED)
    count_doubt (&reader->unsigned_, &reader->first_unsigned, link->number);
  else
    note_told (reader, entry);
  if (!sound)
    entry->doubt |= PAKIV_TRACE_BROKEN;
  g_ptr_array_add (reader->trace->entries, entry);
  if (g_hash_table_contains (reader->marked, &link->number))
    g_hash_table_replace (reader->marked, g_memdup2 (&link->number, sizeof link->number),
                          g_memdup2 (link->hash, sizeof link->hash));
}

static void
warn (PakivTrace *trace, char *sentence)
{
  g_ptr_array_add (trace->warnings, sentence);
}

static void
warn_of_chain (PakivTrace *trace)
{
  if (trace->check.line != 0)
    /* Translators: a line number in the file, and what is wrong with that line. */
    warn (trace, g_strdup_printf (_ ("The trace is broken at line %lu: %s"),
                                  (gulong)trace->check.line, trace->check.reason));
}

static void
warn_of_entries (Reader *reader)
{
  if (reader->unsigned_ > 0)
    warn (reader->trace,
          g_strdup_printf (_ ("Entries that the member they name did not sign, or not for this "
                              "place: %lu, the first is %lu. Somebody wrote in "
                              "another’s name, or took out or moved entries."),
                           (gulong)reader->unsigned_, (gulong)reader->first_unsigned));
  if (reader->unreadable > 0)
    warn (
        reader->trace,
        g_strdup_printf (_ ("Entries that can’t be read with your key: %lu, the first is %lu. They "
                            "were written before there was a data-protection officer, or "
                            "were changed."),
                         (gulong)reader->unreadable, (gulong)reader->first_unreadable));
}

static void
warn_of_reading (Reader *reader, const PakivTraceReading *reading)
{
  const guint8 *hash = g_hash_table_lookup (reader->marked, &reading->number);

  if (reading->number == 0)
    return;
  if (sodium_is_zero (hash, PAKIV_TRACE_HASH))
    warn (reader->trace,
          g_strdup_printf (
              _ ("Entry %lu, which was there at the reading of %s, is gone: the trace was cut."),
              (gulong)reading->number, reading->at));
  else if (memcmp (hash, reading->hash, PAKIV_TRACE_HASH) != 0)
    warn (reader->trace,
          g_strdup_printf (
              _ ("Entry %lu is another than at the reading of %s: the trace was made anew."),
              (gulong)reading->number, reading->at));
}

static void
warn_of_readings (Reader *reader, guint64 broken)
{
  if (broken > 0)
    warn (reader->trace,
          g_strdup_printf (_ ("The list of readings was changed at line %lu."), (gulong)broken));
  if (reader->told_readings > reader->readings->len)
    warn (reader->trace,
          g_strdup_printf (
              _ ("The list of readings was cut: the trace tells of %lu, and there are %u."),
              (gulong)reader->told_readings, reader->readings->len));
  for (guint i = 0; i < reader->readings->len; i++)
    warn_of_reading (reader, reader->readings->pdata[i]);
}

/* What each reading's number is now; 32 zero bytes until it is met. */
static void
mark_readings (Reader *reader)
{
  for (guint i = 0; i < reader->readings->len; i++)
    {
      const PakivTraceReading *reading = reader->readings->pdata[i];

      g_hash_table_replace (reader->marked, g_memdup2 (&reading->number, sizeof reading->number),
                            g_malloc0 (PAKIV_TRACE_HASH));
    }
}

static gboolean
read_all (Reader *reader, GError **error)
{
  PakivTrace *trace = reader->trace;
  g_autofree char *path = pakiv_trace_get_path (reader->desk, trace->log);
  const PakivTracePlace place
      = { .path = path,
          .station_id = pakiv_desk_get_station_id (reader->desk),
          .log = trace->log,
          .log_key = pakiv_desk_get_signing_key (reader->desk, trace->log) };
  guint64 broken;

  reader->readings = pakiv_trace_seen_read (reader->desk, trace->log, &broken);
  reader->marked = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  reader->signed_with = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  mark_readings (reader);
  if (!pakiv_trace_lines_walk (&place, on_link_cb, reader, &trace->check, error))
    return FALSE;
  warn_of_chain (trace);
  warn_of_entries (reader);
  warn_of_readings (reader, broken);
  g_ptr_array_add (trace->warnings, NULL);
  if (reader->readings->len > 0)
    trace->last_reading
        = g_strdup (((PakivTraceReading *)reader->readings->pdata[reader->readings->len - 1])->at);
  return TRUE;
}

static void
clear_reader (Reader *reader)
{
  g_clear_pointer (&reader->keys, g_array_unref);
  g_clear_pointer (&reader->readings, g_ptr_array_unref);
  g_clear_pointer (&reader->marked, g_hash_table_unref);
  g_clear_pointer (&reader->signed_with, g_hash_table_unref);
}

gboolean
pakiv_trace_note_reading (PakivTrace *trace, const char *what, GError **error)
{
  g_autoptr (PakivClock) clock = pakiv_clock_new ();
  g_autofree char *at = pakiv_clock_get_moment (clock);
  g_autoptr (PakivSecret) secret = pakiv_session_get_signing_secret (trace->session);
  PakivTraceReading reading = { .at = at,
                                .member = pakiv_session_get_member (trace->session)->name,
                                .what = (char *)what,
                                .number = trace->check.entries };

  memcpy (reading.hash, trace->check.hash, sizeof reading.hash);
  return pakiv_trace_seen_append (pakiv_session_get_desk (trace->session), trace->log, &reading,
                                  secret, error);
}

PakivTrace *
pakiv_trace_open (PakivSession *session, PakivLogId log, GError **error)
{
  g_autoptr (PakivTrace) trace = NULL;
  Reader reader = { 0 };
  gboolean done;

  g_return_val_if_fail (session != NULL && log < PAKIV_N_LOGS, NULL);

  reader.keys = pakiv_session_get_trace_keys (session, error);
  if (reader.keys == NULL)
    return NULL;
  trace = g_new0 (PakivTrace, 1);
  trace->session = pakiv_session_ref (session);
  trace->log = log;
  trace->entries = g_ptr_array_new_with_free_func ((GDestroyNotify)free_entry);
  trace->warnings = g_ptr_array_new_with_free_func (g_free);
  trace->chunk = g_string_chunk_new (4096);
  reader.trace = trace;
  reader.desk = pakiv_session_get_desk (session);
  done = read_all (&reader, error) && pakiv_trace_note_reading (trace, "read", error);
  clear_reader (&reader);
  return done ? g_steal_pointer (&trace) : NULL;
}

GPtrArray *
pakiv_trace_get_entries (PakivTrace *trace)
{
  return trace->entries;
}

const char *const *
pakiv_trace_get_warnings (PakivTrace *trace)
{
  return (const char *const *)trace->warnings->pdata;
}

const char *
pakiv_trace_get_last_reading (PakivTrace *trace)
{
  return trace->last_reading;
}

static gboolean
is_or_any (const char *value, const char *wanted)
{
  return wanted == NULL || g_strcmp0 (value, wanted) == 0;
}

GPtrArray *
pakiv_trace_select (PakivTrace *trace, const char *member, const char *kind, const char *record)
{
  GPtrArray *found = g_ptr_array_new ();

  g_return_val_if_fail (trace != NULL, found);

  for (guint i = 0; i < trace->entries->len; i++)
    {
      PakivTraceEntry *entry = trace->entries->pdata[i];

      if (is_or_any (entry->member, member) && is_or_any (entry->kind, kind)
          && is_or_any (entry->record, record))
        g_ptr_array_add (found, entry);
    }
  return found;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_utf8_collate (*(const char *const *)a, *(const char *const *)b);
}

GPtrArray *
pakiv_trace_list_members (PakivTrace *trace)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  g_return_val_if_fail (trace != NULL, names);

  for (guint i = 0; i < trace->entries->len; i++)
    {
      const char *name = ((PakivTraceEntry *)trace->entries->pdata[i])->member;

      if (name != NULL && !g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
        g_ptr_array_add (names, g_strdup (name));
    }
  g_ptr_array_sort (names, compare_names);
  return names;
}
