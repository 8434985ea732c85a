#include "pakiv-release-leaf.h"

#include "pakiv-release-blocks.h"

#define PAGE_WIDTH 760

GtkWidget *
pakiv_release_leaf_new (AdwClamp **clamp)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  *clamp = ADW_CLAMP (adw_clamp_new ());
  adw_clamp_set_maximum_size (*clamp, PAGE_WIDTH);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (*clamp));
  return scroller;
}

GtkWidget *
pakiv_release_leaf_clear (AdwClamp *clamp)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);

  gtk_widget_add_css_class (content, "release-leaf");
  adw_clamp_set_child (clamp, content);
  return content;
}

void
pakiv_release_leaf_append_text (GtkWidget *content, const char *text, const char *style)
{
  gtk_box_append (GTK_BOX (content),
                  pakiv_release_text_new (text, style, GTK_ACCESSIBLE_ROLE_LABEL));
}

void
pakiv_release_leaf_append_heading (GtkWidget *content, const char *text)
{
  gtk_box_append (GTK_BOX (content),
                  pakiv_release_text_new (text, "title-2", GTK_ACCESSIBLE_ROLE_HEADING));
}

GtkWidget *
pakiv_release_leaf_row_new (const char *title, const char *text, const char *icon)
{
  g_autofree char *label = text != NULL ? g_strdup_printf ("%s. %s", title, text) : NULL;
  GtkWidget *row
      = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "activatable", FALSE, NULL);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  if (text != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  if (icon != NULL)
    adw_action_row_add_prefix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name (icon));
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label != NULL ? label : title, -1);
  return row;
}

void
pakiv_release_leaf_append_sentences (GtkWidget *content, const GPtrArray *sentences)
{
  GtkWidget *group = adw_preferences_group_new ();

  for (guint i = 0; i < sentences->len; i++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                               pakiv_release_leaf_row_new (sentences->pdata[i], NULL, NULL));
  gtk_box_append (GTK_BOX (content), group);
}
