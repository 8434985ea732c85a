/* datapackage.json: a Tabular Data Package (Data Package v1), with what a CSV can't say in the
 * member "pakiv". The cube and the text for people say the same once more, so they stand there and
 * not among the resources. */
#include "pakiv-json-writer.h"
#include "pakiv-package-private.h"

#include <string.h>

static void
add_content (PakivJsonWriter *json, const char *path, const char *media_type, GBytes *content)
{
  g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, content);
  g_autofree char *prefixed = g_strconcat ("sha256:", hash, NULL);

  pakiv_json_add_string (json, "path", path);
  pakiv_json_add_string (json, "mediatype", media_type);
  pakiv_json_add_number (json, "bytes", (gint64)g_bytes_get_size (content));
  pakiv_json_add_string (json, "hash", prefixed);
}

static void
add_field (PakivJsonWriter *json, const char *name, gboolean number)
{
  pakiv_json_begin_object (json, NULL);
  pakiv_json_add_string (json, "name", name);
  pakiv_json_add_string (json, "type", number ? "integer" : "string");
  pakiv_json_begin_object (json, "constraints");
  pakiv_json_add_boolean (json, "required", TRUE);
  if (number)
    pakiv_json_add_number (json, "minimum", 0);
  pakiv_json_end_object (json);
  pakiv_json_end_object (json);
}

static void
add_schema (PakivJsonWriter *json, const PakivRelease *release)
{
  g_autoptr (GPtrArray) columns = pakiv_observations_list_columns (release);

  pakiv_json_begin_object (json, "schema");
  pakiv_json_begin_array (json, "fields");
  for (guint i = 0; i < columns->len; i++)
    add_field (json, columns->pdata[i], i == columns->len - 2);
  pakiv_json_end_array (json);
  g_ptr_array_set_size (columns, (int)columns->len - 2);
  pakiv_json_add_strings (json, "primaryKey", columns);
  pakiv_json_end_object (json);
}

static void
add_observations (PakivJsonWriter *json, const PakivRelease *release, GBytes *observations)
{
  pakiv_json_begin_object (json, NULL);
  pakiv_json_add_string (json, "name", "observations");
  pakiv_json_add_string (json, "profile", "tabular-data-resource");
  add_content (json, PAKIV_PATH_OBSERVATIONS, "text/csv", observations);
  pakiv_json_add_string (json, "format", "csv");
  pakiv_json_add_string (json, "encoding", "utf-8");
  add_schema (json, release);
  pakiv_json_end_object (json);
}

static void
add_certificate (PakivJsonWriter *json, GBytes *certificate)
{
  pakiv_json_begin_object (json, NULL);
  pakiv_json_add_string (json, "name", "certificate");
  pakiv_json_add_string (json, "profile", "data-resource");
  add_content (json, PAKIV_PATH_CERTIFICATE, "application/json", certificate);
  pakiv_json_add_string (json, "format", "json");
  pakiv_json_add_string (json, "encoding", "utf-8");
  pakiv_json_end_object (json);
}

static void
add_dimension (PakivJsonWriter *json, const PakivTableDimension *dimension)
{
  pakiv_json_begin_object (json, NULL);
  pakiv_json_add_string (json, "id", dimension->id);
  pakiv_json_add_string (json, "label", dimension->label);
  pakiv_json_add_boolean (json, "several", dimension->several);
  pakiv_json_add_strings (json, "codes", dimension->codes);
  pakiv_json_add_strings (json, "labels", dimension->labels);
  pakiv_json_end_object (json);
}

static void
add_table (PakivJsonWriter *json, const PakivTable *table)
{
  pakiv_json_begin_object (json, NULL);
  pakiv_json_add_string (json, "id", table->id);
  pakiv_json_add_string (json, "title", table->title);
  if (table->change != PAKIV_TABLE_COUNTS)
    pakiv_json_add_string (json, "change", pakiv_table_change_to_string (table->change));
  if (table->note != NULL)
    pakiv_json_add_string (json, "note", table->note);
  pakiv_json_add_string (json, "measure", table->measure);
  pakiv_json_add_string (json, "unit", table->unit);
  if (table->filter_dimension != NULL)
    {
      pakiv_json_begin_object (json, "filter");
      pakiv_json_add_string (json, "dimension", table->filter_dimension);
      pakiv_json_add_string (json, "code", table->filter_code);
      pakiv_json_add_string (json, "label", table->filter_label);
      pakiv_json_end_object (json);
    }
  pakiv_json_add_boolean (json, "lastAcross", table->has_column);
  pakiv_json_begin_array (json, "dimensions");
  for (guint i = 0; i < table->dimensions->len; i++)
    add_dimension (json, table->dimensions->pdata[i]);
  pakiv_json_end_array (json);
  pakiv_json_end_object (json);
}

