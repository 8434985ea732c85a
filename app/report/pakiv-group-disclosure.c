#include "pakiv-group-disclosure.h"

#include "pakiv-group-areas.h"
#include "pakiv-group-join.h"
#include "pakiv-table-words.h"

#include <glib/gi18n.h>
#include <string.h>

/* Nine tenths. */
#define SHARE_OF 10
#define SHARE 9

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
    if (position[d] != 0 && !pakiv_group_join_is_whole (get_dimension (table, d)))
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
      if (found->position[d] == 0 || pakiv_group_join_is_whole (get_dimension (found->table, d)))
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
  pakiv_group_join_everywhere (search->tables, dimension->id,
                               dimension->codes->pdata[found->position[d]],
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

void
pakiv_group_disclosure_protect (GPtrArray *tables, const PakivCubeSpec *spec, GPtrArray *findings)
{
  Search search = { tables, spec, findings };

  pakiv_group_areas_protect (tables, spec, findings);
  /* Each turn takes a category away, so there is an end. */
  while (treat_one (&search))
    ;
}
