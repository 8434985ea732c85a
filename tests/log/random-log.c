#include "random-log.h"

#include <glib/gstdio.h>
#include <string.h>

#define FIRST_YEAR 2020
#define LISTS 4
#define FIELDS 9
#define COLUMNS 4

/* --- Random definitions --- */

static gboolean
chance (int one_in)
{
  return g_test_rand_int_range (0, one_in) == 0;
}

/* Six codes, of which two are in a group; some lists have a code for "not stated". */
static void
write_list (const char *folder, int number)
{
  g_autofree char *path = g_strdup_printf ("%s/codelists/l%d.xml", folder, number);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  g_string_printf (
      text, "<codelist id='l%d'><label>L</label><group id='G'><label>G</label></group>", number);
  for (char code = 'A'; code <= 'F'; code++)
    g_string_append_printf (text, "<code id='%c%d'%s%s><label>%c</label></code>", code, number,
                            code < 'C' ? " in='G'" : "",
                            code == 'F' && number % 2 == 0 ? " not-stated='yes'" : "", code);
  g_string_append (text, "</codelist>");
  g_file_set_contents (path, text->str, -1, &error);
  g_assert_no_error (error);
}

/* Of a column cN of rows, the list is N + @shift, of a field fN it is N. The record has a field
 * "c0" too, which a condition in a row means where the row says nothing. */
static void
add_clause (GString *text, gboolean of_row, int shift)
{
  gboolean column = of_row && chance (2);
  int field = g_test_rand_int_range (0, column ? (chance (2) ? 1 : COLUMNS) : FIELDS);
  int list = (field + (column ? shift : 0)) % LISTS;

  g_string_append_printf (text, "%c%d in", column ? 'c' : 'f', field);
  if (chance (2))
    g_string_append (text, " G");
  for (int code = chance (2) ? 2 : 1; code > 0; code--)
    g_string_append_printf (text, " %c%d", 'A' + g_test_rand_int_range (0, 6), list);
}

static void
add_applies (GString *text, gboolean of_row, int shift)
{
  if (chance (2))
    return;
  g_string_append (text, " applies='");
  add_clause (text, of_row, shift);
  if (chance (3))
    {
      g_string_append (text, " and ");
      add_clause (text, of_row, shift);
    }
  g_string_append_c (text, '\'');
}

static void
add_field (GString *text, char letter, int number, int shift)
{
  gboolean of_row = letter == 'c', several = !of_row && number % 3 == 2;

  g_string_append_printf (text, "<field id='%c%d' type='%s' codelist='l%d' countable='yes'", letter,
                          number, several ? "codes" : "code", (number + shift) % LISTS);
  add_applies (text, of_row, shift);
  g_string_append (text, "><label>F</label></field>");
}

/* Both kinds of rows have columns of the same names, of other lists. */
static void
add_rows (GString *text, const char *id, int shift)
{
  g_string_append_printf (text, "<field id='%s' type='rows'><label>R</label>", id);
  for (int i = 0; i < COLUMNS; i++)
    add_field (text, 'c', i, shift);
  g_string_append (text, "<field id='n' type='count' max='500' countable='yes'><label>N</label>"
                         "</field></field>");
}

static void
write_kind (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "records", "thing.xml", NULL);
  g_autoptr (GString) text = g_string_new (
      "<kind id='thing' logs='police' day='day' keep-months='12'><label>Thing</label>"
      "<plural>Things</plural><group id='g'><label>G</label>"
      "<field id='day' type='date' countable='yes'><label>Day</label></field>"
      "<field id='note' type='notes'><label>Note</label></field>"
      "<field id='c0' type='code' codelist='l3' countable='yes'><label>C</label></field>");
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < FIELDS; i++)
    {
      if (i % 4 == 3)
        {
          g_string_append_printf (text, "</group><group id='g%d'", i);
          add_applies (text, FALSE, 0);
          g_string_append (text, "><label>G</label>");
        }
      add_field (text, 'f', i, 0);
    }
  add_rows (text, "r0", 0);
  add_rows (text, "r1", 1);
  g_string_append (text, "</group></kind>");
  g_file_set_contents (path, text->str, -1, &error);
  g_assert_no_error (error);
}

static PakivDefinitions *
draw_definitions (Fixture *fixture)
{
  g_autofree char *folder = fixture_get_path (fixture, "data");
  g_autofree char *lists = g_build_filename (folder, "codelists", NULL);
  g_autofree char *records = g_build_filename (folder, "records", NULL);
  PakivDefinitions *definitions;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (lists, 0700), ==, 0);
  g_assert_cmpint (g_mkdir_with_parents (records, 0700), ==, 0);
  for (int i = 0; i < LISTS; i++)
    write_list (folder, i);
  write_kind (folder);
  definitions = pakiv_definitions_load (folder, NULL, &error);
  g_assert_no_error (error);
  return definitions;
}

