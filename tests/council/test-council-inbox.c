/* What the inbox keeps, and what it refuses. */
#include "pakiv-council-error.h"
#include "pakiv-council-resource.h"
#include "pakiv-inbox-private.h"
#include "pakiv-test-council.h"
#include "pakiv-test-release.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#define OTHER_ID "7b1a0c52-2222-4d55-9c1a-0d8a6f1b7e21"

typedef struct
{
  char *folder;
  char *file;
  PakivInbox *inbox;
  guint8 keys[PAKIV_N_LOGS][PAKIV_MINISIGN_KEY];
} Fixture;

static void
open_on (Fixture *fixture, const char *day)
{
  g_autoptr (PakivClock) clock = pakiv_clock_new_fixed (day);
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&fixture->inbox, pakiv_inbox_free);
  fixture->inbox = pakiv_inbox_open (fixture->folder, clock, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("pakiv-inbox-XXXXXX", NULL);
  fixture->file = g_build_filename (fixture->folder, "inbox.sqlite", NULL);
  for (guint8 i = 0; i < PAKIV_N_LOGS; i++)
    {
      guint8 secret[PAKIV_MINISIGN_SECRET];

      pakiv_test_make_key (i + 1, fixture->keys[i], secret);
    }
  open_on (fixture, "2021-04-02");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->inbox, pakiv_inbox_free);
  pakiv_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->file);
}

static char *
enrol (Fixture *fixture, const char *code, const char *uuid, GError **error)
{
  return pakiv_inbox_enrol (fixture->inbox, code, uuid,
                            (const guint8 (*)[PAKIV_MINISIGN_KEY])fixture->keys, error);
}

static PakivStation *
add_enrolled (Fixture *fixture, const char *name, const char *uuid)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *code = pakiv_inbox_add_station (fixture->inbox, name, &error);
  g_autofree char *token = NULL;
  PakivStation *station;

  g_assert_no_error (error);
  token = enrol (fixture, code, uuid, &error);
  g_assert_no_error (error);
  station = pakiv_inbox_find_station (fixture->inbox, token, &error);
  g_assert_no_error (error);
  g_assert_nonnull (station);
  return station;
}

static PakivReceipt
receive (
    Fixture *fixture, const PakivStation *station, int version, const char *bytes, gboolean dry_run)
{
  g_autoptr (PakivRelease) release = pakiv_test_release_new ("Northfield");
  g_autoptr (GBytes) package = g_bytes_new (bytes, strlen (bytes));
  g_autoptr (GError) error = NULL;
  PakivReceipt receipt;

  release->version = version;
  g_assert_true (
      pakiv_inbox_receive (fixture->inbox, station, release, package, dry_run, &receipt, &error));
  g_assert_no_error (error);
  return receipt;
}

static char *
get_id (int version)
{
  g_autoptr (PakivRelease) release = pakiv_test_release_new ("Northfield");

  release->version = version;
  return pakiv_release_get_id (release);
}

static void
assert_state (Fixture *fixture, int version, const char *state)
{
  g_autofree char *id = get_id (version);
  g_autoptr (PakivEntry) entry = pakiv_inbox_find (fixture->inbox, id, NULL);

  g_assert_nonnull (entry);
  g_assert_cmpstr (entry->state, ==, state);
}

/* --- Stations --- */

static void
test_enrolment (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivStation) station = add_enrolled (fixture, "  Northfield ", PAKIV_TEST_STATION_ID);
  g_autoptr (GPtrArray) stations = pakiv_inbox_list_stations (fixture->inbox, NULL);

  g_assert_cmpstr (station->name, ==, "Northfield");
  g_assert_cmpstr (station->uuid, ==, PAKIV_TEST_STATION_ID);
  g_assert_cmpmem (station->keys, sizeof station->keys, fixture->keys, sizeof fixture->keys);
  g_assert_cmpuint (stations->len, ==, 1);
  g_assert_null (pakiv_inbox_find_station (fixture->inbox, "no such token", NULL));
}

