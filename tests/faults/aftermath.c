#include "aftermath.h"

#include "pakiv-session-private.h"
#include "pakiv-sql.h"
#include "pakiv-trace.h"

#include <ftw.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

/* How often each act was done to one record. */
typedef struct
{
  guint n[PAKIV_N_ACTS];
} Acts;

Expected *
expected_new (void)
{
  Expected *expected = g_new0 (Expected, 1);

  expected->tokens = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  expected->history = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return expected;
}

static void
forget_pending (Expected *expected)
{
  g_clear_pointer (&expected->act, g_free);
  g_clear_pointer (&expected->id, g_free);
  g_clear_pointer (&expected->token, g_free);
}

void
expected_free (Expected *expected)
{
  forget_pending (expected);
  g_hash_table_unref (expected->tokens);
  g_hash_table_unref (expected->history);
  g_free (expected->draft);
  g_free (expected);
}

static void
note_act (Expected *expected, const char *id, PakivAct act)
{
  Acts *acts = g_hash_table_lookup (expected->history, id);

  if (acts == NULL)
    {
      acts = g_new0 (Acts, 1);
      g_hash_table_insert (expected->history, g_strdup (id), acts);
    }
  acts->n[act]++;
}

/* @act was done. A record that was typed as a draft ends that draft. */
static void
note_done (
    Expected *expected, const char *act, gboolean from_draft, const char *id, const char *token)
{
  if (g_str_equal (act, "draft") || from_draft)
    {
      g_free (expected->draft);
      expected->draft = from_draft ? NULL : g_strdup (token);
    }
  if (g_str_equal (act, "draft"))
    return;
  if (g_str_equal (act, "delete"))
    g_hash_table_remove (expected->tokens, id);
  else
    g_hash_table_replace (expected->tokens, g_strdup (id), g_strdup (token));
  note_act (expected, id,
            g_str_equal (act, "new")      ? PAKIV_ACT_COLLECT
            : g_str_equal (act, "change") ? PAKIV_ACT_ALTER
                                          : PAKIV_ACT_ERASE);
}

static void
take_line (Expected *expected, char **words)
{
  if (g_str_equal (words[0], "?"))
    {
      g_assert_null (expected->act);
      expected->act = g_strdup (words[1]);
      expected->id = g_strdup (words[2]);
      expected->token = g_strdup (words[3]);
    }
  else if (expected->act != NULL)
    {
      g_assert_cmpstr (words[0], ==, "!");
      g_assert_cmpstr (words[1], ==, expected->act);
      note_done (expected, words[1], g_str_equal (expected->id, "draft"), words[2], words[3]);
      forget_pending (expected);
      expected->done++;
    }
}

void
expected_take (Expected *expected, const char *lines)
{
  g_auto (GStrv) all = g_strsplit (lines, "\n", -1);

  for (guint i = 0; all[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (all[i], " ", -1);

      if (g_strv_length (words) >= 4 && (*words[0] == '?' || *words[0] == '!'))
        take_line (expected, words);
      /* Another program was writing: nothing began. */
      else if (g_strv_length (words) > 1 && *words[0] == '-'
               && atoi (words[1]) == PAKIV_LOG_ERROR_BUSY)
        forget_pending (expected);
    }
}

/* (transfer full): id → token of what the log has. */
static GHashTable *
read_tokens (Fixture *fixture, PakivLog *log, const char *prefix)
{
  g_autoptr (GError) error = NULL;
  GHashTable *found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  /* All of them, so that a record which the search does not know is seen. */
  g_autoptr (GArray) numbers = pakiv_log_find (log, fixture->talk, NULL, &error);
  g_autoptr (GArray) searched = pakiv_log_find (log, fixture->talk, prefix, &error);
  g_autoptr (GPtrArray) records = NULL;

  g_assert_no_error (error);
  records
      = pakiv_log_read (log, fixture->talk, (const gint64 *)numbers->data, numbers->len, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < records->len; i++)
    {
      const PakivRecord *record = records->pdata[i];
      const char *token = pakiv_record_get (record, "facts");

      if (token != NULL && g_str_has_prefix (token, prefix))
        g_hash_table_insert (found, g_strdup (record->id), g_strdup (token));
    }
  g_assert_cmpuint (searched->len, ==, g_hash_table_size (found));
  return found;
}

static void
settle_pending (Expected *expected, GHashTable *found)
{
  const char *was = g_hash_table_lookup (expected->tokens, expected->id);
  GHashTableIter iter;
  gpointer id, token;

  if (g_str_equal (expected->act, "delete"))
    {
      if (!g_hash_table_contains (found, expected->id))
        note_done (expected, "delete", FALSE, expected->id, "-");
      return;
    }
  g_hash_table_iter_init (&iter, found);
  while (g_hash_table_iter_next (&iter, &id, &token))
    if (g_str_equal (token, expected->token))
      {
        g_assert_true (was == NULL || g_str_equal (id, expected->id));
        note_done (expected, expected->act, g_str_equal (expected->id, "draft"), id, token);
        return;
      }
}

static void
check_draft (Expected *expected, Fixture *fixture, PakivLog *log)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivRecord) draft = pakiv_log_load_draft (log, fixture->talk, NULL, &error);
  const char *found = draft != NULL ? pakiv_record_get (draft, "facts") : NULL;

  g_assert_no_error (error);
  if (g_strcmp0 (expected->act, "draft") == 0 && g_strcmp0 (found, expected->token) == 0)
    note_done (expected, "draft", FALSE, "-", found);
  g_assert_cmpstr (found, ==, expected->draft);
}

