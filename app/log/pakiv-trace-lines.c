#include "pakiv-trace-lines.h"

#include "pakiv-trace-seen.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

typedef struct
{
  const PakivTracePlace *place;
  FILE *file;
  guint64 line;                         /* the one read last; the header is 1 */
  guint64 expected;                     /* number of the next link */
  guint8 previous[2][PAKIV_TRACE_HASH]; /* what the link before says its hash is, and what it is */
  PakivTraceCheck *check;
} Walk;

/* Reads to the end of a line: at most @max bytes into @line, what is more is passed over. The whole
 * length with the line's end, 0 at the end of the file. */
static gsize
read_line (FILE *file, char *line, gsize max)
{
  gsize length = 0;
  int letter;

  while ((letter = getc_unlocked (file)) != EOF)
    {
      if (length < max)
        line[length] = (char)letter;
      length++;
      if (letter == '\n')
        break;
    }
  return length;
}

static void
blame (Walk *walk, const char *reason)
{
  if (walk->check->line != 0)
    return;
  walk->check->line = walk->line;
  walk->check->reason = g_strdup (reason);
}

static void
blame_number (Walk *walk, guint64 number)
{
  g_autofree char *reason = g_strdup_printf (
      _ ("entry %lu stands where entry %lu belongs. Lines were taken out, doubled or moved."),
      (gulong)number, (gulong)walk->expected);

  blame (walk, reason);
}

/* @previous: filled with what the link follows. */
static gboolean
check_link (Walk *walk, const PakivTraceLink *link, const guint8 **previous)
{
  *previous = walk->previous[0];
  if (link->number != walk->expected)
    {
      blame_number (walk, link->number);
      return FALSE;
    }
  if (!pakiv_trace_link_follows (link, *previous))
    {
      *previous = walk->previous[1];
      if (!pakiv_trace_link_follows (link, *previous))
        {
          blame (walk, _ ("it was changed, or it does not follow the line before it."));
          return FALSE;
        }
    }
  if (pakiv_trace_link_is_signed (link, walk->place->log_key))
    return TRUE;
  blame (walk, _ ("this log did not sign it."));
  return FALSE;
}

static void
go_on (Walk *walk, const PakivTraceLink *link, const guint8 *previous)
{
  memcpy (walk->previous[0], link->hash, PAKIV_TRACE_HASH);
  pakiv_trace_link_hash (link, previous, walk->previous[1]);
  walk->expected = link->number + 1;
}

static void
count_sound (Walk *walk, const PakivTraceLink *link)
{
  if (walk->check->line != 0)
    return;
  walk->check->entries = link->number;
  memcpy (walk->check->hash, link->hash, PAKIV_TRACE_HASH);
}

static void
take_line (Walk *walk, const char *line, gsize length, PakivTraceVisit visit, gpointer data)
{
  PakivTraceLink link;
  const guint8 *previous;
  guint8 followed[PAKIV_TRACE_HASH];
  gboolean sound;

  if (!pakiv_trace_link_read (&link, line, length))
    {
      blame (walk, length < PAKIV_TRACE_LINE ? _ ("it is cut short, or no line of a trace.")
                                             : _ ("it is no line of a trace."));
      walk->expected++;
      return;
    }
  sound = check_link (walk, &link, &previous);
  memcpy (followed, previous, sizeof followed);
  if (sound)
    {
      memcpy (walk->previous[0], link.hash, sizeof link.hash);
      memcpy (walk->previous[1], link.hash, sizeof link.hash);
      walk->expected++;
      count_sound (walk, &link);
    }
  else
    go_on (walk, &link, followed);
  if (visit != NULL)
    visit (&link, followed, sound, data);
}

static void
read_header (Walk *walk)
{
  g_autofree char *header = pakiv_trace_header (walk->place->station_id, walk->place->log);
  gsize length = strlen (header);
  g_autofree char *line = g_malloc0 (length + 1);

  walk->line = 1;
  if (read_line (walk->file, line, length) != length || memcmp (line, header, length) != 0)
    blame (walk, _ ("it does not name this log of this desk."));
}

static void
walk_file (Walk *walk, PakivTraceVisit visit, gpointer data)
{
  char line[PAKIV_TRACE_LINE + 1];
  gsize length;

  pakiv_trace_start (walk->place->station_id, walk->place->log, walk->previous[0]);
  memcpy (walk->previous[1], walk->previous[0], PAKIV_TRACE_HASH);
  memcpy (walk->check->hash, walk->previous[0], PAKIV_TRACE_HASH);
  walk->expected = 1;
  read_header (walk);
  while ((visit != NULL || walk->check->line == 0)
         && (length = read_line (walk->file, line, sizeof line)) > 0)
    {
      walk->line++;
      take_line (walk, line, length, visit, data);
    }
}

gboolean
pakiv_trace_lines_walk (const PakivTracePlace *place,
                        PakivTraceVisit visit,
                        gpointer data,
                        PakivTraceCheck *check,
                        GError **error)
{
  Walk walk = { .place = place, .check = check };
  gboolean failed;

  memset (check, 0, sizeof *check);
  pakiv_secret_init ();
  walk.file = fopen (place->path, "re");
  if (walk.file == NULL)
    {
      g_set_error (error, PAKIV_LOG_ERROR,
                   errno == ENOENT ? PAKIV_LOG_ERROR_NOT_FOUND : PAKIV_LOG_ERROR_FAILED,
                   /* Translators: a file, and the system's reason. */
                   _ ("The trace “%s” could not be read: %s."), place->path, g_strerror (errno));
      return FALSE;
    }
  walk_file (&walk, visit, data);
  failed = ferror (walk.file) != 0;
  fclose (walk.file);
  if (failed)
    g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_FAILED,
                 _ ("The trace “%s” could not be read to its end."), place->path);
  return !failed;
}

void
pakiv_trace_check_clear (PakivTraceCheck *check)
{
  g_clear_pointer (&check->reason, g_free);
}

gboolean
pakiv_trace_verify (
    PakivDesk *desk, PakivLogId log, const char *path, PakivTraceCheck *check, GError **error)
{
  g_autofree char *own = NULL;
  PakivTracePlace place = { 0 };

  g_return_val_if_fail (desk != NULL && log < PAKIV_N_LOGS && check != NULL, FALSE);

  own = pakiv_trace_get_path (desk, log);
  place.path = path != NULL ? path : own;
  place.station_id = pakiv_desk_get_station_id (desk);
  place.log = log;
  place.log_key = pakiv_desk_get_signing_key (desk, log);
  if (!pakiv_trace_lines_walk (&place, NULL, NULL, check, error))
    return FALSE;
  if (check->line == 0)
    return TRUE;
  g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_A_LOG,
               /* Translators: a file, a line number in it, and what is wrong with that line. */
               _ ("“%s”, line %lu: %s"), place.path, (gulong)check->line, check->reason);
  return FALSE;
}
