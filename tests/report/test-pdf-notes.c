/* What a screen reader finds in the document. libqpdf’s own program writes it out in plain text,
 * and poppler’s reads the tree. */
#include "fixture.h"

#include "pakiv-error.h"
#include "pakiv-indicator.h"
#include "pakiv-pdf-artifacts.h"
#include "pakiv-pdf-notes.h"
#include "pakiv-report-pdf.h"

#include <glib/gstdio.h>
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

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) document = NULL;
  g_autoptr (GError) error = NULL;

  fixture->definitions = test_definitions_new ();
  fixture->report = test_report_new (fixture->definitions);
  fixture->counts = test_counts_new (fixture->report, 11, 1400);
  fixture->release = test_release_new (fixture->report, fixture->counts);
  fixture->folder = g_dir_make_tmp ("pakiv-notes-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "report.pdf", NULL);
  document = pakiv_report_pdf_new (fixture->release, NULL);
  g_file_set_contents (fixture->path, g_bytes_get_data (document, NULL),
                       (gssize)g_bytes_get_size (document), &error);
  g_assert_no_error (error);
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
has_tool (const char *name)
{
  g_autofree char *path = g_find_program_in_path (name);

  if (path == NULL)
    g_test_skip ("pdfinfo (poppler-utils) or qpdf is not installed");
  return path != NULL;
}

/* What @arguments, NULL-terminated, print, with zero bytes made visible. */
static char *
run (const char *const *arguments)
{
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GBytes) output = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;
  const char *bytes;
  char *text;

  process = g_subprocess_newv (
      arguments, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE, &error);
  g_assert_no_error (error);
  g_subprocess_communicate (process, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);
  bytes = g_bytes_get_data (output, &size);
  text = g_strndup ("", size);
  for (gsize i = 0; i < size; i++)
    text[i] = bytes[i] != '\0' ? bytes[i] : '?';
  return text;
}

#define RUN(...) run ((const char *const[]){ __VA_ARGS__, NULL })

