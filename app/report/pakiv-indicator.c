#include "pakiv-indicator.h"

#include <math.h>

typedef struct
{
  PakivPublished published;
  const GPtrArray *benchmarks;
  const PakivIndicator *indicator; /* figures so far */
  double part_off;
  double whole_off;
  gint64 recorded; /* of the whole; the whole where the figure does not say */
} Reckoning;

static void
free_indicator (PakivIndicator *indicator)
{
  g_array_unref (indicator->figures);
  g_ptr_array_unref (indicator->needs);
  g_free (indicator);
}

static PakivInterval
scale (PakivInterval interval, double factor)
{
  return (PakivInterval){ interval.low * factor, interval.high * factor };
}

static void
reckon_share (const Reckoning *reckoning, PakivFigure *figure)
{
  figure->value = (double)figure->part / (double)figure->whole;
  figure->chance = pakiv_interval_wilson (figure->part, figure->whole);
  figure->rounding = pakiv_interval_round_share (figure->part, reckoning->part_off, figure->whole,
                                                 reckoning->whole_off);
}

static void
reckon_count (const Reckoning *reckoning, PakivFigure *figure)
{
  figure->value = (double)figure->part;
  figure->chance = pakiv_interval_poisson (figure->part);
  figure->rounding = (PakivInterval){ MAX (figure->value - reckoning->part_off, 0),
                                      figure->value + reckoning->part_off };
}

static void
reckon_per (const Reckoning *reckoning, PakivFigure *figure)
{
  double factor = figure->spec->per / (double)figure->whole;
  double low = MAX ((double)figure->part - reckoning->part_off, 0);
  double least = MAX ((double)figure->whole - reckoning->whole_off, 1);

  figure->value = (double)figure->part * factor;
  figure->chance = scale (pakiv_interval_poisson (figure->part), factor);
  figure->rounding = (PakivInterval){
    low * figure->spec->per / ((double)figure->whole + reckoning->whole_off),
    ((double)figure->part + reckoning->part_off) * figure->spec->per / least,
  };
}

/* Domain §3, reading rule ii: shown as the range that the benchmark's bounds leave. */
static void
reckon_rate (const Reckoning *reckoning, PakivFigure *figure)
{
  const PakivBenchmark *population
      = pakiv_benchmarks_find (reckoning->benchmarks, figure->spec->population);
  PakivInterval chance = pakiv_interval_poisson (figure->part);
  double per = figure->spec->per;

  figure->value = per * (double)figure->part * 2 / (population->low + population->high);
  figure->chance
      = (PakivInterval){ per * chance.low / population->high, per * chance.high / population->low };
  figure->rounding = (PakivInterval){
    per * MAX ((double)figure->part - reckoning->part_off, 0) / population->high,
    per * ((double)figure->part + reckoning->part_off) / population->low,
  };
}

/* The ratio at the ends of both benchmarks; 0 and infinity where counts may be none. */
static PakivInterval
round_ratio (const Reckoning *reckoning, const PakivFigure *figure, double lowest, double highest)
{
  double low = MAX ((double)figure->part - reckoning->part_off, 0);
  double least = (double)figure->whole - reckoning->whole_off;

  return (PakivInterval){
    low / ((double)figure->whole + reckoning->whole_off) * lowest,
    least > 0 ? ((double)figure->part + reckoning->part_off) / least * highest : INFINITY,
  };
}

static void
reckon_ratio (const Reckoning *reckoning, PakivFigure *figure)
{
  const GPtrArray *benchmarks = reckoning->benchmarks;
  const PakivBenchmark *own = pakiv_benchmarks_find (benchmarks, figure->spec->population);
  const PakivBenchmark *other = pakiv_benchmarks_find (benchmarks, figure->spec->other_population);
  double lowest, highest, counts = (double)figure->part / (double)figure->whole;

  lowest = other->low / own->high;
  highest = other->high / own->low;
  if (figure->spec->kind == PAKIV_FIGURE_ODDS)
    {
      PakivInterval at;

      figure->value
          = pakiv_interval_odds_ratio (figure->part, figure->whole, (own->low + own->high) / 2,
                                       (other->low + other->high) / 2, NULL);
      pakiv_interval_odds_ratio (figure->part, figure->whole, own->high, other->low, &at);
      figure->chance.low = at.low;
      pakiv_interval_odds_ratio (figure->part, figure->whole, own->low, other->high, &at);
      figure->chance.high = at.high;
    }
  else
    {
      figure->value = counts * (other->low + other->high) / (own->low + own->high);
      figure->chance = pakiv_interval_rate_ratio (counts * lowest, figure->part, figure->whole);
      figure->chance.high
          = pakiv_interval_rate_ratio (counts * highest, figure->part, figure->whole).high;
    }
  figure->rounding = round_ratio (reckoning, figure, lowest, highest);
}

