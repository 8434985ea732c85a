/* What a locked desk leaves in memory and on the disk. The program runs as a child of this test, on
 * a desk of its own. Twenty phrases are typed into it: into records that are saved, one that is
 * deleted again, drafts, the search, the clipboard and the passphrase. Then it locks, and every
 * readable byte of its memory is searched as UTF-8, UTF-16 and UTF-32, and every file of the desk
 * as it is. The same search before the lock shows that it would find them.
 *
 * The child is this program again, with the real application in it. */
#include "form-fixture.h"
#include "workplace-fixture.h"

#include "pakiv-application.h"
#include "pakiv-kind-page.h"
#include "pakiv-unlock-page.h"
#include "pakiv-window.h"
#include "pakiv-work-page.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define N_PHRASES 20
#define N_SAVED 10

enum
{
  PHRASE_DELETED = N_SAVED,
  PHRASE_DRAFT,   /* of a new record */
  PHRASE_CHANGED, /* and the next three: drafts of saved records */
  PHRASE_SEARCH = PHRASE_CHANGED + 4,
  PHRASE_CLIPBOARD,
  PHRASE_WRONG, /* a passphrase */
  PHRASE_RIGHT,
};

/* Put together at run time, so that the program's own text does not have it. */
static void
write_mark (char *mark)
{
  static const char scrambled[] = "uopgnm{xr";

  for (guint i = 0; i < sizeof scrambled - 1; i++)
    mark[i] = (char)(scrambled[i] ^ (char)(1 + i % 3));
  mark[sizeof scrambled - 1] = '\0';
}

static char *
make_phrase (guint i)
{
  char mark[16];

  write_mark (mark);
  return g_strdup_printf ("%s%02u word", mark, i);
}

/* --- The program --- */

static GtkWindow *
get_window (void)
{
  return gtk_application_get_active_window (GTK_APPLICATION (g_application_get_default ()));
}

static void
type_into_editable (GtkWidget *entry, guint phrase)
{
  g_autofree char *text = make_phrase (phrase);
  int position = 0;

  gtk_editable_set_text (GTK_EDITABLE (entry), "");
  for (const char *c = text; *c != '\0'; c++)
    gtk_editable_insert_text (GTK_EDITABLE (entry), c, 1, &position);
}

static void
type_into_notes (GtkWidget *form, const char *field, guint phrase)
{
  g_autofree char *text = make_phrase (phrase);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (form_control (form, field)));
  GtkTextIter end;

  for (const char *c = text; *c != '\0'; c++)
    {
      gtk_text_buffer_get_end_iter (buffer, &end);
      gtk_text_buffer_insert_interactive (buffer, &end, c, 1, TRUE);
    }
}

static gboolean
is_asked_again (gpointer page)
{
  return gtk_widget_has_css_class (form_find (page, ADW_TYPE_PASSWORD_ENTRY_ROW), "error");
}

static gboolean
is_unlocked (gpointer data)
{
  return pakiv_window_get_workplace (PAKIV_WINDOW (get_window ())) != NULL;
}

static void
unlock (void)
{
  GtkWidget *page = form_find (GTK_WIDGET (get_window ()), PAKIV_TYPE_UNLOCK_PAGE);
  GtkWidget *entry = form_find (page, ADW_TYPE_PASSWORD_ENTRY_ROW);

  type_into_editable (entry, PHRASE_WRONG);
  g_signal_emit_by_name (entry, "entry-activated");
  form_wait (is_asked_again, page);
  type_into_editable (entry, PHRASE_RIGHT);
  g_signal_emit_by_name (entry, "entry-activated");
  form_wait (is_unlocked, NULL);
}

static gboolean
is_list_ready (gpointer page)
{
  return !pakiv_record_list_is_busy (pakiv_kind_page_get_list (page));
}

