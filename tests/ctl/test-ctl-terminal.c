/* Asking for a passphrase at a terminal: shown to nobody, and the terminal is given back as it was.
 */
#include "ctl.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

typedef struct
{
  int master;
  int slave;
  GSubprocess *process;
  GString *seen;
} Terminal;

/* The program's own session, with the pseudo-terminal as the one it can ask at. */
static void
on_child_cb (gpointer data)
{
  setsid ();
  ioctl (STDIN_FILENO, TIOCSCTTY, 0);
}

static Terminal *
start (const char *const *words)
{
  Terminal *terminal = g_new0 (Terminal, 1);
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  terminal->seen = g_string_new (NULL);
  terminal->master = posix_openpt (O_RDWR | O_NOCTTY | O_CLOEXEC);
  g_assert_cmpint (terminal->master, >=, 0);
  g_assert_cmpint (grantpt (terminal->master) | unlockpt (terminal->master), ==, 0);
  terminal->slave = g_open (ptsname (terminal->master), O_RDWR | O_NOCTTY | O_CLOEXEC, 0);
  g_assert_cmpint (terminal->slave, >=, 0);
  g_subprocess_launcher_take_stdin_fd (launcher, dup (terminal->slave));
  g_subprocess_launcher_take_stdout_fd (launcher, dup (terminal->slave));
  g_subprocess_launcher_take_stderr_fd (launcher, dup (terminal->slave));
  g_subprocess_launcher_set_child_setup (launcher, on_child_cb, NULL, NULL);
  g_ptr_array_add (argv, (gpointer)ctl_get_program ());
  for (int i = 0; words[i] != NULL; i++)
    g_ptr_array_add (argv, (gpointer)words[i]);
  g_ptr_array_add (argv, NULL);
  terminal->process
      = g_subprocess_launcher_spawnv (launcher, (const char *const *)argv->pdata, &error);
  g_assert_no_error (error);
  return terminal;
}

static gboolean
is_echoing (Terminal *terminal)
{
  struct termios state;

  g_assert_cmpint (tcgetattr (terminal->slave, &state), ==, 0);
  return (state.c_lflag & ECHO) != 0;
}

/* Reads until @text was printed; the test's own time limit ends a wait for ever. */
static void
wait_for (Terminal *terminal, const char *text)
{
  char piece[256];
  gssize n;

  while (strstr (terminal->seen->str, text) == NULL)
    {
      n = read (terminal->master, piece, sizeof piece);
      if (n < 0 && errno == EINTR)
        continue;
      g_assert_cmpint (n, >, 0);
      g_string_append_len (terminal->seen, piece, n);
    }
}

/* Types only once the echo is off: what is typed before would be shown by any terminal. */
static void
answer (Terminal *terminal, const char *prompt, const char *text)
{
  wait_for (terminal, prompt);
  while (is_echoing (terminal))
    g_usleep (1000);
  g_string_truncate (terminal->seen, 0);
  g_assert_cmpint (write (terminal->master, text, strlen (text)), ==, (gssize)strlen (text));
}

static void
finish (Terminal *terminal, int status, const char *said)
{
  wait_for (terminal, said);
  g_assert_true (g_subprocess_wait (terminal->process, NULL, NULL));
  g_assert_true (g_subprocess_get_if_exited (terminal->process));
  g_assert_cmpint (g_subprocess_get_exit_status (terminal->process), ==, status);
  g_assert_true (is_echoing (terminal));
  g_assert_null (strstr (terminal->seen->str, "passphrase\r\n"));
  close (terminal->slave);
  close (terminal->master);
  g_object_unref (terminal->process);
  g_string_free (terminal->seen, TRUE);
  g_free (terminal);
}

static void
test_prompt (Ctl *ctl, gconstpointer data)
{
  const char *const words[] = { "list", ctl->desk, "--log", "police", NULL };
  Terminal *terminal = start (words);

  answer (terminal, "Passphrase of Ana: ", "officer passphrase\n");
  finish (terminal, 0, "Contacts: 0");
}

static void
test_wrong (Ctl *ctl, gconstpointer data)
{
  const char *const words[] = { "list", ctl->desk, "--log", "police", NULL };
  Terminal *terminal = start (words);

  answer (terminal, "Passphrase of Ana: ", "another one\n");
  finish (terminal, 1, "pakivctl: ");
}

static void
test_cancel (Ctl *ctl, gconstpointer data)
{
  const char *const words[] = { "list", ctl->desk, "--log", "police", NULL };
  Terminal *terminal = start (words);

  answer (terminal, "Passphrase of Ana: ", "offic\003");
  finish (terminal, 1, "Cancelled");
}

static void
test_init (Ctl *ctl, gconstpointer data)
{
  g_autofree char *desk = ctl_path (ctl, "new");
  const char *const words[]
      = { "init", desk, "--station", "S", "--member", "Ana:officer", "--member", "Bo:dpo", NULL };
  Terminal *terminal = start (words);

  answer (terminal, "Passphrase of Ana: ", "first passphrase\n");
  answer (terminal, "again", "first passphrase\n");
  answer (terminal, "Passphrase of Bo: ", "second passphrase\n");
  answer (terminal, "again", "second passphrase\n");
  finish (terminal, 0, desk);
  g_free (ctl_expect (0, NULL,
                      ctl_run ("first passphrase\n", NULL, "list", desk, "--log", "police", NULL)));
}

static void
test_init_mistyped (Ctl *ctl, gconstpointer data)
{
  g_autofree char *desk = ctl_path (ctl, "new");
  const char *const words[] = { "init", desk, "--station", "S", "--member", "Ana:officer", NULL };
  Terminal *terminal = start (words);

  answer (terminal, "Passphrase of Ana: ", "first passphrase\n");
  answer (terminal, "again", "first passphrsae\n");
  finish (terminal, 1, "not the same");
  g_assert_false (g_file_test (desk, G_FILE_TEST_EXISTS));
}

#define ADD(path, function) \
  g_test_add ("/ctl/terminal/" path, Ctl, NULL, ctl_set_up, function, ctl_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("prompt", test_prompt);
  ADD ("wrong", test_wrong);
  ADD ("cancel", test_cancel);
  ADD ("init", test_init);
  ADD ("init-mistyped", test_init_mistyped);
  return g_test_run ();
}
