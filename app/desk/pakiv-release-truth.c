#include "pakiv-release-truth.h"

#include "pakiv-group-disclosure.h"
#include "pakiv-table-sum.h"
#include "pakiv-table-words.h"

#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

const char *
pakiv_release_truth_get_mark (PakivAlteration alteration)
{
  switch (alteration)
    {
    case PAKIV_ALTERED_SMALL:
      return "a";
    case PAKIV_ALTERED_SUM:
      return "b";
    case PAKIV_ALTERED_REST:
      return "c";
    case PAKIV_ALTERED_SINCE:
      return "d";
    case PAKIV_ALTERED_NOT:
    default:
      return NULL;
    }
}

char *
pakiv_release_truth_explain (const PakivTable *table, PakivAlteration alteration)
{
  switch (alteration)
    {
    case PAKIV_ALTERED_SMALL:
      /* Translators: two numbers, as in "1 to 4 are shown as 0 or 5." */
      return g_strdup_printf (_ ("A small count: 1 to %d are shown as 0 or %d."), table->base - 1,
                              table->base);
    case PAKIV_ALTERED_SUM:
      return g_strdup_printf (
          _ ("A sum of altered figures: the small counts in it are shown as 0 or %d."),
          table->base);
    case PAKIV_ALTERED_REST:
      return g_strdup_printf (
          _ ("A number of people: it is shown as a multiple of %d, so that no single record’s "
             "number can be read."),
          table->base);
    case PAKIV_ALTERED_SINCE:
      return g_strdup (_ ("Records were changed or erased since the release."));
    case PAKIV_ALTERED_NOT:
    default:
      return g_strdup (_ ("As counted."));
    }
}

static PakivAlteration
compare_at (const PakivTable *table, const PakivTrueFigures *figures, gsize offset)
{
  const PakivTrueFigure *figure = pakiv_true_figures_get (figures, table, offset);

  return figure != NULL ? pakiv_true_figure_compare (figure, table->values[offset])
                        : PAKIV_ALTERED_NOT;
}

static void
add_reasons (GPtrArray *notes, const PakivTable *table, const PakivTrueFigures *figures)
{
  gboolean used[PAKIV_ALTERED_SINCE + 1] = { FALSE };

  for (gsize i = 0; i < table->n_values; i++)
    used[compare_at (table, figures, i)] = TRUE;
  for (guint a = PAKIV_ALTERED_NOT + 1; a <= PAKIV_ALTERED_SINCE; a++)
    {
      g_autofree char *reason = pakiv_release_truth_explain (table, a);

      if (used[a])
        g_ptr_array_add (
            notes,
            /* Translators: a letter that stands at a figure, then the reason why it is altered. */
            g_strdup_printf (_ ("%s: %s"), pakiv_release_truth_get_mark (a), reason));
    }
}

/* What is shown together has no figures of its own: the reason stands below the table. */
static void
add_together (GPtrArray *notes, const PakivTable *table)
{
  for (guint d = 0; d < table->dimensions->len; d++)
    {
      const PakivTableDimension *dimension = table->dimensions->pdata[d];

      for (guint c = 1; c < dimension->codes->len; c++)
        {
          const char *code = dimension->codes->pdata[c];
          g_autofree char *words = pakiv_table_word_code (table, d, c);

          if (strcmp (code, PAKIV_NOT_TOLD_APART) != 0
              && strchr (code, PAKIV_TABLE_TOGETHER) == NULL)
            continue;
          g_ptr_array_add (
              notes,
              /* Translators: categories, as "North + West". */
              g_strdup_printf (_ ("%s: shown together, because one of them alone would say "
                                  "something about nearly everyone in it, or is a place of few "
                                  "addresses."),
                               words));
        }
    }
}

typedef struct
{
  const PakivTable *table;
  const PakivTrueFigures *figures;
  guint *position;
  guint n_rows; /* row dimensions */
  GString *words;
} Lister;

static void
list_row (Lister *lister)
{
  gsize offset = pakiv_table_offset (lister->table, lister->position);
  const PakivTrueFigure *figure = pakiv_true_figures_get (lister->figures, lister->table, offset);
  g_autofree char *number = NULL;

  if (figure == NULL || figure->count == 0 || lister->table->values[offset] != 0)
    return;
  if (lister->words->len > 0)
    g_string_append (lister->words, "; ");
  for (guint i = 0; i < lister->n_rows; i++)
    {
      g_autofree char *code = pakiv_table_word_code (lister->table, i, lister->position[i]);

      g_string_append_printf (lister->words, "%s%s", i > 0 ? " · " : "", code);
    }
  number = pakiv_table_word_number (figure->count);
  g_string_append_printf (lister->words, " %s", number);
}

/* The finest rows, over all columns. */
static void
list_rows (Lister *lister, guint depth)
{
  const PakivTableDimension *dimension;

  if (depth == lister->n_rows)
    {
      list_row (lister);
      return;
    }
  dimension = lister->table->dimensions->pdata[depth];
  for (guint c = 1; c < dimension->codes->len; c++)
    {
      lister->position[depth] = c;
      list_rows (lister, depth + 1);
    }
  lister->position[depth] = 0;
}

GPtrArray *
pakiv_release_truth_list_notes (const PakivTable *table, const PakivTrueFigures *figures)
{
  GPtrArray *notes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) words = g_string_new (NULL);
  g_autofree guint *position = g_new0 (guint, table->dimensions->len);
  Lister lister = { table, figures, position, table->dimensions->len, words };

  if (pakiv_true_figures_get (figures, table, 0) == NULL)
    {
      g_ptr_array_add (notes, g_strdup (_ ("The true figures of this table are not known: its "
                                           "categories have changed since.")));
      return notes;
    }
  if (table->has_column)
    lister.n_rows--;
  add_reasons (notes, table, figures);
  add_together (notes, table);
  list_rows (&lister, 0);
  if (words->len > 0)
    /* Translators: categories and their numbers follow, as "Arrest 2; Fine 3". */
    g_ptr_array_add (notes, g_strdup_printf (_ ("Counted, but shown as 0: %s."), words->str));
  return notes;
}

char *
pakiv_release_truth_sum_up (const PakivRelease *release, const PakivTrueFigures *figures)
{
  guint altered = 0;
  gint64 furthest = 0;
  g_autofree char *count = NULL;

  for (guint t = 0; t < release->tables->len; t++)
    {
      const PakivTable *table = release->tables->pdata[t];

      for (gsize i = 0; i < table->n_values; i++)
        {
          const PakivTrueFigure *figure = pakiv_true_figures_get (figures, table, i);

          if (figure == NULL || figure->count == table->values[i])
            continue;
          altered++;
          furthest = MAX (furthest, llabs (figure->count - table->values[i]));
        }
    }
  if (altered == 0)
    return g_strdup (_ ("All figures are as counted."));
  count = g_strdup_printf (ngettext ("%u figure is altered.", "%u figures are altered.", altered),
                           altered);
  /* Translators: how many figures are altered, in a sentence; then by how much, a number. */
  return g_strdup_printf (_ ("%s None is further than %d from what was counted."), count,
                          (int)furthest);
}
