#include "pakiv-cell-file.h"

#include "pakiv-csv-reader.h"
#include "pakiv-csv-writer.h"
#include "pakiv-error.h"

#include <glib/gi18n.h>
#include <string.h>

static void
free_dimension (PakivCellDimension *dimension)
{
  g_hash_table_unref (dimension->numbers);
  g_ptr_array_unref (dimension->categories);
  g_free (dimension->name);
  g_free (dimension);
}

static PakivCellDimension *
add_dimension (PakivCellFile *file, const char *name, guint column)
{
  PakivCellDimension *dimension = g_new0 (PakivCellDimension, 1);

  dimension->name = g_strdup (name);
  dimension->column = column;
  dimension->categories = g_ptr_array_new_with_free_func (g_free);
  dimension->numbers = g_hash_table_new (g_str_hash, g_str_equal);
  g_ptr_array_add (file->dimensions, dimension);
  return dimension;
}

static guint32
number_category (PakivCellDimension *dimension, const char *name)
{
  guint number = GPOINTER_TO_UINT (g_hash_table_lookup (dimension->numbers, name));

  if (number == 0)
    {
      char *own = g_strdup (name);

      g_ptr_array_add (dimension->categories, own);
      number = dimension->categories->len;
      g_hash_table_insert (dimension->numbers, own, GUINT_TO_POINTER (number));
    }
  return number - 1;
}

static PakivCellFile *
new_file (const char *path, const char *measure)
{
  PakivCellFile *file = g_new0 (PakivCellFile, 1);

  file->path = g_strdup (path);
  file->measure = g_strdup (measure);
  file->dimensions = g_ptr_array_new_with_free_func ((GDestroyNotify)free_dimension);
  file->codes = g_array_new (FALSE, FALSE, sizeof (guint32));
  file->values = g_array_new (FALSE, FALSE, sizeof (gint64));
  file->lines = g_array_new (FALSE, FALSE, sizeof (guint));
  return file;
}

void
pakiv_cell_file_free (PakivCellFile *file)
{
  if (file == NULL)
    return;
  g_ptr_array_unref (file->dimensions);
  g_array_unref (file->codes);
  g_array_unref (file->values);
  g_array_unref (file->lines);
  g_free (file->measure);
  g_free (file->path);
  g_free (file);
}

gboolean
pakiv_cell_file_fail (const char *path, guint line, GError **error, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, PAKIV_ERROR, PAKIV_ERROR_FORMAT, _ ("%s, line %u: %s"), path, line, message);
  return FALSE;
}

static gboolean
read_header (PakivCellFile *file, const char *const *header, GError **error)
{
  gboolean found = FALSE;

  for (guint i = 0; header[i] != NULL; i++)
    {
      if (*header[i] == '\0')
        return pakiv_cell_file_fail (file->path, 1, error, _ ("Column %u has no name."), i + 1);
      if (pakiv_cell_file_find (file, header[i]) >= 0
          || (found && strcmp (header[i], file->measure) == 0))
        return pakiv_cell_file_fail (file->path, 1, error, _ ("There are two columns “%s”."),
                                     header[i]);
      if (strcmp (header[i], file->measure) != 0)
        add_dimension (file, header[i], i);
      else
        file->measure_column = i;
      found |= strcmp (header[i], file->measure) == 0;
    }
  if (!found)
    return pakiv_cell_file_fail (file->path, 1, error, _ ("There is no column “%s”."),
                                 file->measure);
  if (file->dimensions->len == 0 || file->dimensions->len > PAKIV_CELL_DIMENSIONS_MAX)
    return pakiv_cell_file_fail (file->path, 1, error,
                                 _ ("There must be from 1 to %d columns beside “%s”."),
                                 PAKIV_CELL_DIMENSIONS_MAX, file->measure);
  return TRUE;
}

