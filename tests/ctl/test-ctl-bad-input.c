/* Bad input and bad luck: a clear sentence, exit 1, nothing lost and nothing half-written. */
#include "ctl.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

static const char header[]
    = "Type,Date,Part of a policing operation,Policing operation,Latitude,Longitude,Gender,"
      "Age range,Self-defined ethnicity,Officer-defined ethnicity,Legislation,Object of search,"
      "Outcome,Outcome linked to object of search,Removal of more than just outer clothing\n";
static const char row[] = "Person search,2021-01-01T00:00:00+00:00,,,,,Male,,,,,,,,\n";

static const char contact[]
    = "{\"date\":\"2021-03-30\",\"type\":\"PATROL\",\"district\":\"NORTH\"}";

static void
add_contact (Ctl *ctl)
{
  g_free (ctl_expect (0, NULL,
                      ctl_run (OFFICER, contact, "add", ctl->desk, "--kind", "contact", "--member",
                               "Ana", "-", NULL)));
}

/* Imports "in.csv", which must fail with @said and leave the log with the one record it had. */
static void
expect_no_import (Ctl *ctl, const char *said)
{
  g_autofree char *file = ctl_path (ctl, "in.csv");
  g_autofree char *rejects = ctl_path (ctl, "in.csv.rejects.csv");
  g_autofree char *out = ctl_expect (1, said,
                                     ctl_run (OFFICER, NULL, "import", ctl->desk, "--member", "Ana",
                                              "--map", "uk-stops", file, NULL));

  g_assert_cmpstr (out, ==, "");
  g_assert_false (g_file_test (rejects, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (ctl_count (ctl, "police", "contact"), ==, 1);
}

static void
write_import (Ctl *ctl, const char *last, gssize length)
{
  g_autoptr (GString) text = g_string_new (header);

  for (int i = 0; i < 5; i++)
    g_string_append (text, row);
  g_string_append_len (text, last, length);
  ctl_write (ctl, "in.csv", text->str, (gssize)text->len);
}

static void
test_import_file (Ctl *ctl, gconstpointer data)
{
  g_autofree char *huge = g_strnfill (10 * 1024 * 1024, 'x');
  g_autofree char *huge_row = g_strconcat ("Person search,", huge, ",,,,,,,,,,,,,\n", NULL);

  add_contact (ctl);
  expect_no_import (ctl, "in.csv"); /* not there */
  ctl_write (ctl, "in.csv", "", 0);
  expect_no_import (ctl, "in.csv");
  ctl_write (ctl, "in.csv", "a,b\n1,2\n", -1);
  expect_no_import (ctl, "in.csv, line 1: ");
  write_import (ctl, "Person search,\0,,,,,,,,,,,,,\n", 30);
  expect_no_import (ctl, "in.csv, line 7: ");
  write_import (ctl, "Caf\xE9,,,,,,,,,,,,,,\n", -1);
  expect_no_import (ctl, "in.csv, line 7: ");
  write_import (ctl, huge_row, -1);
  expect_no_import (ctl, "in.csv, line 7: ");
  write_import (ctl, "\"Person search,,,,,,,,,,,,,,\n", -1);
  expect_no_import (ctl, "in.csv, line 7: ");
}

static void
test_import_map (Ctl *ctl, gconstpointer data)
{
  write_import (ctl, row, -1);
  g_free (ctl_expect (1, "“nothing”",
                      ctl_run (OFFICER, NULL, "import", ctl->desk, "--member", "Ana", "--map",
                               "nothing", "in.csv", NULL)));
  /* Nothing of a good file is kept when the next one is bad. */
  {
    g_autofree char *file = ctl_path (ctl, "in.csv");

    add_contact (ctl);
    g_free (ctl_expect (1, "missing.csv",
                        ctl_run (OFFICER, NULL, "import", ctl->desk, "--member", "Ana", "--map",
                                 "uk-stops", file, "missing.csv", NULL)));
    g_assert_cmpuint (ctl_count (ctl, "police", "contact"), ==, 1);
  }
}

static void
test_passphrase (Ctl *ctl, gconstpointer data)
{
  g_autofree char *long_line = g_strnfill (5000, 'x');
  const char *const wrong[]
      = { "wrong passphrase\n",   "",          "\n",     "officer passphrase \n",
          "Officer passphrase\n", "caf\xE9\n", long_line };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_free (ctl_expect (
          1, NULL,
          ctl_run (wrong[i], NULL, "list", ctl->desk, "--member", "Ana", "--log", "police", NULL)));
      /* Several wrong ones on end would make the right one wait. */
      g_free (ctl_expect (
          0, NULL,
          ctl_run (OFFICER, NULL, "list", ctl->desk, "--member", "Ana", "--log", "police", NULL)));
    }
  /* Without a line end, and with that of another system, it is the same passphrase. */
  g_free (ctl_expect (0, NULL,
                      ctl_run ("officer passphrase", NULL, "list", ctl->desk, "--member", "Ana",
                               "--log", "police", NULL)));
  g_free (ctl_expect (0, NULL,
                      ctl_run ("officer passphrase\r\n", NULL, "list", ctl->desk, "--member", "Ana",
                               "--log", "police", NULL)));
  g_free (ctl_expect (
      1, "“Dee”",
      ctl_run (OFFICER, NULL, "list", ctl->desk, "--member", "Dee", "--log", "police", NULL)));
}

/* No terminal and no descriptor: it must not wait for ever, nor read the passphrase from elsewhere.
 */
static void
test_no_terminal (Ctl *ctl, gconstpointer data)
{
  g_autofree char *script = g_strdup_printf (
      "PASSPHRASE='officer passphrase' exec setsid -w '%s' list '%s' --member Ana --log police </dev/null",
      ctl_get_program (), ctl->desk);
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;
  char *argv[] = { "sh", "-c", script, NULL };
  int status;

  g_assert_true (
      g_spawn_sync (NULL, argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, &err, &status, NULL));
  g_assert_false (g_spawn_check_wait_status (status, NULL));
  g_assert_nonnull (strstr (err, "--passphrase-fd"));
}

static void
expect_no_list (Ctl *ctl, const char *said)
{
  g_autofree char *out = ctl_expect (
      1, said,
      ctl_run (OFFICER, NULL, "list", ctl->desk, "--member", "Ana", "--log", "police", NULL));

  g_assert_cmpstr (out, ==, "");
}

static void
test_no_desk (Ctl *ctl, gconstpointer data)
{
  g_autofree char *none = ctl_path (ctl, "none");

  g_free (ctl_expect (1, none, ctl_run (OFFICER, NULL, "list", none, "--log", "police", NULL)));
  ctl_write (ctl, "desk/desk.json", "{\"pakiv-desk\": 1}", -1);
  expect_no_list (ctl, "desk.json");
  ctl_write (ctl, "desk/desk.json", "not JSON", -1);
  expect_no_list (ctl, "desk.json");
  ctl_write (ctl, "desk/desk.json", "", 0);
  expect_no_list (ctl, "desk.json");
}

/* A desk written by a newer Pakiv is refused, not guessed at. */
static void
test_newer_desk (Ctl *ctl, gconstpointer data)
{
  g_autofree char *text = ctl_read (ctl, "desk/desk.json", NULL);
  char *version = strstr (text, "\"pakiv-desk\" : ");

  g_assert_nonnull (version);
  version[strlen ("\"pakiv-desk\" : ")] = '9';
  ctl_write (ctl, "desk/desk.json", text, -1);
  expect_no_list (ctl, "newer");
}

static void
test_no_log (Ctl *ctl, gconstpointer data)
{
  g_autofree char *rest = NULL;
  g_autofree char *log = NULL;
  gsize length;

  add_contact (ctl);
  log = ctl_read (ctl, "desk/police.log", &length);
  g_assert_cmpmem (log, 6, log, 6);
  g_assert_true (memcmp (log, "SQLite", 6) != 0);

  /* Another file, a plain database header, a cut one, and one with a flipped bit in its first page.
   */
  ctl_write (ctl, "desk/police.log", "This is a letter, not a log.", -1);
  expect_no_list (ctl, "police.log");
  ctl_write (ctl, "desk/police.log", "SQLite format 3", 16);
  expect_no_list (ctl, "police.log");
  ctl_write (ctl, "desk/police.log", log, (gssize)(length / 2 - 100));
  expect_no_list (ctl, "police.log");
  log[200] ^= 1;
  ctl_write (ctl, "desk/police.log", log, (gssize)length);
  expect_no_list (ctl, "police.log");
  log[200] ^= 1;
  ctl_write (ctl, "desk/police.log", log, (gssize)length);
  g_assert_cmpuint (ctl_count (ctl, "police", "contact"), ==, 1);
}

static void
make_release (Ctl *ctl)
{
  g_autofree char *out = ctl_path (ctl, "r.zip");

  add_contact (ctl);
  g_free (ctl_expect (0, NULL,
                      ctl_run (OFFICER, NULL, "release", ctl->desk, "--log", "police", "--period",
                               "2021-Q1", "--out", out, NULL)));
}

static void
expect_not_verified (Ctl *ctl, const char *text, gsize length)
{
  g_autofree char *file = ctl_path (ctl, "bad.zip");
  g_autofree char *out = NULL;

  ctl_write (ctl, "bad.zip", text, (gssize)length);
  out = ctl_expect (1, "bad.zip", ctl_run (NULL, NULL, "verify", file, NULL));
  g_assert_cmpstr (out, ==, "");
}

static void
test_package (Ctl *ctl, gconstpointer data)
{
  g_autofree char *package = NULL;
  gsize length;

  make_release (ctl);
  package = ctl_read (ctl, "r.zip", &length);
  for (gsize at = 0; at < length; at += length / 40 + 1)
    {
      package[at] ^= 0x40;
      expect_not_verified (ctl, package, length);
      package[at] ^= 0x40;
      if (at > 0)
        expect_not_verified (ctl, package, at);
    }
  expect_not_verified (ctl, package, length - 1);
  expect_not_verified (ctl, "", 0);
  expect_not_verified (ctl, "PK\3\4", 4);
  expect_not_verified (ctl, header, strlen (header));
  g_free (ctl_expect (1, "none.zip", ctl_run (NULL, NULL, "verify", "none.zip", NULL)));
}

/* (transfer full): the key that verify prints. */
static char *
read_key (const char *file)
{
  g_autofree char *said = ctl_expect (0, NULL, ctl_run (NULL, NULL, "verify", file, NULL));
  g_auto (GStrv) lines = g_strsplit (said, "\n", -1);

  for (int i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], "Key:"))
      return g_strdup (g_strstrip (lines[i] + 4));
  g_assert_not_reached ();
}

