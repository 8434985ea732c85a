/* The attacker on releases made by hand, where it is known what is to be found. */
#include "fixture.h"
#include "pakiv-attack-release.h"
#include "pakiv-error.h"

#include <string.h>

#define BASE 5

static PakivTableDimension *
new_dimension (const char *id, const char *const *codes)
{
  PakivTableDimension *dimension = pakiv_table_dimension_new (id, id);

  pakiv_table_dimension_add (dimension, PAKIV_TOTAL, "All");
  for (guint i = 0; codes[i] != NULL; i++)
    pakiv_table_dimension_add (dimension, codes[i], codes[i]);
  return dimension;
}

/* A table of two rows and two columns. */
static void
add_table (PakivRelease *release, const char *id, int nw, int ne, int sw, int se)
{
  static const char *const rows[] = { "NORTH", "SOUTH", NULL };
  static const char *const columns[] = { "WEST", "EAST", NULL };
  const gint64 values[] = { nw + ne + sw + se, nw + sw, ne + se, nw + ne, nw, ne, sw + se, sw, se };
  GPtrArray *dimensions = pakiv_table_dimensions_new ();
  PakivTable *table;

  g_ptr_array_add (dimensions, new_dimension ("place", rows));
  g_ptr_array_add (dimensions, new_dimension ("side", columns));
  table = pakiv_table_new_published (id, dimensions, TRUE);
  table->measure = g_strdup ("VISITS");
  table->base = BASE;
  memcpy (table->values, values, sizeof values);
  g_ptr_array_add (release->tables, table);
}

static PakivRelease *
new_release (int quarter, const char *station)
{
  return pakiv_release_new ("Here", station, PAKIV_LOG_POLICE, (PakivPeriod){ 2021, quarter }, 1);
}

#define HERE "0c2a8f6e-8a55-4f7e-9a39-2b1f0c9d7e11"
#define ELSEWHERE "2d2a8f6e-8a55-4f7e-9a39-2b1f0c9d7e22"

/* What an outsider finds, in @targets, which the caller empties. */
static PakivCertificate *
attack (const PakivRelease *release, PakivScenario scenario, GPtrArray *earlier, GArray *targets)
{
  g_autoptr (GError) error = NULL;
  PakivCertificate *certificate = pakiv_attack_release (
      release, &(PakivReleaseAttack){ .scenarios = 1u << scenario, .earlier = earlier }, targets,
      NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < PAKIV_N_SCENARIOS; i++)
    g_assert_cmpint (certificate->findings[i].tried, ==, i == scenario);
  return certificate;
}

static void
assert_target (const GArray *targets, guint i, gsize offset, gint64 low, gint64 high)
{
  const PakivReleaseTarget *target = &g_array_index (targets, PakivReleaseTarget, i);

  g_assert_cmpuint (target->offset, ==, offset);
  g_assert_cmpint (target->range.low, ==, low);
  g_assert_cmpint (target->range.high, ==, high);
}

static void
test_outsider_finds_nothing (void)
{
  g_autoptr (PakivRelease) release = new_release (1, HERE);
  g_autoptr (GArray) targets = g_array_new (FALSE, FALSE, sizeof (PakivReleaseTarget));
  g_autoptr (PakivCertificate) certificate = NULL;
  const PakivFinding *finding;

  add_table (release, "places", 0, 5, 12, 0);
  certificate = attack (release, PAKIV_SCENARIO_OUTSIDER, NULL, targets);
  finding = &certificate->findings[PAKIV_SCENARIO_OUTSIDER];
  g_assert_cmpuint (finding->n_targets, ==, 3); /* 12 may be known */
  g_assert_cmpuint (finding->n_narrow, ==, 0);
  g_assert_cmpuint (finding->n_uncertified, ==, 0);
  g_assert_cmpint (finding->narrowest, ==, BASE - 1);
  g_assert_cmpint (certificate->least_base, ==, BASE);
  g_assert_true (pakiv_certificate_is_passed (certificate));
  g_assert_cmpuint (targets->len, ==, 3);
  assert_target (targets, 0, 4, 0, 4);
  assert_target (targets, 1, 5, 1, 5);
  assert_target (targets, 2, 8, 0, 4);
}

