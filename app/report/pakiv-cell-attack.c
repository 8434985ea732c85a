#include "pakiv-cell-attack.h"

#include "pakiv-csv-writer.h"
#include "pakiv-error.h"
#include "pakiv-number-table.h"

#include <glib/gi18n.h>
#include <string.h>

/* Base cells, and how often sums name them: about a gigabyte. */
#define MEMBERSHIPS_MAX (G_GUINT64_CONSTANT (1) << 27)

/* A label that is no row: a combination that is not in the table. */
#define NO_ROW G_MAXUINT

typedef struct
{
  PakivCellAttack *attack;
  guint n_dimensions;
  guint sizes[PAKIV_CELL_DIMENSIONS_MAX]; /* leaves of each */
  const GArray *chosen[PAKIV_CELL_DIMENSIONS_MAX];
  GArray *cells; /* guint: those of one sum */
} Builder;

static const PakivCellLevels *
get_levels (const PakivCellAttack *attack, guint dimension)
{
  return attack->hierarchy->dimensions->pdata[dimension];
}

/* The base cells of the leaves chosen in each dimension. */
static void
collect (Builder *builder, guint depth, guint number)
{
  if (depth == builder->n_dimensions)
    {
      g_array_append_val (builder->cells, number);
      return;
    }
  for (guint i = 0; i < builder->chosen[depth]->len; i++)
    collect (builder, depth + 1,
             number * builder->sizes[depth] + g_array_index (builder->chosen[depth], guint, i));
}

static void
collect_row (Builder *builder, guint row)
{
  const guint32 *codes = pakiv_cell_file_get_codes (builder->attack->file, row);

  for (guint d = 0; d < builder->n_dimensions; d++)
    builder->chosen[d] = get_levels (builder->attack, d)->leaves->pdata[codes[d]];
  g_array_set_size (builder->cells, 0);
  collect (builder, 0, 0);
}

static gboolean
refuse_size (const PakivCellFile *file, GError **error)
{
  g_set_error (error, PAKIV_ERROR, PAKIV_ERROR_TOO_LARGE,
               _ ("%s: the table is too large: it has more combinations than can be looked at."),
               file->path);
  return FALSE;
}

static gboolean
check_size (Builder *builder, guint64 *n_cells, GError **error)
{
  PakivCellFile *file = builder->attack->file;
  guint64 memberships = 0;

  *n_cells = 1;
  for (guint d = 0; d < builder->n_dimensions; d++)
    {
      builder->sizes[d] = get_levels (builder->attack, d)->n_leaves;
      *n_cells *= builder->sizes[d];
      if (*n_cells >= PAKIV_CELL_FILE_MAX)
        return refuse_size (file, error);
    }
  for (guint row = 0; row < pakiv_cell_file_get_size (file); row++)
    {
      const guint32 *codes = pakiv_cell_file_get_codes (file, row);
      guint64 own = 1;

      for (guint d = 0; d < builder->n_dimensions; d++)
        own *= ((const GArray *)get_levels (builder->attack, d)->leaves->pdata[codes[d]])->len;
      memberships += own;
      if (memberships > MEMBERSHIPS_MAX)
        return refuse_size (file, error);
    }
  return TRUE;
}

static void
add_rows (Builder *builder)
{
  PakivCellAttack *attack = builder->attack;

  for (guint row = 0; row < pakiv_cell_file_get_size (attack->file); row++)
    {
      gint64 value = pakiv_cell_file_get_value (attack->file, row);
      guint goal;

      collect_row (builder, row);
      if (value != PAKIV_CELL_HIDDEN)
        {
          pakiv_attack_system_add_sum (attack->system, (const guint *)builder->cells->data,
                                       builder->cells->len, value, value, row);
          continue;
        }
      goal = pakiv_attack_system_add_goal (attack->system, (const guint *)builder->cells->data,
                                           builder->cells->len);
      g_array_append_val (attack->hidden, row);
      g_array_append_val (attack->goals, goal);
    }
}

/* The row's level: a bit for each dimension in which it stands at a leaf; G_MAXUINT32 where one of
 * them is neither a leaf nor the total. @place: which combination of that level. */
static guint32
find_level (const Builder *builder, guint row, guint64 *place)
{
  const PakivCellFile *file = builder->attack->file;
  const guint32 *codes = pakiv_cell_file_get_codes (file, row);
  guint32 level = 0;

  *place = 0;
  for (guint d = 0; d < builder->n_dimensions; d++)
    {
      guint leaf = g_array_index (get_levels (builder->attack, d)->leaf_of, guint, codes[d]);

      if (leaf != G_MAXUINT)
        {
          level |= 1u << d;
          *place = *place * builder->sizes[d] + leaf;
        }
      else if (strcmp (pakiv_cell_file_get_category (file, row, d), PAKIV_CELL_TOTAL) != 0)
        return G_MAXUINT32;
    }
  return level;
}

static void
add_empty (Builder *builder, guint32 level, guint64 place)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (guint));
  GArray *one[PAKIV_CELL_DIMENSIONS_MAX] = { NULL };

  for (guint d = builder->n_dimensions; d-- > 0;)
    {
      guint leaf = 0, n = builder->sizes[d];

      one[d] = g_array_new (FALSE, FALSE, sizeof (guint));
      if ((level >> d) & 1)
        {
          leaf = (guint)(place % n);
          place /= n;
          g_array_append_val (one[d], leaf);
        }
      else
        for (leaf = 0; leaf < n; leaf++)
          g_array_append_val (one[d], leaf);
      builder->chosen[d] = one[d];
    }
  g_array_set_size (builder->cells, 0);
  collect (builder, 0, 0);
  pakiv_attack_system_add_sum (builder->attack->system, (const guint *)builder->cells->data,
                               builder->cells->len, 0, 0, NO_ROW);
  for (guint d = 0; d < builder->n_dimensions; d++)
    g_array_unref (one[d]);
}

