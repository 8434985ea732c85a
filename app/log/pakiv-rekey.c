#include "pakiv-rekey.h"

#include "pakiv-backup-private.h"
#include "pakiv-log-swap.h"
#include "pakiv-members.h"
#include "pakiv-schema.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

void (*pakiv_rekey_step) (const char *step) = NULL;

static void
tell_step (const char *step)
{
  if (pakiv_rekey_step != NULL)
    pakiv_rekey_step (step);
}

/* (transfer full) */
static char *
get_fresh_path (const char *path)
{
  return g_strconcat (path, ".rekey", NULL);
}

/* One log on its way to another key. */
typedef struct
{
  PakivLogId log;
  char *path;
  char *fresh;
  PakivSql *hold;
} Move;

static void
move_free (Move *move)
{
  pakiv_sql_close (move->hold);
  g_free (move->path);
  g_free (move->fresh);
  g_free (move);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Move, move_free)

static void
seal_next (PakivDeskFile *file, PakivLogId log, const guint8 *key)
{
  PakivRecoveryKey *recovery = &file->recovery[log];

  for (guint i = 0; i < file->members->len; i++)
    {
      const PakivMember *member = file->members->pdata[i];
      PakivMemberKeys *keys = file->keys->pdata[i];

      keys->has_next[log] = FALSE;
      if (keys->holds[log] && !pakiv_member_is_suspended (member))
        pakiv_member_keys_seal_next (keys, log, key);
    }
  recovery->has_next = FALSE;
  if (recovery->made)
    pakiv_recovery_key_seal_next (recovery, (PakivKeyId)log, key);
  file->rekeying[log] = TRUE;
}

/* The new keys become the only ones, and who has none is left without. */
static void
promote (PakivDeskFile *file, PakivLogId log)
{
  PakivRecoveryKey *recovery = &file->recovery[log];

  for (guint i = 0; i < file->keys->len; i++)
    {
      PakivMemberKeys *keys = file->keys->pdata[i];

      keys->holds[log] = keys->has_next[log];
      memcpy (keys->sealed[log], keys->next[log], PAKIV_SEALED_BYTES);
      memcpy (keys->proof[log], keys->next_proof[log], PAKIV_PROOF_BYTES);
      keys->has_next[log] = FALSE;
    }
  if (recovery->has_next)
    {
      memcpy (recovery->sealed, recovery->next, PAKIV_SEALED_BYTES);
      memcpy (recovery->proof, recovery->next_proof, PAKIV_PROOF_BYTES);
    }
  recovery->has_next = FALSE;
  file->rekeying[log] = FALSE;
}

/* The log itself says whether its holders have proofs, since desk.json could be changed to one of
 * before there were any. */
