#include "pakiv-attack-system.h"

static GArray *
new_starts (void)
{
  GArray *starts = g_array_new (FALSE, FALSE, sizeof (guint));
  guint zero = 0;

  g_array_append_val (starts, zero);
  return starts;
}

PakivAttackSystem *
pakiv_attack_system_new (guint n_cells)
{
  PakivAttackSystem *system = g_new0 (PakivAttackSystem, 1);

  system->n_cells = n_cells;
  system->lower = g_new0 (gint64, n_cells);
  system->upper = g_new (gint64, n_cells);
  for (guint i = 0; i < n_cells; i++)
    system->upper[i] = PAKIV_ATTACK_NO_LIMIT;
  system->sum_starts = new_starts ();
  system->sum_cells = g_array_new (FALSE, FALSE, sizeof (guint));
  system->sum_lower = g_array_new (FALSE, FALSE, sizeof (gint64));
  system->sum_upper = g_array_new (FALSE, FALSE, sizeof (gint64));
  system->sum_labels = g_array_new (FALSE, FALSE, sizeof (guint));
  system->goal_starts = new_starts ();
  system->goal_cells = g_array_new (FALSE, FALSE, sizeof (guint));
  return system;
}

void
pakiv_attack_system_free (PakivAttackSystem *system)
{
  if (system == NULL)
    return;
  g_free (system->lower);
  g_free (system->upper);
  g_array_unref (system->sum_starts);
  g_array_unref (system->sum_cells);
  g_array_unref (system->sum_lower);
  g_array_unref (system->sum_upper);
  g_array_unref (system->sum_labels);
  g_array_unref (system->goal_starts);
  g_array_unref (system->goal_cells);
  g_free (system);
}

void
pakiv_attack_system_limit (PakivAttackSystem *system, guint cell, gint64 lower, gint64 upper)
{
  g_return_if_fail (cell < system->n_cells);

  system->lower[cell] = MAX (system->lower[cell], lower);
  system->upper[cell] = MIN (system->upper[cell], upper);
}

void
pakiv_attack_system_add_sum (
    PakivAttackSystem *system, const guint *cells, guint n, gint64 lower, gint64 upper, guint label)
{
  if (n > 0)
    g_array_append_vals (system->sum_cells, cells, n);
  g_array_append_val (system->sum_starts, system->sum_cells->len);
  g_array_append_val (system->sum_lower, lower);
  g_array_append_val (system->sum_upper, upper);
  g_array_append_val (system->sum_labels, label);
}

guint
pakiv_attack_system_add_goal (PakivAttackSystem *system, const guint *cells, guint n)
{
  if (n > 0)
    g_array_append_vals (system->goal_cells, cells, n);
  g_array_append_val (system->goal_starts, system->goal_cells->len);
  return system->goal_starts->len - 2;
}

guint
pakiv_attack_system_get_n_sums (const PakivAttackSystem *system)
{
  return system->sum_lower->len;
}

guint
pakiv_attack_system_get_n_goals (const PakivAttackSystem *system)
{
  return system->goal_starts->len - 1;
}
