#include "pakiv-busy.h"

#define FOCUS_KEY "pakiv-busy-focus"

/* A text that is made insensitive while it has the focus never hears that it lost it. */
static void
keep_focus (GtkWindow *window)
{
  GtkWidget *focus = gtk_window_get_focus (window);

  if (focus == NULL)
    return;
  g_object_set_data_full (G_OBJECT (window), FOCUS_KEY, g_object_ref (focus), g_object_unref);
  gtk_window_set_focus (window, NULL);
}

static void
give_focus_back (GtkWindow *window)
{
  GtkWidget *focus = g_object_steal_data (G_OBJECT (window), FOCUS_KEY);

  if (focus == NULL)
    return;
  if (gtk_widget_get_root (focus) == GTK_ROOT (window) && gtk_widget_get_mapped (focus))
    gtk_widget_grab_focus (focus);
  g_object_unref (focus);
}

void
pakiv_busy_set (
    GtkWindow *window, GtkWidget *content, GtkWidget *button, GtkWidget *spinner, gboolean busy)
{
  if (busy)
    keep_focus (window);
  gtk_widget_set_sensitive (content, !busy);
  gtk_widget_set_sensitive (button, !busy);
  gtk_widget_set_visible (spinner, busy);
  gtk_spinner_set_spinning (GTK_SPINNER (spinner), busy);
  if (!busy)
    give_focus_back (window);
}
