#include "pakiv-manual.h"

#include <string.h>

static char *
build_path (const char *page, const char *language)
{
  const char *folder = g_getenv ("PAKIV_MANUAL");
  g_autofree char *name = language != NULL ? g_strdup_printf ("%s.%s.html", page, language)
                                           : g_strdup_printf ("%s.html", page);

  if (folder == NULL || *folder == '\0')
    folder = PAKIV_DATADIR "/manual";
  return g_build_filename (folder, name, NULL);
}

/* English has no language in its files' names. */
static gboolean
is_english (const char *language)
{
  return strcmp (language, "C") == 0 || strcmp (language, "en") == 0
         || g_str_has_prefix (language, "en_");
}

char *
pakiv_manual_find (const char *page)
{
  const char *const *languages = g_get_language_names ();

  for (int i = 0; languages[i] != NULL && !is_english (languages[i]); i++)
    {
      g_autofree char *path = build_path (page, languages[i]);

      if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
        return g_steal_pointer (&path);
    }
  return build_path (page, NULL);
}
