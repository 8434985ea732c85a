/* Tables of cells as the command reads them, attacked. */
#pragma once

#include "pakiv-cell-attack.h"

typedef struct
{
  char *folder;
  char *cells;
  char *hierarchy;
} AttackFixture;

void attack_fixture_set_up (AttackFixture *fixture, gconstpointer data);
void attack_fixture_tear_down (AttackFixture *fixture, gconstpointer data);

/* @cells and @hierarchy (or NULL): what stands in the files. */
PakivCellAttack *attack_fixture_open (AttackFixture *fixture,
                                      const char *cells,
                                      const char *hierarchy,
                                      GError **error);

/* (transfer full): what the command would print. */
char *attack_fixture_run (AttackFixture *fixture, const char *cells, const char *hierarchy);

/* @csv has the whole row. */
void attack_assert_row (const char *csv, const char *row);

/* The table is refused, and the reason has @said. */
void attack_fixture_refuse (AttackFixture *fixture,
                            const char *cells,
                            const char *hierarchy,
                            const char *said);

#define ATTACK_ADD(name, test) \
  g_test_add (name, AttackFixture, NULL, attack_fixture_set_up, test, attack_fixture_tear_down)
