#include "pakiv-api.h"

#include "pakiv-council-error.h"
#include "pakiv-earlier-check.h"
#include "pakiv-json.h"
#include "pakiv-ledger.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>
#include <string.h>

#define JSON_TYPE "application/json; charset=utf-8"

/* --- Envelopes --- */

static JsonBuilder *
begin_envelope (void)
{
  JsonBuilder *builder = json_builder_new_immutable ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "pakiv");
  json_builder_add_int_value (builder, 1);
  return builder;
}

static void
add_text (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
add_flag (JsonBuilder *builder, const char *name)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, TRUE);
}

static PakivReply *
end_envelope (JsonBuilder *builder, guint status)
{
  g_autoptr (JsonNode) root = NULL;
  char *text;

  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, FALSE);
  return pakiv_reply_new_text (status, JSON_TYPE, text);
}

PakivReply *
pakiv_api_refuse (guint status, const char *message)
{
  g_autoptr (JsonBuilder) builder = begin_envelope ();

  add_text (builder, "error", message);
  return end_envelope (builder, status);
}

/* 422: every reason, and which rows of the observations are at fault. @details may be NULL. */
static PakivReply *
refuse_content (const char *message, const PakivPackage *details)
{
  g_autoptr (JsonBuilder) builder = begin_envelope ();

  add_text (builder, "error", message);
  json_builder_set_member_name (builder, "conflicts");
  json_builder_begin_array (builder);
  for (guint i = 0; details != NULL && details->conflicts != NULL && i < details->conflicts->len;
       i++)
    json_builder_add_string_value (builder, g_ptr_array_index (details->conflicts, i));
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "rejectedIndexes");
  json_builder_begin_array (builder);
  for (guint i = 0; details != NULL && details->rejected != NULL && i < details->rejected->len; i++)
    json_builder_add_int_value (builder, g_array_index (details->rejected, guint, i));
  json_builder_end_array (builder);
  return end_envelope (builder, 422);
}

static PakivReply *
refuse_for_error (const GError *error)
{
  guint status = 500;

  if (g_error_matches (error, PAKIV_COUNCIL_ERROR, PAKIV_COUNCIL_ERROR_ORDER))
    return refuse_content (error->message, NULL);
  if (g_error_matches (error, PAKIV_COUNCIL_ERROR, PAKIV_COUNCIL_ERROR_NO_SPACE))
    status = 507;
  else if (g_error_matches (error, PAKIV_COUNCIL_ERROR, PAKIV_COUNCIL_ERROR_CODE))
    status = 403;
  else if (g_error_matches (error, PAKIV_COUNCIL_ERROR, PAKIV_COUNCIL_ERROR_TAKEN))
    status = 409;
  return pakiv_api_refuse (status, error->message);
}

/* --- Enrolment --- */

