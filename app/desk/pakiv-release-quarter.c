#include "pakiv-release-quarter.h"

#include "pakiv-outbox.h"

#include <glib/gi18n.h>

void
pakiv_release_quarter_free (PakivReleaseQuarter *quarter)
{
  if (quarter == NULL)
    return;
  pakiv_log_unref (quarter->log);
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
  return quarter->release != NULL;
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
state_of_item (const PakivOutboxItem *item)
{
  const struct
  {
    const char *word;
    PakivQuarterState state;
  } words[] = {
    { "received", PAKIV_QUARTER_RECEIVED },     { "under-review", PAKIV_QUARTER_UNDER_REVIEW },
    { "returned", PAKIV_QUARTER_RETURNED },     { "published", PAKIV_QUARTER_PUBLISHED },
    { "superseded", PAKIV_QUARTER_SUPERSEDED },
  };

  for (gsize i = 0; item != NULL && i < G_N_ELEMENTS (words); i++)
    if (g_strcmp0 (item->state, words[i].word) == 0)
      return words[i].state;
  return PAKIV_QUARTER_WAITING;
}

/* What was released, and where it is. The id stands in the package itself. */
static gboolean
read_release (PakivReleaseQuarter *quarter,
              PakivDesk *desk,
              const PakivStoredRelease *stored,
              GError **error)
{
  const guint8 *key = pakiv_desk_get_signing_key (desk, pakiv_log_get_id (quarter->log));
  g_autoptr (PakivPackage) package = pakiv_package_read (stored->package, key, NULL, error);
  g_autoptr (PakivOutboxItem) item = NULL;

  if (package == NULL)
    return FALSE;
  quarter->release = pakiv_release_get_id (package->release);
  item = pakiv_outbox_find (desk, quarter->release);
  quarter->state = state_of_item (item);
  if (item != NULL)
    {
      quarter->comment = g_strdup (item->comment);
      quarter->page = g_strdup (item->page);
    }
  return TRUE;
}

static gboolean
load_state (PakivReleaseQuarter *quarter, PakivDesk *desk, GError **error)
{
  g_autoptr (PakivStoredRelease) stored = NULL;
  g_autoptr (GError) problem = NULL;

  stored = pakiv_log_load_release (quarter->log, quarter->period, &problem);
  if (problem != NULL)
    g_propagate_error (error, g_steal_pointer (&problem));
  else if (stored != NULL)
    return read_release (quarter, desk, stored, error);
  return problem == NULL;
}

/* @has_records: one of its book at least, else its release can't have been made either. */
static PakivReleaseQuarter *
load_quarter (PakivDesk *desk,
              PakivLog *log,
              PakivPeriod period,
              PakivPeriod today,
              gboolean has_records,
              GError **error)
{
  g_autoptr (PakivReleaseQuarter) quarter = g_new0 (PakivReleaseQuarter, 1);
  int when = pakiv_period_compare (period, today);

  quarter->log = pakiv_log_ref (log);
  quarter->period = period;
  if (when > 0)
    quarter->state = PAKIV_QUARTER_FUTURE;
  else if (when == 0)
    quarter->state = PAKIV_QUARTER_RUNNING;
  else
    quarter->state = has_records ? PAKIV_QUARTER_READY : PAKIV_QUARTER_EMPTY;
  if (has_records && !load_state (quarter, desk, error))
    return NULL;
  return g_steal_pointer (&quarter);
}

static gboolean
holds (GArray *periods, PakivPeriod period)
{
  for (guint i = 0; i < periods->len; i++)
    if (pakiv_period_compare (g_array_index (periods, PakivPeriod, i), period) == 0)
      return TRUE;
  return FALSE;
}

/* The logs that the member holds and, for each, the quarters it has records of. */
typedef struct
{
  PakivDesk *desk;
  PakivPeriod today;
  PakivLog *logs[PAKIV_N_LOGS];
  GArray *periods[PAKIV_N_LOGS];
  guint n_logs;
  int first_year;
  int last_year;
} Calendar;

static void
clear_calendar (Calendar *calendar)
{
  for (guint i = 0; i < calendar->n_logs; i++)
    g_array_unref (calendar->periods[i]);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Calendar, clear_calendar)

static gboolean
add_log (Calendar *calendar, PakivLog *log, GError **error)
{
  GArray *periods = pakiv_log_list_periods (log, error);

  if (periods == NULL)
    return FALSE;
  calendar->logs[calendar->n_logs] = log;
  calendar->periods[calendar->n_logs++] = periods;
  for (guint i = 0; i < periods->len; i++)
    {
      int year = g_array_index (periods, PakivPeriod, i).year;

      calendar->first_year = MIN (calendar->first_year, year);
      calendar->last_year = MAX (calendar->last_year, year);
    }
  return TRUE;
}

static gboolean
add_quarter (const Calendar *calendar, PakivPeriod period, GPtrArray *quarters, GError **error)
{
  for (guint i = 0; i < calendar->n_logs; i++)
    {
      PakivReleaseQuarter *quarter
          = load_quarter (calendar->desk, calendar->logs[i], period, calendar->today,
                          holds (calendar->periods[i], period), error);

      if (quarter == NULL)
        return FALSE;
      g_ptr_array_add (quarters, quarter);
    }
  return TRUE;
}

GPtrArray *
pakiv_release_quarters_load (PakivWorkplace *workplace, GError **error)
{
  g_autoptr (GPtrArray) quarters
      = g_ptr_array_new_with_free_func ((GDestroyNotify)pakiv_release_quarter_free);
  g_auto (Calendar) calendar = { 0 };
  g_autofree char *day = NULL;

  g_return_val_if_fail (PAKIV_IS_WORKPLACE (workplace), NULL);

  day = pakiv_clock_get_day (pakiv_workplace_get_clock (workplace));
  calendar.desk = pakiv_workplace_get_desk (workplace);
  calendar.today = pakiv_period_of_day (day);
  calendar.first_year = pakiv_period_previous (calendar.today).year;
  calendar.last_year = calendar.today.year;
  for (int id = 0; id < PAKIV_N_LOGS; id++)
    {
      PakivLog *log = pakiv_workplace_get_log (workplace, id);

      if (log != NULL && !add_log (&calendar, log, error))
        return NULL;
    }
  for (int year = calendar.last_year; year >= calendar.first_year; year--)
    for (int quarter = 4; quarter >= 1; quarter--)
      if (!add_quarter (&calendar, (PakivPeriod){ year, quarter }, quarters, error))
        return NULL;
  return g_steal_pointer (&quarters);
}
