#include "pakiv-benchmarks.h"

#include "pakiv-day.h"
#include "pakiv-xml.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

static const char *const known[] = { "population",   "population-men", "population-women",
                                     "observed-men", "observed-women", NULL };

static void
free_benchmark (PakivBenchmark *benchmark)
{
  g_free (benchmark->id);
  g_free (benchmark->source);
  g_free (benchmark->date);
  g_free (benchmark);
}

static gboolean
read_bound (const PakivXml *xml, const char *attribute, double *bound, GError **error)
{
  const char *text = pakiv_xml_require (xml, attribute, error);
  char *end;

  if (text == NULL)
    return FALSE;
  *bound = g_ascii_strtod (text, &end);
  return (*end == '\0' && isfinite (*bound) && *bound > 0)
         || pakiv_xml_fail (xml, error, _ ("“%s” is no number above 0."), text);
}

static gboolean
read_benchmark (PakivBenchmark *benchmark, const PakivXml *xml, GError **error)
{
  const char *id = pakiv_xml_require (xml, "id", error);
  const char *source = id != NULL ? pakiv_xml_require (xml, "source", error) : NULL;
  const char *date = source != NULL ? pakiv_xml_require (xml, "date", error) : NULL;

  if (date == NULL)
    return FALSE;
  if (!g_strv_contains (known, id))
    return pakiv_xml_fail (xml, error, _ ("There is no benchmark “%s”."), id);
  if (*g_strstrip (benchmark->source = g_strdup (source)) == '\0')
    return pakiv_xml_fail (xml, error, _ ("The benchmark “%s” does not say where it is from."), id);
  if (!pakiv_day_is_valid (date))
    return pakiv_xml_fail (xml, error, _ ("“%s” is no day. Write it as 2021-03-31."), date);
  benchmark->id = g_strdup (id);
  benchmark->date = g_strdup (date);
  if (!read_bound (xml, "low", &benchmark->low, error)
      || !read_bound (xml, "high", &benchmark->high, error))
    return FALSE;
  return benchmark->low <= benchmark->high
         || pakiv_xml_fail (xml, error, _ ("The lowest figure is above the highest."));
}

static GPtrArray *
read_benchmarks (const PakivXml *xml, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify)free_benchmark);

  if (strcmp (xml->name, "benchmarks") != 0)
    {
      pakiv_xml_fail (xml, error, _ ("This is no list of benchmarks: its first element is <%s>."),
                      xml->name);
      return NULL;
    }
  for (guint i = 0; i < xml->children->len; i++)
    {
      const PakivXml *child = xml->children->pdata[i];
      PakivBenchmark *benchmark = g_new0 (PakivBenchmark, 1);
      const char *id = pakiv_xml_get (child, "id");
      gboolean twice = id != NULL && pakiv_benchmarks_find (all, id) != NULL;

      g_ptr_array_add (all, benchmark);
      if (twice)
        pakiv_xml_fail (child, error, _ ("The benchmark “%s” stands twice."), id);
      if (twice || !read_benchmark (benchmark, child, error))
        return NULL;
    }
  return g_steal_pointer (&all);
}

GPtrArray *
pakiv_benchmarks_load (const char *path, GError **error)
{
  g_autoptr (PakivXml) xml = pakiv_xml_load (path, error);

  return xml != NULL ? read_benchmarks (xml, error) : NULL;
}

GPtrArray *
pakiv_benchmarks_parse (const char *text, gsize length, const char *name, GError **error)
{
  g_autoptr (PakivXml) xml = pakiv_xml_parse (text, length, name, error);

  return xml != NULL ? read_benchmarks (xml, error) : NULL;
}

const PakivBenchmark *
pakiv_benchmarks_find (const GPtrArray *benchmarks, const char *id)
{
  for (guint i = 0; benchmarks != NULL && i < benchmarks->len; i++)
    {
      const PakivBenchmark *benchmark = benchmarks->pdata[i];

      if (g_strcmp0 (benchmark->id, id) == 0)
        return benchmark;
    }
  return NULL;
}