static void
test_code_is_good_once (Fixture *fixture, gconstpointer data)
{
  g_autofree char *code = pakiv_inbox_add_station (fixture->inbox, "Northfield", NULL);
  g_autofree char *token = enrol (fixture, code, PAKIV_TEST_STATION_ID, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (token);
  g_assert_null (enrol (fixture, code, PAKIV_TEST_STATION_ID, &error));
  g_assert_error (error, PAKIV_COUNCIL_ERROR, PAKIV_COUNCIL_ERROR_CODE);
}

static void
test_code_runs_out (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = pakiv_inbox_add_station (fixture->inbox, "Northfield", NULL);
  g_autofree char *second = pakiv_inbox_add_station (fixture->inbox, "Southfield", NULL);
  g_autofree char *token = NULL;
  g_autoptr (GError) error = NULL;

  open_on (fixture, "2021-04-16");
  token = enrol (fixture, first, PAKIV_TEST_STATION_ID, &error);
  g_assert_no_error (error);
  open_on (fixture, "2021-04-17");
  g_assert_null (enrol (fixture, second, OTHER_ID, &error));
  g_assert_error (error, PAKIV_COUNCIL_ERROR, PAKIV_COUNCIL_ERROR_CODE);
}

static void
test_new_code_replaces_unused_one (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = pakiv_inbox_add_station (fixture->inbox, "Northfield", NULL);
  g_autofree char *second = pakiv_inbox_add_station (fixture->inbox, "NORTHFIELD", NULL);
  g_autofree char *token = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (enrol (fixture, first, PAKIV_TEST_STATION_ID, &error));
  g_assert_error (error, PAKIV_COUNCIL_ERROR, PAKIV_COUNCIL_ERROR_CODE);
  g_clear_error (&error);
  token = enrol (fixture, second, PAKIV_TEST_STATION_ID, &error);
  g_assert_no_error (error);
}

static void
test_one_desk_is_one_station (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivStation) north = add_enrolled (fixture, "Northfield", PAKIV_TEST_STATION_ID);
  g_autofree char *code = pakiv_inbox_add_station (fixture->inbox, "Southfield", NULL);
  g_autofree char *token = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (enrol (fixture, code, PAKIV_TEST_STATION_ID, &error));
  g_assert_error (error, PAKIV_COUNCIL_ERROR, PAKIV_COUNCIL_ERROR_TAKEN);
  g_clear_error (&error);
  /* The refusal did not use the code up. */
  token = enrol (fixture, code, OTHER_ID, &error);
  g_assert_no_error (error);
}

static void
test_names (Fixture *fixture, gconstpointer data)
{
  g_autofree char *long_name = g_strnfill (101, 'x');
  const char *bad[] = { "", "  ", "two\nlines", "\xff\xfe", long_name };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (pakiv_inbox_add_station (fixture->inbox, bad[i], &error));
      g_assert_error (error, PAKIV_COUNCIL_ERROR, PAKIV_COUNCIL_ERROR_SETUP);
    }
}

/* Nothing that opens a door stands in the file. */
static void
test_secrets_are_hashed (Fixture *fixture, gconstpointer data)
{
  g_autofree char *used = pakiv_inbox_add_station (fixture->inbox, "Northfield", NULL);
  g_autofree char *unused = pakiv_inbox_add_station (fixture->inbox, "Southfield", NULL);
  g_autofree char *token = enrol (fixture, used, PAKIV_TEST_STATION_ID, NULL);
  g_autofree char *bytes = NULL;
  gsize size;

  g_clear_pointer (&fixture->inbox, pakiv_inbox_free);
  g_assert_true (g_file_get_contents (fixture->file, &bytes, &size, NULL));
  g_assert_null (memmem (bytes, size, token, strlen (token)));
  g_assert_null (memmem (bytes, size, used, strlen (used)));
  g_assert_null (memmem (bytes, size, unused, strlen (unused)));
  g_assert_nonnull (memmem (bytes, size, "Southfield", 10));
}

/* --- Releases --- */

static void
test_receive (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivStation) station = add_enrolled (fixture, "Northfield", PAKIV_TEST_STATION_ID);
  g_autofree char *id = get_id (1);
  g_autoptr (PakivEntry) entry = NULL;
  g_autoptr (GBytes) package = NULL;

  g_assert_cmpint (receive (fixture, station, 1, "first", FALSE), ==, PAKIV_RECEIPT_NEW);
  g_assert_cmpint (receive (fixture, station, 1, "first", FALSE), ==, PAKIV_RECEIPT_ALREADY);
  g_assert_cmpint (receive (fixture, station, 1, "other", FALSE), ==, PAKIV_RECEIPT_CONFLICT);
  entry = pakiv_inbox_find (fixture->inbox, id, NULL);
  g_assert_cmpstr (entry->station, ==, "Northfield");
  g_assert_cmpint (entry->log, ==, PAKIV_LOG_POLICE);
  g_assert_cmpint (entry->period.year, ==, 2021);
  g_assert_cmpstr (entry->received_at, ==, "2021-04-02T12:00:00Z");
  g_assert_cmpuint (entry->headlines->len, ==, 2);
  package = pakiv_inbox_get_package (fixture->inbox, id, NULL);
  g_assert_cmpmem (g_bytes_get_data (package, NULL), g_bytes_get_size (package), "first", 5);
}

