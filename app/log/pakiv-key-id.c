#include "pakiv-key-id.h"

#include <glib/gi18n.h>

#define TRACE_WORD "trace"

const char *
pakiv_key_id_to_string (PakivKeyId key)
{
  g_return_val_if_fail (key < PAKIV_N_KEYS, NULL);

  return key == PAKIV_KEY_TRACE ? TRACE_WORD : pakiv_log_id_to_string ((PakivLogId)key);
}

gboolean
pakiv_key_id_from_string (const char *text, PakivKeyId *key)
{
  PakivLogId log;

  if (g_strcmp0 (text, TRACE_WORD) == 0)
    *key = PAKIV_KEY_TRACE;
  else if (pakiv_log_id_from_string (text, &log))
    *key = (PakivKeyId)log;
  else
    return FALSE;
  return TRUE;
}

const char *
pakiv_key_id_get_label (PakivKeyId key)
{
  g_return_val_if_fail (key < PAKIV_N_KEYS, NULL);

  /* Translators: the list of who looked at what and when, which only the data-protection officer
   * reads. */
  return key == PAKIV_KEY_TRACE ? _ ("Trace") : pakiv_log_id_get_label ((PakivLogId)key);
}

gboolean
pakiv_role_may_hold_key (PakivRole role, PakivKeyId key)
{
  if (key == PAKIV_KEY_TRACE)
    return role == PAKIV_ROLE_DPO;
  return pakiv_role_may_hold (role, (PakivLogId)key);
}
