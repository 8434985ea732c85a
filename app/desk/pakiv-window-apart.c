/* Work for which every log must be closed: the desk locks, a page says what goes on and how it
 * went, and then the unlock page is there. The window can't be closed meanwhile. */
#include "pakiv-compat.h"
#include "pakiv-window-private.h"

#include <glib/gi18n.h>

#define LOOK_EVERY_MS 20

typedef struct
{
  PakivWindow *window; /* weak */
  const PakivApart *work;
  gpointer data;
  AdwStatusPage *page;
  GtkWidget *spinner;
  GtkWidget *button;
} Apart;

static void
free_apart (gpointer data)
{
  Apart *apart = data;

  g_clear_weak_pointer (&apart->window);
  apart->work->data_free (apart->data);
  g_free (apart);
}

static gboolean
work_in_thread (gpointer data, GError **error)
{
  Apart *apart = data;

  return apart->work->action (apart->data, error);
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
  Apart *apart = data;
  g_autofree char *title = NULL;
  g_autofree char *words = NULL;
  g_autofree char *safe = NULL;

  self->rekeying = FALSE;
  apart->work->describe (apart->data, error, &title, &words);
  safe = g_markup_escape_text (words, -1);
  adw_status_page_set_icon_name (apart->page,
                                 error == NULL ? apart->work->icon : "dialog-warning-symbolic");
  adw_status_page_set_title (apart->page, title);
  adw_status_page_set_description (apart->page, safe);
  gtk_widget_set_visible (apart->spinner, FALSE);
  gtk_widget_set_visible (apart->button, TRUE);
  gtk_widget_grab_focus (apart->button);
  pakiv_compat_announce (apart->button, title);
}

/* Every log is closed once nobody holds the workplace. */
static gboolean
on_time_cb (gpointer data)
{
  Apart *apart = data;
  g_autoptr (GObject) left = NULL;

  if (apart->window == NULL)
    {
      free_apart (apart);
      return G_SOURCE_REMOVE;
    }
  left = g_weak_ref_get (&apart->window->left);
  if (left != NULL)
    return G_SOURCE_CONTINUE;
  pakiv_aside_run (apart->window, work_in_thread, on_done_cb, apart, free_apart);
  return G_SOURCE_REMOVE;
}

static GtkWidget *
make_button (PakivWindow *self)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Continue"));

  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "pill");
  gtk_widget_add_css_class (button, "suggested-action");
  gtk_widget_set_visible (button, FALSE);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_continue_cb), self, G_CONNECT_SWAPPED);
  return button;
}

static GtkWidget *
make_page (PakivWindow *self, Apart *apart, const char *title, const char *description)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *inner = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), adw_window_title_new ("", ""));
  gtk_widget_add_css_class (header, "flat");
  apart->page = ADW_STATUS_PAGE (adw_status_page_new ());
  adw_status_page_set_title (apart->page, title);
  adw_status_page_set_description (apart->page, description);
  apart->spinner = gtk_spinner_new ();
  gtk_widget_set_size_request (apart->spinner, 32, 32);
  gtk_spinner_start (GTK_SPINNER (apart->spinner));
  apart->button = make_button (self);
  gtk_box_append (GTK_BOX (inner), apart->spinner);
  gtk_box_append (GTK_BOX (inner), apart->button);
  adw_status_page_set_child (apart->page, inner);
  gtk_widget_set_vexpand (GTK_WIDGET (apart->page), TRUE);
  gtk_box_append (GTK_BOX (box), header);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (apart->page));
  return box;
}

void
pakiv_window_work_apart (PakivWindow *self,
                         const PakivApart *work,
                         gpointer data,
                         const char *title,
                         const char *description)
{
  Apart *apart = g_new0 (Apart, 1);
  GtkWidget *page;

  g_set_weak_pointer (&apart->window, self);
  apart->work = work;
  apart->data = data;
  page = make_page (self, apart, title, description);
  gtk_stack_add_child (self->stack, page);
  self->rekeying = TRUE;
  pakiv_window_leave_work (self, page);
  g_timeout_add (LOOK_EVERY_MS, on_time_cb, apart);
}
