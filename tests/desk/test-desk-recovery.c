/* A recovery sheet as it is made, typed back, and used by who has lost a passphrase. */
#include "members-fixture.h"

#include "pakiv-lost-window.h"
#include "pakiv-recovery-window.h"

#include <stdio.h>

/* Types what each question asks for, from the code. */
static void
answer (GtkWidget *window, PakivDesk *desk, GPtrArray *parts)
{
  guint per_part = parts->len == 1 ? 4 : 2;

  for (guint i = 0; i < parts->len * per_part; i++)
    {
      guint n = i;
      GtkWidget *entry = members_find_entry (window, &n);
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
make_sheets (MembersFixture *fixture, gboolean shares)
{
  GtkWidget *window = form_show (pakiv_recovery_window_new (NULL, fixture->workplace));
  GPtrArray *codes = g_ptr_array_new_with_free_func (g_free);
  GPtrArray *parts;
  PakivRecoveryInfo info;

  if (shares)
    adw_combo_row_set_selected (ADW_COMBO_ROW (form_find (window, ADW_TYPE_COMBO_ROW)), 1);
  form_press (window, "Next");
  parts = pakiv_recovery_window_get_parts (PAKIV_RECOVERY_WINDOW (window));
  g_assert_nonnull (parts);
  g_assert_cmpuint (parts->len, ==, shares ? 3 : 1);
  for (guint i = 0; i < parts->len; i++)
    {
      g_ptr_array_add (codes, pakiv_recovery_code_encode (
                                  parts->pdata[i], pakiv_desk_get_station_id (fixture->desk)));
      g_assert_true (form_says (window, codes->pdata[i]));
    }
  form_press (window, "Next");
  form_wait_idle ();
  /* Nothing counts until it was typed back. */
  form_press (window, "Check");
  form_wait_idle ();
  g_assert_true (form_says (window, "This is not what belongs there. Look at the paper again."));
  pakiv_desk_get_recovery (fixture->desk, PAKIV_KEY_POLICE, &info);
  g_assert_false (info.made);
  g_assert_true (pakiv_recovery_is_missing (fixture->workplace));
  answer (window, fixture->desk, parts);
  form_press (window, "Check");
  form_wait_until_says (window, shares ? "The Shares Are Valid" : "The Sheet Is Valid");
  pakiv_desk_get_recovery (fixture->desk, PAKIV_KEY_POLICE, &info);
  g_assert_true (info.made);
  g_assert_cmpstr (info.day, ==, MEMBERS_DAY);
  g_assert_cmpuint (info.needed, ==, shares ? 2 : 0);
  g_assert_null (pakiv_recovery_window_get_parts (PAKIV_RECOVERY_WINDOW (window)));
  form_dismiss (window);
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
assert_recovered (MembersFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivSession) session
      = members_unlock (fixture, "Ana", "found again on paper", &error);
  g_autoptr (PakivWorkplace) workplace = NULL;

  g_assert_no_error (error);
  g_assert_true (pakiv_desk_member_holds (fixture->desk, "Ana", PAKIV_KEY_POLICE));
  members_assert_unlocks (fixture, "Ana", "long enough ana", FALSE);
}

/* From a lost passphrase: the sheet, and no less. */
static void
test_sheet (MembersFixture *fixture, gconstpointer name)
{
  g_autoptr (GPtrArray) codes = make_sheets (fixture, FALSE);
  GtkWidget *window = form_show (pakiv_lost_window_new (NULL, fixture->desk));
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (window));
  g_autofree char *wrong = g_strdup (codes->pdata[0]);
  gboolean recovered = FALSE;

  g_signal_connect_swapped (window, "recovered", G_CALLBACK (form_note_cb), &recovered);
  g_assert_true (ADW_IS_COMBO_ROW (focus));
  wrong[10] = wrong[10] == 'Z' ? 'Y' : 'Z';
  type_code (window, wrong);
  members_type (window, 0, "found again on paper");
  members_type (window, 1, "found again on paper");
  form_press (window, "Set Passphrase");
  form_wait_idle ();
  g_assert_false (recovered);
  g_assert_nonnull (form_find_labelled (window, GTK_TYPE_BUTTON, "Set Passphrase"));
  members_assert_unlocks (fixture, "Ana", "long enough ana", TRUE);
  type_code (window, codes->pdata[0]);
  form_press (window, "Set Passphrase");
  form_wait (form_is_true, &recovered);
  form_wait (form_is_alone, window);
  g_assert_finalize_object (window);
  assert_recovered (fixture);
}

static void
test_shares (MembersFixture *fixture, gconstpointer name)
{
  g_autoptr (GPtrArray) codes = make_sheets (fixture, TRUE);
  GtkWidget *window = form_show (pakiv_lost_window_new (NULL, fixture->desk));
  gboolean recovered = FALSE;

  g_signal_connect_swapped (window, "recovered", G_CALLBACK (form_note_cb), &recovered);
  members_type (window, 0, "found again on paper");
  members_type (window, 1, "found again on paper");
  type_code (window, codes->pdata[2]);
  form_press (window, "Set Passphrase");
  form_wait (is_done, window);
  g_assert_false (recovered);
  g_assert_true (form_says (window, "Share 3; 2 are needed"));
  type_code (window, codes->pdata[0]);
  form_press (window, "Add");
  g_assert_true (form_says (window, "Share 1; 2 are needed"));
  form_press (window, "Set Passphrase");
  form_wait (form_is_true, &recovered);
  form_wait (form_is_alone, window);
  g_assert_finalize_object (window);
  assert_recovered (fixture);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

#define ADD(name, who, function) \
  g_test_add (name, MembersFixture, who, members_set_up, function, members_tear_down)
  ADD ("/desk/recovery/sheet", "Ana", test_sheet);
  ADD ("/desk/recovery/shares", "Bea", test_shares);
  return g_test_run ();
}
