/* A release set against its quarter and against the others of its log. */
#include "pakiv-council-resource.h"
#include "pakiv-ledger.h"
#include "pakiv-test-council.h"
#include "pakiv-test-release.h"

#include <string.h>

typedef struct
{
  char *folder;
  PakivInbox *inbox;
  PakivStation *station;
  guint8 secret[PAKIV_MINISIGN_SECRET];
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivClock) clock = pakiv_clock_new_fixed ("2021-07-02");
  guint8 keys[PAKIV_N_LOGS][PAKIV_MINISIGN_KEY];
  g_autoptr (GError) error = NULL;
  g_autofree char *code = NULL;
  g_autofree char *token = NULL;

  fixture->folder = g_dir_make_tmp ("pakiv-ledger-XXXXXX", NULL);
  for (guint8 i = 0; i < PAKIV_N_LOGS; i++)
    pakiv_test_make_key (1, keys[i], fixture->secret);
  fixture->inbox = pakiv_inbox_open (fixture->folder, clock, &error);
  g_assert_no_error (error);
  code = pakiv_inbox_add_station (fixture->inbox, "Northfield", &error);
  token = pakiv_inbox_enrol (fixture->inbox, code, PAKIV_TEST_STATION_ID,
                             (const guint8 (*)[PAKIV_MINISIGN_KEY])keys, &error);
  fixture->station = pakiv_inbox_find_station (fixture->inbox, token, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  pakiv_station_free (fixture->station);
  pakiv_inbox_free (fixture->inbox);
  pakiv_test_remove_folder (fixture->folder);
  g_free (fixture->folder);
}

/* The months of the first quarter become those of @quarter. */
static void
move_months (PakivRelease *release, int quarter)
{
  for (guint t = 0; t < release->tables->len; t++)
    {
      const PakivTable *table = release->tables->pdata[t];

      for (guint d = 0; d < table->dimensions->len; d++)
        {
          PakivTableDimension *dimension = table->dimensions->pdata[d];

          for (guint c = 0; c < dimension->codes->len; c++)
            if (g_str_has_prefix (dimension->codes->pdata[c], "2021-"))
              ((char *)dimension->codes->pdata[c])[6] += (char)(3 * (quarter - 1));
        }
    }
}

/* (transfer full): read back, as the council has it. */
static PakivPackage *
make_package (Fixture *fixture, int quarter, gboolean own_months, gint64 more)
{
  g_autoptr (PakivRelease) release = pakiv_test_release_new ("Northfield");
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  PakivTable *last = release->tables->pdata[release->tables->len - 1];
  PakivPackage *package;

  release->period.quarter = quarter;
  if (own_months)
    move_months (release, quarter);
  last->values[last->n_values - 1] += more;
  pakiv_test_table_add_up (last);
  bytes = pakiv_package_write (release, fixture->secret, &error);
  g_assert_no_error (error);
  package = pakiv_package_read (bytes, NULL, NULL, &error);
  g_assert_no_error (error);
  return package;
}

static void
keep (Fixture *fixture, PakivPackage *package)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = pakiv_package_write (package->release, fixture->secret, &error);
  PakivReceipt receipt;

  g_assert_no_error (error);
  g_assert_true (pakiv_inbox_receive (fixture->inbox, fixture->station, package->release, bytes,
                                      FALSE, &receipt, &error));
  g_assert_cmpint (receipt, ==, PAKIV_RECEIPT_NEW);
}

/* @says: part of the one sentence, or NULL where nothing is wrong. */
static void
check (Fixture *fixture, PakivPackage *package, const char *says)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (pakiv_ledger_check (fixture->inbox, fixture->station, package, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (package->conflicts->len, ==, says != NULL ? 1 : 0);
  if (says != NULL)
    g_assert_nonnull (strstr (package->conflicts->pdata[0], says));
}

static void
test_taken (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivPackage) first = make_package (fixture, 1, TRUE, 0);
  g_autoptr (PakivPackage) second = make_package (fixture, 2, TRUE, 20);

  check (fixture, first, NULL);
  keep (fixture, first);
  check (fixture, first, NULL); /* sent again */
  check (fixture, second, NULL);
}

static void
test_not_over (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivPackage) package = make_package (fixture, 3, TRUE, 0);

  check (fixture, package, "is not over yet");
}

static void
test_overlap (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivPackage) package = make_package (fixture, 2, FALSE, 0);

  check (fixture, package, "has figures of 2021-01");
}

static void
test_repeated (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PakivPackage) first = make_package (fixture, 1, TRUE, 0);
  g_autoptr (PakivPackage) second = make_package (fixture, 2, TRUE, 0);

  keep (fixture, first);
  check (fixture, second, "exactly the figures of January to March 2021");
}

#define ADD(name, function) \
  g_test_add ("/council/ledger/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_resources_register (pakiv_council_get_resource ());
  ADD ("taken", test_taken);
  ADD ("not-over", test_not_over);
  ADD ("overlap", test_overlap);
  ADD ("repeated", test_repeated);
  return g_test_run ();
}
