/* The covenant as the schema keeps it: no register of persons, no ethnicity on a record, no
 * relation but from a record's rows to the record. The words are in data/person-columns.txt, with
 * reasons. */
#include "fixture.h"

#include "pakiv-file.h"
#include "pakiv-sql.h"

#include <string.h>

/* The log's own settings and the database's own counters are named; nothing there is about anyone.
 */
static const char *const exceptions[] = { "meta.name", "sqlite_sequence.name", NULL };

static GHashTable *
read_words (void)
{
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "tests", "log", "data", "person-columns.txt", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  GHashTable *words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  for (int i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit_set (lines[i], " ", 2);

      if (lines[i][0] != '#' && g_strv_length (parts) == 2)
        g_hash_table_insert (words, g_strdup (parts[0]), g_strdup (g_strstrip (parts[1])));
    }
  g_assert_cmpuint (g_hash_table_size (words), >, 50);
  return words;
}

/* (transfer full): why @name is not allowed, or NULL. */
static char *
object_to (GHashTable *words, const char *name)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);
  g_auto (GStrv) parts = g_strsplit_set (lower, "_.", -1);

  for (int i = 0; parts[i] != NULL; i++)
    {
      const char *reason = g_hash_table_lookup (words, parts[i]);

      if (reason != NULL)
        return g_strdup_printf ("“%s” in “%s”: %s", parts[i], name, reason);
    }
  return NULL;
}

static void
check_name (GHashTable *words, const char *table, const char *name)
{
  g_autofree char *whole = g_strconcat (table, ".", name, NULL);
  g_autofree char *objection = NULL;

  if (g_strv_contains (exceptions, whole))
    return;
  objection = object_to (words, name);
  if (objection != NULL)
    g_error ("The column %s is not allowed: %s", whole, objection);
}

static PakivDefinitions *
load_real (void)
{
  g_autoptr (GError) error = NULL;
  PakivDefinitions *definitions
      = pakiv_definitions_load (pakiv_file_get_data_folder (), NULL, &error);

  g_assert_no_error (error);
  return definitions;
}

static PakivSql *
open_log_of (Fixture *fixture, PakivDefinitions *definitions, PakivLogId id)
{
  g_autofree char *path = fixture_get_path (fixture, pakiv_log_id_to_string (id));
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivLog) log = pakiv_log_open (path, fixture_key, id, definitions, fixture->clock,
                                             "Ana", PAKIV_ROLE_OFFICER, &error);
  PakivSql *sql;

  g_assert_no_error (error);
  sql = pakiv_sql_open (path, fixture_key, &error);
  g_assert_no_error (error);
  return sql;
}

/* (transfer full): the first @n columns of all rows of @text, parted by "|". */
static GPtrArray *
query (PakivSql *sql, const char *text, int n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (sqlite3_stmt) statement = pakiv_sql_prepare (sql, text, &error);
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_free);
  gboolean row = TRUE;

  g_assert_no_error (error);
  while (row)
    {
      g_autoptr (GString) line = g_string_new (NULL);

      g_assert_true (pakiv_sql_next (sql, statement, &row, &error));
      for (int i = 0; row && i < n; i++)
        g_string_append_printf (line, "%s%s", i > 0 ? "|" : "",
                                (const char *)sqlite3_column_text (statement, i));
      if (row)
        g_ptr_array_add (rows, g_strdup (line->str));
    }
  return rows;
}

#define ALL_COLUMNS \
  "SELECT t.name, c.name FROM sqlite_schema AS t, pragma_table_info (t.name) AS c " \
  "WHERE t.type = 'table'"
#define ALL_REFERENCES \
  "SELECT t.name, f.\"from\", f.\"table\", f.\"to\" " \
  "FROM sqlite_schema AS t, pragma_foreign_key_list (t.name) AS f WHERE t.type = 'table'"

static void
test_columns (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivDefinitions) definitions = load_real ();
  g_autoptr (GHashTable) words = read_words ();
  guint kinds = 0;

  for (int id = 0; id < PAKIV_N_LOGS; id++)
    {
      g_autoptr (PakivSql) sql = open_log_of (fixture, definitions, id);
      g_autoptr (GPtrArray) rows = query (sql, ALL_COLUMNS, 2);

      g_assert_cmpuint (rows->len, >, 20);
      for (guint i = 0; i < rows->len; i++)
        {
          g_auto (GStrv) parts = g_strsplit (rows->pdata[i], "|", 2);
          g_autofree char *objection = object_to (words, parts[0]);

          if (objection != NULL)
            g_error ("The table %s is not allowed: %s", parts[0], objection);
          check_name (words, parts[0], parts[1]);
          kinds += g_str_has_prefix (parts[0], "record.") && strcmp (parts[1], "_book") == 0;
        }
    }
  /* Contact, incident and meeting at the least: the check has seen the tables of records. */
  g_assert_cmpuint (kinds, >=, 3);
}

