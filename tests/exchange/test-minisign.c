#include "pakiv-minisign.h"
#include "pakiv-package.h"
#include "pakiv-test-release.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>

typedef struct
{
  guint8 key[PAKIV_MINISIGN_KEY];
  guint8 secret[PAKIV_MINISIGN_SECRET];
  GBytes *message;
  char *folder;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  pakiv_test_make_key (7, fixture->key, fixture->secret);
  fixture->message = g_bytes_new_static ("Te aven baxtale", 15);
  fixture->folder = g_dir_make_tmp ("pakiv-minisign-XXXXXX", NULL);
  g_assert_nonnull (fixture->folder);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  const char *const names[] = { "message", "message.minisig", "key" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, names[i], NULL);

      g_unlink (path);
    }
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_bytes_unref (fixture->message);
  g_free (fixture->folder);
}

static void
test_round_trip (Fixture *fixture, gconstpointer data)
{
  g_autofree char *signature = pakiv_minisign_sign (fixture->message, fixture->secret, "remark");
  g_autofree char *again = pakiv_minisign_sign (fixture->message, fixture->secret, "remark");
  g_autofree char *text = pakiv_minisign_key_to_string (fixture->key);
  g_autofree char *file = g_strdup_printf ("untrusted comment: a key\n%s\n", text);
  guint8 key[PAKIV_MINISIGN_KEY];
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (signature, ==, again);
  pakiv_minisign_verify (fixture->message, signature, fixture->key, &error);
  g_assert_no_error (error);
  g_assert_true (pakiv_minisign_key_from_string (text, key, &error));
  g_assert_cmpmem (key, sizeof key, fixture->key, sizeof fixture->key);
  g_assert_true (pakiv_minisign_key_from_string (file, key, &error));
  g_assert_cmpmem (key, sizeof key, fixture->key, sizeof fixture->key);
}

/* Every letter of the signature file after its first line, which nothing covers. */
static void
test_tampered_signature (Fixture *fixture, gconstpointer data)
{
  g_autofree char *signature = pakiv_minisign_sign (fixture->message, fixture->secret, "remark");
  gsize length = strlen (signature);

  for (gsize i = strlen ("untrusted comment: signed with Pakiv"); i < length - 1; i++)
    {
      g_autofree char *tampered = g_strdup (signature);
      g_autoptr (GError) error = NULL;

      tampered[i] ^= 0x01;
      if (pakiv_minisign_verify (fixture->message, tampered, fixture->key, &error))
        g_error ("Byte %" G_GSIZE_FORMAT " of the signature can be changed", i);
      g_assert_error (error, PAKIV_EXCHANGE_ERROR, PAKIV_EXCHANGE_ERROR_SIGNATURE);
    }
  for (gsize i = 0; i < length - 1; i++)
    {
      g_autofree char *cut = g_strndup (signature, i);

      g_assert_false (pakiv_minisign_verify (fixture->message, cut, fixture->key, NULL));
    }
}

static void
test_other_message_or_key (Fixture *fixture, gconstpointer data)
{
  g_autofree char *signature = pakiv_minisign_sign (fixture->message, fixture->secret, "remark");
  g_autoptr (GBytes) other = g_bytes_new_static ("Te aven baxtali", 15);
  g_autoptr (GBytes) empty = g_bytes_new (NULL, 0);
  guint8 key[PAKIV_MINISIGN_KEY];
  guint8 secret[PAKIV_MINISIGN_SECRET];

  pakiv_test_make_key (8, key, secret);
  g_assert_false (pakiv_minisign_verify (other, signature, fixture->key, NULL));
  g_assert_false (pakiv_minisign_verify (empty, signature, fixture->key, NULL));
  g_assert_false (pakiv_minisign_verify (fixture->message, signature, key, NULL));
  g_assert_false (pakiv_minisign_verify (fixture->message, "", fixture->key, NULL));
}

/* A key that was typed wrongly in one letter does not fit its own id. */
static void
test_mistyped_key (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = pakiv_minisign_key_to_string (fixture->key);
  guint8 key[PAKIV_MINISIGN_KEY];

  for (gsize i = 0; text[i] != '\0'; i++)
    {
      g_autofree char *mistyped = g_strdup (text);

      mistyped[i] = mistyped[i] == 'A' ? 'B' : 'A';
      g_assert_false (pakiv_minisign_key_from_string (mistyped, key, NULL));
      mistyped[i] = '\0';
      g_assert_false (pakiv_minisign_key_from_string (mistyped, key, NULL));
    }
}

