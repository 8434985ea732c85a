/* Members, passphrases and recovery, as they are done in the windows: what a person chooses and
 * types is what the desk then is. */
#include "form-fixture.h"

#include "pakiv-attempts.h"
#include "pakiv-lost-window.h"
#include "pakiv-members-window.h"
#include "pakiv-members.h"
#include "pakiv-passphrase-window.h"
#include "pakiv-recovery-window.h"
#include "pakiv-unlock-page.h"
#include "pakiv-window-private.h"

#include <ftw.h>
#include <stdio.h>

#define DAY "2021-05-10"

static const struct
{
  const char *name;
  PakivRole role;
  const char *passphrase;
} people[] = {
  { "Ana", PAKIV_ROLE_OFFICER, "long enough ana" },
  { "Bea", PAKIV_ROLE_SUPERVISOR, "long enough bea" },
  { "Luna", PAKIV_ROLE_MEDIATOR, "long enough luna" },
  { "Sol", PAKIV_ROLE_DPO, "long enough sol" },
};

typedef struct
{
  char *top;
  char *folder;
  PakivDesk *desk;
  PakivClock *clock;
  PakivWorkplace *workplace; /* of whoever is named as the test's data */
} Fixture;

static PakivSession *
unlock (Fixture *fixture, const char *name, const char *passphrase, GError **error)
{
  return pakiv_desk_unlock (fixture->desk, name, passphrase, error);
}

static const char *
get_passphrase (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    if (g_str_equal (people[i].name, name))
      return people[i].passphrase;
  g_assert_not_reached ();
}

static PakivWorkplace *
open_workplace (Fixture *fixture, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivSession) session = unlock (fixture, name, get_passphrase (name), &error);
  PakivWorkplace *workplace;

  g_assert_no_error (error);
  workplace = pakiv_workplace_new (session, fixture->clock, &error);
  g_assert_no_error (error);
  return workplace;
}

