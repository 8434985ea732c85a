#include "pakiv-csv-writer.h"

#include <string.h>

static gboolean
is_formula (const char *field)
{
  char *end = NULL;

  if (*field == '\0' || strchr ("=+-@\t", *field) == NULL)
    return FALSE;
  g_ascii_strtod (field, &end);
  return end == field || *end != '\0';
}

/* A text that begins like a guarded one gets another apostrophe, so that reading gives it back as
 * it was. */
static gboolean
needs_guard (const char *field)
{
  while (*field == '\'')
    field++;
  return is_formula (field);
}

const char *
pakiv_csv_strip_guard (const char *cell)
{
  return *cell == '\'' && needs_guard (cell) ? cell + 1 : cell;
}

static void
append_field (GString *csv, const char *field)
{
  gboolean guard = needs_guard (field);

  if (!guard && strpbrk (field, ",\"\r\n") == NULL)
    {
      g_string_append (csv, field);
      return;
    }
  g_string_append_c (csv, '"');
  if (guard)
    g_string_append_c (csv, '\'');
  for (const char *c = field; *c != '\0'; c++)
    {
      if (*c == '"')
        g_string_append_c (csv, '"');
      g_string_append_c (csv, *c);
    }
  g_string_append_c (csv, '"');
}

void
pakiv_csv_append_row (GString *csv, const char *const *fields)
{
  for (int i = 0; fields[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (csv, ',');
      append_field (csv, fields[i]);
    }
  g_string_append (csv, "\r\n");
}
