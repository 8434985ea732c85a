#include "fixture.h"

#include "pakiv-schema.h"

#include <ftw.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

const guint8 fixture_key[32] = "a key for tests, 32 bytes long.";

static int
remove_one (const char *path, const struct stat *status, int type, struct FTW *place)
{
  return remove (path);
}

void
fixture_remove_tree (const char *path)
{
  nftw (path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

void
fixture_use_memory (void)
{
  if (g_file_test ("/dev/shm", G_FILE_TEST_IS_DIR))
    g_setenv ("TMPDIR", "/dev/shm", FALSE);
}

Fixture *
fixture_new (void)
{
  Fixture *fixture = g_new0 (Fixture, 1);
  g_autofree char *data = g_test_build_filename (G_TEST_DIST, "tests", "log", "data", NULL);
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("pakiv-log-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->definitions = pakiv_definitions_load (data, NULL, &error);
  g_assert_no_error (error);
  fixture->clock = pakiv_clock_new_fixed (FIXTURE_DAY);
  fixture->talk = pakiv_definitions_find_kind (fixture->definitions, "talk");
  fixture->meeting = pakiv_definitions_find_kind (fixture->definitions, "meeting");
  return fixture;
}

void
fixture_free (Fixture *fixture)
{
  fixture_remove_tree (fixture->folder);
  g_assert_false (g_file_test (fixture->folder, G_FILE_TEST_EXISTS));
  pakiv_definitions_unref (fixture->definitions);
  pakiv_clock_unref (fixture->clock);
  g_free (fixture->folder);
  g_free (fixture);
}

char *
fixture_get_path (Fixture *fixture, const char *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

void
fixture_write (Fixture *fixture, const char *name, const char *text)
{
  g_autofree char *path = fixture_get_path (fixture, name);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

char *
fixture_read (Fixture *fixture, const char *name)
{
  g_autofree char *path = fixture_get_path (fixture, name);
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, NULL);
  return text;
}

gboolean
fixture_make_log (const char *path, PakivLogId id, GError **error)
{
  guint8 signing_key[32];

  return g_file_test (path, G_FILE_TEST_EXISTS)
         || pakiv_schema_create_file (path, fixture_key, id, signing_key, error);
}

PakivLog *
fixture_try_open (Fixture *fixture, const char *path, PakivLogId id, GError **error)
{
  if (!fixture_make_log (path, id, error))
    return NULL;
  return pakiv_log_open (path, fixture_key, id, fixture->definitions, fixture->clock, "Ana",
                         PAKIV_ROLE_OFFICER, error);
}

PakivLog *
fixture_open (Fixture *fixture, PakivLogId id, PakivRole role)
{
  g_autofree char *path = fixture_get_path (fixture, "test.log");
  g_autoptr (GError) error = NULL;
  PakivLog *log = NULL;

  if (fixture_make_log (path, id, &error))
    log = pakiv_log_open (path, fixture_key, id, fixture->definitions, fixture->clock, "Ana", role,
                          &error);
  g_assert_no_error (error);
  return log;
}

PakivRecord *
fixture_new_talk (Fixture *fixture, const char *day, const char *place, const char *note)
{
  PakivRecord *record = pakiv_record_new (fixture->talk);

  pakiv_record_set (record, "date", day);
  pakiv_record_set (record, "place", place);
  pakiv_record_set (record, "note", note);
  return record;
}

char *
fixture_add_talk (
    Fixture *fixture, PakivLog *log, const char *day, const char *place, const char *note)
{
  g_autoptr (PakivRecord) record = fixture_new_talk (fixture, day, place, note);
  g_autoptr (GError) error = NULL;

  pakiv_log_save (log, record, &error);
  g_assert_no_error (error);
  return g_strdup (record->id);
}

guint
fixture_count (PakivLog *log, const PakivKind *kind, const char *search)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) numbers = pakiv_log_find (log, kind, search, &error);

  g_assert_no_error (error);
  return numbers->len;
}

void
fixture_count_talks (Fixture *fixture, PakivLog *log, PakivPeriod period)
{
  const char *text = "<cube id='talks' kind='talk' base='5'><unit>talks</unit>"
                     "<dimension id='place' field='place'/></cube>";
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivXml) xml = pakiv_xml_parse (text, strlen (text), "cube", &error);
  g_autoptr (PakivCubeSpec) spec = pakiv_cube_spec_new_from_xml (xml, fixture->definitions, &error);
  g_autoptr (PakivCounts) counts = NULL;

  g_assert_no_error (error);
  counts = pakiv_log_count (log, spec, period, &error);
  g_assert_no_error (error);
}

PakivRecord *
fixture_load (PakivLog *log, const PakivKind *kind, const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) numbers = pakiv_log_find (log, kind, NULL, &error);
  g_autoptr (GPtrArray) records
      = pakiv_log_read (log, kind, (const gint64 *)numbers->data, numbers->len, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < records->len; i++)
    if (strcmp (((PakivRecord *)records->pdata[i])->id, id) == 0)
      return g_ptr_array_steal_index (records, i);
  return NULL;
}

gboolean
fixture_is_closed (PakivLog *log, PakivPeriod period)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivStoredRelease) release = pakiv_log_load_release (log, period, &error);

  g_assert_no_error (error);
  return release != NULL;
}