void
expected_check (Expected *expected, Fixture *fixture, PakivLog *log, const char *prefix)
{
  g_autoptr (GHashTable) found = read_tokens (fixture, log, prefix);
  GHashTableIter iter;
  gpointer id, token;

  if (expected->act != NULL && !g_str_equal (expected->act, "draft"))
    settle_pending (expected, found);
  check_draft (expected, fixture, log);
  forget_pending (expected);
  g_hash_table_iter_init (&iter, expected->tokens);
  while (g_hash_table_iter_next (&iter, &id, &token))
    g_assert_cmpstr (g_hash_table_lookup (found, id), ==, token);
  g_assert_cmpuint (g_hash_table_size (found), ==, g_hash_table_size (expected->tokens));
}

static void
subtract (GHashTable *left, const PakivTraceEntry *entry)
{
  Acts *acts = entry->record != NULL ? g_hash_table_lookup (left, entry->record) : NULL;

  g_assert_cmpint (entry->doubt, ==, PAKIV_TRACE_SOUND);
  if (acts == NULL || entry->act == PAKIV_ACT_CONSULT)
    return;
  g_assert_cmpuint (acts->n[entry->act], >, 0);
  acts->n[entry->act]--;
}

void
expected_check_trace (Expected *expected, PakivDesk *desk)
{
  g_autoptr (PakivSession) dora = desk_fixture_unlock (desk, "Dora");
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivTrace) trace = pakiv_trace_open (dora, PAKIV_LOG_POLICE, &error);
  GPtrArray *entries;
  GHashTableIter iter;
  gpointer id, acts;

  g_assert_no_error (error);
  g_assert_cmpstr (pakiv_trace_get_warnings (trace)[0], ==, NULL);
  entries = pakiv_trace_get_entries (trace);
  for (guint i = 0; i < entries->len; i++)
    subtract (expected->history, entries->pdata[i]);
  g_hash_table_iter_init (&iter, expected->history);
  while (g_hash_table_iter_next (&iter, &id, &acts))
    for (guint i = 0; i < PAKIV_N_ACTS; i++)
      g_assert_cmpuint (((Acts *)acts)->n[i], ==, 0);
  g_hash_table_remove_all (expected->history);
}

/* --- The desk --- */

static PakivSql *
open_sql (PakivSession *session, PakivLogId log)
{
  const char *folder = pakiv_desk_get_folder (pakiv_session_get_desk (session));
  g_autofree char *path = pakiv_desk_get_log_path (folder, log);
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivSecret) key = pakiv_session_get_key (session, (PakivKeyId)log, &error);
  PakivSql *sql;

  g_assert_no_error (error);
  sql = pakiv_sql_open (path, key, &error);
  g_assert_no_error (error);
  return sql;
}

gint64
check_number (PakivSession *session, PakivLogId log, const char *select)
{
  g_autoptr (PakivSql) sql = open_sql (session, log);
  g_autoptr (GError) error = NULL;
  gint64 number = -1;

  pakiv_sql_get_number (sql, select, &number, &error);
  g_assert_no_error (error);
  return number;
}

