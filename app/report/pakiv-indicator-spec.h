/* What the twenty indicators are, as data/reports/indicators.xml has it: sums over published
 * tables, a formula and a source for each, and what it needs where no table carries it. Texts are
 * msgids. The list of indicators, formulas and reading rules is that of OSCE SPMU vol. 9 and the
 * sources that each entry names. */
#pragma once

#include "pakiv-selection.h"

G_BEGIN_DECLS

typedef enum
{
  PAKIV_FIGURE_SHARE,
  PAKIV_FIGURE_GAP,
  PAKIV_FIGURE_COUNT,
  PAKIV_FIGURE_PER,
  PAKIV_FIGURE_RATE,
  PAKIV_FIGURE_RATIO,
  PAKIV_FIGURE_ODDS,
} PakivFigureKind;

/* Which of the two sides of policing an indicator shows, or what both do together. */
typedef enum
{
  PAKIV_SIDE_INTRUSION,
  PAKIV_SIDE_PROTECTION,
  PAKIV_SIDE_TOGETHER,
  PAKIV_SIDE_VOICES,
} PakivSide;

#define PAKIV_N_SIDES (PAKIV_SIDE_VOICES + 1)

typedef struct
{
  char *id;
  char *label;
  PakivFigureKind kind;
  gboolean key;             /* shown at a glance */
  PakivSelection *part;     /* NULL for a gap */
  PakivSelection *whole;    /* SHARE, PER; the other group for RATIO and ODDS; else NULL */
  PakivSelection *recorded; /* SHARE: those of which it is known, which must not be few; or NULL */
  int per;                  /* PER, RATE: for each so many */
  char *population;         /* benchmark's id: RATE, RATIO, ODDS */
  char *other_population;
  guint from, less; /* GAP: numbers of the indicator's figures */
  gboolean has_line;
  double line;
  char *above; /* what a value above the line says; with has_line */
  char *below;
} PakivFigureSpec;

typedef struct
{
  char *text;
  char *benchmark; /* only where this benchmark is missing; NULL: always */
} PakivNeed;

typedef struct
{
  int number; /* 1 to 20; 0 where it is none of the twenty */
  char *id;
  PakivSide side;
  gboolean in_log[PAKIV_N_LOGS];
  char *title;
  char *about;
  char *formula;
  char *source;        /* not translated */
  GPtrArray *readings; /* char*: how not to misread it */
  GPtrArray *figures;  /* PakivFigureSpec */
  GPtrArray *needs;    /* PakivNeed */
} PakivIndicatorSpec;

/* (transfer none): PakivIndicatorSpec, as built into the program. */
const GPtrArray *pakiv_indicator_specs_get (void);

/* (transfer full): PakivIndicatorSpec; NULL and @error naming the line. */
GPtrArray *
pakiv_indicator_specs_parse (const char *text, gsize length, const char *name, GError **error);

const char *pakiv_side_get_label (PakivSide side); /* translated */

G_END_DECLS
