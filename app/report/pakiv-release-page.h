/* A release as HTML, without script: the same sections on the council's page and in the page that
 * is printed to PDF at the station. */
#pragma once

#include "pakiv-indicator-page.h"

G_BEGIN_DECLS

/* Appends heading, reading rules, indicators, each table with its chart, and the method of
 * protection. Everything is escaped and
 * translated. */
void pakiv_release_page_append (GString *html,
                                const PakivRelease *release,
                                PakivChartAddress address,
                                gpointer data);

/* (transfer full): one self-contained document with the charts inside, ready to be printed (A4). */
char *pakiv_release_page_to_document (const PakivRelease *release);

/* The style sheet that both use. */
const char *pakiv_release_page_get_style (void);

G_END_DECLS
