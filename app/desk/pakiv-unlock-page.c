#include "pakiv-unlock-page.h"

#include "pakiv-attempts.h"
#include "pakiv-compat.h"
#include "pakiv-members.h"
#include "pakiv-purposes.h"

#include <glib/gi18n.h>

struct _PakivUnlockPage
{
  AdwBin parent_instance;

  GtkWidget *status;
  GtkListBox *members;
  GtkWidget *passphrase;
  GtkWidget *purpose;
  GtkWidget *problem;
  GtkWidget *button;
  GtkStack *button_stack;
  GtkSpinner *spinner;
  GtkWidget *hint;

  PakivDesk *desk;
  PakivClock *clock;
  PakivPurposes *purposes;
  GPtrArray *checks; /* GtkCheckButton, one for each member who works here */
  GPtrArray *names;  /* of these members, in the same order */
  guint wait;        /* seconds until the chosen member may try again */
  guint wait_timer;
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (PakivUnlockPage, pakiv_unlock_page, ADW_TYPE_BIN)

enum
{
  UNLOCKED,
  TOUCHED,
  LOST,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

typedef struct
{
  PakivDesk *desk;
  PakivClock *clock;
  char *member;
  char *passphrase;
  char *purpose; /* or NULL */
} Unlock;

static void
free_unlock (Unlock *unlock)
{
  pakiv_desk_unref (unlock->desk);
  pakiv_clock_unref (unlock->clock);
  g_free (unlock->member);
  pakiv_passphrase_free (unlock->passphrase);
  g_free (unlock->purpose);
  g_free (unlock);
}

static void
unlock_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Unlock *unlock = data;
  GError *error = NULL;
  g_autoptr (PakivSession) session
      = pakiv_desk_unlock (unlock->desk, unlock->member, unlock->passphrase, &error);
  PakivWorkplace *workplace = NULL;

  if (session != NULL)
    {
      pakiv_session_set_purpose (session, unlock->purpose);
      workplace = pakiv_workplace_new (session, unlock->clock, &error);
    }
  if (workplace != NULL)
    g_task_return_pointer (task, workplace, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
update_button (PakivUnlockPage *self)
{
  gtk_widget_set_sensitive (self->button, self->wait == 0 && self->names->len > 0);
}

static void
set_busy (PakivUnlockPage *self, gboolean busy)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->members), !busy);
  gtk_widget_set_sensitive (self->purpose, !busy);
  gtk_editable_set_editable (GTK_EDITABLE (self->passphrase), !busy);
  self->busy = busy;
  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_stack_set_visible_child_name (self->button_stack, busy ? "busy" : "label");
}

static void
show_problem (PakivUnlockPage *self, const char *words)
{
  gtk_label_set_text (GTK_LABEL (self->problem), words);
  gtk_widget_set_visible (self->problem, words != NULL);
  if (words != NULL)
    gtk_widget_add_css_class (self->passphrase, "error");
  else
    gtk_widget_remove_css_class (self->passphrase, "error");
}

/* NULL where nobody works here. */
static const PakivMember *
get_chosen (PakivUnlockPage *self)
{
  for (guint i = 0; i < self->checks->len; i++)
    if (gtk_check_button_get_active (self->checks->pdata[i]))
      return pakiv_desk_find_member (self->desk, self->names->pdata[i]);
  return NULL;
}

static char *
describe_wait (guint seconds)
{
  if (seconds >= 60)
    /* Translators: minutes and seconds, as "4:05". */
    return g_strdup_printf (_ ("Too many wrong passphrases. Try again in %u:%02u minutes."),
                            seconds / 60, seconds % 60);
  return g_strdup_printf (ngettext ("Too many wrong passphrases. Try again in %u second.",
                                    "Too many wrong passphrases. Try again in %u seconds.",
                                    seconds),
                          seconds);
}

static gboolean on_wait_cb (gpointer data);

/* Each wrong passphrase makes the next wait longer; it belongs to the member, not to the window. */
static void
update_wait (PakivUnlockPage *self)
{
  const PakivMember *member = get_chosen (self);
  gboolean waited = self->wait > 0;

  g_clear_handle_id (&self->wait_timer, g_source_remove);
  self->wait = member != NULL ? pakiv_desk_get_wait (self->desk, member->name) : 0;
  if (self->wait > 0)
    {
      g_autofree char *words = describe_wait (self->wait);

      show_problem (self, words);
      if (!waited)
        pakiv_compat_announce (self->passphrase, words);
      self->wait_timer = g_timeout_add_seconds (1, on_wait_cb, self);
    }
  else if (waited)
    show_problem (self, NULL);
  update_button (self);
}

static gboolean
on_wait_cb (gpointer data)
{
  PakivUnlockPage *self = data;

  self->wait_timer = 0;
  update_wait (self);
  return G_SOURCE_REMOVE;
}

