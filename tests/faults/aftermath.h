/* What must hold after a program stopped at any moment: what it said is done is there, what it was
 * about to do is wholly there or not at all, and nothing that it left is in anyone's way. */
#pragma once

#include "worker.h"

G_BEGIN_DECLS

/* What a log must have, as far as is known. */
typedef struct
{
  GHashTable *tokens;  /* record id → token */
  GHashTable *history; /* record id → Acts */
  char *draft;         /* the token of the new draft; NULL: none */
  char *act;           /* what was about to be done; NULL: nothing */
  char *id, *token;    /* of it; "-": none */
  guint done;          /* acts that were confirmed */
} Expected;

Expected *expected_new (void);
void expected_free (Expected *expected);

/* Takes the lines of a worker. */
void expected_take (Expected *expected, const char *lines);

/* Looks whether the records of @prefix in @log are as expected, in the table and in the search, and
 * settles what was about to be done by what is there. */
void expected_check (Expected *expected, Fixture *fixture, PakivLog *log, const char *prefix);

/* Whether the data-protection officer reads of each act once and of no other. */
void expected_check_trace (Expected *expected, PakivDesk *desk);

typedef enum
{
  CHECK_POLICE, /* as Ana */
  CHECK_ALL,    /* every log, and every member unlocks */
} CheckScope;

/* desk.json can be read, members unlock, logs open, their pages are whole, the trace is whole, in
 * the table and in its file, and no file is left that was kept aside, or that was on its way. */
void check_desk (Fixture *fixture, const char *folder, CheckScope scope);

/* As it is in the file, opened by its key as SQLCipher does. */
gint64 check_number (PakivSession *session, PakivLogId log, const char *select);

/* (transfer full): a log of the desk at @folder, opened by @member. */
PakivLog *check_open (Fixture *fixture, const char *folder, const char *member, PakivLogId log);

/* Copies a folder with all in it, what was there before is removed. */
void copy_folder (const char *from, const char *to);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Expected, expected_free)

G_END_DECLS
