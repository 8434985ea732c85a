/* Records against the definitions that are shipped: conditions, rules, JSON, CSV. */
#include "pakiv-definitions.h"
#include "pakiv-error.h"
#include "pakiv-file.h"
#include "pakiv-record-csv.h"
#include "pakiv-record-json.h"
#include "pakiv-rules.h"

#include <string.h>

#define TODAY "2021-04-10"

static PakivDefinitions *definitions;

static const char stop_text[]
    = "{\"date\":\"2021-03-31\",\"type\":\"SEARCH\",\"district\":\"NORTH\",\"gender\":\"M\","
      "\"age\":\"18_24\",\"reason\":[\"BEHAV\",\"REPORT\"],\"ground\":\"OFF_SUSP\","
      "\"searched\":\"YES\",\"force\":\"NO\",\"outcome\":\"NFA\",\"linked\":\"NO\","
      "\"receipt\":\"GIVEN\",\"facts\":\"A text; with \\\"marks\\\",\\nlines = 2 % and ș.\"}";

static const char meeting_text[]
    = "{\"date\":\"2021-03-30\",\"type\":\"PARTNER\",\"district\":\"CENTRE\",\"topics\":[\"SAFE\"],"
      "\"attendance\":[{\"side\":\"COMMUNITY\",\"gender\":\"F\",\"number\":4},"
      "{\"side\":\"POLICE\",\"gender\":\"M\",\"number\":2}],\"police_agrees\":\"NO\","
      "\"actions\":[{\"what\":\"Mend the lamp; 100 % = all, by May\",\"owner\":\"COUNCIL\","
      "\"due\":\"2021-05-01\",\"state\":\"AGREED\"}]}";

static PakivRecord *
parse (const char *kind, const char *text)
{
  g_autoptr (GError) error = NULL;
  PakivRecord *record
      = pakiv_record_from_json (pakiv_definitions_find_kind (definitions, kind), text, -1, &error);

  g_assert_no_error (error);
  return record;
}

/* The problems of a record as "field.column" in order, a row's number behind it. */
static char *
list_problems (const PakivRecord *record, PakivRulesMode mode)
{
  g_autoptr (GPtrArray) problems = pakiv_rules_check (record, mode, TODAY);
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < problems->len; i++)
    {
      const PakivProblem *problem = problems->pdata[i];

      g_assert_cmpstr (problem->message, !=, "");
      g_string_append_printf (list, "%s%s", i > 0 ? " " : "", problem->field);
      if (problem->column != NULL)
        g_string_append_printf (list, ".%s%d", problem->column, problem->row);
    }
  return g_string_free (list, FALSE);
}

static void
expect_problems (const PakivRecord *record, PakivRulesMode mode, const char *expected)
{
  g_autofree char *list = list_problems (record, mode);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (list, ==, expected);
  g_assert_true (pakiv_rules_accept (record, mode, TODAY, &error) == (*expected == '\0'));
  if (*expected != '\0')
    g_assert_error (error, PAKIV_ERROR, PAKIV_ERROR_INVALID);
}

static void
test_typed_stop (void)
{
  g_autoptr (PakivRecord) record = parse ("contact", stop_text);

  expect_problems (record, PAKIV_RULES_TYPED, "");

  /* Requirement 4 of the domain: no stop without a behaviour-based reason and a legal ground. */
  pakiv_record_set (record, "reason", NULL);
  pakiv_record_set (record, "ground", NULL);
  expect_problems (record, PAKIV_RULES_TYPED, "reason ground");

  /* An import states what its source states; only the day can't be missing. */
  expect_problems (record, PAKIV_RULES_IMPORTED, "");
  pakiv_record_set (record, "date", NULL);
  expect_problems (record, PAKIV_RULES_IMPORTED, "date");
}