static gboolean
read_value (const PakivCellFile *file, guint line, const char *text, gint64 *value, GError **error)
{
  gsize length = strlen (text);

  if (*text == '-')
    return pakiv_cell_file_fail (file->path, line, error,
                                 _ ("“%s” in column “%s” is negative; counts begin at 0."), text,
                                 file->measure);
  if (length == 0)
    return pakiv_cell_file_fail (file->path, line, error, _ ("Column “%s” is empty."),
                                 file->measure);
  if (strspn (text, "0123456789") != length)
    return pakiv_cell_file_fail (file->path, line, error,
                                 _ ("“%.40s” in column “%s” is no whole number."), text,
                                 file->measure);
  *value = length <= 18 ? g_ascii_strtoll (text, NULL, 10) : G_MAXINT64;
  if (*value > PAKIV_CELL_VALUE_MAX)
    return pakiv_cell_file_fail (file->path, line, error,
                                 _ ("“%.40s” in column “%s” is too large."), text, file->measure);
  return TRUE;
}

static gboolean
read_row (PakivCellFile *file,
          const char *const *fields,
          guint line,
          PakivCellFileFlags flags,
          GError **error)
{
  guint n = g_strv_length ((char **)fields);
  gint64 value = PAKIV_CELL_HIDDEN;

  if (n != file->dimensions->len + 1)
    return pakiv_cell_file_fail (file->path, line, error,
                                 _ ("There are %u columns here and %u in the header."), n,
                                 file->dimensions->len + 1);
  if (file->values->len + 1 >= PAKIV_CELL_FILE_MAX)
    return pakiv_cell_file_fail (file->path, line, error,
                                 _ ("The table is too large: fewer than %d rows are taken."),
                                 PAKIV_CELL_FILE_MAX);
  for (guint i = 0; i < file->dimensions->len; i++)
    {
      PakivCellDimension *dimension = file->dimensions->pdata[i];
      const char *name = pakiv_csv_strip_guard (fields[dimension->column]);
      guint32 code;

      if ((flags & PAKIV_CELL_FILE_MAY_TOTAL) == 0 && strcmp (name, PAKIV_CELL_TOTAL) == 0)
        return pakiv_cell_file_fail (
            file->path, line, error,
            _ ("“%s” in column “%s” is a total; only the cells themselves are taken."), name,
            dimension->name);
      code = number_category (dimension, name);
      g_array_append_val (file->codes, code);
    }
  if (((flags & PAKIV_CELL_FILE_MAY_HIDE) == 0 || *fields[file->measure_column] != '\0')
      && !read_value (file, line, fields[file->measure_column], &value, error))
    return FALSE;
  g_array_append_val (file->values, value);
  g_array_append_val (file->lines, line);
  return TRUE;
}

typedef struct
{
  const PakivCellFile *file;
  guint **ranks; /* of each dimension's categories by name */
} Order;

static int
compare_rows (gconstpointer a, gconstpointer b, gpointer data)
{
  const Order *order = data;
  guint one = *(const guint *)a, other = *(const guint *)b;
  const guint32 *left = pakiv_cell_file_get_codes (order->file, one);
  const guint32 *right = pakiv_cell_file_get_codes (order->file, other);

  for (guint i = 0; i < order->file->dimensions->len; i++)
    if (left[i] != right[i])
      return order->ranks[i][left[i]] < order->ranks[i][right[i]] ? -1 : 1;
  return one < other ? -1 : one > other;
}

static int
compare_names (gconstpointer a, gconstpointer b, gpointer data)
{
  const PakivCellDimension *dimension = data;

  return strcmp (dimension->categories->pdata[*(const guint *)a],
                 dimension->categories->pdata[*(const guint *)b]);
}

static guint *
rank_categories (const PakivCellDimension *dimension)
{
  guint n = dimension->categories->len;
  g_autofree guint *sorted = g_new (guint, MAX (n, 1));
  guint *ranks = g_new (guint, MAX (n, 1));

  for (guint i = 0; i < n; i++)
    sorted[i] = i;
  g_qsort_with_data (sorted, (int)n, sizeof (guint), compare_names, (gpointer)dimension);
  for (guint i = 0; i < n; i++)
    ranks[sorted[i]] = i;
  return ranks;
}

