#include "pakiv-indicator-words.h"

#include "pakiv-table-words.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdlib.h>

static char *
word_share (double share)
{
  /* Translators: a percentage. */
  return g_strdup_printf (_ ("%d %%"), (int)round (share * 100));
}

static char *
word_number (PakivFigureKind kind, double value)
{
  switch (kind)
    {
    case PAKIV_FIGURE_SHARE:
      return word_share (value);
    case PAKIV_FIGURE_GAP:
      /* Translators: a difference of two percentages, without a unit, as in “+5” or “−3”. */
      return g_strdup_printf (_ ("%s%d"),
                              value > 0   ? "+"
                              : value < 0 ? "−"
                                          : "",
                              abs ((int)round (value * 100)));
    case PAKIV_FIGURE_COUNT:
      return pakiv_table_word_number ((gint64)round (value));
    case PAKIV_FIGURE_PER:
      return g_strdup_printf ("%.0f", value);
    case PAKIV_FIGURE_RATE:
    case PAKIV_FIGURE_RATIO:
    case PAKIV_FIGURE_ODDS:
      return isinf (value) ? g_strdup ("∞") : g_strdup_printf ("%.1f", value);
    default:
      g_return_val_if_reached (NULL);
    }
}

char *
pakiv_figure_word_value (const PakivFigure *figure)
{
  g_autofree char *number = NULL;

  switch (figure->state)
    {
    case PAKIV_FIGURE_WITHHELD:
      return g_strdup (_ ("withheld"));
    case PAKIV_FIGURE_MISSING:
      return g_strdup (_ ("not available"));
    case PAKIV_FIGURE_KNOWN:
    default:
      number = word_number (figure->spec->kind, figure->value);
      if (figure->spec->kind == PAKIV_FIGURE_GAP)
        /* Translators: a difference of two percentages, as in “+5 points”. */
        return g_strdup_printf (_ ("%s points"), number);
      return g_steal_pointer (&number);
    }
}

char *
pakiv_figure_word_range (const PakivFigure *figure, PakivInterval range)
{
  PakivFigureKind kind = figure->spec->kind;
  g_autofree char *low = NULL, *high = NULL;

  if (figure->state != PAKIV_FIGURE_KNOWN)
    return g_strdup ("");
  /* A count is a whole number: outwards, so that the range is not made narrower than it is. */
  if (kind == PAKIV_FIGURE_COUNT)
    range = (PakivInterval){ floor (range.low), ceil (range.high) };
  /* “100 % to 100 %” would be a certainty that nobody has. */
  if (kind == PAKIV_FIGURE_SHARE)
    range = (PakivInterval){ range.low < 1 ? MIN (range.low, 0.99) : range.low,
                             range.high > 0 ? MAX (range.high, 0.01) : range.high };
  low = word_number (kind, range.low);
  high = word_number (kind, range.high);
  /* Translators: a range, as in “30 % to 34 %”. */
  return g_strdup_printf (_ ("%s to %s"), low, high);
}

char *
pakiv_figure_word_basis (const PakivFigure *figure)
{
  g_autofree char *part = pakiv_table_word_number (figure->part);
  g_autofree char *whole = pakiv_table_word_number (figure->whole);

  if (figure->state != PAKIV_FIGURE_KNOWN)
    return g_strdup ("");
  switch (figure->spec->kind)
    {
    case PAKIV_FIGURE_SHARE:
      /* Translators: a part of a whole, as in “480 of 1,500”. */
      return g_strdup_printf (_ ("%s of %s"), part, whole);
    case PAKIV_FIGURE_PER:
    case PAKIV_FIGURE_RATIO:
    case PAKIV_FIGURE_ODDS:
      /* Translators: two numbers beside each other, as in “85 and 100”. */
      return g_strdup_printf (_ ("%s and %s"), part, whole);
    case PAKIV_FIGURE_RATE:
      return g_steal_pointer (&part);
    case PAKIV_FIGURE_COUNT:
    case PAKIV_FIGURE_GAP:
    default:
      return g_strdup ("");
    }
}

char *
pakiv_figure_word_line (const PakivFigure *figure)
{
  const PakivFigureSpec *spec = figure->spec;
  g_autofree char *line = NULL, *range = NULL;

  if (figure->state != PAKIV_FIGURE_KNOWN || !spec->has_line)
    return NULL;
  if (figure->open)
    {
      line = word_number (spec->kind, spec->line);
      range = pakiv_figure_word_range (figure, figure->rounding);
      return g_strdup_printf (
          /* Translators: a figure’s name; a threshold; a range as in “30 % to 34 %”. */
          _ ("%s: protection leaves open whether this is above or below %s. Seen "
             "from the published figures it may be anything from %s."),
          pakiv_table_word (spec->label), line, range);
    }
  if (pakiv_interval_holds (figure->chance, spec->line))
    return g_strdup_printf (
        /* Translators: %s is a whole sentence. */
        _ ("%s The difference may be chance."),
        pakiv_table_word (figure->value > spec->line ? spec->above : spec->below));
  return g_strdup (pakiv_table_word (figure->value > spec->line ? spec->above : spec->below));
}

