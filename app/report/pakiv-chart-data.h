/* What a chart of a table shows: bars of the first row dimension, split by the column dimension
 * where that stays readable. Categories without any figure are left out. */
#pragma once

#include "pakiv-chart-paper.h"
#include "pakiv-table.h"

G_BEGIN_DECLS

typedef struct
{
  GPtrArray *rows;   /* char*, translated */
  GPtrArray *series; /* char*, translated; one nameless where nothing is split */
  char *split_by;    /* what the series answer, translated; NULL where nothing is split */
  gint64 *values;    /* row-major, rows × series */
  gint64 largest;
} PakivChartData;

PakivChartData *pakiv_chart_data_new (const PakivTable *table);
void pakiv_chart_data_free (PakivChartData *data);
gint64 pakiv_chart_data_get (const PakivChartData *data, guint row, guint series);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivChartData, pakiv_chart_data_free)

G_END_DECLS
