#include "pakiv-safe-change.h"

#include "pakiv-published-sums.h"
#include "pakiv-small-count-rounding.h"

/* What is to be rounded of the changes in one direction: their remainders, as counts. */
typedef struct
{
  PakivCounts *rest;
  GArray *numbers; /* guint: the cell of each */
} Side;

static gint64
get_size (const PakivChange *change)
{
  return ABS (change->now);
}

/* Whether one base more than the whole ones can be shown. */
static gboolean
has_room (const PakivChanges *changes, const PakivChange *change)
{
  gint64 base = changes->spec->base;

  return change->now > 0 || get_size (change) / base * base + base <= change->released;
}

static void
show (PakivChange *change, gint64 size)
{
  change->shown = change->now < 0 ? -size : size;
}

/* Whole bases, and no more than there are where the log is not what it was. */
static void
show_whole (const PakivChanges *changes, PakivChange *change)
{
  gint64 base = changes->spec->base;
  gint64 whole = get_size (change) / base;

  if (change->now < 0)
    whole = MIN (whole, change->released / base);
  show (change, whole * base);
}

static void
collect (PakivChanges *changes, int sign, Side *side)
{
  side->rest = pakiv_counts_new (changes->spec, changes->period);
  side->numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < changes->cells->len; i++)
    {
      PakivChange *change = &g_array_index (changes->cells, PakivChange, i);
      gint64 rest = get_size (change) % changes->spec->base;

      if (sign * change->now <= 0 || change->now == change->before)
        continue;
      show_whole (changes, change);
      if (rest == 0 || !has_room (changes, change))
        continue;
      pakiv_counts_add (side->rest, change->key, rest);
      g_array_append_val (side->numbers, i);
    }
}

static void
round_side (PakivChanges *changes,
            const Side *side,
            GPtrArray *tables,
            const guint8 *secret,
            const char *book)
{
  g_autoptr (PakivPublishedSums) sums = pakiv_published_sums_new (side->rest, tables);
  guint n = side->rest->cells->len;
  g_autofree guint64 *ids = g_new (guint64, n);
  g_autofree gint64 *counts = g_new (gint64, n);
  g_autofree gint64 *rounded = g_new0 (gint64, n);
  PakivRoundingResult result;

  for (guint i = 0; i < n; i++)
    {
      const PakivCell *cell = &g_array_index (side->rest->cells, PakivCell, i);

      ids[i] = cell->key;
      counts[i] = cell->count;
    }
  pakiv_small_count_rounding_run (&(PakivRounding){ .n_cells = n,
                                                    .ids = ids,
                                                    .counts = counts,
                                                    .starts = (const guint *)sums->starts->data,
                                                    .sums = (const guint *)sums->sums->data,
                                                    .n_sums = sums->n_sums,
                                                    .base = changes->spec->base },
                                  secret, book, rounded, &result);
  for (guint i = 0; i < n; i++)
    {
      PakivChange *change
          = &g_array_index (changes->cells, PakivChange, g_array_index (side->numbers, guint, i));

      show (change, ABS (change->shown) + rounded[i]);
    }
}

void
pakiv_safe_change_protect (PakivChanges *changes,
                           GPtrArray *tables,
                           const guint8 *secret,
                           const char *book)
{
  for (int sign = -1; sign <= 1; sign += 2)
    {
      g_autofree char *name = g_strdup_printf ("%s/%s", book, sign > 0 ? "added" : "taken-out");
      Side side;

      collect (changes, sign, &side);
      round_side (changes, &side, tables, secret, name);
      pakiv_counts_free (side.rest);
      g_array_unref (side.numbers);
    }
  for (guint i = 0; i < changes->cells->len; i++)
    if (g_array_index (changes->cells, PakivChange, i).now == 0)
      g_array_index (changes->cells, PakivChange, i).shown = 0;
}
