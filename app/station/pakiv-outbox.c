/* The package is on disk before anything is sent, and its state changes only after a council
 * answered. */
#include "pakiv-outbox.h"

#include "pakiv-file.h"
#include "pakiv-json-writer.h"
#include "pakiv-json.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define WAITING "waiting"
#define ITEM_MAX (64 * 1024)

static char *
build_path (PakivDesk *desk, const char *id, const char *ending)
{
  g_autofree char *name = g_strconcat (id, ending, NULL);

  return g_build_filename (pakiv_desk_get_folder (desk), "outbox", name, NULL);
}

void
pakiv_outbox_item_free (PakivOutboxItem *item)
{
  if (item == NULL)
    return;
  g_free (item->id);
  g_free (item->period);
  g_free (item->state);
  g_free (item->comment);
  g_free (item->page);
  g_free (item);
}

static PakivOutboxItem *
new_item (const PakivRelease *release)
{
  PakivOutboxItem *item = g_new0 (PakivOutboxItem, 1);

  item->id = pakiv_release_get_id (release);
  item->period = pakiv_period_to_string (release->period);
  item->log = release->log;
  item->version = release->version;
  item->state = g_strdup (WAITING);
  return item;
}

static gboolean
write_item (PakivDesk *desk, const PakivOutboxItem *item, GError **error)
{
  g_autofree char *path = build_path (desk, item->id, ".json");
  g_autoptr (GBytes) bytes = NULL;
  PakivJsonWriter json;

  pakiv_json_writer_init (&json);
  pakiv_json_begin_object (&json, NULL);
  pakiv_json_add_string (&json, "id", item->id);
  pakiv_json_add_string (&json, "log", pakiv_log_id_to_string (item->log));
  pakiv_json_add_string (&json, "period", item->period);
  pakiv_json_add_number (&json, "version", item->version);
  pakiv_json_add_string (&json, "state", item->state);
  if (item->comment != NULL)
    pakiv_json_add_string (&json, "comment", item->comment);
  if (item->page != NULL)
    pakiv_json_add_string (&json, "page", item->page);
  pakiv_json_end_object (&json);
  bytes = pakiv_json_writer_finish (&json);
  return pakiv_desk_write (path, bytes, error);
}

/* NULL where the file is not there or can't be read: the package beside it still says what it is.
 */
static PakivOutboxItem *
read_item (PakivDesk *desk, const char *id)
{
  g_autofree char *path = build_path (desk, id, ".json");
  g_autoptr (GBytes) bytes = pakiv_file_read (path, ITEM_MAX, NULL);
  g_autoptr (JsonObject) root = bytes != NULL ? pakiv_json_read_object (bytes) : NULL;
  g_autoptr (PakivOutboxItem) item = g_new0 (PakivOutboxItem, 1);
  PakivPeriod period;

  if (root == NULL || g_strcmp0 (pakiv_json_get_string (root, "id"), id) != 0
      || !pakiv_log_id_from_string (pakiv_json_get_string (root, "log"), &item->log))
    return NULL;
  item->id = g_strdup (id);
  item->period = g_strdup (pakiv_json_get_string (root, "period"));
  item->version = (int)pakiv_json_get_number (root, "version", G_MAXINT);
  item->state = g_strdup (pakiv_json_get_string (root, "state"));
  item->comment = g_strdup (pakiv_json_get_string (root, "comment"));
  item->page = g_strdup (pakiv_json_get_string (root, "page"));
  if (item->state == NULL || item->version < 1 || !pakiv_period_parse (item->period, &period, NULL))
    return NULL;
  return g_steal_pointer (&item);
}

PakivOutboxItem *
pakiv_outbox_find (PakivDesk *desk, const char *id)
{
  g_autofree char *path = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (PakivPackage) package = NULL;
  PakivOutboxItem *item;

  g_return_val_if_fail (desk != NULL && id != NULL, NULL);

  if (!g_uuid_string_is_valid (id))
    return NULL;
  if ((item = read_item (desk, id)) != NULL)
    return item;
  path = build_path (desk, id, ".zip");
  bytes = pakiv_file_read (path, PAKIV_PACKAGE_MAX, NULL);
  package = bytes != NULL ? pakiv_package_read (bytes, NULL, NULL, NULL) : NULL;
  return package != NULL ? new_item (package->release) : NULL;
}

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, PAKIV_EXCHANGE_ERROR, PAKIV_EXCHANGE_ERROR_REFUSED, message);
  return FALSE;
}

/* (transfer full): what is in @package, where this desk made it. */
static PakivPackage *
read_own (PakivDesk *desk, GBytes *package, GError **error)
{
  g_autoptr (PakivPackage) read = pakiv_package_read (package, NULL, NULL, error);
  g_autofree char *own_key = NULL;

  if (read == NULL)
    return NULL;
  own_key = pakiv_minisign_key_to_string (pakiv_desk_get_signing_key (desk, read->release->log));
  if (strcmp (read->public_key, own_key) == 0
      && strcmp (read->release->station_id, pakiv_desk_get_station_id (desk)) == 0)
    return g_steal_pointer (&read);
  refuse (error, _ ("This package was made at another desk, so it is not sent from here."));
  return NULL;
}

static gboolean
make_folder (PakivDesk *desk, GError **error)
{
  g_autofree char *folder = g_build_filename (pakiv_desk_get_folder (desk), "outbox", NULL);

  if (g_mkdir_with_parents (folder, 0700) == 0)
    return TRUE;
  pakiv_desk_set_file_error (error, folder, errno);
  return FALSE;
}

