#include "pakiv-json.h"
#include "pakiv-package-private.h"

#include "pakiv-day.h"

#include <glib/gi18n.h>
#include <string.h>

#define TEXT_MAX 1000

static gboolean
fail (GError **error, PakivExchangeError code, const char *message)
{
  g_set_error_literal (error, PAKIV_EXCHANGE_ERROR, code, message);
  return FALSE;
}

/* @member is what is missing or wrong in datapackage.json. */
static gboolean
fail_member (GError **error, const char *member)
{
  g_set_error (error, PAKIV_EXCHANGE_ERROR, PAKIV_EXCHANGE_ERROR_CONTENT,
               /* Translators: the first %s is a word in the file that the second %s names. */
               _ ("The package is damaged or was made by another program (“%s” in “%s”)."), member,
               PAKIV_PATH_DESCRIPTION);
  return FALSE;
}

static gboolean
is_word (const char *text, const char *also)
{
  gsize length = strlen (text);

  for (const char *c = text; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && strchr (also, *c) == NULL)
      return FALSE;
  return length > 0 && length <= 64;
}

static gboolean
is_text (const char *text)
{
  glong letters = g_utf8_strlen (text, -1);

  for (const char *c = text; *c != '\0'; c = g_utf8_next_char (c))
    if (g_unichar_iscntrl (g_utf8_get_char (c)))
      return FALSE;
  return letters > 0 && letters <= TEXT_MAX;
}

static gboolean
take_text (JsonObject *object, const char *member, char **place, GError **error)
{
  const char *text = pakiv_json_get_string (object, member);

  if (text == NULL || !is_text (text))
    return fail_member (error, member);
  *place = g_strdup (text);
  return TRUE;
}

static gboolean
take_word (JsonObject *object, const char *member, char **place, GError **error)
{
  const char *text = pakiv_json_get_string (object, member);

  if (text == NULL || !is_word (text, "_-"))
    return fail_member (error, member);
  *place = g_strdup (text);
  return TRUE;
}

static gboolean
has_content (JsonObject *file, const char *path, GBytes *content)
{
  g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, content);
  g_autofree char *prefixed = g_strconcat ("sha256:", hash, NULL);

  return file != NULL && g_strcmp0 (pakiv_json_get_string (file, "path"), path) == 0
         && g_strcmp0 (pakiv_json_get_string (file, "hash"), prefixed) == 0
         && pakiv_json_get_number (file, "bytes", G_MAXINT64) == (gint64)g_bytes_get_size (content);
}

static JsonObject *
peek (JsonArray *array, guint i)
{
  return array != NULL && i < json_array_get_length (array) ? pakiv_json_peek_object (array, i)
                                                            : NULL;
}

static gboolean
check_contents (JsonObject *root,
                JsonObject *pakiv,
                const PakivPackageContents *contents,
                GError **error)
{
  JsonArray *resources = pakiv_json_get_array (root, "resources");
  JsonArray *files = pakiv_json_get_array (pakiv, "files");
  gboolean certified = contents->certificate != NULL;

  if (has_content (peek (resources, 0), PAKIV_PATH_OBSERVATIONS, contents->observations)
      && has_content (peek (files, 0), PAKIV_PATH_CUBE, contents->cube)
      && has_content (peek (files, 1), PAKIV_PATH_README, contents->readme)
      && (!certified
          || has_content (peek (resources, 1), PAKIV_PATH_CERTIFICATE, contents->certificate))
      && json_array_get_length (resources) == (certified ? 2 : 1)
      && json_array_get_length (files) == 2)
    return TRUE;
  return fail (error, PAKIV_EXCHANGE_ERROR_SIGNATURE,
               _ ("A file in the package was changed after the package was signed."));
}

/* Codes beside their labels; the first is the total and none stands twice. */
static gboolean
take_codes (JsonObject *object, PakivTableDimension *dimension, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  JsonArray *codes = pakiv_json_get_array (object, "codes");
  JsonArray *labels = pakiv_json_get_array (object, "labels");
  guint n = codes != NULL ? json_array_get_length (codes) : 0;

  if (n == 0 || n > PAKIV_PACKAGE_MAX_CODES || labels == NULL || json_array_get_length (labels) != n
      || g_strcmp0 (pakiv_json_peek_string (codes, 0), PAKIV_TOTAL) != 0)
    return fail_member (error, "codes");
  for (guint i = 0; i < n; i++)
    {
      const char *code = pakiv_json_peek_string (codes, i);
      const char *label = pakiv_json_peek_string (labels, i);

      if (code == NULL || label == NULL || !is_word (code, "_-+") || !is_text (label)
          || !g_hash_table_add (seen, (gpointer)code))
        return fail_member (error, "codes");
      pakiv_table_dimension_add (dimension, code, label);
    }
  return TRUE;
}

