#include "pakiv-trace-view.h"

#include "pakiv-day.h"

#include <glib/gi18n.h>
#include <stdio.h>

struct _PakivTraceView
{
  PakivTrace *trace;
  GPtrArray *unusual;
};

void
pakiv_trace_filter_clear (PakivTraceFilter *filter)
{
  g_clear_pointer (&filter->member, g_free);
  g_clear_pointer (&filter->kind, g_free);
  g_clear_pointer (&filter->record, g_free);
  g_clear_pointer (&filter->from, g_free);
  g_clear_pointer (&filter->to, g_free);
  filter->act = -1;
}

PakivTraceView *
pakiv_trace_view_open (PakivSession *session, PakivLogId log, GError **error)
{
  PakivTrace *trace = pakiv_trace_open (session, log, error);
  PakivTraceView *view;

  if (trace == NULL)
    return NULL;
  view = g_atomic_rc_box_new0 (PakivTraceView);
  view->trace = trace;
  view->unusual = pakiv_trace_find_unusual (pakiv_trace_get_entries (trace));
  return view;
}

PakivTraceView *
pakiv_trace_view_ref (PakivTraceView *view)
{
  return g_atomic_rc_box_acquire (view);
}

static void
clear_view (gpointer data)
{
  PakivTraceView *view = data;

  g_ptr_array_unref (view->unusual);
  pakiv_trace_free (view->trace);
}

void
pakiv_trace_view_unref (PakivTraceView *view)
{
  g_atomic_rc_box_release_full (view, clear_view);
}

PakivTrace *
pakiv_trace_view_get_trace (PakivTraceView *view)
{
  g_return_val_if_fail (view != NULL, NULL);

  return view->trace;
}

GPtrArray *
pakiv_trace_view_get_unusual (PakivTraceView *view)
{
  g_return_val_if_fail (view != NULL, NULL);

  return view->unusual;
}

/* The moment at which a local day begins, as entries write theirs, so that many are compared as
 * text. (transfer full); NULL for NULL. */
static char *
get_begin (const char *day)
{
  int y, m, d;
  g_autoptr (GDateTime) local = NULL, utc = NULL;

  if (day == NULL || sscanf (day, "%d-%d-%d", &y, &m, &d) != 3)
    return NULL;
  local = g_date_time_new_local (y, m, d, 0, 0, 0);
  utc = local != NULL ? g_date_time_to_utc (local) : NULL;
  return utc != NULL ? g_date_time_format (utc, "%Y-%m-%dT%H:%M:%SZ") : NULL;
}

static gboolean
is_or_any (const char *value, const char *wanted)
{
  return wanted == NULL || g_strcmp0 (value, wanted) == 0;
}

static gboolean
asks_nothing (const PakivTraceFilter *filter)
{
  return filter->member == NULL && filter->act < 0 && filter->kind == NULL && filter->record == NULL
         && filter->from == NULL && filter->to == NULL;
}

static gboolean
fits (const PakivTraceEntry *entry,
      const PakivTraceFilter *filter,
      const char *begin,
      const char *end)
{
  if ((entry->doubt & PAKIV_TRACE_UNREADABLE) != 0)
    return asks_nothing (filter);
  return is_or_any (entry->member, filter->member) && is_or_any (entry->kind, filter->kind)
         && (filter->act < 0 || (int)entry->act == filter->act)
         && (filter->record == NULL
             || (entry->record != NULL && g_str_has_prefix (entry->record, filter->record)))
         && (begin == NULL || g_strcmp0 (entry->at, begin) >= 0)
         && (end == NULL || g_strcmp0 (entry->at, end) < 0);
}

GPtrArray *
pakiv_trace_view_filter (PakivTraceView *view, const PakivTraceFilter *filter)
{
  g_autofree char *after = filter->to != NULL ? pakiv_day_add_days (filter->to, 1) : NULL;
  g_autofree char *begin = get_begin (filter->from);
  g_autofree char *end = get_begin (after);
  GPtrArray *entries = pakiv_trace_get_entries (view->trace);
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = entries->len; i > 0; i--)
    if (fits (entries->pdata[i - 1], filter, begin, end))
      g_ptr_array_add (found, entries->pdata[i - 1]);
  return found;
}

const char *
pakiv_unusual_rule_describe (PakivUnusualRule rule)
{
  switch (rule)
    {
    case PAKIV_UNUSUAL_LOOKED_MANY:
      return _ ("Rule: far more was looked at than on this member’s usual days");
    case PAKIV_UNUSUAL_HOURS:
      return _ ("Rule: at an hour at which this member otherwise never works");
    case PAKIV_UNUSUAL_AGAIN:
      return _ ("Rule: the same record again and again, and never written in");
    case PAKIV_UNUSUAL_ONLY_LOOKED:
      return _ ("Rule: many records in one day, and nothing written");
    case PAKIV_UNUSUAL_CLOCK:
      return _ ("Rule: the computer’s clock was put back");
    default:
      g_return_val_if_reached (NULL);
    }
}

void
pakiv_trace_filter_set_unusual (PakivTraceFilter *filter, const PakivUnusual *unusual)
{
  pakiv_trace_filter_clear (filter);
  filter->member = g_strdup (unusual->member);
  if (unusual->rule == PAKIV_UNUSUAL_AGAIN)
    {
      filter->record = g_strdup (unusual->first->record);
      return;
    }
  filter->from = g_strdup (unusual->day);
  filter->to = g_strdup (unusual->day);
}
