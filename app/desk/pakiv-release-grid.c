#include "pakiv-release-grid.h"

#include "pakiv-release-blocks.h"
#include "pakiv-release-truth.h"
#include "pakiv-table-grid.h"
#include "pakiv-table-words.h"

#include <glib/gi18n.h>
#include <stdlib.h>

typedef struct
{
  GtkGrid *grid;
  GPtrArray *columns; /* const char*: the column headings */
  int row;
  const PakivTable *table;       /* with … */
  const PakivTrueFigures *truth; /* … its true figures, or NULL */
  PakivTableGrid *places;        /* what the table was written from: where each figure is */
  guint body_row;
} Filler;

static gboolean
has_class (const PakivXml *node, const char *name)
{
  return g_strcmp0 (pakiv_xml_get (node, "class"), name) == 0;
}

static GtkAccessibleRole
get_role (const PakivXml *cell)
{
  if (g_strcmp0 (cell->name, "th") != 0)
    return GTK_ACCESSIBLE_ROLE_CELL;
  return g_strcmp0 (pakiv_xml_get (cell, "scope"), "col") == 0 ? GTK_ACCESSIBLE_ROLE_COLUMN_HEADER
                                                               : GTK_ACCESSIBLE_ROLE_ROW_HEADER;
}

/* A figure is read out with its row and column: a screen reader has no other way to them here. */
static void
describe_figure (const Filler *filler, GtkWidget *label, const char *row, guint column)
{
  const char *heading
      = column < filler->columns->len ? g_ptr_array_index (filler->columns, column) : "";
  g_autofree char *words = g_strdup_printf ("%s, %s", row, heading);

  gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  words, -1);
}

static GtkWidget *
make_cell (const PakivXml *cell, guint column, gboolean heading)
{
  GtkWidget *label = pakiv_release_text_new (cell->text, "release-cell", get_role (cell));

  /* Words, not a figure: the reason why there is none. */
  if (column > 0 && (has_class (cell, "why") || has_class (cell, "name")))
    {
      gtk_label_set_max_width_chars (GTK_LABEL (label), 60);
      gtk_widget_set_hexpand (label, TRUE);
    }
  else if (column == 0)
    {
      gtk_label_set_width_chars (GTK_LABEL (label), 18);
      gtk_label_set_max_width_chars (GTK_LABEL (label), 44);
      gtk_widget_set_hexpand (label, TRUE);
    }
  else
    {
      gtk_label_set_xalign (GTK_LABEL (label), 1);
      gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_RIGHT);
      gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD);
      gtk_widget_add_css_class (label, "numeric");
      if (heading)
        gtk_label_set_max_width_chars (GTK_LABEL (label), 16);
    }
  gtk_label_set_yalign (GTK_LABEL (label), heading ? 1 : 0);
  return label;
}

static void
style_cell (GtkWidget *label, const PakivXml *cell, const char *part, gboolean group)
{
  if (g_strcmp0 (part, "thead") == 0)
    gtk_widget_add_css_class (label, "head");
  if (g_strcmp0 (part, "tfoot") == 0)
    gtk_widget_add_css_class (label, "foot");
  if (group)
    gtk_widget_add_css_class (label, "group");
  if (has_class (cell, "all"))
    gtk_widget_add_css_class (label, "all");
  if (has_class (cell, "none"))
    gtk_widget_add_css_class (label, "none");
}

static int
get_span (const PakivXml *cell)
{
  const char *span = pakiv_xml_get (cell, "colspan");

  return span != NULL ? MAX (1, atoi (span)) : 1;
}

/* The place in the table's values of the figure in @column (the row's name being 0); −1: none. */
static gssize
find_offset (const Filler *filler, guint column)
{
  const PakivGridRow *row;

  if (filler->places == NULL || filler->body_row >= filler->places->rows->len)
    return -1;
  row = filler->places->rows->pdata[filler->body_row];
  if (column == 0 || column > row->cells->len)
    return -1;
  return g_array_index (row->cells, PakivGridCell, column - 1).offset;
}

