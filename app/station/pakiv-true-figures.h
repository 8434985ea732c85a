/* What the figures of a release are without protection, for the one who sends it, on the screen. A
 * type of its own: no table, page, package or print-out can be made of it.
 *
 * To ask for them is a look at the log, and stands in its trace. */
#pragma once

#include "pakiv-log.h"
#include "pakiv-release.h"

G_BEGIN_DECLS

/* Why a published figure is another than the true one (reference: protection §1). */
typedef enum
{
  PAKIV_ALTERED_NOT,
  PAKIV_ALTERED_SMALL, /* it is one small count: 1 … b − 1 is shown as 0 or b */
  PAKIV_ALTERED_REST,  /* it adds up numbers, and what is over whole bases is shown as 0 or b */
  PAKIV_ALTERED_SUM,   /* it is a sum of counts, some of them small */
  PAKIV_ALTERED_SINCE, /* none is small: records were changed since the release */
} PakivAlteration;

typedef struct
{
  gint64 count;   /* true */
  guint n_parts;  /* counts that it is the sum of */
  guint n_small;  /* of which protection altered so many */
  gboolean added; /* numbers of people are added up, not records */
} PakivTrueFigure;

typedef struct _PakivTrueFigures PakivTrueFigures;

/* Counts the quarter of @release, which @log must have given, again. First enters in the trace that
 * its true figures are looked at; what can't be entered is not counted. For a quarter already
 * released: as its records are now. */
PakivTrueFigures *pakiv_true_figures_new (PakivLog *log,
                                          const PakivRelease *release,
                                          GCancellable *cancellable,
                                          GError **error);
void pakiv_true_figures_free (PakivTrueFigures *figures);

/* The figure of @table (one of the release's) at pakiv_table_offset(); NULL where the table's
 * categories are others than today's definitions have. */
const PakivTrueFigure *
pakiv_true_figures_get (const PakivTrueFigures *figures, const PakivTable *table, gsize offset);

/* Why @published, the release's figure, is not @figure. */
PakivAlteration pakiv_true_figure_compare (const PakivTrueFigure *figure, gint64 published);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivTrueFigures, pakiv_true_figures_free)

G_END_DECLS
