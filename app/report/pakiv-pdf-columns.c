/* How wide the columns of a table are: figures get what they need, sentences share what is left. */
#include "pakiv-pdf-columns.h"

#include "pakiv-pdf-letters.h"

#include <math.h>

#define SIZE 9.0
#define SIZE_LEAST 6.0
#define HEADING_MAX 92.0 /* a heading may be folded at this width */
#define NAME_LEAST 120.0
#define OVER_MAX 170.0
#define PAD PAKIV_PDF_CELL_PAD
#define INDENT PAKIV_PDF_CELL_INDENT

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
measure_column (const PakivPdfColumns *columns, guint column)
{
  const char *heading = columns->grid->columns->pdata[column];
  double width
      = MAX (MIN (measure_line (columns->sheet, heading, columns->size, TRUE), HEADING_MAX),
             measure_longest_word (columns->sheet, heading, columns->size));

  for (guint i = 0; i < columns->grid->rows->len; i++)
    {
      const PakivGridRow *row = columns->grid->rows->pdata[i];

      width = MAX (width, measure_line (columns->sheet,
                                        g_array_index (row->cells, PakivGridCell, column).text,
                                        columns->size, TRUE));
    }
  return width + 2 * PAD;
}

static double
measure_names (const PakivPdfColumns *columns)
{
  const char *corner = columns->grid->corner;
  double width = corner != NULL ? measure_line (columns->sheet, corner, columns->size, TRUE) : 0;

  for (guint i = 0; i < columns->grid->rows->len; i++)
    {
      const PakivGridRow *row = columns->grid->rows->pdata[i];
      gboolean bold = row->kind != PAKIV_GRID_ROW;
      double indent = columns->grid->groups && !bold ? INDENT : 0;

      width = MAX (width, indent + measure_line (columns->sheet, row->name, columns->size, bold));
    }
  return width + 2 * PAD;
}

/* Sentences share what the names leave. */
static void
share_among_words (PakivPdfColumns *columns)
{
  double whole = pakiv_pdf_get_width (columns->sheet);

  columns->name_width = MIN (measure_names (columns), whole * 0.34);
  for (guint i = 0; i < columns->grid->columns->len; i++)
    columns->widths[i] = (whole - columns->name_width) / columns->grid->columns->len;
  columns->width = whole;
}

/* What stands above the columns may need more than they do. */
static double
widen_for_over (PakivPdfColumns *columns)
{
  guint n = columns->grid->columns->len - 1;
  double width = 0, needed, more;

  if (columns->grid->over == NULL || n == 0)
    return 0;
  for (guint i = 0; i < n; i++)
    width += columns->widths[i];
  needed = MIN (measure_line (columns->sheet, columns->grid->over, columns->size, FALSE), OVER_MAX);
  more = MAX (needed + 2 * PAD - width, 0);
  for (guint i = 0; i < n; i++)
    columns->widths[i] += more / n;
  return more;
}

/* Figures get what they need; a table that would be too wide gets smaller letters. */
static void
share_width (PakivPdfColumns *columns)
{
  double whole = pakiv_pdf_get_width (columns->sheet);

  for (columns->size = SIZE;; columns->size -= 0.5)
    {
      double figures = 0;

      for (guint i = 0; i < columns->grid->columns->len; i++)
        figures += columns->widths[i] = measure_column (columns, i);
      figures += widen_for_over (columns);
      columns->name_width = MIN (measure_names (columns), MAX (whole - figures, NAME_LEAST));
      columns->width = columns->name_width + figures;
      if (columns->width <= whole || columns->size <= SIZE_LEAST)
        return;
    }
}

PakivPdfColumns *
pakiv_pdf_columns_new (PakivPdfSheet *sheet, const PakivTableGrid *grid)
{
  PakivPdfColumns *columns = g_new0 (PakivPdfColumns, 1);

  columns->sheet = sheet;
  columns->grid = grid;
  columns->size = SIZE;
  columns->widths = g_new0 (double, grid->columns->len + 1);
  if (grid->words)
    share_among_words (columns);
  else
    share_width (columns);
  return columns;
}

void
pakiv_pdf_columns_free (PakivPdfColumns *columns)
{
  if (columns == NULL)
    return;
  g_free (columns->widths);
  g_free (columns);
}
