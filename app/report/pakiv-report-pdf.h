/* A release as a document that a council can read, print and vote on: title page, contents, how to
 * read it, indicators with intrusion beside protection, tables, how people are protected, and a
 * page for the decision. Tagged, with outline and links; nothing but published figures. */
#pragma once

#include "pakiv-benchmarks.h"
#include "pakiv-release.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* (transfer full): the same bytes for the same release, benchmarks and language. @benchmarks may be
 * NULL. */
GBytes *pakiv_report_pdf_new (const PakivRelease *release, const GPtrArray *benchmarks);

G_END_DECLS
