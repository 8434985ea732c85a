#include "pakiv-webdriver.h"

#include "pakiv-test-council.h"

#include <glib/gstdio.h>
#include <libsoup/soup.h>
#include <string.h>

/* Chromium gives nothing at all for pictures of more than 16,384 lines. */
#define HIGHEST_PICTURE 6000

struct _PakivWebdriver
{
  GSubprocess *process;
  SoupSession *soup;
  char *folder;  /* of the browser's profile */
  char *address; /* of the session */
};

/* --- The protocol --- */

static JsonNode *
exchange (PakivWebdriver *driver, const char *method, const char *url, const char *text)
{
  g_autoptr (SoupMessage) message = soup_message_new (method, url);
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  if (g_str_equal (method, "POST"))
    soup_message_set_request_body_from_bytes (message, "application/json; charset=utf-8", body);
  answer = soup_session_send_and_read (driver->soup, message, NULL, &error);
  g_assert_no_error (error);
  if (soup_message_get_status (message) != 200)
    g_error ("%s %s %s: %.*s", method, url, text, (int)g_bytes_get_size (answer),
             (const char *)g_bytes_get_data (answer, NULL));
  g_assert_true (json_parser_load_from_data (parser, g_bytes_get_data (answer, NULL),
                                             (gssize)g_bytes_get_size (answer), &error));
  g_assert_no_error (error);
  return json_node_copy (
      json_object_get_member (json_node_get_object (json_parser_get_root (parser)), "value"));
}

static JsonNode *
call (PakivWebdriver *driver, const char *method, const char *path, const char *text)
{
  g_autofree char *url = g_strconcat (driver->address, path, NULL);

  return exchange (driver, method, url, text);
}

/* (transfer full): {"NAME":"VALUE"}, more after it where @rest is not "". */
static char *
make_object (const char *name, const char *value, const char *rest)
{
  g_autoptr (JsonNode) node = json_node_init_string (json_node_alloc (), value);
  g_autofree char *quoted = json_to_string (node, FALSE);

  return g_strdup_printf ("{\"%s\":%s%s}", name, quoted, rest);
}

/* --- Starting and stopping --- */

static char *
read_address (GSubprocess *process)
{
  g_autoptr (GDataInputStream) stream
      = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  char *line;

  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (stream), FALSE);
  /* "ChromeDriver was started successfully on port 40123." */
  while ((line = g_data_input_stream_read_line (stream, NULL, NULL, NULL)) != NULL)
    {
      const char *port = strstr (line, "successfully on port ");
      char *address = port != NULL ? g_strdup_printf (
                          "http://127.0.0.1:%d", atoi (port + strlen ("successfully on port ")))
                                   : NULL;

      g_free (line);
      if (address != NULL)
        return address;
    }
  g_error ("chromedriver did not say where it listens");
}

static void
open_session (PakivWebdriver *driver, const char *address, const char *browser)
{
  g_autofree char *url = g_strconcat (address, "/session", NULL);
  g_autofree char *text = g_strdup_printf (
      "{\"capabilities\":{\"alwaysMatch\":{\"browserName\":\"chrome\","
      "\"goog:loggingPrefs\":{\"browser\":\"ALL\"},"
      "\"timeouts\":{\"implicit\":5000,\"pageLoad\":30000,\"script\":30000},"
      "\"goog:chromeOptions\":{\"binary\":\"%s\",\"args\":[\"--headless=new\",\"--no-sandbox\","
      "\"--disable-gpu\",\"--disable-quic\",\"--disable-dev-shm-usage\",\"--no-first-run\","
      "\"--disable-background-networking\",\"--disable-component-update\",\"--disable-sync\","
      "\"--no-proxy-server\",\"--remote-debugging-pipe\",\"--hide-scrollbars\",\"--user-data-dir=%s\"]}}}}",
      browser, driver->folder);
  g_autoptr (JsonNode) value = exchange (driver, "POST", url, text);
  const char *id = json_object_get_string_member (json_node_get_object (value), "sessionId");

  driver->address = g_strconcat (url, "/", id, NULL);
}

static char *
find_browser (void)
{
  char *found = g_find_program_in_path ("chromium");

  return found != NULL ? found : g_find_program_in_path ("google-chrome");
}

