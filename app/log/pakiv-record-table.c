#include "pakiv-record-table.h"

#include <string.h>

#define FIXED "_number, _id, _book, _late, _erase_on, _entered_by"

static void
free_child (PakivChildTable *child)
{
  g_free (child->name);
  g_free (child->select);
  g_free (child->insert);
  g_free (child->remove);
  g_free (child);
}

void
pakiv_record_table_free (PakivRecordTable *table)
{
  if (table == NULL)
    return;
  g_free (table->name);
  g_ptr_array_unref (table->columns);
  g_ptr_array_unref (table->children);
  g_free (table->select);
  g_free (table->select_one);
  g_free (table->select_id);
  g_free (table->index_counts);
  g_free (table->insert);
  g_free (table->update);
  g_free (table->remove);
  g_free (table->set_search);
  g_free (table->numbers);
  g_free (table->numbers_found);
  g_free (table);
}

/* (transfer full): "prefix.name" as SQL writes a name. */
static char *
quote (const char *prefix, const char *name)
{
  g_autofree char *whole = g_strconcat (prefix, ".", name, NULL);
  g_auto (GStrv) parts = g_strsplit (whole, "\"", -1);
  g_autofree char *escaped = g_strjoinv ("\"\"", parts);

  return g_strconcat ("\"", escaped, "\"", NULL);
}

/* ', "a", "b"' */
static char *
list_columns (GPtrArray *columns)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < columns->len; i++)
    g_string_append_printf (text, ", \"%s\"", ((const PakivField *)columns->pdata[i])->id);
  return g_string_free (text, FALSE);
}

/* ', ?8, ?9' */
static char *
list_places (guint first, guint n)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, ", ?%u", first + i);
  return g_string_free (text, FALSE);
}

static PakivChildTable *
new_child (const PakivKind *kind, const PakivField *field)
{
  PakivChildTable *child = g_new0 (PakivChildTable, 1);
  g_autofree char *prefix = g_strconcat ("record.", kind->id, NULL);
  g_autofree char *columns = list_columns (field->columns);
  g_autofree char *places = list_places (3, field->columns->len);

  child->field = field;
  child->name = quote (prefix, field->id);
  child->select = g_strdup_printf (
      "SELECT _position%s FROM %s WHERE _record = ?1 ORDER BY _position", columns, child->name);
  child->insert = g_strdup_printf ("INSERT INTO %s (_record, _position%s) VALUES (?1, ?2%s)",
                                   child->name, columns, places);
  child->remove = g_strdup_printf ("DELETE FROM %s WHERE _record = ?1", child->name);
  return child;
}

static char *
make_update (PakivRecordTable *table)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text,
                          "UPDATE %s SET _id = ?2, _book = ?3, _late = ?4, _erase_on = ?5, "
                          "_entered_by = ?6, _search = ?7",
                          table->name);
  for (guint i = 0; i < table->columns->len; i++)
    g_string_append_printf (text, ", \"%s\" = ?%u",
                            ((const PakivField *)table->columns->pdata[i])->id, 8 + i);
  g_string_append (text, " WHERE _number = ?1");
  return g_string_free (text, FALSE);
}

static void
add_condition_columns (GPtrArray *columns, PakivRecordTable *table, const PakivCondition *condition)
{
  for (guint i = 0; i < pakiv_condition_count_clauses (condition); i++)
    {
      const char *id = pakiv_condition_get_field (condition, i);
      PakivField *field = pakiv_fields_find (table->columns, id);

      if (field != NULL && !g_ptr_array_find (columns, field, NULL))
        g_ptr_array_add (columns, field);
    }
}

/* What a count of records or of their rows looks at in the record: see pakiv-packer.h. */
static GPtrArray *
find_counted_columns (PakivRecordTable *table)
{
  GPtrArray *columns = g_ptr_array_new ();

  for (guint i = 0; i < table->columns->len; i++)
    {
      PakivField *field = table->columns->pdata[i];

      if (!field->countable)
        continue;
      if (!g_ptr_array_find (columns, field, NULL))
        g_ptr_array_add (columns, field);
      add_condition_columns (columns, table, field->group_applies);
      add_condition_columns (columns, table, field->applies);
    }
  return columns;
}

