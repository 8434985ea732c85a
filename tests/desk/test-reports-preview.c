/* The preview says what the council's page says and shows the figures that the package carries. */
#include "reports-fixture.h"

#include "pakiv-chart.h"
#include "pakiv-package.h"
#include "pakiv-release-chart.h"
#include "pakiv-release-frame.h"
#include "pakiv-release-page.h"
#include "pakiv-release-preview.h"
#include "pakiv-table-words.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

typedef struct
{
  PakivDefinitions *definitions;
  PakivReleasePreview *preview;
  PakivRelease *published; /* read back from the package */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) package = NULL;
  g_autoptr (PakivPackage) read = NULL;
  guint8 key[crypto_sign_PUBLICKEYBYTES];
  guint8 secret[crypto_sign_SECRETKEYBYTES];
  PakivRelease *release;

  g_assert_cmpint (sodium_init (), >=, 0);
  crypto_sign_keypair (key, secret);
  fixture->definitions = pakiv_definitions_load (g_getenv ("PAKIV_DATA"), NULL, &error);
  g_assert_no_error (error);
  release = fixture_release_new (fixture->definitions, GPOINTER_TO_UINT (data), 42);
  package = pakiv_package_write (release, secret, &error);
  g_assert_no_error (error);
  read = pakiv_package_read (package, key, NULL, &error);
  g_assert_no_error (error);
  fixture->published = g_steal_pointer (&read->release);
  fixture->preview = PAKIV_RELEASE_PREVIEW (g_object_ref_sink (pakiv_release_preview_new ()));
  pakiv_release_preview_set_release (fixture->preview, release);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->preview);
  pakiv_release_free (fixture->published);
  pakiv_definitions_unref (fixture->definitions);
}

/* The runs of text of a page or of labels, sorted: the page may set them in another order than the
 * screen. */
static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static void
add_text (GPtrArray *texts, const char *text)
{
  g_autofree char *plain = g_strstrip (g_strdup (text));

  if (*plain != '\0')
    g_ptr_array_add (texts, g_steal_pointer (&plain));
}

static void
collect_labels (GtkWidget *widget, GPtrArray *texts)
{
  if (GTK_IS_LABEL (widget))
    {
      const char *text = gtk_label_get_text (GTK_LABEL (widget));

      /* Bullets and numbers of lists: a browser draws its own. */
      if (!gtk_widget_has_css_class (widget, "release-mark"))
        add_text (texts, text);
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_labels (child, texts);
}

static char *
unescape (const char *text)
{
  const char *pairs[][2] = { { "&lt;", "<" },   { "&gt;", ">" },  { "&quot;", "\"" },
                             { "&apos;", "'" }, { "&#39;", "'" }, { "&amp;", "&" } };
  GString *plain = g_string_new (text);

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    g_string_replace (plain, pairs[i][0], pairs[i][1], 0);
  return g_string_free (plain, FALSE);
}

static char *
no_chart (const char *picture, gboolean dark, gpointer data)
{
  return g_strdup ("chart.svg");
}

static GPtrArray *
collect_page (const PakivRelease *release)
{
  g_autoptr (GString) html = g_string_new (NULL);
  g_auto (GStrv) parts = NULL;
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);

  pakiv_release_page_append (html, release, no_chart, NULL);
  parts = g_regex_split_simple ("<[^>]*>", html->str, 0, 0);
  for (int i = 0; parts[i] != NULL; i++)
    {
      g_autofree char *plain = unescape (parts[i]);

      add_text (texts, plain);
    }
  return texts;
}

static void
test_same_words (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) page = collect_page (fixture->published);
  g_autoptr (GPtrArray) shown = g_ptr_array_new_with_free_func (g_free);

  collect_labels (GTK_WIDGET (fixture->preview), shown);
  g_ptr_array_sort (page, compare_texts);
  g_ptr_array_sort (shown, compare_texts);
  for (guint i = 0; i < MIN (page->len, shown->len); i++)
    g_assert_cmpstr (shown->pdata[i], ==, page->pdata[i]);
  g_assert_cmpuint (shown->len, ==, page->len);
  g_assert_cmpuint (shown->len, >, 30);
}

/* One table's grid, read row by row. */
typedef struct
{
  const PakivTable *table;
  GtkGrid *grid;
  guint n_rows; /* row dimensions */
  int row;
  gboolean shares; /* a last column with each row's part of all */
  guint figures;
} Reader;

static const char *
read_cell (const Reader *reader, int column)
{
  GtkWidget *label = gtk_grid_get_child_at (reader->grid, column, reader->row);

  return GTK_IS_LABEL (label) ? gtk_label_get_text (GTK_LABEL (label)) : NULL;
}

static gboolean
column_is_shown (const Reader *reader, guint code)
{
  return code != 0 && !pakiv_table_code_is_empty (reader->table, reader->n_rows, code);
}