/* The whole document in plain text. */
static char *
read_plain (const Fixture *fixture)
{
  return RUN ("qpdf", "--qdf", "--object-streams=disable", fixture->path, "-");
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
test_sound (Fixture *fixture, gconstpointer data)
{
  g_autofree char *said = NULL, *fonts = NULL;

  if (!has_tool ("qpdf") || !has_tool ("pdffonts"))
    return;
  said = RUN ("qpdf", "--check", fixture->path);
  g_assert_nonnull (strstr (said, "No syntax or stream encoding errors found"));
  g_assert_null (strstr (said, "WARNING"));
  /* Every font is in the document, with what its signs mean. */
  fonts = RUN ("pdffonts", fixture->path);
  g_assert_cmpuint (count (fonts, "yes yes yes"), >=, 2);
  g_assert_cmpuint (count (fonts, "yes yes yes"), ==, count (fonts, "\n") - 2);
}

static void
test_document (Fixture *fixture, gconstpointer data)
{
  g_autofree char *plain = NULL;

  if (!has_tool ("qpdf"))
    return;
  plain = read_plain (fixture);
  g_assert_nonnull (strstr (plain, "/Lang (en)"));
  g_assert_nonnull (strstr (plain, "/DisplayDocTitle true"));
  g_assert_nonnull (strstr (plain, "/Marked true"));
  g_assert_cmpuint (count (plain, "/Tabs /S"), ==, count (plain, "/Type /Page\n"));
  /* Without a word to say of it, a link would be read as where it leads: a number. */
  g_assert_cmpuint (count (plain, "/Subtype /Link"), >, 6);
  g_assert_nonnull (strstr (plain, "/Contents (How to read this)"));
}

/* Each picture has its words, in the order in which they stand. */
static void
test_figures (Fixture *fixture, gconstpointer data)
{
  g_autofree char *plain = NULL, *tree = NULL;
  guint n = fixture->release->tables->len;

  if (!has_tool ("qpdf") || !has_tool ("pdfinfo"))
    return;
  plain = read_plain (fixture);
  tree = RUN ("pdfinfo", "-struct", fixture->path);
  g_assert_cmpuint (count (plain, "/S /Figure"), ==, n);
  g_assert_cmpuint (count (plain, "/Alt "), ==, n);
  g_assert_cmpuint (count (tree, "/BBox"), ==, n);
  g_assert_nonnull (strstr (plain, "/Alt (Visits by type"));
}

static void
test_tables (Fixture *fixture, gconstpointer data)
{
  g_autofree char *tree = NULL;
  g_auto (GStrv) rows = NULL;

  if (!has_tool ("pdfinfo"))
    return;
  tree = RUN ("pdfinfo", "-struct", fixture->path);
  g_assert_cmpuint (count (tree, " TH"), >, 40);
  g_assert_cmpuint (count (tree, " TH"), ==,
                    count (tree, "/Scope /Row") + count (tree, "/Scope /Column"));
  g_assert_cmpuint (count (tree, "/ColSpan"), >, 0);
  /* What heads a row is its first cell, what heads columns stands in rows of headings. */
  rows = g_strsplit (tree, " TR\n", -1);
  for (guint i = 1; rows[i] != NULL; i++)
    if (strstr (rows[i], "/Scope /Row") != NULL)
      {
        g_assert_cmpuint (count (rows[i], "/Scope"), ==, 1);
        g_assert_cmpuint (count (rows[i], " TD"), >=, 1);
      }
}

/* H1, then H2 and H3: no level is left out on the way down. */
static void
test_headings (Fixture *fixture, gconstpointer data)
{
  g_autofree char *tree = NULL;
  g_auto (GStrv) lines = NULL;
  int level = 0;

  if (!has_tool ("pdfinfo"))
    return;
  tree = RUN ("pdfinfo", "-struct", fixture->path);
  lines = g_strsplit (tree, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *name = g_strchug (lines[i]);

      if (name[0] != 'H' || !g_ascii_isdigit (name[1]))
        continue;
      g_assert_cmpint (name[1] - '0', <=, level + 1);
      level = name[1] - '0';
    }
  g_assert_cmpint (level, ==, 2);
}

/* Nothing is drawn that is neither text of the document nor marked as none. */
static void
test_artifacts (Fixture *fixture, gconstpointer data)
{
  g_autofree char *plain = NULL;
  g_auto (GStrv) lines = NULL;
  gboolean inside = FALSE;
  int depth = 0, n = 0;

  if (!has_tool ("qpdf"))
    return;
  plain = read_plain (fixture);
  lines = g_strsplit (plain, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (g_str_has_prefix (lines[i], "%% Contents for page"))
        inside = TRUE;
      if (inside && g_str_equal (lines[i], "endstream"))
        {
          g_assert_cmpint (depth, ==, 0);
          inside = FALSE;
        }
      if (!inside)
        continue;
      depth += g_str_has_suffix (lines[i], " BDC") || g_str_has_suffix (lines[i], " BMC");
      n += g_str_equal (lines[i], "/Artifact BMC");
      if (g_str_has_suffix (lines[i], "Tj") || g_str_has_suffix (lines[i], " S")
          || g_str_has_suffix (lines[i], " f"))
        g_assert_cmpint (depth, >, 0);
      depth -= g_str_equal (lines[i], "EMC");
    }
  g_assert_cmpint (n, >, 20);
}

static void
assert_marked (const char *content, const char *expected)
{
  g_autoptr (GString) text = pakiv_pdf_mark_artifacts (content, strlen (content));

  g_assert_cmpstr (text != NULL ? text->str : NULL, ==, expected);
}

static void
test_marking (void)
{
  assert_marked ("q\n/P << /MCID 0 >> BDC\n(a)Tj\n/Span << /X (y) >> BDC\nEMC\nEMC\n1 w S\nQ\n",
                 "/Artifact BMC\nq\nEMC\n/P << /MCID 0 >> BDC\n(a)Tj\n/Span << /X (y) >> "
                 "BDC\nEMC\nEMC\n/Artifact BMC\n1 w S\nQ\nEMC\n");
  assert_marked ("/P << /MCID 0 >> BDC\n(EMC \\\nBDC)Tj\nEMC",
                 "/P << /MCID 0 >> BDC\n(EMC \\\nBDC)Tj\nEMC\n");
  assert_marked ("", "");
  assert_marked ("/P << /MCID 0 >> BDC\n(never closed)Tj\n", NULL);
  assert_marked ("EMC\n", NULL);
}

/* Notes that do not fit the document are not written into it. */
static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivPdfNotes) notes = pakiv_pdf_notes_new ();
  g_autoptr (GBytes) document = pakiv_report_pdf_new (fixture->release, NULL);
  g_autoptr (GBytes) rubbish = g_bytes_new_static ("%PDF-1.5 no more", 16);
  g_autoptr (GBytes) none = NULL;
  g_autoptr (GError) error = NULL;

  none = pakiv_pdf_notes_write (notes, document, "en", &error);
  g_assert_error (error, PAKIV_ERROR, PAKIV_ERROR_FORMAT);
  g_assert_null (none);
  g_clear_error (&error);
  none = pakiv_pdf_notes_write (notes, rubbish, "en", &error);
  g_assert_error (error, PAKIV_ERROR, PAKIV_ERROR_FORMAT);
  g_assert_null (none);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/report/pdf-notes/sound", test_sound);
  ADD ("/report/pdf-notes/document", test_document);
  ADD ("/report/pdf-notes/figures", test_figures);
  ADD ("/report/pdf-notes/tables", test_tables);
  ADD ("/report/pdf-notes/headings", test_headings);
  ADD ("/report/pdf-notes/artifacts", test_artifacts);
  ADD ("/report/pdf-notes/refused", test_refused);
  g_test_add_func ("/report/pdf-notes/marking", test_marking);
  return g_test_run ();
}
