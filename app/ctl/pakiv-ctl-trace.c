/* The trace: checked by anyone, read by the data-protection officer. */
#include "pakiv-ctl-access.h"
#include "pakiv-error.h"
#include "pakiv-trace.h"

#include <glib/gi18n.h>
#include <stdio.h>

typedef struct
{
  char *log_word;
  PakivLogId log;
  gboolean verify;
  char *file;
  char *member_of;
  char *record;
  gboolean unusual;
  gboolean csv;
} Wanted;

static void
clear_wanted (Wanted *wanted)
{
  g_free (wanted->log_word);
  g_free (wanted->file);
  g_free (wanted->member_of);
  g_free (wanted->record);
}

static PakivCtlStatus
verify (PakivDesk *desk, const Wanted *wanted)
{
  g_auto (PakivTraceCheck) check = { 0 };
  GError *error = NULL;

  if (!pakiv_trace_verify (desk, wanted->log, wanted->file, &check, &error))
    return pakiv_ctl_fail (error);
  printf (ngettext ("The trace is whole: %lu entry.\n", "The trace is whole: %lu entries.\n",
                    (gulong)check.entries),
          (gulong)check.entries);
  return PAKIV_CTL_DONE;
}

/* The only officer of the desk, or the one that --member names. */
static const PakivMember *
find_officer (PakivDesk *desk, const char *name, GError **error)
{
  GPtrArray *members = pakiv_desk_get_members (desk);
  const PakivMember *found = NULL;

  if (name != NULL && (found = pakiv_desk_find_member (desk, name)) == NULL)
    {
      g_set_error (error, PAKIV_ERROR, PAKIV_ERROR_NOT_FOUND,
                   _ ("No one called “%s” works at this desk."), name);
      return NULL;
    }
  for (guint i = 0; name == NULL && i < members->len; i++)
    {
      const PakivMember *member = members->pdata[i];

      if (member->role == PAKIV_ROLE_DPO && member->suspended == NULL)
        found = member;
    }
  if (found == NULL)
    g_set_error (error, PAKIV_ERROR, PAKIV_ERROR_NOT_FOUND,
                 _ ("This desk has no data-protection officer yet, who alone reads the trace."));
  return found;
}

static PakivTrace *
open_trace (PakivCtlAccess *access,
            const PakivCtlOptions *options,
            const Wanted *wanted,
            GError **error)
{
  const PakivMember *officer = find_officer (access->desk, options->member, error);
  char *passphrase;

  if (officer == NULL)
    return NULL;
  passphrase = pakiv_ctl_read_passphrase (options->passphrase_fd, officer->name, FALSE, error);
  if (passphrase == NULL)
    return NULL;
  access->session = pakiv_desk_unlock (access->desk, officer->name, passphrase, error);
  pakiv_passphrase_free (passphrase);
  return access->session != NULL ? pakiv_trace_open (access->session, wanted->log, error) : NULL;
}

static const char *
get_label (PakivCtlAccess *access, const char *list, const char *code)
{
  const PakivCodelist *codes = pakiv_definitions_find_codelist (access->definitions, list);

  if (code == NULL)
    return _ ("not stated");
  return codes != NULL ? pakiv_codelist_get_label (codes, code) : code;
}

static void
print_entry (PakivCtlAccess *access, const PakivTraceEntry *entry)
{
  g_autofree char *time = pakiv_trace_entry_get_time (entry);
  g_autofree char *words = pakiv_trace_entry_describe (entry);
  const PakivKind *kind
      = entry->kind != NULL ? pakiv_definitions_find_kind (access->definitions, entry->kind) : NULL;

  printf ("%6" G_GUINT64_FORMAT "  %-19s  %-20s  %s", entry->number, time,
          entry->member != NULL ? entry->member : "", words);
  if (kind != NULL)
    printf (" · %s", pakiv_kind_get_plural (kind));
  if (entry->record != NULL)
    printf (" · %s", entry->record);
  if (entry->recipient != NULL)
    printf (" → %s", entry->recipient);
  if (!(entry->doubt & PAKIV_TRACE_UNREADABLE))
    printf (" (%s)", get_label (access, "purpose", entry->purpose));
  printf ("%s\n", entry->doubt != PAKIV_TRACE_SOUND ? " !" : "");
}

