/* Members and passphrases, as they are done in the windows: what a person chooses and types is what
 * the desk then is. */
#include "members-fixture.h"

#include "pakiv-attempts.h"
#include "pakiv-members-window.h"
#include "pakiv-passphrase-window.h"
#include "pakiv-unlock-page.h"
#include "pakiv-window-private.h"

/* --- Members --- */

static GtkWidget *
find_add_button (GtkWidget *window)
{
  for (GtkWidget *child = gtk_widget_get_first_child (window); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found
          = GTK_IS_BUTTON (child)
                    && g_strcmp0 (gtk_widget_get_tooltip_text (child), "Add a Member") == 0
                ? child
                : find_add_button (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
test_list (MembersFixture *fixture, gconstpointer name)
{
  gboolean supervisor = g_str_equal (name, "Bea");
  GtkWidget *window = form_show (pakiv_members_window_new (NULL, fixture->workplace));

  for (guint i = 0; i < MEMBERS_N_PEOPLE; i++)
    g_assert_true (form_says (window, members_people[i].name));
  g_assert_true (form_says (window, supervisor ? "Supervisor · you" : "Police officer · you"));
  /* An officer may not change anything where there is a supervisor. */
  g_assert_cmpint (gtk_widget_get_visible (find_add_button (window)), ==, supervisor);
  g_assert_cmpint (form_find (window, GTK_TYPE_MENU_BUTTON) != NULL, ==, supervisor);
  form_dismiss (window);
}

static void
test_add (MembersFixture *fixture, gconstpointer name)
{
  GtkWidget *window = form_show (pakiv_members_window_new (NULL, fixture->workplace));
  const PakivMember *member;

  g_signal_emit_by_name (find_add_button (window), "clicked");
  form_wait_idle ();
  members_type (window, 0, "Nadia");
  members_type (window, 1, "a few new words");
  members_type (window, 2, "a few new word");
  form_press (window, "Add");
  g_assert_true (form_says (window, "The two are not the same."));
  g_assert_null (members_find (fixture, "Nadia"));
  members_type (window, 2, "a few new words");
  form_press (window, "Add");
  form_wait_until_says (window, "“Nadia” was added");
  form_wait_idle ();
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (window)) == find_add_button (window));
  member = members_find (fixture, "Nadia");
  g_assert_nonnull (member);
  g_assert_cmpint (member->role, ==, PAKIV_ROLE_OFFICER); /* the first that a supervisor may add */
  members_assert_unlocks (fixture, "Nadia", "a few new words", TRUE);
  g_assert_true (pakiv_desk_member_holds (fixture->desk, "Nadia", PAKIV_KEY_POLICE));
  g_assert_false (pakiv_desk_member_holds (fixture->desk, "Nadia", PAKIV_KEY_MEDIATION));
  /* A name that is there already is refused, and the form stays. */
  g_signal_emit_by_name (find_add_button (window), "clicked");
  form_wait_idle ();
  members_type (window, 0, "Nadia");
  members_type (window, 1, "a few new words");
  members_type (window, 2, "a few new words");
  form_press (window, "Add");
  form_wait_idle ();
  while (!gtk_widget_is_sensitive (form_find_labelled (window, GTK_TYPE_BUTTON, "Add")))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (form_says (window, "New Member"));
  form_dismiss (window);
}

static void
test_role (MembersFixture *fixture, gconstpointer name)
{
  GtkWidget *window = form_show (pakiv_members_window_new (NULL, fixture->workplace));

  gtk_widget_activate_action (window, "members.role", "(ss)", "Ana", "supervisor");
  form_wait_until_says (window, "“Ana” is now: Supervisor");
  g_assert_cmpint (members_find (fixture, "Ana")->role, ==, PAKIV_ROLE_SUPERVISOR);
  form_dismiss (window);
}

static void
test_suspend (MembersFixture *fixture, gconstpointer name)
{
  PakivWindow *window = PAKIV_WINDOW (pakiv_window_new (NULL, fixture->folder, fixture->clock));
  GtkWidget *members;

  form_show (GTK_WIDGET (window));
  g_assert_true (form_says (GTK_WIDGET (window), "Ana"));
  pakiv_window_unlock (window, fixture->workplace);
  g_clear_object (&fixture->workplace);
  form_wait_idle ();
  gtk_widget_activate_action (GTK_WIDGET (window), "win.members", NULL);
  form_wait_idle ();
  members = NULL;
  for (guint i = 0; i < g_list_model_get_n_items (gtk_window_get_toplevels ()); i++)
    {
      g_autoptr (GtkWidget) toplevel = g_list_model_get_item (gtk_window_get_toplevels (), i);

      if (PAKIV_IS_MEMBERS_WINDOW (toplevel))
        members = toplevel;
    }
  g_assert_nonnull (members);
  g_signal_emit_by_name (members, "suspend", "Ana");
  g_assert_null (pakiv_window_get_workplace (window));
  g_assert_cmpuint (g_list_model_get_n_items (gtk_window_get_toplevels ()), ==, 1);
  g_assert_false (pakiv_window_is_at_rest (window));
  form_wait_until_says (GTK_WIDGET (window), "“Ana” Is Suspended");
  g_assert_true (pakiv_member_is_suspended (members_find (fixture, "Ana")));
  members_assert_unlocks (fixture, "Ana", "long enough ana", FALSE);
  form_press (GTK_WIDGET (window), "Continue");
  form_wait_idle ();
  g_assert_true (pakiv_window_is_at_rest (window));
  g_assert_false (form_says (GTK_WIDGET (window), "Ana"));
  g_assert_true (form_says (GTK_WIDGET (window), "Bea"));
  /* Who stays opens the logs with their new keys. */
  fixture->workplace = members_open_workplace (fixture, "Bea");
  g_assert_nonnull (pakiv_workplace_get_log (fixture->workplace, PAKIV_LOG_POLICE));
  form_dismiss (GTK_WIDGET (window));
}

static void
test_passphrase (MembersFixture *fixture, gconstpointer name)
{
  GtkWidget *window = form_show (pakiv_passphrase_window_new (NULL, fixture->workplace));
  gboolean changed = FALSE;

  g_signal_connect_swapped (window, "changed", G_CALLBACK (form_note_cb), &changed);
  members_type (window, 1, "short");
  g_assert_true (form_says (window, "Too short yet: at least 8 letters."));
  members_type (window, 0, "not this one");
  members_type (window, 1, "quite another phrase");
  members_type (window, 2, "quite another phrase");
  form_press (window, "Change");
  while (!gtk_widget_is_sensitive (form_find_labelled (window, GTK_TYPE_BUTTON, "Change")))
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (changed);
  members_assert_unlocks (fixture, name, members_get_passphrase (name), TRUE);
  members_type (window, 0, members_get_passphrase (name));
  form_press (window, "Change");
  form_wait (form_is_true, &changed);
  members_assert_unlocks (fixture, name, "quite another phrase", TRUE);
  members_assert_unlocks (fixture, name, members_get_passphrase (name), FALSE);
  form_wait (form_is_alone, window);
  g_assert_finalize_object (window);
}

/* --- Unlocking --- */

static void
on_unlocked_cb (GtkWidget *page, PakivWorkplace *workplace, PakivWorkplace **where)
{
  *where = g_object_ref (workplace);
}

static gboolean
is_unlocked (gpointer where)
{
  return *(PakivWorkplace **)where != NULL;
}

static void
test_purpose (MembersFixture *fixture, gconstpointer name)
{
  GtkWidget *page = pakiv_unlock_page_new (fixture->desk, fixture->clock, NULL);
  GtkWidget *window = form_present (page);
  GtkWidget *row = form_find (page, ADW_TYPE_COMBO_ROW);
  GtkWidget *entry = form_find (page, ADW_TYPE_PASSWORD_ENTRY_ROW);
  GtkWidget *work;
  g_autoptr (PakivWorkplace) workplace = NULL;
  PakivSession *session;
  guint usual;

  g_signal_connect (page, "unlocked", G_CALLBACK (on_unlocked_cb), &workplace);
  usual = adw_combo_row_get_selected (ADW_COMBO_ROW (row));
  g_assert_true (form_says (page, "Patrol and work with the community"));
  pakiv_unlock_page_choose (PAKIV_UNLOCK_PAGE (page), 3);
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (row)), !=, usual);
  pakiv_unlock_page_choose (PAKIV_UNLOCK_PAGE (page), 0);
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (row)), ==, usual);
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), 0);
  gtk_editable_set_text (GTK_EDITABLE (entry), members_get_passphrase ("Ana"));
  g_signal_emit_by_name (entry, "entry-activated");
  form_wait (is_unlocked, &workplace);
  session = pakiv_workplace_get_session (workplace);
  g_assert_cmpstr (pakiv_session_get_purpose (session), ==, "FOLLOWUP");

  /* It is changed without locking. */
  work = pakiv_work_page_new (workplace);
  gtk_window_set_child (GTK_WINDOW (window), work);
  form_wait_idle ();
  g_assert_true (form_says (work, "Following up an incident or a referral"));
  gtk_widget_activate_action (work, "work.purpose", "s", "REQUEST");
  g_assert_cmpstr (pakiv_session_get_purpose (session), ==, "REQUEST");
  g_assert_true (form_says (work, "Complaint or request of a person"));
  g_object_ref (work);
  gtk_window_destroy (GTK_WINDOW (window));
  form_wait (form_is_alone, work);
  g_assert_finalize_object (work);
}

