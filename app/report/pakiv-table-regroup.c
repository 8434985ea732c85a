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

static char **
split (const char *code)
{
  const char separator[] = { PAKIV_TABLE_TOGETHER, '\0' };

  return g_strsplit (code, separator, -1);
}

/* (transfer full): the place of each category that is shown alone or in a joined one; 0 where it is
 * shown twice. A search for each would take a hostile package's time. */
static GHashTable *
index_parts (const PakivTableDimension *like)
{
  GHashTable *places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint c = 1; c < like->codes->len; c++)
    {
      g_auto (GStrv) parts = split (like->codes->pdata[c]);

      for (guint i = 0; parts[i] != NULL; i++)
        {
          gboolean known = g_hash_table_contains (places, parts[i]);

          g_hash_table_insert (places, g_strdup (parts[i]), GUINT_TO_POINTER (known ? 0 : c));
        }
    }
  return places;
}

/* Every part of a joined code is there too, where the other is joined already. */
static guint
find_place (GHashTable *places, const char *code)
{
  g_auto (GStrv) parts = split (code);
  guint place = 0;

  for (guint i = 0; parts[i] != NULL; i++)
    {
      guint own = GPOINTER_TO_UINT (g_hash_table_lookup (places, parts[i]));

      if (own == 0 || (place != 0 && own != place))
        return NO_PLACE;
      place = own;
    }
  return place != 0 ? place : NO_PLACE;
}

static gboolean
tells_nothing_apart (const PakivTableDimension *dimension)
{
  return dimension->codes->len == 2
         && strcmp (dimension->codes->pdata[1], PAKIV_NOT_TOLD_APART) == 0;
}

/* (transfer full): of every category of @fine, its place in @like. */
static guint *
map_codes (const PakivTableDimension *fine, const PakivTableDimension *like)
{
  g_autoptr (GHashTable) parts = index_parts (like);
  guint *places = g_new0 (guint, fine->codes->len);

  for (guint c = 1; c < fine->codes->len; c++)
    places[c] = tells_nothing_apart (like) ? 1 : find_place (parts, fine->codes->pdata[c]);
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
