#include "pakiv-wrap-layout.h"

struct _PakivWrapLayout
{
  GtkLayoutManager parent_instance;

  int spacing;
};

G_DEFINE_FINAL_TYPE (PakivWrapLayout, pakiv_wrap_layout, GTK_TYPE_LAYOUT_MANAGER)

/* Lays the children out in @width and says how high that is; places them where @place is set. */
static int
lay_out (PakivWrapLayout *self, GtkWidget *widget, int width, gboolean place)
{
  gboolean right_to_left = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int x = 0, y = 0, line_height = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int minimum, natural, height, child_width;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
      child_width = MAX (minimum, MIN (natural, width));
      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, child_width, NULL, &height, NULL, NULL);
      if (x > 0 && x + child_width > width)
        {
          x = 0;
          y += line_height + self->spacing;
          line_height = 0;
        }
      if (place)
        {
          GtkAllocation box
              = { right_to_left ? width - x - child_width : x, y, child_width, height };

          gtk_widget_size_allocate (child, &box, -1);
        }
      x += child_width + self->spacing;
      line_height = MAX (line_height, height);
    }
  return y + line_height;
}

static void
measure_width (PakivWrapLayout *self, GtkWidget *widget, int *minimum, int *natural)
{
  *minimum = 0;
  *natural = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum, child_natural;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &child_minimum, &child_natural,
                          NULL, NULL);
      *minimum = MAX (*minimum, child_minimum);
      *natural += child_natural + (*natural > 0 ? self->spacing : 0);
    }
}

static GtkSizeRequestMode
pakiv_wrap_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
pakiv_wrap_layout_measure (GtkLayoutManager *manager,
                           GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline)
{
  PakivWrapLayout *self = PAKIV_WRAP_LAYOUT (manager);
  int width, wide;

  measure_width (self, widget, &width, &wide);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = width;
      *natural = wide;
      return;
    }
  *minimum = lay_out (self, widget, for_size >= 0 ? for_size : wide, FALSE);
  *natural = *minimum;
}

static void
pakiv_wrap_layout_allocate (
    GtkLayoutManager *manager, GtkWidget *widget, int width, int height, int baseline)
{
  lay_out (PAKIV_WRAP_LAYOUT (manager), widget, width, TRUE);
}

static void
pakiv_wrap_layout_class_init (PakivWrapLayoutClass *klass)
{
  GtkLayoutManagerClass *manager_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  manager_class->get_request_mode = pakiv_wrap_layout_get_request_mode;
  manager_class->measure = pakiv_wrap_layout_measure;
  manager_class->allocate = pakiv_wrap_layout_allocate;
}

static void
pakiv_wrap_layout_init (PakivWrapLayout *self)
{
}

GtkLayoutManager *
pakiv_wrap_layout_new (int spacing)
{
  PakivWrapLayout *self = g_object_new (PAKIV_TYPE_WRAP_LAYOUT, NULL);

  self->spacing = spacing;
  return GTK_LAYOUT_MANAGER (self);
}