static gboolean
check_holders (
    PakivDeskFile *file, const Move *move, const guint8 *key, gboolean *proven, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autofree char *mark = pakiv_schema_get_text (move->hold, PAKIV_META_PROVEN, &cause);

  if (cause != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  *proven = mark != NULL;
  return pakiv_desk_file_check_holders (file, (PakivKeyId)move->log, key, *proven, error);
}

/* All who get the new key get a proof with it. */
static gboolean
mark_proven (const Move *move, const guint8 *fresh_key, GError **error)
{
  g_autoptr (PakivSql) sql = pakiv_sql_open (move->fresh, fresh_key, error);

  return sql != NULL && pakiv_schema_set_text (sql, PAKIV_META_PROVEN, "yes", error);
}

/* NULL where the log can't be held or copied; then nothing was changed. */
static Move *
prepare (PakivSession *session, PakivDeskFile *file, PakivLogId log, GError **error)
{
  g_autoptr (Move) move = g_new0 (Move, 1);
  g_autoptr (PakivSecret) key = pakiv_session_get_key (session, (PakivKeyId)log, error);
  g_autoptr (PakivSecret) fresh_key = pakiv_secret_new_random (PAKIV_KEY_BYTES);
  gboolean proven = FALSE;

  if (key == NULL)
    return NULL;
  move->log = log;
  move->path = pakiv_desk_get_log_path (session->desk->folder, log);
  move->fresh = get_fresh_path (move->path);
  if (!pakiv_session_check_wal (session, log, key, error)
      || (move->hold = pakiv_log_hold (move->path, key, error)) == NULL
      || !check_holders (file, move, key, &proven, error))
    return NULL;
  tell_step ("copy");
  if (!pakiv_log_copy_file (move->hold, move->fresh, fresh_key, error))
    return NULL;
  if (!proven && !mark_proven (move, fresh_key, error))
    {
      g_unlink (move->fresh);
      return NULL;
    }
  seal_next (file, log, fresh_key);
  return g_steal_pointer (&move);
}

static void
throw_away (GPtrArray *moves)
{
  for (guint i = 0; i < moves->len; i++)
    pakiv_log_remove_copy (((const Move *)moves->pdata[i])->fresh);
}

static gboolean
prepare_all (PakivSession *session,
             PakivDeskChange *change,
             const gboolean *logs,
             GPtrArray *moves,
             GError **error)
{
  for (int i = 0; i < PAKIV_N_LOGS; i++)
    {
      Move *move;

      if (!logs[i])
        continue;
      move = prepare (session, change->file, (PakivLogId)i, error);
      if (move == NULL)
        return FALSE;
      g_ptr_array_add (moves, move);
    }
  return TRUE;
}

gboolean
pakiv_rekey_run (PakivSession *session,
                 PakivDeskChange *change,
                 const gboolean logs[PAKIV_N_LOGS],
                 GError **error)
{
  g_autoptr (GPtrArray) moves = g_ptr_array_new_with_free_func ((GDestroyNotify)move_free);

  if (!prepare_all (session, change, logs, moves, error))
    {
      throw_away (moves);
      return FALSE;
    }
  tell_step ("write down");
  if (!pakiv_desk_change_keep (change, error))
    {
      throw_away (moves);
      return FALSE;
    }
  /* From here on there is no way back, only forward: now, or at the next opening. */
  for (guint i = 0; i < moves->len; i++)
    {
      Move *move = moves->pdata[i];

      tell_step ("move");
      if (!pakiv_log_swap_in (move->hold, move->path, move->fresh, error))
        return FALSE;
      promote (change->file, move->log);
    }
  tell_step ("finish");
  return pakiv_desk_change_keep (change, error);
}

static gboolean
try_key (const char *path, const guint8 *key, gboolean *opens, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (PakivSql) sql = key != NULL ? pakiv_sql_open (path, key, &cause) : NULL;

  *opens = sql != NULL;
  if (cause == NULL || g_error_matches (cause, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_A_LOG))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

static gboolean
set_unreadable (const char *path, GError **error)
{
  g_autofree char *name = g_path_get_basename (path);

  g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_A_LOG,
               _ ("“%s” is damaged, or it is not the log that belongs here. Nothing was changed."),
               name);
  return FALSE;
}

typedef enum
{
  MOVED,     /* the next key opens the log */
  NOT_MOVED, /* the present one still does */
  DAMAGED,   /* neither, but the next key opens the copy */
  UNREADABLE,
} Reached;

static gboolean
find_out (const char *path, const guint8 *key, const guint8 *next, Reached *reached, GError **error)
{
  g_autofree char *fresh = get_fresh_path (path);
  const struct
  {
    const char *path;
    const guint8 *key;
  } tries[] = { { path, next }, { path, key }, { fresh, next } };

  for (guint i = 0; i < G_N_ELEMENTS (tries); i++)
    {
      gboolean opens;

      *reached = (Reached)i;
      if (!try_key (tries[i].path, tries[i].key, &opens, error))
        return FALSE;
      if (opens)
        return TRUE;
    }
  *reached = UNREADABLE;
  return TRUE;
}

/* Begins once more, with another key: the one that is written down is no secret of ours for sure.
 * Whoever may write the folder could have written one of theirs there, and the log is not yet
 * written under it. */
static gboolean
begin_again (PakivSession *session, PakivDeskChange *change, PakivLogId log, GError **error)
{
  gboolean logs[PAKIV_N_LOGS] = { FALSE };

  logs[log] = TRUE;
  return pakiv_rekey_run (session, change, logs, error);
}

static gboolean
finish (PakivDeskChange *change, PakivLogId log, GError **error)
{
  promote (change->file, log);
  return pakiv_desk_change_keep (change, error);
}

static gboolean
settle (PakivSession *session, PakivDeskChange *change, PakivLogId log, GError **error)
{
  g_autofree char *path = pakiv_desk_get_log_path (session->desk->folder, log);
  g_autofree char *fresh = get_fresh_path (path);
  const PakivMemberKeys *keys = pakiv_desk_file_find_keys (change->file, session->member->name);
  g_autoptr (PakivSecret) key = pakiv_session_get_key (session, (PakivKeyId)log, error);
  g_autoptr (PakivSecret) next = NULL;
  Reached reached;

  if (key == NULL)
    return FALSE;
  next = pakiv_member_keys_unseal_next (keys, log, session->secret_key);
  if (next == NULL)
    return set_unreadable (path, error);
  if (!find_out (path, key, next, &reached, error))
    return FALSE;
  switch (reached)
    {
    case MOVED:
      return finish (change, log, error);
    case NOT_MOVED:
      return begin_again (session, change, log, error);
    case DAMAGED:
      return pakiv_log_swap_over_damaged (path, fresh, error) && finish (change, log, error);
    case UNREADABLE:
    default:
      return set_unreadable (path, error);
    }
}

gboolean
pakiv_rekey_settle (PakivSession *session, PakivLogId log, GError **error)
{
  g_autoptr (PakivDeskChange) change = pakiv_desk_change_new (session->desk, error);

  /* Another program may have done it while this one waited. */
  return change != NULL && (!change->file->rekeying[log] || settle (session, change, log, error));
}

PakivDeskChange *
pakiv_session_begin_change (PakivSession *session, GError **error)
{
  g_autoptr (PakivDeskChange) change = pakiv_desk_change_new (session->desk, error);

  if (change == NULL)
    return NULL;
  for (int i = 0; i < PAKIV_N_LOGS; i++)
    if (change->file->rekeying[i]
        && pakiv_desk_member_holds (session->desk, session->member->name, (PakivKeyId)i)
        && !settle (session, change, (PakivLogId)i, error))
      return NULL;
  return g_steal_pointer (&change);
}

/* What a program that was killed left on its way: it holds records too, and would keep those that
 * are erased later. Whoever is still at work on one has the lock for themselves. */
static void
remove_left_over (PakivSession *session, PakivLogId log)
{
  g_autofree char *path = pakiv_desk_get_log_path (session->desk->folder, log);
  g_autofree char *fresh = get_fresh_path (path);
  g_autofree char *restored = g_strconcat (path, PAKIV_RESTORE_ENDING, NULL);

  pakiv_log_remove_copy (fresh);
  pakiv_log_remove_copy (restored);
  pakiv_desk_sweep (session->desk->folder, PAKIV_DESK_FILE, 0);
}

static gboolean
check_not_suspended (PakivSession *session, GError **error)
{
  if (!pakiv_member_is_suspended (pakiv_session_get_member (session)))
    return TRUE;
  g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED,
               _ ("“%s” no longer works at this desk."), session->member->name);
  return FALSE;
}

PakivDeskLock *
pakiv_session_lock_for_log (PakivSession *session, PakivLogId log, GError **error)
{
  for (int i = 0; i < 3; i++)
    {
      g_autoptr (PakivDeskLock) lock = pakiv_desk_lock_new (session->desk->folder, FALSE, error);

      if (lock == NULL || !pakiv_desk_refresh (session->desk, error)
          || !check_not_suspended (session, error))
        return NULL;
      if (!pakiv_desk_get_file (session->desk)->rekeying[log])
        {
          remove_left_over (session, log);
          return g_steal_pointer (&lock);
        }
      g_clear_pointer (&lock, pakiv_desk_lock_free);
      if (!pakiv_rekey_settle (session, log, error))
        return NULL;
    }
  g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_BUSY,
               _ ("Another program is changing this desk. Wait a moment and try again."));
  return NULL;
}
