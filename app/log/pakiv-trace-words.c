/* Entries and findings as sentences and as CSV. */
#include "pakiv-trace-private.h"

#include "pakiv-csv-writer.h"
#include "pakiv-day.h"
#include "pakiv-desk-private.h"

#include <glib/gi18n.h>
#include <string.h>

/* TRUE where @entry's detail is @word and a number. */
static gboolean
get_number (const PakivTraceEntry *entry, const char *word, gulong *number)
{
  gsize length = strlen (word);

  if (entry->detail == NULL || strncmp (entry->detail, word, length) != 0
      || entry->detail[length] != ' ')
    return FALSE;
  *number = (gulong)g_ascii_strtoull (entry->detail + length + 1, NULL, 10);
  return TRUE;
}

static char *
describe_many (const PakivTraceEntry *entry)
{
  gulong n;

  if (get_number (entry, PAKIV_DETAIL_LIST, &n))
    return g_strdup_printf (
        ngettext ("Looked at a list of %lu record", "Looked at a list of %lu records", n), n);
  if (get_number (entry, PAKIV_DETAIL_SEARCH, &n))
    return g_strdup_printf (
        ngettext ("Searched, and found %lu record", "Searched, and found %lu records", n), n);
  if (get_number (entry, PAKIV_DETAIL_IMPORT, &n))
    return g_strdup_printf (ngettext ("Imported %lu record", "Imported %lu records", n), n);
  if (get_number (entry, PAKIV_DETAIL_EXPORT, &n))
    return g_strdup_printf (
        ngettext ("Wrote %lu record to a file", "Wrote %lu records to a file", n), n);
  if (get_number (entry, PAKIV_DETAIL_RETENTION, &n))
    return g_strdup_printf (ngettext ("Erased %lu record because its time was over",
                                      "Erased %lu records because their time was over", n),
                            n);
  if (get_number (entry, PAKIV_DETAIL_READ, &n))
    return g_strdup_printf (ngettext ("The data-protection officer had read this trace %lu time",
                                      "The data-protection officer had read this trace %lu times",
                                      n),
                            n);
  return NULL;
}

/* (transfer full): the quarter at the beginning of @text, in words. */
static char *
word_quarter (const char *text)
{
  g_autofree char *first = g_strndup (text, strcspn (text, " "));
  PakivPeriod period;

  return pakiv_period_parse (first, &period, NULL) ? pakiv_period_to_words (period)
                                                   : g_steal_pointer (&first);
}

static char *
describe_quarter (const PakivTraceEntry *entry, const char *quarter)
{
  if (entry->act == PAKIV_ACT_COMBINE)
    /* Translators: a quarter, such as January to March 2021. */
    return g_strdup_printf (_ ("Counted the records for the report of %s"), quarter);
  if (entry->act == PAKIV_ACT_CONSULT)
    /* Translators: a quarter, such as January to March 2021. */
    return g_strdup_printf (_ ("Looked at the true figures behind the report of %s"), quarter);
  /* Translators: a quarter, such as January to March 2021. */
  return g_strdup_printf (_ ("Passed on the report of %s"), quarter);
}

static char *
describe_named (const PakivTraceEntry *entry)
{
  const char *release = PAKIV_DETAIL_RELEASE " ";
  const char *restored = PAKIV_DETAIL_RESTORED " ";
  const char *revision = PAKIV_DETAIL_REVISION " ";
  g_autofree char *quarter = NULL;

  if (entry->detail == NULL)
    return NULL;
  if (g_str_has_prefix (entry->detail, restored))
    /* Translators: a moment, such as 2021-03-31T12:00:00Z. */
    return g_strdup_printf (_ ("Brought the log back from the backup of %s"),
                            entry->detail + strlen (restored));
  if (g_str_has_prefix (entry->detail, revision))
    {
      quarter = word_quarter (entry->detail + strlen (revision));
      /* Translators: a quarter, such as January to March 2021. */
      return g_strdup_printf (_ ("Passed on the revision of %s"), quarter);
    }
  if (!g_str_has_prefix (entry->detail, release))
    return NULL;
  quarter = word_quarter (entry->detail + strlen (release));
  return describe_quarter (entry, quarter);
}