PakivCubeSpec *
random_log_read_cube (PakivDefinitions *definitions, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivXml) xml = pakiv_xml_parse (text, strlen (text), "cube", &error);
  PakivCubeSpec *spec = pakiv_cube_spec_new_from_xml (xml, definitions, &error);

  g_assert_no_error (error);
  return spec;
}

/* Laid out alike, of the same name, and of another field. */
static const char small_cube[] = "<cube id='cube' kind='thing' base='5'><unit>u</unit>"
                                 "<dimension id='f0' field='f0'/></cube>";
static const char other_small_cube[] = "<cube id='cube' kind='thing' base='5'><unit>u</unit>"
                                       "<dimension id='f0' field='f4'/></cube>";

/* Of records, of their corrections, of rows, or of the numbers in rows. All have the same id. */
static PakivCubeSpec *
draw_cube (PakivDefinitions *definitions, int sort)
{
  const char *of[] = { "", " of='corrections'", " rows='r0'", " rows='r1' measure='n'" };
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_printf (text, "<cube id='cube' kind='thing' base='5'%s><unit>u</unit>", of[sort % 4]);
  if (chance (2))
    g_string_append (text, "<dimension id='month' field='day' by='month'/>");
  for (int i = 0; i < FIELDS; i++)
    if (chance (2) || i == 0)
      g_string_append_printf (text, "<dimension id='f%d' field='f%d'/>", i, i);
  for (int i = 0; i < COLUMNS && sort % 4 >= 2; i++)
    if (chance (2))
      g_string_append_printf (text, "<dimension id='c%d' field='c%d'/>", i, i);
  g_string_append (text, "</cube>");
  return random_log_read_cube (definitions, text->str);
}

/* --- Random records --- */

PakivPeriod
random_log_get_period (int quarter)
{
  return (PakivPeriod){ FIRST_YEAR + quarter / 4, quarter % 4 + 1 };
}

/* (transfer full): also a code that no list has any more, or none. */
static char *
draw_code (const PakivField *field)
{
  const PakivCode *code
      = field->codelist->codes->pdata[g_test_rand_int_range (0, (int)field->codelist->codes->len)];

  if (chance (4))
    return NULL;
  return g_strdup (chance (12) ? "GONE" : code->code);
}

static char *
draw_value (const PakivField *field)
{
  g_autofree char *one = NULL, *two = NULL;

  if (field->type == PAKIV_FIELD_COUNT)
    return chance (4) ? NULL : g_strdup_printf ("%d", g_test_rand_int_range (0, 40));
  if (field->type == PAKIV_FIELD_NOTES)
    return g_strdup ("a note");
  if (field->type == PAKIV_FIELD_DATE)
    return g_strdup_printf ("%d-%02d-11", FIRST_YEAR + g_test_rand_int_range (0, 2),
                            g_test_rand_int_range (1, 13));
  one = draw_code (field);
  if (one == NULL || field->type == PAKIV_FIELD_CODE || chance (2))
    return g_steal_pointer (&one);
  two = draw_code (field);
  return g_strjoin (" ", one, two, NULL);
}

static void
draw_row (PakivRecord *record, const PakivField *rows)
{
  PakivRow *row = pakiv_record_add_row (record, rows->id);

  for (guint i = 0; i < rows->columns->len; i++)
    {
      const PakivField *column = rows->columns->pdata[i];
      g_autofree char *value = draw_value (column);

      pakiv_row_set (row, column->id, value);
    }
}

/* What is asked and what is not alike: the log may hold what rules of today would not let in. The
 * book has nothing to do with the day, as where records come late. */
static PakivRecord *
draw_record (const PakivKind *kind)
{
  PakivRecord *record = pakiv_record_new (kind);

  for (guint i = 0; i < kind->fields->len; i++)
    {
      const PakivField *field = kind->fields->pdata[i];
      g_autofree char *value = NULL;

      if (field->type != PAKIV_FIELD_ROWS)
        pakiv_record_set (record, field->id, value = draw_value (field));
      else
        for (int n = g_test_rand_int_range (0, 4); n > 0; n--)
          draw_row (record, field);
    }
  record->id = pakiv_secret_new_uuid ();
  record->book = pakiv_period_to_string (
      random_log_get_period (g_test_rand_int_range (0, RANDOM_LOG_QUARTERS)));
  record->late = chance (3);
  record->erase_on = g_strdup ("2030-01-01");
  record->entered_by = g_strdup ("Ana");
  return record;
}

static void
execute (RandomLog *random, const char *text)
{
  g_autoptr (GError) error = NULL;

  pakiv_sql_execute (random->other, text, &error);
  g_assert_no_error (error);
}

