#include "pakiv-rules.h"

#include "pakiv-day.h"
#include "pakiv-error.h"
#include "pakiv-file.h"

#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

typedef struct
{
  const PakivRecord *record;
  PakivRulesMode mode;
  const char *today;
  GPtrArray *problems;
} Check;

/* Where a value stands: a field of the record, or a column of one of its rows. */
typedef struct
{
  const PakivField *field;
  const PakivField *parent; /* NULL for the record's own */
  int row;
} Place;

static void
free_problem (PakivProblem *problem)
{
  g_free (problem->field);
  g_free (problem->column);
  g_free (problem->message);
  g_free (problem);
}

static void
add_problem (Check *check, const Place *place, char *message)
{
  PakivProblem *problem = g_new0 (PakivProblem, 1);

  problem->field = g_strdup (place->parent != NULL ? place->parent->id : place->field->id);
  problem->column = g_strdup (place->parent != NULL ? place->field->id : NULL);
  problem->row = place->parent != NULL ? place->row : -1;
  problem->message = message;
  g_ptr_array_add (check->problems, problem);
}

gboolean
pakiv_rules_field_applies (const PakivRecord *record, const PakivField *field)
{
  return pakiv_condition_holds (field->group_applies, record, NULL)
         && pakiv_condition_holds (field->applies, record, NULL);
}

static void
check_day (Check *check, const Place *place, const char *value)
{
  if (!pakiv_day_is_valid (value))
    add_problem (check, place,
                 g_strdup_printf (_ ("“%s” is not a date. Write it as in 2021-03-31."), value));
  else if (place->field->past && check->today != NULL && strcmp (value, check->today) > 0)
    add_problem (check, place, g_strdup (_ ("This day is still to come.")));
}

static void
check_codes (Check *check, const Place *place, const char *value)
{
  g_auto (GStrv) codes = g_strsplit (value, " ", -1);

  if (place->field->type == PAKIV_FIELD_CODE && codes[0] != NULL && codes[1] != NULL)
    {
      add_problem (check, place, g_strdup (_ ("Choose only one.")));
      return;
    }
  for (int i = 0; codes[i] != NULL; i++)
    {
      const PakivCode *code = pakiv_codelist_find (place->field->codelist, codes[i]);

      if (code == NULL)
        {
          add_problem (check, place,
                       g_strdup_printf (_ ("The list “%s” has no code “%s”."),
                                        pakiv_codelist_get_name (place->field->codelist),
                                        codes[i]));
          return;
        }
      if (!code->typed && check->mode == PAKIV_RULES_TYPED && !check->record->imported)
        {
          add_problem (check, place,
                       /* Translators: a code's label, such as "35 and over". */
                       g_strdup_printf (_ ("“%s” is only in records that were brought in from "
                                           "elsewhere. Choose another."),
                                        pakiv_code_get_label (code)));
          return;
        }
    }
}

static gboolean
parse_count (const char *value, gint64 max)
{
  gint64 number;

  return g_ascii_string_to_signed (value, 10, 0, max, &number, NULL);
}

static void
check_text (Check *check, const Place *place, const char *value)
{
  gsize length = strlen (value);

  if (pakiv_file_valid_text (value, length) != length)
    add_problem (check, place, g_strdup (_ ("This text has letters that can’t be read.")));
  else if (g_utf8_strlen (value, -1) > place->field->max)
    add_problem (check, place,
                 g_strdup_printf (_ ("This text is longer than %d letters."), place->field->max));
}

static void
check_value (Check *check, const Place *place, const char *value)
{
  switch (place->field->type)
    {
    case PAKIV_FIELD_DATE:
      check_day (check, place, value);
      break;
    case PAKIV_FIELD_CODE:
    case PAKIV_FIELD_CODES:
      check_codes (check, place, value);
      break;
    case PAKIV_FIELD_COUNT:
      if (!parse_count (value, place->field->max))
        add_problem (check, place,
                     g_strdup_printf (_ ("Write a whole number from 0 to %d."), place->field->max));
      break;
    case PAKIV_FIELD_TEXT:
    case PAKIV_FIELD_NOTES:
      check_text (check, place, value);
      break;
    case PAKIV_FIELD_ROWS:
    default:
      break;
    }
}

