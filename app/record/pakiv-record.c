#include "pakiv-record.h"

#include <string.h>

static GHashTable *
new_values (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static void
set_value (GHashTable *values, const char *key, const char *value)
{
  if (value == NULL || *value == '\0')
    g_hash_table_remove (values, key);
  else
    g_hash_table_replace (values, g_strdup (key), g_strdup (value));
}

static void
copy_values (GHashTable *from, GHashTable *to)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, from);
  while (g_hash_table_iter_next (&iter, &key, &value))
    set_value (to, key, value);
}

PakivRow *
pakiv_row_new (void)
{
  PakivRow *row = g_new0 (PakivRow, 1);

  row->values = new_values ();
  return row;
}

void
pakiv_row_free (PakivRow *row)
{
  if (row == NULL)
    return;
  g_hash_table_unref (row->values);
  g_free (row);
}

const char *
pakiv_row_get (const PakivRow *row, const char *column)
{
  return g_hash_table_lookup (row->values, column);
}

void
pakiv_row_set (PakivRow *row, const char *column, const char *value)
{
  set_value (row->values, column, value);
}

PakivRecord *
pakiv_record_new (const PakivKind *kind)
{
  PakivRecord *record = g_new0 (PakivRecord, 1);

  record->kind = kind;
  record->values = new_values ();
  record->rows
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
  return record;
}

PakivRecord *
pakiv_record_new_today (const PakivKind *kind, const char *today)
{
  PakivRecord *record = pakiv_record_new (kind);

  for (guint i = 0; i < kind->fields->len; i++)
    {
      const PakivField *field = kind->fields->pdata[i];

      if (field->fills_today)
        pakiv_record_set (record, field->id, today);
    }
  return record;
}

void
pakiv_record_free (PakivRecord *record)
{
  if (record == NULL)
    return;
  g_free (record->id);
  g_hash_table_unref (record->values);
  g_hash_table_unref (record->rows);
  g_free (record->book);
  g_free (record->erase_on);
  g_free (record->entered_by);
  g_free (record);
}

PakivRecord *
pakiv_record_copy (const PakivRecord *record)
{
  PakivRecord *copy = pakiv_record_new (record->kind);
  GHashTableIter iter;
  gpointer field, rows;

  copy->id = g_strdup (record->id);
  copy->book = g_strdup (record->book);
  copy->late = record->late;
  copy->closed = record->closed;
  copy->from_draft = record->from_draft;
  copy->imported = record->imported;
  copy->erase_on = g_strdup (record->erase_on);
  copy->entered_by = g_strdup (record->entered_by);
  copy_values (record->values, copy->values);
  g_hash_table_iter_init (&iter, record->rows);
  while (g_hash_table_iter_next (&iter, &field, &rows))
    for (guint i = 0; i < ((GPtrArray *)rows)->len; i++)
      copy_values (((PakivRow *)((GPtrArray *)rows)->pdata[i])->values,
                   pakiv_record_add_row (copy, field)->values);
  return copy;
}

const char *
pakiv_record_get (const PakivRecord *record, const char *field)
{
  return g_hash_table_lookup (record->values, field);
}

void
pakiv_record_set (PakivRecord *record, const char *field, const char *value)
{
  set_value (record->values, field, value);
}

gboolean
pakiv_codes_contain (const char *codes, const char *code)
{
  gsize length = strlen (code);

  for (const char *at = codes; at != NULL && *at != '\0';)
    {
      const char *end = strchr (at, ' ');
      gsize this_length = end != NULL ? (gsize)(end - at) : strlen (at);

      if (this_length == length && strncmp (at, code, length) == 0)
        return TRUE;
      at = end != NULL ? end + 1 : NULL;
    }
  return FALSE;
}

gboolean
pakiv_record_has_code (const PakivRecord *record, const char *field, const char *code)
{
  return pakiv_codes_contain (pakiv_record_get (record, field), code);
}

GPtrArray *
pakiv_record_get_rows (PakivRecord *record, const char *field)
{
  GPtrArray *rows = g_hash_table_lookup (record->rows, field);

  if (rows == NULL)
    {
      rows = g_ptr_array_new_with_free_func ((GDestroyNotify)pakiv_row_free);
      g_hash_table_insert (record->rows, g_strdup (field), rows);
    }
  return rows;
}

