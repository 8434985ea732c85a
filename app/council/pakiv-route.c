#include "pakiv-route.h"

#include <string.h>

#define WORD_MAX 80

static gboolean
is_word (const char *text)
{
  gsize n = strspn (text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");

  return n > 0 && n <= WORD_MAX && text[n] == '\0';
}

static gboolean
is_id (const char *text)
{
  if (strlen (text) != 36)
    return FALSE;
  for (int i = 0; i < 36; i++)
    {
      gboolean dash = i == 8 || i == 13 || i == 18 || i == 23;

      if (dash ? text[i] != '-' : !g_ascii_isxdigit (text[i]) || g_ascii_isupper (text[i]))
        return FALSE;
    }
  return TRUE;
}

/* "NAME.svg" */
static void
parse_chart (const char *file, PakivRouteKind kind, PakivRoute *route)
{
  g_autofree char *table = NULL;

  if (!g_str_has_suffix (file, ".svg"))
    return;
  table = g_strndup (file, strlen (file) - strlen (".svg"));
  if (!is_word (table))
    return;
  route->kind = kind;
  route->table = g_steal_pointer (&table);
}

static void
parse_below_release (char **parts, guint n, PakivRoute *route)
{
  if (n == 2)
    route->kind = PAKIV_ROUTE_RELEASE;
  else if (n == 3 && g_str_equal (parts[2], "package.zip"))
    route->kind = PAKIV_ROUTE_PACKAGE;
  else if (n == 3 && g_str_equal (parts[2], "report.pdf"))
    route->kind = PAKIV_ROUTE_DOCUMENT;
  else if (n == 3 && g_str_equal (parts[2], "year"))
    route->kind = PAKIV_ROUTE_YEAR;
  else if (n == 4 && g_str_equal (parts[2], "charts"))
    parse_chart (parts[3], PAKIV_ROUTE_CHART, route);
  else if (n == 5 && g_str_equal (parts[2], "year") && g_str_equal (parts[3], "charts"))
    parse_chart (parts[4], PAKIV_ROUTE_YEAR_CHART, route);
  if (route->kind != PAKIV_ROUTE_NONE)
    route->id = g_strdup (parts[1]);
}

static void
parse_api (char **parts, guint n, PakivRoute *route)
{
  route->kind = PAKIV_ROUTE_API_NONE;
  if (n < 3 || !g_str_equal (parts[1], "v1"))
    return;
  if (n == 3 && g_str_equal (parts[2], "enrol"))
    route->kind = PAKIV_ROUTE_API_ENROL;
  else if (n == 4 && g_str_equal (parts[2], "reports") && is_id (parts[3]))
    {
      route->kind = PAKIV_ROUTE_API_REPORT;
      route->id = g_strdup (parts[3]);
    }
}

void
pakiv_route_parse (const char *path, PakivRoute *route)
{
  g_auto (GStrv) parts = NULL;
  guint n;

  *route = (PakivRoute){ PAKIV_ROUTE_NONE };
  if (path == NULL || path[0] != '/')
    return;
  if (path[1] == '\0')
    {
      route->kind = PAKIV_ROUTE_OVERVIEW;
      return;
    }
  parts = g_strsplit (path + 1, "/", 8);
  n = g_strv_length (parts);
  if (g_str_equal (parts[0], "api"))
    parse_api (parts, n, route);
  else if (n == 1 && g_str_equal (parts[0], "style.css"))
    route->kind = PAKIV_ROUTE_STYLE;
  else if (n == 1 && g_str_equal (parts[0], "icon.svg"))
    route->kind = PAKIV_ROUTE_ICON;
  else if (n == 1 && g_str_equal (parts[0], "method"))
    route->kind = PAKIV_ROUTE_METHOD;
  else if (n == 2 && g_str_equal (parts[0], "enrol") && is_word (parts[1]))
    route->kind = PAKIV_ROUTE_ENROL;
  else if (n >= 2 && g_str_equal (parts[0], "releases") && is_id (parts[1]))
    parse_below_release (parts, n, route);
}

void
pakiv_route_clear (PakivRoute *route)
{
  g_clear_pointer (&route->id, g_free);
  g_clear_pointer (&route->table, g_free);
}

gboolean
pakiv_route_is_api (const PakivRoute *route)
{
  return route->kind == PAKIV_ROUTE_API_ENROL || route->kind == PAKIV_ROUTE_API_REPORT
         || route->kind == PAKIV_ROUTE_API_NONE;
}

const char *
pakiv_route_get_methods (const PakivRoute *route)
{
  switch (route->kind)
    {
    case PAKIV_ROUTE_NONE:
    case PAKIV_ROUTE_API_NONE:
      return NULL;
    case PAKIV_ROUTE_API_ENROL:
      return "POST";
    case PAKIV_ROUTE_API_REPORT:
      return "GET, HEAD, PUT";
    default:
      return "GET, HEAD";
    }
}

gboolean
pakiv_route_allows (const PakivRoute *route, const char *method)
{
  const char *methods = pakiv_route_get_methods (route);
  g_auto (GStrv) list = methods != NULL ? g_strsplit (methods, ", ", -1) : NULL;

  return list != NULL && g_strv_contains ((const char *const *)list, method);
}

char *
pakiv_route_to_string (const PakivRoute *route)
{
  switch (route->kind)
    {
    case PAKIV_ROUTE_OVERVIEW:
      return g_strdup ("/");
    case PAKIV_ROUTE_STYLE:
      return g_strdup ("/style.css");
    case PAKIV_ROUTE_ICON:
      return g_strdup ("/icon.svg");
    case PAKIV_ROUTE_METHOD:
      return g_strdup ("/method");
    case PAKIV_ROUTE_RELEASE:
      return g_strdup_printf ("/releases/%s", route->id);
    case PAKIV_ROUTE_CHART:
      return g_strdup_printf ("/releases/%s/charts/%s.svg", route->id, route->table);
    case PAKIV_ROUTE_PACKAGE:
      return g_strdup_printf ("/releases/%s/package.zip", route->id);
    case PAKIV_ROUTE_DOCUMENT:
      return g_strdup_printf ("/releases/%s/report.pdf", route->id);
    case PAKIV_ROUTE_YEAR:
      return g_strdup_printf ("/releases/%s/year", route->id);
    case PAKIV_ROUTE_YEAR_CHART:
      return g_strdup_printf ("/releases/%s/year/charts/%s.svg", route->id, route->table);
    case PAKIV_ROUTE_ENROL:
      return g_strdup ("/enrol/(code)");
    case PAKIV_ROUTE_API_ENROL:
      return g_strdup ("/api/v1/enrol");
    case PAKIV_ROUTE_API_REPORT:
      return g_strdup_printf ("/api/v1/reports/%s", route->id);
    case PAKIV_ROUTE_API_NONE:
      return g_strdup ("/api/(unknown)");
    case PAKIV_ROUTE_NONE:
    default:
      return g_strdup ("/(unknown)");
    }
}
