/* A log file's fixed tables, their version, and what the log keeps about itself. */
#pragma once

#include "pakiv-role.h"
#include "pakiv-secret.h"
#include "pakiv-sql.h"

G_BEGIN_DECLS

/* Written into the file: "PAKV". */
#define PAKIV_SCHEMA_APPLICATION 0x50414B56

/* PRAGMA user_version. A file of a newer version than CURRENT is refused, untouched. */
typedef enum
{
  PAKIV_SCHEMA_NONE = 0,     /* an empty file */
  PAKIV_SCHEMA_FIRST = 1,    /* meta, book, release, draft, imported */
  PAKIV_SCHEMA_TRACE = 2,    /* trace, hold, tombstone */
  PAKIV_SCHEMA_REVISION = 3, /* original, base_cell */
  PAKIV_SCHEMA_CURRENT = PAKIV_SCHEMA_REVISION,
} PakivSchemaVersion;

/* Names in the table meta. */
#define PAKIV_META_LOG "log"               /* which of the three logs it is */
#define PAKIV_META_SIGNING "signing"       /* 64 bytes, Ed25519 secret key */
#define PAKIV_META_ROUNDING "rounding"     /* 32 bytes */
#define PAKIV_META_IMPORTING "importing"   /* 32 bytes, key of the import identities */
#define PAKIV_META_TABLES "tables"         /* hash of the definitions the tables follow */
#define PAKIV_META_WORDS "words"           /* hash of the words that search was built with */
#define PAKIV_META_READINGS "readings"     /* of the trace, as many as the trace tells of */
#define PAKIV_META_PROVEN "proven"         /* who holds the key has a proof of it in desk.json */
#define PAKIV_META_TRACE_KEY "trace-key"   /* base64: the key that its entries are sealed to */
#define PAKIV_META_TRACE_HELD "trace-held" /* there: a data-protection officer holds that key */
#define PAKIV_META_JOINT_KEY "joint-key"   /* base64: the public signing key of the joint log */
#define PAKIV_META_REVISION "revision"     /* goes up with every change of a record */
#define PAKIV_META_USED "used"             /* the last day on which the log was used */
#define PAKIV_META_SCRUB "scrub"           /* there: words were erased since search was merged */
#define PAKIV_META_BACKUP "backup"         /* the revision that the last backup has */

/* Makes the fixed tables and the secrets of a new file, migrates an older one, refuses a newer one,
 * a file of another program and another log than @id. */
gboolean pakiv_schema_prepare (PakivSql *sql, PakivLogId id, GError **error);

/* Makes a new log file that no definitions have been applied to yet. @signing_key: 32 bytes, filled
 * with the public key of the log's releases. */
gboolean pakiv_schema_create_file (
    const char *path, const guint8 *key, PakivLogId id, guint8 *signing_key, GError **error);

PakivSecret *
pakiv_schema_load_secret (PakivSql *sql, const char *name, gsize length, GError **error);

gboolean pakiv_schema_set_text (PakivSql *sql, const char *name, const char *text, GError **error);
char *pakiv_schema_get_text (PakivSql *sql, const char *name, GError **error);

G_END_DECLS
