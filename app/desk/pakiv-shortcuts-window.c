/* Shows what the program really answers to: for an action that the application knows, the keys are
 * the application's own, and an action without keys is not shown. */
#include "pakiv-shortcuts-window.h"

#include <glib/gi18n.h>
#include <string.h>

struct _PakivShortcutsWindow
{
  AdwWindow parent_instance;
  AdwPreferencesPage *page;
};

G_DEFINE_FINAL_TYPE (PakivShortcutsWindow, pakiv_shortcuts_window, ADW_TYPE_WINDOW)

/* @action is a detailed action of the application, or NULL where a widget answers to @keys by
 * itself. */
typedef struct
{
  const char *group; /* set on the first of a group */
  const char *title;
  const char *action;
  const char *keys;
} Shortcut;

static const Shortcut shortcuts[] = {
  { N_ ("Records"), N_ ("New record"), "win.new-record", NULL },
  { NULL, N_ ("Save the record"), "win.save", NULL },
  { NULL, N_ ("Search"), "win.search", NULL },
  { N_ ("In a form"), N_ ("Next field"), NULL, "Tab" },
  { NULL, N_ ("Previous field"), NULL, "<Shift>Tab" },
  { NULL, N_ ("Tick or choose"), NULL, "space" },
  { N_ ("Sidebar"), N_ ("First section"), "win.section(0)", NULL },
  { NULL, N_ ("Second section"), "win.section(1)", NULL },
  { NULL, N_ ("Third section"), "win.section(2)", NULL },
  { NULL, N_ ("Fourth section"), "win.section(3)", NULL },
  { N_ ("General"), N_ ("Main menu"), NULL, "F10" },
  { NULL, N_ ("Preferences"), "win.preferences", NULL },
  { NULL, N_ ("Manual"), "win.manual", NULL },
  { NULL, N_ ("Keyboard shortcuts"), "win.shortcuts", NULL },
  { NULL, N_ ("Lock"), "win.lock", NULL },
  { NULL, N_ ("Close the window"), "window.close", NULL },
  { NULL, N_ ("Quit"), "app.quit", NULL },
};

static void
append_key (GtkWidget *box, const char *text)
{
  GtkWidget *key = gtk_label_new (text);

  gtk_widget_add_css_class (key, "keycap");
  gtk_box_append (GTK_BOX (box), key);
}

/* One key cap for each modifier and one for the key. */
static GtkWidget *
make_keys (const char *accelerator, char **in_words)
{
  GtkWidget *box = g_object_new (GTK_TYPE_BOX, "css-name", "shortcut", "spacing", 6, "valign",
                                 GTK_ALIGN_CENTER, NULL);
  g_autofree char *whole = NULL;
  g_autofree char *last = NULL;
  g_auto (GStrv) modifiers = NULL;
  GdkModifierType state;
  guint key;

  gtk_accelerator_parse (accelerator, &key, &state);
  whole = gtk_accelerator_get_label (key, state);
  last = gtk_accelerator_get_label (key, 0);
  *in_words = g_strdup (whole);
  if (g_str_has_suffix (whole, last))
    whole[strlen (whole) - strlen (last)] = '\0';
  modifiers = g_strsplit (whole, "+", -1);
  for (guint i = 0; modifiers[i] != NULL; i++)
    if (*modifiers[i] != '\0')
      append_key (box, modifiers[i]);
  append_key (box, last);
  return box;
}

static GtkWidget *
make_row (const char *title, const char *accelerator)
{
  g_autofree char *in_words = NULL;
  g_autofree char *label = NULL;
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "title", title, "selectable", FALSE, NULL);

  adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_keys (accelerator, &in_words));
  /* Translators: what a screen reader says: the action, then its keys. */
  label = g_strdup_printf (_ ("%s: %s"), title, in_words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return row;
}

static char *
find_keys (const Shortcut *shortcut, GtkApplication *application)
{
  g_auto (GStrv) keys = NULL;

  if (shortcut->keys != NULL)
    return g_strdup (shortcut->keys);
  if (application == NULL)
    return NULL;
  keys = gtk_application_get_accels_for_action (application, shortcut->action);
  return keys[0] != NULL ? g_strdup (keys[0]) : NULL;
}

static void
fill (PakivShortcutsWindow *self, GtkApplication *application)
{
  AdwPreferencesGroup *group = NULL;
  const char *title = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    {
      g_autofree char *keys = find_keys (&shortcuts[i], application);

      if (shortcuts[i].group != NULL)
        title = shortcuts[i].group;
      if (keys == NULL)
        continue;
      if (title != NULL)
        {
          group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
          adw_preferences_group_set_title (group, _ (title));
          adw_preferences_page_add (self->page, group);
          title = NULL;
        }
      adw_preferences_group_add (group, make_row (_ (shortcuts[i].title), keys));
    }
}

static void
pakiv_shortcuts_window_class_init (PakivShortcutsWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/pakiv/Pakiv/pakiv-shortcuts-window.ui");
  gtk_widget_class_bind_template_child (widget_class, PakivShortcutsWindow, page);
}

static void
pakiv_shortcuts_window_init (PakivShortcutsWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
pakiv_shortcuts_window_new (GtkWindow *parent)
{
  PakivShortcutsWindow *self
      = g_object_new (PAKIV_TYPE_SHORTCUTS_WINDOW, "transient-for", parent, NULL);
  GtkApplication *application = parent != NULL ? gtk_window_get_application (parent) : NULL;

  fill (self, application != NULL ? application : GTK_APPLICATION (g_application_get_default ()));
  return GTK_WIDGET (self);
}
