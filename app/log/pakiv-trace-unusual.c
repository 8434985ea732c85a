/* Reading that deserves a question: the rules are told in pakiv-trace.h. Entries that can't be read
 * or that nobody signed prove nothing about anyone and are passed over. */
#include "pakiv-trace.h"

#include <stdlib.h>
#include <string.h>

#define HOURS 24

/* One member's day. */
typedef struct
{
  char *day;
  guint looks;        /* records opened, lists and searches */
  guint writings;     /* collected, altered, erased, brought back */
  GHashTable *opened; /* set of records */
  gboolean hours[HOURS];
  const PakivTraceEntry *first_look;
  const PakivTraceEntry *first_in_hour[HOURS];
} Day;

/* One member and one record. */
typedef struct
{
  GHashTable *days; /* set of days on which it was opened */
  gboolean wrote;
  const PakivTraceEntry *last;
  char *last_day;
} Record;

typedef struct
{
  const char *name;
  GHashTable *days;    /* day → Day */
  GHashTable *records; /* id → Record */
} Member;

static void
free_day (Day *day)
{
  g_free (day->day);
  g_hash_table_unref (day->opened);
  g_free (day);
}

static void
free_record (Record *record)
{
  g_hash_table_unref (record->days);
  g_free (record->last_day);
  g_free (record);
}

static void
free_member (Member *member)
{
  g_hash_table_unref (member->days);
  g_hash_table_unref (member->records);
  g_free (member);
}

static void
free_unusual (PakivUnusual *unusual)
{
  g_free (unusual->day);
  g_free (unusual);
}

static Member *
get_member (GHashTable *members, const char *name)
{
  Member *member = g_hash_table_lookup (members, name);

  if (member != NULL)
    return member;
  member = g_new0 (Member, 1);
  member->name = name;
  member->days = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)free_day);
  member->records
      = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)free_record);
  g_hash_table_insert (members, (char *)name, member);
  return member;
}

static Day *
get_day (Member *member, const char *name)
{
  Day *day = g_hash_table_lookup (member->days, name);

  if (day != NULL)
    return day;
  day = g_new0 (Day, 1);
  day->day = g_strdup (name);
  day->opened = g_hash_table_new (g_str_hash, g_str_equal);
  g_hash_table_insert (member->days, day->day, day);
  return day;
}

static Record *
get_record (Member *member, const char *id)
{
  Record *record = g_hash_table_lookup (member->records, id);

  if (record != NULL)
    return record;
  record = g_new0 (Record, 1);
  record->days = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_insert (member->records, (char *)id, record);
  return record;
}

static gboolean
is_writing (PakivAct act)
{
  return act == PAKIV_ACT_COLLECT || act == PAKIV_ACT_ALTER || act == PAKIV_ACT_ERASE
         || act == PAKIV_ACT_RESTORE;
}

static void
take_look (Member *member, Day *day, const PakivTraceEntry *entry)
{
  if (day->looks++ == 0)
    day->first_look = entry;
  if (entry->record == NULL)
    return;
  g_hash_table_add (day->opened, (char *)entry->record);
  Record *record = get_record (member, entry->record);

  g_hash_table_add (record->days, g_strdup (day->day));
  record->last = entry;
  g_free (record->last_day);
  record->last_day = g_strdup (day->day);
}

static void
take_entry (GHashTable *members, const PakivTraceEntry *entry, GDateTime *local)
{
  g_autofree char *name = g_date_time_format (local, "%Y-%m-%d");
  Member *member = get_member (members, entry->member);
  Day *day = get_day (member, name);
  int hour = g_date_time_get_hour (local);

  if (!day->hours[hour])
    day->first_in_hour[hour] = entry;
  day->hours[hour] = TRUE;
  if (entry->act == PAKIV_ACT_CONSULT)
    take_look (member, day, entry);
  if (!is_writing (entry->act))
    return;
  day->writings++;
  if (entry->record != NULL)
    get_record (member, entry->record)->wrote = TRUE;
}

static void
add (GPtrArray *found,
     PakivUnusualRule rule,
     const PakivTraceEntry *first,
     const char *day,
     guint count,
     guint usual)
{
  PakivUnusual *unusual = g_new0 (PakivUnusual, 1);

  unusual->rule = rule;
  unusual->member = first->member;
  unusual->day = g_strdup (day);
  unusual->count = count;
  unusual->usual = usual;
  unusual->first = first;
  g_ptr_array_add (found, unusual);
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  guint x = *(const guint *)a, y = *(const guint *)b;

  return x < y ? -1 : x > y;
}

/* The lower median of the looks on the member's days with looks, @but not among them. */
static guint
get_median (GHashTable *days, const Day *but)
{
  g_autoptr (GArray) looks = g_array_new (FALSE, FALSE, sizeof (guint));
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, days);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (value != but && ((Day *)value)->looks > 0)
      g_array_append_val (looks, ((Day *)value)->looks);
  if (looks->len < PAKIV_UNUSUAL_MEDIAN_DAYS)
    return PAKIV_UNUSUAL_MEDIAN_ELSE;
  g_array_sort (looks, compare_numbers);
  return g_array_index (looks, guint, (looks->len - 1) / 2);
}

