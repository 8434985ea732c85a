#include "pakiv-ctl-access.h"
#include "pakiv-error.h"
#include "pakiv-file.h"
#include "pakiv-record-json.h"

#include <gio/gunixinputstream.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Not through /dev/stdin, which can't be opened where standard input is a socket. */
static GBytes *
read_standard_input (GError **error)
{
  g_autoptr (GInputStream) input = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint8 piece[4096];
  gssize n;

  while ((n = g_input_stream_read (input, piece, sizeof piece, NULL, error)) > 0)
    {
      g_byte_array_append (bytes, piece, (guint)n);
      if (bytes->len > PAKIV_FILE_MAX)
        {
          g_set_error (error, PAKIV_ERROR, PAKIV_ERROR_TOO_LARGE,
                       _ ("The record is larger than %d MB, the most that is read."),
                       PAKIV_FILE_MAX >> 20);
          return NULL;
        }
    }
  return n < 0 ? NULL : g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

static PakivRecord *
read_record (const PakivKind *kind, const char *path, GError **error)
{
  gboolean standard = strcmp (path, "-") == 0;
  g_autoptr (GBytes) bytes
      = standard ? read_standard_input (error) : pakiv_file_read (path, PAKIV_FILE_MAX, error);
  g_autoptr (PakivRecord) record = NULL;
  const char *text;
  gsize size;

  if (bytes == NULL)
    return NULL;
  text = g_bytes_get_data (bytes, &size);
  record = pakiv_record_from_json (kind, text != NULL ? text : "", (gssize)size, error);
  if (record != NULL && pakiv_record_check_asked (record, error))
    return g_steal_pointer (&record);
  g_prefix_error (error, "%s: ", standard ? _ ("The record") : path);
  return NULL;
}

static PakivCtlStatus
add (PakivCtlAccess *access, const PakivCtlOptions *options, const PakivKind *kind, int log)
{
  GError *error = NULL;
  g_autoptr (PakivRecord) record = read_record (kind, options->arguments[1], &error);

  if (record == NULL || !pakiv_ctl_access_open_log (access, options, log, kind, &error)
      || !pakiv_log_save (access->log, record, &error))
    return pakiv_ctl_fail (error);
  printf ("%s\n", record->id);
  return PAKIV_CTL_DONE;
}

PakivCtlStatus
pakiv_ctl_add (char **argv)
{
  g_auto (PakivCtlOptions) options = { 0 };
  g_auto (PakivCtlAccess) access = { 0 };
  g_autofree char *kind_word = NULL;
  g_autofree char *log_word = NULL;
  const PakivKind *kind;
  PakivLogId log;
  GError *error = NULL;
  const GOptionEntry entries[] = {
    { "kind", 'k', 0, G_OPTION_ARG_STRING, &kind_word, N_ ("contact, incident or meeting"),
      N_ ("KIND") },
    { "log", 'l', 0, G_OPTION_ARG_STRING, &log_word,
      N_ ("police, mediation or joint, where it is not clear"), N_ ("LOG") },
    { NULL },
  };

  if (!pakiv_ctl_parse (&options, argv, entries, 2, 2))
    return PAKIV_CTL_MISUSED;
  if (kind_word == NULL)
    return pakiv_ctl_misuse (argv[0], _ ("It takes --kind."));
  if (log_word != NULL && !pakiv_log_id_from_string (log_word, &log))
    return pakiv_ctl_misuse (argv[0], _ ("“%s” is not a log."), log_word);
  if (!pakiv_ctl_access_open_desk (&access, &options, &error))
    return pakiv_ctl_fail (error);
  kind = pakiv_definitions_find_kind (access.definitions, kind_word);
  if (kind == NULL)
    return pakiv_ctl_misuse (argv[0], _ ("There is no kind of record “%s”."), kind_word);
  return add (&access, &options, kind, log_word != NULL ? (int)log : -1);
}
