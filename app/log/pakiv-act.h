/* What is done with records, as the trace tells it: the acts that Directive (EU) 2016/680 (LED),
 * Article 25 (1) names, and three that keep the rest of a log's life in the same chain. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  PAKIV_ACT_COLLECT,  /* a new record, or an import of many */
  PAKIV_ACT_ALTER,    /* a stored record was changed */
  PAKIV_ACT_CONSULT,  /* a record was opened, or a list of them was looked at */
  PAKIV_ACT_DISCLOSE, /* something left: an export, a release that was sent */
  PAKIV_ACT_COMBINE,  /* records were put together into counts */
  PAKIV_ACT_ERASE,    /* deleted by hand or by the rule of retention */
  PAKIV_ACT_RESTORE,  /* a deletion was undone */
  PAKIV_ACT_ADMIN,    /* members, keys, holds, backups, the trace itself */
  PAKIV_N_ACTS,
} PakivAct;

/* Words of the trace, the command line and files: "consult". NULL text is refused. */
const char *pakiv_act_to_string (PakivAct act);
gboolean pakiv_act_from_string (const char *text, PakivAct *act);

/* Translated, for a column of a table: "Looked at". */
const char *pakiv_act_get_label (PakivAct act);

/* What an entry says besides: one of these words, then for the first five a number ("list 120").
 * Never a value of a record, a word of a search or a reason in free text. */
#define PAKIV_DETAIL_LIST "list"         /* so many were found */
#define PAKIV_DETAIL_SEARCH "search"     /* so many were found by words */
#define PAKIV_DETAIL_IMPORT "import"     /* so many were added from a file */
#define PAKIV_DETAIL_EXPORT "export"     /* so many were written to a file */
#define PAKIV_DETAIL_RETENTION "rule"    /* so many went because their time was over */
#define PAKIV_DETAIL_RELEASE "release"   /* of the quarter that follows: "release 2021-Q1" */
#define PAKIV_DETAIL_REVISION "revision" /* quarter and reason's code: "revision 2021-Q1 COURT" */
#define PAKIV_DETAIL_HOLD "hold"         /* a legal hold was placed */
#define PAKIV_DETAIL_HOLD_RELEASED "hold-released"
#define PAKIV_DETAIL_BACKUP "backup"             /* a backup was made */
#define PAKIV_DETAIL_RESTORED "restored"         /* from the backup of the moment that follows */
#define PAKIV_DETAIL_FILE_KEPT "trace-file-kept" /* the plain file was another; kept aside */
#define PAKIV_DETAIL_FILE_LOST "trace-file-lost" /* it was gone, and is written again */
#define PAKIV_DETAIL_FILE_FAILED "trace-file-failed" /* it can't be written */
#define PAKIV_DETAIL_READ "trace-read"               /* so many lines in the list of readings */

/* Of members, whose name is the recipient; in every log that who did it may open. */
#define PAKIV_DETAIL_MEMBER_ADDED "member-added"
#define PAKIV_DETAIL_MEMBER_SUSPENDED "member-suspended"
#define PAKIV_DETAIL_MEMBER_ROLE "member-role"
#define PAKIV_DETAIL_MEMBER_KEYS "member-keys"
#define PAKIV_DETAIL_PASSPHRASE "passphrase"

/* Of recovery, in each log concerned: the recipient is who was let in again; a sheet has none. That
 * of the trace itself is in no log, since who makes it can write in none. */
#define PAKIV_DETAIL_RECOVERY_MADE "recovery-made"
#define PAKIV_DETAIL_RECOVERED "recovered"

/* (transfer full): "list 120". */
char *pakiv_act_detail (const char *word, guint64 number);

G_END_DECLS
