/* Recovery from a lost passphrase: the code on paper, what is said where it is read wrongly,
 * shares, and what it gives to whom. */
#include "desk-fixture.h"

#include "pakiv-recovery.h"
#include "pakiv-rekey.h"
#include "pakiv-trace.h"

#include <signal.h>
#include <sodium.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define STATION "7c9e6679-7425-40de-944b-e07fc1f90ae7"
#define OTHER_STATION "0b4c4b4e-8a5c-4f6e-9c3d-5a5a3f0a2b11"
#define ALPHABET "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"

static PakivRecoveryPart *
new_part (PakivKeyId key, guint needed, guint number)
{
  g_autoptr (PakivSecret) secret = pakiv_secret_new_random (PAKIV_KEY_BYTES);

  return pakiv_recovery_part_new (key, needed, number, secret);
}

static void
check_refused (const char *text, const char *words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivRecoveryPart) part = pakiv_recovery_code_decode (text, STATION, &error);

  g_assert_null (part);
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED);
  if (strstr (error->message, words) == NULL)
    g_error ("“%s” is not in “%s”", words, error->message);
}

static void
test_code (void)
{
  for (int key = 0; key < PAKIV_N_KEYS; key++)
    for (guint number = 0; number <= PAKIV_RECOVERY_SHARES_MAX; number++)
      {
        g_autoptr (PakivRecoveryPart) part = new_part (key, number > 0 ? 3 : 0, number);
        g_autofree char *text = pakiv_recovery_code_encode (part, STATION);
        g_autofree char *small = g_ascii_strdown (text, -1);
        g_autofree char *tight = g_strdelimit (g_strdup (small), " ", '-');
        g_autoptr (GError) error = NULL;
        g_autoptr (PakivRecoveryPart) read = pakiv_recovery_code_decode (tight, STATION, &error);

        g_assert_no_error (error);
        g_assert_cmpint (read->key, ==, key);
        g_assert_cmpuint (read->needed, ==, part->needed);
        g_assert_cmpuint (read->number, ==, part->number);
        g_assert_cmpmem (read->secret, 32, part->secret, 32);
        g_assert_cmpuint (strlen (text), ==, 72 + 3 * 6 - 1);
        g_assert_null (strpbrk (text, "01OI"));
      }
}

/* Where the letter @n of the code stands in its text. */
static gsize
get_place (guint n)
{
  return n + n / 4;
}

/* Every letter, and any other in its place: found, and its group named. */
static void
test_one_wrong_letter (void)
{
  g_autoptr (PakivRecoveryPart) part = new_part (PAKIV_KEY_POLICE, 0, 0);
  g_autofree char *text = pakiv_recovery_code_encode (part, STATION);

  for (guint n = 0; n < PAKIV_RECOVERY_LETTERS; n++)
    for (const char *letter = ALPHABET; *letter != '\0'; letter++)
      {
        g_autofree char *wrong = g_strdup (text);
        g_autofree char *expected
            = g_strdup_printf ("group %u of line %u", n % 24 / 4 + 1, n / 24 + 1);

        if (wrong[get_place (n)] == *letter)
          continue;
        wrong[get_place (n)] = *letter;
        check_refused (wrong, expected);
      }
}

static void
test_two_wrong_letters (void)
{
  g_autoptr (PakivRecoveryPart) part = new_part (PAKIV_KEY_JOINT, 0, 0);
  g_autofree char *text = pakiv_recovery_code_encode (part, STATION);

  for (guint n = 0; n + 1 < PAKIV_RECOVERY_LETTERS; n++)
    {
      g_autofree char *swapped = g_strdup (text);
      gsize first = get_place (n), second = get_place (n + 1);
      g_autofree char *expected = NULL;

      if (text[first] == text[second])
        continue;
      swapped[first] = text[second];
      swapped[second] = text[first];
      if (n / 24 != (n + 1) / 24)
        expected = g_strdup_printf ("line %u", n / 24 + 1);
      else if (n / 4 == (n + 1) / 4)
        expected = g_strdup_printf ("group %u of line %u", n % 24 / 4 + 1, n / 24 + 1);
      else
        expected = g_strdup_printf ("groups %u and %u of line %u", n % 24 / 4 + 1,
                                    (n + 1) % 24 / 4 + 1, n / 24 + 1);
      check_refused (swapped, expected);
    }
  for (int i = 0; i < 2000; i++)
    {
      g_autofree char *wrong = g_strdup (text);
      guint line = (guint)g_test_rand_int_range (0, 3);
      int n = g_test_rand_int_range (2, 20);

      for (int k = 0; k < n; k++)
        wrong[get_place (line * 24 + (guint)g_test_rand_int_range (0, 24))]
            = ALPHABET[g_test_rand_int_range (0, 32)];
      if (strcmp (wrong, text) != 0)
        {
          g_autoptr (PakivRecoveryPart) read = pakiv_recovery_code_decode (wrong, STATION, NULL);

          g_assert_null (read);
        }
    }
}

