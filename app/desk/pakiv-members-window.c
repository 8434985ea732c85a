#include "pakiv-members-window.h"

#include "pakiv-aside.h"
#include "pakiv-busy.h"
#include "pakiv-compat.h"
#include "pakiv-day.h"
#include "pakiv-members.h"
#include "pakiv-setup-member.h"

#include <glib/gi18n.h>

struct _PakivMembersWindow
{
  AdwWindow parent_instance;

  GtkStack *header_stack;
  GtkWidget *add_button;
  GtkWidget *save_button;
  GtkWidget *spinner;
  GtkStack *stack;
  AdwToastOverlay *toasts;
  AdwPreferencesGroup *working;
  AdwPreferencesGroup *suspended;
  AdwPreferencesPage *form_page;
  GtkWidget *form; /* PakivSetupMember, while a member is added */
  GtkWidget *problem;

  PakivWorkplace *workplace;
  GPtrArray *rows; /* with the group of each as data */
  char *suspending;
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (PakivMembersWindow, pakiv_members_window, ADW_TYPE_WINDOW)

enum
{
  SUSPEND,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

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

static void
say (PakivMembersWindow *self, const char *words)
{
  g_autofree char *safe = g_markup_escape_text (words, -1);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (safe));
}

/* --- What is done aside --- */

typedef struct
{
  PakivSession *session;
  char *name;
  PakivRole role;
  char *passphrase;
} Act;

static Act *
make_act (PakivMembersWindow *self, const char *name)
{
  Act *act = g_new0 (Act, 1);

  act->session = pakiv_session_ref (get_session (self));
  act->name = g_strdup (name);
  return act;
}

static void
free_act (gpointer data)
{
  Act *act = data;

  pakiv_session_unref (act->session);
  g_free (act->name);
  pakiv_passphrase_free (act->passphrase);
  g_free (act);
}

static gboolean
add_in_thread (gpointer data, GError **error)
{
  Act *act = data;

  return pakiv_session_add_member (act->session, act->name, act->role, act->passphrase, error);
}

static gboolean
set_role_in_thread (gpointer data, GError **error)
{
  Act *act = data;

  return pakiv_session_set_member_role (act->session, act->name, act->role, error);
}

static gboolean
grant_in_thread (gpointer data, GError **error)
{
  Act *act = data;

  return pakiv_session_grant (act->session, act->name, error);
}

static void
set_busy (PakivMembersWindow *self, gboolean busy)
{
  self->busy = busy;
  pakiv_busy_set (GTK_WINDOW (self), GTK_WIDGET (self->stack), self->save_button, self->spinner,
                  busy);
}

static void show_members (PakivMembersWindow *self);

/* @said: what to say when it went well. FALSE where the window was closed meanwhile. */
static gboolean
finish (PakivMembersWindow *self, const GError *error, const char *said)
{
  if (self->workplace == NULL)
    return FALSE;
  set_busy (self, FALSE);
  show_members (self);
  say (self, error != NULL ? error->message : said);
  return TRUE;
}

static void
on_role_set_cb (gpointer owner, gpointer data, const GError *error)
{
  Act *act = data;
  /* Translators: a member's name and role. */
  g_autofree char *said
      = g_strdup_printf (_ ("“%s” is now: %s"), act->name, pakiv_role_get_label (act->role));

  finish (owner, error, said);
}

static void
on_granted_cb (gpointer owner, gpointer data, const GError *error)
{
  Act *act = data;
  /* Translators: a member's name. */
  g_autofree char *said = g_strdup_printf (_ ("“%s” has the keys now"), act->name);

  finish (owner, error, said);
}

/* --- The list --- */

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
  /* Translators: a role, and the last day on which a member worked here. */
  g_autofree char *words
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

static void
show_members (PakivMembersWindow *self)
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

/* --- Adding --- */

static void
show_problem (PakivMembersWindow *self, const char *words)
{
  gtk_label_set_text (GTK_LABEL (self->problem), words);
  gtk_widget_set_visible (self->problem, words != NULL);
  if (words != NULL)
    pakiv_compat_announce (GTK_WIDGET (self), words);
}

/* The focus leaves the form before the form goes. */
static void
show_list (PakivMembersWindow *self)
{
  gtk_stack_set_visible_child_name (self->stack, "list");
  gtk_stack_set_visible_child_name (self->header_stack, "list");
  gtk_window_set_title (GTK_WINDOW (self), _ ("Members"));
  gtk_widget_grab_focus (self->add_button);
  if (self->form == NULL)
    return;
  pakiv_setup_member_wipe (PAKIV_SETUP_MEMBER (self->form));
  adw_preferences_page_remove (self->form_page, ADW_PREFERENCES_GROUP (self->form));
  self->form = NULL;
}

/* Roles that this member may add, in the order of the roles. (transfer full) */
static GArray *
list_roles (PakivMembersWindow *self)
{
  GArray *roles = g_array_new (FALSE, FALSE, sizeof (PakivRole));

  for (int i = 0; i < PAKIV_N_ROLES; i++)
    {
      PakivRole role = i;

      if (pakiv_session_may_add (get_session (self), role, NULL))
        g_array_append_val (roles, role);
    }
  return roles;
}

static void
on_add_cb (PakivMembersWindow *self)
{
  g_autoptr (GArray) roles = list_roles (self);

  self->form = pakiv_setup_member_new (g_array_index (roles, PakivRole, 0), FALSE);
  pakiv_setup_member_offer (PAKIV_SETUP_MEMBER (self->form), (PakivRole *)roles->data, roles->len);
  adw_preferences_page_add (self->form_page, ADW_PREFERENCES_GROUP (self->form));
  show_problem (self, NULL);
  gtk_stack_set_visible_child_name (self->stack, "form");
  gtk_stack_set_visible_child_name (self->header_stack, "form");
  gtk_window_set_title (GTK_WINDOW (self), _ ("New Member"));
  gtk_widget_child_focus (self->form, GTK_DIR_TAB_FORWARD);
}

static void
on_back_cb (PakivMembersWindow *self)
{
  show_list (self);
}

static void
on_added_cb (gpointer owner, gpointer data, const GError *error)
{
  PakivMembersWindow *self = owner;
  Act *act = data;
  /* Translators: a member's name. */
  g_autofree char *said = g_strdup_printf (_ ("“%s” was added"), act->name);

  if (self->workplace == NULL)
    return;
  if (error != NULL)
    {
      set_busy (self, FALSE);
      show_problem (self, error->message);
      return;
    }
  show_list (self);
  finish (self, NULL, said);
}

static void
on_save_cb (PakivMembersWindow *self)
{
  PakivSetupMember *form = PAKIV_SETUP_MEMBER (self->form);
  Act *act;

  show_problem (self, NULL);
  if (self->busy || form == NULL || !pakiv_setup_member_check (form))
    return;
  act = make_act (self, NULL);
  act->name = g_strstrip (g_strdup (pakiv_setup_member_get_name (form)));
  act->role = pakiv_setup_member_get_role (form);
  act->passphrase = g_strdup (pakiv_setup_member_get_passphrase (form));
  set_busy (self, TRUE);
  pakiv_aside_run (self, add_in_thread, on_added_cb, act, free_act);
}

/* --- Actions of a row --- */

static void
on_grant_cb (GSimpleAction *action, GVariant *name, gpointer data)
{
  PakivMembersWindow *self = data;

  set_busy (self, TRUE);
  pakiv_aside_run (self, grant_in_thread, on_granted_cb,
                   make_act (self, g_variant_get_string (name, NULL)), free_act);
}

static void
on_role_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  PakivMembersWindow *self = data;
  const char *name, *role;
  Act *act;

