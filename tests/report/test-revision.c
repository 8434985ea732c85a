/* What a revision shows of changes: by hand, by trying everything there is, and in random histories
 * against an attacker who holds the first release, every revision and the next quarter (reference:
 * protection §1, §2, S4). */
#include "fixture.h"

#include "pakiv-group-disclosure.h"
#include "pakiv-revision.h"
#include "pakiv-selection.h"
#include "pakiv-table-regroup.h"
#include "pakiv-table-words.h"

#include <string.h>

#define BASE 5

static PakivChange *
get (PakivChanges *changes, guint i)
{
  return &g_array_index (changes->cells, PakivChange, i);
}

static void
add (PakivChanges *changes, guint64 key, gint64 released, gint64 now)
{
  const PakivChange change = { .key = key, .released = released, .now = now };

  g_array_append_val (changes->cells, change);
}

/* Nothing but the keyed draw: no table shows the cells. */
static void
protect_alone (PakivChanges *changes, const char *book)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  pakiv_safe_change_protect (changes, none, test_secret (3), book);
}

/* 9 were published. 6 taken out, shown as 10, would leave 0 or more: 10 is too much. Shown as 5, 1
 * to 9 were taken out, and 0 to 8 stayed. */
static void
test_nine_less_six (void)
{
  g_autoptr (GPtrArray) dimensions = g_ptr_array_new ();
  const PakivCubeSpec spec = { .base = BASE, .dimensions = dimensions };

  for (guint i = 0; i < 200; i++)
    {
      g_autoptr (PakivChanges) changes = pakiv_changes_new (&spec, TEST_PERIOD);
      g_autofree char *book = g_strdup_printf ("book %u", i);

      add (changes, 1, 9, -6);
      add (changes, 2, 0, -4); /* published as 0: of nobody somebody was taken out? */
      add (changes, 3, 5, -4);
      protect_alone (changes, book);
      g_assert_cmpint (get (changes, 0)->shown, ==, -5);
      g_assert_cmpint (get (changes, 1)->shown, ==, 0);
      g_assert_true (get (changes, 2)->shown == 0 || get (changes, 2)->shown == -5);
    }
}

/* Somebody knows how many records were corrected (a later quarter publishes it), and that these are
 * as few as what is shown can mean. Of 10 that were published, 10 taken out would mean 6 then. */
static void
test_least (void)
{
  g_autoptr (GPtrArray) dimensions = g_ptr_array_new ();
  const PakivCubeSpec spec = { .base = BASE, .dimensions = dimensions };
  guint n_shown = 0;

  for (guint i = 0; i < 50; i++)
    for (gint64 released = BASE + 1; released <= 4 * BASE; released++)
      {
        g_autoptr (PakivChanges) changes = pakiv_changes_new (&spec, TEST_PERIOD);
        g_autofree char *book = g_strdup_printf ("book %u", i);

        for (gint64 out = 1; out <= released; out++)
          add (changes, (guint64)out, released, -out);
        protect_alone (changes, book);
        for (guint k = 0; k < changes->cells->len; k++)
          if (get (changes, k)->shown < 0)
            {
              g_assert_cmpint (released + get (changes, k)->shown + BASE - 1, >=, BASE);
              n_shown++;
            }
      }
  g_assert_cmpuint (n_shown, >, 1000);
}

/* Nearer than a base, but where all was taken out: that it was all is not said. */
static void
assert_near (const PakivChange *change)
{
  gint64 off = ABS (change->shown - change->now);

  g_assert_true (off < BASE || (off == BASE && change->now == -change->released));
}

/* What a reader of one published figure and one shown change can't tell apart. */
typedef struct
{
  gint64 low[4]; /* was there, changed (without its sign), is there now, stayed */
  gint64 high[4];
} Possible;

#define COPIES 24
#define MOST 24
#define SURE 15 /* of figures up to this every count behind them is tried */

/* The figures as which @count may be released. */
static guint
list_released (gint64 count, gboolean by_remainder, gint64 *released)
{
  gint64 whole = count / BASE * BASE;

  if (count % BASE == 0 || (!by_remainder && count > BASE))
    {
      released[0] = count;
      return 1;
    }
  released[0] = whole;
  released[1] = whole + BASE;
  return 2;
}

