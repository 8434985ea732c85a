#include "pakiv-shelf.h"

#include "pakiv-year.h"

#define SHELF_MAX 16

struct _PakivShelf
{
  PakivInbox *inbox;
  GMutex mutex;
  GHashTable *held; /* id → PakivShelved; packages never change, so nothing grows stale */
  GQueue order;     /* char*, the key of @held; last used first */
  char *lists;
  GHashTable *coarser; /* report → its table, which never changes once it is here */
};

static void
clear_shelved (PakivShelved *shelved)
{
  pakiv_package_free (shelved->package);
}

void
pakiv_shelved_unref (PakivShelved *shelved)
{
  g_atomic_rc_box_release_full (shelved, (GDestroyNotify)clear_shelved);
}

PakivShelf *
pakiv_shelf_new (PakivInbox *inbox, const char *lists)
{
  PakivShelf *shelf = g_new0 (PakivShelf, 1);

  shelf->inbox = inbox;
  g_mutex_init (&shelf->mutex);
  shelf->held = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                       (GDestroyNotify)pakiv_shelved_unref);
  g_queue_init (&shelf->order);
  shelf->lists = g_strdup (lists);
  shelf->coarser
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_hash_table_unref);
  return shelf;
}

void
pakiv_shelf_free (PakivShelf *shelf)
{
  if (shelf == NULL)
    return;
  g_queue_clear (&shelf->order);
  g_hash_table_unref (shelf->held);
  g_hash_table_unref (shelf->coarser);
  g_free (shelf->lists);
  g_mutex_clear (&shelf->mutex);
  g_free (shelf);
}

static PakivShelved *
find_held (PakivShelf *shelf, const char *id)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&shelf->mutex);
  gpointer key, shelved;

  if (!g_hash_table_lookup_extended (shelf->held, id, &key, &shelved))
    return NULL;
  g_queue_remove (&shelf->order, key);
  g_queue_push_head (&shelf->order, key);
  return g_atomic_rc_box_acquire ((PakivShelved *)shelved);
}

static void
hold (PakivShelf *shelf, const char *id, PakivShelved *shelved)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&shelf->mutex);
  char *key;

  if (g_hash_table_contains (shelf->held, id))
    return;
  key = g_strdup (id);
  g_hash_table_insert (shelf->held, key, g_atomic_rc_box_acquire (shelved));
  g_queue_push_head (&shelf->order, key);
  if (g_queue_get_length (&shelf->order) > SHELF_MAX)
    g_hash_table_remove (shelf->held, g_queue_pop_tail (&shelf->order));
}

PakivShelved *
pakiv_shelf_take (PakivShelf *shelf, const char *id, GError **error)
{
  PakivShelved *shelved = find_held (shelf, id);
  g_autoptr (GBytes) bytes = NULL;
  PakivPackage *package;

  if (shelved != NULL)
    return shelved;
  bytes = pakiv_inbox_get_package (shelf->inbox, id, error);
  if (bytes == NULL)
    return NULL;
  package = pakiv_package_read (bytes, NULL, NULL, error);
  if (package == NULL)
    return NULL;
  shelved = g_atomic_rc_box_new0 (PakivShelved);
  shelved->package = package;
  hold (shelf, id, shelved);
  return shelved;
}

/* A report that is not known here is asked for again: it may have been installed since. */
GHashTable *
pakiv_shelf_get_coarser (PakivShelf *shelf, const char *report)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&shelf->mutex);
  GHashTable *coarser = g_hash_table_lookup (shelf->coarser, report);
  g_autoptr (GError) error = NULL;

  if (coarser != NULL)
    return coarser;
  coarser = pakiv_year_load_coarser (report, shelf->lists, &error);
  if (coarser != NULL)
    g_hash_table_insert (shelf->coarser, g_strdup (report), coarser);
  else
    g_message ("%s", error->message);
  return coarser;
}
