#include "pakiv-release-chart.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

struct _PakivReleaseChart
{
  GtkWidget parent_instance;
  PakivPicture *picture;
};

#define NARROWEST 320
#define NATURAL 680

G_DEFINE_FINAL_TYPE (PakivReleaseChart, pakiv_release_chart, GTK_TYPE_WIDGET)

static void
pakiv_release_chart_measure (GtkWidget *widget,
                             GtkOrientation orientation,
                             int for_size,
                             int *minimum,
                             int *natural,
                             int *minimum_baseline,
                             int *natural_baseline)
{
  PakivReleaseChart *self = PAKIV_RELEASE_CHART (widget);

  *minimum_baseline = *natural_baseline = -1;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = NARROWEST;
      *natural = NATURAL;
    }
  else if (self->picture == NULL)
    *minimum = *natural = 0;
  else
    {
      double width = for_size > 0 ? MAX (for_size, NARROWEST) : NATURAL;

      *minimum = *natural = (int)ceil (pakiv_picture_get_height (self->picture, width));
    }
}

static GtkSizeRequestMode
pakiv_release_chart_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
pakiv_release_chart_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  PakivReleaseChart *self = PAKIV_RELEASE_CHART (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  cairo_t *cr;

  if (self->picture == NULL || width <= 0 || height <= 0)
    return;
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  pakiv_picture_draw (self->picture, cr, width, dark ? PAKIV_CHART_DARK : PAKIV_CHART_LIGHT);
  cairo_destroy (cr);
}

static void
pakiv_release_chart_finalize (GObject *object)
{
  pakiv_picture_free (PAKIV_RELEASE_CHART (object)->picture);
  G_OBJECT_CLASS (pakiv_release_chart_parent_class)->finalize (object);
}

static void
pakiv_release_chart_class_init (PakivReleaseChartClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = pakiv_release_chart_finalize;
  widget_class->measure = pakiv_release_chart_measure;
  widget_class->get_request_mode = pakiv_release_chart_get_request_mode;
  widget_class->snapshot = pakiv_release_chart_snapshot;
  gtk_widget_class_set_css_name (widget_class, "pakiv-chart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
pakiv_release_chart_init (PakivReleaseChart *self)
{
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}

GtkWidget *
pakiv_release_chart_new (PakivPicture *picture)
{
  PakivReleaseChart *self;
  g_autofree char *label = NULL;
  g_autofree char *description = NULL;

  g_return_val_if_fail (picture != NULL, NULL);

  self = g_object_new (PAKIV_TYPE_RELEASE_CHART, NULL);
  self->picture = picture;
  /* Translators: %s is the title of a table, as "Stops by outcome". */
  label = g_strdup_printf (_ ("Chart: %s"), pakiv_picture_get_title (picture));
  description = pakiv_picture_describe (picture);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
  return GTK_WIDGET (self);
}
