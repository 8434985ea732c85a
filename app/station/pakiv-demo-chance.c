/* Seeded chance, so that the demonstration of one day is always the same. */
#include "pakiv-demo-private.h"

const PakivDemoChoice pakiv_demo_districts[] = {
  { "CENTRE", 30 }, { "NORTH", 20 }, { "EAST", 20 }, { "SOUTH", 18 }, { "WEST", 12 }, { NULL, 0 },
};

const PakivDemoChoice pakiv_demo_genders[] = {
  { "F", 48 }, { "M", 50 }, { "X", 1 }, { "U", 1 }, { NULL, 0 },
};

const PakivDemoChoice pakiv_demo_yes_no[] = { { "YES", 1 }, { "NO", 1 }, { NULL, 0 } };

const char *
pakiv_demo_pick (const PakivDemoChance *chance, const PakivDemoChoice *choices)
{
  int total = 0, drawn;

  for (int i = 0; choices[i].text != NULL; i++)
    total += choices[i].weight;
  drawn = g_rand_int_range (chance->rand, 0, total);
  for (int i = 0; choices[i].text != NULL; i++)
    {
      drawn -= choices[i].weight;
      if (drawn < 0)
        return choices[i].text;
    }
  return choices[0].text;
}

gboolean
pakiv_demo_happens (const PakivDemoChance *chance, int percent)
{
  return g_rand_int_range (chance->rand, 0, 100) < percent;
}

int
pakiv_demo_number (const PakivDemoChance *chance, int least, int most)
{
  return g_rand_int_range (chance->rand, least, most + 1);
}

void
pakiv_demo_set (const PakivDemoChance *chance,
                PakivRecord *record,
                const char *field,
                const PakivDemoChoice *choices)
{
  pakiv_record_set (record, field, pakiv_demo_pick (chance, choices));
}

void
pakiv_demo_set_row (const PakivDemoChance *chance,
                    PakivRow *row,
                    const char *column,
                    const PakivDemoChoice *choices)
{
  pakiv_row_set (row, column, pakiv_demo_pick (chance, choices));
}

void
pakiv_demo_set_row_number (PakivRow *row, const char *column, int number)
{
  g_autofree char *text = g_strdup_printf ("%d", number);

  pakiv_row_set (row, column, text);
}

char *
pakiv_demo_pick_several (const PakivDemoChance *chance,
                         const char *first,
                         const PakivDemoChoice *others,
                         int percent)
{
  GString *codes = g_string_new (first);

  for (int i = 0; others[i].text != NULL; i++)
    if (!pakiv_codes_contain (codes->str, others[i].text) && pakiv_demo_happens (chance, percent))
      g_string_append_printf (codes, " %s", others[i].text);
  return g_string_free (codes, FALSE);
}
