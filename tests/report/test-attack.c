/* The attacker against tables whose answers are known, and against random ones whose answers are
 * found by trying everything. */
#include "pakiv-cell-attack.h"
#include "pakiv-csv-reader.h"
#include "pakiv-error.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

typedef struct
{
  char *folder;
  char *cells;
  char *hierarchy;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("pakiv-attack-XXXXXX", NULL);
  fixture->cells = g_build_filename (fixture->folder, "cells.csv", NULL);
  fixture->hierarchy = g_build_filename (fixture->folder, "hierarchy.csv", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_unlink (fixture->cells);
  g_unlink (fixture->hierarchy);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->cells);
  g_free (fixture->hierarchy);
}

static PakivCellAttack *
open_cells (Fixture *fixture, const char *cells, const char *hierarchy, GError **error)
{
  g_autoptr (PakivCellFile) file = NULL;
  g_autoptr (PakivCellHierarchy) levels = NULL;

  g_assert_true (g_file_set_contents (fixture->cells, cells, -1, NULL));
  if (hierarchy != NULL)
    g_assert_true (g_file_set_contents (fixture->hierarchy, hierarchy, -1, NULL));
  file = pakiv_cell_file_read (fixture->cells, "value",
                               PAKIV_CELL_FILE_MAY_HIDE | PAKIV_CELL_FILE_MAY_TOTAL, error);
  if (file == NULL)
    return NULL;
  levels = pakiv_cell_hierarchy_new (file, hierarchy != NULL ? fixture->hierarchy : NULL, error);
  if (levels == NULL)
    return NULL;
  return pakiv_cell_attack_new (g_steal_pointer (&file), g_steal_pointer (&levels), error);
}

/* (transfer full): what the command would print. */
static char *
run (Fixture *fixture, const char *cells, const char *hierarchy)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivCellAttack) attack = open_cells (fixture, cells, hierarchy, &error);
  g_autoptr (PakivAttackResult) result = NULL;
  g_autoptr (GBytes) csv = NULL;

  g_assert_no_error (error);
  result = pakiv_cell_attack_run (attack, &(PakivAttackOptions){ 0 }, NULL, &error);
  g_assert_no_error (error);
  csv = pakiv_cell_attack_write (attack, result);
  return g_strndup (g_bytes_get_data (csv, NULL), g_bytes_get_size (csv));
}

static void
assert_row (const char *csv, const char *row)
{
  g_autofree char *whole = g_strdup_printf ("\n%s\r\n", row);

  if (strstr (csv, whole) == NULL)
    g_error ("“%s” is not in:\n%s", row, csv);
}

static void
refuse (Fixture *fixture, const char *cells, const char *hierarchy, const char *said)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivCellAttack) attack = open_cells (fixture, cells, hierarchy, &error);
  g_autoptr (PakivAttackResult) result = NULL;

  if (attack != NULL)
    result = pakiv_cell_attack_run (attack, &(PakivAttackOptions){ 0 }, NULL, &error);
  g_assert_null (result);
  g_assert_nonnull (error);
  if (strstr (error->message, said) == NULL)
    g_error ("“%s” does not say “%s”.", error->message, said);
}

/* SDC Handbook (Hundepool et al.), ch. 4.2, Example 3. */
static void
test_attack_handbook (Fixture *fixture, gconstpointer data)
{
  g_autofree char *csv = run (fixture,
                              "row,column,value\n1,1,\n1,2,\n1,_T,7\n2,1,\n2,2,\n2,_T,3\n3,1,3\n"
                              "3,2,3\n3,_T,6\n_T,1,9\n_T,2,7\n_T,_T,16\n",
                              NULL);

  g_assert_true (g_str_has_prefix (csv, "row,column,low,high,derived\r\n"));
  assert_row (csv, "1,1,3,6,no");
  assert_row (csv, "1,2,1,4,no");
  assert_row (csv, "2,1,0,3,no");
  assert_row (csv, "2,2,0,3,no");
}