static void
save_one (PakivKindPage *page, guint phrase)
{
  PakivRecordPage *record = pakiv_kind_page_get_record_page (page);
  GtkWidget *form;

  pakiv_kind_page_new_record (page);
  form = form_find (GTK_WIDGET (record), PAKIV_TYPE_FORM);
  form_choose (form, "type", "Arranged visit");
  form_choose (form, "district", "North");
  type_into_notes (form, "facts", phrase);
  gtk_widget_activate_action (GTK_WIDGET (page), "win.save", NULL);
  form_wait (is_list_ready, page);
  form_wait_idle ();
  g_assert_nonnull (pakiv_record_page_get_id (record));
}

static void
leave_drafts (PakivKindPage *page)
{
  PakivRecordPage *record = pakiv_kind_page_get_record_page (page);
  GtkWidget *form = form_find (GTK_WIDGET (record), PAKIV_TYPE_FORM);

  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (GError) error = NULL;

      pakiv_record_page_open (record, i + 1, &error);
      g_assert_no_error (error);
      type_into_notes (form, "assessment", PHRASE_CHANGED + i);
      form_wait_idle ();
    }
  pakiv_kind_page_new_record (page);
  type_into_notes (form, "facts", PHRASE_DRAFT);
  form_wait_idle ();
}

static void
plant (void)
{
  g_autofree char *copied = make_phrase (PHRASE_CLIPBOARD);
  PakivKindPage *page;
  GtkWidget *search;

  unlock ();
  page = PAKIV_KIND_PAGE (form_find (GTK_WIDGET (get_window ()), PAKIV_TYPE_KIND_PAGE));
  form_wait (is_list_ready, page);
  for (guint i = 0; i < N_SAVED; i++)
    save_one (page, i);
  save_one (page, PHRASE_DELETED);
  pakiv_record_page_delete (pakiv_kind_page_get_record_page (page));
  leave_drafts (page);
  search = form_find (GTK_WIDGET (page), GTK_TYPE_SEARCH_ENTRY);
  type_into_editable (search, PHRASE_SEARCH);
  form_wait (is_list_ready, page);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (search), copied);
  form_wait_idle ();
}

static gboolean
on_told_to_lock_cb (GIOChannel *input, GIOCondition condition, gpointer data)
{
  gtk_widget_activate_action (GTK_WIDGET (get_window ()), "win.lock", NULL);
  return G_SOURCE_REMOVE;
}

static void
say (const char *word)
{
  puts (word);
  fflush (stdout);
}

static gboolean
on_plant_cb (gpointer data)
{
  g_autoptr (GIOChannel) input = g_io_channel_unix_new (STDIN_FILENO);

  plant ();
  g_io_add_watch (input, G_IO_IN, on_told_to_lock_cb, NULL);
  say ("planted");
  return G_SOURCE_REMOVE;
}

static gboolean
on_shown_cb (gpointer data)
{
  if (get_window () == NULL || !gtk_widget_get_mapped (GTK_WIDGET (get_window ())))
    return G_SOURCE_CONTINUE;
  form_wait_idle ();
  say ("locked");
  return G_SOURCE_REMOVE;
}

static void
on_window_added_cb (GtkApplication *application, GtkWindow *window, GSourceFunc next)
{
  static gboolean begun = FALSE;

  if (!begun)
    g_timeout_add (20, next, NULL);
  begun = TRUE;
}

static int
run_program (int argc, char **argv, GSourceFunc next)
{
  g_autoptr (PakivApplication) application = pakiv_application_new ();

  g_signal_connect (application, "window-added", G_CALLBACK (on_window_added_cb), next);
  return g_application_run (G_APPLICATION (application), argc, argv);
}

/* --- The search --- */

typedef struct
{
  GBytes *marks[5]; /* UTF-8, UTF-16 and UTF-32, both ends first */
  gboolean found[N_PHRASES];
  guint n; /* all hits, of phrases and of what else begins like one */
  const char *where;
} Search;

static void
search_init (Search *search)
{
  static const char *const encodings[]
      = { "UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE" };
  char mark[16];

  memset (search, 0, sizeof *search);
  write_mark (mark);
  for (guint i = 0; i < G_N_ELEMENTS (encodings); i++)
    {
      gsize length;
      char *text = g_convert (mark, -1, encodings[i], "UTF-8", NULL, &length, NULL);

      search->marks[i] = g_bytes_new_take (text, length);
    }
}

