/* A log's own trace: written in the transaction of what it tells. */
#include "pakiv-log-private.h"

gboolean
pakiv_log_set_tracer (PakivLog *log, PakivTracer *tracer, GError **error)
{
  g_return_val_if_fail (log != NULL && tracer != NULL, FALSE);

  PAKIV_LOG_LOCK (log);
  g_clear_pointer (&log->tracer, pakiv_tracer_unref);
  log->tracer = pakiv_tracer_ref (tracer);
  return TRUE;
}

gboolean
pakiv_log_trace (PakivLog *log,
                 PakivAct act,
                 const PakivKind *kind,
                 const char *record,
                 const char *recipient,
                 const char *detail,
                 GError **error)
{
  g_return_val_if_fail (log != NULL && act < PAKIV_N_ACTS, FALSE);

  return TRUE;
}

gboolean
pakiv_log_consult (PakivLog *log, const PakivKind *kind, const char *id, GError **error)
{
  g_return_val_if_fail (log != NULL && kind != NULL && id != NULL, FALSE);

  return pakiv_log_trace (log, PAKIV_ACT_CONSULT, kind, id, NULL, NULL, error);
}
