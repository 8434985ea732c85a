/* Reading and writing CSV: what real files hold, and what damaged ones do. */
#include "pakiv-csv-reader.h"
#include "pakiv-csv-writer.h"
#include "pakiv-error.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("pakiv-csv-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "input.csv", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_unlink (fixture->path);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static void
write_input (Fixture *fixture, const char *text, gssize length)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (fixture->path, text, length, &error);
  g_assert_no_error (error);
}

static PakivCsvReader *
open_input (Fixture *fixture, const char *text, gssize length)
{
  g_autoptr (GError) error = NULL;
  PakivCsvReader *reader;

  write_input (fixture, text, length);
  reader = pakiv_csv_reader_open (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_nonnull (reader);
  return reader;
}

/* @row is the fields joined with '|'. */
static void
expect_row (PakivCsvReader *reader, guint line, const char *row)
{
  g_autoptr (GError) error = NULL;
  const char *const *fields = pakiv_csv_reader_next (reader, &error);
  g_autofree char *joined = NULL;

  g_assert_no_error (error);
  g_assert_nonnull (fields);
  joined = g_strjoinv ("|", (char **)fields);
  g_assert_cmpstr (joined, ==, row);
  g_assert_cmpuint (pakiv_csv_reader_get_line (reader), ==, line);
}

static void
expect_end (PakivCsvReader *reader)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (pakiv_csv_reader_next (reader, &error));
  g_assert_no_error (error);
  g_assert_null (pakiv_csv_reader_next (reader, &error));
  g_assert_no_error (error);
}

/* The next row must fail at @line, naming the file. */
static void
expect_failure (Fixture *fixture, PakivCsvReader *reader, int code, guint line)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *where = g_strdup_printf ("%s, line %u: ", fixture->path, line);

  g_assert_null (pakiv_csv_reader_next (reader, &error));
  g_assert_error (error, PAKIV_ERROR, code);
  g_assert_true (g_str_has_prefix (error->message, where));
}

static void
test_header_and_rows (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivCsvReader) reader = open_input (fixture, "a,b,c\n1,2,3\n4,,6\n", -1);
  g_autofree char *header = g_strjoinv ("|", (char **)pakiv_csv_reader_get_header (reader));

  g_assert_cmpstr (header, ==, "a|b|c");
  expect_row (reader, 2, "1|2|3");
  expect_row (reader, 3, "4||6");
  expect_end (reader);
  g_assert_cmpfloat (pakiv_csv_reader_get_progress (reader), ==, 1);
}

static void
test_quotes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivCsvReader) reader = open_input (
      fixture, "a,b\n\"x, y\",\"he said \"\"no\"\"\"\n\"two\r\nlines\",3\n\"\",\" s \"\nlast,1\n",
      -1);

  expect_row (reader, 2, "x, y|he said \"no\"");
  expect_row (reader, 3, "two\r\nlines|3");
  expect_row (reader, 5, "| s ");
  expect_row (reader, 6, "last|1");
  expect_end (reader);
}

static void
test_line_ends (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivCsvReader) reader = open_input (fixture, "a,b\r\n1,2\r\n3,4", -1);

  expect_row (reader, 2, "1|2");
  expect_row (reader, 3, "3|4");
  expect_end (reader);
}

static void
test_blank_lines_keep_numbers (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivCsvReader) reader
      = open_input (fixture, "a,b\r\n1,2\r\n\r\n\r\n3,4\r\n\n5,6\n", -1);

  expect_row (reader, 2, "1|2");
  expect_row (reader, 5, "3|4");
  expect_row (reader, 7, "5|6");
  expect_end (reader);
}

static void
test_quoted_first_field_over_lines (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivCsvReader) reader = open_input (fixture, "a,b\nx,y\n\"one\n\ntwo\",2\n3,4\n", -1);

  expect_row (reader, 2, "x|y");
  expect_row (reader, 3, "one\n\ntwo|2");
  expect_row (reader, 6, "3|4");
  expect_end (reader);
}

static void
test_byte_order_mark (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivCsvReader) reader = open_input (fixture,
                                                  "\xEF\xBB\xBF"
                                                  "día,b\n1,2\n",
                                                  -1);

  g_assert_cmpstr (pakiv_csv_reader_get_header (reader)[0], ==, "día");
  expect_row (reader, 2, "1|2");
  expect_end (reader);
}

static void
test_rows_of_other_width (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivCsvReader) reader = open_input (fixture, "a,b\n1\n1,2,3\n", -1);

  expect_row (reader, 2, "1");
  expect_row (reader, 3, "1|2|3");
  expect_end (reader);
}

static void
test_nul_byte (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivCsvReader) reader = open_input (fixture, "a,b\n1,2\n3,\0004\n5,6\n", 16);

  expect_row (reader, 2, "1|2");
  expect_failure (fixture, reader, PAKIV_ERROR_FORMAT, 3);
  expect_end (reader);
}

static void
test_invalid_utf8 (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivCsvReader) reader = open_input (fixture, "a,b\n1,2\n3,4\ncaf\xE9,5\n6,7\n", -1);

  expect_row (reader, 2, "1|2");
  expect_row (reader, 3, "3|4");
  expect_failure (fixture, reader, PAKIV_ERROR_FORMAT, 4);
}

static void
test_huge_field (Fixture *fixture, gconstpointer data)
{
  const gsize size = 10 * 1024 * 1024;
  g_autoptr (GString) text = g_string_new ("a,b\n1,2\n3,");
  g_autoptr (PakivCsvReader) reader = NULL;

  g_string_set_size (text, text->len + size);
  memset (text->str + text->len - size, 'x', size);
  g_string_append (text, "\n5,6\n");
  reader = open_input (fixture, text->str, (gssize)text->len);
  expect_row (reader, 2, "1|2");
  expect_failure (fixture, reader, PAKIV_ERROR_TOO_LARGE, 3);
}

