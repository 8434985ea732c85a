#include "worker-private.h"

#include "pakiv-backup.h"
#include "pakiv-import-map.h"
#include "pakiv-release-maker.h"
#include "pakiv-retention.h"

#include <string.h>
#include <unistd.h>

void
worker_tell (Worker *worker, const char *format, ...)
{
  g_autofree char *line = NULL;
  va_list arguments;
  gsize length;

  va_start (arguments, format);
  line = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  /* One write: a line is never half there, however this ends. */
  g_strdelimit (line, "\n", ' ');
  length = strlen (line);
  line[length] = '\n';
  if (write (worker->out, line, length + 1) != (gssize)length + 1)
    _exit (3);
}

gboolean
worker_tell_refused (Worker *worker, const GError *error)
{
  gboolean known = error != NULL && error->domain == PAKIV_LOG_ERROR;

  worker_tell (worker, "- %d %s", known ? error->code : -1,
               error != NULL ? error->message : "no reason");
  return FALSE;
}

void
worker_place_clear (WorkerPlace *place)
{
  g_clear_pointer (&place->log, pakiv_log_unref);
  g_clear_pointer (&place->session, pakiv_session_unref);
  g_clear_pointer (&place->desk, pakiv_desk_unref);
  g_clear_error (&place->error);
}

PakivClock *
worker_get_clock (Worker *worker)
{
  return worker->clock != NULL ? worker->clock : worker->fixture->clock;
}

static gboolean
unlock (Worker *worker, WorkerPlace *place, const char *name)
{
  g_autofree char *words = desk_fixture_words (name);

  place->desk = pakiv_desk_open (worker->folder, &place->error);
  if (place->desk != NULL)
    place->session = pakiv_desk_unlock (place->desk, name, words, &place->error);
  return place->session != NULL || worker_tell_refused (worker, place->error);
}

static gboolean
open_log (Worker *worker, WorkerPlace *place, PakivLogId log)
{
  place->log = pakiv_session_open_log (place->session, log, worker->fixture->definitions,
                                       worker_get_clock (worker), &place->error);
  return place->log != NULL || worker_tell_refused (worker, place->error);
}

gboolean
worker_begin (Worker *worker, WorkerPlace *place, gboolean with_log)
{
  if (!unlock (worker, place, "Ana") || (with_log && !open_log (worker, place, PAKIV_LOG_POLICE)))
    return FALSE;
  worker_tell (worker, "ready");
  return TRUE;
}

gboolean
work_import (Worker *worker)
{
  g_auto (WorkerPlace) place = { 0 };
  const char *const files[] = { worker->argument, NULL };
  g_autoptr (PakivImportMap) map = NULL;
  PakivImportResult result;

  if (!worker_begin (worker, &place, TRUE))
    return FALSE;
  map = pakiv_import_map_load (worker->fixture->definitions, "contact", &place.error);
  if (map == NULL
      || !pakiv_log_import (place.log, map, files, NULL, NULL, NULL, &result, &place.error))
    return worker_tell_refused (worker, place.error);
  worker_tell (worker, "! import %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT, result.added,
               result.already);
  return TRUE;
}

gboolean
work_suspend (Worker *worker)
{
  g_auto (WorkerPlace) place = { 0 };

  if (!worker_begin (worker, &place, FALSE))
    return FALSE;
  if (!pakiv_session_suspend_member (place.session, worker->argument, worker_get_clock (worker),
                                     &place.error))
    return worker_tell_refused (worker, place.error);
  worker_tell (worker, "! suspend %s", worker->argument);
  return TRUE;
}

gboolean
work_purge (Worker *worker)
{
  g_auto (WorkerPlace) place = { 0 };
  g_auto (PakivPurgeResult) result = { 0 };

  if (!worker_begin (worker, &place, TRUE))
    return FALSE;
  if (!pakiv_log_purge (place.log, FALSE, &result, NULL, &place.error))
    return worker_tell_refused (worker, place.error);
  worker_tell (worker, "! purge %" G_GUINT64_FORMAT, result.erased);
  return TRUE;
}

