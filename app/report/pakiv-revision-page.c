#include "pakiv-revision-page.h"

#include "pakiv-day.h"
#include "pakiv-html.h"
#include "pakiv-table-page.h"
#include "pakiv-table-words.h"

#include <glib/gi18n.h>

static void
append_fact (GString *html, const char *name, const char *value)
{
  pakiv_html_append (html, "<div><dt>%s</dt><dd>%s</dd></div>\n", name, value);
}

/* (transfer full): a day in words; "" where it is not said. */
static char *
word_day (const PakivRelease *revision)
{
  return revision->made_on != NULL ? pakiv_day_to_words (revision->made_on) : g_strdup ("");
}

static void
append_header (GString *html, const PakivRelease *revision)
{
  g_autofree char *period = pakiv_period_to_words (revision->period);
  g_autofree char *version = g_strdup_printf ("%d", revision->version);
  g_autofree char *day = word_day (revision);

  g_string_append (html, "<header>\n");
  pakiv_html_append_element (html, "p", "station", revision->station);
  /* Translators: the heading of a page; the quarter follows. */
  pakiv_html_append (html, "<h1>%s <span>%s</span></h1>\n", _ ("Revision of the report"), period);
  g_string_append (html, "<dl class=\"facts\">\n");
  append_fact (html, _ ("Log"), pakiv_log_id_get_label (revision->log));
  append_fact (html, _ ("Version"), version);
  append_fact (html, _ ("Made on"), day);
  append_fact (html, _ ("Why"), pakiv_table_word (revision->reason_label));
  g_string_append (html, "</dl>\n</header>\n");
}

static void
find_bases (const PakivRelease *revision, int *least, int *most)
{
  *least = G_MAXINT;
  *most = 0;
  for (guint t = 0; t < revision->tables->len; t++)
    {
      int base = ((const PakivTable *)revision->tables->pdata[t])->base;

      *least = MIN (*least, base);
      *most = MAX (*most, base);
    }
}

/* (transfer full) */
static char *
word_rounding (const PakivRelease *revision)
{
  int least, most;

  find_bases (revision, &least, &most);
  if (least == most)
    return g_strdup_printf (
        _ ("Every detailed figure was rounded up or down to a whole multiple of %d, so it is off by "
           "no more than that. An exact change beside an exact figure would tell of single people."),
        most);
  return g_strdup_printf (
      _ ("Every detailed figure was rounded up or down to a whole multiple of %d or, where it is "
         "about people who were stopped or attacked, of %d, so it is off by no more than that. An "
         "exact change beside an exact figure would tell of single people."),
      least, most);
}

static void
append_how_to_read (GString *html, const PakivRelease *revision)
{
  g_autofree char *rounding = word_rounding (revision);
  const char *const rules[] = {
    _ ("These figures are no counts. They say how the counts of the first release of this quarter "
       "have changed since: “taken out” is how many fewer there are, “added” how many more. A "
       "table that is not here has not changed, or too little to be shown."),
    rounding,
    _ ("The first release stands as it was published, and the report of the year is still the sum "
       "of first releases."),
    _ ("A later revision takes the place of this one: each says all that has changed since the "
       "first release, so they are not added up."),
  };

  pakiv_html_append (html, "<section class=\"reading\" id=\"reading\">\n<h2>%s</h2>\n<ul>\n",
                     _ ("How to read this revision"));
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    pakiv_html_append_element (html, "li", NULL, rules[i]);
  g_string_append (html, "</ul>\n</section>\n");
}

static void
append_contents (GString *html, const PakivRelease *revision)
{
  pakiv_html_append (html, "<nav aria-label=\"%s\">\n<ol>\n", _ ("Contents"));
  for (guint t = 0; t < revision->tables->len; t++)
    {
      const PakivTable *table = revision->tables->pdata[t];

      pakiv_html_append (html, "<li><a href=\"#%s\">%s</a></li>\n", table->id,
                         pakiv_table_word (table->title));
    }
  g_string_append (html, "</ol>\n</nav>\n");
}

static void
append_table (GString *html, const PakivTable *table)
{
  pakiv_html_append (html, "<section class=\"table\" id=\"%s\">\n", table->id);
  pakiv_html_append_element (html, "h2", NULL, pakiv_table_word (table->title));
  if (pakiv_table_get_total (table) == 0)
    pakiv_html_append_element (html, "p", "note",
                               _ ("What an earlier revision had here has been taken back."));
  else
    pakiv_table_page_append (html, table);
  g_string_append (html, "</section>\n");
}

void
pakiv_revision_page_append (GString *html, const PakivRelease *revision)
{
  g_string_append (html, "<article class=\"release revision\">\n");
  append_header (html, revision);
  append_how_to_read (html, revision);
  append_contents (html, revision);
  for (guint t = 0; t < revision->tables->len; t++)
    append_table (html, revision->tables->pdata[t]);
  g_string_append (html, "</article>\n");
}

char *
pakiv_revision_page_word (const PakivRelease *revision)
{
  g_autofree char *day = word_day (revision);

  /* Translators: a number, a day, and why a law asked for it. */
  return g_strdup_printf (_ ("Version %d, made on %s: %s"), revision->version, day,
                          pakiv_table_word (revision->reason_label));
}