static void
on_unlocked_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  PakivUnlockPage *self = PAKIV_UNLOCK_PAGE (object);
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivWorkplace) workplace = g_task_propagate_pointer (G_TASK (result), &error);

  set_busy (self, FALSE);
  if (workplace != NULL)
    {
      pakiv_unlock_page_reset (self);
      g_signal_emit (self, signals[UNLOCKED], 0, workplace);
      return;
    }
  show_problem (self, error->message);
  gtk_widget_grab_focus (self->passphrase);
  gtk_editable_select_region (GTK_EDITABLE (self->passphrase), 0, -1);
  pakiv_compat_announce (self->passphrase, error->message);
  update_wait (self);
}

static void
on_unlock_cb (PakivUnlockPage *self)
{
  const PakivMember *member = get_chosen (self);
  g_autoptr (GTask) task = NULL;
  guint purpose = adw_combo_row_get_selected (ADW_COMBO_ROW (self->purpose));
  Unlock *unlock;

  if (member == NULL || self->busy || self->wait > 0)
    return;
  show_problem (self, NULL);
  unlock = g_new0 (Unlock, 1);
  unlock->desk = pakiv_desk_ref (self->desk);
  unlock->clock = pakiv_clock_ref (self->clock);
  unlock->member = g_strdup (member->name);
  unlock->passphrase = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->passphrase)));
  unlock->purpose = g_strdup (pakiv_purposes_get_code (self->purposes, purpose));
  set_busy (self, TRUE);
  task = g_task_new (self, NULL, on_unlocked_cb, NULL);
  g_task_set_task_data (task, unlock, (GDestroyNotify)free_unlock);
  g_task_run_in_thread (task, unlock_in_thread);
}

static void
on_passphrase_changed_cb (PakivUnlockPage *self)
{
  if (self->wait == 0)
    show_problem (self, NULL);
  if (*gtk_editable_get_text (GTK_EDITABLE (self->passphrase)) != '\0')
    g_signal_emit (self, signals[TOUCHED], 0);
}

static void
on_lost_cb (PakivUnlockPage *self)
{
  g_signal_emit (self, signals[LOST], 0);
}

/* What this member mostly comes for; they may say something else. */
static void
on_member_toggled_cb (PakivUnlockPage *self, GtkCheckButton *check)
{
  const PakivMember *member = get_chosen (self);
  guint usual;

  if (!gtk_check_button_get_active (check) || member == NULL)
    return;
  usual = pakiv_purposes_find (self->purposes, pakiv_purposes_get_usual (member->role));
  if (usual != G_MAXUINT)
    adw_combo_row_set_selected (ADW_COMBO_ROW (self->purpose), usual);
  show_problem (self, NULL);
  update_wait (self);
}

/* Choosing a name goes on to the passphrase. */
static void
on_member_activated_cb (PakivUnlockPage *self)
{
  gtk_widget_grab_focus (self->passphrase);
}

static void
add_member (PakivUnlockPage *self, const PakivMember *member)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), member->name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), pakiv_role_get_label (member->role));
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  if (self->checks->len > 0)
    gtk_check_button_set_group (GTK_CHECK_BUTTON (check), self->checks->pdata[0]);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  g_signal_connect_swapped (row, "activated", G_CALLBACK (on_member_activated_cb), self);
  g_signal_connect_swapped (check, "toggled", G_CALLBACK (on_member_toggled_cb), self);
  g_ptr_array_add (self->checks, check);
  g_ptr_array_add (self->names, g_strdup (member->name));
  gtk_list_box_append (self->members, row);
}

/* Who works here now; somebody may have come or gone since. */
static void
fill_members (PakivUnlockPage *self)
{
  GPtrArray *members;
  GtkWidget *row;

  pakiv_desk_refresh (self->desk, NULL);
  g_ptr_array_set_size (self->checks, 0);
  g_ptr_array_set_size (self->names, 0);
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->members))) != NULL)
    gtk_list_box_remove (self->members, row);
  members = pakiv_desk_get_members (self->desk);
  for (guint i = 0; i < members->len; i++)
    if (!pakiv_member_is_suspended (members->pdata[i]))
      add_member (self, members->pdata[i]);
  if (self->checks->len > 0)
    gtk_check_button_set_active (self->checks->pdata[0], TRUE);
}

static void
choose (PakivUnlockPage *self, const char *name)
{
  for (guint i = 0; i < self->names->len; i++)
    if (g_strcmp0 (self->names->pdata[i], name) == 0)
      gtk_check_button_set_active (self->checks->pdata[i], TRUE);
}