guint *
pakiv_cell_file_sort (const PakivCellFile *file)
{
  guint n = file->values->len;
  guint *sorted = g_new (guint, MAX (n, 1));
  guint *ranks[PAKIV_CELL_DIMENSIONS_MAX];
  Order order = { file, ranks };

  for (guint i = 0; i < n; i++)
    sorted[i] = i;
  for (guint i = 0; i < file->dimensions->len; i++)
    ranks[i] = rank_categories (file->dimensions->pdata[i]);
  g_qsort_with_data (sorted, (int)n, sizeof (guint), compare_rows, &order);
  for (guint i = 0; i < file->dimensions->len; i++)
    g_free (ranks[i]);
  return sorted;
}

static gboolean
is_same_cell (const PakivCellFile *file, guint one, guint other)
{
  return memcmp (pakiv_cell_file_get_codes (file, one), pakiv_cell_file_get_codes (file, other),
                 file->dimensions->len * sizeof (guint32))
         == 0;
}

static gboolean
check_repeats (const PakivCellFile *file, GError **error)
{
  g_autofree guint *sorted = pakiv_cell_file_sort (file);

  for (guint i = 1; i < file->values->len; i++)
    if (is_same_cell (file, sorted[i - 1], sorted[i]))
      return pakiv_cell_file_fail (file->path, g_array_index (file->lines, guint, sorted[i]), error,
                                   _ ("This cell stands in line %u already."),
                                   g_array_index (file->lines, guint, sorted[i - 1]));
  return TRUE;
}

PakivCellFile *
pakiv_cell_file_read (const char *path,
                      const char *measure,
                      PakivCellFileFlags flags,
                      GError **error)
{
  g_autoptr (PakivCsvReader) reader = pakiv_csv_reader_open (path, error);
  g_autoptr (PakivCellFile) file = NULL;
  g_autoptr (GError) cause = NULL;
  const char *const *fields;

  if (reader == NULL)
    return NULL;
  file = new_file (path, measure);
  if (!read_header (file, pakiv_csv_reader_get_header (reader), error))
    return NULL;
  while ((fields = pakiv_csv_reader_next (reader, &cause)) != NULL)
    if (!read_row (file, fields, pakiv_csv_reader_get_line (reader), flags, error))
      return NULL;
  if (cause != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return NULL;
    }
  if (file->values->len == 0)
    {
      pakiv_cell_file_fail (path, 1, error, _ ("There are no rows below the header."));
      return NULL;
    }
  return check_repeats (file, error) ? g_steal_pointer (&file) : NULL;
}

guint
pakiv_cell_file_get_size (const PakivCellFile *file)
{
  return file->values->len;
}

const guint32 *
pakiv_cell_file_get_codes (const PakivCellFile *file, guint row)
{
  return &g_array_index (file->codes, guint32, (gsize)row * file->dimensions->len);
}

gint64
pakiv_cell_file_get_value (const PakivCellFile *file, guint row)
{
  return g_array_index (file->values, gint64, row);
}

const char *
pakiv_cell_file_get_category (const PakivCellFile *file, guint row, guint dimension)
{
  const PakivCellDimension *own = file->dimensions->pdata[dimension];

  return own->categories->pdata[pakiv_cell_file_get_codes (file, row)[dimension]];
}

int
pakiv_cell_file_find (const PakivCellFile *file, const char *name)
{
  for (guint i = 0; i < file->dimensions->len; i++)
    if (strcmp (((PakivCellDimension *)file->dimensions->pdata[i])->name, name) == 0)
      return (int)i;
  return -1;
}

/* The dimensions of that names, as a bit each; 0 and @error where one is unknown or twice. */
static guint32
choose (const PakivCellFile *file, const char *const *names, GError **error)
{
  guint32 chosen = 0;

  for (guint i = 0; names[i] != NULL; i++)
    {
      int found = pakiv_cell_file_find (file, names[i]);

      if (found < 0)
        pakiv_cell_file_fail (file->path, 1, error, _ ("There is no column “%s”."), names[i]);
      else if ((chosen >> found) & 1)
        pakiv_cell_file_fail (file->path, 1, error, _ ("The column “%s” was named twice."),
                              names[i]);
      else
        {
          chosen |= 1u << found;
          continue;
        }
      return 0;
    }
  return chosen;
}

