#include "pakiv-code-drop.h"

#include "pakiv-code-choice.h"

#include <glib/gi18n.h>

/* From this many on, one types to find. */
#define SEARCH_FROM 12

static const char *
get_code (GtkWidget *drop, guint position)
{
  GPtrArray *choice = g_object_get_data (G_OBJECT (drop), "pakiv-choice");

  if (position == 0 || choice == NULL || position - 1 >= choice->len)
    return NULL;
  return ((const PakivCode *)choice->pdata[position - 1])->code;
}

/* GTK 4.8 tells a screen reader no value of a drop-down: it is called by the field and the value.
 */
static void
name_drop (GtkWidget *drop)
{
  const char *label = g_object_get_data (G_OBJECT (drop), "pakiv-label");
  GtkStringObject *item = gtk_drop_down_get_selected_item (GTK_DROP_DOWN (drop));
  GtkWidget *button = gtk_widget_get_first_child (drop);
  g_autofree char *name = NULL;

  if (item == NULL)
    return;
  /* Translators: a field and its value, as a screen reader says them. */
  name = g_strdup_printf (_ ("%s: %s"), label, gtk_string_object_get_string (item));
  gtk_accessible_update_property (GTK_ACCESSIBLE (drop), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  if (button != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                    -1);
}

static void
on_selected_cb (GtkWidget *drop, GParamSpec *pspec, PakivFieldRow *owner)
{
  name_drop (drop);
  pakiv_field_row_write (owner, get_code (drop, gtk_drop_down_get_selected (GTK_DROP_DOWN (drop))));
}

static void
on_setup_button_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (item, label);
}

static void
on_bind_button_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkStringObject *text = gtk_list_item_get_item (item);

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)),
                      gtk_string_object_get_string (text));
}

static void
on_setup_line_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *mark = gtk_image_new_from_icon_name ("object-select-symbolic");

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), mark);
  g_object_bind_property (item, "selected", mark, "visible", G_BINDING_SYNC_CREATE);
  gtk_list_item_set_child (item, box);
}

static void
on_bind_line_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkStringObject *text = gtk_list_item_get_item (item);
  GtkWidget *label = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *line = gtk_widget_get_parent (gtk_list_item_get_child (item));

  gtk_label_set_text (GTK_LABEL (label), gtk_string_object_get_string (text));
  if (line != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (line), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    gtk_string_object_get_string (text), -1);
}

static GtkListItemFactory *
make_factory (GCallback setup, GCallback bind)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", setup, NULL);
  g_signal_connect (factory, "bind", bind, NULL);
  return factory;
}

static GtkWidget *
find_inside (GtkWidget *root, GType type)
{
  if (g_type_is_a (G_OBJECT_TYPE (root), type))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_inside (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
focus_in_idle_cb (gpointer entry)
{
  if (gtk_widget_get_mapped (entry))
    gtk_widget_grab_focus (entry);
  return G_SOURCE_REMOVE;
}

/* One types at once: GTK opens the list with the focus on a line. */
static void
on_popover_mapped_cb (GtkWidget *popover, GtkWidget *entry)
{
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, focus_in_idle_cb, g_object_ref (entry), g_object_unref);
}

/* The first line that begins with what was typed, else the first that holds it. */
static gboolean
find_typed (GtkDropDown *drop, const char *typed, guint *position)
{
  GListModel *model = gtk_drop_down_get_model (drop);
  g_autofree char *sought = g_utf8_casefold (typed, -1);
  gboolean found = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (GtkStringObject) item = g_list_model_get_item (model, i);
      g_autofree char *label = g_utf8_casefold (gtk_string_object_get_string (item), -1);
      const char *place = strstr (label, sought);

      if (place == NULL || (found && place != label))
        continue;
      *position = i;
      found = TRUE;
      if (place == label)
        break;
    }
  return found;
}

/* Return takes what was typed, though GTK may not have searched yet. */
static void
on_search_activated_cb (GtkEditable *entry, GtkDropDown *drop)
{
  const char *typed = gtk_editable_get_text (entry);
  guint position;

  if (*typed != '\0' && find_typed (drop, typed, &position))
    gtk_drop_down_set_selected (drop, position);
  gtk_popover_popdown (GTK_POPOVER (find_inside (GTK_WIDGET (drop), GTK_TYPE_POPOVER)));
}

/* Down goes on into the list. */
static gboolean
on_search_key_cb (GtkEventControllerKey *keys,
                  guint keyval,
                  guint keycode,
                  GdkModifierType state,
                  GtkWidget *popover)
{
  GtkWidget *list = find_inside (popover, GTK_TYPE_LIST_VIEW);

  return (keyval == GDK_KEY_Down || keyval == GDK_KEY_KP_Down) && list != NULL
         && gtk_widget_child_focus (list, GTK_DIR_TAB_FORWARD);
}

static void
help_searching (GtkWidget *drop)
{
  GtkWidget *popover = find_inside (drop, GTK_TYPE_POPOVER);
  GtkWidget *entry = popover != NULL ? find_inside (popover, GTK_TYPE_SEARCH_ENTRY) : NULL;
  GtkEventController *keys;

  if (entry == NULL)
    return;
  keys = gtk_event_controller_key_new ();
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_search_key_cb), popover);
  gtk_widget_add_controller (entry, keys);
  g_signal_connect (popover, "map", G_CALLBACK (on_popover_mapped_cb), entry);
  g_signal_connect (entry, "activate", G_CALLBACK (on_search_activated_cb), drop);
}

GtkWidget *
pakiv_code_drop_new (PakivFieldRow *owner, const PakivField *field)
{
  GtkExpression *text = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");
  GtkWidget *drop = gtk_drop_down_new (NULL, text);
  g_autoptr (GtkListItemFactory) button
      = make_factory (G_CALLBACK (on_setup_button_cb), G_CALLBACK (on_bind_button_cb));
  g_autoptr (GtkListItemFactory) line
      = make_factory (G_CALLBACK (on_setup_line_cb), G_CALLBACK (on_bind_line_cb));

  gtk_drop_down_set_factory (GTK_DROP_DOWN (drop), button);
  gtk_drop_down_set_list_factory (GTK_DROP_DOWN (drop), line);
  gtk_widget_set_valign (drop, GTK_ALIGN_CENTER);
  help_searching (drop);
  g_object_set_data (G_OBJECT (drop), "pakiv-label", (gpointer)pakiv_field_get_label (field));
  pakiv_code_drop_show (drop, field, NULL);
  g_signal_connect (drop, "notify::selected", G_CALLBACK (on_selected_cb), owner);
  return drop;
}

void
pakiv_code_drop_show (GtkWidget *drop, const PakivField *field, const char *value)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  GPtrArray *choice = pakiv_code_choice (field, value);
  gboolean must_choose = field->required || field->codelist->not_stated != NULL;
  guint selected = 0;

  gtk_string_list_append (labels, must_choose ? _ ("Choose…") : _ ("Not stated"));
  for (guint i = 0; i < choice->len; i++)
    {
      const PakivCode *code = choice->pdata[i];

      gtk_string_list_append (labels, pakiv_code_get_label (code));
      if (g_strcmp0 (code->code, value) == 0)
        selected = i + 1;
    }
  g_object_set_data_full (G_OBJECT (drop), "pakiv-choice", choice,
                          (GDestroyNotify)g_ptr_array_unref);
  gtk_drop_down_set_model (GTK_DROP_DOWN (drop), G_LIST_MODEL (labels));
  gtk_drop_down_set_enable_search (GTK_DROP_DOWN (drop), choice->len >= SEARCH_FROM);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (drop), selected);
  name_drop (drop);
}
