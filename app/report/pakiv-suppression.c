#include "pakiv-suppression.h"

#include "pakiv-attack.h"
#include "pakiv-cell-figures.h"
#include "pakiv-error.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* A total is hidden only where nothing else helps. */
#define TOTAL_COST 1000.0

#define NO_FIGURE G_MAXUINT

typedef struct
{
  const PakivCellFile *file;
  const PakivSuppressionOptions *options;
  PakivCellFigures *figures;
  guint n_figures;
  guint n_dimensions;
  guint n_masks;
  guint *place_of;      /* of each mask, among the masks */
  guint *nonzero;       /* of each figure a row above 0 that falls under it, or NO_FIGURE */
  guint *line_starts;   /* a line: one dimension of a figure and the figures it adds up */
  guint *line_figures;  /* children; the figure itself is line / n_dimensions */
  guint *line_hidden;   /* how many of a line are hidden, its total included */
  guint8 *hidden;       /* of each figure */
  GArray *primary;      /* guint, figures */
  GQueue needy;         /* lines that may hide one figure alone, as GUINT_TO_POINTER */
  guint *member_starts; /* of each figure, its rows above 0 */
  guint *members;
  guint *line_round; /* when something was last hidden in a line */
  guint round;
  guint n_served; /* while costs are compared */
  guint best;
  double best_cost;
} Work;

static guint
find_figure (const Work *work, guint row, guint32 mask)
{
  return g_array_index (work->figures->sums, guint,
                        g_array_index (work->figures->starts, guint, row) + work->place_of[mask]);
}

static const PakivCellFigure *
get_figure (const Work *work, guint figure)
{
  return &g_array_index (work->figures->figures, PakivCellFigure, figure);
}

static void
number_masks (Work *work)
{
  work->n_masks = work->figures->masks->len;
  work->place_of = g_new0 (guint, 1u << work->n_dimensions);
  for (guint m = 0; m < work->n_masks; m++)
    work->place_of[g_array_index (work->figures->masks, guint32, m)] = m;
}

/* Which rows are in which figure, and one of them for each. */
static void
list_members (Work *work)
{
  const GArray *sums = work->figures->sums;
  const guint *starts = (const guint *)work->figures->starts->data;
  g_autofree guint *next = NULL;

  work->nonzero = g_new (guint, work->n_figures);
  work->member_starts = g_new0 (guint, work->n_figures + 1);
  work->members = g_new (guint, MAX (sums->len, 1));
  for (guint f = 0; f < work->n_figures; f++)
    work->nonzero[f] = NO_FIGURE;
  for (guint k = 0; k < sums->len; k++)
    work->member_starts[g_array_index (sums, guint, k) + 1]++;
  for (guint f = 0; f < work->n_figures; f++)
    work->member_starts[f + 1] += work->member_starts[f];
  next = g_memdup2 (work->member_starts, (work->n_figures + 1) * sizeof (guint));
  for (guint row = 0; row < pakiv_cell_file_get_size (work->file); row++)
    for (guint k = starts[row]; k < starts[row + 1]; k++)
      {
        guint figure = g_array_index (sums, guint, k);

        work->nonzero[figure] = row;
        work->members[next[figure]++] = row;
      }
}

/* Calls for each line that the figure stands in, as a part or as the total. */
typedef void (*LineCall) (Work *work, guint line, guint figure);

static void
for_each_line (Work *work, guint figure, gboolean as_total, LineCall call)
{
  guint32 mask = get_figure (work, figure)->mask;

  for (guint d = 0; d < work->n_dimensions; d++)
    if ((mask >> d) & 1)
      call (work,
            find_figure (work, work->nonzero[figure], mask & ~(1u << d)) * work->n_dimensions + d,
            figure);
    else if (as_total)
      call (work, figure * work->n_dimensions + d, figure);
}

static void
count_child (Work *work, guint line, guint figure)
{
  work->line_starts[line + 1]++;
}

static void
add_child (Work *work, guint line, guint figure)
{
  work->line_figures[work->line_starts[line] + work->line_hidden[line]++] = figure;
}

