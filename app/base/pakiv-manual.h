/* Where the manual is: HTML pages made from data/help, in the user's language where there is one.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The inside of the page “How people are protected”, for another frame than the manual's. */
#define PAKIV_MANUAL_METHOD "protection-part"

/* (transfer full): the file of @page, such as "index" or "release", in the folder that PAKIV_MANUAL
 * names, else the installed one. Where it is in no language of the user's, the English one, which
 * may be missing too: then this is where it should be. */
char *pakiv_manual_find (const char *page);

G_END_DECLS
