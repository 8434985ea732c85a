/* What a desk does by itself: records whose time is over go, backups are made, and a person hears
 * of what could not be done. */
#include "form-fixture.h"
#include "workplace-fixture.h"

#include "pakiv-backup-words.h"
#include "pakiv-housekeeping.h"
#include "pakiv-retention.h"
#include "pakiv-window-private.h"

#include <glib/gstdio.h>

#define N_RECORDS 12

typedef struct
{
  guint64 erased;
  guint64 due;
  guint doubts;
  guint rounds;
} Heard;

static void
on_erased_cb (PakivHousekeeping *house, guint64 n, Heard *heard)
{
  heard->erased += n;
}

static void
on_doubted_cb (PakivHousekeeping *house, const char *words, guint64 due, Heard *heard)
{
  g_assert_nonnull (words);
  heard->due = due;
  heard->doubts++;
}

static void
on_checked_cb (PakivHousekeeping *house, Heard *heard)
{
  heard->rounds++;
}

static PakivHousekeeping *
make (PakivWorkplace *workplace, Heard *heard)
{
  PakivHousekeeping *house = pakiv_housekeeping_new (workplace);

  g_signal_connect (house, "erased", G_CALLBACK (on_erased_cb), heard);
  g_signal_connect (house, "clock-doubted", G_CALLBACK (on_doubted_cb), heard);
  g_signal_connect (house, "checked", G_CALLBACK (on_checked_cb), heard);
  return house;
}

static gboolean
is_at_rest (gpointer house)
{
  return !pakiv_housekeeping_is_busy (house);
}

static void
end (PakivHousekeeping *house)
{
  form_wait (is_at_rest, house);
  form_wait_idle ();
  g_assert_finalize_object (house);
}

static guint
count_backups (PakivWorkplace *workplace)
{
  g_autoptr (GPtrArray) backups
      = pakiv_backup_list (pakiv_workplace_get_desk (workplace), PAKIV_LOG_POLICE, NULL, NULL);

  return backups != NULL ? backups->len : 0;
}

/* (transfer full): of the newest; of one day only the last is kept. */
static char *
get_sum (PakivWorkplace *workplace)
{
  g_autoptr (GPtrArray) backups
      = pakiv_backup_list (pakiv_workplace_get_desk (workplace), PAKIV_LOG_POLICE, NULL, NULL);

  g_assert_cmpuint (backups->len, ==, 1);
  return g_strdup (((PakivBackup *)backups->pdata[0])->sha256);
}

/* The same desk, opened again. */
static void
reopen (WorkplaceFixture *fixture, const char *day)
{
  g_autoptr (PakivClock) clock = pakiv_clock_new_fixed (day);
  g_autofree char *path = g_build_filename (fixture->folder, "desk", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivDesk) desk = NULL;
  g_autoptr (PakivSession) session = NULL;

  desk = pakiv_desk_open (path, &error);
  g_assert_no_error (error);
  session = pakiv_desk_unlock (desk, "Ana", "long enough", &error);
  g_assert_no_error (error);
  fixture->workplace = pakiv_workplace_new (session, clock, &error);
  g_assert_no_error (error);
}

static void
go_to_day (WorkplaceFixture *fixture, const char *day)
{
  g_assert_finalize_object (fixture->workplace);
  reopen (fixture, day);
}

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

static void
test_last_words (void)
{
  g_autoptr (PakivClock) clock = pakiv_clock_new_fixed ("2021-05-10");
  g_autofree char *none = pakiv_backup_word_last (NULL, clock);
  g_autofree char *today = pakiv_backup_word_last ("2021-05-10T14:05:09Z", clock);
  g_autofree char *before = pakiv_backup_word_last ("2021-05-07T14:05:09Z", clock);

  g_assert_cmpstr (none, ==, "No backup yet");
  g_assert_cmpstr (today, ==, "Last backup: today, 14:05");
  g_assert_cmpstr (before, ==, "Last backup: 7 May 2021");
}

