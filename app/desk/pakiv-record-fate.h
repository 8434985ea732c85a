/* How long a record is kept, in words: until which day, and, where somebody put that off, why. */
#pragma once

#include "pakiv-log.h"

G_BEGIN_DECLS

/* (transfer full): NULL for a record that was never saved. @held: whether a legal hold keeps it
 * today. */
char *pakiv_record_fate_describe (PakivLog *log,
                                  const PakivKind *kind,
                                  const PakivRecord *record,
                                  gboolean *held);

G_END_DECLS
