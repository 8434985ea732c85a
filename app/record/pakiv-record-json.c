#include "pakiv-record-json.h"

#include "pakiv-error.h"
#include "pakiv-file.h"
#include "pakiv-json.h"
#include "pakiv-rules.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>

static gboolean
fail (GError **error, const PakivField *field)
{
  g_set_error (error, PAKIV_ERROR, PAKIV_ERROR_INVALID,
               /* Translators: a field's id in a JSON file. */
               _ ("“%s” has a value of the wrong kind."), field->id);
  return FALSE;
}

/* (transfer full): the node as canonical text, or NULL. */
static char *
value_from_node (const PakivField *field, JsonNode *node)
{
  GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;

  if (field->type == PAKIV_FIELD_COUNT && type == G_TYPE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
  if (field->type != PAKIV_FIELD_CODES && type == G_TYPE_STRING)
    return g_strdup (json_node_get_string (node));
  if (field->type == PAKIV_FIELD_CODES && JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);
      g_autoptr (GString) codes = g_string_new (NULL);

      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          JsonNode *code = json_array_get_element (array, i);

          if (!JSON_NODE_HOLDS_VALUE (code) || json_node_get_value_type (code) != G_TYPE_STRING)
            return NULL;
          g_string_append_printf (codes, "%s%s", i > 0 ? " " : "", json_node_get_string (code));
        }
      return g_strdup (codes->str);
    }
  return NULL;
}

static gboolean
refuse_unknown (JsonObject *object, GPtrArray *fields, GError **error)
{
  g_autoptr (GList) keys = json_object_get_members (object);

  for (GList *l = keys; l != NULL; l = l->next)
    if (pakiv_fields_find (fields, l->data) == NULL)
      {
        g_set_error (error, PAKIV_ERROR, PAKIV_ERROR_INVALID,
                     _ ("There is no field “%s” in this kind of record."), (char *)l->data);
        return FALSE;
      }
  return TRUE;
}

static gboolean
read_row (PakivRow *row, const PakivField *field, JsonNode *node, GError **error)
{
  JsonObject *object;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return fail (error, field);
  object = json_node_get_object (node);
  if (!refuse_unknown (object, field->columns, error))
    return FALSE;
  for (guint i = 0; i < field->columns->len; i++)
    {
      const PakivField *column = field->columns->pdata[i];
      JsonNode *member = json_object_get_member (object, column->id);
      g_autofree char *value = NULL;

      if (member == NULL || JSON_NODE_HOLDS_NULL (member))
        continue;
      if ((value = value_from_node (column, member)) == NULL)
        return fail (error, column);
      pakiv_row_set (row, column->id, value);
    }
  return TRUE;
}

