/* Rows and columns without any figure are left out and named below the table. Several row
 * dimensions stand as groups: one heading for each combination of all but the last, then the last
 * one's categories. */
#include "pakiv-table-page.h"

#include "pakiv-html.h"
#include "pakiv-table-words.h"

#include <glib/gi18n.h>
#include <string.h>

#define SHARE_TOTAL_MIN 25
#define SHORT_ROWS 16 /* such a table is not parted over two printed pages */

typedef struct
{
  GString *html;
  const PakivTable *table;
  GArray *columns; /* guint: shown codes of the column dimension, _T last; only _T where there is
                      none */
  guint *position;
  guint n_rows; /* row dimensions */
} Page;

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
list_columns (Page *page)
{
  const PakivTable *table = page->table;
  const guint all = 0;

  if (table->has_column)
    for (guint c = 1; c < count_codes (table, page->n_rows); c++)
      if (!pakiv_table_code_is_empty (table, page->n_rows, c))
        g_array_append_val (page->columns, c);
  g_array_append_val (page->columns, all);
}

/* "All", but where it stands alone what is counted says more. */
static char *
name_column (const Page *page, guint code)
{
  if (!page->table->has_column)
    return g_strdup (_ ("Number"));
  return pakiv_table_word_code (page->table, page->n_rows, code);
}

/* A share of a few is noise, so it needs a whole of some size (reference: protection §1). */
static gboolean
has_shares (const Page *page)
{
  return !page->table->has_column && page->n_rows == 1
         && pakiv_table_get_total (page->table) >= SHARE_TOTAL_MIN;
}

static void
append_row_names (Page *page)
{
  g_autoptr (GString) rows = g_string_new (NULL);

  for (guint i = 0; i < page->n_rows; i++)
    g_string_append_printf (rows, "%s%s", i > 0 ? " · " : "",
                            pakiv_table_word (get_dimension (page->table, i)->label));
  pakiv_html_append (page->html, "<th scope=\"col\" class=\"name\">%s</th>", rows->str);
}

/* Above the categories stands what they answer: “Yes” and “No” alone say nothing. */
static void
append_head (Page *page)
{
  g_string_append (page->html, "<thead>\n");
  if (page->table->has_column && page->columns->len > 1)
    pakiv_html_append (page->html,
                       "<tr class=\"over\"><td></td><th scope=\"colgroup\" colspan=\"%u\">%s</th>"
                       "<td></td></tr>\n",
                       page->columns->len - 1,
                       pakiv_table_word (get_dimension (page->table, page->n_rows)->label));
  g_string_append (page->html, "<tr>");
  append_row_names (page);
  for (guint i = 0; i < page->columns->len; i++)
    {
      g_autofree char *name = name_column (page, g_array_index (page->columns, guint, i));

      pakiv_html_append (page->html, "<th scope=\"col\">%s</th>", name);
    }
  if (has_shares (page))
    pakiv_html_append (page->html, "<th scope=\"col\">%s</th>", _ ("Share"));
  g_string_append (page->html, "</tr>\n</thead>\n");
}

static void
append_share (Page *page)
{
  gint64 total = pakiv_table_get_total (page->table);
  gint64 share = (pakiv_table_get (page->table, page->position) * 200 + total) / (2 * total);
  /* Translators: a percentage. */
  g_autofree char *words = g_strdup_printf (_ ("%d %%"), (int)share);

  pakiv_html_append (page->html, "<td>%s</td>", words);
}

static void
append_figures (Page *page)
{
  for (guint i = 0; i < page->columns->len; i++)
    {
      guint column = g_array_index (page->columns, guint, i);
      gint64 value;
      g_autofree char *number = NULL;

      if (page->table->has_column)
        page->position[page->n_rows] = column;
      value = pakiv_table_get (page->table, page->position);
      number = pakiv_table_word_number (value);
      g_string_append (page->html, "<td");
      if (value == 0)
        g_string_append (page->html, " class=\"none\"");
      else if (column == 0 && page->columns->len > 1)
        g_string_append (page->html, " class=\"all\"");
      pakiv_html_append (page->html, ">%s</td>", number);
    }
  if (page->table->has_column)
    page->position[page->n_rows] = 0;
}

static gboolean
is_empty_here (const Page *page)
{
  return pakiv_table_get (page->table, page->position) == 0;
}

static void
append_row (Page *page, const char *scope, const char *class_name, const char *name)
{
  g_string_append (page->html, "<tr");
  if (class_name != NULL)
    pakiv_html_append (page->html, " class=\"%s\"", class_name);
  pakiv_html_append (page->html, "><th scope=\"%s\">%s</th>", scope, name);
  append_figures (page);
  if (has_shares (page))
    append_share (page);
  g_string_append (page->html, "</tr>\n");
}

/* The categories of the last row dimension, the others standing where they stand. */
static void
append_categories (Page *page)
{
  guint last = page->n_rows - 1;

  for (guint c = 1; c < count_codes (page->table, last); c++)
    {
      g_autofree char *name = NULL;

      page->position[last] = c;
      if (is_empty_here (page))
        continue;
      name = pakiv_table_word_code (page->table, last, c);
      append_row (page, "row", NULL, name);
    }
  page->position[last] = 0;
}

