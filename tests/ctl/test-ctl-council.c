/* The desk's talk with a council, by the command line and against the real server. */
#include "ctl.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

typedef struct
{
  Ctl ctl;
  char *data;
  char *package;
  char *url;
  GSubprocess *server;
} Fixture;

static const char *
get_council (void)
{
  const char *program = g_getenv ("PAKIV_COUNCIL");

  g_assert_nonnull (program);
  return program;
}

/* The server must not outlive a test that fails. */
static void
on_child_cb (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

/* On a free port the first time, and on the same one again. */
static void
start_council (Fixture *fixture)
{
  g_autofree char *address
      = g_strdup (fixture->url != NULL ? fixture->url + strlen ("http://") : "127.0.0.1:0");
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GDataInputStream) lines = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;

  g_subprocess_launcher_set_child_setup (launcher, on_child_cb, NULL, NULL);
  fixture->server = g_subprocess_launcher_spawn (launcher, &error, get_council (), "--data",
                                                 fixture->data, "--listen", address, NULL);
  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (fixture->server));
  line = g_data_input_stream_read_line_utf8 (lines, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (line, "listening on http://127.0.0.1:"));
  g_free (fixture->url);
  fixture->url = g_strdup (line + strlen ("listening on "));
}

static void
stop_council (Fixture *fixture)
{
  if (fixture->server == NULL)
    return;
  g_subprocess_send_signal (fixture->server, SIGTERM);
  g_assert_true (g_subprocess_wait (fixture->server, NULL, NULL));
  g_clear_object (&fixture->server);
}

/* (transfer full): the enrolment code of a new station. */
static char *
add_station (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_new (
      G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, get_council (), "--data", fixture->data, "station",
      "add", "Test station", "--address", fixture->url, NULL);
  char *out = NULL;

  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &out, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));
  return g_strchomp (out);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  const char *contact = "{\"date\":\"2021-03-30\",\"type\":\"PATROL\",\"district\":\"NORTH\"}";
  Ctl *ctl = &fixture->ctl;

  ctl_set_up (ctl, data);
  fixture->data = ctl_path (ctl, "council");
  fixture->package = ctl_path (ctl, "r.zip");
  for (int i = 0; i < 12; i++)
    g_free (ctl_expect (0, NULL,
                        ctl_run (OFFICER, contact, "add", ctl->desk, "--kind", "contact",
                                 "--member", "Ana", "-", NULL)));
  g_free (ctl_expect (0, NULL,
                      ctl_run (OFFICER, NULL, "release", ctl->desk, "--log", "police", "--period",
                               "2021-Q1", "--out", fixture->package, NULL)));
  start_council (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  stop_council (fixture);
  g_free (fixture->data);
  g_free (fixture->package);
  g_free (fixture->url);
  ctl_tear_down (&fixture->ctl, data);
}

static void
enrol (Fixture *fixture)
{
  g_autofree char *code = add_station (fixture);
  g_autofree char *said
      = ctl_expect (0, NULL, ctl_run (NULL, NULL, "enrol", fixture->ctl.desk, code, NULL));

  g_assert_nonnull (strstr (said, fixture->url));
}

static void
expect_sent (Fixture *fixture, const char *said)
{
  g_autofree char *out = ctl_expect (
      0, NULL, ctl_run (NULL, NULL, "send", fixture->ctl.desk, fixture->package, NULL));

  g_assert_true (g_str_has_prefix (out, "The council has received the release.\n"));
  g_assert_nonnull (strstr (out, said));
}

static void
test_enrol_and_send (Fixture *fixture, gconstpointer data)
{
  enrol (fixture);
  expect_sent (fixture, "Page: http://127.0.0.1:");
  expect_sent (fixture, "already");
}

/* Neither needs a passphrase; one that is given must be right. */
static void
test_passphrases (Fixture *fixture, gconstpointer data)
{
  const char *desk = fixture->ctl.desk;

  enrol (fixture);
  g_free (ctl_expect (1, NULL,
                      ctl_run ("wrong passphrase\n", NULL, "send", desk, fixture->package,
                               "--member", "Ana", NULL)));
  g_free (
      ctl_expect (1, "--member", ctl_run (OFFICER, NULL, "send", desk, fixture->package, NULL)));
  g_free (ctl_expect (1, NULL,
                      ctl_run (OFFICER, NULL, "enrol", desk, "http://127.0.0.1:1/enrol/A",
                               "--member", "Bo", NULL)));
  g_free (ctl_expect (
      0, NULL, ctl_run (OFFICER, NULL, "send", desk, fixture->package, "--member", "Ana", NULL)));
}

