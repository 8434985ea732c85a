/* Everything that stations ever release, together: random histories with late entries, corrections
 * and revisions of the quarters before, and an attacker who holds every safe cube, every figure of
 * every package and every sum over quarters and stations (reference: protection §2, S4). No base
 * count from 1 to b − 1 becomes certain; and where one exact figure is published, it is found. */
#include "pakiv-attack.h"
#include "pakiv-calendar.h"
#include "pakiv-log-revisions.h"
#include "pakiv-record-json.h"
#include "pakiv-release-cube.h"
#include "pakiv-release-maker.h"
#include "pakiv-revision-maker.h"
#include "pakiv-revision.h"
#include "pakiv-selection.h"
#include "pakiv-test-desk.h"
#include "pakiv-year.h"

#include <string.h>

#define N_STATIONS 2
#define N_QUARTERS 4

static const char *const cubes[] = { "meetings", "corrected_meetings" };

/* One cube of one book, as the truth and as published. */
typedef struct
{
  guint station;
  int quarter;
  PakivCounts *counts;
  PakivSafeCube *cube;
  guint first; /* of its cells in the attacker's system */
} Book;

/* What a revision says of one cube of a book, and the truth of it. */
typedef struct
{
  const Book *book;
  PakivChanges *changes;
} Revised;

typedef struct
{
  GRand *rand;
  PakivTestDesk desks[N_STATIONS];
  PakivReportSpec *reports[N_STATIONS];
  guint saved[N_STATIONS];
  guint corrected;
  GPtrArray *books;    /* Book */
  GPtrArray *releases; /* PakivRelease, station after station */
  GPtrArray *revised;  /* Revised */
} History;

static void
free_book (Book *book)
{
  pakiv_counts_free (book->counts);
  pakiv_safe_cube_free (book->cube);
  g_free (book);
}

static void
free_revised (Revised *revised)
{
  pakiv_changes_free (revised->changes);
  g_free (revised);
}

static void
release_free (gpointer release)
{
  pakiv_release_free (release);
}

static PakivLog *
open_log (PakivTestDesk *desk, int quarter)
{
  static const char *const days[] = { "2020-04-05", "2020-07-05", "2020-10-05", "2021-01-05" };
  g_autoptr (PakivClock) clock = pakiv_clock_new_fixed (days[quarter - 1]);
  g_autoptr (GError) error = NULL;
  PakivLog *log
      = pakiv_session_open_log (desk->session, PAKIV_LOG_JOINT, desk->definitions, clock, &error);

  g_assert_no_error (error);
  return log;
}

static const char *
draw (History *history, const char *const *codes, guint n)
{
  guint a = (guint)g_rand_int_range (history->rand, 0, (int)n);

  return codes[MIN (a, (guint)g_rand_int_range (history->rand, 0, (int)n))];
}

static const char *const types[] = { "RESID", "SCHOOL", "COUNCIL", "NGO" };
static const char *const agrees[] = { "YES", "NO" };

static guint
list_types (const PakivKind *kind, const char **found)
{
  const PakivField *field = pakiv_kind_find_field (kind, "type");
  guint n = MIN (field->codelist->codes->len, G_N_ELEMENTS (types));

  for (guint i = 0; i < n; i++)
    found[i] = ((PakivCode *)field->codelist->codes->pdata[i])->code;
  return n;
}

/* Of this quarter, or, every fifth, of one before. */
static void
add_meeting (History *history, guint station, PakivLog *log, int quarter)
{
  const PakivKind *kind
      = pakiv_definitions_find_kind (history->desks[station].definitions, "meeting");
  const char *found[G_N_ELEMENTS (types)];
  guint n = list_types (kind, found);
  int of = g_rand_int_range (history->rand, 0, 5) == 0
               ? g_rand_int_range (history->rand, 1, quarter + 1)
               : quarter;
  g_autofree char *json
      = g_strdup_printf ("{\"date\": \"2020-%02d-10\", \"type\": \"%s\", \"district\": \"NORTH\", "
                         "\"topics\": [\"SAFE\"], \"police_agrees\": \"%s\", \"attendance\": "
                         "[{\"side\": \"COMMUNITY\", \"gender\": \"F\", \"number\": 9}]}",
                         of * 3 - g_rand_int_range (history->rand, 0, 3), draw (history, found, n),
                         draw (history, agrees, G_N_ELEMENTS (agrees)));
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivRecord) record = pakiv_record_from_json (kind, json, -1, &error);

  g_assert_no_error (error);
  pakiv_log_save (log, record, &error);
  g_assert_no_error (error);
  history->saved[station]++;
}

