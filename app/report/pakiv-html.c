#include "pakiv-html.h"

#include <locale.h>
#include <string.h>

void
pakiv_html_append (GString *html, const char *format, ...)
{
  va_list arguments;
  g_autofree char *escaped = NULL;

  va_start (arguments, format);
  escaped = g_markup_vprintf_escaped (format, arguments);
  va_end (arguments);
  g_string_append (html, escaped);
}

void
pakiv_html_append_element (GString *html, const char *tag, const char *class_name, const char *text)
{
  if (class_name != NULL)
    pakiv_html_append (html, "<%s class=\"%s\">%s</%s>\n", tag, class_name, text, tag);
  else
    pakiv_html_append (html, "<%s>%s</%s>\n", tag, text, tag);
}

char *
pakiv_html_get_language (void)
{
  const char *locale = setlocale (LC_MESSAGES, NULL);

  if (locale == NULL || !g_ascii_islower (locale[0]))
    return g_strdup ("en");
  return g_strndup (locale, strcspn (locale, "_.@"));
}
