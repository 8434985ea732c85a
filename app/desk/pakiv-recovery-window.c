#include "pakiv-recovery-window.h"

#include "pakiv-aside.h"
#include "pakiv-busy.h"
#include "pakiv-compat.h"
#include "pakiv-day.h"
#include "pakiv-members.h"
#include "pakiv-recovery-check.h"
#include "pakiv-recovery-sheet.h"

#include <glib/gi18n.h>

struct _PakivRecoveryWindow
{
  AdwWindow parent_instance;

  GtkWidget *back_button;
  GtkWidget *next_button;
  GtkWidget *spinner;
  GtkStack *stack;
  AdwPreferencesGroup *keys_group;
  GtkWidget *shares_row;
  GtkAdjustment *shares;
  GtkWidget *shares_spin;
  GtkWidget *needed_row;
  GtkAdjustment *needed;
  GtkWidget *needed_spin;
  AdwComboRow *way_row;
  GtkWidget *paper_box;
  GtkWidget *check_page;
  AdwStatusPage *done_page;
  GtkWidget *problem;

  PakivWorkplace *workplace;
  GPtrArray *checks; /* GtkCheckButton for each of the keys below */
  GArray *keys;      /* PakivKeyId that the member holds */
  PakivRecoveryPart *whole;
  GPtrArray *parts; /* PakivRecoveryPart, one for each sheet of paper */
  GPtrArray *tests; /* PakivRecoveryCheck, one for each of these */
};

G_DEFINE_FINAL_TYPE (PakivRecoveryWindow, pakiv_recovery_window, ADW_TYPE_WINDOW)

static PakivDesk *
get_desk (PakivRecoveryWindow *self)
{
  return pakiv_workplace_get_desk (self->workplace);
}

static gboolean
has_shares (PakivRecoveryWindow *self)
{
  return adw_combo_row_get_selected (self->way_row) == 1;
}

static guint
get_shares (PakivRecoveryWindow *self)
{
  return has_shares (self) ? (guint)gtk_adjustment_get_value (self->shares) : 0;
}

static guint
get_needed (PakivRecoveryWindow *self)
{
  return has_shares (self) ? (guint)gtk_adjustment_get_value (self->needed) : 0;
}

static void
show_problem (PakivRecoveryWindow *self, const char *words)
{
  gtk_label_set_text (GTK_LABEL (self->problem), words);
  gtk_widget_set_visible (self->problem, words != NULL);
  if (words != NULL)
    pakiv_compat_announce (self->next_button, words);
}

static void
show_step (PakivRecoveryWindow *self, const char *name, const char *title, const char *next)
{
  gboolean first = g_str_equal (name, "choose");
  gboolean last = g_str_equal (name, "done");

  show_problem (self, NULL);
  gtk_stack_set_visible_child_name (self->stack, name);
  gtk_window_set_title (GTK_WINDOW (self), title);
  gtk_button_set_label (GTK_BUTTON (self->next_button), next);
  gtk_widget_set_visible (self->back_button, !last);
  gtk_button_set_label (GTK_BUTTON (self->back_button), first ? _ ("_Cancel") : _ ("_Back"));
}

/* --- For which log --- */

static char *
describe_made (PakivRecoveryWindow *self, PakivKeyId key)
{
  PakivRecoveryInfo info;
  g_autofree char *day = NULL;

  pakiv_desk_get_recovery (get_desk (self), key, &info);
  if (!info.made)
    return g_strdup (_ ("No sheet yet"));
  day = pakiv_day_to_words (info.day);
  if (info.shares == 0)
    /* Translators: %s is a day. */
    return g_strdup_printf (_ ("Sheet of %s; a new one makes it void"), day);
  /* Translators: so many of so many shares are needed; %s is a day. */
  return g_strdup_printf (_ ("Shares of %s, %u of %u are needed; new ones make them void"), day,
                          info.needed, info.shares);
}