static const char *
missing_message (const PakivField *field)
{
  switch (field->type)
    {
    case PAKIV_FIELD_CODE:
      return _ ("Choose one.");
    case PAKIV_FIELD_CODES:
      return _ ("Choose at least one.");
    case PAKIV_FIELD_ROWS:
      return _ ("Add at least one.");
    default:
      return _ ("Fill this in.");
    }
}

static void
check_rule (Check *check, const PakivRule *rule, const Place *place, const PakivRow *row)
{
  if (check->mode == PAKIV_RULES_TYPED && pakiv_condition_holds (rule->when, check->record, row)
      && !pakiv_condition_holds (rule->requires, check->record, row))
    add_problem (check, place, g_strdup (pakiv_rule_get_message (rule)));
}

static void
check_row (Check *check, const PakivField *parent, int position)
{
  const PakivRow *row = pakiv_record_peek_row (check->record, parent->id, (guint)position);

  for (guint i = 0; i < parent->columns->len; i++)
    {
      const PakivField *column = parent->columns->pdata[i];
      const Place place = { column, parent, position };
      const char *value = pakiv_row_get (row, column->id);

      if (!pakiv_condition_holds (column->applies, check->record, row))
        continue;
      if (value != NULL)
        check_value (check, &place, value);
      else if (column->required && check->mode == PAKIV_RULES_TYPED)
        add_problem (check, &place, g_strdup (missing_message (column)));
    }
  for (guint i = 0; i < parent->rules->len; i++)
    {
      const PakivRule *rule = parent->rules->pdata[i];
      const PakivField *column = pakiv_fields_find (parent->columns, rule->field);
      const Place place = { column != NULL ? column : parent->columns->pdata[0], parent, position };

      check_rule (check, rule, &place, row);
    }
}

static void
check_field (Check *check, const PakivField *field)
{
  const Place place = { field, NULL, -1 };
  const char *value = pakiv_record_get (check->record, field->id);
  guint n = pakiv_record_count_rows (check->record, field->id);
  gboolean is_day = strcmp (field->id, check->record->kind->day) == 0;

  if (!pakiv_rules_field_applies (check->record, field))
    return;
  if (value != NULL)
    check_value (check, &place, value);
  for (guint i = 0; field->type == PAKIV_FIELD_ROWS && i < n; i++)
    check_row (check, field, (int)i);
  /* The record's own day says where it counts and when it ends: even an import must have it. */
  if (value == NULL && n == 0 && (is_day || (field->required && check->mode == PAKIV_RULES_TYPED)))
    add_problem (check, &place, g_strdup (missing_message (field)));
}

GPtrArray *
pakiv_rules_check (const PakivRecord *record, PakivRulesMode mode, const char *today)
{
  Check check
      = { record, mode, today, g_ptr_array_new_with_free_func ((GDestroyNotify)free_problem) };

  for (guint i = 0; i < record->kind->fields->len; i++)
    check_field (&check, record->kind->fields->pdata[i]);
  for (guint i = 0; i < record->kind->rules->len; i++)
    {
      const PakivRule *rule = record->kind->rules->pdata[i];
      const PakivField *field = pakiv_kind_find_field (record->kind, rule->field);
      const Place place = { field != NULL ? field : record->kind->fields->pdata[0], NULL, -1 };

      check_rule (&check, rule, &place, NULL);
    }
  return check.problems;
}

static char *
describe_problem (const PakivRecord *record, const PakivProblem *problem)
{
  const PakivField *field = pakiv_kind_find_field (record->kind, problem->field);
  const PakivField *column
      = problem->column != NULL ? pakiv_fields_find (field->columns, problem->column) : NULL;

  if (column != NULL)
    /* Translators: a part of the form, a row number, the row's field, and what is wrong there. */
    return g_strdup_printf (_ ("%s, row %d, %s: %s"), pakiv_field_get_label (field),
                            problem->row + 1, pakiv_field_get_label (column), problem->message);
  /* Translators: a field of the form, and what is wrong there. */
  return g_strdup_printf (_ ("%s: %s"), pakiv_field_get_label (field), problem->message);
}

