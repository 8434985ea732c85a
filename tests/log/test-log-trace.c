/* The trace: every look and change leaves an entry that only the data-protection officer reads and
 * anybody can check. */
#include "trace-fixture.h"

#include "pakiv-members.h"
#include "pakiv-session-private.h"
#include "pakiv-sql.h"
#include "pakiv-trace-body.h"

#include <string.h>

static void
test_acts (void)
{
  const PakivAct acts[]
      = { PAKIV_ACT_COLLECT, PAKIV_ACT_ALTER,   PAKIV_ACT_CONSULT, PAKIV_ACT_CONSULT,
          PAKIV_ACT_ERASE,   PAKIV_ACT_RESTORE, PAKIV_ACT_DISCLOSE };
  const char *const details[] = { NULL, NULL, "list 1", NULL, NULL, NULL, "export 1" };
  g_autoptr (TracePlace) place = trace_place_new ();
  const PakivKind *kind = place->fixture->talk;
  g_autoptr (PakivSession) session = trace_unlock (place, 0);
  g_autoptr (PakivLog) log = trace_open_log (place, session);
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

  trace = trace_read (place);
  trace_assert_no_warning (trace);
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
  g_autoptr (TracePlace) place = trace_place_new ();
  g_autoptr (GDateTime) before = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) at = NULL;
  g_autoptr (PakivTrace) trace = NULL;

  trace_fill (place);
  trace = trace_read (place);
  at = g_date_time_new_from_iso8601 (trace_get_entry (trace, 0)->at, NULL);
  g_assert_nonnull (at);
  g_assert_cmpint (ABS (g_date_time_difference (at, before)), <, 2 * G_TIME_SPAN_HOUR);
}

static void
test_only_the_officer (void)
{
  g_autoptr (TracePlace) place = trace_place_new ();

  trace_fill (place);
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (PakivSession) session = trace_unlock (place, i);
      g_autoptr (GError) error = NULL;

      g_assert_null (pakiv_trace_open (session, PAKIV_LOG_POLICE, &error));
      g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_PASSPHRASE);
    }
  g_assert_cmpuint (trace_verify (place), ==, 0);
}