static void
search_clear (Search *search)
{
  for (guint i = 0; i < G_N_ELEMENTS (search->marks); i++)
    g_bytes_unref (search->marks[i]);
}

static void
search_block (Search *search, const char *block, gsize length)
{
  for (guint i = 0; i < G_N_ELEMENTS (search->marks); i++)
    {
      gsize size;
      const void *mark = g_bytes_get_data (search->marks[i], &size);
      const char *at = block;

      while ((at = memmem (at, length - (gsize)(at - block), mark, size)) != NULL)
        {
          at += size;
          search->n++;
          if (i == 0 && at + 2 <= block + length && g_ascii_isdigit (at[0])
              && g_ascii_isdigit (at[1]))
            {
              guint phrase = (guint)(at[0] - '0') * 10 + (guint)(at[1] - '0');

              if (phrase < N_PHRASES)
                search->found[phrase] = TRUE;
            }
        }
    }
}

static guint
count_found (const Search *search)
{
  guint n = 0;

  for (guint i = 0; i < N_PHRASES; i++)
    n += search->found[i] ? 1 : 0;
  return n;
}

/* One region of memory, read at once: none is larger than what a test can hold. */
static gsize
search_region (Search *search, int memory, guint64 from, guint64 to)
{
  gsize length = to - from;
  g_autofree char *block = g_try_malloc (length);
  gssize got;

  g_assert_nonnull (block);
  got = pread (memory, block, length, (off_t)from);
  if (got > 0)
    search_block (search, block, (gsize)got);
  return got > 0 ? (gsize)got : 0;
}

/* FALSE where this machine lets nobody read another process. */
static gboolean
search_memory (Search *search, const char *pid)
{
  g_autofree char *maps_path = g_strdup_printf ("/proc/%s/maps", pid);
  g_autofree char *path = g_strdup_printf ("/proc/%s/mem", pid);
  g_autofree char *maps = NULL;
  g_auto (GStrv) lines = NULL;
  gsize total = 0;
  int memory = open (path, O_RDONLY | O_CLOEXEC);

  if (memory < 0)
    return FALSE;
  g_file_get_contents (maps_path, &maps, NULL, NULL);
  lines = g_strsplit (maps, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      guint64 from, to;
      char rights[8];

      if (sscanf (lines[i], "%" G_GINT64_MODIFIER "x-%" G_GINT64_MODIFIER "x %7s", &from, &to,
                  rights)
              == 3
          && rights[0] == 'r' && strstr (lines[i], "[vvar") == NULL)
        total += search_region (search, memory, from, to);
    }
  close (memory);
  g_test_message ("%" G_GSIZE_FORMAT " KiB of memory: %u hits, %u of the %d phrases", total / 1024,
                  search->n, count_found (search), N_PHRASES);
  g_assert_cmpuint (total, >, 1024 * 1024);
  return TRUE;
}

static Search *files_search;
static guint n_files;

static int
search_file (const char *path, const struct stat *status, int type, struct FTW *place)
{
  g_autofree char *contents = NULL;
  guint before = files_search->n;
  gsize length;

  if (type != FTW_F || !g_file_get_contents (path, &contents, &length, NULL))
    return 0;
  n_files++;
  search_block (files_search, contents, length);
  if (files_search->n > before)
    g_test_message ("“%s” holds a phrase", path);
  return 0;
}

/* --- The tests --- */

static char *
make_desk (const char *top)
{
  PakivMember member = { .name = (char *)"Ana", .role = PAKIV_ROLE_OFFICER };
  g_autofree char *passphrase = make_phrase (PHRASE_RIGHT);
  const char *const passphrases[] = { passphrase, NULL };
  g_autoptr (GPtrArray) members = g_ptr_array_new ();
  g_autoptr (PakivDesk) desk = NULL;
  g_autoptr (GError) error = NULL;
  char *folder = g_build_filename (top, "desk", NULL);

  g_ptr_array_add (members, &member);
  desk = pakiv_desk_create (folder, "Puente", members, passphrases, PAKIV_COST_TEST, &error);
  g_assert_no_error (error);
  return folder;
}