static gboolean
read_keys (JsonObject *keys, guint8 out[PAKIV_N_LOGS][PAKIV_MINISIGN_KEY])
{
  for (PakivLogId log = 0; log < PAKIV_N_LOGS; log++)
    {
      const char *text
          = keys != NULL ? pakiv_json_get_string (keys, pakiv_log_id_to_string (log)) : NULL;

      if (text == NULL || !pakiv_minisign_key_from_string (text, out[log], NULL))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_uuid (const char *text)
{
  return text != NULL && g_uuid_string_is_valid (text);
}

static PakivReply *
enrol_from_json (PakivCouncil *council, JsonObject *object)
{
  const char *code = pakiv_json_get_string (object, "code");
  const char *uuid = pakiv_json_get_string (object, "stationId");
  guint8 keys[PAKIV_N_LOGS][PAKIV_MINISIGN_KEY];
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonBuilder) builder = NULL;
  g_autofree char *token = NULL;

  if (code == NULL || !is_uuid (uuid) || !read_keys (pakiv_json_get_object (object, "keys"), keys))
    return pakiv_api_refuse (
        400, _ ("The enrolment lacks the code, the station’s id or one of its three keys."));
  token = pakiv_inbox_enrol (pakiv_council_get_inbox (council), code, uuid,
                             (const guint8 (*)[PAKIV_MINISIGN_KEY])keys, &error);
  if (token == NULL)
    return refuse_for_error (error);
  builder = begin_envelope ();
  add_text (builder, "token", token);
  return end_envelope (builder, 200);
}

PakivReply *
pakiv_api_enrol (PakivCouncil *council, const PakivRequest *request)
{
  g_autoptr (GBytes) body = pakiv_upload_read (request->upload, NULL);
  g_autoptr (JsonObject) object = body != NULL ? pakiv_json_read_object (body) : NULL;

  if (object == NULL)
    return pakiv_api_refuse (400, _ ("The enrolment is not a JSON object."));
  return enrol_from_json (council, object);
}

/* --- Reports --- */

static char *
page_address (PakivCouncil *council, const char *id)
{
  return g_strdup_printf ("%s/releases/%s", pakiv_council_get_address (council), id);
}

static PakivReply *
say_received (PakivCouncil *council,
              const char *id,
              const char *state,
              PakivReceipt receipt,
              gboolean dry_run)
{
  g_autoptr (JsonBuilder) builder = begin_envelope ();
  g_autofree char *page = page_address (council, id);

  add_text (builder, "state", state);
  add_text (builder, "page", page);
  if (receipt == PAKIV_RECEIPT_ALREADY)
    add_flag (builder, "already");
  if (dry_run)
    add_flag (builder, "dryRun");
  return end_envelope (builder, receipt == PAKIV_RECEIPT_NEW && !dry_run ? 201 : 200);
}

/* Which log's key must have signed stands inside, so it is read once to learn the log and checked
 * again with that key. @reply is set where it is refused. */
static PakivPackage *
read_package (const PakivStation *station, GBytes *bytes, PakivReply **reply)
{
  g_autoptr (PakivPackage) details = NULL;
  g_autoptr (PakivPackage) package = NULL;
  g_autoptr (GError) error = NULL;
  guint8 inside[PAKIV_MINISIGN_KEY];

  package = pakiv_package_read (bytes, NULL, &details, &error);
  if (package == NULL)
    {
      *reply = refuse_content (error->message, details);
      return NULL;
    }
  if (pakiv_minisign_key_from_string (package->public_key, inside, NULL)
      && memcmp (inside, station->keys[package->release->log], sizeof inside) == 0)
    return g_steal_pointer (&package);
  *reply = refuse_content (
      _ ("The package is not signed with the key that this station enrolled for this log."), NULL);
  return NULL;
}

static PakivReply *
check_belongs (const PakivRequest *request, const PakivRelease *release)
{
  g_autofree char *id = pakiv_release_get_id (release);

  if (g_ascii_strcasecmp (release->station_id, request->station->uuid) != 0)
    return refuse_content (_ ("The package is another station’s."), NULL);
  if (!g_str_equal (id, request->route.id))
    return refuse_content (_ ("The package is not the release that its address says."), NULL);
  return NULL;
}

/* Alone it gives nothing away, or reading it would have refused it. */
static PakivReply *
check_beside_earlier (PakivCouncil *council, const PakivRequest *request, PakivPackage *package)
{
  g_autoptr (GError) error = NULL;

  if (!pakiv_earlier_check_run (pakiv_council_get_inbox (council), request->station, package,
                                &error))
    return refuse_for_error (error);
  if (package->conflicts->len == 0)
    return NULL;
  return refuse_content (_ ("Beside an earlier release of the same quarter, this one can’t be "
                            "taken. What was sent first stays."),
                         package);
}

/* Beside all that was ever received of the same log. */
static PakivReply *
check_ledger (PakivCouncil *council, const PakivRequest *request, PakivPackage *package)
{
  g_autoptr (GError) error = NULL;

  if (!pakiv_ledger_check (pakiv_council_get_inbox (council), request->station, package, &error))
    return refuse_for_error (error);
  if (package->conflicts->len == 0)
    return NULL;
  return refuse_content (_ ("Beside what the council already has of this log, this release can’t "
                            "be taken."),
                         package);
}

static PakivReply *
keep (PakivCouncil *council,
      const PakivRequest *request,
      const PakivRelease *release,
      GBytes *bytes)
{
  PakivInbox *inbox = pakiv_council_get_inbox (council);
  const char *dry = request->query != NULL ? g_hash_table_lookup (request->query, "dryRun") : NULL;
  gboolean dry_run = g_strcmp0 (dry, "true") == 0;
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivEntry) entry = NULL;
  PakivReceipt receipt;

  if (!pakiv_inbox_receive (inbox, request->station, release, bytes, dry_run, &receipt, &error))
    return refuse_for_error (error);
  if (receipt == PAKIV_RECEIPT_CONFLICT)
    return pakiv_api_refuse (409,
                             _ ("The council already has this release with other figures. What was "
                                "sent is never changed."));
  if (receipt == PAKIV_RECEIPT_SECOND)
    return pakiv_api_refuse (
        409, _ ("The council already has another release of this station, log and quarter. Two of "
                "them together could give away what each alone protects, so the first one stays."));
  if (receipt == PAKIV_RECEIPT_NOT_NEXT)
    {
      pakiv_council_error_set_order (&error);
      return refuse_for_error (error);
    }
  entry = pakiv_inbox_find (inbox, request->route.id, NULL);
  return say_received (council, request->route.id, entry != NULL ? entry->state : "received",
                       receipt, dry_run);
}

