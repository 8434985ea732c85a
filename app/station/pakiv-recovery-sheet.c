#include "pakiv-recovery-sheet.h"

#include "pakiv-day.h"

#include <cairo-pdf.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <pango/pangocairo.h>
#include <qrencode.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#define MARGIN 56.0
#define TEXT_WIDTH (PAKIV_RECOVERY_SHEET_WIDTH - 2 * MARGIN)
#define FONT "Cantarell"
#define CODE_FONT "DejaVu Sans Mono, monospace"
#define TEXT_SIZE 11
#define QR_SIZE 128.0 /* 45 mm */
#define QR_QUIET 4    /* modules of white around it (ISO/IEC 18004, 6.3.8) */
#define BOX_PAD 16.0

/* Where on the page the next thing comes. */
typedef struct
{
  cairo_t *cr;
  double y;
} Pen;

static PangoLayout *
new_layout (cairo_t *cr, const char *text, const char *font, double size, gboolean bold)
{
  PangoLayout *layout = pango_cairo_create_layout (cr);
  PangoFontDescription *description = pango_font_description_from_string (font);

  pango_font_description_set_absolute_size (description, size * PANGO_SCALE);
  if (bold)
    pango_font_description_set_weight (description, PANGO_WEIGHT_BOLD);
  pango_layout_set_font_description (layout, description);
  pango_font_description_free (description);
  pango_layout_set_text (layout, text, -1);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  return layout;
}

/* At @x, in @width; where the pen was, and moves it below. */
static void
write_at (Pen *pen, const char *text, double x, double width, double size, gboolean bold)
{
  g_autoptr (PangoLayout) layout = new_layout (pen->cr, text, FONT, size, bold);
  int height;

  pango_layout_set_width (layout, (int)(width * PANGO_SCALE));
  pango_layout_set_line_spacing (layout, 1.15f);
  cairo_move_to (pen->cr, x, pen->y);
  pango_cairo_show_layout (pen->cr, layout);
  pango_layout_get_size (layout, NULL, &height);
  pen->y += (double)height / PANGO_SCALE;
}

static void
write_line (Pen *pen, const char *text, double size, gboolean bold, double below)
{
  write_at (pen, text, MARGIN, TEXT_WIDTH, size, bold);
  pen->y += below;
}

static void
write_point (Pen *pen, const char *text)
{
  double start = pen->y;

  write_at (pen, "•", MARGIN, 14, TEXT_SIZE, FALSE);
  pen->y = start;
  write_at (pen, text, MARGIN + 14, TEXT_WIDTH - 14, TEXT_SIZE, FALSE);
  pen->y += 5;
}

/* The letters alone, which are of the QR code's alphanumeric kind; level Q mends a quarter of it.
 */
static void
draw_qr (cairo_t *cr, const char *code, double x, double y)
{
  g_auto (GStrv) groups = g_strsplit_set (code, " \n", -1);
  char *letters = g_strjoinv ("", groups);
  QRcode *qr = QRcode_encodeString (letters, 0, QR_ECLEVEL_Q, QR_MODE_8, 1);
  double module;

  for (int i = 0; groups[i] != NULL; i++)
    sodium_memzero (groups[i], strlen (groups[i]));
  pakiv_passphrase_free (letters);
  g_return_if_fail (qr != NULL);
  module = QR_SIZE / (qr->width + 2 * QR_QUIET);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  for (int row = 0; row < qr->width; row++)
    for (int column = 0; column < qr->width; column++)
      if (qr->data[row * qr->width + column] & 1)
        cairo_rectangle (cr, x + (column + QR_QUIET) * module, y + (row + QR_QUIET) * module,
                         module, module);
  cairo_fill (cr);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_DEFAULT);
  sodium_memzero (qr->data, (size_t)(qr->width * qr->width));
  QRcode_free (qr);
}

