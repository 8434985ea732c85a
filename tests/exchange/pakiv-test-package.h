/* A package to be changed in all the ways that somebody else might: its entries, one by one, and
 * what a station with a key but without our program could sign. */
#pragma once

#include "pakiv-package-private.h"
#include "pakiv-test-release.h"

G_BEGIN_DECLS

typedef struct
{
  guint8 key[PAKIV_MINISIGN_KEY];
  guint8 secret[PAKIV_MINISIGN_SECRET];
  PakivRelease *release;
  GBytes *package;
} PakivTestPackage;

/* The entries' names in order; the order of a PakivTestPackage's entries below. */
extern const char *const pakiv_test_package_names[];

void pakiv_test_package_set_up (PakivTestPackage *fixture, gconstpointer data);
void pakiv_test_package_tear_down (PakivTestPackage *fixture, gconstpointer data);

/* (transfer full): GBytes, one for each name. */
GPtrArray *pakiv_test_package_unpack (PakivTestPackage *fixture);
char *pakiv_test_package_get_text (GPtrArray *entries, guint i);
void pakiv_test_package_set_text (GPtrArray *entries, guint i, const char *text);

/* A sentence of a file changed for another; it must have been there. */
void pakiv_test_package_replace (GPtrArray *entries, guint i, const char *old, const char *with);

/* Puts the hash and length of entry @i, which was @old, right in the description. */
void pakiv_test_package_replace_hash (GPtrArray *entries, GBytes *old, guint i);

/* (transfer full): certificate.json of these figures as they are, made without a look at them: it
 * says that nothing was found. */
GBytes *pakiv_test_package_write_certificate (const PakivRelease *release);

/* What a station with a key but without our program could make. */
GBytes *pakiv_test_package_pack (PakivTestPackage *fixture, GPtrArray *entries);

G_END_DECLS
