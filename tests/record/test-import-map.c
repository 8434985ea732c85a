/* Reading outside rows as records, through the maps that are shipped. */
#include "pakiv-csv-reader.h"
#include "pakiv-error.h"
#include "pakiv-file.h"
#include "pakiv-import-map.h"
#include "pakiv-record-csv.h"
#include "pakiv-record-json.h"
#include "pakiv-rules.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

static PakivDefinitions *definitions;

static const char *const stops_header[] = { "Type",
                                            "Date",
                                            "Part of a policing operation",
                                            "Policing operation",
                                            "Latitude",
                                            "Longitude",
                                            "Gender",
                                            "Age range",
                                            "Self-defined ethnicity",
                                            "Officer-defined ethnicity",
                                            "Legislation",
                                            "Object of search",
                                            "Outcome",
                                            "Outcome linked to object of search",
                                            "Removal of more than just outer clothing",
                                            NULL };

static PakivImportMap *
load (const char *name, const char *const *header)
{
  g_autoptr (GError) error = NULL;
  PakivImportMap *map = pakiv_import_map_load (definitions, name, &error);

  g_assert_no_error (error);
  g_assert_true (pakiv_import_map_set_header (map, header, "input.csv", &error));
  g_assert_no_error (error);
  return map;
}

static PakivRecord *
read_row (PakivImportMap *map, const char *row)
{
  g_auto (GStrv) fields = g_strsplit (row, ",", -1);
  g_autoptr (GError) error = NULL;
  PakivRecord *record = pakiv_import_map_read (map, (const char *const *)fields, &error);

  g_assert_no_error (error);
  pakiv_rules_normalise (record);
  g_assert_true (pakiv_rules_accept (record, PAKIV_RULES_IMPORTED, "2026-01-01", &error));
  g_assert_no_error (error);
  return record;
}

static void
expect_json (PakivImportMap *map, const char *row, const char *json)
{
  g_autoptr (PakivRecord) record = read_row (map, row);
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivRecord) expected = pakiv_record_from_json (record->kind, json, -1, &error);

  g_assert_no_error (error);
  g_assert_true (pakiv_record_equal (record, expected));
}

static void
test_stops (void)
{
  g_autoptr (PakivImportMap) map = load ("uk-stops", stops_header);

  g_assert_cmpstr (pakiv_import_map_get_kind (map)->id, ==, "contact");
  g_assert_false (pakiv_import_map_has_key (map));
  expect_json (
      map,
      "Person search,2021-01-15T06:13:00+00:00,,,53.29,-3.57,Male,18-24,"
      "White - Gypsy or Irish Traveller,White,"
      "Police and Criminal Evidence Act 1984 (section 1),Offensive weapons,Arrest,True,0.0",
      "{\"date\":\"2021-01-15\",\"time_band\":\"MORNING\",\"type\":\"SEARCH\","
      "\"gender\":\"M\",\"age\":\"18_24\",\"ground\":\"OFF_SUSP\",\"object\":\"WEAPON\","
      "\"searched\":\"YES\",\"clothing\":\"NO\",\"outcome\":\"ARREST\",\"linked\":\"YES\"}");
  /* What the source leaves blank is not stated. */
  expect_json (map, "Vehicle search,2021-01-15T13:59:00+00:00,,,,,,,,,,,,,",
               "{\"date\":\"2021-01-15\",\"time_band\":\"MORNING\",\"type\":\"STOPVEH\","
               "\"searched\":\"YES\"}");
}

static void
expect_day (PakivImportMap *map, const char *moment, const char *day, const char *band)
{
  g_autofree char *row = g_strdup_printf ("Person search,%s,,,,,,,,,,,,,", moment);
  g_autoptr (PakivRecord) record = read_row (map, row);

  g_assert_cmpstr (pakiv_record_get (record, "date"), ==, day);
  g_assert_cmpstr (pakiv_record_get (record, "time_band"), ==, band);
}

