/* The trace: every look and change leaves an entry that only the data-protection officer reads and
 * anybody can check; what was bent is found and named. */
#include "fixture.h"

#include "pakiv-desk.h"
#include "pakiv-file.h"
#include "pakiv-members.h"
#include "pakiv-sql.h"
#include "pakiv-trace-body.h"
#include "pakiv-trace-lines.h"
#include "pakiv-trace-private.h"
#include "pakiv-trace-seen.h"
#include "pakiv-trace.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

typedef struct
{
  Fixture *fixture;
  char *folder;
  PakivDesk *desk;
} Place;

static const char *const passphrases[] = { "the blue bridge", "quiet garden", "dpo reads it" };

static PakivDesk *
make_desk (const char *folder)
{
  static PakivMember members[] = { { .name = (char *)"Ana Ionescu", .role = PAKIV_ROLE_OFFICER },
                                   { .name = (char *)"Sorin", .role = PAKIV_ROLE_SUPERVISOR },
                                   { .name = (char *)"Dora", .role = PAKIV_ROLE_DPO } };
  g_autoptr (GPtrArray) array = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  PakivDesk *desk;

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    g_ptr_array_add (array, &members[i]);
  desk = pakiv_desk_create (folder, "Târgu Nou", array, passphrases, PAKIV_COST_TEST, &error);
  g_assert_no_error (error);
  return desk;
}

static Place *
place_new (void)
{
  Place *place = g_new0 (Place, 1);

  place->fixture = fixture_new ();
  place->folder = fixture_get_path (place->fixture, "desk");
  place->desk = make_desk (place->folder);
  return place;
}

static void
place_free (Place *place)
{
  pakiv_desk_unref (place->desk);
  fixture_free (place->fixture);
  g_free (place->folder);
  g_free (place);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Place, place_free)

static PakivSession *
unlock (Place *place, int member)
{
  const char *const names[] = { "Ana Ionescu", "Sorin", "Dora" };
  g_autoptr (GError) error = NULL;
  PakivSession *session
      = pakiv_desk_unlock (place->desk, names[member], passphrases[member], &error);

  g_assert_no_error (error);
  return session;
}

static PakivLog *
open_log (Place *place, PakivSession *session)
{
  g_autoptr (GError) error = NULL;
  PakivLog *log = pakiv_session_open_log (session, PAKIV_LOG_POLICE, place->fixture->definitions,
                                          place->fixture->clock, &error);

  g_assert_no_error (error);
  return log;
}

static PakivLog *
open_log_as (Place *place, int member)
{
  g_autoptr (PakivSession) session = unlock (place, member);

  return open_log (place, session);
}

static char *
get_path (Place *place)
{
  return pakiv_trace_get_path (place->desk, PAKIV_LOG_POLICE);
}

static char *
load (Place *place, gsize *length)
{
  g_autofree char *path = get_path (place);
  g_autoptr (GError) error = NULL;
  char *text;

  g_file_get_contents (path, &text, length, &error);
  g_assert_no_error (error);
  return text;
}

/* Thousands of times, so it does not wait for the disk. */
static void
store (Place *place, const char *text, gsize length)
{
  g_autofree char *path = get_path (place);
  FILE *file = fopen (path, "we");

  g_assert_nonnull (file);
  g_assert_cmpuint (fwrite (text, 1, length, file), ==, length);
  g_assert_cmpint (fclose (file), ==, 0);
}

static guint64
verify (Place *place)
{
  g_auto (PakivTraceCheck) check = { 0 };
  g_autoptr (GError) error = NULL;
  gboolean whole = pakiv_trace_verify (place->desk, PAKIV_LOG_POLICE, NULL, &check, &error);

  g_assert_cmpint (whole, ==, error == NULL);
  g_assert_cmpint (whole, ==, check.line == 0);
  if (!whole)
    {
      g_autofree char *named = g_strdup_printf ("line %" G_GUINT64_FORMAT ":", check.line);

      g_assert_nonnull (strstr (error->message, named));
      g_assert_nonnull (strstr (error->message, "police.trace"));
    }
  return check.line;
}

static guint64
count_entries (Place *place)
{
  g_auto (PakivTraceCheck) check = { 0 };
  g_autoptr (GError) error = NULL;

  pakiv_trace_verify (place->desk, PAKIV_LOG_POLICE, NULL, &check, &error);
  g_assert_no_error (error);
  return check.entries;
}

static PakivTrace *
read_trace (Place *place)
{
  g_autoptr (PakivSession) session = unlock (place, 2);
  g_autoptr (GError) error = NULL;
  PakivTrace *trace = pakiv_trace_open (session, PAKIV_LOG_POLICE, &error);

  g_assert_no_error (error);
  return trace;
}

/* The entry from the end, 0 the last. */
static const PakivTraceEntry *
get_entry (PakivTrace *trace, guint from_end)
{
  GPtrArray *entries = pakiv_trace_get_entries (trace);

  g_assert_cmpuint (entries->len, >, from_end);
  return entries->pdata[entries->len - 1 - from_end];
}

static void
assert_warning (PakivTrace *trace, const char *words)
{
  const char *const *warnings = pakiv_trace_get_warnings (trace);

  for (int i = 0; warnings[i] != NULL; i++)
    if (strstr (warnings[i], words) != NULL)
      return;
  g_error ("No warning says “%s”; the first is “%s”.", words,
           warnings[0] != NULL ? warnings[0] : "");
}

static void
assert_no_warning (PakivTrace *trace)
{
  g_assert_cmpstr (pakiv_trace_get_warnings (trace)[0], ==, NULL);
}

/* Three entries: three talks. */
static void
fill (Place *place)
{
  g_autoptr (PakivLog) log = open_log_as (place, 0);

  for (int i = 0; i < 3; i++)
    g_free (fixture_add_talk (place->fixture, log, "2021-04-02", "OLD", "Bread and salt"));
}