  g_variant_get (parameter, "(&s&s)", &name, &role);
  act = make_act (self, name);
  pakiv_role_from_string (role, &act->role);
  set_busy (self, TRUE);
  pakiv_aside_run (self, set_role_in_thread, on_role_set_cb, act, free_act);
}

static void
on_confirmed_cb (gpointer data)
{
  PakivMembersWindow *self = data;

  g_signal_emit (self, signals[SUSPEND], 0, self->suspending);
}

static void
on_suspend_cb (GSimpleAction *action, GVariant *name, gpointer data)
{
  PakivMembersWindow *self = data;
  /* Translators: a member's name. */
  g_autofree char *heading
      = g_strdup_printf (_ ("Suspend “%s”?"), g_variant_get_string (name, NULL));

  g_free (self->suspending);
  self->suspending = g_variant_dup_string (name, NULL);
  pakiv_compat_ask (
      GTK_WINDOW (self), heading,
      _ ("They can no longer open this desk, and this can’t be undone: someone who comes back is "
         "added anew. What they recorded stays.\n\n"
         "Every log they could open gets a new key, so that a copy of an old key opens nothing. "
         "That may take a minute. The desk locks for it, and you unlock it again afterwards."),
      _ ("_Suspend"), TRUE, G_CALLBACK (on_confirmed_cb), self);
}

