/* What the files of PakivSql share. */
#pragma once

#include "pakiv-secret.h"
#include "pakiv-sql.h"

G_BEGIN_DECLS

/* SQLCipher's, since version 4. */
#define PAKIV_SQL_PAGE 4096

struct _PakivSql
{
  sqlite3 *connection;
  PakivSecret *key; /* what another connection, or a copy, needs */
  char *path;
  char *name;
  char *folder;
  GHashTable *statements; /* text → sqlite3_stmt */
  PakivSqlEnded ended;    /* or NULL */
  gpointer ended_data;
};

G_END_DECLS
