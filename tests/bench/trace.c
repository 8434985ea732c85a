/* What the trace costs: an entry when a record is opened, checking the chain, and what the
 * data-protection officer waits. Printed, not judged. An argument: how many entries. */
#include "fixture.h"

#include "pakiv-trace.h"

#include <stdlib.h>

#define ENTRIES 10000

static double
since (gint64 start)
{
  return (double)(g_get_monotonic_time () - start) / 1000;
}

static PakivDesk *
make_desk (const char *folder, const char *const *words)
{
  static PakivMember members[] = { { .name = (char *)"Ana", .role = PAKIV_ROLE_OFFICER },
                                   { .name = (char *)"Dora", .role = PAKIV_ROLE_DPO } };
  g_autoptr (GPtrArray) array = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  PakivDesk *desk;

  g_ptr_array_add (array, &members[0]);
  g_ptr_array_add (array, &members[1]);
  desk = pakiv_desk_create (folder, "Târgu Nou", array, words, PAKIV_COST_TEST, &error);
  g_assert_no_error (error);
  return desk;
}

static void
write_entries (Fixture *fixture, PakivDesk *desk, const char *words, int n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivSession) session = pakiv_desk_unlock (desk, "Ana", words, &error);
  g_autoptr (PakivLog) log = NULL;
  g_autofree char *one = NULL, *other = NULL;
  gint64 start;

  g_assert_no_error (error);
  log = pakiv_session_open_log (session, PAKIV_LOG_POLICE, fixture->definitions, fixture->clock,
                                &error);
  g_assert_no_error (error);
  one = fixture_add_talk (fixture, log, "2021-04-02", "OLD", "bread");
  other = fixture_add_talk (fixture, log, "2021-04-02", "OLD", "salt");
  start = g_get_monotonic_time ();
  for (int i = 2; i < n; i++)
    g_assert_true (pakiv_log_consult (log, fixture->talk, i % 2 ? one : other, NULL));
  g_print ("an entry when a record is opened: %.2f ms\n", since (start) / n);
  g_clear_pointer (&log, pakiv_log_unref);
  start = g_get_monotonic_time ();
  log = pakiv_session_open_log (session, PAKIV_LOG_POLICE, fixture->definitions, fixture->clock,
                                &error);
  g_print ("opening a log of %d entries: %.0f ms\n", n, since (start));
}

static void
read_entries (PakivDesk *desk, const char *words)
{
  g_auto (PakivTraceCheck) check = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivSession) session = pakiv_desk_unlock (desk, "Dora", words, &error);
  g_autoptr (PakivTrace) trace = NULL;
  g_autoptr (GPtrArray) unusual = NULL;
  gint64 start = g_get_monotonic_time ();

  g_assert_no_error (error);
  pakiv_trace_verify (desk, PAKIV_LOG_POLICE, NULL, &check, &error);
  g_assert_no_error (error);
  g_print ("checking %" G_GUINT64_FORMAT " entries: %.0f ms\n", check.entries, since (start));
  start = g_get_monotonic_time ();
  trace = pakiv_trace_open (session, PAKIV_LOG_POLICE, &error);
  g_assert_no_error (error);
  g_print ("the officer opens them: %.0f ms\n", since (start));
  start = g_get_monotonic_time ();
  unusual = pakiv_trace_find_unusual (pakiv_trace_get_entries (trace));
  g_print ("looking for the unusual: %.0f ms, %u found\n", since (start), unusual->len);
}

int
main (int argc, char **argv)
{
  const char *const words[] = { "the blue bridge", "dpo reads it" };
  int n = argc > 1 ? atoi (argv[1]) : ENTRIES;
  g_autoptr (Fixture) fixture = NULL;
  g_autofree char *folder = NULL;
  g_autoptr (PakivDesk) desk = NULL;

  g_test_init (&argc, &argv, NULL);
  fixture = fixture_new ();
  folder = fixture_get_path (fixture, "desk");
  desk = make_desk (folder, words);
  write_entries (fixture, desk, words[0], n);
  read_entries (desk, words[1]);
  return 0;
}
