/* The command line: what it prints and with which status it ends. */
#include "pakiv-test-council.h"
#include "pakiv-test-release.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  const char *arguments[8];
  int status;
  const char *said; /* in standard error */
} Case;

static void
test_usage (void)
{
  g_autofree char *folder = g_dir_make_tmp ("pakiv-command-XXXXXX", NULL);
  g_autofree char *filler = g_strnfill (150, 'x');
  g_autofree char *long_path = g_build_filename (folder, filler, NULL);
  const Case cases[] = {
    { { "--help" }, 0, "" },
    { { "--version" }, 0, "" },
    { { NULL }, 2, "--data" },
    { { "--nonsense" }, 2, "--nonsense" },
    { { "--data", folder, "--listen", "nonsense" }, 2, "nonsense" },
    { { "--data", folder, "--listen", "127.0.0.1:99999" }, 2, "99999" },
    { { "--data", folder, "--listen", "127.0.0.1:" }, 2, "127.0.0.1:" },
    { { "--data", folder, "--address", "ftp://example.org" }, 2, "--address" },
    { { "--data", folder, "--address", "https://example.org/sub" }, 2, "--address" },
    { { "--data", folder, "station" }, 2, "station add NAME" },
    { { "--data", folder, "station", "remove", "X" }, 2, "station add NAME" },
    { { "--data", folder, "station", "add" }, 2, "one name" },
    { { "--data", folder, "station", "add", "North", "Field" }, 2, "one name" },
    { { "--data", folder, "station", "add", "" }, 1, "name" },
    { { "--data", folder, "--listen", "0.0.0.0:0" }, 1, "nginx" },
    { { "--data", folder, "--listen", "[::]:0" }, 1, "nginx" },
    { { "--data", "/proc/nothing", "station", "add", "X" }, 1, "/proc/nothing" },
    { { "--data", folder, "--socket", "/nonexistent/socket" }, 1, "--address" },
    { { "--data", folder, "--socket", "/nonexistent/socket", "--address", "https://a.example" },
      1,
      "/nonexistent/socket" },
    { { "--data", folder, "--socket", long_path, "--address", "https://a.example" }, 1, "longer" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *output = NULL;
      g_autofree char *errors = NULL;
      int status = pakiv_test_council_run (cases[i].arguments, &output, &errors);

      g_test_message ("case %u: %s", (unsigned)i, errors);
      g_assert_cmpint (status, ==, cases[i].status);
      g_assert_nonnull (strstr (errors, cases[i].said));
    }
  pakiv_test_remove_folder (folder);
}

static char *
add_station (const char *folder, const char *address, char **errors)
{
  const char *arguments[] = { "--data", folder, "station", "add", "Northfield", NULL, NULL, NULL };
  char *output = NULL;

  if (address != NULL)
    {
      arguments[5] = "--address";
      arguments[6] = address;
    }
  g_assert_cmpint (pakiv_test_council_run (arguments, &output, errors), ==, 0);
  return output;
}

static void
assert_code (const char *line, const char *address)
{
  g_autofree char *pattern
      = g_strdup_printf ("^%s/enrol/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\n$", address);

  g_test_message ("%s", line);
  g_assert_true (g_regex_match_simple (pattern, line, 0, 0));
}

static void
test_code_before_the_server_ran (void)
{
  g_autofree char *folder = g_dir_make_tmp ("pakiv-command-XXXXXX", NULL);
  g_autofree char *errors = NULL;
  g_autofree char *other_errors = NULL;
  g_autofree char *line = add_station (folder, NULL, &errors);
  g_autofree char *other = add_station (folder, "https://pakiv.example.org/", &other_errors);

  assert_code (line, "http://127.0.0.1:8474");
  g_assert_nonnull (strstr (errors, "--address"));
  assert_code (other, "https://pakiv.example.org");
  g_assert_cmpstr (other_errors, ==, "");
  pakiv_test_remove_folder (folder);
}

static void
test_code_while_the_server_runs (void)
{
  PakivTestCouncil *council = pakiv_test_council_start (NULL);
  g_autofree char *errors = NULL;
  g_autofree char *line = add_station (council->data, NULL, &errors);

  assert_code (line, council->url);
  g_assert_cmpstr (errors, ==, "");
  pakiv_test_council_stop (council);
}

static void
test_one_server_a_folder (void)
{
  PakivTestCouncil *council = pakiv_test_council_start (NULL);
  const char *arguments[] = { "--data", council->data, "--listen", "127.0.0.1:0", NULL };
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;
  g_autofree char *line = NULL;

  g_assert_cmpint (pakiv_test_council_run (arguments, &output, &errors), ==, 1);
  g_assert_nonnull (strstr (errors, "Another council server"));
  /* The failed start did not take the address over. */
  line = add_station (council->data, NULL, NULL);
  assert_code (line, council->url);
  pakiv_test_council_stop (council);
}

static void
test_taken_port (void)
{
  PakivTestCouncil *council = pakiv_test_council_start (NULL);
  g_autofree char *folder = g_build_filename (council->folder, "other", NULL);
  const char *arguments[]
      = { "--data", folder, "--listen", council->url + strlen ("http://"), NULL };
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;

  g_assert_cmpint (pakiv_test_council_run (arguments, &output, &errors), ==, 1);
  g_assert_nonnull (strstr (errors, council->url));
  pakiv_test_council_stop (council);
}

static void
test_read_only_folder (void)
{
  g_autofree char *folder = g_dir_make_tmp ("pakiv-command-XXXXXX", NULL);
  g_autofree char *file = g_build_filename (folder, "file", NULL);
  const char *arguments[] = { "--data", file, "station", "add", "Northfield", NULL };
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;

  /* Root may write anywhere, so what stands in the way is a file. */
  g_assert_true (g_file_set_contents (file, "x", 1, NULL));
  g_assert_cmpint (pakiv_test_council_run (arguments, &output, &errors), ==, 1);
  g_assert_nonnull (strstr (errors, file));
  g_assert_cmpstr (output, ==, "");
  pakiv_test_remove_folder (folder);
}

static void
test_help_says_the_commands (void)
{
  const char *arguments[] = { "--help", NULL };
  const char *words[] = { "--data", "--listen", "--socket", "--address", "station add NAME" };
  g_autofree char *output = NULL;

  g_assert_cmpint (pakiv_test_council_run (arguments, &output, NULL), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    g_assert_nonnull (strstr (output, words[i]));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/council/command/usage", test_usage);
  g_test_add_func ("/council/command/help", test_help_says_the_commands);
  g_test_add_func ("/council/command/code-before", test_code_before_the_server_ran);
  g_test_add_func ("/council/command/code-while", test_code_while_the_server_runs);
  g_test_add_func ("/council/command/one-server", test_one_server_a_folder);
  g_test_add_func ("/council/command/taken-port", test_taken_port);
  g_test_add_func ("/council/command/no-folder", test_read_only_folder);
  return g_test_run ();
}
