#include "pakiv-attack-release.h"
#include "pakiv-cell-attack.h"
#include "pakiv-csv-writer.h"
#include "pakiv-ctl-access.h"
#include "pakiv-ctl-out.h"
#include "pakiv-error.h"
#include "pakiv-file.h"
#include "pakiv-package.h"
#include "pakiv-release-attack.h"
#include "pakiv-revision.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <unistd.h>

typedef struct
{
  char *cells;
  char *hierarchy;
  char *time_limit;
  char *width;
  char *scenario;
  char **earlier;
  char *truth;
  char *certificate;
} Wanted;

static void
print_csv (GBytes *csv)
{
  gsize size;
  const char *text = g_bytes_get_data (csv, &size);

  fwrite (text, 1, size, stdout);
}

/* For somebody who looks on; a script reads the table. */
static void
print_summary (const PakivCellAttack *attack, const PakivAttackResult *result)
{
  guint of[PAKIV_ATTACK_NOT_CERTIFIED + 1] = { 0 };
  char seconds[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isatty (STDERR_FILENO))
    return;
  for (guint i = 0; i < attack->goals->len; i++)
    of[g_array_index (result->ranges, PakivAttackRange, g_array_index (attack->goals, guint, i))
           .verdict]++;
  fprintf (stderr, "hidden %u, derived %u, open %u, not certified %u, programs %u, seconds %s\n",
           attack->goals->len, of[PAKIV_ATTACK_DERIVED], of[PAKIV_ATTACK_OPEN],
           of[PAKIV_ATTACK_NOT_CERTIFIED], result->n_programs,
           g_ascii_formatd (seconds, sizeof seconds, "%.2f", result->seconds));
}

static PakivCellAttack *
read_cells (const Wanted *wanted, GError **error)
{
  g_autoptr (PakivCellFile) file = pakiv_cell_file_read (
      wanted->cells, "value", PAKIV_CELL_FILE_MAY_HIDE | PAKIV_CELL_FILE_MAY_TOTAL, error);
  g_autoptr (PakivCellHierarchy) hierarchy = NULL;

  if (file == NULL
      || (hierarchy = pakiv_cell_hierarchy_new (file, wanted->hierarchy, error)) == NULL)
    return NULL;
  return pakiv_cell_attack_new (g_steal_pointer (&file), g_steal_pointer (&hierarchy), error);
}

static PakivCtlStatus
attack_cells (const Wanted *wanted, const PakivAttackOptions *options)
{
  GError *error = NULL;
  g_autoptr (PakivCellAttack) attack = read_cells (wanted, &error);
  g_autoptr (PakivAttackResult) result = NULL;
  g_autoptr (GBytes) csv = NULL;

  if (attack == NULL || (result = pakiv_cell_attack_run (attack, options, NULL, &error)) == NULL)
    return pakiv_ctl_fail (error);
  csv = pakiv_cell_attack_write (attack, result);
  print_csv (csv);
  print_summary (attack, result);
  return PAKIV_CTL_DONE;
}

/* (transfer full): the release in a package, checked. */
static PakivRelease *
read_release (const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = pakiv_file_read (path, PAKIV_PACKAGE_MAX, error);
  g_autoptr (PakivPackage) package = NULL;

  if (bytes == NULL)
    return NULL;
  package = pakiv_package_read (bytes, NULL, NULL, error);
  if (package == NULL)
    {
      g_prefix_error (error, "%s: ", path);
      return NULL;
    }
  return pakiv_release_ref (package->release);
}

static GPtrArray *
read_earlier (char **paths, GError **error)
{
  g_autoptr (GPtrArray) releases
      = g_ptr_array_new_with_free_func ((GDestroyNotify)pakiv_release_free);

  for (guint i = 0; paths != NULL && paths[i] != NULL; i++)
    {
      PakivRelease *release = read_release (paths[i], error);

      if (release == NULL)
        return NULL;
      g_ptr_array_add (releases, release);
    }
  return g_steal_pointer (&releases);
}

/* "GENDER=F AGE=18-24" */
static char *
name_cell (const PakivTable *table, gsize offset)
{
  GString *name = g_string_new (NULL);

  for (guint d = table->dimensions->len; d-- > 0;)
    {
      const PakivTableDimension *dimension = table->dimensions->pdata[d];
      g_autofree char *part = g_strdup_printf (
          "%s=%s%s", dimension->id, (char *)dimension->codes->pdata[offset % dimension->codes->len],
          name->len > 0 ? " " : "");

      g_string_prepend (name, part);
      offset /= dimension->codes->len;
    }
  return g_string_free (name, FALSE);
}

