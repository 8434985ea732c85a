/* What the tables of a log must not be, and where they must not lead. */
#include "schema-guard-private.h"

#include <string.h>

#define WHERE "tests/log/data/schema-columns.txt"

/* What one log file is made of. */
typedef struct
{
  SchemaGuard *guard;
  PakivSql *sql;
  PakivDefinitions *definitions;
  GPtrArray *objections;
  GHashTable *edges; /* table → GPtrArray of tables it has a reference with, either way */
} Check;

/* (transfer full): all rows of @text, each its first @n columns. */
static GPtrArray *
query (PakivSql *sql, const char *text, int n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (sqlite3_stmt) statement = pakiv_sql_prepare (sql, text, &error);
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev);
  gboolean row = TRUE;

  g_assert_no_error (error);
  while (row)
    {
      char **cells;

      g_assert_true (pakiv_sql_next (sql, statement, &row, &error));
      if (!row)
        break;
      cells = g_new0 (char *, (gsize)n + 1);
      for (int i = 0; i < n; i++)
        {
          const char *cell = (const char *)sqlite3_column_text (statement, i);

          cells[i] = g_strdup (cell != NULL ? cell : "");
        }
      g_ptr_array_add (rows, cells);
    }
  return rows;
}

/* "record.contact.met" → the kind and, of its rows, the field; FALSE for any other table. */
static gboolean
find_fields (Check *check, const char *table, GPtrArray **fields)
{
  g_auto (GStrv) parts = g_strsplit (table, ".", -1);
  const PakivKind *kind;
  guint n = g_strv_length (parts);

  if (n < 2 || n > 3 || strcmp (parts[0], "record") != 0
      || (kind = pakiv_definitions_find_kind (check->definitions, parts[1])) == NULL)
    return FALSE;
  *fields = kind->fields;
  if (n == 2)
    return TRUE;
  for (guint i = 0; i < kind->fields->len; i++)
    {
      const PakivField *field = kind->fields->pdata[i];

      if (strcmp (field->id, parts[2]) != 0 || field->type != PAKIV_FIELD_ROWS)
        continue;
      *fields = field->columns;
      return TRUE;
    }
  return FALSE;
}

static gboolean
has_field (GPtrArray *fields, const char *id)
{
  for (guint i = 0; i < fields->len; i++)
    if (strcmp (((const PakivField *)fields->pdata[i])->id, id) == 0)
      return TRUE;
  return FALSE;
}

/* The first word of the line for this column; NULL where there is none. */
static char *
find_sort (Check *check, const char *table, const char *column)
{
  g_autofree char *key = NULL;
  const char *line;
  GPtrArray *fields;

  if (!find_fields (check, table, &fields))
    key = g_strconcat (table, ".", column, NULL);
  else
    key = g_strconcat (strchr (table + strlen ("record."), '.') != NULL ? "record.*.*."
                                                                        : "record.*.",
                       column, NULL);
  line = g_hash_table_lookup (check->guard->columns, key);
  return line != NULL ? g_strndup (line, strcspn (line, " ")) : NULL;
}

/* Where it is a field of the definitions, these are checked by themselves. */
static gboolean
is_field (Check *check, const char *table, const char *column)
{
  GPtrArray *fields;

  return find_fields (check, table, &fields) && has_field (fields, column);
}

static void
check_column (Check *check, const char *table, const char *column, guint *records)
{
  g_autofree char *sort = find_sort (check, table, column);

  if (sort == NULL && !is_field (check, table, column))
    {
      schema_guard_object (
          check->objections,
          "The column “%s” of “%s” is not in %s. Read there what to ask before it is added.",
          column, table, WHERE);
      schema_guard_check_name (check->guard, column, check->objections);
      return;
    }
  if (g_strcmp0 (sort, "setting") != 0)
    schema_guard_check_name (check->guard, column, check->objections);
  if (g_strcmp0 (sort, "record") == 0)
    (*records)++;
}

static void
check_table (Check *check, const char *table)
{
  g_autofree char *text = g_strdup_printf ("SELECT name FROM pragma_table_xinfo ('%s')", table);
  g_autoptr (GPtrArray) columns = query (check->sql, text, 1);
  guint records = 0;

  schema_guard_check_name (check->guard, table, check->objections);
  for (guint i = 0; i < columns->len; i++)
    check_column (check, table, ((char **)columns->pdata[i])[0], &records);
  if (records > 1)
    schema_guard_object (
        check->objections,
        "The table “%s” has %u ids of records: it leads from one record to another, and so from "
        "person to person.",
        table, records);
}

/* A search goes over one kind's own words, and keeps no second copy of anything. */
static void
check_search (Check *check, const char *table, const char *sql)
{
  g_autofree char *own
      = g_strdup_printf ("CREATE VIRTUAL TABLE \"%s\" USING fts5 (_search, "
                         "content=\"record.%s\",",
                         table, strchr (table, '.') != NULL ? strchr (table, '.') + 1 : "");

  if (!g_str_has_prefix (table, "search.") || !g_str_has_prefix (sql, own))
    schema_guard_object (
        check->objections,
        "The search “%s” is not over the words of one kind of record alone: a search may find no "
        "person, and nothing across kinds.",
        table);
}