static void
add_bases (PakivJsonWriter *json, const PakivRelease *release)
{
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);

  pakiv_json_begin_object (json, "base");
  for (guint i = 0; i < release->tables->len; i++)
    {
      const PakivTable *table = release->tables->pdata[i];

      if (g_hash_table_add (known, table->measure))
        pakiv_json_add_number (json, table->measure, table->base);
    }
  pakiv_json_end_object (json);
}

static void
add_file (PakivJsonWriter *json, const char *path, const char *media_type, GBytes *content)
{
  pakiv_json_begin_object (json, NULL);
  add_content (json, path, media_type, content);
  pakiv_json_end_object (json);
}

/* What a revision is of, and why: its figures are changes of that version, not counts. */
static void
add_revision (PakivJsonWriter *json, const PakivRelease *release)
{
  if (!pakiv_release_is_revision (release))
    return;
  pakiv_json_begin_object (json, "revision");
  pakiv_json_add_number (json, "revises", release->revises);
  pakiv_json_add_string (json, "reason", release->reason);
  pakiv_json_add_string (json, "label", release->reason_label);
  pakiv_json_end_object (json);
}

static void
add_pakiv (PakivJsonWriter *json,
           const PakivRelease *release,
           const PakivPackageContents *contents,
           const char *public_key)
{
  g_autofree char *period = pakiv_period_to_string (release->period);

  pakiv_json_begin_object (json, "pakiv");
  pakiv_json_add_number (json, "format", PAKIV_PACKAGE_FORMAT);
  pakiv_json_add_string (json, "station", release->station);
  pakiv_json_add_string (json, "stationId", release->station_id);
  pakiv_json_add_string (json, "log", pakiv_log_id_to_string (release->log));
  pakiv_json_add_string (json, "period", period);
  pakiv_json_add_number (json, "version", release->version);
  add_revision (json, release);
  pakiv_json_add_string (json, "report", release->report);
  pakiv_json_add_string (json, "title", release->title);
  pakiv_json_add_string (json, "publicKey", public_key);
  add_bases (json, release);
  pakiv_json_begin_array (json, "files");
  add_file (json, PAKIV_PATH_CUBE, "application/json", contents->cube);
  add_file (json, PAKIV_PATH_README, "text/plain", contents->readme);
  pakiv_json_end_array (json);
  pakiv_json_begin_array (json, "tables");
  for (guint i = 0; i < release->tables->len; i++)
    add_table (json, release->tables->pdata[i]);
  pakiv_json_end_array (json);
  pakiv_json_end_object (json);
}

/* "report-bangor-police-2021-q1-v1": lower case is all a data package's name may have. */
static char *
make_name (const PakivRelease *release)
{
  g_autofree char *file = pakiv_release_get_file_name (release);
  char *name = g_ascii_strdown (file, -1);

  if (g_str_has_suffix (name, ".zip"))
    name[strlen (name) - strlen (".zip")] = '\0';
  for (char *c = name; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && *c != '-' && *c != '_' && *c != '.')
      *c = '-';
  return name;
}

GBytes *
pakiv_description_write (const PakivRelease *release,
                         const PakivPackageContents *contents,
                         const char *public_key)
{
  g_autofree char *name = make_name (release);
  g_autofree char *id = pakiv_release_get_id (release);
  g_autofree char *period = pakiv_period_to_string (release->period);
  const char *what = pakiv_release_is_revision (release) ? " (revision)" : "";
  g_autofree char *title
      = g_strdup_printf ("%s: %s, %s%s", release->title, release->station, period, what);
  g_autofree char *created = g_strconcat (release->made_on, "T00:00:00Z", NULL);
  PakivJsonWriter json;

  pakiv_json_writer_init (&json);
  pakiv_json_begin_object (&json, NULL);
  pakiv_json_add_string (&json, "profile", "tabular-data-package");
  pakiv_json_add_string (&json, "name", name);
  pakiv_json_add_string (&json, "id", id);
  pakiv_json_add_string (&json, "title", title);
  pakiv_json_add_string (&json, "created", created);
  pakiv_json_begin_array (&json, "resources");
  add_observations (&json, release, contents->observations);
  add_certificate (&json, contents->certificate);
  pakiv_json_end_array (&json);
  add_pakiv (&json, release, contents, public_key);
  pakiv_json_end_object (&json);
  return pakiv_json_writer_finish (&json);
}
