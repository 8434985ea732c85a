/* The attacker against the intervals that another program found for the tables of others. */
#include "attack-fixture.h"
#include "pakiv-csv-reader.h"

#include <math.h>
#include <string.h>

/* Their "Total" is ours; what they call suppressed is hidden. */
static int
find_column (const char *const *header, const char *name)
{
  for (int i = 0; header[i] != NULL; i++)
    if (strcmp (header[i], name) == 0)
      return i;
  return -1;
}

static void
append_dimensions (GString *text, const char *const *row, int n)
{
  for (int i = 0; i < n; i++)
    g_string_append_printf (text, "%s,", strcmp (row[i], "Total") == 0 ? "_T" : row[i]);
}

static void
check_oracle (AttackFixture *fixture, const char *path, const char *hierarchy, guint n_wanted)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivCsvReader) reader = pakiv_csv_reader_open (path, &error);
  g_autoptr (GString) cells = g_string_new (NULL);
  g_autoptr (GPtrArray) wanted = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *csv = NULL;
  const char *const *header, *const *row;
  int n;

  g_assert_no_error (error);
  header = pakiv_csv_reader_get_header (reader);
  n = find_column (header, "ant");
  append_dimensions (cells, header, n);
  g_string_append (cells, "value\n");
  while ((row = pakiv_csv_reader_next (reader, &error)) != NULL)
    {
      g_autoptr (GString) name = g_string_new (NULL);
      gboolean hidden = strcmp (row[find_column (header, "suppressed")], "TRUE") == 0;

      append_dimensions (name, row, n);
      g_string_append_printf (cells, "%s%s\n", name->str, hidden ? "" : row[n]);
      if (strcmp (row[find_column (header, "primary")], "TRUE") != 0)
        continue;
      g_ptr_array_add (
          wanted, g_strdup_printf (
                      "%s%d,%d,", name->str,
                      (int)ceil (g_ascii_strtod (row[find_column (header, "lo")], NULL) - 1e-6),
                      (int)floor (g_ascii_strtod (row[find_column (header, "up")], NULL) + 1e-6)));
    }
  g_assert_no_error (error);
  g_assert_cmpuint (wanted->len, ==, n_wanted);
  csv = attack_fixture_run (fixture, cells->str, hierarchy);
  for (guint i = 0; i < wanted->len; i++)
    {
      g_autofree char *whole = g_strconcat ("\n", wanted->pdata[i], NULL);

      if (strstr (csv, whole) == NULL)
        g_error ("No row begins with “%s” in:\n%s", whole + 1, csv);
    }
}

static void
test_attack_oracle (AttackFixture *fixture, gconstpointer data)
{
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "tests", "report", "data", "oracle_z1_maxN3.csv", NULL);

  check_oracle (fixture, path, NULL, 3);
}

static char *
find_shared (const char *name)
{
  const char *shared = g_getenv ("PAKIV_SHARED"), *source = g_getenv ("PAKIV_SOURCE");

  return shared != NULL ? g_build_filename (shared, "protection", name, NULL)
                        : g_build_filename (source != NULL ? source : ".", "..", "shared",
                                            "protection", name, NULL);
}

/* (transfer full): pairs of columns of @path as parents of one dimension. */
static char *
make_hierarchy (const char *path, const char *const *pairs)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivCsvReader) reader = pakiv_csv_reader_open (path, &error);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GString *text = g_string_new ("dimension,child,parent\n");
  const char *const *row;

  g_assert_no_error (error);
  while ((row = pakiv_csv_reader_next (reader, &error)) != NULL)
    for (int i = 0; pairs[i] != NULL; i += 2)
      {
        const char *const *header = pakiv_csv_reader_get_header (reader);
        char *line = g_strdup_printf ("%s,%s,%s\n", pairs[i], row[find_column (header, pairs[i])],
                                      row[find_column (header, pairs[i + 1])]);

        if (!g_hash_table_contains (seen, line))
          g_string_append (text, line);
        g_hash_table_add (seen, line);
      }
  g_assert_no_error (error);
  return g_string_free (text, FALSE);
}

static void
check_shared (AttackFixture *fixture, const char *set, const char *const *pairs, guint n)
{
  g_autofree char *set_name = g_strconcat (set, ".csv", NULL);
  g_autofree char *oracle_name = g_strdup_printf ("oracle_%s_maxN3.csv", set);
  g_autofree char *set_path = find_shared (set_name);
  g_autofree char *oracle = find_shared (oracle_name);
  g_autofree char *hierarchy = NULL;

  if (!g_file_test (oracle, G_FILE_TEST_EXISTS) || !g_file_test (set_path, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("the tables with known answers are not here (set PAKIV_SHARED)");
      return;
    }
  hierarchy = make_hierarchy (set_path, pairs);
  check_oracle (fixture, oracle, hierarchy, n);
}

static void
test_attack_oracle_two (AttackFixture *fixture, gconstpointer data)
{
  const char *const pairs[] = { "region", "fylke", "region", "kostragr", NULL };

  check_shared (fixture, "z2", pairs, 9);
}

static void
test_attack_oracle_three (AttackFixture *fixture, gconstpointer data)
{
  const char *const pairs[] = { "region", "fylke", "region", "kostragr", "mnd", "mnd2", NULL };

  check_shared (fixture, "z3", pairs, 350);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ATTACK_ADD ("/report/attack-oracle/1", test_attack_oracle);
  ATTACK_ADD ("/report/attack-oracle/2", test_attack_oracle_two);
  ATTACK_ADD ("/report/attack-oracle/3", test_attack_oracle_three);
  return g_test_run ();
}
