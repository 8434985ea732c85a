/* A chart of a release or a year by its name: a table's id, or “indicator-” and an indicator's id.
 * So that the screen, the council's page and the PDF find and draw both alike. */
#pragma once

#include "pakiv-chart-paper.h"
#include "pakiv-published.h"

G_BEGIN_DECLS

typedef struct _PakivPicture PakivPicture;

/* (transfer full): NULL where there is no such chart. It holds on to the tables. */
PakivPicture *pakiv_picture_new (const PakivRelease *release, const char *name);
PakivPicture *pakiv_picture_new_published (PakivPublished published, const char *name);
void pakiv_picture_free (PakivPicture *picture);

const char *pakiv_picture_get_title (const PakivPicture *picture); /* translated */
char *pakiv_picture_describe (const PakivPicture *picture);        /* (transfer full), in words */
double pakiv_picture_get_height (const PakivPicture *picture, double width);
void
pakiv_picture_draw (const PakivPicture *picture, cairo_t *cr, double width, PakivChartStyle style);

/* (transfer full): a whole SVG document. */
GBytes *pakiv_picture_to_svg (const PakivPicture *picture, double width, PakivChartStyle style);

/* (transfer full): the SVG document as an address that an <img> can name, for a page that is one
 * file. */
char *pakiv_picture_to_address (const PakivPicture *picture, double width, PakivChartStyle style);

/* (transfer full): an indicator's chart. */
char *pakiv_picture_name_indicator (const char *id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivPicture, pakiv_picture_free)

G_END_DECLS
