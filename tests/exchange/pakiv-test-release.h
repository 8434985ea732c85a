/* Releases made for tests, without a log: tables of invented numbers that keep all the rules. */
#pragma once

#include "pakiv-package.h"

G_BEGIN_DECLS

#define PAKIV_TEST_STATION_ID "3f0c2f6e-5b1e-4d55-9c1a-0d8a6f1b7e21"

/* A key pair that is the same for the same @seed. */
void pakiv_test_make_key (guint8 seed, guint8 *key, guint8 *secret);

PakivRelease *pakiv_test_release_new (const char *station);

/* Adds up every total from its parts. */
void pakiv_test_table_add_up (PakivTable *table);

G_END_DECLS
