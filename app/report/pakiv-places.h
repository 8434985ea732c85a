/* Where one base cell stands: the categories it falls under in each dimension of its cube. */
#pragma once

#include "pakiv-report-spec.h"

G_BEGIN_DECLS

typedef struct
{
  GPtrArray *categories; /* char*, without _T */
  guint *hits; /* indexes into categories; more than one where several answers are allowed */
  guint n_hits;
} PakivPlace;

typedef struct
{
  const PakivCubeSpec *spec;
  PakivPlace *of; /* one for each dimension of the cube */
} PakivPlaces;

PakivPlaces *pakiv_places_new (const PakivCubeSpec *spec, PakivPeriod period);
void pakiv_places_free (PakivPlaces *places);

/* Stands on the cell @key. */
void pakiv_places_go (PakivPlaces *places, guint64 key);

/* The dimension's index in the cube. */
guint pakiv_places_index (const PakivPlaces *places, const PakivDimension *dimension);

/* Whether the cell belongs into @table: its filter lets it through. */
gboolean pakiv_places_match (const PakivPlaces *places, const PakivTableSpec *table);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivPlaces, pakiv_places_free)

G_END_DECLS
