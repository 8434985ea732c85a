/* Backups as a person makes them, looks at them, and brings one back. */
#include "form-fixture.h"
#include "workplace-fixture.h"

#include "pakiv-backup-window.h"
#include "pakiv-backup.h"
#include "pakiv-window-private.h"

#include <glib/gstdio.h>
#include <string.h>

#define N_RECORDS 12

static void
set_up (WorkplaceFixture *fixture, gconstpointer data)
{
  workplace_fixture_set_up (fixture);
  workplace_fixture_fill (fixture, N_RECORDS);
}

static void
tear_down (WorkplaceFixture *fixture, gconstpointer data)
{
  form_wait_idle ();
  workplace_fixture_tear_down (fixture);
}

static gboolean
is_at_rest (gpointer window)
{
  return pakiv_backup_window_is_at_rest (window);
}

static GtkWidget *
show (WorkplaceFixture *fixture)
{
  return form_show (pakiv_backup_window_new (NULL, fixture->workplace));
}

static void
back_up (GtkWidget *window)
{
  form_press (window, "Back Up Now");
  form_wait (is_at_rest, window);
  form_wait_idle ();
}

/* The row of the first backup. */
static GtkWidget *
find_backup (GtkWidget *root)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = g_object_get_data (G_OBJECT (child), "pakiv-path") != NULL
                             ? child
                             : find_backup (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
test_make (WorkplaceFixture *fixture, gconstpointer data)
{
  GtkWidget *window = show (fixture);

  g_assert_true (form_says (window, "There is no good backup yet."));
  g_assert_null (find_backup (window));
  back_up (window);
  g_assert_true (form_says (window, "Last good backup: 10 May 2021, 12:00"));
  g_assert_nonnull (find_backup (window));
  form_dismiss (window);
}

static void
test_look (WorkplaceFixture *fixture, gconstpointer data)
{
  GtkWidget *window = show (fixture);
  guint64 before = workplace_fixture_count (fixture);
  g_autofree char *words = NULL;

  back_up (window);
  workplace_fixture_fill (fixture, 4 * N_RECORDS);
  g_assert_cmpuint (workplace_fixture_count (fixture), >, before);
  words = g_strdup_printf ("%" G_GUINT64_FORMAT " here, %" G_GUINT64_FORMAT " in the log now",
                           before, workplace_fixture_count (fixture));
  g_signal_emit_by_name (find_backup (window), "activated");
  form_wait (is_at_rest, window);
  form_wait_idle ();
  g_assert_true (form_says (window, words));
  form_dismiss (window);
}

/* Cut since it was listed. */
static void
test_damaged (WorkplaceFixture *fixture, gconstpointer data)
{
  GtkWidget *window = show (fixture);
  GtkWidget *row;
  const char *path;

  back_up (window);
  row = find_backup (window);
  path = g_object_get_data (G_OBJECT (row), "pakiv-path");
  g_assert_true (g_file_set_contents (path, "nothing", -1, NULL));
  g_signal_emit_by_name (row, "activated");
  form_wait (is_at_rest, window);
  form_wait_idle ();
  g_assert_true (form_says (window, "This Backup Can’t Be Used"));
  form_dismiss (window);
}

static void
test_folder (WorkplaceFixture *fixture, gconstpointer data)
{
  GtkWidget *window = show (fixture);
  PakivDesk *desk = pakiv_workplace_get_desk (fixture->workplace);
  g_autofree char *stick = g_build_filename (fixture->folder, "stick", NULL);
  g_autofree char *folder = NULL;

  g_assert_cmpint (g_mkdir (stick, 0700), ==, 0);
  /* In the desk's own folder: refused. */
  pakiv_backup_window_set_folder (PAKIV_BACKUP_WINDOW (window), pakiv_desk_get_folder (desk));
  g_assert_true (pakiv_backup_is_own_folder (desk));
  g_assert_false (form_says (window, "Use the Desk’s Own"));
  pakiv_backup_window_set_folder (PAKIV_BACKUP_WINDOW (window), stick);
  form_wait_idle ();
  folder = pakiv_backup_get_folder (desk);
  g_assert_cmpstr (folder, ==, stick);
  g_assert_true (form_says (window, stick));
  form_press (window, "Use the Desk’s Own");
  g_assert_true (pakiv_backup_is_own_folder (desk));
  form_dismiss (window);
}

static gboolean
is_back (gpointer window)
{
  return form_says (window, "The Backup Is Back");
}

/* The whole way: the desk locks, the records are those of the backup, and how it was is kept. */
static void
test_restore (WorkplaceFixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (fixture->folder, "desk", NULL);
  guint64 before = workplace_fixture_count (fixture);
  PakivClock *clock = pakiv_workplace_get_clock (fixture->workplace);
  PakivWindow *window = PAKIV_WINDOW (pakiv_window_new (NULL, folder, clock));
  g_autoptr (PakivClock) kept = pakiv_clock_ref (clock);
  g_autoptr (PakivBackup) backup = NULL;
  g_autoptr (PakivDesk) desk = NULL;
  g_autoptr (PakivSession) session = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *stick = g_build_filename (fixture->folder, "stick", NULL);

  g_assert_cmpint (g_mkdir (stick, 0700), ==, 0);
  pakiv_backup_make (pakiv_workplace_get_session (fixture->workplace), PAKIV_LOG_POLICE, stick,
                     clock, &backup, NULL, &error);
  g_assert_no_error (error);
  workplace_fixture_fill (fixture, 4 * N_RECORDS);
  g_assert_cmpuint (workplace_fixture_count (fixture), >, before);
  g_object_ref (window);
  gtk_window_present (GTK_WINDOW (window));
  pakiv_window_unlock (window, fixture->workplace);
  g_clear_object (&fixture->workplace);
  form_wait_idle ();
  pakiv_window_restore_backup (window, PAKIV_LOG_POLICE, backup->path, PAKIV_RESTORE_DEFAULT);
  g_assert_null (pakiv_window_get_workplace (window));
  form_wait (is_back, window);
  form_press (GTK_WIDGET (window), "Continue");
  form_wait_idle ();
  g_assert_true (pakiv_window_is_at_rest (window));
  desk = pakiv_desk_open (folder, &error);
  g_assert_no_error (error);
  session = pakiv_desk_unlock (desk, "Ana", "long enough", &error);
  g_assert_no_error (error);
  fixture->workplace = pakiv_workplace_new (session, kept, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (workplace_fixture_count (fixture), ==, before);
  gtk_window_destroy (GTK_WINDOW (window));
  form_wait (form_is_alone, window);
  g_assert_finalize_object (window);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
#define ADD(path, test) \
  g_test_add ("/desk/backups/" path, WorkplaceFixture, NULL, set_up, test, tear_down)
  ADD ("make", test_make);
  ADD ("look", test_look);
  ADD ("damaged", test_damaged);
  ADD ("folder", test_folder);
  ADD ("restore", test_restore);
  return g_test_run ();
}
