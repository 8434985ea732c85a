/* Suspending a member gives new keys to the logs they held: every log must be closed for it. */
#include "pakiv-members.h"
#include "pakiv-window-private.h"

#include <glib/gi18n.h>

typedef struct
{
  PakivSession *session;
  PakivClock *clock;
  char *name;
} Suspension;

static void
free_suspension (gpointer data)
{
  Suspension *suspension = data;

  pakiv_session_unref (suspension->session);
  pakiv_clock_unref (suspension->clock);
  g_free (suspension->name);
  g_free (suspension);
}

static gboolean
suspend_in_thread (gpointer data, GError **error)
{
  Suspension *suspension = data;

  return pakiv_session_suspend_member (suspension->session, suspension->name, suspension->clock,
                                       error);
}

static void
describe_outcome (gpointer data, const GError *error, char **title, char **words)
{
  const Suspension *suspension = data;

  if (error == NULL)
    /* Translators: a member's name. */
    *title = g_strdup_printf (_ ("“%s” Is Suspended"), suspension->name);
  else
    *title = g_strdup_printf (_ ("“%s” Could Not Be Suspended"), suspension->name);
  *words
      = g_strdup (error == NULL ? _ ("The logs they could open have new keys.") : error->message);
}

static const PakivApart apart
    = { suspend_in_thread, describe_outcome, free_suspension, "changes-prevent-symbolic" };

void
pakiv_window_suspend_member (PakivWindow *self, const char *name)
{
  PakivWorkplace *workplace = pakiv_window_get_workplace (self);
  Suspension *suspension;
  g_autofree char *title = NULL;

  g_return_if_fail (workplace != NULL && name != NULL);

  suspension = g_new0 (Suspension, 1);
  suspension->session = pakiv_session_ref (pakiv_workplace_get_session (workplace));
  suspension->clock = pakiv_clock_ref (pakiv_workplace_get_clock (workplace));
  suspension->name = g_strdup (name);
  title = g_strdup_printf (_ ("Suspending “%s”"), name);
  pakiv_window_work_apart (
      self, &apart, suspension, title,
      _ ("The logs they could open get new keys. Please leave the computer on."));
}