static PakivReply *
check_digest (const PakivRequest *request)
{
  if (request->content_digest == NULL)
    return pakiv_api_refuse (400, _ ("The Content-Digest header is missing."));
  switch (pakiv_upload_match_digest (request->upload, request->content_digest))
    {
    case PAKIV_DIGEST_SAME:
      return NULL;
    case PAKIV_DIGEST_OTHER:
      return pakiv_api_refuse (400, _ ("The package arrived damaged. Send it again."));
    case PAKIV_DIGEST_UNREADABLE:
    default:
      return pakiv_api_refuse (400, _ ("The Content-Digest header has no sha-256 in it."));
    }
}

PakivReply *
pakiv_api_put_report (PakivCouncil *council, const PakivRequest *request)
{
  PakivReply *reply = check_digest (request);
  g_autoptr (PakivPackage) package = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  if (reply != NULL)
    return reply;
  bytes = pakiv_upload_read (request->upload, &error);
  if (bytes == NULL)
    return refuse_for_error (error);
  package = read_package (request->station, bytes, &reply);
  if (package == NULL)
    return reply;
  reply = check_belongs (request, package->release);
  if (reply == NULL)
    reply = check_beside_earlier (council, request, package);
  if (reply == NULL)
    reply = check_ledger (council, request, package);
  return reply != NULL ? reply : keep (council, request, package->release, bytes);
}

PakivReply *
pakiv_api_get_report (PakivCouncil *council, const PakivRequest *request)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivEntry) entry
      = pakiv_inbox_find (pakiv_council_get_inbox (council), request->route.id, &error);
  g_autoptr (JsonBuilder) builder = NULL;
  g_autofree char *page = page_address (council, request->route.id);

  if (error != NULL)
    return refuse_for_error (error);
  /* Another station's release is none of this one's business, not even that it exists. */
  if (entry == NULL || entry->station_number != request->station->number)
    return pakiv_api_refuse (404, _ ("The council has no such release of this station."));
  builder = begin_envelope ();
  add_text (builder, "state", entry->state);
  add_text (builder, "page", page);
  if (entry->comment != NULL)
    add_text (builder, "comment", entry->comment);
  return end_envelope (builder, 200);
}
