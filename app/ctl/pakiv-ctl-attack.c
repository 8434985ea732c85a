#include "pakiv-cell-attack.h"
#include "pakiv-ctl.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <unistd.h>

typedef struct
{
  char *cells;
  char *hierarchy;
  char *time_limit;
  char *width;
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

static PakivCtlStatus
check_and_attack (const PakivCtlOptions *options, const Wanted *wanted)
{
  guint64 seconds = 0, width = 0;

  if (wanted->time_limit != NULL
      && !g_ascii_string_to_unsigned (wanted->time_limit, 10, 1, 1000000, &seconds, NULL))
    return pakiv_ctl_misuse ("attack", _ ("--time-limit takes whole seconds."));
  if (wanted->width != NULL
      && !g_ascii_string_to_unsigned (wanted->width, 10, 1, 1000000, &width, NULL))
    return pakiv_ctl_misuse ("attack", _ ("--width takes a whole number from 1."));
  if (wanted->cells == NULL)
    return pakiv_ctl_misuse ("attack", _ ("It takes --cells."));
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
    { "width", 'w', 0, G_OPTION_ARG_STRING, &wanted.width,
      N_ ("Faster: it is enough to show that a range is at least so wide"), "W" },
    { "time-limit", 0, 0, G_OPTION_ARG_STRING, &wanted.time_limit,
      N_ ("Stop after so many seconds; what is open then is not certified"), N_ ("SECONDS") },
    { NULL },
  };

  if (pakiv_ctl_parse (&options, argv, entries, 0, 0))
    status = check_and_attack (&options, &wanted);
  g_free (wanted.cells);
  g_free (wanted.hierarchy);
  g_free (wanted.time_limit);
  g_free (wanted.width);
  return status;
}
