/* Suppression: small numbers are hidden, and as many others as it takes that nobody can work the
 * hidden ones out of the totals (reference: protection §3). An option for exact tables that stay
 * inside the station: what is hidden can't be added up over stations, so the council never gets
 * such a table.
 *
 * First the numbers from 1 to threshold − 1 are hidden (a 0 too, where asked). Then the cheapest
 * others, cost log (1 + number), totals last: every published sum that hides one cell alone gets
 * another. Then the attacker looks, and as long as the range of a hidden number is too narrow,
 * one of the sums that narrow it gets one more. (SDC Handbook, ch. 4; Hundepool et al.) */
#pragma once

#include "pakiv-cell-file.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  gint64 threshold; /* 2 or more */
  gint64 width;     /* how far apart the ends of a hidden small number's range must be at least */
  double seconds;   /* for the attacker, each time it looks */
} PakivSuppressionOptions;

typedef struct
{
  GArray *rows;        /* guint: which row of the table each published cell was first met in */
  GArray *masks;       /* guint32: the dimensions it tells apart; the others are totals */
  GArray *sums;        /* gint64: its number */
  GArray *hidden;      /* gboolean */
  guint n_primary;     /* small ones */
  guint n_secondary;   /* hidden for their sake */
  guint n_rounds;      /* how often the attacker looked */
  guint n_uncertified; /* small ones of which it could not be shown in time that they are safe */
  double seconds;
} PakivSuppression;

/* @file: counts of base cells; all margins are published. NULL where the table is too large, was
 * cancelled, or where even hiding everything is too little (a table of one small cell alone). */
PakivSuppression *pakiv_suppression_new (PakivCellFile *file,
                                         const PakivSuppressionOptions *options,
                                         GCancellable *cancellable,
                                         GError **error);
void pakiv_suppression_free (PakivSuppression *suppression);

/* (transfer full): every published cell, totals as PAKIV_CELL_TOTAL, hidden numbers empty; the
 * column of numbers is called "value", so that the attacker takes the file. */
GBytes *pakiv_suppression_write (const PakivSuppression *suppression, const PakivCellFile *file);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivSuppression, pakiv_suppression_free)

G_END_DECLS
