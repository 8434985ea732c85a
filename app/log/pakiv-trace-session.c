/* What a session lends to the trace: who writes, and who reads. */
#include "pakiv-session-private.h"
#include "pakiv-trace-private.h"
#include "pakiv-trace-seen.h"

#include <glib/gi18n.h>
#include <string.h>

PakivSecret *
pakiv_session_get_signing_secret (PakivSession *session)
{
  return pakiv_member_keys_derive_signing (session->secret_key);
}

static void
clear_key (gpointer data)
{
  pakiv_secret_free (((PakivTraceKey *)data)->secret);
}

static void
add_key (GArray *keys, const guint8 *public_key, PakivSecret *secret)
{
  PakivTraceKey key = { .secret = secret };

  pakiv_trace_key_id (public_key, key.id);
  memcpy (key.public_key, public_key, sizeof key.public_key);
  g_array_append_val (keys, key);
}

static void
add_past_keys (PakivDesk *desk, GArray *keys, const guint8 *newest)
{
  GArray *past = pakiv_desk_get_file (desk)->past_traces;

  for (guint i = past->len; i > 0; i--)
    {
      const guint8 *public_key = g_array_index (past, PakivPastTrace, i - 1).public_key;
      PakivSecret *secret = pakiv_desk_get_past_trace_secret (desk, newest, public_key);

      if (secret != NULL)
        add_key (keys, public_key, secret);
    }
}

GArray *
pakiv_session_get_trace_keys (PakivSession *session, GError **error)
{
  const PakivMember *member = pakiv_session_get_member (session);
  const guint8 *public_key = pakiv_desk_get_trace_key (session->desk);
  PakivSecret *secret;
  GArray *keys;

  if (member->role != PAKIV_ROLE_DPO || public_key == NULL)
    {
      g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_PASSPHRASE,
                   _ ("Only the data-protection officer reads the trace. Anyone may check that it "
                      "is whole."));
      return NULL;
    }
  secret = pakiv_session_get_key (session, PAKIV_KEY_TRACE, error);
  if (secret == NULL)
    return NULL;
  keys = g_array_new (FALSE, FALSE, sizeof (PakivTraceKey));
  g_array_set_clear_func (keys, clear_key);
  add_key (keys, public_key, secret);
  add_past_keys (session->desk, keys, secret);
  return keys;
}

gboolean
pakiv_session_trace_log (PakivSession *session, PakivLog *log, GError **error)
{
  const PakivMember *member = pakiv_session_get_member (session);
  g_autofree char *path = pakiv_trace_get_path (session->desk, pakiv_log_get_id (log));
  g_autoptr (PakivSecret) secret = pakiv_session_get_signing_secret (session);
  /* The day that a log works on may be another; when somebody looked is not to be chosen. */
  g_autoptr (PakivClock) clock = pakiv_clock_new ();
  const PakivTracerParts parts = { .station_id = pakiv_desk_get_station_id (session->desk),
                                   .log = pakiv_log_get_id (log),
                                   .member = member->name,
                                   .role = member->role,
                                   .member_secret = secret,
                                   .trace_key = pakiv_desk_get_trace_key (session->desk),
                                   .purpose = session->purpose,
                                   .clock = clock,
                                   .path = path };
  g_autoptr (PakivTracer) tracer = pakiv_tracer_new (&parts);

  return pakiv_log_set_tracer (log, tracer, error);
}
