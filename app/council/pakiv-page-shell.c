#include "pakiv-page-shell.h"

#include "pakiv-day.h"
#include "pakiv-html.h"
#include "pakiv-manual.h"

#include <glib/gi18n.h>
#include <string.h>

static void
add_head (GString *html, const char *title)
{
  g_autofree char *language = pakiv_html_get_language ();

  pakiv_html_append (html, "<!DOCTYPE html>\n<html lang=\"%s\">\n", language);
  g_string_append (html,
                   "<head>\n<meta charset=\"utf-8\">\n"
                   "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                   "<meta name=\"color-scheme\" content=\"light dark\">\n");
  pakiv_html_append (html, "<title>%s</title>\n", title);
  g_string_append (html, "<link rel=\"icon\" href=\"/icon.svg\" type=\"image/svg+xml\">\n"
                         "<link rel=\"stylesheet\" href=\"/style.css\">\n</head>\n");
}

static void
add_banner (GString *html)
{
  g_string_append (html, "<body>\n");
  pakiv_html_append (html, "<a class=\"skip\" href=\"#main\">%s</a>\n", _ ("Skip to the content"));
  g_string_append (html, "<header class=\"banner\"><div class=\"measure\">"
                         "<a class=\"brand\" href=\"/\">"
                         "<img src=\"/icon.svg\" alt=\"\" width=\"32\" height=\"32\">");
  pakiv_html_append (html, "<span><b>%s</b><small>%s</small></span></a></div></header>\n", "Pakiv",
                     _ ("What police and Roma mediators report to the council"));
}

/* Nothing where the manual is not installed. */
static void
add_method_link (GString *html)
{
  g_autofree char *path = pakiv_manual_find (PAKIV_MANUAL_METHOD);

  if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
    pakiv_html_append (html, " <a href=\"/method\">%s</a>",
                       _ ("How people are protected in these figures"));
}

char *
pakiv_page_shell_wrap (const char *title, const char *place, GString *content)
{
  GString *html = g_string_new (NULL);

  add_head (html, title);
  add_banner (html);
  pakiv_html_append (html, "<main id=\"main\" class=\"measure %s\" tabindex=\"-1\">\n", place);
  g_string_append_len (html, content->str, (gssize)content->len);
  g_string_append (html, "</main>\n<footer class=\"foot\"><div class=\"measure\"><p>");
  pakiv_html_append (
      html, "%s",
      _ ("Only protected counts come here: no names, no records, nothing about a single "
         "person."));
  add_method_link (html);
  g_string_append (html, "</p></div></footer>\n</body>\n</html>\n");
  g_string_free (content, TRUE);
  return g_string_free (html, FALSE);
}

char *
pakiv_page_shell_word_moment (const char *moment)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (moment, NULL);
  g_autoptr (GDateTime) local = time != NULL ? g_date_time_to_local (time) : NULL;
  g_autofree char *day = local != NULL ? g_date_time_format (local, "%Y-%m-%d") : NULL;
  g_autofree char *hour = local != NULL ? g_date_time_format (local, "%H:%M") : NULL;
  g_autofree char *words = NULL;

  if (day == NULL || hour == NULL)
    return g_strdup (moment);
  words = pakiv_day_to_words (day);
  /* Translators: the first %s is a day, the second a time as in 09:30. */
  return g_strdup_printf (_ ("%s, %s"), words, hour);
}
