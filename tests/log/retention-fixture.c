#include "retention-fixture.h"

#include "pakiv-sql.h"

const PakivPeriod retention_q2 = { 2020, 2 };

PakivLog *
retention_open_on (Fixture *fixture, const char *day)
{
  pakiv_clock_unref (fixture->clock);
  fixture->clock = pakiv_clock_new_fixed (day);
  return fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
}

void
retention_purge (PakivLog *log, gboolean confirmed, PakivPurgeResult *result)
{
  g_autoptr (GError) error = NULL;

  pakiv_purge_result_clear (result);
  g_assert_true (pakiv_log_purge (log, confirmed, result, NULL, &error));
  g_assert_no_error (error);
}

PakivLog *
retention_open_used (Fixture *fixture)
{
  PakivLog *log = fixture_open (fixture, PAKIV_LOG_POLICE, PAKIV_ROLE_OFFICER);
  g_auto (PakivPurgeResult) result = { 0 };

  retention_purge (log, FALSE, &result);
  g_assert_false (result.needs_confirmation);
  return log;
}

gint64
retention_count (Fixture *fixture, const char *select)
{
  g_autofree char *path = fixture_get_path (fixture, "test.log");
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivSql) sql = pakiv_sql_open (path, fixture_key, &error);
  gint64 number = -1;

  g_assert_no_error (error);
  pakiv_sql_get_number (sql, select, &number, &error);
  g_assert_no_error (error);
  return number;
}

void
retention_add_many (Fixture *fixture, guint n)
{
  g_autofree char *path = fixture_get_path (fixture, "test.log");
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivSql) sql = pakiv_sql_open (path, fixture_key, &error);
  g_autofree char *text = g_strdup_printf (
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %u) "
      "INSERT INTO \"record.talk\" (_id, _book, _late, _erase_on, _entered_by, _search, date, "
      "place, note) SELECT 'id-' || i, '2020-Q1', 0, '2021-02-01', 'Ana', "
      "'Old ' || hex (randomblob (40)) || ' number ' || i, '2020-02-01', 'OLD', "
      "'number ' || i FROM n; "
      "INSERT INTO \"record.talk.met\" (_record, _position, gender) "
      "SELECT _number, 1, 'F' FROM \"record.talk\" WHERE _id LIKE 'id-%%'",
      n);

  g_assert_no_error (error);
  pakiv_sql_execute (sql, text, &error);
  g_assert_no_error (error);
}
