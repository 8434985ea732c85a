#include "pakiv-cube-spec.h"

#include <glib/gi18n.h>
#include <string.h>

/* A municipality may raise a base, never lower it below this (protection §1). */
#define BASE_MIN 3
#define BASE_MAX 1000

static void
free_dimension (PakivDimension *dimension)
{
  g_free (dimension->id);
  g_free (dimension->label);
  g_strfreev (dimension->sensitive);
  g_free (dimension);
}

void
pakiv_cube_spec_free (PakivCubeSpec *spec)
{
  if (spec == NULL)
    return;
  g_free (spec->id);
  g_free (spec->unit);
  g_ptr_array_unref (spec->dimensions);
  g_free (spec);
}

static gboolean
find_field (PakivCubeSpec *spec, PakivDimension *dimension, const PakivXml *xml, GError **error)
{
  const char *id = pakiv_xml_require (xml, "field", error);

  if (id == NULL)
    return FALSE;
  if (spec->rows != NULL)
    dimension->field = pakiv_fields_find (spec->rows->columns, id);
  dimension->of_row = dimension->field != NULL;
  if (dimension->field == NULL)
    dimension->field = pakiv_kind_find_field (spec->kind, id);
  if (dimension->field == NULL)
    return pakiv_xml_fail (xml, error, _ ("“%s” has no field “%s”."), spec->kind->id, id);
  if (!dimension->field->countable)
    return pakiv_xml_fail (xml, error, _ ("The field “%s” may not be counted."), id);
  return TRUE;
}

static int
bits_for (guint n)
{
  int bits = 1;

  while ((1u << bits) < n)
    bits++;
  return bits;
}

static gboolean
measure_bits (PakivDimension *dimension, const PakivXml *xml, GError **error)
{
  g_autoptr (GPtrArray) categories = NULL;

  dimension->month = g_strcmp0 (pakiv_xml_get (xml, "by"), "month") == 0;
  if (dimension->month != (dimension->field->type == PAKIV_FIELD_DATE)
      || (!dimension->month && !pakiv_field_has_codes (dimension->field)))
    return pakiv_xml_fail (xml, error,
                           _ ("“%s” can’t be a dimension: only codes, and dates by month."),
                           dimension->field->id);
  dimension->several = dimension->field->type == PAKIV_FIELD_CODES;
  categories = pakiv_dimension_get_categories (dimension, (PakivPeriod){ 2000, 1 });
  dimension->bits = dimension->several ? (int)categories->len : bits_for (categories->len);
  return TRUE;
}

static gboolean
check_base (const PakivCubeSpec *spec,
            const PakivDimension *dimension,
            const PakivXml *xml,
            GError **error)
{
  const PakivCodelist *list = dimension->month ? NULL : dimension->field->codelist;

  if (list == NULL || spec->base >= list->least_base)
    return TRUE;
  return pakiv_xml_fail (xml, error,
                         _ ("The cube “%s” has a base of %d; counted by “%s” it must be at least "
                            "%d."),
                         spec->id, spec->base, dimension->id, list->least_base);
}

/* known="yes", sensitive="CODE …": for group disclosure (protection §1). */
static gboolean
read_disclosure (PakivDimension *dimension, const PakivXml *xml, GError **error)
{
  dimension->known = pakiv_xml_get_boolean (xml, "known");
  if (pakiv_xml_get (xml, "sensitive") == NULL)
    return TRUE;
  dimension->sensitive = pakiv_xml_get_words (xml, "sensitive");
  for (int i = 0; dimension->sensitive[i] != NULL; i++)
    if (dimension->month
        || pakiv_codelist_find (dimension->field->codelist, dimension->sensitive[i]) == NULL)
      return pakiv_xml_fail (xml, error, _ ("“%s” has no code or group “%s”."), dimension->id,
                             dimension->sensitive[i]);
  return TRUE;
}

static gboolean
add_dimension (PakivCubeSpec *spec, const PakivXml *xml, int *shift, GError **error)
{
  PakivDimension *dimension = g_new0 (PakivDimension, 1);
  const char *id = pakiv_xml_require (xml, "id", error);
  const char *label = pakiv_xml_child_text (xml, "label");

  g_ptr_array_add (spec->dimensions, dimension);
  if (id == NULL)
    return FALSE;
  dimension->id = g_strdup (id);
  if (!find_field (spec, dimension, xml, error) || !measure_bits (dimension, xml, error)
      || !read_disclosure (dimension, xml, error))
    return FALSE;
  dimension->label = g_strdup (label != NULL      ? label
                               : dimension->month ? N_ ("Month")
                                                  : dimension->field->label);
  dimension->shift = *shift;
  *shift += dimension->bits;
  if (*shift > 64)
    return pakiv_xml_fail (xml, error, _ ("The cube “%s” has too many dimensions."), spec->id);
  return check_base (spec, dimension, xml, error);
}

