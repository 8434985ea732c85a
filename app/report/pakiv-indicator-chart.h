/* An indicator drawn on any cairo surface: each figure as a bar with its range by chance (a line
 * with ends) and its range by protection (a hatched band), the value written beside it. Shares
 * stand on a scale from 0 to 100 %, gaps on one around 0. Nothing is told by colour alone. */
#pragma once

#include "pakiv-chart-paper.h"
#include "pakiv-indicator.h"

G_BEGIN_DECLS

/* Whether there is a figure to draw. */
gboolean pakiv_indicator_chart_has (const PakivIndicator *indicator);

double pakiv_indicator_chart_get_height (const PakivIndicator *indicator, double width);
void pakiv_indicator_chart_draw (const PakivIndicator *indicator,
                                 cairo_t *cr,
                                 double width,
                                 PakivChartStyle style);

/* (transfer full) */
GBytes *
pakiv_indicator_chart_to_svg (const PakivIndicator *indicator, double width, PakivChartStyle style);

G_END_DECLS
