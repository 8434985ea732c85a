/* The first page: every station's releases by quarter, newest first; and what to do while there is
 * none. */
#include "pakiv-html.h"
#include "pakiv-page-revision.h"
#include "pakiv-page-shell.h"
#include "pakiv-pages.h"
#include "pakiv-table-words.h"

#include <glib/gi18n.h>

/* Two years a page. */
#define QUARTERS 8

static void
add_headlines (GString *html, const PakivEntry *entry)
{
  if (entry->headlines->len == 0)
    return;
  g_string_append (html, "<dl class=\"headlines\">");
  for (guint i = 0; i < entry->headlines->len; i++)
    {
      const PakivHeadline *headline = g_ptr_array_index (entry->headlines, i);
      g_autofree char *number = pakiv_table_word_number (headline->value);

      pakiv_html_append (html, "<div><dt>%s</dt><dd>%s</dd></div>",
                         pakiv_table_word (headline->label), number);
    }
  g_string_append (html, "</dl>");
}

static void
add_card (GString *html, const PakivEntry *entry)
{
  g_autofree char *received = pakiv_page_shell_word_moment (entry->received_at);

  pakiv_html_append (html,
                     "<li class=\"card\"><h3><a href=\"/releases/%s\">%s <span>%s</span></a></h3>",
                     entry->id, entry->station, pakiv_log_id_get_label (entry->log));
  add_headlines (html, entry);
  g_string_append (html, "<p class=\"about\">");
  pakiv_pages_add_state (html, entry->state);
  pakiv_html_append (html, " <time datetime=\"%s\">%s</time>", entry->received_at, received);
  if (entry->version > 1)
    {
      /* Translators: of a release. */
      g_autofree char *version = g_strdup_printf (_ ("Version %d"), entry->version);

      pakiv_html_append (html, " <span>%s</span>", version);
    }
  pakiv_page_revision_add_mark (html, entry);
  g_string_append (html, "</p></li>\n");
}

static gboolean
begins_quarter (GPtrArray *entries, guint i)
{
  const PakivEntry *entry, *previous;

  if (i == 0 || i == entries->len)
    return TRUE;
  entry = g_ptr_array_index (entries, i);
  previous = g_ptr_array_index (entries, i - 1);
  return pakiv_period_compare (entry->period, previous->period) != 0;
}

static void
add_entries (GString *html, GPtrArray *entries)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const PakivEntry *entry = g_ptr_array_index (entries, i);
      g_autofree char *words = pakiv_period_to_words (entry->period);

      if (begins_quarter (entries, i))
        pakiv_html_append (html, "<section class=\"quarter\">\n<h2>%s</h2>\n<ul class=\"cards\">\n",
                           words);
      add_card (html, entry);
      if (begins_quarter (entries, i + 1))
        g_string_append (html, "</ul>\n</section>\n");
    }
}

/* A link to the quarters before the last one shown, where there are any. */
static void
add_earlier (GString *html, PakivInbox *inbox, GPtrArray *entries)
{
  const PakivEntry *last = g_ptr_array_index (entries, entries->len - 1);
  g_autofree char *period = pakiv_period_to_string (last->period);
  g_autoptr (GPtrArray) more = pakiv_inbox_list (inbox, period, 1, NULL);

  if (more != NULL && more->len > 0)
    pakiv_html_append (html, "<p><a class=\"button\" href=\"/?before=%s\">%s</a></p>\n", period,
                       _ ("Earlier quarters"));
}

static void
add_first_steps (GString *html)
{
  pakiv_html_append (
      html, "<section class=\"empty\">\n<h2>%s</h2>\n<p>%s</p>\n<ol>\n",
      _ ("No release has come yet"),
      _ ("A station’s figures appear here as soon as it sends a quarter. Until then:"));
  pakiv_html_append (
      html, "<li><p>%s</p><pre><code>%s</code></pre></li>\n",
      _ ("Add the station. On this server, with the folder and the name that are yours:"),
      "pakiv-council --data /var/lib/pakiv-council station add \"Northfield\"");
  pakiv_html_append (
      html, "<li><p>%s</p></li>\n",
      _ ("Give the enrolment code that it prints to the station. Someone there enters it "
         "in Pakiv: Preferences, then Council. It works once and for 14 days."));
  pakiv_html_append (
      html, "<li><p>%s</p></li>\n</ol>\n</section>\n",
      _ ("When a quarter is over, the station previews its release, signs it and sends "
         "it. This page then lists it."));
}

static void
add_stations (GString *html, GPtrArray *stations)
{
  if (stations->len == 0)
    return;
  pakiv_html_append (html, "<section class=\"stations\">\n<h2>%s</h2>\n<ul>\n", _ ("Stations"));
  for (guint i = 0; i < stations->len; i++)
    {
      const PakivStation *station = g_ptr_array_index (stations, i);

      pakiv_html_append (html, "<li><b>%s</b> <span>%s</span></li>\n", station->name,
                         station->uuid != NULL
                             ? C_ ("station", "enrolled")
                             : C_ ("station", "has not used its enrolment code yet"));
    }
  g_string_append (html, "</ul>\n</section>\n");
}

static const char *
get_before (const PakivRequest *request)
{
  const char *before
      = request->query != NULL ? g_hash_table_lookup (request->query, "before") : NULL;
  PakivPeriod period;

  return before != NULL && pakiv_period_parse (before, &period, NULL) ? before : NULL;
}

PakivReply *
pakiv_pages_overview (PakivCouncil *council, const PakivRequest *request)
{
  PakivInbox *inbox = pakiv_council_get_inbox (council);
  const char *before = get_before (request);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) stations = pakiv_inbox_list_stations (inbox, &error);
  g_autoptr (GPtrArray) entries
      = error == NULL ? pakiv_inbox_list (inbox, before, QUARTERS, &error) : NULL;
  GString *html;

  if (entries == NULL)
    return pakiv_council_refuse (request, 500, error->message);
  html = g_string_new (NULL);
  pakiv_html_append (
      html, "<h1>%s</h1>\n<p class=\"lead\">%s</p>\n", _ ("Releases"),
      _ ("Each quarter, police and Roma mediators send the council what they counted. "
         "Choose a release to read its tables and charts."));
  if (before != NULL)
    pakiv_html_append (html, "<p><a class=\"button\" href=\"/\">%s</a></p>\n",
                       _ ("To the latest quarters"));
  add_entries (html, entries);
  if (entries->len > 0)
    add_earlier (html, inbox, entries);
  else if (before == NULL)
    add_first_steps (html);
  add_stations (html, stations);
  return pakiv_pages_reply (200, _ ("Releases"), "overview", html);
}
