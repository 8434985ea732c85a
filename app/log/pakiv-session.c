/* An unlocked member: holds the member's secret key in guarded memory while it lives. */
#include "pakiv-desk-private.h"

#include <glib/gi18n.h>
#include <string.h>

struct _PakivSession
{
  PakivDesk *desk;
  const PakivMember *member;
  const PakivMemberKeys *keys;
  PakivSecret *secret_key;
  PakivPurpose *purpose;
};

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

PakivSession *
pakiv_desk_unlock (PakivDesk *desk, const char *member, const char *passphrase, GError **error)
{
  g_autoptr (PakivSession) session = NULL;
  const PakivMember *found;
  guint position;

  g_return_val_if_fail (desk != NULL && member != NULL && passphrase != NULL, NULL);

  found = pakiv_desk_find_member (desk, member);
  if (found == NULL || !g_ptr_array_find (desk->members, found, &position))
    {
      g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_FOUND,
                   _ ("This desk has no member named “%s”."), member);
      return NULL;
    }
  session = g_atomic_rc_box_new0 (PakivSession);
  session->desk = pakiv_desk_ref (desk);
  session->purpose = pakiv_purpose_new ();
  session->member = found;
  session->keys = desk->keys->pdata[position];
  session->secret_key = pakiv_member_keys_unlock (session->keys, passphrase, error);
  if (session->secret_key == NULL)
    return NULL;
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
  return session->member;
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

static PakivSecret *
get_log_key (PakivSession *session, PakivLogId id, GError **error)
{
  PakivSecret *key = pakiv_member_keys_unseal (session->keys, id, session->secret_key);

  if (key == NULL)
    g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_PASSPHRASE,
                 /* Translators: a member's name, and a log, such as "Mediation log". */
                 _ ("“%s” holds no key to this log: %s."), session->member->name,
                 pakiv_log_id_get_label (id));
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

PakivLog *
pakiv_session_open_log (PakivSession *session,
                        PakivLogId log,
                        PakivDefinitions *definitions,
                        PakivClock *clock,
                        GError **error)
{
  g_autofree char *path = NULL;
  g_autoptr (PakivSecret) key = NULL;
  g_autoptr (PakivLog) opened = NULL;

  g_return_val_if_fail (session != NULL && log < PAKIV_N_LOGS, NULL);

  if ((key = get_log_key (session, log, error)) == NULL)
    return NULL;
  path = pakiv_desk_get_log_path (session->desk->folder, log);
  /* Opening makes a log that is not there; a desk's log that is gone must be missed instead. */
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_A_LOG,
                   _ ("The log is missing from its place, “%s”. Bring it back from a copy."), path);
      return NULL;
    }
  opened = pakiv_log_open (path, key, log, definitions, clock, session->member->name,
                           session->member->role, error);
  if (opened == NULL || !check_belongs (session, opened, error))
    return NULL;
  return g_steal_pointer (&opened);
}
