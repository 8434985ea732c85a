/* The desk that is worked at. */
#include "worker.h"

#include "pakiv-record-csv.h"
#include "pakiv-record-json.h"

#define STOPS 12

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
