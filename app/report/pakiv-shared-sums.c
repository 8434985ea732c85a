#include "pakiv-shared-sums.h"

#include <string.h>

/* In each sum the members next to a cell are looked at, up to so many places away. Cells come in
 * the order of their keys, so those agree in the first dimensions too. */
#define REACH 3

/* One cell is compared with so many others as have this number of sums together, so that the time
 * grows with what is read, whatever the tables. */
#define COMPARED_SUMS 2048

void
pakiv_shared_sums_free (PakivSharedSums *shared)
{
  if (shared == NULL)
    return;
  g_free (shared->cells);
  g_free (shared->sources);
  g_free (shared->starts);
  g_free (shared->sums);
  g_free (shared->coarse);
  g_free (shared->first);
  g_free (shared->members);
  g_free (shared->n_alike);
  g_free (shared->alike);
  g_free (shared->n_shared);
  g_free (shared);
}

static void
list_cells (PakivSharedSums *shared, const PakivRounding *rounding)
{
  shared->cells = g_new (guint, MAX (rounding->n_cells, 1));
  for (guint i = 0; i < rounding->n_cells; i++)
    if (pakiv_rounding_is_small (rounding, i))
      shared->cells[shared->n_cells++] = i;
}

/* (transfer full): how many small cells add to each sum of @rounding. */
static guint *
count_members (const PakivSharedSums *shared, const PakivRounding *rounding)
{
  guint *counts = g_new0 (guint, MAX (rounding->n_sums, 1));

  for (guint i = 0; i < shared->n_cells; i++)
    for (guint k = rounding->starts[shared->cells[i]]; k < rounding->starts[shared->cells[i] + 1];
         k++)
      counts[rounding->sums[k]]++;
  return counts;
}

static void
number_sum (PakivSharedSums *shared, guint source, guint *counts)
{
  guint own = shared->n_sums++;

  shared->sources[own] = source;
  shared->first[own + 1] = shared->first[own] + counts[source];
  counts[source] = own;
}

/* @counts, of members, become numbers of sums here; G_MAXUINT for those that nobody shares. */
static void
number_sums (PakivSharedSums *shared, const PakivRounding *rounding, guint *counts)
{
  g_autofree guint *large = g_new (guint, MAX (rounding->n_sums, 1));
  guint n_large = 0;

  shared->sources = g_new (guint, MAX (rounding->n_sums, 1));
  shared->first = g_new0 (guint, rounding->n_sums + 1);
  for (guint s = 0; s < rounding->n_sums; s++)
    if (counts[s] < 2)
      counts[s] = G_MAXUINT;
    else if (counts[s] > PAKIV_SHARED_SUMS_LOCAL)
      large[n_large++] = s;
    else
      number_sum (shared, s, counts);
  shared->n_local = shared->n_sums;
  for (guint k = 0; k < n_large; k++)
    number_sum (shared, large[k], counts);
}

static void
list_members (PakivSharedSums *shared, const PakivRounding *rounding, const guint *numbers)
{
  g_autofree guint *next = g_memdup2 (shared->first, (shared->n_sums + 1) * sizeof (guint));

  shared->members = g_new (guint, MAX (shared->first[shared->n_sums], 1));
  shared->starts = g_new0 (guint, shared->n_cells + 1);
  for (guint i = 0; i < shared->n_cells; i++)
    {
      guint cell = shared->cells[i];

      shared->starts[i + 1] = shared->starts[i];
      for (guint k = rounding->starts[cell]; k < rounding->starts[cell + 1]; k++)
        if (numbers[rounding->sums[k]] != G_MAXUINT)
          {
            shared->members[next[numbers[rounding->sums[k]]]++] = i;
            shared->starts[i + 1]++;
          }
    }
}

/* Sum by sum, so that each cell's are ascending. */
static void
list_sums (PakivSharedSums *shared)
{
  g_autofree guint *next = g_memdup2 (shared->starts, (shared->n_cells + 1) * sizeof (guint));

  shared->sums = g_new (guint, MAX (shared->starts[shared->n_cells], 1));
  shared->coarse = g_new (guint, MAX (shared->n_cells, 1));
  for (guint s = 0; s < shared->n_sums; s++)
    {
      if (s == shared->n_local)
        memcpy (shared->coarse, next, shared->n_cells * sizeof (guint));
      for (guint k = shared->first[s]; k < shared->first[s + 1]; k++)
        shared->sums[next[shared->members[k]]++] = s;
    }
  if (shared->n_local == shared->n_sums)
    memcpy (shared->coarse, next, shared->n_cells * sizeof (guint));
}

