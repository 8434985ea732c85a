/* From a desk's folder to an open log: who acts, with which passphrase, on which log. */
#pragma once

#include "pakiv-ctl.h"

G_BEGIN_DECLS

typedef struct
{
  PakivDesk *desk;
  PakivDefinitions *definitions;
  PakivClock *clock;
  PakivSession *session; /* these two after unlocking */
  PakivLog *log;
} PakivCtlAccess;

void pakiv_ctl_access_clear (PakivCtlAccess *access);

/* The desk named by the first argument, its definitions and the clock. */
gboolean
pakiv_ctl_access_open_desk (PakivCtlAccess *access, const PakivCtlOptions *options, GError **error);

/* Unlocks the member; @chosen is the log they would open. @log: the one wanted, or -1 for the
 * member's own that takes @kind, else the joint one. @kind: NULL where any will do. */
gboolean pakiv_ctl_access_unlock_for_log (PakivCtlAccess *access,
                                          const PakivCtlOptions *options,
                                          int log,
                                          const PakivKind *kind,
                                          PakivLogId *chosen,
                                          GError **error);

/* The same, and opens that log. */
gboolean pakiv_ctl_access_open_log (PakivCtlAccess *access,
                                    const PakivCtlOptions *options,
                                    int log,
                                    const PakivKind *kind,
                                    GError **error);

/* Unlocks the member that --member names, or the only one who works here. */
gboolean
pakiv_ctl_access_unlock (PakivCtlAccess *access, const PakivCtlOptions *options, GError **error);

/* Checks a passphrase where one is given; a command that needs none goes on without. */
gboolean pakiv_ctl_access_check_member (PakivCtlAccess *access,
                                        const PakivCtlOptions *options,
                                        GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PakivCtlAccess, pakiv_ctl_access_clear)

G_END_DECLS
