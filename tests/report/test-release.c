#include "fixture.h"

#include "pakiv-uuid.h"

#include <string.h>

/* The example of RFC 4122's errata and of Python's uuid module, and one with a known answer in RFC
 * 9562. */
static void
test_uuid_known_vectors (void)
{
  const char *dns = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";
  g_autofree char *python = pakiv_uuid_from_name (dns, "python.org");
  g_autofree char *rfc = pakiv_uuid_from_name (dns, "www.example.com");

  g_assert_cmpstr (python, ==, "886313e1-3b8a-5372-9b90-0c9aee199e5d");
  g_assert_cmpstr (rfc, ==, "2ed6657d-e927-568b-95e1-2665a8aea6a2");
}

static PakivRelease *
new_release (const char *station, PakivLogId log, int quarter, int version)
{
  PakivRelease *release = pakiv_release_new (station, "0c2a8f6e-8a55-4f7e-9a39-2b1f0c9d7e11", log,
                                             (PakivPeriod){ 2021, quarter }, version);

  release->report = g_strdup ("quarterly");
  return release;
}

static void
test_release_id (void)
{
  g_autoptr (PakivRelease) one = new_release ("A", PAKIV_LOG_POLICE, 1, 1);
  g_autoptr (PakivRelease) same = new_release ("renamed", PAKIV_LOG_POLICE, 1, 1);
  PakivRelease *others[] = {
    new_release ("A", PAKIV_LOG_JOINT, 1, 1),
    new_release ("A", PAKIV_LOG_POLICE, 2, 1),
    new_release ("A", PAKIV_LOG_POLICE, 1, 2),
  };
  g_autofree char *id = pakiv_release_get_id (one);
  g_autofree char *id_of_same = pakiv_release_get_id (same);

  g_assert_true (g_uuid_string_is_valid (id));
  g_assert_cmpint (id[14], ==, '5');
  g_assert_cmpstr (id, ==, id_of_same);
  g_assert_cmpstr (id, ==, "672d83e6-2da4-58b9-b8d2-a85536c4f540");
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autofree char *other = pakiv_release_get_id (others[i]);

      g_assert_cmpstr (id, !=, other);
      pakiv_release_free (others[i]);
    }
}

static void
test_release_file_name (void)
{
  const struct
  {
    const char *station;
    const char *name;
  } cases[] = {
    { "North Wales", "report-north-wales-police-2021-Q1-v3.zip" },
    { "  Río / Centro!! ", "report-rio-centro-police-2021-Q1-v3.zip" },
    { "../../etc/passwd", "report-etc-passwd-police-2021-Q1-v3.zip" },
    { "Θεσσαλονίκη", "report-station-police-2021-Q1-v3.zip" },
    { "", "report-station-police-2021-Q1-v3.zip" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (PakivRelease) release = new_release (cases[i].station, PAKIV_LOG_POLICE, 1, 3);
      g_autofree char *name = pakiv_release_get_file_name (release);

      g_assert_cmpstr (name, ==, cases[i].name);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/report/uuid", test_uuid_known_vectors);
  g_test_add_func ("/report/release/id", test_release_id);
  g_test_add_func ("/report/release/file-name", test_release_file_name);
  return g_test_run ();
}
