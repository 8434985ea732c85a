#include "pakiv-calendar.h"

#include "pakiv-log-revisions.h"
#include "pakiv-package.h"

#include <string.h>

static void
free_book (PakivCalendarBook *book)
{
  g_free (book->made_at);
  g_free (book->made_by);
  g_free (book->revised_at);
  pakiv_outbox_item_free (book->item);
  g_free (book);
}

static PakivBookState
read_state (const PakivOutboxItem *item)
{
  if (item == NULL)
    return PAKIV_BOOK_RELEASED;
  if (strcmp (item->state, "waiting") == 0)
    return PAKIV_BOOK_WAITING;
  if (strcmp (item->state, "received") == 0 || strcmp (item->state, "under-review") == 0)
    return PAKIV_BOOK_SENT;
  return PAKIV_BOOK_ANSWERED;
}

static gboolean
add_revision (PakivCalendarBook *book, PakivLog *log, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (PakivStoredRelease) stored = pakiv_log_load_revision (log, book->period, &cause);

  if (cause != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  if (stored != NULL)
    {
      book->version = stored->version;
      book->revised_at = g_strdup (stored->made_at);
    }
  return pakiv_log_count_corrected (log, book->period, &book->n_to_revise, error);
}

static gboolean
add_release (PakivCalendarBook *book, PakivLog *log, PakivDesk *desk, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (PakivStoredRelease) stored = pakiv_log_load_release (log, book->period, &cause);
  g_autoptr (PakivPackage) package = NULL;
  g_autofree char *id = NULL;

  if (cause != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  book->state = PAKIV_BOOK_RELEASED;
  if (stored == NULL)
    return TRUE;
  book->made_at = g_strdup (stored->made_at);
  book->made_by = g_strdup (stored->made_by);
  book->version = stored->version;
  if (!add_revision (book, log, error))
    return FALSE;
  package = pakiv_package_read (stored->package, NULL, NULL, error);
  if (package == NULL)
    return FALSE;
  id = pakiv_release_get_id (package->release);
  book->item = pakiv_outbox_find (desk, id);
  book->state = read_state (book->item);
  return TRUE;
}

static gboolean
fill_book (PakivCalendarBook *book, PakivLog *log, PakivDesk *desk, GError **error)
{
  if (!pakiv_log_get_book_numbers (log, book->period, &book->numbers, error))
    return FALSE;
  if (book->numbers.closed)
    return add_release (book, log, desk, error);
  book->state = pakiv_log_check_over (log, book->period, NULL) ? PAKIV_BOOK_OVER : PAKIV_BOOK_OPEN;
  return TRUE;
}

GPtrArray *
pakiv_station_calendar (PakivLog *log, PakivDesk *desk, int year, GError **error)
{
  g_autoptr (GPtrArray) books = g_ptr_array_new_with_free_func ((GDestroyNotify)free_book);

  g_return_val_if_fail (log != NULL && desk != NULL, NULL);

  for (int quarter = 1; quarter <= 4; quarter++)
    {
      PakivCalendarBook *book = g_new0 (PakivCalendarBook, 1);

      book->period = (PakivPeriod){ year, quarter };
      g_ptr_array_add (books, book);
      if (!fill_book (book, log, desk, error))
        return NULL;
    }
  return g_steal_pointer (&books);
}
