/* 300 bits in 60 letters: a version (2), what is recovered (3), how many shares are needed (5),
 * which one this is (5), the station (12), the secret (256) and a check over all of it (17), which
 * notices lines of different sheets. */
#include "pakiv-recovery-code.h"

#include "pakiv-log-error.h"
#include "pakiv-recovery-line.h"

#include <glib/gi18n.h>
#include <sodium.h>
#include <string.h>

#define ALPHABET "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
#define VERSION 0
#define BITS (PAKIV_RECOVERY_LINES * PAKIV_RECOVERY_DATA * 5)
#define STATION_BITS 12
#define CHECK_BITS 17

G_STATIC_ASSERT (PAKIV_RECOVERY_LINE == PAKIV_RECOVERY_GROUPS * 4);
G_STATIC_ASSERT (3 + 5 + 5 + 2 + STATION_BITS + PAKIV_KEY_BYTES * 8 + CHECK_BITS == BITS);

/* Letters as values, and where the next bit goes to or comes from. Wiped by whoever has one. */
typedef struct
{
  guint8 values[PAKIV_RECOVERY_LINES][PAKIV_RECOVERY_LINE];
  guint place;
} Letters;

static void
letters_clear (Letters *letters)
{
  sodium_memzero (letters, sizeof *letters);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Letters, letters_clear)

static guint8 *
find_letter (Letters *letters, guint bit)
{
  guint letter = bit / 5;

  return &letters->values[letter / PAKIV_RECOVERY_DATA][letter % PAKIV_RECOVERY_DATA];
}

static void
put_bits (Letters *letters, guint value, guint n)
{
  for (guint i = n; i > 0; i--, letters->place++)
    if ((value >> (i - 1)) & 1)
      *find_letter (letters, letters->place) |= (guint8)(16 >> letters->place % 5);
}

static guint
take_bits (Letters *letters, guint n)
{
  guint value = 0;

  for (guint i = 0; i < n; i++, letters->place++)
    value
        = value << 1 | ((*find_letter (letters, letters->place) >> (4 - letters->place % 5)) & 1u);
  return value;
}

static guint
shorten (const guint8 *hash, guint bits)
{
  return ((guint)hash[0] << 16 | (guint)hash[1] << 8 | hash[2]) & ((1u << bits) - 1);
}

static guint
hash_station (const char *station_id)
{
  guint8 hash[crypto_generichash_BYTES_MIN];

  crypto_generichash (hash, sizeof hash, (const guint8 *)station_id, strlen (station_id), NULL, 0);
  return shorten (hash, STATION_BITS);
}

static guint
hash_part (const PakivRecoveryPart *part, const char *station_id)
{
  const guint8 head[] = { VERSION, (guint8)part->key, (guint8)part->needed, (guint8)part->number };
  crypto_generichash_state state;
  guint8 hash[crypto_generichash_BYTES_MIN];

  crypto_generichash_init (&state, NULL, 0, sizeof hash);
  crypto_generichash_update (&state, head, sizeof head);
  crypto_generichash_update (&state, part->secret, PAKIV_KEY_BYTES);
  crypto_generichash_update (&state, (const guint8 *)station_id, strlen (station_id));
  crypto_generichash_final (&state, hash, sizeof hash);
  sodium_memzero (&state, sizeof state);
  return shorten (hash, CHECK_BITS);
}

PakivRecoveryPart *
pakiv_recovery_part_new (PakivKeyId key, guint needed, guint number, const guint8 *secret)
{
  PakivRecoveryPart *part = g_new0 (PakivRecoveryPart, 1);

  part->key = key;
  part->needed = needed;
  part->number = number;
  part->secret = pakiv_secret_copy (secret, PAKIV_KEY_BYTES);
  return part;
}

void
pakiv_recovery_part_free (PakivRecoveryPart *part)
{
  if (part == NULL)
    return;
  pakiv_secret_free (part->secret);
  g_free (part);
}