static void
test_conditions (void)
{
  g_autoptr (PakivRecord) record = parse ("contact", stop_text);
  const PakivKind *kind = record->kind;

  /* A minor needs the guardian; documented intelligence needs its reference. */
  pakiv_record_set (record, "age", "14_17");
  expect_problems (record, PAKIV_RULES_TYPED, "guardian");
  pakiv_record_set (record, "age", "18_24");
  pakiv_record_set (record, "reason", "BEHAV INTEL");
  expect_problems (record, PAKIV_RULES_TYPED, "intelligence");
  pakiv_record_set (record, "reason", "BEHAV");
  pakiv_record_set (record, "receipt", "NOT_OFFERED");
  expect_problems (record, PAKIV_RULES_TYPED, "receipt_reason");

  /* A conversation is no stop: its group does not apply. */
  g_assert_true (pakiv_rules_field_applies (record, pakiv_kind_find_field (kind, "reason")));
  pakiv_record_set (record, "type", "PATROL");
  g_assert_false (pakiv_rules_field_applies (record, pakiv_kind_find_field (kind, "reason")));
  g_assert_true (pakiv_rules_field_applies (record, pakiv_kind_find_field (kind, "met")));
  pakiv_rules_normalise (record);
  g_assert_null (pakiv_record_get (record, "reason"));
  g_assert_null (pakiv_record_get (record, "outcome"));
  g_assert_cmpstr (pakiv_record_get (record, "district"), ==, "NORTH");
  expect_problems (record, PAKIV_RULES_TYPED, "");
}

static void
expect_problem_for (const char *field, const char *value)
{
  g_autoptr (PakivRecord) record = parse ("contact", stop_text);

  pakiv_record_set (record, field, value);
  expect_problems (record, PAKIV_RULES_TYPED, field);
  expect_problems (record, PAKIV_RULES_IMPORTED, field);
}

static void
test_wrong_values (void)
{
  g_autofree char *long_text = g_strnfill (10001, 'x');

  expect_problem_for ("date", "2021-02-29");
  expect_problem_for ("date", "2021-04-11"); /* tomorrow */
  expect_problem_for ("date", "31.03.2021");
  expect_problem_for ("district", "OLDTOWN");
  expect_problem_for ("district", "NORTH SOUTH");
  expect_problem_for ("type", "search");
  expect_problem_for ("duration", "-1");
  expect_problem_for ("duration", "1441");
  expect_problem_for ("duration", "10.5");
  expect_problem_for ("duration", "99999999999999999999");
  expect_problem_for ("reason", "BEHAV AREA");
  expect_problem_for ("facts", long_text);
  expect_problem_for ("facts", "caf\xE9");
}

static void
test_rows (void)
{
  g_autoptr (PakivRecord) record = parse ("meeting", meeting_text);
  PakivRow *row = pakiv_record_get_rows (record, "actions")->pdata[0];

  expect_problems (record, PAKIV_RULES_TYPED, "");
  pakiv_row_set (row, "state", "DROPPED");
  expect_problems (record, PAKIV_RULES_TYPED, "actions.dropped_because0");
  pakiv_row_set (row, "dropped_because", "No money this year");
  expect_problems (record, PAKIV_RULES_TYPED, "");
  pakiv_row_set (row, "state", "DONE");
  pakiv_rules_normalise (record);
  g_assert_null (pakiv_row_get (row, "dropped_because"));

  pakiv_record_add_row (record, "attendance");
  g_assert_cmpuint (pakiv_record_count_rows (record, "attendance"), ==, 3);
  expect_problems (record, PAKIV_RULES_TYPED,
                   "attendance.side2 attendance.gender2 attendance.number2");
  pakiv_rules_normalise (record);
  g_assert_cmpuint (pakiv_record_count_rows (record, "attendance"), ==, 2);
  g_ptr_array_set_size (pakiv_record_get_rows (record, "attendance"), 0);
  expect_problems (record, PAKIV_RULES_TYPED, "attendance");
}

static void
test_rule_over_record (void)
{
  g_autoptr (PakivRecord) record = parse ("meeting", meeting_text);

  /* Domain, topics: gender-based violence never with an area below the municipality. */
  pakiv_record_set (record, "topics", "SAFE GBV");
  expect_problems (record, PAKIV_RULES_TYPED, "district");
  pakiv_record_set (record, "district", "CITY");
  expect_problems (record, PAKIV_RULES_TYPED, "");
}

