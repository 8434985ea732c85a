/* One field on a form, whatever widget shows it. A row is made for a field, then bound to a place
 * in a draft: it shows the draft's value and writes what a person does to it straight back. */
#pragma once

#include "pakiv-draft.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define PAKIV_TYPE_FIELD_ROW (pakiv_field_row_get_type ())
G_DECLARE_INTERFACE (PakivFieldRow, pakiv_field_row, PAKIV, FIELD_ROW, GtkWidget)

struct _PakivFieldRowInterface
{
  GTypeInterface parent_iface;

  /* Shows @value (NULL: not stated); for ROWS, the draft's rows. */
  void (*show_value) (PakivFieldRow *self, const char *value);

  /* What takes the focus, and what a screen reader calls by the field's label. */
  GtkWidget *(*get_control) (PakivFieldRow *self);

  /* Only for ROWS: a problem of one cell. The others get theirs in their note. */
  gboolean (*show_cell_problem) (PakivFieldRow *self,
                                 guint row,
                                 const char *column,
                                 const char *message);

  gboolean shows_hint; /* the widget shows the field's hint itself */
};

/* (transfer floating): the widget that suits @field. */
PakivFieldRow *pakiv_field_row_new (const PakivField *field);

const PakivField *pakiv_field_row_get_field (PakivFieldRow *self);
PakivDraft *pakiv_field_row_get_draft (PakivFieldRow *self); /* or NULL */
PakivPlace pakiv_field_row_get_place (PakivFieldRow *self);

void pakiv_field_row_bind (PakivFieldRow *self, PakivDraft *draft, PakivPlace place);

/* For the widgets themselves: says whose field they are; hands a value to the draft. */
void pakiv_field_row_set_field (PakivFieldRow *self, const PakivField *field);
void pakiv_field_row_write (PakivFieldRow *self, const char *value);

/* A slim row to stand right below: the hint where the widget shows none, or the problem in words.
 */
GtkWidget *pakiv_field_row_get_note (PakivFieldRow *self);
void pakiv_field_row_set_problem (PakivFieldRow *self, const char *message); /* NULL: none */
gboolean pakiv_field_row_has_problem (PakivFieldRow *self);

/* Replaces the hint: why this field can't be changed here. */
void pakiv_field_row_set_reason (PakivFieldRow *self, const char *reason);

/* Shows or hides the row with its note. */
void pakiv_field_row_set_shown (PakivFieldRow *self, gboolean shown);

G_END_DECLS