/* What the test framework of the child may say besides is passed over. */
static void
wait_for_word (GDataInputStream *lines, const char *word)
{
  for (;;)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, &error);

      g_assert_no_error (error);
      g_assert_nonnull (line);
      if (g_str_equal (line, word))
        return;
    }
}

static int
remove_one (const char *path, const struct stat *status, int type, struct FTW *place)
{
  return remove (path);
}

typedef struct
{
  char *top;
  char *folder;
  GSubprocess *child;
  GDataInputStream *lines;
  Search search;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer program)
{
  g_autoptr (GSubprocessLauncher) launcher
      = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDIN_PIPE);
  g_autoptr (GError) error = NULL;

  fixture->top = g_dir_make_tmp ("pakiv-core-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->folder = make_desk (fixture->top);
  g_subprocess_launcher_setenv (launcher, "TMPDIR", fixture->top, TRUE);
  fixture->child = g_subprocess_launcher_spawn (launcher, &error, program, "--plant", "--today",
                                                WORKPLACE_DAY, fixture->folder, NULL);
  g_assert_no_error (error);
  fixture->lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (fixture->child));
  search_init (&fixture->search);
  wait_for_word (fixture->lines, "planted");
}

static void
tear_down (Fixture *fixture, gconstpointer program)
{
  g_subprocess_force_exit (fixture->child);
  g_subprocess_wait (fixture->child, NULL, NULL);
  g_clear_object (&fixture->lines);
  g_clear_object (&fixture->child);
  search_clear (&fixture->search);
  nftw (fixture->top, remove_one, 16, FTW_DEPTH | FTW_PHYS);
  g_free (fixture->folder);
  g_free (fixture->top);
}

static void
tell_to_lock (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_output_stream_write_all (g_subprocess_get_stdin_pipe (fixture->child), "lock\n", 5, NULL, NULL,
                             &error);
  g_assert_no_error (error);
  wait_for_word (fixture->lines, "locked");
}

static void
test_core (Fixture *fixture, gconstpointer program)
{
  g_autofree char *pid = g_strdup (g_subprocess_get_identifier (fixture->child));

  if (!search_memory (&fixture->search, pid))
    {
      g_test_skip ("this machine lets nobody read the memory of another process");
      return;
    }
  /* Passphrases are kept in guarded memory, and wiped; all else is there while the desk is open. */
  g_assert_cmpuint (count_found (&fixture->search), >=, N_PHRASES - 2);

  tell_to_lock (fixture);
  g_assert_cmpstr (g_subprocess_get_identifier (fixture->child), ==, pid);
  search_clear (&fixture->search);
  search_init (&fixture->search);
  g_assert_true (search_memory (&fixture->search, pid));
  g_assert_cmpuint (fixture->search.n, ==, 0);
}

static void
test_files (Fixture *fixture, gconstpointer program)
{
  files_search = &fixture->search;
  n_files = 0;
  nftw (fixture->top, search_file, 16, FTW_PHYS); /* while the logs are open, with their WAL */
  tell_to_lock (fixture);
  nftw (fixture->top, search_file, 16, FTW_PHYS);
  nftw (g_get_user_data_dir (), search_file, 16, FTW_PHYS);
  nftw (g_get_user_config_dir (), search_file, 16, FTW_PHYS);
  nftw (g_get_user_cache_dir (), search_file, 16, FTW_PHYS);
  g_test_message ("%u files", n_files);
  g_assert_cmpuint (n_files, >=, 8);
  g_assert_cmpuint (fixture->search.n, ==, 0);
}

int
main (int argc, char **argv)
{
  if (argc > 1 && g_str_equal (argv[1], "--plant"))
    {
      argv[1] = argv[0];
      return run_program (argc - 1, argv + 1, on_plant_cb);
    }
  if (argc > 1 && g_str_equal (argv[1], "--reopen"))
    return run_program (argc, argv, on_shown_cb);
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/desk/lock/core", Fixture, argv[0], set_up, test_core, tear_down);
  g_test_add ("/desk/lock/files", Fixture, argv[0], set_up, test_files, tear_down);
  return g_test_run ();
}
