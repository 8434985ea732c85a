#include "pakiv-xml.h"

#include "pakiv-error.h"
#include "pakiv-file.h"

#include <glib/gi18n.h>
#include <string.h>

/* Definitions stand five deep. An element is freed within the one around it, so that a file of
 * nothing but beginnings would overflow the stack. */
#define DEPTH_MAX 64

typedef struct
{
  const char *file;
  GPtrArray *open; /* PakivXml, not owned */
  PakivXml *root;
} Reader;

static PakivXml *
new_element (const char *file, int line, const char *name)
{
  PakivXml *xml = g_new0 (PakivXml, 1);

  xml->file = file;
  xml->line = line;
  xml->name = g_strdup (name);
  xml->attributes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  xml->text = g_strdup ("");
  xml->children = g_ptr_array_new_with_free_func ((GDestroyNotify)pakiv_xml_free);
  return xml;
}

void
pakiv_xml_free (PakivXml *xml)
{
  if (xml == NULL)
    return;
  g_free (xml->name);
  g_free (xml->text);
  g_hash_table_unref (xml->attributes);
  g_ptr_array_unref (xml->children);
  g_free (xml);
}

static void
on_start_element_cb (GMarkupParseContext *context,
                     const char *name,
                     const char **names,
                     const char **values,
                     gpointer data,
                     GError **error)
{
  Reader *reader = data;
  PakivXml *xml;
  int line, character;

  if (reader->open->len == DEPTH_MAX)
    {
      g_set_error (error, G_MARKUP_ERROR, G_MARKUP_ERROR_INVALID_CONTENT,
                   /* Translators: the name of an XML element. */
                   _ ("<%s> stands too deep in other elements."), name);
      return;
    }
  /* GMarkup stands behind the tag: a line end there is already counted as the next line's
   * character 1. */
  g_markup_parse_context_get_position (context, &line, &character);
  xml = new_element (reader->file, character == 1 ? line - 1 : line, name);
  for (int i = 0; names[i] != NULL; i++)
    g_hash_table_insert (xml->attributes, g_strdup (names[i]), g_strdup (values[i]));
  if (reader->open->len == 0)
    reader->root = xml;
  else
    g_ptr_array_add (((PakivXml *)reader->open->pdata[reader->open->len - 1])->children, xml);
  g_ptr_array_add (reader->open, xml);
}

static char *
fold_space (const char *text)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \t\r\n", -1);
  GString *folded = g_string_new (NULL);

  for (int i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      g_string_append_printf (folded, "%s%s", folded->len > 0 ? " " : "", words[i]);
  return g_string_free (folded, FALSE);
}

static void
on_end_element_cb (GMarkupParseContext *context, const char *name, gpointer data, GError **error)
{
  Reader *reader = data;
  PakivXml *xml = g_ptr_array_remove_index (reader->open, reader->open->len - 1);
  g_autofree char *raw = xml->text;

  xml->text = fold_space (raw);
}

static void
on_text_cb (
    GMarkupParseContext *context, const char *text, gsize length, gpointer data, GError **error)
{
  Reader *reader = data;
  PakivXml *xml;
  g_autofree char *before = NULL;

  if (reader->open->len == 0)
    return;
  xml = reader->open->pdata[reader->open->len - 1];
  before = xml->text;
  xml->text = g_strdup_printf ("%s%.*s", before, (int)length, text);
}

PakivXml *
pakiv_xml_parse (const char *text, gsize length, const char *name, GError **error)
{
  const GMarkupParser parser = { on_start_element_cb, on_end_element_cb, on_text_cb, NULL, NULL };
  g_autoptr (GPtrArray) open = g_ptr_array_new ();
  Reader reader = { g_intern_string (name), open, NULL };
  g_autoptr (GMarkupParseContext) context
      = g_markup_parse_context_new (&parser, G_MARKUP_PREFIX_ERROR_POSITION, &reader, NULL);
  g_autoptr (GError) cause = NULL;

  if (g_markup_parse_context_parse (context, text, (gssize)length, &cause)
      && g_markup_parse_context_end_parse (context, &cause))
    return reader.root;
  pakiv_xml_free (reader.root);
  g_set_error (error, PAKIV_ERROR, PAKIV_ERROR_FORMAT,
               _ ("“%s” is not a well-formed definition: %s"), name, cause->message);
  return NULL;
}

PakivXml *
pakiv_xml_load (const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = pakiv_file_read (path, PAKIV_FILE_MAX, error);
  gsize size;
  const char *text;

  if (bytes == NULL)
    return NULL;
  text = g_bytes_get_data (bytes, &size);
  return pakiv_xml_parse (text != NULL ? text : "", size, path, error);
}

const char *
pakiv_xml_get (const PakivXml *xml, const char *attribute)
{
  return g_hash_table_lookup (xml->attributes, attribute);
}

const char *
pakiv_xml_require (const PakivXml *xml, const char *attribute, GError **error)
{
  const char *value = pakiv_xml_get (xml, attribute);

  if (value == NULL || *value == '\0')
    {
      pakiv_xml_fail (xml, error, _ ("<%s> needs the attribute “%s”."), xml->name, attribute);
      return NULL;
    }
  return value;
}

gboolean
pakiv_xml_get_boolean (const PakivXml *xml, const char *attribute)
{
  return g_strcmp0 (pakiv_xml_get (xml, attribute), "yes") == 0;
}

char **
pakiv_xml_get_words (const PakivXml *xml, const char *attribute)
{
  const char *value = pakiv_xml_get (xml, attribute);
  g_autofree char *folded = fold_space (value != NULL ? value : "");

  return g_strsplit (folded, " ", -1);
}

const PakivXml *
pakiv_xml_find (const PakivXml *xml, const char *child)
{
  for (guint i = 0; i < xml->children->len; i++)
    {
      const PakivXml *one = xml->children->pdata[i];

      if (strcmp (one->name, child) == 0)
        return one;
    }
  return NULL;
}

const char *
pakiv_xml_child_text (const PakivXml *xml, const char *child)
{
  const PakivXml *found = pakiv_xml_find (xml, child);

  return found != NULL ? found->text : NULL;
}

gboolean
pakiv_xml_fail (const PakivXml *xml, GError **error, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  /* Translators: a file, a line number in it, and what is wrong there. */
  g_set_error (error, PAKIV_ERROR, PAKIV_ERROR_FORMAT, _ ("%s, line %d: %s"), xml->file, xml->line,
               message);
  return FALSE;
}
