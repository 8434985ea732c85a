#include "pakiv-appearance.h"

#include "pakiv-settings.h"

#include <adwaita.h>

static AdwColorScheme
to_scheme (PakivAppearance appearance)
{
  switch (appearance)
    {
    case PAKIV_APPEARANCE_LIGHT:
      return ADW_COLOR_SCHEME_FORCE_LIGHT;
    case PAKIV_APPEARANCE_DARK:
      return ADW_COLOR_SCHEME_FORCE_DARK;
    case PAKIV_APPEARANCE_SYSTEM:
    default:
      return ADW_COLOR_SCHEME_DEFAULT;
    }
}

void
pakiv_appearance_restore (void)
{
  g_autoptr (GSettings) settings = pakiv_settings_new ("appearance");

  if (settings == NULL)
    return;
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      to_scheme (g_settings_get_enum (settings, "appearance")));
}

PakivAppearance
pakiv_appearance_get (void)
{
  switch (adw_style_manager_get_color_scheme (adw_style_manager_get_default ()))
    {
    case ADW_COLOR_SCHEME_FORCE_LIGHT:
      return PAKIV_APPEARANCE_LIGHT;
    case ADW_COLOR_SCHEME_FORCE_DARK:
      return PAKIV_APPEARANCE_DARK;
    case ADW_COLOR_SCHEME_DEFAULT:
    case ADW_COLOR_SCHEME_PREFER_LIGHT:
    case ADW_COLOR_SCHEME_PREFER_DARK:
    default:
      return PAKIV_APPEARANCE_SYSTEM;
    }
}

void
pakiv_appearance_set (PakivAppearance appearance)
{
  g_autoptr (GSettings) settings = pakiv_settings_new ("appearance");

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), to_scheme (appearance));
  if (settings != NULL)
    g_settings_set_enum (settings, "appearance", appearance);
}