static void
add_key (PakivRecoveryWindow *self, PakivKeyId key)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();
  g_autofree char *made = describe_made (self, key);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), pakiv_key_id_get_label (key));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), made);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  if (self->checks->len > 0)
    gtk_check_button_set_group (GTK_CHECK_BUTTON (check), self->checks->pdata[0]);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  g_ptr_array_add (self->checks, check);
  g_array_append_val (self->keys, key);
  adw_preferences_group_add (self->keys_group, row);
}

/* The first that has no sheet yet is proposed. */
static void
add_keys (PakivRecoveryWindow *self)
{
  const char *name = pakiv_workplace_get_member (self->workplace)->name;
  gboolean chosen = FALSE;

  for (int key = 0; key < PAKIV_N_KEYS; key++)
    {
      PakivRecoveryInfo info;

      if (!pakiv_desk_member_holds (get_desk (self), name, key))
        continue;
      add_key (self, key);
      pakiv_desk_get_recovery (get_desk (self), key, &info);
      if (!info.made && !chosen)
        {
          gtk_check_button_set_active (self->checks->pdata[self->checks->len - 1], TRUE);
          chosen = TRUE;
        }
    }
  if (!chosen && self->checks->len > 0)
    gtk_check_button_set_active (self->checks->pdata[0], TRUE);
}

static PakivKeyId
get_key (PakivRecoveryWindow *self)
{
  for (guint i = 0; i < self->checks->len; i++)
    if (gtk_check_button_get_active (self->checks->pdata[i]))
      return g_array_index (self->keys, PakivKeyId, i);
  return PAKIV_KEY_POLICE;
}

static void
on_way_cb (PakivRecoveryWindow *self)
{
  gtk_widget_set_visible (self->shares_row, has_shares (self));
  gtk_widget_set_visible (self->needed_row, has_shares (self));
}

/* No more can be needed than there are. */
static void
on_shares_cb (PakivRecoveryWindow *self)
{
  gtk_adjustment_set_upper (self->needed, gtk_adjustment_get_value (self->shares));
}

/* --- On paper --- */

static void
drop_codes (PakivRecoveryWindow *self)
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

static gboolean
make_codes (PakivRecoveryWindow *self, GError **error)
{
  PakivSession *session = pakiv_workplace_get_session (self->workplace);

  drop_codes (self);
  self->whole = pakiv_session_make_recovery (session, get_key (self), error);
  if (self->whole == NULL)
    return FALSE;
  if (has_shares (self))
    self->parts = pakiv_recovery_split (self->whole, get_needed (self), get_shares (self));
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
  sheet->shares = get_shares (self);
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
    show_problem (self, error->message);
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
  show_problem (self, error != NULL ? error->message : NULL);
}

static void
on_save_cb (PakivRecoveryWindow *self)
{
  pakiv_compat_save_file (GTK_WINDOW (self), _ ("Save the Recovery Sheet"), _ ("recovery.pdf"),
                          on_file_chosen_cb, g_object_ref (self));
}

/* --- Checked, and kept --- */

typedef struct
{
  PakivSession *session;
  PakivRecoveryPart *whole;
  guint needed;
  guint shares;
  PakivClock *clock;
} Keep;

static void
free_keep (gpointer data)
{
  Keep *keep = data;

  pakiv_session_unref (keep->session);
  pakiv_recovery_part_free (keep->whole);
  pakiv_clock_unref (keep->clock);
  g_free (keep);
}

static gboolean
keep_in_thread (gpointer data, GError **error)
{
  Keep *keep = data;

  return pakiv_session_keep_recovery (keep->session, keep->whole, keep->needed, keep->shares,
                                      keep->clock, error);
}

static void
set_busy (PakivRecoveryWindow *self, gboolean busy)
{
  gtk_widget_set_sensitive (self->back_button, !busy);
  pakiv_busy_set (GTK_WINDOW (self), GTK_WIDGET (self->stack), self->next_button, self->spinner,
                  busy);
}