static const GActionEntry entries[] = {
  { "grant", on_grant_cb, "s" },
  { "role", on_role_cb, "(ss)" },
  { "suspend", on_suspend_cb, "s" },
};

static void
pakiv_members_window_dispose (GObject *object)
{
  g_clear_object (&PAKIV_MEMBERS_WINDOW (object)->workplace);
  G_OBJECT_CLASS (pakiv_members_window_parent_class)->dispose (object);
}

static void
pakiv_members_window_finalize (GObject *object)
{
  PakivMembersWindow *self = PAKIV_MEMBERS_WINDOW (object);

  g_ptr_array_unref (self->rows);
  g_free (self->suspending);
  G_OBJECT_CLASS (pakiv_members_window_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, PakivMembersWindow, header_stack);
  gtk_widget_class_bind_template_child (widget_class, PakivMembersWindow, add_button);
  gtk_widget_class_bind_template_child (widget_class, PakivMembersWindow, save_button);
  gtk_widget_class_bind_template_child (widget_class, PakivMembersWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, PakivMembersWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, PakivMembersWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, PakivMembersWindow, working);
  gtk_widget_class_bind_template_child (widget_class, PakivMembersWindow, suspended);
  gtk_widget_class_bind_template_child (widget_class, PakivMembersWindow, form_page);
  gtk_widget_class_bind_template_child (widget_class, PakivMembersWindow, problem);
  gtk_widget_class_bind_template_callback (widget_class, on_add_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_back_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_save_cb);
}

static void
pakiv_members_window_class_init (PakivMembersWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pakiv_members_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = pakiv_members_window_finalize;

  signals[SUSPEND] = g_signal_new ("suspend", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/pakiv/Pakiv/pakiv-members-window.ui");
  bind_children (widget_class);
}

static void
pakiv_members_window_init (PakivMembersWindow *self)
{
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();

  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "members", G_ACTION_GROUP (actions));
}

GtkWidget *
pakiv_members_window_new (GtkWindow *parent, PakivWorkplace *workplace)
{
  PakivMembersWindow *self
      = g_object_new (PAKIV_TYPE_MEMBERS_WINDOW, "transient-for", parent, NULL);
  g_autoptr (GArray) roles = NULL;

  g_return_val_if_fail (PAKIV_IS_WORKPLACE (workplace), GTK_WIDGET (self));

  self->workplace = g_object_ref (workplace);
  roles = list_roles (self);
  gtk_widget_set_visible (self->add_button, roles->len > 0);
  show_members (self);
  return GTK_WIDGET (self);
}
