/* A list of codes with their labels (reference: domain §2). Codes are immutable and never reused;
 * labels are translated, and a municipality may override them. */
#pragma once

#include "pakiv-xml.h"

G_BEGIN_DECLS

typedef struct
{
  char *code;
  char *label;    /* as written: the msgid */
  char *hint;     /* or NULL */
  char **groups;  /* group codes this one belongs to, NULL-terminated */
  char *coarser;  /* the code to which a year brings it whose list changed; or NULL */
  int addresses;  /* in an area, as its municipality says; -1 where it does not */
  gboolean typed; /* offered to a person; FALSE for codes that only imported history uses */
  gboolean group; /* a group ("any stop"): for conditions and totals, never a value */
} PakivCode;

typedef struct
{
  char *id;
  char *label;
  GPtrArray *codes;       /* PakivCode, values in the order of the file */
  GPtrArray *groups;      /* PakivCode with group set */
  const char *not_stated; /* the code that means "not stated" in this list, or NULL */
  int least_base;         /* counts by this list are protected with at least this base; or 0 */
  gboolean areas;         /* the codes are places: none may be a site or a settlement */
  gboolean local;         /* a municipality has its own codes here (districts) */
} PakivCodelist;

/* Every *.xml of @folder, added to @codelists (id → PakivCodelist) and replacing lists of the same
 * id. A folder that is not there adds nothing. */
gboolean pakiv_codelists_load (GHashTable *codelists, const char *folder, GError **error);

/* A municipality's own lists in @folder: a list that is local is replaced whole; any other keeps
 * its codes and only gets other labels and hints. An unknown list and a new or missing code are
 * refused. A folder that is not there changes nothing. */
gboolean pakiv_codelists_override (GHashTable *codelists, const char *folder, GError **error);

/* A new table for the calls above. */
GHashTable *pakiv_codelists_new (void);

PakivCodelist *pakiv_codelist_new_from_xml (const PakivXml *xml, GError **error);
void pakiv_codelist_free (PakivCodelist *list);

const PakivCode *pakiv_codelist_find (const PakivCodelist *list, const char *code);
gboolean pakiv_codelist_has_group (const PakivCodelist *list, const char *code);
gboolean pakiv_codelist_is_in (const PakivCodelist *list, const char *code, const char *group);

/* The list's label, translated; its id where it has none. */
const char *pakiv_codelist_get_name (const PakivCodelist *list);

/* Translated; the code itself where the list does not know it. */
const char *pakiv_codelist_get_label (const PakivCodelist *list, const char *code);
const char *pakiv_code_get_label (const PakivCode *code);
const char *pakiv_code_get_hint (const PakivCode *code); /* or NULL */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivCodelist, pakiv_codelist_free)

G_END_DECLS
