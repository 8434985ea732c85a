/* The covenant as the schema keeps it: no register of persons, no ethnicity on a record, no way but
 * from a record's rows to the record. What is held, and why, is in tests/log/data; how, in
 * schema-guard.c. */
#include "fixture.h"
#include "schema-guard.h"

#include "pakiv-file.h"
#include "pakiv-sql.h"

#include <string.h>

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
  g_autoptr (PakivLog) log = NULL;
  PakivSql *sql;

  fixture_make_log (path, id, &error);
  g_assert_no_error (error);
  log = pakiv_log_open (path, fixture_key, id, definitions, fixture->clock, "Ana",
                        PAKIV_ROLE_OFFICER, &error);
  g_assert_no_error (error);
  sql = pakiv_sql_open (path, fixture_key, &error);
  g_assert_no_error (error);
  return sql;
}

/* Says all of them, and fails where there is one. */
static void
assert_none (GPtrArray *objections)
{
  for (guint i = 0; i < objections->len; i++)
    g_test_message ("%s", (const char *)objections->pdata[i]);
  if (objections->len > 0)
    g_error ("%s", (const char *)objections->pdata[0]);
}

static void
test_logs (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivDefinitions) definitions = load_real ();
  g_autoptr (SchemaGuard) guard = schema_guard_new ();

  for (int id = 0; id < PAKIV_N_LOGS; id++)
    {
      g_autoptr (PakivSql) sql = open_log_of (fixture, definitions, id);
      g_autoptr (GPtrArray) objections = schema_guard_check_log (guard, sql, definitions);

      assert_none (objections);
    }
}

static void
test_definitions (void)
{
  g_autoptr (PakivDefinitions) definitions = load_real ();
  g_autoptr (SchemaGuard) guard = schema_guard_new ();
  g_autoptr (GPtrArray) objections = schema_guard_check_definitions (guard, definitions);

  g_assert_cmpuint (pakiv_definitions_get_kinds (definitions)->len, >=, 3);
  assert_none (objections);
}

static void
test_codelists (void)
{
  g_autofree char *folder = g_build_filename (pakiv_file_get_data_folder (), "codelists", NULL);
  g_autoptr (GHashTable) lists = pakiv_codelists_new ();
  g_autoptr (SchemaGuard) guard = schema_guard_new ();
  g_autoptr (GError) error = NULL;
  GHashTableIter iter;
  gpointer list;

  pakiv_codelists_load (lists, folder, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_hash_table_size (lists), >, 20);
  g_hash_table_iter_init (&iter, lists);
  while (g_hash_table_iter_next (&iter, NULL, &list))
    {
      g_autoptr (GPtrArray) objections = schema_guard_check_codelist (guard, list);

      assert_none (objections);
    }
}

/* The guard itself finds what it is for: each of these does to a real log what nobody may. */
static void
test_guard_bites (void)
{
  const struct
  {
    const char *statement;
    const char *says;
  } cases[] = {
    { "CREATE TABLE person (number INTEGER)", "no table and no column of persons" },
    { "CREATE TABLE note (written TEXT)", "is not in tests/log/data/schema-columns.txt" },
    { "ALTER TABLE \"record.contact\" ADD COLUMN surname TEXT", "who was met has no name here" },
    { "ALTER TABLE \"record.contact.met\" ADD COLUMN ethnicity TEXT",
      "only in the detached tally" },
    { "ALTER TABLE \"record.contact.met\" ADD COLUMN ofsort TEXT", "is not in" },
    { "ALTER TABLE book ADD COLUMN remark TEXT", "is not in" },
    { "ALTER TABLE book ADD COLUMN remark TEXT AS (period) VIRTUAL", "is not in" },
    { "ALTER TABLE \"record.contact\" ADD COLUMN _id2 TEXT REFERENCES \"record.incident\" (_id)",
      "record.contact → record.incident" },
    { "CREATE TABLE meetup (a INTEGER REFERENCES \"record.contact\" (_number), "
      "b INTEGER REFERENCES \"record.incident\" (_number))",
      "record.contact → meetup → record.incident" },
    { "CREATE VIEW everyone AS SELECT _number FROM \"record.contact\"", "There is a view" },
    { "CREATE VIRTUAL TABLE \"search.all\" USING fts5 (_search)", "nothing across kinds" },
    { "CREATE VIRTUAL TABLE \"search.met\" USING fts5 (_search, gender, "
      "content=\"record.contact.met\")",
      "a search may find no person" },
    { "CREATE TRIGGER copy AFTER INSERT ON \"record.contact\" BEGIN "
      "INSERT INTO \"record.incident\" (_id) VALUES (new._id); END",
      "takes something from" },
  };
  g_autoptr (PakivDefinitions) definitions = load_real ();
  g_autoptr (SchemaGuard) guard = schema_guard_new ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Fixture) fixture = fixture_new ();
      g_autoptr (PakivSql) sql = open_log_of (fixture, definitions, PAKIV_LOG_POLICE);
      g_autoptr (GPtrArray) objections = NULL;
      g_autoptr (GError) error = NULL;
      gboolean found = FALSE;

      g_test_message ("%s", cases[i].statement);
      pakiv_sql_execute (sql, cases[i].statement, &error);
      g_assert_no_error (error);
      objections = schema_guard_check_log (guard, sql, definitions);
      for (guint k = 0; k < objections->len; k++)
        found |= strstr (objections->pdata[k], cases[i].says) != NULL;
      if (!found)
        g_error ("Nothing says “%s”; the first of %u is “%s”.", cases[i].says, objections->len,
                 objections->len > 0 ? (char *)objections->pdata[0] : "");
    }
}

