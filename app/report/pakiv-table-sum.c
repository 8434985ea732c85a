#include "pakiv-table-sum.h"

#include "pakiv-group-disclosure.h"
#include "pakiv-table-words.h"

#include <glib/gi18n.h>
#include <string.h>

/* One dimension of the sum: which codes of the tables belong together. A name is a code, or the one
 * it is brought to. */
typedef struct
{
  GPtrArray *names;  /* char* */
  GPtrArray *labels; /* char* */
  GArray *group;     /* guint, of each name: the first name of its group */
  GHashTable *index; /* name → position + 1 */
  gboolean together; /* one of the tables does not tell them apart, so none does */
} Joined;

static void
joined_free (Joined *joined)
{
  g_ptr_array_unref (joined->names);
  g_ptr_array_unref (joined->labels);
  g_array_unref (joined->group);
  g_hash_table_unref (joined->index);
  g_free (joined);
}

static Joined *
joined_new (void)
{
  Joined *joined = g_new0 (Joined, 1);

  joined->names = g_ptr_array_new_with_free_func (g_free);
  joined->labels = g_ptr_array_new_with_free_func (g_free);
  joined->group = g_array_new (FALSE, FALSE, sizeof (guint));
  joined->index = g_hash_table_new (g_str_hash, g_str_equal);
  return joined;
}

static const char *
bring_to (GHashTable *coarser, const char *dimension, const char *code)
{
  /* Ids in a package are written in capitals. */
  g_autofree char *id = g_ascii_strdown (dimension, -1);
  g_autofree char *name = g_strconcat (id, "/", code, NULL);
  const char *to = coarser != NULL ? g_hash_table_lookup (coarser, name) : NULL;

  return to != NULL ? to : code;
}

/* The label of a code that is brought to another one is not that one's. */
static guint
add_name (Joined *joined, const char *name, const char *label)
{
  guint position = GPOINTER_TO_UINT (g_hash_table_lookup (joined->index, name));

  if (position == 0)
    {
      position = joined->names->len + 1;
      g_ptr_array_add (joined->names, g_strdup (name));
      g_ptr_array_add (joined->labels, NULL);
      g_array_append_val (joined->group, (guint){ position - 1 });
      g_hash_table_insert (joined->index, joined->names->pdata[position - 1],
                           GUINT_TO_POINTER (position));
    }
  position--;
  if (label != NULL && joined->labels->pdata[position] == NULL)
    joined->labels->pdata[position] = g_strdup (label);
  return position;
}

static void
join (Joined *joined, guint a, guint b)
{
  guint *group = (guint *)joined->group->data;
  guint low = MIN (group[a], group[b]), high = MAX (group[a], group[b]);

  for (guint i = 0; i < joined->group->len; i++)
    if (group[i] == high)
      group[i] = low;
}

/* "F+M" of the table: both names are there, and belong together. Returns one of them. */
static guint
add_code (Joined *joined,
          const PakivTableDimension *dimension,
          guint code,
          GHashTable *coarser,
          GHashTable *seen)
{
  g_auto (GStrv) codes = g_strsplit (dimension->codes->pdata[code], "+", -1);
  g_auto (GStrv) labels
      = g_strsplit (dimension->labels->pdata[code], PAKIV_TABLE_TOGETHER_LABEL, -1);
  gboolean labelled = g_strv_length (codes) == g_strv_length (labels);
  guint first = 0;

  if (joined->together)
    {
      first = add_name (joined, PAKIV_NOT_TOLD_APART, N_ ("Not told apart"));
      if (seen != NULL)
        g_hash_table_add (seen, joined->names->pdata[first]);
      return first;
    }
  for (guint i = 0; codes[i] != NULL; i++)
    {
      const char *name = bring_to (coarser, dimension->id, codes[i]);
      gboolean own = strcmp (name, codes[i]) == 0;
      guint position = add_name (joined, name, own && labelled ? labels[i] : NULL);

      if (i == 0)
        first = position;
      else
        join (joined, first, position);
      if (seen != NULL)
        g_hash_table_add (seen, joined->names->pdata[position]);
    }
  return first;
}

static gboolean
is_month (const char *code)
{
  return strcmp (code, PAKIV_LATE) == 0 || (g_ascii_isdigit (code[0]) && strlen (code) == 7);
}

