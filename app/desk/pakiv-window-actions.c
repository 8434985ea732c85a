/* What the menu and the keyboard do. */
#include "pakiv-backup-window.h"
#include "pakiv-compat.h"
#include "pakiv-holds-window.h"
#include "pakiv-import-window.h"
#include "pakiv-kind-page.h"
#include "pakiv-manual.h"
#include "pakiv-members-window.h"
#include "pakiv-passphrase-window.h"
#include "pakiv-preferences-window.h"
#include "pakiv-recovery-window.h"
#include "pakiv-shortcuts-window.h"
#include "pakiv-window-private.h"

#include <glib/gi18n.h>

static PakivKindPage *
get_kind_page (PakivWindow *self)
{
  GtkWidget *page
      = self->work_page != NULL ? pakiv_work_page_get_kind_page (self->work_page) : NULL;

  return page != NULL ? PAKIV_KIND_PAGE (page) : NULL;
}

static void
new_record (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PakivKindPage *page = get_kind_page (PAKIV_WINDOW (widget));

  if (page != NULL)
    pakiv_kind_page_new_record (page);
}

static void
save (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PakivKindPage *page = get_kind_page (PAKIV_WINDOW (widget));

  if (page != NULL)
    pakiv_record_page_save (pakiv_kind_page_get_record_page (page));
}

static void
search (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PakivKindPage *page = get_kind_page (PAKIV_WINDOW (widget));

  if (page != NULL)
    pakiv_record_list_focus_search (pakiv_kind_page_get_list (page));
}

static void
show_section (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PakivWindow *self = PAKIV_WINDOW (widget);

  if (self->work_page != NULL)
    pakiv_work_page_show (self->work_page, (guint)g_variant_get_int32 (parameter));
}

static void
lock (GtkWidget *widget, const char *name, GVariant *parameter)
{
  pakiv_window_lock (PAKIV_WINDOW (widget));
}

static void
on_imported_cb (PakivWindow *self)
{
  if (self->work_page != NULL)
    pakiv_work_page_refresh (self->work_page);
}

static void
import (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PakivWindow *self = PAKIV_WINDOW (widget);
  GtkWidget *window;

  if (self->work_page == NULL)
    return;
  window = pakiv_import_window_new (GTK_WINDOW (self), pakiv_window_get_workplace (self));
  g_signal_connect_object (window, "imported", G_CALLBACK (on_imported_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (window));
}

static void
preferences (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PakivWindow *self = PAKIV_WINDOW (widget);

  if (self->work_page != NULL)
    gtk_window_present (GTK_WINDOW (
        pakiv_preferences_window_new (GTK_WINDOW (self), pakiv_window_get_workplace (self))));
}

static void
members (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PakivWindow *self = PAKIV_WINDOW (widget);
  GtkWidget *window;

  if (self->work_page == NULL)
    return;
  window = pakiv_members_window_new (GTK_WINDOW (self), pakiv_window_get_workplace (self));
  g_signal_connect_object (window, "suspend", G_CALLBACK (pakiv_window_suspend_member), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (window));
}

static void
on_passphrase_changed_cb (PakivWindow *self)
{
  if (self->toasts != NULL)
    adw_toast_overlay_add_toast (self->toasts, adw_toast_new (_ ("Your passphrase was changed")));
}

static void
passphrase (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PakivWindow *self = PAKIV_WINDOW (widget);
  GtkWidget *window;

  if (self->work_page == NULL)
    return;
  window = pakiv_passphrase_window_new (GTK_WINDOW (self), pakiv_window_get_workplace (self));
  g_signal_connect_object (window, "changed", G_CALLBACK (on_passphrase_changed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (window));
}

static void
recovery (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PakivWindow *self = PAKIV_WINDOW (widget);

  if (self->work_page != NULL)
    gtk_window_present (GTK_WINDOW (
        pakiv_recovery_window_new (GTK_WINDOW (self), pakiv_window_get_workplace (self))));
}

static void
on_backups_changed_cb (PakivWindow *self)
{
  if (self->house != NULL)
    pakiv_housekeeping_run (self->house);
}

static void
backups (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PakivWindow *self = PAKIV_WINDOW (widget);
  GtkWidget *window;

  if (self->work_page == NULL)
    return;
  window = pakiv_backup_window_new (GTK_WINDOW (self), pakiv_window_get_workplace (self));
  g_signal_connect_object (window, "restore", G_CALLBACK (pakiv_window_restore_backup), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (window, "changed", G_CALLBACK (on_backups_changed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (window));
}

static void
holds (GtkWidget *widget, const char *name, GVariant *parameter)
{
  PakivWindow *self = PAKIV_WINDOW (widget);
  GtkWidget *window;

  if (self->work_page == NULL)
    return;
  window = pakiv_holds_window_new (GTK_WINDOW (self), pakiv_window_get_workplace (self));
  g_signal_connect_object (window, "changed", G_CALLBACK (on_imported_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (window));
}

static void
shortcuts (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_window_present (GTK_WINDOW (pakiv_shortcuts_window_new (GTK_WINDOW (widget))));
}

static void
manual (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autofree char *path = pakiv_manual_find ("index");
  g_autoptr (GFile) file = g_file_new_for_path (path);
  gboolean there = g_file_test (path, G_FILE_TEST_IS_REGULAR);
  g_autofree char *where = g_strdup_printf (
      /* Translators: %s is a file. */
      there ? _ ("The manual is in this file:\n%s") : _ ("It should be in this file:\n%s"), path);

  if (there)
    pakiv_compat_show_file (GTK_WINDOW (widget), file, _ ("No web browser was found"), where);
  else
    pakiv_compat_tell (GTK_WINDOW (widget), _ ("The manual is not there"), where);
}

static void
about (GtkWidget *widget, const char *name, GVariant *parameter)
{
  pakiv_compat_show_about (GTK_WINDOW (widget));
}

void
pakiv_window_install_actions (PakivWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_install_action (widget_class, "win.new-record", NULL, new_record);
  gtk_widget_class_install_action (widget_class, "win.save", NULL, save);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, search);
  gtk_widget_class_install_action (widget_class, "win.section", "i", show_section);
  gtk_widget_class_install_action (widget_class, "win.lock", NULL, lock);
  gtk_widget_class_install_action (widget_class, "win.import", NULL, import);
  gtk_widget_class_install_action (widget_class, "win.preferences", NULL, preferences);
  gtk_widget_class_install_action (widget_class, "win.members", NULL, members);
  gtk_widget_class_install_action (widget_class, "win.passphrase", NULL, passphrase);
  gtk_widget_class_install_action (widget_class, "win.recovery", NULL, recovery);
  gtk_widget_class_install_action (widget_class, "win.backups", NULL, backups);
  gtk_widget_class_install_action (widget_class, "win.holds", NULL, holds);
  gtk_widget_class_install_action (widget_class, "win.shortcuts", NULL, shortcuts);
  gtk_widget_class_install_action (widget_class, "win.manual", NULL, manual);
  gtk_widget_class_install_action (widget_class, "win.about", NULL, about);
}

void
pakiv_window_update_actions (PakivWindow *self)
{
  static const char *const unlocked[]
      = { "win.new-record", "win.save",     "win.search",      "win.section",
          "win.lock",       "win.import",   "win.preferences", "win.members",
          "win.passphrase", "win.recovery", "win.backups",     "win.holds" };

  for (guint i = 0; i < G_N_ELEMENTS (unlocked); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), unlocked[i], self->work_page != NULL);
}
