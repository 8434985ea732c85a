#include "pakiv-test-council.h"

#include "pakiv-test-release.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

/* --- The program --- */

static char *
get_program (void)
{
  return g_build_filename (g_getenv ("PAKIV_BUILD"), "app", "council", "pakiv-council", NULL);
}

int
pakiv_test_council_run (const char *const *arguments, char **output, char **errors)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (argv, get_program ());
  for (; *arguments != NULL; arguments++)
    g_ptr_array_add (argv, g_strdup (*arguments));
  g_ptr_array_add (argv, NULL);
  process
      = g_subprocess_newv ((const char *const *)argv->pdata,
                           G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, output, errors, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  return g_subprocess_get_exit_status (process);
}

static char *
read_address (GSubprocess *process)
{
  g_autoptr (GDataInputStream) stream
      = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;

  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (stream), FALSE);
  line = g_data_input_stream_read_line (stream, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);
  g_assert_true (g_str_has_prefix (line, "listening on "));
  return g_strdup (line + strlen ("listening on "));
}

static void
end_with_parent (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGTERM);
}

void
pakiv_test_end_with_us (GSubprocessLauncher *launcher)
{
  g_subprocess_launcher_set_child_setup (launcher, end_with_parent, NULL, NULL);
}

static void
spawn (PakivTestCouncil *council, GSubprocessLauncher *launcher, const char *const *arguments)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autofree char *program = get_program ();
  g_autofree char *log = g_build_filename (council->folder, "log", NULL);
  g_autoptr (GError) error = NULL;

  g_subprocess_launcher_set_stderr_file_path (launcher, log);
  g_ptr_array_add (argv, program);
  g_ptr_array_add (argv, (gpointer) "--data");
  g_ptr_array_add (argv, council->data);
  for (; arguments != NULL && *arguments != NULL; arguments++)
    g_ptr_array_add (argv, (gpointer)*arguments);
  g_ptr_array_add (argv, (gpointer) "--listen");
  g_ptr_array_add (argv, (gpointer) "127.0.0.1:0");
  g_ptr_array_add (argv, NULL);
  council->process
      = g_subprocess_launcher_spawnv (launcher, (const char *const *)argv->pdata, &error);
  g_assert_no_error (error);
  council->url = read_address (council->process);
}

static GSubprocessLauncher *
new_launcher (GSpawnChildSetupFunc setup)
{
  GSubprocessLauncher *launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);

  g_subprocess_launcher_set_child_setup (launcher, setup, NULL, NULL);
  return launcher;
}

PakivTestCouncil *
pakiv_test_council_start (const char *const *arguments)
{
  PakivTestCouncil *council = g_new0 (PakivTestCouncil, 1);
  g_autoptr (GSubprocessLauncher) launcher = new_launcher (end_with_parent);
  g_autoptr (GError) error = NULL;

  council->folder = g_dir_make_tmp ("pakiv-council-XXXXXX", &error);
  g_assert_no_error (error);
  council->data = g_build_filename (council->folder, "data", NULL);
  council->session = soup_session_new_with_options ("timeout", 60, NULL);
  spawn (council, launcher, arguments);
  return council;
}

static void
kill_hard (PakivTestCouncil *council)
{
  g_subprocess_force_exit (council->process);
  g_assert_true (g_subprocess_wait (council->process, NULL, NULL));
  g_clear_object (&council->process);
  g_clear_pointer (&council->url, g_free);
}

void
pakiv_test_council_crash (PakivTestCouncil *council)
{
  g_autoptr (GSubprocessLauncher) launcher = new_launcher (end_with_parent);

  kill_hard (council);
  spawn (council, launcher, NULL);
}

/* What a full disk does to a writer, without filling one: no file beyond a megabyte. */
static void
limit_files (gpointer data)
{
  const struct rlimit limit = { 1 << 20, 1 << 20 };

  end_with_parent (data);
  signal (SIGXFSZ, SIG_IGN);
  setrlimit (RLIMIT_FSIZE, &limit);
}

