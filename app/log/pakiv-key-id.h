/* The four keys of a desk: one to each log, and the one that reads the trace. */
#pragma once

#include "pakiv-role.h"

G_BEGIN_DECLS

typedef enum
{
  PAKIV_KEY_POLICE = PAKIV_LOG_POLICE,
  PAKIV_KEY_MEDIATION = PAKIV_LOG_MEDIATION,
  PAKIV_KEY_JOINT = PAKIV_LOG_JOINT,
  PAKIV_KEY_TRACE = PAKIV_N_LOGS,
  PAKIV_N_KEYS,
} PakivKeyId;

/* Words of the command line and of files: a log's own word, or "trace". */
const char *pakiv_key_id_to_string (PakivKeyId key);
gboolean pakiv_key_id_from_string (const char *text, PakivKeyId *key);

/* Translated: what the key opens, "Police log", "Trace". */
const char *pakiv_key_id_get_label (PakivKeyId key);

/* The trace is the data-protection officer's; the logs as pakiv_role_may_hold() says. */
gboolean pakiv_role_may_hold_key (PakivRole role, PakivKeyId key);

G_END_DECLS