/* What was not done is not in the trace. */
/* What can't be entered in the trace does not happen, and is not shown. */
static void
test_nothing_without_the_trace (void)
{
  g_autoptr (TracePlace) place = trace_place_new ();
  const PakivKind *talk = place->fixture->talk;
  g_autoptr (PakivSession) session = trace_unlock (place, 0);
  g_autoptr (PakivLog) log = NULL;
  g_autoptr (PakivRecord) other = fixture_new_talk (place->fixture, "2021-04-02", "OLD", "x");
  g_autofree char *path = pakiv_desk_get_log_path (place->folder, PAKIV_LOG_POLICE), *id = NULL;
  g_autoptr (PakivSecret) key = NULL;
  g_autoptr (PakivSql) sql = NULL;
  g_autoptr (GArray) numbers = NULL;
  g_autoptr (GError) error = NULL;
  gint64 number;

  trace_fill (place);
  log = trace_open_log (place, session);
  numbers = pakiv_log_find (log, talk, NULL, &error);
  number = g_array_index (numbers, gint64, 0);
  key = pakiv_session_get_key (session, PAKIV_KEY_POLICE, &error);
  sql = pakiv_sql_open (path, key, &error);
  pakiv_sql_execute (sql,
                     "CREATE TRIGGER odd BEFORE INSERT ON trace "
                     "BEGIN SELECT RAISE (ABORT, 'no room'); END",
                     &error);
  g_assert_no_error (error);

  g_assert_null (pakiv_log_read_one (log, talk, number, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_null (pakiv_log_find (log, talk, "talk", &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_false (pakiv_log_save (log, other, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_FAILED);
  g_clear_error (&error);
  pakiv_sql_execute (sql, "DROP TRIGGER odd", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (fixture_count (log, talk, NULL), ==, 3);
}

static void
test_refused (void)
{
  g_autoptr (TracePlace) place = trace_place_new ();
  g_autoptr (PakivLog) log = trace_open_log_as (place, 0);
  g_autoptr (PakivRecord) record = fixture_new_talk (place->fixture, "2031-04-02", "OLD", "later");
  g_autoptr (GError) error = NULL;

  g_assert_false (pakiv_log_save (log, record, &error));
  g_clear_error (&error);
  g_assert_false (pakiv_log_delete (log, place->fixture->talk, "no such record", &error));
  g_assert_cmpuint (trace_count (place), ==, 0);
}

/* Typing a search, and opening one record twice, are not a look a letter. */
static void
test_looks (void)
{
  g_autoptr (TracePlace) place = trace_place_new ();
  const PakivKind *talk = place->fixture->talk;
  g_autoptr (PakivLog) log = trace_open_log_as (place, 0);
  g_autofree char *one = fixture_add_talk (place->fixture, log, "2021-04-02", "OLD", "bread");
  g_autofree char *two = fixture_add_talk (place->fixture, log, "2021-04-03", "OLD", "brass");
  g_autoptr (PakivTrace) trace = NULL;
  const gint64 first = 1;

  fixture_count (log, talk, NULL);
  fixture_count (log, talk, NULL);
  fixture_count (log, talk, "b");
  fixture_count (log, talk, "br");
  fixture_count (log, talk, "bre");
  g_assert_cmpuint (trace_count (place), ==, 4);
  g_assert_true (pakiv_log_consult (log, talk, one, NULL));
  g_assert_true (pakiv_log_consult (log, talk, one, NULL));
  g_assert_true (pakiv_log_consult (log, talk, two, NULL));
  g_assert_true (pakiv_log_consult (log, talk, one, NULL));
  fixture_count (log, talk, "brea");
  fixture_count (log, talk, "brez");
  /* Reading rows between is no reason to forget what waits. */
  g_ptr_array_unref (pakiv_log_read (log, talk, &first, 1, NULL));
  g_clear_pointer (&log, pakiv_log_unref);
  trace = trace_read (place);
  trace_assert_no_warning (trace);
  g_assert_cmpstr (trace_get_entry (trace, 0)->detail, ==, "search 0");
  g_assert_cmpstr (trace_get_entry (trace, 1)->record, ==, one);
  g_assert_cmpstr (trace_get_entry (trace, 2)->record, ==, two);
  g_assert_cmpstr (trace_get_entry (trace, 3)->record, ==, one);
  g_assert_cmpstr (trace_get_entry (trace, 4)->detail, ==, "search 1");
  g_assert_cmpstr (trace_get_entry (trace, 5)->detail, ==, "search 2");
  g_assert_cmpstr (trace_get_entry (trace, 6)->detail, ==, "list 2");
  g_assert_cmpuint (pakiv_trace_get_entries (trace)->len, ==, 9);
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
  trace_assert_warning (trace, "Entries that can’t be read with your key: 1, the first is 1.");
  g_assert_cmpint (trace_get_entry (trace, 2)->doubt, ==, PAKIV_TRACE_UNREADABLE);
  g_assert_cmpstr (trace_get_entry (trace, 1)->detail, ==, PAKIV_DETAIL_MEMBER_ADDED);
  g_assert_cmpstr (trace_get_entry (trace, 1)->recipient, ==, "Dora");
  g_assert_cmpint (trace_get_entry (trace, 0)->act, ==, PAKIV_ACT_COLLECT);
  g_assert_cmpint (trace_get_entry (trace, 0)->doubt, ==, PAKIV_TRACE_SOUND);
  joint = pakiv_trace_open (officer, PAKIV_LOG_JOINT, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (trace_get_entry (joint, 0)->detail, ==, PAKIV_DETAIL_MEMBER_ADDED);
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

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  fixture_use_memory ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trace/acts", test_acts);
  g_test_add_func ("/trace/moment", test_moment);
  g_test_add_func ("/trace/only-the-officer", test_only_the_officer);
  g_test_add_func ("/trace/nothing-without-the-trace", test_nothing_without_the_trace);
  g_test_add_func ("/trace/refused", test_refused);
  g_test_add_func ("/trace/looks", test_looks);
  g_test_add_func ("/trace/members", test_members);
  g_test_add_func ("/trace/table", test_table);
  g_test_add_func ("/trace/long-texts", test_long_texts);
  return g_test_run ();
}
