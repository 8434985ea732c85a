/* Days, quarters, roles, definition files, codelists and whole files. */
#include "pakiv-clock.h"
#include "pakiv-codelist.h"
#include "pakiv-day.h"
#include "pakiv-error.h"
#include "pakiv-file.h"
#include "pakiv-period.h"
#include "pakiv-role.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

static void
test_day_valid (void)
{
  const char *const good[] = { "2021-03-31", "2020-02-29", "1900-01-01", "2199-12-31" };
  const char *const bad[]
      = { "2021-02-29",       "2021-13-01", "2021-00-10", "2021-1-1",   "31/03/2021",
          "2021-03-31T00:00", " 2021-03-3", "2021-03-3x", "1899-12-31", "" };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (pakiv_day_is_valid (good[i]));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (pakiv_day_is_valid (bad[i]));
  g_assert_false (pakiv_day_is_valid (NULL));
}

static void
expect_text (char *text, const char *expected)
{
  g_assert_cmpstr (text, ==, expected);
  g_free (text);
}

static void
test_day_arithmetic (void)
{
  expect_text (pakiv_day_add_days ("2020-02-28", 1), "2020-02-29");
  expect_text (pakiv_day_add_days ("2021-01-01", -1), "2020-12-31");
  expect_text (pakiv_day_add_days ("2021-03-31", 0), "2021-03-31");
  expect_text (pakiv_day_add_months ("2021-01-31", 1), "2021-02-28");
  expect_text (pakiv_day_add_months ("2021-03-31", 24), "2023-03-31");
  expect_text (pakiv_day_add_months ("2021-03-31", -1), "2021-02-28");
}

static void
test_day_words (void)
{
  g_autofree char *words = pakiv_day_to_words ("2021-03-31");

  g_assert_nonnull (strstr (words, "31"));
  expect_text (pakiv_day_to_words ("no day"), "no day");
}

static void
test_clock (void)
{
  g_autoptr (PakivClock) fixed = pakiv_clock_new_fixed ("2021-04-01");
  g_autoptr (PakivClock) real = pakiv_clock_new ();
  g_autofree char *today = pakiv_clock_get_day (real);

  expect_text (pakiv_clock_get_day (fixed), "2021-04-01");
  expect_text (pakiv_clock_get_moment (fixed), "2021-04-01T12:00:00Z");
  g_assert_true (pakiv_day_is_valid (today));
  g_assert_cmpstr (today, >, "2024-01-01");
}

static void
expect_no_period (const char *text)
{
  g_autoptr (GError) error = NULL;
  PakivPeriod period = { 7, 7 };

  g_assert_false (pakiv_period_parse (text, &period, &error));
  g_assert_error (error, PAKIV_ERROR, PAKIV_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, text));
  g_assert_cmpint (period.year, ==, 7);
}

static void
test_period_parse (void)
{
  const char *const bad[] = { "2021-Q0",  "2021-Q5", "2021Q1", "2021-q1", "0021-Q1",
                              "2021-Q11", "21-Q1",   "",       "x021-Q1" };
  g_autoptr (GError) error = NULL;
  PakivPeriod period;

  g_assert_true (pakiv_period_parse ("2021-Q4", &period, &error));
  g_assert_no_error (error);
  g_assert_cmpint (period.year, ==, 2021);
  g_assert_cmpint (period.quarter, ==, 4);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    expect_no_period (bad[i]);
  g_assert_false (pakiv_period_parse (NULL, &period, NULL));
}

