/* A trace that somebody bent: whatever byte or line was changed, taken out or put in is found and
 * named. */
#include "trace-fixture.h"

#include "pakiv-trace-body.h"
#include "pakiv-trace-private.h"

#include <string.h>

/* Nothing is to be read in the file, and no line is longer than another. */
static void
test_sealed (void)
{
  g_autoptr (TracePlace) place = trace_place_new ();
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  gsize length;

  trace_fill (place);
  {
    g_autoptr (PakivLog) log = trace_open_log_as (place, 1);

    fixture_count (log, place->fixture->talk, "bread");
  }
  text = trace_load (place, &length);
  /* Base64 may spell a short word by chance, but never a space or a quotation mark. */
  g_assert_null (strstr (text, "Ana Ionescu"));
  g_assert_null (strchr (text, '"'));
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 6);
  for (int i = 1; i < 5; i++)
    g_assert_cmpuint (strlen (lines[i]) + 1, ==, PAKIV_TRACE_LINE);
}

static void
test_every_byte (void)
{
  g_autoptr (TracePlace) place = trace_place_new ();
  g_autofree char *text = NULL;
  gsize length, header;

  trace_fill (place);
  g_assert_cmpuint (trace_count (place), ==, 3);
  text = trace_load (place, &length);
  header = (gsize)(strchr (text, '\n') - text) + 1;
  g_assert_cmpuint (length, ==, header + 3 * PAKIV_TRACE_LINE);
  for (gsize i = 0; i < length; i++)
    for (int bit = 0; bit < 8; bit += 5)
      {
        guint64 line = i < header ? 1 : 2 + (i - header) / PAKIV_TRACE_LINE;

        text[i] = (char)(text[i] ^ (1 << bit));
        trace_store (place, text, length);
        if (trace_verify (place) != line)
          g_error ("Byte %" G_GSIZE_FORMAT " of line %" G_GUINT64_FORMAT " was not found.", i,
                   line);
        text[i] = (char)(text[i] ^ (1 << bit));
      }
  trace_store (place, text, length);
  g_assert_cmpuint (trace_verify (place), ==, 0);
}

/* The file of @order's lines, -1 ending it; 0 is the header. */
static void
store_lines (TracePlace *place, char **lines, const int *order)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (int i = 0; order[i] >= 0; i++)
    g_string_append_printf (text, "%s\n", lines[order[i]]);
  trace_store (place, text->str, text->len);
}

static void
test_lines (void)
{
  const struct
  {
    int order[8];
    guint64 line;
  } cases[] = {
    { { 0, 1, 2, 3, -1 }, 0 },
    { { 0, 2, 3, -1 }, 2 },
    { { 0, 1, 3, -1 }, 3 },
    { { 0, 1, 3, 2, -1 }, 3 },
    { { 0, 1, 1, 2, 3, -1 }, 3 },
    { { 0, 1, 2, 3, 1, -1 }, 5 },
    { { 1, 2, 3, -1 }, 1 },
    { { 0, 0, 1, 2, 3, -1 }, 2 },
    { { 0, 3, 2, 1, -1 }, 2 },
    /* An end that was cut off shows only to those who know how far it went. */
    { { 0, 1, -1 }, 0 },
  };
  g_autoptr (TracePlace) place = trace_place_new ();
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  gsize length;

  trace_fill (place);
  text = trace_load (place, &length);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%u", i);
      store_lines (place, lines, cases[i].order);
      g_assert_cmpuint (trace_verify (place), ==, cases[i].line);
    }
  trace_store (place, text, length - 10);
  g_assert_cmpuint (trace_verify (place), ==, 4);
  trace_store (place, "", 0);
  g_assert_cmpuint (trace_verify (place), ==, 1);
}

static void
test_other_desk (void)
{
  g_autoptr (TracePlace) place = trace_place_new ();
  g_autoptr (TracePlace) other = trace_place_new ();
  g_autofree char *ours = NULL, *theirs = NULL;
  gsize our_length, their_length, at;

  trace_fill (place);
  trace_fill (other);
  ours = trace_load (place, &our_length);
  theirs = trace_load (other, &their_length);
  g_assert_cmpuint (our_length, ==, their_length);
  at = our_length - 2 * PAKIV_TRACE_LINE;
  memcpy (ours + at, theirs + at, PAKIV_TRACE_LINE);
  trace_store (place, ours, our_length);
  g_assert_cmpuint (trace_verify (place), ==, 3);
  trace_store (place, theirs, their_length);
  g_assert_cmpuint (trace_verify (place), ==, 1);
}