/* The file is in UTC; the stop was in the local day. */
static void
test_local_day (void)
{
  g_autoptr (PakivImportMap) map = load ("uk-stops", stops_header);

  expect_day (map, "2021-06-30T23:00:00+00:00", "2021-07-01", "NIGHT");
  expect_day (map, "2021-06-30T22:59:00+00:00", "2021-06-30", "NIGHT");
  expect_day (map, "2021-12-31T23:30:00+00:00", "2021-12-31", "NIGHT");
  expect_day (map, "2021-07-10T05:00:00+00:00", "2021-07-10", "MORNING");
  expect_day (map, "2021-01-10T05:59:00+00:00", "2021-01-10", "NIGHT");
  expect_day (map, "2021-07-10T13:00:00+00:00", "2021-07-10", "AFTERNOON");
  expect_day (map, "2021-07-10T21:00:00+00:00", "2021-07-10", "NIGHT");
  /* The hour that the clocks go back. */
  expect_day (map, "2021-10-30T23:30:00+00:00", "2021-10-31", "NIGHT");
  expect_day (map, "2021-10-31T23:30:00+00:00", "2021-10-31", "NIGHT");
}

static void
expect_boolean (PakivImportMap *map, const char *cell, const char *linked)
{
  g_autofree char *row
      = g_strdup_printf ("Person search,2021-07-10T05:00:00+00:00,,,,,,,,,,,,%s,", cell);
  g_autoptr (PakivRecord) record = read_row (map, row);

  g_assert_cmpstr (pakiv_record_get (record, "linked"), ==, linked);
}

static void
test_odd_booleans (void)
{
  g_autoptr (PakivImportMap) map = load ("uk-stops", stops_header);

  expect_boolean (map, "True", "YES");
  expect_boolean (map, "1.0", "YES");
  expect_boolean (map, "False", "NO");
  expect_boolean (map, "0.0", "NO");
  expect_boolean (map, "", NULL);
}

static void
expect_rejected (PakivImportMap *map, const char *row, const char *reason)
{
  g_auto (GStrv) fields = g_strsplit (row, ",", -1);
  g_autoptr (GError) error = NULL;

  g_assert_null (pakiv_import_map_read (map, (const char *const *)fields, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, reason));
}

static void
test_rejects (void)
{
  g_autoptr (PakivImportMap) map = load ("uk-stops", stops_header);

  expect_rejected (map, "Dog search,2021-07-10T05:00:00+00:00,,,,,,,,,,,,,", "Dog search");
  expect_rejected (map, "Person search,yesterday,,,,,,,,,,,,,", "yesterday");
  expect_rejected (map, "Person search,2021-07-10T05:00:00+00:00,,,,,,,,,,,,maybe,", "maybe");
  expect_rejected (map, "Person search,2021-07-10T05:00:00+00:00,,,,,male,,,,,,,,", "male");
  expect_rejected (map, "Person search,2021-07-10T05:00:00+00:00", "2");
  expect_rejected (map, "Person search,2021-07-10T05:00:00+00:00,,,,,,,,,,,,,,", "16");
}

static void
expect_wrong_header (const char *missing, const char *extra, const char *named)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivImportMap) map = pakiv_import_map_load (definitions, "uk-stops", &error);
  g_autoptr (GPtrArray) header = g_ptr_array_new ();

  for (int i = 0; stops_header[i] != NULL; i++)
    if (g_strcmp0 (stops_header[i], missing) != 0)
      g_ptr_array_add (header, (gpointer)stops_header[i]);
  if (extra != NULL)
    g_ptr_array_add (header, (gpointer)extra);
  g_ptr_array_add (header, NULL);
  g_assert_false (
      pakiv_import_map_set_header (map, (const char *const *)header->pdata, "input.csv", &error));
  g_assert_error (error, PAKIV_ERROR, PAKIV_ERROR_FORMAT);
  g_assert_true (g_str_has_prefix (error->message, "input.csv, line 1: "));
  g_assert_nonnull (strstr (error->message, named));
}

static void
test_header (void)
{
  expect_wrong_header ("Outcome", NULL, "“Outcome”");
  expect_wrong_header ("Latitude", NULL, "“Latitude”");
  expect_wrong_header (NULL, "Name", "“Name”");
  /* By the name that people see, not by the file's. */
  expect_wrong_header (NULL, "Name", "“Stop and search in England and Wales”");
  expect_wrong_header (NULL, "Outcome", "“Outcome” stands there twice");
  {
    /* Nothing is read from this one. */
    const char *const *header = stops_header;
    g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
    g_auto (GStrv) more = NULL;
    g_autoptr (PakivImportMap) map = NULL;

    for (; *header != NULL; header++)
      g_strv_builder_add (builder, *header);
    g_strv_builder_add (builder, "Latitude");
    more = g_strv_builder_end (builder);
    map = load ("uk-stops", (const char *const *)more);
  }
}

