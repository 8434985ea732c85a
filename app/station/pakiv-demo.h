/* A demonstration desk: a year of invented but plausible records, the same for the same day. */
#pragma once

#include "pakiv-desk.h"

G_BEGIN_DECLS

typedef struct
{
  const char *name;
  PakivRole role;
  const char *passphrase;
} PakivDemoMember;

/* NULL-named at the end. Known to everyone: a demonstration holds nothing true. */
const PakivDemoMember *pakiv_demo_get_members (void);

typedef void (*PakivDemoProgress) (double fraction, gpointer data);

/* Makes @folder; refused where it holds something. */
PakivDesk *pakiv_demo_create (const char *folder,
                              PakivClock *clock,
                              PakivDemoProgress progress,
                              gpointer data,
                              GError **error);

G_END_DECLS
