/* Whether the trace key in desk.json is the one it should be.
 *
 * desk.json can be written by whoever may write the folder, and a trace key of their own in it
 * would get every later entry. So each log keeps the key that its entries are sealed to (meta
 * trace-key), which only who holds the log's key can change, and takes another only where a step to
 * it is proven. A step is from one key to the next, so no old one fits again:
 *
 * - to the first data-protection officer: signed with the signing key of each log that who added
 * the officer holds. The joint log's signature counts in all, since the police can sign nothing in
 * the mediators' log nor the other way round; each log keeps the joint log's public key for that.
 *   Only from a key that nobody holds: a log that has once seen an officer takes no other first
 * one, for whoever took the officer's entry out of desk.json could then name theirs.
 * - from one officer's key to another: BLAKE2b under the X25519 secret that the old trace key and
 * the log's signing key (as X25519) share, so only the old officers and the log could have made it.
 *
 * A log of before takes the key that it finds first. */
#pragma once

#include "pakiv-desk-private.h"
#include "pakiv-sql.h"

G_BEGIN_DECLS

/* Proves the step from the newest of @past to @file's key in each log: @secret is that of the key
 * before. */
void pakiv_trace_pin_vouch (PakivDeskFile *file, const guint8 *secret);

/* The same by the signing key of @log, 64 bytes. */
void pakiv_trace_pin_sign (PakivDeskFile *file, PakivLogId log, const guint8 *signing);

/* Whether a member of @file, suspended or not, holds the trace key. */
gboolean pakiv_trace_pin_is_held (const PakivDeskFile *file);

/* REFUSED where no proven step leads from the key that the open log @sql keeps to @file's; else it
 * keeps @file's from now on. @signing: the log's own signing key, secret. */
gboolean pakiv_trace_pin_check (PakivSql *sql,
                                const PakivDeskFile *file,
                                PakivLogId log,
                                const guint8 *signing,
                                GError **error);

G_END_DECLS
