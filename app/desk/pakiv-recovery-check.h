/* Asks for a few groups of a recovery code, to see that what is on paper can be read. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PAKIV_TYPE_RECOVERY_CHECK (pakiv_recovery_check_get_type ())
G_DECLARE_FINAL_TYPE (
    PakivRecoveryCheck, pakiv_recovery_check, PAKIV, RECOVERY_CHECK, AdwPreferencesGroup)

/* @code: lines of groups, as pakiv_recovery_code_encode() gives them. @n different groups are asked
 * for, chosen by chance, in their order. */
GtkWidget *pakiv_recovery_check_new (const char *title, const char *code, guint n);

/* What is wrong is marked, and the focus goes to the first. */
gboolean pakiv_recovery_check_is_right (PakivRecoveryCheck *self);

G_END_DECLS
