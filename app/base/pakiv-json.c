#include "pakiv-json.h"

/* json-glib 1.6 recurses without an end, so what is too deep must not reach it. */
static gboolean
is_shallow (const char *text, gsize size)
{
  gboolean quoted = FALSE;
  int depth = 0;

  for (gsize i = 0; i < size; i++)
    {
      if (quoted && text[i] == '\\')
        i++;
      else if (text[i] == '"')
        quoted = !quoted;
      else if (!quoted && (text[i] == '{' || text[i] == '['))
        depth++;
      else if (!quoted && (text[i] == '}' || text[i] == ']'))
        depth--;
      if (depth > PAKIV_JSON_DEPTH_MAX)
        return FALSE;
    }
  return TRUE;
}

/* json-glib also takes comments and single quotes, inside which brackets would be counted wrongly.
 */
static gboolean
is_plain (const char *text, gsize size)
{
  gboolean quoted = FALSE;

  for (gsize i = 0; i < size; i++)
    {
      if (quoted && text[i] == '\\')
        i++;
      else if (text[i] == '"')
        quoted = !quoted;
      else if (!quoted && (text[i] == '/' || text[i] == '\'' || text[i] == '#' || text[i] == '\\'))
        return FALSE;
    }
  return TRUE;
}

gboolean
pakiv_json_is_safe (const char *text, gsize size)
{
  return g_utf8_validate_len (text, size, NULL) && is_plain (text, size) && is_shallow (text, size);
}

JsonObject *
pakiv_json_read_object (GBytes *bytes)
{
  g_autoptr (JsonParser) parser = NULL;
  gsize size;
  const char *text = g_bytes_get_data (bytes, &size);
  JsonNode *root;

  if (size == 0 || !pakiv_json_is_safe (text, size))
    return NULL;
  parser = json_parser_new_immutable ();
  if (!json_parser_load_from_data (parser, text, (gssize)size, NULL))
    return NULL;
  root = json_parser_get_root (parser);
  return root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_dup_object (root) : NULL;
}

static const char *
get_string (JsonNode *node)
{
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node)
      || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}

const char *
pakiv_json_get_string (JsonObject *object, const char *member)
{
  return get_string (json_object_get_member (object, member));
}

JsonObject *
pakiv_json_get_object (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

JsonArray *
pakiv_json_get_array (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

gint64
pakiv_json_get_number (JsonObject *object, const char *member, gint64 max)
{
  JsonNode *node = json_object_get_member (object, member);
  gint64 number;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node)
      || json_node_get_value_type (node) != G_TYPE_INT64)
    return -1;
  number = json_node_get_int (node);
  return number >= 0 && number <= max ? number : -1;
}

gboolean
pakiv_json_get_boolean (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node)
         && json_node_get_value_type (node) == G_TYPE_BOOLEAN && json_node_get_boolean (node);
}

const char *
pakiv_json_peek_string (JsonArray *array, guint i)
{
  return get_string (json_array_get_element (array, i));
}

JsonObject *
pakiv_json_peek_object (JsonArray *array, guint i)
{
  JsonNode *node = json_array_get_element (array, i);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

char *
pakiv_json_tidy (const char *text, glong letters)
{
  GString *tidy;

  if (text == NULL)
    return NULL;
  tidy = g_string_new (NULL);
  for (const char *c = text; *c != '\0' && letters > 0; c = g_utf8_next_char (c), letters--)
    {
      gunichar letter = g_utf8_get_char (c);

      /* Direction marks could turn a sentence of ours around. */
      if (g_unichar_type (letter) == G_UNICODE_FORMAT)
        continue;
      g_string_append_unichar (tidy, g_unichar_iscntrl (letter) ? ' ' : letter);
    }
  return g_string_free (tidy, FALSE);
}
