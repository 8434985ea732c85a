#include "ctl.h"

#include "pakiv-csv-reader.h"

#include <glib-unix.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

const char *
ctl_get_program (void)
{
  const char *program = g_getenv ("PAKIVCTL");

  g_assert_nonnull (program);
  return program;
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        remove_folder (path);
      else
        g_unlink (path);
    }
  g_rmdir (folder);
}

static void
add_member (GPtrArray *members, const char *name, PakivRole role)
{
  PakivMember *member = g_new0 (PakivMember, 1);

  member->name = (char *)name;
  member->role = role;
  g_ptr_array_add (members, member);
}

void
ctl_set_up (Ctl *ctl, gconstpointer data)
{
  const char *const passphrases[]
      = { "officer passphrase", "mediator passphrase", "protection passphrase", NULL };
  g_autoptr (GPtrArray) members = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivDesk) desk = NULL;

  ctl->folder = g_dir_make_tmp ("pakivctl-XXXXXX", &error);
  g_assert_no_error (error);
  ctl->desk = g_build_filename (ctl->folder, "desk", NULL);
  add_member (members, "Ana", PAKIV_ROLE_OFFICER);
  add_member (members, "Bo", PAKIV_ROLE_MEDIATOR);
  add_member (members, "Cy", PAKIV_ROLE_DPO);
  desk = pakiv_desk_create (ctl->desk, "Test station", members, passphrases, PAKIV_COST_TEST,
                            &error);
  g_assert_no_error (error);
}

void
ctl_tear_down (Ctl *ctl, gconstpointer data)
{
  remove_folder (ctl->folder);
  g_assert_false (g_file_test (ctl->folder, G_FILE_TEST_EXISTS));
  g_free (ctl->folder);
  g_free (ctl->desk);
}

char *
ctl_path (Ctl *ctl, const char *name)
{
  return g_build_filename (ctl->folder, name, NULL);
}

void
ctl_write (Ctl *ctl, const char *name, const char *text, gssize length)
{
  g_autofree char *path = ctl_path (ctl, name);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, length, &error);
  g_assert_no_error (error);
}

char *
ctl_read (Ctl *ctl, const char *name, gsize *length)
{
  g_autofree char *path = ctl_path (ctl, name);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, length, &error);
  g_assert_no_error (error);
  return text;
}

/* The reading end of a pipe that holds @text. */
static int
open_pipe (const char *text)
{
  int ends[2];

  g_assert_true (g_unix_open_pipe (ends, FD_CLOEXEC, NULL));
  g_assert_cmpint (write (ends[1], text, strlen (text)), ==, (gssize)strlen (text));
  close (ends[1]);
  return ends[0];
}

CtlRun *
ctl_run (const char *passphrases, const char *input, ...)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_autoptr (GSubprocessLauncher) launcher
      = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE
                                   | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  CtlRun *run = g_new0 (CtlRun, 1);
  const char *word;
  va_list rest;

  g_ptr_array_add (words, (gpointer)ctl_get_program ());
  va_start (rest, input);
  while ((word = va_arg (rest, const char *)) != NULL)
    g_ptr_array_add (words, (gpointer)word);
  va_end (rest);
  if (passphrases != NULL)
    {
      g_ptr_array_add (words, (gpointer) "--passphrase-fd");
      g_ptr_array_add (words, (gpointer) "3");
      g_subprocess_launcher_take_fd (launcher, open_pipe (passphrases), 3);
    }
  g_ptr_array_add (words, NULL);
  process = g_subprocess_launcher_spawnv (launcher, (const char *const *)words->pdata, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, input, NULL, &run->out, &run->err, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  run->status = g_subprocess_get_exit_status (process);
  return run;
}

void
ctl_run_free (CtlRun *run)
{
  if (run == NULL)
    return;
  g_free (run->out);
  g_free (run->err);
  g_free (run);
}

char *
ctl_expect (int status, const char *said, CtlRun *run)
{
  g_autoptr (CtlRun) owned = run;

  if (run->status != status)
    g_test_message ("out: %s\nerr: %s", run->out, run->err);
  g_assert_cmpint (run->status, ==, status);
  if (status == 0)
    g_assert_cmpstr (run->err, ==, "");
  else
    g_assert_true (g_str_has_prefix (run->err, "pakivctl"));
  if (status == 1)
    {
      /* One sentence on one line, and no talk of the machinery inside. */
      g_assert_true (strchr (run->err, '\n') == run->err + strlen (run->err) - 1);
      g_assert_null (strstr (run->err, "CRITICAL"));
      g_assert_null (strstr (run->err, "SQL"));
    }
  if (said != NULL && strstr (run->err, said) == NULL)
    g_test_message ("err: %s", run->err);
  if (said != NULL)
    g_assert_nonnull (strstr (run->err, said));
  return g_steal_pointer (&run->out);
}

static const char *
passphrase_of (const char *log)
{
  return strcmp (log, "mediation") == 0 ? MEDIATOR : OFFICER;
}

GPtrArray *
ctl_list (Ctl *ctl, const char *log, const char *kind)
{
  const char *member = strcmp (log, "mediation") == 0 ? "Bo" : "Ana";
  g_autofree char *csv
      = ctl_expect (0, NULL,
                    ctl_run (passphrase_of (log), NULL, "list", ctl->desk, "--member", member,
                             "--log", log, "--kind", kind, "--csv", NULL));
  g_autofree char *path = ctl_path (ctl, "list.csv");
  g_autoptr (PakivCsvReader) reader = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify)g_hash_table_unref);
  const char *const *header;
  const char *const *fields;

  ctl_write (ctl, "list.csv", csv, -1);
  reader = pakiv_csv_reader_open (path, &error);
  g_assert_no_error (error);
  header = pakiv_csv_reader_get_header (reader);
  while ((fields = pakiv_csv_reader_next (reader, &error)) != NULL)
    {
      GHashTable *row = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

      for (int i = 0; header[i] != NULL; i++)
        g_hash_table_insert (row, g_strdup (header[i]), g_strdup (fields[i]));
      g_ptr_array_add (rows, row);
    }
  g_assert_no_error (error);
  return rows;
}

guint
ctl_count (Ctl *ctl, const char *log, const char *kind)
{
  g_autoptr (GPtrArray) rows = ctl_list (ctl, log, kind);

  return rows->len;
}

void
ctl_expect_misuse (CtlRun *run)
{
  g_autofree char *out = ctl_expect (2, NULL, run);

  g_assert_cmpstr (out, ==, "");
}