static gboolean
is_shadow (const char *table)
{
  const char *const ends[] = { "_data", "_idx", "_docsize", "_config" };

  for (guint i = 0; g_str_has_prefix (table, "search.") && i < G_N_ELEMENTS (ends); i++)
    if (g_str_has_suffix (table, ends[i]))
      return TRUE;
  return FALSE;
}

/* A trigger writes in no table but its own and its own search. */
static void
check_trigger (Check *check, const char *name, const char *table, const char *sql)
{
  const char *kind = g_str_has_prefix (table, "record.") ? table + strlen ("record.") : NULL;
  g_autoptr (GRegex) writes
      = g_regex_new ("(?:INTO|UPDATE|DELETE FROM|JOIN)\\s+\"?([A-Za-z_.]+)", 0, 0, NULL);
  g_autofree char *search = g_strconcat ("search.", kind, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  const char *body = strstr (sql, "BEGIN");

  for (g_regex_match (writes, body != NULL ? body : sql, 0, &match); g_match_info_matches (match);
       g_match_info_next (match, NULL))
    {
      g_autofree char *into = g_match_info_fetch (match, 1);

      if (strcmp (into, table) != 0 && (kind == NULL || strcmp (into, search) != 0))
        schema_guard_object (check->objections,
                             "The trigger “%s” takes something from “%s” to “%s”.", name, table,
                             into);
    }
}

static void
check_object (Check *check, char **row)
{
  const char *type = row[0], *name = row[1], *table = row[2], *sql = row[3];

  if (strcmp (type, "view") == 0)
    schema_guard_object (check->objections,
                         "There is a view, “%s”: views join what is kept apart. No log has one.",
                         name);
  else if (strcmp (type, "trigger") == 0)
    check_trigger (check, name, table, sql);
  else if (strcmp (type, "table") == 0 && g_str_has_prefix (sql, "CREATE VIRTUAL"))
    check_search (check, name, sql);
  else if (strcmp (type, "table") == 0 && !is_shadow (name))
    check_table (check, name);
}

static void
add_edge (Check *check, const char *from, const char *to)
{
  GPtrArray *list = g_hash_table_lookup (check->edges, from);

  if (list == NULL)
    {
      list = g_ptr_array_new_with_free_func (g_free);
      g_hash_table_insert (check->edges, g_strdup (from), list);
    }
  g_ptr_array_add (list, g_strdup (to));
}

static void
check_reference (Check *check, char **row)
{
  const char *table = row[0], *column = row[1], *to = row[2];
  g_autofree char *own = g_strconcat (to, ".", NULL);

  add_edge (check, table, to);
  add_edge (check, to, table);
  if (g_str_has_prefix (to, "record.") && g_str_has_prefix (table, own)
      && strcmp (column, "_record") == 0)
    return;
  schema_guard_object (
      check->objections,
      "“%s” of “%s” refers to “%s”. Only a record's rows refer, and only to that record.", column,
      table, to);
}

/* The kind a table of records belongs to: "contact" of "record.contact.met". (transfer full). */
static char *
get_kind (const char *table)
{
  g_auto (GStrv) parts = g_strsplit (table, ".", 3);

  return g_strcmp0 (parts[0], "record") == 0 ? g_strdup (parts[1]) : NULL;
}

/* Everything that can be reached from @from, with the way there. */
static void
walk (Check *check, const char *from, const char *at, const char *way, GHashTable *seen)
{
  GPtrArray *list = g_hash_table_lookup (check->edges, at);
  g_autofree char *own = get_kind (from);

  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      const char *next = list->pdata[i];
      g_autofree char *there = g_strdup_printf ("%s → %s", way, next);
      g_autofree char *kind = get_kind (next);

      if (!g_hash_table_add (seen, g_strdup (next)))
        continue;
      if (g_strcmp0 (kind, own) != 0)
        schema_guard_object (check->objections,
                             "There is a way from a record to something else: %s.", there);
      walk (check, from, next, there, seen);
    }
}

static void
check_ways (Check *check, const char *table)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (!g_str_has_prefix (table, "record."))
    return;
  g_hash_table_add (seen, g_strdup (table));
  walk (check, table, table, table, seen);
}

#define ALL_OBJECTS "SELECT type, name, tbl_name, ifnull (sql, '') FROM sqlite_schema"
#define ALL_REFERENCES \
  "SELECT t.name, f.\"from\", f.\"table\" " \
  "FROM sqlite_schema AS t, pragma_foreign_key_list (t.name) AS f WHERE t.type = 'table'"

GPtrArray *
schema_guard_check_log (SchemaGuard *guard, PakivSql *sql, PakivDefinitions *definitions)
{
  Check check = { .guard = guard, .sql = sql, .definitions = definitions };
  g_autoptr (GPtrArray) objects = query (sql, ALL_OBJECTS, 4);
  g_autoptr (GPtrArray) references = query (sql, ALL_REFERENCES, 3);

  check.objections = g_ptr_array_new_with_free_func (g_free);
  check.edges
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
  g_assert_cmpuint (objects->len, >, 20);
  for (guint i = 0; i < objects->len; i++)
    check_object (&check, objects->pdata[i]);
  for (guint i = 0; i < references->len; i++)
    check_reference (&check, references->pdata[i]);
  for (guint i = 0; i < objects->len; i++)
    if (strcmp (((char **)objects->pdata[i])[0], "table") == 0)
      check_ways (&check, ((char **)objects->pdata[i])[1]);
  g_hash_table_unref (check.edges);
  return check.objections;
}
