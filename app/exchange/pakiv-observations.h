/* data/observations.csv: every cell of every table of a release as one row of SDMX-style columns
 * REF_AREA, TIME_PERIOD, MEASURE, TABLE, the dimensions of all tables, OBS_VALUE, OBS_STATUS. */
#pragma once

#include "pakiv-package.h"

G_BEGIN_DECLS

#define PAKIV_OBSERVATION_NORMAL "A" /* SDMX's code for a normal value */

/* (transfer full) (element-type char*): the header's columns, in order. */
GPtrArray *pakiv_observations_list_columns (const PakivRelease *release);

GBytes *pakiv_observations_write (const PakivRelease *release);

/* Which data row gave each cell: for each table an array as long as its values. */
typedef struct
{
  guint n_tables;
  guint **rows;
} PakivObservations;

#define PAKIV_OBSERVATION_MISSING G_MAXUINT

/* Fills the tables of @package's release, whose values are 0 before, and notes in @package what is
 * wrong. NULL where not even the header can be read. */
PakivObservations *pakiv_observations_read (GBytes *csv, PakivPackage *package);
void pakiv_observations_free (PakivObservations *observations);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivObservations, pakiv_observations_free)

G_END_DECLS
