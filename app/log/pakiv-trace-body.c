#include "pakiv-trace-body.h"

#include "pakiv-json.h"
#include "pakiv-trace-pin.h"
#include "pakiv-tracer-private.h"

#include <string.h>

#define SIGNED "pakiv-entry"
#define TEXT_BYTES (PAKIV_TRACE_BODY - crypto_sign_BYTES)
#define MESSAGE (sizeof SIGNED - 1 + PAKIV_TRACE_HASH + 8 + TEXT_BYTES)

/* How much of each text is kept, in bytes; less where the whole would not fit. */
#define RECIPIENT_MAX 96
#define DETAIL_MAX 48
#define MEMBER_MAX 120
#define WORD_MAX 24
#define STEP 8

#define KEY_BYTES crypto_box_PUBLICKEYBYTES

static const char ellipsis[] = "…";

static void
make_message (const guint8 *text, guint64 number, const guint8 *previous, guint8 *message)
{
  guint64 big = GUINT64_TO_BE (number);

  message = mempcpy (message, SIGNED, sizeof SIGNED - 1);
  message = mempcpy (message, previous, PAKIV_TRACE_HASH);
  message = mempcpy (message, &big, sizeof big);
  memcpy (message, text, TEXT_BYTES);
}

/* @text cut to @max bytes at the end of a letter, with a mark where it was cut. */
static void
set_text (JsonObject *object, const char *name, const char *text, gsize max)
{
  g_autofree char *valid = text != NULL ? g_utf8_make_valid (text, -1) : NULL;
  g_autofree char *cut = NULL;

  if (text == NULL || *text == '\0')
    return;
  if (strlen (valid) > max)
    {
      const char *end = g_utf8_find_prev_char (valid, valid + max + 1);

      cut = g_strdup_printf ("%.*s%s", end != NULL ? (int)(end - valid) : 0, valid, ellipsis);
    }
  json_object_set_string_member (object, name, cut != NULL ? cut : valid);
}

static char *
write_text (PakivTracer *tracer, const PakivTraceNote *note, gsize recipient, gsize member)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *at = pakiv_clock_get_moment (tracer->clock);
  JsonObject *object = json_object_new ();

  set_text (object, "at", at, WORD_MAX);
  set_text (object, "member", tracer->member, member);
  set_text (object, "role", pakiv_role_to_string (tracer->role), WORD_MAX);
  set_text (object, "act", pakiv_act_to_string (note->act), WORD_MAX);
  set_text (object, "kind", note->kind, WORD_MAX);
  set_text (object, "record", note->record, 36);
  set_text (object, "purpose", pakiv_purpose_get (tracer->purpose), WORD_MAX);
  set_text (object, "recipient", note->recipient, recipient);
  set_text (object, "detail", note->detail, DETAIL_MAX);
  json_node_take_object (root, object);
  return json_to_string (root, FALSE);
}

/* The recipient is shortened first, the member's name last. */
static char *
write_fitting (PakivTracer *tracer, const PakivTraceNote *note)
{
  gsize recipient = RECIPIENT_MAX, member = MEMBER_MAX;
  char *text = write_text (tracer, note, recipient, member);

  while (strlen (text) > TEXT_BYTES && member > STEP)
    {
      if (recipient > STEP)
        recipient -= STEP;
      else
        member -= STEP;
      g_free (text);
      text = write_text (tracer, note, recipient, member);
    }
  return text;
}

gboolean
pakiv_trace_check_key (PakivSql *sql, PakivTracer *tracer, const guint8 *signing, GError **error)
{
  const PakivDeskFile *file = tracer->desk != NULL ? pakiv_desk_get_file (tracer->desk) : NULL;

  if (file == NULL || !file->has_trace_key
      || (tracer->checked && memcmp (file->trace_key, tracer->trace_key, KEY_BYTES) == 0))
    return TRUE;
  if (!pakiv_trace_pin_check (sql, file, tracer->log, signing, error))
    return FALSE;
  memcpy (tracer->trace_key, file->trace_key, KEY_BYTES);
  tracer->checked = TRUE;
  return TRUE;
}

