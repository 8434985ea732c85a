#include "pakiv-trace-seen.h"

#include "pakiv-desk-private.h"
#include "pakiv-file.h"

#include <glib/gi18n.h>
#include <string.h>

#define SIGNED "pakiv-seen"
#define MESSAGE (sizeof SIGNED - 1 + PAKIV_TRACE_HASH)
#define N_PARTS 6 /* moment, member, what, number, hash, signature; parted by tabs */

static void
free_reading (PakivTraceReading *reading)
{
  g_free (reading->at);
  g_free (reading->member);
  g_free (reading->what);
  g_free (reading);
}

char *
pakiv_trace_get_path (PakivDesk *desk, PakivLogId log)
{
  g_autofree char *name = g_strconcat (pakiv_log_id_to_string (log), ".trace", NULL);

  return g_build_filename (pakiv_desk_get_folder (desk), name, NULL);
}

static char *
get_seen_path (const char *trace_path)
{
  gsize length = strlen (trace_path);

  if (g_str_has_suffix (trace_path, ".trace"))
    length -= strlen (".trace");
  return g_strdup_printf ("%.*s.seen", (int)length, trace_path);
}

guint64
pakiv_trace_seen_count (const char *trace_path)
{
  g_autofree char *path = get_seen_path (trace_path);
  g_autoptr (GBytes) bytes = NULL;
  const char *text;
  gsize size;
  guint64 n = 0;

  /* Asked for, so that a desk without readings says nothing. */
  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR)
      || (bytes = pakiv_file_read (path, PAKIV_FILE_MAX, NULL)) == NULL)
    return 0;
  text = g_bytes_get_data (bytes, &size);
  for (gsize i = 0; i < size; i++)
    n += text[i] == '\n';
  return n > 0 ? n - 1 : 0;
}

static char *
make_header (PakivDesk *desk, PakivLogId log)
{
  return g_strdup_printf ("pakiv-seen 1 %s %s\n", pakiv_log_id_to_string (log),
                          pakiv_desk_get_station_id (desk));
}

/* @hash goes on over @text. */
static void
chain (guint8 *hash, const char *text)
{
  crypto_generichash_state state;

  crypto_generichash_init (&state, NULL, 0, PAKIV_TRACE_HASH);
  crypto_generichash_update (&state, hash, PAKIV_TRACE_HASH);
  crypto_generichash_update (&state, (const guint8 *)text, strlen (text));
  crypto_generichash_final (&state, hash, PAKIV_TRACE_HASH);
}

static void
make_message (const guint8 *hash, guint8 *message)
{
  message = mempcpy (message, SIGNED, sizeof SIGNED - 1);
  memcpy (message, hash, PAKIV_TRACE_HASH);
}

static gboolean
read_base64 (const char *text, guint8 *bytes, gsize n)
{
  size_t found;

  return sodium_base642bin (bytes, n, text, strlen (text), NULL, &found, NULL,
                            sodium_base64_VARIANT_ORIGINAL)
             == 0
         && found == n;
}

static char *
write_reading (const PakivTraceReading *reading)
{
  g_autofree char *hash = g_base64_encode (reading->hash, sizeof reading->hash);

  return g_strdup_printf ("%s\t%s\t%s\t%" G_GUINT64_FORMAT "\t%s", reading->at, reading->member,
                          reading->what, reading->number, hash);
}

static gboolean
is_officers (PakivDesk *desk, const char *member, const guint8 *hash, const char *signature)
{
  const PakivMember *found = pakiv_desk_find_member (desk, member);
  guint8 bytes[PAKIV_TRACE_SIGNATURE], message[MESSAGE];
  const guint8 *key;

  if (found == NULL || found->role != PAKIV_ROLE_DPO
      || !read_base64 (signature, bytes, sizeof bytes))
    return FALSE;
  make_message (hash, message);
  for (guint i = 0; (key = pakiv_desk_get_signing_key_before (desk, member, i)) != NULL; i++)
    if (crypto_sign_verify_detached (bytes, message, sizeof message, key) == 0)
      return TRUE;
  return FALSE;
}

/* NULL where @line is not a reading that an officer signed here. @hash: goes on over it. */
static PakivTraceReading *
read_line (PakivDesk *desk, const char *line, guint8 *hash)
{
  g_auto (GStrv) parts = g_strsplit (line, "\t", -1);
  PakivTraceReading *reading;
  g_autofree char *again = NULL;

  if (g_strv_length (parts) != N_PARTS)
    return NULL;
  reading = g_new0 (PakivTraceReading, 1);
  reading->at = g_strdup (parts[0]);
  reading->member = g_strdup (parts[1]);
  reading->what = g_strdup (parts[2]);
  reading->number = g_ascii_strtoull (parts[3], NULL, 10);
  if (read_base64 (parts[4], reading->hash, sizeof reading->hash))
    {
      again = write_reading (reading);
      chain (hash, again);
      if (g_str_has_prefix (line, again) && is_officers (desk, parts[1], hash, parts[5]))
        return reading;
    }
  free_reading (reading);
  return NULL;
}

