/* One council with one enrolled station, "Northfield", and a package that it may send. */
#pragma once

#include "pakiv-test-council.h"
#include "pakiv-test-release.h"

G_BEGIN_DECLS

#define SEED 10
#define ANY_ID "00000000-0000-5000-8000-000000000000"

typedef struct
{
  PakivTestCouncil *council;
  char *token;
  char *id;
  GBytes *package;
} ApiFixture;

void api_set_up (ApiFixture *fixture, gconstpointer data);
void api_tear_down (ApiFixture *fixture, gconstpointer data);

/* With this status, in our envelope, with a sentence. */
void api_assert_refused (PakivTestAnswer *answer, guint status);

/* GET of a report. */
PakivTestAnswer *api_ask (ApiFixture *fixture, const char *token, const char *id);

/* The council does not hold the fixture's release. */
void api_assert_unknown (ApiFixture *fixture);

/* A connection that has said @text so far. */
GSocketConnection *api_connect (ApiFixture *fixture, const char *text);

PakivTestAnswer *api_post_enrolment (ApiFixture *fixture, const char *text);

#define API_ADD(name, function) \
  g_test_add ("/council/" name, ApiFixture, NULL, api_set_up, function, api_tear_down)

G_END_DECLS
