#include "pakiv-reply.h"

#include <libsoup/soup.h>
#include <string.h>

PakivReply *
pakiv_reply_new (guint status, const char *type, GBytes *body)
{
  PakivReply *reply = g_new0 (PakivReply, 1);

  reply->status = status;
  reply->type = type;
  reply->body = body;
  return reply;
}

PakivReply *
pakiv_reply_new_text (guint status, const char *type, char *text)
{
  return pakiv_reply_new (status, type, g_bytes_new_take (text, strlen (text)));
}

void
pakiv_reply_free (PakivReply *reply)
{
  if (reply == NULL)
    return;
  g_clear_pointer (&reply->body, g_bytes_unref);
  g_free (reply->etag);
  g_free (reply->modified);
  g_free (reply->disposition);
  g_free (reply);
}

void
pakiv_reply_set_cacheable (PakivReply *reply, const char *moment)
{
  g_autofree char *sum = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, reply->body);
  g_autoptr (GDateTime) time = moment != NULL ? g_date_time_new_from_iso8601 (moment, NULL) : NULL;

  g_free (reply->etag);
  reply->etag = g_strdup_printf ("\"%.32s\"", sum);
  g_clear_pointer (&reply->modified, g_free);
  if (time != NULL)
    reply->modified = soup_date_time_to_string (time, SOUP_DATE_HTTP);
}

/* nginx makes an ETag weak where it compresses. */
static gboolean
names_etag (const char *list, const char *etag)
{
  g_auto (GStrv) tags = g_strsplit (list, ",", 32);

  for (char **tag = tags; *tag != NULL; tag++)
    {
      const char *text = g_strstrip (*tag);

      if (g_str_has_prefix (text, "W/"))
        text += 2;
      if (g_str_equal (text, etag) || g_str_equal (text, "*"))
        return TRUE;
    }
  return FALSE;
}

gboolean
pakiv_reply_match (PakivReply *reply, const char *if_none_match, const char *if_modified_since)
{
  gboolean same = FALSE;

  if (reply->status != 200 || reply->etag == NULL)
    return FALSE;
  if (if_none_match != NULL)
    same = names_etag (if_none_match, reply->etag);
  else if (if_modified_since != NULL && reply->modified != NULL)
    same = g_str_equal (if_modified_since, reply->modified);
  if (!same)
    return FALSE;
  reply->status = 304;
  g_clear_pointer (&reply->body, g_bytes_unref);
  g_clear_pointer (&reply->disposition, g_free);
  return TRUE;
}