static void
note (GHashTable *all, const PakivChange *change, gint64 count)
{
  char *name
      = g_strdup_printf ("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT, change->released, change->shown);
  const gint64 values[]
      = { count, ABS (change->now), count + change->now, MIN (count, count + change->now) };
  Possible *possible = g_hash_table_lookup (all, name);

  if (change->released > SURE || ABS (change->shown) > SURE)
    {
      g_free (name);
      return;
    }
  if (possible == NULL)
    {
      possible = g_new (Possible, 1);
      for (guint k = 0; k < 4; k++)
        possible->low[k] = possible->high[k] = values[k];
      g_hash_table_insert (all, name, possible);
      return;
    }
  g_free (name);
  for (guint k = 0; k < 4; k++)
    {
      possible->low[k] = MIN (possible->low[k], values[k]);
      possible->high[k] = MAX (possible->high[k], values[k]);
    }
}

static guint
count_narrow (GHashTable *all)
{
  GHashTableIter iter;
  gpointer item;
  guint narrow = 0;

  g_hash_table_iter_init (&iter, all);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    for (guint k = 0; k < 4; k++)
      {
        const Possible *possible = item;

        if (possible->low[k] >= BASE || possible->high[k] <= 0
            || possible->high[k] - possible->low[k] >= BASE - 1)
          continue;
        narrow++;
      }
  return narrow;
}

/* Every count up to 24, released in every way, and every change of it, drawn many times: whatever
 * comes out, no small count of any sort is known closer than to b − 1. Were the changes shown as
 * they are, some would. */
static void
test_everything (gconstpointer data)
{
  gboolean by_remainder = GPOINTER_TO_INT (data);
  g_autoptr (GPtrArray) dimensions = g_ptr_array_new ();
  const PakivField number = { 0 };
  const PakivCubeSpec spec
      = { .base = BASE, .dimensions = dimensions, .measure = by_remainder ? &number : NULL };
  g_autoptr (PakivChanges) changes = pakiv_changes_new (&spec, TEST_PERIOD);
  g_autoptr (GArray) counts = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GHashTable) all = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GHashTable) exact = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (gint64 count = 0; count <= MOST; count++)
    for (gint64 now = -count; now <= MOST; now++)
      {
        gint64 released[2];
        guint n = list_released (count, by_remainder, released);

        for (guint i = 0; i < n * COPIES; i++)
          {
            add (changes, changes->cells->len, released[i % n], now);
            g_array_append_val (counts, count);
          }
      }
  protect_alone (changes, "book");
  for (guint i = 0; i < changes->cells->len; i++)
    {
      PakivChange change = *get (changes, i);

      g_assert_cmpint (change.shown % BASE, ==, 0);
      assert_near (&change);
      note (all, &change, g_array_index (counts, gint64, i));
      change.shown = change.now;
      note (exact, &change, g_array_index (counts, gint64, i));
    }
  g_assert_cmpuint (count_narrow (all), ==, 0);
  g_assert_cmpuint (count_narrow (exact), >, 10);
}

/* --- Random histories --- */

#define N_REVISIONS 3

typedef struct
{
  GRand *rand;
  PakivCounts *counts; /* as released */
  PakivSafeCube *cube;
  PakivChanges *changes;
  gint64 *now[N_REVISIONS]; /* of each cell, after each revision */
  gint64 *shown[N_REVISIONS];
  guint n;
} History;

static gint64
get_released (const PakivSafeCube *cube, guint64 key)
{
  guint n;
  const PakivCell *cells = pakiv_safe_cube_get_cells (cube, &n);

  for (guint i = 0; i < n; i++)
    if (cells[i].key == key)
      return cells[i].count;
  return 0;
}

static gint64
get_count (const History *history, guint i)
{
  return g_array_index (history->counts->cells, PakivCell, i).count;
}

/* Some records move from one cell to another, some are taken out; now and then many from one. */
static void
correct (History *history)
{
  guint wanted = (guint)g_rand_int_range (history->rand, 1, 40);

  for (guint k = 0; k < wanted; k++)
    {
      guint from = (guint)g_rand_int_range (history->rand, 0, (int)history->n);
      guint to = (guint)g_rand_int_range (history->rand, 0, (int)history->n);
      gint64 there = get_count (history, from) + get (history->changes, from)->now;
      gint64 size = g_rand_int_range (history->rand, 0, 6) == 0 ? there : 1;

      if (there == 0)
        continue;
      get (history->changes, from)->now -= size;
      if (g_rand_boolean (history->rand))
        get (history->changes, to)->now += size;
    }
}

