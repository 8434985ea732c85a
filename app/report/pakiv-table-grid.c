/* Several row dimensions stand as groups: one heading for each combination of all but the last,
 * then the last one's categories. */
#include "pakiv-table-grid.h"

#include "pakiv-group-disclosure.h"
#include "pakiv-table-sum.h"
#include "pakiv-table-words.h"

#include <glib/gi18n.h>
#include <string.h>

#define SHARE_TOTAL_MIN 25

typedef struct
{
  PakivTableGrid *grid;
  const PakivTable *table;
  GArray *columns; /* guint: shown codes of the column dimension, _T last; only _T where there is
                      none */
  guint *position;
  guint n_rows; /* row dimensions */
} Filler;

static void
clear_cell (PakivGridCell *cell)
{
  g_free (cell->text);
}

static void
free_row (PakivGridRow *row)
{
  g_free (row->name);
  g_array_unref (row->cells);
  g_free (row);
}

void
pakiv_table_grid_free (PakivTableGrid *grid)
{
  if (grid == NULL)
    return;
  g_free (grid->corner);
  g_free (grid->over);
  g_free (grid->caption);
  g_ptr_array_unref (grid->columns);
  g_ptr_array_unref (grid->rows);
  g_ptr_array_unref (grid->notes);
  g_free (grid);
}

PakivTableGrid *
pakiv_table_grid_new_empty (const char *corner, const char *const *columns)
{
  PakivTableGrid *grid = g_new0 (PakivTableGrid, 1);

  grid->corner = g_strdup (corner);
  grid->columns = g_ptr_array_new_with_free_func (g_free);
  grid->rows = g_ptr_array_new_with_free_func ((GDestroyNotify)free_row);
  grid->notes = g_ptr_array_new_with_free_func (g_free);
  for (int i = 0; columns != NULL && columns[i] != NULL; i++)
    g_ptr_array_add (grid->columns, g_strdup (columns[i]));
  return grid;
}

static PakivGridRow *
add_row (PakivTableGrid *grid, PakivGridRowKind kind, const char *name)
{
  PakivGridRow *row = g_new0 (PakivGridRow, 1);

  row->kind = kind;
  row->name = g_strdup (name);
  row->cells = g_array_new (FALSE, FALSE, sizeof (PakivGridCell));
  g_array_set_clear_func (row->cells, (GDestroyNotify)clear_cell);
  g_ptr_array_add (grid->rows, row);
  return row;
}

void
pakiv_table_grid_add_row (PakivTableGrid *grid, const char *name, const char *const *texts)
{
  PakivGridRow *row = add_row (grid, PAKIV_GRID_ROW, name);

  for (int i = 0; texts[i] != NULL; i++)
    {
      PakivGridCell cell = { g_strdup (texts[i]), -1, FALSE, FALSE };

      g_array_append_val (row->cells, cell);
    }
}

void
pakiv_table_grid_add_text (PakivTableGrid *grid, const char *name, const char *text)
{
  pakiv_table_grid_add_row (grid, name, (const char *const[]){ text, NULL });
}

void
pakiv_table_grid_strengthen (PakivTableGrid *grid, guint column)
{
  const PakivGridRow *row = grid->rows->pdata[grid->rows->len - 1];

  g_array_index (row->cells, PakivGridCell, column).strong = TRUE;
}

static const PakivTableDimension *
get_dimension (const PakivTable *table, guint i)
{
  return table->dimensions->pdata[i];
}

static guint
count_codes (const PakivTable *table, guint dimension)
{
  return get_dimension (table, dimension)->codes->len;
}

static void
list_columns (Filler *filler)
{
  const PakivTable *table = filler->table;
  const guint all = 0;

  if (table->has_column)
    for (guint c = 1; c < count_codes (table, filler->n_rows); c++)
      if (!pakiv_table_code_is_empty (table, filler->n_rows, c))
        g_array_append_val (filler->columns, c);
  g_array_append_val (filler->columns, all);
}

/* "All", but where it stands alone what is counted says more. */
static char *
name_column (const Filler *filler, guint code)
{
  if (!filler->table->has_column)
    return g_strdup (_ ("Number"));
  return pakiv_table_word_code (filler->table, filler->n_rows, code);
}

