/* The file in which a release travels (design §8): a zip of stored entries with datapackage.json (a
 * Tabular Data Package), data/observations.csv, data/cube.json (JSON-stat 2.0), README.txt,
 * certificate.json (what the attacker tried on the figures) and datapackage.json.minisig.
 * datapackage.json carries the SHA-256 of every other entry and is what is signed, so minisign and
 * any data-package library can check it without Pakiv. The zip itself is canonical: a reader builds
 * it again from the entries and compares every byte. */
#pragma once

#include "pakiv-certificate.h"
#include "pakiv-minisign.h"
#include "pakiv-release.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define PAKIV_EXCHANGE_ERROR (pakiv_exchange_error_quark ())

typedef enum
{
  PAKIV_EXCHANGE_ERROR_PACKAGE,   /* not a package, or damaged */
  PAKIV_EXCHANGE_ERROR_SIGNATURE, /* changed after it was signed, or signed by another */
  PAKIV_EXCHANGE_ERROR_CONTENT,   /* a signed package whose tables break the rules */
  PAKIV_EXCHANGE_ERROR_NETWORK,   /* the council can't be reached */
  PAKIV_EXCHANGE_ERROR_REFUSED,   /* the council answered no, or something else answered */
} PakivExchangeError;

GQuark pakiv_exchange_error_quark (void);

/* A package is small; a larger file is refused before it is read. */
#define PAKIV_PACKAGE_MAX (8 * 1024 * 1024)

/* @secret is the 64-byte Ed25519 secret key of the log. Same release, certificate and key, same
 * bytes. @certificate is of this release; of what only the truth could tell nothing is written. */
GBytes *pakiv_package_write_with_certificate (const PakivRelease *release,
                                              const PakivCertificate *certificate,
                                              const guint8 *secret,
                                              GError **error);

/* The same, tried only as somebody outside would who has this release alone. */
GBytes *pakiv_package_write (const PakivRelease *release, const guint8 *secret, GError **error);

typedef struct
{
  PakivRelease *release;
  PakivCertificate *certificate; /* NULL in a package of format 1, which had none */
  char *public_key;              /* the minisign public key inside the package, base64 */
  GArray *rejected;     /* guint: indexes of observations (data rows from 0) that break a rule */
  GPtrArray *conflicts; /* char*: what else is wrong, whole sentences */
} PakivPackage;

/* Reads and checks: canonical zip, hashes, signature, schema, thresholds (no value from 1 to base −
 * 1, totals that fit their parts, tables of one count that agree), and the certificate, whose
 * findings from the figures alone are found again. @public_key: 32 bytes that must
 * have signed, or NULL for the one inside. A package whose tables break a rule gives ERROR_CONTENT;
 * @details, may be NULL, then has it all the same, so that the council can say which rows; it is
 * NULL where not even the description is usable. */
PakivPackage *pakiv_package_read (GBytes *bytes,
                                  const guint8 *public_key,
                                  PakivPackage **details,
                                  GError **error);
void pakiv_package_free (PakivPackage *package);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivPackage, pakiv_package_free)

G_END_DECLS
