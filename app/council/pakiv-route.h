/* Which address means what. Only plain addresses are known: percent signs, dot segments, doubled
 * slashes and upper-case ids are nobody's, so no trick with them reaches further than “not found”.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  PAKIV_ROUTE_NONE,
  PAKIV_ROUTE_OVERVIEW,   /* / */
  PAKIV_ROUTE_STYLE,      /* /style.css */
  PAKIV_ROUTE_ICON,       /* /icon.svg */
  PAKIV_ROUTE_METHOD,     /* /method: how people are protected */
  PAKIV_ROUTE_RELEASE,    /* /releases/{id} */
  PAKIV_ROUTE_CHART,      /* /releases/{id}/charts/{table}.svg, {table}-dark.svg */
  PAKIV_ROUTE_PACKAGE,    /* /releases/{id}/package.zip */
  PAKIV_ROUTE_DOCUMENT,   /* /releases/{id}/report.pdf */
  PAKIV_ROUTE_YEAR,       /* /releases/{id}/year: of the year that the release is in */
  PAKIV_ROUTE_YEAR_CHART, /* /releases/{id}/year/charts/{table}.svg */
  PAKIV_ROUTE_ENROL,      /* /enrol/{code}, opened by a person */
  PAKIV_ROUTE_API_ENROL,  /* /api/v1/enrol */
  PAKIV_ROUTE_API_REPORT, /* /api/v1/reports/{id} */
  PAKIV_ROUTE_API_NONE,   /* anything else below /api */
} PakivRouteKind;

typedef struct
{
  PakivRouteKind kind;
  char *id;    /* of a release, or NULL */
  char *table; /* of a chart, or NULL; a dark one still ends in "-dark" */
} PakivRoute;

void pakiv_route_parse (const char *path, PakivRoute *route);
void pakiv_route_clear (PakivRoute *route);

gboolean pakiv_route_is_api (const PakivRoute *route);

/* "GET, HEAD": for the Allow header; NULL where the route is none. */
const char *pakiv_route_get_methods (const PakivRoute *route);
gboolean pakiv_route_allows (const PakivRoute *route, const char *method);

/* For the log: the address without what might be secret. (transfer full) */
char *pakiv_route_to_string (const PakivRoute *route);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PakivRoute, pakiv_route_clear)

G_END_DECLS
