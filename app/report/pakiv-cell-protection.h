/* Small count rounding of any table of counts (app/report/pakiv-small-count-rounding.h), with what
 * it cost: for comparing with other tools, and for tables that Pakiv did not make. */
#pragma once

#include "pakiv-cell-figures.h"

G_BEGIN_DECLS

/* No municipality may go below this (reference: protection §1); above the other a table says
 * nothing any more. */
#define PAKIV_CELL_BASE_MIN 3
#define PAKIV_CELL_BASE_MAX 100

typedef struct
{
  gint64 *rounded; /* one for each row of the file */
  gint64 *sums;    /* one for each figure */
  guint n_figures; /* all published cells, margins included */
  guint n_changed; /* of these */
  gint64 largest;  /* deviation of a published cell, without its sign */
  double mean;     /* of the deviations without their signs, over all published cells */
  double rms;
  double seconds; /* the rounding alone */
} PakivCellProtection;

/* @secret: 32 bytes. The same counts, names, secret and base give the same figures, in whatever
 * order the rows stand. */
PakivCellProtection *pakiv_cell_protection_new (const PakivCellFile *file,
                                                const PakivCellFigures *figures,
                                                int base,
                                                const guint8 *secret);
void pakiv_cell_protection_free (PakivCellProtection *protection);

/* (transfer full): @file with its columns and the protected counts; @totals adds the published
 * sums, with PAKIV_CELL_TOTAL for what is summed over. */
GBytes *pakiv_cell_protection_write (const PakivCellProtection *protection,
                                     const PakivCellFile *file,
                                     const PakivCellFigures *figures,
                                     gboolean totals);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivCellProtection, pakiv_cell_protection_free)

G_END_DECLS
