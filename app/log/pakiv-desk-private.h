/* What the files of PakivDesk share: desk.json in memory, and changing it. */
#pragma once

#include "pakiv-desk-lock.h"
#include "pakiv-desk.h"
#include "pakiv-member-keys.h"

G_BEGIN_DECLS

#define PAKIV_DESK_FILE "desk.json"

/* 2 added: suspended, signing-key, next-keys and the trace among log-keys of members; trace-key,
 * past-trace-keys, recovery, rekeying; later, and not missed by who does not know them, key-proofs,
 * next-proofs, past-signing-keys and the steps of past-trace-keys. What a desk of format 1 lacks is
 * added as it is used. */
#define PAKIV_DESK_FORMAT 2
#define PAKIV_DESK_FORMAT_NAME "pakiv-desk"

/* A trace key of before; its secret is sealed to the public key that came after it, so that who
 * holds the newest secret has them all. */
#define PAKIV_STEP_BYTES 64

typedef struct
{
  guint8 public_key[crypto_box_PUBLICKEYBYTES];
  guint8 sealed[PAKIV_SEALED_BYTES];
  gboolean is_sealed; /* FALSE: nobody ever had the secret */
  /* For each log, a proof of the step to the key that came after it, see pakiv-trace-pin.h; zeros
   * where there is none. */
  guint8 step[PAKIV_N_LOGS][PAKIV_STEP_BYTES];
} PakivPastTrace;

/* The public half of a recovery key, and what is sealed to it. */
typedef struct
{
  gboolean made;
  char day[16];
  guint needed;
  guint shares;
  guint8 public_key[crypto_box_PUBLICKEYBYTES];
  guint8 sealed[PAKIV_SEALED_BYTES];
  guint8 next[PAKIV_SEALED_BYTES]; /* while the log is getting a new key */
  guint8 proof[PAKIV_PROOF_BYTES];
  guint8 next_proof[PAKIV_PROOF_BYTES];
  gboolean has_next;
} PakivRecoveryKey;

/* Seals @key to the recovery key, as its present one or as its next. */
void pakiv_recovery_key_seal (PakivRecoveryKey *recovery, PakivKeyId id, const guint8 *key);
void pakiv_recovery_key_seal_next (PakivRecoveryKey *recovery, PakivKeyId id, const guint8 *key);

/* desk.json. Never changed once a desk has it: a change makes another. */
typedef struct
{
  char *station;
  char *station_id;
  char *council;
  char *token;
  GPtrArray *members; /* PakivMember */
  GPtrArray *keys;    /* PakivMemberKeys, in the same order */
  guint8 signing_keys[PAKIV_N_LOGS][PAKIV_KEY_BYTES];
  guint8 trace_key[crypto_box_PUBLICKEYBYTES];
  gboolean has_trace_key;
  GArray *past_traces; /* PakivPastTrace, the newest last */
  PakivRecoveryKey recovery[PAKIV_N_KEYS];
  gboolean rekeying[PAKIV_N_LOGS]; /* a new key is written down, the log may have either */
} PakivDeskFile;

struct _PakivDesk
{
  char *folder;
  gint cost;           /* PakivCost, atomic */
  GMutex lock;         /* over the next two */
  PakivDeskFile *file; /* what holds now; NULL only while the desk is being made */
  GPtrArray *files;    /* all that ever held, since callers have pointers into them */
};

PakivDesk *pakiv_desk_new (const char *folder);
PakivDeskFile *pakiv_desk_get_file (PakivDesk *desk);
char *pakiv_desk_get_log_path (const char *folder, PakivLogId log); /* (transfer full) */

PakivDeskFile *pakiv_desk_file_new (void);
void pakiv_desk_file_free (PakivDeskFile *file);
PakivMember *pakiv_desk_file_add_member (PakivDeskFile *file, const char *name, PakivRole role);
PakivMember *pakiv_desk_file_find_member (PakivDeskFile *file, const char *name);
PakivMemberKeys *pakiv_desk_file_find_keys (PakivDeskFile *file, const char *name);

/* The key that @member signs with where @before is 0, the one before it where 1, and so on; NULL
 * where there is none so far back. */
const guint8 *pakiv_desk_get_signing_key_before (PakivDesk *desk, const char *member, guint before);

/* desk.json of @folder, which need not be where the desk will stand. */
gboolean pakiv_desk_file_write (const PakivDeskFile *file, const char *folder, GError **error);
PakivDeskFile *pakiv_desk_file_read (const char *folder, GError **error);

/* Whether both say the same. */
gboolean pakiv_desk_file_equal (const PakivDeskFile *a, const PakivDeskFile *b);

/* (transfer full): pakiv_file_read() of a file of at most PAKIV_FILE_MAX bytes, with its failure as
 * an error of this layer. */
GBytes *pakiv_desk_read (const char *path, GError **error);

/* Removes what a program that was killed while it wrote @file left beside it, where that is older
 * than @seconds. Under the lock of whoever writes that file; where there is none, by age. */
void pakiv_desk_sweep (const char *folder, const char *file, int seconds);

/* A change of desk.json: the desk's lock, held, and a copy of desk.json as it is on the disk now,
 * to be changed. Nothing has happened until it is kept. What a desk of an older format lacks is
 * added.
 */
typedef struct
{
  PakivDesk *desk;
  PakivDeskLock *lock;
  PakivDeskFile *file;
} PakivDeskChange;

PakivDeskChange *pakiv_desk_change_new (PakivDesk *desk, GError **error);
void pakiv_desk_change_free (PakivDeskChange *change); /* NULL is fine */

/* Writes it. A change may be kept several times, step by step. */
gboolean pakiv_desk_change_keep (PakivDeskChange *change, GError **error);

/* Also for making a desk: a trace key, sealed to the data-protection officers there are. Where
 * @secret, that of the key until now, is given, what was sealed to it stays readable, and only
 * those get the new key who had it. */
void pakiv_desk_file_begin_trace (PakivDeskFile *file, const guint8 *secret);

/* Whether all who would be given another key in place of @key are who they were when they were
 * given this one; REFUSED, naming the first that is not. @strict: an entry without a proof is not
 * either. The suspended are not asked about. */
gboolean pakiv_desk_file_check_holders (
    PakivDeskFile *file, PakivKeyId id, const guint8 *key, gboolean strict, GError **error);

/* The same for one member; FALSE where they are not. */
gboolean pakiv_desk_file_is_proven (
    PakivDeskFile *file, const char *name, PakivKeyId id, const guint8 *key, gboolean strict);

/* Rules for names and passphrases, as sentences. */
gboolean pakiv_desk_check_name (const char *name, GError **error);
gboolean pakiv_desk_check_passphrase (const char *name, const char *passphrase, GError **error);

/* What a new passphrase of this desk costs. */
void pakiv_desk_get_cost (PakivDesk *desk, guint64 *operations, guint64 *memory);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivDeskChange, pakiv_desk_change_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivDeskFile, pakiv_desk_file_free)

G_END_DECLS
