#include "pakiv-release-blocks.h"

#include "pakiv-release-frame.h"
#include "pakiv-release-grid.h"
#include "pakiv-release-truth.h"
#include "pakiv-selection.h"

#include <adwaita.h>

#define MOST_CARDS 5

typedef struct
{
  const PakivRelease *release;
  const PakivTrueFigures *truth; /* or NULL */
  const PakivTable *table;       /* that the section is about, where there is the truth of it */
  GCallback on_link;
  gpointer data;
} Blocks;

static void append_node (const Blocks *blocks, GtkWidget *parent, const PakivXml *node);

GtkWidget *
pakiv_release_text_new (const char *text, const char *style, GtkAccessibleRole role)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "accessible-role", role, "label", text, "wrap",
                                   TRUE, "xalign", 0.0f, NULL);

  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

static gboolean
is (const PakivXml *node, const char *name, const char *class_name)
{
  return g_strcmp0 (node->name, name) == 0
         && (class_name == NULL || g_strcmp0 (pakiv_xml_get (node, "class"), class_name) == 0);
}

static void
append_text (GtkWidget *parent, const char *text, const char *style)
{
  gtk_box_append (GTK_BOX (parent),
                  pakiv_release_text_new (text, style, GTK_ACCESSIBLE_ROLE_LABEL));
}

static void
append_heading (GtkWidget *parent, const PakivXml *node, const char *style, int level)
{
  GtkWidget *label = pakiv_release_text_new (node->text, style, GTK_ACCESSIBLE_ROLE_HEADING);

  gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LEVEL, level, -1);
  gtk_box_append (GTK_BOX (parent), label);
}

static void
append_children (const Blocks *blocks, GtkWidget *parent, const PakivXml *node)
{
  for (guint i = 0; i < node->children->len; i++)
    append_node (blocks, parent, g_ptr_array_index (node->children, i));
}

/* <dl>: a name and its value; the headlines have the value large and on a card. */
static GtkWidget *
make_pair (const PakivXml *pair, gboolean headline)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  const char *name = pakiv_xml_child_text (pair, "dt");
  const char *value = pakiv_xml_child_text (pair, "dd");

  append_text (box, headline ? value : name, headline ? "release-figure" : "release-quiet");
  append_text (box, headline ? name : value, headline ? "release-quiet" : NULL);
  if (headline)
    gtk_widget_add_css_class (box, "release-card");
  return box;
}

/* As many cards in a row as leave room for their words. */
static void
append_headlines (GtkWidget *parent, const PakivXml *node)
{
  GtkWidget *grid = gtk_grid_new ();
  int n = (int)node->children->len;
  int columns = n <= MOST_CARDS ? MAX (n, 1) : (n + 1) / 2;

  columns = MIN (columns, MOST_CARDS);
  gtk_grid_set_column_homogeneous (GTK_GRID (grid), TRUE);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 12);
  gtk_widget_add_css_class (grid, "release-headlines");
  for (int i = 0; i < n; i++)
    gtk_grid_attach (GTK_GRID (grid), make_pair (node->children->pdata[i], TRUE), i % columns,
                     i / columns, 1, 1);
  gtk_box_append (GTK_BOX (parent), grid);
}

static void
append_facts (GtkWidget *parent, const PakivXml *node)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 32);

  gtk_widget_add_css_class (row, "release-facts");
  for (guint i = 0; i < node->children->len; i++)
    gtk_box_append (GTK_BOX (row), make_pair (g_ptr_array_index (node->children, i), FALSE));
  gtk_box_append (GTK_BOX (parent), row);
}

static void
append_points (GtkWidget *parent, const PakivXml *node)
{
  for (guint i = 0; i < node->children->len; i++)
    {
      const PakivXml *item = g_ptr_array_index (node->children, i);
      GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
      GtkWidget *bullet = g_object_new (GTK_TYPE_LABEL, "accessible-role",
                                        GTK_ACCESSIBLE_ROLE_PRESENTATION, "label", "•", NULL);

      gtk_widget_set_valign (bullet, GTK_ALIGN_START);
      gtk_widget_add_css_class (bullet, "release-mark");
      gtk_box_append (GTK_BOX (box), bullet);
      append_text (box, item->text, NULL);
      gtk_widget_set_hexpand (gtk_widget_get_last_child (box), TRUE);
      gtk_box_append (GTK_BOX (parent), box);
    }
}

/* <nav>: a numbered list of links to the tables. */
static void
append_contents (const Blocks *blocks, GtkWidget *parent, const PakivXml *node)
{
  const PakivXml *list = pakiv_xml_find (node, "ol");
  GtkWidget *grid = gtk_grid_new ();

  if (list == NULL)
    return;
  gtk_grid_set_column_spacing (GTK_GRID (grid), 8);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 4);
  for (guint i = 0; i < list->children->len; i++)
    {
      const PakivXml *link = pakiv_xml_find (g_ptr_array_index (list->children, i), "a");
      g_autofree char *number = g_strdup_printf ("%u.", i + 1);
      GtkWidget *mark = g_object_new (GTK_TYPE_LABEL, "label", number, "xalign", 1.0f, "valign",
                                      GTK_ALIGN_START, NULL);
      g_autofree char *markup = NULL;
      GtkWidget *label;

      if (link == NULL)
        continue;
      markup = g_markup_printf_escaped ("<a href=\"%s\">%s</a>", pakiv_xml_get (link, "href"),
                                        link->text);
      label = pakiv_release_text_new (NULL, NULL, GTK_ACCESSIBLE_ROLE_LABEL);
      gtk_label_set_markup (GTK_LABEL (label), markup);
      g_signal_connect_object (label, "activate-link", blocks->on_link, blocks->data, 0);
      gtk_widget_add_css_class (mark, "release-mark");
      gtk_widget_add_css_class (mark, "numeric");
      gtk_grid_attach (GTK_GRID (grid), mark, 0, (int)i, 1, 1);
      gtk_grid_attach (GTK_GRID (grid), label, 1, (int)i, 1, 1);
    }
  gtk_widget_add_css_class (grid, "release-contents");
  gtk_box_append (GTK_BOX (parent), grid);
}

