#include "pakiv-settings.h"

#define LOCK_DEFAULT 5
#define LOCK_MOST 60

/* g_settings_new would end the program where the schema is not installed. */
GSettings *
pakiv_settings_new (const char *key)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  g_return_val_if_fail (key != NULL, NULL);

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, PAKIV_APPLICATION_ID, TRUE);
  if (schema == NULL || !g_settings_schema_has_key (schema, key))
    return NULL;
  return g_settings_new_full (schema, NULL, NULL);
}

guint
pakiv_settings_get_lock_minutes (void)
{
  g_autoptr (GSettings) settings = pakiv_settings_new (PAKIV_LOCK_MINUTES);

  return settings != NULL ? CLAMP (g_settings_get_uint (settings, PAKIV_LOCK_MINUTES), 1, LOCK_MOST)
                          : LOCK_DEFAULT;
}
