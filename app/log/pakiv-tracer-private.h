/* What the files of the trace share: who writes. */
#pragma once

#include "pakiv-tracer.h"

#include <sodium.h>

G_BEGIN_DECLS

struct _PakivTracer
{
  char *station_id;
  PakivLogId log;
  char *member;
  PakivRole role;
  PakivSecret *secret; /* Ed25519, 64 bytes */
  guint8 trace_key[crypto_box_PUBLICKEYBYTES];
  gboolean checked; /* the log keeps this trace key */
  PakivDesk *desk;  /* or NULL */
  PakivPurpose *purpose;
  PakivClock *clock;
  char *path;
};

G_END_DECLS