static void
correct_some (History *history, guint station, PakivLog *log)
{
  const PakivKind *kind
      = pakiv_definitions_find_kind (history->desks[station].definitions, "meeting");
  const char *found[G_N_ELEMENTS (types)];
  guint n = list_types (kind, found);
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) numbers = pakiv_log_find (log, kind, NULL, &error);
  guint wanted = numbers->len > 0 ? (guint)g_rand_int_range (history->rand, 0, 12) : 0;

  for (guint i = 0; i < wanted; i++)
    {
      gint64 number
          = g_array_index (numbers, gint64, g_rand_int_range (history->rand, 0, (int)numbers->len));
      g_autoptr (PakivRecord) record = pakiv_log_read_one (log, kind, number, &error);

      g_assert_no_error (error);
      pakiv_record_set (record, "type", draw (history, found, n));
      pakiv_log_save (log, record, &error);
      g_assert_no_error (error);
      history->corrected += record->closed;
    }
}

static const PakivCubeSpec *
find_cube (const PakivReportSpec *report, const char *id)
{
  for (guint i = 0; i < report->cubes->len; i++)
    if (strcmp (((const PakivCubeSpec *)report->cubes->pdata[i])->id, id) == 0)
      return report->cubes->pdata[i];
  g_error ("The report has no cube “%s”.", id);
}

static void
keep_books (History *history, guint station, PakivLog *log, int quarter)
{
  for (guint i = 0; i < G_N_ELEMENTS (cubes); i++)
    {
      g_autoptr (GError) error = NULL;
      Book *book = g_new0 (Book, 1);

      book->station = station;
      book->quarter = quarter;
      book->counts = pakiv_log_count (log, find_cube (history->reports[station], cubes[i]),
                                      (PakivPeriod){ 2020, quarter }, &error);
      g_assert_no_error (error);
      book->cube = pakiv_release_cube_protect (
          log, pakiv_desk_get_station_id (history->desks[station].desk), history->reports[station],
          book->counts, NULL, &error);
      g_assert_no_error (error);
      g_ptr_array_add (history->books, book);
    }
}

static const PakivRelease *
find_release (const History *history, guint station, int quarter)
{
  return history->releases->pdata[station * N_QUARTERS + (guint)quarter - 1];
}

/* The attacker on the tables; what is shown of the base cells is kept for the one who has all. */
static void
keep_revision (History *history, guint station, PakivLog *log, int quarter, GBytes *bytes)
{
  g_autoptr (GPtrArray) conflicts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivPackage) package = pakiv_package_read (bytes, NULL, NULL, &error);
  PakivFinding finding;

  g_assert_no_error (error);
  pakiv_revision_attack (package->release, find_release (history, station, quarter), &finding,
                         conflicts);
  g_assert_cmpuint (conflicts->len, ==, 0);
  g_assert_cmpuint (finding.n_narrow, ==, 0);
  for (guint b = 0; b < history->books->len; b++)
    {
      const Book *book = history->books->pdata[b];
      Revised *revised;

      if (book->station != station || book->quarter != quarter || book->counts->spec->corrections)
        continue;
      revised = g_new0 (Revised, 1);
      revised->book = book;
      revised->changes = pakiv_log_count_changes (log, book->counts->spec,
                                                  (PakivPeriod){ 2020, quarter }, &error);
      g_assert_no_error (error);
      g_ptr_array_add (history->revised, revised);
    }
}

