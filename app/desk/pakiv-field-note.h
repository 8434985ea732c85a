/* The words below a field: its hint, or what is wrong with what was typed. Takes no room when
 * empty. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PAKIV_TYPE_FIELD_NOTE (pakiv_field_note_get_type ())
G_DECLARE_FINAL_TYPE (PakivFieldNote, pakiv_field_note, PAKIV, FIELD_NOTE, AdwPreferencesRow)

PakivFieldNote *pakiv_field_note_new (void);
void pakiv_field_note_set_hint (PakivFieldNote *self, const char *hint);
void pakiv_field_note_set_problem (PakivFieldNote *self, const char *problem);
void pakiv_field_note_set_shown (PakivFieldNote *self, gboolean shown);
gboolean pakiv_field_note_has_words (PakivFieldNote *self);
const char *pakiv_field_note_get_problem (PakivFieldNote *self); /* or NULL */

G_END_DECLS