/* Counting reads one book in the order of its records, and from the index alone: the records
 * themselves are ten times as much to decrypt, and scattered where they came by import. */
static void
write_index (PakivRecordTable *table)
{
  g_autoptr (GPtrArray) counted = find_counted_columns (table);
  g_autofree char *columns = list_columns (counted);
  g_autofree char *name = quote ("count", table->kind->id);
  g_autofree char *earlier = quote ("book", table->kind->id);

  table->index_counts = g_strdup_printf ("DROP INDEX IF EXISTS %s; DROP INDEX IF EXISTS %s; "
                                         "CREATE INDEX %s ON %s (_book, _number, _late%s)",
                                         earlier, name, name, table->name, columns);
}

static void
write_statements (PakivRecordTable *table)
{
  const PakivKind *kind = table->kind;
  g_autofree char *columns = list_columns (table->columns);
  g_autofree char *places = list_places (8, table->columns->len);
  g_autofree char *search = quote ("search", kind->id);

  table->select
      = g_strdup_printf ("SELECT " FIXED ", EXISTS (SELECT 1 FROM book WHERE period = _book)"
                         "%s FROM %s WHERE ",
                         columns, table->name);
  table->select_one = g_strconcat (table->select, "_number = ?1", NULL);
  table->select_id = g_strconcat (table->select, "_id = ?1", NULL);
  write_index (table);
  table->insert = g_strdup_printf ("INSERT INTO %s (" FIXED ", _search%s) "
                                   "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7%s)",
                                   table->name, columns, places);
  table->update = make_update (table);
  table->remove = g_strdup_printf ("DELETE FROM %s WHERE _number = ?1", table->name);
  table->set_search
      = g_strdup_printf ("UPDATE %s SET _search = ?2 WHERE _number = ?1", table->name);
  table->numbers = g_strdup_printf ("SELECT _number FROM %s ORDER BY \"%s\" DESC, _number DESC",
                                    table->name, kind->day);
  table->numbers_found = g_strdup_printf ("SELECT _number FROM %s WHERE _number IN "
                                          "(SELECT rowid FROM %s WHERE %s MATCH ?1) "
                                          "ORDER BY \"%s\" DESC, _number DESC",
                                          table->name, search, search, kind->day);
}

PakivRecordTable *
pakiv_record_table_new (const PakivKind *kind)
{
  PakivRecordTable *table = g_new0 (PakivRecordTable, 1);

  table->kind = kind;
  table->name = quote ("record", kind->id);
  table->columns = g_ptr_array_new ();
  table->children = g_ptr_array_new_with_free_func ((GDestroyNotify)free_child);
  for (guint i = 0; i < kind->fields->len; i++)
    {
      PakivField *field = kind->fields->pdata[i];

      if (field->type == PAKIV_FIELD_ROWS)
        g_ptr_array_add (table->children, new_child (kind, field));
      else
        g_ptr_array_add (table->columns, field);
    }
  write_statements (table);
  return table;
}

