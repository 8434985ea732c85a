/* A desk: the folder that holds a station's three logs and desk.json, which names the station, its
 * members and, for each, the log keys sealed to that member. Without a passphrase nothing else is
 * readable.
 *
 *   desk.json        station, members (public keys, sealed keys), council; mode 0600
 *   desk.lock        empty: who has the desk, see pakiv-desk-lock.h
 *   attempts.json    wrong passphrases, see pakiv-attempts.h; attempts.lock
 *   police.log  mediation.log  joint.log      SQLCipher
 *   outbox/          packages made here, and what the council answered
 *   codelists/       the municipality's own codelists (districts), optional */
#pragma once

#include "pakiv-log.h"

G_BEGIN_DECLS

typedef struct _PakivDesk PakivDesk;

typedef struct
{
  char *name;
  PakivRole role;
  char *suspended; /* the day on which the member was suspended; NULL for who works here */
} PakivMember;

typedef enum
{
  PAKIV_COST_MODERATE, /* Argon2id, 256 MiB: what a desk uses */
  PAKIV_COST_TEST,     /* the least libsodium takes; for tests alone */
} PakivCost;

/* Makes the folder, the members' keys and the logs. @passphrases has one for each of @members
 * (PakivMember), in order. On failure nothing is left behind. A folder that already has something
 * in it is refused, as are two members of one name, an empty name or a passphrase shorter than 8
 * letters. */
PakivDesk *pakiv_desk_create (const char *folder,
                              const char *station,
                              GPtrArray *members,
                              const char *const *passphrases,
                              PakivCost cost,
                              GError **error);
PakivDesk *pakiv_desk_open (const char *folder, GError **error);
PakivDesk *pakiv_desk_ref (PakivDesk *desk);
void pakiv_desk_unref (PakivDesk *desk);

/* Reads desk.json again, where another program has changed it. Unlocking and opening a log do that
 * by themselves. What was got from the desk before stays valid as long as the desk does. */
gboolean pakiv_desk_refresh (PakivDesk *desk, GError **error);

/* What passphrases that are set from now on cost; MODERATE unless told. For tests. */
void pakiv_desk_set_cost (PakivDesk *desk, PakivCost cost);

const char *pakiv_desk_get_folder (PakivDesk *desk);
const char *pakiv_desk_get_station (PakivDesk *desk);
const char *pakiv_desk_get_station_id (PakivDesk *desk); /* random UUID of the station */

/* PakivMember, suspended ones too, as they are now: ask again after a change. */
GPtrArray *pakiv_desk_get_members (PakivDesk *desk);
const PakivMember *pakiv_desk_find_member (PakivDesk *desk, const char *name);

/* The Ed25519 public key that signs @log's releases, 32 bytes; its secret half is inside the log.
 */
const guint8 *pakiv_desk_get_signing_key (PakivDesk *desk, PakivLogId log);

/* The X25519 public key, 32 bytes, to which the trace is sealed; its secret half is sealed to each
 * data-protection officer. NULL at a desk of before format 2 until a member unlocks it, or while it
 * can't be written. A desk that never had a data-protection officer has one whose secret nobody
 * keeps; the first officer begins a new one. */
const guint8 *pakiv_desk_get_trace_key (PakivDesk *desk);

/* The Ed25519 public key, 32 bytes, that @member signs with; NULL until a member of before format 2
 * has unlocked. */
const guint8 *pakiv_desk_get_member_signing_key (PakivDesk *desk, const char *member);

/* (transfer full): where releases go, after enrolment; NULL before. From any thread. */
char *pakiv_desk_get_council (PakivDesk *desk);

/* (transfer full): what @council gave this desk, free it with pakiv_passphrase_free(); NULL where
 * @council is not, or no longer, the desk's own. From any thread. */
char *pakiv_desk_get_council_token (PakivDesk *desk, const char *council);
gboolean
pakiv_desk_set_council (PakivDesk *desk, const char *url, const char *token, GError **error);

/* For who keeps a file of their own in the desk's folder, such as the outbox: pakiv_file_write(),
 * mode 0600, with its failure as an error of this layer. */
gboolean pakiv_desk_write (const char *path, GBytes *bytes, GError **error);

/* That something could not be written, as an error of this layer. @code: an errno. */
void pakiv_desk_set_file_error (GError **error, const char *path, int code);

/* (transfer full): the desk's own definitions: Pakiv's data folder with this desk's codelists. */
PakivDefinitions *pakiv_desk_load_definitions (PakivDesk *desk, GError **error);

/* An unlocked member. Takes about a second by design (Argon2id); may be called in a thread. */
typedef struct _PakivSession PakivSession;

PakivSession *
pakiv_desk_unlock (PakivDesk *desk, const char *member, const char *passphrase, GError **error);
PakivSession *pakiv_session_ref (PakivSession *session);
void pakiv_session_unref (PakivSession *session); /* wipes the keys */
PakivDesk *pakiv_session_get_desk (PakivSession *session);
const PakivMember *pakiv_session_get_member (PakivSession *session);

/* Why the member looks at records: a code of data/codelists/purpose.xml, NULL at first and for not
 * stated. It goes into every entry of the trace of each log this session opens or has open. */
void pakiv_session_set_purpose (PakivSession *session, const char *code);
const char *pakiv_session_get_purpose (PakivSession *session);

/* Refused (PASSPHRASE) where the member's role holds no key to @log. */
PakivLog *pakiv_session_open_log (PakivSession *session,
                                  PakivLogId log,
                                  PakivDefinitions *definitions,
                                  PakivClock *clock,
                                  GError **error);

/* Zeroes a passphrase and frees it. NULL is fine. */
void pakiv_passphrase_free (char *passphrase);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivDesk, pakiv_desk_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivSession, pakiv_session_unref)

G_END_DECLS