static void
reckon_gap (const Reckoning *reckoning, PakivFigure *figure)
{
  const PakivFigure *from
      = &g_array_index (reckoning->indicator->figures, PakivFigure, figure->spec->from);
  const PakivFigure *less
      = &g_array_index (reckoning->indicator->figures, PakivFigure, figure->spec->less);

  figure->state = MAX (from->state, less->state);
  if (figure->state != PAKIV_FIGURE_KNOWN)
    return;
  figure->value = from->value - less->value;
  figure->chance = pakiv_interval_gap (from->part, from->whole, less->part, less->whole);
  figure->rounding = (PakivInterval){ from->rounding.low - less->rounding.high,
                                      from->rounding.high - less->rounding.low };
}

/* FALSE where no table has the figures. In a year each of its quarters was altered by itself. */
static gboolean
add_up_selection (const Reckoning *reckoning,
                  const PakivSelection *selection,
                  gint64 *sum,
                  double *off)
{
  PakivSelected selected;

  if (!pakiv_selection_add_up (selection, reckoning->published.tables, &selected))
    return FALSE;
  *sum = selected.sum;
  *off = pakiv_interval_get_rounding (selected.base,
                                      selected.n_figures * reckoning->published.n_quarters);
  return TRUE;
}

static gboolean
add_up (Reckoning *reckoning, PakivFigure *figure)
{
  const PakivFigureSpec *spec = figure->spec;

  double off;

  if (!add_up_selection (reckoning, spec->part, &figure->part, &reckoning->part_off)
      || (spec->whole != NULL
          && !add_up_selection (reckoning, spec->whole, &figure->whole, &reckoning->whole_off)))
    return FALSE;
  reckoning->recorded = figure->whole;
  return spec->recorded == NULL
         || add_up_selection (reckoning, spec->recorded, &reckoning->recorded, &off);
}

/* A ratio of few is withheld on either side; a rate's whole is a population, never few. */
static gboolean
is_too_few (const Reckoning *reckoning, const PakivFigure *figure)
{
  switch (figure->spec->kind)
    {
    case PAKIV_FIGURE_SHARE:
    case PAKIV_FIGURE_PER:
      return MIN (figure->whole, reckoning->recorded) < PAKIV_INDICATOR_LEAST_WHOLE;
    case PAKIV_FIGURE_RATIO:
    case PAKIV_FIGURE_ODDS:
      return MIN (figure->part, figure->whole) < PAKIV_INDICATOR_LEAST_WHOLE;
    default:
      return FALSE;
    }
}

static gboolean
has_benchmarks (const Reckoning *reckoning, const PakivFigureSpec *spec)
{
  const GPtrArray *benchmarks = reckoning->benchmarks;

  return (spec->population == NULL || pakiv_benchmarks_find (benchmarks, spec->population) != NULL)
         && (spec->other_population == NULL
             || pakiv_benchmarks_find (benchmarks, spec->other_population) != NULL);
}

static void
reckon_kind (const Reckoning *reckoning, PakivFigure *figure)
{
  switch (figure->spec->kind)
    {
    case PAKIV_FIGURE_SHARE:
      reckon_share (reckoning, figure);
      break;
    case PAKIV_FIGURE_COUNT:
      reckon_count (reckoning, figure);
      break;
    case PAKIV_FIGURE_PER:
      reckon_per (reckoning, figure);
      break;
    case PAKIV_FIGURE_RATE:
      reckon_rate (reckoning, figure);
      break;
    case PAKIV_FIGURE_RATIO:
    case PAKIV_FIGURE_ODDS:
      reckon_ratio (reckoning, figure);
      break;
    case PAKIV_FIGURE_GAP:
    default:
      g_return_if_reached ();
    }
}

