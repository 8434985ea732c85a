/* What counting costs on logs of 10², 10⁴ and 10⁶ contacts, or as many as the arguments say: to
 * read all books once, a count after that, the memory taken, a count after a change; and the same
 * by SQL in the same file. Then what else a large log is asked. Processor time, since others may
 * use the machine too. Fails only where something else is counted than by SQL, or where counting
 * 10⁴ records or more is not ten times as fast.
 *
 * The records are drawn from the program's own definitions by a fixed seed, days in no order, as a
 * bad import brings them. Above 10⁵ they have no search words in the index: that takes minutes. */
#include "fixture.h"

#include "pakiv-log-private.h"
#include "pakiv-packed-book.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define FIRST_YEAR 2016
#define QUARTERS 20
#define SEED 4711
#define JUDGED_FROM 10000
#define SEARCHED_UP_TO 100000

typedef struct
{
  Fixture *fixture;
  char *path;
  PakivDefinitions *definitions;
  const PakivKind *kind;
  GPtrArray *cubes; /* PakivCubeSpec, of contacts; the first is the largest */
  guint n;
} Bench;

static double
processor_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* A line of /proc/self/status, in MB. */
#define RESIDENT "VmRSS:"
#define PEAK "VmHWM:"

static double
get_memory (const char *line)
{
  g_autofree char *text = NULL;
  const char *found;

  if (!g_file_get_contents ("/proc/self/status", &text, NULL, NULL))
    return 0;
  found = strstr (text, line);
  return found != NULL ? g_ascii_strtod (found + strlen (line), NULL) * 1024 / 1e6 : 0;
}

static PakivPeriod
get_period (guint quarter)
{
  return (PakivPeriod){ FIRST_YEAR + (int)quarter / 4, (int)quarter % 4 + 1 };
}

/* --- The log --- */

/* The first codes of a list come more often than the last. */
static const char *
draw_code (const PakivCodelist *list, GRand *chance)
{
  double place = g_rand_double (chance) * g_rand_double (chance);

  return ((const PakivCode *)list->codes->pdata[(guint)(place * list->codes->len)])->code;
}

/* (transfer full), or NULL: not stated. */
static char *
draw_value (const PakivField *field, GRand *chance)
{
  if (!field->required && g_rand_int_range (chance, 0, 10) == 0)
    return NULL;
  if (pakiv_field_has_codes (field))
    return g_strdup (draw_code (field->codelist, chance));
  if (field->type == PAKIV_FIELD_COUNT)
    return g_strdup_printf ("%d", g_rand_int_range (chance, 1, 9));
  if (field->type == PAKIV_FIELD_DATE)
    return g_strdup_printf ("%d-%02d-%02d",
                            g_rand_int_range (chance, FIRST_YEAR, FIRST_YEAR + QUARTERS / 4),
                            g_rand_int_range (chance, 1, 13), g_rand_int_range (chance, 1, 29));
  return g_strdup_printf ("spoke of water with family %d", g_rand_int_range (chance, 0, 1000));
}

static void
draw_rows (PakivRecord *record, const PakivField *field, GRand *chance)
{
  for (int n = g_rand_int_range (chance, 1, 4); n > 0; n--)
    {
      PakivRow *row = pakiv_record_add_row (record, field->id);

      for (guint i = 0; i < field->columns->len; i++)
        {
          const PakivField *column = field->columns->pdata[i];
          g_autofree char *value = draw_value (column, chance);

          pakiv_row_set (row, column->id, value);
        }
    }
}

static PakivRecord *
draw_record (const PakivKind *kind, guint number, GHashTable *closed, GRand *chance)
{
  PakivRecord *record = pakiv_record_new (kind);

  for (guint i = 0; i < kind->fields->len; i++)
    {
      const PakivField *field = kind->fields->pdata[i];
      g_autofree char *value = NULL;

      if (!pakiv_rules_field_applies (record, field))
        continue;
      if (field->type == PAKIV_FIELD_ROWS)
        draw_rows (record, field, chance);
      else
        value = draw_value (field, chance);
      pakiv_record_set (record, field->id, value);
    }
  record->id = g_strdup_printf ("%08x-0000-4000-8000-000000000000", number);
  record->entered_by = g_strdup ("Ana");
  record->erase_on = pakiv_log_get_erase_day (kind, pakiv_record_get (record, kind->day));
  pakiv_log_assign_book (record, closed);
  return record;
}