gboolean
work_release (Worker *worker)
{
  const PakivPeriod quarter = { 2021, 1 };
  g_auto (WorkerPlace) place = { 0 };
  g_autoptr (GBytes) package = NULL;
  g_autofree char *sum = NULL;

  if (!worker_begin (worker, &place, TRUE))
    return FALSE;
  package = pakiv_release_maker_make (place.log, place.desk, quarter, NULL, NULL, &place.error);
  if (package == NULL)
    return worker_tell_refused (worker, place.error);
  sum = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, package);
  worker_tell (worker, "! release %s", sum);
  return TRUE;
}

gboolean
work_backup (Worker *worker)
{
  g_auto (WorkerPlace) place = { 0 };
  g_autoptr (PakivBackup) backup = NULL;

  if (!worker_begin (worker, &place, FALSE))
    return FALSE;
  if (!pakiv_backup_make (place.session, PAKIV_LOG_POLICE, NULL, worker_get_clock (worker), &backup,
                          NULL, &place.error))
    return worker_tell_refused (worker, place.error);
  worker_tell (worker, "! backup %s", backup->path);
  return TRUE;
}

gboolean
work_restore (Worker *worker)
{
  g_auto (WorkerPlace) place = { 0 };
  g_auto (PakivRestoreResult) result = { 0 };

  if (!worker_begin (worker, &place, FALSE))
    return FALSE;
  if (!pakiv_backup_restore (place.session, PAKIV_LOG_POLICE, worker->argument,
                             PAKIV_RESTORE_DEFAULT, worker->fixture->definitions,
                             worker_get_clock (worker), &result, NULL, &place.error))
    return worker_tell_refused (worker, place.error);
  worker_tell (worker, "! restore %s", worker->argument);
  return TRUE;
}

gboolean
work_open (Worker *worker)
{
  g_auto (WorkerPlace) place = { 0 };
  PakivLogId log = PAKIV_LOG_POLICE;

  if (worker->argument != NULL)
    g_assert_true (pakiv_log_id_from_string (worker->argument, &log));
  if (!worker_begin (worker, &place, FALSE) || !open_log (worker, &place, log))
    return FALSE;
  worker_tell (worker, "! open");
  return TRUE;
}

gboolean
work_council (Worker *worker)
{
  g_auto (WorkerPlace) place = { 0 };

  if (!worker_begin (worker, &place, FALSE))
    return FALSE;
  if (!pakiv_desk_set_council (place.desk, worker->argument, "a token", &place.error))
    return worker_tell_refused (worker, place.error);
  worker_tell (worker, "! council");
  return TRUE;
}

gboolean
work_unlock (Worker *worker)
{
  g_auto (GStrv) words = g_strsplit (worker->argument, ":", 2);
  g_auto (WorkerPlace) place = { 0 };

  place.desk = pakiv_desk_open (worker->folder, &place.error);
  if (place.desk == NULL)
    return worker_tell_refused (worker, place.error);
  worker_tell (worker, "ready");
  place.session = pakiv_desk_unlock (place.desk, words[0], words[1], &place.error);
  if (place.session == NULL)
    return worker_tell_refused (worker, place.error);
  worker_tell (worker, "! unlock");
  return TRUE;
}

static Work
find (const char *name)
{
  static const struct
  {
    const char *name;
    Work work;
  } all[] = { { "save", work_save },       { "import", work_import },   { "suspend", work_suspend },
              { "purge", work_purge },     { "release", work_release }, { "backup", work_backup },
              { "restore", work_restore }, { "open", work_open },       { "council", work_council },
              { "unlock", work_unlock } };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    if (g_str_equal (all[i].name, name))
      return all[i].work;
  g_assert_not_reached ();
}

gboolean
work_named (Worker *worker)
{
  g_auto (GStrv) words = g_strsplit (worker->argument, " ", 2);
  Worker named = *worker;

  named.argument = words[1];
  return find (words[0]) (&named);
}
