#include "pakiv-count-ahead.h"

#include "pakiv-report-spec.h"

gboolean
pakiv_station_count_ahead (PakivLog *log, GCancellable *cancellable, GError **error)
{
  g_autoptr (PakivReportSpec) report = NULL;

  g_return_val_if_fail (log != NULL, FALSE);

  report = pakiv_report_spec_load (pakiv_log_get_definitions (log), PAKIV_REPORT_QUARTERLY, error);
  return report != NULL && pakiv_log_count_ahead (log, report->cubes, cancellable, error);
}