/* The lines of @text after the header; @hash: what the next line follows. */
static GPtrArray *
read_lines (PakivDesk *desk, PakivLogId log, const char *text, guint8 *hash, guint64 *broken)
{
  GPtrArray *readings = g_ptr_array_new_with_free_func ((GDestroyNotify)free_reading);
  g_autofree char *header = make_header (desk, log);
  g_auto (GStrv) lines = NULL;

  *broken = 0;
  memset (hash, 0, PAKIV_TRACE_HASH);
  chain (hash, header);
  if (*text == '\0')
    return readings;
  if (!g_str_has_prefix (text, header))
    *broken = 1;
  lines = g_strsplit (strchr (text, '\n') != NULL ? strchr (text, '\n') + 1 : "", "\n", -1);
  /* The last line ends too, so what is after it is empty. */
  for (guint i = 0; lines[i] != NULL && (lines[i + 1] != NULL || *lines[i] != '\0'); i++)
    {
      PakivTraceReading *reading = lines[i + 1] != NULL ? read_line (desk, lines[i], hash) : NULL;

      if (reading != NULL)
        g_ptr_array_add (readings, reading);
      else if (*broken == 0)
        *broken = i + 2;
    }
  return readings;
}

/* (transfer full): "" where there is none yet, NULL where it is there and can't be read. */
static char *
load (PakivDesk *desk, PakivLogId log, GError **error)
{
  g_autofree char *trace = pakiv_trace_get_path (desk, log);
  g_autofree char *path = get_seen_path (trace);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) cause = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return g_strdup ("");
  if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
    bytes = pakiv_file_read (path, PAKIV_FILE_MAX, &cause);
  if (bytes != NULL)
    return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_FAILED,
               _ ("The list of readings, “%s”, could not be read, so this reading was not added to "
                  "it."),
               path);
  return NULL;
}

GPtrArray *
pakiv_trace_seen_read (PakivDesk *desk, PakivLogId log, guint64 *broken)
{
  g_autofree char *text = load (desk, log, NULL);
  guint8 hash[PAKIV_TRACE_HASH];
  GPtrArray *readings = read_lines (desk, log, text != NULL ? text : "", hash, broken);

  if (text == NULL)
    *broken = 1;
  return readings;
}

static char *
make_line (const PakivTraceReading *reading, guint8 *hash, const guint8 *secret)
{
  g_autofree char *text = write_reading (reading);
  g_autofree char *signature = NULL;
  guint8 bytes[PAKIV_TRACE_SIGNATURE], message[MESSAGE];

  chain (hash, text);
  make_message (hash, message);
  crypto_sign_detached (bytes, NULL, message, sizeof message, secret);
  signature = g_base64_encode (bytes, sizeof bytes);
  return g_strdup_printf ("%s\t%s\n", text, signature);
}

/* Written whole and put in the old one's place: a line is there, or it is not. Under the desk's
 * lock, for two who read at once would each put their line in the place of the other's. */
gboolean
pakiv_trace_seen_append (PakivDesk *desk,
                         PakivLogId log,
                         const PakivTraceReading *reading,
                         const guint8 *secret,
                         GError **error)
{
  g_autofree char *trace = pakiv_trace_get_path (desk, log);
  g_autofree char *path = get_seen_path (trace);
  g_autofree char *header = make_header (desk, log);
  g_autofree char *text = NULL;
  g_autoptr (PakivDeskLock) lock = pakiv_desk_lock_new (pakiv_desk_get_folder (desk), TRUE, error);
  g_autoptr (GPtrArray) before = NULL;
  g_autofree char *line = NULL;
  g_autoptr (GBytes) bytes = NULL;
  guint8 hash[PAKIV_TRACE_HASH];
  guint64 broken;
  char *whole;

  if (lock == NULL || (text = load (desk, log, error)) == NULL)
    return FALSE;
  before = read_lines (desk, log, text, hash, &broken);
  line = make_line (reading, hash, secret);
  /* What was broken stays, so that it goes on being told. */
  whole = g_strconcat (*text == '\0' ? header : text,
                       *text == '\0' || g_str_has_suffix (text, "\n") ? "" : "\n", line, NULL);
  bytes = g_bytes_new_take (whole, strlen (whole));
  return pakiv_desk_write (path, bytes, error);
}