static void
test_acts (void)
{
  const PakivAct acts[]
      = { PAKIV_ACT_COLLECT, PAKIV_ACT_ALTER,   PAKIV_ACT_CONSULT, PAKIV_ACT_CONSULT,
          PAKIV_ACT_ERASE,   PAKIV_ACT_RESTORE, PAKIV_ACT_DISCLOSE };
  const char *const details[] = { NULL, NULL, "list 1", NULL, NULL, NULL, "export 1" };
  g_autoptr (Place) place = place_new ();
  const PakivKind *kind = place->fixture->talk;
  g_autoptr (PakivSession) session = unlock (place, 0);
  g_autoptr (PakivLog) log = open_log (place, session);
  g_autoptr (PakivRecord) record
      = fixture_new_talk (place->fixture, "2021-04-02", "OLD", "Bread and salt");
  g_autoptr (GArray) numbers = NULL;
  g_autoptr (PakivTrace) trace = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *entries;

  pakiv_session_set_purpose (session, "FOLLOWUP");
  pakiv_log_save (log, record, &error);
  g_assert_no_error (error);
  pakiv_record_set (record, "place", "NEW");
  pakiv_log_save (log, record, &error);
  g_assert_no_error (error);
  numbers = pakiv_log_find (log, kind, NULL, &error);
  g_assert_no_error (error);
  pakiv_record_free (pakiv_log_read_one (log, kind, g_array_index (numbers, gint64, 0), &error));
  g_assert_no_error (error);
  pakiv_log_delete (log, kind, record->id, &error);
  g_assert_no_error (error);
  pakiv_session_set_purpose (session, NULL);
  pakiv_log_restore (log, record, &error);
  g_assert_no_error (error);
  pakiv_log_trace (log, PAKIV_ACT_DISCLOSE, kind, NULL, "talks.csv", "export 1", &error);
  g_assert_no_error (error);

  trace = read_trace (place);
  assert_no_warning (trace);
  entries = pakiv_trace_get_entries (trace);
  g_assert_cmpuint (entries->len, ==, G_N_ELEMENTS (acts));
  for (guint i = 0; i < entries->len; i++)
    {
      const PakivTraceEntry *entry = entries->pdata[i];
      g_autofree char *words = pakiv_trace_entry_describe (entry);

      g_assert_cmpuint (entry->number, ==, i + 1);
      g_assert_cmpint (entry->doubt, ==, PAKIV_TRACE_SOUND);
      g_assert_cmpint (entry->act, ==, acts[i]);
      g_assert_cmpstr (entry->member, ==, "Ana Ionescu");
      g_assert_cmpint (entry->role, ==, PAKIV_ROLE_OFFICER);
      g_assert_cmpstr (entry->kind, ==, "talk");
      g_assert_cmpstr (entry->record, ==, details[i] != NULL ? NULL : record->id);
      g_assert_cmpstr (entry->detail, ==, details[i]);
      g_assert_cmpstr (entry->purpose, ==, i < 5 ? "FOLLOWUP" : NULL);
      g_assert_cmpstr (entry->recipient, ==, i == 6 ? "talks.csv" : NULL);
      g_assert_cmpstr (words, !=, "");
    }
}

/* The day a log works on may be chosen; the moment of an entry may not. */
static void
test_moment (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (GDateTime) before = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) at = NULL;
  g_autoptr (PakivTrace) trace = NULL;

  fill (place);
  trace = read_trace (place);
  at = g_date_time_new_from_iso8601 (get_entry (trace, 0)->at, NULL);
  g_assert_nonnull (at);
  g_assert_cmpint (ABS (g_date_time_difference (at, before)), <, 2 * G_TIME_SPAN_HOUR);
}

static void
test_only_the_officer (void)
{
  g_autoptr (Place) place = place_new ();

  fill (place);
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (PakivSession) session = unlock (place, i);
      g_autoptr (GError) error = NULL;

      g_assert_null (pakiv_trace_open (session, PAKIV_LOG_POLICE, &error));
      g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_PASSPHRASE);
    }
  g_assert_cmpuint (verify (place), ==, 0);
}

/* Nothing is to be read in the file, and no line is longer than another. */
static void
test_sealed (void)
{
  g_autoptr (Place) place = place_new ();
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  gsize length;

  fill (place);
  {
    g_autoptr (PakivLog) log = open_log_as (place, 1);

    fixture_count (log, place->fixture->talk, "bread");
  }
  text = load (place, &length);
  /* Base64 may spell a short word by chance, but never a space or a quotation mark. */
  g_assert_null (strstr (text, "Ana Ionescu"));
  g_assert_null (strchr (text, '"'));
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 6);
  for (int i = 1; i < 5; i++)
    g_assert_cmpuint (strlen (lines[i]) + 1, ==, PAKIV_TRACE_LINE);
}

static void
test_every_byte (void)
{
  g_autoptr (Place) place = place_new ();
  g_autofree char *text = NULL;
  gsize length, header;

  fill (place);
  g_assert_cmpuint (count_entries (place), ==, 3);
  text = load (place, &length);
  header = (gsize)(strchr (text, '\n') - text) + 1;
  g_assert_cmpuint (length, ==, header + 3 * PAKIV_TRACE_LINE);
  for (gsize i = 0; i < length; i++)
    for (int bit = 0; bit < 8; bit += 5)
      {
        guint64 line = i < header ? 1 : 2 + (i - header) / PAKIV_TRACE_LINE;

        text[i] = (char)(text[i] ^ (1 << bit));
        store (place, text, length);
        if (verify (place) != line)
          g_error ("Byte %" G_GSIZE_FORMAT " of line %" G_GUINT64_FORMAT " was not found.", i,
                   line);
        text[i] = (char)(text[i] ^ (1 << bit));
      }
  store (place, text, length);
  g_assert_cmpuint (verify (place), ==, 0);
}

/* The file of @order's lines, -1 ending it; 0 is the header. */
static void
store_lines (Place *place, char **lines, const int *order)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (int i = 0; order[i] >= 0; i++)
    g_string_append_printf (text, "%s\n", lines[order[i]]);
  store (place, text->str, text->len);
}