static void
test_names_bite (void)
{
  const char *bad[]
      = { "name",          "first_name", "Address",     "birth_date",     "officer_ethnicity",
          "record.person", "home_phone", "nationality", "related_record", "case_number" };
  const char *good[]
      = { "_search", "number", "met", "account_police", "_record", "named", "linked", "district" };
  g_autoptr (SchemaGuard) guard = schema_guard_new ();

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *objection = schema_guard_object_to_name (guard, bad[i]);

      g_assert_nonnull (objection);
    }
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autofree char *objection = schema_guard_object_to_name (guard, good[i]);

      g_assert_cmpstr (objection, ==, NULL);
    }
}

static void
test_codelist_bites (void)
{
  const char *const bad[] = {
    "<codelist id='reason'><label>x</label><code id='A'><label>Foreign looks</label></code>"
    "</codelist>",
    "<codelist id='reason'><label>x</label><code id='ROMA'><label>x</label></code></codelist>",
    "<codelist id='reason'><label>x</label><code id='A'><label>x</label>"
    "<hint>In a known area</hint></code></codelist>",
    "<codelist id='ethnicity'><label>x</label><code id='A'><label>x</label></code></codelist>",
    "<codelist id='reason'><label>x</label><group id='G'><label>Nationals of other countries"
    "</label></group><code id='A' in='G'><label>x</label></code></codelist>"
  };
  g_autoptr (SchemaGuard) guard = schema_guard_new ();

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (PakivXml) xml = pakiv_xml_parse (bad[i], strlen (bad[i]), "list", &error);
      g_autoptr (PakivCodelist) list = pakiv_codelist_new_from_xml (xml, &error);
      g_autoptr (GPtrArray) objections = NULL;

      g_assert_no_error (error);
      objections = schema_guard_check_codelist (guard, list);
      g_assert_cmpuint (objections->len, >=, 1);
    }
}

/* Definitions with fields that may not be: those of the tests' own are some. */
static void
test_definitions_bite (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (SchemaGuard) guard = schema_guard_new ();
  g_autoptr (GPtrArray) objections = schema_guard_check_definitions (guard, fixture->definitions);
  gboolean text = FALSE, gone = FALSE;

  for (guint i = 0; i < objections->len; i++)
    {
      text |= strstr (objections->pdata[i], "“talk.note” is free text") != NULL;
      gone |= strstr (objections->pdata[i], "“contact.facts”, which is no text any more") != NULL;
    }
  g_assert_true (text);
  g_assert_true (gone);
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
                   { "PRAGMA user_version", "3" },       { "PRAGMA integrity_check", "ok" },
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
  g_test_add_func ("/schema/logs", test_logs);
  g_test_add_func ("/schema/definitions", test_definitions);
  g_test_add_func ("/schema/codelists", test_codelists);
  g_test_add_func ("/schema/guard-bites", test_guard_bites);
  g_test_add_func ("/schema/names-bite", test_names_bite);
  g_test_add_func ("/schema/codelist-bites", test_codelist_bites);
  g_test_add_func ("/schema/definitions-bite", test_definitions_bite);
  g_test_add_func ("/schema/settings", test_settings);
  return g_test_run ();
}
