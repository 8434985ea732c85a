#include "pakiv-council-client.h"

#include "pakiv-http.h"
#include "pakiv-json-writer.h"
#include "pakiv-json.h"

#include <glib/gi18n.h>
#include <string.h>

#define PROTOCOL 1
#define MESSAGE_MAX 500  /* letters of a council's sentence that are shown */
#define COMMENT_MAX 4000 /* of its comment on a release */

static const struct
{
  const char *state;
  const char *words;
} known_states[] = {
  { "received", N_ ("The council has received the release.") },
  { "under-review", N_ ("The council is reading the release.") },
  { "returned", N_ ("The council has returned the release.") },
  { "published", N_ ("The council has published the release.") },
  { "superseded", N_ ("A later version has taken the place of this release.") },
};

void
pakiv_council_answer_free (PakivCouncilAnswer *answer)
{
  if (answer == NULL)
    return;
  g_free (answer->state);
  g_free (answer->comment);
  g_free (answer->page);
  g_free (answer);
}

/* NULL where no council says so. */
static const char *
find_state (const char *state)
{
  for (gsize i = 0; state != NULL && i < G_N_ELEMENTS (known_states); i++)
    if (g_str_equal (known_states[i].state, state))
      return known_states[i].words;
  return NULL;
}

const char *
pakiv_council_state_to_words (const char *state)
{
  const char *words = find_state (state);

  g_return_val_if_fail (words != NULL, "");

  return _ (words);
}

/* (transfer full): the envelope, or NULL where no council of ours wrote this. */
static JsonObject *
open_envelope (const PakivHttpAnswer *answer)
{
  g_autoptr (JsonObject) envelope = pakiv_json_read_object (answer->body);

  if (envelope == NULL || pakiv_json_get_number (envelope, "pakiv", PROTOCOL) != PROTOCOL)
    return NULL;
  return g_steal_pointer (&envelope);
}

static void
append_conflicts (GString *message, JsonObject *envelope)
{
  JsonArray *conflicts = pakiv_json_get_array (envelope, "conflicts");
  guint n = conflicts != NULL ? json_array_get_length (conflicts) : 0;

  for (guint i = 0; i < MIN (n, 3); i++)
    {
      g_autofree char *conflict
          = pakiv_json_tidy (pakiv_json_peek_string (conflicts, i), MESSAGE_MAX);

      if (conflict != NULL && strstr (message->str, conflict) == NULL)
        g_string_append_printf (message, " %s", conflict);
    }
}

static void
set_something_else (GError **error, const char *url, guint status)
{
  g_set_error (
      error, PAKIV_EXCHANGE_ERROR, PAKIV_EXCHANGE_ERROR_REFUSED,
      /* Translators: an address, and a number such as 200 or 302. */
      _ ("Something other than a Pakiv council answered at “%s” (answer %u). A network that "
         "first wants you to sign in does this. What you wanted to send is still here."),
      url, status);
}

static void
set_refusal (GError **error, const PakivHttpRequest *request, JsonObject *envelope, guint status)
{
  g_autofree char *reason
      = pakiv_json_tidy (pakiv_json_get_string (envelope, "error"), MESSAGE_MAX);
  g_autoptr (GString) message = g_string_new (NULL);

  if (status == 401 && request->token != NULL)
    g_string_append (message, _ ("The council does not know this desk, or no longer. Ask it for a "
                                 "new code and enter it in the preferences."));
  else if (status == 409 && strcmp (request->method, "PUT") == 0)
    g_string_append (message, _ ("The council already has another release of this station and "
                                 "quarter. The one it has stays as it is."));
  else if (reason != NULL)
    /* Translators: %s is the council's own sentence. */
    g_string_append_printf (message, _ ("The council did not accept this: %s"), reason);
  else
    g_string_append_printf (message, _ ("The council did not accept this (answer %u)."), status);
  append_conflicts (message, envelope);
  g_set_error_literal (error, PAKIV_EXCHANGE_ERROR, PAKIV_EXCHANGE_ERROR_REFUSED, message->str);
}

/* (transfer full): the envelope of a yes; NULL and @error for a no and for whatever else came. */
static JsonObject *
exchange (PakivHttpRequest *request, GCancellable *cancellable, GError **error)
{
  g_autoptr (PakivHttpAnswer) answer = NULL;
  g_autoptr (JsonObject) envelope = NULL;
  gboolean yes;

  request->timeout = PAKIV_HTTP_TIMEOUT;
  answer = pakiv_http_exchange (request, cancellable, error);
  if (answer == NULL)
    return NULL;
  envelope = open_envelope (answer);
  yes = answer->status >= 200 && answer->status < 300;
  if (envelope == NULL || yes == json_object_has_member (envelope, "error"))
    set_something_else (error, request->url, answer->status);
  else if (!yes)
    set_refusal (error, request, envelope, answer->status);
  else
    return g_steal_pointer (&envelope);
  return NULL;
}