static void
test_days (void)
{
  /* 7 May 2021 was a Friday. */
  g_assert_cmpuint (pakiv_working_days_since ("2021-05-07", "2021-05-07"), ==, 0);
  g_assert_cmpuint (pakiv_working_days_since ("2021-05-07", "2021-05-09"), ==, 0);
  g_assert_cmpuint (pakiv_working_days_since ("2021-05-07", "2021-05-10"), ==, 1);
  g_assert_cmpuint (pakiv_working_days_since ("2021-05-07", "2021-05-11"), ==, 2);
  g_assert_cmpuint (pakiv_working_days_since ("2021-05-10", "2021-05-07"), ==, 0);
}

static void
test_backup (WorkplaceFixture *fixture, gconstpointer data)
{
  Heard heard = { 0 };
  PakivHousekeeping *house = make (fixture->workplace, &heard);
  PakivDesk *desk = pakiv_workplace_get_desk (fixture->workplace);
  PakivClock *clock = pakiv_workplace_get_clock (fixture->workplace);
  g_autofree char *before = pakiv_backup_get_warning (desk, PAKIV_LOG_POLICE, clock);
  g_autofree char *after = NULL;

  g_assert_nonnull (before);
  g_assert_cmpuint (count_backups (fixture->workplace), ==, 0);
  pakiv_housekeeping_start (house);
  form_wait (is_at_rest, house);
  g_assert_null (pakiv_housekeeping_get_problem (house));
  g_assert_cmpuint (heard.rounds, ==, 1);
  g_assert_cmpuint (heard.erased, ==, 0);
  g_assert_cmpuint (count_backups (fixture->workplace), ==, 1);
  after = pakiv_backup_get_warning (desk, PAKIV_LOG_POLICE, clock);
  g_assert_null (after);
  /* One a day is enough. */
  pakiv_housekeeping_run (house);
  form_wait (is_at_rest, house);
  g_assert_cmpuint (heard.rounds, ==, 2);
  g_assert_cmpuint (count_backups (fixture->workplace), ==, 1);
  end (house);
}

/* Years later the clock may be wrong: a person is asked first. */
static void
test_erase (WorkplaceFixture *fixture, gconstpointer data)
{
  Heard heard = { 0 };
  PakivHousekeeping *house;
  guint64 n = workplace_fixture_count (fixture);

  g_assert_cmpuint (n, >, 0);
  go_to_day (fixture, "2029-05-10");
  house = make (fixture->workplace, &heard);
  pakiv_housekeeping_start (house);
  form_wait (is_at_rest, house);
  g_assert_cmpuint (heard.doubts, ==, 1);
  g_assert_cmpuint (heard.due, ==, n);
  g_assert_cmpuint (heard.erased, ==, 0);
  g_assert_cmpuint (workplace_fixture_count (fixture), ==, n);
  pakiv_housekeeping_confirm_clock (house);
  form_wait (is_at_rest, house);
  g_assert_cmpuint (heard.doubts, ==, 1);
  g_assert_cmpuint (heard.erased, ==, n);
  g_assert_cmpuint (workplace_fixture_count (fixture), ==, 0);
  end (house);
}

