#include "pakiv-trace-pin.h"

#include "pakiv-schema.h"

#include <glib/gi18n.h>
#include <string.h>

#define SIGNED "pakiv-trace-key"
#define KEY crypto_box_PUBLICKEYBYTES
#define MESSAGE (sizeof SIGNED - 1 + 2 * KEY)

static void
make_message (const guint8 *from, const guint8 *to, guint8 *message)
{
  message = mempcpy (message, SIGNED, sizeof SIGNED - 1);
  message = mempcpy (message, from, KEY);
  memcpy (message, to, KEY);
}

static PakivPastTrace *
get_past (const PakivDeskFile *file, guint i)
{
  return &g_array_index (file->past_traces, PakivPastTrace, i);
}

static const guint8 *
get_next_key (const PakivDeskFile *file, guint i)
{
  return i + 1 < file->past_traces->len ? get_past (file, i + 1)->public_key : file->trace_key;
}

/* @secret and @public_key: X25519, of the two who share. FALSE where they share nothing. */
static gboolean
make_voucher (const guint8 *secret,
              const guint8 *public_key,
              const guint8 *from,
              const guint8 *to,
              guint8 *voucher)
{
  g_autoptr (PakivSecret) shared = pakiv_secret_new (crypto_box_BEFORENMBYTES);
  guint8 message[MESSAGE];

  make_message (from, to, message);
  return crypto_box_beforenm (shared, public_key, secret) == 0
         && crypto_generichash (voucher, PAKIV_STEP_BYTES, message, sizeof message, shared,
                                crypto_box_BEFORENMBYTES)
                == 0;
}

void
pakiv_trace_pin_vouch (PakivDeskFile *file, const guint8 *secret)
{
  PakivPastTrace *past = get_past (file, file->past_traces->len - 1);

  for (int i = 0; i < PAKIV_N_LOGS; i++)
    {
      guint8 log_key[KEY];

      if (crypto_sign_ed25519_pk_to_curve25519 (log_key, file->signing_keys[i]) != 0
          || !make_voucher (secret, log_key, past->public_key, file->trace_key, past->step[i]))
        memset (past->step[i], 0, PAKIV_STEP_BYTES);
    }
}

void
pakiv_trace_pin_sign (PakivDeskFile *file, PakivLogId log, const guint8 *signing)
{
  PakivPastTrace *past = get_past (file, file->past_traces->len - 1);
  guint8 message[MESSAGE];

  make_message (past->public_key, file->trace_key, message);
  crypto_sign_detached (past->step[log], NULL, message, sizeof message, signing);
}

/* A log that is being asked: what it keeps. */
typedef struct
{
  const PakivDeskFile *file;
  PakivLogId log;
  const guint8 *signing;
  gboolean held; /* an officer holds the key that the log keeps */
  guint8 joint_key[crypto_sign_PUBLICKEYBYTES];
} Asked;

static gboolean
is_vouched (const Asked *asked, const PakivPastTrace *past, const guint8 *next)
{
  g_autoptr (PakivSecret) secret = pakiv_secret_new (crypto_box_SECRETKEYBYTES);
  guint8 voucher[PAKIV_STEP_BYTES];
  gboolean vouched;

  vouched = crypto_sign_ed25519_sk_to_curve25519 (secret, asked->signing) == 0
            && make_voucher (secret, past->public_key, past->public_key, next, voucher)
            && sodium_memcmp (voucher, past->step[asked->log], sizeof voucher) == 0;
  sodium_memzero (voucher, sizeof voucher);
  return vouched;
}

static gboolean
is_signed (const Asked *asked, const PakivPastTrace *past, const guint8 *next)
{
  guint8 own[crypto_sign_PUBLICKEYBYTES], message[MESSAGE];

  make_message (past->public_key, next, message);
  crypto_sign_ed25519_sk_to_pk (own, asked->signing);
  return crypto_sign_verify_detached (past->step[asked->log], message, sizeof message, own) == 0
         || crypto_sign_verify_detached (past->step[PAKIV_LOG_JOINT], message, sizeof message,
                                         asked->joint_key)
                == 0;
}

