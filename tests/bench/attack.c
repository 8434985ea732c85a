/* How long the attacker takes on a table of 13 × 6 × 9 × 5 with all its margins published and 3,000
 * cells hidden, and how much memory. Bound: 6 seconds with GLPK, for showing of every hidden cell
 * that its range is wide enough. Prints figures and never fails on a slow machine;
 * the CPU time is held against the bound, since the machine may have other work. */
#include "pakiv-attack.h"

#include <locale.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#define DIMENSIONS 4
#define CELLS (13 * 6 * 9 * 5)
#define N_HIDDEN 3000
#define BOUND 6.0

static const guint sizes[DIMENSIONS] = { 13, 6, 9, 5 };

/* Counts with a long tail, as of @n records: most cells are small. */
static gint64 *
invent (GRand *rand, guint n)
{
  gint64 *counts = g_new0 (gint64, CELLS);

  for (guint i = 0; i < n; i++)
    {
      guint cell = 0;

      for (guint d = 0; d < DIMENSIONS; d++)
        cell = cell * sizes[d]
               + MIN ((guint)g_rand_int_range (rand, 0, (gint32)sizes[d]),
                      (guint)g_rand_int_range (rand, 0, (gint32)sizes[d]));
      counts[cell]++;
    }
  return counts;
}

static void
hide (GRand *rand, guint n_hidden, gboolean *hidden)
{
  memset (hidden, 0, CELLS * sizeof (gboolean));
  while (n_hidden > 0)
    {
      guint cell = (guint)g_rand_int_range (rand, 0, CELLS);

      n_hidden -= !hidden[cell];
      hidden[cell] = TRUE;
    }
}

/* The sums over each set of dimensions, and the cells that are not hidden. */
static PakivAttackSystem *
publish (const gint64 *counts, const gboolean *hidden)
{
  PakivAttackSystem *system = pakiv_attack_system_new (CELLS);

  for (guint cell = 0; cell < CELLS; cell++)
    if (hidden[cell])
      pakiv_attack_system_add_goal (system, &cell, 1);
    else
      pakiv_attack_system_limit (system, cell, counts[cell], counts[cell]);
  for (guint mask = 0; mask < (1u << DIMENSIONS) - 1; mask++)
    {
      g_autoptr (GHashTable) sums
          = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)g_array_unref);
      GHashTableIter iter;
      gpointer members;

      for (guint cell = 0; cell < CELLS; cell++)
        {
          guint rest = cell, name = 0;
          GArray *own;

          for (guint d = DIMENSIONS; d-- > 0; rest /= sizes[d])
            name = name * 16 + ((mask >> d) & 1 ? rest % sizes[d] : 15);
          own = g_hash_table_lookup (sums, GUINT_TO_POINTER (name + 1));
          if (own == NULL)
            {
              own = g_array_new (FALSE, FALSE, sizeof (guint));
              g_hash_table_insert (sums, GUINT_TO_POINTER (name + 1), own);
            }
          g_array_append_val (own, cell);
        }
      g_hash_table_iter_init (&iter, sums);
      while (g_hash_table_iter_next (&iter, NULL, &members))
        {
          const GArray *own = members;
          gint64 sum = 0;

          for (guint k = 0; k < own->len; k++)
            sum += counts[g_array_index (own, guint, k)];
          pakiv_attack_system_add_sum (system, (const guint *)own->data, own->len, sum, sum, 0);
        }
    }
  return system;
}

static void
measure (const char *name,
         const PakivAttackSystem *system,
         const PakivAttackOptions *options,
         double bound)
{
  g_autoptr (GError) error = NULL;
  guint label, of[3] = { 0 };
  clock_t begin = clock ();
  g_autoptr (PakivAttackResult) result = pakiv_attack_run (system, options, NULL, &label, &error);
  double cpu = (double)(clock () - begin) / CLOCKS_PER_SEC;
  struct rusage usage;

  g_assert_no_error (error);
  for (guint i = 0; i < result->ranges->len; i++)
    of[g_array_index (result->ranges, PakivAttackRange, i).verdict]++;
  getrusage (RUSAGE_SELF, &usage);
  g_print ("%-34s %6u %6u %6u %6u %6u %6u %6u %6u %7.2f %7.2f", name, result->ranges->len,
           result->n_columns, result->n_sums, result->n_programs, result->n_witnesses,
           of[PAKIV_ATTACK_OPEN], of[PAKIV_ATTACK_DERIVED], of[PAKIV_ATTACK_NOT_CERTIFIED],
           result->seconds, cpu);
  if (bound > 0)
    g_print (" %6.2f of the bound", cpu / bound);
  else
    g_print ("                    ");
  g_print (" %5ld MB\n", usage.ru_maxrss / 1024);
}

int
main (void)
{
  /* In a table of so few records hardly a cell can be four more or less; there it is asked whether
   * it can be worked out at all. */
  const struct
  {
    guint records;
    gint64 width;
  } cases[] = { { 36000, 4 }, { 3000, 1 } };
  gboolean hidden[CELLS];

  setlocale (LC_ALL, "");
  g_print ("%-34s %6s %6s %6s %6s %6s %6s %6s %6s %7s %7s\n", "13 × 6 × 9 × 5, all margins",
           "hidden", "left", "sums", "LPs", "moves", "open", "given", "open?", "s", "CPU s");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GRand *rand = g_rand_new_with_seed (4 + i);
      g_autofree gint64 *counts = invent (rand, cases[i].records);
      g_autoptr (PakivAttackSystem) system = NULL;
      g_autofree char *name
          = g_strdup_printf ("%u records, width %d", cases[i].records, (int)cases[i].width);

      hide (rand, N_HIDDEN, hidden);
      system = publish (counts, hidden);
      measure (name, system, &(PakivAttackOptions){ .width = cases[i].width, .known = counts },
               BOUND);
      g_rand_free (rand);
    }
  return 0;
}
