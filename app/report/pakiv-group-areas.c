/* An area that holds too few addresses says who lives there (domain §5, rule 6). */
#include "pakiv-group-areas.h"

#include "pakiv-group-disclosure.h"
#include "pakiv-group-join.h"
#include "pakiv-table-sum.h"
#include "pakiv-table-words.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct
{
  GPtrArray *tables;
  const PakivDimension *spec;
  GPtrArray *findings; /* or NULL */
} Areas;

/* All that hold together as “A+B”; −1 where somebody has not said how many, or it is no area. */
static int
count_addresses (const PakivCodelist *list, const char *joined)
{
  const char separator[] = { PAKIV_TABLE_TOGETHER, '\0' };
  g_auto (GStrv) parts = g_strsplit (joined, separator, -1);
  int sum = 0;

  for (int i = 0; parts[i] != NULL; i++)
    {
      const PakivCode *code = pakiv_codelist_find (list, parts[i]);

      if (code == NULL || code->addresses < 0)
        return -1;
      sum += code->addresses;
    }
  return sum;
}

static gboolean
is_area (const PakivCodelist *list, const PakivTableDimension *dimension, guint code)
{
  g_auto (GStrv) parts = g_strsplit (dimension->codes->pdata[code], "+", 2);

  return pakiv_codelist_find (list, parts[0]) != NULL;
}

/* The area after it in the list, else the one before; 0 where it stands alone. */
static guint
find_neighbour (const PakivCodelist *list, const PakivTableDimension *dimension, guint code)
{
  if (code + 1 < dimension->codes->len && is_area (list, dimension, code + 1))
    return code + 1;
  return code > 1 && is_area (list, dimension, code - 1) ? code - 1 : 0;
}

static void
tell_small (const Areas *areas, const char *label)
{
  if (areas->findings != NULL)
    g_ptr_array_add (areas->findings,
                     g_strdup_printf (
                         /* Translators: a district. */
                         _ ("“%s” holds too few addresses to stand alone. It is shown together "
                            "with another district."),
                         label));
}

static gboolean
join_one (const Areas *areas, const PakivTable *table, guint d)
{
  const PakivTableDimension *dimension = table->dimensions->pdata[d];
  const PakivCodelist *list = areas->spec->field->codelist;

  for (guint c = 1; c < dimension->codes->len; c++)
    {
      int addresses = count_addresses (list, dimension->codes->pdata[c]);
      guint other = find_neighbour (list, dimension, c);
      g_autofree char *label = NULL;

      if (addresses < 0 || addresses >= PAKIV_AREA_ADDRESSES_MIN || other == 0)
        continue;
      label = pakiv_table_word_code (table, d, c);
      tell_small (areas, label);
      pakiv_group_join_everywhere (areas->tables, dimension->id, dimension->codes->pdata[c],
                                   dimension->codes->pdata[other]);
      return TRUE;
    }
  return FALSE;
}

/* Two small ones may still be too small together, so it is asked again after each. */
static gboolean
join_small (const Areas *areas)
{
  for (guint t = 0; t < areas->tables->len; t++)
    {
      const PakivTable *table = areas->tables->pdata[t];

      for (guint d = 0; d < table->dimensions->len; d++)
        if (strcmp (((const PakivTableDimension *)table->dimensions->pdata[d])->id, areas->spec->id)
                == 0
            && join_one (areas, table, d))
          return TRUE;
    }
  return FALSE;
}

static void
tell_unknown (const Areas *areas)
{
  GPtrArray *codes = areas->spec->field->codelist->codes;
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint c = 0; c < codes->len; c++)
    {
      const PakivCode *code = codes->pdata[c];

      if (code->addresses < 0)
        g_string_append_printf (names, "%s%s", names->len > 0 ? _ (", ") : "",
                                pakiv_table_word (code->label));
    }
  if (areas->findings != NULL && names->len > 0)
    g_ptr_array_add (
        areas->findings,
        g_strdup_printf (
            /* Translators: names of districts. */
            _ ("Nobody has said how many addresses these districts hold: %s. A "
               "district must be large enough to say nothing about who lives there. Whoever "
               "looks after the computer writes it in the list of districts."),
            names->str));
}

void
pakiv_group_areas_protect (GPtrArray *tables, const PakivCubeSpec *spec, GPtrArray *findings)
{
  for (guint i = 0; i < spec->dimensions->len; i++)
    {
      const PakivDimension *dimension = spec->dimensions->pdata[i];
      const PakivCodelist *list = dimension->month ? NULL : dimension->field->codelist;
      const Areas areas = { tables, dimension, findings };

      if (list == NULL || !list->areas || dimension->several)
        continue;
      while (join_small (&areas))
        ;
      tell_unknown (&areas);
    }
}
