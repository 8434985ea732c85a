/* All tables of one safe cube together, against a reader who works out every safe cube that has
 * these sums and every data set that each of them may stand for: the claim of
 * pakiv-attack-release.h, tried on cubes so small that everything can be tried. */
#include "pakiv-attack-release.h"

#define CELLS 8 /* 2 × 2 × 2 */
#define BASE 3
#define COUNT_MAX 6
#define SUMS 12 /* of the three tables of two dimensions */

/* What is done to one count, and what a reader may conclude from it. */
typedef struct
{
  const char *name;
  int (*publish) (GRand *rand, int count);
  gboolean (*may_be) (int value); /* a figure of a safe cube at all */
  void (*conclude) (int value, int *low, int *high);
} Rule;

static int
publish_count (GRand *rand, int count)
{
  if (count == 0 || count >= BASE)
    return count;
  return g_rand_int_range (rand, 0, BASE) < count ? BASE : 0;
}

static gboolean
may_be_count (int value)
{
  return value == 0 || value >= BASE;
}

static void
conclude_count (int value, int *low, int *high)
{
  *low = value == 0 ? 0 : value == BASE ? 1 : value;
  *high = value == 0 ? BASE - 1 : value;
}

static int
publish_measure (GRand *rand, int count)
{
  return count - count % BASE + publish_count (rand, count % BASE);
}

static gboolean
may_be_measure (int value)
{
  return value % BASE == 0;
}

static void
conclude_measure (int value, int *low, int *high)
{
  *low = MAX (0, value - BASE + 1);
  *high = value + BASE - 1;
}

/* What the attacker must find: counts that are published as they are. */
static int
publish_truth (GRand *rand, int count)
{
  return count;
}

static gboolean
may_be_truth (int value)
{
  return TRUE;
}

static void
conclude_truth (int value, int *low, int *high)
{
  *low = *high = value;
}

static const Rule rules[] = {
  { "counts", publish_count, may_be_count, conclude_count },
  { "measures", publish_measure, may_be_measure, conclude_measure },
  { "truth", publish_truth, may_be_truth, conclude_truth },
};

/* The sum of table @d, which leaves out one dimension, that cell @i is in. */
static int
find_sum (int d, int i)
{
  return 4 * d + (d == 0 ? i >> 1 : d == 1 ? (i >> 2) * 2 + (i & 1) : i & 3);
}

static void
add_up (const int *cells, int *sums)
{
  for (int i = 0; i < SUMS; i++)
    sums[i] = 0;
  for (int i = 0; i < CELLS; i++)
    for (int d = 0; d < 3; d++)
      sums[find_sum (d, i)] += cells[i];
}

/* What a reader knows of the sum of each set of cells: a bit for each cell. */
typedef struct
{
  const Rule *rule;
  int wanted[SUMS];
  int cells[CELLS];
  int low[1 << CELLS];
  int high[1 << CELLS];
  guint n_cubes;
  gboolean truth_is_among;
  const int *truth;
} Reader;

/* One safe cube that has the sums: each cell is between its own ends whatever the others are. */
static void
consider (Reader *reader)
{
  int low[CELLS], high[CELLS];
  gboolean fits = TRUE;

  for (int i = 0; i < CELLS; i++)
    {
      reader->rule->conclude (reader->cells[i], &low[i], &high[i]);
      fits = fits && reader->truth[i] >= low[i] && reader->truth[i] <= high[i];
    }
  reader->truth_is_among = reader->truth_is_among || fits;
  reader->n_cubes++;
  for (int set = 1; set < 1 << CELLS; set++)
    {
      int least = 0, most = 0;

      for (int i = 0; i < CELLS; i++)
        if ((set >> i) & 1)
          {
            least += low[i];
            most += high[i];
          }
      reader->low[set] = MIN (reader->low[set], least);
      reader->high[set] = MAX (reader->high[set], most);
    }
}

/* Every way to fill the cells from @at on so that the sums are as published. */
static void
fill_in (Reader *reader, int at, const int *left)
{
  int most = G_MAXINT;

  if (at == CELLS)
    {
      for (int s = 0; s < SUMS; s++)
        if (left[s] != 0)
          return;
      consider (reader);
      return;
    }
  for (int d = 0; d < 3; d++)
    most = MIN (most, left[find_sum (d, at)]);
  for (int value = 0; value <= most; value++)
    {
      int rest[SUMS];

      if (!reader->rule->may_be (value))
        continue;
      for (int s = 0; s < SUMS; s++)
        rest[s] = left[s];
      for (int d = 0; d < 3; d++)
        rest[find_sum (d, at)] -= value;
      reader->cells[at] = value;
      fill_in (reader, at + 1, rest);
    }
}

/* How many sets of cells, single ones among them, have a sum that is certain and small, or a range
 * that is narrower than it must be though the sum may be small. */
