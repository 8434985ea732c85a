/* Light, dark, or as the system says. Kept in GSettings where Pakiv's schema is installed (an
 * uninstalled run finds it through GSETTINGS_SCHEMA_DIR); without one the choice lasts until the
 * program ends. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  PAKIV_APPEARANCE_SYSTEM,
  PAKIV_APPEARANCE_LIGHT,
  PAKIV_APPEARANCE_DARK,
} PakivAppearance;

/* Makes the windows look as was chosen earlier: once, when the program starts. */
void pakiv_appearance_restore (void);

PakivAppearance pakiv_appearance_get (void);
void pakiv_appearance_set (PakivAppearance appearance);

G_END_DECLS
