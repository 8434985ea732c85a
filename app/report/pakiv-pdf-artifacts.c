#include "pakiv-pdf-artifacts.h"

#include <string.h>

/* Whether the line's last word is @operator_. A string that goes on in the next line ends in a
 * backslash, so its words are never the last ones of a line. */
static gboolean
ends_with (const char *line, gsize length, const char *operator_)
{
  gsize n = strlen (operator_);

  return length >= n && memcmp (line + length - n, operator_, n) == 0
         && (length == n || line[length - n - 1] == ' ');
}

static void
set_open (GString *text, gboolean *open, gboolean wanted)
{
  if (*open != wanted)
    g_string_append (text, wanted ? "/Artifact BMC\n" : "EMC\n");
  *open = wanted;
}

GString *
pakiv_pdf_mark_artifacts (const char *content, gsize length)
{
  g_autoptr (GString) text = g_string_sized_new (length + length / 8);
  gboolean open = FALSE;
  int depth = 0;

  for (gsize at = 0; at < length;)
    {
      const char *line = content + at, *end = memchr (line, '\n', length - at);
      gsize n = end != NULL ? (gsize)(end - line) : length - at;
      gboolean begins = ends_with (line, n, "BDC") || ends_with (line, n, "BMC");

      if (depth == 0)
        set_open (text, &open, !begins && n > 0);
      depth += begins;
      depth -= ends_with (line, n, "EMC");
      if (depth < 0)
        return NULL;
      g_string_append_len (text, line, (gssize)n);
      g_string_append_c (text, '\n');
      at += n + 1;
    }
  set_open (text, &open, FALSE);
  return depth == 0 ? g_steal_pointer (&text) : NULL;
}