/* Every quarter has its own months, and has all other codes. */
static gboolean
has_same_names (Joined *joined, GPtrArray *seen)
{
  for (guint i = 0; i < joined->names->len; i++)
    for (guint t = 0; t < seen->len; t++)
      if (!is_month (joined->names->pdata[i])
          && !g_hash_table_contains (seen->pdata[t], joined->names->pdata[i]))
        return FALSE;
  return TRUE;
}

static const PakivTableDimension *
get_dimension (GPtrArray *tables, guint t, guint d)
{
  return ((const PakivTable *)tables->pdata[t])->dimensions->pdata[d];
}

/* Whether two different codes of one table are one name, which for several answers may be of one
 * record. */
static gboolean
adds_codes (Joined *joined, GPtrArray *tables, guint d, GHashTable *coarser)
{
  for (guint t = 0; t < tables->len; t++)
    {
      const PakivTableDimension *dimension = get_dimension (tables, t, d);
      g_autoptr (GHashTable) groups = g_hash_table_new (NULL, NULL);

      for (guint c = 1; c < dimension->codes->len; c++)
        {
          guint name = add_code (joined, dimension, c, coarser, NULL);

          if (!g_hash_table_add (groups,
                                 GUINT_TO_POINTER (g_array_index (joined->group, guint, name) + 1)))
            return TRUE;
        }
    }
  return FALSE;
}

static char *
say (const PakivTable *table, const char *reason)
{
  /* Translators: the title of a table, and why it is not in the year's report. */
  return g_strdup_printf (_ ("“%s” is left out: %s"), pakiv_table_word (table->title), reason);
}

static Joined *
join_dimension (GPtrArray *tables, guint d, GHashTable *coarser, char **why)
{
  g_autoptr (GPtrArray) seen = g_ptr_array_new_with_free_func ((GDestroyNotify)g_hash_table_unref);
  Joined *joined = joined_new ();
  const PakivTable *table = tables->pdata[0];

  for (guint t = 0; t < tables->len; t++)
    {
      const PakivTableDimension *dimension = get_dimension (tables, t, d);

      joined->together |= dimension->codes->len == 2
                          && strcmp (dimension->codes->pdata[1], PAKIV_NOT_TOLD_APART) == 0;
    }
  for (guint t = 0; t < tables->len; t++)
    {
      const PakivTableDimension *dimension = get_dimension (tables, t, d);
      GHashTable *own = g_hash_table_new (g_str_hash, g_str_equal);

      g_ptr_array_add (seen, own);
      for (guint c = 1; c < dimension->codes->len; c++)
        add_code (joined, dimension, c, coarser, own);
    }
  if (!has_same_names (joined, seen))
    *why = say (table, _ ("its categories changed within the year, and nothing says which of them "
                          "belong together."));
  else if (get_dimension (tables, 0, d)->several && adds_codes (joined, tables, d, coarser))
    *why = say (table, _ ("categories of which a record may have several can’t be added up."));
  else
    return joined;
  joined_free (joined);
  return NULL;
}

static gboolean
has_same_form (const PakivTable *a, const PakivTable *b)
{
  if (g_strcmp0 (a->measure, b->measure) != 0 || a->has_column != b->has_column
      || g_strcmp0 (a->filter_dimension, b->filter_dimension) != 0
      || g_strcmp0 (a->filter_code, b->filter_code) != 0
      || a->dimensions->len != b->dimensions->len)
    return FALSE;
  for (guint d = 0; d < a->dimensions->len; d++)
    {
      const PakivTableDimension *one = a->dimensions->pdata[d], *other = b->dimensions->pdata[d];

      if (strcmp (one->id, other->id) != 0 || one->several != other->several)
        return FALSE;
    }
  return TRUE;
}

static void
append_together (GString *text, const char *between, const char *word)
{
  if (text->len > 0)
    g_string_append (text, between);
  g_string_append (text, word);
}

/* The group of @first as one category. */
static void
add_category (PakivTableDimension *dimension, const Joined *joined, guint first)
{
  g_autoptr (GString) code = g_string_new (NULL);
  g_autoptr (GString) label = g_string_new (NULL);

  for (guint i = first; i < joined->names->len; i++)
    if (g_array_index (joined->group, guint, i) == first)
      {
        const char *words = joined->labels->pdata[i];

        append_together (code, "+", joined->names->pdata[i]);
        append_together (label, PAKIV_TABLE_TOGETHER_LABEL,
                         words != NULL ? words : joined->names->pdata[i]);
      }
  pakiv_table_dimension_add (dimension, code->str, label->str);
}

/* In the order in which they first came; what came late stands after all months. @place gets each
 * group's position in the dimension. */
