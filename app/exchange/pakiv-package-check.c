/* What every release must be, whoever made it: nothing from 1 to base − 1, sums that are the sums
 * of their parts, and tables of one count that agree. */
#include "pakiv-package-private.h"

#include <glib/gi18n.h>
#include <string.h>

static void
check_bases (PakivPackage *package)
{
  g_autoptr (GHashTable) bases = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < package->release->tables->len; i++)
    {
      const PakivTable *table = package->release->tables->pdata[i];
      int known = GPOINTER_TO_INT (g_hash_table_lookup (bases, table->measure));

      if (table->base < PAKIV_PACKAGE_LEAST_BASE)
        pakiv_package_add_conflict (
            package,
            _ ("The table “%s” was protected with a base of %d; at least %d "
               "is needed."),
            table->id, table->base, PAKIV_PACKAGE_LEAST_BASE);
      if (known != 0 && known != table->base)
        pakiv_package_add_conflict (package, _ ("Tables of the count %s have different bases."),
                                    table->measure);
      g_hash_table_insert (bases, table->measure, GINT_TO_POINTER (table->base));
    }
}

static void
check_thresholds (PakivPackage *package, const PakivTable *table, const guint *rows)
{
  guint small = 0;

  for (gsize i = 0; i < table->n_values; i++)
    if (table->values[i] > 0 && table->values[i] < table->base)
      {
        small++;
        pakiv_package_reject (package, rows[i]);
      }
  if (small > 0)
    pakiv_package_add_conflict (
        package,
        ngettext ("%u number of the table “%s” is smaller than %d, so it was not protected.",
                  "%u numbers of the table “%s” are smaller than %d, so they were not protected.",
                  small),
        small, table->id, table->base);
}

/* Whether the total at @offset, whose place in the dimension is _T, fits its parts. */
static gboolean
total_fits (const PakivTable *table, const PakivTableDimension *dimension, gsize offset, gsize step)
{
  gint64 total = table->values[offset];
  gint64 sum = 0;

  for (guint i = 1; i < dimension->codes->len; i++)
    {
      gint64 part = table->values[offset + i * step];

      if (part > total)
        return FALSE;
      sum += part;
    }
  return dimension->several || sum == total;
}

/* The parts of a dimension of several answers may overlap: each is no more than the total. */
static guint
check_dimension (PakivPackage *package, const PakivTable *table, const guint *rows, guint number)
{
  const PakivTableDimension *dimension = table->dimensions->pdata[number];
  gsize step = 1;
  guint wrong = 0;

  for (guint i = number + 1; i < table->dimensions->len; i++)
    step *= ((const PakivTableDimension *)table->dimensions->pdata[i])->codes->len;
  for (gsize offset = 0; offset < table->n_values; offset++)
    if ((offset / step) % dimension->codes->len == 0
        && !total_fits (table, dimension, offset, step))
      {
        wrong++;
        pakiv_package_reject (package, rows[offset]);
      }
  return wrong;
}

static void
check_sums (PakivPackage *package, const PakivTable *table, const guint *rows)
{
  guint wrong = 0;

  for (guint i = 0; i < table->dimensions->len; i++)
    wrong += check_dimension (package, table, rows, i);
  if (wrong > 0)
    pakiv_package_add_conflict (package,
                                ngettext ("%u total of the table “%s” is not the sum of its parts.",
                                          "%u totals of the table “%s” are not the sums of their "
                                          "parts.",
                                          wrong),
                                wrong, table->id);
}

static gboolean
counts_the_same (const PakivTable *a, const PakivTable *b)
{
  return strcmp (a->measure, b->measure) == 0
         && g_strcmp0 (a->filter_dimension, b->filter_dimension) == 0
         && g_strcmp0 (a->filter_code, b->filter_code) == 0;
}

/* The count of one category alone, all else _T. */
static gint64
get_margin (const PakivTable *table, guint dimension, guint code)
{
  guint position[PAKIV_PACKAGE_MAX_DIMENSIONS] = { 0 };

  position[dimension] = code;
  return pakiv_table_get (table, position);
}

/* (transfer full): code → index + 1. A search for each code would take a hostile package's time. */
static GHashTable *
index_codes (const PakivTableDimension *dimension)
{
  GHashTable *index = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < dimension->codes->len; i++)
    g_hash_table_insert (index, dimension->codes->pdata[i], GUINT_TO_POINTER (i + 1));
  return index;
}

static gboolean
margin_agrees (const PakivTable *a, guint of_a, const PakivTable *b, guint of_b)
{
  const PakivTableDimension *dimension = a->dimensions->pdata[of_a];
  g_autoptr (GHashTable) index = index_codes (b->dimensions->pdata[of_b]);

  if (g_hash_table_size (index) != dimension->codes->len)
    return FALSE;
  for (guint i = 0; i < dimension->codes->len; i++)
    {
      guint other = GPOINTER_TO_UINT (g_hash_table_lookup (index, dimension->codes->pdata[i]));

      if (other == 0 || get_margin (a, of_a, i) != get_margin (b, of_b, other - 1))
        return FALSE;
    }
  return TRUE;
}

static gboolean
tables_agree (const PakivTable *a, const PakivTable *b)
{
  for (guint i = 0; i < a->dimensions->len; i++)
    {
      const PakivTableDimension *dimension = a->dimensions->pdata[i];
      int other = pakiv_observations_find_dimension (b, dimension->id);

      if (other >= 0 && !margin_agrees (a, i, b, (guint)other))
        return FALSE;
    }
  return pakiv_table_get_total (a) == pakiv_table_get_total (b);
}

/* Two tables over the same records that differ would give away more than either. */
static void
check_agreement (PakivPackage *package)
{
  GPtrArray *tables = package->release->tables;

  for (guint i = 0; i < tables->len; i++)
    for (guint j = i + 1; j < tables->len; j++)
      {
        const PakivTable *a = tables->pdata[i];
        const PakivTable *b = tables->pdata[j];

        if (counts_the_same (a, b) && !tables_agree (a, b))
          pakiv_package_add_conflict (
              package, _ ("The tables “%s” and “%s” count the same and do not agree."), a->id,
              b->id);
      }
}

void
pakiv_package_check (PakivPackage *package, const PakivObservations *observations)
{
  check_bases (package);
  for (guint i = 0; i < observations->n_tables; i++)
    {
      const PakivTable *table = package->release->tables->pdata[i];

      check_thresholds (package, table, observations->rows[i]);
      check_sums (package, table, observations->rows[i]);
    }
  check_agreement (package);
}