static void
show_counted (GtkWidget *label,
              const char *published,
              const char *counted,
              const char *mark,
              const char *reason)
{
  g_autofree char *markup = g_markup_printf_escaped (
      "<span size=\"88%%\">%s →</span> <b>%s</b> <sup>%s</sup>", counted, published, mark);
  g_autofree char *words
      /* Translators: a published figure, what was counted, and the reason why they differ. */
      = g_strdup_printf (_ ("Shown as %s, counted %s. %s"), published, counted, reason);

  gtk_label_set_markup (GTK_LABEL (label), markup);
  gtk_widget_add_css_class (label, "altered");
  gtk_widget_set_tooltip_text (label, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static void
show_truth (const Filler *filler, GtkWidget *label, guint column)
{
  gssize offset = find_offset (filler, column);
  const PakivTrueFigure *figure
      = offset >= 0 ? pakiv_true_figures_get (filler->truth, filler->table, (gsize)offset) : NULL;
  g_autofree char *published = NULL;
  g_autofree char *counted = NULL;
  g_autofree char *reason = NULL;
  PakivAlteration alteration;

  if (figure == NULL)
    return;
  alteration = pakiv_true_figure_compare (figure, filler->table->values[offset]);
  if (alteration == PAKIV_ALTERED_NOT)
    return;
  published = pakiv_table_word_number (filler->table->values[offset]);
  counted = pakiv_table_word_number (figure->count);
  reason = pakiv_release_truth_explain (filler->table, alteration);
  show_counted (label, published, counted, pakiv_release_truth_get_mark (alteration), reason);
}

static void
add_row (Filler *filler, const PakivXml *row, const char *part, gboolean inside)
{
  gboolean heading = g_strcmp0 (part, "thead") == 0;
  const char *name = "";
  int column = 0;

  /* The last row of headings is the one right above the figures. */
  if (heading)
    g_ptr_array_set_size (filler->columns, 0);
  for (guint i = 0; i < row->children->len; i++)
    {
      const PakivXml *cell = g_ptr_array_index (row->children, i);
      int span = get_span (cell);
      GtkWidget *label = make_cell (cell, i, heading);

      style_cell (label, cell, part, has_class (row, "group"));
      if (has_class (row, "over"))
        gtk_widget_add_css_class (label, "over");
      if (i == 0)
        name = cell->text;
      if (i == 0 && inside)
        gtk_widget_add_css_class (label, "inside");
      if (heading)
        g_ptr_array_add (filler->columns, cell->text);
      else if (i > 0)
        {
          describe_figure (filler, label, name, i);
          show_truth (filler, label, i);
        }
      if (span > 1)
        gtk_label_set_xalign (GTK_LABEL (label), 0.5f);
      gtk_grid_attach (filler->grid, label, column, filler->row, span, 1);
      column += span;
    }
  filler->row++;
  filler->body_row += !heading;
}

static void
add_part (Filler *filler, const PakivXml *part)
{
  gboolean inside = FALSE; /* below a group's heading */

  for (guint i = 0; i < part->children->len; i++)
    {
      const PakivXml *row = g_ptr_array_index (part->children, i);

      if (g_strcmp0 (row->name, "tr") != 0)
        continue;
      add_row (filler, row, part->name, inside && !has_class (row, "group"));
      inside = inside || has_class (row, "group");
    }
}

GtkWidget *
pakiv_release_grid_new (const PakivXml *xml, const PakivTable *table, const PakivTrueFigures *truth)
{
  g_autoptr (PakivTableGrid) places = truth != NULL ? pakiv_table_grid_new (table) : NULL;
  g_autoptr (GPtrArray) columns = g_ptr_array_new ();
  GtkWidget *grid
      = g_object_new (GTK_TYPE_GRID, "accessible-role", GTK_ACCESSIBLE_ROLE_TABLE, NULL);
  Filler filler = { GTK_GRID (grid), columns, 0, table, truth, places, 0 };

  gtk_widget_add_css_class (grid, "release-table");
  for (guint i = 0; i < xml->children->len; i++)
    {
      const PakivXml *part = g_ptr_array_index (xml->children, i);

      if (g_strcmp0 (part->name, "caption") != 0)
        add_part (&filler, part);
    }
  return grid;
}
