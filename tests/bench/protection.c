/* How far the published sums are from the truth, and how long it takes, beside the R package
 * SmallCountRounding on the same sets (../shared/protection, README there).
 * The goal is 15 % nearer than the package; where that is missed the line says so. Fails under 10
 * %, unless all choices were tried and none is nearer. */
#include "pakiv-csv-reader.h"
#include "pakiv-small-count-rounding.h"

#include <math.h>
#include <string.h>

#define SECRETS 3
#define EXACT_MAX \
  18 /* with so few small cells the optimum itself is known: all choices are tried */

#define TWELVE_TABLES \
  "dist*type*outc + dist*grp*gen + dist*age*gen + type*grp*age + type*outc*grp + outc*grp*gen + " \
  "dist*type*grp + outc*age*gen + dist*outc*age + type*gen*age + grp*age*gen + dist*grp*outc"

typedef struct
{
  GArray *counts;
  GArray *ids;
  GArray *starts;
  GArray *sums;
  GHashTable *cells;   /* char* → index + 1 */
  GHashTable *figures; /* char* → index + 1 */
} Set;

static Set *
set_new (void)
{
  Set *set = g_new0 (Set, 1);
  guint zero = 0;

  set->counts = g_array_new (FALSE, FALSE, sizeof (gint64));
  set->ids = g_array_new (FALSE, FALSE, sizeof (guint64));
  set->starts = g_array_new (FALSE, FALSE, sizeof (guint));
  set->sums = g_array_new (FALSE, FALSE, sizeof (guint));
  set->cells = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  set->figures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_array_append_val (set->starts, zero);
  return set;
}

static void
set_free (Set *set)
{
  g_array_unref (set->counts);
  g_array_unref (set->ids);
  g_array_unref (set->starts);
  g_array_unref (set->sums);
  g_hash_table_unref (set->cells);
  g_hash_table_unref (set->figures);
  g_free (set);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Set, set_free)

static guint
number_of (GHashTable *table, const char *name)
{
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (table, name));

  if (number == 0)
    {
      number = g_hash_table_size (table) + 1;
      g_hash_table_insert (table, g_strdup (name), GUINT_TO_POINTER (number));
    }
  return number - 1;
}

static int
find_column (const char *const *header, const char *name)
{
  for (int i = 0; header[i] != NULL; i++)
    if (strcmp (header[i], name) == 0)
      return i;
  g_error ("No column “%s”.", name);
}

/* The dimensions of all @tables ("a*b + b*c"), as columns of the file. */
static GArray *
list_columns (const char *const *header, const char *tables)
{
  g_auto (GStrv) names = g_strsplit_set (tables, "*+ ", -1);
  GArray *columns = g_array_new (FALSE, FALSE, sizeof (int));

  for (int i = 0; names[i] != NULL; i++)
    {
      gboolean known = FALSE;
      int column;

      if (*names[i] == '\0')
        continue;
      column = find_column (header, names[i]);
      for (guint k = 0; k < columns->len; k++)
        known |= g_array_index (columns, int, k) == column;
      if (!known)
        g_array_append_val (columns, column);
    }
  return columns;
}

static guint
find_mask (const GArray *columns, const char *const *header, const char *table)
{
  g_auto (GStrv) names = g_strsplit (table, "*", -1);
  guint mask = 0;

  for (int i = 0; names[i] != NULL; i++)
    for (guint k = 0; k < columns->len; k++)
      if (g_array_index (columns, int, k) == find_column (header, g_strstrip (names[i])))
        mask |= 1u << k;
  return mask;
}

/* Each distinct set of dimensions that some table shows, its margins included. */
static GArray *
list_masks (const GArray *columns, const char *const *header, const char *tables)
{
  g_auto (GStrv) list = g_strsplit (tables, "+", -1);
  GArray *masks = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint mask = 0; mask < (1u << columns->len); mask++)
    for (int i = 0; list[i] != NULL; i++)
      if ((mask & ~find_mask (columns, header, list[i])) == 0)
        {
          g_array_append_val (masks, mask);
          break;
        }
  return masks;
}