void
pakiv_test_council_restart_without_space (PakivTestCouncil *council)
{
  g_autoptr (GSubprocessLauncher) launcher = new_launcher (limit_files);

  kill_hard (council);
  spawn (council, launcher, NULL);
}

static void
assert_nothing_half_received (PakivTestCouncil *council)
{
  g_autofree char *incoming = g_build_filename (council->data, "incoming", NULL);
  g_autoptr (GDir) folder = g_dir_open (incoming, 0, NULL);

  g_assert_nonnull (folder);
  g_assert_cmpstr (g_dir_read_name (folder), ==, NULL);
}

void
pakiv_test_council_stop (PakivTestCouncil *council)
{
  g_autoptr (GError) error = NULL;

  g_subprocess_send_signal (council->process, SIGTERM);
  g_subprocess_wait (council->process, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (council->process));
  g_assert_cmpint (g_subprocess_get_exit_status (council->process), ==, 0);
  assert_nothing_half_received (council);
  pakiv_test_remove_folder (council->folder);
  g_object_unref (council->session);
  g_object_unref (council->process);
  g_free (council->folder);
  g_free (council->data);
  g_free (council->url);
  g_free (council);
}

char *
pakiv_test_council_read_log (PakivTestCouncil *council)
{
  g_autofree char *path = g_build_filename (council->folder, "log", NULL);
  char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return text;
}

void
pakiv_test_remove_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      if (g_file_test (file, G_FILE_TEST_IS_DIR) && !g_file_test (file, G_FILE_TEST_IS_SYMLINK))
        pakiv_test_remove_folder (file);
      else
        g_unlink (file);
    }
  g_rmdir (path);
}

/* --- Stations --- */

char *
pakiv_test_council_add_station (PakivTestCouncil *council, const char *name)
{
  const char *arguments[] = { "--data", council->data, "station", "add", name, NULL };
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;
  const char *code;

  g_assert_cmpint (pakiv_test_council_run (arguments, &output, &errors), ==, 0);
  g_assert_cmpstr (errors, ==, "");
  g_strchomp (output);
  code = strstr (output, "/enrol/");
  g_assert_nonnull (code);
  return g_strdup (code + strlen ("/enrol/"));
}

char *
pakiv_test_council_make_enrolment (const char *code, const char *uuid, guint8 seed)
{
  char *keys[3];
  char *text;

  for (guint8 i = 0; i < 3; i++)
    {
      guint8 key[PAKIV_MINISIGN_KEY], secret[PAKIV_MINISIGN_SECRET];

      pakiv_test_make_key (seed + i, key, secret);
      keys[i] = pakiv_minisign_key_to_string (key);
    }
  text = g_strdup_printf ("{\"pakiv\":1,\"code\":\"%s\",\"station\":\"Northfield\",\"stationId\":"
                          "\"%s\",\"keys\":{\"police\":\"%s\",\"mediation\":\"%s\",\"joint\":"
                          "\"%s\"}}",
                          code, uuid, keys[0], keys[1], keys[2]);
  for (int i = 0; i < 3; i++)
    g_free (keys[i]);
  return text;
}

char *
pakiv_test_council_enrol (PakivTestCouncil *council,
                          const char *code,
                          const char *uuid,
                          guint8 seed)
{
  char *text = pakiv_test_council_make_enrolment (code, uuid, seed);
  g_autoptr (GBytes) body = g_bytes_new_take (text, strlen (text));
  g_autoptr (PakivTestAnswer) answer = pakiv_test_council_call (
      council, &(PakivTestCall){ .method = "POST", .path = "/api/v1/enrol", .body = body });

  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_cmpint (json_object_get_int_member (answer->envelope, "pakiv"), ==, 1);
  return g_strdup (json_object_get_string_member (answer->envelope, "token"));
}

/* --- Calls --- */

static char *
make_digest (GBytes *body)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *base64 = NULL;
  guint8 digest[32];
  gsize size, length = sizeof digest;
  const guint8 *data = g_bytes_get_data (body, &size);

  g_checksum_update (checksum, data, (gssize)size);
  g_checksum_get_digest (checksum, digest, &length);
  base64 = g_base64_encode (digest, length);
  return g_strdup_printf ("sha-256=:%s:", base64);
}

