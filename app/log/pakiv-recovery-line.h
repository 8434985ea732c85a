/* One line of a recovery code: 20 letters of 5 bits, and 4 that check them. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PAKIV_RECOVERY_DATA 20
#define PAKIV_RECOVERY_CHECK 4
#define PAKIV_RECOVERY_LINE (PAKIV_RECOVERY_DATA + PAKIV_RECOVERY_CHECK)

/* Values from 0 to 31. Fills the last four of @line from the others and the line's number. */
void pakiv_recovery_line_protect (guint8 line[PAKIV_RECOVERY_LINE], guint number);

typedef enum
{
  PAKIV_RECOVERY_LINE_RIGHT,
  PAKIV_RECOVERY_LINE_ONE,   /* the letter at *first is wrong */
  PAKIV_RECOVERY_LINE_TWO,   /* those at *first and *second are */
  PAKIV_RECOVERY_LINE_PLACE, /* it is another line's text */
  PAKIV_RECOVERY_LINE_WRONG, /* more than that */
} PakivRecoveryLineFault;

PakivRecoveryLineFault pakiv_recovery_line_check (const guint8 line[PAKIV_RECOVERY_LINE],
                                                  guint number,
                                                  guint *first,
                                                  guint *second);

G_END_DECLS