/* A line of the sheet is a line of the code, with its number, as the messages name it. */
static void
draw_code (cairo_t *cr, const char *code, double x, double y)
{
  g_auto (GStrv) lines = g_strsplit (code, "\n", -1);

  for (int i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *number = g_strdup_printf ("%d", i + 1);
      g_autoptr (PangoLayout) label = new_layout (cr, number, FONT, TEXT_SIZE, FALSE);
      g_autoptr (PangoLayout) line = new_layout (cr, lines[i], CODE_FONT, 15, TRUE);

      cairo_move_to (cr, x, y + 2);
      pango_cairo_show_layout (cr, label);
      cairo_move_to (cr, x + 18, y);
      pango_cairo_show_layout (cr, line);
      y += 30;
      sodium_memzero (lines[i], strlen (lines[i]));
    }
}

static void
draw_box (Pen *pen, const PakivRecoverySheet *sheet, const PakivRecoveryPart *part)
{
  char *code = pakiv_recovery_code_encode (part, sheet->station_id);
  double height = QR_SIZE + BOX_PAD;
  double qr_x = MARGIN + TEXT_WIDTH - QR_SIZE - BOX_PAD / 2;

  cairo_set_line_width (pen->cr, 1);
  cairo_rectangle (pen->cr, MARGIN, pen->y, TEXT_WIDTH, height);
  cairo_stroke (pen->cr);
  draw_code (pen->cr, code, MARGIN + BOX_PAD, pen->y + height / 2 - 40);
  draw_qr (pen->cr, code, qr_x, pen->y + BOX_PAD / 2);
  pakiv_passphrase_free (code);
  pen->y += height + 18;
}

static void
write_head (Pen *pen, const PakivRecoverySheet *sheet, const PakivRecoveryPart *part)
{
  g_autofree char *day = pakiv_day_to_words (sheet->day);
  g_autofree char *place = NULL, *share = NULL;

  write_line (pen, part->needed == 0 ? _ ("Recovery sheet") : _ ("Share of a recovery sheet"), 26,
              TRUE, 4);
  write_line (pen, pakiv_key_id_get_label (part->key), 18, TRUE, 6);
  /* Translators: a station's name, and a day in words. */
  place = g_strdup_printf (_ ("%s · made on %s"), sheet->station, day);
  write_line (pen, place, TEXT_SIZE, FALSE, 4);
  if (part->needed > 0)
    {
      share = g_strdup_printf (_ ("Share %u of %u. Any %u of them are needed together."),
                               part->number, sheet->shares, part->needed);
      write_line (pen, share, 13, TRUE, 4);
    }
  pen->y += 12;
}

static void
write_purpose (Pen *pen, const PakivRecoveryPart *part)
{
  const char *text;

  if (part->key == PAKIV_KEY_TRACE)
    text
        = _ ("If the data-protection officer has lost the passphrase, this code lets them read the "
             "list of who looked at what and when again. It opens no log.");
  else
    text = _ (
        "If everyone who works with this log has lost their passphrase, this code gives one of "
        "them access again. It opens this log and no other.");
  write_line (pen, text, TEXT_SIZE, FALSE, 14);
}

static void
write_advice (Pen *pen, const PakivRecoveryPart *part)
{
  write_line (pen, _ ("Where to keep it"), 13, TRUE, 5);
  write_point (pen,
               _ ("Put this sheet in an envelope, seal it and sign across the flap. Keep it in "
                  "a safe, not in the office where the computer stands."));
  if (part->needed > 0)
    write_point (pen, _ ("Keep each share with another person. One share alone opens nothing."));
  if (part->key == PAKIV_KEY_MEDIATION)
    write_point (pen, _ ("The mediators keep this sheet themselves. It must never be in the hands "
                         "of the police."));
  write_point (pen, _ ("Make no copy and no photograph. If you printed it from a file, delete the "
                       "file."));
  pen->y += 8;
  write_line (pen, _ ("How to use it"), 13, TRUE, 5);
  write_point (pen,
               _ ("In Pakiv choose “I Have Lost My Passphrase…” and type the three lines, or scan "
                  "the square. Capitals and spaces make no difference. There is no 0, 1, I or "
                  "O in it."));
  write_point (pen, _ ("If a letter is not right, Pakiv says in which line and group."));
  write_point (pen, _ ("A newer sheet for the same log makes this one void. If this sheet was lost "
                       "or somebody opened the envelope, make a new one at once."));
}