static void
execute (PakivSql *sql, const char *text)
{
  g_autoptr (GError) error = NULL;

  pakiv_sql_execute (sql, text, &error);
  g_assert_no_error (error);
}

static void
fill (Bench *bench, PakivSql *sql)
{
  g_autoptr (PakivRecordTable) table = pakiv_record_table_new (bench->kind);
  g_autoptr (GHashTable) closed = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GRand) chance = g_rand_new_with_seed (SEED);
  g_autoptr (GError) error = NULL;

  execute (sql, "PRAGMA cache_size = -400000; BEGIN");
  if (bench->n > SEARCHED_UP_TO)
    execute (sql, "DROP TRIGGER \"search.added.contact\"");
  for (guint i = 0; i < bench->n; i++)
    {
      g_autoptr (PakivRecord) record = draw_record (bench->kind, i, closed, chance);

      pakiv_record_table_insert (table, sql, record, 0, &error);
      g_assert_no_error (error);
    }
  execute (sql, "COMMIT");
}

static PakivLog *
open_log (Bench *bench)
{
  g_autoptr (GError) error = NULL;
  PakivLog *log = NULL;

  if (fixture_make_log (bench->path, PAKIV_LOG_POLICE, &error))
    log = pakiv_log_open (bench->path, fixture_key, PAKIV_LOG_POLICE, bench->definitions,
                          bench->fixture->clock, "Ana", PAKIV_ROLE_OFFICER, &error);
  g_assert_no_error (error);
  return log;
}

/* In a process of its own, so that its memory is not counted elsewhere. FALSE where it fails. */
static gboolean
apart (gboolean (*act) (Bench *bench), Bench *bench)
{
  pid_t child = fork ();
  int status;

  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    _exit (act (bench) ? EXIT_SUCCESS : EXIT_FAILURE);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  return WIFEXITED (status) && WEXITSTATUS (status) == EXIT_SUCCESS;
}

static gboolean
write_log (Bench *bench)
{
  g_autoptr (PakivLog) log = open_log (bench);
  double start = processor_ms ();

  fill (bench, log->sql);
  g_print ("  writing them: %.1f s\n", (processor_ms () - start) / 1e3);
  return TRUE;
}

/* --- Counting --- */

static PakivCounts *
count (Bench *bench, PakivLog *log, guint cube, guint quarter)
{
  g_autoptr (GError) error = NULL;
  PakivCounts *counts
      = pakiv_log_count (log, bench->cubes->pdata[cube], get_period (quarter), &error);

  g_assert_no_error (error);
  return counts;
}

typedef struct
{
  Bench *bench;
  PakivLog *log;
  gint over;
} Reading;

static gpointer
read_in_thread (gpointer data)
{
  Reading *reading = data;
  g_autoptr (GError) error = NULL;

  pakiv_log_count_ahead (reading->log, reading->bench->cubes, NULL, &error);
  g_assert_no_error (error);
  g_atomic_int_set (&reading->over, TRUE);
  return NULL;
}

/* The longest time for which somebody else waits for the log meanwhile, in milliseconds, by the
 * clock. */
static double
wait_meanwhile (Reading *reading)
{
  gint64 longest = 0;

  while (!g_atomic_int_get (&reading->over))
    {
      gint64 start = g_get_monotonic_time ();

      g_rec_mutex_lock (&reading->log->lock);
      longest = MAX (longest, g_get_monotonic_time () - start);
      g_rec_mutex_unlock (&reading->log->lock);
      g_usleep (2000);
    }
  return (double)longest / 1e3;
}

static void
measure_reading (Bench *bench, PakivLog *log)
{
  Reading reading = { bench, log, FALSE };
  double resident = get_memory (RESIDENT), peak = get_memory (PEAK), start = processor_ms (), wait;
  gint64 clock = g_get_monotonic_time ();
  GThread *thread = g_thread_new ("reading", read_in_thread, &reading);
  GHashTableIter iter;
  gpointer packed;
  gsize bytes = 0;

  wait = wait_meanwhile (&reading);
  g_thread_join (thread);
  g_print ("  reading all books for %u cubes: %.2f s (by the clock %.2f s, in which others waited "
           "%.0f ms at most)\n",
           bench->cubes->len, (processor_ms () - start) / 1e3,
           (double)(g_get_monotonic_time () - clock) / 1e6, wait);
  g_hash_table_iter_init (&iter, log->packed);
  while (g_hash_table_iter_next (&iter, NULL, &packed))
    bytes += pakiv_packed_book_get_bytes (packed);
  g_print ("  memory: %.1f bytes a record for all cubes; %.1f MB more resident, %.1f at most\n",
           (double)bytes / bench->n, get_memory (RESIDENT) - resident, get_memory (PEAK) - peak);
}

