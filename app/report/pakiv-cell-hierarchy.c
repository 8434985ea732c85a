#include "pakiv-cell-hierarchy.h"

#include "pakiv-csv-reader.h"
#include "pakiv-csv-writer.h"
#include "pakiv-error.h"

#include <glib/gi18n.h>
#include <string.h>

/* How many categories may stand one under the other. */
#define DEPTH_MAX 100

/* The children of one category, as numbers of categories. */
typedef struct
{
  GArray *children; /* guint */
  guint line;       /* where it is first named as a parent */
  gboolean open;    /* being followed: met again, it is its own ancestor */
} Parent;

static void
free_levels (PakivCellLevels *levels)
{
  g_ptr_array_unref (levels->leaves);
  g_array_unref (levels->leaf_of);
  g_free (levels);
}

void
pakiv_cell_hierarchy_free (PakivCellHierarchy *hierarchy)
{
  if (hierarchy == NULL)
    return;
  g_ptr_array_unref (hierarchy->dimensions);
  g_free (hierarchy);
}

static void
free_parent (Parent *parent)
{
  g_array_unref (parent->children);
  g_free (parent);
}

static guint
number_category (PakivCellDimension *dimension, const char *name)
{
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (dimension->numbers, name));

  if (number == 0)
    {
      char *own = g_strdup (name);

      g_ptr_array_add (dimension->categories, own);
      number = dimension->categories->len;
      g_hash_table_insert (dimension->numbers, own, GUINT_TO_POINTER (number));
    }
  return number - 1;
}

static void
add_child (GHashTable *parents, guint parent, guint child, guint line)
{
  Parent *own = g_hash_table_lookup (parents, GUINT_TO_POINTER (parent + 1));

  if (own == NULL)
    {
      own = g_new0 (Parent, 1);
      own->children = g_array_new (FALSE, FALSE, sizeof (guint));
      own->line = line;
      g_hash_table_insert (parents, GUINT_TO_POINTER (parent + 1), own);
    }
  g_array_append_val (own->children, child);
}

static gboolean
read_row (PakivCellFile *file,
          GPtrArray *parents,
          const char *path,
          const char *const *fields,
          guint line,
          GError **error)
{
  int dimension;
  guint child;
  PakivCellDimension *own;

  if (g_strv_length ((char **)fields) != 3)
    return pakiv_cell_file_fail (path, line, error,
                                 _ ("There must be three columns: dimension, child and parent."));
  dimension = pakiv_cell_file_find (file, fields[0]);
  if (dimension < 0)
    return pakiv_cell_file_fail (path, line, error, _ ("The table has no column “%s”."), fields[0]);
  if (strcmp (fields[1], PAKIV_CELL_TOTAL) == 0)
    return pakiv_cell_file_fail (path, line, error, _ ("“%s” is all there is; it has no parent."),
                                 fields[1]);
  /* All leaves are in the total anyway. */
  if (strcmp (fields[2], PAKIV_CELL_TOTAL) == 0)
    return TRUE;
  own = file->dimensions->pdata[dimension];
  child = number_category (own, pakiv_csv_strip_guard (fields[1]));
  add_child (parents->pdata[dimension], number_category (own, pakiv_csv_strip_guard (fields[2])),
             child, line);
  return TRUE;
}

static gboolean
check_header (const char *path, const char *const *header, GError **error)
{
  const char *const wanted[] = { "dimension", "child", "parent", NULL };

  return g_strv_equal (header, wanted)
         || pakiv_cell_file_fail (path, 1, error,
                                  _ ("There must be three columns: dimension, child and parent."));
}

static gboolean
read_parents (PakivCellFile *file, GPtrArray *parents, const char *path, GError **error)
{
  g_autoptr (PakivCsvReader) reader = pakiv_csv_reader_open (path, error);
  g_autoptr (GError) cause = NULL;
  const char *const *fields;

  if (reader == NULL || !check_header (path, pakiv_csv_reader_get_header (reader), error))
    return FALSE;
  while ((fields = pakiv_csv_reader_next (reader, &cause)) != NULL)
    if (!read_row (file, parents, path, fields, pakiv_csv_reader_get_line (reader), error))
      return FALSE;
  if (cause != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  return TRUE;
}

/* A walk down from one category. */
typedef struct
{
  GHashTable *parents;
  const PakivCellLevels *levels;
  GHashTable *found; /* leaves */
  GHashTable *seen;  /* Parent: not walked into twice, since a child may have several parents */
  Parent *wrong;     /* where the walk had to end */
  gboolean deep;     /* because it got too deep, and not because a category is its own ancestor */
} Descent;

static void
descend (Descent *descent, guint category, guint depth)
{
  Parent *own = g_hash_table_lookup (descent->parents, GUINT_TO_POINTER (category + 1));

  if (own == NULL)
    {
      guint leaf = g_array_index (descent->levels->leaf_of, guint, category);

      g_hash_table_add (descent->found, GUINT_TO_POINTER (leaf));
      return;
    }
  if (own->open || depth == DEPTH_MAX)
    {
      descent->wrong = own;
      descent->deep = !own->open;
      return;
    }
  if (!g_hash_table_add (descent->seen, own))
    return;
  own->open = TRUE;
  for (guint i = 0; descent->wrong == NULL && i < own->children->len; i++)
    descend (descent, g_array_index (own->children, guint, i), depth + 1);
  own->open = FALSE;
}

static int
compare_guints (gconstpointer a, gconstpointer b)
{
  guint one = *(const guint *)a, other = *(const guint *)b;

  return one < other ? -1 : one > other;
}

static GArray *
to_sorted (GHashTable *found)
{
  GArray *leaves = g_array_new (FALSE, FALSE, sizeof (guint));
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, found);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      guint leaf = GPOINTER_TO_UINT (key);

      g_array_append_val (leaves, leaf);
    }
  g_array_sort (leaves, compare_guints);
  return leaves;
}

