/* A new passphrase, typed twice, with a word on what was typed so far. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PAKIV_TYPE_NEW_PASSPHRASE (pakiv_new_passphrase_get_type ())
G_DECLARE_FINAL_TYPE (
    PakivNewPassphrase, pakiv_new_passphrase, PAKIV, NEW_PASSPHRASE, AdwPreferencesGroup)

GtkWidget *pakiv_new_passphrase_new (void);
const char *pakiv_new_passphrase_get (PakivNewPassphrase *self);

/* FALSE, with the words in place and the focus there, where it can't be used. */
gboolean pakiv_new_passphrase_check (PakivNewPassphrase *self);
void pakiv_new_passphrase_wipe (PakivNewPassphrase *self);

/* What to say about @typed while it is typed: plain words on its length. Nobody can measure how
 * good a passphrase is. */
const char *pakiv_new_passphrase_advise (const char *typed);

G_END_DECLS