static void
test_dry_run_writes_nothing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivStation) station = add_enrolled (fixture, "Northfield", PAKIV_TEST_STATION_ID);
  g_autofree char *id = get_id (1);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (receive (fixture, station, 1, "first", TRUE), ==, PAKIV_RECEIPT_NEW);
  g_assert_null (pakiv_inbox_find (fixture->inbox, id, &error));
  g_assert_no_error (error);
  receive (fixture, station, 1, "first", FALSE);
  g_assert_cmpint (receive (fixture, station, 1, "other", TRUE), ==, PAKIV_RECEIPT_CONFLICT);
}

/* One release for each station, log and quarter, by whatever id the second one comes. */
static void
test_second_release_is_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivStation) station = add_enrolled (fixture, "Northfield", PAKIV_TEST_STATION_ID);
  g_autoptr (GPtrArray) shown = NULL;
  g_autofree char *id = get_id (2);
  g_autofree char *later = get_id (3);

  receive (fixture, station, 2, "first", FALSE);
  g_assert_cmpint (receive (fixture, station, 3, "first", TRUE), ==, PAKIV_RECEIPT_SECOND);
  g_assert_cmpint (receive (fixture, station, 3, "first", FALSE), ==, PAKIV_RECEIPT_SECOND);
  g_assert_cmpint (receive (fixture, station, 1, "earlier", FALSE), ==, PAKIV_RECEIPT_SECOND);
  g_assert_cmpint (receive (fixture, station, 2, "first", FALSE), ==, PAKIV_RECEIPT_ALREADY);
  assert_state (fixture, 2, "received");
  g_assert_null (pakiv_inbox_find (fixture->inbox, later, NULL));
  shown = pakiv_inbox_list (fixture->inbox, NULL, 8, NULL);
  g_assert_cmpuint (shown->len, ==, 1);
  g_assert_cmpstr (((PakivEntry *)shown->pdata[0])->id, ==, id);
}

/* A desk that enrolled anew calls itself by another id; the station is the same to the council. */
static void
test_second_release_of_a_new_desk_is_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivStation) station = add_enrolled (fixture, "Northfield", PAKIV_TEST_STATION_ID);
  g_autoptr (PakivRelease) release = pakiv_test_release_new ("Northfield");
  g_autoptr (GBytes) package = g_bytes_new_static ("second", 6);
  PakivReceipt receipt;

  receive (fixture, station, 1, "first", FALSE);
  g_free (release->station_id);
  release->station_id = g_strdup ("00000000-0000-4000-8000-000000000000");
  g_assert_true (
      pakiv_inbox_receive (fixture->inbox, station, release, package, FALSE, &receipt, NULL));
  g_assert_cmpint (receipt, ==, PAKIV_RECEIPT_SECOND);
  /* Another log of the same quarter is another release. */
  release->log = PAKIV_LOG_JOINT;
  g_assert_true (
      pakiv_inbox_receive (fixture->inbox, station, release, package, FALSE, &receipt, NULL));
  g_assert_cmpint (receipt, ==, PAKIV_RECEIPT_NEW);
}

static void
test_list_pages_by_quarter (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivStation) station = add_enrolled (fixture, "Northfield", PAKIV_TEST_STATION_ID);
  g_autoptr (GPtrArray) newest = NULL;
  g_autoptr (GPtrArray) older = NULL;

  for (int quarter = 1; quarter <= 4; quarter++)
    {
      g_autoptr (PakivRelease) release = pakiv_test_release_new ("Northfield");
      g_autoptr (GBytes) bytes = g_bytes_new (&quarter, sizeof quarter);
      PakivReceipt receipt;

      release->period.quarter = quarter;
      g_assert_true (
          pakiv_inbox_receive (fixture->inbox, station, release, bytes, FALSE, &receipt, NULL));
    }
  newest = pakiv_inbox_list (fixture->inbox, NULL, 3, NULL);
  g_assert_cmpuint (newest->len, ==, 3);
  g_assert_cmpint (((PakivEntry *)newest->pdata[0])->period.quarter, ==, 4);
  older = pakiv_inbox_list (fixture->inbox, "2021-Q2", 3, NULL);
  g_assert_cmpuint (older->len, ==, 1);
  g_assert_cmpint (((PakivEntry *)older->pdata[0])->period.quarter, ==, 1);
}

/* --- The file --- */

static void
execute (const char *file, const char *sql, int expected)
{
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (file, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, expected);
  sqlite3_close (db);
}

static void
test_received_is_never_changed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivStation) station = add_enrolled (fixture, "Northfield", PAKIV_TEST_STATION_ID);

  receive (fixture, station, 1, "first", FALSE);
  execute (fixture->file, "UPDATE release SET package = x'00'", SQLITE_CONSTRAINT);
  execute (fixture->file, "UPDATE release SET version = 9", SQLITE_CONSTRAINT);
  execute (fixture->file, "DELETE FROM release", SQLITE_CONSTRAINT);
  execute (fixture->file, "UPDATE release SET state = 'lost'", SQLITE_CONSTRAINT);
  execute (fixture->file, "UPDATE release SET state = 'published'", SQLITE_OK);
}

