#include "pakiv-test-release.h"

#include <sodium.h>
#include <string.h>

void
pakiv_test_make_key (guint8 seed, guint8 *key, guint8 *secret)
{
  guint8 bytes[crypto_sign_SEEDBYTES];

  g_assert_cmpint (sodium_init (), >=, 0);
  memset (bytes, seed, sizeof bytes);
  crypto_sign_seed_keypair (key, secret, bytes);
}

static void
add_dimension (GPtrArray *dimensions, const char *id, gboolean several, const char *codes)
{
  g_auto (GStrv) words = g_strsplit (codes, " ", -1);
  PakivTableDimension *dimension = pakiv_table_dimension_new (id, id);

  dimension->several = several;
  pakiv_table_dimension_add (dimension, PAKIV_TOTAL, "All");
  for (int i = 0; words[i] != NULL; i++)
    {
      g_autofree char *label = g_strdup_printf ("Label of “%s”", words[i]);

      pakiv_table_dimension_add (dimension, words[i], label);
    }
  g_ptr_array_add (dimensions, dimension);
}

static const PakivTableDimension *
get_dimension (const PakivTable *table, guint i)
{
  return table->dimensions->pdata[i];
}

void
pakiv_test_table_add_up (PakivTable *table)
{
  gsize step = table->n_values;

  for (guint i = 0; i < table->dimensions->len; i++)
    {
      guint n = get_dimension (table, i)->codes->len;

      step /= n;
      for (gsize offset = 0; offset < table->n_values; offset++)
        if ((offset / step) % n == 0)
          {
            table->values[offset] = 0;
            for (guint j = 1; j < n; j++)
              table->values[offset] += table->values[offset + j * step];
          }
    }
}

/* Every third cell 0, the others at least @least. */
static void
fill (PakivTable *table, gint64 least)
{
  for (gsize i = 0; i < table->n_values; i++)
    table->values[i] = i % 3 == 0 ? 0 : least + (gint64)(i * 7 % 23);
  pakiv_test_table_add_up (table);
}

static PakivTable *
new_table (const char *id, GPtrArray *dimensions, const char *measure, int base)
{
  PakivTable *table = pakiv_table_new_published (id, dimensions, dimensions->len > 1);

  table->title = g_strdup_printf ("Title of %s", id);
  table->measure = g_strdup (measure);
  table->unit = g_ascii_strdown (measure, -1);
  table->base = base;
  return table;
}

static PakivTable *
new_by_type (void)
{
  GPtrArray *dimensions = pakiv_table_dimensions_new ();
  PakivTable *table;

  add_dimension (dimensions, "type", FALSE, "STOP MEETING _U");
  add_dimension (dimensions, "month", FALSE, "2021-01 2021-02 2021-03 LATE");
  table = new_table ("contacts-by-type", dimensions, "CONTACTS", 10);
  /* More than the stops alone. */
  fill (table, 100);
  return table;
}

/* The same records by month alone, so that the two tables must agree. */
static PakivTable *
new_by_month (const PakivTable *by_type)
{
  GPtrArray *dimensions = pakiv_table_dimensions_new ();
  PakivTable *table;

  add_dimension (dimensions, "month", FALSE, "2021-01 2021-02 2021-03 LATE");
  table = new_table ("contacts-by-month", dimensions, "CONTACTS", 10);
  memcpy (table->values, by_type->values, table->n_values * sizeof (gint64));
  return table;
}

static PakivTable *
new_filtered (void)
{
  GPtrArray *dimensions = pakiv_table_dimensions_new ();
  PakivTable *table;

  add_dimension (dimensions, "reason", TRUE, "BEHAV CALL OTHER");
  add_dimension (dimensions, "outcome", FALSE, "NONE ARREST _U");
  add_dimension (dimensions, "age", FALSE, "18_24 25_PLUS");
  table = new_table ("stops-by-reason", dimensions, "CONTACTS", 10);
  table->note = g_strdup ("A stop may have several reasons.");
  table->filter_dimension = g_strdup ("type");
  table->filter_code = g_strdup ("STOP");
  table->filter_label = g_strdup ("Stop");
  fill (table, table->base);
  return table;
}

static PakivTable *
new_attendance (void)
{
  GPtrArray *dimensions = pakiv_table_dimensions_new ();
  PakivTable *table;

  add_dimension (dimensions, "gender", FALSE, "F M");
  table = new_table ("attendance", dimensions, "ATTENDANCE", 10);
  fill (table, table->base);
  return table;
}

PakivRelease *
pakiv_test_release_new (const char *station)
{
  PakivRelease *release = pakiv_release_new (station, PAKIV_TEST_STATION_ID, PAKIV_LOG_POLICE,
                                             (PakivPeriod){ 2021, 1 }, 1);
  PakivTable *by_type = new_by_type ();

  g_free (release->report);
  g_free (release->title);
  g_free (release->made_on);
  release->report = g_strdup ("quarterly");
  release->title = g_strdup ("Quarterly report");
  release->made_on = g_strdup ("2021-04-02");
  g_ptr_array_add (release->tables, by_type);
  g_ptr_array_add (release->tables, new_by_month (by_type));
  g_ptr_array_add (release->tables, new_filtered ());
  g_ptr_array_add (release->tables, new_attendance ());
  return release;
}