static void
on_kept_cb (gpointer owner, gpointer data, const GError *error)
{
  PakivRecoveryWindow *self = owner;

  if (self->workplace == NULL)
    return;
  set_busy (self, FALSE);
  if (error != NULL)
    {
      show_problem (self, error->message);
      return;
    }
  adw_status_page_set_title (self->done_page, has_shares (self) ? _ ("The Shares Are Valid")
                                                                : _ ("The Sheet Is Valid"));
  adw_status_page_set_description (
      self->done_page,
      has_shares (self)
          ? _ ("Give each share to another person, who keeps it locked away. If you saved a file, "
               "print it and delete it: who has the file has the key.")
          : _ ("Keep it locked away, not beside this computer. If you saved a file, print it and "
               "delete it: who has the file has the key."));
  drop_codes (self);
  show_step (self, "done", _ ("Recovery Sheet"), _ ("_Close"));
}

static void
keep (PakivRecoveryWindow *self)
{
  Keep *what = g_new0 (Keep, 1);

  what->session = pakiv_session_ref (pakiv_workplace_get_session (self->workplace));
  what->whole = pakiv_recovery_part_new (self->whole->key, 0, 0, self->whole->secret);
  what->needed = get_needed (self);
  what->shares = get_shares (self);
  what->clock = pakiv_clock_ref (pakiv_workplace_get_clock (self->workplace));
  set_busy (self, TRUE);
  pakiv_aside_run (self, keep_in_thread, on_kept_cb, what, free_keep);
}

/* From the last to the first, so that the focus ends at the first that is wrong. */
static gboolean
is_typed_back (PakivRecoveryWindow *self)
{
  gboolean good = TRUE;

  for (guint i = self->tests->len; i > 0; i--)
    good &= pakiv_recovery_check_is_right (self->tests->pdata[i - 1]);
  return good;
}

static void
on_next_cb (PakivRecoveryWindow *self)
{
  const char *step = gtk_stack_get_visible_child_name (self->stack);
  g_autoptr (GError) error = NULL;

  if (g_str_equal (step, "choose"))
    {
      if (make_codes (self, &error))
        show_step (self, "paper", _ ("On Paper"), _ ("_Next"));
      else
        show_problem (self, error->message);
    }
  else if (g_str_equal (step, "paper"))
    {
      show_step (self, "check", _ ("Type It Back"), _ ("_Check"));
      gtk_widget_child_focus (self->check_page, GTK_DIR_TAB_FORWARD);
    }
  else if (g_str_equal (step, "done"))
    gtk_window_close (GTK_WINDOW (self));
  else if (is_typed_back (self))
    keep (self);
}

static void
on_back_cb (PakivRecoveryWindow *self)
{
  const char *step = gtk_stack_get_visible_child_name (self->stack);

  if (g_str_equal (step, "check"))
    show_step (self, "paper", _ ("On Paper"), _ ("_Next"));
  else if (g_str_equal (step, "paper"))
    {
      drop_codes (self);
      show_step (self, "choose", _ ("Recovery Sheet"), _ ("_Next"));
    }
  else
    gtk_window_close (GTK_WINDOW (self));
}

static void
pakiv_recovery_window_dispose (GObject *object)
{
  PakivRecoveryWindow *self = PAKIV_RECOVERY_WINDOW (object);

  g_clear_pointer (&self->tests, g_ptr_array_unref);
  g_clear_pointer (&self->parts, g_ptr_array_unref);
  g_clear_pointer (&self->whole, pakiv_recovery_part_free);
  g_clear_object (&self->workplace);
  G_OBJECT_CLASS (pakiv_recovery_window_parent_class)->dispose (object);
}

