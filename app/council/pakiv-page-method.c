/* How people are protected in the figures: the manual's own chapter, so that there is one text of
 * it. */
#include "pakiv-file.h"
#include "pakiv-html.h"
#include "pakiv-manual.h"
#include "pakiv-pages.h"

#include <glib/gi18n.h>

PakivReply *
pakiv_pages_method (PakivCouncil *council, const PakivRequest *request)
{
  g_autofree char *path = pakiv_manual_find (PAKIV_MANUAL_METHOD);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = pakiv_file_read (path, PAKIV_FILE_MAX, &error);
  GString *html;
  gsize size;
  const char *text;

  if (bytes == NULL)
    return pakiv_council_refuse (request, 404, NULL);
  text = g_bytes_get_data (bytes, &size);
  html = g_string_new_len (text, (gssize)size);
  return pakiv_pages_reply (200, _ ("How people are protected in these figures"), "method-page",
                            html);
}