/* of="corrections": of records, not of their rows, since a correction is one for each record. */
static gboolean
read_of (PakivCubeSpec *spec, const PakivXml *xml, GError **error)
{
  const char *of = pakiv_xml_get (xml, "of");

  spec->corrections = g_strcmp0 (of, "corrections") == 0;
  if (of != NULL && !spec->corrections)
    return pakiv_xml_fail (xml, error, _ ("“%s” can’t be counted, only “corrections”."), of);
  return !spec->corrections || pakiv_xml_get (xml, "rows") == NULL
         || pakiv_xml_fail (xml, error, _ ("The cube “%s” counts corrections, which have no rows."),
                            spec->id);
}

static gboolean
find_rows (PakivCubeSpec *spec, const PakivXml *xml, GError **error)
{
  const char *rows = pakiv_xml_get (xml, "rows"), *column = pakiv_xml_get (xml, "measure");

  if (rows == NULL)
    return TRUE;
  spec->rows = pakiv_kind_find_field (spec->kind, rows);
  if (spec->rows == NULL || spec->rows->type != PAKIV_FIELD_ROWS)
    return pakiv_xml_fail (xml, error, _ ("“%s” has no rows “%s”."), spec->kind->id, rows);
  if (column == NULL)
    return TRUE;
  spec->measure = pakiv_fields_find (spec->rows->columns, column);
  return (spec->measure != NULL && spec->measure->type == PAKIV_FIELD_COUNT
          && spec->measure->countable)
         || pakiv_xml_fail (xml, error, _ ("“%s” has no number “%s” to add up."), rows, column);
}

static gboolean
read_base (PakivCubeSpec *spec, const char *text, const PakivXml *xml, GError **error)
{
  guint64 base;

  if (!g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT, &base, NULL))
    return pakiv_xml_fail (xml, error, _ ("The base must be a whole number, not “%s”."), text);
  if (base < BASE_MIN || base > BASE_MAX)
    return pakiv_xml_fail (xml, error, _ ("The base must be at least %d and at most %d."), BASE_MIN,
                           BASE_MAX);
  spec->base = (int)base;
  return TRUE;
}

static gboolean
read_head (PakivCubeSpec *spec, const PakivXml *xml, PakivDefinitions *definitions, GError **error)
{
  const char *id = pakiv_xml_require (xml, "id", error);
  const char *kind = id != NULL ? pakiv_xml_require (xml, "kind", error) : NULL;
  const char *base = kind != NULL ? pakiv_xml_require (xml, "base", error) : NULL;
  const char *unit = pakiv_xml_child_text (xml, "unit");

  if (base == NULL)
    return FALSE;
  spec->id = g_strdup (id);
  spec->unit = g_strdup (unit);
  spec->kind = pakiv_definitions_find_kind (definitions, kind);
  if (spec->kind == NULL)
    return pakiv_xml_fail (xml, error, _ ("There is no kind of record “%s”."), kind);
  if (unit == NULL)
    return pakiv_xml_fail (xml, error, _ ("A cube needs a <unit>: what is counted."));
  return read_base (spec, base, xml, error) && read_of (spec, xml, error)
         && find_rows (spec, xml, error);
}

PakivCubeSpec *
pakiv_cube_spec_new_from_xml (const PakivXml *xml, PakivDefinitions *definitions, GError **error)
{
  g_autoptr (PakivCubeSpec) spec = g_new0 (PakivCubeSpec, 1);
  int shift = 0;

  spec->dimensions = g_ptr_array_new_with_free_func ((GDestroyNotify)free_dimension);
  if (!read_head (spec, xml, definitions, error))
    return NULL;
  for (guint i = 0; i < xml->children->len; i++)
    {
      const PakivXml *child = xml->children->pdata[i];

      if (strcmp (child->name, "dimension") == 0 && !add_dimension (spec, child, &shift, error))
        return NULL;
    }
  if (spec->dimensions->len == 0)
    {
      pakiv_xml_fail (xml, error, _ ("The cube “%s” has no dimension."), spec->id);
      return NULL;
    }
  return g_steal_pointer (&spec);
}

const PakivDimension *
pakiv_cube_spec_find (const PakivCubeSpec *spec, const char *id)
{
  for (guint i = 0; i < spec->dimensions->len; i++)
    {
      const PakivDimension *dimension = spec->dimensions->pdata[i];

      if (g_strcmp0 (dimension->id, id) == 0)
        return dimension;
    }
  return NULL;
}

gint64
pakiv_cube_spec_get_small_part (const PakivCubeSpec *spec, gint64 count)
{
  if (spec->measure != NULL)
    return count % spec->base;
  return count < spec->base ? count : 0;
}
