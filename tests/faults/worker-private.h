/* What the files of the worker share. */
#pragma once

#include "worker.h"

G_BEGIN_DECLS

typedef struct
{
  PakivDesk *desk;
  PakivSession *session;
  PakivLog *log;
  GError *error;
} WorkerPlace;

void worker_place_clear (WorkerPlace *place);

/* Tells the reason; FALSE. */
gboolean worker_tell_refused (Worker *worker, const GError *error);
PakivClock *worker_get_clock (Worker *worker);

/* Unlocks the desk as Ana, opens the police log where asked to, and says "ready". */
gboolean worker_begin (Worker *worker, WorkerPlace *place, gboolean with_log);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WorkerPlace, worker_place_clear)

G_END_DECLS