static void
test_rule_over_row (void)
{
  g_autoptr (PakivRecord) record = parse (
      "incident", "{\"date\":\"2021-03-01\",\"district\":\"EAST\",\"reported_by\":\"VICTIM\","
                  "\"type\":\"THREAT\",\"status\":\"UNDETERMINED\",\"motive\":[\"ROMA\"],"
                  "\"indicator\":[\"PERC\"],\"referrals\":[{\"destination\":\"LEGAL\","
                  "\"state\":\"SENT\"}]}");
  PakivRow *row = pakiv_record_get_rows (record, "referrals")->pdata[0];

  /* Requirement 13: no safe contact, no sending. Perception alone is enough for the incident
   * itself. */
  expect_problems (record, PAKIV_RULES_TYPED, "referrals.safe_contact0");
  pakiv_row_set (row, "safe_contact", "NO");
  expect_problems (record, PAKIV_RULES_TYPED, "referrals.safe_contact0");
  pakiv_row_set (row, "safe_contact", "YES");
  expect_problems (record, PAKIV_RULES_TYPED, "");
  pakiv_row_set (row, "safe_contact", NULL);
  pakiv_row_set (row, "state", "DECLINED");
  expect_problems (record, PAKIV_RULES_TYPED, "");
}

static void
test_normalise (void)
{
  g_autoptr (PakivRecord) record = parse ("contact", stop_text);

  pakiv_record_set (record, "reason", "REPORT  BEHAV REPORT ");
  pakiv_record_set (record, "district", " NORTH ");
  pakiv_record_set (record, "duration", "+007");
  pakiv_rules_normalise (record);
  g_assert_cmpstr (pakiv_record_get (record, "duration"), ==, "7");
  g_assert_cmpstr (pakiv_record_get (record, "reason"), ==, "BEHAV REPORT");
  g_assert_cmpstr (pakiv_record_get (record, "district"), ==, "NORTH");
  expect_problems (record, PAKIV_RULES_TYPED, "");
}

static void
test_json (void)
{
  g_autoptr (PakivRecord) stop = parse ("contact", stop_text);
  g_autoptr (PakivRecord) meeting = parse ("meeting", meeting_text);

  g_assert_cmpstr (pakiv_record_get (stop, "reason"), ==, "BEHAV REPORT");
  g_assert_cmpstr (pakiv_record_get (stop, "facts"), ==,
                   "A text; with \"marks\",\nlines = 2 % and ș.");
  g_assert_null (pakiv_record_get (stop, "time_band"));
  g_assert_cmpuint (pakiv_record_count_rows (meeting, "attendance"), ==, 2);
  g_assert_cmpstr (pakiv_row_get (pakiv_record_peek_row (meeting, "attendance", 1), "number"), ==,
                   "2");
  g_assert_cmpstr (pakiv_row_get (pakiv_record_peek_row (meeting, "actions", 0), "due"), ==,
                   "2021-05-01");
}

static void
expect_no_json (const char *text, gssize length, const char *named)
{
  g_autoptr (GError) error = NULL;
  const PakivKind *kind = pakiv_definitions_find_kind (definitions, "contact");

  g_assert_null (pakiv_record_from_json (kind, text, length, &error));
  g_assert_nonnull (error);
  g_assert_cmpuint (error->domain, ==, PAKIV_ERROR);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, named));
}

static void
test_json_errors (void)
{
  expect_no_json ("", -1, "");
  expect_no_json ("[]", -1, "");
  expect_no_json ("{\n\"date\": }", -1, "line 2");
  expect_no_json ("{\"date\":\"2021-03-31\"", -1, "");
  expect_no_json ("{\"name\":\"x\"}", -1, "“name”");
  expect_no_json ("{\"date\":20210331}", -1, "“date”");
  expect_no_json ("{\"reason\":\"BEHAV\"}", -1, "“reason”");
  expect_no_json ("{\"reason\":[1]}", -1, "“reason”");
  expect_no_json ("{\"duration\":1.5}", -1, "“duration”");
  expect_no_json ("{\"met\":[3]}", -1, "“met”");
  expect_no_json ("{\"type\":\"CALL\" /* [ */}", -1, "comments");
  {
    /* json-glib 1.6 ran out of stack on this. */
    g_autofree char *deep = g_strnfill (1000000, '[');

    expect_no_json (deep, -1, "too deep");
  }
  expect_no_json ("{\"met\":[{\"name\":\"x\"}]}", -1, "“name”");
  expect_no_json ("{\"type\":\"CALL\",\n\"date\":\"2021-03-31\",\"type\":\"STOP\"}", -1,
                  "“type” stands there twice (line 2)");
  expect_no_json ("{\"met\":[{\"gender\":\"F\",\"gender\":\"M\"}]}", -1, "“gender”");
  expect_no_json ("{\"facts\":\"a\xFF\"}", -1, "");
  expect_no_json ("{\n\"facts\":\"a\0b\"}", 16, "(line 2)");
  expect_no_json ("{\"facts\":\n\n\"a\\u0000b\"}", -1, "(line 3)");
}

