#include "pakiv-release-attempts.h"

#include "pakiv-certificate-words.h"
#include "pakiv-release-blocks.h"

#include <glib/gi18n.h>

#define PAGE_WIDTH 760

struct _PakivReleaseAttempts
{
  AdwBin parent_instance;
  AdwClamp *clamp;
  gboolean filled;
};

G_DEFINE_FINAL_TYPE (PakivReleaseAttempts, pakiv_release_attempts, ADW_TYPE_BIN)

static GtkWidget *
make_row (const char *sentence)
{
  GtkWidget *row
      = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "activatable", FALSE, NULL);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), sentence);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence,
                                  -1);
  return row;
}

static void
append_text (GtkWidget *page, const char *text, const char *style, GtkAccessibleRole role)
{
  gtk_box_append (GTK_BOX (page), pakiv_release_text_new (text, style, role));
}

static void
append_attempts (GtkWidget *page, const PakivCertificate *certificate)
{
  g_autoptr (GPtrArray) words = pakiv_certificate_to_words (certificate);
  GtkWidget *group = adw_preferences_group_new ();

  append_text (page, _ ("What was tried"), "title-2", GTK_ACCESSIBLE_ROLE_HEADING);
  append_text (page,
               _ ("Pakiv itself tried to work out the small numbers behind these figures, as "
                  "different people could."),
               "release-quiet", GTK_ACCESSIBLE_ROLE_LABEL);
  for (guint i = 0; i < words->len; i++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), make_row (words->pdata[i]));
  gtk_box_append (GTK_BOX (page), group);
}

static void
pakiv_release_attempts_class_init (PakivReleaseAttemptsClass *klass)
{
}

static void
pakiv_release_attempts_init (PakivReleaseAttempts *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->clamp = ADW_CLAMP (adw_clamp_new ());
  adw_clamp_set_maximum_size (self->clamp, PAGE_WIDTH);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->clamp));
  adw_bin_set_child (ADW_BIN (self), scroller);
}

GtkWidget *
pakiv_release_attempts_new (void)
{
  return g_object_new (PAKIV_TYPE_RELEASE_ATTEMPTS, NULL);
}

void
pakiv_release_attempts_set_certificate (PakivReleaseAttempts *self,
                                        const PakivCertificate *certificate)
{
  GtkWidget *page;

  g_return_if_fail (PAKIV_IS_RELEASE_ATTEMPTS (self));

  page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  gtk_widget_add_css_class (page, "release-changes");
  if (certificate != NULL)
    append_attempts (page, certificate);
  else
    append_text (page, _ ("Nothing was tried on these figures yet."), NULL,
                 GTK_ACCESSIBLE_ROLE_LABEL);
  adw_clamp_set_child (self->clamp, page);
  self->filled = certificate != NULL;
}

gboolean
pakiv_release_attempts_is_filled (PakivReleaseAttempts *self)
{
  g_return_val_if_fail (PAKIV_IS_RELEASE_ATTEMPTS (self), FALSE);
  return self->filled;
}
