#include "pakiv-work-page.h"

#include "pakiv-kind-page.h"
#include "pakiv-purposes.h"
#include "pakiv-reports-page.h"
#include "pakiv-trace-page.h"

#include <glib/gi18n.h>

struct _PakivWorkPage
{
  AdwBin parent_instance;

  GtkWidget *menu_button;
  GtkListBox *sidebar;
  GtkWidget *member_name;
  GtkWidget *member_role;
  GtkWidget *purpose_button;
  GtkWidget *purpose_label;
  GtkWidget *backup_label;
  GtkStack *stack;

  PakivWorkplace *workplace;
  PakivPurposes *purposes;
  GSimpleActionGroup *actions;
  PakivReportsPage *reports;
  gboolean may_be_released; /* reports were in sight: a quarter may have been closed since */
};

G_DEFINE_FINAL_TYPE (PakivWorkPage, pakiv_work_page, ADW_TYPE_BIN)

enum
{
  TOAST,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
on_toast_cb (PakivWorkPage *self, AdwToast *toast)
{
  g_signal_emit (self, signals[TOAST], 0, toast);
}

static void
for_each_kind_page (PakivWorkPage *self, void (*call) (PakivKindPage *page))
{
  for (GtkWidget *page = gtk_widget_get_first_child (GTK_WIDGET (self->stack)); page != NULL;
       page = gtk_widget_get_next_sibling (page))
    if (PAKIV_IS_KIND_PAGE (page))
      call (PAKIV_KIND_PAGE (page));
}

/* Each sidebar row knows the name of its page. */
#define PAGE_KEY "pakiv-page"

static void
on_row_selected_cb (PakivWorkPage *self, GtkListBoxRow *row)
{
  const char *page = row != NULL ? g_object_get_data (G_OBJECT (row), PAGE_KEY) : NULL;

  if (page == NULL)
    return;
  gtk_stack_set_visible_child_name (self->stack, page);
  if (self->reports != NULL && g_strcmp0 (page, "reports") == 0)
    {
      self->may_be_released = TRUE;
      pakiv_reports_page_refresh (self->reports);
    }
  else if (self->may_be_released)
    {
      self->may_be_released = FALSE;
      for_each_kind_page (self, pakiv_kind_page_refresh);
    }
}

/* Tab leaves the sidebar, as it leaves any list; GTK would go from row to row and choose each. */
static gboolean
on_sidebar_key_cb (GtkEventControllerKey *keys,
                   guint keyval,
                   guint keycode,
                   GdkModifierType state,
                   PakivWorkPage *self)
{
  if (keyval == GDK_KEY_ISO_Left_Tab)
    return gtk_widget_grab_focus (self->menu_button);
  if (keyval == GDK_KEY_Tab && (state & GDK_SHIFT_MASK) == 0)
    return gtk_widget_child_focus (GTK_WIDGET (self->stack), GTK_DIR_TAB_FORWARD);
  return FALSE;
}

static void
add_section (
    PakivWorkPage *self, const char *name, const char *label, const char *icon, GtkWidget *page)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *words = gtk_label_new (label);

  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (icon));
  gtk_label_set_xalign (GTK_LABEL (words), 0);
  gtk_label_set_ellipsize (GTK_LABEL (words), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), words);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_object_set_data_full (G_OBJECT (row), PAGE_KEY, g_strdup (name), g_free);
  gtk_stack_add_named (self->stack, page, name);
  gtk_list_box_append (self->sidebar, row);
}

static void
add_kinds (PakivWorkPage *self)
{
  GPtrArray *kinds
      = pakiv_definitions_get_kinds (pakiv_workplace_get_definitions (self->workplace));

  for (guint i = 0; i < kinds->len; i++)
    {
      const PakivKind *kind = kinds->pdata[i];
      PakivLog *log = pakiv_workplace_get_log_for_kind (self->workplace, kind);
      GtkWidget *page;

      if (log == NULL)
        continue;
      page = pakiv_kind_page_new (log, kind);
      g_signal_connect_object (page, "toast", G_CALLBACK (on_toast_cb), self, G_CONNECT_SWAPPED);
      add_section (self, kind->id, pakiv_kind_get_plural (kind), kind->icon, page);
    }
}

