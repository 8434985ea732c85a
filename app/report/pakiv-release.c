#include "pakiv-release.h"

#include "pakiv-uuid.h"

#include <string.h>

/* The name space of release ids. Never changes: a release made again must get the same id. */
#define NAMESPACE "6f1d3c52-8a0e-4b7b-9c55-2f5d8e1a7b40"

PakivRelease *
pakiv_release_new (
    const char *station, const char *station_id, PakivLogId log, PakivPeriod period, int version)
{
  PakivRelease *release = g_new0 (PakivRelease, 1);

  release->station = g_strdup (station);
  release->station_id = g_strdup (station_id);
  release->log = log;
  release->period = period;
  release->version = version;
  release->tables = g_ptr_array_new_with_free_func ((GDestroyNotify)pakiv_table_free);
  return release;
}

void
pakiv_release_free (PakivRelease *release)
{
  if (release == NULL)
    return;
  g_free (release->station);
  g_free (release->station_id);
  g_free (release->report);
  g_free (release->title);
  g_free (release->made_on);
  g_ptr_array_unref (release->tables);
  g_free (release);
}

char *
pakiv_release_get_id (const PakivRelease *release)
{
  g_autofree char *period = pakiv_period_to_string (release->period);
  g_autofree char *name = g_strdup_printf (
      "%s/%s/%s/%s/v%d", release->station_id, pakiv_log_id_to_string (release->log),
      release->report != NULL ? release->report : "", period, release->version);

  return pakiv_uuid_from_name (NAMESPACE, name);
}

/* Small letters, digits and single hyphens; a name of other letters alone becomes "station". */
static char *
make_fit_for_file (const char *name)
{
  g_autofree char *ascii = g_str_to_ascii (name != NULL ? name : "", "C");
  GString *fit = g_string_new (NULL);

  for (const char *c = ascii; *c != '\0' && fit->len < 40; c++)
    if (g_ascii_isalnum (*c))
      g_string_append_c (fit, g_ascii_tolower (*c));
    else if (fit->len > 0 && fit->str[fit->len - 1] != '-')
      g_string_append_c (fit, '-');
  if (fit->len > 0 && fit->str[fit->len - 1] == '-')
    g_string_truncate (fit, fit->len - 1);
  if (fit->len == 0)
    g_string_append (fit, "station");
  return g_string_free (fit, FALSE);
}

char *
pakiv_release_get_file_name (const PakivRelease *release)
{
  g_autofree char *station = make_fit_for_file (release->station);
  g_autofree char *period = pakiv_period_to_string (release->period);

  return g_strdup_printf ("report-%s-%s-%s-v%d.zip", station, pakiv_log_id_to_string (release->log),
                          period, release->version);
}
