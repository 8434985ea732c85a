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

static PakivReleaseQuarter *
load_quarter (PakivWorkplace *workplace,
              PakivLog *log,
              PakivPeriod period,
              PakivPeriod today,
              gboolean has_records,
              GError **error)
{
  g_autoptr (PakivReleaseQuarter) quarter = g_new0 (PakivReleaseQuarter, 1);
  g_autoptr (PakivStoredRelease) stored = NULL;
  g_autoptr (GError) problem = NULL;

  quarter->log = pakiv_log_ref (log);
  quarter->period = period;
  stored = pakiv_log_load_release (log, period, &problem);
  if (problem != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return NULL;
    }
  if (stored != NULL)
    {
      if (!read_release (quarter, pakiv_workplace_get_desk (workplace), stored, error))
        return NULL;
    }
  else if (pakiv_period_compare (period, today) >= 0)
    quarter->state = PAKIV_QUARTER_RUNNING;
  else
    quarter->state = has_records ? PAKIV_QUARTER_READY : PAKIV_QUARTER_EMPTY;
  return g_steal_pointer (&quarter);
}

/* Where @period is, or would be put, in @periods (newest first). */
static guint
find_place (GArray *periods, PakivPeriod period)
{
  guint i = 0;

  while (i < periods->len
         && pakiv_period_compare (g_array_index (periods, PakivPeriod, i), period) > 0)
    i++;
  return i;
}

static gboolean
load_log (PakivWorkplace *workplace, PakivLog *log, GPtrArray *quarters, GError **error)
{
  g_autofree char *day = pakiv_clock_get_day (pakiv_workplace_get_clock (workplace));
  PakivPeriod today = pakiv_period_of_day (day);
  PakivPeriod last = pakiv_period_previous (today);
  g_autoptr (GArray) periods = pakiv_log_list_periods (log, error);
  guint place;
  gboolean last_has_records;

  if (periods == NULL)
    return FALSE;
  place = find_place (periods, last);
  last_has_records
      = place < periods->len
        && pakiv_period_compare (g_array_index (periods, PakivPeriod, place), last) == 0;
  if (!last_has_records)
    g_array_insert_val (periods, place, last);
  for (guint i = 0; i < periods->len; i++)
    {
      PakivReleaseQuarter *quarter
          = load_quarter (workplace, log, g_array_index (periods, PakivPeriod, i), today,
                          i != place || last_has_records, error);

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

  g_return_val_if_fail (PAKIV_IS_WORKPLACE (workplace), NULL);

  for (int id = 0; id < PAKIV_N_LOGS; id++)
    {
      PakivLog *log = pakiv_workplace_get_log (workplace, id);

      if (log != NULL && !load_log (workplace, log, quarters, error))
        return NULL;
    }
  return g_steal_pointer (&quarters);
}
