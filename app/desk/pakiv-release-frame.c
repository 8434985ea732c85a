#include "pakiv-release-frame.h"

struct _PakivReleaseFrame
{
  GtkWidget parent_instance;
  GtkWidget *scroller;
  GtkWidget *table; /* in the scroller */
};

G_DEFINE_FINAL_TYPE (PakivReleaseFrame, pakiv_release_frame, GTK_TYPE_WIDGET)

static void
pakiv_release_frame_measure (GtkWidget *widget,
                             GtkOrientation orientation,
                             int for_size,
                             int *minimum,
                             int *natural,
                             int *minimum_baseline,
                             int *natural_baseline)
{
  PakivReleaseFrame *self = PAKIV_RELEASE_FRAME (widget);
  int least, wanted;

  *minimum_baseline = *natural_baseline = -1;
  gtk_widget_measure (self->table, GTK_ORIENTATION_HORIZONTAL, -1, &least, &wanted, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      gtk_widget_measure (self->scroller, orientation, -1, minimum, NULL, NULL, NULL);
      *natural = MAX (*minimum, wanted);
      return;
    }
  /* A table that stands at the start has its own width where there is room. */
  if (for_size < 0 || gtk_widget_get_halign (self->table) == GTK_ALIGN_START)
    for_size = for_size < 0 ? wanted : MIN (for_size, wanted);
  gtk_widget_measure (self->table, orientation, MAX (for_size, least), minimum, natural, NULL,
                      NULL);
  *natural = MAX (*minimum, *natural);
}

static GtkSizeRequestMode
pakiv_release_frame_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
pakiv_release_frame_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gtk_widget_allocate (PAKIV_RELEASE_FRAME (widget)->scroller, width, height, baseline, NULL);
}

static void
pakiv_release_frame_dispose (GObject *object)
{
  g_clear_pointer (&PAKIV_RELEASE_FRAME (object)->scroller, gtk_widget_unparent);
  G_OBJECT_CLASS (pakiv_release_frame_parent_class)->dispose (object);
}

static void
pakiv_release_frame_class_init (PakivReleaseFrameClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pakiv_release_frame_dispose;
  widget_class->measure = pakiv_release_frame_measure;
  widget_class->get_request_mode = pakiv_release_frame_get_request_mode;
  widget_class->size_allocate = pakiv_release_frame_size_allocate;
}

static void
pakiv_release_frame_init (PakivReleaseFrame *self)
{
}

/* The wheel over a table moves the page: a scroller that only moves sideways would keep it. */
static void
let_wheel_through (GtkWidget *scroller)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (scroller);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_SCROLL (controller))
        gtk_event_controller_scroll_set_flags (GTK_EVENT_CONTROLLER_SCROLL (controller),
                                               GTK_EVENT_CONTROLLER_SCROLL_HORIZONTAL);
    }
}

GtkWidget *
pakiv_release_frame_new (GtkWidget *table)
{
  PakivReleaseFrame *self = g_object_new (PAKIV_TYPE_RELEASE_FRAME, NULL);
  GtkScrolledWindow *scroller;

  self->table = table;
  self->scroller = gtk_scrolled_window_new ();
  scroller = GTK_SCROLLED_WINDOW (self->scroller);
  gtk_scrolled_window_set_policy (scroller, GTK_POLICY_AUTOMATIC, GTK_POLICY_EXTERNAL);
  gtk_scrolled_window_set_child (scroller, table);
  let_wheel_through (self->scroller);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
  return GTK_WIDGET (self);
}