static void
test_lines (void)
{
  const struct
  {
    int order[8];
    guint64 line;
  } cases[] = {
    { { 0, 1, 2, 3, -1 }, 0 },
    { { 0, 2, 3, -1 }, 2 },
    { { 0, 1, 3, -1 }, 3 },
    { { 0, 1, 3, 2, -1 }, 3 },
    { { 0, 1, 1, 2, 3, -1 }, 3 },
    { { 0, 1, 2, 3, 1, -1 }, 5 },
    { { 1, 2, 3, -1 }, 1 },
    { { 0, 0, 1, 2, 3, -1 }, 2 },
    { { 0, 3, 2, 1, -1 }, 2 },
    /* An end that was cut off shows only to those who know how far it went. */
    { { 0, 1, -1 }, 0 },
  };
  g_autoptr (Place) place = place_new ();
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  gsize length;

  fill (place);
  text = load (place, &length);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%u", i);
      store_lines (place, lines, cases[i].order);
      g_assert_cmpuint (verify (place), ==, cases[i].line);
    }
  store (place, text, length - 10);
  g_assert_cmpuint (verify (place), ==, 4);
  store (place, "", 0);
  g_assert_cmpuint (verify (place), ==, 1);
}

static void
test_other_desk (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (Place) other = place_new ();
  g_autofree char *ours = NULL, *theirs = NULL;
  gsize our_length, their_length, at;

  fill (place);
  fill (other);
  ours = load (place, &our_length);
  theirs = load (other, &their_length);
  g_assert_cmpuint (our_length, ==, their_length);
  at = our_length - 2 * PAKIV_TRACE_LINE;
  memcpy (ours + at, theirs + at, PAKIV_TRACE_LINE);
  store (place, ours, our_length);
  g_assert_cmpuint (verify (place), ==, 3);
  store (place, theirs, their_length);
  g_assert_cmpuint (verify (place), ==, 1);
}

/* Wherever a crash cut the file, the next opening puts back what is missing, and nothing else. */
static void
test_crash (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (PakivSession) session = unlock (place, 0);
  g_autofree char *text = NULL;
  gsize length;

  fill (place);
  text = load (place, &length);
  for (gsize at = 0; at <= length; at += at < 100 ? 9 : 331)
    {
      g_autofree char *after = NULL;
      gsize n;

      store (place, text, at);
      pakiv_log_unref (open_log (place, session));
      after = load (place, &n);
      g_assert_cmpmem (after, n, text, length);
    }
}

/* Between commit and append: the table has it, the file does not. */
static void
test_crash_before_append (void)
{
  g_autoptr (Place) place = place_new ();
  g_autofree char *before = NULL, *after = NULL;
  gsize n_before, n_after;

  fill (place);
  before = load (place, &n_before);
  fill (place);
  after = load (place, &n_after);
  store (place, before, n_before);
  pakiv_log_unref (open_log_as (place, 1));
  {
    g_autofree char *mended = NULL;
    gsize n;

    mended = load (place, &n);
    g_assert_cmpmem (mended, n, after, n_after);
  }
}

static void
check_kept (Place *place, const char *kept, const char *bent, gsize length, const char *detail)
{
  g_autofree char *path = g_build_filename (place->folder, kept, NULL);
  g_autofree char *found = NULL;
  g_autoptr (PakivTrace) trace = NULL;
  gsize n;

  pakiv_log_unref (open_log_as (place, 0));
  if (bent != NULL)
    {
      g_assert_true (g_file_get_contents (path, &found, &n, NULL));
      g_assert_cmpmem (found, n, bent, length);
    }
  g_assert_cmpuint (verify (place), ==, 0);
  trace = read_trace (place);
  /* The reading before this one may be told after it. */
  g_assert_true (g_strcmp0 (get_entry (trace, 0)->detail, detail) == 0
                 || g_strcmp0 (get_entry (trace, 1)->detail, detail) == 0);
}

static void
test_kept_aside (void)
{
  g_autoptr (Place) place = place_new ();
  g_autofree char *path = get_path (place);
  g_autofree char *text = NULL;
  g_autofree char *longer = NULL;
  gsize length;

  fill (place);
  text = load (place, &length);
  text[length - PAKIV_TRACE_LINE - 30] ^= 1;
  store (place, text, length);
  check_kept (place, "police.trace.kept-1", text, length, PAKIV_DETAIL_FILE_KEPT);

  g_clear_pointer (&text, g_free);
  text = load (place, &length);
  longer = g_strdup_printf ("%s%s", text, text + length - PAKIV_TRACE_LINE);
  store (place, longer, length + PAKIV_TRACE_LINE);
  check_kept (place, "police.trace.kept-2", longer, length + PAKIV_TRACE_LINE,
              PAKIV_DETAIL_FILE_KEPT);

  g_assert_cmpint (g_unlink (path), ==, 0);
  check_kept (place, "", NULL, 0, PAKIV_DETAIL_FILE_LOST);
}

/* While a log is open too; and what is no file is told once. */
static void
test_bent_while_open (void)
{
  g_autoptr (Place) place = place_new ();
  g_autofree char *path = get_path (place);
  g_autoptr (PakivLog) log = open_log_as (place, 0);
  g_autoptr (PakivTrace) trace = NULL;

  g_free (fixture_add_talk (place->fixture, log, "2021-04-02", "OLD", "one"));
  store (place, "nothing", 7);
  g_free (fixture_add_talk (place->fixture, log, "2021-04-02", "OLD", "two"));
  g_free (fixture_add_talk (place->fixture, log, "2021-04-02", "OLD", "three"));
  g_assert_cmpuint (verify (place), ==, 0);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  for (int i = 0; i < 3; i++)
    g_free (fixture_add_talk (place->fixture, log, "2021-04-02", "OLD", "four"));
  g_assert_cmpint (g_rmdir (path), ==, 0);
  g_clear_pointer (&log, pakiv_log_unref);
  log = open_log_as (place, 0);
  trace = read_trace (place);
  assert_no_warning (trace);
  g_assert_cmpstr (get_entry (trace, 0)->detail, ==, PAKIV_DETAIL_FILE_LOST);
  g_assert_cmpstr (get_entry (trace, 3)->detail, ==, PAKIV_DETAIL_FILE_FAILED);
  g_assert_cmpstr (get_entry (trace, 6)->detail, ==, PAKIV_DETAIL_FILE_KEPT);
  g_assert_cmpuint (pakiv_trace_get_entries (trace)->len, ==, 9);
}

