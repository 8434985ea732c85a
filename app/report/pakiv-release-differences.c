#include "pakiv-release-differences.h"

#include "pakiv-interval.h"
#include "pakiv-selection.h"
#include "pakiv-table-words.h"

#include <stdlib.h>
#include <string.h>

static void
free_difference (PakivReleaseDifference *difference)
{
  g_free (difference->figure);
  g_free (difference);
}

typedef struct
{
  GPtrArray *found;
  GHashTable *told; /* figures, as name_figure() names them */
  const PakivTable *now;
  const PakivTable *before;
  guint *position;
  guint *position_before;
} Finder;

static PakivReleaseDifference *
add (GPtrArray *found, PakivDifferenceKind kind, const PakivTable *table)
{
  PakivReleaseDifference *difference = g_new0 (PakivReleaseDifference, 1);

  difference->kind = kind;
  difference->table = table;
  g_ptr_array_add (found, difference);
  return difference;
}

static void
compare_tables (GPtrArray *found,
                const PakivRelease *here,
                const PakivRelease *there,
                PakivDifferenceKind kind)
{
  for (guint i = 0; i < here->tables->len; i++)
    {
      const PakivTable *table = here->tables->pdata[i];

      if (pakiv_release_find_table (there, table->id) == NULL)
        add (found, kind, table);
    }
}

static const PakivTableDimension *
get_dimension (const PakivTable *table, guint i)
{
  return table->dimensions->pdata[i];
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* (transfer full): the same for the same sum, whatever table it stands in. */
static char *
name_figure (const Finder *finder)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  const PakivTable *table = finder->now;

  for (guint i = 0; i < table->dimensions->len; i++)
    if (finder->position[i] != 0)
      g_ptr_array_add (
          parts,
          g_strdup_printf ("%s=%s", get_dimension (table, i)->id,
                           (char *)get_dimension (table, i)->codes->pdata[finder->position[i]]));
  g_ptr_array_sort (parts, compare_texts);
  g_ptr_array_insert (parts, 0,
                      g_strdup_printf ("%s/%s/%s", table->measure,
                                       table->filter_code != NULL ? table->filter_dimension : "",
                                       table->filter_code != NULL ? table->filter_code : ""));
  g_ptr_array_add (parts, NULL);
  return g_strjoinv ("\n", (char **)parts->pdata);
}

/* "Outcome: Arrest · Linked: Yes"; the whole is called by what is counted. */
static char *
describe_figure (const Finder *finder)
{
  const PakivTable *table = finder->now;
  GString *words = g_string_new (NULL);

  for (guint i = 0; i < table->dimensions->len; i++)
    {
      g_autofree char *code = NULL;

      if (finder->position[i] == 0)
        continue;
      code = pakiv_table_word_code (table, i, finder->position[i]);
      g_string_append_printf (words, "%s%s: %s", words->len > 0 ? " · " : "",
                              pakiv_table_word (get_dimension (table, i)->label), code);
    }
  if (words->len == 0)
    g_string_append (
        words, pakiv_table_word (table->filter_label != NULL ? table->filter_label : table->unit));
  return g_string_free (words, FALSE);
}

static void
compare_figure (Finder *finder)
{
  gint64 now = pakiv_table_get (finder->now, finder->position);
  gint64 before = pakiv_table_get (finder->before, finder->position_before);
  double explained = pakiv_interval_get_rounding (finder->now->base, 1)
                     + pakiv_interval_get_rounding (finder->before->base, 1);
  PakivReleaseDifference *difference;
  char *name;

  if ((double)llabs (now - before) <= explained)
    return;
  name = name_figure (finder);
  if (!g_hash_table_add (finder->told, name))
    return;
  difference = add (finder->found, now > before ? PAKIV_DIFFERENCE_ROSE : PAKIV_DIFFERENCE_FELL,
                    finder->now);
  difference->figure = describe_figure (finder);
  difference->before = before;
  difference->now = now;
}

static gboolean
find_code (const PakivTable *table, guint dimension, const char *code, guint *index)
{
  const GPtrArray *codes = get_dimension (table, dimension)->codes;

  for (*index = 0; *index < codes->len; (*index)++)
    if (strcmp (codes->pdata[*index], code) == 0)
      return TRUE;
  return FALSE;
}

static void
compare_figures (Finder *finder, guint depth)
{
  const GPtrArray *codes;

  if (depth == finder->now->dimensions->len)
    {
      compare_figure (finder);
      return;
    }
  codes = get_dimension (finder->now, depth)->codes;
  for (guint c = 0; c < codes->len; c++)
    {
      finder->position[depth] = c;
      if (find_code (finder->before, depth, codes->pdata[c], &finder->position_before[depth]))
        compare_figures (finder, depth + 1);
    }
}

static gboolean
can_be_compared (const PakivTable *now, const PakivTable *before)
{
  if (before == NULL || now->dimensions->len != before->dimensions->len
      || g_strcmp0 (now->measure, before->measure) != 0
      || g_strcmp0 (now->filter_code, before->filter_code) != 0)
    return FALSE;
  for (guint i = 0; i < now->dimensions->len; i++)
    if (strcmp (get_dimension (now, i)->id, get_dimension (before, i)->id) != 0)
      return FALSE;
  return TRUE;
}

static double
get_weight (const PakivReleaseDifference *difference)
{
  if (difference->kind == PAKIV_DIFFERENCE_NEW || difference->kind == PAKIV_DIFFERENCE_GONE)
    return G_MAXDOUBLE;
  return (double)llabs (difference->now - difference->before) / difference->table->base;
}

static int
compare_weights (gconstpointer a, gconstpointer b)
{
  double left = get_weight (*(const PakivReleaseDifference *const *)a);
  double right = get_weight (*(const PakivReleaseDifference *const *)b);

  return left > right ? -1 : left < right;
}

GPtrArray *
pakiv_release_differences_find (const PakivRelease *now, const PakivRelease *before)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify)free_difference);
  g_autoptr (GHashTable) told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  compare_tables (found, now, before, PAKIV_DIFFERENCE_NEW);
  compare_tables (found, before, now, PAKIV_DIFFERENCE_GONE);
  for (guint i = 0; i < now->tables->len; i++)
    {
      const PakivTable *table = now->tables->pdata[i];
      const PakivTable *other = pakiv_release_find_table (before, table->id);
      g_autofree guint *position = g_new0 (guint, table->dimensions->len);
      g_autofree guint *position_before = g_new0 (guint, table->dimensions->len);
      Finder finder = { found, told, table, other, position, position_before };

      if (can_be_compared (table, other))
        compare_figures (&finder, 0);
    }
  /* Stable: what is equally far apart stays in the order of the report. */
  g_ptr_array_sort (found, compare_weights);
  return found;
}
