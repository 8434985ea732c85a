#include "pakiv-record-csv.h"

#include "pakiv-csv-writer.h"
#include "pakiv-error.h"

#include <glib/gi18n.h>
#include <string.h>

/* What parts rows and columns inside one cell. */
#define RESERVED "%;= \r\n"

char **
pakiv_record_csv_header (const PakivKind *kind)
{
  char **header = g_new0 (char *, kind->fields->len + 2);

  header[0] = g_strdup (PAKIV_RECORD_CSV_ID);
  for (guint i = 0; i < kind->fields->len; i++)
    header[i + 1] = g_strdup (((PakivField *)kind->fields->pdata[i])->id);
  return header;
}

static void
append_escaped (GString *cell, const char *value)
{
  for (const char *c = value; *c != '\0'; c++)
    if (strchr (RESERVED, *c) != NULL)
      g_string_append_printf (cell, "%%%02X", (guchar)*c);
    else
      g_string_append_c (cell, *c);
}

static char *
rows_to_cell (const PakivRecord *record, const PakivField *field)
{
  g_autoptr (GString) cell = g_string_new (NULL);
  guint n = pakiv_record_count_rows (record, field->id);

  for (guint i = 0; i < n; i++)
    {
      const PakivRow *row = pakiv_record_peek_row (record, field->id, i);
      gboolean first = TRUE;

      if (i > 0)
        g_string_append (cell, "; ");
      for (guint j = 0; j < field->columns->len; j++)
        {
          const PakivField *column = field->columns->pdata[j];

          if (pakiv_row_get (row, column->id) == NULL)
            continue;
          g_string_append_printf (cell, "%s%s=", first ? "" : " ", column->id);
          append_escaped (cell, pakiv_row_get (row, column->id));
          first = FALSE;
        }
    }
  return g_strdup (cell->str);
}

char **
pakiv_record_to_csv (const PakivRecord *record)
{
  char **cells = g_new0 (char *, record->kind->fields->len + 2);

  cells[0] = g_strdup (record->id != NULL ? record->id : "");
  for (guint i = 0; i < record->kind->fields->len; i++)
    {
      const PakivField *field = record->kind->fields->pdata[i];
      const char *value = pakiv_record_get (record, field->id);

      if (field->type == PAKIV_FIELD_ROWS)
        cells[i + 1] = rows_to_cell (record, field);
      else
        cells[i + 1] = g_strdup (value != NULL ? value : "");
    }
  return cells;
}

static gboolean
set_pair (PakivRow *row, const PakivField *field, const char *pair, GError **error)
{
  const char *equals = strchr (pair, '=');
  g_autofree char *column = equals != NULL ? g_strndup (pair, (gsize)(equals - pair)) : NULL;
  g_autofree char *value = equals != NULL ? g_uri_unescape_string (equals + 1, NULL) : NULL;

  if (column == NULL || value == NULL || !g_utf8_validate (value, -1, NULL)
      || pakiv_fields_find (field->columns, column) == NULL)
    {
      g_set_error (error, PAKIV_ERROR, PAKIV_ERROR_FORMAT,
                   _ ("In “%s”, “%s” is not COLUMN=VALUE of a column there is."), field->id, pair);
      return FALSE;
    }
  pakiv_row_set (row, column, value);
  return TRUE;
}

static gboolean
set_rows (PakivRecord *record, const PakivField *field, const char *cell, GError **error)
{
  g_auto (GStrv) rows = g_strsplit (cell, ";", -1);

  for (int i = 0; rows[i] != NULL; i++)
    {
      g_auto (GStrv) pairs = g_strsplit (g_strstrip (rows[i]), " ", -1);
      PakivRow *row = NULL;

      for (int j = 0; pairs[j] != NULL; j++)
        {
          if (*pairs[j] == '\0')
            continue;
          if (row == NULL)
            row = pakiv_record_add_row (record, field->id);
          if (!set_pair (row, field, pairs[j], error))
            return FALSE;
        }
    }
  return TRUE;
}

gboolean
pakiv_record_set_from_csv (PakivRecord *record,
                           const PakivField *field,
                           const char *cell,
                           GError **error)
{
  if (field->type == PAKIV_FIELD_ROWS)
    return set_rows (record, field, cell, error);
  pakiv_record_set (record, field->id,
                    pakiv_field_is_text (field) ? pakiv_csv_strip_guard (cell) : cell);
  return TRUE;
}