/* Each log signs with a key of its own. */
static void
test_key (Ctl *ctl, gconstpointer data)
{
  g_autofree char *police = ctl_path (ctl, "r.zip");
  g_autofree char *mediation = ctl_path (ctl, "m.zip");
  g_autofree char *police_key = NULL;
  g_autofree char *mediation_key = NULL;

  make_release (ctl);
  g_free (ctl_expect (0, NULL,
                      ctl_run (MEDIATOR, contact, "add", ctl->desk, "--kind", "contact", "--member",
                               "Bo", "-", NULL)));
  g_free (ctl_expect (0, NULL,
                      ctl_run (MEDIATOR, NULL, "release", ctl->desk, "--log", "mediation",
                               "--period", "2021-Q1", "--out", mediation, NULL)));
  police_key = read_key (police);
  mediation_key = read_key (mediation);
  g_free (ctl_expect (0, NULL, ctl_run (NULL, NULL, "verify", police, "--key", police_key, NULL)));
  g_free (ctl_expect (1, "r.zip",
                      ctl_run (NULL, NULL, "verify", police, "--key", mediation_key, NULL)));
}

/* Ctrl-C in the middle: the log is as it was. A fifo holds the import open for as long as needed.
 */
static void
test_interrupt (Ctl *ctl, gconstpointer data)
{
  g_autofree char *fifo = ctl_path (ctl, "in.csv");
  g_autofree char *script = NULL;
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;
  char *argv[] = { "sh", "-c", NULL, NULL };
  int status;

  add_contact (ctl);
  script = g_strdup_printf (
      "mkfifo '%s' && exec 4<>'%s' && { printf '%%s' '%s'; i=0; while [ $i -lt 300 ]; do "
      "printf '%%s' '%s'; i=$((i+1)); done; } >&4\n"
      "(sleep 1; kill -INT $$; sleep 0.2; printf '%%s' '%s' >&4) &\n"
      "exec 3<<PASS\nofficer passphrase\nPASS\n"
      "exec '%s' import '%s' --member Ana --map uk-stops '%s' --passphrase-fd 3 4>&-\n",
      fifo, fifo, header, row, row, ctl_get_program (), ctl->desk, fifo);
  argv[2] = script;
  g_assert_true (
      g_spawn_sync (NULL, argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, &err, &status, NULL));
  g_test_message ("%s%s", out, err);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 1);
  g_assert_true (g_str_has_prefix (err, "pakivctl: "));
  g_assert_cmpuint (ctl_count (ctl, "police", "contact"), ==, 1);
}

