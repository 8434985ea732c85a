/* The attacker against tables whose answers are known, and against random ones whose answers are
 * found by trying everything. */
#include "attack-fixture.h"

#include <string.h>

/* SDC Handbook (Hundepool et al.), ch. 4.2, Example 3. */
static void
test_attack_handbook (AttackFixture *fixture, gconstpointer data)
{
  g_autofree char *csv
      = attack_fixture_run (fixture,
                            "row,column,value\n1,1,\n1,2,\n1,_T,7\n2,1,\n2,2,\n2,_T,3\n3,1,3\n"
                            "3,2,3\n3,_T,6\n_T,1,9\n_T,2,7\n_T,_T,16\n",
                            NULL);

  g_assert_true (g_str_has_prefix (csv, "row,column,low,high,derived\r\n"));
  attack_assert_row (csv, "1,1,3,6,no");
  attack_assert_row (csv, "1,2,1,4,no");
  attack_assert_row (csv, "2,1,0,3,no");
  attack_assert_row (csv, "2,2,0,3,no");
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
test_attack_four_by_four (AttackFixture *fixture, gconstpointer data)
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
      g_autofree char *csv = attack_fixture_run (fixture, cells, NULL);

      attack_assert_row (csv, cases[i].said);
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
test_attack_linked (AttackFixture *fixture, gconstpointer data)
{
  const char *counties_alone = "region,value\nA,\nB,\nI,8\nJ,8\nK,\nL,\nM,\nN,7\ncounty1,20\n"
                               "county2,16\n_T,36\n";
  const char *sizes_alone
      = "region,value\nA,\nB,\nI,8\nJ,8\nK,\nL,\nM,\nN,7\nbig,6\nsmall,30\n_T,36\n";
  g_autofree char *seven = g_strdup_printf (LINKED, "7");
  g_autofree char *hidden = g_strdup_printf (LINKED, "");
  g_autofree char *one
      = attack_fixture_run (fixture, counties_alone, "dimension,child,parent\n" COUNTIES);
  g_autofree char *other
      = attack_fixture_run (fixture, sizes_alone, "dimension,child,parent\n" SIZES);
  g_autofree char *both
      = attack_fixture_run (fixture, seven, "dimension,child,parent\n" COUNTIES SIZES);
  g_autofree char *safe
      = attack_fixture_run (fixture, hidden, "dimension,child,parent\n" COUNTIES SIZES);

  g_assert_null (strstr (one, "yes"));
  g_assert_null (strstr (other, "yes"));
  attack_assert_row (both, "K,3,3,yes");
  attack_assert_row (both, "L,0,6,no");
  g_assert_null (strstr (safe, "yes"));
  attack_assert_row (safe, "K,0,10,no");
}

/* Every parity that two-way margins of 2 × 2 × 2 leave: a linear program would allow halves. */
static void
test_attack_whole_numbers (AttackFixture *fixture, gconstpointer data)
{
  g_autoptr (GString) cells = g_string_new ("a,b,c,value\n");
  g_autofree char *csv = NULL;

  for (int i = 0; i < 8; i++)
    g_string_append_printf (cells, "%d,%d,%d,\n", i & 1, (i >> 1) & 1, i >> 2);
  for (int i = 0; i < 4; i++)
    g_string_append_printf (cells, "_T,%d,%d,1\n%d,_T,%d,1\n%d,%d,_T,1\n", i & 1, i >> 1, i & 1,
                            i >> 1, i & 1, i >> 1);
  csv = attack_fixture_run (fixture, cells->str, NULL);
  for (int i = 0; i < 8; i++)
    {
      g_autofree char *row = g_strdup_printf ("%d,%d,%d,0,1,no", i & 1, (i >> 1) & 1, i >> 2);

      attack_assert_row (csv, row);
    }
}

/* AB, BC and AC alone: figures that no base cells give are refused, though every pair of tables
 * agrees. */
static void
test_attack_base_cells (AttackFixture *fixture, gconstpointer data)
{
  attack_fixture_refuse (
      fixture,
      "a,b,c,value\n0,0,_T,1\n0,1,_T,0\n1,0,_T,0\n1,1,_T,1\n_T,0,0,1\n_T,0,1,0\n_T,1,0,0\n"
      "_T,1,1,1\n0,_T,0,0\n0,_T,1,1\n1,_T,0,1\n1,_T,1,0\n",
      NULL, "no counts fit");
}

static void
test_attack_refuses (AttackFixture *fixture, gconstpointer data)
{
  attack_fixture_refuse (fixture, "a,value\nx,1\ny,2\n_T,4\n", NULL, "cells.csv, line 4");
  attack_fixture_refuse (fixture, "a,value\nx,\ny,5\n_T,4\n", NULL, "cells.csv, line");
  attack_fixture_refuse (fixture, "a,value\nx,1\nx,2\n", NULL, "cells.csv, line 3");
  attack_fixture_refuse (fixture, "a,value\nx,1.5\n", NULL, "cells.csv, line 2");
  attack_fixture_refuse (fixture, "a,value\nx,-1\n", NULL, "cells.csv, line 2");
  attack_fixture_refuse (fixture, "a,count\nx,1\n", NULL, "“value”");
  attack_fixture_refuse (fixture, "a,value\nx,1\n", "dimension,child,parent\nb,x,y\n",
                         "hierarchy.csv, line 2");
  attack_fixture_refuse (fixture, "a,value\nx,1\n", "dimension,child,parent\na,x,y\na,y,x\n",
                         "part of itself");
  attack_fixture_refuse (fixture, "a,value\nx,1\n", "child,parent\nx,y\n", "hierarchy.csv, line 1");
}

/* A table may show totals alone: what they add up is not known, and is not nothing. */
static void
test_attack_totals_alone (AttackFixture *fixture, gconstpointer data)
{
  g_autofree char *hidden = attack_fixture_run (fixture, "a,value\n_T,\n", NULL);
  g_autofree char *shown = attack_fixture_run (fixture, "a,value\n_T,5\n", NULL);
  g_autofree char *margin
      = attack_fixture_run (fixture, "a,b,value\n_T,x,5\n_T,y,\n_T,_T,9\n", NULL);

  attack_assert_row (hidden, "_T,0,,no");
  g_assert_cmpstr (shown, ==, "a,low,high,derived\r\n");
  attack_assert_row (margin, "_T,y,4,4,yes");
}

/* Categories that stand under each other in more ways than can be walked one by one, and more of
 * them one under the other than a program can remember. */
static void
test_attack_deep_hierarchy (AttackFixture *fixture, gconstpointer data)
{
  g_autoptr (GString) ladder = g_string_new ("dimension,child,parent\n");
  g_autoptr (GString) chain = g_string_new ("dimension,child,parent\n");
  g_autofree char *csv = NULL;

  for (int i = 0; i < 60; i++)
    g_string_append_printf (ladder, "a,x%d,x%d\na,y%d,x%d\na,x%d,y%d\na,y%d,y%d\n", i + 1, i, i + 1,
                            i, i + 1, i, i + 1, i);
  for (int i = 0; i < 100000; i++)
    g_string_append_printf (chain, "a,n%d,n%d\n", i + 1, i);
  csv = attack_fixture_run (fixture, "a,value\nx60,\ny60,2\nx0,5\n_T,5\n", ladder->str);
  attack_assert_row (csv, "x60,3,3,yes");
  attack_fixture_refuse (fixture, "a,value\nx,1\n_T,1\n", chain->str, "one under the other here");
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
test_attack_by_trying (AttackFixture *fixture, gconstpointer data)
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
      csv = attack_fixture_run (fixture, cells->str, NULL);
      for (int i = 0; i < 9; i++)
        if (hidden[i])
          {
            g_autofree char *row = g_strdup_printf ("%d,%d,%d,%d,%s", i / 3, i % 3, low[i], high[i],
                                                    low[i] == high[i] ? "yes" : "no");

            attack_assert_row (csv, row);
          }
    }
  g_rand_free (rand);
}

