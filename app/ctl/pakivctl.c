/* pakivctl: what the desk can do, for scripts, servers and tests. */
#include "pakiv-ctl.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

/* A purpose is taken as said only where a command is for one thing; what records are added, read or
 * listed for, only the person knows. */
static const PakivCtlCommand commands[] = {
  { "init", "DESK --station NAME --member NAME:ROLE…", N_ ("Make a new desk"), pakiv_ctl_init },
  { "member", "DESK add NAME:ROLE|suspend NAME|role NAME:ROLE|passphrase [NAME]|grant NAME|list",
    N_ ("Change who works at the desk"), pakiv_ctl_member, NULL, "UPKEEP" },
  { "recovery", "DESK --log LOG|trace --out SHEET.pdf [--shares K/N]",
    N_ ("Make a recovery sheet, or shares of one"), pakiv_ctl_recovery, NULL, "UPKEEP" },
  { "recover", "DESK --member NAME", N_ ("Let a member in again with a recovery sheet"),
    pakiv_ctl_recover },
  { "add", "DESK --kind KIND FILE.json|-", N_ ("Add one record"), pakiv_ctl_add },
  { "import", "DESK --map NAME FILE…", N_ ("Read records from CSV files"), pakiv_ctl_import,
    N_ ("Rows that can’t be taken are listed in FILE.rejects.csv, each with its line and the reason. "
        "Correct them there and import that file in the same way. The list is always that of the "
        "last import of FILE: an older one is replaced, or removed where every row was taken. A "
        "file of that name that Pakiv did not write is never replaced.") },
  { "list", "DESK --log LOG", N_ ("Show the records of a log"), pakiv_ctl_list },
  { "release", "DESK --log LOG --period 2021-Q1 --out FILE.zip",
    N_ ("Make the protected release of a quarter"), pakiv_ctl_release, NULL, "REPORT" },
  { "report", "FILE.zip --out FILE.pdf", N_ ("Write a release as a document to print and vote on"),
    pakiv_ctl_report },
  { "year", "FILE.zip… --out PAGE.html", N_ ("Add up the released quarters of a year"),
    pakiv_ctl_year,
    N_ ("It reads the packages and nothing else, up to four of one station, log and year. A quarter "
        "that is missing is named, and a table that changed within the year is left out, unless "
        "its finer categories can be brought to the coarser: for districts the municipality’s own "
        "list says so, which --lists finds.") },
  { "verify", "FILE.zip", N_ ("Check a release that someone sent"), pakiv_ctl_verify },
  { "trace", "DESK --log LOG", N_ ("Check or read who did what with records"), pakiv_ctl_trace,
    N_ ("Anyone may check with --verify, without a passphrase: it ends well only where the trace is "
        "whole, and else names the line. Lines cut off at its end show only to who opens the log, "
        "and to the data-protection officer, who alone reads the trace.") },
  { "purge", "DESK --log LOG", N_ ("Erase the records whose time is over"), pakiv_ctl_purge,
    N_ ("It erases nothing while the computer’s date looks wrong. Look at the date, and say with "
        "--confirm that it is right."),
    "UPKEEP" },
  { "hold", "DESK --log LOG [--kind KIND --record ID --until DAY --reason TEXT]",
    N_ ("Keep a record beyond its time for a legal reason, or list such records"), pakiv_ctl_hold,
    NULL, "UPKEEP" },
  { "backup", "DESK [--log LOG] [--to FOLDER]", N_ ("Make a backup of the logs"), pakiv_ctl_backup,
    N_ ("Without --to it goes to the desk’s own folder of backups. Of older backups, the last of "
        "each of the last 7 days and of each of the last 8 weeks are kept."),
    "UPKEEP" },
  { "restore", "DESK --log LOG --from FILE", N_ ("Bring a log back from a backup"),
    pakiv_ctl_restore,
    N_ ("First a backup is made of what is there. The trace, releases and closed quarters of now "
        "are kept, and what was erased since stays erased. Where DESK is not there, it is made "
        "with the members of the backup, who unlock it with their passphrases of then."),
    "UPKEEP" },
  { "send", "DESK FILE.zip", N_ ("Send a release to the council"), pakiv_ctl_send, NULL, "REPORT" },
  { "enrol", "DESK CODE", N_ ("Connect the desk to a council"), pakiv_ctl_enrol },
  { "protect", "TABLE.csv --count COLUMN --base B --out SAFE.csv",
    N_ ("Round the small counts of any table"), pakiv_ctl_protect },
  { "attack", "PACKAGE.zip | --cells TABLE.csv",
    N_ ("Try to work out what a release or a table hides"), pakiv_ctl_attack },
  { "suppress", "TABLE.csv --count COLUMN --threshold N --out FILE.csv",
    N_ ("Hide the small counts of a table, and what would give them away"), pakiv_ctl_suppress },
  { "demo", "DESK", N_ ("Make a desk filled with invented records"), pakiv_ctl_demo },
};

const PakivCtlCommand *
pakiv_ctl_find_command (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_strcmp0 (commands[i].name, name) == 0)
      return &commands[i];
  return NULL;
}

static void
print_help (FILE *stream)
{
  g_autoptr (GString) help = g_string_new (_ ("Usage:"));

  g_string_append_printf (help, "\n  pakivctl %s\n\n%s\n", _ ("COMMAND …"), _ ("Commands:"));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    g_string_append_printf (help, "  %-8s  %s\n", commands[i].name, _ (commands[i].summary));
  g_string_append_printf (help, "\n%s\n",
                          _ ("“pakivctl COMMAND --help” says what a command takes."));
  fputs (help->str, stream);
}

/* What was printed must have arrived: a full disk behind a redirection is a failure. */
static PakivCtlStatus
finish (PakivCtlStatus status)
{
  if (fflush (stdout) == 0 && ferror (stdout) == 0)
    return status;
  fprintf (stderr, "pakivctl: %s\n", _ ("What was to be printed could not be written."));
  return PAKIV_CTL_FAILED;
}

int
main (int argc, char **argv)
{
  const PakivCtlCommand *command;

  setlocale (LC_ALL, "");
  /* A limit on file sizes is a full disk, which is told in words, not a reason to be killed. */
  signal (SIGXFSZ, SIG_IGN);
  bindtextdomain (GETTEXT_PACKAGE, PAKIV_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname ("pakivctl");
  if (argc < 2)
    {
      print_help (stderr);
      return PAKIV_CTL_MISUSED;
    }
  if (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0)
    {
      print_help (stdout);
      return finish (PAKIV_CTL_DONE);
    }
  if (strcmp (argv[1], "--version") == 0)
    {
      printf ("pakivctl %s\n", PAKIV_VERSION);
      return finish (PAKIV_CTL_DONE);
    }
  command = pakiv_ctl_find_command (argv[1]);
  if (command == NULL)
    {
      fprintf (stderr, _ ("pakivctl: There is no command “%s”. “pakivctl --help” lists them.\n"),
               argv[1]);
      return PAKIV_CTL_MISUSED;
    }
  return finish (command->run (argv + 1));
}
