#include "pakiv-revision.h"

#include "pakiv-error.h"
#include "pakiv-group-disclosure.h"
#include "pakiv-selection.h"
#include "pakiv-table-regroup.h"
#include "pakiv-table-words.h"

#include <glib/gi18n.h>
#include <string.h>

/* One table of the first release and its changes; all of the same categories. */
typedef struct
{
  PakivTable *added;
  PakivTable *taken_out;
} Pair;

static void
clear_pair (Pair *pair)
{
  pakiv_table_free (pair->added);
  pakiv_table_free (pair->taken_out);
}

static PakivTable *
make_like (const PakivSafeCube *cube,
           const PakivTableSpec *spec,
           const PakivTable *like,
           GError **error)
{
  g_autoptr (PakivTable) fine = pakiv_table_new (cube, spec);
  PakivTable *made = pakiv_table_regroup (fine, like);

  if (made == NULL)
    g_set_error (error, PAKIV_ERROR, PAKIV_ERROR_INVALID,
                 /* Translators: the title of a table. */
                 _ ("The categories of the table “%s” are others than when the quarter was "
                    "released, so the change has no place in it."),
                 pakiv_table_word (like->title));
  return made;
}

/* (transfer full): the first release's figures with the changes. */
static PakivTable *
make_revised (const PakivTable *first, const Pair *pair)
{
  PakivTable *revised = pakiv_table_copy (first);

  for (gsize i = 0; i < revised->n_values; i++)
    revised->values[i] += pair->added->values[i] - pair->taken_out->values[i];
  return revised;
}

/* Takes @table over. */
static void
add_table (PakivRelease *revision,
           PakivTable *table,
           PakivTableChange change,
           gboolean shown,
           const PakivRelease *last)
{
  shown = shown && pakiv_table_get_total (table) != 0;
  pakiv_table_mark_change (table, change);
  if (shown || (last != NULL && pakiv_release_find_table (last, table->id) != NULL))
    g_ptr_array_add (revision->tables, table);
  else
    pakiv_table_free (table);
}

/* Where as many were added as taken out at every figure, records moved between categories that the
 * table does not tell apart: to it nothing changed. */
static void
add_pair (PakivRelease *revision,
          const Pair *pair,
          const PakivTable *like,
          const PakivRelease *last)
{
  PakivTable *out = pakiv_table_regroup (pair->taken_out, like);
  PakivTable *added = pakiv_table_regroup (pair->added, like);
  gboolean shown = memcmp (out->values, added->values, out->n_values * sizeof *out->values) != 0;

  add_table (revision, out, PAKIV_TABLE_TAKEN_OUT, shown, last);
  add_table (revision, added, PAKIV_TABLE_ADDED, shown, last);
}

/* (element-type Pair): of every table over the cube that @first has; @revised gets a table for
 * each.
 */
static GArray *
make_pairs (const PakivReportSpec *report,
            const PakivChanges *changes,
            const PakivRelease *first,
            GPtrArray *revised,
            GError **error)
{
  g_autoptr (GArray) pairs = g_array_new (FALSE, FALSE, sizeof (Pair));
  g_autoptr (PakivSafeCube) added = pakiv_safe_cube_new_of_changes (changes, 1);
  g_autoptr (PakivSafeCube) taken_out = pakiv_safe_cube_new_of_changes (changes, -1);

  g_return_val_if_fail (added != NULL && taken_out != NULL, NULL);

  g_array_set_clear_func (pairs, (GDestroyNotify)clear_pair);
  for (guint i = 0; i < report->tables->len; i++)
    {
      const PakivTableSpec *spec = report->tables->pdata[i];
      const PakivTable *table
          = spec->cube == changes->spec ? pakiv_release_find_table (first, spec->id) : NULL;
      Pair pair = { NULL, NULL };

      if (table == NULL)
        continue;
      pair.added = make_like (added, spec, table, error);
      pair.taken_out = pair.added != NULL ? make_like (taken_out, spec, table, error) : NULL;
      g_array_append_val (pairs, pair);
      if (pair.taken_out == NULL)
        return NULL;
      g_ptr_array_add (revised, make_revised (table, &pair));
    }
  return g_steal_pointer (&pairs);
}

gboolean
pakiv_revision_add_tables (PakivRelease *revision,
                           const PakivReportSpec *report,
                           const PakivChanges *changes,
                           const PakivRelease *first,
                           const PakivRelease *last,
                           GError **error)
{
  g_autoptr (GPtrArray) revised = g_ptr_array_new_with_free_func ((GDestroyNotify)pakiv_table_free);
  g_autoptr (GArray) pairs = make_pairs (report, changes, first, revised, error);

  if (pairs == NULL)
    return FALSE;
  pakiv_group_disclosure_protect (revised, changes->spec, revision->findings);
  for (guint i = 0; i < pairs->len; i++)
    add_pair (revision, &g_array_index (pairs, Pair, i), revised->pdata[i], last);
  return TRUE;
}

/* Whether @a has a figure that @b has not. */
static gboolean
has_other (const PakivRelease *a, const PakivRelease *b)
{
  for (guint t = 0; t < a->tables->len; t++)
    {
      const PakivTable *table = a->tables->pdata[t];
      const PakivTable *other = b != NULL ? pakiv_release_find_table (b, table->id) : NULL;

      if (other == NULL || other->n_values != table->n_values
          || memcmp (other->values, table->values, table->n_values * sizeof (gint64)) != 0)
        return TRUE;
    }
  return FALSE;
}

gboolean
pakiv_revision_differs (const PakivRelease *revision, const PakivRelease *other)
{
  return has_other (revision, other) || (other != NULL && has_other (other, revision));
}