static void
pakiv_recovery_window_finalize (GObject *object)
{
  PakivRecoveryWindow *self = PAKIV_RECOVERY_WINDOW (object);

  g_ptr_array_unref (self->checks);
  g_array_unref (self->keys);
  G_OBJECT_CLASS (pakiv_recovery_window_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, PakivRecoveryWindow, back_button);
  gtk_widget_class_bind_template_child (widget_class, PakivRecoveryWindow, next_button);
  gtk_widget_class_bind_template_child (widget_class, PakivRecoveryWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, PakivRecoveryWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, PakivRecoveryWindow, keys_group);
  gtk_widget_class_bind_template_child (widget_class, PakivRecoveryWindow, shares_row);
  gtk_widget_class_bind_template_child (widget_class, PakivRecoveryWindow, shares);
  gtk_widget_class_bind_template_child (widget_class, PakivRecoveryWindow, shares_spin);
  gtk_widget_class_bind_template_child (widget_class, PakivRecoveryWindow, needed_row);
  gtk_widget_class_bind_template_child (widget_class, PakivRecoveryWindow, needed);
  gtk_widget_class_bind_template_child (widget_class, PakivRecoveryWindow, needed_spin);
  gtk_widget_class_bind_template_child (widget_class, PakivRecoveryWindow, way_row);
  gtk_widget_class_bind_template_child (widget_class, PakivRecoveryWindow, paper_box);
  gtk_widget_class_bind_template_child (widget_class, PakivRecoveryWindow, check_page);
  gtk_widget_class_bind_template_child (widget_class, PakivRecoveryWindow, done_page);
  gtk_widget_class_bind_template_child (widget_class, PakivRecoveryWindow, problem);
  gtk_widget_class_bind_template_callback (widget_class, on_next_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_back_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_way_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_shares_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_print_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_save_cb);
}

static void
pakiv_recovery_window_class_init (PakivRecoveryWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pakiv_recovery_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = pakiv_recovery_window_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/pakiv/Pakiv/pakiv-recovery-window.ui");
  bind_children (widget_class);
}

static void
pakiv_recovery_window_init (PakivRecoveryWindow *self)
{
  self->checks = g_ptr_array_new ();
  self->keys = g_array_new (FALSE, FALSE, sizeof (PakivKeyId));
  gtk_widget_init_template (GTK_WIDGET (self));
  pakiv_compat_name_spin (self->shares_spin, _ ("Fewer people"), _ ("More people"));
  pakiv_compat_name_spin (self->needed_spin, _ ("Fewer shares"), _ ("More shares"));
  on_way_cb (self);
}

GtkWidget *
pakiv_recovery_window_new (GtkWindow *parent, PakivWorkplace *workplace)
{
  PakivRecoveryWindow *self
      = g_object_new (PAKIV_TYPE_RECOVERY_WINDOW, "transient-for", parent, NULL);

  g_return_val_if_fail (PAKIV_IS_WORKPLACE (workplace), GTK_WIDGET (self));

  self->workplace = g_object_ref (workplace);
  add_keys (self);
  show_step (self, "choose", _ ("Recovery Sheet"), _ ("_Next"));
  gtk_widget_set_sensitive (self->next_button, self->keys->len > 0);
  gtk_window_set_focus (GTK_WINDOW (self), self->next_button);
  return GTK_WIDGET (self);
}

gboolean
pakiv_recovery_is_missing (PakivWorkplace *workplace)
{
  PakivDesk *desk = pakiv_workplace_get_desk (workplace);

  for (int key = 0; key < PAKIV_N_KEYS; key++)
    {
      PakivRecoveryInfo info;

      pakiv_desk_get_recovery (desk, key, &info);
      if (!info.made
          && pakiv_desk_member_holds (desk, pakiv_workplace_get_member (workplace)->name, key))
        return TRUE;
    }
  return FALSE;
}

GPtrArray *
pakiv_recovery_window_get_parts (PakivRecoveryWindow *self)
{
  g_return_val_if_fail (PAKIV_IS_RECOVERY_WINDOW (self), NULL);

  return self->parts;
}