/* A data-protection officer holds no key to any log: covenant, not a fault. What they have is who
 * did what in each. */
static void
add_traces (PakivWorkPage *self)
{
  for (int i = 0; i < PAKIV_N_LOGS; i++)
    {
      GtkWidget *page = pakiv_trace_page_new (self->workplace, i);

      g_signal_connect_object (page, "toast", G_CALLBACK (on_toast_cb), self, G_CONNECT_SWAPPED);
      add_section (self, pakiv_log_id_to_string (i), pakiv_log_id_get_label (i),
                   "view-list-symbolic", page);
    }
}

static void
show_purpose (PakivWorkPage *self)
{
  const char *code = pakiv_session_get_purpose (pakiv_workplace_get_session (self->workplace));
  const char *label
      = pakiv_purposes_get_label (self->purposes, pakiv_purposes_find (self->purposes, code));
  g_autofree char *name = NULL;

  if (label == NULL)
    label = _ ("Not stated");
  /* Translators: what a member is here to do, for a screen reader. */
  name = g_strdup_printf (_ ("You are here for: %s"), label);
  gtk_label_set_text (GTK_LABEL (self->purpose_label), label);
  gtk_widget_set_tooltip_text (self->purpose_button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->purpose_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
on_purpose_cb (GSimpleAction *action, GVariant *code, gpointer data)
{
  PakivWorkPage *self = data;

  g_simple_action_set_state (action, code);
  pakiv_session_set_purpose (pakiv_workplace_get_session (self->workplace),
                             g_variant_get_string (code, NULL));
  show_purpose (self);
}

static const GActionEntry entries[] = {
  { "purpose", NULL, "s", "''", on_purpose_cb },
};

/* It can be changed without locking: somebody who came for a patrol answers a request. */
static void
add_purposes (PakivWorkPage *self)
{
  const char *code = pakiv_session_get_purpose (pakiv_workplace_get_session (self->workplace));
  g_autoptr (GMenuModel) menu = NULL;
  GAction *action;

  self->purposes = pakiv_purposes_new (pakiv_workplace_get_definitions (self->workplace));
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), "purpose");
  g_simple_action_set_state (G_SIMPLE_ACTION (action),
                             g_variant_new_string (code != NULL ? code : ""));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "work", G_ACTION_GROUP (self->actions));
  menu = pakiv_purposes_make_menu (self->purposes, "work.purpose");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->purpose_button), menu);
  gtk_widget_set_visible (self->purpose_button, pakiv_purposes_get_n (self->purposes) > 0);
  show_purpose (self);
}

static void
build (PakivWorkPage *self)
{
  const PakivMember *member = pakiv_workplace_get_member (self->workplace);

  gtk_label_set_text (GTK_LABEL (self->member_name), member->name);
  gtk_label_set_text (GTK_LABEL (self->member_role), pakiv_role_get_label (member->role));
  add_purposes (self);
  add_kinds (self);
  if (gtk_list_box_get_row_at_index (self->sidebar, 0) != NULL)
    {
      GtkWidget *reports = pakiv_reports_page_new (self->workplace);

      self->reports = PAKIV_REPORTS_PAGE (reports);
      add_section (self, "reports", _ ("Reports"), "pakiv-report-symbolic", reports);
    }
  else
    add_traces (self);
  pakiv_work_page_show (self, 0);
}

static void
pakiv_work_page_dispose (GObject *object)
{
  PakivWorkPage *self = PAKIV_WORK_PAGE (object);

  g_clear_object (&self->actions);
  g_clear_pointer (&self->purposes, pakiv_purposes_free);
  g_clear_object (&self->workplace);
  G_OBJECT_CLASS (pakiv_work_page_parent_class)->dispose (object);
}

