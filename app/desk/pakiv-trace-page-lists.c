/* The lines of the two lists: an entry in one line, a finding in two. */
#include "pakiv-trace-page-private.h"

#include "pakiv-compat.h"

#include <glib/gi18n.h>

#define PART(name) "pakiv-" name

static GtkWidget *
make_label (const char *css_class, gboolean expand)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, expand);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
get_part (GtkListItem *item, const char *part)
{
  return g_object_get_data (G_OBJECT (gtk_list_item_get_child (item)), part);
}

static void
set_part (GtkListItem *item, const char *part, const char *text)
{
  GtkWidget *label = get_part (item, part);

  gtk_label_set_text (GTK_LABEL (label), text != NULL ? text : "");
}

/* To a screen reader the line of the list is the node; on GTK 4.8 it has no name of its own. */
static void
name_line (GtkListItem *item, const char *name)
{
  GtkWidget *child = gtk_list_item_get_child (item);
  GtkWidget *line = gtk_widget_get_parent (child);

  gtk_accessible_update_property (GTK_ACCESSIBLE (line != NULL ? line : child),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
on_entry_setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *time = make_label ("numeric", FALSE);
  GtkWidget *member = make_label (NULL, FALSE);
  GtkWidget *what = make_label (NULL, TRUE);
  GtkWidget *doubt = gtk_image_new_from_icon_name ("dialog-warning-symbolic");

  gtk_widget_add_css_class (time, "dim-label");
  gtk_label_set_width_chars (GTK_LABEL (time), 19);
  gtk_label_set_width_chars (GTK_LABEL (member), 15);
  gtk_label_set_max_width_chars (GTK_LABEL (member), 15);
  gtk_widget_add_css_class (doubt, "warning");
  gtk_widget_set_tooltip_text (doubt, _ ("Something is wrong with this entry"));
  gtk_widget_add_css_class (box, "record-row");
  gtk_box_append (GTK_BOX (box), time);
  gtk_box_append (GTK_BOX (box), member);
  gtk_box_append (GTK_BOX (box), what);
  gtk_box_append (GTK_BOX (box), doubt);
  g_object_set_data (G_OBJECT (box), PART ("time"), time);
  g_object_set_data (G_OBJECT (box), PART ("member"), member);
  g_object_set_data (G_OBJECT (box), PART ("what"), what);
  g_object_set_data (G_OBJECT (box), PART ("doubt"), doubt);
  gtk_list_item_set_child (item, box);
}

static char *
describe (PakivTracePage *self, const PakivTraceEntry *entry)
{
  char *what = pakiv_trace_entry_describe (entry);
  g_autofree char *before = what;
  g_autofree char *kind = NULL;

  if ((entry->doubt & PAKIV_TRACE_UNREADABLE) != 0 || entry->kind == NULL)
    return g_steal_pointer (&before);
  kind = pakiv_trace_page_get_kind_label (self, entry->kind);
  /* Translators: what was done, and with which kind of record: "Opened a record · Contact". */
  return g_strdup_printf (_ ("%s · %s"), what, kind);
}

static void
on_entry_bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, PakivTracePage *self)
{
  const PakivTraceEntry *entry = pakiv_trace_item_get (gtk_list_item_get_item (item));
  gboolean readable = (entry->doubt & PAKIV_TRACE_UNREADABLE) == 0;
  g_autofree char *time = readable ? pakiv_trace_entry_get_time (entry) : g_strdup ("");
  g_autofree char *what = describe (self, entry);
  const char *member = readable && entry->member != NULL ? entry->member : "";
  g_autofree char *name
      = g_strdup_printf ("%s, %s, %s%s%s", time, member, what, entry->doubt != 0 ? ", " : "",
                         entry->doubt != 0 ? _ ("Something is wrong with this entry") : "");

  set_part (item, PART ("time"), time);
  set_part (item, PART ("member"), member);
  set_part (item, PART ("what"), what);
  gtk_widget_set_visible (get_part (item, PART ("doubt")), entry->doubt != 0);
  name_line (item, name);
}

static void
on_unusual_setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *what = make_label (NULL, TRUE);
  GtkWidget *rule = make_label ("caption", TRUE);
  GtkWidget *next = gtk_image_new_from_icon_name ("go-next-symbolic");

  gtk_label_set_wrap (GTK_LABEL (what), TRUE);
  gtk_label_set_ellipsize (GTK_LABEL (what), PANGO_ELLIPSIZE_NONE);
  gtk_widget_add_css_class (rule, "dim-label");
  gtk_widget_add_css_class (next, "dim-label");
  gtk_widget_add_css_class (line, "record-row");
  gtk_box_append (GTK_BOX (box), what);
  gtk_box_append (GTK_BOX (box), rule);
  gtk_box_append (GTK_BOX (line), box);
  gtk_box_append (GTK_BOX (line), next);
  g_object_set_data (G_OBJECT (line), PART ("what"), what);
  g_object_set_data (G_OBJECT (line), PART ("rule"), rule);
  gtk_list_item_set_child (item, line);
}

static void
on_unusual_bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  const PakivUnusual *unusual = pakiv_trace_item_get (gtk_list_item_get_item (item));
  g_autofree char *what = pakiv_unusual_describe (unusual);
  const char *rule = pakiv_unusual_rule_describe (unusual->rule);
  g_autofree char *name = g_strdup_printf ("%s %s", what, rule);

  set_part (item, PART ("what"), what);
  set_part (item, PART ("rule"), rule);
  name_line (item, name);
}

static void
on_selected_cb (PakivTracePage *self)
{
  PakivTraceItem *item = gtk_single_selection_get_selected_item (self->selection);

  pakiv_trace_page_show_details (self, item != NULL ? pakiv_trace_item_get (item) : NULL);
}

/* A finding is looked into: the entries that it is about. */
static void
on_unusual_activated_cb (PakivTracePage *self, guint position)
{
  g_autoptr (PakivTraceItem) item = g_list_model_get_item (G_LIST_MODEL (self->unusual), position);
  g_auto (PakivTraceFilter) filter = { .act = -1 };

  if (item == NULL)
    return;
  pakiv_trace_filter_set_unusual (&filter, pakiv_trace_item_get (item));
  pakiv_trace_page_set_filter (self, &filter);
  adw_view_stack_set_visible_child_name (self->views, "all");
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

static void
make_entries (PakivTracePage *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  self->model = pakiv_trace_model_new ();
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->model)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  g_signal_connect_swapped (self->selection, "notify::selected-item", G_CALLBACK (on_selected_cb),
                            self);
  g_signal_connect (factory, "setup", G_CALLBACK (on_entry_setup_cb), NULL);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_entry_bind_cb), self, 0);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
}

void
pakiv_trace_page_make_lists (PakivTracePage *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkSelectionModel) selection = NULL;

  make_entries (self);
  self->unusual = pakiv_trace_model_new ();
  selection
      = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->unusual))));
  g_signal_connect (factory, "setup", G_CALLBACK (on_unusual_setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_unusual_bind_cb), NULL);
  gtk_list_view_set_factory (self->unusual_list, factory);
  gtk_list_view_set_model (self->unusual_list, selection);
  g_signal_connect_object (self->unusual_list, "activate", G_CALLBACK (on_unusual_activated_cb),
                           self, G_CONNECT_SWAPPED);
}
