#include "pakiv-record-page.h"

#include "pakiv-draft-keeper.h"
#include "pakiv-form.h"
#include "pakiv-hold-window.h"
#include "pakiv-record-fate.h"

#include <glib/gi18n.h>

struct _PakivRecordPage
{
  AdwBin parent_instance;

  GtkWidget *title;
  GtkWidget *save_button;
  GtkWidget *menu_button;
  GtkWidget *stack;
  GtkWidget *none_page;
  GtkWidget *scroller;
  GtkWidget *content;
  GtkWidget *banner;
  GtkWidget *banner_icon;
  GtkWidget *banner_title;
  GtkWidget *banner_words;
  GtkWidget *banner_button;
  GtkWidget *form;
  GtkWidget *fate; /* when the record will be erased, and why later */
  GSimpleActionGroup *actions;

  PakivLog *log;
  const PakivKind *kind;
  PakivDraftKeeper *keeper;
  PakivDraft *draft;
  gint64 number; /* 0: new */
  gulong changed_id;
};

G_DEFINE_FINAL_TYPE (PakivRecordPage, pakiv_record_page, ADW_TYPE_BIN)

enum
{
  SAVED,
  DELETED,
  DRAFT_CHANGED,
  FAILED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
enable (PakivRecordPage *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static void
update_actions (PakivRecordPage *self)
{
  gboolean open = self->draft != NULL;
  gboolean is_new = self->draft != NULL && pakiv_draft_get_saved (self->draft)->id == NULL;
  gboolean changed = open && pakiv_draft_is_changed (self->draft);

  enable (self, "save", open && (changed || is_new));
  enable (self, "discard", changed);
  enable (self, "delete", open && !is_new);
  enable (self, "hold", open && !is_new);
  gtk_widget_set_visible (self->save_button, open);
  gtk_widget_set_visible (self->menu_button, open);
}

static void
show_banner (
    PakivRecordPage *self, const char *icon, const char *title, const char *words, gboolean button)
{
  gtk_image_set_from_icon_name (GTK_IMAGE (self->banner_icon), icon);
  gtk_label_set_text (GTK_LABEL (self->banner_title), title);
  gtk_label_set_text (GTK_LABEL (self->banner_words), words);
  gtk_widget_set_visible (self->banner_button, button);
  gtk_widget_set_visible (self->banner, TRUE);
}

static void
show_title (PakivRecordPage *self)
{
  const PakivRecord *saved = pakiv_draft_get_saved (self->draft);
  const char *label = pakiv_kind_get_label (self->kind);
  g_autofree char *title = NULL;
  g_autofree char *subtitle = NULL;

  if (saved->id == NULL)
    /* Translators: %s is a kind of record, as "Contact". */
    title = g_strdup_printf (_ ("New %s"), label);
  if (saved->entered_by != NULL)
    /* Translators: %s is the name of a member of the station. */
    subtitle = g_strdup_printf (_ ("Entered by %s"), saved->entered_by);
  adw_window_title_set_title (ADW_WINDOW_TITLE (self->title), title != NULL ? title : label);
  adw_window_title_set_subtitle (ADW_WINDOW_TITLE (self->title), subtitle != NULL ? subtitle : "");
}

static void
show_fate (PakivRecordPage *self)
{
  gboolean held = FALSE;
  g_autofree char *words = pakiv_record_fate_describe (self->log, self->kind,
                                                       pakiv_draft_get_saved (self->draft), &held);

  gtk_label_set_text (GTK_LABEL (self->fate), words != NULL ? words : "");
  gtk_widget_set_visible (self->fate, words != NULL);
  enable (self, "end-hold", held);
}

static GtkWidget *
make_fate (void)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_set_visible (label, FALSE);
  return label;
}

static void
on_draft_changed_cb (PakivRecordPage *self)
{
  update_actions (self);
}

static void
drop_draft (PakivRecordPage *self)
{
  pakiv_draft_keeper_watch (self->keeper, NULL);
  if (self->draft != NULL)
    g_clear_signal_handler (&self->changed_id, self->draft);
  g_clear_object (&self->draft);
  gtk_widget_set_visible (self->banner, FALSE);
}

static void
scroll_to_top (PakivRecordPage *self)
{
  GtkAdjustment *adjustment
      = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));

  gtk_adjustment_set_value (adjustment, 0);
}

