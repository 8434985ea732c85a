/* One year of one log of a station: the sums of what it released, and nothing else. */
#include "pakiv-html.h"
#include "pakiv-page-revision.h"
#include "pakiv-page-shell.h"
#include "pakiv-pages.h"
#include "pakiv-year-page.h"

#include <glib/gi18n.h>

static void
release_free (gpointer release)
{
  pakiv_release_free (release);
}

/* Every quarter that is held of the year of @entry, under the name by which the council knows the
 * station. */
static GPtrArray *
read_releases (PakivCouncil *council, const PakivEntry *entry, GError **error)
{
  g_autoptr (GPtrArray) releases = g_ptr_array_new_with_free_func (release_free);
  g_autofree char *before = pakiv_period_to_string ((PakivPeriod){ entry->period.year + 1, 1 });
  g_autoptr (GPtrArray) entries
      = pakiv_inbox_list (pakiv_council_get_inbox (council), before, 4, error);

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const PakivEntry *one = entries->pdata[i];
      g_autoptr (PakivShelved) shelved = NULL;

      if (one->station_number != entry->station_number || one->log != entry->log
          || one->period.year != entry->period.year)
        continue;
      shelved = pakiv_shelf_take (pakiv_council_get_shelf (council), one->id, error);
      if (shelved == NULL)
        return NULL;
      g_ptr_array_add (releases, pakiv_release_rename (shelved->package->release, entry->station));
    }
  return entries != NULL && releases->len > 0 ? g_steal_pointer (&releases) : NULL;
}

/* The year that the release @id is of; NULL without @error where there is none. */
static PakivYear *
read_year (PakivCouncil *council, const char *id, GError **error)
{
  g_autoptr (PakivEntry) entry = pakiv_inbox_find (pakiv_council_get_inbox (council), id, error);
  g_autoptr (GPtrArray) releases = entry != NULL ? read_releases (council, entry, error) : NULL;

  if (releases == NULL)
    return NULL;
  return pakiv_year_new (releases,
                         pakiv_shelf_get_coarser (pakiv_council_get_shelf (council),
                                                  ((PakivRelease *)releases->pdata[0])->report),
                         error);
}

static char *
get_chart_address (const char *picture, gboolean dark, gpointer id)
{
  return g_strdup_printf ("/releases/%s/year/charts/%s%s.svg", (const char *)id, picture,
                          dark ? "-dark" : "");
}

PakivReply *
pakiv_pages_year (PakivCouncil *council, const PakivRequest *request)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivYear) year = read_year (council, request->route.id, &error);
  g_autofree char *title = NULL;
  GString *html;

  if (year == NULL)
    return pakiv_pages_refuse_release (request, error);
  title = g_strdup_printf ("%s · %s · %d", year->station, pakiv_log_id_get_label (year->log),
                           year->year);
  html = g_string_new (NULL);
  pakiv_html_append (html,
                     "<nav class=\"trail no-print\" aria-label=\"%s\"><a href=\"/\">%s</a> "
                     "<span aria-hidden=\"true\">›</span> <a href=\"/releases/%s\">%s</a> "
                     "<span aria-hidden=\"true\">›</span> <span>%s</span></nav>\n",
                     _ ("Where you are"), _ ("Releases"), request->route.id, _ ("The quarter"),
                     title);
  pakiv_page_revision_add_year (html, pakiv_council_get_inbox (council), request->route.id);
  pakiv_year_page_append (html, year, get_chart_address, request->route.id);
  return pakiv_pages_reply (200, title, "release-page", html);
}

PakivReply *
pakiv_pages_year_chart (PakivCouncil *council, const PakivRequest *request)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivYear) year = read_year (council, request->route.id, &error);

  if (year == NULL)
    return pakiv_pages_refuse_release (request, error);
  return pakiv_pages_draw (request, pakiv_published_of_year (year));
}
