#include "pakiv-selection.h"

#include "pakiv-group-disclosure.h"

#include "pakiv-error.h"

#include <glib/gi18n.h>
#include <string.h>

void
pakiv_selection_free (PakivSelection *selection)
{
  if (selection == NULL)
    return;
  g_free (selection->table);
  g_strfreev (selection->dimensions);
  g_ptr_array_unref (selection->codes);
  g_free (selection);
}

static gboolean
parse_clause (PakivSelection *selection, GStrvBuilder *dimensions, char *text)
{
  g_auto (GStrv) words = g_strsplit (g_strstrip (text), " ", -1);

  if (g_strv_length (words) < 3 || strcmp (words[1], "in") != 0)
    return FALSE;
  g_strv_builder_add (dimensions, words[0]);
  g_ptr_array_add (selection->codes, g_strdupv (words + 2));
  return TRUE;
}

PakivSelection *
pakiv_selection_parse (const char *table, const char *where, GError **error)
{
  g_autoptr (PakivSelection) selection = g_new0 (PakivSelection, 1);
  g_autoptr (GStrvBuilder) dimensions = g_strv_builder_new ();
  g_auto (GStrv) parts = g_strsplit (where != NULL ? where : "", " and ", -1);

  selection->table = g_strdup (table);
  selection->codes = g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev);
  for (int i = 0; where != NULL && parts[i] != NULL; i++)
    if (!parse_clause (selection, dimensions, parts[i]))
      {
        g_set_error (error, PAKIV_ERROR, PAKIV_ERROR_FORMAT,
                     _ ("“%s” is not a condition. Write FIELD in CODE…, joined by “and”."), where);
        return NULL;
      }
  selection->dimensions = g_strv_builder_end (dimensions);
  return g_steal_pointer (&selection);
}

const PakivTable *
pakiv_tables_find (const GPtrArray *tables, const char *id)
{
  for (guint i = 0; i < tables->len; i++)
    {
      const PakivTable *table = tables->pdata[i];

      if (g_strcmp0 (table->id, id) == 0)
        return table;
    }
  return NULL;
}

const PakivTable *
pakiv_release_find_table (const PakivRelease *release, const char *id)
{
  return pakiv_tables_find (release->tables, id);
}

/* Ids in a package are written in capitals. */
static gboolean
find_dimension (const PakivTable *table, const char *id, guint *number)
{
  for (guint i = 0; i < table->dimensions->len; i++)
    {
      const PakivTableDimension *dimension = table->dimensions->pdata[i];

      *number = i;
      if (g_ascii_strcasecmp (dimension->id, id) == 0)
        return TRUE;
    }
  return FALSE;
}

static guint
find_code (const PakivTableDimension *dimension, const char *code)
{
  for (guint i = 1; i < dimension->codes->len; i++)
    if (strcmp (dimension->codes->pdata[i], code) == 0)
      return i;
  return 0;
}

typedef struct
{
  const PakivSelection *selection;
  const PakivTable *table;
  const guint *places; /* of the selection's dimensions in the table */
  guint *position;
  PakivSelected *selected;
} Walk;

static void
walk (const Walk *walk_, guint clause)
{
  const PakivTableDimension *dimension;
  char **codes;

  if (walk_->selection->dimensions[clause] == NULL)
    {
      walk_->selected->sum += pakiv_table_get (walk_->table, walk_->position);
      walk_->selected->n_figures++;
      return;
    }
  dimension = walk_->table->dimensions->pdata[walk_->places[clause]];
  codes = walk_->selection->codes->pdata[clause];
  for (int i = 0; codes[i] != NULL; i++)
    {
      guint code = find_code (dimension, codes[i]);

      walk_->position[walk_->places[clause]] = code;
      if (code != 0)
        walk (walk_, clause + 1);
    }
  walk_->position[walk_->places[clause]] = 0;
}

/* Whether none of @codes is in a category that is shown together with others: the figure is not to
 * be had then. */
static gboolean
can_tell (const PakivTableDimension *dimension, char **codes)
{
  for (guint c = 1; c < dimension->codes->len; c++)
    {
      const char *joined = dimension->codes->pdata[c];
      g_auto (GStrv) parts = g_strsplit (joined, "+", -1);
      guint n = 0;

      if (strcmp (joined, PAKIV_NOT_TOLD_APART) == 0)
        return FALSE;
      for (int i = 0; parts[i] != NULL; i++)
        n += g_strv_contains ((const char *const *)codes, parts[i]);
      if (n > 0 && g_strv_length (parts) > 1)
        return FALSE;
    }
  return TRUE;
}

gboolean
pakiv_selection_add_up (const PakivSelection *selection,
                        const GPtrArray *tables,
                        PakivSelected *selected)
{
  const PakivTable *table = pakiv_tables_find (tables, selection->table);
  guint n = g_strv_length (selection->dimensions);
  g_autofree guint *places = g_new0 (guint, n + 1);
  g_autofree guint *position = NULL;
  Walk start;

  *selected = (PakivSelected){ 0 };
  if (table == NULL)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!find_dimension (table, selection->dimensions[i], &places[i])
        || !can_tell (table->dimensions->pdata[places[i]], selection->codes->pdata[i]))
      return FALSE;
  position = g_new0 (guint, table->dimensions->len);
  selected->base = table->base;
  start = (Walk){ selection, table, places, position, selected };
  walk (&start, 0);
  return TRUE;
}
