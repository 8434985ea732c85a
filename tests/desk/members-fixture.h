/* A desk with an officer, a supervisor, a mediator and a data-protection officer, as it is made
 * new. */
#pragma once

#include "form-fixture.h"

#include "pakiv-members.h"
#include "pakiv-workplace.h"

G_BEGIN_DECLS

#define MEMBERS_DAY "2021-05-10"
#define MEMBERS_N_PEOPLE 4

typedef struct
{
  const char *name;
  PakivRole role;
  const char *passphrase;
} MembersPerson;

extern const MembersPerson members_people[MEMBERS_N_PEOPLE];

typedef struct
{
  char *top;
  char *folder;
  PakivDesk *desk;
  PakivClock *clock;
  PakivWorkplace *workplace; /* of whoever is named as the test's data */
} MembersFixture;

/* (transfer full) */
PakivSession *
members_unlock (MembersFixture *fixture, const char *name, const char *passphrase, GError **error);
/* @name: whose workplace is opened; or NULL. */
void members_set_up (MembersFixture *fixture, gconstpointer name);
void members_tear_down (MembersFixture *fixture, gconstpointer name);
/* The @n-th entry row in sight, from 0; NULL where there are fewer. */
GtkWidget *members_find_entry (GtkWidget *root, guint *n);
void members_type (GtkWidget *window, guint n, const char *text);

/* As the desk’s file has it now. */
const PakivMember *members_find (MembersFixture *fixture, const char *name);
void members_assert_unlocks (MembersFixture *fixture,
                             const char *name,
                             const char *passphrase,
                             gboolean does);
const char *members_get_passphrase (const char *name);
PakivWorkplace *members_open_workplace (MembersFixture *fixture, const char *name);

G_END_DECLS
