#include "pakiv-kind.h"

#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

static void
free_group (PakivGroup *group)
{
  g_free (group->id);
  g_free (group->label);
  g_free (group->hint);
  pakiv_condition_free (group->applies);
  g_ptr_array_unref (group->fields);
  g_free (group);
}

void
pakiv_kind_free (PakivKind *kind)
{
  if (kind == NULL)
    return;
  g_free (kind->id);
  g_free (kind->label);
  g_free (kind->plural);
  g_free (kind->icon);
  g_free (kind->day);
  g_ptr_array_unref (kind->groups);
  g_ptr_array_unref (kind->fields);
  g_ptr_array_unref (kind->rules);
  g_free (kind);
}

static gboolean
add_field (
    PakivKind *kind, PakivGroup *group, const PakivXml *xml, GHashTable *codelists, GError **error)
{
  PakivField *field = pakiv_field_new_from_xml (xml, codelists, error);

  if (field == NULL)
    return FALSE;
  if (pakiv_fields_find (kind->fields, field->id) != NULL)
    {
      pakiv_xml_fail (xml, error, _ ("The field “%s” stands twice."), field->id);
      pakiv_field_free (field);
      return FALSE;
    }
  field->group_applies = group->applies;
  g_ptr_array_add (kind->fields, field);
  g_ptr_array_add (group->fields, field);
  return TRUE;
}

static gboolean
read_group_condition (PakivGroup *group, const PakivXml *xml, GError **error)
{
  const char *text = pakiv_xml_get (xml, "applies");
  g_autoptr (GError) cause = NULL;

  if (text == NULL)
    return TRUE;
  group->applies = pakiv_condition_parse (text, &cause);
  return group->applies != NULL || pakiv_xml_fail (xml, error, "%s", cause->message);
}

