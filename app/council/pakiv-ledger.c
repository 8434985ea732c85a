#include "pakiv-ledger.h"

#include "pakiv-inbox-private.h"
#include "pakiv-selection.h"

#include <glib/gi18n.h>
#include <string.h>

/* Fewer figures than this may be alike in two quarters by chance: in a quiet log most are 0 or the
 * base. */
#define FIGURES_MIN 20

/* Two years back. */
#define QUARTERS 8

static void G_GNUC_PRINTF (2, 3) add_conflict (PakivPackage *package, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_ptr_array_add (package->conflicts, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

static void
check_over (PakivInbox *inbox, PakivPackage *package)
{
  g_autofree char *today = pakiv_clock_get_day (inbox->clock);
  g_autofree char *last = pakiv_period_last_day (package->release->period);
  g_autofree char *words = pakiv_period_to_words (package->release->period);

  if (strcmp (last, today) >= 0)
    add_conflict (package, _ ("%s is not over yet, so it can’t have been released."), words);
}

static gboolean
is_month (const char *code)
{
  return strlen (code) == 7 && g_ascii_isdigit (code[0]) && code[4] == '-';
}

static gboolean
is_own_month (PakivPeriod period, const char *code)
{
  g_autofree char *day = g_strconcat (code, "-01", NULL);

  return pakiv_period_compare (pakiv_period_of_day (day), period) == 0;
}

static void
check_months (PakivPackage *package)
{
  const PakivRelease *release = package->release;
  g_autofree char *words = pakiv_period_to_words (release->period);

  for (guint t = 0; t < release->tables->len; t++)
    {
      const PakivTable *table = release->tables->pdata[t];

      for (guint d = 0; d < table->dimensions->len; d++)
        {
          const PakivTableDimension *dimension = table->dimensions->pdata[d];

          for (guint c = 1; c < dimension->codes->len; c++)
            if (is_month (dimension->codes->pdata[c])
                && !is_own_month (release->period, dimension->codes->pdata[c]))
              {
                add_conflict (package,
                              /* Translators: a table, a month as 2021-04, and a quarter. */
                              _ ("The table “%s” has figures of %s, which is no month of %s: they "
                                 "would be counted in two quarters."),
                              table->id, (char *)dimension->codes->pdata[c], words);
                return;
              }
        }
    }
}

static gboolean
has_months (const PakivTable *table)
{
  for (guint d = 0; d < table->dimensions->len; d++)
    {
      const PakivTableDimension *dimension = table->dimensions->pdata[d];

      for (guint c = 1; c < dimension->codes->len; c++)
        if (is_month (dimension->codes->pdata[c]))
          return TRUE;
    }
  return FALSE;
}

/* FALSE where any figure differs; else adds how many are not 0. */
static gboolean
is_alike (const PakivTable *a, const PakivTable *b, guint *n_figures)
{
  if (b == NULL || a->n_values != b->n_values
      || memcmp (a->values, b->values, a->n_values * sizeof *a->values) != 0)
    return FALSE;
  for (gsize i = 0; i < a->n_values; i++)
    *n_figures += a->values[i] != 0;
  return TRUE;
}

static gboolean
is_repeated (const PakivRelease *release, const PakivRelease *other)
{
  guint n_figures = 0;

  for (guint t = 0; t < release->tables->len; t++)
    {
      const PakivTable *table = release->tables->pdata[t];

      if (!has_months (table)
          && !is_alike (table, pakiv_release_find_table (other, table->id), &n_figures))
        return FALSE;
    }
  return n_figures >= FIGURES_MIN;
}

/* (transfer full): packages of the other quarters, the latest first. */
static GPtrArray *
list_others (PakivInbox *inbox,
             const PakivStation *station,
             const PakivRelease *release,
             GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&inbox->mutex);
  g_autoptr (GPtrArray) packages = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  g_autofree char *period = pakiv_period_to_string (release->period);
  g_autoptr (PakivStatement) statement = pakiv_inbox_sql_prepare (
      inbox->db,
      "SELECT package FROM release WHERE station = ? AND log = ? AND period <> ?"
      " ORDER BY period DESC LIMIT " G_STRINGIFY (QUARTERS),
      error);

  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, station->number);
  pakiv_inbox_sql_bind_text (statement, 2, pakiv_log_id_to_string (release->log));
  pakiv_inbox_sql_bind_text (statement, 3, period);
  while (pakiv_inbox_sql_next (statement, error))
    g_ptr_array_add (packages, g_bytes_new (sqlite3_column_blob (statement, 0),
                                            (gsize)sqlite3_column_bytes (statement, 0)));
  return sqlite3_errcode (inbox->db) == SQLITE_DONE ? g_steal_pointer (&packages) : NULL;
}

static gboolean
check_repeated (PakivInbox *inbox,
                const PakivStation *station,
                PakivPackage *package,
                GError **error)
{
  g_autoptr (GPtrArray) others = list_others (inbox, station, package->release, error);

  for (guint i = 0; others != NULL && i < others->len; i++)
    {
      g_autoptr (PakivPackage) other = pakiv_package_read (others->pdata[i], NULL, NULL, NULL);
      g_autofree char *words = NULL;

      /* What an earlier Pakiv took and this one would not is no reason to refuse what is new. */
      if (other == NULL || !is_repeated (package->release, other->release))
        continue;
      words = pakiv_period_to_words (other->release->period);
      add_conflict (package,
                    /* Translators: a quarter, "January to March 2021". */
                    _ ("It has exactly the figures of %s: the same records would be counted "
                       "twice."),
                    words);
      return TRUE;
    }
  return others != NULL;
}

gboolean
pakiv_ledger_check (PakivInbox *inbox,
                    const PakivStation *station,
                    PakivPackage *package,
                    GError **error)
{
  check_over (inbox, package);
  check_months (package);
  /* Changes may be alike in two quarters; they count nothing. */
  return pakiv_release_is_revision (package->release)
         || check_repeated (inbox, station, package, error);
}
