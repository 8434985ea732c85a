/* What people see: plain HTML made here, without script. */
#pragma once

#include "pakiv-council.h"
#include "pakiv-published.h"

G_BEGIN_DECLS

/* The reply to any route that is not of the API. */
PakivReply *pakiv_pages_answer (PakivCouncil *council, const PakivRequest *request);

/* A page that says what went wrong. */
PakivReply *pakiv_pages_refuse (guint status, const char *words);

/* There is no such release, or @error (which may be NULL) kept it from being read. */
PakivReply *pakiv_pages_refuse_release (const PakivRequest *request, const GError *error);

/* The parts. */
PakivReply *pakiv_pages_overview (PakivCouncil *council, const PakivRequest *request);
PakivReply *pakiv_pages_method (PakivCouncil *council, const PakivRequest *request);
PakivReply *pakiv_pages_release (PakivCouncil *council, const PakivRequest *request);
PakivReply *pakiv_pages_chart (PakivCouncil *council, const PakivRequest *request);
PakivReply *pakiv_pages_package (PakivCouncil *council, const PakivRequest *request);
PakivReply *pakiv_pages_document (PakivCouncil *council, const PakivRequest *request);
PakivReply *pakiv_pages_year (PakivCouncil *council, const PakivRequest *request);
PakivReply *pakiv_pages_year_chart (PakivCouncil *council, const PakivRequest *request);

/* The chart that the route of @request names. */
PakivReply *pakiv_pages_draw (const PakivRequest *request, PakivPublished published);

/* Takes @content; @place as pakiv_page_shell_wrap. */
PakivReply *
pakiv_pages_reply (guint status, const char *title, const char *place, GString *content);

/* A mark that says how far the council is with a release. */
void pakiv_pages_add_state (GString *html, const char *state);

G_END_DECLS