static void
list_lines (Work *work)
{
  guint n = work->n_figures * work->n_dimensions;

  work->line_starts = g_new0 (guint, n + 1);
  work->line_hidden = g_new0 (guint, n + 1);
  work->line_round = g_new0 (guint, n + 1);
  for (guint f = 0; f < work->n_figures; f++)
    if (work->nonzero[f] != NO_FIGURE)
      for_each_line (work, f, FALSE, count_child);
  for (guint line = 0; line < n; line++)
    work->line_starts[line + 1] += work->line_starts[line];
  work->line_figures = g_new (guint, MAX (work->line_starts[n], 1));
  for (guint f = 0; f < work->n_figures; f++)
    if (work->nonzero[f] != NO_FIGURE)
      for_each_line (work, f, FALSE, add_child);
  memset (work->line_hidden, 0, (n + 1) * sizeof (guint));
}

static void
on_hidden_in_line_cb (Work *work, guint line, guint figure)
{
  work->line_round[line] = work->round;
  if (++work->line_hidden[line] == 1)
    g_queue_push_tail (&work->needy, GUINT_TO_POINTER (line));
}

static void
hide (Work *work, guint figure)
{
  work->hidden[figure] = 1;
  for_each_line (work, figure, TRUE, on_hidden_in_line_cb);
}

static void
count_fresh (Work *work, guint line, guint figure)
{
  work->n_served += work->line_round[line] == work->round;
}

/* Whether this round has hidden something beside it already, for another's sake. */
static gboolean
is_helped (Work *work, guint figure)
{
  work->n_served = 0;
  for_each_line (work, figure, TRUE, count_fresh);
  return work->n_served > 0;
}

static void
count_served (Work *work, guint line, guint figure)
{
  work->n_served += work->line_hidden[line] == 1;
}

/* The cost, shared by the lines that the figure would help. */
static double
get_cost (Work *work, guint figure)
{
  const PakivCellFigure *own = get_figure (work, figure);
  guint n_totals = work->n_dimensions - (guint)__builtin_popcount (own->mask);

  work->n_served = 0;
  for_each_line (work, figure, TRUE, count_served);
  return (log1p ((double)own->sum) + TOTAL_COST * n_totals) / MAX (work->n_served, 1);
}

static void
consider (Work *work, guint figure, guint *best, double *best_cost)
{
  double cost;

  if (work->hidden[figure] || work->nonzero[figure] == NO_FIGURE)
    return;
  cost = get_cost (work, figure);
  if (cost < *best_cost)
    {
      *best = figure;
      *best_cost = cost;
    }
}

static void
consider_line (Work *work, guint line, guint *best, double *best_cost)
{
  for (guint k = work->line_starts[line]; k < work->line_starts[line + 1]; k++)
    consider (work, work->line_figures[k], best, best_cost);
  consider (work, line / work->n_dimensions, best, best_cost);
}

/* Every line that hides one figure alone gets another. FALSE where a line has no other. */
static gboolean
close_lines (Work *work)
{
  while (!g_queue_is_empty (&work->needy))
    {
      guint line = GPOINTER_TO_UINT (g_queue_pop_head (&work->needy)), best = NO_FIGURE;
      double cost = G_MAXDOUBLE;

      if (work->line_hidden[line] != 1)
        continue;
      consider_line (work, line, &best, &cost);
      if (best == NO_FIGURE)
        return FALSE;
      hide (work, best);
    }
  return TRUE;
}

static PakivAttackSystem *
make_system (const Work *work)
{
  guint n = pakiv_cell_file_get_size (work->file);
  PakivAttackSystem *system = pakiv_attack_system_new (n);

  for (guint row = 0; row < n; row++)
    if (pakiv_cell_file_get_value (work->file, row) == 0)
      pakiv_attack_system_limit (system, row, 0, 0);
  for (guint f = 0; f < work->n_figures; f++)
    if (!work->hidden[f] && work->nonzero[f] != NO_FIGURE)
      pakiv_attack_system_add_sum (system, work->members + work->member_starts[f],
                                   work->member_starts[f + 1] - work->member_starts[f],
                                   get_figure (work, f)->sum, get_figure (work, f)->sum, f);
  for (guint i = 0; i < work->primary->len; i++)
    {
      guint f = g_array_index (work->primary, guint, i);

      pakiv_attack_system_add_goal (system, work->members + work->member_starts[f],
                                    work->member_starts[f + 1] - work->member_starts[f]);
    }
  return system;
}