static gboolean
find_tool (void)
{
  g_autofree char *tool = g_find_program_in_path ("minisign");

  if (tool == NULL)
    g_test_skip ("The minisign tool is not installed, so nothing is compared with it.");
  return tool != NULL;
}

static char *
write_file (Fixture *fixture, const char *name, const void *content, gssize length)
{
  char *path = g_build_filename (fixture->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, content, length, &error);
  g_assert_no_error (error);
  return path;
}

static gboolean
run (const char *const *arguments)
{
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_sync (NULL, (char **)arguments, NULL,
                G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL, NULL,
                NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  return g_spawn_check_wait_status (status, NULL);
}

static void
test_tool_verifies_ours (Fixture *fixture, gconstpointer data)
{
  g_autofree char *key = pakiv_minisign_key_to_string (fixture->key);
  g_autofree char *signature = pakiv_minisign_sign (fixture->message, fixture->secret, "remark");
  g_autofree char *path = NULL;
  g_autofree char *signature_path = NULL;
  g_autofree char *changed = NULL;

  if (!find_tool ())
    return;
  path = write_file (fixture, "message", g_bytes_get_data (fixture->message, NULL), 15);
  signature_path = write_file (fixture, "message.minisig", signature, -1);
  g_assert_true (run ((const char *[]){ "minisign", "-V", "-H", "-P", key, "-m", path, NULL }));
  changed = write_file (fixture, "message", "Te aven baxtali", 15);
  g_assert_false (run ((const char *[]){ "minisign", "-V", "-P", key, "-m", path, NULL }));
}

/* Our key as the tool keeps one without a password: minisign's SeckeyStruct. */
static char *
write_secret_key (Fixture *fixture)
{
  guint8 bytes[158] = { 'E', 'd', 0, 0, 'B', '2' };
  guint8 hash[crypto_generichash_BYTES_MAX];
  guint8 *key_id = bytes + 54;
  guint8 checked[2 + 8 + PAKIV_MINISIGN_SECRET] = { 'E', 'd' };
  g_autofree char *base64 = NULL;
  g_autofree char *text = NULL;

  crypto_generichash (hash, sizeof hash, fixture->key, sizeof fixture->key, NULL, 0);
  memcpy (key_id, hash, 8);
  memcpy (key_id + 8, fixture->secret, PAKIV_MINISIGN_SECRET);
  memcpy (checked + 2, key_id, 8 + PAKIV_MINISIGN_SECRET);
  crypto_generichash (bytes + 126, 32, checked, sizeof checked, NULL, 0);
  base64 = g_base64_encode (bytes, sizeof bytes);
  text = g_strdup_printf ("untrusted comment: minisign secret key\n%s\n", base64);
  return write_file (fixture, "key", text, -1);
}

static void
test_we_verify_the_tools (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = NULL;
  g_autofree char *key = NULL;
  g_autofree char *signature_path = g_build_filename (fixture->folder, "message.minisig", NULL);
  g_autofree char *signature = NULL;
  g_autoptr (GError) error = NULL;

  if (!find_tool ())
    return;
  path = write_file (fixture, "message", g_bytes_get_data (fixture->message, NULL), 15);
  key = write_secret_key (fixture);
  g_assert_true (
      run ((const char *[]){ "minisign", "-S", "-s", key, "-t", "by the tool", "-m", path, NULL }));
  g_assert_true (g_file_get_contents (signature_path, &signature, NULL, &error));
  pakiv_minisign_verify (fixture->message, signature, fixture->key, &error);
  g_assert_no_error (error);
}

#define ADD(path, function) \
  g_test_add ("/exchange/minisign/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("round-trip", test_round_trip);
  ADD ("tampered-signature", test_tampered_signature);
  ADD ("other-message-or-key", test_other_message_or_key);
  ADD ("mistyped-key", test_mistyped_key);
  ADD ("tool-verifies-ours", test_tool_verifies_ours);
  ADD ("we-verify-the-tools", test_we_verify_the_tools);
  return g_test_run ();
}
