/* Runs the built pakivctl as a person or a script would, with passphrases over a descriptor. */
#pragma once

#include "pakiv-desk.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define OFFICER "officer passphrase\n"
#define MEDIATOR "mediator passphrase\n"
#define DPO "protection passphrase\n"

typedef struct
{
  char *folder; /* temporary; everything a test makes is in it */
  char *desk;   /* of Ana (officer), Bo (mediator) and Cy (DPO), made with quick keys */
} Ctl;

typedef struct
{
  int status;
  char *out;
  char *err;
} CtlRun;

void ctl_set_up (Ctl *ctl, gconstpointer data);
void ctl_tear_down (Ctl *ctl, gconstpointer data);

/* (transfer full): a path inside the folder. */
char *ctl_path (Ctl *ctl, const char *name);
void ctl_write (Ctl *ctl, const char *name, const char *text, gssize length);
char *ctl_read (Ctl *ctl, const char *name, gsize *length);

/* pakivctl with the words up to NULL. @passphrases goes in at descriptor 3, where --passphrase-fd 3
 * is added; NULL adds nothing. @input is standard input, or NULL. */
CtlRun *ctl_run (const char *passphrases, const char *input, ...) G_GNUC_NULL_TERMINATED;
void ctl_run_free (CtlRun *run);

/* Runs, compares the exit status, and wants @said (may be NULL) on standard error; for status 0
 * nothing may stand there. (transfer full): what stood on standard output. */
char *ctl_expect (int status, const char *said, CtlRun *run);

/* Wants exit status 2 and nothing on standard output. */
void ctl_expect_misuse (CtlRun *run);

/* (transfer full): rows of the CSV export of one log and kind, by the header's names. */
GPtrArray *ctl_list (Ctl *ctl, const char *log, const char *kind); /* GHashTable */
guint ctl_count (Ctl *ctl, const char *log, const char *kind);

const char *ctl_get_program (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CtlRun, ctl_run_free)

#define CTL_ADD(path, function) \
  g_test_add ("/ctl/" path, Ctl, NULL, ctl_set_up, function, ctl_tear_down)

G_END_DECLS
