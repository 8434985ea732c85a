#include "pakiv-recovery-window-private.h"

#include "pakiv-aside.h"
#include "pakiv-busy.h"
#include "pakiv-compat.h"
#include "pakiv-recovery-check.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (PakivRecoveryWindow, pakiv_recovery_window, ADW_TYPE_WINDOW)

void
pakiv_recovery_window_show_problem (PakivRecoveryWindow *self, const char *words)
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

  pakiv_recovery_window_show_problem (self, NULL);
  gtk_stack_set_visible_child_name (self->stack, name);
  gtk_window_set_title (GTK_WINDOW (self), title);
  gtk_button_set_label (GTK_BUTTON (self->next_button), next);
  gtk_widget_set_visible (self->back_button, !last);
  gtk_button_set_label (GTK_BUTTON (self->back_button), first ? _ ("_Cancel") : _ ("_Back"));
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
      pakiv_recovery_window_show_problem (self, error->message);
      return;
    }
  adw_status_page_set_title (self->done_page, pakiv_recovery_window_has_shares (self)
                                                  ? _ ("The Shares Are Valid")
                                                  : _ ("The Sheet Is Valid"));
  adw_status_page_set_description (
      self->done_page,
      pakiv_recovery_window_has_shares (self)
          ? _ ("Give each share to another person, who keeps it locked away. If you saved a file, "
               "print it and delete it: who has the file has the key.")
          : _ ("Keep it locked away, not beside this computer. If you saved a file, print it and "
               "delete it: who has the file has the key."));
  pakiv_recovery_window_drop_codes (self);
  show_step (self, "done", _ ("Recovery Sheet"), _ ("_Close"));
}

static void
keep (PakivRecoveryWindow *self)
{
  Keep *what = g_new0 (Keep, 1);

  what->session = pakiv_session_ref (pakiv_workplace_get_session (self->workplace));
  what->whole = pakiv_recovery_part_new (self->whole->key, 0, 0, self->whole->secret);
  what->needed = pakiv_recovery_window_get_needed (self);
  what->shares = pakiv_recovery_window_get_shares (self);
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
      if (pakiv_recovery_window_make_codes (self, &error))
        show_step (self, "paper", _ ("On Paper"), _ ("_Next"));
      else
        pakiv_recovery_window_show_problem (self, error->message);
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
      pakiv_recovery_window_drop_codes (self);
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
  pakiv_recovery_window_bind_choice (widget_class);
  pakiv_recovery_window_bind_paper (widget_class);
}

static void
pakiv_recovery_window_init (PakivRecoveryWindow *self)
{
  self->checks = g_ptr_array_new ();
  self->keys = g_array_new (FALSE, FALSE, sizeof (PakivKeyId));
  gtk_widget_init_template (GTK_WIDGET (self));
  pakiv_compat_name_spin (self->shares_spin, _ ("Fewer people"), _ ("More people"));
  pakiv_compat_name_spin (self->needed_spin, _ ("Fewer shares"), _ ("More shares"));
  pakiv_recovery_window_show_way (self);
}

GtkWidget *
pakiv_recovery_window_new (GtkWindow *parent, PakivWorkplace *workplace)
{
  PakivRecoveryWindow *self
      = g_object_new (PAKIV_TYPE_RECOVERY_WINDOW, "transient-for", parent, NULL);

  g_return_val_if_fail (PAKIV_IS_WORKPLACE (workplace), GTK_WIDGET (self));

  self->workplace = g_object_ref (workplace);
  pakiv_recovery_window_add_keys (self);
  show_step (self, "choose", _ ("Recovery Sheet"), _ ("_Next"));
  gtk_widget_set_sensitive (self->next_button, self->keys->len > 0);
  gtk_window_set_focus (GTK_WINDOW (self), self->next_button);
  return GTK_WIDGET (self);
}

GPtrArray *
pakiv_recovery_window_get_parts (PakivRecoveryWindow *self)
{
  g_return_val_if_fail (PAKIV_IS_RECOVERY_WINDOW (self), NULL);

  return self->parts;
}