static char *
lose_folder (WorkplaceFixture *fixture)
{
  char *folder = g_build_filename (fixture->folder, "stick", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  pakiv_backup_set_folder (pakiv_workplace_get_desk (fixture->workplace), folder, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  /* A file in its place: no folder can be made there. */
  g_assert_true (g_file_set_contents (folder, "", 0, NULL));
  return folder;
}

static void
test_problem (WorkplaceFixture *fixture, gconstpointer data)
{
  Heard heard = { 0 };
  PakivHousekeeping *house = make (fixture->workplace, &heard);
  g_autofree char *folder = lose_folder (fixture);

  pakiv_housekeeping_start (house);
  form_wait (is_at_rest, house);
  g_assert_nonnull (pakiv_housekeeping_get_problem (house));
  g_assert_cmpint (g_unlink (folder), ==, 0);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  pakiv_housekeeping_run (house);
  form_wait (is_at_rest, house);
  g_assert_null (pakiv_housekeeping_get_problem (house));
  g_assert_cmpuint (count_backups (fixture->workplace), ==, 1);
  end (house);
}

/* The desk's window: says what went wrong until it is mended; at lock it backs up. */
static void
test_window (WorkplaceFixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "desk", NULL);
  g_autofree char *folder = lose_folder (fixture);
  g_autofree char *before = NULL, *after = NULL;
  PakivWindow *window = PAKIV_WINDOW (
      pakiv_window_new (NULL, path, pakiv_workplace_get_clock (fixture->workplace)));

  g_object_ref (window);
  pakiv_window_set_keeps_house (window, TRUE);
  gtk_window_present (GTK_WINDOW (window));
  pakiv_window_unlock (window, fixture->workplace);
  form_wait (is_at_rest, window->house);
  form_wait_idle ();
  g_assert_true (gtk_action_bar_get_revealed (GTK_ACTION_BAR (window->house_bar)));
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (window->house_words)), ==,
                   pakiv_housekeeping_get_problem (window->house));
  g_assert_cmpint (g_unlink (folder), ==, 0);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  pakiv_housekeeping_run (window->house);
  form_wait (is_at_rest, window->house);
  g_assert_false (gtk_action_bar_get_revealed (GTK_ACTION_BAR (window->house_bar)));
  before = get_sum (fixture->workplace);
  /* What comes in now is backed up at lock, and the window is at rest only then. */
  workplace_fixture_fill (fixture, 4 * N_RECORDS);
  pakiv_window_lock (window);
  g_assert_null (window->house);
  form_wait (form_is_alone, fixture->workplace);
  after = get_sum (fixture->workplace);
  g_assert_cmpstr (after, !=, before);
  gtk_window_destroy (GTK_WINDOW (window));
  form_wait_idle ();
  g_assert_finalize_object (window);
}

/* Who closes the window without locking leaves no change without a backup. */
static void
test_close (WorkplaceFixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "desk", NULL);
  g_autofree char *before = NULL, *after = NULL;
  PakivWindow *window = PAKIV_WINDOW (
      pakiv_window_new (NULL, path, pakiv_workplace_get_clock (fixture->workplace)));
  gboolean gone = FALSE;

  g_signal_connect_swapped (window, "destroy", G_CALLBACK (form_note_cb), &gone);
  pakiv_window_set_keeps_house (window, TRUE);
  gtk_window_present (GTK_WINDOW (window));
  pakiv_window_unlock (window, fixture->workplace);
  form_wait (is_at_rest, window->house);
  g_assert_true (g_str_has_prefix (pakiv_housekeeping_get_last_backup (window->house),
                                   "Last backup: today, "));
  before = get_sum (fixture->workplace);
  workplace_fixture_fill (fixture, 4 * N_RECORDS);
  gtk_window_close (GTK_WINDOW (window));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (window)));
  /* Its last holder is the thread that makes the backup. */
  g_clear_object (&fixture->workplace);
  form_wait (form_is_true, &gone);
  reopen (fixture, WORKPLACE_DAY);
  after = get_sum (fixture->workplace);
  g_assert_cmpstr (after, !=, before);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/desk/house/days", test_days);
  g_test_add_func ("/desk/house/last-words", test_last_words);
#define ADD(path, test) \
  g_test_add ("/desk/house/" path, WorkplaceFixture, NULL, set_up, test, tear_down)
  ADD ("backup", test_backup);
  ADD ("erase", test_erase);
  ADD ("problem", test_problem);
  ADD ("window", test_window);
  ADD ("close", test_close);
  return g_test_run ();
}