/* A desk as others use it: two programs write at once, and both chains are one. */
static void
test_two_programs (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (PakivLog) one = open_log_as (place, 0);
  g_autoptr (PakivLog) other = open_log_as (place, 1);
  g_autoptr (PakivTrace) trace = NULL;

  for (int i = 0; i < 5; i++)
    {
      g_free (fixture_add_talk (place->fixture, one, "2021-04-02", "OLD", "one"));
      g_free (fixture_add_talk (place->fixture, other, "2021-04-02", "OLD", "other"));
    }
  g_assert_cmpuint (count_entries (place), ==, 10);
  trace = read_trace (place);
  assert_no_warning (trace);
  g_assert_cmpstr (get_entry (trace, 0)->member, ==, "Sorin");
  g_assert_cmpstr (get_entry (trace, 1)->member, ==, "Ana Ionescu");
}

/* What was not done is not in the trace. */
static void
test_refused (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (PakivLog) log = open_log_as (place, 0);
  g_autoptr (PakivRecord) record = fixture_new_talk (place->fixture, "2031-04-02", "OLD", "later");
  g_autoptr (GError) error = NULL;

  g_assert_false (pakiv_log_save (log, record, &error));
  g_clear_error (&error);
  g_assert_false (pakiv_log_delete (log, place->fixture->talk, "no such record", &error));
  g_assert_cmpuint (count_entries (place), ==, 0);
}

/* Typing a search, and opening one record twice, are not a look a letter. */
static void
test_looks (void)
{
  g_autoptr (Place) place = place_new ();
  const PakivKind *talk = place->fixture->talk;
  g_autoptr (PakivLog) log = open_log_as (place, 0);
  g_autofree char *one = fixture_add_talk (place->fixture, log, "2021-04-02", "OLD", "bread");
  g_autofree char *two = fixture_add_talk (place->fixture, log, "2021-04-03", "OLD", "brass");
  g_autoptr (PakivTrace) trace = NULL;
  const gint64 first = 1;

  fixture_count (log, talk, NULL);
  fixture_count (log, talk, NULL);
  fixture_count (log, talk, "b");
  fixture_count (log, talk, "br");
  fixture_count (log, talk, "bre");
  g_assert_cmpuint (count_entries (place), ==, 4);
  g_assert_true (pakiv_log_consult (log, talk, one, NULL));
  g_assert_true (pakiv_log_consult (log, talk, one, NULL));
  g_assert_true (pakiv_log_consult (log, talk, two, NULL));
  g_assert_true (pakiv_log_consult (log, talk, one, NULL));
  fixture_count (log, talk, "brea");
  fixture_count (log, talk, "brez");
  /* Reading rows between is no reason to forget what waits. */
  g_ptr_array_unref (pakiv_log_read (log, talk, &first, 1, NULL));
  g_clear_pointer (&log, pakiv_log_unref);
  trace = read_trace (place);
  assert_no_warning (trace);
  g_assert_cmpstr (get_entry (trace, 0)->detail, ==, "search 0");
  g_assert_cmpstr (get_entry (trace, 1)->record, ==, one);
  g_assert_cmpstr (get_entry (trace, 2)->record, ==, two);
  g_assert_cmpstr (get_entry (trace, 3)->record, ==, one);
  g_assert_cmpstr (get_entry (trace, 4)->detail, ==, "search 1");
  g_assert_cmpstr (get_entry (trace, 5)->detail, ==, "search 2");
  g_assert_cmpstr (get_entry (trace, 6)->detail, ==, "list 2");
  g_assert_cmpuint (pakiv_trace_get_entries (trace)->len, ==, 9);
}

/* All links of the file, which is whole. */
static GArray *
load_links (Place *place)
{
  GArray *links = g_array_new (FALSE, FALSE, sizeof (PakivTraceLink));
  g_autofree char *text = NULL;
  gsize length, at;

  text = load (place, &length);
  for (at = (gsize)(strchr (text, '\n') - text) + 1; at < length; at += PAKIV_TRACE_LINE)
    {
      PakivTraceLink link;

      g_assert_true (pakiv_trace_link_read (&link, text + at, PAKIV_TRACE_LINE));
      g_array_append_val (links, link);
    }
  return links;
}

/* What somebody with the log's key can do: a chain that is whole, made anew of @links. */
static void
store_links (Place *place, PakivLog *log, GArray *links)
{
  g_autofree char *header
      = pakiv_trace_header (pakiv_desk_get_station_id (place->desk), PAKIV_LOG_POLICE);
  g_autoptr (GString) text = g_string_new (header);
  guint8 previous[PAKIV_TRACE_HASH];

  pakiv_trace_start (pakiv_desk_get_station_id (place->desk), PAKIV_LOG_POLICE, previous);
  for (guint i = 0; i < links->len; i++)
    {
      PakivTraceLink *link = &g_array_index (links, PakivTraceLink, i);

      link->number = i + 1;
      pakiv_trace_link_close (link, previous, pakiv_log_get_signing_secret (log));
      memcpy (previous, link->hash, sizeof previous);
      pakiv_trace_link_write (link, text);
    }
  store (place, text->str, text->len);
}

static void
test_taken_out (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (PakivLog) log = NULL;
  g_autoptr (GArray) links = NULL;
  g_autoptr (PakivTrace) trace = NULL;

  fill (place);
  fill (place);
  log = open_log_as (place, 0);
  links = load_links (place);
  g_assert_cmpuint (links->len, ==, 6);
  g_array_remove_index (links, 2);
  store_links (place, log, links);
  /* Without the officer's key this is a whole chain. */
  g_assert_cmpuint (verify (place), ==, 0);
  trace = read_trace (place);
  assert_warning (trace, "the first is 3");
  g_assert_cmpint (get_entry (trace, 3)->doubt, ==, PAKIV_TRACE_SOUND);
  g_assert_cmpint (get_entry (trace, 2)->doubt, ==, PAKIV_TRACE_UNSIGNED);
}

