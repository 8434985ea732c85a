/* Bringing a backup back: every log must be closed for it. The desk locks, a page says what goes on
 * and how it went; then the unlock page is there. */
#include "pakiv-aside.h"
#include "pakiv-backup.h"
#include "pakiv-compat.h"
#include "pakiv-window-private.h"

#include <glib/gi18n.h>

#define LOOK_EVERY_MS 20

typedef struct
{
  PakivWindow *window; /* weak */
  PakivSession *session;
  PakivDefinitions *definitions;
  PakivClock *clock;
  PakivLogId log;
  char *path;
  PakivRestoreFlags flags;
  PakivRestoreResult result;
  AdwStatusPage *page;
  GtkWidget *spinner;
  GtkWidget *button;
} Restoring;

static void
free_restoring (gpointer data)
{
  Restoring *restoring = data;

  g_clear_weak_pointer (&restoring->window);
  pakiv_session_unref (restoring->session);
  pakiv_definitions_unref (restoring->definitions);
  pakiv_clock_unref (restoring->clock);
  pakiv_restore_result_clear (&restoring->result);
  g_free (restoring->path);
  g_free (restoring);
}

static gboolean
restore_in_thread (gpointer data, GError **error)
{
  Restoring *r = data;

  return pakiv_backup_restore (r->session, r->log, r->path, r->flags, r->definitions, r->clock,
                               &r->result, NULL, error);
}

static void
on_continue_cb (PakivWindow *self)
{
  GtkWidget *page = gtk_stack_get_visible_child (self->stack);

  gtk_stack_set_visible_child (self->stack, self->unlock_page);
  gtk_stack_remove (self->stack, page);
  pakiv_window_forget (self);
}

static char *
join_quarters (GPtrArray *releases)
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < releases->len; i++)
    g_string_append_printf (words, "%s%s", i > 0 ? ", " : "", (char *)releases->pdata[i]);
  return g_string_free (g_steal_pointer (&words), FALSE);
}

/* What became of it, in sentences. */
static char *
describe (const PakivRestoreResult *result)
{
  g_autoptr (GString) words = g_string_new (NULL);
  gulong erased = (gulong)result->erased;

  g_string_append (words, result->before != NULL
                              ? _ ("How it was before is kept in a backup, in the same list.")
                              : _ ("What was there could not be opened."));
  if (result->aside != NULL)
    /* Translators: a file. */
    g_string_append_printf (words, _ (" It was put aside: %s."), result->aside);
  if (erased > 0)
    g_string_append_printf (words,
                            ngettext (" %lu record in it had been erased since, and is gone again.",
                                      " %lu records in it had been erased since, and are gone "
                                      "again.",
                                      erased),
                            erased);
  if (result->releases != NULL && result->releases->len > 0)
    {
      g_autofree char *quarters = join_quarters (result->releases);

      /* Translators: quarters, as "2021-Q1, 2021-Q2". */
      g_string_append_printf (words, _ (" Released after this backup, and kept as released: %s."),
                              quarters);
    }
  return g_string_free (g_steal_pointer (&words), FALSE);
}

static void
on_done_cb (gpointer owner, gpointer data, const GError *error)
{
  PakivWindow *self = owner;
  Restoring *r = data;
  g_autofree char *told = error == NULL ? describe (&r->result) : g_strdup (error->message);
  g_autofree char *safe = g_markup_escape_text (told, -1);
  const char *title = error == NULL ? _ ("The Backup Is Back") : _ ("Nothing Was Changed");

  self->rekeying = FALSE;
  adw_status_page_set_icon_name (r->page,
                                 error == NULL ? "emblem-ok-symbolic" : "dialog-warning-symbolic");
  adw_status_page_set_title (r->page, title);
  adw_status_page_set_description (r->page, safe);
  gtk_widget_set_visible (r->spinner, FALSE);
  gtk_widget_set_visible (r->button, TRUE);
  gtk_widget_grab_focus (r->button);
  pakiv_compat_announce (r->button, title);
}

/* Every log is closed once nobody holds the workplace. */
static gboolean
on_time_cb (gpointer data)
{
  Restoring *r = data;
  g_autoptr (GObject) left = NULL;

  if (r->window == NULL)
    {
      free_restoring (r);
      return G_SOURCE_REMOVE;
    }
  left = g_weak_ref_get (&r->window->left);
  if (left != NULL)
    return G_SOURCE_CONTINUE;
  pakiv_aside_run (r->window, restore_in_thread, on_done_cb, r, free_restoring);
  return G_SOURCE_REMOVE;
}

static GtkWidget *
make_page (PakivWindow *self, Restoring *r)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *inner = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header), adw_window_title_new ("", ""));
  gtk_widget_add_css_class (header, "flat");
  r->page = ADW_STATUS_PAGE (adw_status_page_new ());
  adw_status_page_set_title (r->page, _ ("Bringing the Backup Back"));
  adw_status_page_set_description (
      r->page, _ ("First a backup of how it is now is made. Please leave the computer on."));
  r->spinner = gtk_spinner_new ();
  gtk_widget_set_size_request (r->spinner, 32, 32);
  gtk_spinner_start (GTK_SPINNER (r->spinner));
  r->button = gtk_button_new_with_mnemonic (_ ("_Continue"));
  gtk_widget_set_halign (r->button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (r->button, "pill");
  gtk_widget_add_css_class (r->button, "suggested-action");
  gtk_widget_set_visible (r->button, FALSE);
  g_signal_connect_object (r->button, "clicked", G_CALLBACK (on_continue_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (inner), r->spinner);
  gtk_box_append (GTK_BOX (inner), r->button);
  adw_status_page_set_child (r->page, inner);
  gtk_widget_set_vexpand (GTK_WIDGET (r->page), TRUE);
  gtk_box_append (GTK_BOX (box), header);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (r->page));
  return box;
}

void
pakiv_window_restore_backup (PakivWindow *self, guint log, const char *path, guint flags)
{
  PakivWorkplace *workplace = pakiv_window_get_workplace (self);
  Restoring *r;
  GtkWidget *page;

  g_return_if_fail (workplace != NULL && path != NULL && log < PAKIV_N_LOGS);

  r = g_new0 (Restoring, 1);
  g_set_weak_pointer (&r->window, self);
  r->session = pakiv_session_ref (pakiv_workplace_get_session (workplace));
  r->definitions = pakiv_definitions_ref (pakiv_workplace_get_definitions (workplace));
  r->clock = pakiv_clock_ref (pakiv_workplace_get_clock (workplace));
  r->log = log;
  r->path = g_strdup (path);
  r->flags = flags;
  page = make_page (self, r);
  gtk_stack_add_child (self->stack, page);
  self->rekeying = TRUE;
  pakiv_window_leave_work (self, page);
  g_timeout_add (LOOK_EVERY_MS, on_time_cb, r);
}
