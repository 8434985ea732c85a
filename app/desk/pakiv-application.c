#include "pakiv-application.h"

#include "pakiv-appearance.h"
#include "pakiv-window.h"

#include <glib/gi18n.h>

struct _PakivApplication
{
  AdwApplication parent_instance;
};

G_DEFINE_FINAL_TYPE (PakivApplication, pakiv_application, ADW_TYPE_APPLICATION)

static const GOptionEntry options[] = {
  { "desk", 'd', 0, G_OPTION_ARG_FILENAME, NULL, N_ ("The desk’s folder"), N_ ("FOLDER") },
  { "today", 0, 0, G_OPTION_ARG_STRING, NULL, N_ ("Take this day for today, for a demonstration"),
    N_ ("DAY") },
  { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Show the version"), NULL },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, NULL, NULL, N_ ("[DESK-FOLDER]") },
  { NULL },
};

static const struct
{
  const char *action;
  const char *keys[3];
} accelerators[] = {
  { "win.new-record", { "<Control>n", NULL } },
  { "win.save", { "<Control>s", NULL } },
  { "win.search", { "<Control>f", NULL } },
  { "win.lock", { "<Control>l", NULL } },
  { "win.preferences", { "<Control>comma", NULL } },
  { "win.shortcuts", { "<Control>question", "<Control><Shift>question", NULL } },
  { "win.section(0)", { "<Alt>1", NULL } },
  { "win.section(1)", { "<Alt>2", NULL } },
  { "win.section(2)", { "<Alt>3", NULL } },
  { "win.section(3)", { "<Alt>4", NULL } },
  { "window.close", { "<Control>w", NULL } },
  { "app.quit", { "<Control>q", NULL } },
};

/* Closing asks each window first, so that drafts are written. */
static void
on_quit_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autoptr (GList) windows = g_list_copy (gtk_application_get_windows (data));

  for (GList *l = windows; l != NULL; l = l->next)
    gtk_window_close (l->data);
}

static const GActionEntry actions[] = {
  { "quit", on_quit_cb },
};

static PakivWindow *
find_window (PakivApplication *self, const char *folder)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    if (PAKIV_IS_WINDOW (l->data) && g_str_equal (pakiv_window_get_folder (l->data), folder))
      return l->data;
  return NULL;
}

/* (transfer full): the first that is said: an argument, --desk, the user's own. NULL: too many. */
static char *
choose_folder (GApplicationCommandLine *line, GVariantDict *dict)
{
  const char *desk = NULL;
  g_autofree const char **rest = NULL;
  g_autoptr (GFile) file = NULL;

  g_variant_dict_lookup (dict, "desk", "^&ay", &desk);
  g_variant_dict_lookup (dict, G_OPTION_REMAINING, "^a&ay", &rest);
  if (rest != NULL && rest[0] != NULL && (rest[1] != NULL || desk != NULL))
    return NULL;
  if (rest != NULL && rest[0] != NULL)
    desk = rest[0];
  if (desk == NULL)
    return g_build_filename (g_get_user_data_dir (), "pakiv", "desk", NULL);
  file = g_application_command_line_create_file_for_arg (line, desk);
  return g_file_get_path (file);
}

static int
pakiv_application_command_line (GApplication *application, GApplicationCommandLine *line)
{
  PakivApplication *self = PAKIV_APPLICATION (application);
  GVariantDict *dict = g_application_command_line_get_options_dict (line);
  const char *today = NULL;
  g_autofree char *folder = choose_folder (line, dict);
  g_autoptr (PakivClock) clock = NULL;
  g_autoptr (GError) error = NULL;
  PakivWindow *window;

  if (folder == NULL)
    {
      g_application_command_line_printerr (line, "%s\n", _ ("Give only one desk folder."));
      return 2;
    }
  g_variant_dict_lookup (dict, "today", "&s", &today);
  if ((clock = pakiv_clock_new_on_day (today, &error)) == NULL)
    {
      g_application_command_line_printerr (line, "%s\n", error->message);
      return 2;
    }
  window = find_window (self, folder);
  if (window == NULL)
    window = PAKIV_WINDOW (pakiv_window_new (GTK_APPLICATION (self), folder, clock));
  gtk_window_present (GTK_WINDOW (window));
  return 0;
}

static int
pakiv_application_handle_local_options (GApplication *application, GVariantDict *dict)
{
  if (g_variant_dict_contains (dict, "version"))
    {
      g_print ("Pakiv %s\n", PAKIV_VERSION);
      return 0;
    }
  return -1;
}

static void
pakiv_application_startup (GApplication *application)
{
  G_APPLICATION_CLASS (pakiv_application_parent_class)->startup (application);

  pakiv_appearance_restore ();
  for (guint i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (application), accelerators[i].action,
                                           accelerators[i].keys);
}

static void
pakiv_application_class_init (PakivApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->command_line = pakiv_application_command_line;
  application_class->handle_local_options = pakiv_application_handle_local_options;
  application_class->startup = pakiv_application_startup;
}

static void
pakiv_application_init (PakivApplication *self)
{
  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
}

PakivApplication *
pakiv_application_new (void)
{
  return g_object_new (PAKIV_TYPE_APPLICATION, "application-id", PAKIV_APPLICATION_ID, "flags",
                       G_APPLICATION_HANDLES_COMMAND_LINE, "resource-base-path", "/org/pakiv/Pakiv",
                       NULL);
}
