#include "trace-fixture.h"

#include "pakiv-trace-seen.h"

#include <stdio.h>
#include <string.h>

static const char *const passphrases[] = { "the blue bridge", "quiet garden", "dpo reads it" };

static PakivDesk *
make_desk (const char *folder)
{
  static PakivMember members[] = { { .name = (char *)"Ana Ionescu", .role = PAKIV_ROLE_OFFICER },
                                   { .name = (char *)"Sorin", .role = PAKIV_ROLE_SUPERVISOR },
                                   { .name = (char *)"Dora", .role = PAKIV_ROLE_DPO } };
  g_autoptr (GPtrArray) array = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  PakivDesk *desk;

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    g_ptr_array_add (array, &members[i]);
  desk = pakiv_desk_create (folder, "Târgu Nou", array, passphrases, PAKIV_COST_TEST, &error);
  g_assert_no_error (error);
  return desk;
}

TracePlace *
trace_place_new (void)
{
  TracePlace *place = g_new0 (TracePlace, 1);

  place->fixture = fixture_new ();
  place->folder = fixture_get_path (place->fixture, "desk");
  place->desk = make_desk (place->folder);
  return place;
}

void
trace_place_free (TracePlace *place)
{
  pakiv_desk_unref (place->desk);
  fixture_free (place->fixture);
  g_free (place->folder);
  g_free (place);
}

PakivSession *
trace_unlock (TracePlace *place, int member)
{
  const char *const names[] = { "Ana Ionescu", "Sorin", "Dora" };
  g_autoptr (GError) error = NULL;
  PakivSession *session
      = pakiv_desk_unlock (place->desk, names[member], passphrases[member], &error);

  g_assert_no_error (error);
  return session;
}

PakivLog *
trace_open_log (TracePlace *place, PakivSession *session)
{
  g_autoptr (GError) error = NULL;
  PakivLog *log = pakiv_session_open_log (session, PAKIV_LOG_POLICE, place->fixture->definitions,
                                          place->fixture->clock, &error);

  g_assert_no_error (error);
  return log;
}

PakivLog *
trace_open_log_as (TracePlace *place, int member)
{
  g_autoptr (PakivSession) session = trace_unlock (place, member);

  return trace_open_log (place, session);
}

char *
trace_get_path (TracePlace *place)
{
  return pakiv_trace_get_path (place->desk, PAKIV_LOG_POLICE);
}

char *
trace_load (TracePlace *place, gsize *length)
{
  g_autofree char *path = trace_get_path (place);
  g_autoptr (GError) error = NULL;
  char *text;

  g_file_get_contents (path, &text, length, &error);
  g_assert_no_error (error);
  return text;
}

void
trace_store (TracePlace *place, const char *text, gsize length)
{
  g_autofree char *path = trace_get_path (place);
  FILE *file = fopen (path, "we");

  g_assert_nonnull (file);
  g_assert_cmpuint (fwrite (text, 1, length, file), ==, length);
  g_assert_cmpint (fclose (file), ==, 0);
}

guint64
trace_verify (TracePlace *place)
{
  g_auto (PakivTraceCheck) check = { 0 };
  g_autoptr (GError) error = NULL;
  gboolean whole = pakiv_trace_verify (place->desk, PAKIV_LOG_POLICE, NULL, &check, &error);

  g_assert_cmpint (whole, ==, error == NULL);
  g_assert_cmpint (whole, ==, check.line == 0);
  if (!whole)
    {
      g_autofree char *named = g_strdup_printf ("line %" G_GUINT64_FORMAT ":", check.line);

      g_assert_nonnull (strstr (error->message, named));
      g_assert_nonnull (strstr (error->message, "police.trace"));
    }
  return check.line;
}

guint64
trace_count (TracePlace *place)
{
  g_auto (PakivTraceCheck) check = { 0 };
  g_autoptr (GError) error = NULL;

  pakiv_trace_verify (place->desk, PAKIV_LOG_POLICE, NULL, &check, &error);
  g_assert_no_error (error);
  return check.entries;
}

PakivTrace *
trace_read (TracePlace *place)
{
  g_autoptr (PakivSession) session = trace_unlock (place, 2);
  g_autoptr (GError) error = NULL;
  PakivTrace *trace = pakiv_trace_open (session, PAKIV_LOG_POLICE, &error);

  g_assert_no_error (error);
  return trace;
}

const PakivTraceEntry *
trace_get_entry (PakivTrace *trace, guint from_end)
{
  GPtrArray *entries = pakiv_trace_get_entries (trace);

  g_assert_cmpuint (entries->len, >, from_end);
  return entries->pdata[entries->len - 1 - from_end];
}

void
trace_assert_warning (PakivTrace *trace, const char *words)
{
  const char *const *warnings = pakiv_trace_get_warnings (trace);

  for (int i = 0; warnings[i] != NULL; i++)
    if (strstr (warnings[i], words) != NULL)
      return;
  g_error ("No warning says “%s”; the first is “%s”.", words,
           warnings[0] != NULL ? warnings[0] : "");
}

void
trace_assert_no_warning (PakivTrace *trace)
{
  g_assert_cmpstr (pakiv_trace_get_warnings (trace)[0], ==, NULL);
}

void
trace_fill (TracePlace *place)
{
  g_autoptr (PakivLog) log = trace_open_log_as (place, 0);

  for (int i = 0; i < 3; i++)
    g_free (fixture_add_talk (place->fixture, log, "2021-04-02", "OLD", "Bread and salt"));
}

GArray *
trace_load_links (TracePlace *place)
{
  GArray *links = g_array_new (FALSE, FALSE, sizeof (PakivTraceLink));
  g_autofree char *text = NULL;
  gsize length, at;

  text = trace_load (place, &length);
  for (at = (gsize)(strchr (text, '\n') - text) + 1; at < length; at += PAKIV_TRACE_LINE)
    {
      PakivTraceLink link;

      g_assert_true (pakiv_trace_link_read (&link, text + at, PAKIV_TRACE_LINE));
      g_array_append_val (links, link);
    }
  return links;
}

void
trace_store_links (TracePlace *place, PakivLog *log, GArray *links)
{
  g_autofree char *header
      = pakiv_trace_header (pakiv_desk_get_station_id (place->desk), PAKIV_LOG_POLICE);
  g_autoptr (GString) text = g_string_new (header);
  guint8 previous[PAKIV_TRACE_HASH];

  pakiv_trace_start (pakiv_desk_get_station_id (place->desk), PAKIV_LOG_POLICE, previous);
  for (guint i = 0; i < links->len; i++)
    {
      PakivTraceLink *link = &g_array_index (links, PakivTraceLink, i);

      link->number = i + 1;
      pakiv_trace_link_close (link, previous, pakiv_log_get_signing_secret (log));
      memcpy (previous, link->hash, sizeof previous);
      pakiv_trace_link_write (link, text);
    }
  trace_store (place, text->str, text->len);
}
