/* The document as a reader's program finds it: poppler's pdfinfo and pdftotext look at it. */
#include "fixture.h"

#include "pakiv-report-pdf.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct
{
  PakivDefinitions *definitions;
  PakivReportSpec *report;
  PakivCounts *counts;
  PakivRelease *release;
  char *folder;
  char *path;
} Fixture;

#define LONG_ROWS 130

/* A table that needs several pages. */
static PakivTable *
new_long_table (void)
{
  GPtrArray *dimensions = pakiv_table_dimensions_new ();
  PakivTableDimension *rows = pakiv_table_dimension_new ("street", "Street of many");
  PakivTable *table;

  pakiv_table_dimension_add (rows, "_T", "All");
  for (int i = 1; i <= LONG_ROWS; i++)
    {
      g_autofree char *code = g_strdup_printf ("S%d", i);
      g_autofree char *label = g_strdup_printf ("Street number %d", i);

      pakiv_table_dimension_add (rows, code, label);
    }
  g_ptr_array_add (dimensions, rows);
  table = pakiv_table_new_published ("long", dimensions, FALSE);
  table->title = g_strdup ("Visits by street");
  table->unit = g_strdup ("visits");
  table->measure = g_strdup ("STREETS");
  table->base = 5;
  for (gsize i = 1; i < table->n_values; i++)
    {
      table->values[i] = 5 + (gint64)i % 7;
      table->values[0] += table->values[i];
    }
  return table;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->definitions = test_definitions_new ();
  fixture->report = test_report_new (fixture->definitions);
  fixture->counts = test_counts_new (fixture->report, 11, GPOINTER_TO_UINT (data));
  fixture->release = test_release_new (fixture->report, fixture->counts);
  if (GPOINTER_TO_UINT (data) > 0)
    g_ptr_array_add (fixture->release->tables, new_long_table ());
  fixture->folder = g_dir_make_tmp ("pakiv-pdf-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "report.pdf", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_unlink (fixture->path);
  g_rmdir (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
  pakiv_release_free (fixture->release);
  pakiv_counts_free (fixture->counts);
  pakiv_report_spec_free (fixture->report);
  pakiv_definitions_unref (fixture->definitions);
}

static gboolean
has_tools (void)
{
  g_autofree char *info = g_find_program_in_path ("pdfinfo");
  g_autofree char *text = g_find_program_in_path ("pdftotext");

  if (info != NULL && text != NULL)
    return TRUE;
  g_test_skip ("pdfinfo and pdftotext are not installed (poppler-utils)");
  return FALSE;
}

static void
write_document (Fixture *fixture, const GPtrArray *benchmarks)
{
  g_autoptr (GBytes) document = pakiv_report_pdf_new (fixture->release, benchmarks);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (fixture->path, g_bytes_get_data (document, NULL),
                       (gssize)g_bytes_get_size (document), &error);
  g_assert_no_error (error);
}

/* What @arguments, NULL-terminated, print. */
static char *
run (const char *const *arguments)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *complaints = NULL;
  char *output = NULL;
  int status;

  g_spawn_sync (NULL, (char **)arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output,
                &complaints, &status, &error);
  g_assert_no_error (error);
  g_spawn_check_wait_status (status, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (complaints, ==, "");
  return output;
}

#define RUN(...) run ((const char *const[]){ __VA_ARGS__, NULL })

/* The words of one page, with single spaces. */
static char *
read_page (const Fixture *fixture, int page)
{
  g_autofree char *number = g_strdup_printf ("%d", page);
  g_autofree char *text
      = RUN ("pdftotext", "-layout", "-f", number, "-l", number, fixture->path, "-");
  g_autoptr (GRegex) spaces = g_regex_new ("\\s+", 0, 0, NULL);

  return g_regex_replace_literal (spaces, text, -1, 0, " ", 0, NULL);
}

static int
count_pages (const Fixture *fixture)
{
  g_autofree char *info = RUN ("pdfinfo", fixture->path);
  const char *pages = strstr (info, "Pages:");

  g_assert_nonnull (pages);
  return atoi (pages + strlen ("Pages:"));
}

static guint
count (const char *text, const char *part)
{
  guint n = 0;

  for (const char *at = strstr (text, part); at != NULL; at = strstr (at + 1, part))
    n++;
  return n;
}

static void
test_facts (Fixture *fixture, gconstpointer data)
{
  g_autofree char *info = NULL;
  int pages;

  if (!has_tools ())
    return;
  write_document (fixture, NULL);
  info = RUN ("pdfinfo", fixture->path);
  g_assert_nonnull (strstr (info, "Tagged:          yes"));
  g_assert_nonnull (strstr (info, "Small report, January to March 2021"));
  g_assert_nonnull (strstr (info, "Puente & Río <Centro>"));
  g_assert_nonnull (strstr (info, "595.276 x 841.89"));
  pages = count_pages (fixture);
  g_assert_cmpint (pages, >=, GPOINTER_TO_UINT (data) > 0 ? 8 : 4);
  for (int page = 1; page <= pages; page++)
    {
      g_autofree char *text = read_page (fixture, page);
      g_autofree char *foot = g_strdup_printf ("page %d of %d", page, pages);

      g_assert_nonnull (strstr (text, foot));
    }
}

/* The contents say on which page a heading stands, and there it stands. */
static void
test_contents (Fixture *fixture, gconstpointer data)
{
  g_autofree char *contents = NULL;
  g_autofree char *places = NULL;

  if (!has_tools ())
    return;
  write_document (fixture, NULL);
  contents = read_page (fixture, 2);
  places = RUN ("pdfinfo", "-dests", fixture->path);
  g_assert_cmpuint (count (places, "place-"), >, GPOINTER_TO_UINT (data) > 0 ? 10 : 6);
  for (guint i = 0; i < fixture->release->tables->len; i++)
    {
      const PakivTable *table = fixture->release->tables->pdata[i];
      /* Those without a figure are named together. */
      const char *title = pakiv_table_get_total (table) > 0
                              ? table->title
                              : "Tables without a figure in this quarter";
      const char *at = strstr (contents, title);
      g_autofree char *text = NULL;

      g_assert_nonnull (at);
      text = read_page (fixture, atoi (at + strlen (title)));
      g_assert_nonnull (strstr (text, title));
      g_assert_nonnull (strstr (text, table->title));
    }
}

static void
test_structure (Fixture *fixture, gconstpointer data)
{
  const char *tags[] = { "H1 (block)", "H2 (block)",    "H3 (block)", "P (block)", "L (block)",
                         "LI (block)", "Figure",        "Table",      "TR",        "TH",
                         "TD",         "Link (inline)", "TOCI",       "LBody" };
  g_autofree char *structure = NULL;

  if (!has_tools ())
    return;
  write_document (fixture, NULL);
  structure = RUN ("pdfinfo", "-struct-text", fixture->path);
  g_assert_true (g_str_has_prefix (structure, "Document\n"));
  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    if (strstr (structure, tags[i]) == NULL)
      g_error ("no %s", tags[i]);
  g_assert_cmpuint (count (structure, "H1 (block)"), ==, 1);
  g_assert_cmpuint (count (structure, "  Figure"), ==, fixture->release->tables->len);
  /* In the order of reading, each figure in a cell of its own. */
  g_assert_true (
      g_regex_match_simple ("TH:\\n\\s+/Scope /Row\\n\\s+\"Street number 130\"", structure, 0, 0));
}

/* A table that goes on has its headings again. */
static void
test_headings_again (Fixture *fixture, gconstpointer data)
{
  guint continued = 0;
  int pages;

  if (!has_tools ())
    return;
  write_document (fixture, NULL);
  pages = count_pages (fixture);
  for (int page = 3; page <= pages; page++)
    {
      g_autofree char *text = read_page (fixture, page);

      if (strstr (text, "Visits by street (continued)") == NULL)
        continue;
      continued++;
      g_assert_nonnull (strstr (text, "Street of many"));
      g_assert_nonnull (strstr (text, "Street number"));
    }
  g_assert_cmpuint (continued, >=, 2);
}

/* So many of the tables that indicators are made of, each with 60 of "YES" and 40 of the others. */
static void
add_answers (PakivRelease *release, guint n)
{
  const char *const tables[][3] = {
    { "stops-by-search", "searched", "YES NO" },
    { "stops-by-force", "force", "YES NO" },
    { "stops-by-receipt", "receipt", "GIVEN NOT_OFFERED" },
    { "stops-by-complaint-told", "complaint_told", "YES NO" },
    { "incidents-by-assessment", "assessed", "YES NO" },
    { "incidents-by-reporter", "reported_by", "VICTIM NGO" },
  };

  for (guint i = 0; i < n; i++)
    {
      GPtrArray *dimensions = pakiv_table_dimensions_new ();
      PakivTableDimension *answer = pakiv_table_dimension_new (tables[i][1], "Answer");
      g_auto (GStrv) codes = g_strsplit (tables[i][2], " ", -1);
      PakivTable *table;

      pakiv_table_dimension_add (answer, "_T", "All");
      for (guint c = 0; codes[c] != NULL; c++)
        pakiv_table_dimension_add (answer, codes[c], codes[c]);
      g_ptr_array_add (dimensions, answer);
      table = pakiv_table_new_published (tables[i][0], dimensions, FALSE);
      table->title = g_strdup_printf ("Answers %u", i);
      table->unit = g_strdup ("answers");
      table->measure = g_strdup ("ANSWERS");
      table->base = 5;
      memcpy (table->values, (gint64[]){ 100, 60, 40 }, 3 * sizeof (gint64));
      g_ptr_array_add (release->tables, table);
    }
}

/* The lines of one page above its foot, without what stands empty. */
static GPtrArray *
list_lines (const Fixture *fixture, int page)
{
  g_autofree char *number = g_strdup_printf ("%d", page);
  g_autofree char *text
      = RUN ("pdftotext", "-layout", "-f", number, "-l", number, fixture->path, "-");
  g_auto (GStrv) all = g_strsplit_set (text, "\n\f", -1);
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);

  for (int i = 0; all[i] != NULL; i++)
    if (*g_strstrip (all[i]) != '\0')
      g_ptr_array_add (lines, g_strdup (all[i]));
  g_ptr_array_remove_index (lines, lines->len - 1);
  return lines;
}

static gboolean
is_heading (const char *line)
{
  return g_regex_match_simple (
      "^(Tables|[0-9]+\\. (?!.*  ).*|Answers [0-9]|Intrusion: .*|Protection: .*"
      "|Indicators that this report does not give|How people are .*)$",
      line, 0, 0);
}

/* However the pages fall: no heading stands alone at a foot, no source alone at a top. */
static void
test_no_orphans (Fixture *fixture, gconstpointer data)
{
  if (!has_tools ())
    return;
  for (guint n = 2; n <= 6; n += 2)
    {
      int pages;

      g_ptr_array_set_size (fixture->release->tables, 1);
      add_answers (fixture->release, n);
      write_document (fixture, NULL);
      pages = count_pages (fixture);
      for (int page = 3; page <= pages; page++)
        {
          g_autoptr (GPtrArray) lines = list_lines (fixture, page);
          const char *first = lines->pdata[0], *last = lines->pdata[lines->len - 1];

          g_test_message ("%u tables, page %d: %s … %s", n, page, first, last);
          g_assert_false (g_str_has_prefix (first, "Source: "));
          g_assert_false (is_heading (last));
          g_assert_cmpuint (lines->len, >, 3);
        }
    }
}

static void
test_words (Fixture *fixture, gconstpointer data)
{
  const char *needed[] = { "How to read this",
                           "At a glance",
                           "Intrusion: people stopped and searched",
                           "Protection: victims heard and helped",
                           "Indicators that this report does not give",
                           "Not available: needs the population",
                           "How people are protected in these figures",
                           "slightly altered set of records",
                           "Decision of the council",
                           "20. Gaps closed" };
  g_autofree char *text = NULL;
  g_autofree char *folded = NULL;
  g_autoptr (GRegex) spaces = g_regex_new ("\\s+", 0, 0, NULL);

  if (!has_tools ())
    return;
  write_document (fixture, NULL);
  text = RUN ("pdftotext", fixture->path, "-");
  folded = g_regex_replace_literal (spaces, text, -1, 0, " ", 0, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (needed); i++)
    if (strstr (folded, needed[i]) == NULL)
      g_error ("“%s” is not in the document", needed[i]);
}

static void
test_same_bytes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) one = pakiv_report_pdf_new (fixture->release, NULL);
  g_autoptr (GBytes) other = pakiv_report_pdf_new (fixture->release, NULL);

  g_assert_true (g_bytes_equal (one, other));
}

int
main (int argc, char **argv)
{
  gpointer many = GUINT_TO_POINTER (1400), none = GUINT_TO_POINTER (0);

  g_test_init (&argc, &argv, NULL);
#define ADD(path, data, function) g_test_add (path, Fixture, data, set_up, function, tear_down)
  ADD ("/report/pdf/facts", many, test_facts);
  ADD ("/report/pdf/facts-empty", none, test_facts);
  ADD ("/report/pdf/contents", many, test_contents);
  ADD ("/report/pdf/contents-empty", none, test_contents);
  ADD ("/report/pdf/structure", many, test_structure);
  ADD ("/report/pdf/headings-again", many, test_headings_again);
  ADD ("/report/pdf/no-orphans", many, test_no_orphans);
  ADD ("/report/pdf/words", many, test_words);
  ADD ("/report/pdf/same-bytes", many, test_same_bytes);
  return g_test_run ();
}
