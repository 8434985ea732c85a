/* The table's grid (pakiv-table-grid.h) as HTML. */
#include "pakiv-table-page.h"

#include "pakiv-html.h"
#include "pakiv-table-grid.h"
#include "pakiv-table-words.h"

#include <glib/gi18n.h>

#define SHORT_ROWS 16 /* such a table is not parted over two printed pages */

static void
append_head (GString *html, const PakivTableGrid *grid)
{
  g_string_append (html, "<thead>\n");
  if (grid->over != NULL)
    pakiv_html_append (html,
                       "<tr class=\"over\"><td></td><th scope=\"colgroup\" colspan=\"%u\">%s</th>"
                       "<td></td></tr>\n",
                       grid->columns->len - 1, grid->over);
  pakiv_html_append (html, "<tr><th scope=\"col\" class=\"name\">%s</th>", grid->corner);
  for (guint i = 0; i < grid->columns->len; i++)
    pakiv_html_append (html, "<th scope=\"col\">%s</th>", (char *)grid->columns->pdata[i]);
  g_string_append (html, "</tr>\n</thead>\n");
}

static void
append_row (GString *html, const PakivGridRow *row)
{
  gboolean group = row->kind == PAKIV_GRID_GROUP;

  g_string_append (html, group ? "<tr class=\"group\"><th scope=\"rowgroup\">"
                               : "<tr><th scope=\"row\">");
  pakiv_html_append (html, "%s</th>", row->name);
  for (guint i = 0; i < row->cells->len; i++)
    {
      const PakivGridCell *cell = &g_array_index (row->cells, PakivGridCell, i);

      g_string_append (html, cell->none     ? "<td class=\"none\">"
                             : cell->strong ? "<td class=\"all\">"
                                            : "<td>");
      pakiv_html_append (html, "%s</td>", cell->text);
    }
  g_string_append (html, "</tr>\n");
}

/* Each group is a body of its own; a total stands in the foot. */
static void
append_body (GString *html, const PakivTableGrid *grid)
{
  for (guint i = 0; i < grid->rows->len; i++)
    {
      const PakivGridRow *row = grid->rows->pdata[i];

      if (row->kind == PAKIV_GRID_GROUP)
        g_string_append (html, i > 0 ? "</tbody>\n<tbody>\n" : "<tbody>\n");
      else if (row->kind == PAKIV_GRID_TOTAL)
        g_string_append (html, i > 0 ? "</tbody>\n<tfoot>\n" : "<tbody>\n</tbody>\n<tfoot>\n");
      else if (i == 0)
        g_string_append (html, "<tbody>\n");
      append_row (html, row);
    }
  g_string_append (html, grid->groups ? "</tbody>\n" : "</tfoot>\n");
}

void
pakiv_table_page_append (GString *html, const PakivTable *table)
{
  g_autoptr (PakivTableGrid) grid = NULL;
  gboolean is_short;

  if (pakiv_table_get_total (table) == 0)
    {
      pakiv_html_append_element (html, "p", "left-out", _ ("No figure in this quarter."));
      return;
    }
  grid = pakiv_table_grid_new (table);
  is_short
      = !grid->groups
        && ((const PakivTableDimension *)table->dimensions->pdata[0])->codes->len <= SHORT_ROWS;
  pakiv_html_append (html, "<div class=\"%s\" role=\"region\" tabindex=\"0\" aria-label=\"%s\">\n",
                     is_short ? "scroll short" : "scroll", pakiv_table_word (table->title));
  g_string_append (html, "<table>\n");
  pakiv_html_append_element (html, "caption", NULL, grid->caption);
  append_head (html, grid);
  append_body (html, grid);
  g_string_append (html, "</table>\n</div>\n");
  for (guint i = 0; i < grid->notes->len; i++)
    pakiv_html_append_element (html, "p", "left-out", grid->notes->pdata[i]);
}