static void
test_wrong_codes (Fixture *fixture, gconstpointer data)
{
  const char *desk = fixture->ctl.desk;
  g_autofree char *unknown = g_strconcat (fixture->url, "/enrol/ABCD-EFGH-JKLM", NULL);
  g_autofree char *code = add_station (fixture);

  g_free (ctl_expect (1, NULL, ctl_run (NULL, NULL, "enrol", desk, "nonsense", NULL)));
  g_free (ctl_expect (1, NULL, ctl_run (NULL, NULL, "enrol", desk, unknown, NULL)));
  g_free (ctl_expect (
      1, NULL,
      ctl_run (NULL, NULL, "enrol", desk, "http://127.0.0.1:1/enrol/ABCD-EFGH-JKLM", NULL)));
  g_free (ctl_expect (0, NULL, ctl_run (NULL, NULL, "enrol", desk, code, NULL)));
  /* A code works once. */
  g_free (ctl_expect (1, NULL, ctl_run (NULL, NULL, "enrol", desk, code, NULL)));
}

static guint
count_outbox (Fixture *fixture, const char *ending)
{
  g_autofree char *folder = g_build_filename (fixture->ctl.desk, "outbox", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    n += g_str_has_suffix (name, ending) ? 1 : 0;
  return n;
}

/* What can't be sent now is kept and can be sent later. */
static void
test_council_away (Fixture *fixture, gconstpointer data)
{
  g_autofree char *again = NULL;

  enrol (fixture);
  stop_council (fixture);
  g_free (ctl_expect (1, NULL,
                      ctl_run (NULL, NULL, "send", fixture->ctl.desk, fixture->package, NULL)));
  g_assert_cmpuint (count_outbox (fixture, ".zip"), ==, 1);
  start_council (fixture);
  again = ctl_expect (0, NULL,
                      ctl_run (NULL, NULL, "send", fixture->ctl.desk, fixture->package, "--to",
                               fixture->url, NULL));
  g_assert_true (g_str_has_prefix (again, "The council has received the release.\n"));
  g_assert_cmpuint (count_outbox (fixture, ".zip"), ==, 1);
}

static void
test_not_enrolled (Fixture *fixture, gconstpointer data)
{
  g_free (ctl_expect (1, NULL,
                      ctl_run (NULL, NULL, "send", fixture->ctl.desk, fixture->package, NULL)));
}

/* A tampered package, and one of another desk, do not leave this one. */
static void
test_wrong_packages (Fixture *fixture, gconstpointer data)
{
  Ctl other = { 0 };
  g_autofree char *text = NULL;
  g_autofree char *bad = ctl_path (&fixture->ctl, "bad.zip");
  gsize length;

  enrol (fixture);
  text = ctl_read (&fixture->ctl, "r.zip", &length);
  text[length / 2] ^= 1;
  ctl_write (&fixture->ctl, "bad.zip", text, (gssize)length);
  g_free (ctl_expect (1, NULL, ctl_run (NULL, NULL, "send", fixture->ctl.desk, bad, NULL)));
  ctl_set_up (&other, NULL);
  g_free (ctl_expect (1, NULL, ctl_run (NULL, NULL, "send", other.desk, fixture->package, NULL)));
  ctl_tear_down (&other, NULL);
  g_assert_cmpuint (count_outbox (fixture, ".zip"), ==, 0);
  expect_sent (fixture, "Page: ");
}

/* Takes @n of the records of the quarter out of the type that they were released under. */
static void
correct (Fixture *fixture, int n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivDesk) desk = pakiv_desk_open (fixture->ctl.desk, &error);
  g_autoptr (PakivSession) session
      = desk != NULL ? pakiv_desk_unlock (desk, "Ana", "officer passphrase", &error) : NULL;
  g_autoptr (PakivDefinitions) definitions
      = pakiv_definitions_load (g_getenv ("PAKIV_DATA"), NULL, NULL);
  g_autoptr (PakivClock) clock = pakiv_clock_new_fixed ("2021-05-10");
  const PakivKind *kind = pakiv_definitions_find_kind (definitions, "contact");
  g_autoptr (PakivLog) log = NULL;
  g_autoptr (GArray) numbers = NULL;

  g_assert_no_error (error);
  log = pakiv_session_open_log (session, PAKIV_LOG_POLICE, definitions, clock, &error);
  g_assert_no_error (error);
  numbers = pakiv_log_find (log, kind, NULL, &error);
  for (int i = 0; i < n; i++)
    {
      g_autoptr (PakivRecord) record
          = pakiv_log_read_one (log, kind, g_array_index (numbers, gint64, i), &error);

      pakiv_record_set (record, "district", "SOUTH");
      pakiv_log_save (log, record, &error);
      g_assert_no_error (error);
    }
}

/* (transfer full): the page at @path, as a browser gets it. */
static char *
fetch (Fixture *fixture, const char *path)
{
  g_autofree char *request = g_strdup_printf ("GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n", path);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GString) page = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) connection = g_socket_client_connect_to_host (
      client, fixture->url + strlen ("http://"), 80, NULL, &error);
  GInputStream *in;
  char buffer[4096];
  gssize n;

  g_assert_no_error (error);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), request,
                             strlen (request), NULL, NULL, &error);
  g_assert_no_error (error);
  in = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  while ((n = g_input_stream_read (in, buffer, sizeof buffer, NULL, &error)) > 0)
    g_string_append_len (page, buffer, n);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (page->str, " 200 "));
  return g_string_free (g_steal_pointer (&page), FALSE);
}

