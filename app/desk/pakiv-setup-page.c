#include "pakiv-setup-page.h"

#include "pakiv-compat.h"
#include "pakiv-setup-member.h"

#include <glib/gi18n.h>

struct _PakivSetupPage
{
  AdwBin parent_instance;

  GtkWidget *station;
  GtkWidget *members;
  GtkWidget *add_button;
  GtkWidget *problem;
  GtkSpinner *spinner;
  GtkWidget *create_button;

  char *folder;
  PakivCost cost;
};

G_DEFINE_FINAL_TYPE (PakivSetupPage, pakiv_setup_page, ADW_TYPE_BIN)

enum
{
  CREATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

typedef struct
{
  char *folder;
  char *station;
  GPtrArray *members;     /* PakivMember */
  GPtrArray *passphrases; /* char*, NULL-terminated */
  PakivCost cost;
} Setup;

static void
free_member (PakivMember *member)
{
  g_free (member->name);
  g_free (member);
}

static void
free_setup (Setup *setup)
{
  g_free (setup->folder);
  g_free (setup->station);
  g_ptr_array_unref (setup->members);
  g_ptr_array_unref (setup->passphrases);
  g_free (setup);
}

static void
create_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Setup *setup = data;
  GError *error = NULL;
  PakivDesk *desk
      = pakiv_desk_create (setup->folder, setup->station, setup->members,
                           (const char *const *)setup->passphrases->pdata, setup->cost, &error);

  if (desk != NULL)
    g_task_return_pointer (task, desk, (GDestroyNotify)pakiv_desk_unref);
  else
    g_task_return_error (task, error);
}

static void
set_busy (PakivSetupPage *self, gboolean busy)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  /* An entry must not be switched off while it has the focus. */
  if (busy && root != NULL)
    gtk_root_set_focus (root, NULL);
  gtk_widget_set_sensitive (self->station, !busy);
  gtk_widget_set_sensitive (self->members, !busy);
  gtk_widget_set_sensitive (self->add_button, !busy);
  gtk_widget_set_sensitive (self->create_button, !busy);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_spinner_set_spinning (self->spinner, busy);
}

static void
show_problem (PakivSetupPage *self, const char *words)
{
  gtk_label_set_text (GTK_LABEL (self->problem), words);
  gtk_widget_set_visible (self->problem, words != NULL);
  if (words != NULL)
    pakiv_compat_announce (self->problem, words);
}

static void
wipe (PakivSetupPage *self)
{
  for (GtkWidget *member = gtk_widget_get_first_child (self->members); member != NULL;
       member = gtk_widget_get_next_sibling (member))
    pakiv_setup_member_wipe (PAKIV_SETUP_MEMBER (member));
}

static void
on_created_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  PakivSetupPage *self = PAKIV_SETUP_PAGE (object);
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivDesk) desk = g_task_propagate_pointer (G_TASK (result), &error);

  set_busy (self, FALSE);
  if (desk == NULL)
    {
      show_problem (self, error->message);
      return;
    }
  wipe (self);
  g_signal_emit (self, signals[CREATED], 0, desk);
}

static gboolean
check (PakivSetupPage *self)
{
  g_autofree char *station
      = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->station))));
  gboolean good = TRUE;

  for (GtkWidget *member = gtk_widget_get_last_child (self->members); member != NULL;
       member = gtk_widget_get_prev_sibling (member))
    good &= pakiv_setup_member_check (PAKIV_SETUP_MEMBER (member));
  if (*station == '\0')
    {
      gtk_widget_add_css_class (self->station, "error");
      gtk_widget_grab_focus (self->station);
      good = FALSE;
    }
  else
    gtk_widget_remove_css_class (self->station, "error");
  show_problem (self, good ? NULL : _ ("Something is still missing above."));
  return good;
}

static Setup *
collect (PakivSetupPage *self)
{
  Setup *setup = g_new0 (Setup, 1);

  setup->folder = g_strdup (self->folder);
  setup->cost = self->cost;
  setup->station = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->station))));
  setup->members = g_ptr_array_new_with_free_func ((GDestroyNotify)free_member);
  setup->passphrases = g_ptr_array_new_with_free_func ((GDestroyNotify)pakiv_passphrase_free);
  for (GtkWidget *row = gtk_widget_get_first_child (self->members); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      PakivSetupMember *shown = PAKIV_SETUP_MEMBER (row);
      PakivMember *member = g_new0 (PakivMember, 1);

      member->name = g_strstrip (g_strdup (pakiv_setup_member_get_name (shown)));
      member->role = pakiv_setup_member_get_role (shown);
      g_ptr_array_add (setup->members, member);
      g_ptr_array_add (setup->passphrases, g_strdup (pakiv_setup_member_get_passphrase (shown)));
    }
  g_ptr_array_add (setup->passphrases, NULL);
  return setup;
}

static void
on_create_clicked_cb (PakivSetupPage *self)
{
  g_autoptr (GTask) task = NULL;

  if (!check (self))
    return;
  set_busy (self, TRUE);
  task = g_task_new (self, NULL, on_created_cb, NULL);
  g_task_set_task_data (task, collect (self), (GDestroyNotify)free_setup);
  g_task_run_in_thread (task, create_in_thread);
}

static void
on_remove_cb (GtkWidget *member, PakivSetupPage *self)
{
  gtk_widget_grab_focus (self->add_button);
  gtk_box_remove (GTK_BOX (self->members), member);
}

static void
add_member (PakivSetupPage *self, PakivRole role, gboolean removable)
{
  GtkWidget *member = pakiv_setup_member_new (role, removable);

  g_signal_connect (member, "remove", G_CALLBACK (on_remove_cb), self);
  gtk_box_append (GTK_BOX (self->members), member);
}

static void
on_add_clicked_cb (PakivSetupPage *self)
{
  add_member (self, PAKIV_ROLE_MEDIATOR, TRUE);
  gtk_widget_child_focus (gtk_widget_get_last_child (self->members), GTK_DIR_TAB_FORWARD);
}

static void
pakiv_setup_page_finalize (GObject *object)
{
  g_free (PAKIV_SETUP_PAGE (object)->folder);
  G_OBJECT_CLASS (pakiv_setup_page_parent_class)->finalize (object);
}

static void
pakiv_setup_page_class_init (PakivSetupPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = pakiv_setup_page_finalize;

  signals[CREATED] = g_signal_new ("created", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/pakiv/Pakiv/pakiv-setup-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PakivSetupPage, station);
  gtk_widget_class_bind_template_child (widget_class, PakivSetupPage, members);
  gtk_widget_class_bind_template_child (widget_class, PakivSetupPage, add_button);
  gtk_widget_class_bind_template_child (widget_class, PakivSetupPage, problem);
  gtk_widget_class_bind_template_child (widget_class, PakivSetupPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, PakivSetupPage, create_button);
  gtk_widget_class_bind_template_callback (widget_class, on_add_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_create_clicked_cb);
}

static void
pakiv_setup_page_init (PakivSetupPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
pakiv_setup_page_new (const char *folder, PakivCost cost)
{
  PakivSetupPage *self = g_object_new (PAKIV_TYPE_SETUP_PAGE, NULL);

  self->folder = g_strdup (folder);
  self->cost = cost;
  add_member (self, PAKIV_ROLE_OFFICER, FALSE);
  return GTK_WIDGET (self);
}
