#include "pakiv-group-join.h"

#include "pakiv-group-disclosure.h"
#include "pakiv-table-sum.h"

#include <glib/gi18n.h>
#include <string.h>

/* Longer names of joined codes do not fit into a package. */
#define CODE_MAX 60

static const PakivTableDimension *
get_dimension (const PakivTable *table, guint d)
{
  return table->dimensions->pdata[d];
}

gboolean
pakiv_group_join_is_whole (const PakivTableDimension *dimension)
{
  return dimension->codes->len == 2
         && strcmp (dimension->codes->pdata[1], PAKIV_NOT_TOLD_APART) == 0;
}

static PakivTableDimension *
copy_dimension (const PakivTableDimension *from)
{
  PakivTableDimension *copy = pakiv_table_dimension_new (from->id, from->label);

  copy->several = from->several;
  for (guint c = 0; c < from->codes->len; c++)
    pakiv_table_dimension_add (copy, from->codes->pdata[c], from->labels->pdata[c]);
  return copy;
}

static PakivTableDimension *
new_together (const PakivTableDimension *from)
{
  PakivTableDimension *together = pakiv_table_dimension_new (from->id, from->label);

  pakiv_table_dimension_add (together, PAKIV_TOTAL, from->labels->pdata[0]);
  pakiv_table_dimension_add (together, PAKIV_NOT_TOLD_APART, N_ ("Not told apart"));
  return together;
}

/* The joined category stands where the first of the two stood. */
static PakivTableDimension *
join_codes (const PakivTableDimension *from, guint low, guint high)
{
  g_autofree char *code
      = g_strconcat (from->codes->pdata[low], "+", from->codes->pdata[high], NULL);
  g_autofree char *label = g_strconcat (from->labels->pdata[low], PAKIV_TABLE_TOGETHER_LABEL,
                                        from->labels->pdata[high], NULL);
  PakivTableDimension *joined;

  if (from->codes->len <= 3 || strlen (code) > CODE_MAX)
    return new_together (from);
  joined = pakiv_table_dimension_new (from->id, from->label);
  for (guint c = 0; c < from->codes->len; c++)
    if (c == low)
      pakiv_table_dimension_add (joined, code, label);
    else if (c != high)
      pakiv_table_dimension_add (joined, from->codes->pdata[c], from->labels->pdata[c]);
  return joined;
}

static PakivTable *
new_like (const PakivTable *table, GPtrArray *dimensions)
{
  PakivTable *made = pakiv_table_new_published (table->id, dimensions, table->has_column);

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

static guint
move_code (const PakivTableDimension *to, guint code, guint low, guint high)
{
  if (pakiv_group_join_is_whole (to))
    return MIN (code, 1);
  return code == high ? low : code > high ? code - 1 : code;
}

PakivTable *
pakiv_group_disclosure_join (const PakivTable *table, guint dimension, guint one, guint other)
{
  guint low = MIN (one, other), high = MAX (one, other);
  GPtrArray *dimensions = pakiv_table_dimensions_new ();
  PakivTable *made;

  g_return_val_if_fail (low > 0 && low < high, NULL);

  for (guint d = 0; d < table->dimensions->len; d++)
    g_ptr_array_add (dimensions, d == dimension ? join_codes (get_dimension (table, d), low, high)
                                                : copy_dimension (get_dimension (table, d)));
  made = new_like (table, dimensions);
  for (gsize offset = 0; offset < table->n_values; offset++)
    {
      gsize rest = offset, to = 0, step = 1;

      for (guint d = table->dimensions->len; d-- > 0;)
        {
          gsize n = get_dimension (table, d)->codes->len;
          guint code = (guint)(rest % n);

          if (d == dimension)
            code = move_code (get_dimension (made, d), code, low, high);
          to += code * step;
          step *= get_dimension (made, d)->codes->len;
          rest /= n;
        }
      made->values[to] += table->values[offset];
    }
  return made;
}

guint
pakiv_group_join_find (const PakivTableDimension *dimension, const char *code)
{
  for (guint c = 1; c < dimension->codes->len; c++)
    if (strcmp (dimension->codes->pdata[c], code) == 0)
      return c;
  return 0;
}

void
pakiv_group_join_everywhere (GPtrArray *tables,
                             const char *dimension,
                             const char *one,
                             const char *other)
{
  g_autofree char *id = g_strdup (dimension), *a = g_strdup (one), *b = g_strdup (other);

  for (guint t = 0; t < tables->len; t++)
    {
      PakivTable *table = tables->pdata[t];

      for (guint d = 0; d < table->dimensions->len; d++)
        {
          const PakivTableDimension *of = get_dimension (table, d);
          guint low, high;

          if (strcmp (of->id, id) != 0 || (low = pakiv_group_join_find (of, a)) == 0
              || (high = pakiv_group_join_find (of, b)) == 0)
            continue;
          tables->pdata[t] = pakiv_group_disclosure_join (table, d, low, high);
          pakiv_table_free (table);
          break;
        }
    }
}