/* A figure that should not be there: a count that was not rounded. */
static void
test_outsider_finds_small (void)
{
  g_autoptr (PakivRelease) release = new_release (1, HERE);
  g_autoptr (GArray) targets = g_array_new (FALSE, FALSE, sizeof (PakivReleaseTarget));
  g_autoptr (PakivCertificate) certificate = NULL;
  const PakivFinding *finding;

  add_table (release, "right", 0, 5, 12, 0);
  add_table (release, "wrong", 7, 5, 3, 0);
  certificate = attack (release, PAKIV_SCENARIO_OUTSIDER, NULL, targets);
  finding = &certificate->findings[PAKIV_SCENARIO_OUTSIDER];
  g_assert_cmpuint (finding->n_targets, ==, 6);
  g_assert_cmpuint (finding->n_narrow, ==, 1);
  g_assert_cmpint (finding->narrowest, ==, 0);
  g_assert_false (pakiv_certificate_is_passed (certificate));
  assert_target (targets, 4, 7, 3, 3);
  g_assert_true (g_array_index (targets, PakivReleaseTarget, 4).table == release->tables->pdata[1]);
  g_assert_cmpint (g_array_index (targets, PakivReleaseTarget, 4).range.verdict, ==,
                   PAKIV_ATTACK_DERIVED);
}

/* How many ranges the release and an earlier one narrow together. */
static guint
count_narrow (const PakivRelease *release, PakivRelease *other, gint64 *narrowest)
{
  g_autoptr (GPtrArray) earlier = g_ptr_array_new ();
  g_autoptr (PakivCertificate) certificate = NULL;

  g_ptr_array_add (earlier, other);
  certificate = attack (release, PAKIV_SCENARIO_EARLIER, earlier, NULL);
  *narrowest = certificate->findings[PAKIV_SCENARIO_EARLIER].narrowest;
  return certificate->findings[PAKIV_SCENARIO_EARLIER].n_narrow;
}

static void
test_earlier_narrows (void)
{
  const struct
  {
    int quarter;
    const char *station;
    const char *table;
    int value;
    guint n_narrow;
    gint64 narrowest;
  } cases[] = {
    { 1, HERE, "places", 0, 0, 4 },      /* the same figures again */
    { 1, HERE, "places", 5, 1, 3 },      /* 0 here and 5 there: from 1 to 4 */
    { 2, HERE, "places", 5, 0, 4 },      /* other records */
    { 1, ELSEWHERE, "places", 5, 0, 4 }, /* other records */
    { 1, HERE, "others", 5, 0, 4 },      /* another table */
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PakivRelease) release = new_release (1, HERE);
      g_autoptr (PakivRelease) other = new_release (cases[i].quarter, cases[i].station);
      gint64 narrowest;

      add_table (release, "places", 0, 5, 12, 0);
      add_table (other, cases[i].table, cases[i].value, 5, 12, 0);
      g_assert_cmpuint (count_narrow (release, other, &narrowest), ==, cases[i].n_narrow);
      g_assert_cmpint (narrowest, ==, cases[i].narrowest);
    }
}

static void
test_earlier_contradicts (void)
{
  g_autoptr (PakivRelease) release = new_release (1, HERE);
  g_autoptr (PakivRelease) other = new_release (1, HERE);
  g_autoptr (GPtrArray) earlier = g_ptr_array_new ();
  g_autoptr (PakivCertificate) certificate = NULL;
  g_autoptr (GError) error = NULL;

  add_table (release, "places", 0, 5, 12, 0);
  add_table (other, "places", 14, 5, 12, 0);
  g_ptr_array_add (earlier, other);
  certificate = pakiv_attack_release (release, &(PakivReleaseAttack){ .earlier = earlier }, NULL,
                                      NULL, &error);
  g_assert_null (certificate);
  g_assert_error (error, PAKIV_ERROR, PAKIV_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "“places”"));
}

/* The hash names the figures: another figure, another hash. */
static void
test_figures_are_named (void)
{
  g_autoptr (PakivRelease) release = new_release (1, HERE);
  g_autoptr (PakivRelease) same = new_release (1, HERE);
  g_autoptr (PakivRelease) other = new_release (1, HERE);
  g_autoptr (PakivCertificate) a = NULL, b = NULL, c = NULL;

  add_table (release, "places", 0, 5, 12, 0);
  add_table (same, "places", 0, 5, 12, 0);
  add_table (other, "places", 0, 5, 13, 0);
  a = attack (release, PAKIV_SCENARIO_OUTSIDER, NULL, NULL);
  b = attack (same, PAKIV_SCENARIO_OUTSIDER, NULL, NULL);
  c = attack (other, PAKIV_SCENARIO_OUTSIDER, NULL, NULL);
  g_assert_cmpstr (a->figures, ==, b->figures);
  g_assert_cmpstr (a->figures, !=, c->figures);
}

