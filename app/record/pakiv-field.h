/* One field of a record kind, as the files of data/records defines it: what it is called, what it
 * may hold, when it applies. The form, the table, the checks, search, CSV and reports all read it
 * from here. */
#pragma once

#include "pakiv-codelist.h"
#include "pakiv-condition.h"
#include "pakiv-role.h"

G_BEGIN_DECLS

typedef enum
{
  PAKIV_FIELD_DATE,  /* "2021-03-31" */
  PAKIV_FIELD_CODE,  /* one code of the codelist */
  PAKIV_FIELD_CODES, /* one or more codes, parted by single spaces, in the codelist's order */
  PAKIV_FIELD_COUNT, /* a whole number from 0 to max */
  PAKIV_FIELD_TEXT,  /* a short text of one line */
  PAKIV_FIELD_NOTES, /* a text of several lines */
  PAKIV_FIELD_ROWS,  /* rows of columns, each column a field of one of the types above */
} PakivFieldType;

/* "When this holds, that must hold too, else say the message." */
typedef struct
{
  PakivCondition *when;
  PakivCondition *requires;
  char *field; /* where the form shows the message */
  char *message;
} PakivRule;

struct _PakivField
{
  char *id;
  char *label; /* msgid */
  char *hint;  /* msgid or NULL */
  PakivFieldType type;
  const PakivCodelist *codelist;       /* CODE and CODES; owned by the definitions */
  PakivCondition *applies;             /* NULL: always */
  const PakivCondition *group_applies; /* the group's own condition; owned by the group */
  gboolean required;    /* of a person typing, where it applies; never of an import */
  gboolean countable;   /* may be a report's dimension or measure */
  gboolean listed;      /* shown in the list's row */
  gboolean fills_today; /* a new record starts with today */
  gboolean past;        /* a day after today is refused */
  int max;              /* COUNT: the largest number; texts: the most characters */
  int written_by;       /* -1: anyone; else the PakivLogId whose people may write it */
  GPtrArray *columns;   /* ROWS: PakivField */
  GPtrArray *rules;     /* ROWS: PakivRule over one row */
};

/* @xml is a <field>; @codelists maps id → PakivCodelist. */
PakivField *pakiv_field_new_from_xml (const PakivXml *xml, GHashTable *codelists, GError **error);
void pakiv_field_free (PakivField *field);

PakivRule *pakiv_rule_new_from_xml (const PakivXml *xml, GError **error);
void pakiv_rule_free (PakivRule *rule);
const char *pakiv_rule_get_message (const PakivRule *rule); /* translated */

const char *pakiv_field_get_label (const PakivField *field); /* translated */
const char *pakiv_field_get_hint (const PakivField *field);  /* translated, or NULL */
gboolean pakiv_field_is_text (const PakivField *field);      /* TEXT or NOTES */
gboolean pakiv_field_has_codes (const PakivField *field);    /* CODE or CODES */

/* The field of that id in @fields (PakivField), or NULL. */
PakivField *pakiv_fields_find (GPtrArray *fields, const char *id);

/* (transfer full): a value in a reader's words: labels for codes, a day as the locale writes it. */
char *pakiv_field_describe (const PakivField *field, const char *value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivField, pakiv_field_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivRule, pakiv_rule_free)

G_END_DECLS