/* Every quarter before that can be revised is: now and then for the second and third time. */
static void
revise_some (History *history, guint station, PakivLog *log, int before)
{
  for (int quarter = 1; quarter < before; quarter++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = pakiv_revision_maker_make (
          log, history->desks[station].desk, (PakivPeriod){ 2020, quarter }, "COURT", NULL, &error);

      if (bytes != NULL)
        keep_revision (history, station, log, quarter, bytes);
      else
        g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED);
    }
}

static void
live_quarter (History *history, guint station, int quarter)
{
  PakivTestDesk *desk = &history->desks[station];
  g_autoptr (PakivLog) log = open_log (desk, quarter);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (PakivPackage) package = NULL;
  int n = g_rand_int_range (history->rand, 20, 60);

  for (int i = 0; i < n; i++)
    add_meeting (history, station, log, quarter);
  correct_some (history, station, log);
  revise_some (history, station, log, quarter);
  keep_books (history, station, log, quarter);
  bytes = pakiv_release_maker_make (log, desk->desk, (PakivPeriod){ 2020, quarter }, NULL, NULL,
                                    &error);
  g_assert_no_error (error);
  package = pakiv_package_read (bytes, NULL, NULL, &error);
  g_assert_no_error (error);
  g_ptr_array_add (history->releases, pakiv_release_ref (package->release));
}

static History *
history_new (guint32 seed)
{
  History *history = g_new0 (History, 1);

  history->rand = g_rand_new_with_seed (seed);
  history->books = g_ptr_array_new_with_free_func ((GDestroyNotify)free_book);
  history->releases = g_ptr_array_new_with_free_func (release_free);
  history->revised = g_ptr_array_new_with_free_func ((GDestroyNotify)free_revised);
  for (guint s = 0; s < N_STATIONS; s++)
    {
      g_autoptr (GError) error = NULL;

      pakiv_test_desk_set_up (&history->desks[s]);
      history->reports[s]
          = pakiv_report_spec_load (history->desks[s].definitions, "quarterly", &error);
      g_assert_no_error (error);
      for (int q = 1; q <= N_QUARTERS; q++)
        live_quarter (history, s, q);
    }
  return history;
}

static void
history_free (History *history)
{
  g_ptr_array_unref (history->revised);
  g_ptr_array_unref (history->books);
  g_ptr_array_unref (history->releases);
  for (guint s = 0; s < N_STATIONS; s++)
    {
      pakiv_report_spec_free (history->reports[s]);
      pakiv_test_desk_tear_down (&history->desks[s]);
    }
  g_rand_free (history->rand);
  g_free (history);
}

static gint64
get_safe (const Book *book, guint64 key)
{
  guint n;
  const PakivCell *cells = pakiv_safe_cube_get_cells (book->cube, &n);

  for (guint i = 0; i < n; i++)
    if (cells[i].key == key)
      return cells[i].count;
  return 0;
}

static const PakivCell *
get_cell (const Book *book, guint i)
{
  return &g_array_index (book->counts->cells, PakivCell, i);
}

/* What a published base figure says. Cells where nobody was are left out, which helps the attacker.
 */
static PakivAttackSystem *
new_system (History *history)
{
  guint n = 0;
  PakivAttackSystem *system;

  for (guint b = 0; b < history->books->len; b++)
    {
      Book *book = history->books->pdata[b];

      book->first = n;
      n += book->counts->cells->len;
    }
  system = pakiv_attack_system_new (n);
  for (guint b = 0; b < history->books->len; b++)
    {
      const Book *book = history->books->pdata[b];
      int base = book->counts->spec->base;

      for (guint i = 0; i < book->counts->cells->len; i++)
        {
          gint64 safe = get_safe (book, get_cell (book, i)->key);
          guint cell = book->first + i;

          pakiv_attack_system_limit (system, cell,
                                     safe == 0      ? 0
                                     : safe == base ? 1
                                                    : safe,
                                     safe == 0 ? base - 1 : safe);
          if (get_cell (book, i)->count < base)
            pakiv_attack_system_add_goal (system, &cell, 1);
        }
    }
  return system;
}

static gboolean
is_narrow (gint64 truth, gint64 low, gint64 high, int base)
{
  g_assert_true (truth >= low && truth <= high);
  return truth > 0 && truth < base && high - low < base - 1;
}

