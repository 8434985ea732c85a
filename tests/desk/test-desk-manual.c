/* The manual opens from the locked desk as from an open one: the file that the user's browser gets
 * is there and is the manual; where no browser starts, the window says where the file is. The
 * browser of this test is a script that copies what it is given. */
#include "form-fixture.h"
#include "workplace-fixture.h"

#include "pakiv-compat.h"
#include "pakiv-manual.h"
#include "pakiv-window.h"

#include <glib/gstdio.h>
#include <unistd.h>

typedef struct
{
  WorkplaceFixture desk;
  GtkWidget *window;
  char *opened; /* what the browser was given, copied here */
} Fixture;

static char *browser;
static char *entry; /* that tells of it */

static void
write_browser (const char *text)
{
  g_assert_true (g_file_set_contents (browser, text, -1, NULL));
  g_assert_cmpint (g_chmod (browser, 0700), ==, 0);
}

/* Of the system's files only these: not its applications, among which there may be a browser. */
static void
leave_out_applications (const char *folder)
{
  static const char *const names[] = { "mime", "icons", "glib-2.0", "fonts" };

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *target = g_build_filename ("/usr/share", names[i], NULL);
      g_autofree char *link = g_build_filename (folder, names[i], NULL);

      g_assert_cmpint (symlink (target, link), ==, 0);
    }
  g_setenv ("XDG_DATA_DIRS", folder, TRUE);
}

/* In the test's own folders (tests/with-display), before anything asks for applications. */
static void
register_browser (void)
{
  g_autofree char *system = g_build_filename (g_getenv ("XDG_RUNTIME_DIR"), "system", NULL);
  g_autofree char *folder = g_build_filename (g_getenv ("XDG_DATA_HOME"), "applications", NULL);
  g_autofree char *choice = g_build_filename (g_getenv ("XDG_CONFIG_HOME"), "mimeapps.list", NULL);
  g_autofree char *text = NULL;

  leave_out_applications (system);
  browser = g_build_filename (folder, "browser", NULL);
  entry = g_build_filename (folder, "pakiv-test-browser.desktop", NULL);
  text
      = g_strdup_printf ("[Desktop Entry]\nType=Application\nName=Browser\nExec=%s %%f\n", browser);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  write_browser ("#!/bin/sh\n");
  g_assert_true (g_file_set_contents (entry, text, -1, NULL));
  g_assert_cmpint (g_mkdir_with_parents (g_getenv ("XDG_CONFIG_HOME"), 0700), ==, 0);
  g_assert_true (g_file_set_contents (choice,
                                      "[Default Applications]\n"
                                      "text/html=pakiv-test-browser.desktop\n"
                                      "application/xhtml+xml=pakiv-test-browser.desktop\n",
                                      -1, NULL));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = NULL;
  g_autoptr (PakivClock) clock = pakiv_clock_new_fixed (WORKPLACE_DAY);

  workplace_fixture_set_up (&fixture->desk);
  folder = g_build_filename (fixture->desk.folder, "desk", NULL);
  fixture->opened = g_build_filename (fixture->desk.folder, "opened", NULL);
  fixture->window = pakiv_window_new (NULL, folder, clock);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  form_wait_idle ();
  g_unlink (fixture->opened);
  g_free (fixture->opened);
  workplace_fixture_tear_down (&fixture->desk);
}

static gboolean
on_tick_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* For what happens outside of this program, of which its main loop hears nothing. */
static void
wait_outside (FormDone done, gpointer data)
{
  guint tick = g_timeout_add (20, on_tick_cb, NULL);

  form_wait (done, data);
  g_source_remove (tick);
}

static gboolean
is_there (gpointer path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static void
test_opens (Fixture *fixture, gconstpointer data)
{
  g_autofree char *script = g_strdup_printf ("#!/bin/sh\ncp \"$1\" '%s.new' && mv '%s.new' '%s'\n",
                                             fixture->opened, fixture->opened, fixture->opened);
  g_autofree char *path = pakiv_manual_find ("index");
  g_autofree char *wanted = NULL;
  g_autofree char *got = NULL;

  write_browser (script);
  g_assert_true (gtk_widget_activate_action (fixture->window, "win.manual", NULL));
  wait_outside (is_there, fixture->opened);
  g_assert_true (g_file_get_contents (path, &wanted, NULL, NULL));
  g_assert_true (g_file_get_contents (fixture->opened, &got, NULL, NULL));
  g_assert_cmpstr (got, ==, wanted);
  g_assert_nonnull (g_strstr_len (got, -1, "<h1>Manual of Pakiv</h1>"));
}

static GtkWidget *
find_label (const char *text)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();
  GtkWidget *found = NULL;

  for (GList *l = windows; l != NULL && found == NULL; l = l->next)
    found = form_find_labelled (l->data, GTK_TYPE_LABEL, text);
  return found;
}

static gboolean
says (gpointer text)
{
  GtkWidget *label = find_label (text);

  return label != NULL && gtk_widget_get_mapped (label);
}

static void
close_message (Fixture *fixture)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  pakiv_compat_close_dialogs (GTK_WINDOW (fixture->window));
  for (GList *l = windows; l != NULL; l = l->next)
    if (l->data != fixture->window)
      gtk_window_destroy (l->data);
}

static gboolean
has_no_browser (gpointer data)
{
  g_autoptr (GAppInfo) app = g_app_info_get_default_for_type ("text/html", FALSE);

  return app == NULL;
}

static void
test_no_browser (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = pakiv_manual_find ("index");
  g_autofree char *body = g_strdup_printf ("The manual is in this file:\n%s", path);

  g_assert_cmpint (g_unlink (entry), ==, 0);
  wait_outside (has_no_browser, NULL);
  g_assert_true (gtk_widget_activate_action (fixture->window, "win.manual", NULL));
  form_wait (says, (gpointer) "No web browser was found");
  g_assert_nonnull (find_label (body));
  close_message (fixture);
}

static void
test_not_there (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_strdup (g_getenv ("PAKIV_MANUAL"));

  g_setenv ("PAKIV_MANUAL", "/nowhere/at-all", TRUE);
  g_assert_true (gtk_widget_activate_action (fixture->window, "win.manual", NULL));
  form_wait (says, (gpointer) "The manual is not there");
  g_assert_nonnull (find_label ("It should be in this file:\n/nowhere/at-all/index.html"));
  close_message (fixture);
  g_setenv ("PAKIV_MANUAL", folder, TRUE);
}

int
main (int argc, char **argv)
{
  register_browser ();
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

#define ADD(name, function) g_test_add (name, Fixture, NULL, set_up, function, tear_down)
  ADD ("/manual/opens", test_opens);
  ADD ("/manual/no-browser", test_no_browser);
  ADD ("/manual/not-there", test_not_there);
  return g_test_run ();
}