static gboolean
knows_dimension (GPtrArray *dimensions, const char *id)
{
  for (guint i = 0; i < dimensions->len; i++)
    if (g_ascii_strcasecmp (((PakivTableDimension *)dimensions->pdata[i])->id, id) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
take_dimension (JsonObject *object, GPtrArray *dimensions, GError **error)
{
  const char *id = pakiv_json_get_string (object, "id");
  const char *label = pakiv_json_get_string (object, "label");
  PakivTableDimension *dimension;

  if (id == NULL || !is_word (id, "_-") || knows_dimension (dimensions, id))
    return fail_member (error, "id");
  if (label == NULL || !is_text (label))
    return fail_member (error, "label");
  dimension = pakiv_table_dimension_new (id, label);
  g_ptr_array_add (dimensions, dimension);
  dimension->several = pakiv_json_get_boolean (object, "several");
  return take_codes (object, dimension, error);
}

/* Counts the cells off @room, so that no description makes us reserve more than a package can hold.
 */
static GPtrArray *
read_dimensions (JsonObject *object, gsize *room, GError **error)
{
  g_autoptr (GPtrArray) dimensions = pakiv_table_dimensions_new ();
  JsonArray *array = pakiv_json_get_array (object, "dimensions");
  guint n = array != NULL ? json_array_get_length (array) : 0;
  gsize cells = 1;

  for (guint i = 0; i < MIN (n, PAKIV_PACKAGE_MAX_DIMENSIONS); i++)
    {
      JsonObject *one = peek (array, i);

      if (one == NULL)
        return fail_member (error, "dimensions"), NULL;
      if (!take_dimension (one, dimensions, error))
        return NULL;
      cells *= ((PakivTableDimension *)dimensions->pdata[i])->codes->len;
      if (cells > *room)
        break;
    }
  if (n == 0 || n > PAKIV_PACKAGE_MAX_DIMENSIONS || cells > *room)
    return fail_member (error, "dimensions"), NULL;
  *room -= cells;
  return g_steal_pointer (&dimensions);
}

static gboolean
take_filter (JsonObject *object, PakivTable *table, GError **error)
{
  JsonObject *filter = pakiv_json_get_object (object, "filter");

  return filter == NULL
         || (take_word (filter, "dimension", &table->filter_dimension, error)
             && take_word (filter, "code", &table->filter_code, error)
             && take_text (filter, "label", &table->filter_label, error));
}

/* A table of changes says so in every way, so that no reader takes it for counts. */
static gboolean
take_change (JsonObject *object, PakivTable *table, GError **error)
{
  g_autofree char *id = NULL;

  if (json_object_has_member (object, "change")
      && !pakiv_table_change_from_string (pakiv_json_get_string (object, "change"), &table->change))
    return fail_member (error, "change");
  id = pakiv_table_get_counts_id (table);
  return (id != NULL && *id != '\0') || fail_member (error, "change");
}

static PakivTable *
read_table (JsonObject *object, JsonObject *bases, gsize *room, GError **error)
{
  g_autoptr (PakivTable) table = NULL;
  g_autofree char *id = NULL;
  GPtrArray *dimensions;
  gboolean across = pakiv_json_get_boolean (object, "lastAcross");

  if (!take_word (object, "id", &id, error)
      || (dimensions = read_dimensions (object, room, error)) == NULL)
    return NULL;
  table = pakiv_table_new_published (id, dimensions, across && dimensions->len > 1);
  if (!take_text (object, "title", &table->title, error)
      || !take_word (object, "measure", &table->measure, error)
      || !take_text (object, "unit", &table->unit, error) || !take_filter (object, table, error)
      || (json_object_has_member (object, "note")
          && !take_text (object, "note", &table->note, error))
      || !take_change (object, table, error))
    return NULL;
  table->base = (int)pakiv_json_get_number (bases, table->measure, 1000);
  if (table->base < 1)
    return fail_member (error, "base"), NULL;
  return g_steal_pointer (&table);
}

static gboolean
take_tables (JsonObject *pakiv, PakivRelease *release, GError **error)
{
  JsonArray *array = pakiv_json_get_array (pakiv, "tables");
  JsonObject *bases = pakiv_json_get_object (pakiv, "base");
  guint n = array != NULL ? json_array_get_length (array) : 0;
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  gsize room = PAKIV_PACKAGE_MAX_CELLS;

  if (n == 0 || n > PAKIV_PACKAGE_MAX_TABLES)
    return fail_member (error, "tables");
  if (bases == NULL)
    return fail_member (error, "base");
  for (guint i = 0; i < n; i++)
    {
      JsonObject *one = peek (array, i);
      PakivTable *table;

      if (one == NULL)
        return fail_member (error, "tables");
      if ((table = read_table (one, bases, &room, error)) == NULL)
        return FALSE;
      g_ptr_array_add (release->tables, table);
      if (!g_hash_table_add (seen, table->id))
        return fail_member (error, "tables");
    }
  return TRUE;
}

/* The day of "2021-04-02T00:00:00Z". */
static gboolean
take_day (JsonObject *root, PakivRelease *release, GError **error)
{
  const char *created = pakiv_json_get_string (root, "created");
  g_autofree char *day = NULL;

  if (created == NULL || strlen (created) != 20 || strcmp (created + 10, "T00:00:00Z") != 0)
    return fail_member (error, "created");
  day = g_strndup (created, 10);
  if (!pakiv_day_is_valid (day))
    return fail_member (error, "created");
  g_free (release->made_on);
  release->made_on = g_steal_pointer (&day);
  return TRUE;
}

static gboolean
is_station_id (const char *text)
{
  for (const char *c = text; *c != '\0'; c++)
    if (g_ascii_isupper (*c))
      return FALSE;
  return g_uuid_string_is_valid (text);
}

static PakivRelease *
read_release (JsonObject *pakiv, GError **error)
{
  const char *station = pakiv_json_get_string (pakiv, "station");
  const char *station_id = pakiv_json_get_string (pakiv, "stationId");
  const char *period_text = pakiv_json_get_string (pakiv, "period");
  gint64 version = pakiv_json_get_number (pakiv, "version", 9999);
  PakivPeriod period;
  PakivLogId log;

  if (station == NULL || !is_text (station))
    return fail_member (error, "station"), NULL;
  if (station_id == NULL || !is_station_id (station_id))
    return fail_member (error, "stationId"), NULL;
  if (!pakiv_log_id_from_string (pakiv_json_get_string (pakiv, "log"), &log))
    return fail_member (error, "log"), NULL;
  if (period_text == NULL || !pakiv_period_parse (period_text, &period, NULL))
    return fail_member (error, "period"), NULL;
  if (version < 1)
    return fail_member (error, "version"), NULL;
  return pakiv_release_new (station, station_id, log, period, (int)version);
}

static gboolean
take_revision (JsonObject *pakiv, PakivRelease *release, GError **error)
{
  JsonObject *revision = pakiv_json_get_object (pakiv, "revision");
  const char *reason = revision != NULL ? pakiv_json_get_string (revision, "reason") : NULL;
  const char *label = revision != NULL ? pakiv_json_get_string (revision, "label") : NULL;

  if (!json_object_has_member (pakiv, "revision"))
    return TRUE;
  if (reason == NULL || !is_word (reason, "_-") || label == NULL || !is_text (label)
      || pakiv_json_get_number (revision, "revises", G_MAXINT) != 1 || release->version < 2)
    return fail_member (error, "revision");
  pakiv_release_set_revision (release, reason, label);
  return TRUE;
}

/* A revision is of changes alone, any other release of counts alone. */
static gboolean
check_changes (const PakivRelease *release, GError **error)
{
  for (guint i = 0; i < release->tables->len; i++)
    if ((((const PakivTable *)release->tables->pdata[i])->change != PAKIV_TABLE_COUNTS)
        != pakiv_release_is_revision (release))
      return fail_member (error, "change");
  return TRUE;
}

static gboolean
replace_word (JsonObject *object, const char *member, char **place, GError **error)
{
  g_clear_pointer (place, g_free);
  return take_word (object, member, place, error);
}

static gboolean
replace_text (JsonObject *object, const char *member, char **place, GError **error)
{
  g_clear_pointer (place, g_free);
  return take_text (object, member, place, error);
}

static gboolean
check_id (JsonObject *root, const PakivRelease *release, GError **error)
{
  g_autofree char *id = pakiv_release_get_id (release);

  return g_strcmp0 (pakiv_json_get_string (root, "id"), id) == 0 || fail_member (error, "id");
}

/* The schema names exactly the columns that the tables need. */
static gboolean
check_schema (JsonObject *root, const PakivRelease *release, GError **error)
{
  g_autoptr (GPtrArray) columns = pakiv_observations_list_columns (release);
  JsonObject *resource = peek (pakiv_json_get_array (root, "resources"), 0);
  JsonObject *schema = resource != NULL ? pakiv_json_get_object (resource, "schema") : NULL;
  JsonArray *fields = schema != NULL ? pakiv_json_get_array (schema, "fields") : NULL;

  if (fields == NULL || json_array_get_length (fields) != columns->len)
    return fail_member (error, "schema");
  for (guint i = 0; i < columns->len; i++)
    {
      JsonObject *field = peek (fields, i);

      if (field == NULL
          || g_strcmp0 (pakiv_json_get_string (field, "name"), columns->pdata[i]) != 0)
        return fail_member (error, "schema");
    }
  return TRUE;
}

static gboolean
is_known_format (gint64 format)
{
  return format == PAKIV_PACKAGE_FORMAT || format == PAKIV_PACKAGE_FORMAT_WITHOUT_CERTIFICATE;
}

/* The format says whether there must be a certificate. */
static gboolean
check_format (JsonObject *pakiv, const PakivPackageContents *contents, GError **error)
{
  gboolean certified = pakiv_json_get_number (pakiv, "format", G_MAXINT) == PAKIV_PACKAGE_FORMAT;

  return certified == (contents->certificate != NULL) || fail_member (error, "format");
}

static JsonObject *
read_root (GBytes *description, JsonObject **pakiv, GError **error)
{
  g_autoptr (JsonObject) root = pakiv_json_read_object (description);

  *pakiv = root != NULL ? pakiv_json_get_object (root, "pakiv") : NULL;
  if (*pakiv == NULL)
    return fail (error, PAKIV_EXCHANGE_ERROR_PACKAGE,
                 _ ("This is not a Pakiv package: its description can’t be read.")),
           NULL;
  if (!is_known_format (pakiv_json_get_number (*pakiv, "format", G_MAXINT)))
    return fail (error, PAKIV_EXCHANGE_ERROR_PACKAGE,
                 _ ("This package was written by another version of Pakiv, which is not known "
                    "here.")),
           NULL;
  return g_steal_pointer (&root);
}

char *
pakiv_description_read_key (GBytes *description, GError **error)
{
  JsonObject *pakiv;
  g_autoptr (JsonObject) root = read_root (description, &pakiv, error);
  const char *key;

  if (root == NULL)
    return NULL;
  key = pakiv_json_get_string (pakiv, "publicKey");
  if (key == NULL)
    return fail_member (error, "publicKey"), NULL;
  return g_strdup (key);
}

PakivPackage *
pakiv_description_read (GBytes *description, const PakivPackageContents *contents, GError **error)
{
  JsonObject *pakiv;
  g_autoptr (JsonObject) root = read_root (description, &pakiv, error);
  g_autoptr (PakivPackage) package = pakiv_package_new ();

  if (root == NULL || !check_format (pakiv, contents, error)
      || !check_contents (root, pakiv, contents, error)
      || (package->release = read_release (pakiv, error)) == NULL
      || !replace_word (pakiv, "report", &package->release->report, error)
      || !replace_text (pakiv, "title", &package->release->title, error)
      || !take_day (root, package->release, error)
      || !take_revision (pakiv, package->release, error)
      || !take_tables (pakiv, package->release, error) || !check_changes (package->release, error)
      || !check_id (root, package->release, error) || !check_schema (root, package->release, error))
    return NULL;
  return g_steal_pointer (&package);
}
