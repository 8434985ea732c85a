/* libqpdf writes into the finished document. Its handles live as long as the document does. */
#include "pakiv-pdf-notes.h"

#include "pakiv-error.h"
#include "pakiv-pdf-artifacts.h"

#include <glib/gi18n.h>
#include <qpdf/qpdf-c.h>
#include <string.h>

#define DEPTH_MAX 32

typedef enum
{
  FIGURE,
  LINK,
  HEADING_CELL,
  N_KINDS,
} Kind;

static const char *const names[N_KINDS] = { "/Figure", "/Link", "/TH" };

typedef struct
{
  char *words;
  PakivPdfBox box;
  PakivPdfHeads heads;
  guint across;
} Note;

struct _PakivPdfNotes
{
  GPtrArray *of[N_KINDS]; /* Note, in the order of the document */
};

typedef struct
{
  qpdf_data pdf;
  const PakivPdfNotes *notes;
  guint n[N_KINDS]; /* found so far */
} Writing;

static void
free_note (Note *note)
{
  g_free (note->words);
  g_free (note);
}

PakivPdfNotes *
pakiv_pdf_notes_new (void)
{
  PakivPdfNotes *notes = g_new0 (PakivPdfNotes, 1);

  for (int kind = 0; kind < N_KINDS; kind++)
    notes->of[kind] = g_ptr_array_new_with_free_func ((GDestroyNotify)free_note);
  return notes;
}

void
pakiv_pdf_notes_free (PakivPdfNotes *notes)
{
  if (notes == NULL)
    return;
  for (int kind = 0; kind < N_KINDS; kind++)
    g_ptr_array_unref (notes->of[kind]);
  g_free (notes);
}

static Note *
add (PakivPdfNotes *notes, Kind kind, const char *words)
{
  Note *note = g_new0 (Note, 1);

  note->words = g_strdup (words);
  g_ptr_array_add (notes->of[kind], note);
  return note;
}

void
pakiv_pdf_notes_add_figure (PakivPdfNotes *notes, const char *words, PakivPdfBox box)
{
  add (notes, FIGURE, words)->box = box;
}

void
pakiv_pdf_notes_add_link (PakivPdfNotes *notes, const char *words)
{
  add (notes, LINK, words);
}

void
pakiv_pdf_notes_add_heading_cell (PakivPdfNotes *notes, PakivPdfHeads heads, guint across)
{
  Note *note = add (notes, HEADING_CELL, NULL);

  note->heads = heads;
  note->across = across;
}

static void
set_words (const Writing *writing, qpdf_oh dictionary, const char *key, const char *words)
{
  qpdf_oh_replace_key (writing->pdf, dictionary, key,
                       qpdf_oh_new_unicode_string (writing->pdf, words));
}

/* @attributes are written in PDF’s own form. */
static void
set_attributes (const Writing *writing, qpdf_oh element, const char *attributes)
{
  qpdf_oh_replace_key (writing->pdf, element, "/A", qpdf_oh_parse (writing->pdf, attributes));
}

static void
write_figure (const Writing *writing, qpdf_oh element, const Note *note)
{
  const double sides[] = { note->box.left, note->box.bottom, note->box.right, note->box.top };
  g_autoptr (GString) text = g_string_new ("<< /O /Layout /Placement /Block /BBox [");

  for (guint i = 0; i < G_N_ELEMENTS (sides); i++)
    {
      char number[G_ASCII_DTOSTR_BUF_SIZE];

      g_string_append_printf (text, " %s",
                              g_ascii_formatd (number, sizeof number, "%.2f", sides[i]));
    }
  g_string_append (text, " ] >>");
  set_attributes (writing, element, text->str);
  set_words (writing, element, "/Alt", note->words);
}

/* The place on the page that is pressed is a child of the element, beside its words. */
static void
write_link (const Writing *writing, qpdf_oh element, const Note *note)
{
  qpdf_oh children = qpdf_oh_get_key (writing->pdf, element, "/K");
  int n = qpdf_oh_get_array_n_items (writing->pdf, children);

  for (int i = 0; i < n; i++)
    {
      qpdf_oh child = qpdf_oh_get_array_item (writing->pdf, children, i);

      if (qpdf_oh_is_dictionary (writing->pdf, child)
          && qpdf_oh_has_key (writing->pdf, child, "/Obj"))
        set_words (writing, qpdf_oh_get_key (writing->pdf, child, "/Obj"), "/Contents",
                   note->words);
    }
}

static void
write_heading_cell (const Writing *writing, qpdf_oh element, const Note *note)
{
  g_autoptr (GString) text = g_string_new ("<< /O /Table");

  g_string_append_printf (text, " /Scope /%s",
                          note->heads == PAKIV_PDF_HEADS_ROW ? "Row" : "Column");
  if (note->across > 1)
    g_string_append_printf (text, " /ColSpan %u", note->across);
  g_string_append (text, " >>");
  set_attributes (writing, element, text->str);
}

static void
write_note (const Writing *writing, Kind kind, qpdf_oh element, const Note *note)
{
  switch (kind)
    {
    case FIGURE:
      write_figure (writing, element, note);
      break;
    case LINK:
      write_link (writing, element, note);
      break;
    case HEADING_CELL:
    case N_KINDS:
    default:
      write_heading_cell (writing, element, note);
      break;
    }
}

static void walk (Writing *writing, qpdf_oh element, int depth);