/* Where time is over at once, nothing is called safe. */
static void
test_attack_without_time (AttackFixture *fixture, gconstpointer data)
{
  g_autofree char *cells = write_four ("xd");
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivCellAttack) attack = attack_fixture_open (fixture, cells, NULL, &error);
  g_autoptr (PakivAttackResult) result = NULL;

  g_assert_no_error (error);
  result = pakiv_cell_attack_run (attack, &(PakivAttackOptions){ .seconds = 1e-9 }, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < result->ranges->len; i++)
    g_assert_cmpint (g_array_index (result->ranges, PakivAttackRange, i).verdict, ==,
                     PAKIV_ATTACK_NOT_CERTIFIED);
}

static void
test_attack_cancelled (AttackFixture *fixture, gconstpointer data)
{
  g_autofree char *cells = write_four ("");
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivCellAttack) attack = attack_fixture_open (fixture, cells, NULL, &error);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_assert_no_error (error);
  g_cancellable_cancel (cancellable);
  g_assert_null (pakiv_cell_attack_run (attack, &(PakivAttackOptions){ 0 }, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ATTACK_ADD ("/report/attack/handbook", test_attack_handbook);
  ATTACK_ADD ("/report/attack/four-by-four", test_attack_four_by_four);
  ATTACK_ADD ("/report/attack/linked", test_attack_linked);
  ATTACK_ADD ("/report/attack/whole-numbers", test_attack_whole_numbers);
  ATTACK_ADD ("/report/attack/base-cells", test_attack_base_cells);
  ATTACK_ADD ("/report/attack/refuses", test_attack_refuses);
  ATTACK_ADD ("/report/attack/totals-alone", test_attack_totals_alone);
  ATTACK_ADD ("/report/attack/deep-hierarchy", test_attack_deep_hierarchy);
  ATTACK_ADD ("/report/attack/by-trying", test_attack_by_trying);
  ATTACK_ADD ("/report/attack/without-time", test_attack_without_time);
  ATTACK_ADD ("/report/attack/cancelled", test_attack_cancelled);
  return g_test_run ();
}