static PakivTableDimension *
new_dimension (const PakivTableDimension *like, const Joined *joined, guint *place)
{
  PakivTableDimension *dimension = pakiv_table_dimension_new (like->id, like->label);

  dimension->several = like->several;
  pakiv_table_dimension_add (dimension, PAKIV_TOTAL, like->labels->pdata[0]);
  for (int late = 0; late <= 1; late++)
    for (guint i = 0; i < joined->names->len; i++)
      if (g_array_index (joined->group, guint, i) == i
          && (strcmp (joined->names->pdata[i], PAKIV_LATE) == 0) == late)
        {
          place[i] = dimension->codes->len;
          add_category (dimension, joined, i);
        }
  return dimension;
}

/* Where each code of @from stands in the sum. */
static guint *
map_codes (const PakivTableDimension *from, Joined *joined, const guint *place, GHashTable *coarser)
{
  guint *to = g_new0 (guint, from->codes->len);

  for (guint c = 1; c < from->codes->len; c++)
    to[c] = place[g_array_index (joined->group, guint, add_code (joined, from, c, coarser, NULL))];
  return to;
}

static void
add_values (PakivTable *sum, const PakivTable *table, GPtrArray *maps)
{
  for (gsize offset = 0; offset < table->n_values; offset++)
    {
      gsize rest = offset, to = 0, step = 1;

      for (guint d = table->dimensions->len; d-- > 0;)
        {
          gsize n = ((const PakivTableDimension *)table->dimensions->pdata[d])->codes->len;

          to += ((const guint *)maps->pdata[d])[rest % n] * step;
          rest /= n;
          step *= ((const PakivTableDimension *)sum->dimensions->pdata[d])->codes->len;
        }
      sum->values[to] += table->values[offset];
    }
}

static PakivTable *
new_table (const PakivTable *like, GPtrArray *dimensions)
{
  PakivTable *sum = pakiv_table_new_published (like->id, dimensions, like->has_column);

  sum->title = g_strdup (like->title);
  sum->note = g_strdup (like->note);
  sum->measure = g_strdup (like->measure);
  sum->unit = g_strdup (like->unit);
  sum->base = like->base;
  sum->filter_dimension = g_strdup (like->filter_dimension);
  sum->filter_code = g_strdup (like->filter_code);
  sum->filter_label = g_strdup (like->filter_label);
  return sum;
}

static PakivTable *
add_up (GPtrArray *tables, GPtrArray *joined, GHashTable *coarser)
{
  const PakivTable *last = tables->pdata[tables->len - 1];
  GPtrArray *dimensions = pakiv_table_dimensions_new ();
  g_autoptr (GPtrArray) places = g_ptr_array_new_with_free_func (g_free);
  PakivTable *sum;

  for (guint d = 0; d < joined->len; d++)
    {
      guint *place = g_new0 (guint, ((Joined *)joined->pdata[d])->names->len + 1);

      g_ptr_array_add (places, place);
      g_ptr_array_add (dimensions,
                       new_dimension (last->dimensions->pdata[d], joined->pdata[d], place));
    }
  sum = new_table (last, dimensions);
  for (guint t = 0; t < tables->len; t++)
    {
      const PakivTable *table = tables->pdata[t];
      g_autoptr (GPtrArray) maps = g_ptr_array_new_with_free_func (g_free);

      for (guint d = 0; d < joined->len; d++)
        g_ptr_array_add (maps, map_codes (table->dimensions->pdata[d], joined->pdata[d],
                                          places->pdata[d], coarser));
      add_values (sum, table, maps);
      sum->base = MIN (sum->base, table->base);
    }
  return sum;
}

PakivTable *
pakiv_table_sum_new (GPtrArray *tables, GHashTable *coarser, char **why)
{
  g_autoptr (GPtrArray) joined = g_ptr_array_new_with_free_func ((GDestroyNotify)joined_free);
  const PakivTable *first;

  g_return_val_if_fail (tables->len > 0, NULL);

  first = tables->pdata[0];
  for (guint t = 1; t < tables->len; t++)
    if (!has_same_form (first, tables->pdata[t]))
      {
        *why = say (first, _ ("it shows something else in one quarter than in another."));
        return NULL;
      }
  for (guint d = 0; d < first->dimensions->len; d++)
    {
      Joined *one = join_dimension (tables, d, coarser, why);

      if (one == NULL)
        return NULL;
      g_ptr_array_add (joined, one);
    }
  return add_up (tables, joined, coarser);
}