static guint
count_found (Reader *reader)
{
  guint found = 0;

  for (int set = 1; set < 1 << CELLS; set++)
    {
      int sum = 0;

      for (int i = 0; i < CELLS; i++)
        sum += (set >> i) & 1 ? reader->truth[i] : 0;
      found += sum > 0 && sum < BASE && reader->high[set] - reader->low[set] < BASE - 1;
    }
  return found;
}

static void
add_dimension (GPtrArray *dimensions, const char *id)
{
  PakivTableDimension *dimension = pakiv_table_dimension_new (id, id);

  pakiv_table_dimension_add (dimension, PAKIV_TOTAL, PAKIV_TOTAL);
  pakiv_table_dimension_add (dimension, "0", "0");
  pakiv_table_dimension_add (dimension, "1", "1");
  g_ptr_array_add (dimensions, dimension);
}

/* The three tables as a release. */
static PakivRelease *
make_release (const int *sums)
{
  PakivRelease *release = pakiv_release_new ("Here", "0c2a8f6e-8a55-4f7e-9a39-2b1f0c9d7e11",
                                             PAKIV_LOG_POLICE, (PakivPeriod){ 2021, 1 }, 1);

  for (int d = 0; d < 3; d++)
    {
      const int *own = sums + 4 * d;
      const gint64 values[9] = { own[0] + own[1] + own[2] + own[3],
                                 own[0] + own[2],
                                 own[1] + own[3],
                                 own[0] + own[1],
                                 own[0],
                                 own[1],
                                 own[2] + own[3],
                                 own[2],
                                 own[3] };
      GPtrArray *dimensions = pakiv_table_dimensions_new ();
      const char id[] = { (char)('a' + d), '\0' };
      PakivTable *table;

      add_dimension (dimensions, "rows");
      add_dimension (dimensions, "columns");
      table = pakiv_table_new_published (id, dimensions, TRUE);
      table->measure = g_strdup ("VISITS");
      table->base = BASE;
      for (int i = 0; i < 9; i++)
        table->values[i] = values[i];
      g_ptr_array_add (release->tables, table);
    }
  return release;
}

/* Every range that the attacker calls open is one that this reader can't narrow. */
static void
check_attack (const Reader *reader)
{
  g_autoptr (PakivRelease) release = make_release (reader->wanted);
  g_autoptr (GArray) targets = g_array_new (FALSE, FALSE, sizeof (PakivReleaseTarget));
  g_autoptr (PakivCertificate) certificate = pakiv_attack_release (
      release, &(PakivReleaseAttack){ .scenarios = 1u << PAKIV_SCENARIO_OUTSIDER }, targets, NULL,
      NULL);

  g_assert_true (pakiv_certificate_is_passed (certificate));
  for (guint k = 0; k < targets->len; k++)
    {
      const PakivReleaseTarget *target = &g_array_index (targets, PakivReleaseTarget, k);
      int d = target->table->id[0] - 'a', set = 0;
      int rest = (int)(target->offset / 3 - 1) * 2 + (int)(target->offset % 3) - 1;

      for (int i = 0; i < CELLS; i++)
        if (find_sum (d, i) == 4 * d + rest)
          set |= 1 << i;
      g_assert_cmpint (reader->low[set], <=, target->range.low);
      g_assert_cmpint (reader->high[set], >=, target->range.high);
    }
}

static guint
try_rule (const Rule *rule, guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  g_autofree Reader *reader = g_new0 (Reader, 1);
  int truth[CELLS], published[CELLS];

  for (int i = 0; i < CELLS; i++)
    {
      truth[i] = MIN (g_rand_int_range (rand, 0, COUNT_MAX), g_rand_int_range (rand, 0, COUNT_MAX));
      published[i] = rule->publish (rand, truth[i]);
    }
  reader->rule = rule;
  reader->truth = truth;
  for (int set = 0; set < 1 << CELLS; set++)
    {
      reader->low[set] = G_MAXINT;
      reader->high[set] = -1;
    }
  add_up (published, reader->wanted);
  fill_in (reader, 0, reader->wanted);
  g_assert_cmpuint (reader->n_cubes, >, 0);
  g_assert_true (reader->truth_is_among);
  if (rule->publish != publish_truth)
    check_attack (reader);
  return count_found (reader);
}

static void
test_joint (gconstpointer data)
{
  const Rule *rule = data;
  guint found = 0;

  for (guint32 seed = 1; seed <= 200; seed++)
    found += try_rule (rule, seed);
  if (rule->publish == publish_truth)
    g_assert_cmpuint (found, >, 100);
  else
    g_assert_cmpuint (found, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      g_autofree char *path = g_strdup_printf ("/report/attack-joint/%s", rules[i].name);

      g_test_add_data_func (path, &rules[i], test_joint);
    }
  return g_test_run ();
}
