/* Who holds a revision and the first release, and sets the one beside the other. */
#include "pakiv-revision.h"
#include "pakiv-selection.h"
#include "pakiv-table-regroup.h"

#include <glib/gi18n.h>

typedef struct
{
  gint64 low;
  gint64 high;
} Range;

/* Of a figure of the first release. */
static Range
read_count (gint64 value, gint64 base)
{
  const Range none = { 0, base - 1 }, one = { 1, base }, exact = { value, value };

  return value == 0 ? none : value == base ? one : exact;
}

/* Of a figure of the revision. */
static Range
read_change (gint64 value, gint64 base)
{
  const Range range = { value == 0 ? 0 : value - base + 1, value + base - 1 };

  return range;
}

typedef struct
{
  const PakivTable *first;
  const PakivTable *added;     /* or NULL: 0 throughout */
  const PakivTable *taken_out; /* likewise */
  PakivFinding *finding;
  gboolean narrow;
  gboolean too_much;
} Attack;

static gint64
get_value (const PakivTable *table, gsize offset)
{
  return table != NULL ? table->values[offset] : 0;
}

/* What may be a small count must be so for at least b − 1 steps. */
static void
look (Attack *attack, Range range)
{
  gint64 base = attack->first->base;

  if (range.low >= base || range.high <= 0)
    return;
  attack->finding->n_targets++;
  attack->finding->narrowest = MIN (attack->finding->narrowest, range.high - range.low);
  if (range.high - range.low >= base - 1)
    return;
  attack->finding->n_narrow++;
  attack->narrow = TRUE;
}

/* Old and taken out narrow each other, since nothing is taken out that was not there. */
static void
attack_figure (Attack *attack, gsize offset)
{
  gint64 base = attack->first->base;
  Range old = read_count (attack->first->values[offset], base);
  Range added = read_change (get_value (attack->added, offset), base);
  Range out = read_change (get_value (attack->taken_out, offset), base);
  Range stayed, now;

  out.high = MIN (out.high, old.high);
  old.low = MAX (old.low, out.low);
  stayed = (Range){ MAX (0, old.low - out.high), old.high - out.low };
  now = (Range){ stayed.low + added.low, stayed.high + added.high };
  look (attack, old);
  look (attack, out);
  look (attack, added);
  look (attack, stayed);
  look (attack, now);
}

static gboolean
is_finest (const PakivTable *table, gsize offset)
{
  for (guint d = table->dimensions->len; d-- > 0;)
    {
      gsize n = ((const PakivTableDimension *)table->dimensions->pdata[d])->codes->len;

      if (offset % n == 0)
        return FALSE;
      offset /= n;
    }
  return TRUE;
}

static void
attack_figures (Attack *attack)
{
  for (gsize offset = 0; offset < attack->first->n_values; offset++)
    {
      gint64 out = get_value (attack->taken_out, offset);

      attack->too_much |= out > attack->first->values[offset];
      if (is_finest (attack->first, offset) && (out != 0 || get_value (attack->added, offset) != 0))
        attack_figure (attack, offset);
    }
}

static const PakivTable *
find_change (const PakivRelease *revision, const char *id, PakivTableChange change)
{
  for (guint t = 0; t < revision->tables->len; t++)
    {
      const PakivTable *table = revision->tables->pdata[t];
      g_autofree char *of = pakiv_table_get_counts_id (table);

      if (table->change == change && g_strcmp0 (of, id) == 0)
        return table;
    }
  return NULL;
}

/* Whether @change (or NULL: none) tells of the very figures of @old, by the same steps: in any
 * other order or with another base, ranges would be taken for wider than they are. */
static gboolean
is_of (const PakivTable *change, const PakivTable *old)
{
  return change == NULL
         || (change->base == old->base && pakiv_table_has_same_codes (change, old)
             && g_strcmp0 (change->filter_dimension, old->filter_dimension) == 0
             && g_strcmp0 (change->filter_code, old->filter_code) == 0);
}

static void
add_conflict (GPtrArray *conflicts, const Attack *attack)
{
  if (attack->too_much)
    g_ptr_array_add (conflicts,
                     g_strdup_printf (_ ("From the table “%s” more is taken out than the first "
                                         "release has in it."),
                                      attack->first->id));
  if (attack->narrow)
    g_ptr_array_add (
        conflicts,
        g_strdup_printf (_ ("The table “%s” beside that of the first release of the same quarter "
                            "gives away a count smaller than %d."),
                         attack->first->id, attack->first->base));
}

static void
attack_table (const PakivRelease *revision,
              const char *id,
              const PakivRelease *first,
              PakivFinding *finding,
              GPtrArray *conflicts)
{
  const PakivTable *added = find_change (revision, id, PAKIV_TABLE_ADDED);
  const PakivTable *taken_out = find_change (revision, id, PAKIV_TABLE_TAKEN_OUT);
  const PakivTable *like = added != NULL ? added : taken_out;
  const PakivTable *counts = pakiv_release_find_table (first, id);
  g_autoptr (PakivTable) old = counts != NULL ? pakiv_table_regroup (counts, like) : NULL;
  Attack attack = { .first = old, .added = added, .taken_out = taken_out, .finding = finding };

  if (old == NULL || !is_of (added, old) || !is_of (taken_out, old))
    {
      g_ptr_array_add (
          conflicts,
          g_strdup_printf (_ ("The table “%s” is not one of the first release, or not with these "
                              "categories."),
                           id));
      return;
    }
  attack_figures (&attack);
  add_conflict (conflicts, &attack);
}

void
pakiv_revision_attack (const PakivRelease *revision,
                       const PakivRelease *first,
                       PakivFinding *finding,
                       GPtrArray *conflicts)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  *finding = (PakivFinding){ .tried = TRUE, .narrowest = G_MAXINT64 };
  for (guint t = 0; t < revision->tables->len; t++)
    {
      char *id = pakiv_table_get_counts_id (revision->tables->pdata[t]);

      if (id != NULL && g_hash_table_add (seen, id))
        attack_table (revision, id, first, finding, conflicts);
    }
}