/* Combinations that a level which the table shows leaves out. */
static void
add_level (Builder *builder, guint32 level)
{
  g_autoptr (PakivNumberTable) present = pakiv_number_table_new ();
  guint n_rows = pakiv_cell_file_get_size (builder->attack->file);
  guint64 n = 1, place;

  for (guint d = 0; d < builder->n_dimensions; d++)
    if ((level >> d) & 1)
      n *= builder->sizes[d];
  for (guint row = 0; row < n_rows; row++)
    if (find_level (builder, row, &place) == level)
      pakiv_number_table_add (present, place);
  for (place = 0; pakiv_number_table_get_size (present) < n && place < n; place++)
    if (pakiv_number_table_find (present, place) == 0)
      add_empty (builder, level, place);
}

static void
add_levels (Builder *builder)
{
  g_autoptr (GHashTable) levels = g_hash_table_new (NULL, NULL);
  guint64 place;

  for (guint row = 0; row < pakiv_cell_file_get_size (builder->attack->file); row++)
    {
      guint32 level = find_level (builder, row, &place);

      if (level != G_MAXUINT32 && g_hash_table_add (levels, GUINT_TO_POINTER (level)))
        add_level (builder, level);
    }
}

PakivCellAttack *
pakiv_cell_attack_new (PakivCellFile *file, PakivCellHierarchy *hierarchy, GError **error)
{
  g_autoptr (PakivCellAttack) attack = g_new0 (PakivCellAttack, 1);
  g_autoptr (GArray) cells = g_array_new (FALSE, FALSE, sizeof (guint));
  Builder builder = { .attack = attack, .n_dimensions = file->dimensions->len, .cells = cells };
  guint64 n_cells;

  attack->file = file;
  attack->hierarchy = hierarchy;
  attack->hidden = g_array_new (FALSE, FALSE, sizeof (guint));
  attack->goals = g_array_new (FALSE, FALSE, sizeof (guint));
  if (!check_size (&builder, &n_cells, error))
    return NULL;
  attack->system = pakiv_attack_system_new ((guint)n_cells);
  add_rows (&builder);
  add_levels (&builder);
  return g_steal_pointer (&attack);
}

void
pakiv_cell_attack_free (PakivCellAttack *attack)
{
  if (attack == NULL)
    return;
  pakiv_cell_file_free (attack->file);
  pakiv_cell_hierarchy_free (attack->hierarchy);
  pakiv_attack_system_free (attack->system);
  g_array_unref (attack->hidden);
  g_array_unref (attack->goals);
  g_free (attack);
}

PakivAttackResult *
pakiv_cell_attack_run (const PakivCellAttack *attack,
                       const PakivAttackOptions *options,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (GError) cause = NULL;
  guint row;
  PakivAttackResult *result = pakiv_attack_run (attack->system, options, cancellable, &row, &cause);

  if (result != NULL)
    return result;
  if (!g_error_matches (cause, PAKIV_ERROR, PAKIV_ERROR_INVALID))
    g_propagate_error (error, g_steal_pointer (&cause));
  else if (row < pakiv_cell_file_get_size (attack->file))
    pakiv_cell_file_fail (attack->file->path, g_array_index (attack->file->lines, guint, row),
                          error,
                          _ ("This number and the others do not add up: no counts fit them all."));
  else
    g_set_error (error, PAKIV_ERROR, PAKIV_ERROR_FORMAT,
                 _ ("%s: the numbers do not add up: no counts fit them all."), attack->file->path);
  return NULL;
}

static const char *
name_verdict (PakivAttackVerdict verdict)
{
  switch (verdict)
    {
    case PAKIV_ATTACK_DERIVED:
      return "yes";
    case PAKIV_ATTACK_OPEN:
      return "no";
    case PAKIV_ATTACK_NOT_CERTIFIED:
    default:
      return "not certified";
    }
}

static void
append_hidden (const PakivCellAttack *attack, guint i, const PakivAttackRange *range, GString *csv)
{
  const char *fields[PAKIV_CELL_DIMENSIONS_MAX + 4] = { NULL };
  guint n = attack->file->dimensions->len;
  char low[24], high[24] = "";

  for (guint d = 0; d < n; d++)
    fields[d]
        = pakiv_cell_file_get_category (attack->file, g_array_index (attack->hidden, guint, i), d);
  g_snprintf (low, sizeof low, "%" G_GINT64_FORMAT, range->low);
  if (range->high < PAKIV_ATTACK_NO_LIMIT)
    g_snprintf (high, sizeof high, "%" G_GINT64_FORMAT, range->high);
  fields[n] = low;
  fields[n + 1] = high;
  fields[n + 2] = name_verdict (range->verdict);
  pakiv_csv_append_row (csv, fields);
}

GBytes *
pakiv_cell_attack_write (const PakivCellAttack *attack, const PakivAttackResult *result)
{
  const char *header[PAKIV_CELL_DIMENSIONS_MAX + 4] = { NULL };
  guint n = attack->file->dimensions->len;
  GString *csv = g_string_new (NULL);

  for (guint d = 0; d < n; d++)
    header[d] = ((PakivCellDimension *)attack->file->dimensions->pdata[d])->name;
  header[n] = "low";
  header[n + 1] = "high";
  header[n + 2] = "derived";
  pakiv_csv_append_row (csv, header);
  for (guint i = 0; i < attack->hidden->len; i++)
    append_hidden (
        attack, i,
        &g_array_index (result->ranges, PakivAttackRange, g_array_index (attack->goals, guint, i)),
        csv);
  return g_string_free_to_bytes (csv);
}