static void
test_taken_out (void)
{
  g_autoptr (TracePlace) place = trace_place_new ();
  g_autoptr (PakivLog) log = NULL;
  g_autoptr (GArray) links = NULL;
  g_autoptr (PakivTrace) trace = NULL;

  trace_fill (place);
  trace_fill (place);
  log = trace_open_log_as (place, 0);
  links = trace_load_links (place);
  g_assert_cmpuint (links->len, ==, 6);
  g_array_remove_index (links, 2);
  trace_store_links (place, log, links);
  /* Without the officer's key this is a whole chain. */
  g_assert_cmpuint (trace_verify (place), ==, 0);
  trace = trace_read (place);
  trace_assert_warning (trace, "the first is 3");
  g_assert_cmpint (trace_get_entry (trace, 3)->doubt, ==, PAKIV_TRACE_SOUND);
  g_assert_cmpint (trace_get_entry (trace, 2)->doubt, ==, PAKIV_TRACE_UNSIGNED);
}

/* An entry of one's own in the place of another: it is signed, but what came after knew another. */
static void
test_replaced (void)
{
  g_autoptr (TracePlace) place = trace_place_new ();
  g_autoptr (PakivSession) session = trace_unlock (place, 0);
  g_autoptr (PakivSecret) secret = pakiv_session_get_signing_secret (session);
  g_autoptr (PakivClock) clock = pakiv_clock_new ();
  const PakivTracerParts parts = { .station_id = pakiv_desk_get_station_id (place->desk),
                                   .log = PAKIV_LOG_POLICE,
                                   .member = "Ana Ionescu",
                                   .role = PAKIV_ROLE_OFFICER,
                                   .member_secret = secret,
                                   .trace_key = pakiv_desk_get_trace_key (place->desk),
                                   .clock = clock };
  g_autoptr (PakivTracer) tracer = pakiv_tracer_new (&parts);
  const PakivTraceNote note = { .act = PAKIV_ACT_CONSULT, .kind = "talk" };
  g_autoptr (PakivLog) log = NULL;
  g_autoptr (GArray) links = NULL;
  g_autoptr (PakivTrace) trace = NULL;
  PakivTraceLink link = { .number = 2 };

  trace_fill (place);
  log = trace_open_log (place, session);
  links = trace_load_links (place);
  pakiv_trace_seal (tracer, &note, g_array_index (links, PakivTraceLink, 0).hash, &link);
  g_array_index (links, PakivTraceLink, 1) = link;
  trace_store_links (place, log, links);
  g_assert_cmpuint (trace_verify (place), ==, 0);
  trace = trace_read (place);
  g_assert_cmpint (trace_get_entry (trace, 1)->doubt, ==, PAKIV_TRACE_SOUND);
  g_assert_cmpint (trace_get_entry (trace, 0)->doubt, ==, PAKIV_TRACE_UNSIGNED);
  trace_assert_warning (trace, "the first is 3");
}

static void
test_in_anothers_name (void)
{
  g_autoptr (TracePlace) place = trace_place_new ();
  g_autoptr (PakivLog) log = NULL;
  g_autoptr (GArray) links = NULL;
  g_autoptr (PakivTrace) trace = NULL;
  g_autoptr (PakivClock) clock = pakiv_clock_new ();
  g_autoptr (PakivSecret) secret = pakiv_secret_new_random (crypto_sign_SECRETKEYBYTES);
  const PakivTracerParts parts = { .station_id = pakiv_desk_get_station_id (place->desk),
                                   .log = PAKIV_LOG_POLICE,
                                   .member = "Sorin",
                                   .role = PAKIV_ROLE_SUPERVISOR,
                                   .member_secret = secret,
                                   .trace_key = pakiv_desk_get_trace_key (place->desk),
                                   .clock = clock };
  g_autoptr (PakivTracer) tracer = pakiv_tracer_new (&parts);
  const PakivTraceNote note = { .act = PAKIV_ACT_CONSULT, .kind = "talk" };
  PakivTraceLink link = { .number = 4 };

  trace_fill (place);
  log = trace_open_log_as (place, 0);
  links = trace_load_links (place);
  pakiv_trace_seal (tracer, &note, g_array_index (links, PakivTraceLink, 2).hash, &link);
  g_array_append_val (links, link);
  trace_store_links (place, log, links);
  g_assert_cmpuint (trace_verify (place), ==, 0);
  trace = trace_read (place);
  g_assert_cmpstr (trace_get_entry (trace, 0)->member, ==, "Sorin");
  g_assert_cmpint (trace_get_entry (trace, 0)->doubt, ==, PAKIV_TRACE_UNSIGNED);
  g_assert_cmpint (trace_get_entry (trace, 1)->doubt, ==, PAKIV_TRACE_SOUND);
  trace_assert_warning (trace, "the first is 4");
}

int
main (int argc, char **argv)
{
  g_setenv ("TZ", "UTC", TRUE);
  fixture_use_memory ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trace/sealed", test_sealed);
  g_test_add_func ("/trace/every-byte", test_every_byte);
  g_test_add_func ("/trace/lines", test_lines);
  g_test_add_func ("/trace/other-desk", test_other_desk);
  g_test_add_func ("/trace/taken-out", test_taken_out);
  g_test_add_func ("/trace/replaced", test_replaced);
  g_test_add_func ("/trace/in-anothers-name", test_in_anothers_name);
  return g_test_run ();
}