/* An entry of one's own in the place of another: it is signed, but what came after knew another. */
static void
test_replaced (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (PakivSession) session = unlock (place, 0);
  g_autoptr (PakivSecret) secret = pakiv_session_get_signing_secret (session);
  g_autoptr (PakivClock) clock = pakiv_clock_new ();
  const PakivTracerParts parts = { .station_id = pakiv_desk_get_station_id (place->desk),
                                   .log = PAKIV_LOG_POLICE,
                                   .member = "Ana Ionescu",
                                   .role = PAKIV_ROLE_OFFICER,
                                   .member_secret = secret,
                                   .trace_key = pakiv_desk_get_trace_key (place->desk),
                                   .clock = clock };
  g_autoptr (PakivTracer) tracer = pakiv_tracer_new (&parts);
  const PakivTraceNote note = { .act = PAKIV_ACT_CONSULT, .kind = "talk" };
  g_autoptr (PakivLog) log = NULL;
  g_autoptr (GArray) links = NULL;
  g_autoptr (PakivTrace) trace = NULL;
  PakivTraceLink link = { .number = 2 };

  fill (place);
  log = open_log (place, session);
  links = load_links (place);
  pakiv_trace_seal (tracer, &note, g_array_index (links, PakivTraceLink, 0).hash, &link);
  g_array_index (links, PakivTraceLink, 1) = link;
  store_links (place, log, links);
  g_assert_cmpuint (verify (place), ==, 0);
  trace = read_trace (place);
  g_assert_cmpint (get_entry (trace, 1)->doubt, ==, PAKIV_TRACE_SOUND);
  g_assert_cmpint (get_entry (trace, 0)->doubt, ==, PAKIV_TRACE_UNSIGNED);
  assert_warning (trace, "the first is 3");
}

static void
test_in_anothers_name (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (PakivLog) log = NULL;
  g_autoptr (GArray) links = NULL;
  g_autoptr (PakivTrace) trace = NULL;
  g_autoptr (PakivClock) clock = pakiv_clock_new ();
  g_autoptr (PakivSecret) secret = pakiv_secret_new_random (crypto_sign_SECRETKEYBYTES);
  const PakivTracerParts parts = { .station_id = pakiv_desk_get_station_id (place->desk),
                                   .log = PAKIV_LOG_POLICE,
                                   .member = "Sorin",
                                   .role = PAKIV_ROLE_SUPERVISOR,
                                   .member_secret = secret,
                                   .trace_key = pakiv_desk_get_trace_key (place->desk),
                                   .clock = clock };
  g_autoptr (PakivTracer) tracer = pakiv_tracer_new (&parts);
  const PakivTraceNote note = { .act = PAKIV_ACT_CONSULT, .kind = "talk" };
  PakivTraceLink link = { .number = 4 };

  fill (place);
  log = open_log_as (place, 0);
  links = load_links (place);
  pakiv_trace_seal (tracer, &note, g_array_index (links, PakivTraceLink, 2).hash, &link);
  g_array_append_val (links, link);
  store_links (place, log, links);
  g_assert_cmpuint (verify (place), ==, 0);
  trace = read_trace (place);
  g_assert_cmpstr (get_entry (trace, 0)->member, ==, "Sorin");
  g_assert_cmpint (get_entry (trace, 0)->doubt, ==, PAKIV_TRACE_UNSIGNED);
  g_assert_cmpint (get_entry (trace, 1)->doubt, ==, PAKIV_TRACE_SOUND);
  assert_warning (trace, "the first is 4");
}

/* What the officer has seen can't go without the officer seeing that it went. */
static void
test_cut_after_reading (void)
{
  g_autoptr (Place) place = place_new ();
  g_autofree char *text = NULL;
  gsize length;

  fill (place);
  pakiv_trace_free (read_trace (place));
  text = load (place, &length);
  store (place, text, length - PAKIV_TRACE_LINE);
  g_assert_cmpuint (verify (place), ==, 0);
  {
    g_autoptr (PakivTrace) trace = read_trace (place);

    assert_warning (trace, "Entry 3, which was there at the reading of");
    g_assert_nonnull (pakiv_trace_get_last_reading (trace));
  }
  store (place, text, length);
  {
    g_autoptr (PakivTrace) trace = read_trace (place);

    assert_no_warning (trace);
  }
}

static void
test_made_anew_after_reading (void)
{
  g_autoptr (Place) place = place_new ();
  g_autoptr (PakivLog) log = NULL;
  g_autoptr (GArray) links = NULL;
  g_autoptr (PakivTrace) trace = NULL;
  PakivTraceLink link;

  fill (place);
  pakiv_trace_free (read_trace (place));
  log = open_log_as (place, 0);
  links = load_links (place);
  link = g_array_index (links, PakivTraceLink, 0);
  g_array_index (links, PakivTraceLink, 2) = link;
  store_links (place, log, links);
  trace = read_trace (place);
  assert_warning (trace, "Entry 3 is another than at the reading of");
}

static void
test_readings (void)
{
  g_autoptr (Place) place = place_new ();
  g_autofree char *path = g_build_filename (place->folder, "police.seen", NULL);
  g_autofree char *seen = NULL;
  gsize length;

  fill (place);
  pakiv_trace_free (read_trace (place));
  pakiv_trace_free (read_trace (place));
  /* Whoever opens the log next notes how many readings there were. */
  pakiv_log_unref (open_log_as (place, 0));
  pakiv_log_unref (open_log_as (place, 0));
  {
    g_autoptr (PakivTrace) trace = read_trace (place);

    g_assert_cmpstr (get_entry (trace, 0)->detail, ==, PAKIV_DETAIL_READ " 2");
    g_assert_cmpuint (pakiv_trace_get_entries (trace)->len, ==, 4);
    assert_no_warning (trace);
  }
  g_assert_true (g_file_get_contents (path, &seen, &length, NULL));
  seen[length - 100] ^= 1;
  g_assert_true (g_file_set_contents (path, seen, (gssize)length, NULL));
  {
    g_autoptr (PakivTrace) trace = read_trace (place);

    assert_warning (trace, "The list of readings was changed at line 4");
  }
  g_assert_cmpint (g_unlink (path), ==, 0);
  {
    g_autoptr (PakivTrace) trace = read_trace (place);

    assert_warning (trace, "The list of readings was cut: the trace tells of 2");
  }
}

