/* The indicators of a release or a year as sections of its page: at a glance with intrusion beside
 * protection, then each with its chart, figures, formula, source and reading rules, then what it
 * can't give. */
#pragma once

#include "pakiv-indicator.h"

G_BEGIN_DECLS

/* The address of a chart (pakiv-picture.h) as an <img> would name it. (transfer full) */
typedef char *(*PakivChartAddress) (const char *picture, gboolean dark, gpointer data);

/* Two images of the chart, light and dark, of which the style shows one. */
void pakiv_indicator_page_append_chart (GString *html,
                                        PakivPublished published,
                                        const char *picture,
                                        PakivChartAddress address,
                                        gpointer data);

/* Entries of the page's contents. */
void pakiv_indicator_page_append_contents (GString *html, const GPtrArray *indicators);

void pakiv_indicator_page_append (GString *html,
                                  PakivPublished published,
                                  const GPtrArray *indicators,
                                  PakivChartAddress address,
                                  gpointer data);

/* For any page: which sides have something to show, and what stands at a glance. */
gboolean pakiv_indicators_have_side (const GPtrArray *indicators, PakivSide side);
const char *pakiv_side_get_id (PakivSide side); /* "intrusion" */

G_END_DECLS
