/* An unlocked desk in a temporary folder, on the real definitions, on 10 May 2021. */
#pragma once

#include "pakiv-workplace.h"

G_BEGIN_DECLS

#define WORKPLACE_DAY "2021-05-10"

typedef struct
{
  char *folder;
  PakivWorkplace *workplace;
} WorkplaceFixture;

/* The one member is an officer. */
void workplace_fixture_set_up (WorkplaceFixture *fixture);
void workplace_fixture_tear_down (WorkplaceFixture *fixture);

/* A file of that name in the folder. (transfer full): its path. */
char *workplace_fixture_write (WorkplaceFixture *fixture, const char *name, const char *text);

/* @n contacts in January to March 2021 by way of an import. */
void workplace_fixture_fill (WorkplaceFixture *fixture, guint n);

/* How many contacts its police log has. */
guint64 workplace_fixture_count (WorkplaceFixture *fixture);

G_END_DECLS
