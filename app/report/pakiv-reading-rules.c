#include "pakiv-reading-rules.h"

#include "pakiv-html.h"

#include <glib/gi18n.h>

static void
append_rule (GString *html, const char *rule)
{
  pakiv_html_append_element (html, "li", NULL, rule);
}

static gboolean
counts (const PakivRelease *release, const char *measure)
{
  for (guint i = 0; i < release->tables->len; i++)
    if (g_strcmp0 (((const PakivTable *)release->tables->pdata[i])->measure, measure) == 0)
      return TRUE;
  return FALSE;
}

/* The next larger base of any table, or 0. */
static int
find_base_above (const PakivRelease *release, int last)
{
  int next = 0;

  for (guint i = 0; i < release->tables->len; i++)
    {
      int base = ((const PakivTable *)release->tables->pdata[i])->base;

      if (base > last && (next == 0 || base < next))
        next = base;
    }
  return next;
}

static char *
list_bases (const PakivRelease *release)
{
  GString *list = g_string_new (NULL);

  for (int base = find_base_above (release, 0); base > 0; base = find_base_above (release, base))
    /* Translators: between two numbers, as in “5 or 10”. */
    g_string_append_printf (list, "%s%d", list->len > 0 ? _ (" or ") : "", base);
  return g_string_free (list, FALSE);
}

static void
append_base_rule (GString *html, const PakivRelease *release)
{
  g_autofree char *bases = list_bases (release);
  /* Translators: %s is a number, or “5 or 10”. */
  g_autofree char *rule = g_strdup_printf (
      _ ("These are the exact figures of a slightly altered set of records, in which no detailed "
         "combination has fewer than %s records. So nobody can be singled out, and all totals add up."),
      bases);

  append_rule (html, rule);
}

void
pakiv_reading_rules_append (GString *html, const PakivRelease *release)
{
  g_string_append (html, "<section class=\"reading\">\n");
  pakiv_html_append_element (html, "h2", NULL, _ ("How to read this"));
  g_string_append (html, "<ul>\n");
  if (release->tables->len > 0)
    append_base_rule (html, release);
  append_rule (
      html, _ ("0 does not mean that nothing happened: it may stand for a few. Other figures may "
               "be a few too high or too low, so don’t read much into small differences."));
  append_rule (html,
               _ ("Nobody’s ethnicity is written in these records. Roma can’t be seen in these "
                  "figures unless they chose to say so, and nationality would not show it."));
  if (counts (release, "INCIDENTS"))
    append_rule (html,
                 _ ("More hate incidents than before may be good news: most are never reported, "
                    "and people report more when they trust that it helps."));
  if (counts (release, "CONTACTS"))
    append_rule (html,
                 _ ("Districts and quarters with few records differ by chance. The figures say "
                    "nothing about a single officer, and districts are not to be ranked by them."));
  g_string_append (html, "</ul>\n</section>\n");
}
