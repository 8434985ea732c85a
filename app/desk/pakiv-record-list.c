#include "pakiv-record-list.h"

#include "pakiv-compat.h"
#include "pakiv-record-model.h"
#include "pakiv-record-row.h"

#include <glib/gi18n.h>

struct _PakivRecordList
{
  AdwBin parent_instance;

  GtkWidget *title;
  GtkWidget *search;
  GtkWidget *new_button;
  GtkWidget *new_row;
  GtkWidget *new_row_title;
  GtkWidget *stack;
  GtkListView *view;
  GtkWidget *empty_page;
  GtkWidget *first_button;
  GtkWidget *failed_page;

  PakivLog *log;
  const PakivKind *kind;
  PakivRecordModel *model;
  GtkSingleSelection *selection;
  GCancellable *finding; /* the search under way; a newer one cancels it */
  gboolean selecting;    /* the selection is being set, nobody chose it */
};

G_DEFINE_FINAL_TYPE (PakivRecordList, pakiv_record_list, ADW_TYPE_BIN)

enum
{
  OPENED,
  FOUND,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* What a search in a worker thread needs. */
typedef struct
{
  PakivLog *log;
  const PakivKind *kind;
  char *text;
  gint64 number; /* to select when done */
  char *id;
} Find;

static void
free_find (Find *find)
{
  pakiv_log_unref (find->log);
  g_free (find->text);
  g_free (find->id);
  g_free (find);
}

static void
find_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Find *find = data;
  GError *error = NULL;
  GArray *numbers;

  if (g_task_return_error_if_cancelled (task))
    return;
  numbers = pakiv_log_find (find->log, find->kind, find->text, &error);
  if (numbers != NULL)
    g_task_return_pointer (task, numbers, (GDestroyNotify)g_array_unref);
  else
    g_task_return_error (task, error);
}

static const char *
get_search (PakivRecordList *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->search));
}

static void
show_count (PakivRecordList *self, guint n)
{
  g_autofree char *words = NULL;

  if (*get_search (self) != '\0')
    words = g_strdup_printf (ngettext ("%'u found", "%'u found", n), n);
  else if (n > 0)
    words = g_strdup_printf (ngettext ("%'u record", "%'u records", n), n);
  adw_window_title_set_subtitle (ADW_WINDOW_TITLE (self->title), words != NULL ? words : "");
}

static void
show_page (PakivRecordList *self, guint n)
{
  const char *page = "list";

  if (n == 0)
    page = *get_search (self) != '\0' ? "nothing" : "empty";
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), page);
}

static void
select_position (PakivRecordList *self, guint position)
{
  self->selecting = TRUE;
  gtk_single_selection_set_selected (self->selection, position);
  self->selecting = FALSE;
  if (position != GTK_INVALID_LIST_POSITION)
    pakiv_compat_scroll_to (self->view, position);
}

static gint64
get_selected_number (PakivRecordList *self)
{
  gpointer item = gtk_single_selection_get_selected_item (self->selection);

  return item != NULL ? pakiv_record_item_get_number (item) : 0;
}

static void
on_found_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  PakivRecordList *self = PAKIV_RECORD_LIST (object);
  Find *find = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  GArray *numbers = g_task_propagate_pointer (G_TASK (result), &error);
  guint position = GTK_INVALID_LIST_POSITION;
  guint n;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->finding);
  if (numbers == NULL)
    {
      adw_status_page_set_description (ADW_STATUS_PAGE (self->failed_page), error->message);
      gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "failed");
      return;
    }
  n = numbers->len;
  self->selecting = TRUE;
  pakiv_record_model_set_numbers (self->model, numbers);
  self->selecting = FALSE;
  show_count (self, n);
  show_page (self, n);
  if (pakiv_record_model_find (self->model, find->id != NULL ? 0 : find->number, find->id,
                               &position)
      && find->id != NULL)
    {
      g_autoptr (PakivRecordItem) item
          = g_list_model_get_item (G_LIST_MODEL (self->model), position);

      g_signal_emit (self, signals[FOUND], 0, pakiv_record_item_get_number (item), find->id);
    }
  select_position (self, position);
}

static void
find_records (PakivRecordList *self, const char *id)
{
  g_autoptr (GTask) task = NULL;
  Find *find = g_new0 (Find, 1);

  if (self->finding != NULL)
    g_cancellable_cancel (self->finding);
  g_clear_object (&self->finding);
  self->finding = g_cancellable_new ();
  find->log = pakiv_log_ref (self->log);
  find->kind = self->kind;
  find->text = g_strdup (get_search (self));
  find->number = get_selected_number (self);
  find->id = g_strdup (id);
  task = g_task_new (self, self->finding, on_found_cb, NULL);
  g_task_set_task_data (task, find, (GDestroyNotify)free_find);
  g_task_run_in_thread (task, find_in_thread);
}

static void
on_search_changed_cb (PakivRecordList *self)
{
  if (self->log != NULL)
    find_records (self, NULL);
}

static void
on_stop_search_cb (PakivRecordList *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
}

static void
on_new_row_clicked_cb (PakivRecordList *self)
{
  g_signal_emit (self, signals[OPENED], 0, (gint64)0);
}

static void
on_selected_cb (PakivRecordList *self)
{
  gint64 number = get_selected_number (self);

  if (!self->selecting && number != 0)
    g_signal_emit (self, signals[OPENED], 0, number);
}

static void
on_setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, pakiv_record_row_new ());
}

static void
on_bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  pakiv_record_row_set_item (PAKIV_RECORD_ROW (gtk_list_item_get_child (item)),
                             gtk_list_item_get_item (item));
}

