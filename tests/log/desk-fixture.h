/* A desk in the fixture's folder, whose members' passphrases are "the words of NAME". */
#pragma once

#include "fixture.h"

#include "pakiv-desk.h"
#include "pakiv-members.h"

G_BEGIN_DECLS

/* Ana and Bogdan, officers; Mirela and Nadia, mediators; Dora, data-protection officer. */
PakivDesk *desk_fixture_create (Fixture *fixture, const char *name);

/* (transfer full): like that, from "Ana:officer", … up to NULL. */
PakivDesk *
desk_fixture_create_with (Fixture *fixture, const char *name, ...) G_GNUC_NULL_TERMINATED;

char *desk_fixture_words (const char *member); /* (transfer full) */

PakivSession *desk_fixture_unlock (PakivDesk *desk, const char *member);

/* NULL, and what must be the reason, where it may not. */
void desk_fixture_check_locked (PakivDesk *desk, const char *member, int code);

/* Opens and closes the log, and says how many talks (meetings, in the others) it has; -1 where the
 * session can't open it. */
int desk_fixture_count (Fixture *fixture, PakivSession *session, PakivLogId log);

/* Saves @n records. */
void desk_fixture_fill (Fixture *fixture, PakivSession *session, PakivLogId log, int n);

G_END_DECLS