static char *
name_group (const Page *page)
{
  GString *name = g_string_new (NULL);

  for (guint i = 0; i + 1 < page->n_rows; i++)
    {
      g_autofree char *part = pakiv_table_word_code (page->table, i, page->position[i]);

      if (page->position[i] != 0)
        g_string_append_printf (name, "%s%s", name->len > 0 ? " · " : "", part);
    }
  if (name->len == 0)
    g_string_append (name, _ ("All"));
  return g_string_free (name, FALSE);
}

static void
append_group (Page *page)
{
  g_autofree char *name = NULL;

  if (is_empty_here (page))
    return;
  name = name_group (page);
  g_string_append (page->html, "<tbody>\n");
  append_row (page, "rowgroup", "group", name);
  append_categories (page);
  g_string_append (page->html, "</tbody>\n");
}

/* A group for each combination of the row dimensions before the last. */
static void
append_groups (Page *page, guint depth)
{
  if (depth + 1 == page->n_rows)
    {
      append_group (page);
      return;
    }
  for (guint c = 1; c < count_codes (page->table, depth); c++)
    {
      page->position[depth] = c;
      append_groups (page, depth + 1);
    }
  page->position[depth] = 0;
}

static void
append_body (Page *page)
{
  if (page->n_rows > 1)
    {
      append_groups (page, 0);
      append_group (page);
      return;
    }
  g_string_append (page->html, "<tbody>\n");
  append_categories (page);
  g_string_append (page->html, "</tbody>\n<tfoot>\n");
  append_row (page, "row", NULL, _ ("All"));
  g_string_append (page->html, "</tfoot>\n");
}

static void
append_caption (Page *page)
{
  const PakivTable *table = page->table;

  g_string_append (page->html, "<caption>");
  /* Translators: what a table counts, as in “Counted: contacts.” */
  pakiv_html_append (page->html, _ ("Counted: %s."), pakiv_table_word (table->unit));
  if (table->filter_label != NULL)
    {
      g_string_append_c (page->html, ' ');
      /* Translators: which of them a table shows, as in “Only: Any stop.” */
      pakiv_html_append (page->html, _ ("Only: %s."), pakiv_table_word (table->filter_label));
    }
  g_string_append_c (page->html, ' ');
  pakiv_html_append (page->html, _ ("No figure is between 1 and %d; 0 may stand for a few."),
                     table->base - 1);
  g_string_append (page->html, "</caption>\n");
}

/* A category that somebody could have chosen; that nothing was left unstated needs no mention. */
static gboolean
is_answer (const char *code)
{
  return *code != '_' && strcmp (code, PAKIV_LATE) != 0;
}

static void
append_left_out (Page *page, guint dimension)
{
  const PakivTableDimension *of = get_dimension (page->table, dimension);
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint c = 1; c < of->codes->len; c++)
    if (is_answer (of->codes->pdata[c]) && pakiv_table_code_is_empty (page->table, dimension, c))
      {
        g_autofree char *name = pakiv_table_word_code (page->table, dimension, c);

        g_string_append_printf (names, "%s%s", names->len > 0 ? _ (", ") : "", name);
      }
  if (names->len == 0)
    return;
  g_string_append (page->html, "<p class=\"left-out\">");
  /* Translators: a dimension such as “Outcome”, then its categories that have no figure. */
  pakiv_html_append (page->html, _ ("%s – also asked, no figure: %s."),
                     pakiv_table_word (of->label), names->str);
  g_string_append (page->html, "</p>\n");
}

static void
append_several (Page *page, guint dimension)
{
  if (!get_dimension (page->table, dimension)->several)
    return;
  g_string_append (page->html, "<p class=\"left-out\">");
  pakiv_html_append (
      page->html,
      _ ("%s – several answers are possible, so the parts may add up to more than all."),
      pakiv_table_word (get_dimension (page->table, dimension)->label));
  g_string_append (page->html, "</p>\n");
}

static gboolean
is_short (const Page *page)
{
  return page->n_rows == 1 && count_codes (page->table, 0) <= SHORT_ROWS;
}

void
pakiv_table_page_append (GString *html, const PakivTable *table)
{
  g_autoptr (GArray) columns = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autofree guint *position = g_new0 (guint, table->dimensions->len);
  Page page = { html, table, columns, position, table->dimensions->len };

  if (table->has_column)
    page.n_rows--;
  if (pakiv_table_get_total (table) == 0)
    {
      pakiv_html_append_element (html, "p", "left-out", _ ("No figure in this quarter."));
      return;
    }
  list_columns (&page);
  pakiv_html_append (html, "<div class=\"%s\" role=\"region\" tabindex=\"0\" aria-label=\"%s\">\n",
                     is_short (&page) ? "scroll short" : "scroll", pakiv_table_word (table->title));
  g_string_append (html, "<table>\n");
  append_caption (&page);
  append_head (&page);
  append_body (&page);
  g_string_append (html, "</table>\n</div>\n");
  for (guint i = 0; i < table->dimensions->len; i++)
    {
      append_several (&page, i);
      append_left_out (&page, i);
    }
}