static char *
spell (const Letters *letters)
{
  char *text = g_malloc (PAKIV_RECOVERY_LETTERS * 5 / 4 + 1);
  char *end = text;

  for (guint line = 0; line < PAKIV_RECOVERY_LINES; line++)
    for (guint i = 0; i < PAKIV_RECOVERY_LINE; i++)
      {
        *end++ = ALPHABET[letters->values[line][i]];
        if (i % 4 == 3)
          *end++ = i + 1 < PAKIV_RECOVERY_LINE ? ' ' : '\n';
      }
  end[-1] = '\0';
  return text;
}

char *
pakiv_recovery_code_encode (const PakivRecoveryPart *part, const char *station_id)
{
  g_auto (Letters) letters = { 0 };

  g_return_val_if_fail (part != NULL && station_id != NULL, NULL);
  g_return_val_if_fail (part->needed < 32 && part->number < 32, NULL);

  put_bits (&letters, VERSION, 2);
  put_bits (&letters, part->key, 3);
  put_bits (&letters, part->needed, 5);
  put_bits (&letters, part->number, 5);
  put_bits (&letters, hash_station (station_id), STATION_BITS);
  for (guint i = 0; i < PAKIV_KEY_BYTES; i++)
    put_bits (&letters, part->secret[i], 8);
  put_bits (&letters, hash_part (part, station_id), CHECK_BITS);
  for (guint i = 0; i < PAKIV_RECOVERY_LINES; i++)
    pakiv_recovery_line_protect (letters.values[i], i + 1);
  return spell (&letters);
}

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED, message);
  return FALSE;
}

static gboolean
refuse_group (GError **error, guint line, guint letter)
{
  g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED,
               /* Translators: numbers of a group of four letters and of a line, on paper. */
               _ ("A letter is not right in group %u of line %u. Look at the sheet again."),
               letter / 4 + 1, line + 1);
  return FALSE;
}

static gboolean
refuse_groups (GError **error, guint line, guint first, guint second)
{
  if (first / 4 == second / 4)
    return refuse_group (error, line, first);
  g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED,
               _ ("Letters are not right in groups %u and %u of line %u. Look at the sheet again."),
               first / 4 + 1, second / 4 + 1, line + 1);
  return FALSE;
}

static gboolean
refuse_letter (GError **error, gunichar letter, guint place)
{
  char text[7] = { 0 };

  g_unichar_to_utf8 (letter, text);
  g_set_error (
      error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED,
      /* Translators: a letter, then numbers of a group of four letters and of a line, on paper. */
      _ ("There is no “%s” in a recovery code (group %u of line %u): it has neither 0 and O nor 1 "
         "and I. Look at the sheet again."),
      text, place % PAKIV_RECOVERY_LINE / 4 + 1, place / PAKIV_RECOVERY_LINE + 1);
  return FALSE;
}

static gboolean
is_between (gunichar letter)
{
  return g_unichar_isspace (letter) || g_unichar_type (letter) == G_UNICODE_DASH_PUNCTUATION;
}

/* Where a group is too short or too long, that is what is told, as long as groups are parted. */
static gboolean
refuse_length (const char *text, guint found, GError **error)
{
  guint length = 0, group = 0;

  for (const char *p = text;; p = g_utf8_next_char (p))
    {
      if (*p != '\0' && !is_between (g_utf8_get_char (p)))
        {
          length++;
          continue;
        }
      if (length > 0 && length != 4 && group > 0)
        {
          g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED,
                       _ ("Group %u of line %u does not have four letters. Look at the sheet "
                          "again."),
                       group % PAKIV_RECOVERY_GROUPS + 1, group / PAKIV_RECOVERY_GROUPS + 1);
          return FALSE;
        }
      group += length > 0;
      length = 0;
      if (*p == '\0')
        break;
    }
  g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED,
               _ ("A recovery code has %d letters and figures; here are %u."),
               PAKIV_RECOVERY_LETTERS, found);
  return FALSE;
}