#define SECOND_VERSION \
  "INSERT INTO release (id, station, log, period, version, received_at, state, digest, package)" \
  " SELECT 'second', station, log, period, 2, received_at, 'received', digest, package" \
  " FROM release; UPDATE release SET state = 'superseded' WHERE version = 1"

static void
test_versions (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivStation) station = add_enrolled (fixture, "Northfield", PAKIV_TEST_STATION_ID);
  g_autoptr (GPtrArray) shown = NULL;
  g_autoptr (GPtrArray) versions = NULL;

  receive (fixture, station, 1, "first", FALSE);
  execute (fixture->file, SECOND_VERSION, SQLITE_OK);
  shown = pakiv_inbox_list (fixture->inbox, NULL, 8, NULL);
  g_assert_cmpuint (shown->len, ==, 1);
  versions = pakiv_inbox_list_versions (fixture->inbox, shown->pdata[0], NULL);
  g_assert_cmpuint (versions->len, ==, 2);
  g_assert_cmpint (((PakivEntry *)versions->pdata[0])->version, ==, 2);
  assert_state (fixture, 1, "superseded");
}

static void
assert_refused (Fixture *fixture, int code)
{
  g_autoptr (PakivClock) clock = pakiv_clock_new_fixed ("2021-04-02");
  g_autoptr (GError) error = NULL;

  g_assert_null (pakiv_inbox_open (fixture->folder, clock, &error));
  g_assert_error (error, PAKIV_COUNCIL_ERROR, code);
  g_assert_nonnull (strstr (error->message, "inbox"));
}

static void
test_newer_schema_is_refused (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->inbox, pakiv_inbox_free);
  execute (fixture->file, "PRAGMA user_version = 2", SQLITE_OK);
  assert_refused (fixture, PAKIV_COUNCIL_ERROR_NEWER);
}

static void
test_other_database_is_refused (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->inbox, pakiv_inbox_free);
  execute (fixture->file, "PRAGMA application_id = 7", SQLITE_OK);
  assert_refused (fixture, PAKIV_COUNCIL_ERROR_STORAGE);
  g_assert_true (g_file_set_contents (fixture->file, "This is not a database at all.", -1, NULL));
  assert_refused (fixture, PAKIV_COUNCIL_ERROR_STORAGE);
}

static void
test_full_disk_keeps_nothing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivStation) station = add_enrolled (fixture, "Northfield", PAKIV_TEST_STATION_ID);
  g_autoptr (PakivRelease) release = pakiv_test_release_new ("Northfield");
  g_autofree char *id = pakiv_release_get_id (release);
  g_autofree guint8 *zeros = g_malloc0 (4 << 20);
  g_autoptr (GBytes) package = g_bytes_new (zeros, 4 << 20);
  g_autoptr (GError) error = NULL;
  PakivReceipt receipt;

  g_assert_true (pakiv_inbox_sql_run (fixture->inbox->db, "PRAGMA max_page_count = 100", NULL));
  g_assert_false (
      pakiv_inbox_receive (fixture->inbox, station, release, package, FALSE, &receipt, &error));
  g_assert_error (error, PAKIV_COUNCIL_ERROR, PAKIV_COUNCIL_ERROR_NO_SPACE);
  g_assert_null (pakiv_inbox_find (fixture->inbox, id, NULL));
  g_assert_cmpint (receive (fixture, station, 1, "small", FALSE), ==, PAKIV_RECEIPT_NEW);
}

#define ADD(name, function) \
  g_test_add ("/council/inbox/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_resources_register (pakiv_council_get_resource ());
  ADD ("enrolment", test_enrolment);
  ADD ("code-once", test_code_is_good_once);
  ADD ("code-runs-out", test_code_runs_out);
  ADD ("new-code", test_new_code_replaces_unused_one);
  ADD ("one-desk", test_one_desk_is_one_station);
  ADD ("names", test_names);
  ADD ("secrets-hashed", test_secrets_are_hashed);
  ADD ("receive", test_receive);
  ADD ("dry-run", test_dry_run_writes_nothing);
  ADD ("versions", test_versions);
  ADD ("second", test_second_release_is_refused);
  ADD ("second-of-a-new-desk", test_second_release_of_a_new_desk_is_refused);
  ADD ("pages", test_list_pages_by_quarter);
  ADD ("never-changed", test_received_is_never_changed);
  ADD ("newer", test_newer_schema_is_refused);
  ADD ("not-an-inbox", test_other_database_is_refused);
  ADD ("full-disk", test_full_disk_keeps_nothing);
  return g_test_run ();
}
