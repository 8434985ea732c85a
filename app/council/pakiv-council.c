#include "pakiv-council.h"

#include "pakiv-api.h"
#include "pakiv-pages.h"

#include <glib/gi18n.h>

struct _PakivCouncil
{
  PakivInbox *inbox;
  PakivShelf *shelf;
  char *address;
};

void
pakiv_request_free (PakivRequest *request)
{
  if (request == NULL)
    return;
  g_free (request->method);
  pakiv_route_clear (&request->route);
  g_clear_pointer (&request->query, g_hash_table_unref);
  g_free (request->token);
  g_free (request->content_digest);
  g_free (request->if_none_match);
  g_free (request->if_modified_since);
  pakiv_station_free (request->station);
  pakiv_upload_free (request->upload);
  g_free (request);
}

PakivCouncil *
pakiv_council_new (PakivInbox *inbox, const char *address, const char *lists)
{
  PakivCouncil *council = g_new0 (PakivCouncil, 1);

  council->inbox = inbox;
  council->shelf = pakiv_shelf_new (inbox, lists);
  council->address = g_strdup (address);
  return council;
}

void
pakiv_council_free (PakivCouncil *council)
{
  if (council == NULL)
    return;
  pakiv_shelf_free (council->shelf);
  pakiv_inbox_free (council->inbox);
  g_free (council->address);
  g_free (council);
}

PakivInbox *
pakiv_council_get_inbox (PakivCouncil *council)
{
  return council->inbox;
}

const char *
pakiv_council_get_address (PakivCouncil *council)
{
  return council->address;
}

PakivShelf *
pakiv_council_get_shelf (PakivCouncil *council)
{
  return council->shelf;
}

static const char *
get_words (guint status)
{
  switch (status)
    {
    case 401:
      return _ ("This station is not enrolled here. Ask the council for an enrolment code.");
    case 404:
      return _ ("There is nothing at this address.");
    case 405:
      return _ ("This address can’t be used in this way.");
    case 411:
      return _ ("The length of what is sent must be stated.");
    case 413:
      return _ ("What was sent is larger than the council takes.");
    case 503:
      return _ ("The council’s server is busy. Try again in a minute.");
    case 507:
      return _ ("The council’s disk is full. Nothing was kept.");
    default:
      return _ ("The council’s server could not do this. Nothing was changed.");
    }
}

PakivReply *
pakiv_council_refuse (const PakivRequest *request, guint status, const char *detail)
{
  const char *words = detail != NULL ? detail : get_words (status);
  PakivReply *reply = pakiv_route_is_api (&request->route) ? pakiv_api_refuse (status, words)
                                                           : pakiv_pages_refuse (status, words);

  if (status == 405)
    reply->allow = pakiv_route_get_methods (&request->route);
  reply->challenge = status == 401;
  reply->busy = status == 503;
  return reply;
}

/* --- Before the body --- */

static PakivReply *
admit_station (PakivCouncil *council, PakivRequest *request)
{
  g_autoptr (GError) error = NULL;

  if (request->token != NULL)
    request->station = pakiv_inbox_find_station (council->inbox, request->token, &error);
  if (error != NULL)
    return pakiv_council_refuse (request, 500, error->message);
  return request->station == NULL ? pakiv_council_refuse (request, 401, NULL) : NULL;
}

PakivReply *
pakiv_council_admit (PakivCouncil *council, PakivRequest *request)
{
  if (request->route.kind == PAKIV_ROUTE_NONE || request->route.kind == PAKIV_ROUTE_API_NONE)
    return pakiv_council_refuse (request, 404, NULL);
  if (!pakiv_route_allows (&request->route, request->method))
    return pakiv_council_refuse (request, 405, NULL);
  if (request->route.kind == PAKIV_ROUTE_API_REPORT)
    return admit_station (council, request);
  return NULL;
}

/* --- After the body --- */

static PakivReply *
check_upload (const PakivRequest *request)
{
  if (request->upload == NULL)
    return NULL;
  switch (pakiv_upload_get_state (request->upload))
    {
    case PAKIV_UPLOAD_WELL:
      return NULL;
    case PAKIV_UPLOAD_TOO_LARGE:
      return pakiv_council_refuse (request, 413, NULL);
    case PAKIV_UPLOAD_NO_SPACE:
      return pakiv_council_refuse (request, 507, NULL);
    case PAKIV_UPLOAD_FAILED:
    default:
      return pakiv_council_refuse (request, 500, NULL);
    }
}

static PakivReply *
answer_route (PakivCouncil *council, const PakivRequest *request)
{
  gboolean put = g_str_equal (request->method, "PUT");

  switch (request->route.kind)
    {
    case PAKIV_ROUTE_API_ENROL:
      return pakiv_api_enrol (council, request);
    case PAKIV_ROUTE_API_REPORT:
      return put ? pakiv_api_put_report (council, request)
                 : pakiv_api_get_report (council, request);
    default:
      return pakiv_pages_answer (council, request);
    }
}

PakivReply *
pakiv_council_answer (PakivCouncil *council, PakivRequest *request)
{
  PakivReply *reply = check_upload (request);

  if (reply == NULL)
    reply = answer_route (council, request);
  pakiv_reply_match (reply, request->if_none_match, request->if_modified_since);
  return reply;
}
