/* What a report shows: the files of data/reports. Cubes say what is counted; tables are sums over a
 * cube. */
#pragma once

#include "pakiv-cube-spec.h"

G_BEGIN_DECLS

typedef struct
{
  char *id;    /* "stops-by-outcome" */
  char *title; /* msgid */
  char *note;  /* msgid or NULL: how to read it */
  const PakivCubeSpec *cube;
  GPtrArray *rows;              /* const PakivDimension, one or more */
  const PakivDimension *column; /* or NULL */
  const PakivDimension *filter; /* or NULL: only cells whose category of this dimension … */
  char *filter_code;            /* … is this code, or belongs to this group of its codelist */
} PakivTableSpec;

typedef struct
{
  char *id;          /* "quarterly" */
  char *title;       /* msgid */
  GPtrArray *cubes;  /* PakivCubeSpec */
  GPtrArray *tables; /* PakivTableSpec */
} PakivReportSpec;

/* The one report there is; its tables are chosen by a log's kinds. */
#define PAKIV_REPORT_QUARTERLY "quarterly"

/* @name: a file of the definitions' reports folder without .xml. */
PakivReportSpec *
pakiv_report_spec_load (PakivDefinitions *definitions, const char *name, GError **error);
void pakiv_report_spec_free (PakivReportSpec *spec);

/* How many of its cubes count what @log keeps. */
guint pakiv_report_spec_count_cubes (const PakivReportSpec *spec, PakivLogId log);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivReportSpec, pakiv_report_spec_free)

G_END_DECLS
