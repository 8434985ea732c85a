#include "pakiv-indicator-spec.h"

#include "pakiv-report-resource.h"

#include <glib/gi18n.h>
#include <string.h>

#define PATH "/org/pakiv/report/indicators.xml"

static const char *const kind_words[]
    = { "share", "gap", "count", "per", "rate", "ratio", "odds", NULL };
static const char *const side_words[] = { "intrusion", "protection", "together", "voices", NULL };

static void
free_figure (PakivFigureSpec *figure)
{
  g_free (figure->id);
  g_free (figure->label);
  pakiv_selection_free (figure->part);
  pakiv_selection_free (figure->whole);
  pakiv_selection_free (figure->recorded);
  g_free (figure->population);
  g_free (figure->other_population);
  g_free (figure->above);
  g_free (figure->below);
  g_free (figure);
}

static void
free_need (PakivNeed *need)
{
  g_free (need->text);
  g_free (need->benchmark);
  g_free (need);
}

static void
free_indicator (PakivIndicatorSpec *indicator)
{
  g_free (indicator->id);
  g_free (indicator->title);
  g_free (indicator->about);
  g_free (indicator->formula);
  g_free (indicator->source);
  g_ptr_array_unref (indicator->readings);
  g_ptr_array_unref (indicator->figures);
  g_ptr_array_unref (indicator->needs);
  g_free (indicator);
}

static PakivIndicatorSpec *
indicator_new (void)
{
  PakivIndicatorSpec *indicator = g_new0 (PakivIndicatorSpec, 1);

  indicator->readings = g_ptr_array_new_with_free_func (g_free);
  indicator->figures = g_ptr_array_new_with_free_func ((GDestroyNotify)free_figure);
  indicator->needs = g_ptr_array_new_with_free_func ((GDestroyNotify)free_need);
  return indicator;
}

/* The place of the attribute's word in @words, or -1 and @error. */
static int
read_word (const PakivXml *xml, const char *attribute, const char *const *words, GError **error)
{
  const char *word = pakiv_xml_require (xml, attribute, error);

  if (word == NULL)
    return -1;
  for (int i = 0; words[i] != NULL; i++)
    if (strcmp (words[i], word) == 0)
      return i;
  pakiv_xml_fail (xml, error, _ ("“%s” is no %s."), word, attribute);
  return -1;
}

/* The text of the child @name, which must be there. */
static gboolean
read_text (const PakivXml *xml, const char *name, char **text, GError **error)
{
  const char *found = pakiv_xml_child_text (xml, name);

  if (found == NULL || *found == '\0')
    return pakiv_xml_fail (xml, error, _ ("Here <%s> is missing."), name);
  *text = g_strdup (found);
  return TRUE;
}

static gboolean
has_whole (PakivFigureKind kind)
{
  return kind != PAKIV_FIGURE_COUNT && kind != PAKIV_FIGURE_RATE && kind != PAKIV_FIGURE_GAP;
}

static gboolean
read_selections (PakivFigureSpec *figure, const PakivXml *xml, GError **error)
{
  const char *table = pakiv_xml_require (xml, "table", error);
  const char *whole_table = pakiv_xml_get (xml, "whole-table");
  const char *recorded = pakiv_xml_get (xml, "recorded");

  if (table == NULL)
    return FALSE;
  if (recorded != NULL && figure->kind != PAKIV_FIGURE_SHARE)
    /* Translators: a share is a part of 100; %s is an attribute of a definition file. */
    return pakiv_xml_fail (xml, error, _ ("Only a share has “%s”."), "recorded");
  figure->part = pakiv_selection_parse (table, pakiv_xml_get (xml, "part"), error);
  if (figure->part == NULL)
    return FALSE;
  if (!has_whole (figure->kind))
    return TRUE;
  figure->whole = pakiv_selection_parse (whole_table != NULL ? whole_table : table,
                                         pakiv_xml_get (xml, "whole"), error);
  if (figure->whole == NULL || recorded == NULL)
    return figure->whole != NULL;
  figure->recorded = pakiv_selection_parse (table, recorded, error);
  return figure->recorded != NULL;
}