static void
append_target (const PakivReleaseTarget *target, GString *csv)
{
  g_autofree char *cell = name_cell (target->table, target->offset);
  char low[24], high[24];
  const char *const fields[] = { pakiv_scenario_to_string (target->scenario),
                                 target->table->id,
                                 cell,
                                 low,
                                 high,
                                 target->range.verdict == PAKIV_ATTACK_DERIVED ? "yes" : "no",
                                 NULL };

  g_snprintf (low, sizeof low, "%" G_GINT64_FORMAT, target->range.low);
  g_snprintf (high, sizeof high, "%" G_GINT64_FORMAT, target->range.high);
  pakiv_csv_append_row (csv, fields);
}

static void
print_targets (const GArray *targets)
{
  const char *const header[] = { "scenario", "table", "cell", "low", "high", "derived", NULL };
  GString *csv = g_string_new (NULL);
  g_autoptr (GBytes) bytes = NULL;

  pakiv_csv_append_row (csv, header);
  for (guint i = 0; i < targets->len; i++)
    append_target (&g_array_index (targets, PakivReleaseTarget, i), csv);
  bytes = g_string_free_to_bytes (csv);
  print_csv (bytes);
}

/* With the truth of the desk where it was named; --member and --passphrase-fd are for it. */
static PakivCertificate *
attack_release (const PakivCtlOptions *options,
                const Wanted *wanted,
                const PakivRelease *release,
                const PakivReleaseAttack *attack,
                GArray *targets,
                GError **error)
{
  g_auto (PakivCtlAccess) access = { 0 };
  char *desk[] = { wanted->truth, NULL };
  PakivCtlOptions of_desk = *options;

  if (wanted->truth == NULL)
    return pakiv_attack_release (release, attack, targets, NULL, error);
  of_desk.arguments = desk;
  if (!pakiv_ctl_access_open_desk (&access, &of_desk, error)
      || !pakiv_ctl_access_open_log (&access, &of_desk, (int)release->log, NULL, error))
    return NULL;
  return pakiv_release_attack_run (access.log, release, attack, targets, NULL, error);
}

/* What was found without the place of any single cell, which only the truth could tell. For
 * somebody who looks on; a script reads the certificate. */
static void
print_findings (const PakivCertificate *certificate)
{
  for (guint i = 0; isatty (STDERR_FILENO) && i < PAKIV_N_SCENARIOS; i++)
    {
      const PakivFinding *finding = &certificate->findings[i];

      if (finding->tried)
        fprintf (stderr, "%s: targets %u, narrow %u, not certified %u, narrowest %d\n",
                 pakiv_scenario_to_string ((PakivScenario)i), finding->n_targets, finding->n_narrow,
                 finding->n_uncertified, finding->n_targets > 0 ? (int)finding->narrowest : -1);
    }
}

static gboolean
write_certificate (const PakivCertificate *certificate, const char *path, GError **error)
{
  g_autoptr (GBytes) json = pakiv_certificate_write (certificate);

  return path == NULL || pakiv_file_write (path, json, 0644, error);
}

/* A revision is set beside the release whose counts it changes. FALSE where something comes out. */
static gboolean
attack_changes (const PakivRelease *release,
                GPtrArray *earlier,
                PakivCertificate *certificate,
                GError **error)
{
  g_autoptr (GPtrArray) conflicts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; pakiv_release_is_revision (release) && i < earlier->len; i++)
    {
      const PakivRelease *one = earlier->pdata[i];

      if (!pakiv_release_is_revision (one) && one->version == release->revises
          && g_strcmp0 (one->station_id, release->station_id) == 0 && one->log == release->log
          && pakiv_period_compare (one->period, release->period) == 0)
        pakiv_revision_attack (release, one, &certificate->findings[PAKIV_SCENARIO_EARLIER],
                               conflicts);
    }
  if (conflicts->len > 0)
    g_set_error_literal (error, PAKIV_ERROR, PAKIV_ERROR_INVALID, conflicts->pdata[0]);
  return conflicts->len == 0;
}

/* The certificate is not written over a package that is read. */
static gboolean
check_out (const PakivCtlOptions *options, const Wanted *wanted, GError **error)
{
  if (!pakiv_ctl_out_check (wanted->certificate, options->arguments[0], error))
    return FALSE;
  for (guint i = 0; wanted->earlier != NULL && wanted->earlier[i] != NULL; i++)
    if (!pakiv_ctl_out_check (wanted->certificate, wanted->earlier[i], error))
      return FALSE;
  return TRUE;
}

static PakivCtlStatus
attack_package (const PakivCtlOptions *options, const Wanted *wanted, guint scenarios)
{
  GError *error = NULL;
  g_autoptr (PakivRelease) release = NULL;
  g_autoptr (GPtrArray) earlier = NULL;
  g_autoptr (GArray) targets = g_array_new (FALSE, FALSE, sizeof (PakivReleaseTarget));
  g_autoptr (PakivCertificate) certificate = NULL;

  if (!check_out (options, wanted, &error)
      || (release = read_release (options->arguments[0], &error)) == NULL
      || (earlier = read_earlier (wanted->earlier, &error)) == NULL
      || (certificate
          = attack_release (options, wanted, release,
                            &(PakivReleaseAttack){ .scenarios = scenarios,
                                                   .earlier = earlier->len > 0 ? earlier : NULL },
                            targets, &error))
             == NULL
      || !attack_changes (release, earlier, certificate, &error)
      || !write_certificate (certificate, wanted->certificate, &error))
    return pakiv_ctl_fail (error);
  print_targets (targets);
  print_findings (certificate);
  return PAKIV_CTL_DONE;
}