/* Adds row @row of @file to @sum, whose rows are found by the text of their codes. */
static void
add_up (
    PakivCellFile *sum, const PakivCellFile *file, guint row, guint32 chosen, GHashTable *places)
{
  g_autoptr (GByteArray) key = g_byte_array_new ();
  g_autoptr (GBytes) name = NULL;
  gint64 value = pakiv_cell_file_get_value (file, row);
  guint place;

  for (guint i = 0, own = 0; i < file->dimensions->len; i++)
    if ((chosen >> i) & 1)
      {
        guint32 code = number_category (sum->dimensions->pdata[own++],
                                        pakiv_cell_file_get_category (file, row, i));

        g_byte_array_append (key, (const guint8 *)&code, sizeof code);
      }
  name = g_byte_array_free_to_bytes (g_steal_pointer (&key));
  place = GPOINTER_TO_UINT (g_hash_table_lookup (places, name));
  if (place > 0)
    {
      g_array_index (sum->values, gint64, place - 1) += value;
      return;
    }
  g_array_append_vals (sum->codes, g_bytes_get_data (name, NULL), sum->dimensions->len);
  g_array_append_val (sum->values, value);
  g_array_append_val (sum->lines, g_array_index (file->lines, guint, row));
  g_hash_table_insert (places, g_steal_pointer (&name), GUINT_TO_POINTER (sum->values->len));
}

PakivCellFile *
pakiv_cell_file_sum (const PakivCellFile *file, const char *const *names, GError **error)
{
  guint32 chosen = choose (file, names, error);
  g_autoptr (PakivCellFile) sum = NULL;
  g_autoptr (GHashTable) places = NULL;

  if (chosen == 0)
    return NULL;
  sum = new_file (file->path, file->measure);
  places = g_hash_table_new_full (g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref, NULL);
  sum->measure_column = file->measure_column;
  for (guint i = 0; i < file->dimensions->len; i++)
    {
      const PakivCellDimension *dimension = file->dimensions->pdata[i];

      if ((chosen >> i) & 1)
        add_dimension (sum, dimension->name, dimension->column);
    }
  for (guint row = 0; row < file->values->len; row++)
    add_up (sum, file, row, chosen, places);
  for (guint row = 0; row < sum->values->len; row++)
    if (pakiv_cell_file_get_value (sum, row) > PAKIV_CELL_VALUE_MAX
        || pakiv_cell_file_get_value (sum, row) < 0)
      {
        pakiv_cell_file_fail (file->path, g_array_index (sum->lines, guint, row), error,
                              _ ("The sum of this cell is too large."));
        return NULL;
      }
  return g_steal_pointer (&sum);
}

static void
append (const PakivCellFile *file,
        const char *const *categories,
        const char *value,
        gboolean header,
        GString *csv)
{
  const char *fields[PAKIV_CELL_DIMENSIONS_MAX + 2] = { NULL };
  guint n = 0;
  gboolean measured = FALSE;

  for (guint i = 0; i < file->dimensions->len; i++)
    {
      const PakivCellDimension *dimension = file->dimensions->pdata[i];

      if (!measured && dimension->column > file->measure_column)
        {
          fields[n++] = value;
          measured = TRUE;
        }
      fields[n++] = header ? dimension->name : categories[i];
    }
  if (!measured)
    fields[n++] = value;
  pakiv_csv_append_row (csv, fields);
}

void
pakiv_cell_file_append_header (const PakivCellFile *file, GString *csv)
{
  append (file, NULL, file->measure, TRUE, csv);
}

void
pakiv_cell_file_append_header_as (const PakivCellFile *file, const char *measure, GString *csv)
{
  append (file, NULL, measure, TRUE, csv);
}

void
pakiv_cell_file_append_row (const PakivCellFile *file,
                            const char *const *categories,
                            const char *value,
                            GString *csv)
{
  append (file, categories, value, FALSE, csv);
}
