/* A desk with records in all logs, of which Ana suspends Bogdan. */
#pragma once

#include "desk-fixture.h"

G_BEGIN_DECLS

#define REKEY_RECORDS 40

extern int rekey_steps_left;
void rekey_die_at_step (const char *step);

/* The child of a fork: nothing of the parent's libraries but what is pure is used before this. */
void rekey_suspend_in_child (Fixture *fixture, PakivDesk *desk, const char *by, const char *name);

/* TRUE where it was killed. */
gboolean rekey_wait_for (pid_t child);

/* Whatever happened: all logs open for those who may, with all their records, and either nothing
 * has happened or Bogdan is out. */
void rekey_check_whole (Fixture *fixture, const char *folder, int written);
PakivDesk *rekey_desk_new (Fixture *fixture, const char *name);

G_END_DECLS
