#include "pakiv-table.h"

#include "pakiv-places.h"

#include <string.h>

static void
free_table_dimension (PakivTableDimension *dimension)
{
  g_free (dimension->id);
  g_free (dimension->label);
  g_ptr_array_unref (dimension->codes);
  g_ptr_array_unref (dimension->labels);
  g_free (dimension);
}

void
pakiv_table_free (PakivTable *table)
{
  if (table == NULL)
    return;
  g_free (table->id);
  g_free (table->title);
  g_free (table->note);
  g_free (table->measure);
  g_free (table->unit);
  g_free (table->filter_dimension);
  g_free (table->filter_code);
  g_free (table->filter_label);
  g_ptr_array_unref (table->dimensions);
  g_free (table->values);
  g_free (table);
}

PakivTableDimension *
pakiv_table_dimension_new (const char *id, const char *label)
{
  PakivTableDimension *dimension = g_new0 (PakivTableDimension, 1);

  dimension->id = g_strdup (id);
  dimension->label = g_strdup (label);
  dimension->codes = g_ptr_array_new_with_free_func (g_free);
  dimension->labels = g_ptr_array_new_with_free_func (g_free);
  return dimension;
}

void
pakiv_table_dimension_add (PakivTableDimension *dimension, const char *code, const char *label)
{
  g_ptr_array_add (dimension->codes, g_strdup (code));
  g_ptr_array_add (dimension->labels, g_strdup (label));
}

GPtrArray *
pakiv_table_dimensions_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)free_table_dimension);
}

PakivTable *
pakiv_table_new_published (const char *id, GPtrArray *dimensions, gboolean has_column)
{
  PakivTable *table = g_new0 (PakivTable, 1);

  table->id = g_strdup (id);
  table->dimensions = dimensions;
  table->has_column = has_column;
  table->n_values = 1;
  for (guint i = 0; i < dimensions->len; i++)
    table->n_values *= ((PakivTableDimension *)dimensions->pdata[i])->codes->len;
  table->values = g_new0 (gint64, table->n_values);
  return table;
}

static void
add_dimension (GPtrArray *dimensions, const PakivDimension *from, PakivPeriod period)
{
  g_autoptr (GPtrArray) categories = pakiv_dimension_get_categories (from, period);
  g_autofree char *all = pakiv_dimension_get_category_label (from, PAKIV_TOTAL);
  PakivTableDimension *dimension = pakiv_table_dimension_new (from->id, from->label);

  dimension->several = from->several;
  pakiv_table_dimension_add (dimension, PAKIV_TOTAL, all);
  for (guint i = 0; i < categories->len; i++)
    {
      g_autofree char *label = pakiv_dimension_get_category_label (from, categories->pdata[i]);

      pakiv_table_dimension_add (dimension, categories->pdata[i], label);
    }
  g_ptr_array_add (dimensions, dimension);
}

typedef struct
{
  PakivTable *table;
  const PakivPlaces *places;
  guint *indexes; /* of each of the table's dimensions among the cube's */
} Filler;

/* Adds @count to every figure the cell belongs to: in each dimension under all and under its own.
 */
static void
add_count (const Filler *filler, guint depth, gsize offset, gint64 count)
{
  const PakivPlace *place;
  gsize size;

  if (depth == filler->table->dimensions->len)
    {
      filler->table->values[offset] += count;
      return;
    }
  place = &filler->places->of[filler->indexes[depth]];
  size = place->categories->len + 1;
  add_count (filler, depth + 1, offset * size, count);
  for (guint i = 0; i < place->n_hits; i++)
    add_count (filler, depth + 1, offset * size + place->hits[i] + 1, count);
}

static void
fill (PakivTable *table, const PakivSafeCube *cube, const PakivTableSpec *spec)
{
  g_autoptr (PakivPlaces) places = pakiv_places_new (spec->cube, pakiv_safe_cube_get_period (cube));
  g_autofree guint *indexes = g_new0 (guint, table->dimensions->len);
  const Filler filler = { table, places, indexes };
  guint n_cells;
  const PakivCell *cells = pakiv_safe_cube_get_cells (cube, &n_cells);

  for (guint i = 0; i < spec->rows->len; i++)
    indexes[i] = pakiv_places_index (places, spec->rows->pdata[i]);
  if (spec->column != NULL)
    indexes[spec->rows->len] = pakiv_places_index (places, spec->column);
  for (guint i = 0; i < n_cells; i++)
    {
      pakiv_places_go (places, cells[i].key);
      if (pakiv_places_match (places, spec))
        add_count (&filler, 0, 0, cells[i].count);
    }
}