/* How many days had something in each hour or the hours beside it. */
static void
count_hours (GHashTable *days, guint *n)
{
  GHashTableIter iter;
  gpointer value;

  memset (n, 0, HOURS * sizeof *n);
  g_hash_table_iter_init (&iter, days);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    for (int i = 0; i < HOURS; i++)
      {
        const Day *day = value;

        n[i] += day->hours[i] || day->hours[(i + 1) % HOURS] || day->hours[(i + HOURS - 1) % HOURS];
      }
}

static void
find_in_day (const Member *member, const Day *day, const guint *hours, GPtrArray *found)
{
  guint median = day->looks >= PAKIV_UNUSUAL_MANY ? get_median (member->days, day) : 0;
  guint opened = g_hash_table_size (day->opened);

  if (day->looks >= PAKIV_UNUSUAL_MANY && day->looks > PAKIV_UNUSUAL_TIMES * median)
    add (found, PAKIV_UNUSUAL_LOOKED_MANY, day->first_look, day->day, day->looks, median);
  if (opened >= PAKIV_UNUSUAL_ONLY && day->writings == 0)
    add (found, PAKIV_UNUSUAL_ONLY_LOOKED, day->first_look, day->day, opened, 0);
  if (g_hash_table_size (member->days) < PAKIV_UNUSUAL_HOUR_DAYS)
    return;
  for (int i = 0; i < HOURS; i++)
    if (day->hours[i] && hours[i] == 1)
      add (found, PAKIV_UNUSUAL_HOURS, day->first_in_hour[i], day->day, (guint)i, 0);
}

static void
find_in_member (const Member *member, GPtrArray *found)
{
  GHashTableIter iter;
  gpointer value;
  guint hours[HOURS];

  count_hours (member->days, hours);
  g_hash_table_iter_init (&iter, member->days);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    find_in_day (member, value, hours, found);
  g_hash_table_iter_init (&iter, member->records);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const Record *record = value;
      guint n = g_hash_table_size (record->days);

      if (n >= PAKIV_UNUSUAL_AGAIN_DAYS && !record->wrote)
        add (found, PAKIV_UNUSUAL_AGAIN, record->last, record->last_day, n, 0);
    }
}

/* Newest first; on one day as the trace has it. */
static int
compare_found (gconstpointer a, gconstpointer b)
{
  const PakivUnusual *x = *(PakivUnusual *const *)a, *y = *(PakivUnusual *const *)b;
  int order = strcmp (y->day, x->day);

  if (order == 0 && x->first->number != y->first->number)
    order = x->first->number < y->first->number ? -1 : 1;
  return order != 0 ? order : (int)x->rule - (int)y->rule;
}

static gboolean
is_telling (const PakivTraceEntry *entry)
{
  return !(entry->doubt & (PAKIV_TRACE_UNREADABLE | PAKIV_TRACE_UNSIGNED)) && entry->at != NULL;
}

static void
check_clock (const PakivTraceEntry *entry, GDateTime *local, GDateTime *before, GPtrArray *found)
{
  GTimeSpan back = before != NULL ? g_date_time_difference (before, local) : 0;

  if (back > PAKIV_UNUSUAL_CLOCK_MINUTES * G_TIME_SPAN_MINUTE)
    {
      g_autofree char *day = g_date_time_format (local, "%Y-%m-%d");

      add (found, PAKIV_UNUSUAL_CLOCK, entry, day, (guint)(back / G_TIME_SPAN_MINUTE), 0);
    }
}

static void
take_all (GPtrArray *entries, GHashTable *members, GPtrArray *found)
{
  g_autoptr (GDateTime) before = NULL;

  for (guint i = 0; i < entries->len; i++)
    {
      const PakivTraceEntry *entry = entries->pdata[i];
      g_autoptr (GDateTime) utc
          = is_telling (entry) ? g_date_time_new_from_iso8601 (entry->at, NULL) : NULL;
      g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;

      if (local == NULL)
        continue;
      check_clock (entry, local, before, found);
      take_entry (members, entry, local);
      g_clear_pointer (&before, g_date_time_unref);
      before = g_date_time_ref (local);
    }
}

GPtrArray *
pakiv_trace_find_unusual (GPtrArray *entries)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify)free_unusual);
  g_autoptr (GHashTable) members
      = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)free_member);
  GHashTableIter iter;
  gpointer value;

  g_return_val_if_fail (entries != NULL, found);

  take_all (entries, members, found);
  g_hash_table_iter_init (&iter, members);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    find_in_member (value, found);
  g_ptr_array_sort (found, compare_found);
  return found;
}