static gpointer
read_often (gpointer data)
{
  for (int i = 0; i < 20; i++)
    pakiv_trace_free (read_trace (data));
  return NULL;
}

/* Two who read at once: no reading takes the place of another. */
static void
test_readings_at_once (void)
{
  g_autoptr (Place) place = place_new ();
  GThread *threads[2];
  guint64 broken;
  g_autoptr (GPtrArray) readings = NULL;

  fill (place);
  for (int i = 0; i < 2; i++)
    threads[i] = g_thread_new ("reader", read_often, place);
  for (int i = 0; i < 2; i++)
    g_thread_join (threads[i]);
  readings = pakiv_trace_seen_read (place->desk, PAKIV_LOG_POLICE, &broken);
  g_assert_cmpuint (broken, ==, 0);
  g_assert_cmpuint (readings->len, ==, 40);
}

/* A list that can't be read now is not begun anew: what was read before would be gone. */
static void
test_readings_not_readable (void)
{
  g_autoptr (Place) place = place_new ();
  g_autofree char *path = g_build_filename (place->folder, "police.seen", NULL);
  g_autofree char *before = NULL, *after = NULL;
  g_autoptr (PakivSession) dora = unlock (place, 2);
  g_autoptr (PakivTrace) trace = NULL;
  g_autoptr (GError) error = NULL;
  gsize length = 0, longer = 0;

  fill (place);
  pakiv_trace_free (read_trace (place));
  g_assert_cmpint (truncate (path, PAKIV_FILE_MAX + 1), ==, 0);
  g_assert_true (g_file_get_contents (path, &before, &length, NULL));
  trace = pakiv_trace_open (dora, PAKIV_LOG_POLICE, &error);
  g_assert_null (trace);
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "police.seen"));
  g_assert_true (g_file_get_contents (path, &after, &longer, NULL));
  g_assert_cmpmem (before, length, after, longer);
}

