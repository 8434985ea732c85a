#include "pakiv-published-sums.h"

#include "pakiv-places.h"

/* More dimensions in one table than anyone could read, and few enough to number their subsets. */
#define DIMENSIONS_MAX 8

/* Figures that are told apart by the categories of some dimensions: "reason × gender of stops". */
typedef struct
{
  const PakivTableSpec *table; /* for its filter */
  guint dimensions[DIMENSIONS_MAX];
  guint n_dimensions;
  guint64 first; /* the number of its first figure */
} Margin;

typedef struct
{
  PakivPlaces *places;
  GArray *margins;     /* Margin */
  GHashTable *numbers; /* guint64* → position among the sums, from 1 */
  PakivPublishedSums *sums;
} Builder;

void
pakiv_published_sums_free (PakivPublishedSums *sums)
{
  if (sums == NULL)
    return;
  g_array_unref (sums->starts);
  g_array_unref (sums->sums);
  g_ptr_array_unref (sums->names);
  g_free (sums);
}

/* Dimensions are taken in the cube's order, so that two tables that show the same figures agree. */
static void
add_margin (
    Builder *builder, const PakivTableSpec *table, guint64 chosen, GHashTable *seen, guint64 *next)
{
  Margin margin = { .table = table, .first = *next };
  g_autoptr (GString) name = g_string_new (NULL);
  guint64 size = 1;

  if (table->filter != NULL)
    g_string_printf (name, "%s=%s", table->filter->id, table->filter_code);
  for (guint i = 0; i < builder->places->spec->dimensions->len; i++)
    if ((chosen >> i) & 1)
      {
        g_string_append_printf (name, "/%u", i);
        size *= builder->places->of[i].categories->len;
        margin.dimensions[margin.n_dimensions++] = i;
      }
  if (!g_hash_table_add (seen, g_strdup (name->str)))
    return;
  *next += size;
  g_array_append_val (builder->margins, margin);
}

static guint64
spread (const guint *dimensions, guint n, guint subset)
{
  guint64 chosen = 0;

  for (guint i = 0; i < n; i++)
    if ((subset >> i) & 1)
      chosen |= G_GUINT64_CONSTANT (1) << dimensions[i];
  return chosen;
}

static void
list_margins (Builder *builder, GPtrArray *tables)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint64 next = 0;

  for (guint t = 0; t < tables->len; t++)
    {
      const PakivTableSpec *table = tables->pdata[t];
      guint dimensions[DIMENSIONS_MAX], n = 0;

      if (table->cube != builder->places->spec)
        continue;
      for (guint i = 0; i < table->rows->len && n < DIMENSIONS_MAX; i++)
        dimensions[n++] = pakiv_places_index (builder->places, table->rows->pdata[i]);
      if (table->column != NULL && n < DIMENSIONS_MAX)
        dimensions[n++] = pakiv_places_index (builder->places, table->column);
      for (guint subset = 0; subset < (1u << n); subset++)
        add_margin (builder, table, spread (dimensions, n, subset), seen, &next);
    }
}

/* "type=STOP/gender=F/linked=YES": @figure counts the margin's categories, the last one fastest. */
static char *
name_figure (const Builder *builder, const Margin *margin, guint64 figure)
{
  g_autoptr (GString) name = g_string_new (NULL);
  const char *categories[DIMENSIONS_MAX];

  for (guint i = margin->n_dimensions; i > 0; i--)
    {
      const PakivPlace *place = &builder->places->of[margin->dimensions[i - 1]];

      categories[i - 1] = place->categories->pdata[figure % place->categories->len];
      figure /= place->categories->len;
    }
  if (margin->table->filter != NULL)
    g_string_printf (name, "%s=%s", margin->table->filter->id, margin->table->filter_code);
  for (guint i = 0; i < margin->n_dimensions; i++)
    {
      const PakivDimension *dimension
          = builder->places->spec->dimensions->pdata[margin->dimensions[i]];

      g_string_append_printf (name, "/%s=%s", dimension->id, categories[i]);
    }
  return g_string_free (g_steal_pointer (&name), FALSE);
}

static void
add_sum (Builder *builder, const Margin *margin, guint64 own)
{
  guint64 figure = margin->first + own;
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (builder->numbers, &figure));

  if (number == 0)
    {
      number = ++builder->sums->n_sums;
      g_hash_table_insert (builder->numbers, g_memdup2 (&figure, sizeof figure),
                           GUINT_TO_POINTER (number));
      g_ptr_array_add (builder->sums->names, name_figure (builder, margin, own));
    }
  number--;
  g_array_append_val (builder->sums->sums, number);
}

static void
add_figures (Builder *builder, const Margin *margin, guint depth, guint64 figure)
{
  const PakivPlace *place;

  if (depth == margin->n_dimensions)
    {
      add_sum (builder, margin, figure);
      return;
    }
  place = &builder->places->of[margin->dimensions[depth]];
  for (guint i = 0; i < place->n_hits; i++)
    add_figures (builder, margin, depth + 1, figure * place->categories->len + place->hits[i]);
}

static void
add_cell (Builder *builder, guint64 key)
{
  pakiv_places_go (builder->places, key);
  for (guint m = 0; m < builder->margins->len; m++)
    {
      const Margin *margin = &g_array_index (builder->margins, Margin, m);

      if (pakiv_places_match (builder->places, margin->table))
        add_figures (builder, margin, 0, 0);
    }
}

PakivPublishedSums *
pakiv_published_sums_new (const PakivCounts *counts, GPtrArray *tables)
{
  g_autoptr (PakivPlaces) places = pakiv_places_new (counts->spec, counts->period);
  g_autoptr (GArray) margins = g_array_new (FALSE, FALSE, sizeof (Margin));
  g_autoptr (GHashTable) numbers
      = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  PakivPublishedSums *sums = g_new0 (PakivPublishedSums, 1);
  Builder builder = { places, margins, numbers, sums };

  sums->starts = g_array_new (FALSE, FALSE, sizeof (guint));
  sums->sums = g_array_new (FALSE, FALSE, sizeof (guint));
  sums->names = g_ptr_array_new_with_free_func (g_free);
  g_array_append_val (sums->starts, sums->sums->len);
  list_margins (&builder, tables);
  for (guint i = 0; i < counts->cells->len; i++)
    {
      const PakivCell *cell = &g_array_index (counts->cells, PakivCell, i);

      if (pakiv_cube_spec_get_small_part (counts->spec, cell->count) > 0)
        add_cell (&builder, cell->key);
      g_array_append_val (sums->starts, sums->sums->len);
    }
  return sums;
}
