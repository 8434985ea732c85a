/* The real nginx with the configuration that is shipped, only its addresses, paths and TLS changed,
 * in front of the real server's Unix socket. */
#include "pakiv-test-council.h"
#include "pakiv-test-release.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define SEED 10

typedef struct
{
  PakivTestCouncil *council;
  char *folder;
  char *own_url;
  char *token;
  GSubprocess *nginx;
} Fixture;

/* --- The configuration --- */

static char *
replace (char *text, const char *pattern, const char *by)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_MULTILINE, 0, &error);
  char *changed;

  g_assert_no_error (error);
  /* A pattern that no longer fits the shipped file would test something else. */
  g_assert_true (g_regex_match (regex, text, 0, NULL));
  changed = g_regex_replace (regex, text, -1, 0, by, 0, &error);
  g_assert_no_error (error);
  g_free (text);
  return changed;
}

static char *
derive_configuration (Fixture *fixture, guint port)
{
  g_autofree char *path = g_build_filename (g_getenv ("PAKIV_DATA"), "council", "nginx.conf", NULL);
  g_autofree char *listen = g_strdup_printf ("  listen 127.0.0.1:%u;", port);
  g_autofree char *socket = g_strdup_printf ("unix:%s/socket", fixture->folder);
  g_autofree char *log = g_strdup_printf ("access_log %s/access.log", fixture->folder);
  char *text;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  text = replace (text, "^server \\{\\n  listen 80;[^}]*\\}\\n", "");
  text = replace (text, "^  listen \\[::\\]:443 ssl http2;$", "");
  text = replace (text, "^  listen 443 ssl http2;$", listen);
  text = replace (text, "^  ssl_.*$", "");
  text = replace (text, "unix:/run/pakiv-council/socket", socket);
  text = replace (text, "access_log /var/log/nginx/pakiv.log", log);
  return text;
}

static char *
write_configuration (Fixture *fixture, guint port)
{
  g_autofree char *text = derive_configuration (fixture, port);
  g_autofree char *whole = NULL;
  char *path = g_build_filename (fixture->folder, "nginx.conf", NULL);

  whole = g_strdup_printf ("%s\nworker_processes 1;\ndaemon off;\npid %s/pid;\n"
                           "error_log %s/error.log;\nevents {}\nhttp {\n"
                           "client_body_temp_path %s/body;\nproxy_temp_path %s/proxy;\n"
                           "fastcgi_temp_path %s/fastcgi;\nuwsgi_temp_path %s/uwsgi;\n"
                           "scgi_temp_path %s/scgi;\n%s}\n",
                           geteuid () == 0 ? "user root;" : "", fixture->folder, fixture->folder,
                           fixture->folder, fixture->folder, fixture->folder, fixture->folder,
                           fixture->folder, text);
  g_assert_true (g_file_set_contents (path, whole, -1, NULL));
  return path;
}

/* --- The program --- */

static char *
find_nginx (void)
{
  char *found = g_find_program_in_path ("nginx");

  return found != NULL ? found : g_find_program_in_path ("/usr/sbin/nginx");
}

static guint
find_free_port (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);

  g_assert_cmpuint (port, >, 0);
  g_socket_listener_close (listener);
  return port;
}

static gboolean
answers (guint port)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection
      = g_socket_client_connect_to_host (client, "127.0.0.1", (guint16)port, NULL, NULL);

  return connection != NULL;
}

static void
start_nginx (Fixture *fixture)
{
  g_autofree char *program = find_nginx ();
  guint port = find_free_port ();
  g_autofree char *configuration = write_configuration (fixture, port);
  g_autofree char *errors = g_build_filename (fixture->folder, "error.log", NULL);
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autoptr (GError) error = NULL;

  pakiv_test_end_with_us (launcher);
  fixture->nginx = g_subprocess_launcher_spawn (launcher, &error, program, "-p", fixture->folder,
                                                "-c", configuration, "-e", errors, NULL);
  g_assert_no_error (error);
  for (int i = 0; i < 1000 && !answers (port); i++)
    g_usleep (10000);
  g_assert_true (answers (port));
  fixture->own_url = fixture->council->url;
  fixture->council->url = g_strdup_printf ("http://127.0.0.1:%u", port);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *program = find_nginx ();
  g_autofree char *socket = NULL;
  g_autofree char *code = NULL;
  const char *arguments[5] = { "--socket", NULL, "--address", "https://pakiv.example.org", NULL };

  if (program == NULL)
    return;
  fixture->folder = g_dir_make_tmp ("pakiv-nginx-XXXXXX", NULL);
  socket = g_build_filename (fixture->folder, "socket", NULL);
  arguments[1] = socket;
  fixture->council = pakiv_test_council_start (arguments);
  start_nginx (fixture);
  code = pakiv_test_council_add_station (fixture->council, "Northfield");
  fixture->token = pakiv_test_council_enrol (fixture->council, code, PAKIV_TEST_STATION_ID, SEED);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->council == NULL)
    return;
  g_subprocess_send_signal (fixture->nginx, SIGTERM);
  g_assert_true (g_subprocess_wait (fixture->nginx, NULL, NULL));
  g_object_unref (fixture->nginx);
  pakiv_test_council_stop (fixture->council);
  pakiv_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->own_url);
  g_free (fixture->token);
}

