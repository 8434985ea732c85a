/* The indicators of one release or of a year, computed from published, protected figures alone:
 * whoever has the packages can compute them again. Formulas and sources stand in
 * data/reports/indicators.xml, the arithmetic is pakiv-interval.h. */
#pragma once

#include "pakiv-benchmarks.h"
#include "pakiv-indicator-spec.h"
#include "pakiv-interval.h"
#include "pakiv-published.h"

G_BEGIN_DECLS

/* A share of fewer says nothing (protection.md §1). */
#define PAKIV_INDICATOR_LEAST_WHOLE 25

typedef enum
{
  PAKIV_FIGURE_KNOWN,
  PAKIV_FIGURE_WITHHELD, /* its whole, or what is recorded of it, is under
                            PAKIV_INDICATOR_LEAST_WHOLE */
  PAKIV_FIGURE_MISSING,  /* no table or no benchmark for it */
} PakivFigureState;

typedef struct
{
  const PakivFigureSpec *spec;
  PakivFigureState state;
  gint64 part;
  gint64 whole;           /* 0 for COUNT and GAP; the other group for RATIO and ODDS */
  double value;           /* shares from 0 to 1; with a benchmark: for the middle of its bounds */
  PakivInterval chance;   /* 95 %; with a benchmark: over its bounds too */
  PakivInterval rounding; /* what protection leaves open, from published figures alone */
  gboolean open;          /* has a line, and rounding leaves open on which side the truth is */
} PakivFigure;

typedef enum
{
  PAKIV_INDICATOR_KNOWN,     /* at least one figure is */
  PAKIV_INDICATOR_WITHHELD,  /* too few */
  PAKIV_INDICATOR_ELSEWHERE, /* stands in the release of another log */
  PAKIV_INDICATOR_MISSING,   /* see its needs */
} PakivIndicatorState;

typedef struct
{
  const PakivIndicatorSpec *spec;
  PakivIndicatorState state;
  GArray *figures;  /* PakivFigure, as in the spec */
  GPtrArray *needs; /* const PakivNeed: what it would take to complete it */
} PakivIndicator;

/* (transfer full): PakivIndicator, in the order of the definition. @benchmarks may be NULL. */
GPtrArray *pakiv_indicators_compute (const PakivRelease *release, const GPtrArray *benchmarks);
GPtrArray *pakiv_indicators_compute_published (PakivPublished published,
                                               const GPtrArray *benchmarks);

const PakivIndicator *pakiv_indicators_find (const GPtrArray *indicators, const char *id);
const PakivFigure *pakiv_indicator_get_figure (const PakivIndicator *indicator, guint number);

G_END_DECLS