/* The table of sdcTable's test of its simple heuristic: every row and column hides two cells, and
 * yet one of them is given away. (transfer full): @more is hidden too, or "". */
static char *
write_four (const char *more)
{
  const int counts[4][4]
      = { { 30, 47, 64, 89 }, { 90, 124, 5, 31 }, { 92, 100, 59, 85 }, { 800, 991, 651, 685 } };
  g_autofree char *hidden = g_strconcat ("wa wb wc xa xc yb yd zb zd ", more, NULL);
  GString *csv = g_string_new ("row,column,value\n");
  int all = 0;

  for (int r = 0; r < 4; r++)
    {
      int row = 0, column = 0;

      for (int c = 0; c < 4; c++)
        {
          const char name[] = { "wxyz"[r], "abcd"[c], '\0' };

          g_string_append_printf (csv, "%c,%c,", name[0], name[1]);
          if (strstr (hidden, name) == NULL)
            g_string_append_printf (csv, "%d", counts[r][c]);
          g_string_append_c (csv, '\n');
          row += counts[r][c];
          column += counts[c][r];
        }
      g_string_append_printf (csv, "%c,_T,%d\n_T,%c,%d\n", "wxyz"[r], row, "abcd"[r], column);
      all += row;
    }
  g_string_append_printf (csv, "_T,_T,%d\n", all);
  return g_string_free (csv, FALSE);
}

static void
test_attack_four_by_four (Fixture *fixture, gconstpointer data)
{
  const struct
  {
    const char *more;
    const char *said;
  } cases[] = {
    { "", "w,b,47,47,yes" },  { "xd", "w,b,0,78,no" },  { "wd", "w,b,0,136,no" },
    { "xb", "w,b,0,141,no" }, { "ya", "w,b,0,141,no" }, { "za", "w,b,0,141,no" },
    { "yc", "w,b,0,116,no" }, { "zc", "w,b,0,116,no" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *cells = write_four (cases[i].more);
      g_autofree char *csv = run (fixture, cells, NULL);

      assert_row (csv, cases[i].said);
    }
}

#define LINKED \
  "region,value\nA,\nB,\nI,8\nJ,8\nK,\nL,\nM,\nN,%s\ncounty1,20\ncounty2,16\nbig,6\nsmall,30\n_T,36\n"
#define COUNTIES \
  "region,A,county1\nregion,B,county1\nregion,I,county1\nregion,J,county1\nregion,K,county2\n" \
  "region,L,county2\nregion,M,county2\nregion,N,county2\n"
#define SIZES \
  "region,L,big\nregion,M,big\nregion,A,small\nregion,B,small\nregion,I,small\nregion,J,small\n" \
  "region,K,small\nregion,N,small\n"

static void
test_attack_linked (Fixture *fixture, gconstpointer data)
{
  const char *counties_alone = "region,value\nA,\nB,\nI,8\nJ,8\nK,\nL,\nM,\nN,7\ncounty1,20\n"
                               "county2,16\n_T,36\n";
  const char *sizes_alone
      = "region,value\nA,\nB,\nI,8\nJ,8\nK,\nL,\nM,\nN,7\nbig,6\nsmall,30\n_T,36\n";
  g_autofree char *seven = g_strdup_printf (LINKED, "7");
  g_autofree char *hidden = g_strdup_printf (LINKED, "");
  g_autofree char *one = run (fixture, counties_alone, "dimension,child,parent\n" COUNTIES);
  g_autofree char *other = run (fixture, sizes_alone, "dimension,child,parent\n" SIZES);
  g_autofree char *both = run (fixture, seven, "dimension,child,parent\n" COUNTIES SIZES);
  g_autofree char *safe = run (fixture, hidden, "dimension,child,parent\n" COUNTIES SIZES);

  g_assert_null (strstr (one, "yes"));
  g_assert_null (strstr (other, "yes"));
  assert_row (both, "K,3,3,yes");
  assert_row (both, "L,0,6,no");
  g_assert_null (strstr (safe, "yes"));
  assert_row (safe, "K,0,10,no");
}

/* Every parity that two-way margins of 2 × 2 × 2 leave: a linear program would allow halves. */
static void
test_attack_whole_numbers (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) cells = g_string_new ("a,b,c,value\n");
  g_autofree char *csv = NULL;

  for (int i = 0; i < 8; i++)
    g_string_append_printf (cells, "%d,%d,%d,\n", i & 1, (i >> 1) & 1, i >> 2);
  for (int i = 0; i < 4; i++)
    g_string_append_printf (cells, "_T,%d,%d,1\n%d,_T,%d,1\n%d,%d,_T,1\n", i & 1, i >> 1, i & 1,
                            i >> 1, i & 1, i >> 1);
  csv = run (fixture, cells->str, NULL);
  for (int i = 0; i < 8; i++)
    {
      g_autofree char *row = g_strdup_printf ("%d,%d,%d,0,1,no", i & 1, (i >> 1) & 1, i >> 2);

      assert_row (csv, row);
    }
}