static void
walk_children (Writing *writing, qpdf_oh children, int depth)
{
  int n = qpdf_oh_is_array (writing->pdf, children)
              ? qpdf_oh_get_array_n_items (writing->pdf, children)
              : 0;

  if (qpdf_oh_is_dictionary (writing->pdf, children))
    walk (writing, children, depth);
  for (int i = 0; i < n; i++)
    {
      qpdf_oh child = qpdf_oh_get_array_item (writing->pdf, children, i);

      if (qpdf_oh_is_dictionary (writing->pdf, child))
        walk (writing, child, depth);
    }
}

/* Elements in the order in which they are read. */
static void
walk (Writing *writing, qpdf_oh element, int depth)
{
  qpdf_oh name = qpdf_oh_get_key (writing->pdf, element, "/S");

  for (int kind = 0; kind < N_KINDS; kind++)
    if (qpdf_oh_is_name_and_equals (writing->pdf, name, names[kind]))
      {
        const GPtrArray *notes = writing->notes->of[kind];
        guint number = writing->n[kind]++;

        if (number < notes->len)
          write_note (writing, (Kind)kind, element, notes->pdata[number]);
      }
  if (depth < DEPTH_MAX && qpdf_oh_has_key (writing->pdf, element, "/K"))
    walk_children (writing, qpdf_oh_get_key (writing->pdf, element, "/K"), depth + 1);
}

static void
write_catalog (const Writing *writing, qpdf_oh root, const char *language)
{
  set_words (writing, root, "/Lang", language);
  qpdf_oh_replace_key (writing->pdf, root, "/ViewerPreferences",
                       qpdf_oh_parse (writing->pdf, "<< /DisplayDocTitle true >>"));
  qpdf_oh_replace_key (writing->pdf, root, "/MarkInfo",
                       qpdf_oh_parse (writing->pdf, "<< /Marked true >>"));
}

/* FALSE where the page is not written as cairo does. */
static gboolean
write_page (const Writing *writing, qpdf_oh page)
{
  unsigned char *bytes = NULL;
  size_t length = 0;
  g_autoptr (GString) marked = NULL;
  qpdf_oh stream;

  if (qpdf_oh_get_page_content_data (writing->pdf, page, &bytes, &length) & QPDF_ERRORS)
    return FALSE;
  marked = pakiv_pdf_mark_artifacts ((const char *)bytes, length);
  free (bytes);
  if (marked == NULL)
    return FALSE;
  stream = qpdf_oh_new_stream (writing->pdf);
  qpdf_oh_replace_stream_data (writing->pdf, stream, (const unsigned char *)marked->str,
                               marked->len, qpdf_oh_new_null (writing->pdf),
                               qpdf_oh_new_null (writing->pdf));
  qpdf_oh_replace_key (writing->pdf, page, "/Contents", stream);
  /* The tab key goes from link to link as the text does. */
  qpdf_oh_replace_key (writing->pdf, page, "/Tabs", qpdf_oh_new_name (writing->pdf, "/S"));
  return TRUE;
}

static gboolean
write_pages (const Writing *writing)
{
  int n = qpdf_get_num_pages (writing->pdf);

  for (int i = 0; i < n; i++)
    if (!write_page (writing, qpdf_get_page_n (writing->pdf, (size_t)i)))
      return FALSE;
  return n > 0;
}

/* FALSE where the tree does not have what was noted. */
static gboolean
write_all (Writing *writing, const char *language)
{
  qpdf_oh root = qpdf_get_root (writing->pdf);
  qpdf_oh tree = qpdf_oh_get_key (writing->pdf, root, "/StructTreeRoot");

  if (!qpdf_oh_is_dictionary (writing->pdf, tree))
    return FALSE;
  write_catalog (writing, root, language);
  walk (writing, tree, 0);
  for (int kind = 0; kind < N_KINDS; kind++)
    if (writing->n[kind] != writing->notes->of[kind]->len)
      return FALSE;
  return write_pages (writing);
}

/* NULL where libqpdf found something wrong. */
static GBytes *
take_bytes (qpdf_data pdf)
{
  if (qpdf_init_write_memory (pdf) & QPDF_ERRORS)
    return NULL;
  qpdf_set_deterministic_ID (pdf, QPDF_TRUE);
  if (qpdf_write (pdf) & QPDF_ERRORS)
    return NULL;
  return g_bytes_new (qpdf_get_buffer (pdf), qpdf_get_buffer_length (pdf));
}

GBytes *
pakiv_pdf_notes_write (const PakivPdfNotes *notes,
                       GBytes *document,
                       const char *language,
                       GError **error)
{
  qpdf_data pdf = qpdf_init ();
  Writing writing = { pdf, notes, { 0 } };
  GBytes *bytes = NULL;
  gsize size;
  const char *data = g_bytes_get_data (document, &size);

  qpdf_silence_errors (pdf);
  qpdf_set_suppress_warnings (pdf, QPDF_TRUE);
  if (!(qpdf_read_memory (pdf, "report.pdf", data, size, NULL) & QPDF_ERRORS)
      && write_all (&writing, language))
    bytes = take_bytes (pdf);
  if (bytes == NULL)
    g_set_error (error, PAKIV_ERROR, PAKIV_ERROR_FORMAT,
                 /* Translators: %s is what a library says, in English; may be empty. */
                 _ ("The document can’t be finished for screen readers. %s"),
                 qpdf_has_error (pdf) ? qpdf_get_error_full_text (pdf, qpdf_get_error (pdf)) : "");
  qpdf_cleanup (&pdf);
  return bytes;
}