static void
test_huge_field_over_lines (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new ("a,b\n\"");
  g_autoptr (PakivCsvReader) reader = NULL;
  g_autoptr (GError) error = NULL;

  while (text->len < 2 * PAKIV_CSV_ROW_MAX)
    g_string_append (text, "a line of a text that never ends\n");
  reader = open_input (fixture, text->str, (gssize)text->len);
  g_assert_null (pakiv_csv_reader_next (reader, &error));
  g_assert_error (error, PAKIV_ERROR, PAKIV_ERROR_TOO_LARGE);
}

static void
test_open_quote (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivCsvReader) reader = open_input (fixture, "a,b\n1,2\n\"3,4\n5,6\n", -1);
  g_autoptr (GError) error = NULL;

  expect_row (reader, 2, "1|2");
  g_assert_null (pakiv_csv_reader_next (reader, &error));
  g_assert_error (error, PAKIV_ERROR, PAKIV_ERROR_FORMAT);
  g_assert_nonnull (strstr (error->message, fixture->path));
  /* The line named is where the quotation began, which is where a person must look. */
  g_assert_nonnull (strstr (error->message, "line 3"));
}

static void
test_stray_quote (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivCsvReader) reader = open_input (fixture, "a,b\n1,2\n3\"x,4\n5,6\n", -1);

  expect_row (reader, 2, "1|2");
  expect_failure (fixture, reader, PAKIV_ERROR_FORMAT, 3);
}

static void
expect_not_opened (const char *path, GQuark domain, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (pakiv_csv_reader_open (path, &error));
  g_assert_error (error, domain, code);
  g_assert_nonnull (strstr (error->message, path));
}

static void
test_no_file (Fixture *fixture, gconstpointer data)
{
  expect_not_opened (fixture->path, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  write_input (fixture, "", 0);
  expect_not_opened (fixture->path, PAKIV_ERROR, PAKIV_ERROR_FORMAT);
  expect_not_opened (fixture->folder, PAKIV_ERROR, PAKIV_ERROR_FORMAT);
}

static void
expect_written (const char *const *fields, const char *expected)
{
  g_autoptr (GString) csv = g_string_new (NULL);

  pakiv_csv_append_row (csv, fields);
  g_assert_cmpstr (csv->str, ==, expected);
}

static void
test_writer (void)
{
  expect_written ((const char *[]){ "a", "", "b c", NULL }, "a,,b c\r\n");
  expect_written ((const char *[]){ "a,b", "say \"x\"", "two\nlines", NULL },
                  "\"a,b\",\"say \"\"x\"\"\",\"two\nlines\"\r\n");
  expect_written ((const char *[]){ "=1+1", "+x", "-1", "-1x", "@a", NULL },
                  "\"'=1+1\",\"'+x\",-1,\"'-1x\",\"'@a\"\r\n");
}

static void
expect_guard (const char *text)
{
  g_autoptr (GString) csv = g_string_new (NULL);
  g_autofree char *cell = NULL;

  pakiv_csv_append_row (csv, (const char *[]){ text, NULL });
  g_string_truncate (csv, csv->len - 2);
  cell = csv->str[0] == '"' ? g_strndup (csv->str + 1, csv->len - 2) : g_strdup (csv->str);
  g_assert_true (cell[0] != '=' && cell[0] != '@');
  g_assert_cmpstr (pakiv_csv_strip_guard (cell), ==, text);
}

static void
test_guard (void)
{
  expect_guard ("=1+1");
  expect_guard ("'=1+1");
  expect_guard ("''@x");
  expect_guard ("'quoted'");
  expect_guard ("-5");
  expect_guard ("");
}

static void
test_round_trip (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) csv = g_string_new (NULL);
  g_autoptr (PakivCsvReader) reader = NULL;

  pakiv_csv_append_row (csv, (const char *[]){ "a", "b", NULL });
  pakiv_csv_append_row (csv, (const char *[]){ "x, \"y\"", "1\r\n2", NULL });
  pakiv_csv_append_row (csv, (const char *[]){ "ș„”", "", NULL });
  reader = open_input (fixture, csv->str, (gssize)csv->len);
  expect_row (reader, 2, "x, \"y\"|1\r\n2");
  expect_row (reader, 4, "ș„”|");
  expect_end (reader);
}

#define ADD(path, function) \
  g_test_add ("/base/csv/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("header-and-rows", test_header_and_rows);
  ADD ("quotes", test_quotes);
  ADD ("line-ends", test_line_ends);
  ADD ("blank-lines-keep-numbers", test_blank_lines_keep_numbers);
  ADD ("quoted-first-field-over-lines", test_quoted_first_field_over_lines);
  ADD ("byte-order-mark", test_byte_order_mark);
  ADD ("rows-of-other-width", test_rows_of_other_width);
  ADD ("nul-byte", test_nul_byte);
  ADD ("invalid-utf8", test_invalid_utf8);
  ADD ("huge-field", test_huge_field);
  ADD ("huge-field-over-lines", test_huge_field_over_lines);
  ADD ("open-quote", test_open_quote);
  ADD ("stray-quote", test_stray_quote);
  ADD ("no-file", test_no_file);
  ADD ("round-trip", test_round_trip);
  g_test_add_func ("/base/csv/writer", test_writer);
  g_test_add_func ("/base/csv/guard", test_guard);
  return g_test_run ();
}