static void
set_up (Fixture *fixture, gconstpointer name)
{
  const char *passphrases[G_N_ELEMENTS (people) + 1] = { NULL };
  PakivMember members[G_N_ELEMENTS (people)] = { 0 };
  g_autoptr (GPtrArray) list = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    {
      members[i].name = (char *)people[i].name;
      members[i].role = people[i].role;
      passphrases[i] = people[i].passphrase;
      g_ptr_array_add (list, &members[i]);
    }
  fixture->top = g_dir_make_tmp ("pakiv-members-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->folder = g_build_filename (fixture->top, "desk", NULL);
  fixture->clock = pakiv_clock_new_fixed (DAY);
  fixture->desk
      = pakiv_desk_create (fixture->folder, "Puente", list, passphrases, PAKIV_COST_TEST, &error);
  g_assert_no_error (error);
  pakiv_desk_set_cost (fixture->desk, PAKIV_COST_TEST);
  if (name != NULL)
    fixture->workplace = open_workplace (fixture, name);
}

static int
remove_one (const char *path, const struct stat *status, int type, struct FTW *place)
{
  return remove (path);
}

static void
tear_down (Fixture *fixture, gconstpointer name)
{
  form_wait_idle ();
  if (fixture->workplace != NULL)
    g_assert_finalize_object (fixture->workplace);
  pakiv_desk_unref (fixture->desk);
  pakiv_clock_unref (fixture->clock);
  nftw (fixture->top, remove_one, 16, FTW_DEPTH | FTW_PHYS);
  g_free (fixture->folder);
  g_free (fixture->top);
}

/* --- What a person touches --- */

static GtkWidget *
show (GtkWidget *window)
{
  g_object_ref (window);
  gtk_window_present (GTK_WINDOW (window));
  form_wait_idle ();
  return window;
}

static gboolean
is_alone (gpointer window)
{
  return G_OBJECT (window)->ref_count == 1;
}

static void
dismiss (GtkWidget *window)
{
  gtk_window_destroy (GTK_WINDOW (window));
  form_wait (is_alone, window);
  g_assert_finalize_object (window);
}

static void
press (GtkWidget *window, const char *label)
{
  GtkWidget *button = form_find_labelled (window, GTK_TYPE_BUTTON, label);

  g_assert_nonnull (button);
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

static gboolean
says (GtkWidget *window, const char *words)
{
  GtkWidget *label = form_find_labelled (window, GTK_TYPE_LABEL, words);

  return label != NULL && gtk_widget_get_mapped (label);
}

typedef struct
{
  GtkWidget *window;
  const char *words;
} Said;

static gboolean
is_said (gpointer data)
{
  Said *said = data;

  return says (said->window, said->words);
}

static void
wait_until_says (GtkWidget *window, const char *words)
{
  Said said = { window, words };

  form_wait (is_said, &said);
}

/* The @n-th entry row in sight, from 0; NULL where there are fewer. */
static GtkWidget *
find_entry (GtkWidget *root, guint *n)
{
  if (!gtk_widget_get_child_visible (root))
    return NULL;
  if (ADW_IS_ENTRY_ROW (root) && gtk_widget_get_mapped (root) && (*n)-- == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_entry (child, n);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
type (GtkWidget *window, guint n, const char *text)
{
  GtkWidget *entry = find_entry (window, &n);

  g_assert_nonnull (entry);
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
}

static const PakivMember *
find_member (Fixture *fixture, const char *name)
{
  pakiv_desk_refresh (fixture->desk, NULL);
  return pakiv_desk_find_member (fixture->desk, name);
}

static void
assert_unlocks (Fixture *fixture, const char *name, const char *passphrase, gboolean does)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivSession) session = unlock (fixture, name, passphrase, &error);

  if (does)
    g_assert_no_error (error);
  else
    g_assert_nonnull (error);
}

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
test_list (Fixture *fixture, gconstpointer name)
{
  gboolean supervisor = g_str_equal (name, "Bea");
  GtkWidget *window = show (pakiv_members_window_new (NULL, fixture->workplace));

  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    g_assert_true (says (window, people[i].name));
  g_assert_true (says (window, supervisor ? "Supervisor · you" : "Police officer · you"));
  /* An officer may not change anything where there is a supervisor. */
  g_assert_cmpint (gtk_widget_get_visible (find_add_button (window)), ==, supervisor);
  g_assert_cmpint (form_find (window, GTK_TYPE_MENU_BUTTON) != NULL, ==, supervisor);
  dismiss (window);
}

static void
test_add (Fixture *fixture, gconstpointer name)
{
  GtkWidget *window = show (pakiv_members_window_new (NULL, fixture->workplace));
  const PakivMember *member;

  g_signal_emit_by_name (find_add_button (window), "clicked");
  form_wait_idle ();
  type (window, 0, "Nadia");
  type (window, 1, "a few new words");
  type (window, 2, "a few new word");
  press (window, "Add");
  g_assert_true (says (window, "The two are not the same."));
  g_assert_null (find_member (fixture, "Nadia"));
  type (window, 2, "a few new words");
  press (window, "Add");
  wait_until_says (window, "“Nadia” was added");
  form_wait_idle ();
  g_assert_true (gtk_window_get_focus (GTK_WINDOW (window)) == find_add_button (window));
  member = find_member (fixture, "Nadia");
  g_assert_nonnull (member);
  g_assert_cmpint (member->role, ==, PAKIV_ROLE_OFFICER); /* the first that a supervisor may add */
  assert_unlocks (fixture, "Nadia", "a few new words", TRUE);
  g_assert_true (pakiv_desk_member_holds (fixture->desk, "Nadia", PAKIV_KEY_POLICE));
  g_assert_false (pakiv_desk_member_holds (fixture->desk, "Nadia", PAKIV_KEY_MEDIATION));
  /* A name that is there already is refused, and the form stays. */
  g_signal_emit_by_name (find_add_button (window), "clicked");
  form_wait_idle ();
  type (window, 0, "Nadia");
  type (window, 1, "a few new words");
  type (window, 2, "a few new words");
  press (window, "Add");
  form_wait_idle ();
  while (!gtk_widget_is_sensitive (form_find_labelled (window, GTK_TYPE_BUTTON, "Add")))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (says (window, "New Member"));
  dismiss (window);
}

static void
test_role (Fixture *fixture, gconstpointer name)
{
  GtkWidget *window = show (pakiv_members_window_new (NULL, fixture->workplace));

  gtk_widget_activate_action (window, "members.role", "(ss)", "Ana", "supervisor");
  wait_until_says (window, "“Ana” is now: Supervisor");
  g_assert_cmpint (find_member (fixture, "Ana")->role, ==, PAKIV_ROLE_SUPERVISOR);
  dismiss (window);
}

static void
test_suspend (Fixture *fixture, gconstpointer name)
{
  PakivWindow *window = PAKIV_WINDOW (pakiv_window_new (NULL, fixture->folder, fixture->clock));
  GtkWidget *members;

  show (GTK_WIDGET (window));
  g_assert_true (says (GTK_WIDGET (window), "Ana"));
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
  wait_until_says (GTK_WIDGET (window), "“Ana” Is Suspended");
  g_assert_true (pakiv_member_is_suspended (find_member (fixture, "Ana")));
  assert_unlocks (fixture, "Ana", "long enough ana", FALSE);
  press (GTK_WIDGET (window), "Continue");
  form_wait_idle ();
  g_assert_true (pakiv_window_is_at_rest (window));
  g_assert_false (says (GTK_WIDGET (window), "Ana"));
  g_assert_true (says (GTK_WIDGET (window), "Bea"));
  /* Who stays opens the logs with their new keys. */
  fixture->workplace = open_workplace (fixture, "Bea");
  g_assert_nonnull (pakiv_workplace_get_log (fixture->workplace, PAKIV_LOG_POLICE));
  dismiss (GTK_WIDGET (window));
}

static void
on_heard_cb (gboolean *heard)
{
  *heard = TRUE;
}

static gboolean
is_heard (gpointer heard)
{
  return *(gboolean *)heard;
}

static void
test_passphrase (Fixture *fixture, gconstpointer name)
{
  GtkWidget *window = show (pakiv_passphrase_window_new (NULL, fixture->workplace));
  gboolean changed = FALSE;

  g_signal_connect_swapped (window, "changed", G_CALLBACK (on_heard_cb), &changed);
  type (window, 1, "short");
  g_assert_true (says (window, "Too short yet: at least 8 letters."));
  type (window, 0, "not this one");
  type (window, 1, "quite another phrase");
  type (window, 2, "quite another phrase");
  press (window, "Change");
  while (!gtk_widget_is_sensitive (form_find_labelled (window, GTK_TYPE_BUTTON, "Change")))
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (changed);
  assert_unlocks (fixture, name, get_passphrase (name), TRUE);
  type (window, 0, get_passphrase (name));
  press (window, "Change");
  form_wait (is_heard, &changed);
  assert_unlocks (fixture, name, "quite another phrase", TRUE);
  assert_unlocks (fixture, name, get_passphrase (name), FALSE);
  form_wait (is_alone, window);
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
test_purpose (Fixture *fixture, gconstpointer name)
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
  g_assert_true (says (page, "Patrol and work with the community"));
  pakiv_unlock_page_choose (PAKIV_UNLOCK_PAGE (page), 3);
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (row)), !=, usual);
  pakiv_unlock_page_choose (PAKIV_UNLOCK_PAGE (page), 0);
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (row)), ==, usual);
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), 0);
  gtk_editable_set_text (GTK_EDITABLE (entry), get_passphrase ("Ana"));
  g_signal_emit_by_name (entry, "entry-activated");
  form_wait (is_unlocked, &workplace);
  session = pakiv_workplace_get_session (workplace);
  g_assert_cmpstr (pakiv_session_get_purpose (session), ==, "FOLLOWUP");

  /* It is changed without locking. */
  work = pakiv_work_page_new (workplace);
  gtk_window_set_child (GTK_WINDOW (window), work);
  form_wait_idle ();
  g_assert_true (says (work, "Following up an incident or a referral"));
  gtk_widget_activate_action (work, "work.purpose", "s", "REQUEST");
  g_assert_cmpstr (pakiv_session_get_purpose (session), ==, "REQUEST");
  g_assert_true (says (work, "Complaint or request of a person"));
  g_object_ref (work);
  gtk_window_destroy (GTK_WINDOW (window));
  form_wait (is_alone, work);
  g_assert_finalize_object (work);
}

