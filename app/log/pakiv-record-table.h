/* The SQL tables of one record kind, made from its definition:
 *
 *   "record.KIND"        one row a record: what the log adds (names that begin with _), then a
 *                        column a field
 *   "record.KIND.FIELD"  one row a row of a ROWS field, which goes when its record goes
 *   "search.KIND"        full-text index over _search
 *
 * Field ids are lower-case letters, digits and _, and begin with a letter, so nothing collides. */
#pragma once

#include "pakiv-record.h"
#include "pakiv-sql.h"

G_BEGIN_DECLS

typedef struct
{
  const PakivField *field; /* ROWS */
  char *name;              /* quoted */
  char *select;            /* ?1 record's number */
  char *insert;            /* ?1 record's number, ?2 position, ?3… columns */
  char *remove;            /* ?1 record's number */
} PakivChildTable;

typedef struct
{
  const PakivKind *kind;
  char *name;          /* quoted */
  GPtrArray *columns;  /* PakivField, all but ROWS */
  GPtrArray *children; /* PakivChildTable */
  char *select; /* + "_number = ?1" and the like; the columns as pakiv_record_table_read_row takes
                   them */
  char *select_one;    /* ?1 number */
  char *select_id;     /* ?1 id */
  char *index_counts;  /* makes it, or makes it anew */
  char *insert;        /* ?1 number, ?2 id, ?3 book, ?4 late, ?5 erase day, ?6 member,
                           ?7 words, ?8… columns */
  char *update;        /* the same */
  char *remove;        /* ?1 number */
  char *set_search;    /* ?1 number, ?2 words */
  char *numbers;       /* all numbers, newest day first */
  char *numbers_found; /* ?1 what to match */
} PakivRecordTable;

PakivRecordTable *pakiv_record_table_new (const PakivKind *kind);
void pakiv_record_table_free (PakivRecordTable *table);

/* Makes what is missing: tables, indexes, columns of new fields. Removes nothing. */
gboolean pakiv_record_table_create (PakivRecordTable *table, PakivSql *sql, GError **error);

/* Insert adds a row, of that number where @number is not 0 (it must not be there yet); update
 * writes over the row of that number. The record's ROWS are written anew. */
gboolean pakiv_record_table_insert (PakivRecordTable *table,
                                    PakivSql *sql,
                                    const PakivRecord *record,
                                    gint64 number,
                                    GError **error);
gboolean pakiv_record_table_update (PakivRecordTable *table,
                                    PakivSql *sql,
                                    const PakivRecord *record,
                                    gint64 number,
                                    GError **error);

/* (transfer full): the record of @statement's present row, without its ROWS; sets @number. */
PakivRecord *
pakiv_record_table_read_row (PakivRecordTable *table, sqlite3_stmt *statement, gint64 *number);

/* Adds the ROWS of record @number. */
gboolean pakiv_record_table_read_children (
    PakivRecordTable *table, PakivSql *sql, gint64 number, PakivRecord *record, GError **error);

/* (transfer full): the record of that number or id, with its ROWS. NULL without @error where there
 * is none. @number is set to the record's. */
PakivRecord *pakiv_record_table_read_number (PakivRecordTable *table,
                                             PakivSql *sql,
                                             gint64 value,
                                             GError **error);
PakivRecord *pakiv_record_table_read_id (
    PakivRecordTable *table, PakivSql *sql, const char *id, gint64 *number, GError **error);

/* Builds the search words of every record anew. */
gboolean pakiv_record_table_reindex (PakivRecordTable *table, PakivSql *sql, GError **error);

/* Adds to @sum what the tables, and what the search words, depend on. */
void pakiv_record_table_hash_columns (PakivRecordTable *table, GChecksum *sum);
void pakiv_record_table_hash_words (PakivRecordTable *table, GChecksum *sum);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivRecordTable, pakiv_record_table_free)

G_END_DECLS
