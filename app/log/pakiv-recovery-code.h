/* A recovery secret, or one share of it, as letters on paper.
 *
 * Three lines of six groups of four, from an alphabet without 0 and O, 1 and I:
 *
 *   KA7Q 2MPX …     five groups that say something, and one that checks them
 *
 * The sixth group is a Reed-Solomon code over GF(32) (shortened, 4 check letters, distance 5), so
 * any two wrong letters in a line, two swapped letters among them, are found and their group is
 * named. The line's number is part of what is checked, so swapped lines are found too. */
#pragma once

#include "pakiv-desk.h"
#include "pakiv-key-id.h"
#include "pakiv-secret.h"

G_BEGIN_DECLS

#define PAKIV_RECOVERY_LINES 3
#define PAKIV_RECOVERY_GROUPS 6
#define PAKIV_RECOVERY_LETTERS (PAKIV_RECOVERY_LINES * PAKIV_RECOVERY_GROUPS * 4)
#define PAKIV_RECOVERY_SHARES_MAX 16

typedef struct
{
  PakivKeyId key;      /* what it recovers */
  guint needed;        /* shares that are needed together; 0: the whole secret */
  guint number;        /* of this share, from 1; 0: the whole secret */
  PakivSecret *secret; /* PAKIV_KEY_BYTES: the secret, or the share of it */
} PakivRecoveryPart;

PakivRecoveryPart *
pakiv_recovery_part_new (PakivKeyId key, guint needed, guint number, const guint8 *secret);
void pakiv_recovery_part_free (PakivRecoveryPart *part); /* NULL is fine; wipes it */

/* (transfer full): the lines parted by "\n", groups by spaces. Free it with
 * pakiv_passphrase_free(). @station_id: the desk's, so that another desk's sheet is told apart. */
char *pakiv_recovery_code_encode (const PakivRecoveryPart *part, const char *station_id);

/* Small letters, spaces, hyphens and line ends make no difference. REFUSED with the line and the
 * group to look at again, or that the sheet is another desk's. */
PakivRecoveryPart *
pakiv_recovery_code_decode (const char *text, const char *station_id, GError **error);

/* (transfer full): @shares PakivRecoveryPart, any @needed of which give @whole again (Shamir's
 * scheme, libgfshare). 2 <= @needed <= @shares <= PAKIV_RECOVERY_SHARES_MAX. */
GPtrArray *pakiv_recovery_split (const PakivRecoveryPart *whole, guint needed, guint shares);

/* (transfer full): the whole secret from shares of one key. REFUSED, saying how many are missing or
 * which is there twice. Shares of different sheets give a secret that opens nothing. */
PakivRecoveryPart *pakiv_recovery_join (GPtrArray *shares, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivRecoveryPart, pakiv_recovery_part_free)

G_END_DECLS
