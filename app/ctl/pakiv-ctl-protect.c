#include "pakiv-cell-protection.h"
#include "pakiv-ctl-out.h"
#include "pakiv-ctl.h"
#include "pakiv-error.h"
#include "pakiv-file.h"

#include <glib/gi18n.h>
#include <sodium.h>
#include <stdio.h>

/* A file of secrets is short; a larger one was named by mistake. */
#define SEED_FILE_MAX (1024 * 1024)

typedef struct
{
  char *count;
  char *base;
  char *dimensions;
  char *tables;
  char *seed_file;
  char *out;
  gboolean totals;
} Wanted;

/* From a file of any bytes, or by chance. */
static gboolean
get_secret (const char *path, guint8 *secret, GError **error)
{
  g_autoptr (GBytes) seed = NULL;

  if (path == NULL)
    {
      randombytes_buf (secret, crypto_hash_sha256_BYTES);
      return TRUE;
    }
  seed = pakiv_file_read (path, SEED_FILE_MAX, error);
  if (seed == NULL)
    return FALSE;
  if (g_bytes_get_size (seed) == 0)
    {
      g_set_error (error, PAKIV_ERROR, PAKIV_ERROR_INVALID, _ ("“%s” is empty."), path);
      return FALSE;
    }
  crypto_hash_sha256 (secret, g_bytes_get_data (seed, NULL), g_bytes_get_size (seed));
  return TRUE;
}

/* (transfer full): the columns that --dims names; NULL and @error where one has no name. */
static GStrv
split_dimensions (const char *dimensions, GError **error)
{
  g_auto (GStrv) names = g_strsplit (dimensions, ",", -1);
  gboolean named = names[0] != NULL;

  for (guint i = 0; names[i] != NULL; i++)
    named &= *g_strstrip (names[i]) != '\0';
  if (named)
    return g_steal_pointer (&names);
  g_set_error (error, PAKIV_ERROR, PAKIV_ERROR_INVALID,
               _ ("“%s” does not name columns as in A,B,C."), dimensions);
  return NULL;
}

/* (transfer full): the columns to keep: those of --dims, or else those that a table names. */
static GStrv
choose_dimensions (const PakivCellFile *file, const Wanted *wanted, GError **error)
{
  g_auto (GStrv) shown = NULL;
  g_auto (GStrv) kept = NULL;

  if (wanted->tables != NULL
      && (shown = pakiv_cell_figures_list_dimensions (file, wanted->tables, error)) == NULL)
    return NULL;
  if (wanted->dimensions == NULL)
    return g_steal_pointer (&shown);
  kept = split_dimensions (wanted->dimensions, error);
  for (guint i = 0; kept != NULL && shown != NULL && shown[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *)kept, shown[i]))
      {
        g_set_error (error, PAKIV_ERROR, PAKIV_ERROR_INVALID,
                     _ ("--tables shows “%s”, which --dims leaves out."), shown[i]);
        return NULL;
      }
  return g_steal_pointer (&kept);
}

/* Sums over what is not named; what no table names counts as not named. */
static PakivCellFile *
read_table (const char *path, const Wanted *wanted, GError **error)
{
  g_autoptr (PakivCellFile) file
      = pakiv_cell_file_read (path, wanted->count, PAKIV_CELL_FILE_COUNTS, error);
  g_auto (GStrv) names = NULL;

  if (file == NULL)
    return NULL;
  if (wanted->dimensions == NULL && wanted->tables == NULL)
    return g_steal_pointer (&file);
  names = choose_dimensions (file, wanted, error);
  return names != NULL ? pakiv_cell_file_sum (file, (const char *const *)names, error) : NULL;
}

/* Figures for scripts: the point stays a point in every language. */
static void
print_result (const PakivCellProtection *protection)
{
  char mean[G_ASCII_DTOSTR_BUF_SIZE], rms[G_ASCII_DTOSTR_BUF_SIZE],
      seconds[G_ASCII_DTOSTR_BUF_SIZE];

  printf ("cells %u, changed %u, max %" G_GINT64_FORMAT ", mean %s, rms %s, seconds %s\n",
          protection->n_figures, protection->n_changed, protection->largest,
          g_ascii_formatd (mean, sizeof mean, "%.3f", protection->mean),
          g_ascii_formatd (rms, sizeof rms, "%.3f", protection->rms),
          g_ascii_formatd (seconds, sizeof seconds, "%.2f", protection->seconds));
}

