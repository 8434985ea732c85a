/* A desk with one officer and one mediator in a temporary folder, on Pakiv's own definitions; its
 * clock stands at 2021-05-10. */
#pragma once

#include "pakiv-desk.h"

G_BEGIN_DECLS

typedef struct
{
  char *folder;
  PakivDesk *desk;
  PakivSession *session;
  PakivDefinitions *definitions;
  PakivClock *clock;
  PakivLog *log; /* of the police */
} PakivTestDesk;

void pakiv_test_desk_set_up (PakivTestDesk *test);
void pakiv_test_desk_tear_down (PakivTestDesk *test);

/* @n stops in the police log on @day; @outcome is a code. */
void pakiv_test_desk_add_stops (PakivTestDesk *test, guint n, const char *day, const char *outcome);

G_END_DECLS
