/* What the parts of a package's writer and reader share. For this folder alone. */
#pragma once

#include "pakiv-observations.h"

G_BEGIN_DECLS

/* 1 had no certificate. Such packages are still read: what a desk released and a council received
 * is kept for ever, and the attacker looks at their figures all the same. */
#define PAKIV_PACKAGE_FORMAT 2
#define PAKIV_PACKAGE_FORMAT_WITHOUT_CERTIFICATE 1

#define PAKIV_PATH_DESCRIPTION "datapackage.json"
#define PAKIV_PATH_SIGNATURE "datapackage.json.minisig"
#define PAKIV_PATH_OBSERVATIONS "data/observations.csv"
#define PAKIV_PATH_CUBE "data/cube.json"
#define PAKIV_PATH_README "README.txt"
#define PAKIV_PATH_CERTIFICATE "certificate.json"

/* Larger than any release; what would not fit into a package anyway. */
#define PAKIV_PACKAGE_MAX_TABLES 60
#define PAKIV_PACKAGE_MAX_DIMENSIONS 8
#define PAKIV_PACKAGE_MAX_CODES 2000
#define PAKIV_PACKAGE_MAX_CELLS 250000
#define PAKIV_PACKAGE_MAX_VALUE G_GINT64_CONSTANT (1000000000000)

/* No municipality may publish counts below this (reference: protection §1). */
#define PAKIV_PACKAGE_LEAST_BASE 3
#define PAKIV_PACKAGE_LEAST_SENSITIVE_BASE 10

/* The entries that the description carries hashes of. */
typedef struct
{
  GBytes *observations;
  GBytes *cube;
  GBytes *readme;
  GBytes *certificate; /* NULL in format 1 */
} PakivPackageContents;

GBytes *pakiv_description_write (const PakivRelease *release,
                                 const PakivPackageContents *contents,
                                 const char *public_key);

/* (transfer full): the public key that the description names, not yet believed. */
char *pakiv_description_read_key (GBytes *description, GError **error);

/* (transfer full): the release with its tables, all values 0; NULL and @error where the
 * description is not one or the contents are not those it names. */
PakivPackage *
pakiv_description_read (GBytes *description, const PakivPackageContents *contents, GError **error);

GBytes *pakiv_cube_json_write (const PakivRelease *release);
GBytes *pakiv_package_readme_write (const PakivRelease *release, const char *public_key);

/* certificate.json; reading gives NULL where the bytes are not exactly what writing would give. */
GBytes *pakiv_package_certificate_write (const PakivCertificate *certificate);
PakivCertificate *pakiv_package_certificate_read (GBytes *text);

/* Attacks the figures and sets what is found against @text, which is NULL in format 1. */
void pakiv_package_check_certificate (PakivPackage *package, GBytes *text);

/* Bases, thresholds and sums; then, in a file of its own, tables set against each other. */
void pakiv_package_check (PakivPackage *package, const PakivObservations *observations);
void pakiv_package_check_agreement (PakivPackage *package, const PakivObservations *observations);

PakivPackage *pakiv_package_new (void);
void pakiv_package_reject (PakivPackage *package, guint row);
void pakiv_package_add_conflict (PakivPackage *package, const char *format, ...)
    G_GNUC_PRINTF (2, 3);

/* (transfer full): a table's code of one dimension in capitals, as the columns have it. */
char *pakiv_observations_name_column (const char *dimension);

/* The table's own dimension of that column, or -1. */
int pakiv_observations_find_dimension (const PakivTable *table, const char *column);

/* Turns an offset into one index for each dimension, as pakiv_table_offset takes them. */
void pakiv_observations_locate (const PakivTable *table, gsize offset, guint *position);

G_END_DECLS