/* @typed: a draft that was kept, or NULL. */
static void
show_record (PakivRecordPage *self,
             const PakivRecord *saved,
             const PakivRecord *typed,
             gint64 number)
{
  drop_draft (self);
  self->number = number;
  self->draft = pakiv_draft_new (saved, typed);
  pakiv_form_set_draft (PAKIV_FORM (self->form), self->draft);
  self->changed_id
      = g_signal_connect_swapped (self->draft, "changed", G_CALLBACK (on_draft_changed_cb), self);
  pakiv_draft_keeper_watch (self->keeper, self->draft);
  if (typed != NULL)
    show_banner (self, "document-edit-symbolic", _ ("You were typing this"),
                 _ ("It is kept here, but not saved yet."), TRUE);
  else if (saved->closed)
    show_banner (self, "changes-prevent-symbolic", _ ("This quarter has been released"),
                 _ ("What was published stays as it is. Follow-up can still be written here; "
                    "what is corrected is told in the next report."),
                 FALSE);
  show_title (self);
  update_actions (self);
  show_fate (self);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "form");
  scroll_to_top (self);
}

static void
on_kept_cb (PakivDraftKeeper *keeper, const char *problem, PakivRecordPage *self)
{
  if (problem != NULL)
    g_signal_emit (self, signals[FAILED], 0, problem);
  g_signal_emit (self, signals[DRAFT_CHANGED], 0);
}

static void
on_save_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  pakiv_record_page_save (data);
}

static void
on_discard_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  pakiv_record_page_discard (data);
}

static void
on_delete_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  pakiv_record_page_delete (data);
}

static void
on_held_cb (PakivRecordPage *self)
{
  if (self->draft != NULL)
    show_fate (self);
}

static void
on_hold_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  PakivRecordPage *self = data;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  const char *id = pakiv_record_page_get_id (self);
  GtkWidget *window;

  if (id == NULL)
    return;
  window = pakiv_hold_window_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, self->log,
                                  self->kind, id);
  g_signal_connect_object (window, "held", G_CALLBACK (on_held_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (window));
}

static void
on_end_hold_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  PakivRecordPage *self = data;
  const char *id = pakiv_record_page_get_id (self);
  g_autoptr (GError) error = NULL;

  if (id == NULL)
    return;
  if (!pakiv_log_release_hold (self->log, self->kind, id, &error))
    g_signal_emit (self, signals[FAILED], 0, error->message);
  show_fate (self);
}

static const GActionEntry entries[] = {
  { "save", on_save_cb }, { "discard", on_discard_cb },   { "delete", on_delete_cb },
  { "hold", on_hold_cb }, { "end-hold", on_end_hold_cb },
};

