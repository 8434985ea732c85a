/* The page around every content, and a moment in words. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The page around the content: head, header, main, footer. @title is escaped here. @place is the
 * class of the main element. (transfer full), takes @content. */
char *pakiv_page_shell_wrap (const char *title, const char *place, GString *content);

/* (transfer full): "2 April 2021, 09:30" of "2021-04-02T09:30:00Z", in the server's own zone. */
char *pakiv_page_shell_word_moment (const char *moment);

G_END_DECLS
