/* Lists go out page by page, so that a log of any size can be printed. */
#include "pakiv-csv-writer.h"
#include "pakiv-ctl-access.h"
#include "pakiv-record-csv.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

#define PAGE 500
#define WIDTH_MAX 36

typedef struct
{
  const PakivKind *kind;
  GArray *widths; /* guint, one for each shown field */
} Table;

typedef void (*PrintRecord) (const PakivRecord *record, gpointer data);

static gboolean
print_pages (PakivLog *log,
             const PakivKind *kind,
             GArray *numbers,
             PrintRecord print,
             gpointer data,
             GError **error)
{
  for (guint at = 0; at < numbers->len; at += PAGE)
    {
      g_autoptr (GPtrArray) records = pakiv_log_read (
          log, kind, &g_array_index (numbers, gint64, at), MIN (PAGE, numbers->len - at), error);

      if (records == NULL)
        return FALSE;
      for (guint i = 0; i < records->len; i++)
        print (records->pdata[i], data);
    }
  return TRUE;
}

static void
print_csv_row (char **cells)
{
  g_autoptr (GString) row = g_string_new (NULL);

  pakiv_csv_append_row (row, (const char *const *)cells);
  fwrite (row->str, 1, row->len, stdout);
}

static void
print_csv_record (const PakivRecord *record, gpointer data)
{
  g_auto (GStrv) cells = pakiv_record_to_csv (record);

  print_csv_row (cells);
}

/* What a list shows of a record: its day and the fields that the definition says. */
static gboolean
is_shown (const PakivKind *kind, const PakivField *field)
{
  return field->listed || strcmp (field->id, kind->day) == 0;
}

/* Wide enough for every label, so that nothing need be read twice. */
static guint
get_width (const PakivField *field)
{
  glong width = g_utf8_strlen (pakiv_field_get_label (field), -1);

  if (field->type == PAKIV_FIELD_DATE)
    width = MAX (width, 10);
  else if (pakiv_field_is_text (field) || field->type == PAKIV_FIELD_CODES)
    width = WIDTH_MAX;
  for (guint i = 0; field->codelist != NULL && i < field->codelist->codes->len; i++)
    width
        = MAX (width, g_utf8_strlen (pakiv_code_get_label (field->codelist->codes->pdata[i]), -1));
  return (guint)MIN (width, WIDTH_MAX);
}

static void
print_cell (const char *text, guint width, gboolean last)
{
  g_autofree char *line = g_strdup (text);
  glong length;

  g_strdelimit (line, "\r\n\t", ' ');
  length = g_utf8_strlen (line, -1);
  if (length > (glong)width)
    {
      g_autofree char *start = g_utf8_substring (line, 0, width - 1);

      printf ("%s…", start);
    }
  else
    printf ("%s", line);
  if (!last)
    printf ("%*s", length < (glong)width ? (int)(width - length) + 2 : 2, "");
}

static void
print_row (const Table *table, const PakivRecord *record)
{
  guint column = 0;

  for (guint i = 0; i < table->kind->fields->len; i++)
    {
      const PakivField *field = table->kind->fields->pdata[i];
      const char *value = record != NULL ? pakiv_record_get (record, field->id) : NULL;
      g_autofree char *words = NULL;

      if (!is_shown (table->kind, field))
        continue;
      if (record == NULL)
        words = g_strdup (pakiv_field_get_label (field));
      else if (field->type == PAKIV_FIELD_DATE && value != NULL)
        words = g_strdup (value);
      else
        words = value != NULL ? pakiv_field_describe (field, value) : g_strdup ("");
      print_cell (words, g_array_index (table->widths, guint, column),
                  column + 1 == table->widths->len);
      column++;
    }
  printf ("\n");
}

static void
print_table_record (const PakivRecord *record, gpointer data)
{
  print_row (data, record);
}

static gboolean
print_table (PakivLog *log, const PakivKind *kind, GArray *numbers, GError **error)
{
  g_autoptr (GArray) widths = g_array_new (FALSE, FALSE, sizeof (guint));
  Table table = { kind, widths };

  for (guint i = 0; i < kind->fields->len; i++)
    {
      const PakivField *field = kind->fields->pdata[i];
      guint width = get_width (field);

      if (is_shown (kind, field))
        g_array_append_val (widths, width);
    }
  /* Translators: a kind of record ("Contacts") and how many there are. */
  printf (_ ("%s: %u\n"), pakiv_kind_get_plural (kind), numbers->len);
  if (numbers->len == 0)
    return TRUE;
  print_row (&table, NULL);
  return print_pages (log, kind, numbers, print_table_record, &table, error);
}

