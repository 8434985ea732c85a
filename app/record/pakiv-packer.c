/* A dimension's part of the key follows from its own column, where the field is asked, and whether
 * it is asked from the columns that its conditions name. Each of these is a question to one column;
 * a text that was met before has its answers already. */
#include "pakiv-packer.h"
#include "pakiv-record.h"

#include <string.h>

/* A question takes one place among the answers of its column, a dimension's two: its part where it
 * is asked, and where it is not. */
typedef struct
{
  const PakivDimension *dimension; /* or NULL: a clause of a condition */
  const PakivCondition *condition;
  guint clause;
  const PakivField *field; /* as which the clause reads the text */
} Question;

typedef struct
{
  const PakivField *field;
  gboolean of_row;
  GArray *questions; /* Question */
  guint n_answers;
  GHashTable *answers; /* text → guint64[n_answers] */
  guint64 *absent;     /* the answers where nothing is stated */
  const guint64 *now;
} Column;

/* Where an answer stands. */
typedef struct
{
  const Column *column; /* or NULL: there is no such field */
  guint answer;
} Place;

typedef struct
{
  Place of_row; /* goes first, where the row states something */
  Place of_record;
} Clause;

typedef struct
{
  Place part;
  GArray *clauses; /* Clause: all must hold */
} Part;

struct _PakivPacker
{
  const PakivCubeSpec *spec;
  PakivPeriod period;
  GPtrArray *columns; /* Column */
  GArray *parts;      /* Part, one a dimension */
};

static void
free_column (Column *column)
{
  g_array_unref (column->questions);
  g_hash_table_unref (column->answers);
  g_free (column->absent);
  g_free (column);
}

static void
clear_part (gpointer part)
{
  g_array_unref (((Part *)part)->clauses);
}

void
pakiv_packer_free (PakivPacker *packer)
{
  if (packer == NULL)
    return;
  g_ptr_array_unref (packer->columns);
  g_array_unref (packer->parts);
  g_free (packer);
}

static Column *
get_column (PakivPacker *packer, const PakivField *field, gboolean of_row)
{
  Column *column;

  for (guint i = 0; i < packer->columns->len; i++)
    {
      column = packer->columns->pdata[i];
      if (column->of_row == of_row && strcmp (column->field->id, field->id) == 0)
        return column;
    }
  column = g_new0 (Column, 1);
  column->field = field;
  column->of_row = of_row;
  column->questions = g_array_new (FALSE, FALSE, sizeof (Question));
  column->answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_ptr_array_add (packer->columns, column);
  return column;
}

static Place
ask (Column *column, const Question question)
{
  const Place place = { column, column->n_answers };

  g_array_append_val (column->questions, question);
  column->n_answers += question.dimension != NULL ? 2 : 1;
  return place;
}

static Place
ask_clause (PakivPacker *packer,
            const PakivCondition *condition,
            guint clause,
            const PakivField *field,
            gboolean of_row)
{
  const Question question = { .condition = condition, .clause = clause, .field = field };

  return ask (get_column (packer, field, of_row), question);
}

static void
add_clause (
    PakivPacker *packer, Part *part, const PakivCondition *condition, guint number, gboolean of_row)
{
  const PakivKind *kind = packer->spec->kind;
  const char *id = pakiv_condition_get_field (condition, number);
  const PakivField *own = pakiv_kind_find_field (kind, id);
  Clause clause = { 0 };

  if (of_row && pakiv_fields_find (packer->spec->rows->columns, id) != NULL)
    clause.of_row
        = ask_clause (packer, condition, number, pakiv_condition_find_column (kind, id), TRUE);
  if (own != NULL)
    clause.of_record = ask_clause (packer, condition, number, own, FALSE);
  g_array_append_val (part->clauses, clause);
}