static void
check_figure (Reader *reader, int column, const guint *position)
{
  g_autofree char *expected
      = g_strdup_printf ("%'" G_GINT64_FORMAT, pakiv_table_get (reader->table, position));

  g_assert_cmpstr (read_cell (reader, column), ==, expected);
  reader->figures++;
}

static void
check_share (Reader *reader, int column, const guint *position)
{
  double share = 100.0 * (double)pakiv_table_get (reader->table, position)
                 / (double)pakiv_table_get_total (reader->table);
  int shown = atoi (read_cell (reader, column));

  g_assert_cmpfloat (share, >=, shown - 0.5);
  g_assert_cmpfloat (share, <=, shown + 0.5);
  reader->figures++;
}

static void
check_row (Reader *reader, guint *position, const char *name)
{
  int column = 1;

  reader->row++;
  g_assert_cmpstr (read_cell (reader, 0), ==, name);
  if (reader->table->has_column)
    {
      const PakivTableDimension *across = reader->table->dimensions->pdata[reader->n_rows];

      for (guint c = 1; c < across->codes->len; c++)
        if (column_is_shown (reader, c))
          {
            position[reader->n_rows] = c;
            check_figure (reader, column++, position);
          }
      position[reader->n_rows] = 0;
    }
  check_figure (reader, column++, position);
  if (reader->shares)
    check_share (reader, column++, position);
  g_assert_null (read_cell (reader, column));
}

static void
check_categories (Reader *reader, guint *position)
{
  const PakivTableDimension *last = reader->table->dimensions->pdata[reader->n_rows - 1];

  for (guint c = 1; c < last->codes->len; c++)
    {
      g_autofree char *name = pakiv_table_word_code (reader->table, reader->n_rows - 1, c);

      position[reader->n_rows - 1] = c;
      if (pakiv_table_get (reader->table, position) != 0)
        check_row (reader, position, name);
    }
  position[reader->n_rows - 1] = 0;
}

/* Goes to the last row of headings. */
static void
skip_head (Reader *reader)
{
  GtkWidget *label;
  int last = 0;

  while ((label = gtk_grid_get_child_at (reader->grid, 0, reader->row + 1)) != NULL
         && gtk_widget_has_css_class (label, "head"))
    reader->row++;
  while (read_cell (reader, last + 1) != NULL)
    last++;
  reader->shares = g_strcmp0 (read_cell (reader, last), "Share") == 0;
}

static guint
check_table (const PakivTable *table, GtkGrid *grid)
{
  Reader reader
      = { table, grid, table->dimensions->len - (table->has_column ? 1 : 0), 0, FALSE, 0 };
  g_autofree guint *position = g_new0 (guint, table->dimensions->len);

  skip_head (&reader);
  if (reader.n_rows == 2)
    {
      const PakivTableDimension *first = table->dimensions->pdata[0];

      for (guint c = 1; c < first->codes->len; c++)
        {
          g_autofree char *name = pakiv_table_word_code (table, 0, c);

          position[0] = c;
          if (pakiv_table_get (table, position) == 0)
            continue;
          check_row (&reader, position, name);
          check_categories (&reader, position);
        }
      position[0] = 0;
      check_row (&reader, position, "All");
    }
  check_categories (&reader, position);
  if (reader.n_rows == 1)
    check_row (&reader, position, "All");
  reader.row++;
  g_assert_null (read_cell (&reader, 0));
  return reader.figures;
}

static void
test_same_figures (Fixture *fixture, gconstpointer data)
{
  GPtrArray *tables = fixture->published->tables;
  guint figures = 0;

  for (guint i = 0; i < tables->len; i++)
    {
      const PakivTable *table = tables->pdata[i];
      GtkWidget *section = fixture_find (GTK_WIDGET (fixture->preview), GTK_TYPE_BOX, table->id);
      GtkWidget *grid;

      g_assert_nonnull (section);
      grid = fixture_find (section, GTK_TYPE_GRID, NULL);
      if (pakiv_table_get_total (table) == 0)
        g_assert_null (grid);
      else
        figures += check_table (table, GTK_GRID (grid));
    }
  g_test_message ("%u figures compared", figures);
  g_assert_cmpuint (figures, >, 100);
}