static PakivCtlStatus
check_package (const PakivCtlOptions *options, const Wanted *wanted)
{
  PakivScenario scenario = PAKIV_SCENARIO_OUTSIDER;

  if (wanted->scenario != NULL && !pakiv_scenario_from_string (wanted->scenario, &scenario))
    return pakiv_ctl_misuse ("attack", _ ("--scenario takes S0, S1, S2, S3 or S4."));
  if (wanted->scenario != NULL && scenario == PAKIV_SCENARIO_EARLIER && wanted->earlier == NULL)
    return pakiv_ctl_misuse ("attack", _ ("For S4 it takes --earlier, once for each release."));
  if (wanted->truth == NULL && scenario != PAKIV_SCENARIO_OUTSIDER
      && scenario != PAKIV_SCENARIO_EARLIER)
    return pakiv_ctl_misuse ("attack", _ ("%s needs the true counts: say --truth with the desk."),
                             wanted->scenario);
  return attack_package (options, wanted, wanted->scenario != NULL ? 1u << scenario : 0);
}

static PakivCtlStatus
check_and_attack (const PakivCtlOptions *options, const Wanted *wanted)
{
  gboolean package = options->arguments != NULL && options->arguments[0] != NULL;
  guint64 seconds = 0, width = 0;

  if (wanted->time_limit != NULL
      && !g_ascii_string_to_unsigned (wanted->time_limit, 10, 1, 1000000, &seconds, NULL))
    return pakiv_ctl_misuse ("attack", _ ("--time-limit takes whole seconds."));
  if (wanted->width != NULL
      && !g_ascii_string_to_unsigned (wanted->width, 10, 1, 1000000, &width, NULL))
    return pakiv_ctl_misuse ("attack", _ ("--width takes a whole number from 1."));
  if (package == (wanted->cells != NULL))
    return pakiv_ctl_misuse ("attack", _ ("It takes a package, or --cells with a table."));
  if (package)
    return check_package (options, wanted);
  return attack_cells (wanted,
                       &(PakivAttackOptions){ .seconds = (double)seconds, .width = (gint64)width });
}

PakivCtlStatus
pakiv_ctl_attack (char **argv)
{
  g_auto (PakivCtlOptions) options = { 0 };
  Wanted wanted = { 0 };
  PakivCtlStatus status = PAKIV_CTL_MISUSED;
  const GOptionEntry entries[] = {
    { "cells", 0, 0, G_OPTION_ARG_FILENAME, &wanted.cells,
      N_ ("A table with totals (_T) in which hidden numbers are empty"), N_ ("TABLE.csv") },
    { "hierarchy", 0, 0, G_OPTION_ARG_FILENAME, &wanted.hierarchy,
      N_ ("Which categories are sums of which others: dimension,child,parent"), N_ ("H.csv") },
    { "scenario", 0, 0, G_OPTION_ARG_STRING, &wanted.scenario,
      N_ ("What the attacker knows, S0 to S4; all that can be tried unless given"), "S" },
    { "truth", 0, 0, G_OPTION_ARG_FILENAME, &wanted.truth,
      N_ ("The desk whose release it is, to try what insiders could find"), N_ ("DESK") },
    { "certificate", 0, 0, G_OPTION_ARG_FILENAME, &wanted.certificate,
      N_ ("Where to write what was tried and found"), N_ ("FILE.json") },
    { "earlier", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &wanted.earlier,
      N_ ("A release that the attacker holds already"), N_ ("FILE.zip") },
    { "width", 'w', 0, G_OPTION_ARG_STRING, &wanted.width,
      N_ ("Faster: it is enough to show that a range is at least so wide"), "W" },
    { "time-limit", 0, 0, G_OPTION_ARG_STRING, &wanted.time_limit,
      N_ ("Stop after so many seconds; what is open then is not certified"), N_ ("SECONDS") },
    { NULL },
  };

  if (pakiv_ctl_parse (&options, argv, entries, 0, 1))
    status = check_and_attack (&options, &wanted);
  g_free (wanted.cells);
  g_free (wanted.hierarchy);
  g_free (wanted.scenario);
  g_free (wanted.truth);
  g_free (wanted.certificate);
  g_strfreev (wanted.earlier);
  g_free (wanted.width);
  g_free (wanted.time_limit);
  return status;
}
