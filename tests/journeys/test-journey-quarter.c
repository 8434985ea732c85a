/* One quarter, from the desk to the council, as a person does it: unlock, log a stop, find it
 * again, enrol with the council, release the last quarter and send it; then look what the council
 * has. Every program is the real one; the desk is a demonstration's, on 10 May 2021. */
#include "journey.h"

#include "pakiv-demo.h"

#include <gdk/gdkkeysyms.h>
#include <libsoup/soup.h>
#include <stdio.h>

#define TODAY "2021-05-10"

typedef struct
{
  char *folder;
  char *desk;
  GSubprocess *council;
  char *url; /* of the council */
  char *code;
  GSubprocess *pakiv;
} Journey;

static char *
get_program (const char *layer, const char *name)
{
  return g_build_filename (g_getenv ("PAKIV_BUILD"), "app", layer, name, NULL);
}

static void
make_desk (Journey *journey)
{
  g_autoptr (PakivClock) clock = pakiv_clock_new_fixed (TODAY);
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivDesk) desk = NULL;

  journey->desk = g_build_filename (journey->folder, "desk", NULL);
  desk = pakiv_demo_create (journey->desk, clock, NULL, NULL, &error);
  g_assert_no_error (error);
}

/* The first line that a program prints. */
static char *
read_line (GSubprocess *process)
{
  g_autoptr (GDataInputStream) lines
      = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  char *line;

  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (lines), FALSE);
  line = g_data_input_stream_read_line_utf8 (lines, NULL, NULL, NULL);
  g_assert_nonnull (line);
  return line;
}

static void
start_council (Journey *journey)
{
  g_autofree char *program = get_program ("council", "pakiv-council");
  g_autofree char *data = g_build_filename (journey->folder, "council", NULL);
  g_autofree char *line = NULL;
  g_autoptr (GSubprocess) adding = NULL;
  g_autoptr (GError) error = NULL;

  journey->council = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "--data",
                                       data, "--listen", "127.0.0.1:0", NULL);
  g_assert_no_error (error);
  line = read_line (journey->council);
  g_assert_true (g_str_has_prefix (line, "listening on http://127.0.0.1:"));
  journey->url = g_strdup (line + strlen ("listening on "));

  adding = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "--data", data,
                             "station", "add", "Riverton Municipal Police (invented)", NULL);
  g_assert_no_error (error);
  journey->code = read_line (adding);
  g_assert_true (g_subprocess_wait_check (adding, NULL, NULL));
}

static void
start_pakiv (Journey *journey)
{
  g_autofree char *program = get_program ("desk", "pakiv");
  g_autoptr (GError) error = NULL;

  journey->pakiv = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, program, "--today", TODAY,
                                     journey->desk, NULL);
  g_assert_no_error (error);
}

static void
unlock (void)
{
  journey_look_inside (NULL);
  journey_type_into ("Passphrase", "not this one");
  journey_press ("Unlock");
  journey_wait_for ("label", "This passphrase is not right. Try again.");
  journey_type_into ("Passphrase", "demo officer");
  journey_press ("Unlock");
  journey_wait_for ("list item", "Contacts");
}

static void
log_a_stop (void)
{
  journey_look_inside ("Contacts");
  journey_press ("New Contact");
  journey_press ("Save");
  journey_wait_for ("label", "Choose one.");
  journey_choose_typed ("Type", "ident", "Identity check");
  journey_choose ("District", "North");
  journey_choose ("Gender", "Woman or girl");
  journey_choose ("Age", "25 to 34");
  journey_press_in ("Reason", "Observed behaviour");
  journey_choose ("Legal ground", "Suspected criminal offence");
  journey_press_in ("Searched", "No");
  journey_press_in ("Force used", "No");
  journey_choose ("Outcome", "No further action");
  journey_press_in ("Outcome linked to the reason", "No");
  journey_choose ("Receipt", "Given on paper");
  journey_type_into ("Facts", "A quokka was seen");
  journey_press ("Save");
  journey_wait_for ("label", "Entered by Officer Vega");
}

static void
find_it_again (void)
{
  journey_type_into ("Search records", "quok");
  journey_wait_for ("label", "1 found");
  journey_wait_for ("list item", "Identity check, 10 May 2021, North · Observed behaviour…");
}

static void
enrol (Journey *journey)
{
  journey_key (GDK_KEY_comma, TRUE);
  journey_look_inside ("Preferences");
  journey_type_into ("Enrolment code", journey->code);
  journey_key (GDK_KEY_Return, FALSE);
  journey_wait_for ("label", "Enrolled. Releases can now be sent to this council.");
  journey_key (GDK_KEY_Escape, FALSE);
}

static void
release (void)
{
  journey_look_inside (NULL);
  journey_select ("Sections", 3);
  journey_look_inside ("Reports");
  journey_wait_for ("list item", "Police log, January to March 2021: Ready to release");
  journey_wait_for (NULL, "Quarterly report");
  journey_press ("Sign and send");
  journey_look_inside (NULL);
  journey_press ("Sign and Send");
  journey_look_inside ("Reports");
  journey_wait_for ("list item", "Police log, January to March 2021: Received…");
}

static char *
fetch (const char *url)
{
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autoptr (SoupMessage) message = soup_message_new ("GET", url);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = soup_session_send_and_read (session, message, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (soup_message_get_status (message), ==, 200);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
look_at_the_council (Journey *journey)
{
  g_autofree char *home = g_strconcat (journey->url, "/", NULL);
  g_autofree char *overview = fetch (home);
  g_autoptr (GRegex) link = g_regex_new ("href=\"(/releases/[0-9a-f-]{36})\"", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *path = NULL;
  g_autofree char *address = NULL;
  g_autofree char *page = NULL;

  g_assert_nonnull (strstr (overview, "Riverton Municipal Police (invented)"));
  g_assert_nonnull (strstr (overview, "January to March 2021"));
  g_assert_true (g_regex_match (link, overview, 0, &match));
  path = g_match_info_fetch (match, 1);
  address = g_strconcat (journey->url, path, NULL);
  page = fetch (address);
  g_assert_nonnull (strstr (page, "Stops by reason"));
  g_assert_null (strstr (page, "quokka"));
}

static void
stop (GSubprocess **process)
{
  if (*process == NULL)
    return;
  g_subprocess_send_signal (*process, SIGTERM);
  g_subprocess_wait (*process, NULL, NULL);
  g_clear_object (process);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *inner = g_build_filename (path, name, NULL);

      remove_tree (inner);
    }
  remove (path);
}

static void
test_quarter (void)
{
  Journey journey = { NULL };

  journey.folder = g_dir_make_tmp ("pakiv-journey-XXXXXX", NULL);
  make_desk (&journey);
  start_council (&journey);
  start_pakiv (&journey);
  unlock ();
  log_a_stop ();
  find_it_again ();
  enrol (&journey);
  release ();
  look_at_the_council (&journey);
  stop (&journey.pakiv);
  stop (&journey.council);
  remove_tree (journey.folder);
  g_free (journey.folder);
  g_free (journey.desk);
  g_free (journey.url);
  g_free (journey.code);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  /* libatspi warns of registries that keep no cache. */
  g_log_set_always_fatal (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL);
  journey_begin ();
  g_test_add_func ("/journey/quarter", test_quarter);
  status = g_test_run ();
  journey_end ();
  return status;
}