/* A figure that the package has and the preview has not is found: the comparison above can fail. */
static void
test_other_figures (Fixture *fixture, gconstpointer data)
{
  if (g_test_subprocess ())
    {
      PakivTable *table = fixture->published->tables->pdata[0];

      table->values[0] += 1;
      test_same_figures (fixture, data);
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*read_cell*");
}

static void
test_nothing (Fixture *fixture, gconstpointer data)
{
  g_autofree char *nothing = NULL;

  test_same_words (fixture, data);
  pakiv_release_preview_set_release (fixture->preview, NULL);
  g_assert_null (pakiv_release_preview_get_release (fixture->preview));
  nothing = fixture_read_labels (GTK_WIDGET (fixture->preview));
  g_assert_cmpstr (nothing, ==, "");
}

static void
check_roles (GtkGrid *grid)
{
  Reader reader = { NULL, grid, 0, 0, FALSE, 0 };
  GtkWidget *figure;

  skip_head (&reader);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (gtk_grid_get_child_at (grid, 1, reader.row)),
                                   GTK_ACCESSIBLE_ROLE_COLUMN_HEADER);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (gtk_grid_get_child_at (grid, 0, reader.row + 1)),
                                   GTK_ACCESSIBLE_ROLE_ROW_HEADER);
  figure = gtk_grid_get_child_at (grid, 1, reader.row + 1);
  gtk_test_accessible_assert_role (GTK_ACCESSIBLE (figure), GTK_ACCESSIBLE_ROLE_CELL);
  g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (figure),
                                                   GTK_ACCESSIBLE_PROPERTY_DESCRIPTION));
}

static void
test_accessible (Fixture *fixture, gconstpointer data)
{
  GPtrArray *tables = fixture->published->tables;

  for (guint i = 0; i < tables->len; i++)
    {
      const PakivTable *table = tables->pdata[i];
      GtkWidget *section = fixture_find (GTK_WIDGET (fixture->preview), GTK_TYPE_BOX, table->id);
      GtkWidget *chart = fixture_find (section, PAKIV_TYPE_RELEASE_CHART, NULL);
      g_autofree char *words = pakiv_chart_describe (table);
      GtkWidget *grid;

      if (pakiv_table_get_total (table) == 0)
        continue;
      g_assert_nonnull (chart);
      gtk_test_accessible_assert_role (GTK_ACCESSIBLE (chart), GTK_ACCESSIBLE_ROLE_IMG);
      gtk_test_accessible_assert_property (GTK_ACCESSIBLE (chart),
                                           GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words);
      grid = fixture_find (section, GTK_TYPE_GRID, NULL);
      gtk_test_accessible_assert_role (GTK_ACCESSIBLE (grid), GTK_ACCESSIBLE_ROLE_TABLE);
      check_roles (GTK_GRID (grid));
    }
}

/* The chart keeps its proportions: the height that the drawing asks for at the width it gets. */
static void
test_chart_size (Fixture *fixture, gconstpointer data)
{
  const PakivRelease *release = pakiv_release_preview_get_release (fixture->preview);
  const PakivTable *table = release->tables->pdata[0];
  GtkWidget *section = fixture_find (GTK_WIDGET (fixture->preview), GTK_TYPE_BOX, table->id);
  GtkWidget *chart = fixture_find (section, PAKIV_TYPE_RELEASE_CHART, NULL);
  int height;

  gtk_widget_measure (chart, GTK_ORIENTATION_VERTICAL, 500, &height, NULL, NULL, NULL);
  g_assert_cmpint (height, >=, (int)pakiv_chart_get_height (release->tables->pdata[0], 500));
  g_assert_cmpint (height, <=, (int)pakiv_chart_get_height (release->tables->pdata[0], 500) + 20);
}

/* A table takes the height that it has at the width of the page, and no blank space below it. */
static void
test_table_size (Fixture *fixture, gconstpointer data)
{
  GtkWidget *frame = fixture_find (GTK_WIDGET (fixture->preview), PAKIV_TYPE_RELEASE_FRAME, NULL);
  GtkWidget *grid = fixture_find (frame, GTK_TYPE_GRID, NULL);
  int narrowest, least, natural, at_page;

  gtk_widget_measure (grid, GTK_ORIENTATION_VERTICAL, -1, &narrowest, NULL, NULL, NULL);
  gtk_widget_measure (grid, GTK_ORIENTATION_HORIZONTAL, -1, &least, &natural, NULL, NULL);
  gtk_widget_measure (grid, GTK_ORIENTATION_VERTICAL, MIN (natural, 700), &at_page, NULL, NULL,
                      NULL);
  g_assert_cmpint (at_page, <, narrowest);
  gtk_widget_measure (frame, GTK_ORIENTATION_VERTICAL, 700, &least, &natural, NULL, NULL);
  g_assert_cmpint (least, <=, at_page);
  g_assert_cmpint (natural, <, narrowest);
}

int
main (int argc, char **argv)
{
  const gconstpointer many = GUINT_TO_POINTER (700);
  const gconstpointer none = GUINT_TO_POINTER (0);

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
#define ADD(path, data, test) \
  g_test_add ("/reports-preview/" path, Fixture, data, set_up, test, tear_down)
  ADD ("same-words", many, test_same_words);
  ADD ("same-figures", many, test_same_figures);
  ADD ("other-figures", many, test_other_figures);
  ADD ("nothing", none, test_nothing);
  ADD ("accessible", many, test_accessible);
  ADD ("table-size", many, test_table_size);
  ADD ("chart-size", many, test_chart_size);
#undef ADD
  return g_test_run ();
}
