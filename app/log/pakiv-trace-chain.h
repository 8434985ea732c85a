/* The links of a trace's chain, as bytes and as lines of the plain file. Knows nothing of what the
 * entries say; the shapes are told in pakiv-tracer.h. */
#pragma once

#include "pakiv-role.h"
#include "pakiv-secret.h"

#include <sodium.h>

G_BEGIN_DECLS

#define PAKIV_TRACE_HASH 32
#define PAKIV_TRACE_KEY_ID 8
#define PAKIV_TRACE_BODY 512
#define PAKIV_TRACE_SEALED (PAKIV_TRACE_KEY_ID + PAKIV_TRACE_BODY + crypto_box_SEALBYTES)
#define PAKIV_TRACE_SIGNATURE crypto_sign_BYTES

/* Ten digits, and in base64 the hash, what is sealed and the signature, parted by spaces, and the
 * line's end: every line has this length. */
#define PAKIV_TRACE_BASE64(n) (((n) + 2) / 3 * 4)
#define PAKIV_TRACE_LINE \
  (10 + 1 + PAKIV_TRACE_BASE64 (PAKIV_TRACE_HASH) + 1 + PAKIV_TRACE_BASE64 (PAKIV_TRACE_SEALED) \
   + 1 + PAKIV_TRACE_BASE64 (PAKIV_TRACE_SIGNATURE) + 1)
#define PAKIV_TRACE_NUMBER_MAX G_GUINT64_CONSTANT (9999999999)

typedef struct
{
  guint64 number; /* from 1 */
  guint8 hash[PAKIV_TRACE_HASH];
  guint8 sealed[PAKIV_TRACE_SEALED];
  guint8 signature[PAKIV_TRACE_SIGNATURE];
} PakivTraceLink;

/* What the first entry follows. @hash: filled. */
void pakiv_trace_start (const char *station_id, PakivLogId log, guint8 *hash);

/* Fills in hash and signature of @link, whose number and sealed are set. @secret: the log's Ed25519
 * secret key. */
void pakiv_trace_link_close (PakivTraceLink *link, const guint8 *previous, const guint8 *secret);

/* The hash that @link should have. */
void pakiv_trace_link_hash (const PakivTraceLink *link, const guint8 *previous, guint8 *hash);

/* Whether the hash follows from @previous, and whether the log signed it. */
gboolean pakiv_trace_link_follows (const PakivTraceLink *link, const guint8 *previous);
gboolean pakiv_trace_link_is_signed (const PakivTraceLink *link, const guint8 *public_key);

/* The first 8 bytes of BLAKE2b of a trace key: which key an entry is sealed to. */
void pakiv_trace_key_id (const guint8 *trace_key, guint8 *id);

/* (transfer full): the file's first line, "pakiv-trace 1 police STATION-ID\n". */
char *pakiv_trace_header (const char *station_id, PakivLogId log);

/* Appends PAKIV_TRACE_LINE bytes. */
void pakiv_trace_link_write (const PakivTraceLink *link, GString *lines);

/* FALSE unless @line, of @length bytes, is what writing the link gives, byte for byte. */
gboolean pakiv_trace_link_read (PakivTraceLink *link, const char *line, gsize length);

G_END_DECLS
