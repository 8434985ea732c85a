/* What every release must be, whoever made it: bases that are large enough, nothing from 1 to base
 * − 1, and sums that are the sums of their parts. The council does not believe a station's own word
 * for any of it. */
#include "pakiv-package-private.h"

#include <glib/gi18n.h>
#include <string.h>

/* Counts of people who were stopped or attacked, and whatever is told apart by age or bias. */
static const char *const sensitive_measures[] = { "CONTACTS", "INCIDENTS" };
static const char *const sensitive_dimensions[] = { "AGE", "MOTIVE" };

/* Counts of it, or changes of those. */
static gboolean
is_measure (const PakivTable *table, const char *measure)
{
  gsize length = strlen (measure);

  return g_ascii_strncasecmp (table->measure, measure, length) == 0
         && (table->measure[length] == '\0'
             || (table->change != PAKIV_TABLE_COUNTS && table->measure[length] == '_'));
}

static gboolean
is_sensitive (const PakivTable *table)
{
  for (guint i = 0; i < G_N_ELEMENTS (sensitive_measures); i++)
    if (is_measure (table, sensitive_measures[i]))
      return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (sensitive_dimensions); i++)
    if (pakiv_observations_find_dimension (table, sensitive_dimensions[i]) >= 0
        || (table->filter_dimension != NULL
            && g_ascii_strcasecmp (table->filter_dimension, sensitive_dimensions[i]) == 0))
      return TRUE;
  return FALSE;
}

static void
check_bases (PakivPackage *package)
{
  g_autoptr (GHashTable) bases = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < package->release->tables->len; i++)
    {
      const PakivTable *table = package->release->tables->pdata[i];
      int least
          = is_sensitive (table) ? PAKIV_PACKAGE_LEAST_SENSITIVE_BASE : PAKIV_PACKAGE_LEAST_BASE;
      int known = GPOINTER_TO_INT (g_hash_table_lookup (bases, table->measure));

      if (table->base < least)
        pakiv_package_add_conflict (
            package,
            _ ("The table “%s” protects numbers smaller than %d; those smaller than %d must be "
               "protected."),
            table->id, table->base, least);
      if (known != 0 && known != table->base)
        pakiv_package_add_conflict (
            package, _ ("Tables of the same count (%s) were not protected alike."), table->measure);
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

/* How far apart the values of neighbouring codes are. */
static gsize
get_step (const PakivTable *table, guint number)
{
  gsize step = 1;

  for (guint i = number + 1; i < table->dimensions->len; i++)
    step *= ((const PakivTableDimension *)table->dimensions->pdata[i])->codes->len;
  return step;
}

/* The parts of a dimension of several answers may overlap: each is no more than the total. */
static guint
check_dimension (PakivPackage *package, const PakivTable *table, const guint *rows, guint number)
{
  const PakivTableDimension *dimension = table->dimensions->pdata[number];
  gsize step = get_step (table, number);
  guint wrong = 0;

  for (gsize offset = 0; offset < table->n_values; offset++)
    if ((offset / step) % dimension->codes->len == 0
        && !total_fits (table, dimension, offset, step))
      {
        wrong++;
        pakiv_package_reject (package, rows[offset]);
      }
  return wrong;
}

/* Those who did not give an answer are a count too: all less those who gave it. */
static void
check_rest (PakivPackage *package, const PakivTable *table, const guint *rows, guint number)
{
  const PakivTableDimension *dimension = table->dimensions->pdata[number];
  gsize step = get_step (table, number);
  guint small = 0;

  for (gsize offset = 0; dimension->several && offset < table->n_values; offset++)
    {
      gsize place = (offset / step) % dimension->codes->len;
      gint64 rest = table->values[offset - place * step] - table->values[offset];

      if (rest <= 0 || rest >= table->base)
        continue;
      small++;
      pakiv_package_reject (package, rows[offset]);
    }
  if (small > 0)
    pakiv_package_add_conflict (
        package,
        ngettext ("%u number of the table “%s” leaves fewer than %d of all, so those who did not "
                  "give the answer were not protected.",
                  "%u numbers of the table “%s” leave fewer than %d of all, so those who did not "
                  "give the answer were not protected.",
                  small),
        small, table->id, table->base);
}

/* Of a change every figure is a whole multiple of the base: an exact one would leave an exact rest
 * beside the first release. */
static void
check_multiples (PakivPackage *package, const PakivTable *table, const guint *rows)
{
  guint wrong = 0;

  for (gsize i = 0; table->change != PAKIV_TABLE_COUNTS && i < table->n_values; i++)
    if (table->values[i] % table->base != 0)
      {
        wrong++;
        pakiv_package_reject (package, rows[i]);
      }
  if (wrong > 0)
    pakiv_package_add_conflict (
        package,
        ngettext ("%u number of the table “%s” is no multiple of %d, so the change was not "
                  "protected.",
                  "%u numbers of the table “%s” are no multiples of %d, so the changes were not "
                  "protected.",
                  wrong),
        wrong, table->id, table->base);
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

void
pakiv_package_check (PakivPackage *package, const PakivObservations *observations)
{
  check_bases (package);
  for (guint i = 0; i < observations->n_tables; i++)
    {
      const PakivTable *table = package->release->tables->pdata[i];

      check_thresholds (package, table, observations->rows[i]);
      check_multiples (package, table, observations->rows[i]);
      check_sums (package, table, observations->rows[i]);
      for (guint d = 0; d < table->dimensions->len; d++)
        check_rest (package, table, observations->rows[i], d);
    }
  pakiv_package_check_agreement (package, observations);
}
