#include "pakiv-field.h"

#include "pakiv-day.h"

#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

#define TEXT_MAX 200
#define NOTES_MAX 10000
#define COUNT_MAX 9999

static const char *const type_words[]
    = { "date", "code", "codes", "count", "text", "notes", "rows" };

void
pakiv_rule_free (PakivRule *rule)
{
  if (rule == NULL)
    return;
  pakiv_condition_free (rule->when);
  pakiv_condition_free (rule->requires);
  g_free (rule->field);
  g_free (rule->message);
  g_free (rule);
}

void
pakiv_field_free (PakivField *field)
{
  if (field == NULL)
    return;
  g_free (field->id);
  g_free (field->label);
  g_free (field->hint);
  pakiv_condition_free (field->applies);
  g_clear_pointer (&field->columns, g_ptr_array_unref);
  g_clear_pointer (&field->rules, g_ptr_array_unref);
  g_free (field);
}

static gboolean
read_condition (const PakivXml *xml,
                const char *attribute,
                PakivCondition **condition,
                GError **error)
{
  const char *text = pakiv_xml_get (xml, attribute);
  g_autoptr (GError) cause = NULL;

  if (text == NULL)
    return TRUE;
  *condition = pakiv_condition_parse (text, &cause);
  return *condition != NULL || pakiv_xml_fail (xml, error, "%s", cause->message);
}

PakivRule *
pakiv_rule_new_from_xml (const PakivXml *xml, GError **error)
{
  g_autoptr (PakivRule) rule = g_new0 (PakivRule, 1);
  const char *message = pakiv_xml_child_text (xml, "message");
  const char *field = pakiv_xml_require (xml, "field", error);

  if (field == NULL || !read_condition (xml, "when", &rule->when, error)
      || !read_condition (xml, "requires", &rule->requires, error))
    return NULL;
  if (rule->requires == NULL || message == NULL)
    {
      pakiv_xml_fail (xml, error, _ ("A rule needs “requires” and a <message>."));
      return NULL;
    }
  rule->field = g_strdup (field);
  rule->message = g_strdup (message);
  return g_steal_pointer (&rule);
}

const char *
pakiv_rule_get_message (const PakivRule *rule)
{
  return _ (rule->message);
}

static gboolean
read_type (PakivField *field, const PakivXml *xml, GError **error)
{
  const char *type = pakiv_xml_require (xml, "type", error);

  if (type == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (type_words); i++)
    if (strcmp (type_words[i], type) == 0)
      {
        field->type = (PakivFieldType)i;
        return TRUE;
      }
  return pakiv_xml_fail (xml, error, _ ("“%s” is not a type of field."), type);
}

static gboolean
read_codelist (PakivField *field, const PakivXml *xml, GHashTable *codelists, GError **error)
{
  const char *id;

  if (!pakiv_field_has_codes (field))
    return TRUE;
  if ((id = pakiv_xml_require (xml, "codelist", error)) == NULL)
    return FALSE;
  field->codelist = g_hash_table_lookup (codelists, id);
  return field->codelist != NULL
         || pakiv_xml_fail (xml, error, _ ("There is no codelist “%s”."), id);
}

static gboolean
read_written_by (PakivField *field, const PakivXml *xml, GError **error)
{
  const char *word = pakiv_xml_get (xml, "written-by");
  PakivLogId log;

  field->written_by = -1;
  if (word == NULL)
    return TRUE;
  if (!pakiv_log_id_from_string (word, &log))
    return pakiv_xml_fail (xml, error, _ ("“%s” is not a log."), word);
  field->written_by = (int)log;
  return TRUE;
}

static gboolean
read_columns (PakivField *field, const PakivXml *xml, GHashTable *codelists, GError **error)
{
  field->columns = g_ptr_array_new_with_free_func ((GDestroyNotify)pakiv_field_free);
  field->rules = g_ptr_array_new_with_free_func ((GDestroyNotify)pakiv_rule_free);
  for (guint i = 0; i < xml->children->len; i++)
    {
      const PakivXml *child = xml->children->pdata[i];

      if (strcmp (child->name, "field") == 0)
        {
          PakivField *column = pakiv_field_new_from_xml (child, codelists, error);

          if (column == NULL)
            return FALSE;
          g_ptr_array_add (field->columns, column);
          if (column->type == PAKIV_FIELD_ROWS)
            return pakiv_xml_fail (child, error, _ ("Rows can’t hold rows."));
        }
      else if (strcmp (child->name, "rule") == 0)
        {
          PakivRule *rule = pakiv_rule_new_from_xml (child, error);

          if (rule == NULL)
            return FALSE;
          g_ptr_array_add (field->rules, rule);
        }
    }
  return field->columns->len > 0 || pakiv_xml_fail (xml, error, _ ("Rows need columns."));
}

