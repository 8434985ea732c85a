#include "pakiv-condition.h"

#include "pakiv-error.h"
#include "pakiv-record.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct
{
  char *field;
  char **codes;
} Clause;

struct _PakivCondition
{
  GPtrArray *clauses; /* Clause */
};

static void
free_clause (Clause *clause)
{
  g_free (clause->field);
  g_strfreev (clause->codes);
  g_free (clause);
}

void
pakiv_condition_free (PakivCondition *condition)
{
  if (condition == NULL)
    return;
  g_ptr_array_unref (condition->clauses);
  g_free (condition);
}

static gboolean
parse_clause (PakivCondition *condition, const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  Clause *clause;

  if (g_strv_length (words) < 3 || strcmp (words[1], "in") != 0)
    return FALSE;
  clause = g_new0 (Clause, 1);
  clause->field = g_strdup (words[0]);
  clause->codes = g_strdupv (words + 2);
  g_ptr_array_add (condition->clauses, clause);
  return TRUE;
}

PakivCondition *
pakiv_condition_parse (const char *text, GError **error)
{
  g_autoptr (PakivCondition) condition = g_new0 (PakivCondition, 1);
  g_auto (GStrv) parts = g_strsplit (text, " and ", -1);

  condition->clauses = g_ptr_array_new_with_free_func ((GDestroyNotify)free_clause);
  for (int i = 0; parts[i] != NULL; i++)
    if (!parse_clause (condition, g_strstrip (parts[i])))
      {
        g_set_error (error, PAKIV_ERROR, PAKIV_ERROR_FORMAT,
                     _ ("“%s” is not a condition. Write FIELD in CODE…, joined by “and”."), text);
        return NULL;
      }
  return g_steal_pointer (&condition);
}

static gboolean
check_clause (const Clause *clause, GPtrArray *fields, GError **error)
{
  const PakivField *field = pakiv_fields_find (fields, clause->field);

  if (field == NULL || !pakiv_field_has_codes (field))
    {
      g_set_error (error, PAKIV_ERROR, PAKIV_ERROR_FORMAT,
                   _ ("A condition names “%s”, which is no field with codes."), clause->field);
      return FALSE;
    }
  for (int i = 0; clause->codes[i] != NULL; i++)
    if (pakiv_codelist_find (field->codelist, clause->codes[i]) == NULL
        && !pakiv_codelist_has_group (field->codelist, clause->codes[i]))
      {
        g_set_error (error, PAKIV_ERROR, PAKIV_ERROR_FORMAT,
                     _ ("A condition names the code “%s”, which the list “%s” does not have."),
                     clause->codes[i], field->codelist->id);
        return FALSE;
      }
  return TRUE;
}

gboolean
pakiv_condition_check (const PakivCondition *condition, GPtrArray *fields, GError **error)
{
  for (guint i = 0; condition != NULL && i < condition->clauses->len; i++)
    if (!check_clause (condition->clauses->pdata[i], fields, error))
      return FALSE;
  return TRUE;
}

static gboolean
value_matches (const PakivField *field, const char *value, const char *code)
{
  g_auto (GStrv) codes = NULL;

  if (pakiv_codes_contain (value, code))
    return TRUE;
  if (field == NULL || !pakiv_codelist_has_group (field->codelist, code))
    return FALSE;
  codes = g_strsplit (value, " ", -1);
  for (int i = 0; codes[i] != NULL; i++)
    if (pakiv_codelist_is_in (field->codelist, codes[i], code))
      return TRUE;
  return FALSE;
}

/* The field that a clause names: a column of the row's own field where there is one, else the
 * kind's. */
static const PakivField *
find_column (const PakivKind *kind, const PakivRow *row, const char *id, const char **value)
{
  for (guint i = 0; row != NULL && i < kind->fields->len; i++)
    {
      const PakivField *field = kind->fields->pdata[i];
      const PakivField *column
          = field->columns != NULL ? pakiv_fields_find (field->columns, id) : NULL;

      if (column != NULL && pakiv_row_get (row, id) != NULL)
        {
          *value = pakiv_row_get (row, id);
          return column;
        }
    }
  return NULL;
}

static gboolean
clause_holds (const Clause *clause, const PakivRecord *record, const PakivRow *row)
{
  const char *value = NULL;
  const PakivField *field = find_column (record->kind, row, clause->field, &value);

  if (field == NULL)
    {
      field = pakiv_kind_find_field (record->kind, clause->field);
      value = pakiv_record_get (record, clause->field);
    }
  if (value == NULL)
    return FALSE;
  for (int i = 0; clause->codes[i] != NULL; i++)
    if (value_matches (field, value, clause->codes[i]))
      return TRUE;
  return FALSE;
}

gboolean
pakiv_condition_holds (const PakivCondition *condition,
                       const PakivRecord *record,
                       const PakivRow *row)
{
  for (guint i = 0; condition != NULL && i < condition->clauses->len; i++)
    if (!clause_holds (condition->clauses->pdata[i], record, row))
      return FALSE;
  return TRUE;
}
