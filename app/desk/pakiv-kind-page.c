#include "pakiv-kind-page.h"

#include <glib/gi18n.h>

#define LIST_WIDTH 300

struct _PakivKindPage
{
  AdwBin parent_instance;

  GtkPaned *paned;
  PakivRecordList *list;
  PakivRecordPage *page;

  PakivLog *log;
  const PakivKind *kind;
};

G_DEFINE_FINAL_TYPE (PakivKindPage, pakiv_kind_page, ADW_TYPE_BIN)

enum
{
  TOAST,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
show_toast (PakivKindPage *self, AdwToast *toast)
{
  g_signal_emit (self, signals[TOAST], 0, toast);
  g_object_unref (toast);
}

/* Toasts read their title as markup. */
static AdwToast *
make_toast (const char *words)
{
  g_autofree char *safe = g_markup_escape_text (words, -1);

  return adw_toast_new (safe);
}

static void
show_new_row (PakivKindPage *self)
{
  gboolean open = pakiv_record_page_get_draft (self->page) != NULL;
  gboolean current = open && pakiv_record_page_get_id (self->page) == NULL;
  g_autoptr (PakivRecord) draft = pakiv_log_load_draft (self->log, self->kind, NULL, NULL);

  pakiv_record_list_set_new (self->list, current || draft != NULL, current);
}

static void
on_opened_cb (PakivKindPage *self, gint64 number)
{
  gint64 before = pakiv_record_page_get_number (self->page);
  g_autoptr (GError) error = NULL;

  if (number == 0)
    pakiv_record_page_open_new (self->page);
  else if (!pakiv_record_page_open (self->page, number, &error))
    {
      pakiv_record_page_close (self->page);
      show_toast (self, make_toast (error->message));
    }
  pakiv_record_list_touch (self->list, before);
  show_new_row (self);
}

/* A record just saved for the first time has got its number. */
static void
on_found_cb (PakivKindPage *self, gint64 number, const char *id)
{
  if (g_strcmp0 (pakiv_record_page_get_id (self->page), id) == 0)
    pakiv_record_page_set_number (self->page, number);
}

static void
on_saved_cb (PakivKindPage *self, const char *id)
{
  show_new_row (self);
  pakiv_record_list_refresh (self->list, id);
  show_toast (self, make_toast (_ ("Saved")));
}

static void
on_draft_changed_cb (PakivKindPage *self)
{
  show_new_row (self);
  pakiv_record_list_touch (self->list, pakiv_record_page_get_number (self->page));
}

static void
on_failed_cb (PakivKindPage *self, const char *problem)
{
  show_toast (self, make_toast (problem));
}

/* What "Undo" needs; it may be pressed when the window has long gone on. */
typedef struct
{
  PakivKindPage *page; /* weak */
  PakivRecord *record;
} Undo;

static void
free_undo (gpointer data, GClosure *closure)
{
  Undo *undo = data;

  g_clear_weak_pointer (&undo->page);
  pakiv_record_free (undo->record);
  g_free (undo);
}

static void
on_undo_cb (AdwToast *toast, Undo *undo)
{
  g_autoptr (GError) error = NULL;

  if (undo->page == NULL)
    return;
  if (!pakiv_log_restore (undo->page->log, undo->record, &error))
    show_toast (undo->page, make_toast (error->message));
  else
    pakiv_record_list_refresh (undo->page->list, undo->record->id);
}

static void
on_deleted_cb (PakivKindPage *self, const PakivRecord *record)
{
  AdwToast *toast = make_toast (_ ("Deleted"));
  Undo *undo = g_new0 (Undo, 1);

  g_set_weak_pointer (&undo->page, self);
  undo->record = pakiv_record_copy (record);
  adw_toast_set_button_label (toast, _ ("Undo"));
  adw_toast_set_timeout (toast, 10);
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (on_undo_cb), undo, free_undo, 0);
  pakiv_record_list_refresh (self->list, NULL);
  show_toast (self, toast);
}

static void
pakiv_kind_page_dispose (GObject *object)
{
  PakivKindPage *self = PAKIV_KIND_PAGE (object);

  g_clear_pointer (&self->log, pakiv_log_unref);
  G_OBJECT_CLASS (pakiv_kind_page_parent_class)->dispose (object);
}

static void
pakiv_kind_page_class_init (PakivKindPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pakiv_kind_page_dispose;

  signals[TOAST] = g_signal_new ("toast", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, ADW_TYPE_TOAST);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/pakiv/Pakiv/pakiv-kind-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PakivKindPage, paned);
}

static void
pakiv_kind_page_init (PakivKindPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
connect_parts (PakivKindPage *self)
{
  g_signal_connect_object (self->list, "opened", G_CALLBACK (on_opened_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "found", G_CALLBACK (on_found_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->page, "saved", G_CALLBACK (on_saved_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->page, "deleted", G_CALLBACK (on_deleted_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->page, "draft-changed", G_CALLBACK (on_draft_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->page, "failed", G_CALLBACK (on_failed_cb), self,
                           G_CONNECT_SWAPPED);
}

/* What was being typed when the program ended is there again, in place. */
static void
offer_draft (PakivKindPage *self)
{
  g_autoptr (PakivRecord) draft = pakiv_log_load_draft (self->log, self->kind, NULL, NULL);

  if (draft != NULL)
    pakiv_record_page_open_new (self->page);
  show_new_row (self);
}

GtkWidget *
pakiv_kind_page_new (PakivLog *log, const PakivKind *kind)
{
  PakivKindPage *self = g_object_new (PAKIV_TYPE_KIND_PAGE, NULL);

  self->log = pakiv_log_ref (log);
  self->kind = kind;
  self->list = PAKIV_RECORD_LIST (pakiv_record_list_new (log, kind));
  self->page = PAKIV_RECORD_PAGE (pakiv_record_page_new (log, kind));
  gtk_widget_set_size_request (GTK_WIDGET (self->list), LIST_WIDTH, -1);
  gtk_paned_set_start_child (self->paned, GTK_WIDGET (self->list));
  gtk_paned_set_end_child (self->paned, GTK_WIDGET (self->page));
  connect_parts (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  pakiv_kind_get_plural (kind), -1);
  offer_draft (self);
  return GTK_WIDGET (self);
}

const PakivKind *
pakiv_kind_page_get_kind (PakivKindPage *self)
{
  g_return_val_if_fail (PAKIV_IS_KIND_PAGE (self), NULL);

  return self->kind;
}

PakivRecordList *
pakiv_kind_page_get_list (PakivKindPage *self)
{
  g_return_val_if_fail (PAKIV_IS_KIND_PAGE (self), NULL);

  return self->list;
}

PakivRecordPage *
pakiv_kind_page_get_record_page (PakivKindPage *self)
{
  g_return_val_if_fail (PAKIV_IS_KIND_PAGE (self), NULL);

  return self->page;
}

void
pakiv_kind_page_new_record (PakivKindPage *self)
{
  g_return_if_fail (PAKIV_IS_KIND_PAGE (self));

  on_opened_cb (self, 0);
}

void
pakiv_kind_page_flush (PakivKindPage *self)
{
  g_return_if_fail (PAKIV_IS_KIND_PAGE (self));

  pakiv_record_page_flush (self->page);
}

void
pakiv_kind_page_refresh (PakivKindPage *self)
{
  gint64 number;

  g_return_if_fail (PAKIV_IS_KIND_PAGE (self));

  number = pakiv_record_page_get_number (self->page);
  pakiv_kind_page_flush (self);
  if (number != 0)
    on_opened_cb (self, number);
  pakiv_record_list_refresh (self->list, NULL);
}