/* True counts of two types, places and genders, in this order. */
static PakivCounts *
make_counts (const PakivReportSpec *report, const int *numbers)
{
  static const char *const types[] = { "STREET", "MARKET" };
  static const char *const places[] = { "NORTH", "SOUTH" };
  static const char *const genders[] = { "F", "M" };
  PakivCounts *counts = pakiv_counts_new (report->cubes->pdata[0], TEST_PERIOD);

  for (guint i = 0; i < 8; i++)
    for (int k = 0; k < numbers[i]; k++)
      {
        g_autoptr (PakivRecord) record = pakiv_record_new (counts->spec->kind);

        pakiv_record_set (record, "date", "2021-02-15");
        pakiv_record_set (record, "type", types[i >> 2]);
        pakiv_record_set (record, "place", places[(i >> 1) & 1]);
        pakiv_record_set (record, "gender", genders[i & 1]);
        pakiv_counts_add_record (counts, record);
      }
  pakiv_counts_finish (counts);
  return counts;
}

/* What is found with the true counts @numbers where @published were protected. */
static PakivFinding
attack_with_truth (const int *numbers, const int *published, PakivScenario scenario)
{
  g_autoptr (PakivDefinitions) definitions = test_definitions_new ();
  g_autoptr (PakivReportSpec) report = test_report_new (definitions);
  g_autoptr (PakivCounts) counts = make_counts (report, numbers);
  g_autoptr (PakivCounts) others = make_counts (report, published);
  g_autoptr (PakivSafeCube) cube
      = pakiv_safe_cube_protect (others, report->tables, test_secret (3), "book");
  g_autoptr (PakivRelease) release = test_release_new (report, others);
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  g_autoptr (GPtrArray) cubes = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivCertificate) certificate = NULL;

  g_ptr_array_add (all, counts);
  g_ptr_array_add (cubes, cube);
  certificate = pakiv_attack_release (
      release, &(PakivReleaseAttack){ .scenarios = 1u << scenario, .counts = all, .cubes = cubes },
      NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (certificate->findings[scenario].tried);
  return certificate->findings[scenario];
}

static void
test_contributor (void)
{
  const int numbers[] = { 3, 9, 1, 12, 0, 7, 4, 8 };
  const int exact[] = { 13, 9, 1, 12, 0, 7, 4, 8 };
  const PakivScenario scenarios[] = { PAKIV_SCENARIO_POSSIBLE, PAKIV_SCENARIO_CONTRIBUTOR };

  for (guint i = 0; i < G_N_ELEMENTS (scenarios); i++)
    {
      PakivFinding right = attack_with_truth (numbers, numbers, scenarios[i]);
      PakivFinding wrong = attack_with_truth (numbers, exact, scenarios[i]);

      g_assert_cmpuint (right.n_targets, ==, 3);
      g_assert_cmpuint (right.n_narrow, ==, 0);
      g_assert_cmpuint (right.n_uncertified, ==, 0);
      g_assert_cmpint (right.narrowest, ==, BASE - 1);
      /* A cell that is published as an exact number leaves nothing open. */
      g_assert_cmpuint (wrong.n_narrow, ==, 1);
      g_assert_cmpint (wrong.narrowest, ==, 0);
    }
}

/* With the exact margins of two dimensions, what varies in two is known, and what varies in three
 * is not. */
static void
test_insider (void)
{
  const int flat[] = { 2, 0, 2, 0, 2, 0, 2, 0 }, deep[] = { 2, 2, 2, 2, 2, 2, 2, 2 };
  PakivFinding known = attack_with_truth (flat, flat, PAKIV_SCENARIO_INSIDER);
  PakivFinding open = attack_with_truth (deep, deep, PAKIV_SCENARIO_INSIDER);

  g_assert_cmpuint (known.n_targets, ==, 4);
  g_assert_cmpuint (known.n_uncertified, ==, 4);
  g_assert_cmpuint (open.n_targets, ==, 8);
  g_assert_cmpuint (open.n_uncertified, ==, 0);
  g_assert_cmpuint (open.n_narrow, ==, 0);
  g_assert_cmpint (open.narrowest, >=, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/attack-release/outsider-nothing", test_outsider_finds_nothing);
  g_test_add_func ("/report/attack-release/outsider-small", test_outsider_finds_small);
  g_test_add_func ("/report/attack-release/earlier-narrows", test_earlier_narrows);
  g_test_add_func ("/report/attack-release/earlier-contradicts", test_earlier_contradicts);
  g_test_add_func ("/report/attack-release/figures", test_figures_are_named);
  g_test_add_func ("/report/attack-release/contributor", test_contributor);
  g_test_add_func ("/report/attack-release/insider", test_insider);
  return g_test_run ();
}
