#include "pakiv-lost-window.h"

#include "pakiv-aside.h"
#include "pakiv-busy.h"
#include "pakiv-compat.h"
#include "pakiv-members.h"
#include "pakiv-new-passphrase.h"
#include "pakiv-recovery.h"

#include <glib/gi18n.h>

struct _PakivLostWindow
{
  AdwWindow parent_instance;

  GtkWidget *set_button;
  GtkWidget *spinner;
  GtkWidget *page;
  AdwComboRow *member_row;
  GtkTextView *code_view;
  GtkWidget *code_problem;
  AdwPreferencesGroup *parts_group;
  GtkWidget *fields; /* PakivNewPassphrase */
  GtkWidget *problem;

  PakivDesk *desk;
  GPtrArray *names;
  GPtrArray *parts; /* PakivRecoveryPart that were typed */
  GPtrArray *rows;  /* of these, in the same order */
};

G_DEFINE_FINAL_TYPE (PakivLostWindow, pakiv_lost_window, ADW_TYPE_WINDOW)

enum
{
  RECOVERED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
show_words (PakivLostWindow *self, GtkWidget *label, const char *words)
{
  gtk_label_set_text (GTK_LABEL (label), words);
  gtk_widget_set_visible (label, words != NULL);
  if (words != NULL)
    pakiv_compat_announce (self->set_button, words);
}

/* --- What is on paper --- */

static void
on_remove_cb (PakivLostWindow *self, GtkWidget *button)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (gtk_widget_is_ancestor (button, self->rows->pdata[i]))
      {
        adw_preferences_group_remove (self->parts_group, self->rows->pdata[i]);
        g_ptr_array_remove_index (self->rows, i);
        g_ptr_array_remove_index (self->parts, i);
        break;
      }
  gtk_widget_set_visible (GTK_WIDGET (self->parts_group), self->parts->len > 0);
  gtk_widget_grab_focus (GTK_WIDGET (self->code_view));
}

static char *
describe_part (const PakivRecoveryPart *part)
{
  if (part->number == 0)
    return g_strdup (_ ("Recovery sheet"));
  /* Translators: which share it is, and how many are needed. */
  return g_strdup_printf (_ ("Share %u; %u are needed"), part->number, part->needed);
}

static void
add_row (PakivLostWindow *self, const PakivRecoveryPart *part)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *words = describe_part (part);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), pakiv_key_id_get_label (part->key));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), words);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("object-select-symbolic"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("Remove"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Remove"), -1);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (on_remove_cb), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_preferences_group_add (self->parts_group, row);
  gtk_widget_set_visible (GTK_WIDGET (self->parts_group), TRUE);
  g_ptr_array_add (self->rows, row);
}

/* TRUE where there is nothing to read, too. */
static gboolean
take_code (PakivLostWindow *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->code_view);
  g_autoptr (GError) error = NULL;
  PakivRecoveryPart *part = NULL;
  GtkTextIter start, end;
  char *text;
  gboolean empty;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  empty = *g_strchug (text) == '\0';
  if (!empty)
    part = pakiv_recovery_code_decode (text, pakiv_desk_get_station_id (self->desk), &error);
  pakiv_passphrase_free (text);
  show_words (self, self->code_problem, error != NULL ? error->message : NULL);
  if (error != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->code_view));
  if (part == NULL)
    return empty;
  gtk_text_buffer_set_text (buffer, "", -1);
  g_ptr_array_add (self->parts, part);
  add_row (self, part);
  return TRUE;
}

static void
on_add_cb (PakivLostWindow *self)
{
  if (take_code (self))
    gtk_widget_grab_focus (GTK_WIDGET (self->code_view));
}

/* --- Setting --- */

typedef struct
{
  PakivDesk *desk;
  char *name;
  char *passphrase;
  GPtrArray *parts;
} Recovery;

static void
free_recovery (gpointer data)
{
  Recovery *recovery = data;

  pakiv_desk_unref (recovery->desk);
  g_free (recovery->name);
  pakiv_passphrase_free (recovery->passphrase);
  g_ptr_array_unref (recovery->parts);
  g_free (recovery);
}

static gboolean
recover_in_thread (gpointer data, GError **error)
{
  Recovery *recovery = data;

  return pakiv_desk_recover (recovery->desk, recovery->name, recovery->passphrase, recovery->parts,
                             error);
}

static void
set_busy (PakivLostWindow *self, gboolean busy)
{
  pakiv_busy_set (GTK_WINDOW (self), self->page, self->set_button, self->spinner, busy);
}