static void
pakiv_work_page_class_init (PakivWorkPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pakiv_work_page_dispose;

  signals[TOAST] = g_signal_new ("toast", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, ADW_TYPE_TOAST);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/pakiv/Pakiv/pakiv-work-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PakivWorkPage, menu_button);
  gtk_widget_class_bind_template_child (widget_class, PakivWorkPage, sidebar);
  gtk_widget_class_bind_template_child (widget_class, PakivWorkPage, member_name);
  gtk_widget_class_bind_template_child (widget_class, PakivWorkPage, member_role);
  gtk_widget_class_bind_template_child (widget_class, PakivWorkPage, purpose_button);
  gtk_widget_class_bind_template_child (widget_class, PakivWorkPage, purpose_label);
  gtk_widget_class_bind_template_child (widget_class, PakivWorkPage, backup_label);
  gtk_widget_class_bind_template_child (widget_class, PakivWorkPage, stack);
  gtk_widget_class_bind_template_callback (widget_class, on_row_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_sidebar_key_cb);
}

static void
pakiv_work_page_init (PakivWorkPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
pakiv_work_page_new (PakivWorkplace *workplace)
{
  PakivWorkPage *self = g_object_new (PAKIV_TYPE_WORK_PAGE, NULL);

  g_return_val_if_fail (PAKIV_IS_WORKPLACE (workplace), GTK_WIDGET (self));

  self->workplace = g_object_ref (workplace);
  build (self);
  return GTK_WIDGET (self);
}

PakivWorkplace *
pakiv_work_page_get_workplace (PakivWorkPage *self)
{
  g_return_val_if_fail (PAKIV_IS_WORK_PAGE (self), NULL);

  return self->workplace;
}

GtkWidget *
pakiv_work_page_get_kind_page (PakivWorkPage *self)
{
  GtkWidget *page;

  g_return_val_if_fail (PAKIV_IS_WORK_PAGE (self), NULL);

  page = gtk_stack_get_visible_child (self->stack);
  return page != NULL && PAKIV_IS_KIND_PAGE (page) ? page : NULL;
}

void
pakiv_work_page_show (PakivWorkPage *self, guint position)
{
  GtkListBoxRow *row;

  g_return_if_fail (PAKIV_IS_WORK_PAGE (self));

  row = gtk_list_box_get_row_at_index (self->sidebar, (int)position);
  if (row == NULL)
    return;
  gtk_list_box_select_row (self->sidebar, row);
  if (gtk_widget_get_root (GTK_WIDGET (self)) != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

guint
pakiv_work_page_get_section (PakivWorkPage *self)
{
  GtkListBoxRow *row;

  g_return_val_if_fail (PAKIV_IS_WORK_PAGE (self), 0);

  row = gtk_list_box_get_selected_row (self->sidebar);
  return row != NULL ? (guint)gtk_list_box_row_get_index (row) : 0;
}

void
pakiv_work_page_focus (PakivWorkPage *self)
{
  GtkListBoxRow *row;

  g_return_if_fail (PAKIV_IS_WORK_PAGE (self));

  row = gtk_list_box_get_selected_row (self->sidebar);
  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

void
pakiv_work_page_say_backup (PakivWorkPage *self, const char *words)
{
  g_return_if_fail (PAKIV_IS_WORK_PAGE (self));

  gtk_label_set_text (GTK_LABEL (self->backup_label), words != NULL ? words : "");
  gtk_widget_set_visible (self->backup_label, words != NULL);
}

void
pakiv_work_page_flush (PakivWorkPage *self)
{
  g_return_if_fail (PAKIV_IS_WORK_PAGE (self));

  for_each_kind_page (self, pakiv_kind_page_flush);
}

void
pakiv_work_page_refresh (PakivWorkPage *self)
{
  g_return_if_fail (PAKIV_IS_WORK_PAGE (self));

  for_each_kind_page (self, pakiv_kind_page_refresh);
  if (self->reports != NULL)
    pakiv_reports_page_refresh (self->reports);
}
