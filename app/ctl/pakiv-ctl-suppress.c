#include "pakiv-ctl-out.h"
#include "pakiv-ctl.h"
#include "pakiv-error.h"
#include "pakiv-file.h"
#include "pakiv-suppression.h"

#include <glib/gi18n.h>
#include <stdio.h>

/* How long the attacker may look each time, unless somebody says. */
#define SECONDS 60.0

typedef struct
{
  char *count;
  char *threshold;
  char *width;
  char *dimensions;
  char *time_limit;
  char *out;
} Wanted;

static PakivCellFile *
read_table (const char *path, const Wanted *wanted, GError **error)
{
  g_autoptr (PakivCellFile) file
      = pakiv_cell_file_read (path, wanted->count, PAKIV_CELL_FILE_COUNTS, error);
  g_auto (GStrv) names = NULL;

  if (file == NULL || wanted->dimensions == NULL)
    return g_steal_pointer (&file);
  names = g_strsplit (wanted->dimensions, ",", -1);
  return pakiv_cell_file_sum (file, (const char *const *)names, error);
}

/* Figures for scripts: the point stays a point in every language. */
static void
print_result (const PakivSuppression *suppression)
{
  char seconds[G_ASCII_DTOSTR_BUF_SIZE];

  printf ("cells %u, primary %u, secondary %u, rounds %u, seconds %s\n", suppression->rows->len,
          suppression->n_primary, suppression->n_secondary, suppression->n_rounds,
          g_ascii_formatd (seconds, sizeof seconds, "%.2f", suppression->seconds));
}

static PakivCtlStatus
suppress (const char *path, const Wanted *wanted, const PakivSuppressionOptions *options)
{
  GError *error = NULL;
  g_autoptr (PakivCellFile) file = NULL;
  g_autoptr (PakivSuppression) suppression = NULL;
  g_autoptr (GBytes) csv = NULL;

  if (!pakiv_ctl_out_check (wanted->out, path, &error)
      || (file = read_table (path, wanted, &error)) == NULL
      || (suppression = pakiv_suppression_new (file, options, NULL, &error)) == NULL)
    return pakiv_ctl_fail (error);
  if (suppression->n_uncertified > 0)
    {
      g_set_error (&error, PAKIV_ERROR, PAKIV_ERROR_INVALID,
                   ngettext ("%u hidden number could not be shown to be safe in time. No table "
                             "was written.",
                             "%u hidden numbers could not be shown to be safe in time. No table "
                             "was written.",
                             suppression->n_uncertified),
                   suppression->n_uncertified);
      return pakiv_ctl_fail (error);
    }
  csv = pakiv_suppression_write (suppression, file);
  if (!pakiv_file_write (wanted->out, csv, 0644, &error))
    return pakiv_ctl_fail (error);
  print_result (suppression);
  return PAKIV_CTL_DONE;
}

static gboolean
read_number (const char *text, guint64 least, guint64 *number)
{
  return text == NULL || g_ascii_string_to_unsigned (text, 10, least, 1000000, number, NULL);
}

static PakivCtlStatus
check_and_suppress (const PakivCtlOptions *options, const Wanted *wanted)
{
  guint64 threshold = 0, width = 0, seconds = 0;

  if (wanted->count == NULL || wanted->threshold == NULL || wanted->out == NULL)
    return pakiv_ctl_misuse ("suppress", _ ("It takes --count, --threshold and --out."));
  if (!read_number (wanted->threshold, 2, &threshold))
    return pakiv_ctl_misuse ("suppress", _ ("--threshold takes a whole number from 2."));
  if (!read_number (wanted->width, 1, &width))
    return pakiv_ctl_misuse ("suppress", _ ("--width takes a whole number from 1."));
  if (!read_number (wanted->time_limit, 1, &seconds))
    return pakiv_ctl_misuse ("suppress", _ ("--time-limit takes whole seconds."));
  return suppress (
      options->arguments[0], wanted,
      &(PakivSuppressionOptions){ .threshold = (gint64)threshold,
                                  .width = width > 0 ? (gint64)width : (gint64)threshold - 1,
                                  .seconds = seconds > 0 ? (double)seconds : SECONDS });
}

PakivCtlStatus
pakiv_ctl_suppress (char **argv)
{
  g_auto (PakivCtlOptions) options = { 0 };
  Wanted wanted = { 0 };
  PakivCtlStatus status = PAKIV_CTL_MISUSED;
  const GOptionEntry entries[] = {
    { "count", 'c', 0, G_OPTION_ARG_STRING, &wanted.count, N_ ("The column of counts"),
      N_ ("COLUMN") },
    { "threshold", 't', 0, G_OPTION_ARG_STRING, &wanted.threshold,
      N_ ("Counts from 1 to one less than this are hidden"), "N" },
    { "width", 'w', 0, G_OPTION_ARG_STRING, &wanted.width,
      N_ ("How far apart the ends of what a hidden count may be must lie; N − 1 unless given"),
      "W" },
    { "dims", 'd', 0, G_OPTION_ARG_STRING, &wanted.dimensions,
      N_ ("The columns to keep; the others are summed over"), "A,B,C" },
    { "time-limit", 0, 0, G_OPTION_ARG_STRING, &wanted.time_limit,
      N_ ("How long to look for a proof each time"), N_ ("SECONDS") },
    { "out", 'o', 0, G_OPTION_ARG_FILENAME, &wanted.out, N_ ("Where to write the table"),
      N_ ("FILE.csv") },
    { NULL },
  };

  if (pakiv_ctl_parse (&options, argv, entries, 1, 1))
    status = check_and_suppress (&options, &wanted);
  g_free (wanted.count);
  g_free (wanted.threshold);
  g_free (wanted.width);
  g_free (wanted.dimensions);
  g_free (wanted.time_limit);
  g_free (wanted.out);
  return status;
}
