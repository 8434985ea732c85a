/* The recovery sheet as a file: what is printed can be read again, by eye and by a scanner. */
#include "pakiv-recovery-sheet.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#define STATION "7c9e6679-7425-40de-944b-e07fc1f90ae7"

typedef struct
{
  char *folder;
  char *path;
  PakivRecoverySheet sheet;
} Test;

static void
set_up (Test *test, gconstpointer data)
{
  test->folder = g_dir_make_tmp ("pakiv-sheet-XXXXXX", NULL);
  test->path = g_build_filename (test->folder, "sheet.pdf", NULL);
  test->sheet = (PakivRecoverySheet){ "Târgu Nou", STATION, "2021-05-10", 0 };
}

static void
tear_down (Test *test, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (test->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (test->folder, name, NULL);

      g_unlink (path);
    }
  g_assert_cmpint (g_rmdir (test->folder), ==, 0);
  g_free (test->folder);
  g_free (test->path);
}

static PakivRecoveryPart *
new_part (PakivKeyId key)
{
  g_autoptr (PakivSecret) secret = pakiv_secret_new_random (PAKIV_KEY_BYTES);

  return pakiv_recovery_part_new (key, 0, 0, secret);
}

static GPtrArray *
new_parts (PakivKeyId key)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func ((GDestroyNotify)pakiv_recovery_part_free);

  g_ptr_array_add (parts, new_part (key));
  return parts;
}

/* (transfer full): what @program says about a file of the test; NULL where it is not installed. */
static char *
run (Test *test, const char *program, ...)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autofree char *found = g_find_program_in_path (program);
  g_autoptr (GError) error = NULL;
  char *output = NULL;
  const char *word;
  va_list list;
  int status;

  if (found == NULL)
    {
      g_test_skip_printf ("%s is not installed", program);
      return NULL;
    }
  g_ptr_array_add (words, found);
  va_start (list, program);
  while ((word = va_arg (list, const char *)) != NULL)
    g_ptr_array_add (words, (char *)word);
  va_end (list);
  g_ptr_array_add (words, NULL);
  g_spawn_sync (test->folder, (char **)words->pdata, NULL, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
                &output, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_true (g_spawn_check_wait_status (status, NULL));
  return output;
}

static void
test_file (Test *test, gconstpointer data)
{
  g_autoptr (GPtrArray) parts = new_parts (PAKIV_KEY_POLICE);
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;
  GStatBuf status;

  g_assert_true (pakiv_recovery_sheet_write (test->path, &test->sheet, parts, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (test->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
  g_assert_true (g_file_get_contents (test->path, &bytes, NULL, NULL));
  g_assert_true (g_str_has_prefix (bytes, "%PDF-"));
  /* What is there is somebody's. */
  g_assert_false (pakiv_recovery_sheet_write (test->path, &test->sheet, parts, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_EXIST);
}

/* The letters on the page, and the words around them, and nothing of another part. */
static void
test_letters (Test *test, gconstpointer data)
{
  g_autoptr (GPtrArray) parts = new_parts (PAKIV_KEY_MEDIATION);
  g_autofree char *code = pakiv_recovery_code_encode (parts->pdata[0], STATION);
  g_auto (GStrv) lines = g_strsplit (code, "\n", 3);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  pakiv_recovery_sheet_write (test->path, &test->sheet, parts, &error);
  g_assert_no_error (error);
  text = run (test, "pdftotext", "-layout", "sheet.pdf", "-", NULL);
  if (text == NULL)
    return;
  for (int i = 0; i < 3; i++)
    g_assert_nonnull (strstr (text, lines[i]));
  g_assert_nonnull (strstr (text, "Mediation log"));
  g_assert_nonnull (strstr (text, "Târgu Nou"));
  g_assert_nonnull (strstr (text, "10 May 2021"));
  g_assert_nonnull (strstr (text, "must never be in the hands"));
  /* One page. */
  g_assert_true (strchr (text, '\f') != NULL && strchr (text, '\f')[1] == '\0');
}

static void
check_scanned (const char *line, PakivRecoveryPart *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivRecoveryPart) part = pakiv_recovery_code_decode (line, STATION, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (part->number, ==, expected->number);
  g_assert_cmpmem (part->secret, PAKIV_KEY_BYTES, expected->secret, PAKIV_KEY_BYTES);
}

/* Every share on a page of its own, whose square gives that share. */
static void
test_scanned (Test *test, gconstpointer data)
{
  g_autoptr (PakivRecoveryPart) whole = new_part (PAKIV_KEY_TRACE);
  g_autoptr (GPtrArray) shares = pakiv_recovery_split (whole, 2, 3);
  g_autofree char *pages = NULL;
  g_autoptr (GError) error = NULL;

  test->sheet.shares = 3;
  pakiv_recovery_sheet_write (test->path, &test->sheet, shares, &error);
  g_assert_no_error (error);
  pages = run (test, "pdftoppm", "-r", "150", "-png", "sheet.pdf", "page", NULL);
  for (guint i = 0; pages != NULL && i < shares->len; i++)
    {
      g_autofree char *page = g_strdup_printf ("page-%u.png", i + 1);
      g_autofree char *code = run (test, "zbarimg", "--raw", "-q", page, NULL);

      if (code != NULL)
        check_scanned (code, shares->pdata[i]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/recovery-sheet/file", Test, NULL, set_up, test_file, tear_down);
  g_test_add ("/recovery-sheet/letters", Test, NULL, set_up, test_letters, tear_down);
  g_test_add ("/recovery-sheet/scanned", Test, NULL, set_up, test_scanned, tear_down);
  return g_test_run ();
}
