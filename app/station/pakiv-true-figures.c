#include "pakiv-true-figures.h"

#include "pakiv-group-disclosure.h"
#include "pakiv-places.h"
#include "pakiv-progress.h"
#include "pakiv-selection.h"
#include "pakiv-table-sum.h"

#include <glib/gi18n.h>
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
  const PakivTable *table;
  PakivPlaces *places;
  guint *indexes; /* of each of the table's dimensions among the cube's */
  GArray **codes; /* guint, for each of them: the table's code that a category falls under */
} Filler;

static guint
get_code (const Filler *filler, guint depth, guint hit)
{
  const PakivPlace *place = &filler->places->of[filler->indexes[depth]];

  return g_array_index (filler->codes[depth], guint, place->hits[hit]);
}

/* Two answers that are shown together are one. */
static gboolean
was_counted (const Filler *filler, guint depth, guint hit)
{
  for (guint i = 0; i < hit; i++)
    if (get_code (filler, depth, i) == get_code (filler, depth, hit))
      return TRUE;
  return FALSE;
}

static void
add_cell (const Filler *filler, guint depth, gsize offset, gint64 count, gint64 small)
{
  const PakivPlace *place;
  gsize size;

  if (depth == filler->table->dimensions->len)
    {
      PakivTrueFigure *figure = &filler->figures[offset];

      figure->count += count;
      figure->n_parts++;
      figure->n_small += small > 0;
      return;
    }
  place = &filler->places->of[filler->indexes[depth]];
  size = ((const PakivTableDimension *)filler->table->dimensions->pdata[depth])->codes->len;
  add_cell (filler, depth + 1, offset * size, count, small);
  for (guint i = 0; i < place->n_hits; i++)
    if (!was_counted (filler, depth, i))
      add_cell (filler, depth + 1, offset * size + get_code (filler, depth, i), count, small);
}

static const PakivDimension *
get_dimension (const PakivTableSpec *spec, guint i)
{
  return i < spec->rows->len ? spec->rows->pdata[i] : spec->column;
}

/* Which of the table's codes @category is, or is shown together in; 0: none. */
static guint
find_code (const PakivTableDimension *dimension, const char *category)
{
  const char between[] = { PAKIV_TABLE_TOGETHER, '\0' };

  for (guint c = 1; c < dimension->codes->len; c++)
    {
      g_auto (GStrv) parts = g_strsplit (dimension->codes->pdata[c], between, -1);

      if (g_strv_contains ((const char *const *)parts, category)
          || strcmp (dimension->codes->pdata[c], PAKIV_NOT_TOLD_APART) == 0)
        return c;
    }
  return 0;
}

/* (transfer full): or NULL where the table lacks a category (a release may be older than the
 * definitions). */
static GArray *
find_codes (const PakivTableDimension *dimension, const GPtrArray *categories)
{
  g_autoptr (GArray) codes = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < categories->len; i++)
    {
      guint code = find_code (dimension, categories->pdata[i]);

      if (code == 0)
        return NULL;
      g_array_append_val (codes, code);
    }
  return g_steal_pointer (&codes);
}

static gboolean
lay_out (Filler *filler, const PakivTableSpec *spec)
{
  const PakivTable *table = filler->table;

  if (table->dimensions->len != spec->rows->len + (spec->column != NULL ? 1 : 0))
    return FALSE;
  for (guint i = 0; i < table->dimensions->len; i++)
    {
      const PakivDimension *from = get_dimension (spec, i);
      const PakivTableDimension *dimension = table->dimensions->pdata[i];

      filler->indexes[i] = pakiv_places_index (filler->places, from);
      if (g_ascii_strcasecmp (dimension->id, from->id) != 0)
        return FALSE;
      filler->codes[i] = find_codes (dimension, filler->places->of[filler->indexes[i]].categories);
      if (filler->codes[i] == NULL)
        return FALSE;
    }
  return TRUE;
}

static void
add_up (const Filler *filler, const PakivTableSpec *spec, const PakivCounts *counts)
{
  for (guint i = 0; i < counts->cells->len; i++)
    {
      const PakivCell *cell = &g_array_index (counts->cells, PakivCell, i);

      pakiv_places_go (filler->places, cell->key);
      if (pakiv_places_match (filler->places, spec))
        add_cell (filler, 0, 0, cell->count,
                  pakiv_cube_spec_get_small_part (counts->spec, cell->count));
    }
}

static GArray *
count_figures (const Filler *filler, const PakivTableSpec *spec, const PakivCounts *counts)
{
  guint n = (guint)filler->table->n_values;
  GArray *all = g_array_sized_new (FALSE, TRUE, sizeof (PakivTrueFigure), n);
  Filler own = *filler;

  g_array_set_size (all, n);
  own.figures = (PakivTrueFigure *)all->data;
  for (guint i = 0; i < n; i++)
    own.figures[i].added = spec->cube->measure != NULL;
  add_up (&own, spec, counts);
  return all;
}

static void
fill_table (PakivTrueFigures *figures,
            const PakivTable *table,
            const PakivTableSpec *spec,
            const PakivCounts *counts)
{
  g_autoptr (PakivPlaces) places = pakiv_places_new (spec->cube, counts->period);
  g_autofree guint *indexes = g_new0 (guint, table->dimensions->len);
  g_autofree GArray **codes = g_new0 (GArray *, table->dimensions->len);
  Filler filler = { NULL, table, places, indexes, codes };

  if (lay_out (&filler, spec))
    g_hash_table_insert (figures->tables, g_strdup (table->id),
                         count_figures (&filler, spec, counts));
  for (guint i = 0; i < table->dimensions->len; i++)
    g_clear_pointer (&codes[i], g_array_unref);
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

  if (report != NULL)
    pakiv_progress_expect (cancellable,
                           pakiv_report_spec_count_cubes (report, pakiv_log_get_id (log)));
  for (guint i = 0; report != NULL && i < report->cubes->len; i++)
    {
      const PakivCubeSpec *spec = report->cubes->pdata[i];
      g_autoptr (PakivCounts) counts = NULL;

      if (!spec->kind->in_log[pakiv_log_get_id (log)])
        continue;
      pakiv_progress_begin (cancellable, _ ("Counting the records…"));
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