/* Every book of @cube, in milliseconds, and the longest of them. */
static double
measure_count (
    Bench *bench, PakivLog *log, guint cube, double *longest, gint64 *total, guint *cells)
{
  double all = 0;

  *longest = 0;
  *total = *cells = 0;
  for (guint i = 0; i < QUARTERS; i++)
    {
      double start = processor_ms (), spent;
      g_autoptr (PakivCounts) counts = count (bench, log, cube, i);

      spent = processor_ms () - start;
      all += spent;
      *longest = MAX (*longest, spent);
      *total += pakiv_counts_get_total (counts);
      *cells += counts->cells->len;
    }
  return all;
}

/* The same as SQL: the columns of the cube, grouped. */
static char *
make_select (const PakivCubeSpec *spec)
{
  g_autoptr (GString) columns = g_string_new ("_book");

  for (guint i = 0; i < spec->dimensions->len; i++)
    {
      const PakivDimension *dimension = spec->dimensions->pdata[i];

      g_string_append_printf (columns, dimension->month ? ", substr (\"%s\", 1, 7)" : ", \"%s\"",
                              dimension->field->id);
    }
  return g_strdup_printf ("SELECT count(*) FROM \"record.%s\" GROUP BY %s", spec->kind->id,
                          columns->str);
}

static double
measure_sql (Bench *bench, PakivSql *sql, gint64 *total)
{
  g_autofree char *text = make_select (bench->cubes->pdata[0]);
  g_autoptr (GError) error = NULL;
  g_autoptr (sqlite3_stmt) statement = NULL;
  double start = processor_ms ();
  gboolean row = TRUE;

  *total = 0;
  statement = pakiv_sql_prepare (sql, text, &error);
  g_assert_no_error (error);
  while (pakiv_sql_next (sql, statement, &row, &error) && row)
    *total += sqlite3_column_int64 (statement, 0);
  g_assert_no_error (error);
  return processor_ms () - start;
}

static gboolean
compare_with_sql (Bench *bench, PakivLog *log)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivSql) sql = pakiv_sql_open (bench->path, fixture_key, &error);
  double ours = 0, theirs, quarter;
  gint64 counted = 0, expected;
  guint cells;

  g_assert_no_error (error);
  for (guint i = bench->cubes->len; i-- > 0;)
    {
      ours = measure_count (bench, log, i, &quarter, &counted, &cells);
      g_print ("  counting %s: a quarter %.2f ms, all %d %.2f ms (%" G_GINT64_FORMAT
               " in %u cells)\n",
               ((const PakivCubeSpec *)bench->cubes->pdata[i])->id, quarter, QUARTERS, ours,
               counted, cells);
    }
  theirs = measure_sql (bench, sql, &expected);
  g_print ("  the last by SQL: %.2f ms, %.0f times as long\n", theirs, theirs / ours);
  if (counted == expected && (bench->n < JUDGED_FROM || ours * 10 <= theirs))
    return TRUE;
  g_print ("  FAILED: SQL counts %" G_GINT64_FORMAT "\n", expected);
  return FALSE;
}

/* One more record: its book is read again, the others when they are asked for. */
static void
measure_change (Bench *bench, PakivLog *log)
{
  g_autoptr (PakivRecord) record = pakiv_record_new (bench->kind);
  g_autoptr (GError) error = NULL;
  double start = processor_ms ();

  pakiv_record_set (record, "date", "2020-12-24");
  pakiv_record_set (record, "type", "PATROL");
  pakiv_record_set (record, "district", "CENTRE");
  pakiv_log_save (log, record, &error);
  g_assert_no_error (error);
  g_print ("  saving one more: %.1f ms", processor_ms () - start);
  start = processor_ms ();
  pakiv_counts_free (count (bench, log, 0, QUARTERS - 1));
  g_print ("; counting its quarter then: %.1f ms", processor_ms () - start);
  start = processor_ms ();
  pakiv_counts_free (count (bench, log, 0, QUARTERS - 1));
  g_print (", again: %.2f ms\n", processor_ms () - start);
}