static void
revise (History *history, guint version, GPtrArray *tables)
{
  correct (history);
  pakiv_safe_change_protect (history->changes, tables, test_secret (7), "visits/police/2021-Q1");
  history->now[version] = g_new (gint64, history->n);
  history->shown[version] = g_new (gint64, history->n);
  for (guint i = 0; i < history->n; i++)
    {
      PakivChange *change = get (history->changes, i);

      /* Kept as it was shown where nothing came to it. */
      if (version > 0 && change->now == change->before)
        g_assert_cmpint (change->shown, ==, history->shown[version - 1][i]);
      history->now[version][i] = change->before = change->now;
      history->shown[version][i] = change->shown;
      assert_near (change);
      g_assert_cmpint (change->shown, >=, -change->released);
    }
}

static History *
history_new (const PakivReportSpec *report, guint32 seed)
{
  History *history = g_new0 (History, 1);

  history->rand = g_rand_new_with_seed (seed);
  history->counts = test_counts_new (report, seed, 60 + 40 * seed);
  history->cube = pakiv_safe_cube_protect (history->counts, report->tables, test_secret (7),
                                           "visits/police/2021-Q1");
  history->n = history->counts->cells->len;
  history->changes = pakiv_changes_new (history->counts->spec, TEST_PERIOD);
  for (guint i = 0; i < history->n; i++)
    {
      guint64 key = g_array_index (history->counts->cells, PakivCell, i).key;

      add (history->changes, key, get_released (history->cube, key), 0);
    }
  for (guint version = 0; version < N_REVISIONS; version++)
    revise (history, version, report->tables);
  return history;
}

static void
history_free (History *history)
{
  for (guint version = 0; version < N_REVISIONS; version++)
    {
      g_free (history->now[version]);
      g_free (history->shown[version]);
    }
  g_rand_free (history->rand);
  pakiv_counts_free (history->counts);
  pakiv_safe_cube_free (history->cube);
  pakiv_changes_free (history->changes);
  g_free (history);
}

/* The truth of one cell, and what somebody knows of it who has everything that was published:
 * nothing else links two cells, so ranges are exact. */
typedef struct
{
  gint64 count; /* as released */
  gint64 low;
  gint64 high;
  gint64 now[N_REVISIONS]; /* changes */
  gint64 least[N_REVISIONS];
  gint64 most[N_REVISIONS];
} Known;

static Known
look_at (const History *history, guint i, gboolean exact)
{
  gint64 released = get (history->changes, i)->released;
  Known known = { .count = get_count (history, i),
                  .low = released == 0      ? 0
                         : released == BASE ? 1
                                            : released,
                  .high = released == 0 ? BASE - 1 : released };

  for (guint version = 0; version < N_REVISIONS; version++)
    {
      gint64 shown = history->shown[version][i];
      gint64 now = known.now[version] = history->now[version][i];

      known.least[version] = exact ? now : shown - BASE + 1;
      known.most[version] = exact ? now : shown + BASE - 1;
      /* No more is taken out than there was. */
      known.low = MAX (known.low, -known.most[version]);
    }
  for (guint version = 0; version < N_REVISIONS; version++)
    known.least[version] = MAX (known.least[version], -known.high);
  return known;
}

static guint
is_narrow (gint64 truth, gint64 low, gint64 high)
{
  g_assert_true (truth >= low && truth <= high);
  return truth > 0 && truth < BASE && high - low < BASE - 1;
}

/* Of what was taken out or added its size. */
static guint
is_change_narrow (gint64 now, gint64 least, gint64 most)
{
  if (least > 0 || most < 0)
    return now > 0 ? is_narrow (now, least, most) : is_narrow (-now, -most, -least);
  return is_narrow (ABS (now), 0, MAX (-least, most));
}

static guint
count_certain (const History *history, gboolean exact)
{
  guint certain = 0;

  for (guint i = 0; i < history->n; i++)
    {
      const Known known = look_at (history, i, exact);

      certain += is_narrow (known.count, known.low, known.high);
      for (guint version = 0; version < N_REVISIONS; version++)
        {
          gint64 now = known.now[version];

          certain += is_change_narrow (now, known.least[version], known.most[version])
                     + is_narrow (known.count + now, MAX (0, known.low + known.least[version]),
                                  known.high + known.most[version]);
        }
    }
  return certain;
}

static void
test_histories (void)
{
  g_autoptr (PakivDefinitions) definitions = test_definitions_new ();
  g_autoptr (PakivReportSpec) report = test_report_new (definitions);

  for (guint32 seed = 1; seed <= 5; seed++)
    {
      History *history = history_new (report, seed);

      g_assert_cmpuint (count_certain (history, FALSE), ==, 0);
      g_assert_cmpuint (count_certain (history, TRUE), >, 0);
      history_free (history);
    }
}

/* --- Tables --- */

