/* How pages name revisions: beside the first release, on the revision itself, and under a year. */
#include "pakiv-page-revision.h"

#include "pakiv-html.h"
#include "pakiv-page-shell.h"

#include <glib/gi18n.h>

/* (transfer full): "Revised on 10 May 2021". */
static char *
word_revised (const PakivEntry *entry)
{
  g_autofree char *moment = pakiv_page_shell_word_moment (entry->revised_at);

  /* Translators: a day; of a quarter's release. */
  return g_strdup_printf (_ ("Revised on %s"), moment);
}

void
pakiv_page_revision_add_mark (GString *html, const PakivEntry *entry)
{
  g_autofree char *words = entry->revision != NULL ? word_revised (entry) : NULL;

  if (words != NULL && entry->first == NULL)
    pakiv_html_append (html, " <a class=\"revised\" href=\"/releases/%s\">%s</a>", entry->revision,
                       words);
}

static void
add_notice (GString *html, const char *words, const char *id, const char *link)
{
  pakiv_html_append (html,
                     "<p class=\"notice\" role=\"note\">%s <a href=\"/releases/%s\">%s</a></p>\n",
                     words, id, link);
}

gboolean
pakiv_page_revision_add_notice (GString *html, const PakivEntry *entry)
{
  g_autofree char *revised = entry->revision != NULL ? word_revised (entry) : NULL;
  g_autofree char *sentence = NULL;

  if (entry->first != NULL)
    add_notice (html,
                _ ("This is a revision of a quarter. The first release stands beside it, as it was "
                   "published."),
                entry->first, _ ("Read the first release"));
  if (entry->first != NULL && entry->revision != NULL)
    add_notice (html, _ ("A later revision has taken the place of this one."), entry->revision,
                _ ("Read the newest revision"));
  if (entry->first == NULL && entry->revision != NULL)
    {
      sentence = g_strdup_printf (
          /* Translators: %s is “Revised on 10 May 2021”. */
          _ ("%s, because a law asked for it. The figures below stand as they were first released."),
          revised);
      add_notice (html, sentence, entry->revision,
                  _ ("Read what was taken out and what was added"));
    }
  return entry->first != NULL || entry->revision != NULL;
}

static gboolean
is_of_year (const PakivEntry *one, const PakivEntry *entry)
{
  return one->station_number == entry->station_number && one->log == entry->log
         && one->period.year == entry->period.year && one->revision != NULL && one->first == NULL;
}

void
pakiv_page_revision_add_year (GString *html, PakivInbox *inbox, const char *id)
{
  g_autoptr (PakivEntry) entry = pakiv_inbox_find (inbox, id, NULL);
  g_autofree char *before
      = entry != NULL ? pakiv_period_to_string ((PakivPeriod){ entry->period.year + 1, 1 }) : NULL;
  g_autoptr (GPtrArray) entries = entry != NULL ? pakiv_inbox_list (inbox, before, 4, NULL) : NULL;

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      const PakivEntry *one = entries->pdata[i];
      g_autofree char *period = pakiv_period_to_words (one->period);
      g_autofree char *sentence = NULL;

      if (!is_of_year (one, entry))
        continue;
      sentence = g_strdup_printf (
          /* Translators: a quarter, "January to March 2021". */
          _ ("%s was revised because a law asked for it. The year is the sum of first releases, so "
             "the revision is not in it."),
          period);
      add_notice (html, sentence, one->revision, _ ("Read the revision"));
    }
}