/* AB, BC and AC alone: figures that no base cells give are refused, though every pair of tables
 * agrees. */
static void
test_attack_base_cells (Fixture *fixture, gconstpointer data)
{
  refuse (fixture,
          "a,b,c,value\n0,0,_T,1\n0,1,_T,0\n1,0,_T,0\n1,1,_T,1\n_T,0,0,1\n_T,0,1,0\n_T,1,0,0\n"
          "_T,1,1,1\n0,_T,0,0\n0,_T,1,1\n1,_T,0,1\n1,_T,1,0\n",
          NULL, "no counts fit");
}

static void
test_attack_refuses (Fixture *fixture, gconstpointer data)
{
  refuse (fixture, "a,value\nx,1\ny,2\n_T,4\n", NULL, "cells.csv, line 4");
  refuse (fixture, "a,value\nx,\ny,5\n_T,4\n", NULL, "cells.csv, line");
  refuse (fixture, "a,value\nx,1\nx,2\n", NULL, "cells.csv, line 3");
  refuse (fixture, "a,value\nx,1.5\n", NULL, "cells.csv, line 2");
  refuse (fixture, "a,value\nx,-1\n", NULL, "cells.csv, line 2");
  refuse (fixture, "a,count\nx,1\n", NULL, "“value”");
  refuse (fixture, "a,value\nx,1\n", "dimension,child,parent\nb,x,y\n", "hierarchy.csv, line 2");
  refuse (fixture, "a,value\nx,1\n", "dimension,child,parent\na,x,y\na,y,x\n", "part of itself");
  refuse (fixture, "a,value\nx,1\n", "child,parent\nx,y\n", "hierarchy.csv, line 1");
}

/* Each cell's range by trying every table of 3 × 3 with the published sums. */
static void
try_everything (const gboolean *hidden, const int *counts, int *low, int *high)
{
  int free_cells[9], n = 0, max = 0;
  int values[9];

  for (int i = 0; i < 9; i++)
    {
      values[i] = hidden[i] ? 0 : counts[i];
      low[i] = 1000;
      high[i] = -1;
      max = MAX (max, counts[i]);
      if (hidden[i])
        free_cells[n++] = i;
    }
  max = 3 * max;
  for (;;)
    {
      gboolean fits = TRUE;
      int k = 0;

      for (int r = 0; r < 3 && fits; r++)
        fits = values[3 * r] + values[3 * r + 1] + values[3 * r + 2]
                   == counts[3 * r] + counts[3 * r + 1] + counts[3 * r + 2]
               && values[r] + values[r + 3] + values[r + 6]
                      == counts[r] + counts[r + 3] + counts[r + 6];
      for (int i = 0; fits && i < 9; i++)
        {
          low[i] = MIN (low[i], values[i]);
          high[i] = MAX (high[i], values[i]);
        }
      while (k < n && ++values[free_cells[k]] > max)
        values[free_cells[k++]] = 0;
      if (k == n)
        return;
    }
}

