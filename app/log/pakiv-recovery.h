/* Recovery on paper, for each log and for the trace: an X25519 key pair whose public half stands in
 * desk.json with the log's key sealed to it, and whose secret half is printed and kept nowhere
 * else. A sheet stays valid when a log gets a new key. */
#pragma once

#include "pakiv-recovery-code.h"

G_BEGIN_DECLS

typedef struct
{
  gboolean made;
  char day[16]; /* when, "2021-05-10" */
  guint needed; /* shares; 0: one sheet */
  guint shares;
} PakivRecoveryInfo;

void pakiv_desk_get_recovery (PakivDesk *desk, PakivKeyId key, PakivRecoveryInfo *info);

/* (transfer full): a new whole secret for @key, which the session must hold. Nothing is written
 * yet: the sheet is printed and checked first, then kept. */
PakivRecoveryPart *
pakiv_session_make_recovery (PakivSession *session, PakivKeyId key, GError **error);

/* Makes @whole the recovery secret of its key; an older sheet, or older shares, are void from now
 * on. @needed and @shares are written down for whoever asks later; 0 and 0 for one sheet. */
gboolean pakiv_session_keep_recovery (PakivSession *session,
                                      const PakivRecoveryPart *whole,
                                      guint needed,
                                      guint shares,
                                      PakivClock *clock,
                                      GError **error);

/* Whether @whole is the valid secret of its key at this desk; REFUSED where it is not. */
gboolean
pakiv_desk_check_recovery (PakivDesk *desk, const PakivRecoveryPart *whole, GError **error);

/* From a lost passphrase: gives a member new keys of their own, @passphrase, and the keys that
 * @parts (PakivRecoveryPart, whole ones or shares, of one or several keys) recover. Keys that the
 * member's role may not hold are refused, whatever the sheet. Other keys that they held are gone
 * for them; someone who holds them can give them again with pakiv_session_grant(). Nothing is
 * changed on failure. */
gboolean pakiv_desk_recover (
    PakivDesk *desk, const char *member, const char *passphrase, GPtrArray *parts, GError **error);

G_END_DECLS
