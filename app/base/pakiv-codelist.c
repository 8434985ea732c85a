#include "pakiv-codelist.h"

#include <glib/gi18n.h>
#include <string.h>

static void
free_code (PakivCode *code)
{
  g_free (code->code);
  g_free (code->label);
  g_free (code->hint);
  g_free (code->coarser);
  g_strfreev (code->groups);
  g_free (code);
}

void
pakiv_codelist_free (PakivCodelist *list)
{
  if (list == NULL)
    return;
  g_free (list->id);
  g_free (list->label);
  g_ptr_array_unref (list->codes);
  g_ptr_array_unref (list->groups);
  g_free (list);
}

static const PakivCode *
find_in (GPtrArray *codes, const char *code)
{
  for (guint i = 0; i < codes->len; i++)
    {
      const PakivCode *one = codes->pdata[i];

      if (g_strcmp0 (one->code, code) == 0)
        return one;
    }
  return NULL;
}

/* Codes are column values, CSV values and file contents: only what never needs quoting. */
static gboolean
is_code (const char *text)
{
  for (const char *c = text; *c != '\0'; c++)
    if (!g_ascii_isupper (*c) && !g_ascii_isdigit (*c) && *c != '_')
      return FALSE;
  return *text != '\0' && strlen (text) <= 32;
}

/* place="…" says what an area is, addresses="…" how many it holds. Counts of a site or a settlement
 * would be counts of those who live there (reference: protection §1, group disclosure). */
static gboolean
read_area (PakivCode *code, const PakivXml *xml, GError **error)
{
  const char *place = pakiv_xml_get (xml, "place");
  const char *text = pakiv_xml_get (xml, "addresses");
  guint64 number = 0;

  code->addresses = -1;
  if (g_strcmp0 (place, "site") == 0 || g_strcmp0 (place, "settlement") == 0)
    return pakiv_xml_fail (xml, error,
                           _ ("“%s” can’t be a district: a site or a settlement is not counted."),
                           code->code);
  if (text == NULL)
    return TRUE;
  if (!g_ascii_string_to_unsigned (text, 10, 0, 100000000, &number, NULL))
    return pakiv_xml_fail (xml, error,
                           _ ("How many addresses “%s” holds must be a whole number, not “%s”."),
                           code->code, text);
  code->addresses = (int)number;
  return TRUE;
}

static gboolean
add_code (PakivCodelist *list, const PakivXml *xml, GError **error)
{
  const char *id = pakiv_xml_require (xml, "id", error);
  const char *label = pakiv_xml_child_text (xml, "label");
  const char *coarser = pakiv_xml_get (xml, "coarser");
  gboolean group = strcmp (xml->name, "group") == 0;
  PakivCode *code;

  if (id == NULL)
    return FALSE;
  if (!is_code (id))
    return pakiv_xml_fail (xml, error, _ ("“%s” is not a code: capitals, digits and _ only."), id);
  if (pakiv_codelist_find (list, id) != NULL || pakiv_codelist_has_group (list, id))
    return pakiv_xml_fail (xml, error, _ ("The code “%s” stands twice in the list."), id);
  if (label == NULL || *label == '\0')
    return pakiv_xml_fail (xml, error, _ ("The code “%s” has no label."), id);

  if (coarser != NULL && (!is_code (coarser) || strcmp (coarser, id) == 0))
    return pakiv_xml_fail (xml, error, _ ("“%s” can’t be the coarser code of “%s”."), coarser, id);

  code = g_new0 (PakivCode, 1);
  code->code = g_strdup (id);
  code->label = g_strdup (label);
  code->hint = g_strdup (pakiv_xml_child_text (xml, "hint"));
  code->coarser = g_strdup (pakiv_xml_get (xml, "coarser"));
  code->groups = pakiv_xml_get_words (xml, "in");
  code->typed = g_strcmp0 (pakiv_xml_get (xml, "typed"), "no") != 0;
  code->group = group;
  g_ptr_array_add (group ? list->groups : list->codes, code);
  if (!group && pakiv_xml_get_boolean (xml, "not-stated"))
    list->not_stated = code->code;
  return read_area (code, xml, error);
}

/* How sensitive a list is belongs to the list: no report may forget it. */
static gboolean
read_least_base (PakivCodelist *list, const PakivXml *xml, GError **error)
{
  const char *text = pakiv_xml_get (xml, "least-base");
  guint64 number = 0;

  if (text != NULL && !g_ascii_string_to_unsigned (text, 10, 1, 1000, &number, NULL))
    return pakiv_xml_fail (xml, error, _ ("The least base must be a whole number, not “%s”."),
                           text);
  list->least_base = (int)number;
  return TRUE;
}

PakivCodelist *
pakiv_codelist_new_from_xml (const PakivXml *xml, GError **error)
{
  g_autoptr (PakivCodelist) list = g_new0 (PakivCodelist, 1);
  const char *id;

  list->codes = g_ptr_array_new_with_free_func ((GDestroyNotify)free_code);
  list->groups = g_ptr_array_new_with_free_func ((GDestroyNotify)free_code);
  if (strcmp (xml->name, "codelist") != 0)
    {
      pakiv_xml_fail (xml, error, _ ("This is no codelist: its first element is <%s>."), xml->name);
      return NULL;
    }
  if ((id = pakiv_xml_require (xml, "id", error)) == NULL)
    return NULL;
  list->id = g_strdup (id);
  list->label = g_strdup (pakiv_xml_child_text (xml, "label"));
  list->local = pakiv_xml_get_boolean (xml, "local");
  list->areas = pakiv_xml_get_boolean (xml, "areas");
  if (!read_least_base (list, xml, error))
    return NULL;
  for (guint i = 0; i < xml->children->len; i++)
    {
      const PakivXml *child = xml->children->pdata[i];

      if ((strcmp (child->name, "code") == 0 || strcmp (child->name, "group") == 0)
          && !add_code (list, child, error))
        return NULL;
    }
  return g_steal_pointer (&list);
}