static void
write_foot (cairo_t *cr)
{
  Pen pen = { cr, PAKIV_RECOVERY_SHEET_HEIGHT - MARGIN - 44 };
  double half = TEXT_WIDTH / 2 - 10;

  cairo_set_line_width (cr, 0.5);
  cairo_move_to (cr, MARGIN, pen.y);
  cairo_rel_line_to (cr, half, 0);
  cairo_move_to (cr, MARGIN + half + 20, pen.y);
  cairo_rel_line_to (cr, half, 0);
  cairo_stroke (cr);
  pen.y += 4;
  write_at (&pen, _ ("Sealed by, on"), MARGIN, half, 9, FALSE);
  pen.y = PAKIV_RECOVERY_SHEET_HEIGHT - MARGIN - 40;
  write_at (&pen, _ ("Opened by, on, because"), MARGIN + half + 20, half, 9, FALSE);
}

void
pakiv_recovery_sheet_draw (cairo_t *cr,
                           const PakivRecoverySheet *sheet,
                           const PakivRecoveryPart *part)
{
  Pen pen = { cr, MARGIN };

  g_return_if_fail (cr != NULL && sheet != NULL && part != NULL);

  cairo_set_source_rgb (cr, 0, 0, 0);
  write_head (&pen, sheet, part);
  write_purpose (&pen, part);
  draw_box (&pen, sheet, part);
  write_advice (&pen, part);
  write_foot (cr);
}

static cairo_status_t
on_bytes_cb (void *data, const unsigned char *bytes, unsigned int length)
{
  g_byte_array_append (data, bytes, length);
  return CAIRO_STATUS_SUCCESS;
}

/* NULL where it could not be drawn. */
static GByteArray *
draw_file (const PakivRecoverySheet *sheet, GPtrArray *parts)
{
  /* Room enough at once: growing would leave copies behind. */
  g_autoptr (GByteArray) bytes = g_byte_array_sized_new (1 << 22);
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (
      on_bytes_cb, bytes, PAKIV_RECOVERY_SHEET_WIDTH, PAKIV_RECOVERY_SHEET_HEIGHT);
  cairo_t *cr = cairo_create (surface);
  cairo_status_t status;

  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, _ ("Recovery sheet"));
  for (guint i = 0; i < parts->len; i++)
    {
      pakiv_recovery_sheet_draw (cr, sheet, parts->pdata[i]);
      cairo_show_page (cr);
    }
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  return status == CAIRO_STATUS_SUCCESS ? g_steal_pointer (&bytes) : NULL;
}

static gboolean
fail (const char *path, int code, GError **error)
{
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code),
               /* Translators: a file, and the system's reason. */
               _ ("“%s” could not be written: %s"), path, g_strerror (code));
  return FALSE;
}

static gboolean
write_all (int fd, const GByteArray *bytes)
{
  gsize done = 0;

  while (done < bytes->len)
    {
      gssize n = write (fd, bytes->data + done, bytes->len - done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;
      done += (gsize)n;
    }
  return fsync (fd) == 0;
}

/* Made here or not at all, and no neighbour on the way that could be left behind. */
static gboolean
write_new_file (const char *path, const GByteArray *bytes, GError **error)
{
  int fd = g_open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  int code = 0;

  if (fd < 0)
    return fail (path, errno, error);
  if (!write_all (fd, bytes))
    code = errno;
  if (!g_close (fd, NULL) && code == 0)
    code = EIO;
  if (code == 0)
    return TRUE;
  g_unlink (path);
  return fail (path, code, error);
}

gboolean
pakiv_recovery_sheet_write (const char *path,
                            const PakivRecoverySheet *sheet,
                            GPtrArray *parts,
                            GError **error)
{
  g_autoptr (GByteArray) bytes = NULL;
  gboolean done;

  g_return_val_if_fail (path != NULL && sheet != NULL && parts != NULL, FALSE);

  bytes = draw_file (sheet, parts);
  if (bytes == NULL)
    return fail (path, EIO, error);
  done = write_new_file (path, bytes, error);
  sodium_memzero (bytes->data, bytes->len);
  return done;
}
