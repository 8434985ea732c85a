/* Copies of a signed quarter: the package, the document, and the page for printing. All wait until
 * a quarter is signed: figures on paper that could still change would be a second, different
 * publication. */
#include "pakiv-reports-work.h"

#include "pakiv-compat.h"
#include "pakiv-file.h"
#include "pakiv-release-maker.h"
#include "pakiv-release-page.h"
#include "pakiv-report-pdf.h"

#include <glib/gi18n.h>
#include <string.h>

/* Save a copy of the package */
static void
save_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  PakivReportsWork *work = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PakivStoredRelease) stored = pakiv_log_load_release (work->log, work->period, &error);
  g_autofree char *name = g_path_get_basename (work->path);

  if (stored != NULL && pakiv_release_maker_note_passed_on (work->log, work->period, name, &error))
    pakiv_file_write (work->path, stored->package, 0644, &error);
  else if (stored == NULL && error == NULL)
    g_set_error_literal (&error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_NOT_FOUND,
                         _ ("This quarter has not been released yet."));
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

/* A document can be looked at; of a package, which few programs open, the folder. */
static void
say_saved (PakivReportsPage *self, const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *uri
      = g_filename_to_uri (g_str_has_suffix (name, ".pdf") ? path : folder, NULL, NULL);
  /* Translators: a file. */
  g_autofree char *text = g_strdup_printf (_ ("Saved: %s"), name);

  if (uri != NULL)
    pakiv_reports_actions_say_saved (self, text, uri);
  else
    pakiv_reports_actions_say (self, text);
}

static void
on_saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PakivReportsPage) self = data;
  const PakivReportsWork *work = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  if (!pakiv_reports_work_end (self, result, &error))
    return;
  if (error == NULL)
    say_saved (self, work->path);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    pakiv_compat_tell (pakiv_reports_page_get_window (self), _ ("The copy was not saved"),
                       error->message);
}

/* Save the document that a council votes on */
static void
save_pdf_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  PakivReportsWork *work = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) document = pakiv_report_pdf_new (work->shown, NULL);
  g_autofree char *name = g_path_get_basename (work->path);

  if (!g_cancellable_set_error_if_cancelled (cancellable, &error)
      && pakiv_release_maker_note_passed_on (work->log, work->period, name, &error))
    pakiv_file_write (work->path, document, 0644, &error);
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

/* A file to be written once its place is chosen; the quarter shown may be another one by then. */
typedef struct
{
  PakivReportsPage *page;
  PakivReportsWork *work;
  GTaskThreadFunc in_thread; /* writes it; or */
  char *document;            /* the page */
} Saving;

static void
saving_free (Saving *saving)
{
  g_clear_pointer (&saving->work, pakiv_reports_work_free);
  g_object_unref (saving->page);
  g_free (saving->document);
  g_free (saving);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Saving, saving_free)

static Saving *
saving_new (PakivReportsPage *self)
{
  Saving *saving = g_new0 (Saving, 1);

  saving->page = g_object_ref (self);
  saving->work = pakiv_reports_work_new (self);
  saving->work->shown = pakiv_release_ref (pakiv_release_preview_get_release (self->preview));
  return saving;
}

/* (transfer full): the package's name with another ending. */
static char *
name_file (const PakivRelease *release, const char *ending)
{
  g_autofree char *name = pakiv_release_get_file_name (release);

  if (g_str_has_suffix (name, ".zip"))
    name[strlen (name) - strlen (".zip")] = '\0';
  return g_strconcat (name, ending, NULL);
}

static void
on_place_chosen_cb (GFile *file, gpointer data)
{
  g_autoptr (Saving) saving = data;
  PakivReportsPage *self = saving->page;

  if (file == NULL || self->workplace == NULL || self->working != NULL)
    return;
  saving->work->path = g_file_get_path (file);
  if (saving->work->path != NULL)
    pakiv_reports_work_start (self, g_steal_pointer (&saving->work), _ ("Saving…"),
                              saving->in_thread, on_saved_cb);
}

static void
choose_place (PakivReportsPage *self,
              const char *title,
              const char *ending,
              GTaskThreadFunc in_thread)
{
  const PakivRelease *release = pakiv_release_preview_get_release (self->preview);
  g_autofree char *name = NULL;
  Saving *saving;

  if (release == NULL || self->quarter == NULL)
    return;
  name = name_file (release, ending);
  saving = saving_new (self);
  saving->in_thread = in_thread;
  pakiv_compat_save_file (pakiv_reports_page_get_window (self), title, name, on_place_chosen_cb,
                          saving);
}

void
pakiv_reports_actions_save (PakivReportsPage *self)
{
  choose_place (self, _ ("Save a Copy"), ".zip", save_in_thread);
}

void
pakiv_reports_actions_save_pdf (PakivReportsPage *self)
{
  choose_place (self, _ ("Save as PDF"), ".pdf", save_pdf_in_thread);
}

void
pakiv_reports_actions_save_pdf_to (PakivReportsPage *self, const char *path)
{
  PakivReportsWork *work = pakiv_reports_work_new (self);

  work->shown = pakiv_release_ref (pakiv_release_preview_get_release (self->preview));
  work->path = g_strdup (path);
  pakiv_reports_work_start (self, work, _ ("Saving…"), save_pdf_in_thread, on_saved_cb);
}

/* Print: the page as one file, opened in the browser, which prints it or makes a PDF of it. */
gboolean
pakiv_reports_actions_write_page (const char *document, GFile *file, GError **error)
{
  g_autofree char *path = g_file_get_path (file);
  g_autoptr (GBytes) bytes = g_bytes_new (document, strlen (document));

  if (path == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                           _ ("Choose a folder of this computer."));
      return FALSE;
    }
  return pakiv_file_write (path, bytes, 0644, error);
}

static void
on_page_place_chosen_cb (GFile *file, gpointer data)
{
  g_autoptr (Saving) saving = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *uri = file != NULL ? g_file_get_uri (file) : NULL;
  GtkWindow *window = pakiv_reports_page_get_window (saving->page);
  g_autofree char *name = file != NULL ? g_file_get_basename (file) : NULL;

  if (file == NULL)
    return;
  if (!pakiv_release_maker_note_passed_on (saving->work->log, saving->work->period, name, &error)
      || !pakiv_reports_actions_write_page (saving->document, file, &error))
    pakiv_compat_tell (window, _ ("The page was not saved"), error->message);
  else if (!g_app_info_launch_default_for_uri (uri, NULL, NULL))
    pakiv_compat_tell (window, _ ("The page was saved"),
                       _ ("Open the file in a web browser and print it from there."));
  else if (saving->page->workplace != NULL)
    pakiv_reports_actions_say (saving->page,
                               _ ("The page was saved; print it from the web browser"));
}

void
pakiv_reports_actions_print (PakivReportsPage *self)
{
  const PakivRelease *release = pakiv_release_preview_get_release (self->preview);
  g_autofree char *name = NULL;
  Saving *saving;

  if (release == NULL || self->quarter == NULL)
    return;
  name = name_file (release, ".html");
  saving = saving_new (self);
  saving->document = pakiv_release_page_to_document (release);
  pakiv_compat_save_file (pakiv_reports_page_get_window (self), _ ("Save the Page for Printing"),
                          name, on_page_place_chosen_cb, saving);
}
