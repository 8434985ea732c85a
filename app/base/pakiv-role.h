/* Who works at a desk, and which of the three logs each role may hold the key of.
 * A police role never holds the mediators' log, nor the other way round (design, covenant 3). */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  PAKIV_LOG_POLICE,
  PAKIV_LOG_MEDIATION,
  PAKIV_LOG_JOINT,
  PAKIV_N_LOGS,
} PakivLogId;

typedef enum
{
  PAKIV_ROLE_OFFICER,
  PAKIV_ROLE_SUPERVISOR,
  PAKIV_ROLE_MEDIATOR,
  PAKIV_ROLE_DPO, /* reads the trace, no log */
  PAKIV_N_ROLES,
} PakivRole;

/* Words of the command line and of files: "police", "officer". NULL text is refused. */
const char *pakiv_log_id_to_string (PakivLogId log);
gboolean pakiv_log_id_from_string (const char *text, PakivLogId *log);
const char *pakiv_role_to_string (PakivRole role);
gboolean pakiv_role_from_string (const char *text, PakivRole *role);

/* Translated, for a screen or a page. */
const char *pakiv_log_id_get_label (PakivLogId log);
const char *pakiv_role_get_label (PakivRole role);

gboolean pakiv_role_may_hold (PakivRole role, PakivLogId log);

/* The role's own log: the police log for police, the mediators' for mediators; never the joint one.
 */
gboolean pakiv_role_get_own_log (PakivRole role, PakivLogId *log);

G_END_DECLS
