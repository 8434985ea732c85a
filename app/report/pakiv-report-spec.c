#include "pakiv-report-spec.h"

#include <glib/gi18n.h>
#include <string.h>

/* A table with more row dimensions than this is a data set, not something people read. */
#define ROWS_MAX 4

static void
free_table_spec (PakivTableSpec *table)
{
  g_free (table->id);
  g_free (table->title);
  g_free (table->note);
  g_free (table->filter_code);
  g_ptr_array_unref (table->rows);
  g_free (table);
}

void
pakiv_report_spec_free (PakivReportSpec *spec)
{
  if (spec == NULL)
    return;
  g_free (spec->id);
  g_free (spec->title);
  g_ptr_array_unref (spec->tables);
  g_ptr_array_unref (spec->cubes);
  g_free (spec);
}

static const PakivCubeSpec *
find_cube (const PakivReportSpec *spec, const char *id)
{
  for (guint i = 0; i < spec->cubes->len; i++)
    {
      const PakivCubeSpec *cube = spec->cubes->pdata[i];

      if (strcmp (cube->id, id) == 0)
        return cube;
    }
  return NULL;
}

static gboolean
has_table (const PakivReportSpec *spec, const char *id)
{
  for (guint i = 0; i < spec->tables->len; i++)
    if (g_strcmp0 (((const PakivTableSpec *)spec->tables->pdata[i])->id, id) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_used (const PakivTableSpec *table, const PakivDimension *dimension)
{
  return table->column == dimension || g_ptr_array_find (table->rows, dimension, NULL);
}

static const PakivDimension *
find_dimension (const PakivTableSpec *table, const PakivXml *xml, const char *id, GError **error)
{
  const PakivDimension *dimension = pakiv_cube_spec_find (table->cube, id);

  if (dimension == NULL)
    pakiv_xml_fail (xml, error, _ ("The cube “%s” has no dimension “%s”."), table->cube->id, id);
  else if (is_used (table, dimension))
    {
      pakiv_xml_fail (xml, error, _ ("The dimension “%s” stands twice in the table."), id);
      return NULL;
    }
  return dimension;
}

static gboolean
read_dimensions (PakivTableSpec *table, const PakivXml *xml, GError **error)
{
  g_auto (GStrv) rows = pakiv_xml_get_words (xml, "rows");
  const char *column = pakiv_xml_get (xml, "column");

  if (pakiv_xml_require (xml, "rows", error) == NULL)
    return FALSE;
  for (int i = 0; rows[i] != NULL; i++)
    {
      const PakivDimension *dimension = find_dimension (table, xml, rows[i], error);

      if (dimension == NULL)
        return FALSE;
      g_ptr_array_add (table->rows, (gpointer)dimension);
    }
  if (table->rows->len > ROWS_MAX)
    return pakiv_xml_fail (xml, error, _ ("A table can’t have more than %d row dimensions."),
                           ROWS_MAX);
  if (column == NULL)
    return TRUE;
  table->column = find_dimension (table, xml, column, error);
  return table->column != NULL;
}

static gboolean
knows_code (const PakivDimension *dimension, const char *code)
{
  const PakivCodelist *list = dimension->field->codelist;

  return dimension->month
             ? strcmp (code, PAKIV_LATE) == 0
             : pakiv_codelist_find (list, code) != NULL || pakiv_codelist_has_group (list, code)
                   || strcmp (code, PAKIV_NOT_STATED) == 0
                   || strcmp (code, PAKIV_NOT_APPLICABLE) == 0;
}

/* where="DIMENSION in CODE" */
static gboolean
read_filter (PakivTableSpec *table, const PakivXml *xml, GError **error)
{
  g_auto (GStrv) words = pakiv_xml_get_words (xml, "where");

  if (pakiv_xml_get (xml, "where") == NULL)
    return TRUE;
  if (g_strv_length (words) != 3 || strcmp (words[1], "in") != 0)
    return pakiv_xml_fail (xml, error,
                           _ ("“%s” can’t be read. Write a dimension, “in” and a code."),
                           pakiv_xml_get (xml, "where"));
  table->filter = pakiv_cube_spec_find (table->cube, words[0]);
  if (table->filter == NULL)
    return pakiv_xml_fail (xml, error, _ ("The cube “%s” has no dimension “%s”."), table->cube->id,
                           words[0]);
  if (!knows_code (table->filter, words[2]))
    return pakiv_xml_fail (xml, error, _ ("“%s” has no code or group “%s”."), words[0], words[2]);
  table->filter_code = g_strdup (words[2]);
  return TRUE;
}

static gboolean
read_table_head (PakivReportSpec *spec, PakivTableSpec *table, const PakivXml *xml, GError **error)
{
  const char *id = pakiv_xml_require (xml, "id", error);
  const char *cube = id != NULL ? pakiv_xml_require (xml, "cube", error) : NULL;
  const char *title = pakiv_xml_child_text (xml, "title");
  const char *note = pakiv_xml_child_text (xml, "note");

  if (cube == NULL)
    return FALSE;
  if (has_table (spec, id))
    return pakiv_xml_fail (xml, error, _ ("The table “%s” stands twice in the report."), id);
  if (title == NULL || *title == '\0')
    return pakiv_xml_fail (xml, error, _ ("The table “%s” has no title."), id);
  table->id = g_strdup (id);
  table->title = g_strdup (title);
  table->note = note != NULL && *note != '\0' ? g_strdup (note) : NULL;
  table->cube = find_cube (spec, cube);
  return table->cube != NULL
         || pakiv_xml_fail (xml, error, _ ("The report has no cube “%s” above this table."), cube);
}

static gboolean
add_table (PakivReportSpec *spec, const PakivXml *xml, GError **error)
{
  PakivTableSpec *table = g_new0 (PakivTableSpec, 1);

  table->rows = g_ptr_array_new ();
  if (read_table_head (spec, table, xml, error) && read_dimensions (table, xml, error)
      && read_filter (table, xml, error))
    {
      g_ptr_array_add (spec->tables, table);
      return TRUE;
    }
  free_table_spec (table);
  return FALSE;
}

/* Two cubes over the same records would be rounded apart, and set against each other they would
 * give away what each hides. */
static gboolean
check_only (const PakivReportSpec *spec,
            const PakivCubeSpec *cube,
            const PakivXml *xml,
            GError **error)
{
  if (find_cube (spec, cube->id) != NULL)
    return pakiv_xml_fail (xml, error, _ ("The cube “%s” stands twice in the report."), cube->id);
  for (guint i = 0; i < spec->cubes->len; i++)
    {
      const PakivCubeSpec *other = spec->cubes->pdata[i];

      if (other->kind == cube->kind && other->rows == cube->rows
          && other->corrections == cube->corrections)
        return pakiv_xml_fail (xml, error,
                               _ ("The cubes “%s” and “%s” count the same records. Only one cube "
                                  "may: put all dimensions into it."),
                               other->id, cube->id);
    }
  return TRUE;
}

static gboolean
add_cube (PakivReportSpec *spec, PakivDefinitions *definitions, const PakivXml *xml, GError **error)
{
  PakivCubeSpec *cube = pakiv_cube_spec_new_from_xml (xml, definitions, error);

  if (cube == NULL)
    return FALSE;
  if (!check_only (spec, cube, xml, error))
    {
      pakiv_cube_spec_free (cube);
      return FALSE;
    }
  g_ptr_array_add (spec->cubes, cube);
  return TRUE;
}

static gboolean
add_child (PakivReportSpec *spec,
           PakivDefinitions *definitions,
           const PakivXml *xml,
           GError **error)
{
  if (strcmp (xml->name, "cube") == 0)
    return add_cube (spec, definitions, xml, error);
  if (strcmp (xml->name, "table") == 0)
    return add_table (spec, xml, error);
  return strcmp (xml->name, "title") == 0
         || pakiv_xml_fail (xml, error, _ ("A report has no <%s>."), xml->name);
}

static gboolean
read_report (PakivReportSpec *spec,
             PakivDefinitions *definitions,
             const PakivXml *xml,
             GError **error)
{
  const char *id, *title = pakiv_xml_child_text (xml, "title");

  if (strcmp (xml->name, "report") != 0)
    return pakiv_xml_fail (xml, error, _ ("This is no report: its first element is <%s>."),
                           xml->name);
  if ((id = pakiv_xml_require (xml, "id", error)) == NULL)
    return FALSE;
  if (title == NULL || *title == '\0')
    return pakiv_xml_fail (xml, error, _ ("The report “%s” has no title."), id);
  spec->id = g_strdup (id);
  spec->title = g_strdup (title);
  for (guint i = 0; i < xml->children->len; i++)
    if (!add_child (spec, definitions, xml->children->pdata[i], error))
      return FALSE;
  return spec->tables->len > 0
         || pakiv_xml_fail (xml, error, _ ("The report “%s” has no table."), id);
}

PakivReportSpec *
pakiv_report_spec_load (PakivDefinitions *definitions, const char *name, GError **error)
{
  g_autofree char *file = g_strconcat (name, ".xml", NULL);
  g_autofree char *path
      = g_build_filename (pakiv_definitions_get_folder (definitions), "reports", file, NULL);
  g_autoptr (PakivXml) xml = pakiv_xml_load (path, error);
  g_autoptr (PakivReportSpec) spec = g_new0 (PakivReportSpec, 1);

  spec->cubes = g_ptr_array_new_with_free_func ((GDestroyNotify)pakiv_cube_spec_free);
  spec->tables = g_ptr_array_new_with_free_func ((GDestroyNotify)free_table_spec);
  if (xml == NULL || !read_report (spec, definitions, xml, error))
    return NULL;
  return g_steal_pointer (&spec);
}

guint
pakiv_report_spec_count_cubes (const PakivReportSpec *spec, PakivLogId log)
{
  guint n = 0;

  g_return_val_if_fail (spec != NULL, 0);

  for (guint i = 0; i < spec->cubes->len; i++)
    n += ((const PakivCubeSpec *)spec->cubes->pdata[i])->kind->in_log[log] ? 1 : 0;
  return n;
}
