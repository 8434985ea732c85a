#include "pakiv-release-quarter.h"

#include "pakiv-backup-words.h"
#include "pakiv-calendar.h"

#include <glib/gi18n.h>

void
pakiv_release_quarter_free (PakivReleaseQuarter *quarter)
{
  if (quarter == NULL)
    return;
  pakiv_log_unref (quarter->log);
  g_free (quarter->revised_on);
  g_free (quarter->release);
  g_free (quarter->comment);
  g_free (quarter->page);
  g_free (quarter);
}

gboolean
pakiv_release_quarter_same (const PakivReleaseQuarter *a, const PakivReleaseQuarter *b)
{
  return a != NULL && b != NULL && a->log == b->log
         && pakiv_period_compare (a->period, b->period) == 0;
}

gboolean
pakiv_release_quarter_is_released (const PakivReleaseQuarter *quarter)
{
  return quarter->state >= PAKIV_QUARTER_WAITING;
}

char *
pakiv_release_quarter_get_words (const PakivReleaseQuarter *quarter)
{
  gboolean has_comment = quarter->comment != NULL && *quarter->comment != '\0';

  switch (quarter->state)
    {
    case PAKIV_QUARTER_FUTURE:
      return g_strdup (_ ("Still to come"));
    case PAKIV_QUARTER_RUNNING:
      return g_strdup (_ ("Not over yet"));
    case PAKIV_QUARTER_EMPTY:
      return g_strdup (_ ("Nothing was recorded"));
    case PAKIV_QUARTER_READY:
      return g_strdup (_ ("Ready to release"));
    case PAKIV_QUARTER_WAITING:
      return g_strdup (_ ("Released, waiting to be sent"));
    case PAKIV_QUARTER_RECEIVED:
      return g_strdup (_ ("Received by the council"));
    case PAKIV_QUARTER_UNDER_REVIEW:
      return g_strdup (_ ("The council is reading it"));
    case PAKIV_QUARTER_RETURNED:
      /* Translators: %s is what the council asked, in its own words. */
      return has_comment ? g_strdup_printf (_ ("Returned with a question: %s"), quarter->comment)
                         : g_strdup (_ ("Returned by the council"));
    case PAKIV_QUARTER_PUBLISHED:
      return g_strdup (_ ("Published"));
    case PAKIV_QUARTER_SUPERSEDED:
      return g_strdup (_ ("Replaced by a later version"));
    default:
      g_return_val_if_reached (NULL);
    }
}

/* (transfer full): NULL where there is none. Takes @all (char*) over. */
static char *
join (GPtrArray *all, const char *between)
{
  g_autoptr (GPtrArray) own = all;

  if (own->len == 0)
    return NULL;
  g_ptr_array_add (own, NULL);
  return g_strjoinv (between, (char **)own->pdata);
}

char *
pakiv_release_quarter_get_additions (const PakivReleaseQuarter *quarter)
{
  GPtrArray *all = g_ptr_array_new_with_free_func (g_free);

  if (quarter->n_late > 0)
    g_ptr_array_add (all,
                     /* Translators: %lu records, short. */
                     g_strdup_printf (ngettext ("%lu came late", "%lu came late", quarter->n_late),
                                      quarter->n_late));
  if (quarter->n_corrections > 0)
    g_ptr_array_add (all,
                     g_strdup_printf (
                         /* Translators: of records, short. */
                         ngettext ("%lu correction", "%lu corrections", quarter->n_corrections),
                         quarter->n_corrections));
  if (quarter->revised_on != NULL)
    /* Translators: %s is a day. */
    g_ptr_array_add (all, g_strdup_printf (_ ("Revised on %s"), quarter->revised_on));
  return join (all, " · ");
}

char *
pakiv_release_quarter_explain_additions (const PakivReleaseQuarter *quarter)
{
  GPtrArray *sentences = g_ptr_array_new_with_free_func (g_free);

  if (quarter->n_late > 0)
    g_ptr_array_add (
        sentences,
        g_strdup_printf (ngettext ("%lu record of an earlier quarter came after that was "
                                   "released, and counts in this one.",
                                   "%lu records of earlier quarters came after those were "
                                   "released, and count in this one.",
                                   quarter->n_late),
                         quarter->n_late));
  if (quarter->n_corrections > 0)
    g_ptr_array_add (
        sentences,
        g_strdup_printf (ngettext ("%lu record of a released quarter was corrected: that there "
                                   "was a correction is told in this one.",
                                   "%lu records of released quarters were corrected: how many "
                                   "there were is told in this one.",
                                   quarter->n_corrections),
                         quarter->n_corrections));
  if (quarter->revised_on != NULL)
    g_ptr_array_add (sentences,
                     /* Translators: %s is a day. */
                     g_strdup_printf (_ ("A revised version of this quarter was made on %s."),
                                      quarter->revised_on));
  if (quarter->n_to_revise > 0)
    g_ptr_array_add (
        sentences,
        g_strdup_printf (ngettext ("%lu of its records was corrected since, which is not in what "
                                   "was released.",
                                   "%lu of its records were corrected since, which is not in what "
                                   "was released.",
                                   quarter->n_to_revise),
                         quarter->n_to_revise));
  return join (sentences, " ");
}

gboolean
pakiv_release_quarter_needs_somebody (const PakivReleaseQuarter *quarter)
{
  return quarter->state == PAKIV_QUARTER_READY || quarter->state == PAKIV_QUARTER_WAITING
         || quarter->state == PAKIV_QUARTER_RETURNED;
}

