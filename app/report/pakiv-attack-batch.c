#include "pakiv-attack-batch.h"

#include <string.h>

typedef struct
{
  guint column;
  gboolean high;
  double gap;
} End;

static void
list_sums (PakivAttackBatch *batch)
{
  const PakivAttackPart *part = batch->part;
  g_autofree guint *next = NULL;

  for (guint k = 0; k < part->sum_columns->len; k++)
    batch->of_starts[g_array_index (part->sum_columns, guint, k) + 1]++;
  for (guint i = 0; i < part->n_columns; i++)
    batch->of_starts[i + 1] += batch->of_starts[i];
  next = g_memdup2 (batch->of_starts, (part->n_columns + 1) * sizeof (guint));
  for (guint s = 0; s < part->sum_lower->len; s++)
    for (guint k = g_array_index (part->sum_starts, guint, s);
         k < g_array_index (part->sum_starts, guint, s + 1); k++)
      batch->of[next[g_array_index (part->sum_columns, guint, k)]++] = s;
}

PakivAttackBatch *
pakiv_attack_batch_new (const PakivAttackPart *part)
{
  PakivAttackBatch *batch = g_new0 (PakivAttackBatch, 1);

  batch->part = part;
  batch->up = g_array_new (FALSE, FALSE, sizeof (guint));
  batch->down = g_array_new (FALSE, FALSE, sizeof (guint));
  batch->ends = g_array_new (FALSE, FALSE, sizeof (End));
  batch->of_starts = g_new0 (guint, part->n_columns + 1);
  batch->of = g_new (guint, MAX (part->sum_columns->len, 1));
  batch->taken = g_new (gboolean, part->sum_lower->len + 1);
  list_sums (batch);
  return batch;
}

void
pakiv_attack_batch_free (PakivAttackBatch *batch)
{
  if (batch == NULL)
    return;
  g_array_unref (batch->up);
  g_array_unref (batch->down);
  g_array_unref (batch->ends);
  g_free (batch->of_starts);
  g_free (batch->of);
  g_free (batch->taken);
  g_free (batch);
}

void
pakiv_attack_batch_offer (PakivAttackBatch *batch,
                          const PakivAttackGoal *goal,
                          gboolean high,
                          double gap)
{
  const End end = { goal->columns[0], high, gap };

  if (goal->n == 1)
    g_array_append_val (batch->ends, end);
}

/* The same order on every machine, whatever its sort does with equals. */
static int
compare (gconstpointer a, gconstpointer b)
{
  const End *one = a, *other = b;

  if (one->gap < other->gap || one->gap > other->gap)
    return one->gap < other->gap ? -1 : 1;
  if (one->column != other->column)
    return one->column < other->column ? -1 : 1;
  return other->high - one->high;
}

/* FALSE where a sum of the column is taken; takes them all otherwise. */
static gboolean
take (PakivAttackBatch *batch, guint column)
{
  guint from = batch->of_starts[column], to = batch->of_starts[column + 1];

  for (guint i = from; i < to; i++)
    if (batch->taken[batch->of[i]])
      return FALSE;
  for (guint i = from; i < to; i++)
    batch->taken[batch->of[i]] = TRUE;
  return from < to;
}

guint
pakiv_attack_batch_choose (PakivAttackBatch *batch)
{
  memset (batch->taken, 0, (batch->part->sum_lower->len + 1) * sizeof (gboolean));
  g_array_set_size (batch->up, 0);
  g_array_set_size (batch->down, 0);
  g_array_sort (batch->ends, compare);
  for (guint i = 0; i < batch->ends->len; i++)
    {
      const End *end = &g_array_index (batch->ends, End, i);

      if (take (batch, end->column))
        g_array_append_val (end->high ? batch->up : batch->down, end->column);
    }
  g_array_set_size (batch->ends, 0);
  return batch->up->len + batch->down->len;
}