static void
on_recovered_cb (gpointer owner, gpointer data, const GError *error)
{
  PakivLostWindow *self = owner;
  Recovery *recovery = data;

  if (self->desk == NULL)
    return;
  set_busy (self, FALSE);
  if (error != NULL)
    {
      show_words (self, self->problem, error->message);
      return;
    }
  g_signal_emit (self, signals[RECOVERED], 0, recovery->name);
  gtk_window_close (GTK_WINDOW (self));
}

static void
on_set_cb (PakivLostWindow *self)
{
  guint member = adw_combo_row_get_selected (self->member_row);
  Recovery *recovery;

  show_words (self, self->problem, NULL);
  if (!take_code (self) || member >= self->names->len)
    return;
  if (self->parts->len == 0)
    {
      show_words (self, self->code_problem, _ ("Type the letters that are on the paper."));
      gtk_widget_grab_focus (GTK_WIDGET (self->code_view));
      return;
    }
  if (!pakiv_new_passphrase_check (PAKIV_NEW_PASSPHRASE (self->fields)))
    return;
  recovery = g_new0 (Recovery, 1);
  recovery->desk = pakiv_desk_ref (self->desk);
  recovery->name = g_strdup (self->names->pdata[member]);
  recovery->passphrase = g_strdup (pakiv_new_passphrase_get (PAKIV_NEW_PASSPHRASE (self->fields)));
  recovery->parts = g_ptr_array_ref (self->parts);
  set_busy (self, TRUE);
  pakiv_aside_run (self, recover_in_thread, on_recovered_cb, recovery, free_recovery);
}

static void
pakiv_lost_window_dispose (GObject *object)
{
  PakivLostWindow *self = PAKIV_LOST_WINDOW (object);

  g_clear_pointer (&self->desk, pakiv_desk_unref);
  G_OBJECT_CLASS (pakiv_lost_window_parent_class)->dispose (object);
}

static void
pakiv_lost_window_finalize (GObject *object)
{
  PakivLostWindow *self = PAKIV_LOST_WINDOW (object);

  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->parts);
  g_ptr_array_unref (self->rows);
  G_OBJECT_CLASS (pakiv_lost_window_parent_class)->finalize (object);
}

static void
pakiv_lost_window_class_init (PakivLostWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pakiv_lost_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = pakiv_lost_window_finalize;

  signals[RECOVERED] = g_signal_new ("recovered", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (PAKIV_TYPE_NEW_PASSPHRASE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/pakiv/Pakiv/pakiv-lost-window.ui");
  gtk_widget_class_bind_template_child (widget_class, PakivLostWindow, set_button);
  gtk_widget_class_bind_template_child (widget_class, PakivLostWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, PakivLostWindow, page);
  gtk_widget_class_bind_template_child (widget_class, PakivLostWindow, member_row);
  gtk_widget_class_bind_template_child (widget_class, PakivLostWindow, code_view);
  gtk_widget_class_bind_template_child (widget_class, PakivLostWindow, code_problem);
  gtk_widget_class_bind_template_child (widget_class, PakivLostWindow, parts_group);
  gtk_widget_class_bind_template_child (widget_class, PakivLostWindow, fields);
  gtk_widget_class_bind_template_child (widget_class, PakivLostWindow, problem);
  gtk_widget_class_bind_template_callback (widget_class, on_add_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_set_cb);
}

static void
pakiv_lost_window_init (PakivLostWindow *self)
{
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->parts = g_ptr_array_new_with_free_func ((GDestroyNotify)pakiv_recovery_part_free);
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
add_members (PakivLostWindow *self)
{
  GPtrArray *members = pakiv_desk_get_members (self->desk);
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);

  for (guint i = 0; i < members->len; i++)
    {
      const PakivMember *member = members->pdata[i];

      if (pakiv_member_is_suspended (member))
        continue;
      g_ptr_array_add (self->names, g_strdup (member->name));
      gtk_string_list_append (list, member->name);
    }
  adw_combo_row_set_model (self->member_row, G_LIST_MODEL (list));
}

GtkWidget *
pakiv_lost_window_new (GtkWindow *parent, PakivDesk *desk)
{
  PakivLostWindow *self = g_object_new (PAKIV_TYPE_LOST_WINDOW, "transient-for", parent, NULL);

  g_return_val_if_fail (desk != NULL, GTK_WIDGET (self));

  self->desk = pakiv_desk_ref (desk);
  add_members (self);
  /* Not on “Cancel”, where Enter would close it. */
  gtk_widget_grab_focus (GTK_WIDGET (self->member_row));
  return GTK_WIDGET (self);
}