static void
test_period_days (void)
{
  const struct
  {
    const char *day, *period, *last, *words;
  } rows[] = {
    { "2021-01-01", "2021-Q1", "2021-03-31", "January to March 2021" },
    { "2021-03-31", "2021-Q1", "2021-03-31", "January to March 2021" },
    { "2021-04-01", "2021-Q2", "2021-06-30", "April to June 2021" },
    { "2020-09-30", "2020-Q3", "2020-09-30", "July to September 2020" },
    { "2020-12-31", "2020-Q4", "2020-12-31", "October to December 2020" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      PakivPeriod period = pakiv_period_of_day (rows[i].day);

      expect_text (pakiv_period_to_string (period), rows[i].period);
      expect_text (pakiv_period_last_day (period), rows[i].last);
      expect_text (pakiv_period_to_words (period), rows[i].words);
    }
}

static void
test_period_order (void)
{
  PakivPeriod period = { 2020, 4 };
  PakivPeriod next = pakiv_period_next (period);
  PakivPeriod back = pakiv_period_previous (next);

  expect_text (pakiv_period_to_string (next), "2021-Q1");
  expect_text (pakiv_period_to_string (pakiv_period_next (next)), "2021-Q2");
  g_assert_cmpint (pakiv_period_compare (period, next), <, 0);
  g_assert_cmpint (pakiv_period_compare (next, period), >, 0);
  g_assert_cmpint (pakiv_period_compare (back, period), ==, 0);
}

/* Covenant 3: which role may hold the key of which log, written out in full. */
static void
test_role_logs (void)
{
  const gboolean may[PAKIV_N_ROLES][PAKIV_N_LOGS] = {
    [PAKIV_ROLE_OFFICER] = { TRUE, FALSE, TRUE },
    [PAKIV_ROLE_SUPERVISOR] = { TRUE, FALSE, TRUE },
    [PAKIV_ROLE_MEDIATOR] = { FALSE, TRUE, TRUE },
    [PAKIV_ROLE_DPO] = { FALSE, FALSE, FALSE },
  };

  for (int role = 0; role < PAKIV_N_ROLES; role++)
    for (int log = 0; log < PAKIV_N_LOGS; log++)
      g_assert_true (pakiv_role_may_hold (role, log) == may[role][log]);
}

static void
test_role_words (void)
{
  PakivRole role;
  PakivLogId log;

  for (int i = 0; i < PAKIV_N_ROLES; i++)
    {
      g_assert_true (pakiv_role_from_string (pakiv_role_to_string (i), &role));
      g_assert_cmpint (role, ==, i);
      g_assert_nonnull (pakiv_role_get_label (i));
    }
  for (int i = 0; i < PAKIV_N_LOGS; i++)
    {
      g_assert_true (pakiv_log_id_from_string (pakiv_log_id_to_string (i), &log));
      g_assert_cmpint (log, ==, i);
      g_assert_nonnull (pakiv_log_id_get_label (i));
    }
  g_assert_false (pakiv_role_from_string ("Officer", &role));
  g_assert_false (pakiv_role_from_string (NULL, &role));
  g_assert_false (pakiv_log_id_from_string ("", &log));
  g_assert_false (pakiv_role_get_own_log (PAKIV_ROLE_DPO, &log));
}

static PakivXml *
parse_xml (const char *text)
{
  g_autoptr (GError) error = NULL;
  PakivXml *xml = pakiv_xml_parse (text, strlen (text), "test.xml", &error);

  g_assert_no_error (error);
  return xml;
}

static void
test_xml_tree (void)
{
  g_autoptr (PakivXml) xml
      = parse_xml ("<?xml version='1.0'?>\n<!-- c -->\n<a x='1' y='yes' z=' p  q\tr '>\n"
                   "  <b>one\n   two &amp; three</b>\n  <c/>\n</a>");
  g_auto (GStrv) words = pakiv_xml_get_words (xml, "z");
  g_auto (GStrv) none = pakiv_xml_get_words (xml, "absent");
  g_autofree char *joined = g_strjoinv (",", words);

  g_assert_cmpstr (xml->name, ==, "a");
  g_assert_cmpint (xml->line, ==, 3);
  g_assert_cmpstr (pakiv_xml_get (xml, "x"), ==, "1");
  g_assert_true (pakiv_xml_get_boolean (xml, "y"));
  g_assert_false (pakiv_xml_get_boolean (xml, "x"));
  g_assert_cmpstr (joined, ==, "p,q,r");
  g_assert_cmpuint (g_strv_length (none), ==, 0);
  g_assert_cmpstr (pakiv_xml_child_text (xml, "b"), ==, "one two & three");
  g_assert_cmpstr (pakiv_xml_child_text (xml, "c"), ==, "");
  g_assert_null (pakiv_xml_child_text (xml, "d"));
  g_assert_cmpint (((PakivXml *)xml->children->pdata[1])->line, ==, 6);
}

static void
expect_no_xml (const char *text, const char *line)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (pakiv_xml_parse (text, strlen (text), "test.xml", &error));
  g_assert_error (error, PAKIV_ERROR, PAKIV_ERROR_FORMAT);
  g_assert_nonnull (strstr (error->message, "test.xml"));
  g_assert_nonnull (strstr (error->message, line));
}

