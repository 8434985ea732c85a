#include "pakiv-attack-limits.h"

/* How often limits are drawn together at most. Each round is sound; the last ones gain little. */
#define ROUNDS 30

typedef struct
{
  const PakivAttackSystem *system;
  gint64 *lower; /* of each cell */
  gint64 *upper;
  gboolean changed;
} Limits;

/* One sum, and what its cells can add up to for all that is known of them now. */
typedef struct
{
  gint64 lower;
  gint64 upper;
  gint64 least;
  gint64 most;  /* of the cells that have an upper limit */
  guint n_open; /* those that have none */
} Sum;

static void
add_up (const Limits *limits, const guint *cells, guint n, Sum *sum)
{
  for (guint k = 0; k < n; k++)
    {
      sum->least += limits->lower[cells[k]];
      if (limits->upper[cells[k]] >= PAKIV_ATTACK_NO_LIMIT)
        sum->n_open++;
      else
        sum->most += limits->upper[cells[k]];
    }
}

/* FALSE where nothing is left for the cell. */
static gboolean
draw_cell (Limits *limits, Sum *sum, guint cell)
{
  gint64 *low = &limits->lower[cell], *high = &limits->upper[cell];
  gboolean open = *high >= PAKIV_ATTACK_NO_LIMIT;
  gint64 own_low = *low, own_high = *high;

  if (sum->upper < PAKIV_ATTACK_NO_LIMIT)
    own_high = MIN (own_high, sum->upper - (sum->least - *low));
  if (sum->n_open == 0)
    own_low = MAX (own_low, sum->lower - (sum->most - *high));
  else if (sum->n_open == 1 && open)
    own_low = MAX (own_low, sum->lower - sum->most);
  if (own_low > own_high)
    return FALSE;
  if (own_low == *low && own_high == *high)
    return TRUE;
  sum->least += own_low - *low;
  if (!open)
    sum->most += own_high - *high;
  else if (own_high < PAKIV_ATTACK_NO_LIMIT)
    {
      sum->n_open--;
      sum->most += own_high;
    }
  *low = own_low;
  *high = own_high;
  limits->changed = TRUE;
  return TRUE;
}

/* FALSE where the cells contradict the sum. */
static gboolean
draw_sum (Limits *limits, guint number)
{
  const PakivAttackSystem *system = limits->system;
  guint from = g_array_index (system->sum_starts, guint, number);
  guint n = g_array_index (system->sum_starts, guint, number + 1) - from;
  const guint *cells = (const guint *)system->sum_cells->data + from;
  Sum sum = { .lower = g_array_index (system->sum_lower, gint64, number),
              .upper = g_array_index (system->sum_upper, gint64, number) };

  add_up (limits, cells, n, &sum);
  if (sum.least > sum.upper || (sum.n_open == 0 && sum.most < sum.lower))
    return FALSE;
  for (guint k = 0; k < n; k++)
    if (!draw_cell (limits, &sum, cells[k]))
      return FALSE;
  return TRUE;
}

gboolean
pakiv_attack_limits_draw (const PakivAttackSystem *system,
                          gint64 *lower,
                          gint64 *upper,
                          guint *label)
{
  Limits limits = { system, lower, upper, TRUE };

  *label = G_MAXUINT;
  for (guint i = 0; i < system->n_cells; i++)
    if (lower[i] > upper[i])
      return FALSE;
  for (guint round = 0; limits.changed && round < ROUNDS; round++)
    {
      limits.changed = FALSE;
      for (guint sum = 0; sum < pakiv_attack_system_get_n_sums (system); sum++)
        if (!draw_sum (&limits, sum))
          {
            *label = g_array_index (system->sum_labels, guint, sum);
            return FALSE;
          }
    }
  return TRUE;
}
