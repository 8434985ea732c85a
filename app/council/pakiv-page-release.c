/* One release: its tables and charts, who signed it, and the package itself. */
#include "pakiv-certificate-words.h"
#include "pakiv-html.h"
#include "pakiv-page-revision.h"
#include "pakiv-page-shell.h"
#include "pakiv-pages.h"
#include "pakiv-release-page.h"
#include "pakiv-report-pdf.h"

#include <glib/gi18n.h>
#include <string.h>

static void
add_fact (GString *html, const char *name, const char *value)
{
  pakiv_html_append (html, "<div><dt>%s</dt><dd>%s</dd></div>\n", name, value);
}

/* As minisign prints it: 16 hexadecimal digits. */
static char *
get_key_id (const char *public_key)
{
  gsize size;
  g_autofree guint8 *bytes = g_base64_decode (public_key, &size);
  GString *text = g_string_new (NULL);

  for (gsize i = 0; size >= 10 && i < 8; i++)
    g_string_append_printf (text, "%02X", bytes[9 - i]);
  return g_string_free (text, FALSE);
}

/* @address is below the release’s own. */
static void
add_button (GString *html,
            const PakivEntry *entry,
            const char *address,
            gboolean download,
            const char *name,
            const char *what)
{
  pakiv_html_append (html, "<p><a class=\"button\"%s href=\"/releases/%s/%s\">%s</a>",
                     download ? " download" : "", entry->id, address, name);
  pakiv_html_append (html, " <small>%s</small></p>\n", what);
}

static void
add_downloads (GString *html, const PakivEntry *entry, const PakivPackage *package)
{
  g_string_append (html, "<div class=\"downloads no-print\">\n");
  /* A revision is a page alone: its figures are changes, no report to vote on. */
  if (!pakiv_release_is_revision (package->release))
    add_button (html, entry, "report.pdf", TRUE, _ ("Download the document"),
                _ ("A PDF to print and to vote on"));
  add_button (html, entry, "package.zip", TRUE, _ ("Download the package"),
              _ ("Tables for a spreadsheet, with the signature"));
  add_button (html, entry, "year", FALSE, _ ("The whole year"),
              _ ("Sums of the released quarters"));
  g_string_append (html, "</div>\n");
}

static void
add_facts (GString *html, const PakivEntry *entry, const PakivPackage *package)
{
  g_autofree char *received = pakiv_page_shell_word_moment (entry->received_at);
  g_autofree char *key = get_key_id (package->public_key);

  pakiv_html_append (html, "<aside class=\"receipt\" aria-label=\"%s\">\n<dl>\n",
                     _ ("About this release"));
  pakiv_html_append (html, "<div><dt>%s</dt><dd>", _ ("State"));
  pakiv_pages_add_state (html, entry->state);
  g_string_append (html, "</dd></div>\n");
  add_fact (html, _ ("Received on"), received);
  pakiv_html_append (html, "<div><dt>%s</dt><dd>%s <code>%s</code></dd></div>\n", _ ("Signed by"),
                     entry->station, key);
  g_string_append (html, "</dl>\n");
  add_downloads (html, entry, package);
  g_string_append (html, "</aside>\n");
}

static void
add_notice (GString *html, const PakivEntry *entry, GPtrArray *versions)
{
  const PakivEntry *newest = g_ptr_array_index (versions, 0);

  if (!pakiv_page_revision_add_notice (html, entry) && newest->version > entry->version)
    pakiv_html_append (html,
                       "<p class=\"notice\" role=\"note\">%s <a href=\"/releases/%s\">%s</a></p>\n",
                       _ ("A newer version has taken the place of this one."), newest->id,
                       _ ("Read the newest version"));
  if (entry->comment != NULL)
    pakiv_html_append (html, "<p class=\"notice\" role=\"note\">%s %s</p>\n",
                       _ ("The council’s comment:"), entry->comment);
}

static void
add_versions (GString *html, const PakivEntry *entry, GPtrArray *versions)
{
  if (versions->len < 2)
    return;
  pakiv_html_append (html, "<section class=\"versions no-print\">\n<h2>%s</h2>\n<ul>\n",
                     _ ("Versions of this release"));
  for (guint i = 0; i < versions->len; i++)
    {
      const PakivEntry *version = g_ptr_array_index (versions, i);
      g_autofree char *name = g_strdup_printf (_ ("Version %d"), version->version);

      if (g_str_equal (version->id, entry->id))
        pakiv_html_append (html, "<li><span aria-current=\"page\">%s</span> ", name);
      else
        pakiv_html_append (html, "<li><a href=\"/releases/%s\">%s</a> ", version->id, name);
      pakiv_pages_add_state (html, version->state);
      g_string_append (html, "</li>\n");
    }
  g_string_append (html, "</ul>\n</section>\n");
}