static void
reckon_figure (Reckoning *reckoning, PakivFigure *figure)
{
  if (figure->spec->kind == PAKIV_FIGURE_GAP)
    reckon_gap (reckoning, figure);
  else if (!has_benchmarks (reckoning, figure->spec) || !add_up (reckoning, figure))
    figure->state = PAKIV_FIGURE_MISSING;
  else if (is_too_few (reckoning, figure))
    figure->state = PAKIV_FIGURE_WITHHELD;
  else
    reckon_kind (reckoning, figure);
  figure->open = figure->state == PAKIV_FIGURE_KNOWN && figure->spec->has_line
                 && pakiv_interval_holds (figure->rounding, figure->spec->line);
}

static PakivIndicatorState
sum_up (const PakivIndicator *indicator)
{
  PakivIndicatorState state = PAKIV_INDICATOR_MISSING;

  for (guint i = 0; i < indicator->figures->len; i++)
    switch (g_array_index (indicator->figures, PakivFigure, i).state)
      {
      case PAKIV_FIGURE_KNOWN:
        return PAKIV_INDICATOR_KNOWN;
      case PAKIV_FIGURE_WITHHELD:
        state = PAKIV_INDICATOR_WITHHELD;
        break;
      case PAKIV_FIGURE_MISSING:
      default:
        break;
      }
  return state;
}

static void
add_needs (PakivIndicator *indicator, const GPtrArray *benchmarks)
{
  for (guint i = 0; i < indicator->spec->needs->len; i++)
    {
      PakivNeed *need = indicator->spec->needs->pdata[i];

      if (need->benchmark == NULL || pakiv_benchmarks_find (benchmarks, need->benchmark) == NULL)
        g_ptr_array_add (indicator->needs, need);
    }
}

static PakivIndicator *
compute (const PakivIndicatorSpec *spec, PakivPublished published, const GPtrArray *benchmarks)
{
  PakivIndicator *indicator = g_new0 (PakivIndicator, 1);
  Reckoning reckoning = { published, benchmarks, indicator };

  indicator->spec = spec;
  indicator->figures = g_array_new (FALSE, FALSE, sizeof (PakivFigure));
  indicator->needs = g_ptr_array_new ();
  for (guint i = 0; i < spec->figures->len; i++)
    {
      PakivFigure figure = { .spec = spec->figures->pdata[i] };

      reckon_figure (&reckoning, &figure);
      g_array_append_val (indicator->figures, figure);
    }
  add_needs (indicator, benchmarks);
  indicator->state = spec->in_log[published.log] ? sum_up (indicator) : PAKIV_INDICATOR_ELSEWHERE;
  return indicator;
}

GPtrArray *
pakiv_indicators_compute_published (PakivPublished published, const GPtrArray *benchmarks)
{
  const GPtrArray *specs = pakiv_indicator_specs_get ();
  GPtrArray *indicators = g_ptr_array_new_with_free_func ((GDestroyNotify)free_indicator);

  for (guint i = 0; i < specs->len; i++)
    g_ptr_array_add (indicators, compute (specs->pdata[i], published, benchmarks));
  return indicators;
}

GPtrArray *
pakiv_indicators_compute (const PakivRelease *release, const GPtrArray *benchmarks)
{
  return pakiv_indicators_compute_published (pakiv_published_of_release (release), benchmarks);
}

const PakivIndicator *
pakiv_indicators_find (const GPtrArray *indicators, const char *id)
{
  for (guint i = 0; i < indicators->len; i++)
    {
      const PakivIndicator *indicator = indicators->pdata[i];

      if (g_strcmp0 (indicator->spec->id, id) == 0)
        return indicator;
    }
  return NULL;
}

const PakivFigure *
pakiv_indicator_get_figure (const PakivIndicator *indicator, guint number)
{
  return &g_array_index (indicator->figures, PakivFigure, number);
}