static void
check_log (Fixture *fixture, PakivSession *session, PakivLogId id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivLog) log
      = pakiv_session_open_log (session, id, fixture->definitions, fixture->clock, &error);
  g_autoptr (PakivSql) sql = NULL;
  g_autofree char *pages = NULL, *cipher = NULL;
  g_auto (PakivTraceCheck) check = { 0 };
  gint64 entries;

  g_assert_no_error (error);
  g_clear_pointer (&log, pakiv_log_unref);
  sql = open_sql (session, id);
  pages = pakiv_sql_get_text (sql, "PRAGMA integrity_check", NULL, &error);
  g_assert_cmpstr (pages, ==, "ok");
  cipher = pakiv_sql_get_text (sql, "PRAGMA cipher_integrity_check", NULL, &error);
  g_assert_cmpstr (cipher, ==, NULL);
  pakiv_sql_get_number (sql, "SELECT count(*) FROM trace", &entries, &error);
  pakiv_trace_verify (pakiv_session_get_desk (session), id, NULL, &check, &error);
  g_assert_no_error (error);
  g_assert_cmpint (entries, ==, (gint64)check.entries);
}

static gboolean
is_known (const char *name)
{
  static const char *const known[]
      = { "desk.json",      "desk.lock",      "attempts.json", "police.log",  "mediation.log",
          "joint.log",      "police.trace",   "joint.trace",   "police.seen", "mediation.trace",
          "mediation.seen", "joint.seen",     "backups",       "backup.json", "outbox",
          "attempts.lock",  "police.log-wal", "police.log-shm" };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_str_equal (known[i], name))
      return TRUE;
  /* Written without the lock, and swept after an hour. */
  return g_str_has_prefix (name, "backup.json.");
}

/* SQLite's own, left by a kill before it was needed: it says nothing, for its head is not written,
 * and SQLite takes it for itself again. One that is needed is used and removed at opening. */
static gboolean
is_unused_journal (const char *path)
{
  static const char zero[8] = { 0 };
  g_autofree char *content = NULL;
  gsize length;

  return g_str_has_suffix (path, ".log-journal")
         && g_file_get_contents (path, &content, &length, NULL)
         && (length < sizeof zero || memcmp (content, zero, sizeof zero) == 0);
}

static void
check_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (!is_known (name) && !is_unused_journal (path))
        g_error ("“%s” was left in the desk’s folder", name);
    }
}

static void
check_members (Fixture *fixture, PakivDesk *desk)
{
  GPtrArray *members = pakiv_desk_get_members (desk);

  for (guint i = 0; i < members->len; i++)
    {
      const PakivMember *member = members->pdata[i];
      g_autoptr (PakivSession) session = NULL;

      if (pakiv_member_is_suspended (member))
        desk_fixture_check_locked (desk, member->name, PAKIV_LOG_ERROR_REFUSED);
      else
        session = desk_fixture_unlock (desk, member->name);
      /* The mediator first: who opens first is not always who began. */
      if (g_str_equal (member->name, "Mirela"))
        {
          check_log (fixture, session, PAKIV_LOG_JOINT);
          check_log (fixture, session, PAKIV_LOG_MEDIATION);
        }
    }
}

void
check_desk (Fixture *fixture, const char *folder, CheckScope scope)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivDesk) desk = pakiv_desk_open (folder, &error);
  g_autoptr (PakivSession) ana = NULL;

  g_assert_no_error (error);
  if (scope == CHECK_ALL)
    check_members (fixture, desk);
  ana = desk_fixture_unlock (desk, "Ana");
  check_log (fixture, ana, PAKIV_LOG_POLICE);
  check_files (folder);
}

PakivLog *
check_open (Fixture *fixture, const char *folder, const char *member, PakivLogId id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivDesk) desk = pakiv_desk_open (folder, &error);
  g_autoptr (PakivSession) session = NULL;
  PakivLog *log;

  g_assert_no_error (error);
  session = desk_fixture_unlock (desk, member);
  log = pakiv_session_open_log (session, id, fixture->definitions, fixture->clock, &error);
  g_assert_no_error (error);
  return log;
}

/* --- Folders --- */

static const char *copy_from, *copy_to;

static int
copy_one (const char *path, const struct stat *status, int type, struct FTW *place)
{
  g_autofree char *to = g_strconcat (copy_to, path + strlen (copy_from), NULL);
  g_autofree char *content = NULL;
  gsize length;

  if (type == FTW_D)
    return g_mkdir (to, 0700);
  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  g_assert_true (
      g_file_set_contents_full (to, content, (gssize)length, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  return 0;
}

void
copy_folder (const char *from, const char *to)
{
  fixture_remove_tree (to);
  copy_from = from;
  copy_to = to;
  g_assert_cmpint (nftw (from, copy_one, 16, FTW_PHYS), ==, 0);
}
