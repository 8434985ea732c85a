#include "pakiv-true-figures.h"

#include "pakiv-places.h"
#include "pakiv-selection.h"

#include <string.h>

struct _PakivTrueFigures
{
  GHashTable *tables; /* id → GArray of PakivTrueFigure, laid out as the table's values */
};

void
pakiv_true_figures_free (PakivTrueFigures *figures)
{
  if (figures == NULL)
    return;
  g_hash_table_unref (figures->tables);
  g_free (figures);
}

static gboolean
note_look (PakivLog *log, PakivPeriod period, GError **error)
{
  g_autofree char *book = pakiv_period_to_string (period);
  g_autofree char *detail = g_strdup_printf ("%s %s", PAKIV_DETAIL_RELEASE, book);

  return pakiv_log_trace (log, PAKIV_ACT_CONSULT, NULL, NULL, NULL, detail, error);
}

typedef struct
{
  PakivTrueFigure *figures;
  const PakivPlaces *places;
  guint *indexes; /* of each of the table's dimensions among the cube's */
  guint n;        /* the table's dimensions */
} Filler;

static void
add_cell (const Filler *filler, guint depth, gsize offset, gint64 count, gint64 small)
{
  const PakivPlace *place;
  gsize size;

  if (depth == filler->n)
    {
      PakivTrueFigure *figure = &filler->figures[offset];

      figure->count += count;
      figure->n_parts++;
      figure->n_small += small > 0;
      return;
    }
  place = &filler->places->of[filler->indexes[depth]];
  size = place->categories->len + 1;
  add_cell (filler, depth + 1, offset * size, count, small);
  for (guint i = 0; i < place->n_hits; i++)
    add_cell (filler, depth + 1, offset * size + place->hits[i] + 1, count, small);
}

static const PakivDimension *
get_dimension (const PakivTableSpec *spec, guint i)
{
  return i < spec->rows->len ? spec->rows->pdata[i] : spec->column;
}

/* The table has the categories, in the order, that the definitions give: else its offsets would be
 * other figures' (a release may be older than the definitions). */
static gboolean
is_laid_out_so (const PakivTable *table, const PakivTableSpec *spec, const Filler *filler)
{
  if (table->dimensions->len != filler->n)
    return FALSE;
  for (guint i = 0; i < filler->n; i++)
    {
      const PakivTableDimension *dimension = table->dimensions->pdata[i];
      const GPtrArray *categories = filler->places->of[filler->indexes[i]].categories;

      if (g_ascii_strcasecmp (dimension->id, get_dimension (spec, i)->id) != 0
          || dimension->codes->len != categories->len + 1)
        return FALSE;
      for (guint c = 0; c < categories->len; c++)
        if (strcmp (dimension->codes->pdata[c + 1], categories->pdata[c]) != 0)
          return FALSE;
    }
  return TRUE;
}

static void
add_up (const Filler *filler, const PakivTableSpec *spec, const PakivCounts *counts)
{
  PakivPlaces *places = (PakivPlaces *)filler->places;

  for (guint i = 0; i < counts->cells->len; i++)
    {
      const PakivCell *cell = &g_array_index (counts->cells, PakivCell, i);

      pakiv_places_go (places, cell->key);
      if (pakiv_places_match (places, spec))
        add_cell (filler, 0, 0, cell->count,
                  pakiv_cube_spec_get_small_part (counts->spec, cell->count));
    }
}

static void
fill_table (PakivTrueFigures *figures,
            const PakivTable *table,
            const PakivTableSpec *spec,
            const PakivCounts *counts)
{
  guint n = spec->rows->len + (spec->column != NULL ? 1 : 0);
  g_autoptr (PakivPlaces) places = pakiv_places_new (spec->cube, counts->period);
  g_autofree guint *indexes = g_new0 (guint, n);
  Filler filler = { NULL, places, indexes, n };
  GArray *all;

  for (guint i = 0; i < n; i++)
    indexes[i] = pakiv_places_index (places, get_dimension (spec, i));
  if (!is_laid_out_so (table, spec, &filler))
    return;
  all = g_array_sized_new (FALSE, TRUE, sizeof (PakivTrueFigure), (guint)table->n_values);
  g_array_set_size (all, (guint)table->n_values);
  filler.figures = (PakivTrueFigure *)all->data;
  for (guint i = 0; i < all->len; i++)
    filler.figures[i].added = spec->cube->measure != NULL;
  add_up (&filler, spec, counts);
  g_hash_table_insert (figures->tables, g_strdup (table->id), all);
}

static void
fill_tables (PakivTrueFigures *figures,
             const PakivRelease *release,
             const PakivReportSpec *report,
             const PakivCounts *counts)
{
  for (guint i = 0; i < report->tables->len; i++)
    {
      const PakivTableSpec *spec = report->tables->pdata[i];
      const PakivTable *table = pakiv_release_find_table (release, spec->id);

      if (spec->cube == counts->spec && table != NULL)
        fill_table (figures, table, spec, counts);
    }
}

static gboolean
fill (PakivTrueFigures *figures,
      PakivLog *log,
      const PakivRelease *release,
      GCancellable *cancellable,
      GError **error)
{
  g_autoptr (PakivReportSpec) report
      = pakiv_report_spec_load (pakiv_log_get_definitions (log), release->report, error);

  for (guint i = 0; report != NULL && i < report->cubes->len; i++)
    {
      const PakivCubeSpec *spec = report->cubes->pdata[i];
      g_autoptr (PakivCounts) counts = NULL;

      if (!spec->kind->in_log[pakiv_log_get_id (log)])
        continue;
      counts = pakiv_log_count_cancellable (log, spec, release->period, cancellable, error);
      if (counts == NULL)
        return FALSE;
      fill_tables (figures, release, report, counts);
    }
  return report != NULL;
}

PakivTrueFigures *
pakiv_true_figures_new (PakivLog *log,
                        const PakivRelease *release,
                        GCancellable *cancellable,
                        GError **error)
{
  g_autoptr (PakivTrueFigures) figures = NULL;

  g_return_val_if_fail (log != NULL && release != NULL, NULL);
  g_return_val_if_fail (pakiv_log_get_id (log) == release->log, NULL);

  if (!note_look (log, release->period, error))
    return NULL;
  figures = g_new0 (PakivTrueFigures, 1);
  figures->tables
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);
  if (!fill (figures, log, release, cancellable, error))
    return NULL;
  return g_steal_pointer (&figures);
}

const PakivTrueFigure *
pakiv_true_figures_get (const PakivTrueFigures *figures, const PakivTable *table, gsize offset)
{
  const GArray *all = g_hash_table_lookup (figures->tables, table->id);

  if (all == NULL || offset >= all->len)
    return NULL;
  return &g_array_index (all, PakivTrueFigure, offset);
}

PakivAlteration
pakiv_true_figure_compare (const PakivTrueFigure *figure, gint64 published)
{
  if (figure->count == published)
    return PAKIV_ALTERED_NOT;
  if (figure->n_small == 0)
    return PAKIV_ALTERED_SINCE;
  if (figure->n_parts > 1)
    return PAKIV_ALTERED_SUM;
  return figure->added ? PAKIV_ALTERED_REST : PAKIV_ALTERED_SMALL;
}