gboolean
pakiv_rules_accept (const PakivRecord *record,
                    PakivRulesMode mode,
                    const char *today,
                    GError **error)
{
  g_autoptr (GPtrArray) problems = pakiv_rules_check (record, mode, today);
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < problems->len; i++)
    {
      g_autofree char *one = describe_problem (record, problems->pdata[i]);

      g_string_append_printf (words, "%s%s", i > 0 ? " " : "", one);
    }
  if (problems->len > 0)
    g_set_error_literal (error, PAKIV_ERROR, PAKIV_ERROR_INVALID, words->str);
  return problems->len == 0;
}

/* (transfer full): the codes once each, in the list's order, unknown ones kept at the end for the
 * check. */
static char *
order_codes (const PakivField *field, const char *value)
{
  g_autoptr (GString) ordered = g_string_new (NULL);
  g_auto (GStrv) codes = g_strsplit (value, " ", -1);

  for (guint i = 0; i < field->codelist->codes->len; i++)
    {
      const PakivCode *code = field->codelist->codes->pdata[i];

      if (pakiv_codes_contain (value, code->code))
        g_string_append_printf (ordered, "%s%s", ordered->len > 0 ? " " : "", code->code);
    }
  for (int i = 0; codes[i] != NULL; i++)
    if (*codes[i] != '\0' && pakiv_codelist_find (field->codelist, codes[i]) == NULL)
      g_string_append_printf (ordered, "%s%s", ordered->len > 0 ? " " : "", codes[i]);
  return g_strdup (ordered->str);
}

/* (transfer full): the one way to write a value; what can't be read stays for the check to name. */
static char *
clean_value (const PakivField *field, const char *value)
{
  char *clean;
  gint64 number;

  if (field->type == PAKIV_FIELD_CODES)
    return order_codes (field, value);
  clean = g_strstrip (g_strdup (value));
  if (field->type != PAKIV_FIELD_COUNT
      || !g_ascii_string_to_signed (clean, 10, 0, field->max, &number, NULL))
    return clean;
  g_free (clean);
  return g_strdup_printf ("%" G_GINT64_FORMAT, number);
}

static void
normalise_rows (PakivRecord *record, const PakivField *field)
{
  GPtrArray *rows = pakiv_record_get_rows (record, field->id);

  for (guint i = rows->len; i > 0; i--)
    {
      PakivRow *row = rows->pdata[i - 1];

      for (guint j = 0; j < field->columns->len; j++)
        {
          const PakivField *column = field->columns->pdata[j];

          const char *value = pakiv_row_get (row, column->id);
          g_autofree char *clean
              = value != NULL && pakiv_condition_holds (column->applies, record, row)
                    ? clean_value (column, value)
                    : NULL;

          pakiv_row_set (row, column->id, clean);
        }
      if (g_hash_table_size (row->values) == 0)
        g_ptr_array_remove_index (rows, i - 1);
    }
}

static void
normalise_field (PakivRecord *record, const PakivField *field)
{
  const char *value = pakiv_record_get (record, field->id);
  g_autofree char *clean = NULL;

  if (!pakiv_rules_field_applies (record, field))
    {
      pakiv_record_set (record, field->id, NULL);
      g_hash_table_remove (record->rows, field->id);
      return;
    }
  if (field->type == PAKIV_FIELD_ROWS)
    normalise_rows (record, field);
  else if (value != NULL)
    clean = clean_value (field, value);
  if (clean != NULL)
    pakiv_record_set (record, field->id, clean);
}

void
pakiv_rules_normalise (PakivRecord *record)
{
  /* A dropped value can switch off a later field's condition, and an earlier one's: until nothing
   * changes. */
  for (guint round = 0; round < record->kind->fields->len; round++)
    {
      g_autoptr (PakivRecord) before = pakiv_record_copy (record);

      for (guint i = 0; i < record->kind->fields->len; i++)
        normalise_field (record, record->kind->fields->pdata[i]);
      if (pakiv_record_equal (before, record))
        return;
    }
}
