#include "pakiv-trace-chain.h"

#include <string.h>

/* The log signs releases with the same key: a signature of one is none of the other. */
#define SIGNED "pakiv-trace"
#define VERSION "1"

static void
put_number (guint8 *bytes, guint64 number)
{
  guint64 big = GUINT64_TO_BE (number);

  memcpy (bytes, &big, sizeof big);
}

void
pakiv_trace_start (const char *station_id, PakivLogId log, guint8 *hash)
{
  g_autofree char *header = pakiv_trace_header (station_id, log);

  crypto_generichash (hash, PAKIV_TRACE_HASH, (const guint8 *)header, strlen (header), NULL, 0);
}

void
pakiv_trace_link_hash (const PakivTraceLink *link, const guint8 *previous, guint8 *hash)
{
  crypto_generichash_state state;
  guint8 number[8];

  put_number (number, link->number);
  crypto_generichash_init (&state, NULL, 0, PAKIV_TRACE_HASH);
  crypto_generichash_update (&state, previous, PAKIV_TRACE_HASH);
  crypto_generichash_update (&state, number, sizeof number);
  crypto_generichash_update (&state, link->sealed, sizeof link->sealed);
  crypto_generichash_final (&state, hash, PAKIV_TRACE_HASH);
}

#define MESSAGE (sizeof SIGNED - 1 + PAKIV_TRACE_HASH)

static void
make_message (const PakivTraceLink *link, guint8 *message)
{
  memcpy (message, SIGNED, sizeof SIGNED - 1);
  memcpy (message + sizeof SIGNED - 1, link->hash, sizeof link->hash);
}

void
pakiv_trace_link_close (PakivTraceLink *link, const guint8 *previous, const guint8 *secret)
{
  guint8 message[MESSAGE];

  pakiv_trace_link_hash (link, previous, link->hash);
  make_message (link, message);
  crypto_sign_detached (link->signature, NULL, message, sizeof message, secret);
}

gboolean
pakiv_trace_link_follows (const PakivTraceLink *link, const guint8 *previous)
{
  guint8 hash[PAKIV_TRACE_HASH];

  pakiv_trace_link_hash (link, previous, hash);
  return memcmp (hash, link->hash, sizeof hash) == 0;
}

gboolean
pakiv_trace_link_is_signed (const PakivTraceLink *link, const guint8 *public_key)
{
  guint8 message[MESSAGE];

  make_message (link, message);
  return crypto_sign_verify_detached (link->signature, message, sizeof message, public_key) == 0;
}

void
pakiv_trace_key_id (const guint8 *trace_key, guint8 *id)
{
  guint8 hash[PAKIV_TRACE_HASH];

  crypto_generichash (hash, sizeof hash, trace_key, crypto_box_PUBLICKEYBYTES, NULL, 0);
  memcpy (id, hash, PAKIV_TRACE_KEY_ID);
}

char *
pakiv_trace_header (const char *station_id, PakivLogId log)
{
  return g_strdup_printf ("pakiv-trace " VERSION " %s %s\n", pakiv_log_id_to_string (log),
                          station_id);
}

static void
write_bytes (const guint8 *bytes, gsize n, char end, GString *lines)
{
  char text[PAKIV_TRACE_BASE64 (PAKIV_TRACE_SEALED) + 1];

  sodium_bin2base64 (text, sizeof text, bytes, n, sodium_base64_VARIANT_ORIGINAL);
  g_string_append (lines, text);
  g_string_append_c (lines, end);
}

void
pakiv_trace_link_write (const PakivTraceLink *link, GString *lines)
{
  g_string_append_printf (lines, "%010" G_GUINT64_FORMAT " ", link->number);
  write_bytes (link->hash, sizeof link->hash, ' ', lines);
  write_bytes (link->sealed, sizeof link->sealed, ' ', lines);
  write_bytes (link->signature, sizeof link->signature, '\n', lines);
}

static gboolean
read_number (const char **line, guint64 *number)
{
  *number = 0;
  for (int i = 0; i < 10; i++, (*line)++)
    {
      if (!g_ascii_isdigit (**line))
        return FALSE;
      *number = *number * 10 + (guint64)g_ascii_digit_value (**line);
    }
  return *(*line)++ == ' ';
}

/* libsodium takes no other text for these bytes than it would write itself. */
static gboolean
read_bytes (const char **line, char end, guint8 *bytes, gsize n)
{
  size_t found;
  gboolean read = sodium_base642bin (bytes, n, *line, PAKIV_TRACE_BASE64 (n), NULL, &found, NULL,
                                     sodium_base64_VARIANT_ORIGINAL)
                      == 0
                  && found == n;

  *line += PAKIV_TRACE_BASE64 (n);
  return read && *(*line)++ == end;
}

gboolean
pakiv_trace_link_read (PakivTraceLink *link, const char *line, gsize length)
{
  return length == PAKIV_TRACE_LINE && read_number (&line, &link->number)
         && read_bytes (&line, ' ', link->hash, sizeof link->hash)
         && read_bytes (&line, ' ', link->sealed, sizeof link->sealed)
         && read_bytes (&line, '\n', link->signature, sizeof link->signature);
}
