/* The sheet is made, then kept by the desk, so that no valid one is void for one that was never
 * printed. */
#include "pakiv-ctl-access.h"
#include "pakiv-recovery-sheet.h"
#include "pakiv-recovery.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdio.h>

typedef struct
{
  PakivKeyId key;
  guint needed;
  guint shares;
  const char *path;
  gboolean show;
} Wanted;

/* "3/5" */
static gboolean
read_shares (const char *text, Wanted *wanted)
{
  char end;
  gboolean read = sscanf (text, "%2u/%2u%c", &wanted->needed, &wanted->shares, &end) == 2;

  if (read && wanted->needed >= 2 && wanted->needed <= wanted->shares
      && wanted->shares <= PAKIV_RECOVERY_SHARES_MAX)
    return TRUE;
  pakiv_ctl_misuse ("recovery",
                    _ ("“%s” is not K/N, such as 3/5: at least 2 needed, at most %d in all."), text,
                    PAKIV_RECOVERY_SHARES_MAX);
  return FALSE;
}

static GPtrArray *
make_parts (const PakivRecoveryPart *whole, const Wanted *wanted)
{
  GPtrArray *parts;

  if (wanted->shares > 0)
    return pakiv_recovery_split (whole, wanted->needed, wanted->shares);
  parts = g_ptr_array_new_with_free_func ((GDestroyNotify)pakiv_recovery_part_free);
  g_ptr_array_add (parts, pakiv_recovery_part_new (whole->key, 0, 0, whole->secret));
  return parts;
}

static void
show (PakivDesk *desk, GPtrArray *parts)
{
  for (guint i = 0; i < parts->len; i++)
    {
      char *code = pakiv_recovery_code_encode (parts->pdata[i], pakiv_desk_get_station_id (desk));

      printf ("%s%s\n", i > 0 ? "\n" : "", code);
      pakiv_passphrase_free (code);
    }
}

static gboolean
make (PakivCtlAccess *access, const Wanted *wanted, GError **error)
{
  g_autoptr (PakivRecoveryPart) whole
      = pakiv_session_make_recovery (access->session, wanted->key, error);
  g_autoptr (GPtrArray) parts = NULL;
  g_autofree char *day = NULL;
  PakivRecoverySheet sheet = { .shares = wanted->shares };

  if (whole == NULL)
    return FALSE;
  parts = make_parts (whole, wanted);
  day = pakiv_clock_get_day (access->clock);
  sheet.station = pakiv_desk_get_station (access->desk);
  sheet.station_id = pakiv_desk_get_station_id (access->desk);
  sheet.day = day;
  if (!pakiv_recovery_sheet_write (wanted->path, &sheet, parts, error))
    return FALSE;
  if (!pakiv_session_keep_recovery (access->session, whole, wanted->needed, wanted->shares,
                                    access->clock, error))
    {
      g_unlink (wanted->path);
      return FALSE;
    }
  if (wanted->show)
    show (access->desk, parts);
  return TRUE;
}

PakivCtlStatus
pakiv_ctl_recovery (char **argv)
{
  g_auto (PakivCtlOptions) options = { 0 };
  g_auto (PakivCtlAccess) access = { 0 };
  g_autofree char *log = NULL, *path = NULL, *shares = NULL;
  Wanted wanted = { 0 };
  GError *error = NULL;
  const GOptionEntry entries[] = {
    { "log", 'l', 0, G_OPTION_ARG_STRING, &log,
      N_ ("What it recovers: police, mediation, joint or trace"), N_ ("LOG") },
    { "out", 'o', 0, G_OPTION_ARG_FILENAME, &path, N_ ("The sheet to write, a PDF file"),
      N_ ("FILE") },
    { "shares", 0, 0, G_OPTION_ARG_STRING, &shares,
      N_ ("Split it into N shares, any K of which are needed"), "K/N" },
    { "show", 0, 0, G_OPTION_ARG_NONE, &wanted.show, N_ ("Print the code here too"), NULL },
    { NULL },
  };

  if (!pakiv_ctl_parse (&options, argv, entries, 1, 1))
    return PAKIV_CTL_MISUSED;
  if (log == NULL || path == NULL)
    return pakiv_ctl_misuse (argv[0], _ ("It takes --log and --out."));
  if (!pakiv_key_id_from_string (log, &wanted.key))
    return pakiv_ctl_misuse (argv[0], _ ("“%s” is none of police, mediation, joint, trace."), log);
  if (shares != NULL && !read_shares (shares, &wanted))
    return PAKIV_CTL_MISUSED;
  wanted.path = path;
  if (!pakiv_ctl_access_open_desk (&access, &options, &error)
      || !pakiv_ctl_access_unlock (&access, &options, &error) || !make (&access, &wanted, &error))
    return pakiv_ctl_fail (error);
  printf (_ ("%s: print it, put it in a safe and delete the file.\n"), path);
  return PAKIV_CTL_DONE;
}
