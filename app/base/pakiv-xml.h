/* A definition file as a small tree that remembers its lines, so that a mistake can be named
 * by file and line. Only what Pakiv's own files need: elements, attributes, text. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _PakivXml PakivXml;

struct _PakivXml
{
  const char *file; /* interned */
  int line;
  char *name;
  GHashTable *attributes; /* char* → char* */
  char *text;             /* the element's own text, white space folded */
  GPtrArray *children;    /* PakivXml */
};

PakivXml *pakiv_xml_load (const char *path, GError **error);
PakivXml *pakiv_xml_parse (const char *text, gsize length, const char *name, GError **error);
void pakiv_xml_free (PakivXml *xml);

const char *pakiv_xml_get (const PakivXml *xml, const char *attribute);
const char *pakiv_xml_require (const PakivXml *xml, const char *attribute, GError **error);
gboolean pakiv_xml_get_boolean (const PakivXml *xml, const char *attribute); /* "yes" */

/* (transfer full): the attribute's words, split at white space; empty where it is absent. */
char **pakiv_xml_get_words (const PakivXml *xml, const char *attribute);

const PakivXml *pakiv_xml_find (const PakivXml *xml, const char *child);
const char *pakiv_xml_child_text (const PakivXml *xml, const char *child); /* or NULL */

/* Sets "FILE, line N: …" and returns FALSE. */
gboolean pakiv_xml_fail (const PakivXml *xml, GError **error, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivXml, pakiv_xml_free)

G_END_DECLS