/* --- What else a large log is asked --- */

static void
measure_books (Bench *bench, PakivLog *log)
{
  double start = processor_ms ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) periods = pakiv_log_list_periods (log, &error);
  PakivBookNumbers numbers;

  g_assert_no_error (error);
  g_print ("  listing quarters: %.2f ms", processor_ms () - start);
  start = processor_ms ();
  for (guint i = 0; i < 4; i++)
    pakiv_log_get_book_numbers (log, get_period (i), &numbers, &error);
  g_assert_no_error (error);
  g_print ("; the calendar of a year: %.2f ms\n", processor_ms () - start);
}

static void
measure_list (Bench *bench, PakivLog *log, const char *search)
{
  double start = processor_ms ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) numbers = pakiv_log_find (log, bench->kind, search, &error);
  g_autoptr (GPtrArray) page = NULL;

  g_assert_no_error (error);
  g_print ("  %s: %u found in %.1f ms", search != NULL ? search : "the list", numbers->len,
           processor_ms () - start);
  start = processor_ms ();
  page = pakiv_log_read (log, bench->kind, (const gint64 *)numbers->data, MIN (numbers->len, 50),
                         &error);
  g_assert_no_error (error);
  g_print (", a page of %u read in %.1f ms\n", page->len, processor_ms () - start);
}

static void
load_cubes (Bench *bench, const char *data)
{
  g_autofree char *path = g_build_filename (data, "reports", "quarterly.xml", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivXml) xml = pakiv_xml_load (path, &error);

  g_assert_no_error (error);
  bench->cubes = g_ptr_array_new_with_free_func ((GDestroyNotify)pakiv_cube_spec_free);
  for (guint i = 0; i < xml->children->len; i++)
    {
      const PakivXml *child = xml->children->pdata[i];

      if (g_strcmp0 (pakiv_xml_get (child, "kind"), bench->kind->id) == 0)
        g_ptr_array_add (bench->cubes,
                         pakiv_cube_spec_new_from_xml (child, bench->definitions, &error));
      g_assert_no_error (error);
    }
}

static Bench *
new_bench (guint n)
{
  g_autofree char *data = g_test_build_filename (G_TEST_DIST, "data", NULL);
  Bench *bench = g_new0 (Bench, 1);
  g_autoptr (GError) error = NULL;

  bench->n = n;
  bench->fixture = fixture_new ();
  bench->path = fixture_get_path (bench->fixture, "bench.log");
  bench->definitions = pakiv_definitions_load (data, NULL, &error);
  g_assert_no_error (error);
  bench->kind = pakiv_definitions_find_kind (bench->definitions, "contact");
  load_cubes (bench, data);
  return bench;
}

static void
free_bench (Bench *bench)
{
  g_ptr_array_unref (bench->cubes);
  pakiv_definitions_unref (bench->definitions);
  g_free (bench->path);
  fixture_free (bench->fixture);
  g_free (bench);
}

static gboolean
measure (Bench *bench)
{
  g_autoptr (PakivLog) log = open_log (bench);
  gboolean fine;

  measure_reading (bench, log);
  fine = compare_with_sql (bench, log);
  measure_books (bench, log);
  measure_list (bench, log, NULL);
  if (bench->n <= SEARCHED_UP_TO)
    measure_list (bench, log, "family 77");
  measure_change (bench, log);
  return fine;
}

static gboolean
run (guint n)
{
  Bench *bench = new_bench (n);
  gboolean fine;

  g_print ("%u contacts in %d quarters\n", n, QUARTERS);
  fine = apart (write_log, bench) && apart (measure, bench);
  free_bench (bench);
  return fine;
}

int
main (int argc, char **argv)
{
  const guint sizes[] = { 100, 10000, 1000000 };
  gboolean fine = TRUE;

  fixture_use_memory ();
  g_test_init (&argc, &argv, NULL);
  for (int i = 1; i < argc; i++)
    fine &= run ((guint)atoi (argv[i]));
  for (guint i = 0; argc == 1 && i < G_N_ELEMENTS (sizes); i++)
    fine &= run (sizes[i]);
  return fine ? EXIT_SUCCESS : EXIT_FAILURE;
}
