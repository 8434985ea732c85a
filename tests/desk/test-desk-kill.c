/* Kills the program while someone types: nothing older than two seconds may be lost. The child is
 * this program again, typing a number that counts up into the real form and saying each on its
 * output. */
#include "form-fixture.h"
#include "workplace-fixture.h"

#include "pakiv-kind-page.h"

#include <gio/gio.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#define TYPE_EVERY_MS 60
#define TYPED_FOR_US (5 * G_USEC_PER_SEC)
#define MAY_BE_LOST_US (2 * G_USEC_PER_SEC)

static PakivLog *
open_log (const char *folder, PakivWorkplace **workplace, const PakivKind **kind)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivClock) clock = pakiv_clock_new_fixed (WORKPLACE_DAY);
  g_autoptr (PakivDesk) desk = pakiv_desk_open (folder, &error);
  g_autoptr (PakivSession) session = NULL;

  g_assert_no_error (error);
  session = pakiv_desk_unlock (desk, "Ana", "long enough", &error);
  g_assert_no_error (error);
  *workplace = pakiv_workplace_new (session, clock, &error);
  g_assert_no_error (error);
  *kind = pakiv_definitions_find_kind (pakiv_workplace_get_definitions (*workplace), "contact");
  return pakiv_workplace_get_log_for_kind (*workplace, *kind);
}

static gboolean
on_type_cb (gpointer data)
{
  static guint n;
  GtkTextBuffer *buffer = data;
  g_autofree char *word = g_strdup_printf ("%u ", ++n);
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (buffer, &end);
  gtk_text_buffer_insert (buffer, &end, word, -1);
  printf ("%u\n", n);
  fflush (stdout);
  return G_SOURCE_CONTINUE;
}

static void
type_for_ever (const char *folder)
{
  g_autoptr (PakivWorkplace) workplace = NULL;
  const PakivKind *kind;
  PakivLog *log = open_log (folder, &workplace, &kind);
  GtkWidget *page = pakiv_kind_page_new (log, kind);
  GtkWidget *form;

  form_present (page);
  pakiv_kind_page_new_record (PAKIV_KIND_PAGE (page));
  form = form_find (page, PAKIV_TYPE_FORM);
  g_timeout_add (TYPE_EVERY_MS, on_type_cb,
                 gtk_text_view_get_buffer (GTK_TEXT_VIEW (form_control (form, "facts"))));
  for (;;)
    g_main_context_iteration (NULL, TRUE);
}

/* Reads what the child says it typed; @old is what it had typed two seconds before its end. */
static void
read_until_killed (GSubprocess *child, guint *old, guint *last)
{
  g_autoptr (GDataInputStream) lines
      = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 first = 0, now = 0;
  char *line;

  while (first == 0 || now - first < TYPED_FOR_US)
    {
      line = g_data_input_stream_read_line (lines, NULL, NULL, NULL);
      g_assert_nonnull (line);
      if (!g_ascii_isdigit (*line)) /* the test framework's own word */
        {
          g_free (line);
          continue;
        }
      now = g_get_monotonic_time ();
      if (first == 0)
        first = now;
      g_assert_cmpuint (strtoul (line, NULL, 10), ==, times->len + 1);
      g_array_append_val (times, now);
      g_free (line);
    }
  g_subprocess_send_signal (child, SIGKILL);
  *last = times->len;
  *old = 0;
  while (*old < times->len
         && g_array_index (times, gint64, *old) <= g_get_monotonic_time () - MAY_BE_LOST_US)
    (*old)++;
}

static void
test_kill (gconstpointer data)
{
  WorkplaceFixture fixture;
  g_autofree char *folder = NULL;
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (PakivWorkplace) workplace = NULL;
  g_autoptr (PakivRecord) draft = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) words = NULL;
  const PakivKind *kind;
  PakivLog *log;
  guint old, last;

  workplace_fixture_set_up (&fixture);
  folder = g_build_filename (fixture.folder, "desk", NULL);
  child = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, data, "--type", folder, NULL);
  g_assert_no_error (error);
  read_until_killed (child, &old, &last);
  g_subprocess_wait (child, NULL, NULL);

  log = open_log (folder, &workplace, &kind);
  draft = pakiv_log_load_draft (log, kind, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (draft);
  words = g_strsplit (g_strstrip (g_strdup (pakiv_record_get (draft, "facts"))), " ", -1);
  g_test_message ("typed %u, of these %u more than two seconds ago, kept %u", last, old,
                  g_strv_length (words));
  g_assert_cmpuint (old, >, 20);
  g_assert_cmpuint (g_strv_length (words), >=, old);
  for (guint i = 0; words[i] != NULL; i++)
    g_assert_cmpuint (strtoul (words[i], NULL, 10), ==, i + 1);
  g_clear_object (&workplace);
  workplace_fixture_tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  if (argc == 3 && g_str_equal (argv[1], "--type"))
    type_for_ever (argv[2]);
  g_test_add_data_func ("/desk/killed-while-typing", argv[0], test_kill);
  return g_test_run ();
}