static void
print_unusual (GPtrArray *entries)
{
  g_autoptr (GPtrArray) found = pakiv_trace_find_unusual (entries);

  if (found->len == 0)
    printf (_ ("Nothing unusual was found.\n"));
  for (guint i = 0; i < found->len; i++)
    {
      g_autofree char *words = pakiv_unusual_describe (found->pdata[i]);

      printf ("%s\n", words);
    }
}

static gboolean
print_csv (PakivTrace *trace, GPtrArray *entries, GError **error)
{
  g_autofree char *csv = pakiv_trace_to_csv (trace, entries, error);

  if (csv == NULL)
    return FALSE;
  fputs (csv, stdout);
  return TRUE;
}

/* What is in doubt goes to standard error, and then the command fails: a script must not take it
 * for the whole. */
static PakivCtlStatus
print_warnings (PakivTrace *trace)
{
  const char *const *warnings = pakiv_trace_get_warnings (trace);

  for (int i = 0; warnings[i] != NULL; i++)
    fprintf (stderr, "pakivctl: %s\n", warnings[i]);
  return warnings[0] == NULL ? PAKIV_CTL_DONE : PAKIV_CTL_FAILED;
}

static PakivCtlStatus
show (PakivCtlAccess *access, PakivTrace *trace, const Wanted *wanted)
{
  g_autoptr (GPtrArray) entries
      = pakiv_trace_select (trace, wanted->member_of, NULL, wanted->record);
  GError *error = NULL;

  if (wanted->unusual)
    print_unusual (entries);
  else if (wanted->csv)
    {
      if (!print_csv (trace, entries, &error))
        return pakiv_ctl_fail (error);
    }
  else
    for (guint i = 0; i < entries->len; i++)
      print_entry (access, entries->pdata[i]);
  return print_warnings (trace);
}

static PakivCtlStatus
run (const PakivCtlOptions *options, Wanted *wanted)
{
  g_auto (PakivCtlAccess) access = { 0 };
  g_autoptr (PakivTrace) trace = NULL;
  GError *error = NULL;

  if (wanted->log_word == NULL || !pakiv_log_id_from_string (wanted->log_word, &wanted->log))
    return pakiv_ctl_misuse ("trace", _ ("It takes --log with police, mediation or joint."));
  if (wanted->file != NULL && !wanted->verify)
    return pakiv_ctl_misuse ("trace", _ ("--file goes with --verify."));
  if (wanted->unusual && wanted->csv)
    return pakiv_ctl_misuse ("trace", _ ("--unusual and --csv do not go together."));
  if (!pakiv_ctl_access_open_desk (&access, options, &error))
    return pakiv_ctl_fail (error);
  if (wanted->verify)
    return verify (access.desk, wanted);
  trace = open_trace (&access, options, wanted, &error);
  return trace != NULL ? show (&access, trace, wanted) : pakiv_ctl_fail (error);
}

PakivCtlStatus
pakiv_ctl_trace (char **argv)
{
  g_auto (PakivCtlOptions) options = { 0 };
  Wanted wanted = { 0 };
  PakivCtlStatus status = PAKIV_CTL_MISUSED;
  const GOptionEntry entries[] = {
    { "log", 'l', 0, G_OPTION_ARG_STRING, &wanted.log_word, N_ ("police, mediation or joint"),
      N_ ("LOG") },
    { "verify", 0, 0, G_OPTION_ARG_NONE, &wanted.verify,
      N_ ("Only check that it is whole; anyone may"), NULL },
    { "file", 0, 0, G_OPTION_ARG_FILENAME, &wanted.file,
      N_ ("Check another file of it, such as one that was kept aside"), N_ ("FILE") },
    { "member-of", 0, 0, G_OPTION_ARG_STRING, &wanted.member_of, N_ ("Only what this member did"),
      N_ ("NAME") },
    { "record", 0, 0, G_OPTION_ARG_STRING, &wanted.record,
      N_ ("Only what was done with this record"), N_ ("ID") },
    { "unusual", 0, 0, G_OPTION_ARG_NONE, &wanted.unusual, N_ ("Only what deserves a question"),
      NULL },
    { "csv", 0, 0, G_OPTION_ARG_NONE, &wanted.csv, N_ ("As CSV"), NULL },
    { NULL },
  };

  if (pakiv_ctl_parse (&options, argv, entries, 1, 1))
    status = run (&options, &wanted);
  clear_wanted (&wanted);
  return status;
}
