#include "pakiv-pages.h"

#include "pakiv-html.h"
#include "pakiv-page-shell.h"
#include "pakiv-release-page.h"

#include <glib/gi18n.h>
#include <string.h>

#define HTML_TYPE "text/html; charset=utf-8"

PakivReply *
pakiv_pages_reply (guint status, const char *title, const char *place, GString *content)
{
  return pakiv_reply_new_text (status, HTML_TYPE, pakiv_page_shell_wrap (title, place, content));
}

static const char *
get_state_label (const char *state)
{
  if (g_str_equal (state, "received"))
    return C_ ("state of a release", "Received");
  if (g_str_equal (state, "under-review"))
    return C_ ("state of a release", "Under review");
  if (g_str_equal (state, "returned"))
    return C_ ("state of a release", "Returned");
  if (g_str_equal (state, "published"))
    return C_ ("state of a release", "Published");
  if (g_str_equal (state, "superseded"))
    return C_ ("state of a release", "Superseded");
  return state;
}

void
pakiv_pages_add_state (GString *html, const char *state)
{
  pakiv_html_append (html, "<span class=\"state state-%s\">%s</span>", state,
                     get_state_label (state));
}

static const char *
get_refusal_title (guint status)
{
  switch (status)
    {
    case 404:
      return _ ("Not found");
    case 405:
      return _ ("Not possible here");
    case 413:
      return _ ("Too large");
    case 503:
      return _ ("Busy");
    default:
      return _ ("Something went wrong");
    }
}

PakivReply *
pakiv_pages_refuse (guint status, const char *words)
{
  GString *html = g_string_new (NULL);
  const char *title = get_refusal_title (status);

  pakiv_html_append (html, "<h1>%s</h1>\n<p>%s</p>\n<p><a class=\"button\" href=\"/\">%s</a></p>\n",
                     title, words, _ ("To all releases"));
  return pakiv_pages_reply (status, title, "message", html);
}

PakivReply *
pakiv_pages_refuse_release (const PakivRequest *request, const GError *error)
{
  if (error == NULL)
    return pakiv_council_refuse (request, 404, _ ("The council has no such release."));
  return pakiv_council_refuse (request, 500, error->message);
}

/* Someone opened an enrolment code in a browser. Says nothing about whether the code is good. */
static PakivReply *
show_enrol (void)
{
  GString *html = g_string_new (NULL);
  const char *title = _ ("This is an enrolment code");

  pakiv_html_append (html, "<h1>%s</h1>\n<p>%s</p>\n<p>%s</p>\n", title,
                     _ ("It belongs in Pakiv at the station, not in a browser: in Pakiv, open "
                        "Preferences, then Council, and paste the whole address there."),
                     _ ("A code works once and for 14 days."));
  return pakiv_pages_reply (200, title, "message", html);
}

static PakivReply *
show_style (void)
{
  g_autoptr (GBytes) own = g_resources_lookup_data ("/org/pakiv/council/council.css", 0, NULL);
  char *text = g_strconcat (pakiv_release_page_get_style (), "\n",
                            (const char *)g_bytes_get_data (own, NULL), NULL);
  PakivReply *reply = pakiv_reply_new_text (200, "text/css; charset=utf-8", text);

  pakiv_reply_set_cacheable (reply, NULL);
  return reply;
}

static PakivReply *
show_icon (void)
{
  GBytes *icon = g_resources_lookup_data ("/org/pakiv/council/icon.svg", 0, NULL);
  PakivReply *reply = pakiv_reply_new (200, "image/svg+xml", icon);

  pakiv_reply_set_cacheable (reply, NULL);
  return reply;
}

PakivReply *
pakiv_pages_answer (PakivCouncil *council, const PakivRequest *request)
{
  switch (request->route.kind)
    {
    case PAKIV_ROUTE_OVERVIEW:
      return pakiv_pages_overview (council, request);
    case PAKIV_ROUTE_RELEASE:
      return pakiv_pages_release (council, request);
    case PAKIV_ROUTE_CHART:
      return pakiv_pages_chart (council, request);
    case PAKIV_ROUTE_PACKAGE:
      return pakiv_pages_package (council, request);
    case PAKIV_ROUTE_DOCUMENT:
      return pakiv_pages_document (council, request);
    case PAKIV_ROUTE_YEAR:
      return pakiv_pages_year (council, request);
    case PAKIV_ROUTE_YEAR_CHART:
      return pakiv_pages_year_chart (council, request);
    case PAKIV_ROUTE_METHOD:
      return pakiv_pages_method (council, request);
    case PAKIV_ROUTE_STYLE:
      return show_style ();
    case PAKIV_ROUTE_ICON:
      return show_icon ();
    case PAKIV_ROUTE_ENROL:
      return show_enrol ();
    default:
      return pakiv_council_refuse (request, 404, NULL);
    }
}
