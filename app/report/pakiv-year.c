#include "pakiv-year.h"

#include "pakiv-error.h"
#include "pakiv-file.h"
#include "pakiv-selection.h"
#include "pakiv-table-sum.h"
#include "pakiv-table-words.h"

#include <glib/gi18n.h>
#include <string.h>

void
pakiv_year_free (PakivYear *year)
{
  if (year == NULL)
    return;
  g_free (year->station);
  g_free (year->station_id);
  g_free (year->title);
  g_ptr_array_unref (year->tables);
  g_ptr_array_unref (year->left_out);
  g_free (year);
}

static gboolean
fail (GError **error, const char *message)
{
  g_set_error_literal (error, PAKIV_ERROR, PAKIV_ERROR_INVALID, message);
  return FALSE;
}

static int
compare_periods (gconstpointer a, gconstpointer b)
{
  const PakivRelease *const *one = a, *const *other = b;

  return pakiv_period_compare ((*one)->period, (*other)->period);
}

/* @releases are in order. */
static gboolean
check_releases (GPtrArray *releases, GError **error)
{
  const PakivRelease *first = releases->pdata[0];

  for (guint i = 0; i < releases->len; i++)
    if (pakiv_release_is_revision (releases->pdata[i]))
      return fail (error, _ ("One of these is a revision, whose figures are changes. A year is the "
                             "sum of first releases."));
  for (guint i = 1; i < releases->len; i++)
    {
      const PakivRelease *one = releases->pdata[i], *before = releases->pdata[i - 1];
      g_autofree char *words = pakiv_period_to_words (one->period);

      if (g_strcmp0 (one->station_id, first->station_id) != 0)
        return fail (error, _ ("These releases are of different stations. A year is of one."));
      if (one->log != first->log || g_strcmp0 (one->report, first->report) != 0)
        return fail (error, _ ("These releases are of different logs. A year is of one."));
      if (one->period.year != first->period.year)
        return fail (error, _ ("These releases are of different years."));
      if (pakiv_period_compare (one->period, before->period) != 0)
        continue;
      g_set_error (error, PAKIV_ERROR, PAKIV_ERROR_INVALID,
                   /* Translators: a quarter, "January to March 2021". */
                   _ ("There are two releases of %s. A quarter counts once."), words);
      return FALSE;
    }
  return TRUE;
}

static void
add_table (PakivYear *year, GPtrArray *releases, const PakivTable *table, GHashTable *coarser)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new ();
  g_autofree char *why = NULL;
  PakivTable *sum;

  for (guint i = 0; i < releases->len; i++)
    {
      const PakivTable *own = pakiv_release_find_table (releases->pdata[i], table->id);

      if (own != NULL)
        g_ptr_array_add (all, (gpointer)own);
    }
  if (all->len < releases->len)
    {
      g_ptr_array_add (year->left_out,
                       /* Translators: the title of a table. */
                       g_strdup_printf (_ ("“%s” is left out: not every quarter has it."),
                                        pakiv_table_word (table->title)));
      return;
    }
  sum = pakiv_table_sum_new (all, coarser, &why);
  if (sum != NULL)
    g_ptr_array_add (year->tables, sum);
  else
    g_ptr_array_add (year->left_out, g_steal_pointer (&why));
}

static void
add_tables (PakivYear *year, GPtrArray *releases, GHashTable *coarser)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < releases->len; i++)
    {
      const PakivRelease *release = releases->pdata[i];

      for (guint t = 0; t < release->tables->len; t++)
        {
          const PakivTable *table = release->tables->pdata[t];

          if (g_hash_table_add (seen, table->id))
            add_table (year, releases, table, coarser);
        }
    }
}

PakivYear *
pakiv_year_new (GPtrArray *releases, GHashTable *coarser, GError **error)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_copy (releases, NULL, NULL);
  const PakivRelease *last;
  PakivYear *year;

  g_return_val_if_fail (releases->len > 0, NULL);

  g_ptr_array_set_free_func (sorted, NULL);
  g_ptr_array_sort (sorted, compare_periods);
  if (!check_releases (sorted, error))
    return NULL;
  last = sorted->pdata[sorted->len - 1];
  year = g_new0 (PakivYear, 1);
  year->station = g_strdup (last->station);
  year->station_id = g_strdup (last->station_id);
  year->log = last->log;
  year->year = last->period.year;
  year->title = g_strdup (last->title);
  year->tables = g_ptr_array_new_with_free_func ((GDestroyNotify)pakiv_table_free);
  year->left_out = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < sorted->len; i++)
    year->has[((const PakivRelease *)sorted->pdata[i])->period.quarter - 1] = TRUE;
  add_tables (year, sorted, coarser);
  return year;
}

/* The end of the chain; a list that goes round in circles ends where it began. */
static const char *
follow (const PakivCodelist *list, const PakivCode *code)
{
  const PakivCode *end = code;

  for (guint i = 0; i < list->codes->len; i++)
    {
      const PakivCode *next
          = end->coarser != NULL ? pakiv_codelist_find (list, end->coarser) : NULL;

      if (next == NULL)
        return end->coarser != NULL ? end->coarser : end->code;
      end = next;
    }
  return code->code;
}

static void
list_dimension (const PakivDimension *dimension, GHashTable *coarser)
{
  const PakivCodelist *list = dimension->month ? NULL : dimension->field->codelist;

  for (guint i = 0; list != NULL && i < list->codes->len; i++)
    {
      const PakivCode *code = list->codes->pdata[i];

      g_autofree char *id = g_ascii_strdown (dimension->id, -1);

      if (code->coarser != NULL)
        g_hash_table_replace (coarser, g_strconcat (id, "/", code->code, NULL),
                              g_strdup (follow (list, code)));
    }
}

GHashTable *
pakiv_year_list_coarser (const PakivReportSpec *report)
{
  GHashTable *coarser = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < report->cubes->len; i++)
    {
      const PakivCubeSpec *cube = report->cubes->pdata[i];

      for (guint d = 0; d < cube->dimensions->len; d++)
        list_dimension (cube->dimensions->pdata[d], coarser);
    }
  return coarser;
}

/* The id may be a stranger’s: no way out of the folder. */
static gboolean
is_plain (const char *id)
{
  return *id != '\0' && id[strspn (id, "abcdefghijklmnopqrstuvwxyz0123456789-")] == '\0';
}

GHashTable *
pakiv_year_load_coarser (const char *report, const char *overrides, GError **error)
{
  g_autoptr (PakivDefinitions) definitions
      = pakiv_definitions_load (pakiv_file_get_data_folder (), overrides, error);
  g_autoptr (PakivReportSpec) spec = NULL;

  if (definitions == NULL)
    return NULL;
  if (!is_plain (report))
    {
      g_set_error (error, PAKIV_ERROR, PAKIV_ERROR_NOT_FOUND, _ ("There is no report “%s”."),
                   report);
      return NULL;
    }
  spec = pakiv_report_spec_load (definitions, report, error);
  return spec != NULL ? pakiv_year_list_coarser (spec) : NULL;
}

char *
pakiv_year_word_missing (const PakivYear *year)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (int q = 0; q < 4; q++)
    {
      g_autofree char *words = pakiv_period_to_words ((PakivPeriod){ year->year, q + 1 });

      if (year->has[q])
        continue;
      if (text->len > 0)
        g_string_append (text, ", ");
      g_string_append (text, words);
    }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}
