/* Group disclosure: rows that say something of everyone in them are found, and joined until none is
 * left. */
#include "pakiv-group-disclosure.h"

#include <string.h>

static const char definition[]
    = "<cube id='stops' kind='contact' base='10'><unit>stops</unit>"
      "<dimension id='district' field='district' known='yes'/>"
      "<dimension id='gender' field='gender' known='yes'/>"
      "<dimension id='outcome' field='outcome' sensitive='ARREST SEIZE'/></cube>";

typedef struct
{
  PakivDefinitions *definitions;
  PakivCubeSpec *spec;
  GPtrArray *tables;
  GPtrArray *findings;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivXml) xml = pakiv_xml_parse (definition, strlen (definition), "cube", &error);

  fixture->definitions = pakiv_definitions_load (g_getenv ("PAKIV_DATA"), NULL, &error);
  g_assert_no_error (error);
  fixture->spec = pakiv_cube_spec_new_from_xml (xml, fixture->definitions, &error);
  g_assert_no_error (error);
  fixture->tables = g_ptr_array_new_with_free_func ((GDestroyNotify)pakiv_table_free);
  fixture->findings = g_ptr_array_new_with_free_func (g_free);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_ptr_array_unref (fixture->findings);
  g_ptr_array_unref (fixture->tables);
  pakiv_cube_spec_free (fixture->spec);
  pakiv_definitions_unref (fixture->definitions);
}

static void
add_dimension (GPtrArray *dimensions, const char *id, const char *codes)
{
  PakivTableDimension *dimension = pakiv_table_dimension_new (id, id);
  g_auto (GStrv) words = g_strsplit (codes, " ", -1);

  pakiv_table_dimension_add (dimension, PAKIV_TOTAL, "All");
  for (int i = 0; words[i] != NULL; i++)
    pakiv_table_dimension_add (dimension, words[i], words[i]);
  g_ptr_array_add (dimensions, dimension);
}

/* @figures: row-major over the codes without _T. */
static void
add_table (Fixture *fixture,
           const char *id,
           const char *row,
           const char *rows,
           const char *column,
           const char *columns,
           const gint64 *figures)
{
  GPtrArray *dimensions = pakiv_table_dimensions_new ();
  PakivTable *table;
  guint n, m;

  add_dimension (dimensions, row, rows);
  add_dimension (dimensions, column, columns);
  table = pakiv_table_new_published (id, dimensions, TRUE);
  table->title = g_strdup (id);
  table->base = 10;
  n = ((PakivTableDimension *)dimensions->pdata[0])->codes->len;
  m = ((PakivTableDimension *)dimensions->pdata[1])->codes->len;
  for (guint i = 1; i < n; i++)
    for (guint j = 1; j < m; j++)
      {
        gint64 figure = figures[(i - 1) * (m - 1) + j - 1];

        table->values[i * m + j] += figure;
        table->values[i * m] += figure;
        table->values[j] += figure;
        table->values[0] += figure;
      }
  g_ptr_array_add (fixture->tables, table);
}

static void
assert_codes (Fixture *fixture, guint table, const char *expected)
{
  const PakivTable *of = fixture->tables->pdata[table];
  const PakivTableDimension *dimension = of->dimensions->pdata[0];
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 1; i < dimension->codes->len; i++)
    g_string_append_printf (text, "%s%s=%" G_GINT64_FORMAT, i > 1 ? " " : "",
                            (const char *)dimension->codes->pdata[i],
                            of->values[i * (of->n_values / dimension->codes->len)]);
  g_assert_cmpstr (text->str, ==, expected);
}

static void
protect (Fixture *fixture)
{
  pakiv_group_disclosure_protect (fixture->tables, fixture->spec, fixture->findings);
}

static guint
count_findings (Fixture *fixture, const char *words)
{
  guint n = 0;

  for (guint i = 0; i < fixture->findings->len; i++)
    n += strstr (fixture->findings->pdata[i], words) != NULL;
  return n;
}

/* 36 of 40 in the north were arrested: joined with the smallest other one, in every table. */
static void
test_joined (Fixture *fixture, gconstpointer data)
{
  add_table (fixture, "outcome", "district", "NORTH EAST SOUTH", "outcome", "NFA ARREST",
             (gint64[]){ 4, 36, 50, 10, 30, 10 });
  add_table (fixture, "gender", "district", "NORTH EAST SOUTH", "gender", "F M",
             (gint64[]){ 20, 20, 30, 30, 20, 20 });
  protect (fixture);
  /* 40 + 40: 46 of 80 are not nearly all. */
  assert_codes (fixture, 0, "NORTH+SOUTH=80 EAST=60");
  assert_codes (fixture, 1, "NORTH+SOUTH=80 EAST=60");
  g_assert_cmpuint (count_findings (fixture, "nearly everyone in the row “NORTH”"), ==, 1);
}

