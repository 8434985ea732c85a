/* A year: sums of the published figures of its released quarters (protection §1: longer periods are
 * sums of closed books). Nothing else goes in, so a year tells nothing that its quarters did not; a
 * quarter that is missing is named, never guessed.
 *
 * Where the lists of codes changed within the year, the finer codes are brought to the coarser one:
 * codes that a release shows together ("F+M"), and codes of which the codelist says so with
 * coarser="CODE". A table that changed in any other way is left out, with a sentence that says why.
 */
#pragma once

#include "pakiv-release.h"

G_BEGIN_DECLS

typedef struct
{
  char *station;    /* name, as in the latest quarter */
  char *station_id; /* UUID */
  PakivLogId log;
  int year;
  char *title;         /* of the report, msgid */
  gboolean has[4];     /* which quarters are in it */
  GPtrArray *tables;   /* PakivTable */
  GPtrArray *left_out; /* char*, sentences */
} PakivYear;

/* @releases: const PakivRelease, one or more, each of another quarter. @coarser: as below, or NULL.
 * NULL and @error (PAKIV_ERROR_INVALID) where they are not of one station, log, report and year, or
 * where a quarter is there twice. */
PakivYear *pakiv_year_new (GPtrArray *releases, GHashTable *coarser, GError **error);
void pakiv_year_free (PakivYear *year);

/* (transfer full): "dimension/CODE" (in small letters) → the code it is brought to, of all
 * dimensions of @report. */
GHashTable *pakiv_year_list_coarser (const PakivReportSpec *report);

/* (transfer full): the same for a report by its id, from the definitions that Pakiv is installed
 * with and the municipality’s own lists in @overrides, which may be NULL. NULL and @error where
 * there is no such report or a list can't be read. */
GHashTable *pakiv_year_load_coarser (const char *report, const char *overrides, GError **error);

/* (transfer full): "July to September 2021, October to December 2021", or NULL where none is
 * missing. */
char *pakiv_year_word_missing (const PakivYear *year);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivYear, pakiv_year_free)

G_END_DECLS
