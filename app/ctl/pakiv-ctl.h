/* What the commands of pakivctl share: their table, the options all of them take, and how they end.
 * Words on the command line and the line that import prints are fixed, scripts depend on them;
 * everything else a command says is translated. */
#pragma once

#include "pakiv-desk.h"

G_BEGIN_DECLS

typedef enum
{
  PAKIV_CTL_DONE = 0,
  PAKIV_CTL_FAILED = 1, /* refused or failed: one sentence on standard error */
  PAKIV_CTL_MISUSED = 2,
} PakivCtlStatus;

typedef struct
{
  const char *name;
  const char *arguments; /* as --help shows them */
  const char *summary;   /* msgid */
  PakivCtlStatus (*run) (char **argv);
  const char *notes;   /* msgid, at the end of its --help; or NULL */
  const char *purpose; /* what it is for where --purpose does not say; NULL: not stated */
} PakivCtlCommand;

PakivCtlStatus pakiv_ctl_add (char **argv);
PakivCtlStatus pakiv_ctl_attack (char **argv);
PakivCtlStatus pakiv_ctl_backup (char **argv);
PakivCtlStatus pakiv_ctl_demo (char **argv);
PakivCtlStatus pakiv_ctl_enrol (char **argv);
PakivCtlStatus pakiv_ctl_hold (char **argv);
PakivCtlStatus pakiv_ctl_import (char **argv);
PakivCtlStatus pakiv_ctl_init (char **argv);
PakivCtlStatus pakiv_ctl_list (char **argv);
PakivCtlStatus pakiv_ctl_protect (char **argv);
PakivCtlStatus pakiv_ctl_member (char **argv);
PakivCtlStatus pakiv_ctl_recover (char **argv);
PakivCtlStatus pakiv_ctl_recovery (char **argv);
PakivCtlStatus pakiv_ctl_purge (char **argv);
PakivCtlStatus pakiv_ctl_release (char **argv);
PakivCtlStatus pakiv_ctl_report (char **argv);
PakivCtlStatus pakiv_ctl_restore (char **argv);
PakivCtlStatus pakiv_ctl_send (char **argv);
PakivCtlStatus pakiv_ctl_suppress (char **argv);
PakivCtlStatus pakiv_ctl_trace (char **argv);
PakivCtlStatus pakiv_ctl_verify (char **argv);
PakivCtlStatus pakiv_ctl_year (char **argv);

/* The command's row in the table, never NULL for one of the above. */
const PakivCtlCommand *pakiv_ctl_find_command (const char *name);

/* Both print to standard error; the first takes @error over. */
PakivCtlStatus pakiv_ctl_fail (GError *error);
PakivCtlStatus pakiv_ctl_misuse (const char *command, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* Options of every command that opens a desk. */
typedef struct
{
  char *member;
  int passphrase_fd; /* -1: ask at the terminal */
  char *today;
  char *purpose;    /* a code of data/codelists/purpose.xml, or NULL: not stated */
  char **arguments; /* what is no option; at least as many as asked for */
} PakivCtlOptions;

void pakiv_ctl_options_clear (PakivCtlOptions *options);

/* Reads @argv (its first word is the command) into @options and into what @entries, which may be
 * NULL, point at. FALSE after a complaint: the command ends with PAKIV_CTL_MISUSED. */
gboolean pakiv_ctl_parse (
    PakivCtlOptions *options, char **argv, const GOptionEntry *entries, guint least, guint most);

/* (transfer full): today, or the day that --today names. */
PakivClock *pakiv_ctl_options_get_clock (const PakivCtlOptions *options);

/* (transfer full): one line of @fd, or typed without echo where @fd is -1, a second time to be sure
 * where @twice. Free with pakiv_passphrase_free(). */
char *pakiv_ctl_read_passphrase (int fd, const char *member, gboolean twice, GError **error);

/* (transfer full): the same for another secret; @prompt is what is asked, and what is typed can be
 * seen where @shown. */
char *pakiv_ctl_read_secret (int fd, const char *prompt, gboolean shown, GError **error);

/* "Ana Cruz:officer"; the name may have a colon of its own. FALSE after a complaint of @command.
 * @name: (transfer full). */
gboolean
pakiv_ctl_read_name_and_role (const char *command, const char *text, char **name, PakivRole *role);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PakivCtlOptions, pakiv_ctl_options_clear)

G_END_DECLS
