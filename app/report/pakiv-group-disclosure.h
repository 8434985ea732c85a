/* Group disclosure (reference: protection §1; SDC Handbook, attribute disclosure): a row of the
 * base or more that falls to 90 % or more into one sensitive category says something about everyone
 * in it, however large it is. Looked for in the published figures alone, so what is done about it
 * is the same on every machine, and tells nothing more than they do.
 *
 * Rows are the categories that somebody outside can know of a person (known="yes" in the report);
 * the whole of a table is no row. A row that is found is shown together with another category of
 * its area, else of its last dimension; where nothing is left to be joined, that dimension is not
 * told apart. All tables of one cube are treated alike, so that they can't be set against each
 * other. */
#pragma once

#include "pakiv-table.h"

G_BEGIN_DECLS

/* An area with fewer addresses than this is always shown together with another one, since in it a
 * place may be as good as a name. Ours: the reference asks for “enough” and gives no number; eight
 * or more to a point on the map is the least that others hold to (domain §4, data.police.uk). */
#define PAKIV_AREA_ADDRESSES_MIN 100

/* A dimension that is not told apart has this one category. */
#define PAKIV_NOT_TOLD_APART "_X"

/* Joins what must not be told apart, in @tables (PakivTable, all of the cube @spec), whose elements
 * are replaced. @findings, where not NULL, gets a sentence (char*) for each row that was found,
 * with its table and its share, and for each area that is too small or of which nobody says how
 * large it is: for who signs the release, not for the public. */
void
pakiv_group_disclosure_protect (GPtrArray *tables, const PakivCubeSpec *spec, GPtrArray *findings);

/* (transfer full): @table with two categories of @dimension (positions from 1) shown together. */
PakivTable *
pakiv_group_disclosure_join (const PakivTable *table, guint dimension, guint one, guint other);

G_END_DECLS