static void
test_other_mistakes (void)
{
  g_autoptr (PakivRecoveryPart) part = new_part (PAKIV_KEY_TRACE, 0, 0);
  g_autoptr (PakivRecoveryPart) another = new_part (PAKIV_KEY_TRACE, 0, 0);
  g_autofree char *text = pakiv_recovery_code_encode (part, STATION);
  g_autofree char *elsewhere = pakiv_recovery_code_encode (part, OTHER_STATION);
  g_autofree char *other = pakiv_recovery_code_encode (another, STATION);
  g_auto (GStrv) lines = g_strsplit (text, "\n", 3), others = g_strsplit (other, "\n", 3);
  g_autofree char *swapped = g_strdup_printf ("%s\n%s\n%s", lines[1], lines[0], lines[2]);
  g_autofree char *mixed = g_strdup_printf ("%s\n%s\n%s", lines[0], others[1], lines[2]);
  g_autofree char *shorter = g_strdup_printf ("%.12s%s", text, text + 13);
  g_autofree char *nought = g_strdup (text);

  check_refused (elsewhere, "another desk");
  check_refused (swapped, "order");
  check_refused (mixed, "belong together");
  check_refused (shorter, "Group 3 of line 1");
  nought[get_place (30)] = '0';
  check_refused (nought, "group 2 of line 2");
  check_refused ("", "72 letters");
  check_refused ("\xff\xfe", "can’t be read");
  check_refused (lines[0], "72 letters");
}

static void
test_shares (void)
{
  g_autoptr (PakivRecoveryPart) whole = new_part (PAKIV_KEY_MEDIATION, 0, 0);
  g_autoptr (GPtrArray) shares = pakiv_recovery_split (whole, 3, 5);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (shares->len, ==, 5);
  for (guint bits = 0; bits < 32; bits++)
    {
      g_autoptr (GPtrArray) some = g_ptr_array_new ();
      g_autoptr (PakivRecoveryPart) joined = NULL;

      for (guint i = 5; i > 0; i--)
        if (bits & (1u << (i - 1)))
          g_ptr_array_add (some, shares->pdata[i - 1]);
      if (some->len == 0)
        continue;
      joined = pakiv_recovery_join (some, &error);
      g_assert_cmpint (joined != NULL, ==, some->len >= 3);
      if (joined != NULL)
        g_assert_cmpmem (joined->secret, 32, whole->secret, 32);
      else
        g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED);
      g_clear_error (&error);
    }
  {
    g_autoptr (GPtrArray) twice = g_ptr_array_new ();

    for (int i = 0; i < 3; i++)
      g_ptr_array_add (twice, shares->pdata[i % 2]);
    g_assert_null (pakiv_recovery_join (twice, &error));
    g_assert_nonnull (strstr (error->message, "1"));
  }
}

/* A sheet as text, printed, kept and read again. */
static char *
make_sheet (PakivDesk *desk, PakivSession *session, PakivKeyId key, PakivClock *clock)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivRecoveryPart) part = pakiv_session_make_recovery (session, key, &error);
  char *text;

  g_assert_no_error (error);
  text = pakiv_recovery_code_encode (part, pakiv_desk_get_station_id (desk));
  g_assert_true (pakiv_session_keep_recovery (session, part, 0, 0, clock, &error));
  g_assert_no_error (error);
  return text;
}

static GPtrArray *
read_sheets (PakivDesk *desk, const char *const *texts)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func ((GDestroyNotify)pakiv_recovery_part_free);

  for (int i = 0; texts[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;

      g_ptr_array_add (
          parts, pakiv_recovery_code_decode (texts[i], pakiv_desk_get_station_id (desk), &error));
      g_assert_no_error (error);
    }
  return parts;
}

