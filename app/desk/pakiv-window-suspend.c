/* Suspending a member gives new keys to the logs they held, and for that every log must be closed.
 * The desk locks, a page says what goes on, and how it went; then the unlock page is there. */
#include "pakiv-aside.h"
#include "pakiv-compat.h"
#include "pakiv-members.h"
#include "pakiv-window-private.h"

#include <glib/gi18n.h>

#define LOOK_EVERY_MS 20

typedef struct
{
  PakivWindow *window; /* weak */
  PakivSession *session;
  PakivClock *clock;
  char *name;
  AdwStatusPage *page;
  GtkWidget *spinner;
  GtkWidget *button;
} Suspension;

static void
free_suspension (gpointer data)
{
  Suspension *suspension = data;

  g_clear_weak_pointer (&suspension->window);
  pakiv_session_unref (suspension->session);
  pakiv_clock_unref (suspension->clock);
  g_free (suspension->name);
  g_free (suspension);
}

static gboolean
suspend_in_thread (gpointer data, GError **error)
{
  Suspension *suspension = data;

  return pakiv_session_suspend_member (suspension->session, suspension->name, suspension->clock,
                                       error);
}

/* Back to the unlock page; the page that said how it went is removed. */
static void
on_continue_cb (PakivWindow *self)
{
  GtkWidget *page = gtk_stack_get_visible_child (self->stack);

  gtk_stack_set_visible_child (self->stack, self->unlock_page);
  gtk_stack_remove (self->stack, page);
  pakiv_window_forget (self);
}

static void
on_done_cb (gpointer owner, gpointer data, const GError *error)
{
  PakivWindow *self = owner;
  Suspension *suspension = data;
  g_autofree char *title = NULL;
  g_autofree char *words = NULL;

  self->rekeying = FALSE;
  if (error == NULL)
    /* Translators: a member's name. */
    title = g_strdup_printf (_ ("“%s” Is Suspended"), suspension->name);
  else
    title = g_strdup_printf (_ ("“%s” Could Not Be Suspended"), suspension->name);
  words = g_markup_escape_text (
      error == NULL ? _ ("The logs they could open have new keys.") : error->message, -1);
  adw_status_page_set_icon_name (suspension->page, error == NULL ? "changes-prevent-symbolic"
                                                                 : "dialog-warning-symbolic");
  adw_status_page_set_title (suspension->page, title);
  adw_status_page_set_description (suspension->page, words);
  gtk_widget_set_visible (suspension->spinner, FALSE);
  gtk_widget_set_visible (suspension->button, TRUE);
  gtk_widget_grab_focus (suspension->button);
  pakiv_compat_announce (suspension->button, title);
}

/* Every log is closed once nobody holds the workplace. */
static gboolean
on_time_cb (gpointer data)
{
  Suspension *suspension = data;
  g_autoptr (GObject) left = NULL;

  if (suspension->window == NULL)
    {
      free_suspension (suspension);
      return G_SOURCE_REMOVE;
    }
  left = g_weak_ref_get (&suspension->window->left);
  if (left != NULL)
    return G_SOURCE_CONTINUE;
  pakiv_aside_run (suspension->window, suspend_in_thread, on_done_cb, suspension, free_suspension);
  return G_SOURCE_REMOVE;
}

static GtkWidget *
make_page (PakivWindow *self, Suspension *suspension)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *inner = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  g_autofree char *title = g_strdup_printf (_ ("Suspending “%s”"), suspension->name);

  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), adw_window_title_new ("", ""));
  gtk_widget_add_css_class (header, "flat");
  suspension->page = ADW_STATUS_PAGE (adw_status_page_new ());
  adw_status_page_set_title (suspension->page, title);
  adw_status_page_set_description (
      suspension->page, _ ("The logs they could open get new keys. Please leave the computer on."));
  suspension->spinner = gtk_spinner_new ();
  gtk_widget_set_size_request (suspension->spinner, 32, 32);
  gtk_spinner_start (GTK_SPINNER (suspension->spinner));
  suspension->button = gtk_button_new_with_mnemonic (_ ("_Continue"));
  gtk_widget_set_halign (suspension->button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (suspension->button, "pill");
  gtk_widget_add_css_class (suspension->button, "suggested-action");
  gtk_widget_set_visible (suspension->button, FALSE);
  g_signal_connect_object (suspension->button, "clicked", G_CALLBACK (on_continue_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (inner), suspension->spinner);
  gtk_box_append (GTK_BOX (inner), suspension->button);
  adw_status_page_set_child (suspension->page, inner);
  gtk_widget_set_vexpand (GTK_WIDGET (suspension->page), TRUE);
  gtk_box_append (GTK_BOX (box), header);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (suspension->page));
  return box;
}

void
pakiv_window_suspend_member (PakivWindow *self, const char *name)
{
  PakivWorkplace *workplace = pakiv_window_get_workplace (self);
  Suspension *suspension;
  GtkWidget *page;

  g_return_if_fail (workplace != NULL && name != NULL);

  suspension = g_new0 (Suspension, 1);
  g_set_weak_pointer (&suspension->window, self);
  suspension->session = pakiv_session_ref (pakiv_workplace_get_session (workplace));
  suspension->clock = pakiv_clock_ref (pakiv_workplace_get_clock (workplace));
  suspension->name = g_strdup (name);
  page = make_page (self, suspension);
  gtk_stack_add_child (self->stack, page);
  self->rekeying = TRUE;
  pakiv_window_leave_work (self, page);
  g_timeout_add (LOOK_EVERY_MS, on_time_cb, suspension);
}
