/* README.txt: what this is and how to check it, for someone who has only the file. In English, like
 * the names and titles inside: the same release gives the same bytes on every desk. */
#include "pakiv-package-private.h"

static const char how_to_read[]
    = "How to read the figures\n"
      "-----------------------\n"
      "data/observations.csv opens in any spreadsheet. Each row is one number (OBS_VALUE) of one\n"
      "table (TABLE); _T means \"all\", _U \"not stated\", _Z \"not asked of such a record\".\n"
      "data/cube.json has the same tables as JSON-stat 2.0, for programs that draw charts.\n"
      "datapackage.json describes both (Tabular Data Package), with the words for every code.\n"
      "\n"
      "The figures are the exact figures of a slightly altered set of records in which no detailed\n"
      "combination has fewer records than the base given in datapackage.json: detailed counts below\n"
      "the base were rounded to 0 or to the base, and every number here is a sum of such counts.\n"
      "So 0 does not mean \"never\", and no number says anything certain about a single person.\n"
      "certificate.json says what was tried before this was signed, to find out small counts from\n"
      "these figures, and that nothing was found.\n";

static const char how_to_read_changes[]
    = "How to read the figures\n"
      "-----------------------\n"
      "This is a revision. Its figures are no counts: they say how the counts of the first release\n"
      "of this quarter, version 1, have changed since. That release stands as it was published.\n"
      "Tables whose name ends in -added say how many more there are, those in -taken-out how many\n"
      "fewer; a table that is not here has not changed, or too little to be shown. A later revision\n"
      "takes the place of this one.\n"
      "\n"
      "data/observations.csv opens in any spreadsheet. Each row is one number (OBS_VALUE) of one\n"
      "table (TABLE); _T means \"all\", _U \"not stated\", _Z \"not asked of such a record\".\n"
      "data/cube.json has the same tables as JSON-stat 2.0, for programs that draw charts.\n"
      "datapackage.json describes both (Tabular Data Package), with the words for every code.\n"
      "\n"
      "Every detailed figure was rounded up or down to a whole multiple of the base given in\n"
      "datapackage.json, and every number here is a sum of such figures. So a detailed figure is off\n"
      "by less than the base, 0 does not mean \"never\", and no number says anything certain about a\n"
      "single person, nor does it beside the first release.\n"
      "certificate.json says what was tried before this was signed, to find out small counts from\n"
      "these figures and those of the first release, and that nothing was found.\n";

static const char how_to_check[]
    = "How to check that nothing was changed\n"
      "-------------------------------------\n"
      "datapackage.json is signed in the format of minisign (https://jedisct1.github.io/minisign/),\n"
      "and it carries the SHA-256 of every other file. Unpack all files into one folder, then:\n";

GBytes *
pakiv_package_readme_write (const PakivRelease *release, const char *public_key)
{
  g_autofree char *period = pakiv_period_to_string (release->period);
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%s: %s\n", release->title, release->station);
  g_string_append_printf (text, "Quarter %s, %s log, version %d, made on %s with Pakiv.\n\n",
                          period, pakiv_log_id_to_string (release->log), release->version,
                          release->made_on);
  if (pakiv_release_is_revision (release))
    g_string_append_printf (text, "Revision: %s.\n\n", release->reason_label);
  g_string_append (text, pakiv_release_is_revision (release) ? how_to_read_changes : how_to_read);
  g_string_append_c (text, '\n');
  g_string_append (text, how_to_check);
  g_string_append_printf (
      text,
      "\n    minisign -V -P %s -m datapackage.json\n"
      "    sha256sum data/observations.csv data/cube.json README.txt certificate.json\n\n",
      public_key);
  g_string_append (
      text, "Compare the four sums with \"hash\" in datapackage.json, and the key above with "
            "the one\nthat the council has for this station.\n");
  return g_string_free_to_bytes (text);
}
