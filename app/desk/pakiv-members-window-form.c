#include "pakiv-compat.h"
#include "pakiv-members-window-private.h"
#include "pakiv-members.h"

#include <glib/gi18n.h>

void
pakiv_members_window_show_problem (PakivMembersWindow *self, const char *words)
{
  gtk_label_set_text (GTK_LABEL (self->problem), words);
  gtk_widget_set_visible (self->problem, words != NULL);
  if (words != NULL)
    pakiv_compat_announce (GTK_WIDGET (self), words);
}

/* The focus leaves the form before the form goes. */
void
pakiv_members_window_show_list (PakivMembersWindow *self)
{
  gtk_stack_set_visible_child_name (self->stack, "list");
  gtk_stack_set_visible_child_name (self->header_stack, "list");
  gtk_window_set_title (GTK_WINDOW (self), _ ("Members"));
  gtk_widget_grab_focus (self->add_button);
  if (self->form == NULL)
    return;
  pakiv_setup_member_wipe (PAKIV_SETUP_MEMBER (self->form));
  adw_preferences_page_remove (self->form_page, ADW_PREFERENCES_GROUP (self->form));
  self->form = NULL;
}

GArray *
pakiv_members_window_list_roles (PakivMembersWindow *self)
{
  GArray *roles = g_array_new (FALSE, FALSE, sizeof (PakivRole));

  for (int i = 0; i < PAKIV_N_ROLES; i++)
    {
      PakivRole role = i;

      if (pakiv_session_may_add (pakiv_workplace_get_session (self->workplace), role, NULL))
        g_array_append_val (roles, role);
    }
  return roles;
}

static void
on_add_cb (PakivMembersWindow *self)
{
  g_autoptr (GArray) roles = pakiv_members_window_list_roles (self);

  self->form = pakiv_setup_member_new (g_array_index (roles, PakivRole, 0), FALSE);
  pakiv_setup_member_offer (PAKIV_SETUP_MEMBER (self->form), (PakivRole *)roles->data, roles->len);
  adw_preferences_page_add (self->form_page, ADW_PREFERENCES_GROUP (self->form));
  pakiv_members_window_show_problem (self, NULL);
  gtk_stack_set_visible_child_name (self->stack, "form");
  gtk_stack_set_visible_child_name (self->header_stack, "form");
  gtk_window_set_title (GTK_WINDOW (self), _ ("New Member"));
  gtk_widget_child_focus (self->form, GTK_DIR_TAB_FORWARD);
}

static void
on_back_cb (PakivMembersWindow *self)
{
  pakiv_members_window_show_list (self);
}

void
pakiv_members_window_bind_form (GtkWidgetClass *klass)
{
  gtk_widget_class_bind_template_callback (klass, on_add_cb);
  gtk_widget_class_bind_template_callback (klass, on_back_cb);
}
