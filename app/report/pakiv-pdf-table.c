#include "pakiv-pdf-table.h"

#include "pakiv-pdf-text.h"

#include <glib/gi18n.h>
#include <math.h>

#define SIZE 9.0
#define SIZE_LEAST 6.0
#define PAD 5.0
#define PAD_ROW 2.6
#define HEADING_MAX 92.0 /* a heading may be folded at this width */
#define NAME_LEAST 120.0
#define INDENT 10.0
#define OVER_MAX 170.0
#define TOGETHER 0.45 /* of a page: such a table is not parted */

typedef struct
{
  PakivPdfSheet *sheet;
  const PakivTableGrid *grid;
  double size;
  double name_width;
  double *widths; /* of the columns, padding included */
  double width;
} Layout;

static double
measure_line (PakivPdfSheet *sheet, const char *text, double size, gboolean bold)
{
  g_autoptr (PangoLayout) layout = pakiv_pdf_make_text (sheet, text, size, bold, 0);
  double width;

  pakiv_pdf_measure (layout, &width);
  return ceil (width);
}

static double
measure_longest_word (PakivPdfSheet *sheet, const char *text, double size)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  double longest = 0;

  for (int i = 0; words[i] != NULL; i++)
    longest = MAX (longest, measure_line (sheet, words[i], size, TRUE));
  return longest;
}

static double
measure_column (const Layout *layout, guint column)
{
  const char *heading = layout->grid->columns->pdata[column];
  double width = MAX (MIN (measure_line (layout->sheet, heading, layout->size, TRUE), HEADING_MAX),
                      measure_longest_word (layout->sheet, heading, layout->size));

  for (guint i = 0; i < layout->grid->rows->len; i++)
    {
      const PakivGridRow *row = layout->grid->rows->pdata[i];

      width = MAX (width, measure_line (layout->sheet,
                                        g_array_index (row->cells, PakivGridCell, column).text,
                                        layout->size, TRUE));
    }
  return width + 2 * PAD;
}

static double
measure_names (const Layout *layout)
{
  const char *corner = layout->grid->corner;
  double width = corner != NULL ? measure_line (layout->sheet, corner, layout->size, TRUE) : 0;

  for (guint i = 0; i < layout->grid->rows->len; i++)
    {
      const PakivGridRow *row = layout->grid->rows->pdata[i];
      gboolean bold = row->kind != PAKIV_GRID_ROW;
      double indent = layout->grid->groups && !bold ? INDENT : 0;

      width = MAX (width, indent + measure_line (layout->sheet, row->name, layout->size, bold));
    }
  return width + 2 * PAD;
}

/* Sentences share what the names leave. */
static void
share_among_words (Layout *layout)
{
  double whole = pakiv_pdf_get_width (layout->sheet);

  layout->name_width = MIN (measure_names (layout), whole * 0.34);
  for (guint i = 0; i < layout->grid->columns->len; i++)
    layout->widths[i] = (whole - layout->name_width) / layout->grid->columns->len;
  layout->width = whole;
}

/* What stands above the columns may need more than they do. */
static double
widen_for_over (Layout *layout)
{
  guint n = layout->grid->columns->len - 1;
  double width = 0, needed, more;

  if (layout->grid->over == NULL || n == 0)
    return 0;
  for (guint i = 0; i < n; i++)
    width += layout->widths[i];
  needed = MIN (measure_line (layout->sheet, layout->grid->over, layout->size, FALSE), OVER_MAX);
  more = MAX (needed + 2 * PAD - width, 0);
  for (guint i = 0; i < n; i++)
    layout->widths[i] += more / n;
  return more;
}

/* Figures get what they need; a table that would be too wide gets smaller letters. */
static void
share_width (Layout *layout)
{
  double whole = pakiv_pdf_get_width (layout->sheet);

  for (layout->size = SIZE;; layout->size -= 0.5)
    {
      double figures = 0;

      for (guint i = 0; i < layout->grid->columns->len; i++)
        figures += layout->widths[i] = measure_column (layout, i);
      figures += widen_for_over (layout);
      layout->name_width = MIN (measure_names (layout), MAX (whole - figures, NAME_LEAST));
      layout->width = layout->name_width + figures;
      if (layout->width <= whole || layout->size <= SIZE_LEAST)
        return;
    }
}

static Layout
layout_new (PakivPdfSheet *sheet, const PakivTableGrid *grid)
{
  Layout layout = { sheet, grid, SIZE, 0, g_new0 (double, grid->columns->len + 1), 0 };

  if (grid->words)
    share_among_words (&layout);
  else
    share_width (&layout);
  return layout;
}

