#include "pakiv-release-attempts.h"

#include "pakiv-certificate-words.h"
#include "pakiv-release-leaf.h"

#include <glib/gi18n.h>

struct _PakivReleaseAttempts
{
  AdwBin parent_instance;
  AdwClamp *clamp;
  GPtrArray *findings; /* char*, of the release; or NULL */
  gboolean filled;
};

G_DEFINE_FINAL_TYPE (PakivReleaseAttempts, pakiv_release_attempts, ADW_TYPE_BIN)

/* Empties the page but for what is known without trying. */
static GtkWidget *
begin (PakivReleaseAttempts *self)
{
  GtkWidget *content = pakiv_release_leaf_clear (self->clamp);

  if (self->findings != NULL && self->findings->len > 0)
    {
      pakiv_release_leaf_append_heading (content, _ ("For whoever signs"));
      pakiv_release_leaf_append_text (
          content, _ ("Only you read this here; it is not published with the figures."),
          "release-quiet");
      pakiv_release_leaf_append_sentences (content, self->findings);
    }
  pakiv_release_leaf_append_heading (content, _ ("What was tried"));
  return content;
}

static void
show_untried (PakivReleaseAttempts *self)
{
  GtkWidget *content = begin (self);
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("Tr_y Now"));

  pakiv_release_leaf_append_text (content, _ ("Nothing was tried on these figures yet."), NULL);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "reports.try");
  gtk_box_append (GTK_BOX (content), button);
  self->filled = FALSE;
}

static void
pakiv_release_attempts_dispose (GObject *object)
{
  g_clear_pointer (&PAKIV_RELEASE_ATTEMPTS (object)->findings, g_ptr_array_unref);
  G_OBJECT_CLASS (pakiv_release_attempts_parent_class)->dispose (object);
}

static void
pakiv_release_attempts_class_init (PakivReleaseAttemptsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pakiv_release_attempts_dispose;
}

static void
pakiv_release_attempts_init (PakivReleaseAttempts *self)
{
  adw_bin_set_child (ADW_BIN (self), pakiv_release_leaf_new (&self->clamp));
}

GtkWidget *
pakiv_release_attempts_new (void)
{
  return g_object_new (PAKIV_TYPE_RELEASE_ATTEMPTS, NULL);
}

void
pakiv_release_attempts_set_release (PakivReleaseAttempts *self, const PakivRelease *release)
{
  g_return_if_fail (PAKIV_IS_RELEASE_ATTEMPTS (self));

  g_clear_pointer (&self->findings, g_ptr_array_unref);
  if (release != NULL)
    self->findings = g_ptr_array_ref (release->findings);
  show_untried (self);
}

void
pakiv_release_attempts_set_trying (PakivReleaseAttempts *self, gboolean trying)
{
  g_return_if_fail (PAKIV_IS_RELEASE_ATTEMPTS (self));

  if (!trying)
    show_untried (self);
  else
    pakiv_release_leaf_append_text (
        begin (self), _ ("Pakiv is trying to work out the small numbers behind these figures…"),
        NULL);
}

void
pakiv_release_attempts_set_certificate (PakivReleaseAttempts *self,
                                        const PakivCertificate *certificate)
{
  g_autoptr (GPtrArray) words = NULL;
  GtkWidget *content;

  g_return_if_fail (PAKIV_IS_RELEASE_ATTEMPTS (self));

  content = begin (self);
  self->filled = TRUE;
  if (certificate == NULL)
    {
      pakiv_release_leaf_append_text (
          content, _ ("This release was made before it was written down what was tried."), NULL);
      return;
    }
  words = pakiv_certificate_to_words (certificate);
  pakiv_release_leaf_append_text (
      content,
      _ ("Pakiv itself tried to work out the small numbers behind these figures, as "
         "different people could."),
      "release-quiet");
  pakiv_release_leaf_append_sentences (content, words);
}

gboolean
pakiv_release_attempts_is_filled (PakivReleaseAttempts *self)
{
  g_return_val_if_fail (PAKIV_IS_RELEASE_ATTEMPTS (self), FALSE);
  return self->filled;
}