static gboolean execute (PakivSql *sql, GError **error, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

static gboolean
execute (PakivSql *sql, GError **error, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return pakiv_sql_execute (sql, text, error);
}

/* The names of the columns that @table, which is quoted, has. */
static GHashTable *
read_columns (PakivSql *sql, const char *table, GError **error)
{
  g_autoptr (GHashTable) found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *bare = g_strndup (table + 1, strlen (table) - 2);
  g_autoptr (sqlite3_stmt) statement
      = pakiv_sql_prepare (sql, "SELECT name FROM pragma_table_info (?1)", error);
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  pakiv_sql_bind (statement, 1, bare);
  while (row)
    {
      if (!pakiv_sql_next (sql, statement, &row, error))
        return NULL;
      if (row)
        g_hash_table_add (found, g_strdup ((const char *)sqlite3_column_text (statement, 0)));
    }
  return g_steal_pointer (&found);
}

static gboolean
add_columns (PakivSql *sql, const char *table, GPtrArray *fields, GError **error)
{
  g_autoptr (GHashTable) found = read_columns (sql, table, error);

  if (found == NULL)
    return FALSE;
  for (guint i = 0; i < fields->len; i++)
    {
      const PakivField *field = fields->pdata[i];

      if (!g_hash_table_contains (found, field->id)
          && !execute (sql, error, "ALTER TABLE %s ADD COLUMN \"%s\" %s", table, field->id,
                       field->type == PAKIV_FIELD_COUNT ? "INTEGER" : "TEXT"))
        return FALSE;
    }
  return TRUE;
}

static gboolean
create_child (PakivRecordTable *table, PakivChildTable *child, PakivSql *sql, GError **error)
{
  return execute (sql, error,
                  "CREATE TABLE IF NOT EXISTS %s ("
                  "_record INTEGER NOT NULL REFERENCES %s (_number) ON DELETE CASCADE, "
                  "_position INTEGER NOT NULL, "
                  "PRIMARY KEY (_record, _position)) STRICT, WITHOUT ROWID",
                  child->name, table->name)
         && add_columns (sql, child->name, child->field->columns, error);
}

/* An index of external content has to be told of every change. */
static gboolean
create_search (PakivRecordTable *table, PakivSql *sql, GError **error)
{
  g_autofree char *search = quote ("search", table->kind->id);
  g_autofree char *added = quote ("search.added", table->kind->id);
  g_autofree char *removed = quote ("search.removed", table->kind->id);
  g_autofree char *changed = quote ("search.changed", table->kind->id);
  g_autofree char *remove = g_strdup_printf ("INSERT INTO %s (%s, rowid, _search) "
                                             "VALUES ('delete', old._number, old._search);",
                                             search, search);
  g_autofree char *add = g_strdup_printf (
      "INSERT INTO %s (rowid, _search) VALUES (new._number, new._search);", search);

  if (!execute (sql, error,
                "CREATE VIRTUAL TABLE IF NOT EXISTS %s USING fts5 (_search, content=%s, "
                "content_rowid='_number', tokenize='unicode61 remove_diacritics 2', "
                "prefix='2 3')",
                search, table->name)
      || !execute (sql, error, "CREATE TRIGGER IF NOT EXISTS %s AFTER INSERT ON %s BEGIN %s END",
                   added, table->name, add)
      || !execute (sql, error, "CREATE TRIGGER IF NOT EXISTS %s AFTER DELETE ON %s BEGIN %s END",
                   removed, table->name, remove)
      || !execute (sql, error,
                   "CREATE TRIGGER IF NOT EXISTS %s AFTER UPDATE OF _search ON %s "
                   "BEGIN %s %s END",
                   changed, table->name, remove, add))
    return FALSE;
  /* Words of an erased record leave the index at once. Older SQLite has no such option. */
  return sqlite3_libversion_number () < 3042000
         || execute (sql, error, "INSERT INTO %s (%s, rank) VALUES ('secure-delete', 1)", search,
                     search);
}

gboolean
pakiv_record_table_create (PakivRecordTable *table, PakivSql *sql, GError **error)
{
  const char *id = table->kind->id;
  g_autofree char *by_day = quote ("day", id);

  if (!execute (sql, error,
                "CREATE TABLE IF NOT EXISTS %s (_number INTEGER PRIMARY KEY AUTOINCREMENT, "
                "_id TEXT NOT NULL UNIQUE, _book TEXT NOT NULL, _late INTEGER NOT NULL, "
                "_erase_on TEXT NOT NULL, _entered_by TEXT NOT NULL, _search TEXT NOT NULL) STRICT",
                table->name)
      || !add_columns (sql, table->name, table->columns, error)
      || !execute (sql, error, "CREATE INDEX IF NOT EXISTS %s ON %s (\"%s\")", by_day, table->name,
                   table->kind->day)
      || !pakiv_sql_execute (sql, table->index_counts, error) || !create_search (table, sql, error))
    return FALSE;
  for (guint i = 0; i < table->children->len; i++)
    if (!create_child (table, table->children->pdata[i], sql, error))
      return FALSE;
  return TRUE;
}
