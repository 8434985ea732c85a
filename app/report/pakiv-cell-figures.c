#include "pakiv-cell-figures.h"

#include "pakiv-error.h"
#include "pakiv-number-table.h"

#include <glib/gi18n.h>

/* Memberships of small rows and figures that are told apart: about 2 GB at most. */
#define MEMBERSHIPS_MAX (G_GUINT64_CONSTANT (1) << 28)
#define FIGURES_MAX (G_GUINT64_CONSTANT (1) << 26)

void
pakiv_cell_figures_free (PakivCellFigures *figures)
{
  if (figures == NULL)
    return;
  g_array_unref (figures->masks);
  g_array_unref (figures->figures);
  g_array_unref (figures->starts);
  g_array_unref (figures->sums);
  g_free (figures);
}

static guint32
refuse_table (const PakivCellFile *file, const char *table, GError **error)
{
  g_set_error (error, PAKIV_ERROR, PAKIV_ERROR_INVALID,
               _ ("%s: the table “%s” needs from 1 to %d different columns, as in A*B*C."),
               file->path, table, PAKIV_CELL_TABLE_DIMENSIONS_MAX);
  return 0;
}

/* 0 and @error where it is no table of @file. */
static guint32
parse_table (const PakivCellFile *file, const char *table, GError **error)
{
  g_auto (GStrv) names = g_strsplit (table, "*", -1);
  guint32 mask = 0;

  for (guint i = 0; names[i] != NULL; i++)
    {
      const char *name = g_strstrip (names[i]);
      int found = pakiv_cell_file_find (file, name);

      if (*name == '\0')
        return refuse_table (file, table, error);
      if (found < 0)
        {
          pakiv_cell_file_fail (file->path, 1, error, _ ("There is no column “%s”."), name);
          return 0;
        }
      if ((mask >> found) & 1)
        return refuse_table (file, table, error);
      mask |= 1u << found;
    }
  if (mask == 0 || __builtin_popcount (mask) > PAKIV_CELL_TABLE_DIMENSIONS_MAX)
    return refuse_table (file, table, error);
  return mask;
}

/* (transfer full): guint32, one a table; NULL and @error. */
static GArray *
parse_tables (const PakivCellFile *file, const char *tables, GError **error)
{
  g_auto (GStrv) list = g_strsplit (tables, ",", -1);
  g_autoptr (GArray) masks = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint i = 0; list[i] != NULL; i++)
    {
      guint32 mask = parse_table (file, g_strstrip (list[i]), error);

      if (mask == 0)
        return NULL;
      g_array_append_val (masks, mask);
    }
  if (masks->len == 0)
    {
      refuse_table (file, tables, error);
      return NULL;
    }
  return g_steal_pointer (&masks);
}

GStrv
pakiv_cell_figures_list_dimensions (const PakivCellFile *file, const char *tables, GError **error)
{
  g_autoptr (GArray) masks = parse_tables (file, tables, error);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  guint32 all = 0;

  if (masks == NULL)
    return NULL;
  for (guint i = 0; i < masks->len; i++)
    all |= g_array_index (masks, guint32, i);
  for (guint i = 0; i < file->dimensions->len; i++)
    if ((all >> i) & 1)
      g_ptr_array_add (names, g_strdup (((PakivCellDimension *)file->dimensions->pdata[i])->name));
  g_ptr_array_add (names, NULL);
  return (GStrv)g_ptr_array_steal (names, NULL);
}

static int
compare_masks (gconstpointer a, gconstpointer b)
{
  guint32 one = *(const guint32 *)a, other = *(const guint32 *)b;
  int more = __builtin_popcount (other) - __builtin_popcount (one);

  return more != 0 ? more : (one < other ? -1 : one > other);
}

/* Each table's own dimensions and every set of fewer of them, once; finest first. */
static GArray *
list_masks (const GArray *tables)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  GArray *masks = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint i = 0; i < tables->len; i++)
    {
      guint32 table = g_array_index (tables, guint32, i), mask = table;

      for (gboolean more = TRUE; more; mask = (mask - 1) & table)
        {
          if (g_hash_table_add (seen, GUINT_TO_POINTER (mask)))
            g_array_append_val (masks, mask);
          more = mask != 0;
        }
    }
  g_array_sort (masks, compare_masks);
  return masks;
}

typedef struct
{
  const PakivCellFile *file;
  gint64 base;
  PakivNumberTable *numbers;
  guint64 *firsts; /* of each mask, the number of its first figure */
} Builder;

