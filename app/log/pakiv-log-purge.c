#include "pakiv-retention.h"

char *
pakiv_kind_get_rule (const PakivKind *kind)
{
  return NULL;
}

gboolean
pakiv_log_check_clock (PakivLog *log, PakivClockCheck *check, GError **error)
{
  g_set_error_literal (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_FAILED, "Not ready.");
  return FALSE;
}

void
pakiv_clock_check_clear (PakivClockCheck *check)
{
}

char *
pakiv_clock_check_describe (const PakivClockCheck *check)
{
  return NULL;
}

void
pakiv_purge_result_clear (PakivPurgeResult *result)
{
}

gboolean
pakiv_log_purge (PakivLog *log,
                 gboolean confirmed,
                 PakivPurgeResult *result,
                 GCancellable *cancellable,
                 GError **error)
{
  g_set_error_literal (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_FAILED, "Not ready.");
  return FALSE;
}

gboolean
pakiv_log_place_hold (PakivLog *log,
                      const PakivKind *kind,
                      const char *id,
                      const char *reason,
                      const char *until,
                      GError **error)
{
  g_set_error_literal (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_FAILED, "Not ready.");
  return FALSE;
}

gboolean
pakiv_log_release_hold (PakivLog *log, const PakivKind *kind, const char *id, GError **error)
{
  g_set_error_literal (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_FAILED, "Not ready.");
  return FALSE;
}

PakivHold *
pakiv_log_get_hold (PakivLog *log, const PakivKind *kind, const char *id, GError **error)
{
  g_set_error_literal (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_FAILED, "Not ready.");
  return NULL;
}

GPtrArray *
pakiv_log_list_holds (PakivLog *log, GError **error)
{
  g_set_error_literal (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_FAILED, "Not ready.");
  return NULL;
}

void
pakiv_hold_free (PakivHold *hold)
{
}

GPtrArray *
pakiv_log_list_tombstones (PakivLog *log, guint most, GError **error)
{
  g_set_error_literal (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_FAILED, "Not ready.");
  return NULL;
}

void
pakiv_tombstone_free (PakivTombstone *tombstone)
{
}