static void
check_not_recovered (PakivDesk *desk, const char *member, GPtrArray *parts, const char *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (pakiv_desk_recover (desk, member, "found again, these", parts, &error));
  g_assert_nonnull (error);
  if (strstr (error->message, words) == NULL)
    g_error ("“%s” is not in “%s”", words, error->message);
}

/* A police desk of one officer who has forgotten the passphrase: nothing else opens the log. */
/* How often the trace of the police log says @detail, in whose name; and nothing in it is in doubt.
 */
static guint
count_told (PakivSession *dora, const char *detail, const char *member, const char *recipient)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivTrace) trace = pakiv_trace_open (dora, PAKIV_LOG_POLICE, &error);
  GPtrArray *entries;
  guint n = 0;

  g_assert_no_error (error);
  g_assert_cmpstr (pakiv_trace_get_warnings (trace)[0], ==, NULL);
  entries = pakiv_trace_get_entries (trace);
  for (guint i = 0; i < entries->len; i++)
    {
      const PakivTraceEntry *entry = entries->pdata[i];

      g_assert_cmpint (entry->doubt, ==, PAKIV_TRACE_SOUND);
      n += entry->act == PAKIV_ACT_ADMIN && g_strcmp0 (entry->detail, detail) == 0
           && g_strcmp0 (entry->member, member) == 0
           && g_strcmp0 (entry->recipient, recipient) == 0;
    }
  return n;
}

static void
test_lost_passphrase (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivDesk) desk = desk_fixture_create_with (fixture, "desk", "Ana:officer",
                                                         "Mirela:mediator", "Dora:dpo", NULL);
  g_autoptr (PakivDesk) again = NULL;
  g_autoptr (PakivSession) ana = desk_fixture_unlock (desk, "Ana");
  g_autoptr (PakivSession) mirela = desk_fixture_unlock (desk, "Mirela");
  g_autoptr (PakivSession) dora = desk_fixture_unlock (desk, "Dora");
  g_autoptr (GPtrArray) parts = NULL, both = NULL;
  g_autofree char *police = make_sheet (desk, ana, PAKIV_KEY_POLICE, fixture->clock);
  g_autofree char *mediation = make_sheet (desk, mirela, PAKIV_KEY_MEDIATION, fixture->clock);
  const char *const one[] = { police, NULL }, *const two[] = { police, mediation, NULL };
  PakivRecoveryInfo info;
  g_autoptr (GError) error = NULL;

  desk_fixture_fill (fixture, ana, PAKIV_LOG_POLICE, 7);
  desk_fixture_fill (fixture, ana, PAKIV_LOG_JOINT, 2);
  g_clear_pointer (&ana, pakiv_session_unref);
  g_assert_null (pakiv_session_make_recovery (mirela, PAKIV_KEY_POLICE, &error));
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_PASSPHRASE);
  g_clear_error (&error);

  again = pakiv_desk_open (pakiv_desk_get_folder (desk), &error);
  pakiv_desk_set_cost (again, PAKIV_COST_TEST);
  pakiv_desk_get_recovery (again, PAKIV_KEY_POLICE, &info);
  g_assert_true (info.made);
  g_assert_cmpstr (info.day, ==, FIXTURE_DAY);
  parts = read_sheets (again, one);
  both = read_sheets (again, two);
  /* No sheet gives a role what it may not hold, nor somebody who is not here anything. */
  check_not_recovered (again, "Mirela", parts, "may not hold");
  check_not_recovered (again, "Dora", parts, "may not hold");
  check_not_recovered (again, "Ana", both, "may not hold");
  check_not_recovered (again, "Nobody", parts, "Nobody");
  g_assert_true (pakiv_desk_check_recovery (again, parts->pdata[0], &error));

  g_assert_true (pakiv_desk_recover (again, "Ana", "found again, these", parts, &error));
  g_assert_no_error (error);
  desk_fixture_check_locked (again, "Ana", PAKIV_LOG_ERROR_PASSPHRASE);
  ana = pakiv_desk_unlock (again, "Ana", "found again, these", &error);
  g_assert_no_error (error);
  g_assert_cmpint (desk_fixture_count (fixture, ana, PAKIV_LOG_POLICE), ==, 7);
  /* The joint log's sheet was not given; a mediator gives its key again. */
  g_assert_cmpint (desk_fixture_count (fixture, ana, PAKIV_LOG_JOINT), ==, -1);
  g_assert_true (pakiv_session_grant (mirela, "Ana", &error));
  g_assert_cmpint (desk_fixture_count (fixture, ana, PAKIV_LOG_JOINT), ==, 2);
  /* What she signed with the keys that are lost is hers all the same. */
  g_assert_true (pakiv_desk_refresh (desk, &error));
  g_assert_cmpuint (count_told (dora, PAKIV_DETAIL_RECOVERY_MADE, "Ana", NULL), ==, 1);
  g_assert_cmpuint (count_told (dora, PAKIV_DETAIL_RECOVERED, "Ana", "Ana"), ==, 1);
}

