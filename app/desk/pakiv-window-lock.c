/* Locking: nothing of what was open stays in a window, on the clipboard or in sight. What memory
 * still holds then goes with the process, which is the application's part. */
#include "pakiv-compat.h"
#include "pakiv-settings.h"
#include "pakiv-window-private.h"

#include <glib/gi18n.h>

#define LOOK_EVERY_MS 20

/* Whether @window belongs to @self, directly or over other windows. */
static gboolean
is_above (GtkWindow *window, PakivWindow *self)
{
  for (GtkWindow *w = gtk_window_get_transient_for (window); w != NULL;
       w = gtk_window_get_transient_for (w))
    if (w == GTK_WINDOW (self))
      return TRUE;
  return FALSE;
}

/* A window may first ask back when it is closed; at lock it does not get an answer. */
static void
close_above (PakivWindow *self)
{
  g_autoptr (GListModel) toplevels = g_object_ref (gtk_window_get_toplevels ());
  g_autoptr (GPtrArray) above = g_ptr_array_new_with_free_func (g_object_unref);

  pakiv_compat_close_dialogs (GTK_WINDOW (self));
  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (toplevels, i);

      if (is_above (window, self))
        g_ptr_array_add (above, g_steal_pointer (&window));
    }
  for (guint i = above->len; i > 0; i--)
    {
      GtkWindow *window = above->pdata[i - 1];

      gtk_window_close (window);
      /* The toolkit's own dialogs end by themselves, and are not ours to destroy. */
      if (gtk_widget_get_visible (GTK_WIDGET (window))
          && g_str_has_prefix (G_OBJECT_TYPE_NAME (window), "Pakiv"))
        gtk_window_destroy (window);
    }
}

static void
clear_clipboard (GdkClipboard *clipboard)
{
  if (gdk_clipboard_is_local (clipboard))
    gdk_clipboard_set_content (clipboard, NULL);
}

static guint
find_position (PakivDesk *desk, const char *name)
{
  GPtrArray *members = pakiv_desk_get_members (desk);

  for (guint i = 0; i < members->len; i++)
    if (g_str_equal (((const PakivMember *)members->pdata[i])->name, name))
      return i;
  return PAKIV_NO_POSITION;
}

/* Where this member was, to go on there. */
static void
remember_place (PakivWindow *self)
{
  PakivWorkplace *workplace = pakiv_work_page_get_workplace (self->work_page);

  self->place.section = pakiv_work_page_get_section (self->work_page);
  self->place.member = find_position (self->desk, pakiv_workplace_get_member (workplace)->name);
}

void
pakiv_window_go_to_place (PakivWindow *self)
{
  PakivWorkplace *workplace = pakiv_work_page_get_workplace (self->work_page);
  const char *name = pakiv_workplace_get_member (workplace)->name;

  if (self->place.member != PAKIV_NO_POSITION
      && self->place.member == find_position (self->desk, name))
    pakiv_work_page_show (self->work_page, self->place.section);
}

/* No toast: a waiting one would hold it up, and libadwaita 1.2 ends the program where one of high
 * priority comes before another. */
GtkWidget *
pakiv_window_make_warning (PakivWindow *self)
{
  GtkWidget *revealer = gtk_revealer_new ();

  self->warning_label = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->warning_label, "osd");
  gtk_widget_add_css_class (self->warning_label, "lock-warning");
  gtk_revealer_set_child (GTK_REVEALER (revealer), self->warning_label);
  gtk_revealer_set_transition_type (GTK_REVEALER (revealer),
                                    GTK_REVEALER_TRANSITION_TYPE_CROSSFADE);
  gtk_widget_set_halign (revealer, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (revealer, GTK_ALIGN_END);
  gtk_widget_set_can_target (revealer, FALSE);
  self->warning = GTK_REVEALER (revealer);
  return revealer;
}

static void
on_warned_cb (PakivWindow *self, guint seconds)
{
  g_autofree char *words = NULL;
  gboolean first;

  if (self->warning == NULL)
    return;
  first = !gtk_revealer_get_reveal_child (self->warning);
  gtk_revealer_set_reveal_child (self->warning, seconds > 0);
  if (seconds == 0)
    return;
  /* Translators: nobody touched the program for some minutes. */
  words = g_strdup_printf (ngettext ("Locking in %u second. Move the mouse to go on.",
                                     "Locking in %u seconds. Move the mouse to go on.", seconds),
                           seconds);
  gtk_label_set_text (GTK_LABEL (self->warning_label), words);
  if (first)
    pakiv_compat_announce (GTK_WIDGET (self), words);
}

/* Nobody is there. On the unlock page that matters too: a passphrase may be half typed. */
static void
on_expired_cb (PakivWindow *self)
{
  if (self->work_page != NULL)
    pakiv_window_lock (self);
  else
    pakiv_window_forget (self);
}

void
pakiv_window_start_idle (PakivWindow *self)
{
  pakiv_idle_watch_start (self->idle, pakiv_settings_get_lock_minutes () * 60);
}

/* Whoever shortens the time means it for now, too. */
static void
on_minutes_changed_cb (PakivWindow *self)
{
  if (self->work_page != NULL)
    pakiv_window_start_idle (self);
}