static void
test_xml_errors (void)
{
  g_autoptr (PakivXml) xml = parse_xml ("<a>\n\n<b x=''/></a>");
  g_autoptr (GString) deep = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  expect_no_xml ("<a>\n<b>\n</a>", "line 3");
  expect_no_xml ("<a>\n\n&wrong;</a>", "line 3");
  expect_no_xml ("<a>", "");
  expect_no_xml ("", "");
  expect_no_xml ("<a>\xFF</a>", "");
  for (guint i = 0; i < 2000000; i++)
    g_string_append (deep, "<a>");
  expect_no_xml (deep->str, "too deep");
  g_assert_null (pakiv_xml_require (pakiv_xml_find (xml, "b"), "x", &error));
  g_assert_error (error, PAKIV_ERROR, PAKIV_ERROR_FORMAT);
  g_assert_true (g_str_has_prefix (error->message, "test.xml, line 3: "));
}

static const char list_text[]
    = "<codelist id='district'>\n"
      " <label>District</label>\n"
      " <group id='OLD'><label>Old town</label></group>\n"
      " <code id='N' in='OLD'><label>North</label><hint>h</hint></code>\n"
      " <code id='S' in='OLD OUTER' typed='no'><label>South</label></code>\n"
      " <code id='U' not-stated='yes'><label>Not stated</label></code>\n"
      "</codelist>";

static void
test_codelist (void)
{
  g_autoptr (PakivXml) xml = parse_xml (list_text);
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivCodelist) list = pakiv_codelist_new_from_xml (xml, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (list->codes->len, ==, 3);
  g_assert_cmpuint (list->groups->len, ==, 1);
  g_assert_cmpstr (list->not_stated, ==, "U");
  g_assert_true (pakiv_codelist_is_in (list, "N", "OLD"));
  g_assert_false (pakiv_codelist_is_in (list, "U", "OLD"));
  g_assert_false (pakiv_codelist_is_in (list, "X", "OLD"));
  g_assert_true (pakiv_codelist_has_group (list, "OLD"));
  g_assert_null (pakiv_codelist_find (list, "OLD"));
  g_assert_false (pakiv_codelist_find (list, "S")->typed);
  g_assert_cmpstr (pakiv_codelist_get_label (list, "S"), ==, "South");
  g_assert_cmpstr (pakiv_codelist_get_label (list, "OLD"), ==, "Old town");
  g_assert_cmpstr (pakiv_codelist_get_label (list, "X"), ==, "X");
  g_assert_cmpstr (pakiv_code_get_hint (pakiv_codelist_find (list, "N")), ==, "h");
}

static void
expect_no_codelist (const char *text, const char *where)
{
  g_autoptr (PakivXml) xml = parse_xml (text);
  g_autoptr (GError) error = NULL;

  g_assert_null (pakiv_codelist_new_from_xml (xml, &error));
  g_assert_error (error, PAKIV_ERROR, PAKIV_ERROR_FORMAT);
  g_assert_true (g_str_has_prefix (error->message, where));
}

static void
test_codelist_errors (void)
{
  expect_no_codelist ("<kind/>", "test.xml, line 1: ");
  expect_no_codelist ("<codelist/>", "test.xml, line 1: ");
  expect_no_codelist ("<codelist id='x'>\n<code id='A'/></codelist>", "test.xml, line 2: ");
  expect_no_codelist ("<codelist id='x'>\n<code id='a'><label>a</label></code></codelist>",
                      "test.xml, line 2: ");
  expect_no_codelist ("<codelist id='x'><code id='A'><label>a</label></code>\n"
                      "<code id='A'><label>b</label></code></codelist>",
                      "test.xml, line 2: ");
  expect_no_codelist ("<codelist id='x'><code id='A'><label>a</label></code>\n"
                      "<group id='A'><label>b</label></group></codelist>",
                      "test.xml, line 2: ");
}