void
pakiv_trace_seal (PakivTracer *tracer,
                  const PakivTraceNote *note,
                  const guint8 *previous,
                  PakivTraceLink *link)
{
  g_autofree char *text = write_fitting (tracer, note);
  guint8 body[PAKIV_TRACE_BODY], message[MESSAGE];
  guint8 *words = body + crypto_sign_BYTES;

  memset (words, ' ', TEXT_BYTES);
  memcpy (words, text, MIN (strlen (text), TEXT_BYTES));
  make_message (words, link->number, previous, message);
  crypto_sign_detached (body, NULL, message, sizeof message, tracer->secret);
  pakiv_trace_key_id (tracer->trace_key, link->sealed);
  crypto_box_seal (link->sealed + PAKIV_TRACE_KEY_ID, body, sizeof body, tracer->trace_key);
  /* Who did what is for the data-protection officer alone. */
  sodium_memzero (body, sizeof body);
  sodium_memzero (message, sizeof message);
}

gboolean
pakiv_trace_append (PakivSql *sql,
                    PakivTracer *tracer,
                    const PakivTraceNote *note,
                    const guint8 *signing,
                    GError **error)
{
  guint8 previous[PAKIV_TRACE_HASH];
  PakivTraceLink link;

  if (!pakiv_trace_check_key (sql, tracer, signing, error)
      || !pakiv_trace_table_get_last (sql, &link.number, previous, error))
    return FALSE;
  if (link.number == 0)
    pakiv_trace_start (tracer->station_id, tracer->log, previous);
  link.number++;
  pakiv_trace_seal (tracer, note, previous, &link);
  pakiv_trace_link_close (&link, previous, signing);
  return pakiv_trace_table_insert (sql, &link, error);
}

gboolean
pakiv_trace_unseal (const PakivTraceLink *link,
                    const guint8 *public_key,
                    const guint8 *secret_key,
                    PakivTraceBody *body)
{
  return crypto_box_seal_open (body->bytes, link->sealed + PAKIV_TRACE_KEY_ID,
                               sizeof link->sealed - PAKIV_TRACE_KEY_ID, public_key, secret_key)
         == 0;
}

static const char *
keep (JsonObject *object, const char *name, GStringChunk *chunk)
{
  const char *text = pakiv_json_get_string (object, name);

  return text != NULL ? g_string_chunk_insert_const (chunk, text) : NULL;
}

gboolean
pakiv_trace_body_parse (const PakivTraceBody *body, PakivTraceEntry *entry, GStringChunk *chunk)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (body->bytes + crypto_sign_BYTES, TEXT_BYTES);
  g_autoptr (JsonObject) object = pakiv_json_read_object (bytes);

  if (object == NULL
      || !pakiv_role_from_string (pakiv_json_get_string (object, "role"), &entry->role)
      || !pakiv_act_from_string (pakiv_json_get_string (object, "act"), &entry->act))
    return FALSE;
  entry->at = keep (object, "at", chunk);
  entry->member = keep (object, "member", chunk);
  entry->kind = keep (object, "kind", chunk);
  entry->record = keep (object, "record", chunk);
  entry->purpose = keep (object, "purpose", chunk);
  entry->recipient = keep (object, "recipient", chunk);
  entry->detail = keep (object, "detail", chunk);
  return entry->at != NULL && entry->member != NULL;
}

gboolean
pakiv_trace_body_is_signed (const PakivTraceBody *body,
                            guint64 number,
                            const guint8 *previous,
                            const guint8 *signing_key)
{
  guint8 message[MESSAGE];

  make_message (body->bytes + crypto_sign_BYTES, number, previous, message);
  return crypto_sign_verify_detached (body->bytes, message, sizeof message, signing_key) == 0;
}