static void
test_attack_by_trying (Fixture *fixture, gconstpointer data)
{
  GRand *rand = g_rand_new_with_seed (33);

  for (int round = 0; round < 40; round++)
    {
      g_autoptr (GString) cells = g_string_new ("a,b,value\n");
      gboolean hidden[9] = { 0 };
      int counts[9], low[9], high[9];
      g_autofree char *csv = NULL;

      for (int i = 0; i < 9; i++)
        counts[i] = g_rand_int_range (rand, 0, 4);
      for (int i = 0; i < 6; i++)
        hidden[g_rand_int_range (rand, 0, 9)] = TRUE;
      try_everything (hidden, counts, low, high);
      for (int i = 0; i < 9; i++)
        if (hidden[i])
          g_string_append_printf (cells, "%d,%d,\n", i / 3, i % 3);
        else
          g_string_append_printf (cells, "%d,%d,%d\n", i / 3, i % 3, counts[i]);
      for (int r = 0; r < 3; r++)
        g_string_append_printf (cells, "%d,_T,%d\n_T,%d,%d\n", r,
                                counts[3 * r] + counts[3 * r + 1] + counts[3 * r + 2], r,
                                counts[r] + counts[r + 3] + counts[r + 6]);
      csv = run (fixture, cells->str, NULL);
      for (int i = 0; i < 9; i++)
        if (hidden[i])
          {
            g_autofree char *row = g_strdup_printf ("%d,%d,%d,%d,%s", i / 3, i % 3, low[i], high[i],
                                                    low[i] == high[i] ? "yes" : "no");

            assert_row (csv, row);
          }
    }
  g_rand_free (rand);
}

/* The figures of others. Their "Total" is ours; what they call suppressed is hidden. */
static int
find_column (const char *const *header, const char *name)
{
  for (int i = 0; header[i] != NULL; i++)
    if (strcmp (header[i], name) == 0)
      return i;
  return -1;
}

static void
append_dimensions (GString *text, const char *const *row, int n)
{
  for (int i = 0; i < n; i++)
    g_string_append_printf (text, "%s,", strcmp (row[i], "Total") == 0 ? "_T" : row[i]);
}

static void
check_oracle (Fixture *fixture, const char *path, const char *hierarchy, guint n_wanted)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivCsvReader) reader = pakiv_csv_reader_open (path, &error);
  g_autoptr (GString) cells = g_string_new (NULL);
  g_autoptr (GPtrArray) wanted = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *csv = NULL;
  const char *const *header, *const *row;
  int n;

  g_assert_no_error (error);
  header = pakiv_csv_reader_get_header (reader);
  n = find_column (header, "ant");
  append_dimensions (cells, header, n);
  g_string_append (cells, "value\n");
  while ((row = pakiv_csv_reader_next (reader, &error)) != NULL)
    {
      g_autoptr (GString) name = g_string_new (NULL);
      gboolean hidden = strcmp (row[find_column (header, "suppressed")], "TRUE") == 0;

      append_dimensions (name, row, n);
      g_string_append_printf (cells, "%s%s\n", name->str, hidden ? "" : row[n]);
      if (strcmp (row[find_column (header, "primary")], "TRUE") != 0)
        continue;
      g_ptr_array_add (
          wanted, g_strdup_printf (
                      "%s%d,%d,", name->str,
                      (int)ceil (g_ascii_strtod (row[find_column (header, "lo")], NULL) - 1e-6),
                      (int)floor (g_ascii_strtod (row[find_column (header, "up")], NULL) + 1e-6)));
    }
  g_assert_no_error (error);
  g_assert_cmpuint (wanted->len, ==, n_wanted);
  csv = run (fixture, cells->str, hierarchy);
  for (guint i = 0; i < wanted->len; i++)
    {
      g_autofree char *whole = g_strconcat ("\n", wanted->pdata[i], NULL);

      if (strstr (csv, whole) == NULL)
        g_error ("No row begins with “%s” in:\n%s", whole + 1, csv);
    }
}

