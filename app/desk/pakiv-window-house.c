/* What the window says of the desk's housekeeping: how many records were erased, whether the clock
 * can be right, and, at the bottom until it is mended, what could not be done. */
#include "pakiv-compat.h"
#include "pakiv-window-private.h"

#include <glib/gi18n.h>

static GtkWidget *
make_button (const char *label, const char *icon)
{
  GtkWidget *button
      = icon != NULL ? gtk_button_new_from_icon_name (icon) : gtk_button_new_with_mnemonic (label);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  if (icon != NULL)
    {
      gtk_widget_add_css_class (button, "flat");
      gtk_widget_set_tooltip_text (button, label);
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                      -1);
    }
  return button;
}

static void
on_hide_cb (GtkWidget *bar)
{
  gtk_action_bar_set_revealed (GTK_ACTION_BAR (bar), FALSE);
}

static GtkWidget *
make_bar (PakivWindow *self)
{
  GtkWidget *bar = gtk_action_bar_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
  GtkWidget *open = make_button (_ ("_Backups…"), NULL);
  GtkWidget *hide = make_button (_ ("Hide for Now"), "window-close-symbolic");

  self->house_words = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->house_words), 0);
  gtk_label_set_wrap (GTK_LABEL (self->house_words), TRUE);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (self->house_words), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_lines (GTK_LABEL (self->house_words), 3);
  gtk_label_set_ellipsize (GTK_LABEL (self->house_words), PANGO_ELLIPSIZE_END);
  gtk_widget_set_margin_start (icon, 6);
  gtk_widget_add_css_class (icon, "warning");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (open), "win.backups");
  g_signal_connect_object (hide, "clicked", G_CALLBACK (on_hide_cb), bar, G_CONNECT_SWAPPED);
  gtk_action_bar_pack_start (GTK_ACTION_BAR (bar), icon);
  gtk_action_bar_pack_start (GTK_ACTION_BAR (bar), self->house_words);
  gtk_action_bar_pack_end (GTK_ACTION_BAR (bar), hide);
  gtk_action_bar_pack_end (GTK_ACTION_BAR (bar), open);
  gtk_action_bar_set_revealed (GTK_ACTION_BAR (bar), FALSE);
  return bar;
}

GtkWidget *
pakiv_window_make_house (PakivWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_set_vexpand (GTK_WIDGET (self->work_page), TRUE);
  self->house_bar = make_bar (self);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->work_page));
  gtk_box_append (GTK_BOX (box), self->house_bar);
  return box;
}

static void
on_erased_cb (PakivWindow *self, guint64 n)
{
  g_autofree char *words = NULL;

  if (self->work_page == NULL)
    return;
  words = g_strdup_printf (ngettext ("%lu record whose time was over was erased",
                                     "%lu records whose time was over were erased", (gulong)n),
                           (gulong)n);
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (words));
  pakiv_work_page_refresh (self->work_page);
}

static void
on_clock_right_cb (gpointer data)
{
  PakivWindow *self = data;

  if (self->house != NULL)
    pakiv_housekeeping_confirm_clock (self->house);
}

static void
on_clock_doubted_cb (PakivWindow *self, const char *doubt, guint64 due)
{
  g_autofree char *many = g_strdup_printf (
      ngettext ("If today’s date is right, the time of %lu record is over, and it will be "
                "erased. This can’t be undone.",
                "If today’s date is right, the time of %lu records is over, and they will be "
                "erased. This can’t be undone.",
                (gulong)due),
      (gulong)due);
  g_autofree char *body = g_strdup_printf (
      "%s\n\n%s\n\n%s", doubt, many,
      _ ("If it is wrong, choose “Cancel” and set the computer’s clock. Nothing is erased until "
         "then."));

  if (self->work_page != NULL)
    pakiv_compat_ask (GTK_WINDOW (self), _ ("Is Today’s Date Right?"), body,
                      _ ("The Date Is Right, _Erase"), TRUE, G_CALLBACK (on_clock_right_cb), self);
}

static void
on_checked_cb (PakivWindow *self)
{
  const char *problem = pakiv_housekeeping_get_problem (self->house);

  if (self->work_page == NULL)
    return;
  pakiv_work_page_say_backup (self->work_page, pakiv_housekeeping_get_last_backup (self->house));
  if (problem != NULL)
    {
      gtk_label_set_text (GTK_LABEL (self->house_words), problem);
      pakiv_compat_announce (GTK_WIDGET (self), problem);
    }
  gtk_action_bar_set_revealed (GTK_ACTION_BAR (self->house_bar), problem != NULL);
}

void
pakiv_window_start_house (PakivWindow *self)
{
  if (!self->keeps_house)
    return;
  self->house = pakiv_housekeeping_new (pakiv_work_page_get_workplace (self->work_page));
  g_signal_connect_object (self->house, "erased", G_CALLBACK (on_erased_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->house, "clock-doubted", G_CALLBACK (on_clock_doubted_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->house, "checked", G_CALLBACK (on_checked_cb), self,
                           G_CONNECT_SWAPPED);
  pakiv_housekeeping_start (self->house);
}

void
pakiv_window_stop_house (PakivWindow *self)
{
  if (self->house != NULL)
    pakiv_housekeeping_stop (self->house);
  g_clear_object (&self->house);
  self->house_bar = NULL;
  self->house_words = NULL;
}

void
pakiv_window_finish_house (PakivWindow *self, PakivWorkplace *workplace)
{
  if (self->keeps_house)
    pakiv_housekeeping_finish (workplace);
}

void
pakiv_window_set_keeps_house (PakivWindow *self, gboolean keeps_house)
{
  g_return_if_fail (PAKIV_IS_WINDOW (self));

  self->keeps_house = keeps_house;
}
