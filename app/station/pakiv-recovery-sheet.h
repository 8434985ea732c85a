/* The recovery sheet: one A4 page for a recovery code or one share of it, in words that someone
 * understands who finds it in the safe years later. It holds nothing but that one code. */
#pragma once

#include "pakiv-recovery-code.h"

#include <cairo.h>

G_BEGIN_DECLS

/* In points, as cairo's PDF surfaces and GtkPrintContext with GTK_UNIT_POINTS take them. */
#define PAKIV_RECOVERY_SHEET_WIDTH 595.28
#define PAKIV_RECOVERY_SHEET_HEIGHT 841.89

typedef struct
{
  const char *station;
  const char *station_id;
  const char *day; /* on which it is made */
  guint shares;    /* how many there are in all; 0 for one sheet */
} PakivRecoverySheet;

/* One page. Printing it straight from here leaves no file behind. */
void pakiv_recovery_sheet_draw (cairo_t *cr,
                                const PakivRecoverySheet *sheet,
                                const PakivRecoveryPart *part);

/* A PDF file, mode 0600, of one page for each of @parts (PakivRecoveryPart). Who has the file has
 * the key: it is to be printed and deleted. A file that is there is refused, not replaced. */
gboolean pakiv_recovery_sheet_write (const char *path,
                                     const PakivRecoverySheet *sheet,
                                     GPtrArray *parts,
                                     GError **error);

G_END_DECLS