static void
expect_unasked (const char *kind, const char *text, const char *named)
{
  g_autoptr (PakivRecord) record = parse (kind, text);
  g_autoptr (GError) error = NULL;

  g_assert_true (pakiv_record_check_asked (record, &error) == (named == NULL));
  if (named == NULL)
    return;
  g_assert_error (error, PAKIV_ERROR, PAKIV_ERROR_INVALID);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, named));
}

static void
test_unasked (void)
{
  expect_unasked ("contact", stop_text, NULL);
  expect_unasked ("meeting", meeting_text, NULL);
  expect_unasked ("contact", "{\"type\":\"PATROL\",\"met\":[{\"gender\":\"F\",\"number\":2}]}",
                  NULL);
  expect_unasked ("contact", "{\"type\":\"STOP\",\"met\":[{\"gender\":\"F\",\"number\":2}]}",
                  "“met”");
  expect_unasked ("contact", "{\"type\":\"PATROL\",\"force\":\"NO\"}", "“force”");
  /* The first is not asked, so it does not make the second one asked. */
  expect_unasked ("contact", "{\"type\":\"PATROL\",\"force\":\"YES\",\"handcuffs\":\"NO\"}",
                  "“force”");
  expect_unasked ("meeting",
                  "{\"actions\":[{\"what\":\"A lamp\",\"state\":\"AGREED\","
                  "\"dropped_because\":\"x\"}]}",
                  "“dropped_because”");
}

static void
expect_csv_round_trip (const char *kind, const char *text)
{
  g_autoptr (PakivRecord) record = parse (kind, text);
  g_autoptr (PakivRecord) back = pakiv_record_new (record->kind);
  g_auto (GStrv) header = pakiv_record_csv_header (record->kind);
  g_auto (GStrv) cells = pakiv_record_to_csv (record);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (g_strv_length (header), ==, record->kind->fields->len + 1);
  g_assert_cmpuint (g_strv_length (cells), ==, record->kind->fields->len + 1);
  g_assert_cmpstr (header[0], ==, "id");
  g_assert_cmpstr (cells[0], ==, ""); /* it was never saved */
  for (guint i = 1; header[i] != NULL; i++)
    {
      const PakivField *field = pakiv_kind_find_field (record->kind, header[i]);

      g_assert_true (pakiv_record_set_from_csv (back, field, cells[i], &error));
      g_assert_no_error (error);
    }
  g_assert_true (pakiv_record_equal (record, back));
}

static void
test_csv_round_trip (void)
{
  expect_csv_round_trip ("contact", "{\"date\":\"2021-03-31\",\"facts\":\"=1+1\"}");
  expect_csv_round_trip ("contact", stop_text);
  expect_csv_round_trip ("meeting", meeting_text);
}

static void
test_csv_cells (void)
{
  g_autoptr (PakivRecord) record = parse ("meeting", meeting_text);
  const PakivField *field = pakiv_kind_find_field (record->kind, "attendance");
  const char *const wrong[]
      = { "gender", "gender=F colour=red", "gender=%ZZ", "=F", "gender=%00", "gender=%FF" };
  g_auto (GStrv) cells = pakiv_record_to_csv (record);
  gboolean found = FALSE;

  for (int i = 0; cells[i] != NULL; i++)
    found = found
            || strcmp (cells[i], "side=COMMUNITY gender=F number=4; side=POLICE gender=M number=2")
                   == 0;
  g_assert_true (found);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (pakiv_record_set_from_csv (record, field, wrong[i], &error));
      g_assert_error (error, PAKIV_ERROR, PAKIV_ERROR_FORMAT);
    }
}