static void
test_codelists_folder (void)
{
  g_autofree char *folder = g_dir_make_tmp ("pakiv-base-XXXXXX", NULL);
  g_autofree char *good = g_build_filename (folder, "district.xml", NULL);
  g_autofree char *none = g_build_filename (folder, "none", NULL);
  g_autoptr (GHashTable) lists = pakiv_codelists_new ();
  g_autoptr (GError) error = NULL;
  PakivCodelist *list;

  g_assert_true (g_file_set_contents (good, list_text, -1, NULL));
  g_assert_true (pakiv_codelists_load (lists, folder, &error));
  g_assert_true (pakiv_codelists_load (lists, none, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (g_hash_table_size (lists), ==, 1);

  /* A list of the same id takes the place of the first. */
  g_assert_true (g_file_set_contents (
      good, "<codelist id='district'><code id='E'><label>East</label></code></codelist>", -1,
      NULL));
  g_assert_true (pakiv_codelists_load (lists, folder, &error));
  g_assert_no_error (error);
  list = g_hash_table_lookup (lists, "district");
  g_assert_cmpuint (list->codes->len, ==, 1);

  g_assert_true (g_file_set_contents (good, "<codelist", -1, NULL));
  g_assert_false (pakiv_codelists_load (lists, folder, &error));
  g_assert_error (error, PAKIV_ERROR, PAKIV_ERROR_FORMAT);
  g_unlink (good);
  g_rmdir (folder);
}

static void
test_file_write_and_read (void)
{
  g_autofree char *folder = g_dir_make_tmp ("pakiv-base-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "a.json", NULL);
  g_autofree char *nowhere = g_build_filename (folder, "no", "a.json", NULL);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("hello", 5);
  g_autoptr (GBytes) empty = g_bytes_new_static (NULL, 0);
  g_autoptr (GBytes) back = NULL;
  g_autoptr (GError) error = NULL;
  GStatBuf status;

  g_assert_true (pakiv_file_write (path, bytes, 0600, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  back = pakiv_file_read (path, 5, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (back, bytes));
  g_assert_null (pakiv_file_read (path, 4, &error));
  g_assert_error (error, PAKIV_ERROR, PAKIV_ERROR_TOO_LARGE);
  g_clear_error (&error);
  g_assert_null (pakiv_file_read (nowhere, 4, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_assert_nonnull (strstr (error->message, nowhere));
  g_clear_error (&error);
  g_assert_false (pakiv_file_write (nowhere, bytes, 0600, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, nowhere));
  g_assert_true (pakiv_file_write (path, empty, 0600, NULL));
  g_clear_pointer (&back, g_bytes_unref);
  g_clear_error (&error);
  back = pakiv_file_read (path, 5, &error);
  g_assert_no_error (error);
  g_assert_nonnull (g_bytes_get_data (back, NULL));
  g_assert_cmpuint (g_bytes_get_size (back), ==, 0);
  g_unlink (path);
  /* Nothing half-written stays beside it. */
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_valid_text (void)
{
  g_assert_cmpuint (pakiv_file_valid_text ("așb", 4), ==, 4);
  g_assert_cmpuint (pakiv_file_valid_text ("a\0b", 3), ==, 1);
  g_assert_cmpuint (pakiv_file_valid_text ("ab\xFFz", 4), ==, 2);
  g_assert_cmpuint (pakiv_file_valid_text ("", 0), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/day/valid", test_day_valid);
  g_test_add_func ("/base/day/arithmetic", test_day_arithmetic);
  g_test_add_func ("/base/day/words", test_day_words);
  g_test_add_func ("/base/clock", test_clock);
  g_test_add_func ("/base/period/parse", test_period_parse);
  g_test_add_func ("/base/period/days", test_period_days);
  g_test_add_func ("/base/period/order", test_period_order);
  g_test_add_func ("/base/role/logs", test_role_logs);
  g_test_add_func ("/base/role/words", test_role_words);
  g_test_add_func ("/base/xml/tree", test_xml_tree);
  g_test_add_func ("/base/xml/errors", test_xml_errors);
  g_test_add_func ("/base/codelist/read", test_codelist);
  g_test_add_func ("/base/codelist/errors", test_codelist_errors);
  g_test_add_func ("/base/codelist/folder", test_codelists_folder);
  g_test_add_func ("/base/file/write-and-read", test_file_write_and_read);
  g_test_add_func ("/base/file/valid-text", test_valid_text);
  return g_test_run ();
}
