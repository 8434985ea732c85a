#include "pakiv-safe-change.h"

#include "pakiv-published-sums.h"
#include "pakiv-small-count-rounding.h"

/* What is to be rounded of the changes in one direction: their remainders, as counts. */
typedef struct
{
  PakivCounts *rest;
  GArray *numbers;    /* guint: the cell of each */
  PakivCounts *fixed; /* remainders for which there is no room: they go down */
} Side;

static gint64
get_size (const PakivChange *change)
{
  return ABS (change->now);
}

/* The most that is shown as taken out: no more than there was, and never all of a count that was
 * published as it is (one of records or people above the base; see pakiv-safe-cube.h). */
static gint64
get_most (const PakivChanges *changes, const PakivChange *change)
{
  gint64 base = changes->spec->base;
  gboolean exact = change->released > base && changes->spec->measure == NULL;

  return (exact ? change->released - 1 : change->released) / base * base;
}

/* Whether one base more than the whole ones can be shown. */
static gboolean
has_room (const PakivChanges *changes, const PakivChange *change)
{
  return change->now > 0 || ABS (change->shown) + changes->spec->base <= get_most (changes, change);
}

static void
show (PakivChange *change, gint64 size)
{
  change->shown = change->now < 0 ? -size : size;
}

static void
show_whole (const PakivChanges *changes, PakivChange *change)
{
  gint64 base = changes->spec->base;
  gint64 whole = get_size (change) / base * base;

  show (change, change->now < 0 ? MIN (whole, get_most (changes, change)) : whole);
}

static void
collect (PakivChanges *changes, int sign, Side *side)
{
  side->rest = pakiv_counts_new (changes->spec, changes->period);
  side->fixed = pakiv_counts_new (changes->spec, changes->period);
  side->numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < changes->cells->len; i++)
    {
      PakivChange *change = &g_array_index (changes->cells, PakivChange, i);
      gint64 rest;

      if (sign * change->now <= 0 || change->now == change->before)
        continue;
      show_whole (changes, change);
      rest = get_size (change) - ABS (change->shown);
      if (!has_room (changes, change))
        {
          pakiv_counts_add (side->fixed, change->key, rest);
          continue;
        }
      if (rest == 0)
        continue;
      pakiv_counts_add (side->rest, change->key, rest);
      g_array_append_val (side->numbers, i);
    }
}

/* Adds to @off, by figure, what rounding adds to the sums of @cells: @rounded (NULL: all 0) less
 * what they are. */
static void
note_off (GHashTable *off, const PakivCounts *cells, const gint64 *rounded, GPtrArray *tables)
{
  g_autoptr (PakivPublishedSums) sums = pakiv_published_sums_new (cells, tables);
  const guint *starts = (const guint *)sums->starts->data;
  const guint *of = (const guint *)sums->sums->data;

  for (guint i = 0; i < cells->cells->len; i++)
    for (guint k = starts[i]; k < starts[i + 1]; k++)
      {
        const char *name = sums->names->pdata[of[k]];
        const gint64 *before = g_hash_table_lookup (off, name);
        gint64 by = (rounded != NULL ? rounded[i] : 0)
                    - g_array_index (cells->cells, PakivCell, i).count
                    + (before != NULL ? *before : 0);

        g_hash_table_replace (off, g_strdup (name), g_memdup2 (&by, sizeof by));
      }
}

/* (transfer full): @times what @off says of each sum. */
static gint64 *
list_carry (const PakivPublishedSums *sums, GHashTable *off, gint64 times)
{
  gint64 *carry = g_new0 (gint64, sums->n_sums + 1);

  for (guint s = 0; s < sums->n_sums; s++)
    {
      const gint64 *by = g_hash_table_lookup (off, sums->names->pdata[s]);

      carry[s] = by != NULL ? times * *by : 0;
    }
  return carry;
}

static void
add_shown (PakivChanges *changes, const Side *side, const gint64 *rounded)
{
  for (guint i = 0; i < side->numbers->len; i++)
    {
      PakivChange *change
          = &g_array_index (changes->cells, PakivChange, g_array_index (side->numbers, guint, i));

      show (change, ABS (change->shown) + rounded[i]);
    }
}

/* @off: by how much figures are off already, and after it with these; @times as the search takes it
 * (PakivRounding): 2 where it is the same figure, so that (d + off)² is least. */
static void
round_side (PakivChanges *changes,
            const Side *side,
            GPtrArray *tables,
            GHashTable *off,
            gint64 times,
            const guint8 *secret,
            const char *book)
{
  g_autoptr (PakivPublishedSums) sums = pakiv_published_sums_new (side->rest, tables);
  guint n = side->rest->cells->len;
  g_autofree guint64 *ids = g_new (guint64, n);
  g_autofree gint64 *counts = g_new (gint64, n);
  g_autofree gint64 *rounded = g_new0 (gint64, n);
  g_autofree gint64 *carry = list_carry (sums, off, times);
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
                                                    .base = changes->spec->base,
                                                    .carry = carry },
                                  secret, book, rounded, &result);
  note_off (off, side->rest, rounded, tables);
  add_shown (changes, side, rounded);
}

/* What could not be shown as taken out is made good by the others as far as it goes; then what is
 * added leans to the same side as what is taken out, so that both together are near. */
void
pakiv_safe_change_protect (PakivChanges *changes,
                           GPtrArray *tables,
                           const guint8 *secret,
                           const char *book)
{
  g_autoptr (GHashTable) off = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (int sign = -1; sign <= 1; sign += 2)
    {
      g_autofree char *name = g_strdup_printf ("%s/%s", book, sign > 0 ? "added" : "taken-out");
      Side side;

      collect (changes, sign, &side);
      note_off (off, side.fixed, NULL, tables);
      round_side (changes, &side, tables, off, sign < 0 ? 2 : -1, secret, name);
      pakiv_counts_free (side.rest);
      pakiv_counts_free (side.fixed);
      g_array_unref (side.numbers);
    }
  for (guint i = 0; i < changes->cells->len; i++)
    if (g_array_index (changes->cells, PakivChange, i).now == 0)
      g_array_index (changes->cells, PakivChange, i).shown = 0;
}
