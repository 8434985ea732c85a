/* From a lost passphrase: codes first, each line by line or in one line, up to an empty line; then
 * the new passphrase. */
#include "pakiv-ctl-access.h"
#include "pakiv-error.h"
#include "pakiv-recovery.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

/* Letters and figures alone count; spaces and hyphens part them. */
static guint
count_letters (const char *text)
{
  guint n = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    n += g_unichar_isalnum (g_utf8_get_char (p)) != FALSE;
  return n;
}

/* Adds @line to @code, which it frees. */
static char *
join (char *code, const char *line)
{
  char *longer = code != NULL ? g_strjoin ("\n", code, line, NULL) : g_strdup (line);

  pakiv_passphrase_free (code);
  return longer;
}

/* (transfer full): "" at the end of the codes. */
static char *
read_code (PakivDesk *desk, int fd, gboolean shown, guint number, GError **error)
{
  char *code = NULL;

  for (guint line = 1; code == NULL || count_letters (code) < PAKIV_RECOVERY_LETTERS; line++)
    {
      g_autofree char *prompt = g_strdup_printf (
          /* Translators: the numbers of a recovery code and of its line on paper. */
          _ ("Recovery code %u, line %u (nothing where there is no more): "), number, line);
      char *text = pakiv_ctl_read_secret (fd, prompt, shown, error);

      if (text == NULL)
        {
          pakiv_passphrase_free (code);
          return NULL;
        }
      if (*text == '\0')
        {
          pakiv_passphrase_free (text);
          return code != NULL ? code : g_strdup ("");
        }
      code = join (code, text);
      pakiv_passphrase_free (text);
    }
  return code;
}

static GPtrArray *
read_parts (PakivDesk *desk, int fd, gboolean shown, GError **error)
{
  g_autoptr (GPtrArray) parts
      = g_ptr_array_new_with_free_func ((GDestroyNotify)pakiv_recovery_part_free);

  for (guint i = 1; i <= PAKIV_N_KEYS * PAKIV_RECOVERY_SHARES_MAX; i++)
    {
      char *code = read_code (desk, fd, shown, i, error);
      PakivRecoveryPart *part;
      gboolean end;

      if (code == NULL)
        return NULL;
      end = *code == '\0';
      part
          = end ? NULL : pakiv_recovery_code_decode (code, pakiv_desk_get_station_id (desk), error);
      pakiv_passphrase_free (code);
      if (end)
        break;
      if (part == NULL)
        return NULL;
      g_ptr_array_add (parts, part);
    }
  if (parts->len > 0)
    return g_steal_pointer (&parts);
  g_set_error (error, PAKIV_ERROR, PAKIV_ERROR_INVALID, _ ("There is no recovery code to read."));
  return NULL;
}

static gboolean
recover (PakivDesk *desk, const PakivCtlOptions *options, gboolean shown, GError **error)
{
  g_autoptr (GPtrArray) parts = read_parts (desk, options->passphrase_fd, shown, error);
  char *passphrase;
  gboolean done;

  if (parts == NULL)
    return FALSE;
  passphrase = pakiv_ctl_read_passphrase (options->passphrase_fd, options->member, TRUE, error);
  done = passphrase != NULL && pakiv_desk_recover (desk, options->member, passphrase, parts, error);
  pakiv_passphrase_free (passphrase);
  return done;
}

PakivCtlStatus
pakiv_ctl_recover (char **argv)
{
  g_auto (PakivCtlOptions) options = { 0 };
  g_auto (PakivCtlAccess) access = { 0 };
  gboolean shown = FALSE;
  GError *error = NULL;
  const GOptionEntry entries[] = {
    { "show", 0, 0, G_OPTION_ARG_NONE, &shown, N_ ("Show the code while it is typed"), NULL },
    { NULL },
  };

  if (!pakiv_ctl_parse (&options, argv, entries, 1, 1))
    return PAKIV_CTL_MISUSED;
  if (options.member == NULL)
    return pakiv_ctl_misuse (argv[0], _ ("Say with --member who has lost the passphrase."));
  if (!pakiv_ctl_access_open_desk (&access, &options, &error)
      || !recover (access.desk, &options, shown, &error))
    return pakiv_ctl_fail (error);
  printf (_ ("%s has a new passphrase.\n"), options.member);
  return PAKIV_CTL_DONE;
}
