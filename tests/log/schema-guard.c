/* What the words of definitions and code lists must not be. */
#include "schema-guard-private.h"

#include <string.h>

/* Lines of two words and a rest: @prefix NULL takes those without "allow". */
static GHashTable *
read_table (const char *name, const char *prefix, guint least)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "tests", "log", "data", name, NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  GHashTable *table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  for (int i = 0; lines[i] != NULL; i++)
    {
      gboolean prefixed = g_str_has_prefix (lines[i], "allow ");
      const char *line = prefixed ? lines[i] + strlen ("allow ") : lines[i];
      g_auto (GStrv) parts = g_strsplit (line, " ", 2);

      if (*line == '#' || g_strv_length (parts) < 2 || prefixed != (prefix != NULL))
        continue;
      if (!g_hash_table_insert (table, g_strdup (parts[0]), g_strdup (g_strstrip (parts[1]))))
        g_error ("“%s” stands twice in %s.", parts[0], name);
    }
  g_assert_cmpuint (g_hash_table_size (table), >=, least);
  return table;
}

SchemaGuard *
schema_guard_new (void)
{
  SchemaGuard *guard = g_new0 (SchemaGuard, 1);

  guard->words = read_table ("person-columns.txt", NULL, 70);
  guard->columns = read_table ("schema-columns.txt", NULL, 30);
  guard->texts = read_table ("free-texts.txt", NULL, 5);
  guard->list_words = read_table ("codelist-words.txt", NULL, 20);
  guard->list_allow = read_table ("codelist-words.txt", "allow", 3);
  return guard;
}

void
schema_guard_free (SchemaGuard *guard)
{
  g_hash_table_unref (guard->words);
  g_hash_table_unref (guard->columns);
  g_hash_table_unref (guard->texts);
  g_hash_table_unref (guard->list_words);
  g_hash_table_unref (guard->list_allow);
  g_free (guard);
}

void
schema_guard_object (GPtrArray *objections, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_ptr_array_add (objections, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

char *
schema_guard_object_to_name (SchemaGuard *guard, const char *name)
{
  g_autofree char *lower = g_ascii_strdown (name, -1);
  g_auto (GStrv) parts = g_strsplit_set (lower, "_.-", -1);

  for (int i = 0; parts[i] != NULL; i++)
    {
      const char *reason = g_hash_table_lookup (guard->words, parts[i]);

      if (reason != NULL)
        return g_strdup_printf ("“%s” in “%s” may not be: %s.", parts[i], name, reason);
    }
  return NULL;
}

void
schema_guard_check_name (SchemaGuard *guard, const char *name, GPtrArray *objections)
{
  char *objection = schema_guard_object_to_name (guard, name);

  if (objection != NULL)
    g_ptr_array_add (objections, objection);
}

/* A field named after a kind of record would lead there. */
static void
check_no_kind_in_name (PakivDefinitions *definitions, const char *whole, GPtrArray *objections)
{
  const char *field = strchr (whole, '.');
  g_auto (GStrv) parts = g_strsplit_set (field, "_.", -1);

  for (int i = 0; parts[i] != NULL; i++)
    if (pakiv_definitions_find_kind (definitions, parts[i]) != NULL
        && strcmp (whole, "incident.referrals.safe_contact") != 0) /* how to reach without harm */
      schema_guard_object (
          objections,
          "The field “%s” is named after a kind of record: it leads from one record to another.",
          whole);
}

static void
check_fields (SchemaGuard *guard,
              PakivDefinitions *definitions,
              const char *kind,
              GPtrArray *fields,
              GHashTable *texts,
              GPtrArray *objections)
{
  for (guint i = 0; i < fields->len; i++)
    {
      const PakivField *field = fields->pdata[i];
      g_autofree char *whole = g_strconcat (kind, ".", field->id, NULL);

      schema_guard_check_name (guard, whole, objections);
      check_no_kind_in_name (definitions, whole, objections);
      if (field->codelist != NULL)
        schema_guard_check_name (guard, field->codelist->id, objections);
      if (field->columns != NULL)
        check_fields (guard, definitions, whole, field->columns, texts, objections);
      if (!pakiv_field_is_text (field))
        continue;
      g_hash_table_remove (texts, whole);
      if (!g_hash_table_contains (guard->texts, whole))
        schema_guard_object (
            objections,
            "“%s” is free text and not in tests/log/data/free-texts.txt. Read there what to ask "
            "before it is added.",
            whole);
    }
}

GPtrArray *
schema_guard_check_definitions (SchemaGuard *guard, PakivDefinitions *definitions)
{
  GPtrArray *objections = g_ptr_array_new_with_free_func (g_free);
  GPtrArray *kinds = pakiv_definitions_get_kinds (definitions);
  g_autoptr (GHashTable) unused = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, guard->texts);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_hash_table_add (unused, key);
  for (guint i = 0; i < kinds->len; i++)
    {
      const PakivKind *kind = kinds->pdata[i];

      if (kind->keep_months <= 0)
        schema_guard_object (
            objections, "Records of “%s” are never erased: “keep-months” is missing.", kind->id);
      schema_guard_check_name (guard, kind->id, objections);
      check_fields (guard, definitions, kind->id, kind->fields, unused, objections);
    }
  g_hash_table_iter_init (&iter, unused);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    schema_guard_object (objections,
                         "tests/log/data/free-texts.txt names “%s”, which is no text any more.",
                         (const char *)key);
  return objections;
}

static void
check_words (
    SchemaGuard *guard, const char *list, const char *code, const char *text, GPtrArray *objections)
{
  g_autofree char *lower = g_utf8_strdown (text, -1);
  g_autofree char *key = g_strdup_printf ("%s.%s", list, code);
  g_auto (GStrv) words = g_regex_split_simple ("[^\\p{L}]+", lower, 0, 0);
  GHashTableIter iter;
  gpointer beginning, reason;

  if (g_hash_table_contains (guard->list_allow, key))
    return;
  for (int i = 0; words[i] != NULL; i++)
    {
      g_hash_table_iter_init (&iter, guard->list_words);
      while (g_hash_table_iter_next (&iter, &beginning, &reason))
        if (g_str_has_prefix (words[i], beginning))
          schema_guard_object (objections, "“%s” in the code “%s” of the list “%s”: %s.", words[i],
                               code, list, (const char *)reason);
    }
}

static void
check_codes (SchemaGuard *guard, const char *list, GPtrArray *codes, GPtrArray *objections)
{
  for (guint i = 0; i < codes->len; i++)
    {
      const PakivCode *code = codes->pdata[i];
      g_autofree char *text
          = g_strjoin (" ", code->code, code->label != NULL ? code->label : "", code->hint, NULL);

      check_words (guard, list, code->code, text, objections);
    }
}

GPtrArray *
schema_guard_check_codelist (SchemaGuard *guard, const PakivCodelist *list)
{
  GPtrArray *objections = g_ptr_array_new_with_free_func (g_free);

  schema_guard_check_name (guard, list->id, objections);
  check_codes (guard, list->id, list->codes, objections);
  check_codes (guard, list->id, list->groups, objections);
  return objections;
}