/* One fewer, or a category that is not sensitive, or the whole table: nothing is found. */
static void
test_left_alone (Fixture *fixture, gconstpointer data)
{
  add_table (fixture, "outcome", "district", "NORTH EAST", "outcome", "NFA ARREST",
             (gint64[]){ 5, 35, 50, 0 });
  protect (fixture);
  assert_codes (fixture, 0, "NORTH=40 EAST=50");
  g_assert_cmpuint (count_findings (fixture, "nearly everyone"), ==, 0);
}

static void
test_not_told_apart (Fixture *fixture, gconstpointer data)
{
  add_table (fixture, "outcome", "gender", "F M U", "outcome", "NFA ARREST",
             (gint64[]){ 0, 40, 0, 50, 0, 60 });
  protect (fixture);
  assert_codes (fixture, 0, PAKIV_NOT_TOLD_APART "=150");
  g_assert_cmpuint (count_findings (fixture, "nearly everyone"), ==, 2);
}

/* What is left is found by nobody: the same once more changes nothing. */
static void
test_random (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  guint n_found = 0;

  for (guint turn = 0; turn < 200; turn++)
    {
      gint64 figures[12];
      guint n;

      for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
        figures[i] = g_rand_int_range (rand, 0, 3) == 0 ? 10 * g_rand_int_range (rand, 0, 12) : 0;
      g_ptr_array_set_size (fixture->tables, 0);
      g_ptr_array_set_size (fixture->findings, 0);
      add_table (fixture, "outcome", "gender", "F M U X", "outcome", "NFA ARREST SEIZE", figures);
      protect (fixture);
      n_found += count_findings (fixture, "nearly everyone") > 0;
      n = ((PakivTableDimension *)((PakivTable *)fixture->tables->pdata[0])->dimensions->pdata[0])
              ->codes->len;
      g_ptr_array_set_size (fixture->findings, 0);
      protect (fixture);
      g_assert_cmpuint (count_findings (fixture, "nearly everyone"), ==, 0);
      g_assert_cmpuint (
          ((PakivTableDimension *)((PakivTable *)fixture->tables->pdata[0])->dimensions->pdata[0])
              ->codes->len,
          ==, n);
    }
  g_assert_cmpuint (n_found, >, 50);
}

/* The shipped list says of no district how many addresses it holds: a warning. */
static void
test_areas (Fixture *fixture, gconstpointer data)
{
  const PakivDimension *district = pakiv_cube_spec_find (fixture->spec, "district");
  PakivCode *north = (PakivCode *)pakiv_codelist_find (district->field->codelist, "NORTH");

  add_table (fixture, "outcome", "district", "NORTH EAST SOUTH", "outcome", "NFA ARREST",
             (gint64[]){ 40, 0, 50, 10, 30, 10 });
  protect (fixture);
  assert_codes (fixture, 0, "NORTH=40 EAST=60 SOUTH=40");
  g_assert_cmpuint (count_findings (fixture, "Nobody has said"), ==, 1);

  north->addresses = PAKIV_AREA_ADDRESSES_MIN - 1;
  protect (fixture);
  assert_codes (fixture, 0, "NORTH+EAST=100 SOUTH=40");
  g_assert_cmpuint (count_findings (fixture, "too few addresses"), ==, 1);
  north->addresses = -1;
}

/* Two hamlets together are still no district. */
static void
test_small_areas (Fixture *fixture, gconstpointer data)
{
  const PakivDimension *district = pakiv_cube_spec_find (fixture->spec, "district");
  const struct
  {
    const char *code;
    int addresses;
  } of[] = { { "NORTH", 40 }, { "EAST", 30 }, { "SOUTH", 5000 }, { "WEST", 3000 } };

  for (guint i = 0; i < G_N_ELEMENTS (of); i++)
    ((PakivCode *)pakiv_codelist_find (district->field->codelist, of[i].code))->addresses
        = of[i].addresses;
  add_table (fixture, "outcome", "district", "NORTH EAST SOUTH WEST", "outcome", "NFA ARREST",
             (gint64[]){ 40, 0, 50, 10, 30, 10, 20, 20 });
  protect (fixture);
  assert_codes (fixture, 0, "NORTH+EAST+SOUTH=140 WEST=40");
  g_assert_cmpuint (count_findings (fixture, "too few addresses"), ==, 2);
}

static void
test_no_settlement (void)
{
  const char *text = "<codelist id='district' areas='yes'><code id='A' place='settlement'>"
                     "<label>A</label></code></codelist>";
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivXml) xml = pakiv_xml_parse (text, strlen (text), "list", &error);
  PakivCodelist *list = pakiv_codelist_new_from_xml (xml, &error);

  g_assert_null (list);
  g_assert_nonnull (strstr (error->message, "can’t be a district"));
}

#define ADD(name, function) \
  g_test_add ("/report/group-disclosure/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("joined", test_joined);
  ADD ("left-alone", test_left_alone);
  ADD ("not-told-apart", test_not_told_apart);
  ADD ("random", test_random);
  ADD ("areas", test_areas);
  ADD ("small-areas", test_small_areas);
  g_test_add_func ("/report/group-disclosure/no-settlement", test_no_settlement);
  return g_test_run ();
}
