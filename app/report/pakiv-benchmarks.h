/* Figures from outside that a municipality answers for: the population, or a count of who is seen
 * at the places of stops. Each with where it is from, of which day, and the lowest and highest it
 * may be (domain §3, reading rule ii); without these it is refused.
 *
 *   <benchmarks>
 *     <benchmark id="population" low="84000" high="86500" source="Municipal register"
 * date="2021-01-01"/>
 *   </benchmarks>
 *
 * Ids: population, population-men, population-women, observed-men, observed-women. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  char *id;
  double low; /* > 0 */
  double high;
  char *source;
  char *date; /* day */
} PakivBenchmark;

/* (transfer full): PakivBenchmark; NULL and @error naming file and line. */
GPtrArray *pakiv_benchmarks_load (const char *path, GError **error);
GPtrArray *
pakiv_benchmarks_parse (const char *text, gsize length, const char *name, GError **error);

/* NULL where @benchmarks, which may be NULL, have none of that id. */
const PakivBenchmark *pakiv_benchmarks_find (const GPtrArray *benchmarks, const char *id);

G_END_DECLS