static void
add_row (
    Set *set, const GArray *columns, const GArray *masks, const char *const *fields, gint64 count)
{
  g_autoptr (GString) name = g_string_new (NULL);
  guint known = g_hash_table_size (set->cells), cell;

  for (guint k = 0; k < columns->len; k++)
    g_string_append_printf (name, "%s|", fields[g_array_index (columns, int, k)]);
  cell = number_of (set->cells, name->str);
  if (cell < known)
    {
      g_array_index (set->counts, gint64, cell) += count;
      return;
    }
  g_array_append_val (set->counts, count);
  g_array_append_vals (set->ids, &(guint64){ cell }, 1);
  for (guint m = 0; m < masks->len; m++)
    {
      guint figure;

      g_string_truncate (name, 0);
      for (guint k = 0; k < columns->len; k++)
        g_string_append_printf (name, "%s|",
                                (g_array_index (masks, guint, m) >> k) & 1
                                    ? fields[g_array_index (columns, int, k)]
                                    : "*");
      figure = number_of (set->figures, name->str);
      g_array_append_val (set->sums, figure);
    }
  g_array_append_val (set->starts, set->sums->len);
}

static Set *
set_load (const char *path, const char *tables)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivCsvReader) reader = pakiv_csv_reader_open (path, &error);
  Set *set = set_new ();
  const char *const *header, *const *fields;
  g_autoptr (GArray) columns = NULL;
  g_autoptr (GArray) masks = NULL;

  g_assert_no_error (error);
  header = pakiv_csv_reader_get_header (reader);
  columns = list_columns (header, tables);
  masks = list_masks (columns, header, tables);
  while ((fields = pakiv_csv_reader_next (reader, &error)) != NULL)
    add_row (set, columns, masks, fields,
             g_ascii_strtoll (fields[g_strv_length ((char **)header) - 1], NULL, 10));
  g_assert_no_error (error);
  return set;
}

/* 36,000 records over six dimensions, most combinations rare: no outside data. */
static Set *
set_invent (const char *tables)
{
  const char *const header[] = { "dist", "type", "outc", "grp", "gen", "age", NULL };
  const int sizes[] = { 13, 9, 8, 6, 3, 6 };
  GRand *rand = g_rand_new_with_seed (36000);
  g_autoptr (GArray) columns = list_columns (header, tables);
  g_autoptr (GArray) masks = list_masks (columns, header, tables);
  Set *set = set_new ();

  for (int i = 0; i < 36000; i++)
    {
      char names[6][8];
      const char *fields[7] = { NULL };

      for (int d = 0; d < 6; d++)
        {
          g_snprintf (
              names[d], sizeof names[d], "%d",
              MIN (g_rand_int_range (rand, 0, sizes[d]), g_rand_int_range (rand, 0, sizes[d])));
          fields[d] = names[d];
        }
      add_row (set, columns, masks, fields, 1);
    }
  g_rand_free (rand);
  return set;
}

static PakivRounding
get_rounding (const Set *set, int base)
{
  return (PakivRounding){ .n_cells = set->counts->len,
                          .ids = (const guint64 *)set->ids->data,
                          .counts = (const gint64 *)set->counts->data,
                          .starts = (const guint *)set->starts->data,
                          .sums = (const guint *)set->sums->data,
                          .n_sums = g_hash_table_size (set->figures),
                          .base = base };
}

/* The smallest sum of squares that any choice gives; Gray code, so that each step flips one cell.
 */
static guint64
find_optimum (const PakivRounding *rounding)
{
  g_autofree gint64 *off = g_new0 (gint64, rounding->n_sums);
  g_autoptr (GArray) small = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree guint8 *up = g_new0 (guint8, rounding->n_cells);
  gint64 energy = 0;
  guint64 best;

  for (guint i = 0; i < rounding->n_cells; i++)
    if (rounding->counts[i] > 0 && rounding->counts[i] < rounding->base)
      {
        g_array_append_val (small, i);
        for (guint k = rounding->starts[i]; k < rounding->starts[i + 1]; k++)
          off[rounding->sums[k]] -= rounding->counts[i];
      }
  for (guint s = 0; s < rounding->n_sums; s++)
    energy += off[s] * off[s];
  best = (guint64)energy;
  for (guint64 step = 1; small->len <= EXACT_MAX && step < G_GUINT64_CONSTANT (1) << small->len;
       step++)
    {
      guint i = g_array_index (small, guint, __builtin_ctzll (step));
      gint64 by = up[i] ? -rounding->base : rounding->base;

      up[i] ^= 1;
      for (guint k = rounding->starts[i]; k < rounding->starts[i + 1]; k++)
        {
          energy += by * (2 * off[rounding->sums[k]] + by);
          off[rounding->sums[k]] += by;
        }
      best = MIN (best, (guint64)energy);
    }
  return small->len <= EXACT_MAX ? best : 0;
}