typedef struct
{
  const char *text;
  double x, width; /* the cell’s box, from the table’s left */
  double indent;
  gboolean right, bold, centre;
  const char *tag;
} Cell;

static PangoLayout *
make_cell (const Layout *layout, const Cell *cell)
{
  PangoLayout *text = pakiv_pdf_make_text (layout->sheet, cell->text, layout->size, cell->bold,
                                           cell->width - 2 * PAD - cell->indent + 0.5);

  pango_layout_set_alignment (text, cell->centre  ? PANGO_ALIGN_CENTER
                                    : cell->right ? PANGO_ALIGN_RIGHT
                                                  : PANGO_ALIGN_LEFT);
  return text;
}

static double
measure_cell (const Layout *layout, const Cell *cell)
{
  g_autoptr (PangoLayout) text = make_cell (layout, cell);

  return pakiv_pdf_measure (text, NULL) + 2 * PAD_ROW;
}

static void
show_cell (const Layout *layout, const Cell *cell, double height, gboolean at_bottom)
{
  g_autoptr (PangoLayout) text = make_cell (layout, cell);
  double own = pakiv_pdf_measure (text, NULL);
  double y = pakiv_pdf_get_y (layout->sheet) + (at_bottom ? height - own - PAD_ROW : PAD_ROW);

  if (cell->tag != NULL)
    pakiv_pdf_begin_tag (layout->sheet, cell->tag);
  if (*cell->text != '\0')
    pakiv_pdf_show (layout->sheet, text,
                    pakiv_pdf_get_left (layout->sheet) + cell->x + PAD + cell->indent, y);
  if (cell->tag != NULL)
    pakiv_pdf_end_tag (layout->sheet, cell->tag);
}

/* The cells of a row of figures or sentences. */
static GArray *
list_cells (const Layout *layout, const PakivGridRow *row)
{
  GArray *cells = g_array_new (FALSE, FALSE, sizeof (Cell));
  gboolean bold = row->kind != PAKIV_GRID_ROW;
  Cell name = {
    row->name, 0,   layout->name_width, layout->grid->groups && !bold ? INDENT : 0, FALSE, bold,
    FALSE,     "TH"
  };
  double x = layout->name_width;

  g_array_append_val (cells, name);
  for (guint i = 0; i < row->cells->len; i++)
    {
      const PakivGridCell *from = &g_array_index (row->cells, PakivGridCell, i);
      Cell cell
          = { from->text, x,   layout->widths[i], 0, !layout->grid->words, bold || from->strong,
              FALSE,      "TD" };

      g_array_append_val (cells, cell);
      x += layout->widths[i];
    }
  return cells;
}

static GArray *
list_headings (const Layout *layout)
{
  GArray *cells = g_array_new (FALSE, FALSE, sizeof (Cell));
  Cell corner = { layout->grid->corner, 0, layout->name_width, 0, FALSE, TRUE, FALSE, "TH" };
  double x = layout->name_width;

  g_array_append_val (cells, corner);
  for (guint i = 0; i < layout->grid->columns->len; i++)
    {
      Cell cell = { layout->grid->columns->pdata[i],
                    x,
                    layout->widths[i],
                    0,
                    !layout->grid->words,
                    TRUE,
                    FALSE,
                    "TH" };

      g_array_append_val (cells, cell);
      x += layout->widths[i];
    }
  return cells;
}

static double
measure_cells (const Layout *layout, GArray *cells)
{
  double height = 0;

  for (guint i = 0; i < cells->len; i++)
    height = MAX (height, measure_cell (layout, &g_array_index (cells, Cell, i)));
  return height;
}

static void
draw_rule (const Layout *layout, double thickness)
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
tint (const Layout *layout, double height)
{
  cairo_t *cr = pakiv_pdf_get_cairo (layout->sheet);

  cairo_set_source_rgb (cr, 0.93, 0.93, 0.93);
  cairo_rectangle (cr, pakiv_pdf_get_left (layout->sheet), pakiv_pdf_get_y (layout->sheet),
                   layout->width, height);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, 0, 0, 0);
}

static void
show_cells (const Layout *layout, GArray *cells, double height, gboolean at_bottom)
{
  pakiv_pdf_begin_tag (layout->sheet, "TR");
  for (guint i = 0; i < cells->len; i++)
    show_cell (layout, &g_array_index (cells, Cell, i), height, at_bottom);
  pakiv_pdf_end_tag (layout->sheet, "TR");
  pakiv_pdf_set_y (layout->sheet, pakiv_pdf_get_y (layout->sheet) + height);
}

