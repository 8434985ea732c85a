#include "pakiv-council-client.h"
#include "pakiv-http.h"

#include <glib/gi18n.h>
#include <string.h>

#define BEFORE_CODE "/enrol/"

void
pakiv_enrolment_clear (PakivEnrolment *enrolment)
{
  g_clear_pointer (&enrolment->url, g_free);
  g_clear_pointer (&enrolment->code, g_free);
}

static gboolean
is_code (const char *text)
{
  gsize length = strlen (text);

  for (const char *c = text; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && *c != '-')
      return FALSE;
  return length >= 4 && length <= 64;
}

gboolean
pakiv_enrolment_parse (const char *text, PakivEnrolment *enrolment, GError **error)
{
  g_autofree char *address = g_strstrip (g_strdup (text));
  char *before = g_strrstr (address, BEFORE_CODE);
  const char *code = before != NULL ? before + strlen (BEFORE_CODE) : "";

  *enrolment = (PakivEnrolment){ 0 };
  if (before == NULL || !is_code (code) || strpbrk (address, "?# \t\r\n") != NULL)
    {
      g_set_error_literal (error, PAKIV_EXCHANGE_ERROR, PAKIV_EXCHANGE_ERROR_REFUSED,
                           _ ("This is not a council’s code. It looks like "
                              "https://council.example/enrol/ABCD-EFGH-JKLM; copy all of it."));
      return FALSE;
    }
  *before = '\0';
  if (!pakiv_http_is_safe_address (address, error))
    return FALSE;
  enrolment->code = g_strdup (code);
  enrolment->url = g_steal_pointer (&address);
  return TRUE;
}