static void
test_wait (Fixture *fixture, gconstpointer name)
{
  GtkWidget *page, *window, *button;
  GtkLabel *problem = NULL;

  for (guint i = 0; i < 5 && pakiv_desk_get_wait (fixture->desk, "Ana") == 0; i++)
    assert_unlocks (fixture, "Ana", "not this one", FALSE);
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

/* --- Recovery --- */

/* Types what each question asks for, from the code. */
static void
answer (GtkWidget *window, PakivDesk *desk, GPtrArray *parts)
{
  guint per_part = parts->len == 1 ? 4 : 2;

  for (guint i = 0; i < parts->len * per_part; i++)
    {
      guint n = i;
      GtkWidget *entry = find_entry (window, &n);
      char *code = pakiv_recovery_code_encode (parts->pdata[i / per_part],
                                               pakiv_desk_get_station_id (desk));
      g_auto (GStrv) groups = g_strsplit_set (code, " \n", -1);
      g_autofree char *typed = NULL;
      guint line, group;

      g_assert_nonnull (entry);
      g_assert_cmpint (sscanf (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (entry)),
                               "Line %u, group %u", &line, &group),
                       ==, 2);
      typed = g_ascii_strdown (groups[(line - 1) * PAKIV_RECOVERY_GROUPS + group - 1], -1);
      gtk_editable_set_text (GTK_EDITABLE (entry), typed);
      pakiv_passphrase_free (code);
    }
}

