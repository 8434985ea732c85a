/* Passphrases come from a file descriptor or the terminal, never from the command line or the
 * environment, where other programs could read them. */
#include "pakiv-ctl.h"
#include "pakiv-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define PASSPHRASE_MAX 1024

static volatile sig_atomic_t interrupted;

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, PAKIV_ERROR, PAKIV_ERROR_INVALID, message);
  return FALSE;
}

/* Byte by byte, so that the next line is left for the next member. */
static gboolean
read_line (int fd, char *line, GError **error)
{
  gsize length = 0;
  gssize n;

  while ((n = read (fd, line + length, 1)) != 0)
    {
      if (n < 0 && errno == EINTR && !interrupted)
        continue;
      if (interrupted)
        return refuse (error, _ ("Cancelled. Nothing was done."));
      if (n < 0)
        return refuse (error, _ ("The passphrase could not be read."));
      if (line[length] == '\n')
        break;
      if (++length == PASSPHRASE_MAX)
        return refuse (error, _ ("The passphrase is too long."));
    }
  if (n == 0 && length == 0)
    return refuse (error, _ ("There is no passphrase to read."));
  if (length > 0 && line[length - 1] == '\r')
    length--;
  if (memchr (line, '\0', length) != NULL || !g_utf8_validate (line, (gssize)length, NULL))
    return refuse (error, _ ("The passphrase has letters that can’t be read."));
  line[length] = '\0';
  return TRUE;
}

static char *
read_passphrase (int fd, GError **error)
{
  char line[PASSPHRASE_MAX + 1];
  char *passphrase = read_line (fd, line, error) ? g_strdup (line) : NULL;

  explicit_bzero (line, sizeof line);
  return passphrase;
}

static void
on_interrupt (int number)
{
  interrupted = 1;
}

/* The terminal must never be left without echo, so Ctrl-C ends the reading and not the program. */
static char *
ask_at (int terminal, const char *prompt, gboolean shown, GError **error)
{
  const struct sigaction stop = { .sa_handler = on_interrupt };
  struct sigaction before;
  struct termios normal, hidden;
  char *passphrase;

  if (tcgetattr (terminal, &normal) != 0)
    {
      refuse (error, _ ("There is no terminal to ask at. Use --passphrase-fd."));
      return NULL;
    }
  hidden = normal;
  if (!shown)
    hidden.c_lflag &= ~(tcflag_t)ECHO;
  sigaction (SIGINT, &stop, &before);
  if (write (terminal, prompt, strlen (prompt)) < 0)
    errno = 0; /* a prompt that can't be shown does no harm */
  tcsetattr (terminal, TCSAFLUSH, &hidden);
  passphrase = read_passphrase (terminal, error);
  tcsetattr (terminal, TCSAFLUSH, &normal);
  sigaction (SIGINT, &before, NULL);
  if (!shown && write (terminal, "\n", 1) < 0)
    errno = 0;
  return passphrase;
}

static char *
ask (int terminal, const char *member, gboolean twice, GError **error)
{
  g_autofree char *first = g_strdup_printf (_ ("Passphrase of %s: "), member);
  g_autofree char *second = g_strdup_printf (_ ("The same again, to be sure: "));
  char *passphrase = ask_at (terminal, first, FALSE, error);
  char *again;

  if (passphrase == NULL || !twice)
    return passphrase;
  again = ask_at (terminal, second, FALSE, error);
  if (again != NULL && strcmp (passphrase, again) != 0)
    refuse (error, _ ("The two passphrases are not the same."));
  if (again == NULL || strcmp (passphrase, again) != 0)
    g_clear_pointer (&passphrase, pakiv_passphrase_free);
  pakiv_passphrase_free (again);
  return passphrase;
}

/* -1 and @error where there is none. */
static int
open_terminal (GError **error)
{
  int terminal = g_open ("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY, 0);

  if (terminal < 0)
    refuse (error, _ ("There is no terminal to ask at. Use --passphrase-fd."));
  return terminal;
}

char *
pakiv_ctl_read_passphrase (int fd, const char *member, gboolean twice, GError **error)
{
  char *passphrase;
  int terminal;

  if (fd >= 0)
    return read_passphrase (fd, error);
  terminal = open_terminal (error);
  if (terminal < 0)
    return NULL;
  passphrase = ask (terminal, member, twice, error);
  g_close (terminal, NULL);
  return passphrase;
}

char *
pakiv_ctl_read_secret (int fd, const char *prompt, gboolean shown, GError **error)
{
  char *secret;
  int terminal;

  if (fd >= 0)
    return read_passphrase (fd, error);
  terminal = open_terminal (error);
  if (terminal < 0)
    return NULL;
  secret = ask_at (terminal, prompt, shown, error);
  g_close (terminal, NULL);
  return secret;
}
