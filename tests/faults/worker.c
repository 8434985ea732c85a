#include "worker.h"

#include "pakiv-backup.h"
#include "pakiv-import-map.h"
#include "pakiv-record-csv.h"
#include "pakiv-record-json.h"
#include "pakiv-release-maker.h"
#include "pakiv-retention.h"

#include <string.h>
#include <unistd.h>

#define STOPS 12

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

static gboolean
tell_refused (Worker *worker, const GError *error)
{
  gboolean known = error != NULL && error->domain == PAKIV_LOG_ERROR;

  worker_tell (worker, "- %d %s", known ? error->code : -1,
               error != NULL ? error->message : "no reason");
  return FALSE;
}

/* --- Who works --- */

typedef struct
{
  PakivDesk *desk;
  PakivSession *session;
  PakivLog *log;
  GError *error;
} Place;

static void
place_clear (Place *place)
{
  g_clear_pointer (&place->log, pakiv_log_unref);
  g_clear_pointer (&place->session, pakiv_session_unref);
  g_clear_pointer (&place->desk, pakiv_desk_unref);
  g_clear_error (&place->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, place_clear)

static PakivClock *
get_clock (Worker *worker)
{
  return worker->clock != NULL ? worker->clock : worker->fixture->clock;
}

static gboolean
unlock (Worker *worker, Place *place, const char *name)
{
  g_autofree char *words = desk_fixture_words (name);

  place->desk = pakiv_desk_open (worker->folder, &place->error);
  if (place->desk != NULL)
    place->session = pakiv_desk_unlock (place->desk, name, words, &place->error);
  return place->session != NULL || tell_refused (worker, place->error);
}

static gboolean
open_log (Worker *worker, Place *place, PakivLogId log)
{
  place->log = pakiv_session_open_log (place->session, log, worker->fixture->definitions,
                                       get_clock (worker), &place->error);
  return place->log != NULL || tell_refused (worker, place->error);
}

static gboolean
begin (Worker *worker, Place *place, gboolean with_log)
{
  if (!unlock (worker, place, "Ana") || (with_log && !open_log (worker, place, PAKIV_LOG_POLICE)))
    return FALSE;
  worker_tell (worker, "ready");
  return TRUE;
}

/* --- Saving --- */

typedef struct
{
  Worker *worker;
  Place *place;
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
  return saving->records != NULL || tell_refused (saving->worker, saving->place->error);
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
  return tell_refused (worker, saving->place->error);
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
    return tell_refused (worker, saving->place->error);
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
    return tell_refused (worker, saving->place->error);
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
    return tell_refused (worker, saving->place->error);
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
  g_auto (Place) place = { 0 };
  guint most = worker->argument != NULL ? (guint)atoi (worker->argument) : G_MAXUINT;
  Saving saving = { worker, &place, NULL, NULL, 0, NULL };
  gboolean done;

  if (!begin (worker, &place, TRUE))
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

/* --- The rest --- */

gboolean
work_import (Worker *worker)
{
  g_auto (Place) place = { 0 };
  const char *const files[] = { worker->argument, NULL };
  g_autoptr (PakivImportMap) map = NULL;
  PakivImportResult result;

  if (!begin (worker, &place, TRUE))
    return FALSE;
  map = pakiv_import_map_load (worker->fixture->definitions, "contact", &place.error);
  if (map == NULL
      || !pakiv_log_import (place.log, map, files, NULL, NULL, NULL, &result, &place.error))
    return tell_refused (worker, place.error);
  worker_tell (worker, "! import %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT, result.added,
               result.already);
  return TRUE;
}

gboolean
work_suspend (Worker *worker)
{
  g_auto (Place) place = { 0 };

  if (!begin (worker, &place, FALSE))
    return FALSE;
  if (!pakiv_session_suspend_member (place.session, worker->argument, get_clock (worker),
                                     &place.error))
    return tell_refused (worker, place.error);
  worker_tell (worker, "! suspend %s", worker->argument);
  return TRUE;
}

gboolean
work_purge (Worker *worker)
{
  g_auto (Place) place = { 0 };
  g_auto (PakivPurgeResult) result = { 0 };

  if (!begin (worker, &place, TRUE))
    return FALSE;
  if (!pakiv_log_purge (place.log, FALSE, &result, NULL, &place.error))
    return tell_refused (worker, place.error);
  worker_tell (worker, "! purge %" G_GUINT64_FORMAT, result.erased);
  return TRUE;
}

gboolean
work_release (Worker *worker)
{
  const PakivPeriod quarter = { 2021, 1 };
  g_auto (Place) place = { 0 };
  g_autoptr (GBytes) package = NULL;
  g_autofree char *sum = NULL;

  if (!begin (worker, &place, TRUE))
    return FALSE;
  package = pakiv_release_maker_make (place.log, place.desk, quarter, NULL, NULL, &place.error);
  if (package == NULL)
    return tell_refused (worker, place.error);
  sum = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, package);
  worker_tell (worker, "! release %s", sum);
  return TRUE;
}

gboolean
work_backup (Worker *worker)
{
  g_auto (Place) place = { 0 };
  g_autoptr (PakivBackup) backup = NULL;

  if (!begin (worker, &place, FALSE))
    return FALSE;
  if (!pakiv_backup_make (place.session, PAKIV_LOG_POLICE, NULL, get_clock (worker), &backup, NULL,
                          &place.error))
    return tell_refused (worker, place.error);
  worker_tell (worker, "! backup %s", backup->path);
  return TRUE;
}

gboolean
work_restore (Worker *worker)
{
  g_auto (Place) place = { 0 };
  g_auto (PakivRestoreResult) result = { 0 };

  if (!begin (worker, &place, FALSE))
    return FALSE;
  if (!pakiv_backup_restore (place.session, PAKIV_LOG_POLICE, worker->argument,
                             PAKIV_RESTORE_DEFAULT, worker->fixture->definitions,
                             get_clock (worker), &result, NULL, &place.error))
    return tell_refused (worker, place.error);
  worker_tell (worker, "! restore %s", worker->argument);
  return TRUE;
}

gboolean
work_open (Worker *worker)
{
  g_auto (Place) place = { 0 };
  PakivLogId log = PAKIV_LOG_POLICE;

  if (worker->argument != NULL)
    g_assert_true (pakiv_log_id_from_string (worker->argument, &log));
  if (!begin (worker, &place, FALSE) || !open_log (worker, &place, log))
    return FALSE;
  worker_tell (worker, "! open");
  return TRUE;
}

gboolean
work_council (Worker *worker)
{
  g_auto (Place) place = { 0 };

  if (!begin (worker, &place, FALSE))
    return FALSE;
  if (!pakiv_desk_set_council (place.desk, worker->argument, "a token", &place.error))
    return tell_refused (worker, place.error);
  worker_tell (worker, "! council");
  return TRUE;
}

gboolean
work_unlock (Worker *worker)
{
  g_auto (GStrv) words = g_strsplit (worker->argument, ":", 2);
  g_auto (Place) place = { 0 };

  place.desk = pakiv_desk_open (worker->folder, &place.error);
  if (place.desk == NULL)
    return tell_refused (worker, place.error);
  worker_tell (worker, "ready");
  place.session = pakiv_desk_unlock (place.desk, words[0], words[1], &place.error);
  if (place.session == NULL)
    return tell_refused (worker, place.error);
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

/* --- The desk --- */

Fixture *
fault_fixture_new (void)
{
  Fixture *fixture = fixture_new ();
  g_autoptr (GError) error = NULL;

  pakiv_definitions_unref (fixture->definitions);
  fixture->definitions = pakiv_definitions_load (g_getenv ("PAKIV_DATA"), NULL, &error);
  g_assert_no_error (error);
  fixture->talk = pakiv_definitions_find_kind (fixture->definitions, "contact");
  fixture->meeting = pakiv_definitions_find_kind (fixture->definitions, "meeting");
  return fixture;
}

PakivRecord *
fault_new_stop (Fixture *fixture, const char *day, const char *token)
{
  g_autofree char *json = g_strdup_printf (
      "{\"date\": \"%s\", \"type\": \"STOPID\", \"district\": \"NORTH\", \"gender\": \"M\", "
      "\"age\": \"25_34\", \"reason\": [\"BEHAV\"], \"ground\": \"OFF_SUSP\", "
      "\"searched\": \"NO\", \"force\": \"NO\", \"outcome\": \"NFA\", \"linked\": \"NO\", "
      "\"receipt\": \"GIVEN\", \"facts\": \"%s\"}",
      day, token);
  g_autoptr (GError) error = NULL;
  PakivRecord *record = pakiv_record_from_json (fixture->talk, json, -1, &error);

  g_assert_no_error (error);
  return record;
}

static PakivRecord *
new_meeting (Fixture *fixture)
{
  PakivRecord *record = pakiv_record_new (fixture->meeting);
  PakivRow *row = pakiv_record_add_row (record, "attendance");

  pakiv_record_set (record, "date", "2021-05-01");
  pakiv_record_set (record, "type", "PARTNER");
  pakiv_record_set (record, "district", "NORTH");
  pakiv_record_set (record, "topics", "POLCONT");
  pakiv_row_set (row, "side", "COMMUNITY");
  pakiv_row_set (row, "gender", "F");
  pakiv_row_set (row, "number", "3");
  return record;
}

static void
fill (Fixture *fixture, PakivDesk *desk, const char *member, PakivLogId id, guint n)
{
  g_autoptr (PakivSession) session = desk_fixture_unlock (desk, member);
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivLog) log
      = pakiv_session_open_log (session, id, fixture->definitions, fixture->clock, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *token = g_strdup_printf ("kept%un%s", i, pakiv_log_id_to_string (id));
      g_autoptr (PakivRecord) record = NULL;

      if (id == PAKIV_LOG_JOINT)
        record = new_meeting (fixture);
      else
        record = fault_new_stop (fixture, "2021-02-03", token);
      pakiv_log_save (log, record, &error);
      g_assert_no_error (error);
    }
}

PakivDesk *
fault_desk_create (Fixture *fixture, const char *name)
{
  PakivDesk *desk = desk_fixture_create (fixture, name);

  fill (fixture, desk, "Ana", PAKIV_LOG_POLICE, STOPS);
  fill (fixture, desk, "Ana", PAKIV_LOG_JOINT, 1);
  fill (fixture, desk, "Mirela", PAKIV_LOG_MEDIATION, 1);
  return desk;
}

static void
append_row (GString *text, char **cells)
{
  g_autofree char *line = g_strjoinv (",", cells);

  g_string_append_printf (text, "%s\r\n", line);
}

char *
fault_write_csv (Fixture *fixture, const char *name, const char *day, const char *token, guint n)
{
  g_auto (GStrv) header = pakiv_record_csv_header (fixture->talk);
  g_autoptr (GString) text = g_string_new (NULL);

  append_row (text, header);
  for (guint i = 0; i <= n; i++)
    {
      g_autofree char *notes = g_strdup_printf ("%sn%u", token, i);
      g_autoptr (PakivRecord) record = fault_new_stop (fixture, day, notes);
      g_auto (GStrv) cells = NULL;

      if (i == n)
        pakiv_record_set (record, "district", "MOON");
      cells = pakiv_record_to_csv (record);
      append_row (text, cells);
    }
  fixture_write (fixture, name, text->str);
  return fixture_get_path (fixture, name);
}