static void
pakiv_record_page_dispose (GObject *object)
{
  PakivRecordPage *self = PAKIV_RECORD_PAGE (object);

  if (self->keeper != NULL)
    {
      pakiv_draft_keeper_watch (self->keeper, NULL);
      g_signal_handlers_disconnect_by_data (self->keeper, self);
    }
  g_clear_object (&self->keeper);
  if (self->draft != NULL)
    g_clear_signal_handler (&self->changed_id, self->draft);
  g_clear_object (&self->draft);
  g_clear_object (&self->actions);
  g_clear_pointer (&self->log, pakiv_log_unref);
  G_OBJECT_CLASS (pakiv_record_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, PakivRecordPage, title);
  gtk_widget_class_bind_template_child (widget_class, PakivRecordPage, save_button);
  gtk_widget_class_bind_template_child (widget_class, PakivRecordPage, menu_button);
  gtk_widget_class_bind_template_child (widget_class, PakivRecordPage, stack);
  gtk_widget_class_bind_template_child (widget_class, PakivRecordPage, none_page);
  gtk_widget_class_bind_template_child (widget_class, PakivRecordPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, PakivRecordPage, content);
  gtk_widget_class_bind_template_child (widget_class, PakivRecordPage, banner);
  gtk_widget_class_bind_template_child (widget_class, PakivRecordPage, banner_icon);
  gtk_widget_class_bind_template_child (widget_class, PakivRecordPage, banner_title);
  gtk_widget_class_bind_template_child (widget_class, PakivRecordPage, banner_words);
  gtk_widget_class_bind_template_child (widget_class, PakivRecordPage, banner_button);
}

static guint
add_signal (GObjectClass *klass, const char *name, GType parameter)
{
  return g_signal_new (name, G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, parameter != G_TYPE_NONE ? 1 : 0, parameter);
}

static void
pakiv_record_page_class_init (PakivRecordPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = pakiv_record_page_dispose;

  signals[SAVED] = add_signal (object_class, "saved", G_TYPE_STRING);
  signals[DELETED] = add_signal (object_class, "deleted", G_TYPE_POINTER);
  signals[DRAFT_CHANGED] = add_signal (object_class, "draft-changed", G_TYPE_NONE);
  signals[FAILED] = add_signal (object_class, "failed", G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/pakiv/Pakiv/pakiv-record-page.ui");
  bind_children (widget_class);
}

static void
pakiv_record_page_init (PakivRecordPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "record", G_ACTION_GROUP (self->actions));
}

GtkWidget *
pakiv_record_page_new (PakivLog *log, const PakivKind *kind)
{
  PakivRecordPage *self = g_object_new (PAKIV_TYPE_RECORD_PAGE, NULL);
  g_autofree char *title = NULL;

  self->log = pakiv_log_ref (log);
  self->kind = kind;
  self->keeper = pakiv_draft_keeper_new (log);
  g_signal_connect (self->keeper, "kept", G_CALLBACK (on_kept_cb), self);
  self->form = pakiv_form_new (kind, pakiv_log_get_role (log));
  gtk_box_append (GTK_BOX (self->content), self->form);
  self->fate = make_fate ();
  gtk_box_append (GTK_BOX (self->content), self->fate);
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (self->none_page), kind->icon);
  /* Translators: %s is a kind of record, as "Contact". */
  title = g_strdup_printf (_ ("No %s Chosen"), pakiv_kind_get_label (kind));
  adw_status_page_set_title (ADW_STATUS_PAGE (self->none_page), title);
  update_actions (self);
  return GTK_WIDGET (self);
}

void
pakiv_record_page_close (PakivRecordPage *self)
{
  g_return_if_fail (PAKIV_IS_RECORD_PAGE (self));

  drop_draft (self);
  self->number = 0;
  update_actions (self);
  adw_window_title_set_title (ADW_WINDOW_TITLE (self->title), "");
  adw_window_title_set_subtitle (ADW_WINDOW_TITLE (self->title), "");
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "none");
}

void
pakiv_record_page_open_new (PakivRecordPage *self)
{
  g_autofree char *today = NULL;
  g_autoptr (PakivRecord) record = NULL;
  g_autoptr (PakivRecord) typed = NULL;

  g_return_if_fail (PAKIV_IS_RECORD_PAGE (self));

  drop_draft (self);
  today = pakiv_clock_get_day (pakiv_log_get_clock (self->log));
  record = pakiv_record_new_today (self->kind, today);
  typed = pakiv_log_load_draft (self->log, self->kind, NULL, NULL);
  show_record (self, record, typed, 0);
  pakiv_form_focus_first (PAKIV_FORM (self->form));
}