/* Widgets of the page go before it does. */
static void
pakiv_unlock_page_dispose (GObject *object)
{
  PakivUnlockPage *self = PAKIV_UNLOCK_PAGE (object);

  g_clear_handle_id (&self->wait_timer, g_source_remove);
  for (guint i = 0; i < self->checks->len; i++)
    g_signal_handlers_disconnect_by_data (self->checks->pdata[i], self);
  g_ptr_array_set_size (self->checks, 0);
  G_OBJECT_CLASS (pakiv_unlock_page_parent_class)->dispose (object);
}

static void
pakiv_unlock_page_finalize (GObject *object)
{
  PakivUnlockPage *self = PAKIV_UNLOCK_PAGE (object);

  g_clear_pointer (&self->desk, pakiv_desk_unref);
  g_clear_pointer (&self->clock, pakiv_clock_unref);
  g_clear_pointer (&self->purposes, pakiv_purposes_free);
  g_ptr_array_unref (self->checks);
  g_ptr_array_unref (self->names);
  G_OBJECT_CLASS (pakiv_unlock_page_parent_class)->finalize (object);
}

static void
pakiv_unlock_page_class_init (PakivUnlockPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pakiv_unlock_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = pakiv_unlock_page_finalize;

  signals[UNLOCKED] = g_signal_new ("unlocked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 1, PAKIV_TYPE_WORKPLACE);
  signals[TOUCHED] = g_signal_new ("touched", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[LOST] = g_signal_new ("lost", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/pakiv/Pakiv/pakiv-unlock-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PakivUnlockPage, status);
  gtk_widget_class_bind_template_child (widget_class, PakivUnlockPage, members);
  gtk_widget_class_bind_template_child (widget_class, PakivUnlockPage, passphrase);
  gtk_widget_class_bind_template_child (widget_class, PakivUnlockPage, purpose);
  gtk_widget_class_bind_template_child (widget_class, PakivUnlockPage, problem);
  gtk_widget_class_bind_template_child (widget_class, PakivUnlockPage, button);
  gtk_widget_class_bind_template_child (widget_class, PakivUnlockPage, button_stack);
  gtk_widget_class_bind_template_child (widget_class, PakivUnlockPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, PakivUnlockPage, hint);
  gtk_widget_class_bind_template_callback (widget_class, on_unlock_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_passphrase_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_lost_cb);
}

static void
pakiv_unlock_page_init (PakivUnlockPage *self)
{
  self->checks = g_ptr_array_new ();
  self->names = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
show_purposes (PakivUnlockPage *self)
{
  /* What is wrong with the definitions is said when the desk is unlocked. */
  g_autoptr (PakivDefinitions) definitions = pakiv_desk_load_definitions (self->desk, NULL);
  g_autoptr (GListModel) model = NULL;

  self->purposes = pakiv_purposes_new (definitions);
  model = pakiv_purposes_make_model (self->purposes);
  adw_combo_row_set_model (ADW_COMBO_ROW (self->purpose), model);
  gtk_widget_set_visible (self->purpose, pakiv_purposes_get_n (self->purposes) > 0);
}

GtkWidget *
pakiv_unlock_page_new (PakivDesk *desk, PakivClock *clock, const char *hint)
{
  PakivUnlockPage *self = g_object_new (PAKIV_TYPE_UNLOCK_PAGE, NULL);
  g_autofree char *station = g_markup_escape_text (pakiv_desk_get_station (desk), -1);

  self->desk = pakiv_desk_ref (desk);
  self->clock = pakiv_clock_ref (clock);
  adw_status_page_set_title (ADW_STATUS_PAGE (self->status), station);
  show_purposes (self);
  fill_members (self);
  gtk_label_set_text (GTK_LABEL (self->hint), hint);
  gtk_widget_set_visible (self->hint, hint != NULL);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (gtk_editable_get_delegate (GTK_EDITABLE (self->passphrase))),
      GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Passphrase"), -1);
  return GTK_WIDGET (self);
}

void
pakiv_unlock_page_choose (PakivUnlockPage *self, guint position)
{
  GPtrArray *members;

  g_return_if_fail (PAKIV_IS_UNLOCK_PAGE (self));

  members = pakiv_desk_get_members (self->desk);
  if (position < members->len)
    choose (self, ((const PakivMember *)members->pdata[position])->name);
}

void
pakiv_unlock_page_choose_name (PakivUnlockPage *self, const char *name)
{
  g_return_if_fail (PAKIV_IS_UNLOCK_PAGE (self));

  choose (self, name);
}

void
pakiv_unlock_page_reset (PakivUnlockPage *self)
{
  const PakivMember *member;
  g_autofree char *name = NULL;

  g_return_if_fail (PAKIV_IS_UNLOCK_PAGE (self));

  member = get_chosen (self);
  name = member != NULL ? g_strdup (member->name) : NULL;
  gtk_editable_set_text (GTK_EDITABLE (self->passphrase), "");
  show_problem (self, NULL);
  fill_members (self);
  choose (self, name);
  update_wait (self);
  gtk_widget_grab_focus (self->passphrase);
}