/* A list of rejects: line and reason are not the row's. */
static void
test_list_of_rejects (void)
{
  const char *const header[] = { "line", "reason", "id", "date", NULL };
  const char *const row[] = { "7", "Why, then", "", "2021-03-31", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivImportMap) map = pakiv_import_map_load (definitions, "uk-stops", &error);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) columns = NULL;
  g_auto (GStrv) names = NULL;
  g_auto (GStrv) cells = NULL;

  g_strv_builder_add_many (builder, "line", "reason", NULL);
  g_strv_builder_addv (builder, (const char **)stops_header);
  columns = g_strv_builder_end (builder);
  g_assert_true (pakiv_import_map_set_header (map, (const char *const *)columns, "in.csv", &error));
  names = pakiv_import_map_get_row (map, (const char *const *)columns);
  g_assert_true (g_strv_equal ((const char *const *)names, stops_header));
  cells = pakiv_import_map_get_row (map, row);
  g_assert_cmpstr (cells[0], ==, "");
  g_assert_cmpstr (cells[1], ==, "2021-03-31");
  g_assert_null (cells[2]);
  expect_rejected (map, "7,Why", "0");
  /* Only these two, and only at the front. */
  g_assert_false (pakiv_import_map_set_header (map, header + 1, "in.csv", NULL));
}

static char *
identify (PakivImportMap *map, const char *row)
{
  g_auto (GStrv) fields = g_strsplit (row, ",", -1);

  return pakiv_import_map_identify (map, (const char *const *)fields);
}

/* Covenant 2: ethnicity is not on the record, nor in what is kept to know the row again. */
static void
test_ethnicity_leaves_no_trace (void)
{
  g_autoptr (PakivImportMap) map = load ("uk-stops", stops_header);
  g_autofree char *one
      = identify (map, "Person search,2021-07-10T05:00:00+00:00,,,,,,,White - Irish,White,,,,,");
  g_autofree char *two
      = identify (map, "Person search,2021-07-10T05:00:00+00:00,,,,,,,Other,Asian,,,,,");
  g_autofree char *three
      = identify (map, "Person search,2021-07-10T05:01:00+00:00,,,,,,,Other,Asian,,,,,");

  g_assert_cmpstr (one, ==, two);
  g_assert_cmpstr (two, !=, three);
  g_assert_null (strstr (one, "Irish"));
}

static void
test_hate_crimes (void)
{
  const char *const header[] = { "Full Complaint ID",
                                 "Complaint Year Number",
                                 "Month Number",
                                 "Record Create Date",
                                 "Complaint Precinct Code",
                                 "Patrol Borough Name",
                                 "County",
                                 "Law Code Category Description",
                                 "Offense Description",
                                 "PD Code Description",
                                 "Bias Motive Description",
                                 "Offense Category",
                                 "Arrest Date",
                                 "Arrest Id",
                                 NULL };
  g_autoptr (PakivImportMap) map = load ("nypd-hate-crimes", header);
  g_autofree char *one = identify (map, "201901,2019,1,1/2/2019,1,B,C,FELONY,X,Y,Z,,,K1");
  g_autofree char *two = identify (map, "201901,2019,1,1/2/2019,1,B,C,FELONY,X,Y,Z,,,K2");

  g_assert_true (pakiv_import_map_has_key (map));
  g_assert_cmpstr (one, ==, two);
  expect_json (map,
               "201901,2019,12,12/31/2019,24,B,KINGS,MISDEMEANOR,ASSAULT 3 & RELATED OFFENSES,"
               "ASSAULT 3,ANTI-ASIAN,Race/Color,,K1",
               "{\"date\":\"2019-12-31\",\"type\":\"PHYS\",\"status\":\"CRIME\","
               "\"motive\":[\"RX\"]}");
  expect_rejected (map, "201901,2019,12,13/31/2019,24,B,KINGS,FELONY,X,ASSAULT 3,ANTI-ASIAN,,,",
                   "13/31/2019");
  expect_rejected (map, "201901,2019,12,12/31/2019,24,B,KINGS,FELONY,X,ASSAULT 3,ANTI-X,,,",
                   "ANTI-X");
}