PakivWebdriver *
pakiv_webdriver_start (void)
{
  g_autofree char *program = g_find_program_in_path ("chromedriver");
  g_autofree char *browser = find_browser ();
  g_autofree char *address = NULL;
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GError) error = NULL;
  PakivWebdriver *driver;

  if (program == NULL || browser == NULL)
    return NULL;
  driver = g_new0 (PakivWebdriver, 1);
  driver->folder = g_dir_make_tmp ("pakiv-chromium-XXXXXX", &error);
  g_assert_no_error (error);
  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE
                                        | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  pakiv_test_end_with_us (launcher);
  driver->process = g_subprocess_launcher_spawn (launcher, &error, program, "--port=0", NULL);
  g_assert_no_error (error);
  driver->soup = soup_session_new_with_options ("timeout", 120, NULL);
  address = read_address (driver->process);
  open_session (driver, address, browser);
  return driver;
}

void
pakiv_webdriver_stop (PakivWebdriver *driver)
{
  g_autoptr (JsonNode) value = call (driver, "DELETE", "", "");

  g_subprocess_send_signal (driver->process, SIGTERM);
  g_assert_true (g_subprocess_wait (driver->process, NULL, NULL));
  pakiv_test_remove_folder (driver->folder);
  g_object_unref (driver->process);
  g_object_unref (driver->soup);
  g_free (driver->folder);
  g_free (driver->address);
  g_free (driver);
}

/* --- Steering --- */

void
pakiv_webdriver_open (PakivWebdriver *driver, const char *url)
{
  g_autofree char *text = make_object ("url", url, "");
  g_autoptr (JsonNode) value = call (driver, "POST", "/url", text);

  /* On a busy machine some drivers answer while a long page is still coming. */
  pakiv_webdriver_run_number (
      driver, "return document.readyState === 'complete' ? 1 : "
              "new Promise(done => addEventListener('load', () => done(1), { once: true }))");
}

static char *
get_text (PakivWebdriver *driver, const char *path)
{
  g_autoptr (JsonNode) value = call (driver, "GET", path, "");

  return json_node_dup_string (value);
}

char *
pakiv_webdriver_get_url (PakivWebdriver *driver)
{
  return get_text (driver, "/url");
}

char *
pakiv_webdriver_get_title (PakivWebdriver *driver)
{
  return get_text (driver, "/title");
}

void
pakiv_webdriver_click (PakivWebdriver *driver, const char *selector)
{
  g_autofree char *query = make_object ("value", selector, ",\"using\":\"css selector\"");
  g_autoptr (JsonNode) found = call (driver, "POST", "/element", query);
  g_autoptr (GList) ids = json_object_get_values (json_node_get_object (found));
  g_autofree char *path = g_strdup_printf ("/element/%s/click", json_node_get_string (ids->data));
  g_autoptr (JsonNode) clicked = call (driver, "POST", path, "{}");
}

void
pakiv_webdriver_press (PakivWebdriver *driver, const char *key)
{
  g_autofree char *text = g_strdup_printf (
      "{\"actions\":[{\"type\":\"key\",\"id\":\"keyboard\",\"actions\":["
      "{\"type\":\"keyDown\",\"value\":\"%s\"},{\"type\":\"keyUp\",\"value\":\"%s\"}]}]}",
      key, key);
  g_autoptr (JsonNode) value = call (driver, "POST", "/actions", text);
}

JsonNode *
pakiv_webdriver_run (PakivWebdriver *driver, const char *script)
{
  g_autofree char *text = make_object ("script", script, ",\"args\":[]");

  return call (driver, "POST", "/execute/sync", text);
}

char *
pakiv_webdriver_run_text (PakivWebdriver *driver, const char *script)
{
  g_autoptr (JsonNode) value = pakiv_webdriver_run (driver, script);

  if (json_node_get_value_type (value) != G_TYPE_STRING)
    g_error ("no text came from: %s", script);
  return json_node_dup_string (value);
}

