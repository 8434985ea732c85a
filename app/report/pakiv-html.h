/* Pieces of HTML: everything that comes from data is escaped. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Appends @format with every %s escaped. Only %s, %d and %u. */
void pakiv_html_append (GString *html, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* <@tag>@text</@tag>, with a class where @class_name is not NULL. */
void pakiv_html_append_element (GString *html,
                                const char *tag,
                                const char *class_name,
                                const char *text);

/* The language that the page's words are in, as HTML names it: "en", "ro". */
char *pakiv_html_get_language (void);

G_END_DECLS
