/* A kind of record (contact, incident, meeting) as one file of data/records defines it. */
#pragma once

#include "pakiv-field.h"

G_BEGIN_DECLS

typedef struct
{
  char *id;
  char *label; /* msgid */
  char *hint;  /* msgid or NULL */
  PakivCondition *applies;
  GPtrArray *fields; /* PakivField, owned by the kind */
} PakivGroup;

struct _PakivKind
{
  char *id;
  char *label;  /* "Contact", msgid */
  char *plural; /* "Contacts", msgid */
  char *icon;   /* icon name */
  gboolean in_log[PAKIV_N_LOGS];
  int keep_months;   /* a record is erased this long after its day */
  char *day;         /* id of the DATE field that is the record's day */
  GPtrArray *groups; /* PakivGroup, as the form shows them */
  GPtrArray *fields; /* PakivField, all of them in order */
  GPtrArray *rules;  /* PakivRule over the whole record */
};

PakivKind *pakiv_kind_new_from_xml (const PakivXml *xml, GHashTable *codelists, GError **error);
void pakiv_kind_free (PakivKind *kind);

const PakivField *pakiv_kind_find_field (const PakivKind *kind, const char *id); /* or NULL */
const char *pakiv_kind_get_label (const PakivKind *kind);                        /* translated */
const char *pakiv_kind_get_plural (const PakivKind *kind);                       /* translated */
const char *pakiv_group_get_label (const PakivGroup *group);                     /* translated */
const char *pakiv_group_get_hint (const PakivGroup *group); /* translated, or NULL */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivKind, pakiv_kind_free)

G_END_DECLS
