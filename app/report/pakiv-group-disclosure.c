#include "pakiv-group-disclosure.h"

#include "pakiv-table-sum.h"
#include "pakiv-table-words.h"

#include <glib/gi18n.h>
#include <string.h>

/* Nine tenths. */
#define SHARE_OF 10
#define SHARE 9

/* Longer names of joined codes do not fit into a package. */
#define CODE_MAX 60

typedef struct
{
  GPtrArray *tables;
  const PakivCubeSpec *spec;
  GPtrArray *findings; /* or NULL */
} Search;

/* A row that was found. */
typedef struct
{
  const PakivTable *table;
  guint *position; /* of the row; 0 in the dimensions it leaves open */
  guint column;    /* the sensitive dimension … */
  guint category;  /* … and the category it falls into */
} Found;

static const PakivTableDimension *
get_dimension (const PakivTable *table, guint d)
{
  return table->dimensions->pdata[d];
}

static const PakivDimension *
get_spec (const Search *search, const PakivTable *table, guint d)
{
  return pakiv_cube_spec_find (search->spec, get_dimension (table, d)->id);
}

/* --- Joining --- */

static gboolean
is_together (const PakivTableDimension *dimension)
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
  if (is_together (to))
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

static guint
find_code (const PakivTableDimension *dimension, const char *code)
{
  for (guint c = 1; c < dimension->codes->len; c++)
    if (strcmp (dimension->codes->pdata[c], code) == 0)
      return c;
  return 0;
}

/* In every table of the cube that has the dimension. */
static void
join_everywhere (Search *search, const char *dimension, const char *one, const char *other)
{
  g_autofree char *id = g_strdup (dimension), *a = g_strdup (one), *b = g_strdup (other);

  for (guint t = 0; t < search->tables->len; t++)
    {
      PakivTable *table = search->tables->pdata[t];

      for (guint d = 0; d < table->dimensions->len; d++)
        {
          const PakivTableDimension *of = get_dimension (table, d);
          guint low, high;

          if (strcmp (of->id, id) != 0 || (low = find_code (of, a)) == 0
              || (high = find_code (of, b)) == 0)
            continue;
          search->tables->pdata[t] = pakiv_group_disclosure_join (table, d, low, high);
          pakiv_table_free (table);
          break;
        }
    }
}

/* --- Looking --- */

static gboolean
is_known (const Search *search, const PakivTable *table, guint d)
{
  const PakivDimension *spec = get_spec (search, table, d);

  return spec != NULL && spec->known && !spec->several;
}

/* The next row over the known dimensions; FALSE after the last. */
static gboolean
advance (const Search *search, const PakivTable *table, guint *position)
{
  for (guint d = 0; d < table->dimensions->len; d++)
    {
      if (!is_known (search, table, d))
        continue;
      if (++position[d] < get_dimension (table, d)->codes->len)
        return TRUE;
      position[d] = 0;
    }
  return FALSE;
}

/* What is not told apart is the same as all. */
static gboolean
is_whole (const PakivTable *table, const guint *position)
{
  for (guint d = 0; d < table->dimensions->len; d++)
    if (position[d] != 0 && !is_together (get_dimension (table, d)))
      return FALSE;
  return TRUE;
}

static gboolean
falls_into_one (const Search *search, const PakivTable *table, guint *position, Found *found)
{
  const PakivDimension *spec = get_spec (search, table, found->column);
  const PakivTableDimension *column = get_dimension (table, found->column);
  gint64 all = pakiv_table_get (table, position);

  if (all < table->base || is_whole (table, position))
    return FALSE;
  for (guint c = 1; c < column->codes->len; c++)
    {
      gint64 part;

      if (!g_strv_contains ((const char *const *)spec->sensitive, column->codes->pdata[c]))
        continue;
      position[found->column] = c;
      part = pakiv_table_get (table, position);
      position[found->column] = 0;
      if (part * SHARE_OF < all * SHARE)
        continue;
      found->category = c;
      return TRUE;
    }
  return FALSE;
}

/* @position is the row's, when TRUE. */
static gboolean
search_table (const Search *search, const PakivTable *table, guint *position, Found *found)
{
  for (guint d = 0; d < table->dimensions->len; d++)
    {
      const PakivDimension *spec = get_spec (search, table, d);

      if (spec == NULL || spec->sensitive == NULL)
        continue;
      found->table = table;
      found->position = position;
      found->column = d;
      memset (position, 0, table->dimensions->len * sizeof *position);
      while (advance (search, table, position))
        if (position[d] == 0 && falls_into_one (search, table, position, found))
          return TRUE;
    }
  return FALSE;
}

/* --- What is done about it --- */

static gboolean
is_area (const Search *search, const PakivTable *table, guint d)
{
  const PakivDimension *spec = get_spec (search, table, d);

  return spec != NULL && !spec->month && spec->field->codelist->areas;
}

/* The area, else the last of the row's own dimensions. */
static guint
choose_dimension (const Search *search, const Found *found)
{
  guint chosen = 0;

  for (guint d = 0; d < found->table->dimensions->len; d++)
    {
      if (found->position[d] == 0 || is_together (get_dimension (found->table, d)))
        continue;
      chosen = d;
      if (is_area (search, found->table, d))
        break;
    }
  return chosen;
}