static void
add_headers (SoupMessageHeaders *headers, const PakivTestCall *call)
{
  if (call->token != NULL)
    {
      g_autofree char *value = g_strdup_printf ("Bearer %s", call->token);

      soup_message_headers_replace (headers, "Authorization", value);
    }
  if (call->digest == NULL && call->body != NULL)
    {
      g_autofree char *value = make_digest (call->body);

      soup_message_headers_replace (headers, "Content-Digest", value);
    }
  else if (call->digest != NULL && *call->digest != '\0')
    soup_message_headers_replace (headers, "Content-Digest", call->digest);
  if (call->header != NULL)
    {
      g_auto (GStrv) parts = g_strsplit (call->header, ": ", 2);

      soup_message_headers_replace (headers, parts[0], parts[1]);
    }
}

static JsonObject *
parse_envelope (GBytes *body)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  gsize size;
  const char *text = g_bytes_get_data (body, &size);
  JsonNode *root;

  if (size == 0 || text[0] != '{' || !json_parser_load_from_data (parser, text, (gssize)size, NULL))
    return NULL;
  root = json_parser_get_root (parser);
  return JSON_NODE_HOLDS_OBJECT (root) ? json_node_dup_object (root) : NULL;
}

PakivTestAnswer *
pakiv_test_council_call (PakivTestCouncil *council, const PakivTestCall *call)
{
  g_autofree char *address = g_strconcat (council->url, call->path, NULL);
  g_autoptr (GUri) uri = g_uri_parse (address, SOUP_HTTP_URI_FLAGS | G_URI_FLAGS_ENCODED, NULL);
  g_autoptr (SoupMessage) message = soup_message_new_from_uri (call->method, uri);
  PakivTestAnswer *answer = g_new0 (PakivTestAnswer, 1);
  g_autoptr (GError) error = NULL;

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  add_headers (soup_message_get_request_headers (message), call);
  if (call->body != NULL)
    soup_message_set_request_body_from_bytes (message, "application/octet-stream", call->body);
  answer->body = soup_session_send_and_read (council->session, message, NULL, &error);
  g_assert_no_error (error);
  answer->status = soup_message_get_status (message);
  answer->headers = soup_message_headers_ref (soup_message_get_response_headers (message));
  answer->envelope = parse_envelope (answer->body);
  return answer;
}

PakivTestAnswer *
pakiv_test_council_put (PakivTestCouncil *council,
                        const char *token,
                        const char *id,
                        GBytes *package)
{
  g_autofree char *path = g_strconcat ("/api/v1/reports/", id, NULL);

  return pakiv_test_council_call (
      council, &(PakivTestCall){ .method = "PUT", .path = path, .token = token, .body = package });
}

void
pakiv_test_answer_free (PakivTestAnswer *answer)
{
  soup_message_headers_unref (answer->headers);
  g_bytes_unref (answer->body);
  g_clear_pointer (&answer->envelope, json_object_unref);
  g_free (answer);
}

char *
pakiv_test_answer_get_text (PakivTestAnswer *answer)
{
  gsize size;
  const char *text = g_bytes_get_data (answer->body, &size);

  return size > 0 ? g_strndup (text, size) : g_strdup ("");
}

GBytes *
pakiv_test_council_make_package (int version, guint8 seed, char **id)
{
  g_autoptr (PakivRelease) release = pakiv_test_release_new ("Northfield");
  guint8 key[PAKIV_MINISIGN_KEY], secret[PAKIV_MINISIGN_SECRET];
  g_autoptr (GError) error = NULL;
  GBytes *package;

  release->version = version;
  pakiv_test_make_key (seed, key, secret);
  package = pakiv_package_write (release, secret, &error);
  g_assert_no_error (error);
  if (id != NULL)
    *id = pakiv_release_get_id (release);
  return package;
}
