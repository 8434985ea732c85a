/* The attacker on systems of sums: with and without true counts, for a width and for exact ranges,
 * where walking is needed, and where sums are known only roughly. */
#include "pakiv-attack-batch.h"
#include "pakiv-attack.h"

/* With the true counts at hand, and asked for a width, the answer is the same. */
static void
test_attack_with_truth (void)
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
test_attack_rough_sums (void)
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
test_attack_walk (void)
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

/* What one program is to find together: the nearest end first, and none in a sum with another. */
static void
test_attack_batch (void)
{
  const guint cells[] = { 0, 1, 2, 3, 4, 5 };
  g_autoptr (PakivAttackSystem) system = pakiv_attack_system_new (6);
  g_autoptr (PakivAttackReduction) reduction = NULL;
  g_autoptr (PakivAttackPart) part = NULL;
  g_autoptr (PakivAttackBatch) batch = NULL;
  guint label;

  pakiv_attack_system_add_sum (system, cells, 3, 8, 8, 0);
  pakiv_attack_system_add_sum (system, cells + 2, 2, 6, 6, 0);
  pakiv_attack_system_add_sum (system, cells + 3, 3, 9, 9, 0);
  for (guint i = 0; i < 6; i++)
    pakiv_attack_system_add_goal (system, &i, 1);
  reduction = pakiv_attack_reduction_new (system, &label);
  part = pakiv_attack_part_new (reduction, cells, reduction->n_groups, cells, 3, cells);
  batch = pakiv_attack_batch_new (part);
  for (guint i = 0; i < part->n_columns; i++)
    {
      const PakivAttackGoal *goal = pakiv_attack_part_add_goal (part, &i, 1, 0);

      pakiv_attack_batch_offer (batch, goal, FALSE, 5);
      pakiv_attack_batch_offer (batch, goal, TRUE, i == part->n_columns - 1 ? 1 : 7);
    }
  g_assert_cmpuint (part->n_columns, ==, 4);
  g_assert_cmpuint (pakiv_attack_batch_choose (batch), ==, 2);
  g_assert_cmpuint (batch->up->len, ==, 1);
  g_assert_cmpuint (batch->down->len, ==, 1);
  g_assert_cmpuint (g_array_index (batch->up, guint, 0), ==, 3);
  g_assert_cmpuint (g_array_index (batch->down, guint, 0), ==, 0);
  /* What was offered is forgotten. */
  g_assert_cmpuint (pakiv_attack_batch_choose (batch), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/attack-system/with-truth", test_attack_with_truth);
  g_test_add_func ("/report/attack-system/rough-sums", test_attack_rough_sums);
  g_test_add_func ("/report/attack-system/batch", test_attack_batch);
  g_test_add_func ("/report/attack-system/walk", test_attack_walk);
  return g_test_run ();
}