/* The smallest other category that has anyone, the first of them; else any. */
static guint
choose_other (const PakivTable *table, guint dimension, guint code)
{
  g_autofree guint *position = g_new0 (guint, table->dimensions->len);
  const PakivTableDimension *of = get_dimension (table, dimension);
  gint64 least = G_MAXINT64;
  guint chosen = code == 1 ? 2 : 1;

  for (guint c = 1; c < of->codes->len; c++)
    {
      gint64 value;

      position[dimension] = c;
      value = pakiv_table_get (table, position);
      if (c == code || value == 0 || value >= least)
        continue;
      least = value;
      chosen = c;
    }
  return chosen;
}

static char *
word_row (const Found *found)
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint d = 0; d < found->table->dimensions->len; d++)
    if (found->position[d] != 0)
      {
        g_autofree char *word = pakiv_table_word_code (found->table, d, found->position[d]);

        g_string_append_printf (words, "%s%s", words->len > 0 ? " · " : "", word);
      }
  return g_string_free (g_steal_pointer (&words), FALSE);
}

static void
tell (Search *search, const Found *found)
{
  g_autofree char *row = NULL;
  g_autofree char *category = NULL;

  if (search->findings == NULL)
    return;
  row = word_row (found);
  category = pakiv_table_word_code (found->table, found->column, found->category);
  g_ptr_array_add (search->findings,
                   g_strdup_printf (
                       /* Translators: the title of a table, one of its rows, such as "North", and
                          a category, such as "Arrest". */
                       _ ("“%s”: nearly everyone in the row “%s” falls under “%s”, which would say "
                          "it of each of them. The row is shown together with others."),
                       pakiv_table_word (found->table->title), row, category));
}

static void
treat (Search *search, const Found *found)
{
  guint d = choose_dimension (search, found);
  const PakivTableDimension *dimension = get_dimension (found->table, d);
  guint other = choose_other (found->table, d, found->position[d]);

  tell (search, found);
  join_everywhere (search, dimension->id, dimension->codes->pdata[found->position[d]],
                   dimension->codes->pdata[other]);
}

static gboolean
treat_one (Search *search)
{
  for (guint t = 0; t < search->tables->len; t++)
    {
      const PakivTable *table = search->tables->pdata[t];
      g_autofree guint *position = g_new0 (guint, table->dimensions->len);
      Found found;

      if (!search_table (search, table, position, &found))
        continue;
      treat (search, &found);
      return TRUE;
    }
  return FALSE;
}

/* --- Areas --- */

static void
tell_area (Search *search, const char *label)
{
  if (search->findings != NULL)
    g_ptr_array_add (search->findings,
                     g_strdup_printf (
                         /* Translators: a district. */
                         _ ("“%s” holds too few addresses to stand alone. It is shown together "
                            "with another district."),
                         pakiv_table_word (label)));
}

/* The area beside it in the list; a list of one area alone has none. */
static void
join_area (Search *search, const PakivDimension *spec, const PakivCode *small)
{
  GPtrArray *codes = spec->field->codelist->codes;
  guint at = 0;

  g_ptr_array_find (codes, small, &at);
  for (guint t = 0; t < search->tables->len; t++)
    {
      const PakivTable *table = search->tables->pdata[t];

      for (guint d = 0; d < table->dimensions->len; d++)
        {
          const PakivTableDimension *of = get_dimension (table, d);
          guint own = find_code (of, small->code);

          if (strcmp (of->id, spec->id) != 0 || own == 0 || codes->len < 2)
            continue;
          tell_area (search, small->label);
          join_everywhere (
              search, of->id, small->code,
              of->codes
                  ->pdata[own + 1 < of->codes->len && at + 1 < codes->len ? own + 1 : own - 1]);
          return;
        }
    }
}

static void
tell_unknown (Search *search, GString *names)
{
  if (search->findings != NULL && names->len > 0)
    g_ptr_array_add (search->findings,
                     g_strdup_printf (
                         /* Translators: names of districts. */
                         _ ("Nobody has said how many addresses these districts hold: %s. A "
                            "district must be large enough to say nothing about who lives there."),
                         names->str));
}

static void
check_areas (Search *search)
{
  for (guint i = 0; i < search->spec->dimensions->len; i++)
    {
      const PakivDimension *spec = search->spec->dimensions->pdata[i];
      const PakivCodelist *list = spec->month ? NULL : spec->field->codelist;
      g_autoptr (GString) unknown = g_string_new (NULL);

      if (list == NULL || !list->areas || spec->several)
        continue;
      for (guint c = 0; c < list->codes->len; c++)
        {
          const PakivCode *code = list->codes->pdata[c];

          if (code->addresses < 0)
            g_string_append_printf (unknown, "%s%s", unknown->len > 0 ? _ (", ") : "",
                                    pakiv_table_word (code->label));
          else if (code->addresses < PAKIV_AREA_ADDRESSES_MIN)
            join_area (search, spec, code);
        }
      tell_unknown (search, unknown);
    }
}

void
pakiv_group_disclosure_protect (GPtrArray *tables, const PakivCubeSpec *spec, GPtrArray *findings)
{
  Search search = { tables, spec, findings };

  check_areas (&search);
  /* Each turn takes a category away, so there is an end. */
  while (treat_one (&search))
    ;
}
