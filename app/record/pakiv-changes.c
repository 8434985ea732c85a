#include "pakiv-changes.h"

PakivChanges *
pakiv_changes_new (const PakivCubeSpec *spec, PakivPeriod period)
{
  PakivChanges *changes = g_new0 (PakivChanges, 1);

  changes->spec = spec;
  changes->period = period;
  changes->cells = g_array_new (FALSE, FALSE, sizeof (PakivChange));
  return changes;
}

void
pakiv_changes_free (PakivChanges *changes)
{
  if (changes == NULL)
    return;
  g_array_unref (changes->cells);
  g_free (changes);
}

static void
add (PakivChanges *changes, const PakivRecord *record, int sign)
{
  g_autoptr (PakivCounts) counts = pakiv_counts_new (changes->spec, changes->period);

  pakiv_counts_add_record (counts, record);
  for (guint i = 0; i < counts->cells->len; i++)
    {
      const PakivCell *cell = &g_array_index (counts->cells, PakivCell, i);
      const PakivChange change = { .key = cell->key, .now = sign * cell->count };

      g_array_append_val (changes->cells, change);
    }
}

void
pakiv_changes_add_record (PakivChanges *changes,
                          const PakivRecord *before,
                          const PakivRecord *after)
{
  if (before != NULL)
    add (changes, before, -1);
  if (after != NULL)
    add (changes, after, 1);
}

static int
compare_cells (gconstpointer a, gconstpointer b)
{
  guint64 left = ((const PakivChange *)a)->key, right = ((const PakivChange *)b)->key;

  return left < right ? -1 : left > right;
}

void
pakiv_changes_finish (PakivChanges *changes)
{
  guint kept = 0;

  g_array_sort (changes->cells, compare_cells);
  for (guint i = 0; i < changes->cells->len; i++)
    {
      const PakivChange cell = g_array_index (changes->cells, PakivChange, i);
      PakivChange *last = kept > 0 ? &g_array_index (changes->cells, PakivChange, kept - 1) : NULL;

      if (last == NULL || last->key != cell.key)
        {
          g_array_index (changes->cells, PakivChange, kept++) = cell;
          continue;
        }
      last->released += cell.released;
      last->before += cell.before;
      last->now += cell.now;
      last->shown += cell.shown;
    }
  g_array_set_size (changes->cells, kept);
}