/* (transfer full): the codes on paper, one a sheet. */
static GPtrArray *
make_sheets (Fixture *fixture, gboolean shares)
{
  GtkWidget *window = show (pakiv_recovery_window_new (NULL, fixture->workplace));
  GPtrArray *codes = g_ptr_array_new_with_free_func (g_free);
  GPtrArray *parts;
  PakivRecoveryInfo info;

  if (shares)
    adw_combo_row_set_selected (ADW_COMBO_ROW (form_find (window, ADW_TYPE_COMBO_ROW)), 1);
  press (window, "Next");
  parts = pakiv_recovery_window_get_parts (PAKIV_RECOVERY_WINDOW (window));
  g_assert_nonnull (parts);
  g_assert_cmpuint (parts->len, ==, shares ? 3 : 1);
  for (guint i = 0; i < parts->len; i++)
    {
      g_ptr_array_add (codes, pakiv_recovery_code_encode (
                                  parts->pdata[i], pakiv_desk_get_station_id (fixture->desk)));
      g_assert_true (says (window, codes->pdata[i]));
    }
  press (window, "Next");
  form_wait_idle ();
  /* Nothing counts until it was typed back. */
  press (window, "Check");
  form_wait_idle ();
  g_assert_true (says (window, "This is not what belongs there. Look at the paper again."));
  pakiv_desk_get_recovery (fixture->desk, PAKIV_KEY_POLICE, &info);
  g_assert_false (info.made);
  g_assert_true (pakiv_recovery_is_missing (fixture->workplace));
  answer (window, fixture->desk, parts);
  press (window, "Check");
  wait_until_says (window, shares ? "The Shares Are Valid" : "The Sheet Is Valid");
  pakiv_desk_get_recovery (fixture->desk, PAKIV_KEY_POLICE, &info);
  g_assert_true (info.made);
  g_assert_cmpstr (info.day, ==, DAY);
  g_assert_cmpuint (info.needed, ==, shares ? 2 : 0);
  g_assert_null (pakiv_recovery_window_get_parts (PAKIV_RECOVERY_WINDOW (window)));
  dismiss (window);
  return codes;
}