/* Details that are one word. */
static const struct
{
  const char *detail;
  const char *words;
} single_words[] = {
  { PAKIV_DETAIL_FILE_KEPT,
    N_ ("The file of the trace told something else; it was kept aside and written anew") },
  { PAKIV_DETAIL_FILE_LOST, N_ ("The file of the trace was gone, and was written anew") },
  { PAKIV_DETAIL_FILE_FAILED, N_ ("The file of the trace could not be written") },
  { PAKIV_DETAIL_HOLD, N_ ("Placed a legal hold on a record") },
  { PAKIV_DETAIL_HOLD_RELEASED, N_ ("Ended the legal hold on a record") },
  { PAKIV_DETAIL_BACKUP, N_ ("Made a backup") },
  { PAKIV_DETAIL_MEMBER_ADDED, N_ ("Added a member") },
  { PAKIV_DETAIL_MEMBER_SUSPENDED, N_ ("Suspended a member") },
  { PAKIV_DETAIL_MEMBER_ROLE, N_ ("Changed the role of a member") },
  { PAKIV_DETAIL_MEMBER_KEYS, N_ ("Gave a member the keys they lacked") },
  { PAKIV_DETAIL_PASSPHRASE, N_ ("Changed their own passphrase") },
  { PAKIV_DETAIL_RECOVERY_MADE, N_ ("Made a recovery sheet, or shares, of this log") },
  { PAKIV_DETAIL_RECOVERED, N_ ("Came back with a recovery sheet, and a new passphrase") },
};

static const char *
describe_word (const PakivTraceEntry *entry)
{
  for (guint i = 0; i < G_N_ELEMENTS (single_words); i++)
    if (g_strcmp0 (entry->detail, single_words[i].detail) == 0)
      return _ (single_words[i].words);
  return NULL;
}

static const char *
describe_record (const PakivTraceEntry *entry)
{
  switch (entry->act)
    {
    case PAKIV_ACT_COLLECT:
      return _ ("Wrote a new record");
    case PAKIV_ACT_ALTER:
      return _ ("Changed a record");
    case PAKIV_ACT_CONSULT:
      return _ ("Opened a record");
    case PAKIV_ACT_DISCLOSE:
      return _ ("Passed on a record");
    case PAKIV_ACT_ERASE:
      return _ ("Deleted a record");
    case PAKIV_ACT_RESTORE:
      return _ ("Brought back a deleted record");
    default:
      return pakiv_act_get_label (entry->act);
    }
}

char *
pakiv_trace_entry_describe (const PakivTraceEntry *entry)
{
  char *words;

  g_return_val_if_fail (entry != NULL, NULL);

  if (entry->doubt & PAKIV_TRACE_UNREADABLE)
    return g_strdup (_ ("Can’t be read"));
  if ((words = describe_many (entry)) != NULL || (words = describe_named (entry)) != NULL)
    return words;
  if (describe_word (entry) != NULL)
    return g_strdup (describe_word (entry));
  if (entry->record != NULL || entry->detail == NULL)
    return g_strdup (entry->record != NULL ? describe_record (entry)
                                           : pakiv_act_get_label (entry->act));
  /* Translators: what was done ("Administration"), and a short word of the program. */
  return g_strdup_printf (_ ("%s: %s"), pakiv_act_get_label (entry->act), entry->detail);
}

char *
pakiv_trace_entry_get_time (const PakivTraceEntry *entry)
{
  g_autoptr (GDateTime) moment
      = entry->at != NULL ? g_date_time_new_from_iso8601 (entry->at, NULL) : NULL;
  g_autoptr (GDateTime) local = moment != NULL ? g_date_time_to_local (moment) : NULL;

  return local != NULL ? g_date_time_format (local, "%Y-%m-%d %H:%M:%S")
                       : g_strdup (entry->at != NULL ? entry->at : "");
}

