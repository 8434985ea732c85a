/* The two accounts of a meeting, and that neither side speaks for both. */
#include "fixture.h"

#include <string.h>

static void
test_accounts (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivRecord) record = pakiv_record_new (fixture->meeting);
  g_autoptr (PakivRecord) stored = NULL;
  g_autoptr (PakivLog) police = fixture_open (fixture, PAKIV_LOG_JOINT, PAKIV_ROLE_SUPERVISOR);
  g_autoptr (PakivLog) mediators = fixture_open (fixture, PAKIV_LOG_JOINT, PAKIV_ROLE_MEDIATOR);
  g_autoptr (GError) error = NULL;

  pakiv_record_set (record, "date", "2021-05-01");
  pakiv_record_set (record, "account_police", "Ours");
  pakiv_record_set (record, "account_community", "Theirs");
  g_assert_false (pakiv_log_save (police, record, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, "Account of the community"));
  g_clear_error (&error);

  pakiv_record_set (record, "account_community", NULL);
  g_assert_true (pakiv_log_save (police, record, &error));
  pakiv_record_set (record, "account_community", "Theirs");
  g_assert_true (pakiv_log_save (mediators, record, &error));
  g_assert_no_error (error);

  pakiv_record_set (record, "account_community", NULL); /* taking it away is changing it */
  g_assert_false (pakiv_log_save (police, record, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED);
  g_clear_error (&error);
  pakiv_record_set (record, "account_community", "Theirs");
  pakiv_record_set (record, "account_police", "Ours, better");
  g_assert_true (pakiv_log_save (police, record, &error));
  stored = fixture_load (mediators, fixture->meeting, record->id);
  g_assert_cmpstr (pakiv_record_get (stored, "account_police"), ==, "Ours, better");
  g_assert_cmpstr (pakiv_record_get (stored, "account_community"), ==, "Theirs");
}

/* One side never speaks for both: it can't answer for the other, an answer ends with the words it
 * was about, and nobody deletes what the other side wrote. */
static void
test_agreement (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivRecord) record = pakiv_record_new (fixture->meeting);
  g_autoptr (PakivRecord) stored = NULL;
  g_autoptr (PakivLog) police = fixture_open (fixture, PAKIV_LOG_JOINT, PAKIV_ROLE_SUPERVISOR);
  g_autoptr (PakivLog) mediators = fixture_open (fixture, PAKIV_LOG_JOINT, PAKIV_ROLE_MEDIATOR);
  g_autoptr (GError) error = NULL;

  pakiv_record_set (record, "date", "2021-05-01");
  pakiv_record_set (record, "account_police", "Ours");
  pakiv_record_set (record, "community_agrees", "YES");
  g_assert_false (pakiv_log_save (police, record, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED);
  g_clear_error (&error);
  pakiv_record_set (record, "community_agrees", NULL);
  g_assert_true (pakiv_log_save (police, record, &error));
  pakiv_record_set (record, "community_agrees", "YES");
  pakiv_record_set (record, "account_community", "Theirs");
  g_assert_true (pakiv_log_save (mediators, record, &error));
  pakiv_record_set (record, "police_agrees", "NO");
  g_assert_true (pakiv_log_save (police, record, &error));
  g_assert_cmpstr (pakiv_record_get (record, "community_agrees"), ==, "YES");

  pakiv_record_set (record, "account_police", "Ours, and more");
  g_assert_true (pakiv_log_save (police, record, &error));
  g_assert_no_error (error);
  stored = fixture_load (mediators, fixture->meeting, record->id);
  g_assert_null (pakiv_record_get (stored, "community_agrees"));
  g_assert_cmpstr (pakiv_record_get (stored, "police_agrees"), ==, "NO");
  g_assert_cmpstr (pakiv_record_get (stored, "account_community"), ==, "Theirs");

  g_assert_false (pakiv_log_delete (police, fixture->meeting, record->id, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_false (pakiv_log_delete (mediators, fixture->meeting, record->id, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_cmpuint (fixture_count (police, fixture->meeting, NULL), ==, 1);
  pakiv_record_set (stored, "account_community", NULL);
  g_assert_true (pakiv_log_save (mediators, stored, &error));
  g_assert_null (pakiv_record_get (stored, "police_agrees"));
  g_assert_true (pakiv_log_delete (police, fixture->meeting, record->id, &error));
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/log/accounts", test_accounts);
  g_test_add_func ("/log/agreement", test_agreement);
  return g_test_run ();
}
