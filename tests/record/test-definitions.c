/* Definition files: a field is one edit, and a mistake in a file is named by file and line. */
#include "pakiv-counts.h"
#include "pakiv-error.h"
#include "pakiv-file.h"
#include "pakiv-record-csv.h"
#include "pakiv-record-json.h"
#include "pakiv-rules.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  char *folder; /* a copy of records/ and codelists/ */
} Fixture;

static void
copy_folder (const char *to_folder, const char *name)
{
  g_autofree char *from = g_build_filename (pakiv_file_get_data_folder (), name, NULL);
  g_autofree char *to = g_build_filename (to_folder, name, NULL);
  g_autoptr (GDir) dir = g_dir_open (from, 0, NULL);
  const char *file;

  g_assert_nonnull (dir);
  g_assert_cmpint (g_mkdir (to, 0700), ==, 0);
  while ((file = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (from, file, NULL);
      g_autofree char *copy = g_build_filename (to, file, NULL);
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (path, &text, &length, &error));
      g_assert_true (g_file_set_contents (copy, text, (gssize)length, &error));
      g_assert_no_error (error);
    }
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        remove_folder (path);
      else
        g_unlink (path);
    }
  g_rmdir (folder);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("pakiv-definitions-XXXXXX", &error);
  g_assert_no_error (error);
  copy_folder (fixture->folder, "records");
  copy_folder (fixture->folder, "codelists");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  remove_folder (fixture->folder);
  g_free (fixture->folder);
}

/* Puts @text before the first "</group>" of a record definition. */
static void
edit_kind (Fixture *fixture, const char *file, const char *text)
{
  g_autofree char *path = g_build_filename (fixture->folder, "records", file, NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  char *at;

  g_assert_true (g_file_get_contents (path, &before, NULL, NULL));
  at = strstr (before, "</group>");
  g_assert_nonnull (at);
  after = g_strdup_printf ("%.*s%s%s", (int)(at - before), before, text, at);
  g_assert_true (g_file_set_contents (path, after, -1, NULL));
}

static PakivDefinitions *
load (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  PakivDefinitions *definitions = pakiv_definitions_load (fixture->folder, NULL, &error);

  g_assert_no_error (error);
  return definitions;
}

static const char weather[]
    = "<field id='weather' type='code' codelist='yes-no' required='yes' countable='yes' "
      "listed='yes'><label>Good weather</label></field>";

static PakivRecord *
parse (const PakivKind *kind, const char *text)
{
  g_autoptr (GError) error = NULL;
  PakivRecord *record = pakiv_record_from_json (kind, text, -1, &error);

  g_assert_no_error (error);
  return record;
}

static void
check_new_field_in_csv (const PakivRecord *record)
{
  g_auto (GStrv) header = pakiv_record_csv_header (record->kind);
  g_auto (GStrv) cells = pakiv_record_to_csv (record);
  int found = -1;

  for (int i = 0; header[i] != NULL; i++)
    if (strcmp (header[i], "weather") == 0)
      found = i;
  g_assert_cmpint (found, >=, 0);
  g_assert_cmpstr (cells[found], ==, "YES");
}

static void
check_new_field_in_cube (PakivDefinitions *definitions, const PakivRecord *record)
{
  const char *text = "<cube id='contacts' kind='contact' base='5'><unit>contacts</unit>"
                     "<dimension id='weather' field='weather'/></cube>";
  g_autoptr (PakivXml) xml = pakiv_xml_parse (text, strlen (text), "cube.xml", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivCubeSpec) spec = pakiv_cube_spec_new_from_xml (xml, definitions, &error);
  g_autoptr (PakivCounts) counts = NULL;
  const PakivDimension *dimension;

  g_assert_no_error (error);
  counts = pakiv_counts_new (spec, (PakivPeriod){ 2021, 1 });
  pakiv_counts_add_record (counts, record);
  pakiv_counts_finish (counts);
  dimension = pakiv_cube_spec_find (spec, "weather");
  g_assert_true (
      pakiv_dimension_falls_under (dimension, g_array_index (counts->cells, PakivCell, 0).key, 0));
}

/* One edit of one file: the new field is in the CSV, in JSON, in the rules, in the search and in a
 * cube. */
static void
test_new_field (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivDefinitions) definitions = NULL;
  g_autoptr (PakivRecord) record = NULL;
  g_autofree char *search = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivRecord) typed = NULL;
  const char *text = "{\"date\":\"2021-03-31\",\"type\":\"PATROL\",\"district\":\"NORTH\"}";
  const char *with_weather = "{\"weather\":\"YES\"}";

  edit_kind (fixture, "contact.xml", weather);
  definitions = load (fixture);
  record = parse (pakiv_definitions_find_kind (definitions, "contact"), text);
  g_assert_false (pakiv_rules_accept (record, PAKIV_RULES_TYPED, "2021-04-01", &error));
  g_assert_nonnull (strstr (error->message, "Good weather: "));
  typed = parse (record->kind, with_weather);
  g_assert_cmpstr (pakiv_record_get (typed, "weather"), ==, "YES");
  pakiv_record_set (record, "weather", "YES");
  g_assert_true (pakiv_rules_accept (record, PAKIV_RULES_TYPED, "2021-04-01", NULL));
  search = pakiv_record_search_text (record);
  g_assert_nonnull (strstr (search, "Yes"));
  check_new_field_in_csv (record);
  check_new_field_in_cube (definitions, record);
}

