/* What was recorded: the values of one kind's fields, as canonical text. A field that is not there
 * was not stated. A draft is a record too; nothing here checks it, see pakiv-rules.h. */
#pragma once

#include "pakiv-kind.h"

G_BEGIN_DECLS

struct _PakivRow
{
  GHashTable *values; /* column id → char* */
};

struct _PakivRecord
{
  const PakivKind *kind; /* owned by the definitions */
  char *id;              /* random UUID, NULL until first saved */
  GHashTable *values;    /* field id → char* */
  GHashTable *rows;      /* ROWS field id → GPtrArray of PakivRow */

  /* What the log adds; never in a form, a file or a draft. */
  char *book;          /* "2021-Q1": where it counts; NULL until saved */
  gboolean late;       /* its own quarter was closed when it came */
  gboolean closed;     /* its book has been released: for information, it can still be changed */
  char *erase_on;      /* the day it will be erased */
  char *entered_by;    /* the member's name */
  gboolean from_draft; /* it is what was typed as a draft: saving it ends that draft */
  gboolean imported;   /* the stored record holds codes that only imports may set (typed="no"), so
                          an edit may leave them */
};

PakivRecord *pakiv_record_new (const PakivKind *kind);
PakivRecord *pakiv_record_copy (const PakivRecord *record);
void pakiv_record_free (PakivRecord *record);

/* NULL where not stated. Setting NULL or "" makes it not stated. */
const char *pakiv_record_get (const PakivRecord *record, const char *field);
void pakiv_record_set (PakivRecord *record, const char *field, const char *value);
gboolean pakiv_record_has_code (const PakivRecord *record, const char *field, const char *code);

/* The rows of a ROWS field, made when first asked for. (transfer none) */
GPtrArray *pakiv_record_get_rows (PakivRecord *record, const char *field);
guint pakiv_record_count_rows (const PakivRecord *record, const char *field);
const PakivRow *pakiv_record_peek_row (const PakivRecord *record, const char *field, guint i);
PakivRow *pakiv_record_add_row (PakivRecord *record, const char *field);

PakivRow *pakiv_row_new (void);
void pakiv_row_free (PakivRow *row);
const char *pakiv_row_get (const PakivRow *row, const char *column);
void pakiv_row_set (PakivRow *row, const char *column, const char *value);

/* Whether any of its codes is one that is not offered to a person (typed="no"). */
gboolean pakiv_record_has_untyped (const PakivRecord *record);

/* Same kind, id and values. */
gboolean pakiv_record_equal (const PakivRecord *a, const PakivRecord *b);

/* A new record of the kind, today where the definition says so. */
PakivRecord *pakiv_record_new_today (const PakivKind *kind, const char *today);

/* TRUE where @code is one of the space-parted @codes. */
gboolean pakiv_codes_contain (const char *codes, const char *code);

/* (transfer full): all words that a search looks through: texts, labels of codes, the day.
 * Translated. */
char *pakiv_record_search_text (const PakivRecord *record);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivRecord, pakiv_record_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivRow, pakiv_row_free)

G_END_DECLS
