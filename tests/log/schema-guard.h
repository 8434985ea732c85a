/* The covenant as the schema keeps it, held against the real thing: no register of persons, no
 * ethnicity on a record, no way from one person or record to another. What may be there is in
 * data/schema-columns.txt, person-columns.txt, free-texts.txt and codelist-words.txt, with reasons;
 * what is found wrong comes back as sentences that say what to do. */
#pragma once

#include "pakiv-definitions.h"
#include "pakiv-sql.h"

G_BEGIN_DECLS

typedef struct
{
  GHashTable *words;      /* part of a name → why it may not be */
  GHashTable *columns;    /* "table.column" → its sort */
  GHashTable *texts;      /* "kind.field" → why it is free text */
  GHashTable *list_words; /* beginning of a word → why it may be in no codelist */
  GHashTable *list_allow; /* "list.CODE" → why it may after all */
} SchemaGuard;

SchemaGuard *schema_guard_new (void);
void schema_guard_free (SchemaGuard *guard);

/* (transfer full): why @name may be no column, or NULL. */
char *schema_guard_object_to_name (SchemaGuard *guard, const char *name);

/* (transfer full) (element-type char *): objections; empty where there is none. */
GPtrArray *
schema_guard_check_log (SchemaGuard *guard, PakivSql *sql, PakivDefinitions *definitions);
GPtrArray *schema_guard_check_definitions (SchemaGuard *guard, PakivDefinitions *definitions);
GPtrArray *schema_guard_check_codelist (SchemaGuard *guard, const PakivCodelist *list);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SchemaGuard, schema_guard_free)

G_END_DECLS