/* What the columns answer, above them all but the last. */
static Cell
get_over (const Layout *layout)
{
  double width = 0;

  for (guint i = 0; i + 1 < layout->grid->columns->len; i++)
    width += layout->widths[i];
  return (Cell){ layout->grid->over, layout->name_width, width, 0, TRUE, FALSE, TRUE, "TH" };
}

static double
measure_head (const Layout *layout)
{
  g_autoptr (GArray) headings = NULL;
  double height;

  if (layout->grid->corner == NULL)
    return 0;
  headings = list_headings (layout);
  height = measure_cells (layout, headings);
  if (layout->grid->over != NULL)
    {
      Cell over = get_over (layout);

      height += measure_cell (layout, &over);
    }
  return height;
}

static void
show_head (const Layout *layout)
{
  g_autoptr (GArray) headings = NULL;

  if (layout->grid->corner == NULL)
    {
      draw_rule (layout, 1.1);
      return;
    }
  headings = list_headings (layout);
  if (layout->grid->over != NULL)
    {
      Cell over = get_over (layout);
      double height = measure_cell (layout, &over);

      pakiv_pdf_begin_tag (layout->sheet, "TR");
      show_cell (layout, &over, height, FALSE);
      pakiv_pdf_end_tag (layout->sheet, "TR");
      pakiv_pdf_set_y (layout->sheet, pakiv_pdf_get_y (layout->sheet) + height);
    }
  show_cells (layout, headings, measure_cells (layout, headings), TRUE);
  draw_rule (layout, 1.1);
}

static double
measure_row (const Layout *layout, guint number)
{
  g_autoptr (GArray) cells = list_cells (layout, layout->grid->rows->pdata[number]);

  return measure_cells (layout, cells);
}

static void
show_row (const Layout *layout, guint number)
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
measure_whole (const Layout *layout)
{
  double height = measure_head (layout);

  for (guint i = 0; i < layout->grid->rows->len; i++)
    height += measure_row (layout, i);
  return height;
}

/* A group’s head never stands alone at the foot of a page, nor a total at the top of one. */
static double
get_needed (const Layout *layout, guint number)
{
  const GPtrArray *rows = layout->grid->rows;
  double height = measure_row (layout, number);
  const PakivGridRow *row = rows->pdata[number];
  const PakivGridRow *next = number + 1 < rows->len ? rows->pdata[number + 1] : NULL;

  if (next != NULL && (row->kind == PAKIV_GRID_GROUP || next->kind == PAKIV_GRID_TOTAL))
    height += measure_row (layout, number + 1);
  return height;
}

static void
go_on (const Layout *layout, const char *title)
{
  /* Translators: a table that goes on from the page before. */
  g_autofree char *words = g_strdup_printf (_ ("%s (continued)"), title);

  pakiv_pdf_new_page (layout->sheet);
  pakiv_pdf_paragraph (layout->sheet, PAKIV_PDF_SMALL, words);
}

double
pakiv_pdf_table_get_least (PakivPdfSheet *sheet, const PakivTableGrid *grid)
{
  Layout layout = layout_new (sheet, grid);
  double whole = measure_whole (&layout);
  double least = measure_head (&layout);

  for (guint i = 0; i < MIN (3, grid->rows->len); i++)
    least += measure_row (&layout, i);
  g_free (layout.widths);
  return whole <= TOGETHER * pakiv_pdf_get_whole_room (sheet) ? whole : least;
}

void
pakiv_pdf_table (PakivPdfSheet *sheet, const PakivTableGrid *grid, const char *title)
{
  Layout layout = layout_new (sheet, grid);
  guint group = 0;

  if (pakiv_pdf_table_get_least (sheet, grid) > pakiv_pdf_get_room (sheet))
    pakiv_pdf_new_page (sheet);
  pakiv_pdf_begin_tag (sheet, "Table");
  show_head (&layout);
  for (guint i = 0; i < grid->rows->len; i++)
    {
      const PakivGridRow *row = grid->rows->pdata[i];

      if (row->kind == PAKIV_GRID_GROUP)
        group = i;
      if (i > 0 && get_needed (&layout, i) > pakiv_pdf_get_room (sheet))
        {
          pakiv_pdf_end_tag (sheet, "Table");
          go_on (&layout, title);
          pakiv_pdf_begin_tag (sheet, "Table");
          show_head (&layout);
          /* The rows that follow would not say to whom they belong. */
          if (grid->groups && row->kind == PAKIV_GRID_ROW)
            show_row (&layout, group);
        }
      show_row (&layout, i);
    }
  pakiv_pdf_end_tag (sheet, "Table");
  pakiv_pdf_gap (sheet, 5);
  g_free (layout.widths);
}