gboolean
pakiv_record_page_open (PakivRecordPage *self, gint64 number, GError **error)
{
  g_autoptr (PakivRecord) record = NULL;
  g_autoptr (PakivRecord) typed = NULL;

  g_return_val_if_fail (PAKIV_IS_RECORD_PAGE (self), FALSE);

  drop_draft (self);
  record = pakiv_log_read_one (self->log, self->kind, number, error);
  if (record == NULL)
    return FALSE;
  typed = pakiv_log_load_draft (self->log, self->kind, record->id, NULL);
  show_record (self, record, typed, number);
  return TRUE;
}

const char *
pakiv_record_page_get_id (PakivRecordPage *self)
{
  g_return_val_if_fail (PAKIV_IS_RECORD_PAGE (self), NULL);

  return self->draft != NULL ? pakiv_draft_get_saved (self->draft)->id : NULL;
}

gint64
pakiv_record_page_get_number (PakivRecordPage *self)
{
  g_return_val_if_fail (PAKIV_IS_RECORD_PAGE (self), 0);

  return self->number;
}

void
pakiv_record_page_set_number (PakivRecordPage *self, gint64 number)
{
  g_return_if_fail (PAKIV_IS_RECORD_PAGE (self));

  self->number = number;
}

PakivDraft *
pakiv_record_page_get_draft (PakivRecordPage *self)
{
  g_return_val_if_fail (PAKIV_IS_RECORD_PAGE (self), NULL);

  return self->draft;
}

void
pakiv_record_page_save (PakivRecordPage *self)
{
  g_autofree char *today = NULL;
  g_autoptr (PakivRecord) record = NULL;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (PAKIV_IS_RECORD_PAGE (self));

  if (self->draft == NULL)
    return;
  today = pakiv_clock_get_day (pakiv_log_get_clock (self->log));
  if (!pakiv_form_check (PAKIV_FORM (self->form), today))
    return;
  record = pakiv_record_copy (pakiv_draft_get_record (self->draft));
  record->from_draft = TRUE;
  if (!pakiv_log_save (self->log, record, &error))
    {
      g_signal_emit (self, signals[FAILED], 0, error->message);
      return;
    }
  pakiv_draft_keeper_forget (self->keeper);
  show_record (self, record, NULL, self->number);
  g_signal_emit (self, signals[SAVED], 0, record->id);
}

void
pakiv_record_page_discard (PakivRecordPage *self)
{
  g_autoptr (PakivRecord) saved = NULL;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (PAKIV_IS_RECORD_PAGE (self));

  if (self->draft == NULL)
    return;
  pakiv_draft_keeper_forget (self->keeper);
  saved = pakiv_record_copy (pakiv_draft_get_saved (self->draft));
  if (!pakiv_log_discard_draft (self->log, self->kind, saved->id, &error))
    g_signal_emit (self, signals[FAILED], 0, error->message);
  show_record (self, saved, NULL, self->number);
  g_signal_emit (self, signals[DRAFT_CHANGED], 0);
  if (saved->id == NULL)
    pakiv_form_focus_first (PAKIV_FORM (self->form));
}

void
pakiv_record_page_delete (PakivRecordPage *self)
{
  g_autoptr (PakivRecord) record = NULL;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (PAKIV_IS_RECORD_PAGE (self));

  if (pakiv_record_page_get_id (self) == NULL)
    return;
  pakiv_draft_keeper_forget (self->keeper);
  record = pakiv_record_copy (pakiv_draft_get_saved (self->draft));
  if (!pakiv_log_delete (self->log, self->kind, record->id, &error))
    {
      g_signal_emit (self, signals[FAILED], 0, error->message);
      return;
    }
  pakiv_record_page_close (self);
  g_signal_emit (self, signals[DELETED], 0, record);
}

void
pakiv_record_page_flush (PakivRecordPage *self)
{
  g_return_if_fail (PAKIV_IS_RECORD_PAGE (self));

  pakiv_draft_keeper_flush (self->keeper);
}
