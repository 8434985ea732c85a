#include "pakiv-renewal.h"

#include <errno.h>
#include <linux/close_range.h>
#include <unistd.h>

#define BUS_TIMEOUT_MS 1000

static void
release_name (GApplication *application)
{
  GDBusConnection *bus = g_application_get_dbus_connection (application);
  g_autoptr (GVariant) reply = NULL;

  if (bus != NULL)
    reply = g_dbus_connection_call_sync (
        bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "ReleaseName",
        g_variant_new ("(s)", g_application_get_application_id (application)), NULL,
        G_DBUS_CALL_FLAGS_NONE, BUS_TIMEOUT_MS, NULL, NULL);
}

/* A window that comes by itself would open behind the others: it is said to be the answer to what
 * the person just did. */
static char **
make_environment (void)
{
  GdkDisplay *display = gdk_display_get_default ();
  g_autoptr (GAppInfo) info = g_app_info_create_from_commandline (
      "pakiv", g_get_application_name (), G_APP_INFO_CREATE_SUPPORTS_STARTUP_NOTIFICATION, NULL);
  char **environment = g_get_environ ();
  g_autoptr (GAppLaunchContext) context = NULL;
  g_autofree char *token = NULL;

  if (display == NULL || info == NULL)
    return environment;
  context = G_APP_LAUNCH_CONTEXT (gdk_display_get_app_launch_context (display));
  token = g_app_launch_context_get_startup_notify_id (context, info, NULL);
  if (token == NULL)
    return environment;
  environment = g_environ_setenv (environment, "DESKTOP_STARTUP_ID", token, TRUE);
  return g_environ_setenv (environment, "XDG_ACTIVATION_TOKEN", token, TRUE);
}

void
pakiv_renewal_run (GApplication *application, const char *const *arguments, GError **error)
{
  g_auto (GStrv) environment = NULL;
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  int code;

  g_return_if_fail (G_IS_APPLICATION (application));
  g_return_if_fail (arguments != NULL);

  g_ptr_array_add (words, (gpointer)g_get_prgname ());
  for (guint i = 0; arguments[i] != NULL; i++)
    g_ptr_array_add (words, (gpointer)arguments[i]);
  g_ptr_array_add (words, NULL);
  environment = make_environment ();
  release_name (application);
  /* No file and no connection of this process goes on into the next. */
  close_range (STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);
  execve ("/proc/self/exe", (char *const *)words->pdata, environment);
  code = errno;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "%s", g_strerror (code));
}