/* The reader of a page need not know how: what was tried, on either side, and that it failed. */
static void
add_tried (GString *html, const PakivPackage *package)
{
  g_autofree char *paragraph = pakiv_certificate_to_paragraph (package->certificate);
  const char *here = _ ("The council’s own program tried the figures again, by itself, and found "
                        "nothing either.");

  pakiv_html_append (html, "<section class=\"tried\" id=\"tried\">\n<h2>%s</h2>\n",
                     _ ("What was tried on these figures"));
  if (package->certificate != NULL)
    pakiv_html_append (html, "<p>%s %s</p>\n</section>\n", paragraph, here);
  else
    pakiv_html_append (html, "<p>%s</p>\n</section>\n", paragraph);
}

static char *
get_chart_address (const char *picture, gboolean dark, gpointer data)
{
  const PakivEntry *entry = data;

  return g_strdup_printf ("/releases/%s/charts/%s%s.svg", entry->id, picture, dark ? "-dark" : "");
}

static PakivReply *
show_release (const PakivEntry *entry, const PakivPackage *package, GPtrArray *versions)
{
  /* By the name the council enrolled it under: a station must not publish as another. */
  g_autoptr (PakivRelease) release = pakiv_release_rename (package->release, entry->station);
  GString *html = g_string_new (NULL);
  g_autofree char *period = pakiv_period_to_words (entry->period);
  g_autofree char *title = g_strdup_printf ("%s · %s · %s", entry->station,
                                            pakiv_log_id_get_label (entry->log), period);

  pakiv_html_append (html,
                     "<nav class=\"trail no-print\" aria-label=\"%s\"><a href=\"/\">%s</a> "
                     "<span aria-hidden=\"true\">›</span> <span>%s</span></nav>\n",
                     _ ("Where you are"), _ ("Releases"), title);
  add_notice (html, entry, versions);
  add_facts (html, entry, package);
  pakiv_release_page_append (html, release, get_chart_address, (gpointer)entry);
  add_tried (html, package);
  add_versions (html, entry, versions);
  return pakiv_pages_reply (200, title, "release-page", html);
}

PakivReply *
pakiv_pages_release (PakivCouncil *council, const PakivRequest *request)
{
  PakivInbox *inbox = pakiv_council_get_inbox (council);
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivEntry) entry = pakiv_inbox_find (inbox, request->route.id, &error);
  g_autoptr (PakivShelved) shelved = NULL;
  g_autoptr (GPtrArray) versions = NULL;

  if (entry == NULL)
    return pakiv_pages_refuse_release (request, error);
  shelved = pakiv_shelf_take (pakiv_council_get_shelf (council), entry->id, &error);
  if (shelved != NULL)
    versions = pakiv_inbox_list_versions (inbox, entry, &error);
  if (versions == NULL)
    return pakiv_pages_refuse_release (request, error);
  return show_release (entry, shelved->package, versions);
}

PakivReply *
pakiv_pages_package (PakivCouncil *council, const PakivRequest *request)
{
  PakivInbox *inbox = pakiv_council_get_inbox (council);
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivEntry) entry = pakiv_inbox_find (inbox, request->route.id, &error);
  g_autoptr (PakivShelved) shelved = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *name = NULL;
  PakivReply *reply;

  if (entry == NULL)
    return pakiv_pages_refuse_release (request, error);
  shelved = pakiv_shelf_take (pakiv_council_get_shelf (council), entry->id, &error);
  if (shelved != NULL)
    bytes = pakiv_inbox_get_package (inbox, entry->id, &error);
  if (bytes == NULL)
    return pakiv_pages_refuse_release (request, error);
  name = pakiv_release_get_file_name (shelved->package->release);
  reply = pakiv_reply_new (200, "application/zip", g_steal_pointer (&bytes));
  reply->disposition = g_strdup_printf ("attachment; filename=\"%s\"", name);
  pakiv_reply_set_cacheable (reply, entry->received_at);
  return reply;
}

/* "report-….zip" as "report-….pdf" */
static char *
name_document (const PakivRelease *release)
{
  g_autofree char *package = pakiv_release_get_file_name (release);
  g_autofree char *stem = g_strndup (package, strlen (package) - strlen (".zip"));

  return g_strconcat (stem, ".pdf", NULL);
}

PakivReply *
pakiv_pages_document (PakivCouncil *council, const PakivRequest *request)
{
  PakivInbox *inbox = pakiv_council_get_inbox (council);
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivEntry) entry = pakiv_inbox_find (inbox, request->route.id, &error);
  g_autoptr (PakivShelved) shelved = NULL;
  g_autoptr (PakivRelease) release = NULL;
  g_autofree char *name = NULL;
  PakivReply *reply;

  if (entry == NULL)
    return pakiv_pages_refuse_release (request, error);
  shelved = pakiv_shelf_take (pakiv_council_get_shelf (council), entry->id, &error);
  if (shelved == NULL)
    return pakiv_pages_refuse_release (request, error);
  if (pakiv_release_is_revision (shelved->package->release))
    return pakiv_council_refuse (
        request, 404, _ ("A revision has no document of its own; its page can be printed."));
  release = pakiv_release_rename (shelved->package->release, entry->station);
  name = name_document (release);
  reply = pakiv_reply_new (200, "application/pdf", pakiv_report_pdf_new (release, NULL));
  reply->disposition = g_strdup_printf ("attachment; filename=\"%s\"", name);
  pakiv_reply_set_cacheable (reply, entry->received_at);
  return reply;
}