static void
test_lost_passphrase_with_shares (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivDesk) desk = desk_fixture_create (fixture, "desk");
  g_autoptr (PakivSession) mirela = desk_fixture_unlock (desk, "Mirela");
  g_autoptr (PakivRecoveryPart) whole = NULL, older = NULL;
  g_autoptr (GPtrArray) shares = NULL, old_shares = NULL, given = NULL;
  g_autoptr (PakivSession) found = NULL;
  g_autoptr (GError) error = NULL;

  desk_fixture_fill (fixture, mirela, PAKIV_LOG_MEDIATION, 4);
  older = pakiv_session_make_recovery (mirela, PAKIV_KEY_MEDIATION, &error);
  g_assert_true (pakiv_session_keep_recovery (mirela, older, 2, 3, fixture->clock, &error));
  whole = pakiv_session_make_recovery (mirela, PAKIV_KEY_MEDIATION, &error);
  g_assert_true (pakiv_session_keep_recovery (mirela, whole, 2, 3, fixture->clock, &error));
  shares = pakiv_recovery_split (whole, 2, 3);
  old_shares = pakiv_recovery_split (older, 2, 3);

  given = g_ptr_array_new ();
  check_not_recovered (desk, "Mirela", given, "needed");
  g_ptr_array_add (given, shares->pdata[2]);
  check_not_recovered (desk, "Mirela", given, "2 shares");
  g_ptr_array_add (given, old_shares->pdata[0]);
  check_not_recovered (desk, "Mirela", given, "different sheets");
  given->pdata[0] = old_shares->pdata[1];
  check_not_recovered (desk, "Mirela", given, "newer sheet");
  given->pdata[0] = shares->pdata[2];
  given->pdata[1] = shares->pdata[0];
  g_assert_true (pakiv_desk_recover (desk, "Mirela", "found again, these", given, &error));
  g_assert_no_error (error);
  found = pakiv_desk_unlock (desk, "Mirela", "found again, these", &error);
  g_assert_cmpint (desk_fixture_count (fixture, found, PAKIV_LOG_MEDIATION), ==, 4);
}

/* A sheet outlives the log's key; and a suspended member's name gets nothing from it. */
static void
test_after_suspension (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivDesk) desk = desk_fixture_create (fixture, "desk");
  g_autoptr (PakivSession) ana = desk_fixture_unlock (desk, "Ana");
  g_autofree char *police = make_sheet (desk, ana, PAKIV_KEY_POLICE, fixture->clock);
  g_autofree char *joint = make_sheet (desk, ana, PAKIV_KEY_JOINT, fixture->clock);
  const char *const texts[] = { police, joint, NULL };
  g_autoptr (GPtrArray) parts = read_sheets (desk, texts);
  g_autoptr (PakivSession) found = NULL;
  g_autoptr (GError) error = NULL;

  desk_fixture_fill (fixture, ana, PAKIV_LOG_POLICE, 6);
  g_assert_true (pakiv_session_suspend_member (ana, "Bogdan", fixture->clock, &error));
  check_not_recovered (desk, "Bogdan", parts, "Bogdan");
  g_assert_true (pakiv_desk_recover (desk, "Ana", "found again, these", parts, &error));
  found = pakiv_desk_unlock (desk, "Ana", "found again, these", &error);
  g_assert_no_error (error);
  g_assert_cmpint (desk_fixture_count (fixture, found, PAKIV_LOG_POLICE), ==, 6);
  g_assert_cmpint (desk_fixture_count (fixture, found, PAKIV_LOG_JOINT), ==, 0);
}

static int steps_left;

static void
die_at_step (const char *step)
{
  if (steps_left-- == 0)
    kill (getpid (), SIGKILL);
}