static gboolean
skip_without_nginx (Fixture *fixture)
{
  if (fixture->council == NULL)
    g_test_skip ("nginx is not installed");
  return fixture->council == NULL;
}

static PakivTestAnswer *
call (Fixture *fixture, const char *method, const char *path)
{
  return pakiv_test_council_call (fixture->council,
                                  &(PakivTestCall){ .method = method, .path = path });
}

/* --- The tests --- */

static void
test_send (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autoptr (GBytes) package = NULL;
  g_autoptr (PakivTestAnswer) answer = NULL;
  g_autoptr (PakivTestAnswer) page = NULL;
  g_autofree char *path = NULL;
  g_autofree char *expected = NULL;

  if (skip_without_nginx (fixture))
    return;
  package = pakiv_test_council_make_package (1, SEED, &id);
  answer = pakiv_test_council_put (fixture->council, fixture->token, id, package);
  g_assert_cmpuint (answer->status, ==, 201);
  path = g_strconcat ("/releases/", id, NULL);
  expected = g_strconcat ("https://pakiv.example.org", path, NULL);
  g_assert_cmpstr (json_object_get_string_member (answer->envelope, "page"), ==, expected);
  page = call (fixture, "GET", path);
  g_assert_cmpuint (page->status, ==, 200);
  g_assert_nonnull (soup_message_headers_get_one (page->headers, "Strict-Transport-Security"));
  g_assert_true (
      g_str_has_prefix (soup_message_headers_get_one (page->headers, "Content-Security-Policy"),
                        "default-src 'none'"));
}

static void
test_limits (Fixture *fixture, gconstpointer data)
{
  g_autofree guint8 *zeros = g_malloc0 (10 << 20);
  g_autoptr (GBytes) large = g_bytes_new (zeros, 10 << 20);
  g_autoptr (PakivTestAnswer) refused = NULL;
  g_autoptr (PakivTestAnswer) posted = NULL;
  g_autoptr (PakivTestAnswer) head = NULL;

  if (skip_without_nginx (fixture))
    return;
  refused = pakiv_test_council_put (fixture->council, fixture->token,
                                    "00000000-0000-5000-8000-000000000000", large);
  posted = call (fixture, "POST", "/");
  head = call (fixture, "HEAD", "/");
  g_assert_cmpuint (refused->status, ==, 413);
  g_assert_cmpuint (posted->status, ==, 403);
  g_assert_cmpuint (head->status, ==, 200);
}

static void
test_too_many (Fixture *fixture, gconstpointer data)
{
  guint n_refused = 0;

  if (skip_without_nginx (fixture))
    return;
  for (int i = 0; i < 40; i++)
    {
      g_autoptr (PakivTestAnswer) answer = call (fixture, "GET", "/api/v1/nothing");

      n_refused += answer->status == 429;
    }
  g_assert_cmpuint (n_refused, >, 0);
}

static void
test_log_is_discreet (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivTestAnswer) page = NULL;
  g_autoptr (PakivTestAnswer) code = NULL;
  g_autofree char *path = NULL;
  g_autofree char *log = NULL;

  if (skip_without_nginx (fixture))
    return;
  page = call (fixture, "GET", "/");
  code = call (fixture, "GET", "/enrol/AAAA-BBBB-CCCC");
  g_assert_cmpuint (code->status, ==, 200);
  path = g_build_filename (fixture->folder, "access.log", NULL);
  g_assert_true (g_file_get_contents (path, &log, NULL, NULL));
  g_assert_nonnull (strstr (log, "GET 200"));
  g_assert_null (strstr (log, "127.0.0.1"));
  g_assert_null (strstr (log, "AAAA"));
}

static void
test_socket_is_closed_to_others (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = NULL;
  GStatBuf found;

  if (skip_without_nginx (fixture))
    return;
  path = g_build_filename (fixture->folder, "socket", NULL);
  g_assert_cmpint (g_stat (path, &found), ==, 0);
  g_assert_cmpint (found.st_mode & 0777, ==, 0660);
}

#define ADD(name, function) \
  g_test_add ("/council/nginx/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("send", test_send);
  ADD ("limits", test_limits);
  ADD ("too-many", test_too_many);
  ADD ("log", test_log_is_discreet);
  ADD ("socket", test_socket_is_closed_to_others);
  return g_test_run ();
}
