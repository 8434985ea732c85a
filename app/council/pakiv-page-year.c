/* One year of one log of a station: the sums of what it released, and nothing else. */
#include "pakiv-html.h"
#include "pakiv-page-shell.h"
#include "pakiv-pages.h"
#include "pakiv-year-page.h"

#include <glib/gi18n.h>

static void
release_free (gpointer release)
{
  pakiv_release_free (release);
}

/* The year that the release of the route is of: every quarter of it that is held. */
static GPtrArray *
read_year (PakivInbox *inbox, const PakivEntry *entry, GError **error)
{
  g_autoptr (GPtrArray) releases = g_ptr_array_new_with_free_func (release_free);
  g_autofree char *before = pakiv_period_to_string ((PakivPeriod){ entry->period.year + 1, 1 });
  g_autoptr (GPtrArray) entries = pakiv_inbox_list (inbox, before, 4, error);

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const PakivEntry *one = entries->pdata[i];
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (PakivPackage) package = NULL;

      if (one->station_number != entry->station_number || one->log != entry->log
          || one->period.year != entry->period.year)
        continue;
      if ((bytes = pakiv_inbox_get_package (inbox, one->id, error)) == NULL
          || (package = pakiv_package_read (bytes, NULL, NULL, error)) == NULL)
        return NULL;
      g_ptr_array_add (releases, pakiv_release_rename (package->release, entry->station));
    }
  return entries != NULL ? g_steal_pointer (&releases) : NULL;
}

PakivReply *
pakiv_pages_year (PakivCouncil *council, const PakivRequest *request)
{
  PakivInbox *inbox = pakiv_council_get_inbox (council);
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivEntry) entry = pakiv_inbox_find (inbox, request->route.id, &error);
  g_autoptr (GPtrArray) releases = NULL;
  g_autoptr (PakivYear) year = NULL;
  GString *html;

  if (entry == NULL)
    return error == NULL
               ? pakiv_council_refuse (request, 404, _ ("The council has no such release."))
               : pakiv_council_refuse (request, 500, error->message);
  releases = read_year (inbox, entry, &error);
  if (releases == NULL || (year = pakiv_year_new (releases, NULL, &error)) == NULL)
    return pakiv_council_refuse (request, 500, error->message);
  html = g_string_new (NULL);
  pakiv_html_append (html,
                     "<p class=\"no-print\"><a class=\"button\" href=\"/releases/%s\">%s</a></p>\n",
                     entry->id, _ ("To the quarter"));
  pakiv_year_page_append (html, year);
  return pakiv_pages_reply (200, _ ("Report of the year"), "release", html);
}