static void
consider_line_cb (Work *work, guint line, guint figure)
{
  consider_line (work, line, &work->best, &work->best_cost);
}

/* One more figure for a number whose range is too narrow: from its own lines, else from those of
 * what is hidden in them, else the cheapest of all. */
static void
hide_more (Work *work, guint figure)
{
  work->best = NO_FIGURE;
  work->best_cost = G_MAXDOUBLE;
  for_each_line (work, figure, TRUE, consider_line_cb);
  if (work->best == NO_FIGURE || work->best_cost >= TOTAL_COST / (2 * work->n_dimensions))
    for (guint f = 0; f < work->n_figures; f++)
      if (work->hidden[f])
        for_each_line (work, f, TRUE, consider_line_cb);
  if (work->best == NO_FIGURE)
    for (guint f = 0; f < work->n_figures; f++)
      consider (work, f, &work->best, &work->best_cost);
  if (work->best != NO_FIGURE)
    hide (work, work->best);
}

static gboolean
refuse (const Work *work, GError **error)
{
  g_set_error (error, PAKIV_ERROR, PAKIV_ERROR_INVALID,
               _ ("%s: even with everything hidden the small numbers could be worked out."),
               work->file->path);
  return FALSE;
}

/* The attacker's turn. Returns how many small numbers are not safe, and hides more for their sake;
 * -1 and @error where that can't go on. */
static int
look (Work *work, PakivSuppression *suppression, GCancellable *cancellable, GError **error)
{
  g_autoptr (PakivAttackSystem) system = make_system (work);
  const PakivAttackOptions options = { .width = work->options->width,
                                       .seconds = work->options->seconds,
                                       .known = (const gint64 *)work->file->values->data };
  guint label;
  g_autoptr (PakivAttackResult) result
      = pakiv_attack_run (system, &options, cancellable, &label, error);
  int n_narrow = 0;

  if (result == NULL)
    return -1;
  suppression->n_rounds++;
  suppression->n_uncertified = 0;
  work->round++;
  for (guint i = 0; i < work->primary->len; i++)
    {
      guint figure = g_array_index (work->primary, guint, i);
      PakivAttackVerdict verdict = g_array_index (result->ranges, PakivAttackRange, i).verdict;

      if (verdict == PAKIV_ATTACK_OPEN)
        continue;
      n_narrow++;
      suppression->n_uncertified += verdict == PAKIV_ATTACK_NOT_CERTIFIED;
      if (!is_helped (work, figure))
        hide_more (work, figure);
    }
  return n_narrow;
}

static void
hide_small (Work *work)
{
  for (guint f = 0; f < work->n_figures; f++)
    {
      gint64 sum = get_figure (work, f)->sum;

      if (sum <= 0 || sum >= work->options->threshold)
        continue;
      g_array_append_val (work->primary, f);
      hide (work, f);
    }
}

static guint
count_hidden (const Work *work)
{
  guint n = 0;

  for (guint f = 0; f < work->n_figures; f++)
    n += work->hidden[f];
  return n;
}

static gboolean
suppress (Work *work, PakivSuppression *suppression, GCancellable *cancellable, GError **error)
{
  int n_narrow = 1;

  hide_small (work);
  suppression->n_primary = work->primary->len;
  while (n_narrow > 0)
    {
      guint before;

      if (!close_lines (work))
        return refuse (work, error);
      before = count_hidden (work);
      n_narrow = look (work, suppression, cancellable, error);
      if (n_narrow > 0 && count_hidden (work) == before)
        break;
    }
  /* Nothing is left to hide: what is only not certified, the caller may refuse in his own words. */
  if (n_narrow > (int)suppression->n_uncertified)
    return refuse (work, error);
  return n_narrow >= 0;
}