/* Runs @script as root of its own name space, with a small disk mounted at "disk"; skips where that
 * is not allowed. $CTL is the program. (transfer full): what it printed, errors too. */
static char *
run_with_disk (Ctl *ctl, const char *size, const char *script)
{
  g_autofree char *whole = g_strdup_printf (
      "cd '%s' && mkdir disk && mount -t tmpfs -o size=%s tmpfs disk || exit 77\n"
      "CTL='%s'\nprintf 'officer passphrase\\n' > pass\n%s",
      ctl->folder, size, ctl_get_program (), script);
  char *argv[] = { "unshare", "-rm", "sh", "-c", whole, NULL };
  g_autofree char *err = NULL;
  g_autoptr (GError) error = NULL;
  char *out = NULL;
  int status;

  if (!g_spawn_sync (NULL, argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &out, &err, &status, &error)
      || !WIFEXITED (status) || WEXITSTATUS (status) == 77 || strstr (err, "unshare") != NULL)
    {
      g_test_skip ("A disk can’t be mounted here (no user name spaces).");
      g_free (out);
      return NULL;
    }
  g_test_message ("%s%s", out, err);
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
  return out;
}

static void
test_full_disk (Ctl *ctl, gconstpointer data)
{
  g_autofree char *out = NULL;
  g_autoptr (GString) text = g_string_new (header);

  for (int i = 0; i < 20000; i++)
    g_string_append_printf (text, "Person search,2021-01-%02dT10:00:00+00:00,,,,%d,Male,,,,,,,,\n",
                            i % 28 + 1, i);
  ctl_write (ctl, "in.csv", text->str, -1);
  add_contact (ctl);
  out = run_with_disk (
      ctl, "2m",
      "cp -r desk disk/desk && cp in.csv disk.csv\n"
      "$CTL import disk/desk --member Ana --map uk-stops in.csv --passphrase-fd 3 3<pass 2>err\n"
      "echo import=$?; cat err\n"
      "$CTL list disk/desk --member Ana --log police --kind contact --passphrase-fd 3 3<pass\n"
      "echo list=$?\n"
      "dd if=/dev/zero of=disk/fill bs=4k 2>/dev/null\n"
      "$CTL init disk/new --station S --member Ana:officer --passphrase-fd 3 3<pass 2>err\n"
      "echo init=$?; cat err; test ! -e disk/new && echo nothing-left\n"
      "$CTL list desk --member Ana --log police --kind contact --passphrase-fd 3 3<pass "
      ">/dev/full 2>err\n"
      "echo full=$?; cat err\n");
  if (out == NULL)
    return;
  g_assert_true (g_str_has_prefix (out, "import=1\npakivctl: "));
  g_assert_nonnull (strstr (out, "full"));
  g_assert_nonnull (strstr (out, "Contacts: 1\n"));
  g_assert_nonnull (strstr (out, "list=0\n"));
  g_assert_nonnull (strstr (out, "init=1\n"));
  g_assert_nonnull (strstr (out, "nothing-left\n"));
  g_assert_nonnull (
      strstr (out, "full=1\npakivctl: What was to be printed could not be written.\n"));
}