PakivTable *
pakiv_table_new (const PakivSafeCube *cube, const PakivTableSpec *spec)
{
  PakivPeriod period = pakiv_safe_cube_get_period (cube);
  GPtrArray *dimensions = pakiv_table_dimensions_new ();
  PakivTable *table;

  g_return_val_if_fail (pakiv_safe_cube_get_spec (cube) == spec->cube, NULL);
  for (guint i = 0; i < spec->rows->len; i++)
    add_dimension (dimensions, spec->rows->pdata[i], period);
  if (spec->column != NULL)
    add_dimension (dimensions, spec->column, period);
  table = pakiv_table_new_published (spec->id, dimensions, spec->column != NULL);
  table->title = g_strdup (spec->title);
  table->note = g_strdup (spec->note);
  table->measure = g_ascii_strup (spec->cube->id, -1);
  table->unit = g_strdup (spec->cube->unit);
  table->base = spec->cube->base;
  if (spec->filter != NULL)
    {
      table->filter_dimension = g_strdup (spec->filter->id);
      table->filter_code = g_strdup (spec->filter_code);
      table->filter_label = pakiv_dimension_get_category_label (spec->filter, spec->filter_code);
    }
  fill (table, cube, spec);
  return table;
}

static const struct
{
  const char *name;
  const char *id;
  const char *measure;
  const char *title;
} changes[] = {
  [PAKIV_TABLE_COUNTS] = { NULL, "", "", "" },
  [PAKIV_TABLE_ADDED] = { "added", "-added", "_ADDED", PAKIV_TABLE_TITLE_ADDED },
  [PAKIV_TABLE_TAKEN_OUT]
  = { "taken-out", "-taken-out", "_TAKEN_OUT", PAKIV_TABLE_TITLE_TAKEN_OUT },
};

static void
replace (char **place, const char *first, const char *second)
{
  char *joined = g_strconcat (first, second, NULL);

  g_free (*place);
  *place = joined;
}

void
pakiv_table_mark_change (PakivTable *table, PakivTableChange change)
{
  g_return_if_fail (table->change == PAKIV_TABLE_COUNTS);

  table->change = change;
  replace (&table->id, table->id, changes[change].id);
  replace (&table->measure, table->measure, changes[change].measure);
  replace (&table->title, changes[change].title, table->title);
}

char *
pakiv_table_get_counts_id (const PakivTable *table)
{
  const char *ending = changes[table->change].id;

  if (!g_str_has_suffix (table->id, ending)
      || !g_str_has_suffix (table->measure, changes[table->change].measure)
      || !g_str_has_prefix (table->title, changes[table->change].title))
    return NULL;
  return g_strndup (table->id, strlen (table->id) - strlen (ending));
}

const char *
pakiv_table_change_to_string (PakivTableChange change)
{
  return changes[change].name;
}

gboolean
pakiv_table_change_from_string (const char *text, PakivTableChange *change)
{
  for (guint i = PAKIV_TABLE_ADDED; i < G_N_ELEMENTS (changes); i++)
    if (g_strcmp0 (text, changes[i].name) == 0)
      {
        *change = (PakivTableChange)i;
        return TRUE;
      }
  return FALSE;
}

gboolean
pakiv_table_has_same_codes (const PakivTable *a, const PakivTable *b)
{
  if (a->dimensions->len != b->dimensions->len)
    return FALSE;
  for (guint i = 0; i < a->dimensions->len; i++)
    {
      const PakivTableDimension *one = a->dimensions->pdata[i];
      const PakivTableDimension *other = b->dimensions->pdata[i];

      if (g_strcmp0 (one->id, other->id) != 0 || one->codes->len != other->codes->len)
        return FALSE;
      for (guint k = 0; k < one->codes->len; k++)
        if (strcmp (one->codes->pdata[k], other->codes->pdata[k]) != 0)
          return FALSE;
    }
  return TRUE;
}

gsize
pakiv_table_offset (const PakivTable *table, const guint *position)
{
  gsize offset = 0;

  for (guint i = 0; i < table->dimensions->len; i++)
    {
      const PakivTableDimension *dimension = table->dimensions->pdata[i];

      g_return_val_if_fail (position[i] < dimension->codes->len, 0);
      offset = offset * dimension->codes->len + position[i];
    }
  return offset;
}

gint64
pakiv_table_get (const PakivTable *table, const guint *position)
{
  return table->values[pakiv_table_offset (table, position)];
}

gint64
pakiv_table_get_total (const PakivTable *table)
{
  return table->values[0];
}

/* Its total over all other dimensions says so: counts are never negative. */
gboolean
pakiv_table_code_is_empty (const PakivTable *table, guint dimension, guint code)
{
  g_autofree guint *position = g_new0 (guint, table->dimensions->len);

  position[dimension] = code;
  return pakiv_table_get (table, position) == 0;
}
