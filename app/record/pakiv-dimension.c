/* The categories of a cube's dimension and how they are packed. */
#include "pakiv-cube-spec.h"
#include "pakiv-record.h"

#include <glib/gi18n.h>
#include <string.h>

static gboolean
lists_not_stated (const PakivDimension *dimension)
{
  return !dimension->month && dimension->field->codelist->not_stated != NULL;
}

GPtrArray *
pakiv_dimension_get_categories (const PakivDimension *dimension, PakivPeriod period)
{
  GPtrArray *categories = g_ptr_array_new_with_free_func (g_free);

  if (dimension->month)
    {
      for (int i = 0; i < 3; i++)
        g_ptr_array_add (categories,
                         g_strdup_printf ("%04d-%02d", period.year, period.quarter * 3 - 2 + i));
      g_ptr_array_add (categories, g_strdup (PAKIV_LATE));
      return categories;
    }
  for (guint i = 0; i < dimension->field->codelist->codes->len; i++)
    g_ptr_array_add (categories,
                     g_strdup (((PakivCode *)dimension->field->codelist->codes->pdata[i])->code));
  if (!lists_not_stated (dimension))
    g_ptr_array_add (categories, g_strdup (PAKIV_NOT_STATED));
  g_ptr_array_add (categories, g_strdup (PAKIV_NOT_APPLICABLE));
  return categories;
}

char *
pakiv_dimension_get_category_label (const PakivDimension *dimension, const char *category)
{
  if (strcmp (category, PAKIV_TOTAL) == 0)
    return g_strdup (N_ ("All"));
  if (strcmp (category, PAKIV_NOT_STATED) == 0)
    return g_strdup (N_ ("Not stated"));
  if (strcmp (category, PAKIV_NOT_APPLICABLE) == 0)
    return g_strdup (N_ ("Not asked"));
  if (dimension->month)
    return g_strdup (strcmp (category, PAKIV_LATE) == 0 ? N_ ("Entered late") : category);
  for (guint i = 0; i < dimension->field->codelist->codes->len; i++)
    {
      const PakivCode *code = dimension->field->codelist->codes->pdata[i];

      if (strcmp (code->code, category) == 0)
        return g_strdup (code->label);
    }
  for (guint i = 0; i < dimension->field->codelist->groups->len; i++)
    {
      const PakivCode *code = dimension->field->codelist->groups->pdata[i];

      if (strcmp (code->code, category) == 0)
        return g_strdup (code->label);
    }
  return g_strdup (category);
}

static guint
find_month (PakivPeriod period, const char *day)
{
  int months = g_ascii_strtoll (day, NULL, 10) * 12 + g_ascii_strtoll (day + 5, NULL, 10) - 1;
  int first = period.year * 12 + (period.quarter - 1) * 3;

  return months >= first && months < first + 3 ? (guint)(months - first) : 3;
}

static guint
find_code (const PakivCodelist *list, const char *code)
{
  for (guint i = 0; i < list->codes->len; i++)
    if (strcmp (((PakivCode *)list->codes->pdata[i])->code, code) == 0)
      return i;
  return G_MAXUINT;
}

/* The position among the categories; codes first, then _U where the list has none of its own, then
 * _Z. */
static guint
find_category (const PakivDimension *dimension,
               PakivPeriod period,
               const char *value,
               gboolean applies)
{
  const PakivCodelist *list = dimension->field->codelist;
  guint not_stated, found;

  if (dimension->month)
    return value != NULL ? find_month (period, value) : 3;
  not_stated = list->not_stated != NULL ? find_code (list, list->not_stated) : list->codes->len;
  if (!applies)
    return list->codes->len + (list->not_stated != NULL ? 0 : 1);
  if (value == NULL)
    return not_stated;
  found = find_code (list, value);
  return found != G_MAXUINT ? found : not_stated;
}

/* One bit a category: so that a record with two reasons falls under both. */
static guint64
pack_several (const PakivDimension *dimension,
              PakivPeriod period,
              const char *value,
              gboolean applies)
{
  const PakivCodelist *list = dimension->field->codelist;
  guint64 bits = 0;

  if (!applies || value == NULL)
    return G_GUINT64_CONSTANT (1) << find_category (dimension, period, NULL, applies);
  for (guint i = 0; i < list->codes->len; i++)
    if (pakiv_codes_contain (value, ((PakivCode *)list->codes->pdata[i])->code))
      bits |= G_GUINT64_CONSTANT (1) << i;
  return bits != 0 ? bits : G_GUINT64_CONSTANT (1) << find_category (dimension, period, NULL, TRUE);
}

guint64
pakiv_dimension_pack (const PakivDimension *dimension,
                      PakivPeriod period,
                      guint64 key,
                      const char *value,
                      gboolean applies)
{
  guint64 part = dimension->several ? pack_several (dimension, period, value, applies)
                                    : find_category (dimension, period, value, applies);

  return key | (part << dimension->shift);
}

gboolean
pakiv_dimension_falls_under (const PakivDimension *dimension, guint64 key, guint category)
{
  guint64 part
      = (key >> dimension->shift)
        & (dimension->bits == 64 ? G_MAXUINT64 : (G_GUINT64_CONSTANT (1) << dimension->bits) - 1);

  return dimension->several ? ((part >> category) & 1) != 0 : part == category;
}
