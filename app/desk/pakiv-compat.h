/* The calls that differ between the GTK and libadwaita of Debian 12 and of Debian 13.
 * pakiv-compat.c is the only file with version checks. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void pakiv_compat_show_about (GtkWindow *parent);

/* A question with "Cancel" and @action. @callback is called when @action was chosen. */
void pakiv_compat_ask (GtkWindow *parent,
                       const char *heading,
                       const char *body,
                       const char *action,
                       gboolean destructive,
                       GCallback callback,
                       gpointer data);

/* Ends the questions and messages that stand inside @window itself, unanswered. */
void pakiv_compat_close_dialogs (GtkWindow *window);

/* A message with "Close". */
void pakiv_compat_tell (GtkWindow *parent, const char *heading, const char *body);

/* Opens @file in the program that the user has for such files; where there is none, tells @heading
 * and @body. */
void pakiv_compat_show_file (GtkWindow *parent, GFile *file, const char *heading, const char *body);

typedef void (*PakivFileChosen) (GFile *file, gpointer data); /* NULL: nothing chosen */
void pakiv_compat_open_file (GtkWindow *parent,
                             const char *title,
                             const char *filter_name,
                             const char *pattern,
                             PakivFileChosen chosen,
                             gpointer data);
void pakiv_compat_save_file (
    GtkWindow *parent, const char *title, const char *name, PakivFileChosen chosen, gpointer data);

void pakiv_compat_open_folder (GtkWindow *parent,
                               const char *title,
                               PakivFileChosen chosen,
                               gpointer data);

void pakiv_compat_scroll_to (GtkListView *list, guint position);

/* Names the two buttons of a spin button, which have no words of their own. */
void pakiv_compat_name_spin (GtkWidget *spin, const char *fewer, const char *more);

/* Has a screen reader say @message. */
void pakiv_compat_announce (GtkWidget *widget, const char *message);

G_END_DECLS
