#include "pakiv-role.h"

#include <glib/gi18n.h>

static const char *const log_words[] = { "police", "mediation", "joint" };
static const char *const log_labels[]
    = { N_ ("Police log"), N_ ("Mediation log"), N_ ("Joint log") };
static const char *const role_words[] = { "officer", "supervisor", "mediator", "dpo" };
static const char *const role_labels[] = { N_ ("Police officer"), N_ ("Supervisor"),
                                           N_ ("Roma mediator"), N_ ("Data-protection officer") };

static gboolean
find_word (const char *const *words, int n, const char *text, int *position)
{
  for (int i = 0; i < n; i++)
    if (g_strcmp0 (words[i], text) == 0)
      {
        *position = i;
        return TRUE;
      }
  return FALSE;
}

const char *
pakiv_log_id_to_string (PakivLogId log)
{
  g_return_val_if_fail (log < PAKIV_N_LOGS, NULL);

  return log_words[log];
}

gboolean
pakiv_log_id_from_string (const char *text, PakivLogId *log)
{
  int position;

  if (!find_word (log_words, PAKIV_N_LOGS, text, &position))
    return FALSE;
  *log = (PakivLogId)position;
  return TRUE;
}

const char *
pakiv_role_to_string (PakivRole role)
{
  g_return_val_if_fail (role < PAKIV_N_ROLES, NULL);

  return role_words[role];
}

gboolean
pakiv_role_from_string (const char *text, PakivRole *role)
{
  int position;

  if (!find_word (role_words, PAKIV_N_ROLES, text, &position))
    return FALSE;
  *role = (PakivRole)position;
  return TRUE;
}

const char *
pakiv_log_id_get_label (PakivLogId log)
{
  g_return_val_if_fail (log < PAKIV_N_LOGS, NULL);

  return _ (log_labels[log]);
}

const char *
pakiv_role_get_label (PakivRole role)
{
  g_return_val_if_fail (role < PAKIV_N_ROLES, NULL);

  return _ (role_labels[role]);
}

gboolean
pakiv_role_get_own_log (PakivRole role, PakivLogId *log)
{
  if (role == PAKIV_ROLE_DPO)
    return FALSE;
  *log = role == PAKIV_ROLE_MEDIATOR ? PAKIV_LOG_MEDIATION : PAKIV_LOG_POLICE;
  return TRUE;
}

gboolean
pakiv_role_may_hold (PakivRole role, PakivLogId log)
{
  PakivLogId own;

  return pakiv_role_get_own_log (role, &own) && (log == PAKIV_LOG_JOINT || log == own);
}
