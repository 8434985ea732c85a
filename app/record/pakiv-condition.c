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

const PakivField *
pakiv_condition_find_column (const PakivKind *kind, const char *id)
{
  for (guint i = 0; i < kind->fields->len; i++)
    {
      const PakivField *field = kind->fields->pdata[i];
      const PakivField *column
          = field->columns != NULL ? pakiv_fields_find (field->columns, id) : NULL;

      if (column != NULL)
        return column;
    }
  return NULL;
}

guint
pakiv_condition_count_clauses (const PakivCondition *condition)
{
  return condition != NULL ? condition->clauses->len : 0;
}

const char *
pakiv_condition_get_field (const PakivCondition *condition, guint clause)
{
  return ((const Clause *)condition->clauses->pdata[clause])->field;
}

gboolean
pakiv_condition_accepts (const PakivCondition *condition,
                         guint clause,
                         const PakivField *field,
                         const char *value)
{
  const Clause *asked = condition->clauses->pdata[clause];

  for (int i = 0; value != NULL && asked->codes[i] != NULL; i++)
    if (value_matches (field, value, asked->codes[i]))
      return TRUE;
  return FALSE;
}

/* A column of the row where it says something, else the record's own field. */
static gboolean
clause_holds (const PakivCondition *condition,
              guint clause,
              const PakivRecord *record,
              const PakivRow *row)
{
  const char *id = pakiv_condition_get_field (condition, clause);
  const PakivField *column = row != NULL ? pakiv_condition_find_column (record->kind, id) : NULL;
  const char *value = column != NULL ? pakiv_row_get (row, id) : NULL;

  if (value != NULL)
    return pakiv_condition_accepts (condition, clause, column, value);
  return pakiv_condition_accepts (condition, clause, pakiv_kind_find_field (record->kind, id),
                                  pakiv_record_get (record, id));
}

gboolean
pakiv_condition_holds (const PakivCondition *condition,
                       const PakivRecord *record,
                       const PakivRow *row)
{
  for (guint i = 0; i < pakiv_condition_count_clauses (condition); i++)
    if (!clause_holds (condition, i, record, row))
      return FALSE;
  return TRUE;
}
