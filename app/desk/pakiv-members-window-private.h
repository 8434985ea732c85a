/* Shared by the parts of the members window: pakiv-members-window.c does what is asked, off the
 * main loop, pakiv-members-window-list.c shows who is at the desk, pakiv-members-window-form.c is
 * the form for another member. */
#pragma once

#include "pakiv-members-window.h"
#include "pakiv-setup-member.h"

G_BEGIN_DECLS

struct _PakivMembersWindow
{
  AdwWindow parent_instance;

  GtkStack *header_stack;
  GtkWidget *add_button;
  GtkWidget *save_button;
  GtkWidget *spinner;
  GtkStack *stack;
  AdwToastOverlay *toasts;
  AdwPreferencesGroup *working;
  AdwPreferencesGroup *suspended;
  AdwPreferencesPage *form_page;
  GtkWidget *form; /* PakivSetupMember, while a member is added */
  GtkWidget *problem;

  PakivWorkplace *workplace;
  GPtrArray *rows; /* with the group of each as data */
  char *suspending;
  gboolean busy;
};

/* Shows the members anew, as the desk has them now. */
void pakiv_members_window_show_members (PakivMembersWindow *self);

/* From the form back to the list; a passphrase typed there is wiped. */
void pakiv_members_window_show_list (PakivMembersWindow *self);
/* Below the form; @words may be NULL: none. */
void pakiv_members_window_show_problem (PakivMembersWindow *self, const char *words);

/* PakivRole that this member may add, in the order of the roles. (transfer full) */
GArray *pakiv_members_window_list_roles (PakivMembersWindow *self);

/* What the form's buttons in the template call. */
void pakiv_members_window_bind_form (GtkWidgetClass *klass);

G_END_DECLS
