#include "pakiv-number-table.h"

#define FIRST_SLOTS 1024

typedef struct
{
  guint64 number; /* + 1; 0 where the slot is free */
  guint place;
} Slot;

struct _PakivNumberTable
{
  Slot *slots;
  guint64 n_slots; /* a power of two, never more than half of them taken */
  guint size;
};

/* SplitMix64's last steps: neighbouring numbers go far apart. */
static guint64
scatter (guint64 number)
{
  number = (number ^ (number >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  number = (number ^ (number >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return number ^ (number >> 31);
}

static Slot *
find_slot (const PakivNumberTable *table, guint64 number)
{
  guint64 at = scatter (number) & (table->n_slots - 1);

  while (table->slots[at].number != 0 && table->slots[at].number != number + 1)
    at = (at + 1) & (table->n_slots - 1);
  return &table->slots[at];
}

static void
grow (PakivNumberTable *table)
{
  g_autofree Slot *old = table->slots;
  guint64 n_old = table->n_slots;

  table->n_slots = 2 * n_old;
  table->slots = g_new0 (Slot, table->n_slots);
  for (guint64 i = 0; i < n_old; i++)
    if (old[i].number != 0)
      *find_slot (table, old[i].number - 1) = old[i];
}

PakivNumberTable *
pakiv_number_table_new (void)
{
  PakivNumberTable *table = g_new0 (PakivNumberTable, 1);

  table->n_slots = FIRST_SLOTS;
  table->slots = g_new0 (Slot, table->n_slots);
  return table;
}

void
pakiv_number_table_free (PakivNumberTable *table)
{
  if (table == NULL)
    return;
  g_free (table->slots);
  g_free (table);
}

guint
pakiv_number_table_add (PakivNumberTable *table, guint64 number)
{
  Slot *slot = find_slot (table, number);
  guint place = table->size;

  if (slot->number != 0)
    return slot->place;
  *slot = (Slot){ number + 1, place };
  table->size++;
  if (2 * (guint64)table->size > table->n_slots)
    grow (table);
  return place;
}

guint
pakiv_number_table_find (const PakivNumberTable *table, guint64 number)
{
  const Slot *slot = find_slot (table, number);

  return slot->number != 0 ? slot->place + 1 : 0;
}

guint
pakiv_number_table_get_size (const PakivNumberTable *table)
{
  return table->size;
}