/* A share of a few is noise, so it needs a whole of some size (reference: protection §1). */
static gboolean
has_shares (const Filler *filler)
{
  return !filler->table->has_column && filler->n_rows == 1
         && pakiv_table_get_total (filler->table) >= SHARE_TOTAL_MIN;
}

/* Above the categories stands what they answer: “Yes” and “No” alone say nothing. */
static void
fill_head (Filler *filler)
{
  g_autoptr (GString) rows = g_string_new (NULL);

  for (guint i = 0; i < filler->n_rows; i++)
    g_string_append_printf (rows, "%s%s", i > 0 ? " · " : "",
                            pakiv_table_word (get_dimension (filler->table, i)->label));
  filler->grid->corner = g_strdup (rows->str);
  if (filler->table->has_column && filler->columns->len > 1)
    filler->grid->over
        = g_strdup (pakiv_table_word (get_dimension (filler->table, filler->n_rows)->label));
  for (guint i = 0; i < filler->columns->len; i++)
    g_ptr_array_add (filler->grid->columns,
                     name_column (filler, g_array_index (filler->columns, guint, i)));
  if (has_shares (filler))
    g_ptr_array_add (filler->grid->columns, g_strdup (_ ("Share")));
}

static void
add_share (Filler *filler, PakivGridRow *row)
{
  gint64 total = pakiv_table_get_total (filler->table);
  gint64 share = (pakiv_table_get (filler->table, filler->position) * 200 + total) / (2 * total);
  PakivGridCell cell = { NULL, -1, FALSE, FALSE };

  /* Translators: a percentage. */
  cell.text = g_strdup_printf (_ ("%d %%"), (int)share);
  g_array_append_val (row->cells, cell);
}

static void
add_figures (Filler *filler, PakivGridRow *row)
{
  for (guint i = 0; i < filler->columns->len; i++)
    {
      guint column = g_array_index (filler->columns, guint, i);
      PakivGridCell cell = { NULL, 0, FALSE, column == 0 && filler->columns->len > 1 };
      gint64 value;

      if (filler->table->has_column)
        filler->position[filler->n_rows] = column;
      value = pakiv_table_get (filler->table, filler->position);
      cell.text = pakiv_table_word_number (value);
      cell.offset = (gssize)pakiv_table_offset (filler->table, filler->position);
      cell.none = value == 0;
      g_array_append_val (row->cells, cell);
    }
  if (filler->table->has_column)
    filler->position[filler->n_rows] = 0;
}

static gboolean
is_empty_here (const Filler *filler)
{
  return pakiv_table_get (filler->table, filler->position) == 0;
}

static void
fill_row (Filler *filler, PakivGridRowKind kind, const char *name)
{
  PakivGridRow *row = add_row (filler->grid, kind, name);

  add_figures (filler, row);
  if (has_shares (filler))
    add_share (filler, row);
}

/* The categories of the last row dimension, the others standing where they stand. */
static void
fill_categories (Filler *filler)
{
  guint last = filler->n_rows - 1;

  for (guint c = 1; c < count_codes (filler->table, last); c++)
    {
      g_autofree char *name = NULL;

      filler->position[last] = c;
      if (is_empty_here (filler))
        continue;
      name = pakiv_table_word_code (filler->table, last, c);
      fill_row (filler, PAKIV_GRID_ROW, name);
    }
  filler->position[last] = 0;
}

static char *
name_group (const Filler *filler)
{
  GString *name = g_string_new (NULL);

  for (guint i = 0; i + 1 < filler->n_rows; i++)
    {
      g_autofree char *part = pakiv_table_word_code (filler->table, i, filler->position[i]);

      if (filler->position[i] != 0)
        g_string_append_printf (name, "%s%s", name->len > 0 ? " · " : "", part);
    }
  if (name->len == 0)
    g_string_append (name, _ ("All"));
  return g_string_free (name, FALSE);
}

static void
fill_group (Filler *filler)
{
  g_autofree char *name = NULL;

  if (is_empty_here (filler))
    return;
  name = name_group (filler);
  fill_row (filler, PAKIV_GRID_GROUP, name);
  fill_categories (filler);
}

/* A group for each combination of the row dimensions before the last. */
static void
fill_groups (Filler *filler, guint depth)
{
  if (depth + 1 == filler->n_rows)
    {
      fill_group (filler);
      return;
    }
  for (guint c = 1; c < count_codes (filler->table, depth); c++)
    {
      filler->position[depth] = c;
      fill_groups (filler, depth + 1);
    }
  filler->position[depth] = 0;
}

