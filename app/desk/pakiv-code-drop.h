/* A list that drops down for one code of a field: shared by the rows of a form and the cells of a
 * card. */
#pragma once

#include "pakiv-field-row.h"

G_BEGIN_DECLS

/* (transfer floating): writes what is chosen through @owner. */
GtkWidget *pakiv_code_drop_new (PakivFieldRow *owner, const PakivField *field);
void pakiv_code_drop_show (GtkWidget *drop, const PakivField *field, const char *value);

/* A box for a number, empty where it is not stated. */
GtkWidget *pakiv_count_spin_new (PakivFieldRow *owner, const PakivField *field);
void pakiv_count_spin_show (GtkWidget *spin, const char *value);

G_END_DECLS
