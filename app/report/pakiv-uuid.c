#include "pakiv-uuid.h"

#include <string.h>

static void
parse (const char *uuid, guint8 *bytes)
{
  int n = 0;

  for (const char *c = uuid; c[0] != '\0' && c[1] != '\0' && n < 16; c++)
    if (*c != '-')
      {
        bytes[n++] = (guint8)(g_ascii_xdigit_value (c[0]) << 4 | g_ascii_xdigit_value (c[1]));
        c++;
      }
}

char *
pakiv_uuid_from_name (const char *space, const char *name)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA1);
  guint8 b[20] = { 0 };
  gsize length = sizeof b;

  g_return_val_if_fail (g_uuid_string_is_valid (space), NULL);
  parse (space, b);
  g_checksum_update (checksum, b, 16);
  g_checksum_update (checksum, (const guint8 *)name, (gssize)strlen (name));
  g_checksum_get_digest (checksum, b, &length);
  b[6] = (b[6] & 0x0f) | 0x50;
  b[8] = (b[8] & 0x3f) | 0x80;
  return g_strdup_printf ("%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x",
                          b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11],
                          b[12], b[13], b[14], b[15]);
}
