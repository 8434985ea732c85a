#include "pakiv-release-preview.h"

#include "pakiv-release-blocks.h"
#include "pakiv-release-page.h"

#include <glib/gi18n.h>
#include <string.h>

struct _PakivReleasePreview
{
  AdwBin parent_instance;
  GtkWidget *scroller;
  AdwClamp *clamp;
  PakivRelease *release;
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
clear (PakivReleasePreview *self)
{
  GtkWidget *page = self->clamp != NULL ? adw_clamp_get_child (self->clamp) : NULL;

  if (page != NULL)
    adw_clamp_set_child (self->clamp, NULL);
  g_clear_pointer (&self->release, pakiv_release_free);
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
  self->clamp = ADW_CLAMP (adw_clamp_new ());
  adw_clamp_set_maximum_size (self->clamp, PAGE_WIDTH);
  adw_clamp_set_tightening_threshold (self->clamp, PAGE_WIDTH);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), GTK_WIDGET (self->clamp));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scroller), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("The release as the council will see it"), -1);
  adw_bin_set_child (ADW_BIN (self), self->scroller);
}

GtkWidget *
pakiv_release_preview_new (void)
{
  return g_object_new (PAKIV_TYPE_RELEASE_PREVIEW, NULL);
}

void
pakiv_release_preview_set_release (PakivReleasePreview *self, PakivRelease *release)
{
  g_autoptr (PakivXml) article = NULL;
  g_autoptr (GError) error = NULL;
  GtkWidget *page;

  g_return_if_fail (PAKIV_IS_RELEASE_PREVIEW (self));

  clear (self);
  if (release == NULL)
    return;
  self->release = release;
  article = read_page (release, &error);
  if (article == NULL)
    {
      g_critical ("%s", error->message);
      return;
    }
  page = pakiv_release_blocks_new (article, release, G_CALLBACK (on_link_cb), self);
  adw_clamp_set_child (self->clamp, page);
  gtk_adjustment_set_value (
      gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller)), 0);
}

const PakivRelease *
pakiv_release_preview_get_release (PakivReleasePreview *self)
{
  g_return_val_if_fail (PAKIV_IS_RELEASE_PREVIEW (self), NULL);
  return self->release;
}