guint
pakiv_record_count_rows (const PakivRecord *record, const char *field)
{
  GPtrArray *rows = g_hash_table_lookup (record->rows, field);

  return rows != NULL ? rows->len : 0;
}

const PakivRow *
pakiv_record_peek_row (const PakivRecord *record, const char *field, guint i)
{
  GPtrArray *rows = g_hash_table_lookup (record->rows, field);

  return rows != NULL && i < rows->len ? rows->pdata[i] : NULL;
}

PakivRow *
pakiv_record_add_row (PakivRecord *record, const char *field)
{
  PakivRow *row = pakiv_row_new ();

  g_ptr_array_add (pakiv_record_get_rows (record, field), row);
  return row;
}

static gboolean
values_have_untyped (GPtrArray *fields, GHashTable *values)
{
  for (guint i = 0; i < fields->len; i++)
    {
      const PakivField *field = fields->pdata[i];
      const char *value = g_hash_table_lookup (values, field->id);

      for (guint k = 0; value != NULL && field->codelist != NULL && k < field->codelist->codes->len;
           k++)
        {
          const PakivCode *code = field->codelist->codes->pdata[k];

          if (!code->typed && pakiv_codes_contain (value, code->code))
            return TRUE;
        }
    }
  return FALSE;
}

gboolean
pakiv_record_has_untyped (const PakivRecord *record)
{
  if (values_have_untyped (record->kind->fields, record->values))
    return TRUE;
  for (guint i = 0; i < record->kind->fields->len; i++)
    {
      const PakivField *field = record->kind->fields->pdata[i];
      guint n = pakiv_record_count_rows (record, field->id);

      for (guint j = 0; field->columns != NULL && j < n; j++)
        if (values_have_untyped (field->columns,
                                 pakiv_record_peek_row (record, field->id, j)->values))
          return TRUE;
    }
  return FALSE;
}

static gboolean
values_equal (GHashTable *a, GHashTable *b)
{
  GHashTableIter iter;
  gpointer key, value;

  if (g_hash_table_size (a) != g_hash_table_size (b))
    return FALSE;
  g_hash_table_iter_init (&iter, a);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (g_strcmp0 (value, g_hash_table_lookup (b, key)) != 0)
      return FALSE;
  return TRUE;
}

static gboolean
rows_equal (const PakivRecord *a, const PakivRecord *b, const char *field)
{
  guint n = pakiv_record_count_rows (a, field);

  if (n != pakiv_record_count_rows (b, field))
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!values_equal (pakiv_record_peek_row (a, field, i)->values,
                       pakiv_record_peek_row (b, field, i)->values))
      return FALSE;
  return TRUE;
}

gboolean
pakiv_record_equal (const PakivRecord *a, const PakivRecord *b)
{
  if (a->kind != b->kind || g_strcmp0 (a->id, b->id) != 0 || !values_equal (a->values, b->values))
    return FALSE;
  for (guint i = 0; i < a->kind->fields->len; i++)
    {
      const PakivField *field = a->kind->fields->pdata[i];

      if (field->type == PAKIV_FIELD_ROWS && !rows_equal (a, b, field->id))
        return FALSE;
    }
  return TRUE;
}

static void
append_words (GString *text, GPtrArray *fields, GHashTable *values)
{
  for (guint i = 0; i < fields->len; i++)
    {
      const PakivField *field = fields->pdata[i];
      const char *value = g_hash_table_lookup (values, field->id);
      g_autofree char *words = NULL;

      if (value == NULL || field->type == PAKIV_FIELD_COUNT)
        continue;
      words = pakiv_field_describe (field, value);
      g_string_append_printf (text, "%s\n", words);
      if (field->type == PAKIV_FIELD_DATE)
        g_string_append_printf (text, "%s\n", value);
    }
}

char *
pakiv_record_search_text (const PakivRecord *record)
{
  g_autoptr (GString) text = g_string_new (NULL);

  append_words (text, record->kind->fields, record->values);
  for (guint i = 0; i < record->kind->fields->len; i++)
    {
      const PakivField *field = record->kind->fields->pdata[i];
      guint n = pakiv_record_count_rows (record, field->id);

      for (guint j = 0; field->columns != NULL && j < n; j++)
        append_words (text, field->columns, pakiv_record_peek_row (record, field->id, j)->values);
    }
  return g_strdup (text->str);
}
