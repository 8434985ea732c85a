/* Puts children side by side and goes on to a new line where one is full, as words in a text do.
 * GtkFlowBox would align them in columns as wide as the widest. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PAKIV_TYPE_WRAP_LAYOUT (pakiv_wrap_layout_get_type ())
G_DECLARE_FINAL_TYPE (PakivWrapLayout, pakiv_wrap_layout, PAKIV, WRAP_LAYOUT, GtkLayoutManager)

GtkLayoutManager *pakiv_wrap_layout_new (int spacing);

G_END_DECLS
