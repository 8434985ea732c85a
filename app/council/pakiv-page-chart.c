/* One chart of a release or a year, for light screens and paper or for dark screens. */
#include "pakiv-pages.h"
#include "pakiv-picture.h"

#include <string.h>

#define CHART_WIDTH 720

/* "NAME" or "NAME-dark". */
static PakivPicture *
find_picture (PakivPublished published, const char *name, PakivChartStyle *style)
{
  PakivPicture *picture = pakiv_picture_new_published (published, name);
  g_autofree char *light = NULL;

  *style = PAKIV_CHART_LIGHT;
  if (picture != NULL || !g_str_has_suffix (name, "-dark"))
    return picture;
  light = g_strndup (name, strlen (name) - strlen ("-dark"));
  *style = PAKIV_CHART_DARK;
  return pakiv_picture_new_published (published, light);
}

PakivReply *
pakiv_pages_draw (const PakivRequest *request, PakivPublished published)
{
  PakivChartStyle style;
  g_autoptr (PakivPicture) picture = find_picture (published, request->route.table, &style);
  PakivReply *reply;

  if (picture == NULL)
    return pakiv_council_refuse (request, 404, NULL);
  reply
      = pakiv_reply_new (200, "image/svg+xml", pakiv_picture_to_svg (picture, CHART_WIDTH, style));
  pakiv_reply_set_cacheable (reply, NULL);
  return reply;
}

PakivReply *
pakiv_pages_chart (PakivCouncil *council, const PakivRequest *request)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivShelved) shelved
      = pakiv_shelf_take (pakiv_council_get_shelf (council), request->route.id, &error);

  if (shelved == NULL)
    return pakiv_pages_refuse_release (request, error);
  return pakiv_pages_draw (request, pakiv_published_of_release (shelved->package->release));
}