/* What is there stays, even where it can't be read: one release has one package. */
static gboolean
keep_package (PakivDesk *desk, const char *id, GBytes *package, GError **error)
{
  g_autofree char *path = build_path (desk, id, ".zip");
  g_autoptr (GBytes) before = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return make_folder (desk, error) && pakiv_desk_write (path, package, error);
  before = pakiv_file_read (path, PAKIV_PACKAGE_MAX, error);
  if (before == NULL)
    return FALSE;
  return g_bytes_equal (before, package)
         || refuse (error, _ ("Another package of this release is already in the outbox. It stays, "
                              "and this one is not sent."));
}

/* (transfer full): the item in the outbox, new ones waiting. */
static PakivOutboxItem *
keep (PakivDesk *desk, GBytes *package, GError **error)
{
  g_autoptr (PakivPackage) read = read_own (desk, package, error);
  g_autoptr (PakivOutboxItem) item = NULL;
  g_autofree char *id = NULL;

  if (read == NULL)
    return NULL;
  id = pakiv_release_get_id (read->release);
  if (!keep_package (desk, id, package, error))
    return NULL;
  item = read_item (desk, id);
  if (item != NULL)
    return g_steal_pointer (&item);
  item = new_item (read->release);
  return write_item (desk, item, error) ? g_steal_pointer (&item) : NULL;
}

static gboolean
remember (PakivDesk *desk, PakivOutboxItem *item, const PakivCouncilAnswer *answer, GError **error)
{
  g_free (item->state);
  g_free (item->comment);
  g_free (item->page);
  item->state = g_strdup (answer->state);
  item->comment = g_strdup (answer->comment);
  item->page = g_strdup (answer->page);
  return write_item (desk, item, error);
}

/* (transfer full): without the slash that people put at the end. */
static char *
trim_address (const char *url)
{
  char *trimmed = g_strdup (url);

  for (gsize length = strlen (trimmed); length > 0 && trimmed[length - 1] == '/'; length--)
    trimmed[length - 1] = '\0';
  return trimmed;
}

/* (transfer full): the token is this council's alone: no other address gets to see it. */
static char *
find_token (PakivDesk *desk, const char *address)
{
  g_autofree char *council = pakiv_desk_get_council (desk);
  g_autofree char *own = council != NULL ? trim_address (council) : NULL;

  return council != NULL && g_strcmp0 (own, address) == 0
             ? pakiv_desk_get_council_token (desk, council)
             : NULL;
}

/* (transfer full): where to send, or NULL and @error. */
static char *
find_address (PakivDesk *desk, const char *url, GError **error)
{
  g_autofree char *council = pakiv_desk_get_council (desk);
  const char *address = url != NULL ? url : council;

  if (address != NULL)
    return trim_address (address);
  refuse (error, _ ("This desk is not enrolled with a council yet. Enter the council’s code in the "
                    "preferences first; the package waits in the outbox."));
  return NULL;
}

PakivCouncilAnswer *
pakiv_outbox_send (
    PakivDesk *desk, GBytes *package, const char *url, GCancellable *cancellable, GError **error)
{
  g_autoptr (PakivOutboxItem) item = NULL;
  g_autoptr (PakivCouncilAnswer) answer = NULL;
  g_autofree char *address = NULL;
  char *token;

  g_return_val_if_fail (desk != NULL && package != NULL, NULL);

  item = keep (desk, package, error);
  if (item == NULL || (address = find_address (desk, url, error)) == NULL)
    return NULL;
  token = find_token (desk, address);
  answer = pakiv_council_send (address, token, package, FALSE, cancellable, error);
  pakiv_passphrase_free (token);
  if (answer == NULL || !remember (desk, item, answer, error))
    return NULL;
  return g_steal_pointer (&answer);
}

PakivCouncilAnswer *
pakiv_outbox_refresh (PakivDesk *desk, const char *id, GCancellable *cancellable, GError **error)
{
  g_autoptr (PakivOutboxItem) item = NULL;
  g_autoptr (PakivCouncilAnswer) answer = NULL;
  g_autofree char *address = NULL;
  char *token;

  g_return_val_if_fail (desk != NULL && id != NULL, NULL);

  item = pakiv_outbox_find (desk, id);
  if (item == NULL)
    {
      refuse (error, _ ("This release was never sent from this desk."));
      return NULL;
    }
  if ((address = find_address (desk, NULL, error)) == NULL)
    return NULL;
  token = find_token (desk, address);
  answer = pakiv_council_ask (address, token, id, cancellable, error);
  pakiv_passphrase_free (token);
  if (answer == NULL || !remember (desk, item, answer, error))
    return NULL;
  return g_steal_pointer (&answer);
}

gboolean
pakiv_outbox_enrol (PakivDesk *desk, const char *code, GCancellable *cancellable, GError **error)
{
  g_auto (PakivEnrolment) enrolment = { 0 };
  const guint8 *keys[PAKIV_N_LOGS];
  g_autofree char *token = NULL;

  g_return_val_if_fail (desk != NULL && code != NULL, FALSE);

  if (!pakiv_enrolment_parse (code, &enrolment, error))
    return FALSE;
  /* A code is good for once, so it is not used up where its fruit could not be kept. */
  if (g_access (pakiv_desk_get_folder (desk), W_OK) != 0)
    return refuse (error, _ ("The desk’s folder can’t be written, so the code was not used."));
  for (guint i = 0; i < PAKIV_N_LOGS; i++)
    keys[i] = pakiv_desk_get_signing_key (desk, (PakivLogId)i);
  token = pakiv_council_enrol (&enrolment, pakiv_desk_get_station (desk),
                               pakiv_desk_get_station_id (desk), keys, cancellable, error);
  return token != NULL && pakiv_desk_set_council (desk, enrolment.url, token, error);
}