static void
correct (RandomLog *random, const PakivRecord *record)
{
  g_autofree char *book = pakiv_period_to_string (
      random_log_get_period (g_test_rand_int_range (0, RANDOM_LOG_QUARTERS)));
  g_autofree char *text = g_strdup_printf (
      "INSERT OR IGNORE INTO correction (kind, record, book) VALUES ('thing', '%s', '%s')",
      record->id, book);
  g_autofree char *line = g_strconcat (book, " ", record->id, NULL);

  execute (random, text);
  if (!g_ptr_array_find_with_equal_func (random->corrections, line, g_str_equal, NULL))
    g_ptr_array_add (random->corrections, g_steal_pointer (&line));
}

static void
insert (RandomLog *random)
{
  PakivRecord *record = draw_record (random->kind);
  g_autoptr (GError) error = NULL;

  pakiv_record_table_insert (random->table, random->other, record, 0, &error);
  g_assert_no_error (error);
  g_ptr_array_add (random->records, record);
  if (chance (4))
    correct (random, record);
}

static void
remove_one (RandomLog *random, guint i)
{
  const PakivRecord *record = random->records->pdata[i];
  g_autofree char *text
      = g_strdup_printf ("DELETE FROM %s WHERE _id = '%s'", random->table->name, record->id);

  execute (random, text);
  g_ptr_array_remove_index (random->records, i);
}

static void
change (RandomLog *random, guint i)
{
  PakivRecord *record = draw_record (random->kind);
  g_autoptr (PakivRecord) stored = NULL;
  g_autoptr (GError) error = NULL;
  gint64 number;

  g_free (record->id);
  record->id = g_strdup (((const PakivRecord *)random->records->pdata[i])->id);
  stored = pakiv_record_table_read_id (random->table, random->other, record->id, &number, &error);
  g_assert_nonnull (stored);
  pakiv_record_table_update (random->table, random->other, record, number, &error);
  g_assert_no_error (error);
  pakiv_record_free (random->records->pdata[i]);
  random->records->pdata[i] = record;
}

/* As another program would: in one transaction, with the revision. */
void
random_log_change (RandomLog *random, int inserted)
{
  execute (random, "BEGIN IMMEDIATE");
  for (int i = 0; i < inserted; i++)
    insert (random);
  for (int i = 0; i < 10 && random->records->len > 0; i++)
    {
      guint place = (guint)g_test_rand_int_range (0, (int)random->records->len);

      if (chance (3))
        remove_one (random, place);
      else
        change (random, place);
    }
  execute (random, "INSERT INTO meta (name, value) VALUES ('" PAKIV_META_REVISION "', 1) "
                   "ON CONFLICT (name) DO UPDATE SET value = value + 1; COMMIT");
}

RandomLog *
random_log_new (void)
{
  RandomLog *random = g_new0 (RandomLog, 1);
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  random->fixture = fixture_new ();
  path = fixture_get_path (random->fixture, "test.log");
  random->definitions = draw_definitions (random->fixture);
  random->kind = pakiv_definitions_find_kind (random->definitions, "thing");
  random->table = pakiv_record_table_new (random->kind);
  random->records = g_ptr_array_new_with_free_func ((GDestroyNotify)pakiv_record_free);
  random->corrections = g_ptr_array_new_with_free_func (g_free);
  random->cubes = g_ptr_array_new_with_free_func ((GDestroyNotify)pakiv_cube_spec_free);
  for (int i = 0; i < RANDOM_LOG_CUBES; i++)
    g_ptr_array_add (random->cubes, draw_cube (random->definitions, i));
  g_ptr_array_add (random->cubes, random_log_read_cube (random->definitions, small_cube));
  g_ptr_array_add (random->cubes, random_log_read_cube (random->definitions, other_small_cube));
  fixture_make_log (path, PAKIV_LOG_POLICE, &error);
  g_assert_no_error (error);
  random->log = pakiv_log_open (path, fixture_key, PAKIV_LOG_POLICE, random->definitions,
                                random->fixture->clock, "Ana", PAKIV_ROLE_OFFICER, &error);
  g_assert_no_error (error);
  random->other = pakiv_sql_open (path, fixture_key, &error);
  g_assert_no_error (error);
  return random;
}

void
random_log_free (RandomLog *random)
{
  g_ptr_array_unref (random->records);
  g_ptr_array_unref (random->corrections);
  g_ptr_array_unref (random->cubes);
  pakiv_record_table_free (random->table);
  pakiv_sql_close (random->other);
  pakiv_log_unref (random->log);
  pakiv_definitions_unref (random->definitions);
  fixture_free (random->fixture);
  g_free (random);
}