/* (transfer full): the page's whole address; NULL where it is none that a browser should open. */
static char *
find_page (JsonObject *envelope, const char *url)
{
  const char *page = pakiv_json_get_string (envelope, "page");
  g_autofree char *whole
      = page != NULL ? g_uri_resolve_relative (url, page, G_URI_FLAGS_NONE, NULL) : NULL;

  if (whole != NULL
      && (g_str_has_prefix (whole, "https://") || g_str_has_prefix (whole, "http://")))
    return pakiv_json_tidy (whole, 2000);
  return NULL;
}

static PakivCouncilAnswer *
read_answer (JsonObject *envelope, const char *url, GError **error)
{
  const char *state = pakiv_json_get_string (envelope, "state");
  PakivCouncilAnswer *answer;

  if (find_state (state) == NULL)
    {
      set_something_else (error, url, 200);
      return NULL;
    }
  answer = g_new0 (PakivCouncilAnswer, 1);
  answer->state = g_strdup (state);
  answer->comment = pakiv_json_tidy (pakiv_json_get_string (envelope, "comment"), COMMENT_MAX);
  answer->page = find_page (envelope, url);
  answer->already = pakiv_json_get_boolean (envelope, "already");
  return answer;
}

static char *
report_address (const char *url, const char *id, gboolean dry_run)
{
  g_autofree char *escaped = g_uri_escape_string (id, NULL, FALSE);

  return g_strconcat (url, "/api/v1/reports/", escaped, dry_run ? "?dryRun=true" : "", NULL);
}

PakivCouncilAnswer *
pakiv_council_send (const char *url,
                    const char *token,
                    GBytes *package,
                    gboolean dry_run,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (PakivPackage) read = NULL;
  g_autofree char *id = NULL;
  g_autofree char *address = NULL;
  g_autoptr (JsonObject) envelope = NULL;
  PakivHttpRequest request = { .method = "PUT", .token = token, .body = package };

  g_return_val_if_fail (url != NULL && package != NULL, NULL);

  /* What is damaged or unprotected does not go out at all. */
  read = pakiv_package_read (package, NULL, NULL, error);
  if (read == NULL)
    return NULL;
  id = pakiv_release_get_id (read->release);
  address = report_address (url, id, dry_run);
  request.url = address;
  request.content_type = "application/zip";
  envelope = exchange (&request, cancellable, error);
  return envelope != NULL ? read_answer (envelope, address, error) : NULL;
}

PakivCouncilAnswer *
pakiv_council_ask (
    const char *url, const char *token, const char *id, GCancellable *cancellable, GError **error)
{
  g_autofree char *address = NULL;
  g_autoptr (JsonObject) envelope = NULL;
  PakivHttpRequest request = { .method = "GET", .token = token };

  g_return_val_if_fail (url != NULL && id != NULL, NULL);

  request.url = address = report_address (url, id, FALSE);
  envelope = exchange (&request, cancellable, error);
  return envelope != NULL ? read_answer (envelope, address, error) : NULL;
}

static GBytes *
make_enrolment (const PakivEnrolment *enrolment,
                const char *station,
                const char *station_id,
                const guint8 *const keys[PAKIV_N_LOGS])
{
  PakivJsonWriter json;

  pakiv_json_writer_init (&json);
  pakiv_json_begin_object (&json, NULL);
  pakiv_json_add_string (&json, "code", enrolment->code);
  pakiv_json_add_string (&json, "station", station);
  pakiv_json_add_string (&json, "stationId", station_id);
  pakiv_json_begin_object (&json, "keys");
  for (guint i = 0; i < PAKIV_N_LOGS; i++)
    {
      g_autofree char *key = pakiv_minisign_key_to_string (keys[i]);

      pakiv_json_add_string (&json, pakiv_log_id_to_string ((PakivLogId)i), key);
    }
  pakiv_json_end_object (&json);
  pakiv_json_end_object (&json);
  return pakiv_json_writer_finish (&json);
}

/* Goes into a header: letters that are seen, and no more. */
static gboolean
is_token (const char *text)
{
  gsize length = text != NULL ? strlen (text) : 0;

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isgraph (text[i]))
      return FALSE;
  return length > 0 && length <= 1000;
}

char *
pakiv_council_enrol (const PakivEnrolment *enrolment,
                     const char *station,
                     const char *station_id,
                     const guint8 *const keys[PAKIV_N_LOGS],
                     GCancellable *cancellable,
                     GError **error)
{
  g_autofree char *address = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (JsonObject) envelope = NULL;
  PakivHttpRequest request = { .method = "POST", .content_type = "application/json" };
  const char *token;

  g_return_val_if_fail (enrolment != NULL && station != NULL && station_id != NULL, NULL);

  request.url = address = g_strconcat (enrolment->url, "/api/v1/enrol", NULL);
  request.body = body = make_enrolment (enrolment, station, station_id, keys);
  envelope = exchange (&request, cancellable, error);
  if (envelope == NULL)
    return NULL;
  token = pakiv_json_get_string (envelope, "token");
  if (is_token (token))
    return g_strdup (token);
  set_something_else (error, address, 200);
  return NULL;
}
