#include "backup-fixture.h"

#include "pakiv-retention.h"
#include "pakiv-trace.h"

const PakivPeriod backup_q1 = { 2021, 1 };

PakivSession *
backup_unlock (PakivDesk *desk, const char *name)
{
  g_autoptr (GError) error = NULL;
  PakivSession *session = pakiv_desk_unlock (desk, name, "long enough", &error);

  g_assert_no_error (error);
  return session;
}

static PakivDesk *
create (const char *folder)
{
  static PakivMember members[] = { { (char *)"Ana", PAKIV_ROLE_OFFICER },
                                   { (char *)"Bob", PAKIV_ROLE_OFFICER },
                                   { (char *)"Dora", PAKIV_ROLE_DPO } };
  const char *const passphrases[] = { "long enough", "long enough", "long enough" };
  g_autoptr (GPtrArray) array = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  PakivDesk *desk;

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    g_ptr_array_add (array, &members[i]);
  desk = pakiv_desk_create (folder, "Station", array, passphrases, PAKIV_COST_TEST, &error);
  g_assert_no_error (error);
  return desk;
}

void
backup_desk_open_at (BackupDesk *desk, const char *name)
{
  desk->fixture = fixture_new ();
  desk->folder = fixture_get_path (desk->fixture, name);
  desk->desk = create (desk->folder);
  desk->session = backup_unlock (desk->desk, "Ana");
}

void
backup_desk_clear (BackupDesk *desk)
{
  g_clear_pointer (&desk->session, pakiv_session_unref);
  g_clear_pointer (&desk->desk, pakiv_desk_unref);
  g_clear_pointer (&desk->folder, g_free);
  g_clear_pointer (&desk->fixture, fixture_free);
}

void
backup_set_day (BackupDesk *desk, const char *day)
{
  pakiv_clock_unref (desk->fixture->clock);
  desk->fixture->clock = pakiv_clock_new_fixed (day);
}

PakivLog *
backup_open_log (BackupDesk *desk)
{
  g_autoptr (GError) error = NULL;
  PakivLog *log = pakiv_session_open_log (desk->session, PAKIV_LOG_POLICE,
                                          desk->fixture->definitions, desk->fixture->clock, &error);

  g_assert_no_error (error);
  return log;
}

char *
backup_add (BackupDesk *desk, const char *day, const char *note)
{
  g_autoptr (PakivLog) log = backup_open_log (desk);

  return fixture_add_talk (desk->fixture, log, day, "OLD", note);
}

guint
backup_count (BackupDesk *desk, const char *search)
{
  g_autoptr (PakivLog) log = backup_open_log (desk);

  return fixture_count (log, desk->fixture->talk, search);
}

void
backup_purge (BackupDesk *desk)
{
  g_autoptr (PakivLog) log = backup_open_log (desk);
  g_auto (PakivPurgeResult) result = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_true (pakiv_log_purge (log, TRUE, &result, NULL, &error));
}

PakivBackup *
backup_make (BackupDesk *desk, const char *folder)
{
  g_autoptr (GError) error = NULL;
  PakivBackup *backup = NULL;

  pakiv_backup_make (desk->session, PAKIV_LOG_POLICE, folder, desk->fixture->clock, &backup, NULL,
                     &error);
  g_assert_no_error (error);
  return backup;
}

void
backup_restore (BackupDesk *desk,
                const char *path,
                PakivRestoreFlags flags,
                PakivRestoreResult *result)
{
  g_autoptr (GError) error = NULL;

  pakiv_backup_restore (desk->session, PAKIV_LOG_POLICE, path, flags, desk->fixture->definitions,
                        desk->fixture->clock, result, NULL, &error);
  g_assert_no_error (error);
}

char *
backup_get_sibling (const PakivBackup *backup, const char *name)
{
  g_autofree char *folder = g_path_get_dirname (backup->path);

  return g_build_filename (folder, name, NULL);
}

char *
backup_read_text (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

void
backup_replace_in (const char *path, const char *from, const char *to)
{
  g_autofree char *text = backup_read_text (path);
  g_auto (GStrv) parts = g_strsplit (text, from, -1);
  g_autofree char *changed = g_strjoinv (to, parts);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (text, !=, changed);
  g_file_set_contents (path, changed, -1, &error);
  g_assert_no_error (error);
}

void
backup_flip_byte (const char *path, gsize at)
{
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_file_get_contents (path, &bytes, &length, &error);
  bytes[at] ^= 1;
  g_file_set_contents (path, bytes, (gssize)length, &error);
  g_assert_no_error (error);
}

void
backup_copy_over (const char *from, const char *to)
{
  g_autofree char *bytes = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (from, &bytes, &length, NULL));
  g_assert_true (g_file_set_contents (to, bytes, (gssize)length, NULL));
}

guint64
backup_count_trace (BackupDesk *desk)
{
  g_auto (PakivTraceCheck) check = { 0 };
  g_autoptr (GError) error = NULL;

  pakiv_trace_verify (desk->desk, PAKIV_LOG_POLICE, NULL, &check, &error);
  g_assert_no_error (error);
  return check.entries;
}

gboolean
backup_trace_says (BackupDesk *desk, const char *start)
{
  g_autoptr (PakivSession) dora = backup_unlock (desk->desk, "Dora");
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivTrace) trace = pakiv_trace_open (dora, PAKIV_LOG_POLICE, &error);
  GPtrArray *entries;

  g_assert_no_error (error);
  entries = pakiv_trace_get_entries (trace);
  for (guint i = 0; i < entries->len; i++)
    {
      const PakivTraceEntry *entry = entries->pdata[i];

      g_assert_cmpint (entry->doubt, ==, PAKIV_TRACE_SOUND);
      if (entry->detail != NULL && g_str_has_prefix (entry->detail, start))
        return TRUE;
    }
  return FALSE;
}
