#include "pakiv-release-cube.h"

#include "pakiv-group-disclosure.h"

#include <string.h>

GHashTable *
pakiv_release_cube_new_deviations (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/* (transfer full): of @all, what belongs to @cube, by figure. */
static GHashTable *
pick (GHashTable *all, const char *cube)
{
  g_autofree char *prefix = g_strconcat (cube, "/", NULL);
  GHashTable *own = pakiv_release_cube_new_deviations ();
  GHashTableIter iter;
  gpointer name, off;

  g_hash_table_iter_init (&iter, all);
  while (g_hash_table_iter_next (&iter, &name, &off))
    if (g_str_has_prefix (name, prefix))
      g_hash_table_insert (own, g_strdup ((const char *)name + strlen (prefix)),
                           g_memdup2 (off, sizeof (gint64)));
  return own;
}

static void
add_all (GHashTable *all, const char *cube, GHashTable *own)
{
  GHashTableIter iter;
  gpointer figure, off;

  g_hash_table_iter_init (&iter, own);
  while (g_hash_table_iter_next (&iter, &figure, &off))
    g_hash_table_replace (all, g_strconcat (cube, "/", figure, NULL),
                          g_memdup2 (off, sizeof (gint64)));
}

char *
pakiv_release_cube_name_book (PakivLog *log,
                              const char *station_id,
                              PakivPeriod period,
                              const PakivCubeSpec *spec)
{
  g_autofree char *quarter = pakiv_period_to_string (period);

  return g_strdup_printf ("%s/%s/%s/%s", station_id,
                          pakiv_log_id_to_string (pakiv_log_get_id (log)), quarter, spec->id);
}

PakivChanges *
pakiv_release_cube_list_cells (const PakivSafeCube *cube)
{
  PakivChanges *changes
      = pakiv_changes_new (pakiv_safe_cube_get_spec (cube), pakiv_safe_cube_get_period (cube));
  guint n;
  const PakivCell *cells = pakiv_safe_cube_get_cells (cube, &n);

  for (guint i = 0; i < n; i++)
    {
      const PakivChange change = { .key = cells[i].key, .released = cells[i].count };

      g_array_append_val (changes->cells, change);
    }
  return changes;
}

PakivSafeCube *
pakiv_release_cube_protect (PakivLog *log,
                            const char *station_id,
                            const PakivReportSpec *report,
                            const PakivCounts *counts,
                            GHashTable *deviations,
                            GError **error)
{
  g_autofree char *book
      = pakiv_release_cube_name_book (log, station_id, counts->period, counts->spec);
  g_autoptr (GHashTable) earlier = pakiv_log_load_deviations (log, counts->period, error);
  g_autoptr (GHashTable) carry = NULL;
  g_autoptr (GHashTable) own = NULL;
  PakivSafeCube *cube;

  if (earlier == NULL)
    return NULL;
  carry = pick (earlier, counts->spec->id);
  cube = pakiv_safe_cube_protect_with_carry (
      counts, report->tables, pakiv_log_get_rounding_secret (log), book, carry, &own);
  if (deviations != NULL)
    add_all (deviations, counts->spec->id, own);
  return cube;
}

GPtrArray *
pakiv_release_cube_make_tables (const PakivReportSpec *report,
                                const PakivSafeCube *cube,
                                GPtrArray *findings)
{
  GPtrArray *tables = g_ptr_array_new_with_free_func ((GDestroyNotify)pakiv_table_free);

  for (guint i = 0; i < report->tables->len; i++)
    {
      const PakivTableSpec *spec = report->tables->pdata[i];

      if (spec->cube == pakiv_safe_cube_get_spec (cube))
        g_ptr_array_add (tables, pakiv_table_new (cube, spec));
    }
  pakiv_group_disclosure_protect (tables, pakiv_safe_cube_get_spec (cube), findings);
  return tables;
}