/* The logs that have it, joined by “or”. */
static char *
list_logs (const PakivIndicatorSpec *spec)
{
  GString *list = g_string_new (NULL);

  for (int log = 0; log < PAKIV_N_LOGS; log++)
    if (spec->in_log[log])
      {
        g_string_append (list, list->len > 0 ? _ (" or ") : "");
        /* Translators: a log, in quotation marks. */
        g_string_append_printf (list, _ ("“%s”"), pakiv_log_id_get_label ((PakivLogId)log));
      }
  return g_string_free (list, FALSE);
}

char *
pakiv_indicator_word_needs (const PakivIndicator *indicator)
{
  g_autoptr (GString) list = g_string_new (NULL);

  if (indicator->needs->len == 0)
    return NULL;
  for (guint i = 0; i < indicator->needs->len; i++)
    {
      const PakivNeed *need = indicator->needs->pdata[i];

      g_string_append_printf (list, "%s%s", i > 0 ? "; " : "", pakiv_table_word (need->text));
    }
  return indicator->state == PAKIV_INDICATOR_KNOWN
             /* Translators: %s is a list of what is missing. */
             ? g_strdup_printf (_ ("A part of it is not available: needs %s."), list->str)
             : g_strdup_printf (_ ("Not available: needs %s."), list->str);
}

/* Nothing from outside is wanting, only what a release of today carries. */
static gboolean
lacks_tables (const PakivIndicator *indicator)
{
  for (guint i = 0; i < indicator->spec->figures->len; i++)
    if (((const PakivFigureSpec *)indicator->spec->figures->pdata[i])->population == NULL)
      return TRUE;
  return FALSE;
}

char *
pakiv_indicator_word_state (const PakivIndicator *indicator)
{
  g_autofree char *logs = NULL;

  switch (indicator->state)
    {
    case PAKIV_INDICATOR_WITHHELD:
      return g_strdup_printf (
          _ ("Withheld: computed from fewer than %d, it would say more by chance than about people."),
          PAKIV_INDICATOR_LEAST_WHOLE);
    case PAKIV_INDICATOR_ELSEWHERE:
      if (indicator->spec->figures->len > 0)
        {
          logs = list_logs (indicator->spec);
          /* Translators: %s is the name of a log. */
          return g_strdup_printf (_ ("Stands in the report of the log %s."), logs);
        }
      return pakiv_indicator_word_needs (indicator);
    case PAKIV_INDICATOR_MISSING:
      return lacks_tables (indicator) || indicator->needs->len == 0
                 ? g_strdup (_ ("Not available: needs a table that this report does not have."))
                 : pakiv_indicator_word_needs (indicator);
    case PAKIV_INDICATOR_KNOWN:
    default:
      return g_strdup ("");
    }
}

char *
pakiv_indicator_word_title (const PakivIndicator *indicator)
{
  if (indicator->spec->number == 0)
    return g_strdup (pakiv_table_word (indicator->spec->title));
  /* Translators: an indicator’s number and title. */
  return g_strdup_printf (_ ("%d. %s"), indicator->spec->number,
                          pakiv_table_word (indicator->spec->title));
}

char *
pakiv_indicator_describe (const PakivIndicator *indicator)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < indicator->figures->len; i++)
    {
      const PakivFigure *figure = pakiv_indicator_get_figure (indicator, i);
      g_autofree char *value = pakiv_figure_word_value (figure);
      g_autofree char *range = pakiv_figure_word_range (figure, figure->chance);

      g_string_append (list, i > 0 ? _ (", ") : "");
      if (*range == '\0')
        g_string_append_printf (list, _ ("%s %s"), pakiv_table_word (figure->spec->label), value);
      else
        /* Translators: a figure’s name, the figure, its range, as in “Searched 32 % (30 % to 34
         * %)”. */
        g_string_append_printf (list, _ ("%s %s (%s)"), pakiv_table_word (figure->spec->label),
                                value, range);
    }
  return g_strdup_printf (_ ("%s: %s"), pakiv_table_word (indicator->spec->title), list->str);
}