static void
append_chart (const Blocks *blocks, GtkWidget *parent, const PakivXml *node)
{
  const PakivXml *image = pakiv_xml_find (node, "img");
  const char *address = image != NULL ? pakiv_xml_get (image, "src") : NULL;
  PakivPicture *picture = address != NULL ? pakiv_picture_new (blocks->release, address) : NULL;
  GtkWidget *chart;

  g_return_if_fail (picture != NULL);
  chart = pakiv_release_chart_new (picture);
  gtk_widget_add_css_class (chart, "release-chart");
  gtk_box_append (GTK_BOX (parent), chart);
}

static GtkWidget *
append_box (GtkWidget *parent, int spacing, const char *style)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, spacing);

  gtk_widget_add_css_class (box, style);
  gtk_box_append (GTK_BOX (parent), box);
  return box;
}

static void
append_truth_notes (const Blocks *blocks, GtkWidget *parent)
{
  g_autoptr (GPtrArray) notes = pakiv_release_truth_list_notes (blocks->table, blocks->truth);
  GtkWidget *box;

  if (notes->len == 0)
    return;
  box = append_box (parent, 2, "release-truth");
  for (guint i = 0; i < notes->len; i++)
    append_text (box, notes->pdata[i], "release-small");
}

/* A wide table moves sideways in its own frame, as on the council's page. */
static void
append_table (const Blocks *blocks, GtkWidget *parent, const PakivXml *node, gboolean is_short)
{
  GtkWidget *grid
      = pakiv_release_grid_new (node, blocks->table, blocks->table != NULL ? blocks->truth : NULL);
  const char *caption = pakiv_xml_child_text (node, "caption");

  if (is_short)
    gtk_widget_set_halign (grid, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (parent), pakiv_release_frame_new (grid));
  if (caption != NULL)
    append_text (parent, caption, "release-small");
}

static void
append_section (const Blocks *blocks, GtkWidget *parent, const PakivXml *node)
{
  gboolean reading = is (node, "section", "reading");
  GtkWidget *box = append_box (parent, 8, reading ? "release-reading" : "release-section");
  const char *id = pakiv_xml_get (node, "id");
  Blocks inside = *blocks;

  if (id != NULL)
    gtk_widget_set_name (box, id);
  if (blocks->truth != NULL && id != NULL && is (node, "section", "table"))
    inside.table = pakiv_release_find_table (blocks->release, id);
  append_children (&inside, box, node);
  if (inside.table != NULL)
    append_truth_notes (&inside, box);
}

static void
append_title (GtkWidget *parent, const PakivXml *node)
{
  const PakivXml *period = pakiv_xml_find (node, "span");

  append_heading (parent, node, "release-title", 1);
  if (period != NULL)
    append_text (parent, period->text, "release-period");
}

static void
append_node (const Blocks *blocks, GtkWidget *parent, const PakivXml *node)
{
  if (is (node, "header", NULL))
    append_children (blocks, append_box (parent, 4, "release-header"), node);
  else if (is (node, "section", NULL))
    append_section (blocks, parent, node);
  else if (is (node, "h1", NULL))
    append_title (parent, node);
  else if (is (node, "h2", NULL))
    append_heading (parent, node, "release-heading", 2);
  else if (is (node, "h3", NULL))
    append_heading (parent, node, "release-subheading", 3);
  else if (is (node, "dl", "headlines"))
    append_headlines (parent, node);
  else if (is (node, "dl", NULL))
    append_facts (parent, node);
  else if (is (node, "ul", NULL))
    append_points (parent, node);
  else if (is (node, "nav", NULL))
    append_contents (blocks, parent, node);
  else if (is (node, "figure", NULL))
    append_chart (blocks, parent, node);
  else if (is (node, "div", "scroll") || is (node, "div", "scroll short"))
    append_table (blocks, parent, pakiv_xml_find (node, "table"), is (node, "div", "scroll short"));
  else if (is (node, "p", "station"))
    append_text (parent, node->text, "release-station");
  else if (is (node, "p", "left-out"))
    append_text (parent, node->text, "release-small");
  else
    {
      /* What the page may have one day is shown plainly, never dropped. */
      if (*node->text != '\0')
        append_text (parent, node->text, NULL);
      append_children (blocks, parent, node);
    }
}

GtkWidget *
pakiv_release_blocks_new (const PakivXml *article,
                          const PakivRelease *release,
                          const PakivTrueFigures *truth,
                          GCallback on_link,
                          gpointer data)
{
  const Blocks blocks = { release, truth, NULL, on_link, data };
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_add_css_class (page, "release-page");
  append_children (&blocks, page, article);
  return page;
}