static void
number_leaves (PakivCellLevels *levels, const PakivCellDimension *dimension, GHashTable *parents)
{
  for (guint i = 0; i < dimension->categories->len; i++)
    {
      gboolean leaf = strcmp (dimension->categories->pdata[i], PAKIV_CELL_TOTAL) != 0
                      && !g_hash_table_contains (parents, GUINT_TO_POINTER (i + 1));
      guint number = leaf ? levels->n_leaves++ : G_MAXUINT;

      g_array_append_val (levels->leaf_of, number);
    }
  /* A table that tells nothing apart here still has something that it adds up. */
  levels->n_leaves = MAX (levels->n_leaves, 1);
}

/* The leaves of @category, which every total has all of. FALSE where there is no end to them. */
static gboolean
add_leaves (PakivCellLevels *levels,
            const PakivCellDimension *dimension,
            guint category,
            GHashTable *parents,
            const char *path,
            GError **error)
{
  const char *name = dimension->categories->pdata[category];
  g_autoptr (GHashTable) found = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  Descent descent = { parents, levels, found, seen, NULL, FALSE };

  if (strcmp (name, PAKIV_CELL_TOTAL) == 0)
    for (guint leaf = 0; leaf < levels->n_leaves; leaf++)
      g_hash_table_add (found, GUINT_TO_POINTER (leaf));
  else
    descend (&descent, category, 0);
  if (descent.wrong == NULL)
    {
      g_ptr_array_add (levels->leaves, to_sorted (found));
      return TRUE;
    }
  if (descent.deep)
    return pakiv_cell_file_fail (path, descent.wrong->line, error,
                                 _ ("More than %d categories stand one under the other here."),
                                 DEPTH_MAX);
  return pakiv_cell_file_fail (path, descent.wrong->line, error,
                               _ ("“%s” would be a part of itself in “%s”."), name,
                               dimension->name);
}

static PakivCellLevels *
make_levels (const PakivCellDimension *dimension,
             GHashTable *parents,
             const char *path,
             GError **error)
{
  PakivCellLevels *levels = g_new0 (PakivCellLevels, 1);

  levels->leaves = g_ptr_array_new_with_free_func ((GDestroyNotify)g_array_unref);
  levels->leaf_of = g_array_new (FALSE, FALSE, sizeof (guint));
  number_leaves (levels, dimension, parents);
  for (guint i = 0; i < dimension->categories->len; i++)
    if (!add_leaves (levels, dimension, i, parents, path, error))
      {
        free_levels (levels);
        return NULL;
      }
  return levels;
}

PakivCellHierarchy *
pakiv_cell_hierarchy_new (PakivCellFile *file, const char *path, GError **error)
{
  g_autoptr (PakivCellHierarchy) hierarchy = g_new0 (PakivCellHierarchy, 1);
  g_autoptr (GPtrArray) parents
      = g_ptr_array_new_with_free_func ((GDestroyNotify)g_hash_table_unref);

  hierarchy->dimensions = g_ptr_array_new_with_free_func ((GDestroyNotify)free_levels);
  for (guint i = 0; i < file->dimensions->len; i++)
    g_ptr_array_add (parents,
                     g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)free_parent));
  if (path != NULL && !read_parents (file, parents, path, error))
    return NULL;
  for (guint i = 0; i < file->dimensions->len; i++)
    {
      PakivCellLevels *levels
          = make_levels (file->dimensions->pdata[i], parents->pdata[i], path, error);

      if (levels == NULL)
        return NULL;
      g_ptr_array_add (hierarchy->dimensions, levels);
    }
  return g_steal_pointer (&hierarchy);
}