static const char *
get_doubt (const PakivTraceEntry *entry)
{
  if (entry->doubt & PAKIV_TRACE_UNREADABLE)
    return "unreadable";
  if (entry->doubt & PAKIV_TRACE_BROKEN)
    return "broken";
  return entry->doubt & PAKIV_TRACE_UNSIGNED ? "unsigned" : "sound";
}

static const char *
or_empty (const char *text)
{
  return text != NULL ? text : "";
}

static void
append_entry (GString *csv, const PakivTraceEntry *entry)
{
  g_autofree char *number = g_strdup_printf ("%" G_GUINT64_FORMAT, entry->number);
  gboolean known = !(entry->doubt & PAKIV_TRACE_UNREADABLE);
  const char *cells[] = { number,
                          or_empty (entry->at),
                          or_empty (entry->member),
                          known ? pakiv_role_to_string (entry->role) : "",
                          known ? pakiv_act_to_string (entry->act) : "",
                          or_empty (entry->kind),
                          or_empty (entry->record),
                          or_empty (entry->purpose),
                          or_empty (entry->recipient),
                          or_empty (entry->detail),
                          get_doubt (entry),
                          NULL };

  pakiv_csv_append_row (csv, cells);
}

char *
pakiv_trace_to_csv (PakivTrace *trace, GPtrArray *entries, GError **error)
{
  static const char *const header[] = { "number", "moment",  "member",    "role",   "act",   "kind",
                                        "record", "purpose", "recipient", "detail", "state", NULL };
  g_autoptr (GString) csv = g_string_new (NULL);

  g_return_val_if_fail (trace != NULL && entries != NULL, NULL);

  pakiv_csv_append_row (csv, header);
  for (guint i = 0; i < entries->len; i++)
    append_entry (csv, entries->pdata[i]);
  if (!pakiv_trace_note_reading (trace, "export", error))
    return NULL;
  return g_string_free (g_steal_pointer (&csv), FALSE);
}

gboolean
pakiv_trace_export (PakivTrace *trace, GPtrArray *entries, const char *path, GError **error)
{
  char *csv = pakiv_trace_to_csv (trace, entries, error);
  g_autoptr (GBytes) bytes = NULL;

  if (csv == NULL)
    return FALSE;
  bytes = g_bytes_new_take (csv, strlen (csv));
  return pakiv_desk_write (path, bytes, error);
}

char *
pakiv_unusual_describe (const PakivUnusual *unusual)
{
  g_autofree char *day = pakiv_day_to_words (unusual->day);

  switch (unusual->rule)
    {
    case PAKIV_UNUSUAL_LOOKED_MANY:
      return g_strdup_printf (
          /* Translators: a member's name, how many, a day, and how many on a usual day. */
          _ ("%s looked at %u records and lists on %s; on half of the other days at most %u."),
          unusual->member, unusual->count, day, unusual->usual);
    case PAKIV_UNUSUAL_HOURS:
      return g_strdup_printf (
          /* Translators: a member's name, a day, and an hour of the day, 0 to 23. */
          _ ("%s worked with records on %s in the hour from %u:00, around which "
             "they never did on another day."),
          unusual->member, day, unusual->count);
    case PAKIV_UNUSUAL_AGAIN:
      return g_strdup_printf (
          /* Translators: a member's name, and on how many days. */
          _ ("%s opened the same record on %u days and never wrote in it; last on %s."),
          unusual->member, unusual->count, day);
    case PAKIV_UNUSUAL_ONLY_LOOKED:
      /* Translators: a member's name, how many records, and a day. */
      return g_strdup_printf (_ ("%s opened %u records on %s and wrote nothing."), unusual->member,
                              unusual->count, day);
    case PAKIV_UNUSUAL_CLOCK:
      return g_strdup_printf (
          /* Translators: a member's name, how many minutes, and a day. */
          _ ("On %3$s the clock went back by %2$u minutes before an entry of %1$s."),
          unusual->member, unusual->count, day);
    default:
      g_return_val_if_reached (NULL);
    }
}