static void
expect_refused (Fixture *fixture, const char *addition, const char *reason)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (fixture->folder, "records", "contact.xml", NULL);
  g_autofree char *before = NULL;

  g_assert_true (g_file_get_contents (path, &before, NULL, NULL));
  edit_kind (fixture, "contact.xml", addition);
  g_assert_null (pakiv_definitions_load (fixture->folder, NULL, &error));
  g_assert_error (error, PAKIV_ERROR, PAKIV_ERROR_FORMAT);
  g_assert_true (g_str_has_prefix (error->message, path));
  g_assert_nonnull (strstr (error->message, "line "));
  g_assert_nonnull (strstr (error->message, reason));
  g_assert_true (g_file_set_contents (path, before, -1, NULL));
}

static void
test_errors (Fixture *fixture, gconstpointer data)
{
  const char *label = "<label>x</label></field>";
  const struct
  {
    const char *field, *reason;
  } rows[] = {
    { "<field id='Weather' type='text'>", "Weather" },
    { "<field id='x' type='colour'>", "colour" },
    { "<field id='x' type='code' codelist='none'>", "none" },
    { "<field id='x' type='code'>", "codelist" },
    { "<field type='text'>", "id" },
    { "<field id='date' type='text'>", "date" },
    { "<field id='x' type='text' applies='type is STOP'>", "" },
    { "<field id='x' type='text' applies='type in NOTHING'>", "NOTHING" },
    { "<field id='x' type='text' applies='nothing in STOP'>", "nothing" },
    { "<field id='x' type='text' applies='date in STOP'>", "date" },
    { "<field id='x' type='text' written-by='nobody'>", "nobody" },
    { "<field id='x' type='rows'>", "columns" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *field = g_strconcat (rows[i].field, label, NULL);

      expect_refused (fixture, field, rows[i].reason);
    }
  expect_refused (fixture, "<field id='x' type='text'/>", "x");
}

static void
test_twice (Fixture *fixture, gconstpointer data)
{
  g_autofree char *from = g_build_filename (fixture->folder, "records", "contact.xml", NULL);
  g_autofree char *to = g_build_filename (fixture->folder, "records", "copy.xml", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_get_contents (from, &text, NULL, NULL));
  g_assert_true (g_file_set_contents (to, text, -1, NULL));
  g_assert_null (pakiv_definitions_load (fixture->folder, NULL, &error));
  g_assert_error (error, PAKIV_ERROR, PAKIV_ERROR_FORMAT);
}

static void
test_overrides (Fixture *fixture, gconstpointer data)
{
  g_autofree char *own = g_build_filename (fixture->folder, "own", NULL);
  g_autofree char *lists = g_build_filename (own, "codelists", NULL);
  g_autofree char *path = g_build_filename (lists, "district.xml", NULL);
  g_autoptr (PakivDefinitions) definitions = NULL;
  g_autoptr (GError) error = NULL;
  const PakivCodelist *list;

  g_assert_cmpint (g_mkdir_with_parents (lists, 0700), ==, 0);
  g_assert_true (
      g_file_set_contents (path,
                           "<codelist id='district'><code id='CITY'><label>All</label></code>"
                           "<code id='HARBOUR'><label>Harbour</label></code></codelist>",
                           -1, NULL));
  definitions = pakiv_definitions_load (fixture->folder, own, &error);
  g_assert_no_error (error);
  list = pakiv_kind_find_field (pakiv_definitions_find_kind (definitions, "contact"), "district")
             ->codelist;
  g_assert_nonnull (pakiv_codelist_find (list, "HARBOUR"));
  g_assert_null (pakiv_codelist_find (list, "NORTH"));
}

/* Labels are a municipality's own; codes are shared by all, so a list that is not local keeps them.
 */
static void
test_own_labels (Fixture *fixture, gconstpointer data)
{
  const struct
  {
    const char *name, *text, *reason;
  } rows[] = {
    { "yes-no", "<code id='YES'><label>Da</label></code>\n<code id='NO'><label>Nu</label></code>",
      NULL },
    { "yes-no",
      "<code id='YES'><label>Da</label></code>\n<code id='NO'><label>Nu</label></code>\n"
      "<code id='ROMA'><label>Roma</label></code>",
      "yes-no.xml, line 4: “ROMA”" },
    { "yes-no", "<code id='YES'><label>Da</label></code>", "yes-no.xml, line 1: The code “NO”" },
    { "ethnicity", "<code id='X'><label>x</label></code>", "ethnicity.xml, line 1: " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *own = g_strdup_printf ("%s/own-%u", fixture->folder, i);
      g_autofree char *lists = g_build_filename (own, "codelists", NULL);
      g_autofree char *path = g_strdup_printf ("%s/%s.xml", lists, rows[i].name);
      g_autofree char *text
          = g_strdup_printf ("<codelist id='%s'>\n%s</codelist>", rows[i].name, rows[i].text);
      g_autoptr (PakivDefinitions) definitions = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (g_mkdir_with_parents (lists, 0700), ==, 0);
      g_assert_true (g_file_set_contents (path, text, -1, NULL));
      definitions = pakiv_definitions_load (fixture->folder, own, &error);
      if (rows[i].reason == NULL)
        {
          const PakivKind *kind = pakiv_definitions_find_kind (definitions, "contact");
          const PakivField *field = pakiv_kind_find_field (kind, "searched");

          g_assert_no_error (error);
          g_assert_cmpstr (pakiv_codelist_get_label (field->codelist, "YES"), ==, "Da");
          continue;
        }
      g_assert_null (definitions);
      g_assert_error (error, PAKIV_ERROR, PAKIV_ERROR_FORMAT);
      g_assert_nonnull (strstr (error->message, rows[i].reason));
    }
}

static void
test_no_folder (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *none = g_build_filename (fixture->folder, "none", NULL);

  g_assert_null (pakiv_definitions_load (none, NULL, &error));
  g_assert_error (error, PAKIV_ERROR, PAKIV_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, none));
  g_assert_nonnull (strstr (error->message, "Install Pakiv again."));
}

#define ADD(path, function) \
  g_test_add ("/record/definitions/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("new-field", test_new_field);
  ADD ("errors", test_errors);
  ADD ("twice", test_twice);
  ADD ("overrides", test_overrides);
  ADD ("own-labels", test_own_labels);
  ADD ("no-folder", test_no_folder);
  return g_test_run ();
}
