/* Uses the program as a person with assistive technology does: through the accessibility bus and
 * the keyboard. Nothing here sleeps: it waits for what should show, a minute at most. */
#pragma once

#include <atspi/atspi.h>

G_BEGIN_DECLS

/* AT-SPI's own types, under names that can be freed automatically on every version of it. */
typedef AtspiAccessible Node;
typedef AtspiAction NodeAction;
typedef AtspiEditableText NodeText;
typedef AtspiComponent NodeComponent;
typedef AtspiSelection NodeSelection;
typedef AtspiStateSet NodeStates;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Node, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NodeAction, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NodeText, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NodeComponent, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NodeSelection, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NodeStates, g_object_unref)

/* First and last. */
void journey_begin (void);
void journey_end (void);

/* Everything below looks inside this part of the window only, NULL: all windows but for the long
 * pages of kinds and reports. @part: what a screen reader calls it. */
void journey_look_inside (const char *part);

/* (transfer full): waits for the first node of that role (NULL: any) and name. A name that ends in
 * "…" stands for all that begin so. */
Node *journey_find (const char *role, const char *name);
gboolean journey_shows (const char *role, const char *name); /* now, without waiting */
void journey_wait_for (const char *role, const char *name);

void journey_press (const char *name);                       /* a button */
void journey_press_in (const char *group, const char *name); /* a button in a named group */
void journey_type_into (const char *name, const char *text); /* a text */
void journey_choose (const char *field, const char *value);  /* a drop-down of a form */
void journey_choose_typed (const char *field, const char *letters, const char *value);
void journey_select (const char *list, int position); /* a row of a list */
void journey_key (guint keyval, gboolean control);

G_END_DECLS
