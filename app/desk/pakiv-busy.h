/* A window whose work is done aside: what it holds can't be used until then, and then has the focus
 * where it was. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void pakiv_busy_set (
    GtkWindow *window, GtkWidget *content, GtkWidget *button, GtkWidget *spinner, gboolean busy);

G_END_DECLS