static void
test_wait (MembersFixture *fixture, gconstpointer name)
{
  GtkWidget *page, *window, *button;
  GtkLabel *problem = NULL;

  for (guint i = 0; i < 5 && pakiv_desk_get_wait (fixture->desk, "Ana") == 0; i++)
    members_assert_unlocks (fixture, "Ana", "not this one", FALSE);
  g_assert_cmpuint (pakiv_desk_get_wait (fixture->desk, "Ana"), >, 0);
  page = pakiv_unlock_page_new (fixture->desk, fixture->clock, NULL);
  window = form_present (page);
  pakiv_unlock_page_reset (PAKIV_UNLOCK_PAGE (page));
  button = form_find_labelled (page, GTK_TYPE_BUTTON, "Unlock");
  g_assert_false (gtk_widget_is_sensitive (button));
  problem = GTK_LABEL (gtk_widget_get_template_child (page, PAKIV_TYPE_UNLOCK_PAGE, "problem"));
  g_assert_true (
      g_str_has_prefix (gtk_label_get_text (problem), "Too many wrong passphrases. Try again in "));
  /* It is Ana who has to wait. */
  pakiv_unlock_page_choose_name (PAKIV_UNLOCK_PAGE (page), "Bea");
  g_assert_true (gtk_widget_is_sensitive (button));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (problem)));
  pakiv_unlock_page_choose_name (PAKIV_UNLOCK_PAGE (page), "Ana");
  g_assert_false (gtk_widget_is_sensitive (button));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

#define ADD(name, who, function) \
  g_test_add (name, MembersFixture, who, members_set_up, function, members_tear_down)
  ADD ("/desk/members/list", "Bea", test_list);
  ADD ("/desk/members/list-only", "Ana", test_list);
  ADD ("/desk/members/add", "Bea", test_add);
  ADD ("/desk/members/role", "Bea", test_role);
  ADD ("/desk/members/suspend", "Bea", test_suspend);
  ADD ("/desk/members/passphrase", "Luna", test_passphrase);
  ADD ("/desk/unlock/purpose", NULL, test_purpose);
  ADD ("/desk/unlock/wait", NULL, test_wait);
  return g_test_run ();
}