static gboolean
leads_on (const Asked *asked, const guint8 *kept)
{
  const PakivDeskFile *file = asked->file;
  gboolean found = FALSE, held = asked->held;

  for (guint i = 0; i < file->past_traces->len; i++)
    {
      const PakivPastTrace *past = get_past (file, i);
      const guint8 *next = get_next_key (file, i);

      found = found || memcmp (past->public_key, kept, KEY) == 0;
      if (!found)
        continue;
      if (past->is_sealed ? !is_vouched (asked, past, next)
                          : held || !is_signed (asked, past, next))
        return FALSE;
      held = TRUE;
    }
  return found;
}

/* FALSE where there is none. */
static gboolean
load (PakivSql *sql, const char *name, guint8 *bytes, gsize length, GError **error)
{
  g_autofree char *text = pakiv_schema_get_text (sql, name, error);
  size_t found;

  return text != NULL
         && sodium_base642bin (bytes, length, text, strlen (text), NULL, &found, NULL,
                               sodium_base64_VARIANT_ORIGINAL)
                == 0
         && found == length;
}

/* A log that can't be written now is asked again at the next opening. */
static void
keep (PakivSql *sql, const char *name, const guint8 *bytes, gsize length)
{
  g_autofree char *text = g_base64_encode (bytes, length);
  g_autoptr (GError) error = NULL;

  if (!pakiv_schema_set_text (sql, name, text, &error))
    g_debug ("%s", error->message);
}

static gboolean
is_held (PakivSql *sql)
{
  g_autofree char *mark = pakiv_schema_get_text (sql, PAKIV_META_TRACE_HELD, NULL);

  return mark != NULL;
}

gboolean
pakiv_trace_pin_is_held (const PakivDeskFile *file)
{
  for (guint i = 0; i < file->keys->len; i++)
    if (((const PakivMemberKeys *)file->keys->pdata[i])->holds[PAKIV_KEY_TRACE])
      return TRUE;
  return FALSE;
}

static gboolean
refuse (PakivLogId log, GError **error)
{
  g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED,
               /* Translators: a log, such as "Police log". */
               _ ("The key of the trace in the desk’s folder was changed by someone who holds no "
                  "key (%s). Nothing was written, since they could read who looked at what. Bring "
                  "the file desk.json back from a backup, and tell the data-protection officer."),
               pakiv_log_id_get_label (log));
  return FALSE;
}

gboolean
pakiv_trace_pin_check (
    PakivSql *sql, const PakivDeskFile *file, PakivLogId log, const guint8 *signing, GError **error)
{
  Asked asked = { .file = file, .log = log, .signing = signing };
  g_autoptr (GError) cause = NULL;
  guint8 kept[KEY];
  gboolean any = load (sql, PAKIV_META_TRACE_KEY, kept, sizeof kept, &cause);

  if (cause == NULL && any && memcmp (kept, file->trace_key, sizeof kept) == 0)
    return TRUE;
  asked.held = is_held (sql);
  if (cause == NULL
      && !load (sql, PAKIV_META_JOINT_KEY, asked.joint_key, sizeof asked.joint_key, &cause)
      && cause == NULL)
    {
      memcpy (asked.joint_key, file->signing_keys[PAKIV_LOG_JOINT], sizeof asked.joint_key);
      keep (sql, PAKIV_META_JOINT_KEY, asked.joint_key, sizeof asked.joint_key);
    }
  if (cause != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  if (any && !leads_on (&asked, kept))
    return refuse (log, error);
  keep (sql, PAKIV_META_TRACE_KEY, file->trace_key, sizeof file->trace_key);
  /* Each step leads to a key that an officer holds. */
  if (any)
    keep (sql, PAKIV_META_TRACE_HELD, (const guint8 *)"yes", 3);
  return TRUE;
}