static void
fill_body (Filler *filler)
{
  if (filler->n_rows > 1)
    {
      filler->grid->groups = TRUE;
      fill_groups (filler, 0);
      fill_group (filler);
      return;
    }
  fill_categories (filler);
  fill_row (filler, PAKIV_GRID_TOTAL, _ ("All"));
}

static void
fill_caption (Filler *filler)
{
  const PakivTable *table = filler->table;
  GString *caption = g_string_new (NULL);

  /* Translators: what a table counts, as in “Counted: contacts.” */
  g_string_append_printf (caption, _ ("Counted: %s."), pakiv_table_word (table->unit));
  g_string_append_c (caption, ' ');
  if (table->filter_label != NULL)
    {
      /* Translators: which of them a table shows, as in “Only: Any stop.” */
      g_string_append_printf (caption, _ ("Only: %s."), pakiv_table_word (table->filter_label));
      g_string_append_c (caption, ' ');
    }
  g_string_append_printf (caption, _ ("No figure is between 1 and %d; 0 may stand for a few."),
                          table->base - 1);
  filler->grid->caption = g_string_free (caption, FALSE);
}

static void
note_several (Filler *filler, guint dimension)
{
  const PakivTableDimension *of = get_dimension (filler->table, dimension);

  if (of->several)
    g_ptr_array_add (
        filler->grid->notes,
        g_strdup_printf (
            _ ("%s – several answers are possible, so the parts may add up to more than all."),
            pakiv_table_word (of->label)));
}

/* A category that somebody could have chosen; that nothing was left unstated needs no mention. */
static gboolean
is_answer (const char *code)
{
  return *code != '_' && strcmp (code, PAKIV_LATE) != 0;
}

static void
note_left_out (Filler *filler, guint dimension)
{
  const PakivTableDimension *of = get_dimension (filler->table, dimension);
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint c = 1; c < of->codes->len; c++)
    if (is_answer (of->codes->pdata[c]) && pakiv_table_code_is_empty (filler->table, dimension, c))
      {
        g_autofree char *name = pakiv_table_word_code (filler->table, dimension, c);

        g_string_append_printf (names, "%s%s", names->len > 0 ? _ (", ") : "", name);
      }
  if (names->len > 0)
    g_ptr_array_add (
        filler->grid->notes,
        /* Translators: a dimension such as “Outcome”, then its categories that have no figure. */
        g_strdup_printf (_ ("%s – also asked, no figure: %s."), pakiv_table_word (of->label),
                         names->str));
}

/* Why categories are shown together: group disclosure, a small area, or a year of changed lists. */
static void
note_together (Filler *filler, guint dimension)
{
  const PakivTableDimension *of = get_dimension (filler->table, dimension);

  for (guint c = 1; c < of->codes->len; c++)
    if (strchr (of->codes->pdata[c], PAKIV_TABLE_TOGETHER) != NULL
        || strcmp (of->codes->pdata[c], PAKIV_NOT_TOLD_APART) == 0)
      {
        g_autofree char *name = pakiv_table_word_code (filler->table, dimension, c);

        g_ptr_array_add (
            filler->grid->notes,
            g_strdup_printf (
                /* Translators: a dimension such as “District”, then what is shown together. */
                _ ("%s – %s: shown together, because alone they would say something about "
                   "everyone in them, or because the list changed."),
                pakiv_table_word (of->label), name));
      }
}

PakivTableGrid *
pakiv_table_grid_new (const PakivTable *table)
{
  g_autoptr (GArray) columns = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree guint *position = g_new0 (guint, table->dimensions->len);
  PakivTableGrid *grid = pakiv_table_grid_new_empty (NULL, NULL);
  Filler filler = { grid, table, columns, position, table->dimensions->len };

  if (table->has_column)
    filler.n_rows--;
  list_columns (&filler);
  fill_head (&filler);
  fill_body (&filler);
  fill_caption (&filler);
  for (guint i = 0; i < table->dimensions->len; i++)
    {
      note_several (&filler, i);
      note_together (&filler, i);
      note_left_out (&filler, i);
    }
  return grid;
}