/* The only reference is from a record's rows to that record. */
static void
test_references (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivDefinitions) definitions = load_real ();
  guint n = 0;

  for (int id = 0; id < PAKIV_N_LOGS; id++)
    {
      g_autoptr (PakivSql) sql = open_log_of (fixture, definitions, id);
      g_autoptr (GPtrArray) rows = query (sql, ALL_REFERENCES, 4);

      for (guint i = 0; i < rows->len; i++)
        {
          g_auto (GStrv) parts = g_strsplit (rows->pdata[i], "|", 4);
          g_autofree char *prefix = g_strconcat (parts[2], ".", NULL);

          g_assert_true (g_str_has_prefix (parts[2], "record."));
          g_assert_true (g_str_has_prefix (parts[0], prefix));
          g_assert_cmpstr (parts[1], ==, "_record");
          g_assert_cmpstr (parts[3], ==, "_number");
          n++;
        }
    }
  g_assert_cmpuint (n, >=, 3);
}

static void
check_fields (GHashTable *words, const char *kind, GPtrArray *fields)
{
  for (guint i = 0; i < fields->len; i++)
    {
      const PakivField *field = fields->pdata[i];

      check_name (words, kind, field->id);
      if (field->codelist != NULL)
        check_name (words, kind, field->codelist->id);
      if (field->columns != NULL)
        check_fields (words, kind, field->columns);
    }
}

static void
test_definitions (void)
{
  g_autoptr (PakivDefinitions) definitions = load_real ();
  g_autoptr (GHashTable) words = read_words ();
  GPtrArray *kinds = pakiv_definitions_get_kinds (definitions);

  g_assert_cmpuint (kinds->len, >=, 3);
  for (guint i = 0; i < kinds->len; i++)
    {
      const PakivKind *kind = kinds->pdata[i];

      g_assert_cmpint (kind->keep_months, >, 0);
      check_fields (words, kind->id, kind->fields);
    }
}

/* The check itself finds what it is for. */
static void
test_check_bites (void)
{
  const char *bad[]
      = { "name",          "first_name", "Address",    "birth_date", "officer_ethnicity",
          "record.person", "home_phone", "nationality" };
  const char *good[] = { "_search", "number", "met", "account_police", "_record", "named" };
  g_autoptr (GHashTable) words = read_words ();

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *objection = object_to (words, bad[i]);

      g_assert_nonnull (objection);
    }
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autofree char *objection = object_to (words, good[i]);

      g_assert_cmpstr (objection, ==, NULL);
    }
}

/* Settings that a log must be opened with, whatever SQLCipher's own defaults are. */
static void
test_settings (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivDefinitions) definitions = load_real ();
  g_autoptr (PakivSql) sql = open_log_of (fixture, definitions, PAKIV_LOG_POLICE);
  const struct
  {
    const char *pragma;
    const char *value;
  } expected[] = { { "PRAGMA journal_mode", "wal" },     { "PRAGMA synchronous", "2" },
                   { "PRAGMA secure_delete", "1" },      { "PRAGMA foreign_keys", "1" },
                   { "PRAGMA temp_store", "2" },         { "PRAGMA application_id", "1346456406" },
                   { "PRAGMA user_version", "2" },       { "PRAGMA integrity_check", "ok" },
                   { "PRAGMA cipher_page_size", "4096" } };

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autofree char *value = pakiv_sql_get_text (sql, expected[i].pragma, NULL, NULL);

      g_test_message ("%s", expected[i].pragma);
      g_assert_cmpstr (value, ==, expected[i].value);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/schema/columns", test_columns);
  g_test_add_func ("/schema/references", test_references);
  g_test_add_func ("/schema/definitions", test_definitions);
  g_test_add_func ("/schema/check-bites", test_check_bites);
  g_test_add_func ("/schema/settings", test_settings);
  return g_test_run ();
}