/* An officer reads what the list is called, not how the program calls it. */
static void
test_words (void)
{
  g_autoptr (PakivRecord) record = parse ("contact", stop_text);
  g_autoptr (GError) error = NULL;

  pakiv_record_set (record, "reason", "NOTHING");
  g_assert_false (pakiv_rules_accept (record, PAKIV_RULES_TYPED, TODAY, &error));
  g_assert_nonnull (
      strstr (error->message, "The list “Reason for the stop” has no code “NOTHING”."));
}

static void
test_record_values (void)
{
  const PakivKind *kind = pakiv_definitions_find_kind (definitions, "contact");
  g_autoptr (PakivRecord) today = pakiv_record_new_today (kind, TODAY);
  g_autoptr (PakivRecord) record = parse ("contact", stop_text);
  g_autoptr (PakivRecord) copy = pakiv_record_copy (record);
  g_autofree char *search = pakiv_record_search_text (record);

  g_assert_cmpstr (pakiv_record_get (today, "date"), ==, TODAY);
  g_assert_true (pakiv_record_equal (record, copy));
  pakiv_record_set (copy, "district", "SOUTH");
  g_assert_false (pakiv_record_equal (record, copy));
  g_assert_cmpstr (pakiv_record_get (record, "district"), ==, "NORTH");
  pakiv_record_set (copy, "district", "");
  g_assert_null (pakiv_record_get (copy, "district"));
  g_assert_true (pakiv_record_has_code (record, "reason", "REPORT"));
  g_assert_false (pakiv_record_has_code (record, "reason", "REP"));
  g_assert_nonnull (strstr (search, "2021-03-31"));
  g_assert_nonnull (strstr (search, "Report by a victim or witness"));
  g_assert_nonnull (strstr (search, "lines = 2"));
}

/* Covenant 1 and 2: no field and no code of a shipped definition is about who a person is. */
static void
test_covenant (void)
{
  const char *const words[]
      = { "name", "address", "birth",       "phone",           "email",   "plate",
          "face", "ethnic",  "nationality", "identity_number", "passport" };
  const PakivField *reason
      = pakiv_kind_find_field (pakiv_definitions_find_kind (definitions, "contact"), "reason");
  GPtrArray *kinds = pakiv_definitions_get_kinds (definitions);

  g_assert_cmpuint (kinds->len, ==, 3);
  for (guint i = 0; i < kinds->len; i++)
    {
      const PakivKind *kind = kinds->pdata[i];
      g_auto (GStrv) ids = pakiv_record_csv_header (kind);

      for (guint j = 0; ids[j] != NULL; j++)
        for (guint k = 0; k < G_N_ELEMENTS (words); k++)
          g_assert_null (strstr (ids[j], words[k]));
    }
  g_assert_null (pakiv_codelist_find (reason->codelist, "AREA"));
  g_assert_null (pakiv_codelist_find (reason->codelist, "APPEAR"));
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  definitions = pakiv_definitions_load (pakiv_file_get_data_folder (), NULL, &error);
  g_assert_no_error (error);
  g_test_add_func ("/record/rules/typed-stop", test_typed_stop);
  g_test_add_func ("/record/rules/conditions", test_conditions);
  g_test_add_func ("/record/rules/wrong-values", test_wrong_values);
  g_test_add_func ("/record/rules/rows", test_rows);
  g_test_add_func ("/record/rules/over-record", test_rule_over_record);
  g_test_add_func ("/record/rules/over-row", test_rule_over_row);
  g_test_add_func ("/record/rules/normalise", test_normalise);
  g_test_add_func ("/record/json/values", test_json);
  g_test_add_func ("/record/json/errors", test_json_errors);
  g_test_add_func ("/record/unasked", test_unasked);
  g_test_add_func ("/record/csv/round-trip", test_csv_round_trip);
  g_test_add_func ("/record/csv/cells", test_csv_cells);
  g_test_add_func ("/record/rules/words", test_words);
  g_test_add_func ("/record/values", test_record_values);
  g_test_add_func ("/record/covenant", test_covenant);
  status = g_test_run ();
  pakiv_definitions_unref (definitions);
  return status;
}
