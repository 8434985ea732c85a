#include "pakiv-compat.h"
#include "pakiv-demo.h"
#include "pakiv-lost-window.h"
#include "pakiv-recovery-window.h"
#include "pakiv-settings.h"
#include "pakiv-setup-page.h"
#include "pakiv-unlock-page.h"
#include "pakiv-window-private.h"

#include <glib/gi18n.h>

/* Other words wait behind it, so it may not stay for ever. */
#define REMINDER_SECONDS 15

G_DEFINE_FINAL_TYPE (PakivWindow, pakiv_window, ADW_TYPE_APPLICATION_WINDOW)

enum
{
  LOCKED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
on_toast_cb (PakivWindow *self, AdwToast *toast)
{
  if (self->toasts != NULL)
    adw_toast_overlay_add_toast (self->toasts, g_object_ref (toast));
}

static void
on_unlocked_cb (PakivWindow *self, PakivWorkplace *workplace)
{
  pakiv_window_unlock (self, workplace);
}

/* A demonstration's desk says its passphrases: they protect nothing true. It is known by its
 * members. */
static char *
make_demo_hint (PakivDesk *desk)
{
  const PakivDemoMember *demo = pakiv_demo_get_members ();
  g_autoptr (GString) words = g_string_new (_ ("A demonstration with invented records."));
  g_autofree char *council = pakiv_desk_get_council (desk);

  for (guint i = 0; demo[i].name != NULL; i++)
    {
      const PakivMember *member = pakiv_desk_find_member (desk, demo[i].name);

      if (member == NULL || member->role != demo[i].role)
        return NULL;
      /* Translators: a demonstration's member and passphrase. */
      g_string_append_printf (words, _ ("\n%s: “%s”"), demo[i].name, demo[i].passphrase);
    }
  if (council != NULL)
    /* Translators: %s is a web address. */
    g_string_append_printf (words, _ ("\nThe council’s pages: %s"), council);
  return g_strdup (words->str);
}

static void
show_page (PakivWindow *self, GtkWidget *page)
{
  gtk_stack_add_child (self->stack, page);
  gtk_stack_set_visible_child (self->stack, page);
}

static void
on_recovered_cb (PakivWindow *self, const char *name)
{
  g_autofree char *words = g_strdup_printf (
      /* Translators: a member's name. */
      _ ("“%s” can unlock this desk with the new passphrase now. The old one opens nothing."),
      name);

  pakiv_unlock_page_choose_name (PAKIV_UNLOCK_PAGE (self->unlock_page), name);
  pakiv_unlock_page_reset (PAKIV_UNLOCK_PAGE (self->unlock_page));
  pakiv_compat_tell (GTK_WINDOW (self), _ ("New Passphrase Set"), words);
}

static void
on_lost_cb (PakivWindow *self)
{
  GtkWidget *window = pakiv_lost_window_new (GTK_WINDOW (self), self->desk);

  g_signal_connect_object (window, "recovered", G_CALLBACK (on_recovered_cb), self,
                           G_CONNECT_SWAPPED);
  pakiv_window_start_idle (self);
  gtk_window_present (GTK_WINDOW (window));
}

/* Once for each desk and person at this computer; a demonstration has nothing to lose. */
static void
remind_of_recovery (PakivWindow *self, PakivWorkplace *workplace)
{
  g_autoptr (GSettings) settings = pakiv_settings_new (PAKIV_RECOVERY_REMINDED);
  g_autofree char *demo = make_demo_hint (self->desk);
  g_auto (GStrv) reminded = NULL;
  g_autoptr (GStrvBuilder) more = NULL;
  const char *station = pakiv_desk_get_station_id (self->desk);
  AdwToast *toast;

  if (settings == NULL || demo != NULL || !pakiv_recovery_is_missing (workplace))
    return;
  reminded = g_settings_get_strv (settings, PAKIV_RECOVERY_REMINDED);
  if (g_strv_contains ((const char *const *)reminded, station))
    return;
  more = g_strv_builder_new ();
  g_strv_builder_addv (more, (const char **)reminded);
  g_strv_builder_add (more, station);
  g_strfreev (reminded);
  reminded = g_strv_builder_end (more);
  g_settings_set_strv (settings, PAKIV_RECOVERY_REMINDED, (const char *const *)reminded);
  toast = adw_toast_new (_ ("A lost passphrase can’t be looked up. A recovery sheet helps."));
  adw_toast_set_button_label (toast, _ ("Make One…"));
  adw_toast_set_action_name (toast, "win.recovery");
  adw_toast_set_timeout (toast, REMINDER_SECONDS);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
show_unlock_page (PakivWindow *self)
{
  g_autofree char *hint = make_demo_hint (self->desk);

  self->unlock_page = pakiv_unlock_page_new (self->desk, self->clock, hint);
  g_signal_connect_object (self->unlock_page, "unlocked", G_CALLBACK (on_unlocked_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->unlock_page, "touched", G_CALLBACK (pakiv_window_start_idle), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->unlock_page, "lost", G_CALLBACK (on_lost_cb), self,
                           G_CONNECT_SWAPPED);
  show_page (self, self->unlock_page);
  pakiv_unlock_page_reset (PAKIV_UNLOCK_PAGE (self->unlock_page));
}

static void
on_created_cb (PakivWindow *self, PakivDesk *desk, GtkWidget *setup_page)
{
  self->desk = pakiv_desk_ref (desk);
  show_unlock_page (self);
  gtk_stack_remove (self->stack, setup_page);
}

static void
show_setup_page (PakivWindow *self)
{
  GtkWidget *page = pakiv_setup_page_new (self->folder, PAKIV_COST_MODERATE);

  g_signal_connect_object (page, "created", G_CALLBACK (on_created_cb), self, G_CONNECT_SWAPPED);
  show_page (self, page);
}

/* A folder that is no desk, or one that is damaged: nothing is made over it. */
static void
show_failure (PakivWindow *self, const char *words)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *page = adw_status_page_new ();
  g_autofree char *safe = g_markup_escape_text (words, -1);

  gtk_widget_add_css_class (header, "flat");
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), "dialog-warning-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (page), _ ("This Desk Could Not Be Opened"));
  adw_status_page_set_description (ADW_STATUS_PAGE (page), safe);
  gtk_widget_set_vexpand (page, TRUE);
  gtk_box_append (GTK_BOX (box), header);
  gtk_box_append (GTK_BOX (box), page);
  show_page (self, box);
}

/* A folder that is not there, or empty, is a first start. */
static gboolean
is_first_start (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  if (dir == NULL)
    return !g_file_test (folder, G_FILE_TEST_EXISTS);
  return g_dir_read_name (dir) == NULL;
}

static void
open_desk (PakivWindow *self)
{
  g_autoptr (GError) error = NULL;

  if (is_first_start (self->folder))
    {
      show_setup_page (self);
      return;
    }
  self->desk = pakiv_desk_open (self->folder, &error);
  if (self->desk != NULL)
    show_unlock_page (self);
  else
    show_failure (self, error->message);
}

static gboolean
pakiv_window_close_request (GtkWindow *window)
{
  PakivWindow *self = PAKIV_WINDOW (window);

  if (self->rekeying)
    return TRUE;
  if (self->work_page != NULL)
    {
      pakiv_window_close_after_work (self);
      return TRUE;
    }
  return GTK_WINDOW_CLASS (pakiv_window_parent_class)->close_request (window);
}

static void
pakiv_window_dispose (GObject *object)
{
  PakivWindow *self = PAKIV_WINDOW (object);

  pakiv_window_stop_house (self);
  g_clear_handle_id (&self->closing, g_source_remove);
  g_clear_object (&self->idle);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (pakiv_window_parent_class)->dispose (object);
}

static void
pakiv_window_finalize (GObject *object)
{
  PakivWindow *self = PAKIV_WINDOW (object);

  g_weak_ref_clear (&self->left);
  g_free (self->today);
  g_free (self->folder);
  g_clear_pointer (&self->clock, pakiv_clock_unref);
  g_clear_pointer (&self->desk, pakiv_desk_unref);
  G_OBJECT_CLASS (pakiv_window_parent_class)->finalize (object);
}

static void
pakiv_window_class_init (PakivWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pakiv_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = pakiv_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = pakiv_window_close_request;

  signals[LOCKED] = g_signal_new ("locked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/pakiv/Pakiv/pakiv-window.ui");
  gtk_widget_class_bind_template_child (widget_class, PakivWindow, stack);
  pakiv_window_install_actions (klass);
}

static void
pakiv_window_init (PakivWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_weak_ref_init (&self->left, NULL);
  self->place.member = PAKIV_NO_POSITION;
  gtk_window_set_icon_name (GTK_WINDOW (self), PAKIV_APPLICATION_ID);
  pakiv_window_watch_idle (self);
  pakiv_window_update_actions (self);
}

GtkWidget *
pakiv_window_new (GtkApplication *application, const char *folder, PakivClock *clock)
{
  PakivWindow *self = g_object_new (PAKIV_TYPE_WINDOW, "application", application, NULL);

  self->folder = g_strdup (folder);
  self->clock = pakiv_clock_ref (clock);
  open_desk (self);
  return GTK_WIDGET (self);
}

const char *
pakiv_window_get_folder (PakivWindow *self)
{
  g_return_val_if_fail (PAKIV_IS_WINDOW (self), NULL);

  return self->folder;
}

void
pakiv_window_set_today (PakivWindow *self, const char *today)
{
  g_return_if_fail (PAKIV_IS_WINDOW (self));

  g_free (self->today);
  self->today = g_strdup (today);
}

const char *
pakiv_window_get_today (PakivWindow *self)
{
  g_return_val_if_fail (PAKIV_IS_WINDOW (self), NULL);

  return self->today != NULL ? self->today : "";
}

PakivWorkplace *
pakiv_window_get_workplace (PakivWindow *self)
{
  g_return_val_if_fail (PAKIV_IS_WINDOW (self), NULL);

  return self->work_page != NULL ? pakiv_work_page_get_workplace (self->work_page) : NULL;
}

void
pakiv_window_unlock (PakivWindow *self, PakivWorkplace *workplace)
{
  GtkWidget *overlay;

  g_return_if_fail (PAKIV_IS_WINDOW (self));
  g_return_if_fail (PAKIV_IS_WORKPLACE (workplace));

  if (self->work_page != NULL)
    return;
  self->work_page = PAKIV_WORK_PAGE (pakiv_work_page_new (workplace));
  g_signal_connect_object (self->work_page, "toast", G_CALLBACK (on_toast_cb), self,
                           G_CONNECT_SWAPPED);
  self->toasts = ADW_TOAST_OVERLAY (adw_toast_overlay_new ());
  adw_toast_overlay_set_child (self->toasts, pakiv_window_make_house (self));
  overlay = gtk_overlay_new ();
  gtk_overlay_set_child (GTK_OVERLAY (overlay), GTK_WIDGET (self->toasts));
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), pakiv_window_make_warning (self));
  show_page (self, overlay);
  pakiv_window_go_to_place (self);
  pakiv_work_page_focus (self->work_page);
  pakiv_window_start_idle (self);
  remind_of_recovery (self, workplace);
  pakiv_window_update_actions (self);
  pakiv_window_start_house (self);
}