static void
test_attack_oracle (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "tests", "report", "data", "oracle_z1_maxN3.csv", NULL);

  check_oracle (fixture, path, NULL, 3);
}

static char *
find_shared (const char *name)
{
  const char *shared = g_getenv ("PAKIV_SHARED"), *source = g_getenv ("PAKIV_SOURCE");

  return shared != NULL ? g_build_filename (shared, "protection", name, NULL)
                        : g_build_filename (source != NULL ? source : ".", "..", "shared",
                                            "protection", name, NULL);
}

/* (transfer full): pairs of columns of @path as parents of one dimension. */
static char *
make_hierarchy (const char *path, const char *const *pairs)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivCsvReader) reader = pakiv_csv_reader_open (path, &error);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GString *text = g_string_new ("dimension,child,parent\n");
  const char *const *row;

  g_assert_no_error (error);
  while ((row = pakiv_csv_reader_next (reader, &error)) != NULL)
    for (int i = 0; pairs[i] != NULL; i += 2)
      {
        const char *const *header = pakiv_csv_reader_get_header (reader);
        char *line = g_strdup_printf ("%s,%s,%s\n", pairs[i], row[find_column (header, pairs[i])],
                                      row[find_column (header, pairs[i + 1])]);

        if (!g_hash_table_contains (seen, line))
          g_string_append (text, line);
        g_hash_table_add (seen, line);
      }
  g_assert_no_error (error);
  return g_string_free (text, FALSE);
}

static void
check_shared (Fixture *fixture, const char *set, const char *const *pairs, guint n)
{
  g_autofree char *set_name = g_strconcat (set, ".csv", NULL);
  g_autofree char *oracle_name = g_strdup_printf ("oracle_%s_maxN3.csv", set);
  g_autofree char *set_path = find_shared (set_name);
  g_autofree char *oracle = find_shared (oracle_name);
  g_autofree char *hierarchy = NULL;

  if (!g_file_test (oracle, G_FILE_TEST_EXISTS) || !g_file_test (set_path, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("the tables with known answers are not here (set PAKIV_SHARED)");
      return;
    }
  hierarchy = make_hierarchy (set_path, pairs);
  check_oracle (fixture, oracle, hierarchy, n);
}

static void
test_attack_oracle_two (Fixture *fixture, gconstpointer data)
{
  const char *const pairs[] = { "region", "fylke", "region", "kostragr", NULL };

  check_shared (fixture, "z2", pairs, 9);
}

static void
test_attack_oracle_three (Fixture *fixture, gconstpointer data)
{
  const char *const pairs[] = { "region", "fylke", "region", "kostragr", "mnd", "mnd2", NULL };

  check_shared (fixture, "z3", pairs, 350);
}

/* Where time is over at once, nothing is called safe. */
static void
test_attack_without_time (Fixture *fixture, gconstpointer data)
{
  g_autofree char *cells = write_four ("xd");
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivCellAttack) attack = open_cells (fixture, cells, NULL, &error);
  g_autoptr (PakivAttackResult) result = NULL;

  g_assert_no_error (error);
  result = pakiv_cell_attack_run (attack, &(PakivAttackOptions){ .seconds = 1e-9 }, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < result->ranges->len; i++)
    g_assert_cmpint (g_array_index (result->ranges, PakivAttackRange, i).verdict, ==,
                     PAKIV_ATTACK_NOT_CERTIFIED);
}