static void
test_read_only (Ctl *ctl, gconstpointer data)
{
  g_autofree char *out = NULL;

  ctl_write (ctl, "contact.json", contact, -1);
  write_import (ctl, row, -1);
  add_contact (ctl);
  out = run_with_disk (
      ctl, "8m",
      "cp -r desk disk/desk && cp in.csv disk && mount -o remount,ro disk || exit 77\n"
      "$CTL add disk/desk --member Ana --kind contact contact.json --passphrase-fd 3 3<pass 2>err\n"
      "echo add=$?; cat err\n"
      "$CTL import disk/desk --member Ana --map uk-stops disk/in.csv --passphrase-fd 3 3<pass "
      "2>err\n"
      "echo import=$?; cat err\n"
      "$CTL init disk/new --station S --member Ana:officer --passphrase-fd 3 3<pass 2>err\n"
      "echo init=$?; cat err\n"
      "$CTL release desk --log police --period 2021-Q1 --out disk/r.zip --passphrase-fd 3 3<pass "
      "2>err\n"
      "echo release=$?; cat err\n");
  if (out == NULL)
    return;
  g_assert_nonnull (strstr (out, "add=1\npakivctl: "));
  g_assert_nonnull (strstr (out, "import=1\npakivctl: "));
  g_assert_nonnull (strstr (out, "init=1\npakivctl: "));
  g_assert_nonnull (strstr (out, "release=1\npakivctl: "));
  /* The release was refused before it closed the quarter. */
  add_contact (ctl);
}

#define ADD(path, function) \
  g_test_add ("/ctl/bad/" path, Ctl, NULL, ctl_set_up, function, ctl_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("import-file", test_import_file);
  ADD ("import-map", test_import_map);
  ADD ("passphrase", test_passphrase);
  ADD ("no-terminal", test_no_terminal);
  ADD ("no-desk", test_no_desk);
  ADD ("newer-desk", test_newer_desk);
  ADD ("no-log", test_no_log);
  ADD ("package", test_package);
  ADD ("key", test_key);
  ADD ("interrupt", test_interrupt);
  ADD ("full-disk", test_full_disk);
  ADD ("read-only", test_read_only);
  return g_test_run ();
}
