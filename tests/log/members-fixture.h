/* What tests of members share: who holds which key, and refusals. */
#pragma once

#include "desk-fixture.h"

#include "pakiv-secret.h"

G_BEGIN_DECLS

void members_check_holds (Fixture *fixture, PakivDesk *desk, const char *name, const char *logs);

/* A desk that was opened apart, as another program would. */
PakivDesk *members_open_again (PakivDesk *desk);
gboolean members_add (PakivSession *session, const char *name, PakivRole role, GError **error);

/* REFUSED in a sentence that has @words in it. The call gets &error. */
#define members_check_refused(call, words) \
  G_STMT_START \
  { \
    gboolean check_done = (call); \
\
    members_check_sentence (check_done, g_steal_pointer (&error), words); \
  } \
  G_STMT_END

void members_check_sentence (gboolean done, GError *error, const char *words);

/* (transfer full): the key that @name was given, through desk.json as it is now. */
PakivSecret *members_take_key (Fixture *fixture, const char *name, const char *log);
gboolean members_opens (Fixture *fixture, const char *name, const guint8 *key);

G_END_DECLS
