#include "pakiv-release-preview.h"

#include "pakiv-release-blocks.h"
#include "pakiv-release-page.h"
#include "pakiv-release-truth.h"

#include <glib/gi18n.h>
#include <string.h>

struct _PakivReleasePreview
{
  AdwBin parent_instance;
  GtkWidget *scroller;
  AdwClamp *clamp;
  GtkRevealer *truth_revealer;
  GtkLabel *truth_label;
  PakivRelease *release;
  PakivTrueFigures *truth; /* or NULL */
};

#define PAGE_WIDTH 860

G_DEFINE_FINAL_TYPE (PakivReleasePreview, pakiv_release_preview, ADW_TYPE_BIN)

/* The page's charts are drawn by our own widget: their address here is the chart's name. */
static char *
name_chart (const char *picture, gboolean dark, gpointer data)
{
  return g_strdup (picture);
}

char *
pakiv_release_preview_write (const PakivRelease *release)
{
  g_autoptr (GString) html = g_string_new (NULL);

  pakiv_release_page_append (html, release, name_chart, NULL);
  return g_string_free (g_steal_pointer (&html), FALSE);
}

static PakivXml *
read_page (const PakivRelease *release, GError **error)
{
  g_autofree char *page = pakiv_release_preview_write (release);

  return pakiv_xml_parse (page, strlen (page), _ ("Preview"), error);
}

static GtkWidget *
find_section (GtkWidget *widget, const char *name)
{
  if (g_strcmp0 (gtk_widget_get_name (widget), name) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_section (child, name);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* "#stops-by-reason": the contents lead to a table of the same page. */
static gboolean
on_link_cb (GtkLabel *label, const char *address, PakivReleasePreview *self)
{
  GtkWidget *page = adw_clamp_get_child (self->clamp);
  GtkWidget *section = *address == '#' && page != NULL ? find_section (page, address + 1) : NULL;
  GtkAdjustment *adjustment
      = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));
  graphene_point_t point;

  if (section != NULL
      && gtk_widget_compute_point (section, GTK_WIDGET (self->clamp), &GRAPHENE_POINT_INIT (0, 0),
                                   &point))
    gtk_adjustment_set_value (adjustment, point.y);
  return TRUE;
}

static void
clear_page (PakivReleasePreview *self)
{
  GtkWidget *page = self->clamp != NULL ? adw_clamp_get_child (self->clamp) : NULL;

  if (page != NULL)
    adw_clamp_set_child (self->clamp, NULL);
}

static void
clear (PakivReleasePreview *self)
{
  clear_page (self);
  g_clear_pointer (&self->truth, pakiv_true_figures_free);
  g_clear_pointer (&self->release, pakiv_release_free);
}

/* What was counted is no part of the release: it is told above it. */
static void
tell_truth (PakivReleasePreview *self)
{
  g_autofree char *sum = NULL;
  g_autofree char *text = NULL;

  gtk_revealer_set_reveal_child (self->truth_revealer, self->truth != NULL);
  if (self->truth != NULL)
    {
      sum = pakiv_release_truth_sum_up (self->release, self->truth);
      text = g_strdup_printf (
          /* Translators: %s is one or two sentences. */
          _ ("Counted → published: %s What was counted is for your eyes only: it is never printed, "
             "saved or sent."),
          sum);
    }
  gtk_label_set_text (self->truth_label, text != NULL ? text : "");
}

static void
show_page (PakivReleasePreview *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivXml) article = NULL;

  clear_page (self);
  tell_truth (self);
  if (self->release == NULL)
    return;
  article = read_page (self->release, &error);
  if (article == NULL)
    g_critical ("%s", error->message);
  else
    adw_clamp_set_child (self->clamp, pakiv_release_blocks_new (article, self->release, self->truth,
                                                                G_CALLBACK (on_link_cb), self));
}

static GtkWidget *
make_truth_note (PakivReleasePreview *self)
{
  GtkWidget *label = pakiv_release_text_new (NULL, "reports-note", GTK_ACCESSIBLE_ROLE_LABEL);
  GtkWidget *revealer = gtk_revealer_new ();

  gtk_widget_add_css_class (label, "attention");
  gtk_revealer_set_child (GTK_REVEALER (revealer), label);
  self->truth_label = GTK_LABEL (label);
  self->truth_revealer = GTK_REVEALER (revealer);
  return revealer;
}

static void
pakiv_release_preview_dispose (GObject *object)
{
  PakivReleasePreview *self = PAKIV_RELEASE_PREVIEW (object);

  clear (self);
  self->clamp = NULL;
  G_OBJECT_CLASS (pakiv_release_preview_parent_class)->dispose (object);
}

static void
pakiv_release_preview_class_init (PakivReleasePreviewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pakiv_release_preview_dispose;
}

static void
pakiv_release_preview_init (PakivReleasePreview *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->clamp = ADW_CLAMP (adw_clamp_new ());
  adw_clamp_set_maximum_size (self->clamp, PAGE_WIDTH);
  adw_clamp_set_tightening_threshold (self->clamp, PAGE_WIDTH);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), GTK_WIDGET (self->clamp));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scroller), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("The release as the council will see it"), -1);
  gtk_widget_set_vexpand (self->scroller, TRUE);
  gtk_box_append (GTK_BOX (box), make_truth_note (self));
  gtk_box_append (GTK_BOX (box), self->scroller);
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
pakiv_release_preview_new (void)
{
  return g_object_new (PAKIV_TYPE_RELEASE_PREVIEW, NULL);
}

void
pakiv_release_preview_set_release (PakivReleasePreview *self, PakivRelease *release)
{
  g_return_if_fail (PAKIV_IS_RELEASE_PREVIEW (self));

  clear (self);
  self->release = release;
  show_page (self);
  gtk_adjustment_set_value (
      gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller)), 0);
}

const PakivRelease *
pakiv_release_preview_get_release (PakivReleasePreview *self)
{
  g_return_val_if_fail (PAKIV_IS_RELEASE_PREVIEW (self), NULL);
  return self->release;
}

void
pakiv_release_preview_set_truth (PakivReleasePreview *self, PakivTrueFigures *truth)
{
  GtkAdjustment *adjustment;
  double where;

  g_return_if_fail (PAKIV_IS_RELEASE_PREVIEW (self));
  g_return_if_fail (truth == NULL || self->release != NULL);

  if (truth == self->truth)
    return;
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));
  where = gtk_adjustment_get_value (adjustment);
  g_clear_pointer (&self->truth, pakiv_true_figures_free);
  self->truth = truth;
  show_page (self);
  gtk_adjustment_set_value (adjustment, where);
}

gboolean
pakiv_release_preview_has_truth (PakivReleasePreview *self)
{
  g_return_val_if_fail (PAKIV_IS_RELEASE_PREVIEW (self), FALSE);
  return self->truth != NULL;
}