static gboolean
refuse_size (const PakivCellFile *file, GError **error)
{
  g_set_error (error, PAKIV_ERROR, PAKIV_ERROR_TOO_LARGE,
               _ ("%s: the tables would have too many figures. Name fewer columns or smaller "
                  "tables."),
               file->path);
  return FALSE;
}

static gboolean
number_masks (Builder *builder, const PakivCellFigures *figures, GError **error)
{
  guint64 next = 0;

  for (guint m = 0; m < figures->masks->len; m++)
    {
      guint32 mask = g_array_index (figures->masks, guint32, m);
      guint64 size = 1;

      for (guint i = 0; i < builder->file->dimensions->len; i++)
        if ((mask >> i) & 1)
          {
            const PakivCellDimension *dimension = builder->file->dimensions->pdata[i];

            if (__builtin_mul_overflow (size, (guint64)dimension->categories->len, &size))
              return refuse_size (builder->file, error);
          }
      builder->firsts[m] = next;
      if (__builtin_add_overflow (next, size, &next) || next >= G_MAXINT64)
        return refuse_size (builder->file, error);
    }
  return TRUE;
}

static guint64
number_figure (const Builder *builder, const PakivCellFigures *figures, guint m, guint row)
{
  const guint32 *codes = pakiv_cell_file_get_codes (builder->file, row);
  guint32 mask = g_array_index (figures->masks, guint32, m);
  guint64 number = 0;

  for (guint i = 0; i < builder->file->dimensions->len; i++)
    if ((mask >> i) & 1)
      {
        const PakivCellDimension *dimension = builder->file->dimensions->pdata[i];

        number = number * dimension->categories->len + codes[i];
      }
  return builder->firsts[m] + number;
}

static gboolean
add_row (Builder *builder, PakivCellFigures *figures, guint row, GError **error)
{
  gint64 value = pakiv_cell_file_get_value (builder->file, row);
  gboolean small = value > 0 && value < builder->base;

  for (guint m = 0; m < figures->masks->len; m++)
    {
      guint place
          = pakiv_number_table_add (builder->numbers, number_figure (builder, figures, m, row));
      const PakivCellFigure figure = { g_array_index (figures->masks, guint32, m), row, 0 };

      if (place == figures->figures->len)
        g_array_append_val (figures->figures, figure);
      g_array_index (figures->figures, PakivCellFigure, place).sum += value;
      if (small)
        g_array_append_val (figures->sums, place);
    }
  g_array_append_val (figures->starts, figures->sums->len);
  return (figures->sums->len <= MEMBERSHIPS_MAX && figures->figures->len <= FIGURES_MAX)
         || refuse_size (builder->file, error);
}

static gboolean
add_rows (PakivCellFigures *figures, const PakivCellFile *file, gint64 base, GError **error)
{
  g_autoptr (PakivNumberTable) numbers = pakiv_number_table_new ();
  g_autofree guint64 *firsts = g_new (guint64, figures->masks->len);
  Builder builder = { file, base, numbers, firsts };

  if (!number_masks (&builder, figures, error))
    return FALSE;
  for (guint row = 0; row < pakiv_cell_file_get_size (file); row++)
    if (!add_row (&builder, figures, row, error))
      return FALSE;
  return TRUE;
}

PakivCellFigures *
pakiv_cell_figures_new (const PakivCellFile *file, const char *tables, gint64 base, GError **error)
{
  g_autoptr (PakivCellFigures) figures = NULL;
  g_autoptr (GArray) parsed = NULL;
  guint n = file->dimensions->len, zero = 0;
  guint32 all = n < 32 ? (1u << n) - 1 : G_MAXUINT32;

  if (tables != NULL && (parsed = parse_tables (file, tables, error)) == NULL)
    return NULL;
  if (tables == NULL && n > PAKIV_CELL_TABLE_DIMENSIONS_MAX)
    {
      refuse_size (file, error);
      return NULL;
    }
  if (parsed == NULL)
    {
      parsed = g_array_new (FALSE, FALSE, sizeof (guint32));
      g_array_append_val (parsed, all);
    }
  figures = g_new0 (PakivCellFigures, 1);
  figures->masks = list_masks (parsed);
  figures->figures = g_array_new (FALSE, FALSE, sizeof (PakivCellFigure));
  figures->starts = g_array_new (FALSE, FALSE, sizeof (guint));
  figures->sums = g_array_new (FALSE, FALSE, sizeof (guint));
  g_array_append_val (figures->starts, zero);
  return add_rows (figures, file, base, error) ? g_steal_pointer (&figures) : NULL;
}
