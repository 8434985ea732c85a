#include "pakiv-compat.h"
#include "pakiv-members.h"
#include "pakiv-recovery-check.h"
#include "pakiv-recovery-sheet.h"
#include "pakiv-recovery-window-private.h"

#include <glib/gi18n.h>

static PakivDesk *
get_desk (PakivRecoveryWindow *self)
{
  return pakiv_workplace_get_desk (self->workplace);
}

void
pakiv_recovery_window_drop_codes (PakivRecoveryWindow *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->paper_box)) != NULL)
    gtk_box_remove (GTK_BOX (self->paper_box), child);
  for (guint i = 0; self->tests != NULL && i < self->tests->len; i++)
    adw_preferences_page_remove (ADW_PREFERENCES_PAGE (self->check_page), self->tests->pdata[i]);
  g_clear_pointer (&self->tests, g_ptr_array_unref);
  g_clear_pointer (&self->parts, g_ptr_array_unref);
  g_clear_pointer (&self->whole, pakiv_recovery_part_free);
}

static char *
make_part_title (PakivRecoveryWindow *self, const PakivRecoveryPart *part)
{
  if (part->number == 0)
    return g_strdup (pakiv_key_id_get_label (part->key));
  /* Translators: a log, and which share of how many. */
  return g_strdup_printf (_ ("%s, share %u of %u"), pakiv_key_id_get_label (part->key),
                          part->number, self->parts->len);
}

static void
show_code (PakivRecoveryWindow *self, const PakivRecoveryPart *part)
{
  g_autofree char *title = make_part_title (self, part);
  char *code = pakiv_recovery_code_encode (part, pakiv_desk_get_station_id (get_desk (self)));
  GtkWidget *heading = gtk_label_new (title);
  GtkWidget *label = gtk_label_new (code);

  gtk_widget_add_css_class (heading, "heading");
  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_widget_add_css_class (label, "monospace");
  gtk_widget_add_css_class (label, "recovery-code");
  gtk_widget_add_css_class (label, "card");
  gtk_box_append (GTK_BOX (self->paper_box), heading);
  gtk_box_append (GTK_BOX (self->paper_box), label);
  pakiv_passphrase_free (code);
}

static void
add_test (PakivRecoveryWindow *self, const PakivRecoveryPart *part)
{
  g_autofree char *title = make_part_title (self, part);
  char *code = pakiv_recovery_code_encode (part, pakiv_desk_get_station_id (get_desk (self)));
  GtkWidget *test = pakiv_recovery_check_new (title, code, part->number == 0 ? 4 : 2);

  adw_preferences_page_add (ADW_PREFERENCES_PAGE (self->check_page), ADW_PREFERENCES_GROUP (test));
  g_ptr_array_add (self->tests, test);
  pakiv_passphrase_free (code);
}

gboolean
pakiv_recovery_window_make_codes (PakivRecoveryWindow *self, GError **error)
{
  PakivSession *session = pakiv_workplace_get_session (self->workplace);

  pakiv_recovery_window_drop_codes (self);
  self->whole = pakiv_session_make_recovery (session, pakiv_recovery_window_get_key (self), error);
  if (self->whole == NULL)
    return FALSE;
  if (pakiv_recovery_window_has_shares (self))
    self->parts = pakiv_recovery_split (self->whole, pakiv_recovery_window_get_needed (self),
                                        pakiv_recovery_window_get_shares (self));
  else
    {
      self->parts = g_ptr_array_new_with_free_func ((GDestroyNotify)pakiv_recovery_part_free);
      g_ptr_array_add (self->parts,
                       pakiv_recovery_part_new (self->whole->key, 0, 0, self->whole->secret));
    }
  self->tests = g_ptr_array_new ();
  for (guint i = 0; i < self->parts->len; i++)
    {
      show_code (self, self->parts->pdata[i]);
      add_test (self, self->parts->pdata[i]);
    }
  return TRUE;
}

static char *
describe_sheet (PakivRecoveryWindow *self, PakivRecoverySheet *sheet)
{
  char *day = pakiv_clock_get_day (pakiv_workplace_get_clock (self->workplace));

  sheet->station = pakiv_desk_get_station (get_desk (self));
  sheet->station_id = pakiv_desk_get_station_id (get_desk (self));
  sheet->day = day;
  sheet->shares = pakiv_recovery_window_get_shares (self);
  return day;
}

static void
on_begin_print_cb (GtkPrintOperation *operation,
                   GtkPrintContext *context,
                   PakivRecoveryWindow *self)
{
  gtk_print_operation_set_n_pages (operation, self->parts != NULL ? (int)self->parts->len : 1);
}

static void
on_draw_page_cb (GtkPrintOperation *operation,
                 GtkPrintContext *context,
                 int page,
                 PakivRecoveryWindow *self)
{
  PakivRecoverySheet sheet;
  g_autofree char *day = NULL;

  if (self->parts == NULL || page >= (int)self->parts->len)
    return;
  day = describe_sheet (self, &sheet);
  pakiv_recovery_sheet_draw (gtk_print_context_get_cairo_context (context), &sheet,
                             self->parts->pdata[page]);
}

static void
on_print_cb (PakivRecoveryWindow *self)
{
  g_autoptr (GtkPrintOperation) operation = gtk_print_operation_new ();
  g_autoptr (GtkPageSetup) setup = gtk_page_setup_new ();
  g_autoptr (GtkPaperSize) paper = gtk_paper_size_new (GTK_PAPER_NAME_A4);
  g_autoptr (GError) error = NULL;

  gtk_page_setup_set_paper_size_and_default_margins (setup, paper);
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_use_full_page (operation, TRUE);
  gtk_print_operation_set_allow_async (operation, TRUE);
  gtk_print_operation_set_job_name (operation, _ ("Recovery sheet"));
  g_signal_connect_object (operation, "begin-print", G_CALLBACK (on_begin_print_cb), self, 0);
  g_signal_connect_object (operation, "draw-page", G_CALLBACK (on_draw_page_cb), self, 0);
  if (gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                               GTK_WINDOW (self), &error)
      == GTK_PRINT_OPERATION_RESULT_ERROR)
    pakiv_recovery_window_show_problem (self, error->message);
}

static void
on_file_chosen_cb (GFile *file, gpointer data)
{
  g_autoptr (PakivRecoveryWindow) self = data;
  PakivRecoverySheet sheet;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  g_autofree char *day = NULL;
  g_autoptr (GError) error = NULL;

  if (path == NULL || self->workplace == NULL || self->parts == NULL)
    return;
  day = describe_sheet (self, &sheet);
  pakiv_recovery_sheet_write (path, &sheet, self->parts, &error);
  pakiv_recovery_window_show_problem (self, error != NULL ? error->message : NULL);
}

static void
on_save_cb (PakivRecoveryWindow *self)
{
  pakiv_compat_save_file (GTK_WINDOW (self), _ ("Save the Recovery Sheet"), _ ("recovery.pdf"),
                          on_file_chosen_cb, g_object_ref (self));
}

void
pakiv_recovery_window_bind_paper (GtkWidgetClass *klass)
{
  gtk_widget_class_bind_template_callback (klass, on_print_cb);
  gtk_widget_class_bind_template_callback (klass, on_save_cb);
}
