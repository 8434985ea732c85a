#include "pakiv-day.h"
#include "pakiv-members.h"
#include "pakiv-recovery-window-private.h"

#include <glib/gi18n.h>

/* --- For which log --- */

static PakivDesk *
get_desk (PakivRecoveryWindow *self)
{
  return pakiv_workplace_get_desk (self->workplace);
}

static char *
describe_made (PakivRecoveryWindow *self, PakivKeyId key)
{
  PakivRecoveryInfo info;
  g_autofree char *day = NULL;

  pakiv_desk_get_recovery (get_desk (self), key, &info);
  if (!info.made)
    return g_strdup (_ ("No sheet yet"));
  day = pakiv_day_to_words (info.day);
  if (info.shares == 0)
    /* Translators: %s is a day. */
    return g_strdup_printf (_ ("Sheet of %s; a new one makes it void"), day);
  /* Translators: so many of so many shares are needed; %s is a day. */
  return g_strdup_printf (_ ("Shares of %s, %u of %u are needed; new ones make them void"), day,
                          info.needed, info.shares);
}

static void
add_key (PakivRecoveryWindow *self, PakivKeyId key)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();
  g_autofree char *made = describe_made (self, key);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), pakiv_key_id_get_label (key));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), made);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  if (self->checks->len > 0)
    gtk_check_button_set_group (GTK_CHECK_BUTTON (check), self->checks->pdata[0]);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  g_ptr_array_add (self->checks, check);
  g_array_append_val (self->keys, key);
  adw_preferences_group_add (self->keys_group, row);
}

/* The first that has no sheet yet is proposed. */
void
pakiv_recovery_window_add_keys (PakivRecoveryWindow *self)
{
  const char *name = pakiv_workplace_get_member (self->workplace)->name;
  gboolean chosen = FALSE;

  for (int key = 0; key < PAKIV_N_KEYS; key++)
    {
      PakivRecoveryInfo info;

      if (!pakiv_desk_member_holds (get_desk (self), name, key))
        continue;
      add_key (self, key);
      pakiv_desk_get_recovery (get_desk (self), key, &info);
      if (!info.made && !chosen)
        {
          gtk_check_button_set_active (self->checks->pdata[self->checks->len - 1], TRUE);
          chosen = TRUE;
        }
    }
  if (!chosen && self->checks->len > 0)
    gtk_check_button_set_active (self->checks->pdata[0], TRUE);
}

PakivKeyId
pakiv_recovery_window_get_key (PakivRecoveryWindow *self)
{
  for (guint i = 0; i < self->checks->len; i++)
    if (gtk_check_button_get_active (self->checks->pdata[i]))
      return g_array_index (self->keys, PakivKeyId, i);
  return PAKIV_KEY_POLICE;
}

/* --- On one sheet, or in shares --- */

gboolean
pakiv_recovery_window_has_shares (PakivRecoveryWindow *self)
{
  return adw_combo_row_get_selected (self->way_row) == 1;
}

guint
pakiv_recovery_window_get_shares (PakivRecoveryWindow *self)
{
  return pakiv_recovery_window_has_shares (self) ? (guint)gtk_adjustment_get_value (self->shares)
                                                 : 0;
}

guint
pakiv_recovery_window_get_needed (PakivRecoveryWindow *self)
{
  return pakiv_recovery_window_has_shares (self) ? (guint)gtk_adjustment_get_value (self->needed)
                                                 : 0;
}

void
pakiv_recovery_window_show_way (PakivRecoveryWindow *self)
{
  gtk_widget_set_visible (self->shares_row, pakiv_recovery_window_has_shares (self));
  gtk_widget_set_visible (self->needed_row, pakiv_recovery_window_has_shares (self));
}

/* No more can be needed than there are. */
static void
on_shares_cb (PakivRecoveryWindow *self)
{
  gtk_adjustment_set_upper (self->needed, gtk_adjustment_get_value (self->shares));
}

void
pakiv_recovery_window_bind_choice (GtkWidgetClass *klass)
{
  gtk_widget_class_bind_template_callback_full (klass, "on_way_cb",
                                                G_CALLBACK (pakiv_recovery_window_show_way));
  gtk_widget_class_bind_template_callback (klass, on_shares_cb);
}

gboolean
pakiv_recovery_is_missing (PakivWorkplace *workplace)
{
  PakivDesk *desk = pakiv_workplace_get_desk (workplace);

  for (int key = 0; key < PAKIV_N_KEYS; key++)
    {
      PakivRecoveryInfo info;

      pakiv_desk_get_recovery (desk, key, &info);
      if (!info.made
          && pakiv_desk_member_holds (desk, pakiv_workplace_get_member (workplace)->name, key))
        return TRUE;
    }
  return FALSE;
}