static gboolean
read_line (PakivFigureSpec *figure, const PakivXml *xml, GError **error)
{
  const char *line = pakiv_xml_get (xml, "line");
  char *end;

  if (line == NULL)
    return TRUE;
  figure->line = g_ascii_strtod (line, &end);
  if (*line == '\0' || *end != '\0')
    return pakiv_xml_fail (xml, error, _ ("“%s” is no number."), line);
  figure->has_line = TRUE;
  return read_text (xml, "above", &figure->above, error)
         && read_text (xml, "below", &figure->below, error);
}

static gboolean
read_per (PakivFigureSpec *figure, const PakivXml *xml, GError **error)
{
  const char *per = pakiv_xml_get (xml, "per");
  guint64 number = 1;

  if (per != NULL && !g_ascii_string_to_unsigned (per, 10, 1, 1000000, &number, NULL))
    return pakiv_xml_fail (xml, error, _ ("“%s” is no number."), per);
  figure->per = (int)number;
  return TRUE;
}

static gboolean
find_share (const PakivIndicatorSpec *indicator,
            const PakivXml *xml,
            const char *attribute,
            guint *number,
            GError **error)
{
  const char *id = pakiv_xml_require (xml, attribute, error);

  if (id == NULL)
    return FALSE;
  for (guint i = 0; i < indicator->figures->len; i++)
    {
      const PakivFigureSpec *figure = indicator->figures->pdata[i];

      *number = i;
      if (strcmp (figure->id, id) == 0 && figure->kind == PAKIV_FIGURE_SHARE)
        return TRUE;
    }
  return pakiv_xml_fail (xml, error, _ ("There is no share “%s” above."), id);
}

static gboolean
read_what (const PakivIndicatorSpec *indicator,
           PakivFigureSpec *figure,
           const PakivXml *xml,
           GError **error)
{
  if (figure->kind == PAKIV_FIGURE_GAP)
    return find_share (indicator, xml, "from", &figure->from, error)
           && find_share (indicator, xml, "less", &figure->less, error);
  return read_selections (figure, xml, error) && read_per (figure, xml, error);
}

static gboolean
read_populations (PakivFigureSpec *figure, const PakivXml *xml, GError **error)
{
  gboolean two = figure->kind == PAKIV_FIGURE_RATIO || figure->kind == PAKIV_FIGURE_ODDS;

  if (!two && figure->kind != PAKIV_FIGURE_RATE)
    return TRUE;
  figure->population = g_strdup (pakiv_xml_require (xml, "population", error));
  if (figure->population == NULL)
    return FALSE;
  figure->other_population
      = two ? g_strdup (pakiv_xml_require (xml, "other-population", error)) : NULL;
  return !two || figure->other_population != NULL;
}

static gboolean
add_figure (PakivIndicatorSpec *indicator, const PakivXml *xml, GError **error)
{
  PakivFigureSpec *figure = g_new0 (PakivFigureSpec, 1);
  int kind = read_word (xml, "kind", kind_words, error);

  g_ptr_array_add (indicator->figures, figure);
  if (kind < 0 || (figure->id = g_strdup (pakiv_xml_require (xml, "id", error))) == NULL)
    return FALSE;
  figure->kind = (PakivFigureKind)kind;
  figure->key = pakiv_xml_get_boolean (xml, "key");
  return read_text (xml, "label", &figure->label, error)
         && read_what (indicator, figure, xml, error) && read_populations (figure, xml, error)
         && read_line (figure, xml, error);
}

static void
add_need (PakivIndicatorSpec *indicator, const PakivXml *xml)
{
  PakivNeed *need = g_new0 (PakivNeed, 1);

  need->text = g_strdup (xml->text);
  need->benchmark = g_strdup (pakiv_xml_get (xml, "benchmark"));
  g_ptr_array_add (indicator->needs, need);
}

