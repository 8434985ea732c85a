#include "pakiv-day.h"
#include "pakiv-members-window-private.h"
#include "pakiv-members.h"

#include <glib/gi18n.h>

static PakivSession *
get_session (PakivMembersWindow *self)
{
  return pakiv_workplace_get_session (self->workplace);
}

static PakivDesk *
get_desk (PakivMembersWindow *self)
{
  return pakiv_workplace_get_desk (self->workplace);
}

static gboolean
is_own (PakivMembersWindow *self, const char *name)
{
  return g_str_equal (pakiv_workplace_get_member (self->workplace)->name, name);
}

/* Keys that the member's role may hold, and that they lack; this session could give those it
 * holds. */
static char *
describe_lack (PakivMembersWindow *self, const PakivMember *member, gboolean *may_give)
{
  const char *own = pakiv_workplace_get_member (self->workplace)->name;
  g_autoptr (GString) keys = g_string_new (NULL);

  *may_give = FALSE;
  for (int key = 0; key < PAKIV_N_KEYS; key++)
    {
      if (!pakiv_role_may_hold_key (member->role, key)
          || pakiv_desk_member_holds (get_desk (self), member->name, key))
        continue;
      *may_give |= pakiv_desk_member_holds (get_desk (self), own, key);
      g_string_append_printf (keys, "%s%s", keys->len > 0 ? " · " : "",
                              pakiv_key_id_get_label (key));
    }
  return keys->len > 0 ? g_strdup (keys->str) : NULL;
}

static char *
describe (PakivMembersWindow *self, const PakivMember *member, const char *lack)
{
  g_autoptr (GString) words = g_string_new (pakiv_role_get_label (member->role));

  if (is_own (self, member->name))
    /* Translators: after the role of the member who looks at the list. */
    g_string_append_printf (words, " · %s", _ ("you"));
  if (lack != NULL)
    {
      g_string_append_c (words, '\n');
      /* Translators: %s: one or several logs. */
      g_string_append_printf (words, _ ("Has no key yet to: %s"), lack);
    }
  return g_string_free (g_steal_pointer (&words), FALSE);
}

static void
add_item (GMenu *menu, const char *label, const char *action, GVariant *target)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target_value (item, action, target);
  g_menu_append_item (menu, item);
}

/* What may be done with @member; nothing leaves no button. */
static GMenuModel *
make_menu (PakivMembersWindow *self, const PakivMember *member, gboolean may_give)
{
  GMenu *menu = g_menu_new ();
  const char *name = member->name;
  gboolean police = member->role == PAKIV_ROLE_OFFICER || member->role == PAKIV_ROLE_SUPERVISOR;
  gboolean up = member->role == PAKIV_ROLE_OFFICER;
  PakivRole other = up ? PAKIV_ROLE_SUPERVISOR : PAKIV_ROLE_OFFICER;

  if (may_give && !is_own (self, name))
    add_item (menu, _ ("Give the Missing _Keys"), "members.grant", g_variant_new_string (name));
  if (police && pakiv_session_may_add (get_session (self), other, NULL))
    add_item (menu, up ? _ ("Make a _Supervisor") : _ ("Make an _Officer"), "members.role",
              g_variant_new ("(ss)", name, pakiv_role_to_string (other)));
  if (pakiv_session_may_suspend (get_session (self), name, NULL))
    add_item (menu, _ ("_Suspend…"), "members.suspend", g_variant_new_string (name));
  return G_MENU_MODEL (menu);
}

static void
add_menu (GtkWidget *row, GMenuModel *menu, const char *name)
{
  GtkWidget *button = gtk_menu_button_new ();
  /* Translators: a member's name: what can be done with this member. */
  g_autofree char *label = g_strdup_printf (_ ("More for “%s”"), name);

  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), menu);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static GtkWidget *
make_row (const char *name, const char *words)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), words);
  return row;
}

static void
add_working (PakivMembersWindow *self, const PakivMember *member)
{
  gboolean may_give;
  g_autofree char *lack = describe_lack (self, member, &may_give);
  g_autofree char *words = describe (self, member, lack);
  g_autoptr (GMenuModel) menu = make_menu (self, member, may_give);
  GtkWidget *row = make_row (member->name, words);

  if (g_menu_model_get_n_items (menu) > 0)
    add_menu (row, menu, member->name);
  adw_preferences_group_add (self->working, row);
  g_ptr_array_add (self->rows, row);
}

static void
add_suspended (PakivMembersWindow *self, const PakivMember *member)
{
  g_autofree char *day = pakiv_day_to_words (member->suspended);
  g_autofree char *words
      /* Translators: a role, and the last day on which a member worked here. */
      = g_strdup_printf (_ ("%s until %s"), pakiv_role_get_label (member->role), day);
  GtkWidget *row = make_row (member->name, words);

  adw_preferences_group_add (self->suspended, row);
  g_ptr_array_add (self->rows, row);
}

static void
clear_rows (PakivMembersWindow *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *row = self->rows->pdata[i];
      gboolean works = gtk_widget_is_ancestor (row, GTK_WIDGET (self->working));

      adw_preferences_group_remove (works ? self->working : self->suspended, row);
    }
  g_ptr_array_set_size (self->rows, 0);
}

void
pakiv_members_window_show_members (PakivMembersWindow *self)
{
  GPtrArray *members;
  gboolean any = FALSE;

  clear_rows (self);
  pakiv_desk_refresh (get_desk (self), NULL);
  members = pakiv_desk_get_members (get_desk (self));
  for (guint i = 0; i < members->len; i++)
    if (pakiv_member_is_suspended (members->pdata[i]))
      {
        add_suspended (self, members->pdata[i]);
        any = TRUE;
      }
    else
      add_working (self, members->pdata[i]);
  gtk_widget_set_visible (GTK_WIDGET (self->suspended), any);
}