static gboolean
read_rows (PakivRecord *record, const PakivField *field, JsonNode *node, GError **error)
{
  JsonArray *array;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    return fail (error, field);
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (!read_row (pakiv_record_add_row (record, field->id), field,
                   json_array_get_element (array, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
read_field (PakivRecord *record, const PakivField *field, JsonObject *object, GError **error)
{
  JsonNode *node = json_object_get_member (object, field->id);
  g_autofree char *value = NULL;

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (field->type == PAKIV_FIELD_ROWS)
    return read_rows (record, field, node, error);
  if ((value = value_from_node (field, node)) == NULL)
    return fail (error, field);
  pakiv_record_set (record, field->id, value);
  return TRUE;
}

/* Where a NUL stands, @length where none does. "\u0000" is a NUL in disguise; a backslash before it
 * would make it plain letters. */
static gsize
find_nul (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (text[i] == '\0'
        || (text[i] == '\\' && length - i > 5 && memcmp (text + i + 1, "u0000", 5) == 0))
      return i;
    else if (text[i] == '\\' && i + 1 < length && text[i + 1] != '\0')
      i++;
  return length;
}

static int
count_lines (const char *text, gsize length)
{
  int line = 1;

  for (gsize i = 0; i < length; i++)
    line += text[i] == '\n';
  return line;
}

/* json-glib would read past these, or stop at a NUL. */
static gboolean
check_text (const char *text, gsize length, GError **error)
{
  gsize nul = find_nul (text, length);

  if (nul < length)
    g_set_error (error, PAKIV_ERROR, PAKIV_ERROR_FORMAT,
                 _ ("The record is no text: it holds bytes that are not letters (line %d)."),
                 count_lines (text, nul));
  else if (pakiv_file_valid_text (text, length) != length)
    g_set_error_literal (error, PAKIV_ERROR, PAKIV_ERROR_FORMAT,
                         _ ("The record is not written in UTF-8."));
  else if (!pakiv_json_is_safe (text, length))
    g_set_error_literal (error, PAKIV_ERROR, PAKIV_ERROR_FORMAT,
                         _ ("The record is not plain JSON: it has comments or single quotes, or "
                            "its brackets stand too deep."));
  else
    return TRUE;
  return FALSE;
}

/* json-glib says where only in its message, "<data>:LINE:COLUMN: …". */
static gboolean
fail_parsing (GError **error, const GError *cause)
{
  int line = 1;

  sscanf (cause->message, "<data>:%d:", &line);
  g_set_error (error, PAKIV_ERROR, PAKIV_ERROR_FORMAT, _ ("The record is not JSON, line %d: %s"),
               line, cause->message);
  return FALSE;
}

/* json-glib keeps the last of two members with one name and says nothing: what is told here while
 * it reads is the only way to know. */
typedef struct
{
  GQueue open; /* GHashTable: the names so far in each object that is not closed yet */
  char *twice; /* the first name that stood in an object already; or NULL */
  guint line;
} Names;

static void
on_object_start_cb (JsonParser *parser, Names *names)
{
  g_queue_push_head (&names->open, g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL));
}

static void
on_object_member_cb (JsonParser *parser, JsonObject *object, const char *name, Names *names)
{
  if (g_hash_table_add (g_queue_peek_head (&names->open), g_strdup (name)) || names->twice != NULL)
    return;
  names->twice = g_strdup (name);
  names->line = json_parser_get_current_line (parser);
}

static void
on_object_end_cb (JsonParser *parser, JsonObject *object, Names *names)
{
  g_hash_table_unref (g_queue_pop_head (&names->open));
}

static void
names_clear (Names *names)
{
  g_queue_clear_full (&names->open, (GDestroyNotify)g_hash_table_unref);
  g_free (names->twice);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Names, names_clear);

static gboolean
parse (JsonParser *parser, const char *text, gssize length, GError **error)
{
  g_auto (Names) names = { .open = G_QUEUE_INIT };
  g_autoptr (GError) cause = NULL;

  g_signal_connect (parser, "object-start", G_CALLBACK (on_object_start_cb), &names);
  g_signal_connect (parser, "object-member", G_CALLBACK (on_object_member_cb), &names);
  g_signal_connect (parser, "object-end", G_CALLBACK (on_object_end_cb), &names);
  if (!json_parser_load_from_data (parser, text, length, &cause))
    return fail_parsing (error, cause);
  if (names.twice == NULL)
    return TRUE;
  g_set_error (error, PAKIV_ERROR, PAKIV_ERROR_INVALID,
               /* Translators: a field's id in a JSON file, and the number of a line. */
               _ ("“%s” stands there twice (line %u). Which of the two is meant?"), names.twice,
               names.line);
  return FALSE;
}

PakivRecord *
pakiv_record_from_json (const PakivKind *kind, const char *text, gssize length, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (PakivRecord) record = pakiv_record_new (kind);
  JsonNode *root;

  if (!check_text (text, length < 0 ? strlen (text) : (gsize)length, error)
      || !parse (parser, text, length, error))
    return NULL;
  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    {
      g_set_error_literal (error, PAKIV_ERROR, PAKIV_ERROR_FORMAT,
                           _ ("A record is one JSON object: { … }."));
      return NULL;
    }
  if (!refuse_unknown (json_node_get_object (root), kind->fields, error))
    return NULL;
  for (guint i = 0; i < kind->fields->len; i++)
    if (!read_field (record, kind->fields->pdata[i], json_node_get_object (root), error))
      return NULL;
  return g_steal_pointer (&record);
}

static gboolean
refuse_unasked (const char *key, GError **error)
{
  g_set_error (error, PAKIV_ERROR, PAKIV_ERROR_INVALID,
               /* Translators: a field's id in a JSON file. */
               _ ("“%s” is not asked of a record like this one, so it can’t be kept. Take it out, "
                  "or look again at what it depends on."),
               key);
  return FALSE;
}

static gboolean
check_rows (const PakivRecord *record, const PakivField *field, GError **error)
{
  for (guint i = 0; i < pakiv_record_count_rows (record, field->id); i++)
    {
      const PakivRow *row = pakiv_record_peek_row (record, field->id, i);

      for (guint j = 0; j < field->columns->len; j++)
        {
          const PakivField *column = field->columns->pdata[j];

          if (pakiv_row_get (row, column->id) != NULL
              && !pakiv_condition_holds (column->applies, record, row))
            return refuse_unasked (column->id, error);
        }
    }
  return TRUE;
}

gboolean
pakiv_record_check_asked (const PakivRecord *record, GError **error)
{
  g_autoptr (PakivRecord) kept = pakiv_record_copy (record);

  /* A value that is not asked does not make another one asked. */
  pakiv_rules_normalise (kept);
  for (guint i = 0; i < record->kind->fields->len; i++)
    {
      const PakivField *field = record->kind->fields->pdata[i];
      gboolean stated = pakiv_record_get (record, field->id) != NULL
                        || pakiv_record_count_rows (record, field->id) > 0;

      if (stated && !pakiv_rules_field_applies (kept, field))
        return refuse_unasked (field->id, error);
      if (!check_rows (record, field, error))
        return FALSE;
    }
  return TRUE;
}