static void
test_export (void)
{
  g_autoptr (Place) place = place_new ();
  g_autofree char *path = g_build_filename (place->folder, "out.csv", NULL);
  g_autofree char *csv = NULL, *seen = NULL;
  g_autoptr (PakivTrace) trace = NULL;
  g_autoptr (GPtrArray) anas = NULL, nobodys = NULL, one = NULL, members = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = NULL;

  fill (place);
  trace = read_trace (place);
  anas = pakiv_trace_select (trace, "Ana Ionescu", NULL, NULL);
  nobodys = pakiv_trace_select (trace, "Sorin", NULL, NULL);
  one = pakiv_trace_select (trace, NULL, "talk", get_entry (trace, 0)->record);
  members = pakiv_trace_list_members (trace);
  g_assert_cmpuint (anas->len, ==, 3);
  g_assert_cmpuint (nobodys->len, ==, 0);
  g_assert_cmpuint (one->len, ==, 1);
  g_assert_cmpuint (members->len, ==, 1);
  g_assert_true (pakiv_trace_export (trace, anas, path, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &csv, NULL, NULL));
  lines = g_strsplit (csv, "\r\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 5);
  g_assert_cmpstr (lines[0], ==,
                   "number,moment,member,role,act,kind,record,purpose,recipient,detail,state");
  g_assert_true (g_str_has_prefix (lines[1], "1,20"));
  g_assert_nonnull (strstr (lines[1], ",Ana Ionescu,officer,collect,talk,"));
  g_assert_true (g_str_has_suffix (lines[1], ",,,,sound"));
  g_clear_pointer (&seen, g_free);
  {
    g_autofree char *list = g_build_filename (place->folder, "police.seen", NULL);

    g_assert_true (g_file_get_contents (list, &seen, NULL, NULL));
    g_assert_nonnull (strstr (seen, "\tDora\texport\t3\t"));
  }
}

/* Keys and members too, and from the first officer on everything is readable, in logs that were
 * open before as well. */
static void
test_members (void)
{
  static PakivMember ana = { .name = (char *)"Ana", .role = PAKIV_ROLE_SUPERVISOR };
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autofree char *folder = fixture_get_path (fixture, "desk");
  g_autoptr (GPtrArray) array = g_ptr_array_new ();
  const char *const words[] = { "the blue bridge" };
  g_autoptr (PakivDesk) desk = NULL;
  g_autoptr (PakivSession) session = NULL, officer = NULL;
  g_autoptr (PakivLog) log = NULL;
  g_autoptr (PakivTrace) trace = NULL, joint = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (array, &ana);
  desk = pakiv_desk_create (folder, "Târgu Nou", array, words, PAKIV_COST_TEST, &error);
  g_assert_no_error (error);
  session = pakiv_desk_unlock (desk, "Ana", words[0], &error);
  log = pakiv_session_open_log (session, PAKIV_LOG_POLICE, fixture->definitions, fixture->clock,
                                &error);
  g_assert_no_error (error);
  g_free (fixture_add_talk (fixture, log, "2021-04-02", "OLD", "before"));
  pakiv_session_add_member (session, "Dora", PAKIV_ROLE_DPO, "dpo reads it", &error);
  g_assert_no_error (error);
  g_free (fixture_add_talk (fixture, log, "2021-04-02", "OLD", "after"));
  officer = pakiv_desk_unlock (desk, "Dora", "dpo reads it", &error);
  g_assert_no_error (error);
  trace = pakiv_trace_open (officer, PAKIV_LOG_POLICE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (pakiv_trace_get_entries (trace)->len, ==, 3);
  assert_warning (trace, "Entries that can’t be read with your key: 1, the first is 1.");
  g_assert_cmpint (get_entry (trace, 2)->doubt, ==, PAKIV_TRACE_UNREADABLE);
  g_assert_cmpstr (get_entry (trace, 1)->detail, ==, PAKIV_DETAIL_MEMBER_ADDED);
  g_assert_cmpstr (get_entry (trace, 1)->recipient, ==, "Dora");
  g_assert_cmpint (get_entry (trace, 0)->act, ==, PAKIV_ACT_COLLECT);
  g_assert_cmpint (get_entry (trace, 0)->doubt, ==, PAKIV_TRACE_SOUND);
  joint = pakiv_trace_open (officer, PAKIV_LOG_JOINT, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (get_entry (joint, 0)->detail, ==, PAKIV_DETAIL_MEMBER_ADDED);
}

/* The table itself refuses. */
static void
test_table (void)
{
  const char *const statements[] = { "UPDATE trace SET hash = x'00'", "DELETE FROM trace",
                                     "DELETE FROM trace WHERE number = 2",
                                     "INSERT OR REPLACE INTO trace VALUES (1, x'00', x'00', x'00')",
                                     "INSERT INTO trace VALUES (9, x'00', x'00', x'00')" };
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autofree char *path = fixture_get_path (fixture, "test.log");
  g_autoptr (PakivSecret) secret = pakiv_secret_new_random (crypto_sign_SECRETKEYBYTES);
  const PakivTracerParts parts = { .station_id = "station",
                                   .log = PAKIV_LOG_POLICE,
                                   .member = "Ana",
                                   .role = PAKIV_ROLE_OFFICER,
                                   .member_secret = secret,
                                   .clock = fixture->clock };
  g_autoptr (PakivTracer) tracer = pakiv_tracer_new (&parts);
  g_autoptr (PakivLog) log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  g_autoptr (PakivSql) sql = NULL;
  g_autofree char *n = NULL;

  g_assert_true (pakiv_log_set_tracer (log, tracer, NULL));
  for (int i = 0; i < 3; i++)
    g_free (fixture_add_talk (fixture, log, "2021-04-02", "OLD", "one"));
  sql = pakiv_sql_open (path, fixture_key, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", statements[i]);
      g_assert_false (pakiv_sql_execute (sql, statements[i], &error));
      g_assert_nonnull (strstr (error->message, "the trace"));
    }
  n = pakiv_sql_get_text (sql, "SELECT count(*) || ' ' || max (number) FROM trace", NULL, NULL);
  g_assert_cmpstr (n, ==, "3 3");
}

/* Whatever the texts are, an entry has its length and its main parts. */
static void
test_long_texts (void)
{
  g_autofree char *name = g_strnfill (99, 'q');
  g_autofree char *broad = NULL;
  g_autofree char *longest = g_strnfill (3000, '"');
  g_autoptr (GString) letters = g_string_new (NULL);
  g_autoptr (PakivSecret) secret = pakiv_secret_new (crypto_sign_SECRETKEYBYTES);
  g_autoptr (PakivSecret) trace_secret = pakiv_secret_new (crypto_box_SECRETKEYBYTES);
  g_autoptr (PakivClock) clock = pakiv_clock_new_fixed ("2021-03-31");
  g_autoptr (GStringChunk) chunk = g_string_chunk_new (100);
  guint8 trace_key[crypto_box_PUBLICKEYBYTES], signing_key[crypto_sign_PUBLICKEYBYTES];
  guint8 previous[PAKIV_TRACE_HASH] = { 1 };
  const PakivTraceNote note = { .act = PAKIV_ACT_DISCLOSE,
                                .kind = "incident",
                                .record = "4f7d2f5e-1111-4222-8333-444455556666",
                                .recipient = longest,
                                .detail = longest };

  for (int i = 0; i < 100; i++)
    g_string_append (letters, "Ж");
  broad = g_string_free (g_steal_pointer (&letters), FALSE);
  crypto_box_keypair (trace_key, trace_secret);
  crypto_sign_keypair (signing_key, secret);
  for (int i = 0; i < 3; i++)
    {
      const char *const names[] = { name, broad, "Ana" };
      const PakivTracerParts parts = { .station_id = "station",
                                       .log = PAKIV_LOG_POLICE,
                                       .member = names[i],
                                       .role = PAKIV_ROLE_SUPERVISOR,
                                       .member_secret = secret,
                                       .trace_key = trace_key,
                                       .clock = clock };
      g_autoptr (PakivTracer) tracer = pakiv_tracer_new (&parts);
      PakivTraceLink link = { .number = 7 };
      PakivTraceEntry entry = { .number = 7 };
      PakivTraceBody body;

      pakiv_trace_seal (tracer, &note, previous, &link);
      g_assert_true (pakiv_trace_unseal (&link, trace_key, trace_secret, &body));
      g_assert_true (pakiv_trace_body_is_signed (&body, 7, previous, signing_key));
      g_assert_false (pakiv_trace_body_is_signed (&body, 8, previous, signing_key));
      g_assert_true (pakiv_trace_body_parse (&body, &entry, chunk));
      g_assert_cmpstr (entry.at, ==, "2021-03-31T12:00:00Z");
      g_assert_cmpstr (entry.record, ==, note.record);
      g_assert_cmpint (entry.act, ==, PAKIV_ACT_DISCLOSE);
      g_assert_cmpint (entry.role, ==, PAKIV_ROLE_SUPERVISOR);
      g_assert_cmpint (strncmp (entry.member, names[i], 3), ==, 0);
      g_assert_true (i != 2 || strcmp (entry.member, "Ana") == 0);
      g_assert_true (g_utf8_validate (entry.member, -1, NULL));
    }
}

static PakivTraceEntry *
add_entry (GPtrArray *entries, const char *member, const char *at, PakivAct act, const char *record)
{
  PakivTraceEntry *entry = g_new0 (PakivTraceEntry, 1);

  entry->number = entries->len + 1;
  entry->member = member;
  entry->at = g_intern_string (at);
  entry->act = act;
  entry->record = record;
  g_ptr_array_add (entries, entry);
  return entry;
}

static void
add_looks (GPtrArray *entries, const char *member, int day, int hour, int n)
{
  for (int i = 0; i < n; i++)
    {
      g_autofree char *at
          = g_strdup_printf ("2021-03-%02dT%02d:%02d:%02dZ", day, hour, i / 60, i % 60);
      g_autofree char *record = g_strdup_printf ("record-%d-%d", day, i);

      add_entry (entries, member, at, PAKIV_ACT_CONSULT, g_intern_string (record));
    }
  {
    g_autofree char *at = g_strdup_printf ("2021-03-%02dT%02d:59:00Z", day, hour);

    add_entry (entries, member, at, PAKIV_ACT_ALTER, "written");
  }
}

static int
count_unusual (GPtrArray *entries, PakivUnusualRule rule, guint *count, guint *usual)
{
  g_autoptr (GPtrArray) found = pakiv_trace_find_unusual (entries);
  int n = 0;

  for (guint i = 0; i < found->len; i++)
    {
      const PakivUnusual *unusual = found->pdata[i];
      g_autofree char *words = pakiv_unusual_describe (unusual);

      g_assert_nonnull (strstr (words, unusual->member));
      if (unusual->rule != rule)
        continue;
      n++;
      *count = unusual->count;
      *usual = unusual->usual;
    }
  return n;
}

static void
test_unusual (void)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (g_free);
  guint count, usual;

  for (int day = 1; day <= 11; day++)
    add_looks (entries, "Ana", day, 10, 9 + day % 3);
  for (int rule = PAKIV_UNUSUAL_LOOKED_MANY; rule <= PAKIV_UNUSUAL_CLOCK; rule++)
    g_assert_cmpint (count_unusual (entries, rule, &count, &usual), ==, 0);

  /* Three times the median of 10 is not yet more than that. */
  add_looks (entries, "Ana", 12, 11, 30);
  g_assert_cmpint (count_unusual (entries, PAKIV_UNUSUAL_LOOKED_MANY, &count, &usual), ==, 0);
  add_looks (entries, "Ana", 13, 11, 31);
  g_assert_cmpint (count_unusual (entries, PAKIV_UNUSUAL_LOOKED_MANY, &count, &usual), ==, 1);
  g_assert_cmpuint (count, ==, 31);
  g_assert_cmpuint (usual, ==, 10);

  g_assert_cmpint (count_unusual (entries, PAKIV_UNUSUAL_HOURS, &count, &usual), ==, 0);
  add_looks (entries, "Ana", 14, 3, 1);
  g_assert_cmpint (count_unusual (entries, PAKIV_UNUSUAL_HOURS, &count, &usual), ==, 1);
  g_assert_cmpuint (count, ==, 3);

  for (int i = 0; i < 10; i++)
    {
      g_autofree char *record = g_strdup_printf ("only-%d", i);

      g_assert_cmpint (count_unusual (entries, PAKIV_UNUSUAL_ONLY_LOOKED, &count, &usual), ==, 0);
      add_entry (entries, "Sorin", "2021-03-20T10:00:00Z", PAKIV_ACT_CONSULT,
                 g_intern_string (record));
    }
  g_assert_cmpint (count_unusual (entries, PAKIV_UNUSUAL_ONLY_LOOKED, &count, &usual), ==, 1);
  g_assert_cmpuint (count, ==, 10);

  for (int day = 20; day < 24; day++)
    {
      g_autofree char *at = g_strdup_printf ("2021-03-%02dT12:00:00Z", day);

      g_assert_cmpint (count_unusual (entries, PAKIV_UNUSUAL_AGAIN, &count, &usual), ==, 0);
      add_entry (entries, "Sorin", at, PAKIV_ACT_CONSULT, "neighbour");
    }
  g_assert_cmpint (count_unusual (entries, PAKIV_UNUSUAL_AGAIN, &count, &usual), ==, 1);
  g_assert_cmpuint (count, ==, 4);
  add_entry (entries, "Sorin", "2021-03-24T12:00:00Z", PAKIV_ACT_ALTER, "neighbour");
  g_assert_cmpint (count_unusual (entries, PAKIV_UNUSUAL_AGAIN, &count, &usual), ==, 0);

  add_entry (entries, "Sorin", "2021-03-24T11:56:00Z", PAKIV_ACT_ALTER, "neighbour");
  g_assert_cmpint (count_unusual (entries, PAKIV_UNUSUAL_CLOCK, &count, &usual), ==, 0);
  add_entry (entries, "Sorin", "2021-03-24T11:40:00Z", PAKIV_ACT_ALTER, "neighbour");
  g_assert_cmpint (count_unusual (entries, PAKIV_UNUSUAL_CLOCK, &count, &usual), ==, 1);
  g_assert_cmpuint (count, ==, 16);
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  fixture_use_memory ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trace/acts", test_acts);
  g_test_add_func ("/trace/moment", test_moment);
  g_test_add_func ("/trace/only-the-officer", test_only_the_officer);
  g_test_add_func ("/trace/sealed", test_sealed);
  g_test_add_func ("/trace/every-byte", test_every_byte);
  g_test_add_func ("/trace/lines", test_lines);
  g_test_add_func ("/trace/other-desk", test_other_desk);
  g_test_add_func ("/trace/crash", test_crash);
  g_test_add_func ("/trace/crash-before-append", test_crash_before_append);
  g_test_add_func ("/trace/kept-aside", test_kept_aside);
  g_test_add_func ("/trace/bent-while-open", test_bent_while_open);
  g_test_add_func ("/trace/two-programs", test_two_programs);
  g_test_add_func ("/trace/refused", test_refused);
  g_test_add_func ("/trace/looks", test_looks);
  g_test_add_func ("/trace/taken-out", test_taken_out);
  g_test_add_func ("/trace/replaced", test_replaced);
  g_test_add_func ("/trace/in-anothers-name", test_in_anothers_name);
  g_test_add_func ("/trace/cut-after-reading", test_cut_after_reading);
  g_test_add_func ("/trace/made-anew-after-reading", test_made_anew_after_reading);
  g_test_add_func ("/trace/readings", test_readings);
  g_test_add_func ("/trace/readings-at-once", test_readings_at_once);
  g_test_add_func ("/trace/readings-not-readable", test_readings_not_readable);
  g_test_add_func ("/trace/export", test_export);
  g_test_add_func ("/trace/members", test_members);
  g_test_add_func ("/trace/table", test_table);
  g_test_add_func ("/trace/long-texts", test_long_texts);
  g_test_add_func ("/trace/unusual", test_unusual);
  return g_test_run ();
}