static gboolean
read_letters (const char *text, Letters *letters, GError **error)
{
  guint n = 0;

  if (!g_utf8_validate (text, -1, NULL))
    return refuse (error, _ ("The recovery code has letters that can’t be read."));
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar letter = g_unichar_toupper (g_utf8_get_char (p));
      const char *found;

      if (is_between (letter))
        continue;
      found = letter < 128 ? strchr (ALPHABET, (char)letter) : NULL;
      if (found == NULL)
        return refuse_letter (error, letter, MIN (n, PAKIV_RECOVERY_LETTERS - 1));
      if (n < PAKIV_RECOVERY_LETTERS)
        letters->values[n / PAKIV_RECOVERY_LINE][n % PAKIV_RECOVERY_LINE]
            = (guint8)(found - ALPHABET);
      n++;
    }
  return n == PAKIV_RECOVERY_LETTERS || refuse_length (text, n, error);
}

static gboolean
check_line (const Letters *letters, guint line, GError **error)
{
  guint first = 0, second = 0;

  switch (pakiv_recovery_line_check (letters->values[line], line + 1, &first, &second))
    {
    case PAKIV_RECOVERY_LINE_RIGHT:
      return TRUE;
    case PAKIV_RECOVERY_LINE_ONE:
      return refuse_group (error, line, first);
    case PAKIV_RECOVERY_LINE_TWO:
      return refuse_groups (error, line, first, second);
    case PAKIV_RECOVERY_LINE_PLACE:
      return refuse (error, _ ("The lines of the recovery code are not in their order."));
    case PAKIV_RECOVERY_LINE_WRONG:
    default:
      g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED,
                   _ ("Several letters are not right in line %u. Look at the sheet again."),
                   line + 1);
      return FALSE;
    }
}

static gboolean
is_part (const PakivRecoveryPart *part)
{
  return part->key < PAKIV_N_KEYS
         && (part->needed == 0
                 ? part->number == 0
                 : part->needed >= 2 && part->needed <= PAKIV_RECOVERY_SHARES_MAX
                       && part->number >= 1 && part->number <= PAKIV_RECOVERY_SHARES_MAX);
}

static PakivRecoveryPart *
take_part (Letters *letters, const char *station_id, GError **error)
{
  g_autoptr (PakivRecoveryPart) part = g_new0 (PakivRecoveryPart, 1);
  guint version = take_bits (letters, 2);
  guint station;

  part->key = (PakivKeyId)take_bits (letters, 3);
  part->needed = take_bits (letters, 5);
  part->number = take_bits (letters, 5);
  station = take_bits (letters, STATION_BITS);
  part->secret = pakiv_secret_new (PAKIV_KEY_BYTES);
  for (guint i = 0; i < PAKIV_KEY_BYTES; i++)
    part->secret[i] = (guint8)take_bits (letters, 8);
  if (version != VERSION)
    refuse (error, _ ("This recovery code was made by a newer Pakiv."));
  else if (station != hash_station (station_id))
    refuse (error, _ ("This recovery code belongs to another desk."));
  else if (take_bits (letters, CHECK_BITS) != hash_part (part, station_id) || !is_part (part))
    refuse (error, _ ("The lines of this recovery code do not belong together. Take all three from "
                      "one sheet."));
  else
    return g_steal_pointer (&part);
  return NULL;
}

PakivRecoveryPart *
pakiv_recovery_code_decode (const char *text, const char *station_id, GError **error)
{
  g_auto (Letters) letters = { 0 };

  g_return_val_if_fail (text != NULL && station_id != NULL, NULL);

  pakiv_secret_init ();
  if (!read_letters (text, &letters, error))
    return NULL;
  for (guint i = 0; i < PAKIV_RECOVERY_LINES; i++)
    if (!check_line (&letters, i, error))
      return NULL;
  return take_part (&letters, station_id, error);
}