static gboolean
print_kind (PakivLog *log, const PakivKind *kind, const char *search, gboolean csv, GError **error)
{
  g_autoptr (GArray) numbers = pakiv_log_find (log, kind, search, error);

  if (numbers == NULL)
    return FALSE;
  if (csv)
    {
      g_auto (GStrv) header = pakiv_record_csv_header (kind);
      g_autofree char *detail = pakiv_act_detail (PAKIV_DETAIL_EXPORT, numbers->len);

      if (!pakiv_log_trace (log, PAKIV_ACT_DISCLOSE, kind, NULL, "standard output", detail, error))
        return FALSE;
      print_csv_row (header);
      return print_pages (log, kind, numbers, print_csv_record, NULL, error);
    }
  return print_table (log, kind, numbers, error);
}

static gboolean
print_log (PakivLog *log, const PakivKind *kind, const char *search, gboolean csv, GError **error)
{
  GPtrArray *kinds = pakiv_definitions_get_kinds (pakiv_log_get_definitions (log));
  gboolean first = TRUE;

  if (kind != NULL)
    return print_kind (log, kind, search, csv, error);
  for (guint i = 0; i < kinds->len; i++)
    {
      const PakivKind *one = kinds->pdata[i];

      if (!one->in_log[pakiv_log_get_id (log)])
        continue;
      if (!first)
        printf ("\n");
      first = FALSE;
      if (!print_kind (log, one, search, FALSE, error))
        return FALSE;
    }
  return TRUE;
}

/* The kind for --csv where none is named: the only one that the log keeps. NULL after a complaint,
 * which names them. */
static const PakivKind *
find_only_kind (PakivDefinitions *definitions, PakivLogId log, const char *command)
{
  GPtrArray *kinds = pakiv_definitions_get_kinds (definitions);
  const PakivKind *found = NULL;
  g_autoptr (GString) names = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; i < kinds->len; i++)
    {
      const PakivKind *kind = kinds->pdata[i];

      if (!kind->in_log[log])
        continue;
      g_string_append_printf (names, "%s--kind %s", n > 0 ? ", " : "", kind->id);
      found = kind;
      n++;
    }
  if (n == 1)
    return found;
  /* Translators: the list is like "--kind contact, --kind incident". */
  pakiv_ctl_misuse (command, _ ("A CSV file holds one kind of record. Add one of these: %s."),
                    names->str);
  return NULL;
}

PakivCtlStatus
pakiv_ctl_list (char **argv)
{
  g_auto (PakivCtlOptions) options = { 0 };
  g_auto (PakivCtlAccess) access = { 0 };
  g_autofree char *log_word = NULL;
  g_autofree char *kind_word = NULL;
  g_autofree char *search = NULL;
  gboolean csv = FALSE;
  const PakivKind *kind = NULL;
  PakivLogId log;
  GError *error = NULL;
  const GOptionEntry entries[] = {
    { "log", 'l', 0, G_OPTION_ARG_STRING, &log_word, N_ ("police, mediation or joint"),
      N_ ("LOG") },
    { "kind", 'k', 0, G_OPTION_ARG_STRING, &kind_word, N_ ("contact, incident or meeting"),
      N_ ("KIND") },
    { "search", 0, 0, G_OPTION_ARG_STRING, &search, N_ ("Only records with these words"),
      N_ ("TEXT") },
    { "csv", 0, 0, G_OPTION_ARG_NONE, &csv, N_ ("As CSV, whole records of one kind"), NULL },
    { NULL },
  };

  if (!pakiv_ctl_parse (&options, argv, entries, 1, 1))
    return PAKIV_CTL_MISUSED;
  if (log_word == NULL || !pakiv_log_id_from_string (log_word, &log))
    return pakiv_ctl_misuse (argv[0], _ ("It takes --log with police, mediation or joint."));
  if (!pakiv_ctl_access_open_desk (&access, &options, &error))
    return pakiv_ctl_fail (error);
  if (kind_word != NULL)
    kind = pakiv_definitions_find_kind (access.definitions, kind_word);
  if (kind_word != NULL && kind == NULL)
    return pakiv_ctl_misuse (argv[0], _ ("There is no kind of record “%s”."), kind_word);
  if (csv && kind == NULL && (kind = find_only_kind (access.definitions, log, argv[0])) == NULL)
    return PAKIV_CTL_MISUSED;
  if (!pakiv_ctl_access_open_log (&access, &options, (int)log, kind, &error)
      || !print_log (access.log, kind, search, csv, &error))
    return pakiv_ctl_fail (error);
  return PAKIV_CTL_DONE;
}
