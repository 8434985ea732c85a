#include "pakiv-picture.h"

#include "pakiv-chart.h"
#include "pakiv-indicator-chart.h"
#include "pakiv-indicator-words.h"
#include "pakiv-table-words.h"

#include <string.h>

#define PREFIX "indicator-"

struct _PakivPicture
{
  GPtrArray *tables;     /* own the table */
  GPtrArray *indicators; /* own the indicator */
  const PakivTable *table;
  const PakivIndicator *indicator; /* one of the two */
};

static void
find_indicator (PakivPicture *picture, PakivPublished published, const char *id)
{
  picture->indicators = pakiv_indicators_compute_published (published, NULL);
  picture->indicator = pakiv_indicators_find (picture->indicators, id);
  if (picture->indicator != NULL && !pakiv_indicator_chart_has (picture->indicator))
    picture->indicator = NULL;
}

PakivPicture *
pakiv_picture_new (const PakivRelease *release, const char *name)
{
  g_return_val_if_fail (release != NULL, NULL);

  return pakiv_picture_new_published (pakiv_published_of_release (release), name);
}

PakivPicture *
pakiv_picture_new_published (PakivPublished published, const char *name)
{
  g_autoptr (PakivPicture) picture = NULL;

  g_return_val_if_fail (name != NULL, NULL);

  picture = g_new0 (PakivPicture, 1);
  picture->tables = g_ptr_array_ref (published.tables);
  picture->table = pakiv_tables_find (published.tables, name);
  if (picture->table == NULL && g_str_has_prefix (name, PREFIX))
    find_indicator (picture, published, name + strlen (PREFIX));
  if (picture->table == NULL && picture->indicator == NULL)
    return NULL;
  return g_steal_pointer (&picture);
}

void
pakiv_picture_free (PakivPicture *picture)
{
  if (picture == NULL)
    return;
  g_clear_pointer (&picture->indicators, g_ptr_array_unref);
  g_ptr_array_unref (picture->tables);
  g_free (picture);
}

const char *
pakiv_picture_get_title (const PakivPicture *picture)
{
  return pakiv_table_word (picture->table != NULL ? picture->table->title
                                                  : picture->indicator->spec->title);
}

char *
pakiv_picture_describe (const PakivPicture *picture)
{
  return picture->table != NULL ? pakiv_chart_describe (picture->table)
                                : pakiv_indicator_describe (picture->indicator);
}

double
pakiv_picture_get_height (const PakivPicture *picture, double width)
{
  return picture->table != NULL ? pakiv_chart_get_height (picture->table, width)
                                : pakiv_indicator_chart_get_height (picture->indicator, width);
}

void
pakiv_picture_draw (const PakivPicture *picture, cairo_t *cr, double width, PakivChartStyle style)
{
  if (picture->table != NULL)
    pakiv_chart_draw (picture->table, cr, width, style);
  else
    pakiv_indicator_chart_draw (picture->indicator, cr, width, style);
}

GBytes *
pakiv_picture_to_svg (const PakivPicture *picture, double width, PakivChartStyle style)
{
  return picture->table != NULL ? pakiv_chart_to_svg (picture->table, width, style)
                                : pakiv_indicator_chart_to_svg (picture->indicator, width, style);
}

char *
pakiv_picture_to_address (const PakivPicture *picture, double width, PakivChartStyle style)
{
  g_autoptr (GBytes) svg = pakiv_picture_to_svg (picture, width, style);
  gsize size;
  const guchar *bytes = g_bytes_get_data (svg, &size);
  g_autofree char *text = g_base64_encode (bytes, size);

  return g_strconcat ("data:image/svg+xml;base64,", text, NULL);
}

char *
pakiv_picture_name_indicator (const char *id)
{
  return g_strconcat (PREFIX, id, NULL);
}