static void
write_result (const Work *work, PakivSuppression *suppression)
{
  for (guint f = 0; f < work->n_figures; f++)
    {
      const PakivCellFigure *figure = get_figure (work, f);
      gboolean hidden = work->hidden[f];

      g_array_append_val (suppression->rows, figure->row);
      g_array_append_val (suppression->masks, figure->mask);
      g_array_append_val (suppression->sums, figure->sum);
      g_array_append_val (suppression->hidden, hidden);
    }
  suppression->n_secondary = count_hidden (work) - suppression->n_primary;
}

static void
clear (Work *work)
{
  g_clear_pointer (&work->figures, pakiv_cell_figures_free);
  g_free (work->place_of);
  g_free (work->nonzero);
  g_free (work->line_starts);
  g_free (work->line_figures);
  g_free (work->line_hidden);
  g_free (work->line_round);
  g_free (work->hidden);
  g_free (work->member_starts);
  g_free (work->members);
  g_clear_pointer (&work->primary, g_array_unref);
  g_queue_clear (&work->needy);
}

PakivSuppression *
pakiv_suppression_new (PakivCellFile *file,
                       const PakivSuppressionOptions *options,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (PakivSuppression) suppression = g_new0 (PakivSuppression, 1);
  gint64 begin = g_get_monotonic_time ();
  Work work = { .file = file, .options = options, .n_dimensions = file->dimensions->len };
  gboolean done;

  suppression->rows = g_array_new (FALSE, FALSE, sizeof (guint));
  suppression->masks = g_array_new (FALSE, FALSE, sizeof (guint32));
  suppression->sums = g_array_new (FALSE, FALSE, sizeof (gint64));
  suppression->hidden = g_array_new (FALSE, FALSE, sizeof (gboolean));
  work.figures = pakiv_cell_figures_new (file, NULL, G_MAXINT64, error);
  if (work.figures == NULL)
    return NULL;
  work.n_figures = work.figures->figures->len;
  work.hidden = g_new0 (guint8, work.n_figures);
  work.primary = g_array_new (FALSE, FALSE, sizeof (guint));
  g_queue_init (&work.needy);
  number_masks (&work);
  list_members (&work);
  list_lines (&work);
  done = suppress (&work, suppression, cancellable, error);
  if (done)
    write_result (&work, suppression);
  clear (&work);
  suppression->seconds = (double)(g_get_monotonic_time () - begin) / G_USEC_PER_SEC;
  return done ? g_steal_pointer (&suppression) : NULL;
}

void
pakiv_suppression_free (PakivSuppression *suppression)
{
  if (suppression == NULL)
    return;
  g_array_unref (suppression->rows);
  g_array_unref (suppression->masks);
  g_array_unref (suppression->sums);
  g_array_unref (suppression->hidden);
  g_free (suppression);
}

GBytes *
pakiv_suppression_write (const PakivSuppression *suppression, const PakivCellFile *file)
{
  const char *fields[PAKIV_CELL_DIMENSIONS_MAX];
  GString *csv = g_string_new (NULL);

  pakiv_cell_file_append_header_as (file, "value", csv);
  for (guint i = 0; i < suppression->rows->len; i++)
    {
      char number[24] = "";

      for (guint d = 0; d < file->dimensions->len; d++)
        fields[d] = (g_array_index (suppression->masks, guint32, i) >> d) & 1
                        ? pakiv_cell_file_get_category (
                            file, g_array_index (suppression->rows, guint, i), d)
                        : PAKIV_CELL_TOTAL;
      if (!g_array_index (suppression->hidden, gboolean, i))
        g_snprintf (number, sizeof number, "%" G_GINT64_FORMAT,
                    g_array_index (suppression->sums, gint64, i));
      pakiv_cell_file_append_row (file, fields, number, csv);
    }
  return g_string_free_to_bytes (csv);
}
