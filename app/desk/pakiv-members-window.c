#include "pakiv-members-window-private.h"

#include "pakiv-aside.h"
#include "pakiv-busy.h"
#include "pakiv-compat.h"
#include "pakiv-members.h"
#include "pakiv-setup-member.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (PakivMembersWindow, pakiv_members_window, ADW_TYPE_WINDOW)

enum
{
  SUSPEND,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

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

  act->session = pakiv_session_ref (pakiv_workplace_get_session (self->workplace));
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

/* @said: what to say when it went well. FALSE where the window was closed meanwhile. */
static gboolean
finish (PakivMembersWindow *self, const GError *error, const char *said)
{
  if (self->workplace == NULL)
    return FALSE;
  set_busy (self, FALSE);
  pakiv_members_window_show_members (self);
  say (self, error != NULL ? error->message : said);
  return TRUE;
}

static void
on_role_set_cb (gpointer owner, gpointer data, const GError *error)
{
  Act *act = data;
  g_autofree char *said
      /* Translators: a member's name and role. */
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

/* --- Adding --- */

static void
on_added_cb (gpointer owner, gpointer data, const GError *error)
{
  PakivMembersWindow *self = owner;
  Act *act = data;
  /* Translators: a member's name. */
  g_autofree char *said = g_strdup_printf (_ ("“%s” was added"), act->name);

  if (self->workplace == NULL)
    return;
  /* Before the list shows: the focus goes back to the form, and on to the list from there. */
  set_busy (self, FALSE);
  if (error != NULL)
    {
      pakiv_members_window_show_problem (self, error->message);
      return;
    }
  pakiv_members_window_show_list (self);
  finish (self, NULL, said);
}

static void
on_save_cb (PakivMembersWindow *self)
{
  PakivSetupMember *form = PAKIV_SETUP_MEMBER (self->form);
  Act *act;

  pakiv_members_window_show_problem (self, NULL);
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

static gboolean
on_dialog_over_cb (gpointer data)
{
  PakivMembersWindow *self = data;

  if (self->workplace != NULL)
    g_signal_emit (self, signals[SUSPEND], 0, self->suspending);
  return G_SOURCE_REMOVE;
}

/* Whoever suspends closes this window, and must not do so inside its question's own answer. */
static void
on_confirmed_cb (gpointer data)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, on_dialog_over_cb, g_object_ref (data), g_object_unref);
}

static void
on_suspend_cb (GSimpleAction *action, GVariant *name, gpointer data)
{
  PakivMembersWindow *self = data;
  g_autofree char *heading
      /* Translators: a member's name. */
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
  pakiv_members_window_bind_form (widget_class);
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
  roles = pakiv_members_window_list_roles (self);
  gtk_widget_set_visible (self->add_button, roles->len > 0);
  pakiv_members_window_show_members (self);
  return GTK_WIDGET (self);
}
