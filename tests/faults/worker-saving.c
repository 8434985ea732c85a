/* Saving, changing and deleting without a pause. */
#include "worker-private.h"

typedef struct
{
  Worker *worker;
  WorkerPlace *place;
  GRand *rand;
  char *prefix;
  guint n;
  GPtrArray *records; /* PakivRecord, those of this worker */
} Saving;

static char *
new_token (Saving *saving)
{
  return g_strdup_printf ("%sn%06un%08x", saving->prefix, saving->n++, g_rand_int (saving->rand));
}

static gboolean
load_own (Saving *saving)
{
  PakivLog *log = saving->place->log;
  const PakivKind *kind = saving->worker->fixture->talk;
  g_autoptr (GArray) numbers = pakiv_log_find (log, kind, saving->prefix, &saving->place->error);

  saving->records = numbers != NULL ? pakiv_log_read (log, kind, (const gint64 *)numbers->data,
                                                      numbers->len, &saving->place->error)
                                    : NULL;
  return saving->records != NULL || worker_tell_refused (saving->worker, saving->place->error);
}

static gboolean
add_one (Saving *saving)
{
  Worker *worker = saving->worker;
  g_autofree char *token = new_token (saving);
  PakivRecord *record = fault_new_stop (worker->fixture, "2021-05-02", token);

  record->from_draft = g_rand_int_range (saving->rand, 0, 4) == 0;
  worker_tell (worker, "? new %s %s", record->from_draft ? "draft" : "-", token);
  g_ptr_array_add (saving->records, record);
  if (pakiv_log_save (saving->place->log, record, &saving->place->error))
    {
      worker_tell (worker, "! new %s %s", record->id, token);
      return TRUE;
    }
  g_ptr_array_set_size (saving->records, (int)saving->records->len - 1);
  return worker_tell_refused (worker, saving->place->error);
}

static gboolean
change_one (Saving *saving, guint i)
{
  Worker *worker = saving->worker;
  PakivRecord *record = saving->records->pdata[i];
  g_autoptr (PakivRecord) changed = pakiv_record_copy (record);
  g_autofree char *token = new_token (saving);

  pakiv_record_set (changed, "facts", token);
  worker_tell (worker, "? change %s %s", record->id, token);
  if (!pakiv_log_save (saving->place->log, changed, &saving->place->error))
    return worker_tell_refused (worker, saving->place->error);
  worker_tell (worker, "! change %s %s", record->id, token);
  pakiv_record_set (record, "facts", token);
  return TRUE;
}

static gboolean
delete_one (Saving *saving, guint i)
{
  Worker *worker = saving->worker;
  PakivRecord *record = saving->records->pdata[i];

  worker_tell (worker, "? delete %s -", record->id);
  if (!pakiv_log_delete (saving->place->log, worker->fixture->talk, record->id,
                         &saving->place->error))
    return worker_tell_refused (worker, saving->place->error);
  worker_tell (worker, "! delete %s -", record->id);
  g_ptr_array_remove_index_fast (saving->records, i);
  return TRUE;
}

static gboolean
type_draft (Saving *saving)
{
  Worker *worker = saving->worker;
  g_autofree char *token = new_token (saving);
  g_autoptr (PakivRecord) draft = fault_new_stop (worker->fixture, "2021-05-02", token);

  worker_tell (worker, "? draft - %s", token);
  if (!pakiv_log_save_draft (saving->place->log, draft, &saving->place->error))
    return worker_tell_refused (worker, saving->place->error);
  worker_tell (worker, "! draft - %s", token);
  return TRUE;
}

static gboolean
save_one (Saving *saving)
{
  gint32 chance = g_rand_int_range (saving->rand, 0, 10);
  guint n = saving->records->len;

  if (chance == 0)
    return type_draft (saving);
  if (n == 0 || chance < 5)
    return add_one (saving);
  if (chance < 8)
    return change_one (saving, (guint)g_rand_int_range (saving->rand, 0, (gint32)n));
  return delete_one (saving, (guint)g_rand_int_range (saving->rand, 0, (gint32)n));
}

/* Another program that writes without a pause may come first for seconds; then it is tried again,
 * as a person does. */
static gboolean
save_in_the_end (Saving *saving)
{
  for (guint i = 0; i < 10; i++)
    {
      if (save_one (saving))
        return TRUE;
      if (!g_error_matches (saving->place->error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_BUSY))
        return FALSE;
      g_clear_error (&saving->place->error);
    }
  return FALSE;
}

gboolean
work_save (Worker *worker)
{
  g_auto (WorkerPlace) place = { 0 };
  guint most = worker->argument != NULL ? (guint)atoi (worker->argument) : G_MAXUINT;
  Saving saving = { worker, &place, NULL, NULL, 0, NULL };
  gboolean done;

  if (!worker_begin (worker, &place, TRUE))
    return FALSE;
  saving.prefix = g_strdup_printf ("w%ux", worker->seed);
  saving.rand = g_rand_new_with_seed (worker->seed ^ (guint32)g_get_monotonic_time ());
  done = load_own (&saving);
  for (guint i = 0; done && i < most; i++)
    done = save_in_the_end (&saving);
  g_clear_pointer (&saving.records, g_ptr_array_unref);
  g_rand_free (saving.rand);
  g_free (saving.prefix);
  return done;
}
