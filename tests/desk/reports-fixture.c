#include "reports-fixture.h"

#include "pakiv-rules.h"

#include <string.h>

static const PakivCode *
pick (const PakivCodelist *list, GRand *rand)
{
  guint n = list->codes->len;

  /* The first codes far more often: large and small counts stand side by side. */
  return list->codes->pdata[MIN (g_rand_int_range (rand, 0, n), g_rand_int_range (rand, 0, n))];
}

static char *
invent (const PakivField *field, GRand *rand)
{
  switch (field->type)
    {
    case PAKIV_FIELD_DATE:
      return g_strdup_printf ("2021-%02d-%02d", g_rand_int_range (rand, 1, 4),
                              g_rand_int_range (rand, 1, 28));
    case PAKIV_FIELD_CODE:
    case PAKIV_FIELD_CODES:
      return g_strdup (pick (field->codelist, rand)->code);
    case PAKIV_FIELD_COUNT:
      return g_strdup_printf ("%d", g_rand_int_range (rand, 1, 9));
    case PAKIV_FIELD_TEXT:
    case PAKIV_FIELD_NOTES:
    case PAKIV_FIELD_ROWS:
    default:
      return NULL;
    }
}

static void
add_rows (PakivRecord *record, const PakivField *field, GRand *rand)
{
  for (int i = g_rand_int_range (rand, 0, 4); i > 0; i--)
    {
      PakivRow *row = pakiv_record_add_row (record, field->id);

      for (guint c = 0; c < field->columns->len; c++)
        {
          const PakivField *column = field->columns->pdata[c];
          g_autofree char *value = invent (column, rand);

          pakiv_row_set (row, column->id, value);
        }
    }
}

PakivRecord *
fixture_record_new (const PakivKind *kind, GRand *rand)
{
  PakivRecord *record = pakiv_record_new (kind);

  for (guint i = 0; i < kind->fields->len; i++)
    {
      const PakivField *field = kind->fields->pdata[i];
      g_autofree char *value = invent (field, rand);

      if (field->type == PAKIV_FIELD_ROWS)
        add_rows (record, field, rand);
      else if (g_strcmp0 (field->id, kind->day) == 0 || g_rand_int_range (rand, 0, 10) > 0)
        pakiv_record_set (record, field->id, value);
    }
  pakiv_rules_normalise (record);
  return record;
}

static PakivSafeCube *
count (const PakivReportSpec *report, const PakivCubeSpec *spec, guint n, GRand *rand)
{
  const PakivPeriod period = { 2021, 1 };
  guint8 secret[32];
  g_autoptr (PakivCounts) counts = pakiv_counts_new (spec, period);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (PakivRecord) record = fixture_record_new (spec->kind, rand);

      pakiv_counts_add_record (counts, record);
    }
  pakiv_counts_finish (counts);
  memset (secret, 7, sizeof secret);
  return pakiv_safe_cube_protect (counts, report->tables, secret, spec->id);
}

PakivRelease *
fixture_release_new (PakivDefinitions *definitions, guint n, guint32 seed)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivReportSpec) report = pakiv_report_spec_load (definitions, "quarterly", &error);
  g_autoptr (GHashTable) cubes
      = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)pakiv_safe_cube_free);
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  PakivRelease *release;

  g_assert_no_error (error);
  release = pakiv_release_new ("Puente & Río <Centro>", "0c2a8f6e-8a55-4f7e-9a39-2b1f0c9d7e11",
                               PAKIV_LOG_POLICE, (PakivPeriod){ 2021, 1 }, 1);
  g_free (release->report);
  g_free (release->title);
  g_free (release->made_on);
  release->report = g_strdup (report->id);
  release->title = g_strdup (report->title);
  release->made_on = g_strdup ("2021-04-06");
  for (guint i = 0; i < report->cubes->len; i++)
    {
      const PakivCubeSpec *spec = report->cubes->pdata[i];

      g_hash_table_insert (cubes, (gpointer)spec, count (report, spec, n, rand));
    }
  for (guint i = 0; i < report->tables->len; i++)
    {
      const PakivTableSpec *table = report->tables->pdata[i];

      g_ptr_array_add (release->tables,
                       pakiv_table_new (g_hash_table_lookup (cubes, table->cube), table));
    }
  return release;
}

static void
read_labels (GtkWidget *widget, GString *text)
{
  if (GTK_IS_LABEL (widget))
    {
      g_auto (GStrv) words
          = g_strsplit_set (gtk_label_get_text (GTK_LABEL (widget)), " \t\r\n", -1);

      for (int i = 0; words[i] != NULL; i++)
        if (*words[i] != '\0')
          g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", words[i]);
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    read_labels (child, text);
}

char *
fixture_read_labels (GtkWidget *widget)
{
  g_autoptr (GString) text = g_string_new (NULL);

  read_labels (widget, text);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

GtkWidget *
fixture_find (GtkWidget *widget, GType type, const char *name)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type)
      && (name == NULL || g_strcmp0 (gtk_widget_get_name (widget), name) == 0))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = fixture_find (child, type, name);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
on_tick_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

void
fixture_wait (gboolean (*done) (gpointer data), gpointer data)
{
  gint64 late = g_get_monotonic_time () + 60 * G_TIME_SPAN_SECOND;
  /* What a worker thread lets go of wakes nobody. */
  guint timer = g_timeout_add (20, on_tick_cb, NULL);

  while (!done (data) && g_get_monotonic_time () < late)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (timer);
  g_assert_cmpint (g_get_monotonic_time (), <, late);
}
