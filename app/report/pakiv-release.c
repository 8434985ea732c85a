#include "pakiv-release.h"

#include "pakiv-uuid.h"

#include <string.h>

/* The name space of release ids. Never changes: a release made again must get the same id. */
#define NAMESPACE "6f1d3c52-8a0e-4b7b-9c55-2f5d8e1a7b40"

PakivRelease *
pakiv_release_new (
    const char *station, const char *station_id, PakivLogId log, PakivPeriod period, int version)
{
  PakivRelease *release = g_atomic_rc_box_new0 (PakivRelease);

  release->station = g_strdup (station);
  release->station_id = g_strdup (station_id);
  release->log = log;
  release->period = period;
  release->version = version;
  release->tables = g_ptr_array_new_with_free_func ((GDestroyNotify)pakiv_table_free);
  release->findings = g_ptr_array_new_with_free_func (g_free);
  return release;
}

static void
clear_release (PakivRelease *release)
{
  g_free (release->station);
  g_free (release->station_id);
  g_free (release->report);
  g_free (release->title);
  g_free (release->made_on);
  g_free (release->reason);
  g_free (release->reason_label);
  g_ptr_array_unref (release->tables);
  g_ptr_array_unref (release->findings);
}

PakivRelease *
pakiv_release_ref (const PakivRelease *release)
{
  return g_atomic_rc_box_acquire ((PakivRelease *)release);
}

void
pakiv_release_free (PakivRelease *release)
{
  if (release != NULL)
    g_atomic_rc_box_release_full (release, (GDestroyNotify)clear_release);
}

PakivRelease *
pakiv_release_rename (const PakivRelease *release, const char *station)
{
  PakivRelease *renamed = pakiv_release_new (station, release->station_id, release->log,
                                             release->period, release->version);

  renamed->report = g_strdup (release->report);
  renamed->title = g_strdup (release->title);
  renamed->made_on = g_strdup (release->made_on);
  if (pakiv_release_is_revision (release))
    pakiv_release_set_revision (renamed, release->reason, release->reason_label);
  g_ptr_array_unref (renamed->tables);
  renamed->tables = g_ptr_array_ref (release->tables);
  g_ptr_array_unref (renamed->findings);
  renamed->findings = g_ptr_array_ref (release->findings);
  return renamed;
}

void
pakiv_release_set_revision (PakivRelease *release, const char *reason, const char *label)
{
  g_return_if_fail (!pakiv_release_is_revision (release));

  release->revises = 1;
  release->reason = g_strdup (reason);
  release->reason_label = g_strdup (label);
}

gboolean
pakiv_release_is_revision (const PakivRelease *release)
{
  return release->revises != 0;
}

static gboolean
has_same_values (const PakivTable *a, const PakivTable *b)
{
  return g_strcmp0 (a->id, b->id) == 0 && a->base == b->base
         && g_strcmp0 (a->measure, b->measure) == 0
         && g_strcmp0 (a->filter_dimension, b->filter_dimension) == 0
         && g_strcmp0 (a->filter_code, b->filter_code) == 0 && pakiv_table_has_same_codes (a, b)
         && a->n_values == b->n_values
         && memcmp (a->values, b->values, a->n_values * sizeof (gint64)) == 0;
}

gboolean
pakiv_release_has_same_figures (const PakivRelease *a, const PakivRelease *b)
{
  g_autofree char *id = pakiv_release_get_id (a);
  g_autofree char *other_id = pakiv_release_get_id (b);

  if (strcmp (id, other_id) != 0 || a->tables->len != b->tables->len || a->revises != b->revises
      || g_strcmp0 (a->reason, b->reason) != 0)
    return FALSE;
  for (guint i = 0; i < a->tables->len; i++)
    if (!has_same_values (a->tables->pdata[i], b->tables->pdata[i]))
      return FALSE;
  return TRUE;
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
