#include "pakiv-attack-mender.h"

/* For how many changes a column is left alone after it was changed, so that a change is not taken
 * back at once. Less goes in circles, more finds no way out of narrow places. */
#define REST 4

struct _PakivAttackMender
{
  const PakivAttackPart *part;
  guint *of_starts; /* the sums each column is in */
  guint *of;
  gint64 *data;
  gint64 *sums;    /* what the data add up to */
  GArray *wrong;   /* guint: sums that are too small or too large */
  guint *wrong_at; /* of each sum, its place + 1 among them */

  /* Since the last keep or undo. */
  gint64 *changed;   /* of each column, by how much */
  guint *changed_at; /* when, in this attempt; 0: not at all */
  GArray *touched;   /* guint: columns */

  guint64 effort;
  guint64 random;
};

static gint64
get_excess (const PakivAttackMender *mender, guint sum, gint64 value)
{
  gint64 lower = g_array_index (mender->part->sum_lower, gint64, sum);
  gint64 upper = g_array_index (mender->part->sum_upper, gint64, sum);

  return value > upper ? value - upper : value < lower ? value - lower : 0;
}

static void
list_sums (PakivAttackMender *mender)
{
  const PakivAttackPart *part = mender->part;
  g_autofree guint *next = NULL;

  for (guint k = 0; k < part->sum_columns->len; k++)
    mender->of_starts[g_array_index (part->sum_columns, guint, k) + 1]++;
  for (guint i = 0; i < part->n_columns; i++)
    mender->of_starts[i + 1] += mender->of_starts[i];
  next = g_memdup2 (mender->of_starts, (part->n_columns + 1) * sizeof (guint));
  for (guint s = 0; s < part->sum_lower->len; s++)
    for (guint k = g_array_index (part->sum_starts, guint, s);
         k < g_array_index (part->sum_starts, guint, s + 1); k++)
      mender->of[next[g_array_index (part->sum_columns, guint, k)]++] = s;
}

static void
note_sum (PakivAttackMender *mender, guint sum)
{
  guint at = mender->wrong_at[sum], last;
  gboolean wrong = get_excess (mender, sum, mender->sums[sum]) != 0;

  if (wrong == (at > 0))
    return;
  if (wrong)
    {
      g_array_append_val (mender->wrong, sum);
      mender->wrong_at[sum] = mender->wrong->len;
      return;
    }
  last = g_array_index (mender->wrong, guint, mender->wrong->len - 1);
  g_array_index (mender->wrong, guint, at - 1) = last;
  mender->wrong_at[last] = at;
  mender->wrong_at[sum] = 0;
  g_array_set_size (mender->wrong, mender->wrong->len - 1);
}

PakivAttackMender *
pakiv_attack_mender_new (const PakivAttackPart *part, const gint64 *data)
{
  PakivAttackMender *mender = g_new0 (PakivAttackMender, 1);
  guint n_sums = part->sum_lower->len;

  mender->part = part;
  mender->of_starts = g_new0 (guint, part->n_columns + 1);
  mender->of = g_new (guint, MAX (part->sum_columns->len, 1));
  list_sums (mender);
  mender->data = g_memdup2 (data, part->n_columns * sizeof (gint64));
  mender->sums = g_new0 (gint64, n_sums + 1);
  mender->wrong = g_array_new (FALSE, FALSE, sizeof (guint));
  mender->wrong_at = g_new0 (guint, n_sums + 1);
  mender->changed = g_new0 (gint64, part->n_columns);
  mender->changed_at = g_new0 (guint, part->n_columns);
  mender->touched = g_array_new (FALSE, FALSE, sizeof (guint));
  mender->random = G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  for (guint s = 0; s < n_sums; s++)
    {
      for (guint k = g_array_index (part->sum_starts, guint, s);
           k < g_array_index (part->sum_starts, guint, s + 1); k++)
        mender->sums[s] += data[g_array_index (part->sum_columns, guint, k)];
      note_sum (mender, s);
    }
  return mender;
}

void
pakiv_attack_mender_free (PakivAttackMender *mender)
{
  if (mender == NULL)
    return;
  g_free (mender->of_starts);
  g_free (mender->of);
  g_free (mender->data);
  g_free (mender->sums);
  g_array_unref (mender->wrong);
  g_free (mender->wrong_at);
  g_free (mender->changed);
  g_free (mender->changed_at);
  g_array_unref (mender->touched);
  g_free (mender);
}

const gint64 *
pakiv_attack_mender_get_data (const PakivAttackMender *mender)
{
  return mender->data;
}

guint64
pakiv_attack_mender_get_effort (const PakivAttackMender *mender)
{
  return mender->effort;
}