gint64
pakiv_webdriver_run_number (PakivWebdriver *driver, const char *script)
{
  g_autoptr (JsonNode) value = pakiv_webdriver_run (driver, script);

  if (!JSON_NODE_HOLDS_VALUE (value) || json_node_get_value_type (value) == G_TYPE_STRING)
    g_error ("no number came from: %s", script);
  return json_node_get_int (value);
}

static JsonNode *
command (PakivWebdriver *driver, const char *name, const char *parameters)
{
  g_autofree char *rest = g_strdup_printf (",\"params\":%s", parameters);
  g_autofree char *text = make_object ("cmd", name, rest);

  return call (driver, "POST", "/goog/cdp/execute", text);
}

static void
set_media (PakivWebdriver *driver, const char *medium, const char *scheme)
{
  g_autofree char *media
      = g_strdup_printf ("{\"media\":\"%s\","
                         "\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\"%s\"}]}",
                         medium, scheme);
  g_autoptr (JsonNode) value = command (driver, "Emulation.setEmulatedMedia", media);
}

void
pakiv_webdriver_set_print (PakivWebdriver *driver, const char *scheme)
{
  set_media (driver, "print", scheme);
}

void
pakiv_webdriver_set_view (
    PakivWebdriver *driver, const char *scheme, int width, int height, gboolean phone)
{
  g_autofree char *metrics
      = g_strdup_printf ("{\"width\":%d,\"height\":%d,\"deviceScaleFactor\":1,\"mobile\":%s}",
                         width, height, phone ? "true" : "false");
  g_autoptr (JsonNode) value = command (driver, "Emulation.setDeviceMetricsOverride", metrics);

  set_media (driver, "", scheme);
}

char *
pakiv_webdriver_take_complaints (PakivWebdriver *driver)
{
  g_autoptr (JsonNode) value = call (driver, "POST", "/se/log", "{\"type\":\"browser\"}");
  JsonArray *entries = json_node_get_array (value);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (entries); i++)
    g_string_append_printf (
        text, "%s\n",
        json_object_get_string_member (json_array_get_object_element (entries, i), "message"));
  return g_string_free (text, FALSE);
}

void
pakiv_webdriver_take_picture (PakivWebdriver *driver, const char *name)
{
  const char *folder = g_getenv ("PAKIV_WEB_PICTURES");
  g_autoptr (JsonNode) value = NULL;
  g_autofree char *file = NULL;
  g_autofree char *path = NULL;
  g_autofree char *clip = NULL;
  g_autofree guint8 *png = NULL;
  gint64 width, height;
  gsize size;

  if (folder == NULL || *folder == '\0')
    return;
  width = pakiv_webdriver_run_number (driver, "return innerWidth");
  height = pakiv_webdriver_run_number (driver, "return document.documentElement.scrollHeight");
  clip = g_strdup_printf ("{\"captureBeyondViewport\":true,\"clip\":{\"x\":0,\"y\":0,\"width\":%d,"
                          "\"height\":%d,\"scale\":1}}",
                          (int)width, (int)MIN (height, HIGHEST_PICTURE));
  value = command (driver, "Page.captureScreenshot", clip);
  png = g_base64_decode (json_object_get_string_member (json_node_get_object (value), "data"),
                         &size);
  file = g_strconcat (name, ".png", NULL);
  path = g_build_filename (folder, file, NULL);
  g_mkdir_with_parents (folder, 0755);
  g_assert_true (g_file_set_contents (path, (const char *)png, (gssize)size, NULL));
}

GBytes *
pakiv_webdriver_print (PakivWebdriver *driver, const char *name)
{
  g_autoptr (JsonNode) value
      = call (driver, "POST", "/print", "{\"page\":{\"width\":21.0,\"height\":29.7}}");
  const char *folder = g_getenv ("PAKIV_WEB_PICTURES");
  g_autofree char *file = g_strconcat (name, ".pdf", NULL);
  g_autofree char *path = NULL;
  gsize size;
  guint8 *pdf = g_base64_decode (json_node_get_string (value), &size);

  if (folder != NULL && *folder != '\0')
    {
      path = g_build_filename (folder, file, NULL);
      g_assert_true (g_file_set_contents (path, (const char *)pdf, (gssize)size, NULL));
    }
  return g_bytes_new_take (pdf, size);
}
