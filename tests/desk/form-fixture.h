/* What the tests of forms and pages share: waiting for a condition, and finding widgets. */
#pragma once

#include "pakiv-field-row.h"
#include "pakiv-form.h"

G_BEGIN_DECLS

/* Runs the main loop until @done, ten seconds at most; then the test fails. */
typedef gboolean (*FormDone) (gpointer data);
void form_wait (FormDone done, gpointer data);
void form_wait_idle (void);

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

/* A window that holds @child and shows it. */
GtkWidget *form_present (GtkWidget *child);

G_END_DECLS