/* What one desk writes as CSV another reads, and gets the same record. */
static void
test_own_csv (void)
{
  const PakivKind *kind = pakiv_definitions_find_kind (definitions, "meeting");
  g_auto (GStrv) header = pakiv_record_csv_header (kind);
  g_autoptr (PakivImportMap) map = load ("meeting", (const char *const *)header);
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivRecord) record = pakiv_record_from_json (
      kind,
      "{\"date\":\"2021-03-30\",\"type\":\"PARTNER\",\"topics\":[\"HATE\",\"SAFE\"],"
      "\"attendance\":[{\"side\":\"POLICE\",\"gender\":\"M\",\"number\":2}],"
      "\"account_police\":\"One; two = three, 100 %\\nand a line\"}",
      -1, &error);
  g_auto (GStrv) cells = pakiv_record_to_csv (record);
  g_autoptr (PakivRecord) back = pakiv_import_map_read (map, (const char *const *)cells, &error);

  g_assert_no_error (error);
  g_assert_true (pakiv_record_equal (record, back));
}

/* A key that no column has would make all rows one and the same. */
static void
test_key_unknown (void)
{
  const char *maps[] = {
    "<import kind='incident' key='Number'>\n<label>x</label><column name='Day' "
    "field='date'/></import>",
    "<import kind='incident' key='Day,Nr'>\n<label>x</label><column name='Day' "
    "field='date'/></import>",
  };
  g_autofree char *folder = g_dir_make_tmp ("pakiv-map-XXXXXX", NULL);
  g_autofree char *data = g_canonicalize_filename (pakiv_file_get_data_folder (), NULL);
  g_autofree char *imports = g_build_filename (folder, "import", NULL);
  g_autofree char *path = g_build_filename (imports, "keyed.xml", NULL);
  const char *const links[] = { "records", "codelists" };
  g_autoptr (PakivDefinitions) there = NULL;

  g_assert_cmpint (g_mkdir (imports, 0700), ==, 0);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *from = g_build_filename (data, links[i], NULL);
      g_autofree char *to = g_build_filename (folder, links[i], NULL);

      g_assert_cmpint (symlink (from, to), ==, 0);
    }
  there = pakiv_definitions_load (folder, NULL, NULL);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_true (g_file_set_contents (path, maps[i], -1, NULL));
      g_assert_null (pakiv_import_map_load (there, "keyed", &error));
      g_assert_error (error, PAKIV_ERROR, PAKIV_ERROR_FORMAT);
      g_assert_true (g_str_has_prefix (error->message, path));
      g_assert_nonnull (strstr (error->message, "line 1: "));
      g_assert_nonnull (strstr (error->message, i == 0 ? "“Number”" : "“Nr”"));
    }
  g_unlink (path);
  g_rmdir (imports);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *link = g_build_filename (folder, links[i], NULL);

      g_unlink (link);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
expect_no_map (const char *name)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (pakiv_import_map_load (definitions, name, &error));
  g_assert_error (error, PAKIV_ERROR, PAKIV_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, name));
}

static void
test_no_map (void)
{
  expect_no_map ("nothing");
  expect_no_map ("../records/contact");
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  definitions = pakiv_definitions_load (pakiv_file_get_data_folder (), NULL, &error);
  g_assert_no_error (error);
  g_test_add_func ("/record/import/stops", test_stops);
  g_test_add_func ("/record/import/local-day", test_local_day);
  g_test_add_func ("/record/import/odd-booleans", test_odd_booleans);
  g_test_add_func ("/record/import/rejects", test_rejects);
  g_test_add_func ("/record/import/list-of-rejects", test_list_of_rejects);
  g_test_add_func ("/record/import/header", test_header);
  g_test_add_func ("/record/import/ethnicity-leaves-no-trace", test_ethnicity_leaves_no_trace);
  g_test_add_func ("/record/import/hate-crimes", test_hate_crimes);
  g_test_add_func ("/record/import/own-csv", test_own_csv);
  g_test_add_func ("/record/import/key-unknown", test_key_unknown);
  g_test_add_func ("/record/import/no-map", test_no_map);
  status = g_test_run ();
  pakiv_definitions_unref (definitions);
  return status;
}