static PakivCtlStatus
protect (const char *path, const Wanted *wanted, int base)
{
  GError *error = NULL;
  guint8 secret[crypto_hash_sha256_BYTES];
  g_autoptr (PakivCellFile) file = NULL;
  g_autoptr (PakivCellFigures) figures = NULL;
  g_autoptr (PakivCellProtection) protection = NULL;
  g_autoptr (GBytes) csv = NULL;

  if (!pakiv_ctl_out_check (wanted->out, path, &error)
      || !pakiv_ctl_out_check (wanted->out, wanted->seed_file, &error) || sodium_init () < 0
      || !get_secret (wanted->seed_file, secret, &error)
      || (file = read_table (path, wanted, &error)) == NULL
      || (figures = pakiv_cell_figures_new (file, wanted->tables, base, &error)) == NULL)
    return pakiv_ctl_fail (error);
  protection = pakiv_cell_protection_new (file, figures, base, secret);
  sodium_memzero (secret, sizeof secret);
  csv = pakiv_cell_protection_write (protection, file, figures, wanted->totals);
  if (!pakiv_file_write (wanted->out, csv, 0644, &error))
    return pakiv_ctl_fail (error);
  print_result (protection);
  return PAKIV_CTL_DONE;
}

static PakivCtlStatus
check_and_protect (const PakivCtlOptions *options, const Wanted *wanted)
{
  guint64 base;

  if (wanted->count == NULL || wanted->base == NULL || wanted->out == NULL)
    return pakiv_ctl_misuse ("protect", _ ("It takes --count, --base and --out."));
  if (!g_ascii_string_to_unsigned (wanted->base, 10, PAKIV_CELL_BASE_MIN, PAKIV_CELL_BASE_MAX,
                                   &base, NULL))
    return pakiv_ctl_misuse ("protect", _ ("--base must be a whole number from %d to %d."),
                             PAKIV_CELL_BASE_MIN, PAKIV_CELL_BASE_MAX);
  return protect (options->arguments[0], wanted, (int)base);
}

PakivCtlStatus
pakiv_ctl_protect (char **argv)
{
  g_auto (PakivCtlOptions) options = { 0 };
  Wanted wanted = { 0 };
  PakivCtlStatus status = PAKIV_CTL_MISUSED;
  const GOptionEntry entries[] = {
    { "count", 'c', 0, G_OPTION_ARG_STRING, &wanted.count, N_ ("The column of counts"),
      N_ ("COLUMN") },
    { "base", 'b', 0, G_OPTION_ARG_STRING, &wanted.base, N_ ("Counts below this become 0 or this"),
      "B" },
    { "dims", 'd', 0, G_OPTION_ARG_STRING, &wanted.dimensions,
      N_ ("The columns to keep; the others are summed over"), "A,B,C" },
    { "tables", 't', 0, G_OPTION_ARG_STRING, &wanted.tables,
      N_ ("The tables that are shown, with all their margins"), "A*B*C,A*D" },
    { "seed-file", 0, 0, G_OPTION_ARG_FILENAME, &wanted.seed_file,
      N_ ("A secret: the same file gives the same figures"), N_ ("FILE") },
    { "totals", 0, 0, G_OPTION_ARG_NONE, &wanted.totals, N_ ("Write the totals too, as _T"), NULL },
    { "out", 'o', 0, G_OPTION_ARG_FILENAME, &wanted.out, N_ ("Where to write the table"),
      N_ ("SAFE.csv") },
    { NULL },
  };

  if (pakiv_ctl_parse (&options, argv, entries, 1, 1))
    status = check_and_protect (&options, &wanted);
  g_free (wanted.count);
  g_free (wanted.base);
  g_free (wanted.dimensions);
  g_free (wanted.tables);
  g_free (wanted.seed_file);
  g_free (wanted.out);
  return status;
}
