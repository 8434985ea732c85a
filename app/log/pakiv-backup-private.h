/* What the files of backups share: one backup is one folder, FOLDER/STATION-ID/LOG/MOMENT, that
 * appears under its name only when it is whole. */
#pragma once

#include "pakiv-backup.h"
#include "pakiv-desk-private.h"
#include "pakiv-sql.h"

G_BEGIN_DECLS

#define PAKIV_BACKUP_MANIFEST "manifest.json"

/* How the folder is called while it is being made or removed; what was left so is removed later. */
#define PAKIV_BACKUP_MAKING ".making-"

/* LOG.restore is what takes the log's place when it is whole. */
#define PAKIV_RESTORE_ENDING ".restore"

typedef struct
{
  const PakivDeskFile *desk; /* whose log it is; its sealed keys go along, its council does not */
  PakivLogId log;
  const char *folder; /* the FOLDER above, which is there */
  const char *made_at;
  PakivBackupReason reason;
} PakivBackupParts;

/* Copies the log that @sql has open. @backup (transfer full) may be NULL. */
gboolean pakiv_backup_write (const PakivBackupParts *parts,
                             PakivSql *sql,
                             PakivBackup **backup,
                             GCancellable *cancellable,
                             GError **error);

/* (transfer full): FOLDER/STATION-ID/LOG. */
char *pakiv_backup_get_place (const char *folder, const char *station_id, PakivLogId log);

/* A folder itself, not a link to one. */
gboolean pakiv_backup_is_folder (const char *path);

/* A folder as made here, and of what is in it what is made here; nothing else, and no link is
 * followed. */
void pakiv_backup_remove_folder (const char *folder);

/* The manifest in the backup's own folder @place, believed in nothing yet. */
PakivBackup *pakiv_backup_read_manifest (const char *place, GError **error);
gboolean
pakiv_backup_write_manifest (PakivBackup *backup, const guint8 *signing_secret, GError **error);

/* Of this station and log, signed, and of that size. NOT_A_LOG else. */
gboolean pakiv_backup_check (const PakivBackup *backup,
                             const char *station_id,
                             PakivLogId log,
                             const guint8 *signing_key,
                             GError **error);

/* (transfer full): hexadecimal. */
char *pakiv_backup_hash_file (const char *path, GError **error);

/* What is inside. @definitions: whose kinds say which field is a record's day. */
gboolean pakiv_backup_count (PakivBackup *backup,
                             PakivSql *sql,
                             PakivDefinitions *definitions,
                             GError **error);

/* Removes what the rotation does not keep on the day @today. @backups: newest first. */
void pakiv_backup_rotate (GPtrArray *backups, const char *today);

/* What is remembered in DESK/backup.json. */
void pakiv_backup_remember (PakivDesk *desk, PakivLogId log, const char *made_at);

/* Before a migration: a backup of the log that @sql has open, into the folder backups beside it,
 * or, where there is no desk.json, a copy beside it. */
gboolean pakiv_backup_before_migration (PakivSql *sql, PakivLogId log, int version, GError **error);

/* For what a restore reads: opens the backup, checked in full, with this member's key of now or of
 * then. */
PakivSql *pakiv_backup_open (PakivSession *session, PakivBackup *backup, GError **error);

/* Makes a backup of an open log of @desk, in its own folder or, where that fails, in the default
 * one. */
gboolean pakiv_backup_write_before (PakivDesk *desk,
                                    const PakivBackupParts *parts,
                                    PakivSql *sql,
                                    PakivBackup **backup,
                                    GCancellable *cancellable,
                                    GError **error);

G_END_DECLS