/* Recovered while the log is half-way to another key, by the only ones who could finish. */
static void
test_after_interrupted_rekey (void)
{
  for (int step = 3; step < 6; step++)
    {
      g_autoptr (Fixture) fixture = fixture_new ();
      g_autoptr (PakivDesk) desk
          = desk_fixture_create_with (fixture, "desk", "Ana:officer", "Bogdan:officer", NULL);
      g_autoptr (PakivSession) ana = desk_fixture_unlock (desk, "Ana");
      g_autofree char *police = make_sheet (desk, ana, PAKIV_KEY_POLICE, fixture->clock);
      g_autofree char *joint = make_sheet (desk, ana, PAKIV_KEY_JOINT, fixture->clock);
      const char *const texts[] = { police, joint, NULL };
      g_autoptr (GPtrArray) parts = read_sheets (desk, texts);
      g_autoptr (PakivSession) found = NULL;
      g_autoptr (GError) error = NULL;
      pid_t child;
      int status;

      desk_fixture_fill (fixture, ana, PAKIV_LOG_POLICE, 6);
      child = fork ();
      if (child == 0)
        {
          steps_left = step;
          pakiv_rekey_step = die_at_step;
          pakiv_session_suspend_member (ana, "Bogdan", fixture->clock, NULL);
          _exit (0);
        }
      waitpid (child, &status, 0);
      g_assert_true (WIFSIGNALED (status));
      g_assert_true (pakiv_desk_recover (desk, "Ana", "found again, these", parts, &error));
      g_assert_no_error (error);
      found = pakiv_desk_unlock (desk, "Ana", "found again, these", &error);
      g_assert_cmpint (desk_fixture_count (fixture, found, PAKIV_LOG_POLICE), ==, 6);
      g_assert_cmpint (desk_fixture_count (fixture, found, PAKIV_LOG_JOINT), ==, 0);
    }
}

/* The trace: its secret comes back, and with it those of before. */
static void
test_trace (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (PakivDesk) desk = desk_fixture_create (fixture, "desk");
  g_autoptr (PakivSession) dora = desk_fixture_unlock (desk, "Dora"), emil = NULL, found = NULL;
  g_autofree char *sheet = make_sheet (desk, dora, PAKIV_KEY_TRACE, fixture->clock);
  const char *const texts[] = { sheet, NULL };
  g_autoptr (GPtrArray) parts = read_sheets (desk, texts);
  g_autoptr (PakivSecret) first = NULL, newest = NULL, past = NULL;
  g_autoptr (GError) error = NULL;
  guint8 before[32], derived[32];

  memcpy (before, pakiv_desk_get_trace_key (desk), sizeof before);
  first = pakiv_session_get_key (dora, PAKIV_KEY_TRACE, &error);
  g_assert_true (
      pakiv_session_add_member (dora, "Emil", PAKIV_ROLE_DPO, "the words of Emil", &error));
  emil = desk_fixture_unlock (desk, "Emil");
  g_assert_true (pakiv_session_suspend_member (emil, "Dora", fixture->clock, &error));
  g_assert_true (pakiv_desk_recover (desk, "Emil", "found again, these", parts, &error));
  g_assert_no_error (error);
  found = pakiv_desk_unlock (desk, "Emil", "found again, these", &error);
  newest = pakiv_session_get_key (found, PAKIV_KEY_TRACE, &error);
  g_assert_no_error (error);
  crypto_scalarmult_base (derived, newest);
  g_assert_cmpmem (derived, 32, pakiv_desk_get_trace_key (desk), 32);
  past = pakiv_desk_get_past_trace_secret (desk, newest, before);
  g_assert_nonnull (past);
  g_assert_cmpmem (past, 32, first, 32);
}

int
main (int argc, char **argv)
{
  fixture_use_memory ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/recovery/code", test_code);
  g_test_add_func ("/recovery/one-wrong-letter", test_one_wrong_letter);
  g_test_add_func ("/recovery/two-wrong-letters", test_two_wrong_letters);
  g_test_add_func ("/recovery/other-mistakes", test_other_mistakes);
  g_test_add_func ("/recovery/shares", test_shares);
  g_test_add_func ("/recovery/lost-passphrase", test_lost_passphrase);
  g_test_add_func ("/recovery/lost-passphrase-with-shares", test_lost_passphrase_with_shares);
  g_test_add_func ("/recovery/after-suspension", test_after_suspension);
  g_test_add_func ("/recovery/after-interrupted-rekey", test_after_interrupted_rekey);
  g_test_add_func ("/recovery/trace", test_trace);
  return g_test_run ();
}