static void
pakiv_record_list_dispose (GObject *object)
{
  PakivRecordList *self = PAKIV_RECORD_LIST (object);

  if (self->finding != NULL)
    g_cancellable_cancel (self->finding);
  g_clear_object (&self->finding);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_clear_object (&self->selection);
  g_clear_object (&self->model);
  g_clear_pointer (&self->log, pakiv_log_unref);
  G_OBJECT_CLASS (pakiv_record_list_parent_class)->dispose (object);
}

static void
pakiv_record_list_class_init (PakivRecordListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pakiv_record_list_dispose;

  signals[OPENED] = g_signal_new ("opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);

  signals[FOUND] = g_signal_new ("found", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/pakiv/Pakiv/pakiv-record-list.ui");
  gtk_widget_class_bind_template_child (widget_class, PakivRecordList, title);
  gtk_widget_class_bind_template_child (widget_class, PakivRecordList, search);
  gtk_widget_class_bind_template_child (widget_class, PakivRecordList, new_button);
  gtk_widget_class_bind_template_child (widget_class, PakivRecordList, new_row);
  gtk_widget_class_bind_template_child (widget_class, PakivRecordList, new_row_title);
  gtk_widget_class_bind_template_child (widget_class, PakivRecordList, stack);
  gtk_widget_class_bind_template_child (widget_class, PakivRecordList, view);
  gtk_widget_class_bind_template_child (widget_class, PakivRecordList, empty_page);
  gtk_widget_class_bind_template_child (widget_class, PakivRecordList, first_button);
  gtk_widget_class_bind_template_child (widget_class, PakivRecordList, failed_page);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_new_row_clicked_cb);
}

static void
pakiv_record_list_init (PakivRecordList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
fill_words (PakivRecordList *self)
{
  const char *label = pakiv_kind_get_label (self->kind);
  const char *plural = pakiv_kind_get_plural (self->kind);
  /* Translators: %s is a kind of record in the plural, as "Contacts". */
  g_autofree char *empty = g_strdup_printf (_ ("No %s Yet"), plural);
  /* Translators: %s is a kind of record, as "Contact". */
  g_autofree char *first = g_strdup_printf (_ ("New %s"), label);
  g_autofree char *unsaved = NULL;

  adw_window_title_set_title (ADW_WINDOW_TITLE (self->title), plural);
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (self->empty_page), self->kind->icon);
  adw_status_page_set_title (ADW_STATUS_PAGE (self->empty_page), empty);
  adw_status_page_set_description (
      ADW_STATUS_PAGE (self->empty_page),
      _ ("What is logged here stays on this desk, encrypted, until the day it is erased."));
  gtk_button_set_label (GTK_BUTTON (self->first_button), first);
  gtk_widget_set_tooltip_text (self->new_button, first);
  /* Its words are "New"; to a screen reader it says what. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->new_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  first, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  plural, -1);
  gtk_label_set_text (GTK_LABEL (self->new_row_title), first);
  unsaved = g_strdup_printf ("%s, %s", first, _ ("changes not saved"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->new_row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  unsaved, -1);
}

GtkWidget *
pakiv_record_list_new (PakivLog *log, const PakivKind *kind)
{
  PakivRecordList *self = g_object_new (PAKIV_TYPE_RECORD_LIST, NULL);
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  self->log = pakiv_log_ref (log);
  self->kind = kind;
  self->model = pakiv_record_model_new (log, kind);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->model)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  g_signal_connect_swapped (self->selection, "notify::selected", G_CALLBACK (on_selected_cb), self);
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind_cb), NULL);
  gtk_list_view_set_factory (self->view, factory);
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  fill_words (self);
  find_records (self, NULL);
  return GTK_WIDGET (self);
}

void
pakiv_record_list_refresh (PakivRecordList *self, const char *id)
{
  g_return_if_fail (PAKIV_IS_RECORD_LIST (self));

  find_records (self, id);
}

void
pakiv_record_list_touch (PakivRecordList *self, gint64 number)
{
  guint position;

  g_return_if_fail (PAKIV_IS_RECORD_LIST (self));

  if (number == 0 || !pakiv_record_model_find (self->model, number, NULL, &position))
    return;
  self->selecting = TRUE;
  pakiv_record_model_touch (self->model, position);
  self->selecting = FALSE;
}

void
pakiv_record_list_set_new (PakivRecordList *self, gboolean exists, gboolean current)
{
  g_return_if_fail (PAKIV_IS_RECORD_LIST (self));

  gtk_widget_set_visible (self->new_row, exists);
  if (current)
    {
      gtk_widget_add_css_class (self->new_row, "current");
      select_position (self, GTK_INVALID_LIST_POSITION);
    }
  else
    gtk_widget_remove_css_class (self->new_row, "current");
}

void
pakiv_record_list_focus_search (PakivRecordList *self)
{
  g_return_if_fail (PAKIV_IS_RECORD_LIST (self));

  gtk_widget_grab_focus (self->search);
}

void
pakiv_record_list_set_search (PakivRecordList *self, const char *text)
{
  g_return_if_fail (PAKIV_IS_RECORD_LIST (self));

  gtk_editable_set_text (GTK_EDITABLE (self->search), text);
}

gboolean
pakiv_record_list_is_busy (PakivRecordList *self)
{
  g_return_val_if_fail (PAKIV_IS_RECORD_LIST (self), FALSE);

  return self->finding != NULL;
}

GListModel *
pakiv_record_list_get_model (PakivRecordList *self)
{
  g_return_val_if_fail (PAKIV_IS_RECORD_LIST (self), NULL);

  return G_LIST_MODEL (self->model);
}
