#include "pakiv-application.h"

#include "pakiv-appearance.h"
#include "pakiv-away-watch.h"
#include "pakiv-renewal.h"
#include "pakiv-window.h"

#include <glib/gi18n.h>

struct _PakivApplication
{
  AdwApplication parent_instance;

  PakivAwayWatch *away;
  guint renewal; /* waits until everything is at rest */
  gint64 renew_at_latest;
};

/* A thread that works with what was open is given this long to end by itself. */
#define REST_MS 30000
#define LOOK_EVERY_MS 20

/* What the windows were, for the process that takes this one's place: folder, day of today, place.
 */
#define WINDOWS "a(ays" PAKIV_WINDOW_PLACE ")"

G_DEFINE_FINAL_TYPE (PakivApplication, pakiv_application, ADW_TYPE_APPLICATION)

static const GOptionEntry options[] = {
  { "desk", 'd', 0, G_OPTION_ARG_FILENAME, NULL, N_ ("The desk’s folder"), N_ ("FOLDER") },
  { "today", 0, 0, G_OPTION_ARG_STRING, NULL, N_ ("Take this day for today, for a demonstration"),
    N_ ("DAY") },
  { "reopen", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING, NULL, NULL, NULL },
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
  { "win.manual", { "F1", NULL } },
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

static gboolean
is_unlocked (PakivApplication *self)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    if (PAKIV_IS_WINDOW (l->data) && pakiv_window_get_workplace (l->data) != NULL)
      return TRUE;
  return FALSE;
}

/* No window is unlocked, and no thread holds a log. */
static gboolean
is_at_rest (PakivApplication *self)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    if (PAKIV_IS_WINDOW (l->data) && !pakiv_window_is_at_rest (l->data))
      return FALSE;
  return TRUE;
}

static void
lock_all (PakivApplication *self)
{
  g_autoptr (GList) windows = g_list_copy (gtk_application_get_windows (GTK_APPLICATION (self)));

  for (GList *l = windows; l != NULL; l = l->next)
    if (PAKIV_IS_WINDOW (l->data))
      pakiv_window_lock (l->data);
}

static char *
describe_windows (PakivApplication *self)
{
  g_autoptr (GVariant) windows = NULL;
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE (WINDOWS));
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    if (PAKIV_IS_WINDOW (l->data))
      g_variant_builder_add (&builder, "(@ays@" PAKIV_WINDOW_PLACE ")",
                             g_variant_new_bytestring (pakiv_window_get_folder (l->data)),
                             pakiv_window_get_today (l->data), pakiv_window_save_place (l->data));
  windows = g_variant_ref_sink (g_variant_builder_end (&builder));
  return g_variant_print (windows, TRUE);
}

static gboolean
on_renewal_cb (gpointer data)
{
  PakivApplication *self = data;
  g_autofree char *windows = NULL;
  g_autoptr (GError) error = NULL;

  if (!is_at_rest (self) && g_get_monotonic_time () < self->renew_at_latest)
    return G_SOURCE_CONTINUE;
  self->renewal = 0;
  if (is_unlocked (self))
    return G_SOURCE_REMOVE;
  windows = describe_windows (self);
  pakiv_renewal_run (G_APPLICATION (self), (const char *const[]){ "--reopen", windows, NULL },
                     &error);
  g_warning ("The program can’t be started anew at lock: %s", error->message);
  pakiv_away_watch_let_sleep (self->away);
  return G_SOURCE_REMOVE;
}

/* One lock for all: a record of another desk would be in the same memory. */
static void
on_locked_cb (PakivApplication *self)
{
  lock_all (self);
  self->renew_at_latest = g_get_monotonic_time () + REST_MS * 1000;
  if (self->renewal == 0)
    self->renewal = g_timeout_add (LOOK_EVERY_MS, on_renewal_cb, self);
}

static void
on_away_cb (PakivApplication *self)
{
  lock_all (self);
  if (self->renewal == 0)
    pakiv_away_watch_let_sleep (self->away);
}

