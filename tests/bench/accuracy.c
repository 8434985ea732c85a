/* How far the figures that a council reads are from what was counted: quarters of real stops (the
 * files of data.police.uk in ../shared/data/uk-stops), imported, protected and laid out as for the
 * council, each figure beside the true one. The manual (data/help/C/protection.page) says so in
 * words, with MEAN_MAX, WITHIN and FAR: this fails where they no longer hold. The
 * figures differ a little from run to run, because each desk has a secret of its own. */
#include "pakiv-import-map.h"
#include "pakiv-release-maker.h"
#include "pakiv-test-desk.h"
#include "pakiv-true-figures.h"

#include <stdio.h>
#include <string.h>

#define MEAN_MAX 3.0 /* “less than 3 on average” */
#define WITHIN 7     /* “19 figures of 20 were off by no more than 7” */
#define FAR 10       /* “99 figures of 100 were off by no more than 10” */

typedef struct
{
  GArray *offs; /* gint64 */
  guint altered;
  double sum;
} Measure;

static int
compare_names (const char *const *a, const char *const *b)
{
  return strcmp (*a, *b);
}

static GPtrArray *
find_files (const char *shared)
{
  GPtrArray *files = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *folder = g_build_filename (shared, "data", "uk-stops", "north-wales", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, "stop-and-search.csv") && strcmp (name, "2021-04") < 0)
      g_ptr_array_add (files, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (files, (GCompareFunc)compare_names);
  g_ptr_array_add (files, NULL);
  return files;
}

static int
compare (const gint64 *a, const gint64 *b)
{
  return (*a > *b) - (*a < *b);
}

static void
measure (Measure *m, PakivTestDesk *test, PakivPeriod period)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivRelease) release
      = pakiv_release_maker_preview (test->log, test->desk, period, NULL, &error);
  g_autoptr (PakivTrueFigures) figures = NULL;

  g_assert_no_error (error);
  figures = pakiv_true_figures_new (test->log, release, NULL, &error);
  g_assert_no_error (error);
  for (guint t = 0; t < release->tables->len; t++)
    {
      const PakivTable *table = release->tables->pdata[t];

      for (gsize i = 0; i < table->n_values; i++)
        {
          const PakivTrueFigure *figure = pakiv_true_figures_get (figures, table, i);
          gint64 off = figure != NULL ? ABS (table->values[i] - figure->count) : 0;

          if (figure == NULL || (figure->count == 0 && table->values[i] == 0))
            continue;
          g_array_append_val (m->offs, off);
          m->altered += off > 0;
          m->sum += (double)off;
        }
    }
}

static gint64
get_within (const Measure *m, double share)
{
  return g_array_index (m->offs, gint64, (guint)((m->offs->len - 1) * share));
}

static gboolean
tell (Measure *m)
{
  double mean = m->sum / m->offs->len;

  g_array_sort (m->offs, (GCompareFunc)compare);
  printf ("%u figures, %.0f %% as counted; off by %.2f on average, half within %d, 19 of 20 within "
          "%d, 99 of 100 within %d, at most %d\n",
          m->offs->len, 100.0 * (m->offs->len - m->altered) / m->offs->len, mean,
          (int)get_within (m, 0.5), (int)get_within (m, 0.95), (int)get_within (m, 0.99),
          (int)get_within (m, 1));
  return mean < MEAN_MAX && get_within (m, 0.95) <= WITHIN && get_within (m, 0.99) <= FAR;
}

static void
import (PakivTestDesk *test, const GPtrArray *files)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivImportMap) map = pakiv_import_map_load (test->definitions, "uk-stops", &error);
  PakivImportResult result;

  g_assert_no_error (error);
  pakiv_log_import (test->log, map, (const char *const *)files->pdata, NULL, NULL, NULL, &result,
                    &error);
  g_assert_no_error (error);
  printf ("%" G_GUINT64_FORMAT " stops\n", result.added);
}

int
main (void)
{
  const char *shared = g_getenv ("PAKIV_SHARED");
  g_autofree char *beside = g_build_filename (g_getenv ("PAKIV_SOURCE"), "..", "shared", NULL);
  g_autoptr (GPtrArray) files = find_files (shared != NULL ? shared : beside);
  Measure m = { g_array_new (FALSE, FALSE, sizeof (gint64)), 0, 0 };
  PakivTestDesk test = { 0 };
  gboolean good;

  if (files->len == 1)
    {
      printf ("The stops of data.police.uk are not here (set PAKIV_SHARED).\n");
      return 77;
    }
  pakiv_test_desk_set_up (&test);
  import (&test, files);
  for (PakivPeriod period = { 2019, 2 }; period.year < 2021 || period.quarter < 2;)
    {
      measure (&m, &test, period);
      period.quarter = period.quarter % 4 + 1;
      period.year += period.quarter == 1;
    }
  good = tell (&m);
  pakiv_test_desk_tear_down (&test);
  g_array_unref (m.offs);
  return good ? 0 : 1;
}
