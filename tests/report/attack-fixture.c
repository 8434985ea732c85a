#include "attack-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

void
attack_fixture_set_up (AttackFixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("pakiv-attack-XXXXXX", NULL);
  fixture->cells = g_build_filename (fixture->folder, "cells.csv", NULL);
  fixture->hierarchy = g_build_filename (fixture->folder, "hierarchy.csv", NULL);
}

void
attack_fixture_tear_down (AttackFixture *fixture, gconstpointer data)
{
  g_unlink (fixture->cells);
  g_unlink (fixture->hierarchy);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->cells);
  g_free (fixture->hierarchy);
}

PakivCellAttack *
attack_fixture_open (AttackFixture *fixture,
                     const char *cells,
                     const char *hierarchy,
                     GError **error)
{
  g_autoptr (PakivCellFile) file = NULL;
  g_autoptr (PakivCellHierarchy) levels = NULL;

  g_assert_true (g_file_set_contents (fixture->cells, cells, -1, NULL));
  if (hierarchy != NULL)
    g_assert_true (g_file_set_contents (fixture->hierarchy, hierarchy, -1, NULL));
  file = pakiv_cell_file_read (fixture->cells, "value",
                               PAKIV_CELL_FILE_MAY_HIDE | PAKIV_CELL_FILE_MAY_TOTAL, error);
  if (file == NULL)
    return NULL;
  levels = pakiv_cell_hierarchy_new (file, hierarchy != NULL ? fixture->hierarchy : NULL, error);
  if (levels == NULL)
    return NULL;
  return pakiv_cell_attack_new (g_steal_pointer (&file), g_steal_pointer (&levels), error);
}

char *
attack_fixture_run (AttackFixture *fixture, const char *cells, const char *hierarchy)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivCellAttack) attack = attack_fixture_open (fixture, cells, hierarchy, &error);
  g_autoptr (PakivAttackResult) result = NULL;
  g_autoptr (GBytes) csv = NULL;

  g_assert_no_error (error);
  result = pakiv_cell_attack_run (attack, &(PakivAttackOptions){ 0 }, NULL, &error);
  g_assert_no_error (error);
  csv = pakiv_cell_attack_write (attack, result);
  return g_strndup (g_bytes_get_data (csv, NULL), g_bytes_get_size (csv));
}

void
attack_assert_row (const char *csv, const char *row)
{
  g_autofree char *whole = g_strdup_printf ("\n%s\r\n", row);

  if (strstr (csv, whole) == NULL)
    g_error ("“%s” is not in:\n%s", row, csv);
}

void
attack_fixture_refuse (AttackFixture *fixture,
                       const char *cells,
                       const char *hierarchy,
                       const char *said)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivCellAttack) attack = attack_fixture_open (fixture, cells, hierarchy, &error);
  g_autoptr (PakivAttackResult) result = NULL;

  if (attack != NULL)
    result = pakiv_cell_attack_run (attack, &(PakivAttackOptions){ 0 }, NULL, &error);
  g_assert_null (result);
  g_assert_nonnull (error);
  if (strstr (error->message, said) == NULL)
    g_error ("“%s” does not say “%s”.", error->message, said);
}
