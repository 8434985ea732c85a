#include "pakiv-json-writer.h"

void
pakiv_json_writer_init (PakivJsonWriter *json)
{
  *json = (PakivJsonWriter){ .text = g_string_new (NULL), .first = TRUE };
}

GBytes *
pakiv_json_writer_finish (PakivJsonWriter *json)
{
  g_string_append_c (json->text, '\n');
  return g_string_free_to_bytes (g_steal_pointer (&json->text));
}

static void
append_quoted (GString *text, const char *value)
{
  g_string_append_c (text, '"');
  for (const char *c = value; *c != '\0'; c++)
    if (*c == '"' || *c == '\\')
      g_string_append_printf (text, "\\%c", *c);
    else if ((guchar)*c < 0x20)
      g_string_append_printf (text, "\\u%04x", (guchar)*c);
    else
      g_string_append_c (text, *c);
  g_string_append_c (text, '"');
}

static void
break_line (PakivJsonWriter *json)
{
  if (json->flat)
    return;
  if (json->text->len > 0)
    g_string_append_c (json->text, '\n');
  for (int i = 0; i < json->depth; i++)
    g_string_append (json->text, "  ");
}

static void
begin_value (PakivJsonWriter *json, const char *member)
{
  if (!json->first)
    g_string_append (json->text, json->flat ? ", " : ",");
  json->first = FALSE;
  break_line (json);
  if (member == NULL)
    return;
  append_quoted (json->text, member);
  g_string_append (json->text, ": ");
}

static void
begin (PakivJsonWriter *json, const char *member, char bracket)
{
  begin_value (json, member);
  g_string_append_c (json->text, bracket);
  json->depth++;
  json->first = TRUE;
}

static void
end (PakivJsonWriter *json, char bracket)
{
  json->depth--;
  if (!json->first)
    break_line (json);
  json->first = FALSE;
  g_string_append_c (json->text, bracket);
}

void
pakiv_json_begin_object (PakivJsonWriter *json, const char *member)
{
  begin (json, member, '{');
}

void
pakiv_json_end_object (PakivJsonWriter *json)
{
  end (json, '}');
}

void
pakiv_json_begin_array (PakivJsonWriter *json, const char *member)
{
  begin (json, member, '[');
}

void
pakiv_json_end_array (PakivJsonWriter *json)
{
  end (json, ']');
}

void
pakiv_json_add_string (PakivJsonWriter *json, const char *member, const char *value)
{
  begin_value (json, member);
  append_quoted (json->text, value);
}

void
pakiv_json_add_number (PakivJsonWriter *json, const char *member, gint64 value)
{
  begin_value (json, member);
  g_string_append_printf (json->text, "%" G_GINT64_FORMAT, value);
}

void
pakiv_json_add_boolean (PakivJsonWriter *json, const char *member, gboolean value)
{
  begin_value (json, member);
  g_string_append (json->text, value ? "true" : "false");
}

void
pakiv_json_add_strings (PakivJsonWriter *json, const char *member, GPtrArray *strings)
{
  pakiv_json_begin_array (json, member);
  json->flat = TRUE;
  for (guint i = 0; i < strings->len; i++)
    pakiv_json_add_string (json, NULL, strings->pdata[i]);
  pakiv_json_end_array (json);
  json->flat = FALSE;
}

void
pakiv_json_add_numbers (PakivJsonWriter *json, const char *member, const gint64 *values, gsize n)
{
  pakiv_json_begin_array (json, member);
  json->flat = TRUE;
  for (gsize i = 0; i < n; i++)
    pakiv_json_add_number (json, NULL, values[i]);
  pakiv_json_end_array (json);
  json->flat = FALSE;
}
