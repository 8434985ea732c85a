/* TLS alone in its own program: it loads a module whose threads outlive the test. */
#include "pakiv-council-client.h"
#include "pakiv-test-release.h"
#include "pakiv-test-server.h"

#include <string.h>

#ifdef __SANITIZE_ADDRESS__
/* The leak checker of GCC 12 crashes when it walks the thread-local storage of that module. */
const char *__asan_default_options (void);

const char *
__asan_default_options (void)
{
  return "detect_leaks=0";
}
#endif

/* Whoever can't prove that it is the council gets nothing, the token least of all. */
static void
test_untrusted (void)
{
  g_autofree char *pem
      = g_test_build_filename (G_TEST_DIST, "tests", "exchange", "data", "untrusted.pem", NULL);
  g_autoptr (PakivRelease) release = pakiv_test_release_new ("Bangor");
  guint8 key[PAKIV_MINISIGN_KEY];
  guint8 secret[PAKIV_MINISIGN_SECRET];
  g_autoptr (GBytes) package = NULL;
  g_autoptr (PakivTestServer) server = NULL;
  g_autoptr (PakivTestRequest) request = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_tls_backend_supports_tls (g_tls_backend_get_default ()))
    {
      g_test_skip ("TLS is not installed (glib-networking).");
      return;
    }
  pakiv_test_make_key (3, key, secret);
  package = pakiv_package_write (release, secret, &error);
  g_assert_no_error (error);
  server = pakiv_test_server_new_tls (pem);
  g_assert_true (g_str_has_prefix (pakiv_test_server_get_url (server), "https://"));
  g_assert_null (pakiv_council_send (pakiv_test_server_get_url (server), "t0ken", package, FALSE,
                                     NULL, &error));
  g_assert_error (error, PAKIV_EXCHANGE_ERROR, PAKIV_EXCHANGE_ERROR_NETWORK);
  g_assert_nonnull (strstr (error->message, "prove"));
  request = pakiv_test_server_get_request (server);
  g_assert_cmpuint (request->count, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exchange/client-tls/untrusted", test_untrusted);
  return g_test_run ();
}
