#include "pakiv-pdf-table.h"

#include "pakiv-pdf-columns.h"
#include "pakiv-pdf-letters.h"
#include "pakiv-pdf-text.h"

#include <glib/gi18n.h>
#include <string.h>

#define PAD PAKIV_PDF_CELL_PAD
#define PAD_ROW 2.6
#define INDENT PAKIV_PDF_CELL_INDENT
#define TOGETHER 0.45 /* of a page: such a table is not parted */

typedef struct
{
  const char *text;
  double x, width; /* the cell’s box, from the table’s left */
  double indent;
  gboolean right, bold, centre;
  const char *tag;
  PakivPdfHeads heads; /* of a TH */
  guint across;        /* columns, 0 for one */
} Cell;

static PangoLayout *
make_cell (const PakivPdfColumns *layout, const Cell *cell)
{
  PangoLayout *text = pakiv_pdf_make_text (layout->sheet, cell->text, layout->size, cell->bold,
                                           cell->width - 2 * PAD - cell->indent + 0.5);

  pango_layout_set_alignment (text, cell->centre  ? PANGO_ALIGN_CENTER
                                    : cell->right ? PANGO_ALIGN_RIGHT
                                                  : PANGO_ALIGN_LEFT);
  return text;
}

static double
measure_cell (const PakivPdfColumns *layout, const Cell *cell)
{
  g_autoptr (PangoLayout) text = make_cell (layout, cell);

  return pakiv_pdf_measure (text, NULL) + 2 * PAD_ROW;
}

static void
show_cell (const PakivPdfColumns *layout, const Cell *cell, double height, gboolean at_bottom)
{
  g_autoptr (PangoLayout) text = make_cell (layout, cell);
  double own = pakiv_pdf_measure (text, NULL);
  double y = pakiv_pdf_get_y (layout->sheet) + (at_bottom ? height - own - PAD_ROW : PAD_ROW);

  if (strcmp (cell->tag, "TH") == 0)
    pakiv_pdf_note_heading_cell (layout->sheet, cell->heads, cell->across);
  pakiv_pdf_begin_tag (layout->sheet, cell->tag);
  if (*cell->text != '\0')
    pakiv_pdf_show (layout->sheet, text,
                    pakiv_pdf_get_left (layout->sheet) + cell->x + PAD + cell->indent, y);
  pakiv_pdf_end_tag (layout->sheet, cell->tag);
}

/* The cells of a row of figures or sentences. */
static GArray *
list_cells (const PakivPdfColumns *layout, const PakivGridRow *row)
{
  GArray *cells = g_array_new (FALSE, FALSE, sizeof (Cell));
  gboolean bold = row->kind != PAKIV_GRID_ROW;
  Cell name = { row->name,
                .width = layout->name_width,
                .indent = layout->grid->groups && !bold ? INDENT : 0,
                .bold = bold,
                .tag = "TH",
                .heads = PAKIV_PDF_HEADS_ROW };
  double x = layout->name_width;

  g_array_append_val (cells, name);
  for (guint i = 0; i < row->cells->len; i++)
    {
      const PakivGridCell *from = &g_array_index (row->cells, PakivGridCell, i);
      Cell cell = { from->text,
                    .x = x,
                    .width = layout->widths[i],
                    .right = !layout->grid->words,
                    .bold = bold || from->strong,
                    .tag = "TD" };

      g_array_append_val (cells, cell);
      x += layout->widths[i];
    }
  return cells;
}

static GArray *
list_headings (const PakivPdfColumns *layout)
{
  GArray *cells = g_array_new (FALSE, FALSE, sizeof (Cell));
  Cell corner = { layout->grid->corner, .width = layout->name_width, .bold = TRUE, .tag = "TH" };
  double x = layout->name_width;

  g_array_append_val (cells, corner);
  for (guint i = 0; i < layout->grid->columns->len; i++)
    {
      Cell cell = { layout->grid->columns->pdata[i], .x = x,       .width = layout->widths[i],
                    .right = !layout->grid->words,   .bold = TRUE, .tag = "TH" };

      g_array_append_val (cells, cell);
      x += layout->widths[i];
    }
  return cells;
}

/* What the columns answer, above them all but the last; empty cells beside it, so that every row
 * has as many columns. */
static GArray *
list_over (const PakivPdfColumns *layout)
{
  GArray *cells = g_array_new (FALSE, FALSE, sizeof (Cell));
  guint n = layout->grid->columns->len - 1;
  Cell corner = { "", .width = layout->name_width, .tag = "TD" };
  Cell over
      = { layout->grid->over, .x = layout->name_width, .right = TRUE, .centre = TRUE, .tag = "TH",
          .across = n };
  Cell last = { "", .width = layout->widths[n], .tag = "TD" };

  for (guint i = 0; i < n; i++)
    over.width += layout->widths[i];
  last.x = over.x + over.width;
  g_array_append_val (cells, corner);
  g_array_append_val (cells, over);
  g_array_append_val (cells, last);
  return cells;
}

static double
measure_cells (const PakivPdfColumns *layout, GArray *cells)
{
  double height = 0;

  for (guint i = 0; i < cells->len; i++)
    height = MAX (height, measure_cell (layout, &g_array_index (cells, Cell, i)));
  return height;
}

static void
draw_rule (const PakivPdfColumns *layout, double thickness)
{
  cairo_t *cr = pakiv_pdf_get_cairo (layout->sheet);
  double y = pakiv_pdf_get_y (layout->sheet), x = pakiv_pdf_get_left (layout->sheet);

  cairo_set_source_rgb (cr, 0.35, 0.35, 0.35);
  cairo_set_line_width (cr, thickness);
  cairo_move_to (cr, x, y);
  cairo_line_to (cr, x + layout->width, y);
  cairo_stroke (cr);
  cairo_set_source_rgb (cr, 0, 0, 0);
}