static gint64
find_count (const Book *book, guint64 key)
{
  for (guint i = 0; i < book->counts->cells->len; i++)
    if (get_cell (book, i)->key == key)
      return get_cell (book, i)->count;
  return 0;
}

/* Nothing but a cell’s own figures and changes links what was there to what is there now, so the
 * ranges of who holds all revisions are these. */
static gboolean
is_told (const Revised *revised, const PakivChange *change)
{
  int base = revised->book->counts->spec->base;
  gint64 released = get_safe (revised->book, change->key);
  gint64 count = find_count (revised->book, change->key);
  gint64 low = released == 0 ? 0 : released == base ? 1 : released;
  gint64 high = released == 0 ? base - 1 : released;
  gint64 most = change->shown + base - 1, least = MAX (change->shown - base + 1, -high);
  gint64 size_low = least > 0 ? least : most < 0 ? -most : 0;

  low = MAX (low, -most);
  return is_narrow (count, low, high, base)
         || is_narrow (count + change->now, MAX (0, low + least), high + most, base)
         || is_narrow (ABS (change->now), size_low, MAX (-least, most), base);
}

static guint
count_told (const History *history)
{
  guint told = 0;

  for (guint r = 0; r < history->revised->len; r++)
    {
      const Revised *revised = history->revised->pdata[r];

      for (guint i = 0; i < revised->changes->cells->len; i++)
        told += is_told (revised, &g_array_index (revised->changes->cells, PakivChange, i));
    }
  return told;
}

/* Every figure that was sent is a sum over the safe cube and nothing else, in each package and in
 * each year; so it adds nothing to what the system says. */
static void
check_figures (History *history)
{
  for (guint b = 0; b < history->books->len; b++)
    {
      const Book *book = history->books->pdata[b];
      const PakivRelease *release
          = history->releases->pdata[book->station * N_QUARTERS + (guint)book->quarter - 1];
      g_autoptr (GPtrArray) tables
          = pakiv_release_cube_make_tables (history->reports[book->station], book->cube, NULL);

      for (guint t = 0; t < tables->len; t++)
        {
          const PakivTable *made = tables->pdata[t];
          const PakivTable *sent = pakiv_release_find_table (release, made->id);

          g_assert_cmpmem (made->values, made->n_values * sizeof (gint64), sent->values,
                           sent->n_values * sizeof (gint64));
        }
    }
}