static int
default_max (PakivFieldType type)
{
  switch (type)
    {
    case PAKIV_FIELD_COUNT:
      return COUNT_MAX;
    case PAKIV_FIELD_TEXT:
      return TEXT_MAX;
    default:
      return NOTES_MAX;
    }
}

/* Ids become column names, CSV headers and JSON keys. */
static gboolean
is_id (const char *text)
{
  if (!g_ascii_islower (*text) || strlen (text) > 40)
    return FALSE;
  for (const char *c = text; *c != '\0'; c++)
    if (!g_ascii_islower (*c) && !g_ascii_isdigit (*c) && *c != '_')
      return FALSE;
  return TRUE;
}

static gboolean
read_names (PakivField *field, const PakivXml *xml, GError **error)
{
  const char *id = pakiv_xml_require (xml, "id", error);
  const char *label = pakiv_xml_child_text (xml, "label");

  if (id == NULL)
    return FALSE;
  if (!is_id (id))
    return pakiv_xml_fail (xml, error,
                           _ ("“%s” can’t be a field’s id: small letters, digits and _ only."), id);
  if (label == NULL || *label == '\0')
    return pakiv_xml_fail (xml, error, _ ("The field “%s” has no label."), id);
  field->id = g_strdup (id);
  field->label = g_strdup (label);
  field->hint = g_strdup (pakiv_xml_child_text (xml, "hint"));
  return TRUE;
}

PakivField *
pakiv_field_new_from_xml (const PakivXml *xml, GHashTable *codelists, GError **error)
{
  g_autoptr (PakivField) field = g_new0 (PakivField, 1);
  const char *max = pakiv_xml_get (xml, "max");

  if (!read_names (field, xml, error) || !read_type (field, xml, error)
      || !read_codelist (field, xml, codelists, error) || !read_written_by (field, xml, error)
      || !read_condition (xml, "applies", &field->applies, error))
    return NULL;
  field->required = pakiv_xml_get_boolean (xml, "required");
  field->countable = pakiv_xml_get_boolean (xml, "countable");
  field->listed = pakiv_xml_get_boolean (xml, "listed");
  field->fills_today = g_strcmp0 (pakiv_xml_get (xml, "start"), "today") == 0;
  field->past = pakiv_xml_get_boolean (xml, "past");
  field->max = max != NULL ? atoi (max) : default_max (field->type);
  if (field->type == PAKIV_FIELD_ROWS && !read_columns (field, xml, codelists, error))
    return NULL;
  return g_steal_pointer (&field);
}

const char *
pakiv_field_get_label (const PakivField *field)
{
  return _ (field->label);
}

const char *
pakiv_field_get_hint (const PakivField *field)
{
  return field->hint != NULL ? _ (field->hint) : NULL;
}

gboolean
pakiv_field_is_text (const PakivField *field)
{
  return field->type == PAKIV_FIELD_TEXT || field->type == PAKIV_FIELD_NOTES;
}

gboolean
pakiv_field_has_codes (const PakivField *field)
{
  return field->type == PAKIV_FIELD_CODE || field->type == PAKIV_FIELD_CODES;
}

PakivField *
pakiv_fields_find (GPtrArray *fields, const char *id)
{
  for (guint i = 0; i < fields->len; i++)
    {
      PakivField *field = fields->pdata[i];

      if (g_strcmp0 (field->id, id) == 0)
        return field;
    }
  return NULL;
}

char *
pakiv_field_describe (const PakivField *field, const char *value)
{
  g_auto (GStrv) codes = NULL;

  if (value == NULL)
    return g_strdup ("");
  if (field->type == PAKIV_FIELD_DATE)
    return pakiv_day_to_words (value);
  if (!pakiv_field_has_codes (field))
    return g_strdup (value);

  codes = g_strsplit (value, " ", -1);
  for (int i = 0; codes[i] != NULL; i++)
    {
      g_autofree char *code = codes[i];

      codes[i] = g_strdup (pakiv_codelist_get_label (field->codelist, code));
    }
  return g_strjoinv (", ", codes);
}