/* @today: a demonstration's day, or "". */
static PakivWindow *
open_window (PakivApplication *self, const char *folder, const char *today, GError **error)
{
  PakivWindow *window = find_window (self, folder);
  g_autoptr (PakivClock) clock = NULL;

  if (window != NULL)
    return window;
  clock = pakiv_clock_new_on_day (*today != '\0' ? today : NULL, error);
  if (clock == NULL)
    return NULL;
  window = PAKIV_WINDOW (pakiv_window_new (GTK_APPLICATION (self), folder, clock));
  pakiv_window_set_today (window, today);
  pakiv_window_set_keeps_house (window, TRUE);
  g_signal_connect_object (window, "locked", G_CALLBACK (on_locked_cb), self, G_CONNECT_SWAPPED);
  return window;
}

/* The windows of the process before, which ended itself at lock. */
static gboolean
reopen (PakivApplication *self, const char *text, GError **error)
{
  g_autoptr (GVariant) windows
      = g_variant_parse (G_VARIANT_TYPE (WINDOWS), text, NULL, NULL, error);
  GVariantIter iter;
  GVariant *place;
  const char *folder, *today;

  if (windows == NULL)
    return FALSE;
  g_variant_iter_init (&iter, windows);
  while (g_variant_iter_next (&iter, "(^&ay&s@" PAKIV_WINDOW_PLACE ")", &folder, &today, &place))
    {
      PakivWindow *window = open_window (self, folder, today, error);

      if (window != NULL)
        {
          pakiv_window_restore_place (window, place);
          gtk_window_present (GTK_WINDOW (window));
        }
      g_variant_unref (place);
      if (window == NULL)
        return FALSE;
    }
  return TRUE;
}

static gboolean
open_chosen (PakivApplication *self, const char *folder, GVariantDict *dict, GError **error)
{
  const char *text;
  const char *today = "";
  PakivWindow *window;

  if (g_variant_dict_lookup (dict, "reopen", "&s", &text))
    return reopen (self, text, error);
  g_variant_dict_lookup (dict, "today", "&s", &today);
  window = open_window (self, folder, today, error);
  if (window != NULL)
    gtk_window_present (GTK_WINDOW (window));
  return window != NULL;
}

static int
pakiv_application_command_line (GApplication *application, GApplicationCommandLine *line)
{
  PakivApplication *self = PAKIV_APPLICATION (application);
  GVariantDict *dict = g_application_command_line_get_options_dict (line);
  g_autofree char *folder = choose_folder (line, dict);
  g_autoptr (GError) error = NULL;

  if (folder == NULL)
    {
      g_application_command_line_printerr (line, "%s\n", _ ("Give only one desk folder."));
      return 2;
    }
  if (open_chosen (self, folder, dict, &error))
    return 0;
  g_application_command_line_printerr (line, "%s\n", error->message);
  return 2;
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
  PakivApplication *self = PAKIV_APPLICATION (application);

  G_APPLICATION_CLASS (pakiv_application_parent_class)->startup (application);

  pakiv_appearance_restore ();
  self->away = pakiv_away_watch_new ();
  g_signal_connect_object (self->away, "away", G_CALLBACK (on_away_cb), self, G_CONNECT_SWAPPED);
  for (guint i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (application), accelerators[i].action,
                                           accelerators[i].keys);
}

static void
pakiv_application_shutdown (GApplication *application)
{
  PakivApplication *self = PAKIV_APPLICATION (application);

  g_clear_handle_id (&self->renewal, g_source_remove);
  g_clear_object (&self->away);
  G_APPLICATION_CLASS (pakiv_application_parent_class)->shutdown (application);
}

static void
pakiv_application_class_init (PakivApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->command_line = pakiv_application_command_line;
  application_class->handle_local_options = pakiv_application_handle_local_options;
  application_class->startup = pakiv_application_startup;
  application_class->shutdown = pakiv_application_shutdown;
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
