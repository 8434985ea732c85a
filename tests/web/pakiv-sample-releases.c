#include "pakiv-sample-releases.h"

#include "pakiv-cube-spec.h"
#include "pakiv-day.h"
#include "pakiv-report-spec.h"
#include "pakiv-rules.h"
#include "pakiv-test-release.h"

#include <string.h>

/* --- Invented records --- */

/* Early codes often, late ones seldom, as in life; one in @codes that a person may type. */
static const char *
pick_code (const PakivCodelist *list, GRand *random)
{
  for (;;)
    {
      double at = g_rand_double (random);
      const PakivCode *code = list->codes->pdata[(guint)(at * at * list->codes->len)];

      if (code->typed)
        return code->code;
    }
}

static char *
pick_value (const PakivField *field, PakivPeriod period, GRand *random)
{
  g_autofree char *first = g_strdup_printf ("%04d-%02d-01", period.year, period.quarter * 3 - 2);

  switch (field->type)
    {
    case PAKIV_FIELD_DATE:
      return pakiv_day_add_days (first, g_rand_int_range (random, 0, 90));
    case PAKIV_FIELD_CODE:
    case PAKIV_FIELD_CODES:
      return g_strdup (pick_code (field->codelist, random));
    case PAKIV_FIELD_COUNT:
      return g_strdup_printf ("%d", g_rand_int_range (random, 1, 9));
    default:
      return NULL;
    }
}

static void
add_rows (PakivRecord *record, const PakivField *field, PakivPeriod period, GRand *random)
{
  int n = g_rand_int_range (random, 1, 4);

  for (int i = 0; i < n; i++)
    {
      PakivRow *row = pakiv_record_add_row (record, field->id);

      for (guint j = 0; j < field->columns->len; j++)
        {
          const PakivField *column = field->columns->pdata[j];
          g_autofree char *value = pick_value (column, period, random);

          pakiv_row_set (row, column->id, value);
        }
    }
}

static PakivRecord *
invent_record (const PakivKind *kind, PakivPeriod period, GRand *random)
{
  PakivRecord *record = pakiv_record_new (kind);

  for (guint i = 0; i < kind->fields->len; i++)
    {
      const PakivField *field = kind->fields->pdata[i];
      g_autofree char *value = pick_value (field, period, random);

      if (field->type == PAKIV_FIELD_ROWS)
        add_rows (record, field, period, random);
      else
        pakiv_record_set (record, field->id, value);
    }
  pakiv_rules_normalise (record);
  return record;
}

/* --- From records to a release --- */

static void
add_cube (PakivRelease *release,
          const PakivReportSpec *report,
          const PakivCubeSpec *spec,
          int n_records)
{
  g_autoptr (PakivCounts) counts = pakiv_counts_new (spec, release->period);
  g_autoptr (GRand) random = g_rand_new_with_seed (
      (guint32)(release->period.year * 4 + release->period.quarter) + strlen (spec->kind->id));
  g_autoptr (PakivSafeCube) cube = NULL;
  guint8 secret[32] = { 7 };

  for (int i = 0; i < n_records; i++)
    {
      g_autoptr (PakivRecord) record = invent_record (spec->kind, release->period, random);

      pakiv_counts_add_record (counts, record);
    }
  pakiv_counts_finish (counts);
  cube = pakiv_safe_cube_protect (counts, report->tables, secret, spec->id);
  for (guint i = 0; i < report->tables->len; i++)
    {
      const PakivTableSpec *table = report->tables->pdata[i];

      if (table->cube == spec)
        g_ptr_array_add (release->tables, pakiv_table_new (cube, table));
    }
}

PakivRelease *
pakiv_sample_release_new (const char *station,
                          const char *station_id,
                          PakivLogId log,
                          PakivPeriod period,
                          int version,
                          int n_contacts)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivDefinitions) definitions
      = pakiv_definitions_load (g_getenv ("PAKIV_DATA"), NULL, &error);
  g_autoptr (PakivReportSpec) report = NULL;
  g_autofree char *last = pakiv_period_last_day (period);
  PakivRelease *release = pakiv_release_new (station, station_id, log, period, version);

  g_assert_no_error (error);
  report = pakiv_report_spec_load (definitions, "quarterly", &error);
  g_assert_no_error (error);
  release->report = g_strdup (report->id);
  release->title = g_strdup (report->title);
  release->made_on = pakiv_day_add_days (last, 3);
  for (guint i = 0; i < report->cubes->len; i++)
    {
      const PakivCubeSpec *spec = report->cubes->pdata[i];
      gboolean contact = g_str_equal (spec->kind->id, "contact");

      if (spec->kind->in_log[log])
        add_cube (release, report, spec, contact ? n_contacts : n_contacts / 3);
    }
  return release;
}

/* --- To the council --- */

static char *
send (PakivTestCouncil *council, const PakivRelease *release, const char *token, guint8 seed)
{
  guint8 key[PAKIV_MINISIGN_KEY], secret[PAKIV_MINISIGN_SECRET];
  g_autofree char *id = pakiv_release_get_id (release);
  g_autoptr (GBytes) package = NULL;
  g_autoptr (PakivTestAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;

  pakiv_test_make_key (seed + (guint8)release->log, key, secret);
  package = pakiv_package_write (release, secret, &error);
  g_assert_no_error (error);
  answer = pakiv_test_council_put (council, token, id, package);
  g_assert_cmpuint (answer->status, ==, 201);
  return g_steal_pointer (&id);
}

char *
pakiv_sample_releases_send (PakivTestCouncil *council,
                            const char *station,
                            const char *station_id,
                            guint8 seed,
                            int n_quarters)
{
  g_autofree char *code = pakiv_test_council_add_station (council, station);
  g_autofree char *token = pakiv_test_council_enrol (council, code, station_id, seed);
  PakivPeriod period = { 2021, 1 };
  char *newest = NULL;

  for (int i = 1; i < n_quarters; i++)
    period = pakiv_period_previous (period);
  for (int i = 0; i < n_quarters; i++, period = pakiv_period_next (period))
    {
      g_autoptr (PakivRelease) police = pakiv_sample_release_new (
          station, station_id, PAKIV_LOG_POLICE, period, 1, 1900 + 90 * i);
      g_autoptr (PakivRelease) mediation = pakiv_sample_release_new (
          station, station_id, PAKIV_LOG_MEDIATION, period, 1, 420 + 20 * i);

      g_free (newest);
      newest = send (council, police, token, seed);
      g_free (send (council, mediation, token, seed));
    }
  return newest;
}
