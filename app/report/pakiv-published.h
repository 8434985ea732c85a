/* The published tables that indicators and charts are made of: those of one release, or a year's
 * sums of them. */
#pragma once

#include "pakiv-release.h"
#include "pakiv-year.h"

G_BEGIN_DECLS

/* A view: valid as long as what it was made of. */
typedef struct
{
  GPtrArray *tables; /* PakivTable */
  PakivLogId log;
  guint n_quarters; /* that each figure is a sum of */
} PakivPublished;

PakivPublished pakiv_published_of_release (const PakivRelease *release);
PakivPublished pakiv_published_of_year (const PakivYear *year);

G_END_DECLS
