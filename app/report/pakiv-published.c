#include "pakiv-published.h"

PakivPublished
pakiv_published_of_release (const PakivRelease *release)
{
  return (PakivPublished){ release->tables, release->log, 1 };
}

PakivPublished
pakiv_published_of_year (const PakivYear *year)
{
  PakivPublished published = { year->tables, year->log, 0 };

  for (guint quarter = 0; quarter < G_N_ELEMENTS (year->has); quarter++)
    published.n_quarters += year->has[quarter] ? 1 : 0;
  return published;
}