static void
add_condition (PakivPacker *packer, Part *part, const PakivCondition *condition, gboolean of_row)
{
  for (guint i = 0; i < pakiv_condition_count_clauses (condition); i++)
    add_clause (packer, part, condition, i, of_row);
}

static void
add_part (PakivPacker *packer, const PakivDimension *dimension)
{
  const PakivField *field = dimension->field;
  Part part = { .clauses = g_array_new (FALSE, FALSE, sizeof (Clause)) };

  part.part
      = ask (get_column (packer, field, dimension->of_row), (Question){ .dimension = dimension });
  if (!dimension->of_row)
    add_condition (packer, &part, field->group_applies, FALSE);
  add_condition (packer, &part, field->applies, dimension->of_row);
  g_array_append_val (packer->parts, part);
}

/* (transfer full) */
static guint64 *
find_answers (const PakivPacker *packer, const Column *column, const char *text)
{
  guint64 *answers = g_new (guint64, column->n_answers);
  guint n = 0;

  for (guint i = 0; i < column->questions->len; i++)
    {
      const Question *question = &g_array_index (column->questions, Question, i);

      if (question->dimension == NULL)
        answers[n++] = (guint64)pakiv_condition_accepts (question->condition, question->clause,
                                                         question->field, text);
      else
        for (int applies = 1; applies >= 0; applies--)
          answers[n++] = pakiv_dimension_pack (question->dimension, packer->period, 0, text,
                                               (gboolean)applies);
    }
  return answers;
}

PakivPacker *
pakiv_packer_new (const PakivCubeSpec *spec, PakivPeriod period)
{
  PakivPacker *packer = g_new0 (PakivPacker, 1);

  packer->spec = spec;
  packer->period = period;
  packer->columns = g_ptr_array_new_with_free_func ((GDestroyNotify)free_column);
  packer->parts = g_array_new (FALSE, FALSE, sizeof (Part));
  g_array_set_clear_func (packer->parts, clear_part);
  for (guint i = 0; i < spec->dimensions->len; i++)
    add_part (packer, spec->dimensions->pdata[i]);
  for (guint i = 0; i < packer->columns->len; i++)
    {
      Column *column = packer->columns->pdata[i];

      column->absent = find_answers (packer, column, NULL);
      column->now = column->absent;
    }
  return packer;
}

guint
pakiv_packer_count_columns (const PakivPacker *packer)
{
  return packer->columns->len;
}

const PakivField *
pakiv_packer_get_column (const PakivPacker *packer, guint column, gboolean *of_row)
{
  const Column *found = packer->columns->pdata[column];

  *of_row = found->of_row;
  return found->field;
}

void
pakiv_packer_set (PakivPacker *packer, guint column, const char *text)
{
  Column *set = packer->columns->pdata[column];
  guint64 *answers;

  if (text == NULL || *text == '\0')
    {
      set->now = set->absent;
      return;
    }
  answers = g_hash_table_lookup (set->answers, text);
  if (answers == NULL)
    {
      answers = find_answers (packer, set, text);
      g_hash_table_insert (set->answers, g_strdup (text), answers);
    }
  set->now = answers;
}

static gboolean
holds (const Clause *clause)
{
  const Column *row = clause->of_row.column, *record = clause->of_record.column;

  if (row != NULL && row->now != row->absent)
    return row->now[clause->of_row.answer] != 0;
  return record != NULL && record->now[clause->of_record.answer] != 0;
}

static gboolean
applies (const Part *part)
{
  for (guint i = 0; i < part->clauses->len; i++)
    if (!holds (&g_array_index (part->clauses, Clause, i)))
      return FALSE;
  return TRUE;
}

guint64
pakiv_packer_get_key (const PakivPacker *packer)
{
  guint64 key = 0;

  for (guint i = 0; i < packer->parts->len; i++)
    {
      const Part *part = &g_array_index (packer->parts, Part, i);

      key |= part->part.column->now[part->part.answer + (applies (part) ? 0 : 1)];
    }
  return key;
}
