/* A bar chart of one table, drawn on any cairo surface: the screen, an SVG file, a PDF page.
 * Bars of the first row dimension, split by the column dimension where there is one. Readable in
 * black and white print and by the colour-blind: values are written at the bars, series differ in
 * lines and lightness. */
#pragma once

#include "pakiv-chart-paper.h"
#include "pakiv-table.h"

G_BEGIN_DECLS

/* The height that @width asks for, in the same units (px, pt). */
double pakiv_chart_get_height (const PakivTable *table, double width);
void pakiv_chart_draw (const PakivTable *table, cairo_t *cr, double width, PakivChartStyle style);

/* (transfer full): a whole SVG document. */
GBytes *pakiv_chart_to_svg (const PakivTable *table, double width, PakivChartStyle style);

/* (transfer full): the chart in words, for someone who can't see it; translated. */
char *pakiv_chart_describe (const PakivTable *table);

G_END_DECLS