/* FALSE where it is less than 10 % under @their_rms and a nearer choice of 0 and base may exist. */
static gboolean
measure (const char *name,
         const Set *set,
         int base,
         int n_published,
         double their_rms,
         double their_seconds)
{
  PakivRounding rounding = get_rounding (set, base);
  g_autofree gint64 *rounded = g_new0 (gint64, rounding.n_cells);
  double rms = 0, seconds = 0;
  gint64 largest = 0;
  guint64 worst = 0, optimum = find_optimum (&rounding);
  PakivRoundingResult result;
  gboolean met, best;

  for (guint8 secret = 0; secret < SECRETS; secret++)
    {
      const guint8 key[PAKIV_ROUNDING_SECRET_BYTES] = { secret };
      gint64 begin = g_get_monotonic_time ();

      pakiv_small_count_rounding_run (&rounding, key, "bench", rounded, &result);
      seconds = MAX (seconds, (double)(g_get_monotonic_time () - begin) / G_USEC_PER_SEC);
      rms += sqrt ((double)result.improved / n_published) / SECRETS;
      largest = MAX (largest, result.largest);
      worst = MAX (worst, result.improved);
    }
  best = optimum > 0 && worst == optimum;
  met = their_rms == 0 || rms <= 0.90 * their_rms || best;
  g_print ("%-20s %4d %7u %7d   %7.3f %5d %6.2f", name, base, result.n_small, n_published, rms,
           (int)largest, seconds);
  if (their_rms > 0)
    g_print ("   %7.3f %6.2f   %+4.0f %%", their_rms, their_seconds, 100 * (rms / their_rms - 1));
  g_print ("%s\n", best                                      ? "  (no choice is nearer)"
                   : their_rms > 0 && rms > 0.85 * their_rms ? "  (less than 15 %)"
                                                             : "");
  return met;
}

static gboolean
measure_package_sets (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "r-package.csv", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivCsvReader) reader = pakiv_csv_reader_open (path, &error);
  const char *const *row;
  gboolean met = TRUE;

  g_assert_no_error (error);
  while ((row = pakiv_csv_reader_next (reader, &error)) != NULL)
    {
      g_autofree char *file = g_strconcat (row[0], ".csv", NULL);
      g_autofree char *set_path = g_build_filename (folder, file, NULL);
      g_autoptr (Set) set = set_load (set_path, row[1]);

      met &= measure (row[0], set, (int)g_ascii_strtoll (row[2], NULL, 10),
                      (int)g_ascii_strtoll (row[4], NULL, 10), g_ascii_strtod (row[7], NULL),
                      g_ascii_strtod (row[8], NULL));
    }
  g_assert_no_error (error);
  return met;
}

int
main (void)
{
  const char *shared = g_getenv ("PAKIV_SHARED"), *source = g_getenv ("PAKIV_SOURCE");
  g_autofree char *folder = shared != NULL ? g_build_filename (shared, "protection", NULL)
                                           : g_build_filename (source != NULL ? source : ".", "..",
                                                               "shared", "protection", NULL);
  g_autofree char *six = g_build_filename (folder, "s6_3000.csv", NULL);
  g_autoptr (Set) invented = set_invent (TWELVE_TABLES);
  gboolean met = TRUE;

  g_print ("%-20s %4s %7s %7s   %7s %5s %6s   %7s %6s\n", "set", "base", "small", "figures", "rms",
           "max", "s", "R rms", "R s");
  if (g_file_test (six, G_FILE_TEST_EXISTS))
    {
      g_autoptr (Set) set = set_load (six, TWELVE_TABLES);

      met &= measure_package_sets (folder);
      met &= measure ("s6_3000, 12 tables", set, 3, 2839, 2.59, 0.8);
    }
  else
    g_print ("(the sets with known answers are not here: %s)\n", folder);
  for (int base = 3; base <= 10; base += base == 3 ? 2 : 5)
    measure ("invented, 36,000", invented, base, (int)g_hash_table_size (invented->figures), 0, 0);
  return met ? 0 : 1;
}
