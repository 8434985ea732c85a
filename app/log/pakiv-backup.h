/* Backups of a desk's logs, encrypted with the log's own key, and bringing one back.
 *
 *   FOLDER/STATION-ID/LOG/20210510T120000Z/LOG.log        the log, whole, one file
 *                                          desk.json      the sealed keys that open it
 *                                          manifest.json  station, log, moment, why, size, SHA-256,
 *                                                         signed with the log's own signing key
 *
 * That folder gets its name last, when all in it is on the disk and checked: a half-made one never
 * looks like a good one. The manifest says nothing of the records: how many there are is inside,
 * for who holds the key. desk.json is without the council's token.
 *
 * Rotation: of the last 7 days the last backup of each, of the last 8 weeks the last of each; those
 * made before a restore or a migration stay 8 weeks too, and so does a damaged log that a restore
 * put aside. Nothing older: what is erased must not live on in backups (covenant 7), so an erased
 * record is out of every backup here after 8 weeks of work. Copies that a person makes elsewhere
 * are theirs to destroy. */
#pragma once

#include "pakiv-desk.h"

G_BEGIN_DECLS

#define PAKIV_BACKUP_DAYS 7
#define PAKIV_BACKUP_WEEKS 8

typedef enum
{
  PAKIV_BACKUP_REGULAR,
  PAKIV_BACKUP_BEFORE_RESTORE,
  PAKIV_BACKUP_BEFORE_MIGRATION,
  PAKIV_N_BACKUP_REASONS,
} PakivBackupReason;

typedef struct
{
  char *kind; /* id */
  guint64 records;
} PakivBackupCount;

typedef struct
{
  char *path; /* of the .log file */
  char *station_id;
  PakivLogId log;
  char *made_at; /* UTC moment, "2021-05-10T12:00:00Z" */
  PakivBackupReason reason;
  int schema;   /* of the log inside */
  guint64 size; /* bytes */
  char *sha256; /* hexadecimal */
  char *signature;
  char *problem; /* a sentence: why it can't be used, such as a forged or cut file; else NULL */

  /* These only from pakiv_backup_make() and pakiv_backup_look(), which have the key. */
  GPtrArray *counts; /* PakivBackupCount, one for each kind; NULL elsewhere */
  char *newest_day;  /* of all records; NULL where there is none */
} PakivBackup;

void pakiv_backup_free (PakivBackup *backup);

/* The folder of this desk's backups, which the user may choose; kept in DESK/backup.json. Default:
 * DESK/backups, on the same disk, which saves from a mistake but not from a broken disk. */
char *pakiv_backup_get_folder (PakivDesk *desk);       /* (transfer full) */
gboolean pakiv_backup_is_own_folder (PakivDesk *desk); /* it is the default one */

/* NULL: the default one again. The folder must be there and take files; REFUSED where it is in the
 * folder of the desk. */
gboolean pakiv_backup_set_folder (PakivDesk *desk, const char *folder, GError **error);

/* (transfer full): the moment of the last good backup of @log in the desk's folder of backups, NULL
 * where there is none. Where that folder is away (a stick that was pulled out), what is remembered.
 */
char *pakiv_backup_get_last (PakivDesk *desk, PakivLogId log);

/* There is none of today (@clock) in the desk's folder of backups: make one at unlock. */
gboolean pakiv_backup_is_due (PakivDesk *desk, PakivLogId log, PakivClock *clock);

/* Records were changed since the last backup in the desk's folder: make one at lock. */
gboolean pakiv_backup_has_news (PakivLog *log, gboolean *news, GError **error);

/* Makes a backup of @log while it may be open and written in, verifies it by opening it and
 * counting every table, then thins the older ones out (not where the clock looks wrong).
 * @folder: NULL for the desk's. @backup (transfer full) may be NULL. Blocks; fit for a thread. On
 * failure nothing that looks like a backup is left. */
gboolean pakiv_backup_make (PakivSession *session,
                            PakivLogId log,
                            const char *folder,
                            PakivClock *clock,
                            PakivBackup **backup,
                            GCancellable *cancellable,
                            GError **error);

/* (transfer full): PakivBackup of this desk, of the one log, newest first, those with a @problem
 * too. @folder: NULL for the desk's. Empty where there are none. */
GPtrArray *pakiv_backup_list (PakivDesk *desk, PakivLogId log, const char *folder, GError **error);

/* (transfer full): what the backup at @path, its .log file or its folder, holds: opens it,
 * read-only, with this member's key, or with the older key that its own desk.json seals to this
 * member; checks every page. NOT_A_LOG where it is of another station, of another log than @log,
 * forged or damaged. Nothing is changed.
 */
PakivBackup *
pakiv_backup_look (PakivSession *session, PakivLogId log, const char *path, GError **error);

typedef enum
{
  PAKIV_RESTORE_DEFAULT = 0,
  /* What was deleted by hand since comes back too; what a rule erased never does. */
  PAKIV_RESTORE_DELETED = 1 << 0,
} PakivRestoreFlags;

typedef struct
{
  char *before;        /* path of the backup that was made of what was there; NULL where nothing
                          could be opened */
  char *aside;         /* where the file that could not be opened was put; else NULL */
  GPtrArray *releases; /* "2021-Q1" as char*: quarters whose release was made after the backup
                          and is kept, with its closed book: what is missing of their records
                          has been counted already */
  guint64 erased;      /* records of the backup that had been erased since, or whose day has
                          come: gone again */
} PakivRestoreResult;

void pakiv_restore_result_clear (PakivRestoreResult *result);

/* Puts the backup at @path in the place of @log, under the log's present key. First a backup of
 * what is there; then a file is built beside the log with the backup's records and, of what is
 * there, the trace, holds, tombstones, releases and closed books; only when it is whole and checked
 * it takes the log's place, in one step. BUSY while any program, this one included, has the log
 * open. Until that step nothing is changed. */
gboolean pakiv_backup_restore (PakivSession *session,
                               PakivLogId log,
                               const char *path,
                               PakivRestoreFlags flags,
                               PakivDefinitions *definitions,
                               PakivClock *clock,
                               PakivRestoreResult *result,
                               GCancellable *cancellable,
                               GError **error);

/* Where the whole desk was lost: makes the folder @folder with the desk.json that lies beside the
 * backup @path; its members unlock it with the passphrases of that day and restore each log.
 * REFUSED where @folder has something in it. */
PakivDesk *pakiv_backup_bring_desk (const char *path, const char *folder, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivBackup, pakiv_backup_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PakivRestoreResult, pakiv_restore_result_clear)

G_END_DECLS