static CtlRun *
revise (Fixture *fixture, const char *reason, const char *out, const char *page)
{
  return ctl_run (OFFICER, NULL, "release", fixture->ctl.desk, "--log", "police", "--period",
                  "2021-Q1", "--revision", reason, "--out", out, "--page", page, NULL);
}

/* From records to the council's page: released, corrected because a court says so, revised, sent;
 * the first release stands beside it. */
static void
test_revision (Fixture *fixture, gconstpointer data)
{
  const char *desk = fixture->ctl.desk;
  g_autofree char *out = ctl_path (&fixture->ctl, "v2.zip");
  g_autofree char *again = ctl_path (&fixture->ctl, "v2-again.zip");
  g_autofree char *file = ctl_path (&fixture->ctl, "v2.html");
  g_autofree char *pdf = ctl_path (&fixture->ctl, "v2.pdf");
  g_autofree char *said = NULL, *sent = NULL, *overview = NULL, *page = NULL;
  g_autofree char *one = NULL, *two = NULL, *path = NULL;
  gsize one_length, two_length;
  const char *link;

  g_free (ctl_expect (1, "nothing that counts has been corrected",
                      revise (fixture, "COURT", out, file)));
  g_free (ctl_expect (1, "COURT (Decision of a court)", revise (fixture, "WHIM", out, file)));
  ctl_expect_misuse (ctl_run (OFFICER, NULL, "release", desk, "--log", "police", "--period",
                              "2021-Q1", "--revision", "COURT", NULL));
  g_assert_false (g_file_test (out, G_FILE_TEST_EXISTS));
  correct (fixture, 12);
  said = ctl_expect (0, NULL, revise (fixture, "COURT", out, file));
  g_assert_nonnull (strstr (said, "The revision is in "));
  g_free (ctl_expect (0, NULL, revise (fixture, "COURT", again, file)));
  one = ctl_read (&fixture->ctl, "v2.zip", &one_length);
  two = ctl_read (&fixture->ctl, "v2-again.zip", &two_length);
  g_assert_cmpmem (one, one_length, two, two_length);
  page = ctl_read (&fixture->ctl, "v2.html", NULL);
  g_assert_nonnull (strstr (page, "Decision of a court"));
  g_assert_nonnull (strstr (page, "Taken out: Contacts by type, district and month"));
  g_clear_pointer (&page, g_free);
  g_free (said);
  said = ctl_expect (0, NULL, ctl_run (NULL, NULL, "verify", out, NULL));
  g_assert_nonnull (strstr (said, "Revises: version 1 (COURT: Decision of a court)"));
  g_free (ctl_expect (1, "revision", ctl_run (NULL, NULL, "report", out, "--out", pdf, NULL)));

  /* Beside the first release an attacker finds nothing; no truth is left to try it with. */
  g_free (ctl_expect (0, NULL,
                      ctl_run (NULL, NULL, "attack", out, "--earlier", fixture->package, NULL)));
  g_free (ctl_expect (1, "This is a revision",
                      ctl_run (OFFICER, NULL, "attack", out, "--truth", desk, NULL)));
  g_free (ctl_expect (1, "first releases",
                      ctl_run (NULL, NULL, "year", out, fixture->package, "--out", pdf, NULL)));

  enrol (fixture);
  /* Not before the release that it revises. */
  g_free (ctl_expect (1, "in their order", ctl_run (NULL, NULL, "send", desk, out, NULL)));
  expect_sent (fixture, "Page: ");
  sent = ctl_expect (0, NULL, ctl_run (NULL, NULL, "send", desk, out, NULL));
  g_assert_true (g_str_has_prefix (sent, "The council has received the release.\n"));
  overview = fetch (fixture, "/");
  link = strstr (overview, "<a class=\"revised\" href=\"");
  g_assert_nonnull (link);
  g_assert_nonnull (strstr (link, ">Revised on "));
  g_assert_null (strstr (link + 1, "class=\"card\""));
  link = strstr (sent, "/releases/");
  path = g_strndup (link, strcspn (link, "\n"));
  page = fetch (fixture, path);
  g_assert_nonnull (strstr (page, "How to read this revision"));
  g_assert_nonnull (strstr (page, "Added: Contacts by type, district and month"));
  g_assert_nonnull (strstr (page, "Read the first release"));
  g_assert_null (strstr (page, "report.pdf"));
}

#define ADD(path, function) \
  g_test_add ("/ctl/council/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("enrol-and-send", test_enrol_and_send);
  ADD ("passphrases", test_passphrases);
  ADD ("wrong-codes", test_wrong_codes);
  ADD ("council-away", test_council_away);
  ADD ("not-enrolled", test_not_enrolled);
  ADD ("wrong-packages", test_wrong_packages);
  ADD ("revision", test_revision);
  return g_test_run ();
}