static void
check_years (History *history)
{
  for (guint s = 0; s < N_STATIONS; s++)
    {
      g_autoptr (GPtrArray) own = g_ptr_array_new ();
      g_autoptr (GError) error = NULL;
      g_autoptr (PakivYear) year = NULL;
      gint64 sum = 0;

      for (guint q = 0; q < N_QUARTERS; q++)
        {
          const PakivRelease *release = history->releases->pdata[s * N_QUARTERS + q];

          g_ptr_array_add (own, (gpointer)release);
          sum += pakiv_table_get_total (pakiv_release_find_table (release, "meetings-by-type"));
        }
      year = pakiv_year_new (own, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (year->left_out->len, ==, 0);
      for (guint t = 0; t < year->tables->len; t++)
        if (strcmp (((PakivTable *)year->tables->pdata[t])->id, "meetings-by-type") == 0)
          g_assert_cmpint (pakiv_table_get_total (year->tables->pdata[t]), ==, sum);
    }
}

/* Each record counts in one book and in no other, late or corrected. */
static void
check_counted_once (History *history)
{
  for (guint s = 0; s < N_STATIONS; s++)
    {
      gint64 counted = 0;

      for (guint b = 0; b < history->books->len; b++)
        {
          const Book *book = history->books->pdata[b];

          if (book->station == s && !book->counts->spec->corrections)
            counted += pakiv_counts_get_total (book->counts);
        }
      g_assert_cmpint (counted, ==, history->saved[s]);
    }
}

static guint
count_certain (const PakivAttackSystem *system)
{
  g_autoptr (GError) error = NULL;
  guint label, certain = 0;
  g_autoptr (PakivAttackResult) result = pakiv_attack_run (
      system, &(PakivAttackOptions){ .width = 4, .seconds = 30 }, NULL, &label, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (result->ranges->len, >, 20);
  for (guint i = 0; i < result->ranges->len; i++)
    certain += g_array_index (result->ranges, PakivAttackRange, i).verdict != PAKIV_ATTACK_OPEN;
  return certain;
}

/* One small count hidden in the exact sum with all large ones of its book. */
static void
publish_exact (History *history, PakivAttackSystem *system)
{
  for (guint b = 0; b < history->books->len; b++)
    {
      const Book *book = history->books->pdata[b];
      g_autoptr (GArray) cells = g_array_new (FALSE, FALSE, sizeof (guint));
      gint64 sum = 0;
      gboolean small = FALSE;

      for (guint i = 0; i < book->counts->cells->len; i++)
        {
          gboolean large = get_cell (book, i)->count >= book->counts->spec->base;
          guint cell = book->first + i;

          if (!large && small)
            continue;
          small |= !large;
          g_array_append_val (cells, cell);
          sum += get_cell (book, i)->count;
        }
      if (!small || cells->len < 2)
        continue;
      pakiv_attack_system_add_sum (system, (const guint *)cells->data, cells->len, sum, sum, 0);
      return;
    }
  g_assert_not_reached ();
}

static void
test_histories (void)
{
  guint corrected = 0, revised = 0;

  for (guint32 seed = 1; seed <= 3; seed++)
    {
      History *history = history_new (seed);
      g_autoptr (PakivAttackSystem) system = new_system (history);

      check_figures (history);
      check_counted_once (history);
      check_years (history);
      g_assert_cmpuint (count_certain (system), ==, 0);
      publish_exact (history, system);
      g_assert_cmpuint (count_certain (system), ==, 1);
      g_assert_cmpuint (count_told (history), ==, 0);
      corrected += history->corrected;
      revised += history->revised->len;
      history_free (history);
    }
  g_assert_cmpuint (corrected, >, 10);
  g_assert_cmpuint (revised, >, 10);
}

static PakivBookState
get_state (PakivTestDesk *test, int year, int quarter, guint64 *late)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) books = pakiv_station_calendar (test->log, test->desk, year, &error);
  const PakivCalendarBook *book;

  g_assert_no_error (error);
  g_assert_cmpuint (books->len, ==, 4);
  book = books->pdata[quarter - 1];
  *late = book->numbers.n_late;
  return book->state;
}

/* The clock stands at 2021-05-10. */
static void
test_calendar (void)
{
  PakivTestDesk test;
  const PakivPeriod first = { 2021, 1 };
  g_autoptr (GBytes) package = NULL;
  g_autoptr (GError) error = NULL;
  guint64 late;

  pakiv_test_desk_set_up (&test);
  pakiv_test_desk_add_stops (&test, 40, "2021-01-15", "NFA");
  g_assert_cmpint (get_state (&test, 2021, 1, &late), ==, PAKIV_BOOK_OVER);
  g_assert_cmpint (get_state (&test, 2021, 2, &late), ==, PAKIV_BOOK_OPEN);
  g_assert_cmpint (get_state (&test, 2021, 4, &late), ==, PAKIV_BOOK_OPEN);
  package = pakiv_release_maker_make (test.log, test.desk, first, NULL, NULL, &error);
  g_assert_no_error (error);
  pakiv_test_desk_add_stops (&test, 3, "2021-01-16", "NFA");
  g_assert_cmpint (get_state (&test, 2021, 1, &late), ==, PAKIV_BOOK_RELEASED);
  g_assert_cmpuint (late, ==, 0);
  g_assert_cmpint (get_state (&test, 2021, 2, &late), ==, PAKIV_BOOK_OPEN);
  g_assert_cmpuint (late, ==, 3);
  pakiv_test_desk_tear_down (&test);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/station/ledger/histories", test_histories);
  g_test_add_func ("/station/ledger/calendar", test_calendar);
  return g_test_run ();
}