typedef struct
{
  PakivSharedSums *shared;
  guint *places;    /* of each sum, how many of its members were passed: where the cell stands */
  guint *met_by;    /* of each cell, the last one + 1 that was compared with it */
  guint *marked_by; /* of each sum, the last cell + 1 that adds to it */
  GArray *found;    /* Found */
} Comparison;

typedef struct
{
  guint cell;
  guint n_shared;
} Found;

static void
compare (Comparison *comparison, guint cell, guint other)
{
  const PakivSharedSums *shared = comparison->shared;
  Found found = { other, 0 };

  if (comparison->met_by[other] == cell + 1)
    return;
  comparison->met_by[other] = cell + 1;
  for (guint k = shared->starts[other]; k < shared->starts[other + 1]; k++)
    found.n_shared += comparison->marked_by[shared->sums[k]] == cell + 1;
  g_array_append_val (comparison->found, found);
}

static void
compare_with_nearby (Comparison *comparison, guint cell)
{
  const PakivSharedSums *shared = comparison->shared;
  const guint *begin = shared->sums + shared->starts[cell];
  const guint *end = shared->sums + shared->starts[cell + 1];
  guint most = MAX (2, COMPARED_SUMS / (guint)MAX (end - begin, 1));

  for (const guint *sum = begin; sum < end; sum++)
    comparison->marked_by[*sum] = cell + 1;
  g_array_set_size (comparison->found, 0);
  for (guint away = 1; away <= REACH; away++)
    for (const guint *sum = begin; sum < end && comparison->found->len < most; sum++)
      {
        guint at = shared->first[*sum] + comparison->places[*sum];

        if (at >= shared->first[*sum] + away)
          compare (comparison, cell, shared->members[at - away]);
        if (at + away < shared->first[*sum + 1])
          compare (comparison, cell, shared->members[at + away]);
      }
  for (const guint *sum = begin; sum < end; sum++)
    comparison->places[*sum]++;
}

/* Those that share most, in the order in which they were met: an insertion each, as few are kept.
 */
static void
keep_alike (Comparison *comparison, guint cell)
{
  PakivSharedSums *shared = comparison->shared;
  guint *alike = shared->alike + (gsize)cell * PAKIV_SHARED_SUMS_ALIKE;
  guint16 *n_shared = shared->n_shared + (gsize)cell * PAKIV_SHARED_SUMS_ALIKE;
  guint n = 0;

  for (guint k = 0; k < comparison->found->len; k++)
    {
      const Found *found = &g_array_index (comparison->found, Found, k);
      guint place = n;

      if (n == PAKIV_SHARED_SUMS_ALIKE && n_shared[n - 1] >= found->n_shared)
        continue;
      if (n == PAKIV_SHARED_SUMS_ALIKE)
        place--;
      else
        n++;
      for (; place > 0 && n_shared[place - 1] < found->n_shared; place--)
        {
          alike[place] = alike[place - 1];
          n_shared[place] = n_shared[place - 1];
        }
      alike[place] = found->cell;
      n_shared[place] = (guint16)MIN (found->n_shared, G_MAXUINT16);
    }
  shared->n_alike[cell] = (guint8)n;
}

static void
find_alike (PakivSharedSums *shared)
{
  g_autofree guint *places = g_new0 (guint, MAX (shared->n_sums, 1));
  g_autofree guint *met_by = g_new0 (guint, MAX (shared->n_cells, 1));
  g_autofree guint *marked_by = g_new0 (guint, MAX (shared->n_sums, 1));
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Found));
  Comparison comparison = { shared, places, met_by, marked_by, found };
  gsize n = (gsize)MAX (shared->n_cells, 1) * PAKIV_SHARED_SUMS_ALIKE;

  shared->n_alike = g_new0 (guint8, MAX (shared->n_cells, 1));
  shared->alike = g_new (guint, n);
  shared->n_shared = g_new (guint16, n);
  for (guint i = 0; i < shared->n_cells; i++)
    {
      compare_with_nearby (&comparison, i);
      keep_alike (&comparison, i);
    }
}

PakivSharedSums *
pakiv_shared_sums_new (const PakivRounding *rounding)
{
  PakivSharedSums *shared = g_new0 (PakivSharedSums, 1);
  g_autofree guint *numbers = NULL;

  list_cells (shared, rounding);
  numbers = count_members (shared, rounding);
  number_sums (shared, rounding, numbers);
  list_members (shared, rounding, numbers);
  list_sums (shared);
  find_alike (shared);
  return shared;
}