static void
test_attack_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autofree char *cells = write_four ("");
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivCellAttack) attack = open_cells (fixture, cells, NULL, &error);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_assert_no_error (error);
  g_cancellable_cancel (cancellable);
  g_assert_null (pakiv_cell_attack_run (attack, &(PakivAttackOptions){ 0 }, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* With the true counts at hand, and asked for a width, the answer is the same. */
static void
test_attack_with_truth (Fixture *fixture, gconstpointer data)
{
  GRand *rand = g_rand_new_with_seed (71);

  for (int round = 0; round < 20; round++)
    {
      g_autoptr (PakivAttackSystem) system = pakiv_attack_system_new (60);
      g_autoptr (PakivAttackResult) exact = NULL;
      g_autoptr (PakivAttackResult) wide = NULL;
      gint64 counts[60];
      guint label;

      for (guint i = 0; i < 60; i++)
        {
          counts[i] = g_rand_int_range (rand, 0, 9);
          pakiv_attack_system_add_goal (system, &i, 1);
        }
      /* 5 × 4 × 3: the sums along each dimension. */
      for (guint i = 0; i < 60; i++)
        for (guint d = 0; d < 3; d++)
          {
            const guint sizes[] = { 5, 4, 3 }, steps[] = { 12, 3, 1 };
            guint cells[5];
            gint64 sum = 0;

            if (i / steps[d] % sizes[d] != 0)
              continue;
            for (guint k = 0; k < sizes[d]; k++)
              {
                cells[k] = i + k * steps[d];
                sum += counts[cells[k]];
              }
            pakiv_attack_system_add_sum (system, cells, sizes[d], sum, sum, 0);
          }
      for (guint i = 0; i < 60; i++)
        if (g_rand_int_range (rand, 0, 4) == 0)
          pakiv_attack_system_limit (system, i, counts[i], counts[i]);
      exact
          = pakiv_attack_run (system, &(PakivAttackOptions){ .known = counts }, NULL, &label, NULL);
      wide = pakiv_attack_run (system, &(PakivAttackOptions){ .width = 3, .known = counts }, NULL,
                               &label, NULL);
      for (guint i = 0; i < 60; i++)
        {
          PakivAttackRange all = g_array_index (exact->ranges, PakivAttackRange, i);
          PakivAttackRange some = g_array_index (wide->ranges, PakivAttackRange, i);

          g_assert_cmpint (all.low, <=, counts[i]);
          g_assert_cmpint (all.high, >=, counts[i]);
          g_assert_cmpint (all.verdict == PAKIV_ATTACK_DERIVED, ==, all.low == all.high);
          if (some.verdict == PAKIV_ATTACK_OPEN)
            {
              g_assert_cmpint (some.high - some.low, >=, 3);
              g_assert_cmpint (all.low, <=, some.low);
              g_assert_cmpint (all.high, >=, some.high);
            }
          else if (some.verdict == PAKIV_ATTACK_DERIVED)
            g_assert_cmpint (all.high - all.low, <, 3);
        }
    }
  g_rand_free (rand);
}

/* A sum that is known only roughly still limits what it adds up, also where it is of one cell. */
static void
test_attack_rough_sums (Fixture *fixture, gconstpointer data)
{
  const guint both[] = { 0, 1 }, one = 0, other = 1, third = 2, last_two[] = { 1, 2 };
  const gint64 known[] = { 2, 18, 1 };

  for (gint64 width = 0; width < 5; width += 4)
    {
      g_autoptr (PakivAttackSystem) system = pakiv_attack_system_new (3);
      g_autoptr (PakivAttackResult) result = NULL;
      g_autoptr (GError) error = NULL;
      const PakivAttackRange *ranges;
      guint label;

      pakiv_attack_system_add_sum (system, &one, 1, 0, 5, 0);
      pakiv_attack_system_add_sum (system, both, 2, 20, 20, 0);
      pakiv_attack_system_add_sum (system, last_two, 2, 15, 21, 0);
      pakiv_attack_system_add_goal (system, &one, 1);
      pakiv_attack_system_add_goal (system, &other, 1);
      pakiv_attack_system_add_goal (system, &third, 1);
      result = pakiv_attack_run (
          system, &(PakivAttackOptions){ .width = width, .known = width > 0 ? known : NULL }, NULL,
          &label, &error);
      g_assert_no_error (error);
      ranges = (const PakivAttackRange *)result->ranges->data;
      for (guint i = 0; i < 3; i++)
        {
          g_assert_cmpint (ranges[i].verdict, ==, PAKIV_ATTACK_OPEN);
          g_assert_cmpint (ranges[i].low, >=, i == 1 ? 15 : 0);
          g_assert_cmpint (ranges[i].high, <=, i == 0 ? 5 : i == 1 ? 20 : 6);
          g_assert_cmpint (ranges[i].high - ranges[i].low, >=, width > 0 ? width : i == 2 ? 6 : 5);
        }
    }
}

/* Cells that only a detour of many can change: each is shown open, and nothing is left over. The
 * counts are few and the margins of three dimensions known, where programs end in fractions. */
static void
test_attack_walk (Fixture *fixture, gconstpointer data)
{
  GRand *rand = g_rand_new_with_seed (12);
  const guint sizes[] = { 5, 4, 4, 3 }, steps[] = { 48, 12, 3, 1 };

  for (int round = 0; round < 6; round++)
    {
      g_autoptr (PakivAttackSystem) system = pakiv_attack_system_new (240);
      g_autoptr (PakivAttackResult) own = NULL;
      g_autoptr (PakivAttackResult) exact = NULL;
      gint64 counts[240] = { 0 };
      guint label;

      for (guint i = 0; i < 300; i++)
        counts[g_rand_int_range (rand, 0, 240)]++;
      for (guint i = 0; i < 240; i++)
        pakiv_attack_system_add_goal (system, &i, 1);
      for (guint i = 0; i < 240; i++)
        for (guint d = 0; d < 4; d++)
          {
            guint cells[5];
            gint64 sum = 0;

            if (i / steps[d] % sizes[d] != 0)
              continue;
            for (guint k = 0; k < sizes[d]; k++)
              {
                cells[k] = i + k * steps[d];
                sum += counts[cells[k]];
              }
            pakiv_attack_system_add_sum (system, cells, sizes[d], sum, sum, 0);
          }
      own = pakiv_attack_run (system, &(PakivAttackOptions){ .width = 1, .known = counts }, NULL,
                              &label, NULL);
      exact = pakiv_attack_run (system, &(PakivAttackOptions){ 0 }, NULL, &label, NULL);
      g_assert_nonnull (own);
      g_assert_nonnull (exact);
      /* It is walking that shows it: asking programs for each would take hundreds of them. */
      g_assert_cmpuint (own->n_searches, ==, 0);
      g_assert_cmpuint (own->n_programs, <, 10);
      for (guint i = 0; i < 240; i++)
        {
          PakivAttackRange a = g_array_index (own->ranges, PakivAttackRange, i);
          PakivAttackRange b = g_array_index (exact->ranges, PakivAttackRange, i);

          g_assert_cmpint (a.verdict, !=, PAKIV_ATTACK_NOT_CERTIFIED);
          g_assert_cmpint (a.verdict, ==, b.verdict);
          g_assert_cmpint (b.low, <=, a.low);
          g_assert_cmpint (b.high, >=, a.high);
        }
    }
  g_rand_free (rand);
}

#define ADD(name, test) g_test_add (name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/report/attack/handbook", test_attack_handbook);
  ADD ("/report/attack/four-by-four", test_attack_four_by_four);
  ADD ("/report/attack/linked", test_attack_linked);
  ADD ("/report/attack/whole-numbers", test_attack_whole_numbers);
  ADD ("/report/attack/base-cells", test_attack_base_cells);
  ADD ("/report/attack/refuses", test_attack_refuses);
  ADD ("/report/attack/by-trying", test_attack_by_trying);
  ADD ("/report/attack/oracle-1", test_attack_oracle);
  ADD ("/report/attack/oracle-2", test_attack_oracle_two);
  ADD ("/report/attack/oracle-3", test_attack_oracle_three);
  ADD ("/report/attack/without-time", test_attack_without_time);
  ADD ("/report/attack/cancelled", test_attack_cancelled);
  ADD ("/report/attack/with-truth", test_attack_with_truth);
  ADD ("/report/attack/rough-sums", test_attack_rough_sums);
  ADD ("/report/attack/walk", test_attack_walk);
  return g_test_run ();
}