guint
pakiv_attack_mender_draw (PakivAttackMender *mender, guint n)
{
  mender->random ^= mender->random << 13;
  mender->random ^= mender->random >> 7;
  mender->random ^= mender->random << 17;
  return (guint)(((mender->random >> 32) * n) >> 32);
}

gboolean
pakiv_attack_mender_may_change (const PakivAttackMender *mender, guint column, gint64 by)
{
  gint64 value = mender->data[column] + by;

  return value >= mender->part->lower[column] && value <= mender->part->upper[column];
}

void
pakiv_attack_mender_change (PakivAttackMender *mender, guint column, gint64 by)
{
  if (mender->changed_at[column] == 0)
    {
      g_array_append_val (mender->touched, column);
      mender->changed_at[column] = 1;
    }
  mender->changed[column] += by;
  mender->data[column] += by;
  for (guint i = mender->of_starts[column]; i < mender->of_starts[column + 1]; i++)
    {
      mender->sums[mender->of[i]] += by;
      note_sum (mender, mender->of[i]);
    }
  mender->effort++;
}

/* What changing the column by @by adds to the sums' errors. */
static gint64
get_cost (const PakivAttackMender *mender, guint column, gint64 by)
{
  gint64 cost = 0;

  for (guint i = mender->of_starts[column]; i < mender->of_starts[column + 1]; i++)
    {
      guint sum = mender->of[i];

      cost += ABS (get_excess (mender, sum, mender->sums[sum] + by))
              - ABS (get_excess (mender, sum, mender->sums[sum]));
    }
  return cost;
}

/* The column of a wrong sum whose change mends most, drawn among equals; G_MAXUINT where none can
 * be changed. */
static guint
choose (PakivAttackMender *mender, guint sum, guint kept, gint64 by, guint now)
{
  const PakivAttackPart *part = mender->part;
  guint best = G_MAXUINT, n_equal = 0;
  gint64 best_cost = G_MAXINT64;

  for (guint k = g_array_index (part->sum_starts, guint, sum);
       k < g_array_index (part->sum_starts, guint, sum + 1); k++)
    {
      guint column = g_array_index (part->sum_columns, guint, k);
      guint changed_at = mender->changed_at[column];
      gint64 cost;

      if (column == kept || (changed_at > 1 && changed_at + REST > now)
          || !pakiv_attack_mender_may_change (mender, column, by))
        continue;
      cost = get_cost (mender, column, by);
      if (cost > best_cost)
        continue;
      n_equal = cost < best_cost ? 1 : n_equal + 1;
      if (n_equal == 1 || pakiv_attack_mender_draw (mender, n_equal) == 0)
        best = column;
      best_cost = cost;
    }
  return best;
}

gboolean
pakiv_attack_mender_mend (PakivAttackMender *mender, guint kept, guint changes)
{
  for (guint now = 2; mender->wrong->len > 0 && now < changes + 2; now++)
    {
      guint any = pakiv_attack_mender_draw (mender, mender->wrong->len);
      guint sum = g_array_index (mender->wrong, guint, any);
      gint64 way = get_excess (mender, sum, mender->sums[sum]) > 0 ? -1 : 1;
      guint column = choose (mender, sum, kept, way, now);

      if (column == G_MAXUINT)
        break;
      pakiv_attack_mender_change (mender, column, way);
      mender->changed_at[column] = now;
    }
  return pakiv_attack_mender_fits (mender);
}

gboolean
pakiv_attack_mender_fits (const PakivAttackMender *mender)
{
  return mender->wrong->len == 0;
}

static void
forget (PakivAttackMender *mender)
{
  for (guint i = 0; i < mender->touched->len; i++)
    {
      guint column = g_array_index (mender->touched, guint, i);

      mender->changed[column] = 0;
      mender->changed_at[column] = 0;
    }
  g_array_set_size (mender->touched, 0);
}

void
pakiv_attack_mender_undo (PakivAttackMender *mender)
{
  for (guint i = 0; i < mender->touched->len; i++)
    {
      guint column = g_array_index (mender->touched, guint, i);

      if (mender->changed[column] != 0)
        pakiv_attack_mender_change (mender, column, -mender->changed[column]);
    }
  forget (mender);
}

GArray *
pakiv_attack_mender_keep (PakivAttackMender *mender)
{
  GArray *steps = g_array_new (FALSE, FALSE, sizeof (PakivAttackStep));

  for (guint i = 0; i < mender->touched->len; i++)
    {
      guint column = g_array_index (mender->touched, guint, i);
      const PakivAttackStep step = { column, mender->changed[column] };

      if (step.by != 0)
        g_array_append_val (steps, step);
    }
  forget (mender);
  return steps;
}