GHashTable *
pakiv_codelists_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)pakiv_codelist_free);
}

typedef gboolean (*TakeList) (GHashTable *codelists,
                              PakivCodelist *list,
                              const PakivXml *xml,
                              GError **error);

/* @take owns the list. */
static gboolean
load_folder (GHashTable *codelists, const char *folder, TakeList take, GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (PakivXml) xml = NULL;
      PakivCodelist *list;

      if (!g_str_has_suffix (name, ".xml"))
        continue;
      if ((xml = pakiv_xml_load (path, error)) == NULL
          || (list = pakiv_codelist_new_from_xml (xml, error)) == NULL
          || !take (codelists, list, xml, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
take_list (GHashTable *codelists, PakivCodelist *list, const PakivXml *xml, GError **error)
{
  g_hash_table_replace (codelists, list->id, list);
  return TRUE;
}

gboolean
pakiv_codelists_load (GHashTable *codelists, const char *folder, GError **error)
{
  return load_folder (codelists, folder, take_list, error);
}

static void
take_words (PakivCode *code, const PakivCode *own)
{
  g_free (code->label);
  code->label = g_strdup (own->label);
  if (own->hint == NULL)
    return;
  g_free (code->hint);
  code->hint = g_strdup (own->hint);
}

/* Codes are what records, reports and other stations share: only their words are anyone's own. */
static gboolean
relabel (PakivCodelist *list, const PakivCodelist *own, const PakivXml *xml, GError **error)
{
  for (guint i = 0; i < xml->children->len; i++)
    {
      const PakivXml *child = xml->children->pdata[i];
      gboolean group = strcmp (child->name, "group") == 0;
      const char *id = pakiv_xml_get (child, "id");

      if (!group && strcmp (child->name, "code") != 0)
        continue;
      if (group ? !pakiv_codelist_has_group (list, id) : pakiv_codelist_find (list, id) == NULL)
        return pakiv_xml_fail (child, error,
                               _ ("“%s” is no code of the list “%s”, and this list takes no new "
                                  "codes, only other labels."),
                               id, list->id);
      take_words ((PakivCode *)find_in (group ? list->groups : list->codes, id),
                  find_in (group ? own->groups : own->codes, id));
    }
  for (guint i = 0; i < list->codes->len; i++)
    {
      const PakivCode *code = list->codes->pdata[i];

      if (pakiv_codelist_find (own, code->code) == NULL)
        return pakiv_xml_fail (xml, error,
                               _ ("The code “%s” of the list “%s” is missing: other labels are "
                                  "possible, but every code must be there."),
                               code->code, list->id);
    }
  return TRUE;
}

static gboolean
override_list (GHashTable *codelists, PakivCodelist *own, const PakivXml *xml, GError **error)
{
  PakivCodelist *list = g_hash_table_lookup (codelists, own->id);
  gboolean done;

  if (list != NULL && list->local)
    {
      own->local = TRUE;
      own->areas |= list->areas;
      return take_list (codelists, own, xml, error);
    }
  done = list != NULL ? relabel (list, own, xml, error)
                      : pakiv_xml_fail (xml, error, _ ("There is no list “%s”."), own->id);
  if (done && own->label != NULL)
    {
      g_free (list->label);
      list->label = g_steal_pointer (&own->label);
    }
  pakiv_codelist_free (own);
  return done;
}

gboolean
pakiv_codelists_override (GHashTable *codelists, const char *folder, GError **error)
{
  return load_folder (codelists, folder, override_list, error);
}

const PakivCode *
pakiv_codelist_find (const PakivCodelist *list, const char *code)
{
  return find_in (list->codes, code);
}

gboolean
pakiv_codelist_has_group (const PakivCodelist *list, const char *code)
{
  return find_in (list->groups, code) != NULL;
}

gboolean
pakiv_codelist_is_in (const PakivCodelist *list, const char *code, const char *group)
{
  const PakivCode *found = pakiv_codelist_find (list, code);

  return found != NULL && g_strv_contains ((const char *const *)found->groups, group);
}

const char *
pakiv_codelist_get_name (const PakivCodelist *list)
{
  return list->label != NULL ? _ (list->label) : list->id;
}

const char *
pakiv_code_get_label (const PakivCode *code)
{
  return _ (code->label);
}

const char *
pakiv_code_get_hint (const PakivCode *code)
{
  return code->hint != NULL ? _ (code->hint) : NULL;
}

const char *
pakiv_codelist_get_label (const PakivCodelist *list, const char *code)
{
  const PakivCode *found = pakiv_codelist_find (list, code);

  if (found == NULL)
    found = find_in (list->groups, code);
  return found != NULL ? pakiv_code_get_label (found) : code;
}