const char *
pakiv_release_quarter_get_icon (const PakivReleaseQuarter *quarter)
{
  switch (quarter->state)
    {
    case PAKIV_QUARTER_READY:
      return "document-edit-symbolic";
    case PAKIV_QUARTER_WAITING:
      return "mail-send-symbolic";
    case PAKIV_QUARTER_RECEIVED:
      return "mail-unread-symbolic";
    case PAKIV_QUARTER_UNDER_REVIEW:
      return "mail-read-symbolic";
    case PAKIV_QUARTER_RETURNED:
      return "dialog-question-symbolic";
    case PAKIV_QUARTER_PUBLISHED:
      return "emblem-ok-symbolic";
    case PAKIV_QUARTER_SUPERSEDED:
      return "edit-copy-symbolic";
    case PAKIV_QUARTER_RUNNING:
      return "document-open-recent-symbolic";
    case PAKIV_QUARTER_FUTURE:
    case PAKIV_QUARTER_EMPTY:
    default:
      return "window-minimize-symbolic";
    }
}

static PakivQuarterState
read_state (const PakivCalendarBook *book, PakivPeriod today)
{
  static const struct
  {
    const char *word;
    PakivQuarterState state;
  } answers[] = {
    { "received", PAKIV_QUARTER_RECEIVED },     { "under-review", PAKIV_QUARTER_UNDER_REVIEW },
    { "returned", PAKIV_QUARTER_RETURNED },     { "published", PAKIV_QUARTER_PUBLISHED },
    { "superseded", PAKIV_QUARTER_SUPERSEDED },
  };

  if (book->state == PAKIV_BOOK_OPEN)
    return pakiv_period_compare (book->period, today) > 0 ? PAKIV_QUARTER_FUTURE
                                                          : PAKIV_QUARTER_RUNNING;
  if (book->state == PAKIV_BOOK_OVER)
    return book->numbers.n_records + book->numbers.n_corrections > 0 ? PAKIV_QUARTER_READY
                                                                     : PAKIV_QUARTER_EMPTY;
  for (gsize i = 0; book->item != NULL && i < G_N_ELEMENTS (answers); i++)
    if (g_strcmp0 (book->item->state, answers[i].word) == 0)
      return answers[i].state;
  return PAKIV_QUARTER_WAITING;
}

static PakivReleaseQuarter *
make_quarter (PakivLog *log, const PakivCalendarBook *book, PakivPeriod today)
{
  PakivReleaseQuarter *quarter = g_new0 (PakivReleaseQuarter, 1);

  quarter->log = pakiv_log_ref (log);
  quarter->period = book->period;
  quarter->state = read_state (book, today);
  quarter->n_late = (gulong)book->numbers.n_late;
  quarter->n_corrections = (gulong)book->numbers.n_corrections;
  quarter->n_to_revise = book->n_to_revise;
  if (book->revised_at != NULL)
    quarter->revised_on = pakiv_moment_to_day (book->revised_at);
  if (book->item != NULL)
    {
      quarter->release = g_strdup (book->item->id);
      quarter->comment = g_strdup (book->item->comment);
      quarter->page = g_strdup (book->item->page);
    }
  return quarter;
}

/* The years in which @log has records. */
static gboolean
widen_years (PakivLog *log, int *first, int *last, GError **error)
{
  g_autoptr (GArray) periods = pakiv_log_list_periods (log, error);

  for (guint i = 0; periods != NULL && i < periods->len; i++)
    {
      *first = MIN (*first, g_array_index (periods, PakivPeriod, i).year);
      *last = MAX (*last, g_array_index (periods, PakivPeriod, i).year);
    }
  return periods != NULL;
}

/* @logs: PakivLog, those that the member holds. */
static gboolean
add_year (GPtrArray *quarters,
          GPtrArray *logs,
          PakivDesk *desk,
          int year,
          PakivPeriod today,
          GError **error)
{
  g_autoptr (GPtrArray) years = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ptr_array_unref);

  for (guint i = 0; i < logs->len; i++)
    {
      GPtrArray *books = pakiv_station_calendar (logs->pdata[i], desk, year, error);

      if (books == NULL)
        return FALSE;
      g_ptr_array_add (years, books);
    }
  for (int quarter = 4; quarter >= 1; quarter--)
    for (guint i = 0; i < logs->len; i++)
      {
        const GPtrArray *books = years->pdata[i];

        g_ptr_array_add (quarters, make_quarter (logs->pdata[i], books->pdata[quarter - 1], today));
      }
  return TRUE;
}

GPtrArray *
pakiv_release_quarters_load (PakivWorkplace *workplace, GError **error)
{
  g_autoptr (GPtrArray) quarters
      = g_ptr_array_new_with_free_func ((GDestroyNotify)pakiv_release_quarter_free);
  g_autoptr (GPtrArray) logs = g_ptr_array_new ();
  g_autofree char *day = NULL;
  PakivPeriod today;
  int first, last;

  g_return_val_if_fail (PAKIV_IS_WORKPLACE (workplace), NULL);

  day = pakiv_clock_get_day (pakiv_workplace_get_clock (workplace));
  today = pakiv_period_of_day (day);
  first = pakiv_period_previous (today).year;
  last = today.year;
  for (int id = 0; id < PAKIV_N_LOGS; id++)
    {
      PakivLog *log = pakiv_workplace_get_log (workplace, id);

      if (log == NULL)
        continue;
      if (!widen_years (log, &first, &last, error))
        return NULL;
      g_ptr_array_add (logs, log);
    }
  for (int year = last; logs->len > 0 && year >= first; year--)
    if (!add_year (quarters, logs, pakiv_workplace_get_desk (workplace), year, today, error))
      return NULL;
  return g_steal_pointer (&quarters);
}