static void
type_code (GtkWidget *window, const char *code)
{
  gtk_text_buffer_set_text (
      gtk_text_view_get_buffer (GTK_TEXT_VIEW (form_find (window, GTK_TYPE_TEXT_VIEW))), code, -1);
}

static gboolean
is_done (gpointer window)
{
  return gtk_widget_is_sensitive (form_find_labelled (window, GTK_TYPE_BUTTON, "Set Passphrase"));
}

static void
assert_recovered (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivSession) session = unlock (fixture, "Ana", "found again on paper", &error);
  g_autoptr (PakivWorkplace) workplace = NULL;

  g_assert_no_error (error);
  g_assert_true (pakiv_desk_member_holds (fixture->desk, "Ana", PAKIV_KEY_POLICE));
  assert_unlocks (fixture, "Ana", "long enough ana", FALSE);
}

/* From a lost passphrase: the sheet, and no less. */
static void
test_sheet (Fixture *fixture, gconstpointer name)
{
  g_autoptr (GPtrArray) codes = make_sheets (fixture, FALSE);
  GtkWidget *window = show (pakiv_lost_window_new (NULL, fixture->desk));
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (window));
  g_autofree char *wrong = g_strdup (codes->pdata[0]);
  gboolean recovered = FALSE;

  g_signal_connect_swapped (window, "recovered", G_CALLBACK (on_heard_cb), &recovered);
  g_assert_true (ADW_IS_COMBO_ROW (focus));
  wrong[10] = wrong[10] == 'Z' ? 'Y' : 'Z';
  type_code (window, wrong);
  type (window, 0, "found again on paper");
  type (window, 1, "found again on paper");
  press (window, "Set Passphrase");
  form_wait_idle ();
  g_assert_false (recovered);
  g_assert_nonnull (form_find_labelled (window, GTK_TYPE_BUTTON, "Set Passphrase"));
  assert_unlocks (fixture, "Ana", "long enough ana", TRUE);
  type_code (window, codes->pdata[0]);
  press (window, "Set Passphrase");
  form_wait (is_heard, &recovered);
  form_wait (is_alone, window);
  g_assert_finalize_object (window);
  assert_recovered (fixture);
}

static void
test_shares (Fixture *fixture, gconstpointer name)
{
  g_autoptr (GPtrArray) codes = make_sheets (fixture, TRUE);
  GtkWidget *window = show (pakiv_lost_window_new (NULL, fixture->desk));
  gboolean recovered = FALSE;

  g_signal_connect_swapped (window, "recovered", G_CALLBACK (on_heard_cb), &recovered);
  type (window, 0, "found again on paper");
  type (window, 1, "found again on paper");
  type_code (window, codes->pdata[2]);
  press (window, "Set Passphrase");
  form_wait (is_done, window);
  g_assert_false (recovered);
  g_assert_true (says (window, "Share 3; 2 are needed"));
  type_code (window, codes->pdata[0]);
  press (window, "Add");
  g_assert_true (says (window, "Share 1; 2 are needed"));
  press (window, "Set Passphrase");
  form_wait (is_heard, &recovered);
  form_wait (is_alone, window);
  g_assert_finalize_object (window);
  assert_recovered (fixture);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

#define ADD(name, who, function) g_test_add (name, Fixture, who, set_up, function, tear_down)
  ADD ("/desk/members/list", "Bea", test_list);
  ADD ("/desk/members/list-only", "Ana", test_list);
  ADD ("/desk/members/add", "Bea", test_add);
  ADD ("/desk/members/role", "Bea", test_role);
  ADD ("/desk/members/suspend", "Bea", test_suspend);
  ADD ("/desk/members/passphrase", "Luna", test_passphrase);
  ADD ("/desk/unlock/purpose", NULL, test_purpose);
  ADD ("/desk/unlock/wait", NULL, test_wait);
  ADD ("/desk/recovery/sheet", "Ana", test_sheet);
  ADD ("/desk/recovery/shares", "Bea", test_shares);
  return g_test_run ();
}