static PakivRelease *
new_revision (const PakivReportSpec *report,
              const PakivChanges *changes,
              const PakivRelease *first,
              const PakivRelease *last)
{
  PakivRelease *revision = pakiv_release_new (first->station, first->station_id, first->log,
                                              first->period, last == NULL ? 2 : last->version + 1);
  g_autoptr (GError) error = NULL;

  revision->report = g_strdup (first->report);
  pakiv_release_set_revision (revision, "COURT", "Decision of a court");
  pakiv_revision_add_tables (revision, report, changes, first, last, &error);
  g_assert_no_error (error);
  return revision;
}

static gint64
add_up (const PakivRelease *release, PakivTableChange change)
{
  gint64 sum = 0;

  for (guint t = 0; t < release->tables->len; t++)
    {
      const PakivTable *table = release->tables->pdata[t];

      if (table->change == change && table->filter_dimension == NULL
          && g_str_has_prefix (table->id, "by-place-gender"))
        sum += pakiv_table_get_total (table);
    }
  return sum;
}

static void
assert_attack (const PakivRelease *revision, const PakivRelease *first, guint n_conflicts)
{
  g_autoptr (GPtrArray) conflicts = g_ptr_array_new_with_free_func (g_free);
  PakivFinding finding;

  pakiv_revision_attack (revision, first, &finding, conflicts);
  g_assert_cmpuint (conflicts->len, ==, n_conflicts);
  if (n_conflicts > 0)
    return;
  g_assert_cmpuint (finding.n_targets, >, 0);
  g_assert_cmpuint (finding.n_narrow, ==, 0);
  g_assert_cmpint (finding.narrowest, >=, BASE - 1);
}

/* Every table is a sum over what is shown, says what it is, and nothing comes out beside the first
 * release; where one figure is exact, it is found. */
static void
test_tables (void)
{
  g_autoptr (PakivDefinitions) definitions = test_definitions_new ();
  g_autoptr (PakivReportSpec) report = test_report_new (definitions);
  History *history = history_new (report, 4);
  g_autoptr (PakivRelease) first = test_release_new (report, history->counts);
  g_autoptr (PakivRelease) revision = new_revision (report, history->changes, first, NULL);
  gint64 added = 0, taken_out = 0;

  for (guint i = 0; i < history->n; i++)
    {
      added += MAX (0, get (history->changes, i)->shown);
      taken_out += MAX (0, -get (history->changes, i)->shown);
    }
  g_assert_cmpint (added, >, 0);
  g_assert_cmpint (taken_out, >, 0);
  g_assert_cmpint (add_up (revision, PAKIV_TABLE_ADDED), ==, added);
  g_assert_cmpint (add_up (revision, PAKIV_TABLE_TAKEN_OUT), ==, taken_out);
  for (guint t = 0; t < revision->tables->len; t++)
    {
      const PakivTable *table = revision->tables->pdata[t];
      g_autofree char *of = pakiv_table_get_counts_id (table);

      g_assert_nonnull (pakiv_release_find_table (first, of));
      g_assert_null (pakiv_release_find_table (first, table->id));
      g_assert_cmpint (table->change, !=, PAKIV_TABLE_COUNTS);
    }
  assert_attack (revision, first, 0);
  g_assert_true (pakiv_revision_differs (revision, NULL));
  g_assert_false (pakiv_revision_differs (revision, revision));
  for (guint t = 0; t < revision->tables->len; t++)
    {
      PakivTable *table = revision->tables->pdata[t];
      const PakivTable *of = pakiv_release_find_table (first, "by-place-gender");

      if (strcmp (table->id, "by-place-gender-taken-out") != 0)
        continue;
      table->values[0] += of->values[0] + BASE;
      assert_attack (revision, first, 1);
      table->values[0] -= of->values[0] + BASE;
    }
  history_free (history);
}

/* A revision shows nothing apart that the first release shows together. */
static void
test_together (void)
{
  g_autoptr (PakivDefinitions) definitions = test_definitions_new ();
  g_autoptr (PakivReportSpec) report = test_report_new (definitions);
  History *history = history_new (report, 2);
  g_autoptr (PakivRelease) first = test_release_new (report, history->counts);
  g_autoptr (PakivRelease) joined = pakiv_release_rename (first, first->station);
  g_autoptr (PakivRelease) revision = NULL;

  g_ptr_array_unref (joined->tables);
  joined->tables = g_ptr_array_new_with_free_func ((GDestroyNotify)pakiv_table_free);
  for (guint t = 0; t < first->tables->len; t++)
    {
      const PakivTable *table = first->tables->pdata[t];
      g_autoptr (PakivTable) copy = pakiv_table_copy (table);

      if (strcmp (table->id, "by-place-gender") == 0)
        g_ptr_array_add (joined->tables, pakiv_group_disclosure_join (copy, 0, 1, 3));
      else
        g_ptr_array_add (joined->tables, g_steal_pointer (&copy));
    }
  revision = new_revision (report, history->changes, joined, NULL);
  for (guint t = 0; t < revision->tables->len; t++)
    {
      const PakivTable *table = revision->tables->pdata[t];
      const PakivTableDimension *rows = table->dimensions->pdata[0];

      if (g_str_has_prefix (table->id, "by-place-gender"))
        g_assert_nonnull (strchr (rows->codes->pdata[1], '+'));
    }
  assert_attack (revision, joined, 0);
  history_free (history);
}

