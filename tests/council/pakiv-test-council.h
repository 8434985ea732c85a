/* The real pakiv-council, started as a program of its own on a free port, and a client that says
 * exactly what it is told to, wrong things too. */
#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

G_BEGIN_DECLS

typedef struct
{
  char *folder; /* temporary; the council's own is "data" in it */
  char *data;
  char *url;
  GSubprocess *process;
  SoupSession *session;
} PakivTestCouncil;

/* @arguments: more of them, NULL-terminated, or NULL. */
PakivTestCouncil *pakiv_test_council_start (const char *const *arguments);

/* Asks it to stop and asserts that it did so cleanly, leaving no half-received file. */
void pakiv_test_council_stop (PakivTestCouncil *council);

/* Kills it in the middle of whatever it does, and starts it again on the same folder. */
void pakiv_test_council_crash (PakivTestCouncil *council);

/* The same, with a disk that takes no file beyond a megabyte. */
void pakiv_test_council_restart_without_space (PakivTestCouncil *council);

/* What the server wrote to its log so far. (transfer full) */
char *pakiv_test_council_read_log (PakivTestCouncil *council);

/* Runs the program to its end. @arguments is NULL-terminated. Returns its exit status. */
int pakiv_test_council_run (const char *const *arguments, char **output, char **errors);

/* (transfer full): the code that "station add" prints, without its address. */
char *pakiv_test_council_add_station (PakivTestCouncil *council, const char *name);

/* (transfer full): the token of a station whose three keys are those of @seed, +1 and +2. */
char *pakiv_test_council_enrol (PakivTestCouncil *council,
                                const char *code,
                                const char *uuid,
                                guint8 seed);
char *pakiv_test_council_make_enrolment (const char *code, const char *uuid, guint8 seed);

typedef struct
{
  guint status;
  SoupMessageHeaders *headers;
  GBytes *body;
  JsonObject *envelope; /* or NULL */
} PakivTestAnswer;

typedef struct
{
  const char *method;
  const char *path;
  const char *token;
  const char *digest; /* NULL: the right one; "": none */
  const char *header; /* "Name: value" or NULL */
  GBytes *body;       /* or NULL */
} PakivTestCall;

PakivTestAnswer *pakiv_test_council_call (PakivTestCouncil *council, const PakivTestCall *call);
PakivTestAnswer *pakiv_test_council_put (PakivTestCouncil *council,
                                         const char *token,
                                         const char *id,
                                         GBytes *package);
void pakiv_test_answer_free (PakivTestAnswer *answer);

/* "" where it has none. (transfer full) */
char *pakiv_test_answer_get_text (PakivTestAnswer *answer);

/* (transfer full): the sample release signed with @seed's key for its log, and its id. */
GBytes *pakiv_test_council_make_package (int version, guint8 seed, char **id);

/* What it starts is ended when this test ends, however it ends. */
void pakiv_test_end_with_us (GSubprocessLauncher *launcher);

/* Deletes a folder and all in it. */
void pakiv_test_remove_folder (const char *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivTestAnswer, pakiv_test_answer_free)

G_END_DECLS