void
pakiv_window_watch_idle (PakivWindow *self)
{
  self->idle = pakiv_idle_watch_new ();
  g_signal_connect_object (self->idle, "warned", G_CALLBACK (on_warned_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->idle, "expired", G_CALLBACK (on_expired_cb), self,
                           G_CONNECT_SWAPPED);
  self->settings = pakiv_settings_new (PAKIV_LOCK_MINUTES);
  if (self->settings != NULL)
    g_signal_connect_object (self->settings, "changed::" PAKIV_LOCK_MINUTES,
                             G_CALLBACK (on_minutes_changed_cb), self, G_CONNECT_SWAPPED);
}

void
pakiv_window_forget (PakivWindow *self)
{
  close_above (self);
  clear_clipboard (gtk_widget_get_clipboard (GTK_WIDGET (self)));
  clear_clipboard (gtk_widget_get_primary_clipboard (GTK_WIDGET (self)));
  if (self->unlock_page != NULL)
    pakiv_unlock_page_reset (PAKIV_UNLOCK_PAGE (self->unlock_page));
  pakiv_idle_watch_stop (self->idle);
  g_signal_emit_by_name (self, "locked");
}

/* The page goes, and with it every widget that shows a record, and the last holder of the keys. */
void
pakiv_window_leave_work (PakivWindow *self, GtkWidget *next)
{
  GtkWidget *page = gtk_widget_get_parent (GTK_WIDGET (self->toasts));

  pakiv_window_stop_house (self);
  pakiv_work_page_flush (self->work_page);
  remember_place (self);
  close_above (self);
  self->warning = NULL;
  g_weak_ref_set (&self->left, pakiv_work_page_get_workplace (self->work_page));
  self->work_page = NULL;
  self->toasts = NULL;
  gtk_stack_set_transition_type (self->stack, GTK_STACK_TRANSITION_TYPE_NONE);
  gtk_stack_set_visible_child (self->stack, next);
  gtk_stack_remove (self->stack, page);
  gtk_stack_set_transition_type (self->stack, GTK_STACK_TRANSITION_TYPE_CROSSFADE);
  pakiv_window_update_actions (self);
  pakiv_idle_watch_stop (self->idle);
}

/* What was changed is backed up in a thread. */
static void
leave_to_unlock_page (PakivWindow *self)
{
  g_autoptr (PakivWorkplace) workplace
      = g_object_ref (pakiv_work_page_get_workplace (self->work_page));

  pakiv_window_leave_work (self, self->unlock_page);
  pakiv_window_finish_house (self, workplace);
}

void
pakiv_window_lock (PakivWindow *self)
{
  g_return_if_fail (PAKIV_IS_WINDOW (self));

  if (self->work_page == NULL)
    return;
  leave_to_unlock_page (self);
  pakiv_window_forget (self);
}

static gboolean
on_closing_cb (gpointer data)
{
  PakivWindow *self = data;

  /* Somebody opened the desk again before it was gone. */
  if (gtk_widget_get_visible (GTK_WIDGET (self)))
    {
      self->closing = 0;
      pakiv_window_forget (self);
      return G_SOURCE_REMOVE;
    }
  if (!pakiv_window_is_at_rest (self))
    return G_SOURCE_CONTINUE;
  self->closing = 0;
  gtk_window_destroy (GTK_WINDOW (self));
  return G_SOURCE_REMOVE;
}

/* Who closes the window need not wait for the backup. */
void
pakiv_window_close_after_work (PakivWindow *self)
{
  leave_to_unlock_page (self);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  self->closing = g_timeout_add (LOOK_EVERY_MS, on_closing_cb, self);
}

gboolean
pakiv_window_is_at_rest (PakivWindow *self)
{
  g_autoptr (GObject) left = NULL;

  g_return_val_if_fail (PAKIV_IS_WINDOW (self), FALSE);

  left = g_weak_ref_get (&self->left);
  return self->work_page == NULL && left == NULL && !self->rekeying;
}

GVariant *
pakiv_window_save_place (PakivWindow *self)
{
  int width, height;

  g_return_val_if_fail (PAKIV_IS_WINDOW (self), NULL);

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  return g_variant_new (PAKIV_WINDOW_PLACE, self->place.section, self->place.member, width, height,
                        gtk_window_is_maximized (GTK_WINDOW (self)));
}

void
pakiv_window_restore_place (PakivWindow *self, GVariant *place)
{
  int width, height;
  gboolean maximized;

  g_return_if_fail (PAKIV_IS_WINDOW (self));
  g_return_if_fail (g_variant_is_of_type (place, G_VARIANT_TYPE (PAKIV_WINDOW_PLACE)));

  g_variant_get (place, PAKIV_WINDOW_PLACE, &self->place.section, &self->place.member, &width,
                 &height, &maximized);
  if (width > 0 && height > 0)
    gtk_window_set_default_size (GTK_WINDOW (self), width, height);
  if (maximized)
    gtk_window_maximize (GTK_WINDOW (self));
  if (self->unlock_page != NULL && self->place.member != PAKIV_NO_POSITION)
    pakiv_unlock_page_choose (PAKIV_UNLOCK_PAGE (self->unlock_page), self->place.member);
}
