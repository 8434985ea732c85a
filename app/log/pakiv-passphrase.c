#include "pakiv-passphrase.h"

#include <glib/gi18n.h>

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_PASSPHRASE, message);
  return FALSE;
}

/* How many different letters there are, none, one or more; spaces do not count. */
static guint
count_kinds (const char *text)
{
  gunichar first = 0;

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar letter = g_unichar_tolower (g_utf8_get_char (text));

      if (g_unichar_isspace (letter))
        continue;
      if (first != 0 && letter != first)
        return 2;
      first = letter;
    }
  return first != 0 ? 1 : 0;
}

gboolean
pakiv_passphrase_check (const char *passphrase, GError **error)
{
  g_autofree char *message = NULL;

  if (passphrase == NULL || !g_utf8_validate (passphrase, -1, NULL))
    return refuse (error, _ ("The passphrase has letters that can’t be read."));
  if (g_utf8_strlen (passphrase, -1) < PAKIV_PASSPHRASE_MIN)
    {
      message = g_strdup_printf (_ ("The passphrase is too short: take at least %d letters."),
                                 PAKIV_PASSPHRASE_MIN);
      return refuse (error, message);
    }
  switch (count_kinds (passphrase))
    {
    case 0:
      return refuse (error, _ ("The passphrase is nothing but spaces: take a few words."));
    case 1:
      return refuse (error, _ ("The passphrase is one letter over and over: take a few words."));
    default:
      return TRUE;
    }
}
