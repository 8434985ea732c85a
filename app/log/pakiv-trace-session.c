/* What a session lends to the trace: who writes, and who reads. */
#include "pakiv-rekey.h"
#include "pakiv-schema.h"
#include "pakiv-session-private.h"
#include "pakiv-trace-body.h"
#include "pakiv-trace-file.h"
#include "pakiv-trace-pin.h"
#include "pakiv-trace-private.h"
#include "pakiv-trace-seen.h"
#include "pakiv-tracer-private.h"

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

static PakivTracer *
make_tracer (PakivSession *session, PakivLogId log)
{
  const PakivMember *member = pakiv_session_get_member (session);
  g_autofree char *path = pakiv_trace_get_path (session->desk, log);
  g_autoptr (PakivSecret) secret = pakiv_session_get_signing_secret (session);
  /* The day that a log works on may be another; when somebody looked is not to be chosen. */
  g_autoptr (PakivClock) clock = pakiv_clock_new ();
  const PakivTracerParts parts = { .station_id = pakiv_desk_get_station_id (session->desk),
                                   .log = log,
                                   .member = member->name,
                                   .role = member->role,
                                   .member_secret = secret,
                                   .trace_key = pakiv_desk_get_trace_key (session->desk),
                                   .desk = session->desk,
                                   .purpose = session->purpose,
                                   .clock = clock,
                                   .path = path };

  return pakiv_tracer_new (&parts);
}

gboolean
pakiv_session_trace_log (PakivSession *session, PakivLog *log, GError **error)
{
  g_autoptr (PakivTracer) tracer = make_tracer (session, pakiv_log_get_id (log));

  return pakiv_log_set_tracer (log, tracer, error);
}

PakivSecret *
pakiv_session_load_log_signing (PakivSession *session, PakivLogId log, GError **error)
{
  g_autofree char *path = pakiv_desk_get_log_path (session->desk->folder, log);
  g_autoptr (PakivSecret) key = pakiv_session_get_key (session, (PakivKeyId)log, error);
  g_autoptr (PakivSql) sql = key != NULL ? pakiv_sql_open_read_only (path, key, error) : NULL;

  return sql != NULL
             ? pakiv_schema_load_secret (sql, PAKIV_META_SIGNING, crypto_sign_SECRETKEYBYTES, error)
             : NULL;
}

gboolean
pakiv_session_check_trace_key (PakivSession *session,
                               const PakivDeskFile *file,
                               PakivLogId log,
                               GError **error)
{
  g_autofree char *path = pakiv_desk_get_log_path (session->desk->folder, log);
  g_autoptr (PakivSecret) key = pakiv_session_get_key (session, (PakivKeyId)log, error);
  g_autoptr (PakivSecret) signing = NULL;
  g_autoptr (PakivSql) sql = key != NULL ? pakiv_sql_open_read_only (path, key, error) : NULL;

  if (sql == NULL)
    return FALSE;
  signing = pakiv_schema_load_secret (sql, PAKIV_META_SIGNING, crypto_sign_SECRETKEYBYTES, error);
  return signing != NULL && pakiv_trace_pin_check (sql, file, log, signing, error);
}

static gboolean
trace_in (PakivSession *session, PakivLogId log, const PakivTraceNote *note, GError **error)
{
  g_autofree char *path = pakiv_desk_get_log_path (session->desk->folder, log);
  g_autoptr (PakivDeskLock) lock = pakiv_session_lock_for_log (session, log, error);
  g_autoptr (PakivSecret) key = NULL;
  g_autoptr (PakivSecret) signing = NULL;
  g_autoptr (PakivTracer) tracer = NULL;
  g_autoptr (PakivSql) sql = NULL;

  if (lock == NULL || (key = pakiv_session_get_key (session, (PakivKeyId)log, error)) == NULL
      || !pakiv_session_check_wal (session, log, key, error)
      || (sql = pakiv_sql_open (path, key, error)) == NULL
      || !pakiv_schema_prepare (sql, log, error))
    return FALSE;
  signing = pakiv_schema_load_secret (sql, PAKIV_META_SIGNING, crypto_sign_SECRETKEYBYTES, error);
  if (signing == NULL || !pakiv_sql_begin (sql, error))
    return FALSE;
  tracer = make_tracer (session, log);
  if (!pakiv_sql_end (sql, pakiv_trace_append (sql, tracer, note, signing, error), error))
    return FALSE;
  pakiv_trace_file_follow (tracer->path, tracer->station_id, log, sql, 1);
  return TRUE;
}

void
pakiv_session_trace_key (PakivSession *session, PakivKeyId id, const char *name, const char *detail)
{
  const PakivTraceNote note = { .act = PAKIV_ACT_ADMIN, .recipient = name, .detail = detail };
  const PakivMemberKeys *keys = pakiv_session_get_keys (session);
  g_autoptr (GError) error = NULL;

  /* It has happened, and goes on being so where a log can't be written now. */
  if ((int)id < PAKIV_N_LOGS && keys != NULL && keys->holds[id]
      && !trace_in (session, (PakivLogId)id, &note, &error))
    g_debug ("%s", error->message);
}

void
pakiv_session_trace_member (PakivSession *session, const char *name, const char *detail)
{
  for (int i = 0; i < PAKIV_N_LOGS; i++)
    pakiv_session_trace_key (session, (PakivKeyId)i, name, detail);
}
