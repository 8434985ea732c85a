/* An unlocked member: holds the member's secret key in guarded memory while it lives. */
#include "pakiv-session-private.h"

#include "pakiv-attempts.h"
#include "pakiv-members.h"
#include "pakiv-rekey.h"
#include "pakiv-trace-private.h"

#include <glib/gi18n.h>
#include <string.h>

PakivSession *
pakiv_session_ref (PakivSession *session)
{
  return g_atomic_rc_box_acquire (session);
}

static void
clear (gpointer data)
{
  PakivSession *session = data;

  g_clear_pointer (&session->secret_key, pakiv_secret_free);
  g_clear_pointer (&session->desk, pakiv_desk_unref);
  g_clear_pointer (&session->purpose, pakiv_purpose_unref);
}

void
pakiv_session_unref (PakivSession *session)
{
  if (session != NULL)
    g_atomic_rc_box_release_full (session, clear);
}

/* NULL where @name may not unlock the desk. */
static const PakivMember *
find_member (PakivDesk *desk, const char *name, GError **error)
{
  const PakivMember *member = pakiv_desk_find_member (desk, name);

  if (member == NULL)
    g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_FOUND,
                 _ ("This desk has no member named “%s”."), name);
  else if (!pakiv_member_is_suspended (member))
    return member;
  else
    g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED,
                 _ ("“%s” no longer works at this desk."), name);
  return NULL;
}

PakivSession *
pakiv_session_new (PakivDesk *desk, const PakivMember *member, PakivSecret *secret_key)
{
  PakivSession *session = g_atomic_rc_box_new0 (PakivSession);

  session->desk = pakiv_desk_ref (desk);
  session->member = member;
  session->secret_key = secret_key;
  session->purpose = pakiv_purpose_new ();
  return session;
}

PakivSession *
pakiv_desk_unlock (PakivDesk *desk, const char *member, const char *passphrase, GError **error)
{
  g_autoptr (PakivSession) session = NULL;
  const PakivMember *found;
  PakivSecret *secret_key;

  g_return_val_if_fail (desk != NULL && member != NULL && passphrase != NULL, NULL);

  if (!pakiv_desk_refresh (desk, error) || (found = find_member (desk, member, error)) == NULL)
    return NULL;
  secret_key = pakiv_attempts_unlock (desk, member, passphrase, error);
  if (secret_key == NULL)
    return NULL;
  session = pakiv_session_new (desk, found, secret_key);
  pakiv_session_complete_desk (session);
  return g_steal_pointer (&session);
}

PakivDesk *
pakiv_session_get_desk (PakivSession *session)
{
  return session->desk;
}

const PakivMember *
pakiv_session_get_member (PakivSession *session)
{
  const PakivMember *member = pakiv_desk_find_member (session->desk, session->member->name);

  /* The role may have changed; who is no longer in desk.json is still who unlocked it. */
  return member != NULL ? member : session->member;
}

void
pakiv_session_set_purpose (PakivSession *session, const char *code)
{
  g_return_if_fail (session != NULL);

  pakiv_purpose_set (session->purpose, code);
}

const char *
pakiv_session_get_purpose (PakivSession *session)
{
  g_return_val_if_fail (session != NULL, NULL);

  return pakiv_purpose_get (session->purpose);
}

const PakivMemberKeys *
pakiv_session_get_keys (PakivSession *session)
{
  return pakiv_desk_file_find_keys (pakiv_desk_get_file (session->desk), session->member->name);
}

PakivSecret *
pakiv_session_get_key (PakivSession *session, PakivKeyId id, GError **error)
{
  const PakivMemberKeys *keys = pakiv_session_get_keys (session);
  PakivSecret *key = keys != NULL ? pakiv_member_keys_unseal (keys, id, session->secret_key) : NULL;

  if (key == NULL)
    g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_PASSPHRASE,
                 /* Translators: a member's name, and a log, such as "Mediation log". */
                 _ ("“%s” holds no key to this log: %s."), session->member->name,
                 pakiv_key_id_get_label (id));
  return key;
}

/* The log that was made with this desk signs with the key that desk.json names. */
static gboolean
check_belongs (PakivSession *session, PakivLog *log, GError **error)
{
  guint8 public_key[crypto_sign_PUBLICKEYBYTES];
  PakivLogId id = pakiv_log_get_id (log);

  crypto_sign_ed25519_sk_to_pk (public_key, pakiv_log_get_signing_secret (log));
  if (memcmp (public_key, pakiv_desk_get_signing_key (session->desk, id), sizeof public_key) == 0)
    return TRUE;
  g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_A_LOG,
               _ ("The log found here is not the one that was made with this desk: %s."),
               pakiv_log_id_get_label (id));
  return FALSE;
}

/* As whoever opens a log must: nobody puts another file in its place meanwhile. */
static PakivLog *
open_held_log (PakivSession *session,
               PakivLogId log,
               PakivDefinitions *definitions,
               PakivClock *clock,
               GError **error)
{
  g_autofree char *path = pakiv_desk_get_log_path (session->desk->folder, log);
  g_autoptr (PakivSecret) key = pakiv_session_get_key (session, (PakivKeyId)log, error);

  if (key == NULL || !pakiv_session_check_wal (session, log, key, error))
    return NULL;
  return pakiv_log_open (path, key, log, definitions, clock, session->member->name,
                         pakiv_session_get_member (session)->role, error);
}

PakivLog *
pakiv_session_open_log (PakivSession *session,
                        PakivLogId log,
                        PakivDefinitions *definitions,
                        PakivClock *clock,
                        GError **error)
{
  g_autoptr (PakivDeskLock) lock = NULL;
  g_autoptr (PakivLog) opened = NULL;

  g_return_val_if_fail (session != NULL && log < PAKIV_N_LOGS, NULL);

  if ((lock = pakiv_session_lock_for_log (session, log, error)) == NULL)
    return NULL;
  opened = open_held_log (session, log, definitions, clock, error);
  if (opened == NULL || !check_belongs (session, opened, error)
      || !pakiv_session_trace_log (session, opened, error))
    return NULL;
  return g_steal_pointer (&opened);
}