static gboolean
read_logs (PakivIndicatorSpec *indicator, const PakivXml *xml, GError **error)
{
  g_auto (GStrv) logs = pakiv_xml_get_words (xml, "logs");

  if (pakiv_xml_require (xml, "logs", error) == NULL)
    return FALSE;
  for (int i = 0; logs[i] != NULL; i++)
    {
      PakivLogId log;

      if (!pakiv_log_id_from_string (logs[i], &log))
        return pakiv_xml_fail (xml, error, _ ("There is no log “%s”."), logs[i]);
      indicator->in_log[log] = TRUE;
    }
  return TRUE;
}

static gboolean
read_head (PakivIndicatorSpec *indicator, const PakivXml *xml, GError **error)
{
  const char *number = pakiv_xml_get (xml, "number");
  int side = read_word (xml, "side", side_words, error);
  guint64 value = 0;

  if (side < 0 || (indicator->id = g_strdup (pakiv_xml_require (xml, "id", error))) == NULL)
    return FALSE;
  if (number != NULL && !g_ascii_string_to_unsigned (number, 10, 1, 99, &value, NULL))
    return pakiv_xml_fail (xml, error, _ ("“%s” is no number."), number);
  indicator->number = (int)value;
  indicator->side = (PakivSide)side;
  return read_logs (indicator, xml, error) && read_text (xml, "title", &indicator->title, error)
         && read_text (xml, "about", &indicator->about, error)
         && read_text (xml, "formula", &indicator->formula, error)
         && read_text (xml, "source", &indicator->source, error);
}

static gboolean
read_indicator (PakivIndicatorSpec *indicator, const PakivXml *xml, GError **error)
{
  if (!read_head (indicator, xml, error))
    return FALSE;
  for (guint i = 0; i < xml->children->len; i++)
    {
      const PakivXml *child = xml->children->pdata[i];

      if (strcmp (child->name, "figure") == 0 && !add_figure (indicator, child, error))
        return FALSE;
      if (strcmp (child->name, "needs") == 0)
        add_need (indicator, child);
      if (strcmp (child->name, "reading") == 0)
        g_ptr_array_add (indicator->readings, g_strdup (child->text));
    }
  return indicator->figures->len + indicator->needs->len > 0
         || pakiv_xml_fail (xml, error, _ ("Here <%s> is missing."), "figure");
}

GPtrArray *
pakiv_indicator_specs_parse (const char *text, gsize length, const char *name, GError **error)
{
  g_autoptr (PakivXml) xml = pakiv_xml_parse (text, length, name, error);
  g_autoptr (GPtrArray) specs = g_ptr_array_new_with_free_func ((GDestroyNotify)free_indicator);

  if (xml == NULL)
    return NULL;
  for (guint i = 0; i < xml->children->len; i++)
    {
      PakivIndicatorSpec *indicator = indicator_new ();

      g_ptr_array_add (specs, indicator);
      if (!read_indicator (indicator, xml->children->pdata[i], error))
        return NULL;
    }
  return g_steal_pointer (&specs);
}

static GPtrArray *
load_specs (void)
{
  g_autoptr (GBytes) bytes = g_resource_lookup_data (pakiv_report_get_resource (), PATH,
                                                     G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr (GError) error = NULL;
  GPtrArray *specs = pakiv_indicator_specs_parse (
      g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "indicators.xml", &error);

  /* Part of the program: a test reads it before anyone else does. */
  if (specs == NULL)
    g_error ("%s", error->message);
  return specs;
}

const GPtrArray *
pakiv_indicator_specs_get (void)
{
  static GPtrArray *specs;

  if (g_once_init_enter (&specs))
    g_once_init_leave (&specs, load_specs ());
  return specs;
}

const char *
pakiv_side_get_label (PakivSide side)
{
  switch (side)
    {
    case PAKIV_SIDE_INTRUSION:
      return _ ("Intrusion: people stopped and searched");
    case PAKIV_SIDE_PROTECTION:
      return _ ("Protection: victims heard and helped");
    case PAKIV_SIDE_TOGETHER:
      return _ ("Working together");
    case PAKIV_SIDE_VOICES:
      return _ ("Both voices");
    default:
      g_return_val_if_reached ("");
    }
}
