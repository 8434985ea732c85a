/* Tables that can be set against each other: two over the same records agree in all that both show;
 * one over some of the records of another leaves, at every figure that both show, nobody or enough.
 */
#include "pakiv-package-private.h"

#include <glib/gi18n.h>
#include <string.h>

/* A part, the whole it is held against, and the dimensions that both have. */
typedef struct
{
  const PakivTable *part;
  const PakivTable *whole;
  gboolean same; /* over the same records */
  guint n_shared;
  guint of_part[PAKIV_PACKAGE_MAX_DIMENSIONS];
  guint of_whole[PAKIV_PACKAGE_MAX_DIMENSIONS];
  guint *codes[PAKIV_PACKAGE_MAX_DIMENSIONS]; /* of the whole, + 1; 0 where it has none */
  PakivPackage *package;
  const guint *rows; /* of the part */
  guint wrong;
} Comparison;

/* A search for each code would take a hostile package's time. */
static guint *
map_codes (const PakivTableDimension *part, const PakivTableDimension *whole)
{
  g_autoptr (GHashTable) index = g_hash_table_new (g_str_hash, g_str_equal);
  guint *codes = g_new (guint, part->codes->len);

  for (guint i = 0; i < whole->codes->len; i++)
    g_hash_table_insert (index, whole->codes->pdata[i], GUINT_TO_POINTER (i + 1));
  for (guint i = 0; i < part->codes->len; i++)
    codes[i] = GPOINTER_TO_UINT (g_hash_table_lookup (index, part->codes->pdata[i]));
  return codes;
}

static void
find_shared (Comparison *comparison)
{
  for (guint i = 0; i < comparison->part->dimensions->len; i++)
    {
      const PakivTableDimension *dimension = comparison->part->dimensions->pdata[i];
      int other = pakiv_observations_find_dimension (comparison->whole, dimension->id);
      const PakivTableDimension *whole;

      if (other < 0)
        continue;
      whole = comparison->whole->dimensions->pdata[other];
      comparison->of_part[comparison->n_shared] = i;
      comparison->of_whole[comparison->n_shared] = (guint)other;
      comparison->codes[comparison->n_shared++] = map_codes (dimension, whole);
      if (comparison->same && whole->codes->len != dimension->codes->len)
        comparison->wrong++;
    }
}

static gboolean
fits (const Comparison *comparison, gint64 part, gint64 whole)
{
  return part == whole || (!comparison->same && whole - part >= comparison->whole->base);
}

/* @known: the whole has all the codes of this place; where it has not, it counted nobody there. */
static void
compare (Comparison *comparison, guint depth, guint *part, guint *whole, gboolean known)
{
  const PakivTableDimension *dimension;

  if (depth == comparison->n_shared)
    {
      gsize offset = pakiv_table_offset (comparison->part, part);
      gint64 all = known ? pakiv_table_get (comparison->whole, whole) : 0;

      if (fits (comparison, comparison->part->values[offset], all))
        return;
      comparison->wrong++;
      pakiv_package_reject (comparison->package, comparison->rows[offset]);
      return;
    }
  dimension = comparison->part->dimensions->pdata[comparison->of_part[depth]];
  for (guint i = 0; i < dimension->codes->len; i++)
    {
      guint other = comparison->codes[depth][i];

      part[comparison->of_part[depth]] = i;
      whole[comparison->of_whole[depth]] = other > 0 ? other - 1 : 0;
      compare (comparison, depth + 1, part, whole, known && other > 0);
    }
}

static void
check_pair (PakivPackage *package,
            const PakivTable *part,
            const guint *rows,
            const PakivTable *whole,
            gboolean same)
{
  guint of_part[PAKIV_PACKAGE_MAX_DIMENSIONS] = { 0 };
  guint of_whole[PAKIV_PACKAGE_MAX_DIMENSIONS] = { 0 };
  Comparison comparison
      = { .part = part, .whole = whole, .same = same, .package = package, .rows = rows };

  find_shared (&comparison);
  compare (&comparison, 0, of_part, of_whole, TRUE);
  for (guint i = 0; i < comparison.n_shared; i++)
    g_free (comparison.codes[i]);
  if (comparison.wrong == 0)
    return;
  if (same)
    pakiv_package_add_conflict (package,
                                _ ("The tables “%s” and “%s” count the same and do not agree."),
                                whole->id, part->id);
  else
    pakiv_package_add_conflict (
        package,
        _ ("The tables “%s” and “%s” set against each other show a number smaller than %d."),
        whole->id, part->id, whole->base);
}

static gboolean
has_same_filter (const PakivTable *a, const PakivTable *b)
{
  return g_strcmp0 (a->filter_dimension, b->filter_dimension) == 0
         && g_strcmp0 (a->filter_code, b->filter_code) == 0;
}

void
pakiv_package_check_agreement (PakivPackage *package, const PakivObservations *observations)
{
  GPtrArray *tables = package->release->tables;

  for (guint i = 0; i < tables->len; i++)
    for (guint j = i + 1; j < tables->len; j++)
      {
        const PakivTable *a = tables->pdata[i];
        const PakivTable *b = tables->pdata[j];

        if (strcmp (a->measure, b->measure) != 0)
          continue;
        if (has_same_filter (a, b))
          check_pair (package, b, observations->rows[j], a, TRUE);
        else if (a->filter_dimension == NULL)
          check_pair (package, b, observations->rows[j], a, FALSE);
        else if (b->filter_dimension == NULL)
          check_pair (package, a, observations->rows[i], b, FALSE);
      }
}
