/* Packs the records of one cube, counted in one period, into keys: as many as a log holds, so each
 * value is looked at once and remembered. A caller gives the texts of the columns that the cube
 * depends on, by its dimensions and by the conditions under which they are asked, and gets the key.
 * pakiv_counts_add_record() packs through it too. */
#pragma once

#include "pakiv-cube-spec.h"

G_BEGIN_DECLS

typedef struct _PakivPacker PakivPacker;

/* @spec must live as long as the packer. */
PakivPacker *pakiv_packer_new (const PakivCubeSpec *spec, PakivPeriod period);
void pakiv_packer_free (PakivPacker *packer); /* NULL is fine */

/* The columns: fields of the record, or, where @of_row, of the cube's rows. */
guint pakiv_packer_count_columns (const PakivPacker *packer);
const PakivField *
pakiv_packer_get_column (const PakivPacker *packer, guint column, gboolean *of_row);

/* A column's canonical text in the record or row that comes next; NULL or "" where not stated. */
void pakiv_packer_set (PakivPacker *packer, guint column, const char *text);

/* Of what was set last. */
guint64 pakiv_packer_get_key (const PakivPacker *packer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivPacker, pakiv_packer_free)

G_END_DECLS