/* (transfer full): a table of one dimension and one figure, the first. */
static PakivTable *
new_table (const char *codes)
{
  g_auto (GStrv) words = g_strsplit (codes, " ", -1);
  GPtrArray *dimensions = pakiv_table_dimensions_new ();
  PakivTableDimension *dimension = pakiv_table_dimension_new ("AGE", "Age");
  PakivTable *table;

  pakiv_table_dimension_add (dimension, PAKIV_TOTAL, "All");
  for (guint i = 0; words[i] != NULL; i++)
    pakiv_table_dimension_add (dimension, words[i], words[i]);
  g_ptr_array_add (dimensions, dimension);
  table = pakiv_table_new_published ("by-age", dimensions, FALSE);
  table->values[0] = table->values[1] = BASE;
  return table;
}

static void
assert_place (const char *fine, const char *like, int place)
{
  g_autoptr (PakivTable) from = new_table (fine);
  g_autoptr (PakivTable) to = new_table (like);
  g_autoptr (PakivTable) made = pakiv_table_regroup (from, to);

  g_assert_true ((made != NULL) == (place > 0));
  if (made != NULL)
    g_assert_cmpint (made->values[place], ==, BASE);
}

static void
test_regroup (void)
{
  assert_place ("A B C", "B+C A", 2);
  assert_place ("B A C", "A B+C", 2);
  assert_place ("A+B C", "C A+B+D", 2);
  assert_place ("A B C", PAKIV_NOT_TOLD_APART, 1);
  assert_place ("A B", "B C", 0);
  assert_place ("A+B C", "A B+C", 0);
  assert_place ("B A C", "A+B B+C", 0); /* in which of the two? */
}

/* One of the two tables of a change as another program could sign it: by other steps, of other
 * records, or with its categories in another order than the other's. */
static void
test_unlike (void)
{
  g_autoptr (PakivDefinitions) definitions = test_definitions_new ();
  g_autoptr (PakivReportSpec) report = test_report_new (definitions);
  History *history = history_new (report, 4);
  g_autoptr (PakivRelease) first = test_release_new (report, history->counts);
  g_autoptr (PakivRelease) revision = new_revision (report, history->changes, first, NULL);

  for (guint t = 0; t < revision->tables->len; t++)
    {
      PakivTable *table = revision->tables->pdata[t];
      GPtrArray *codes = ((PakivTableDimension *)table->dimensions->pdata[0])->codes;
      gpointer code = codes->pdata[1];

      table->base--;
      assert_attack (revision, first, 1);
      table->base++;
      codes->pdata[1] = codes->pdata[2];
      codes->pdata[2] = code;
      assert_attack (revision, first, 1);
      codes->pdata[2] = codes->pdata[1];
      codes->pdata[1] = code;
      assert_attack (revision, first, 0);
    }
  history_free (history);
}

static void
test_title (void)
{
  g_assert_cmpstr (pakiv_table_word ("Taken out: Nothing that anybody knows"), ==,
                   "Taken out: Nothing that anybody knows");
  g_assert_cmpstr (pakiv_table_word ("Added: "), ==, "Added: ");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/revision/nine-less-six", test_nine_less_six);
  g_test_add_func ("/revision/least", test_least);
  g_test_add_data_func ("/revision/everything/counts", GINT_TO_POINTER (FALSE), test_everything);
  g_test_add_data_func ("/revision/everything/numbers-added-up", GINT_TO_POINTER (TRUE),
                        test_everything);
  g_test_add_func ("/revision/histories", test_histories);
  g_test_add_func ("/revision/tables", test_tables);
  g_test_add_func ("/revision/together", test_together);
  g_test_add_func ("/revision/regroup", test_regroup);
  g_test_add_func ("/revision/unlike", test_unlike);
  g_test_add_func ("/revision/title", test_title);
  return g_test_run ();
}
