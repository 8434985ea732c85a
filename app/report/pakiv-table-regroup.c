#include "pakiv-table-regroup.h"

#include "pakiv-group-disclosure.h"
#include "pakiv-table-sum.h"

#include <string.h>

#define NO_PLACE G_MAXUINT

static const PakivTableDimension *
get_dimension (const PakivTable *table, guint d)
{
  return table->dimensions->pdata[d];
}

static gboolean
is_among (const char *joined, const char *code)
{
  const char separator[] = { PAKIV_TABLE_TOGETHER, '\0' };
  g_auto (GStrv) parts = g_strsplit (joined, separator, -1);

  return g_strv_contains ((const char *const *)parts, code);
}

/* Every part of a joined code is in it too, where the other is joined already. */
static gboolean
holds (const char *joined, const char *code)
{
  const char separator[] = { PAKIV_TABLE_TOGETHER, '\0' };
  g_auto (GStrv) parts = g_strsplit (code, separator, -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (!is_among (joined, parts[i]))
      return FALSE;
  return TRUE;
}

static guint
find_place (const PakivTableDimension *like, const char *code)
{
  if (like->codes->len == 2 && strcmp (like->codes->pdata[1], PAKIV_NOT_TOLD_APART) == 0)
    return 1;
  for (guint c = 1; c < like->codes->len; c++)
    if (holds (like->codes->pdata[c], code))
      return c;
  return NO_PLACE;
}

/* (transfer full): of every category of @fine, its place in @like. */
static guint *
map_codes (const PakivTableDimension *fine, const PakivTableDimension *like)
{
  guint *places = g_new0 (guint, fine->codes->len);

  for (guint c = 1; c < fine->codes->len; c++)
    places[c] = find_place (like, fine->codes->pdata[c]);
  return places;
}

static gboolean
has_same_dimensions (const PakivTable *a, const PakivTable *b)
{
  if (a->dimensions->len != b->dimensions->len)
    return FALSE;
  for (guint d = 0; d < a->dimensions->len; d++)
    if (g_ascii_strcasecmp (get_dimension (a, d)->id, get_dimension (b, d)->id) != 0)
      return FALSE;
  return TRUE;
}

static PakivTable *
new_empty (const PakivTable *table, const PakivTable *like)
{
  GPtrArray *dimensions = pakiv_table_dimensions_new ();
  PakivTable *made;

  for (guint d = 0; d < like->dimensions->len; d++)
    {
      const PakivTableDimension *from = get_dimension (like, d);
      PakivTableDimension *copy = pakiv_table_dimension_new (from->id, from->label);

      copy->several = from->several;
      for (guint c = 0; c < from->codes->len; c++)
        pakiv_table_dimension_add (copy, from->codes->pdata[c], from->labels->pdata[c]);
      g_ptr_array_add (dimensions, copy);
    }
  made = pakiv_table_new_published (table->id, dimensions, table->has_column);
  made->change = table->change;
  made->title = g_strdup (table->title);
  made->note = g_strdup (table->note);
  made->measure = g_strdup (table->measure);
  made->unit = g_strdup (table->unit);
  made->base = table->base;
  made->filter_dimension = g_strdup (table->filter_dimension);
  made->filter_code = g_strdup (table->filter_code);
  made->filter_label = g_strdup (table->filter_label);
  return made;
}

PakivTable *
pakiv_table_copy (const PakivTable *table)
{
  PakivTable *copy = new_empty (table, table);

  memcpy (copy->values, table->values, table->n_values * sizeof *copy->values);
  return copy;
}

/* FALSE where a dimension has no place for it. */
static gboolean
find_offset (
    const PakivTable *fine, gsize offset, const PakivTable *made, GPtrArray *maps, gsize *to)
{
  gsize step = 1;

  *to = 0;
  for (guint d = fine->dimensions->len; d-- > 0;)
    {
      const guint *places = maps->pdata[d];
      gsize n = get_dimension (fine, d)->codes->len;
      guint place = places[offset % n];

      if (place == NO_PLACE)
        return FALSE;
      *to += place * step;
      step *= get_dimension (made, d)->codes->len;
      offset /= n;
    }
  return TRUE;
}

PakivTable *
pakiv_table_regroup (const PakivTable *fine, const PakivTable *like)
{
  g_autoptr (GPtrArray) maps = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (PakivTable) made = NULL;

  if (!has_same_dimensions (fine, like))
    return NULL;
  for (guint d = 0; d < fine->dimensions->len; d++)
    g_ptr_array_add (maps, map_codes (get_dimension (fine, d), get_dimension (like, d)));
  made = new_empty (fine, like);
  for (gsize offset = 0; offset < fine->n_values; offset++)
    {
      gsize to;

      if (find_offset (fine, offset, made, maps, &to))
        made->values[to] += fine->values[offset];
      else if (fine->values[offset] != 0)
        return NULL;
    }
  return g_steal_pointer (&made);
}