static gboolean
add_group (PakivKind *kind, const PakivXml *xml, GHashTable *codelists, GError **error)
{
  PakivGroup *group = g_new0 (PakivGroup, 1);

  group->id = g_strdup (pakiv_xml_get (xml, "id"));
  group->label = g_strdup (pakiv_xml_child_text (xml, "label"));
  group->hint = g_strdup (pakiv_xml_child_text (xml, "hint"));
  group->fields = g_ptr_array_new ();
  g_ptr_array_add (kind->groups, group);
  if (group->label == NULL)
    return pakiv_xml_fail (xml, error, _ ("A group needs a <label>."));
  if (!read_group_condition (group, xml, error))
    return FALSE;
  for (guint i = 0; i < xml->children->len; i++)
    {
      const PakivXml *child = xml->children->pdata[i];

      if (strcmp (child->name, "field") == 0 && !add_field (kind, group, child, codelists, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_rule (PakivKind *kind, const PakivXml *xml, GError **error)
{
  PakivRule *rule = pakiv_rule_new_from_xml (xml, error);

  if (rule == NULL)
    return FALSE;
  g_ptr_array_add (kind->rules, rule);
  return TRUE;
}

static gboolean
read_logs (PakivKind *kind, const PakivXml *xml, GError **error)
{
  g_auto (GStrv) words = pakiv_xml_get_words (xml, "logs");

  for (int i = 0; words[i] != NULL; i++)
    {
      PakivLogId log;

      if (!pakiv_log_id_from_string (words[i], &log))
        return pakiv_xml_fail (xml, error, _ ("“%s” is not a log."), words[i]);
      kind->in_log[log] = TRUE;
    }
  return words[0] != NULL || pakiv_xml_fail (xml, error, _ ("The kind is in no log."));
}

static gboolean
check_rules (GPtrArray *rules, GPtrArray *fields, GError **error)
{
  for (guint i = 0; i < rules->len; i++)
    {
      const PakivRule *rule = rules->pdata[i];

      if (!pakiv_condition_check (rule->when, fields, error)
          || !pakiv_condition_check (rule->requires, fields, error))
        return FALSE;
    }
  return TRUE;
}

/* A condition in a row may look at the row's own columns and at the record's fields. */
static gboolean
check_columns (const PakivKind *kind, const PakivField *field, GError **error)
{
  g_autoptr (GPtrArray) seen = g_ptr_array_new ();

  for (guint i = 0; i < field->columns->len; i++)
    g_ptr_array_add (seen, field->columns->pdata[i]);
  for (guint i = 0; i < kind->fields->len; i++)
    g_ptr_array_add (seen, kind->fields->pdata[i]);
  for (guint i = 0; i < field->columns->len; i++)
    if (!pakiv_condition_check (((PakivField *)field->columns->pdata[i])->applies, seen, error))
      return FALSE;
  return check_rules (field->rules, seen, error);
}

static gboolean
check_conditions (const PakivKind *kind, GError **error)
{
  for (guint i = 0; i < kind->groups->len; i++)
    if (!pakiv_condition_check (((PakivGroup *)kind->groups->pdata[i])->applies, kind->fields,
                                error))
      return FALSE;
  for (guint i = 0; i < kind->fields->len; i++)
    {
      const PakivField *field = kind->fields->pdata[i];

      if (!pakiv_condition_check (field->applies, kind->fields, error)
          || (field->columns != NULL && !check_columns (kind, field, error)))
        return FALSE;
    }
  return check_rules (kind->rules, kind->fields, error);
}

static gboolean
check_day (const PakivKind *kind, const PakivXml *xml, GError **error)
{
  const PakivField *day = pakiv_kind_find_field (kind, kind->day);

  return (day != NULL && day->type == PAKIV_FIELD_DATE && day->applies == NULL)
         || pakiv_xml_fail (xml, error, _ ("“%s” is not a date that every record has."), kind->day);
}

static gboolean
read_children (PakivKind *kind, const PakivXml *xml, GHashTable *codelists, GError **error)
{
  for (guint i = 0; i < xml->children->len; i++)
    {
      const PakivXml *child = xml->children->pdata[i];

      if (strcmp (child->name, "group") == 0 && !add_group (kind, child, codelists, error))
        return FALSE;
      if (strcmp (child->name, "rule") == 0 && !add_rule (kind, child, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
read_names (PakivKind *kind, const PakivXml *xml, GError **error)
{
  const char *id, *day, *months;

  if (strcmp (xml->name, "kind") != 0)
    return pakiv_xml_fail (xml, error, _ ("This defines no record: its first element is <%s>."),
                           xml->name);
  if ((id = pakiv_xml_require (xml, "id", error)) == NULL
      || (day = pakiv_xml_require (xml, "day", error)) == NULL
      || (months = pakiv_xml_require (xml, "keep-months", error)) == NULL)
    return FALSE;
  kind->id = g_strdup (id);
  kind->day = g_strdup (day);
  kind->keep_months = atoi (months);
  kind->icon = g_strdup (pakiv_xml_get (xml, "icon"));
  kind->label = g_strdup (pakiv_xml_child_text (xml, "label"));
  kind->plural = g_strdup (pakiv_xml_child_text (xml, "plural"));
  if (kind->label == NULL || kind->plural == NULL)
    return pakiv_xml_fail (xml, error, _ ("The kind needs a <label> and a <plural>."));
  return kind->keep_months > 0
         || pakiv_xml_fail (xml, error, _ ("keep-months must be a number of months above 0."));
}

PakivKind *
pakiv_kind_new_from_xml (const PakivXml *xml, GHashTable *codelists, GError **error)
{
  g_autoptr (PakivKind) kind = g_new0 (PakivKind, 1);
  g_autoptr (GError) cause = NULL;

  kind->groups = g_ptr_array_new_with_free_func ((GDestroyNotify)free_group);
  kind->fields = g_ptr_array_new_with_free_func ((GDestroyNotify)pakiv_field_free);
  kind->rules = g_ptr_array_new_with_free_func ((GDestroyNotify)pakiv_rule_free);
  if (!read_names (kind, xml, error) || !read_logs (kind, xml, error)
      || !read_children (kind, xml, codelists, error) || !check_day (kind, xml, error))
    return NULL;
  if (!check_conditions (kind, &cause))
    {
      pakiv_xml_fail (xml, error, "%s", cause->message);
      return NULL;
    }
  return g_steal_pointer (&kind);
}

const PakivField *
pakiv_kind_find_field (const PakivKind *kind, const char *id)
{
  return pakiv_fields_find (kind->fields, id);
}

const char *
pakiv_kind_get_label (const PakivKind *kind)
{
  return _ (kind->label);
}

const char *
pakiv_kind_get_plural (const PakivKind *kind)
{
  return _ (kind->plural);
}

const char *
pakiv_group_get_label (const PakivGroup *group)
{
  return _ (group->label);
}

const char *
pakiv_group_get_hint (const PakivGroup *group)
{
  return group->hint != NULL ? _ (group->hint) : NULL;
}
