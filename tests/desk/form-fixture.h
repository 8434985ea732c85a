/* What the tests of forms and pages share: waiting for a condition, and finding widgets. */
#pragma once

#include "pakiv-field-row.h"
#include "pakiv-form.h"
#include "pakiv-idle-watch.h"

G_BEGIN_DECLS

/* Runs the main loop until @done, ten seconds at most; then the test fails. */
typedef gboolean (*FormDone) (gpointer data);
void form_wait (FormDone done, gpointer data);
void form_wait_idle (void);

/* A clock for an idle watch that goes on only by form_pass(), which has the watch look at it. */
gint64 form_get_now (void);
void form_pass (PakivIdleWatch *watch, guint seconds);

/* The first descendant of that type, or with that text on it; NULL where there is none. */
GtkWidget *form_find (GtkWidget *root, GType type);
GtkWidget *form_find_labelled (GtkWidget *root, GType type, const char *text);

/* The row of @field, and what a person would touch in it. */
PakivFieldRow *form_row (GtkWidget *form, const char *field);
GtkWidget *form_control (GtkWidget *form, const char *field);

/* Chooses the code in a drop-down, or presses its button. */
void form_choose (GtkWidget *form, const char *field, const char *label);
const char *form_value (GtkWidget *form, const char *field);
const char *form_problem (GtkWidget *form, const char *field);

/* The label with these words is in sight. */
gboolean form_says (GtkWidget *root, const char *words);
void form_wait_until_says (GtkWidget *root, const char *words);

/* Presses the button with this label, which must be possible. */
void form_press (GtkWidget *root, const char *label);

/* A window that holds @child and shows it. */
GtkWidget *form_present (GtkWidget *child);

/* Presents @window and keeps it until it is dismissed, which sees that nothing else does. */
GtkWidget *form_show (GtkWidget *window);
void form_dismiss (GtkWidget *window);
gboolean form_is_alone (gpointer object); /* only the test holds it */

/* Connected swapped, it notes that a signal came; and what waits for it. */
void form_note_cb (gboolean *heard);
gboolean form_is_true (gpointer heard);

G_END_DECLS
