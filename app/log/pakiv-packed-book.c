#include "pakiv-packed-book.h"

#include <sodium.h>
#include <string.h>

#define FIRST_WORDS 64

struct _PakivPackedBook
{
  gint64 revision;
  guint stride;   /* words an entry: a key, and its number where there are sums */
  guint64 *words; /* a number as its bits */
  gsize n_words;
  gsize n_allocated;
};

PakivPackedBook *
pakiv_packed_book_new (gint64 revision, gboolean sums)
{
  PakivPackedBook *book = g_new0 (PakivPackedBook, 1);

  book->revision = revision;
  book->stride = sums ? 2 : 1;
  return book;
}

static void
wipe (guint64 *words, gsize n)
{
  sodium_memzero (words, n * sizeof *words);
  g_free (words);
}

/* Not by realloc, which leaves behind what it moves. */
static void
resize (PakivPackedBook *book, gsize n)
{
  guint64 *words = n > 0 ? g_new (guint64, n) : NULL;

  if (book->n_words > 0 && words != NULL)
    memcpy (words, book->words, book->n_words * sizeof *words);
  if (book->words != NULL)
    wipe (book->words, book->n_allocated);
  book->words = words;
  book->n_allocated = n;
}

void
pakiv_packed_book_free (PakivPackedBook *book)
{
  if (book == NULL)
    return;
  resize (book, 0);
  g_free (book);
}

gint64
pakiv_packed_book_get_revision (const PakivPackedBook *book)
{
  return book->revision;
}

void
pakiv_packed_book_add (PakivPackedBook *book, guint64 key, gint64 number)
{
  if (number == 0)
    return;
  if (book->n_words + book->stride > book->n_allocated)
    resize (book, MAX (FIRST_WORDS, 2 * book->n_allocated));
  book->words[book->n_words] = key;
  if (book->stride > 1)
    book->words[book->n_words + 1] = (guint64)number;
  book->n_words += book->stride;
}

/* One step of a sort by the eight bytes of a key, the last byte first: from @from to @to by the
 * byte at @shift. FALSE where all have the same byte there, and nothing was done. */
static gboolean
sort_by_byte (const PakivPackedBook *book, const guint64 *from, guint64 *to, int shift)
{
  gsize places[256] = { 0 }, place = 0;

  for (gsize i = 0; i < book->n_words; i += book->stride)
    places[(from[i] >> shift) & 255] += book->stride;
  if (places[(from[0] >> shift) & 255] == book->n_words)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      gsize n = places[i];

      places[i] = place;
      place += n;
    }
  for (gsize i = 0; i < book->n_words; i += book->stride)
    {
      gsize *next = &places[(from[i] >> shift) & 255];

      memcpy (to + *next, from + i, book->stride * sizeof *to);
      *next += book->stride;
    }
  return TRUE;
}

/* Not by qsort, which leaves behind what it copies. */
static void
sort (PakivPackedBook *book)
{
  guint64 *other = g_new (guint64, book->n_words);

  for (int shift = 0; shift < 64; shift += 8)
    if (sort_by_byte (book, book->words, other, shift))
      {
        guint64 *sorted = other;

        other = book->words;
        book->words = sorted;
      }
  wipe (other, book->n_words);
}

/* The cell that begins at *@word, which then stands at the next. */
static PakivCell
next_cell (const PakivPackedBook *book, gsize *word)
{
  PakivCell cell = { book->words[*word], 0 };

  for (; *word < book->n_words && book->words[*word] == cell.key; *word += book->stride)
    cell.count += book->stride > 1 ? (gint64)book->words[*word + 1] : 1;
  return cell;
}

static void
merge (PakivPackedBook *book)
{
  gsize n = 0;

  for (gsize word = 0; word < book->n_words; n += book->stride)
    {
      const PakivCell cell = next_cell (book, &word);

      book->words[n] = cell.key;
      book->words[n + 1] = (guint64)cell.count;
    }
  book->n_words = n;
}

void
pakiv_packed_book_finish (PakivPackedBook *book)
{
  resize (book, book->n_words);
  if (book->n_words > 0)
    sort (book);
  if (book->stride > 1)
    {
      merge (book);
      resize (book, book->n_words);
    }
}

void
pakiv_packed_book_count (const PakivPackedBook *book, PakivCounts *counts)
{
  for (gsize word = 0; word < book->n_words;)
    {
      const PakivCell cell = next_cell (book, &word);

      g_array_append_val (counts->cells, cell);
    }
}

gsize
pakiv_packed_book_get_bytes (const PakivPackedBook *book)
{
  return sizeof *book + book->n_allocated * sizeof *book->words;
}