static void
tint (const PakivPdfColumns *layout, double height)
{
  cairo_t *cr = pakiv_pdf_get_cairo (layout->sheet);

  cairo_set_source_rgb (cr, 0.93, 0.93, 0.93);
  cairo_rectangle (cr, pakiv_pdf_get_left (layout->sheet), pakiv_pdf_get_y (layout->sheet),
                   layout->width, height);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, 0, 0, 0);
}

static void
show_cells (const PakivPdfColumns *layout, GArray *cells, double height, gboolean at_bottom)
{
  pakiv_pdf_begin_tag (layout->sheet, "TR");
  for (guint i = 0; i < cells->len; i++)
    show_cell (layout, &g_array_index (cells, Cell, i), height, at_bottom);
  pakiv_pdf_end_tag (layout->sheet, "TR");
  pakiv_pdf_set_y (layout->sheet, pakiv_pdf_get_y (layout->sheet) + height);
}

static double
measure_head (const PakivPdfColumns *layout)
{
  g_autoptr (GArray) headings = NULL;
  g_autoptr (GArray) over = NULL;

  if (layout->grid->corner == NULL)
    return 0;
  headings = list_headings (layout);
  over = layout->grid->over != NULL ? list_over (layout) : NULL;
  return measure_cells (layout, headings) + (over != NULL ? measure_cells (layout, over) : 0);
}

static void
show_head (const PakivPdfColumns *layout)
{
  if (layout->grid->corner != NULL)
    {
      g_autoptr (GArray) headings = list_headings (layout);
      g_autoptr (GArray) over = layout->grid->over != NULL ? list_over (layout) : NULL;

      if (over != NULL)
        show_cells (layout, over, measure_cells (layout, over), FALSE);
      show_cells (layout, headings, measure_cells (layout, headings), TRUE);
    }
  draw_rule (layout, 1.1);
}

static double
measure_row (const PakivPdfColumns *layout, guint number)
{
  g_autoptr (GArray) cells = list_cells (layout, layout->grid->rows->pdata[number]);

  return measure_cells (layout, cells);
}

static void
show_row (const PakivPdfColumns *layout, guint number)
{
  const PakivGridRow *row = layout->grid->rows->pdata[number];
  g_autoptr (GArray) cells = list_cells (layout, row);
  double height = measure_cells (layout, cells);

  if (row->kind == PAKIV_GRID_TOTAL)
    draw_rule (layout, 1.1);
  if (row->kind == PAKIV_GRID_GROUP)
    tint (layout, height);
  show_cells (layout, cells, height, FALSE);
  draw_rule (layout, 0.4);
}

static double
measure_whole (const PakivPdfColumns *layout)
{
  double height = measure_head (layout);

  for (guint i = 0; i < layout->grid->rows->len; i++)
    height += measure_row (layout, i);
  return height;
}

/* A group’s head never stands alone at the foot of a page, nor a total at the top of one. */
static double
get_needed (const PakivPdfColumns *layout, guint number)
{
  const GPtrArray *rows = layout->grid->rows;
  double height = measure_row (layout, number);
  const PakivGridRow *row = rows->pdata[number];
  const PakivGridRow *next = number + 1 < rows->len ? rows->pdata[number + 1] : NULL;

  if (next != NULL && (row->kind == PAKIV_GRID_GROUP || next->kind == PAKIV_GRID_TOTAL))
    height += measure_row (layout, number + 1);
  return height;
}

/* On the next page the headings stand again, and the group whose rows follow: for the eye alone, in
 * the document’s order it is one table. */
static void
go_on (const PakivPdfColumns *layout, const char *title, int group)
{
  /* Translators: a table that goes on from the page before. */
  g_autofree char *words = g_strdup_printf (_ ("%s (continued)"), title);

  pakiv_pdf_new_page (layout->sheet);
  pakiv_pdf_begin_repeat (layout->sheet);
  pakiv_pdf_paragraph (layout->sheet, PAKIV_PDF_SMALL, words);
  show_head (layout);
  if (group >= 0)
    show_row (layout, (guint)group);
  pakiv_pdf_end_repeat (layout->sheet);
}

double
pakiv_pdf_table_get_least (PakivPdfSheet *sheet, const PakivTableGrid *grid)
{
  g_autoptr (PakivPdfColumns) layout = pakiv_pdf_columns_new (sheet, grid);
  double whole = measure_whole (layout);
  double least = measure_head (layout);

  for (guint i = 0; i < MIN (3, grid->rows->len); i++)
    least += measure_row (layout, i);
  return whole <= TOGETHER * pakiv_pdf_get_whole_room (sheet) ? whole : least;
}

void
pakiv_pdf_table (PakivPdfSheet *sheet, const PakivTableGrid *grid, const char *title)
{
  g_autoptr (PakivPdfColumns) layout = pakiv_pdf_columns_new (sheet, grid);
  int group = -1;

  if (pakiv_pdf_table_get_least (sheet, grid) > pakiv_pdf_get_room (sheet))
    pakiv_pdf_new_page (sheet);
  pakiv_pdf_begin_tag (sheet, "Table");
  show_head (layout);
  for (guint i = 0; i < grid->rows->len; i++)
    {
      const PakivGridRow *row = grid->rows->pdata[i];

      if (row->kind == PAKIV_GRID_GROUP)
        group = (int)i;
      if (i > 0 && get_needed (layout, i) > pakiv_pdf_get_room (sheet))
        go_on (layout, title, grid->groups && row->kind == PAKIV_GRID_ROW ? group : -1);
      show_row (layout, i);
    }
  pakiv_pdf_end_tag (sheet, "Table");
  pakiv_pdf_gap (sheet, 5);
}
