#include "pakiv-places.h"

#include <string.h>

PakivPlaces *
pakiv_places_new (const PakivCubeSpec *spec, PakivPeriod period)
{
  PakivPlaces *places = g_new0 (PakivPlaces, 1);

  places->spec = spec;
  places->of = g_new0 (PakivPlace, spec->dimensions->len);
  for (guint i = 0; i < spec->dimensions->len; i++)
    {
      places->of[i].categories
          = pakiv_dimension_get_categories (spec->dimensions->pdata[i], period);
      places->of[i].hits = g_new0 (guint, places->of[i].categories->len);
    }
  return places;
}

void
pakiv_places_free (PakivPlaces *places)
{
  if (places == NULL)
    return;
  for (guint i = 0; i < places->spec->dimensions->len; i++)
    {
      g_ptr_array_unref (places->of[i].categories);
      g_free (places->of[i].hits);
    }
  g_free (places->of);
  g_free (places);
}

void
pakiv_places_go (PakivPlaces *places, guint64 key)
{
  for (guint i = 0; i < places->spec->dimensions->len; i++)
    {
      const PakivDimension *dimension = places->spec->dimensions->pdata[i];
      PakivPlace *place = &places->of[i];

      place->n_hits = 0;
      for (guint c = 0; c < place->categories->len; c++)
        if (pakiv_dimension_falls_under (dimension, key, c))
          place->hits[place->n_hits++] = c;
    }
}

guint
pakiv_places_index (const PakivPlaces *places, const PakivDimension *dimension)
{
  guint index = 0;

  g_ptr_array_find (places->spec->dimensions, dimension, &index);
  return index;
}

gboolean
pakiv_places_match (const PakivPlaces *places, const PakivTableSpec *table)
{
  const PakivCodelist *list;
  const PakivPlace *place;

  if (table->filter == NULL)
    return TRUE;
  list = table->filter->month ? NULL : table->filter->field->codelist;
  place = &places->of[pakiv_places_index (places, table->filter)];
  for (guint i = 0; i < place->n_hits; i++)
    {
      const char *code = place->categories->pdata[place->hits[i]];

      if (strcmp (code, table->filter_code) == 0
          || (list != NULL && pakiv_codelist_is_in (list, code, table->filter_code)))
        return TRUE;
    }
  return FALSE;
}
