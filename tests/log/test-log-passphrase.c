/* Which passphrases may be used. */
#include "pakiv-passphrase.h"

#include <string.h>

static void
expect (const char *passphrase, const char *problem)
{
  g_autoptr (GError) error = NULL;
  /* Some are no UTF-8, which a test’s output has to be. */
  g_autofree char *shown = passphrase != NULL ? g_utf8_make_valid (passphrase, -1) : NULL;

  g_test_message ("“%s”", shown != NULL ? shown : "none");
  g_assert_true (pakiv_passphrase_check (passphrase, &error) == (problem == NULL));
  if (problem == NULL)
    {
      g_assert_no_error (error);
      return;
    }
  g_assert_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_PASSPHRASE);
  g_assert_nonnull (strstr (error->message, problem));
}

static void
test_check (void)
{
  expect ("the blue bridge", NULL);
  expect ("aaaaaaab", NULL);
  expect ("șapte ca", NULL);
  expect (NULL, "can’t be read");
  expect ("\xff\xfe the blue bridge", "can’t be read");
  expect ("", "at least 8");
  expect ("1234567", "at least 8");
  expect ("ааааааа", "at least 8"); /* seven letters of two bytes */
  expect ("        ", "nothing but spaces");
  expect ("\t\t  \xc2\xa0\xe2\x80\x83  ", "nothing but spaces");
  expect ("aaaaaaaa", "one letter");
  expect ("aAaAaAaA", "one letter");
  expect ("x x x x x", "one letter");
  expect ("șșșșșșșș", "one letter");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/passphrase/check", test_check);
  return g_test_run ();
}
