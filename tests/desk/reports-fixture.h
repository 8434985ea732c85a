/* A release of invented records of the real definitions, for tests that show one. */
#pragma once

#include "pakiv-release.h"

#include <gtk/gtk.h>

/* All tables of the quarterly report, of @n records of each kind. */
PakivRelease *fixture_release_new (PakivDefinitions *definitions, guint n, guint32 seed);

/* A record of @kind with a plausible value in most fields; day is in January to March 2021. */
PakivRecord *fixture_record_new (const PakivKind *kind, GRand *rand);

/* (transfer full): all that the labels below @widget say, in order, words parted by single spaces.
 */
char *fixture_read_labels (GtkWidget *widget);

/* The first widget below @widget of that type (and of that name, where not NULL), or NULL. */
GtkWidget *fixture_find (GtkWidget *widget, GType type, const char *name);

/* Lets the main loop run until @done says so; fails after a minute. */
void fixture_wait (gboolean (*done) (gpointer data), gpointer data);
