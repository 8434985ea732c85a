/* Invented meetings: two accounts, actions, rumours. No text names or describes a person. */
#include "pakiv-demo-private.h"

#include "pakiv-day.h"

#include <string.h>

static const PakivDemoChoice types[] = {
  { "PARTNER", 30 }, { "RESID", 18 }, { "WOMEN", 10 }, { "YOUTH", 12 }, { "MONITOR", 12 },
  { "AUDIT", 6 },    { "TRAIN", 8 },  { "RUMOUR", 8 }, { NULL, 0 },
};
static const PakivDemoChoice topics[] = {
  { "POLCONT", 20 }, { "HATE", 12 },   { "HOUSE", 12 }, { "SCHOOL", 14 },
  { "JOBS", 8 },     { "SAFE", 16 },   { "NOISE", 6 },  { "WASTE", 6 },
  { "DOCS", 4 },     { "RECRUIT", 2 }, { NULL, 0 },
};
/* An action that was agreed long ago is done by now, or it is known why not. */
static const PakivDemoChoice new_states[] = {
  { "PROPOSED", 20 }, { "AGREED", 44 }, { "DOING", 30 }, { "DONE", 6 }, { NULL, 0 },
};
static const PakivDemoChoice old_states[] = {
  { "DOING", 12 },      { "BLOCKED", 10 }, { "DONE", 16 }, { "FED_BACK", 50 },
  { "TRANSFERRED", 6 }, { "DROPPED", 6 },  { NULL, 0 },
};
static const struct
{
  const char *what;
  const char *owner;
} actions[] = {
  { "Mend the lamps on the way to school", "COUNCIL" },
  { "Put the stop receipt into plain words and print it again", "POLICE" },
  { "Invite the complaints body to the next meeting", "MEDIATION" },
  { "Hold an open day at the police academy", "POLICE" },
  { "Tell residents by letter when rubbish is collected", "COUNCIL" },
  { "Bring the figures of the last quarter to the monitoring panel", "POLICE" },
  { "Find a room for the women’s meeting that has child care", "MEDIATION" },
  { "Agree how a report of hate crime is passed on", "POLICE" },
  { "Ask neighbours which hours suit a foot patrol", "COMMUNITY" },
  { "Go along to the registry on the first Monday of the month", "MEDIATION" },
};
static const PakivDemoChoice police_accounts[] = {
  { "The figures of the quarter were shown. Most questions were about stops near the station.", 3 },
  { "Residents asked for foot patrols in the afternoon. The team will try for a month.", 3 },
  { "The talk was open. Two actions of the last meeting are done.", 3 },
  { "Officers explained how a complaint is made and what becomes of it.", 2 },
  { NULL, 0 },
};
static const PakivDemoChoice community_accounts[] = {
  { "People said that stops feel more frequent than the figures show, and asked for the reasons.",
    3 },
  { "It was good that the same officers came again. Foot patrols are welcome if they greet.", 3 },
  { "The lamps were promised before. People want to see a date.", 3 },
  { "Those present felt heard. The next meeting should be later in the day.", 2 },
  { NULL, 0 },
};
static const PakivDemoChoice rumours[] = {
  { "That some families get housing without waiting.", 2 },
  { "That the market has become unsafe in the evening.", 2 },
  { "That the school will close a class because of newcomers.", 2 },
  { "That receipts are used to keep a list of people.", 2 },
  { NULL, 0 },
};
static const PakivDemoChoice rumour_topics[] = {
  { "HOUSING", 3 }, { "CRIME", 3 }, { "SCHOOL", 2 }, { "PREFER", 3 }, { "SPACE", 2 }, { NULL, 0 },
};
static const PakivDemoChoice origins[] = {
  { "STREET", 3 }, { "ONLINE", 4 }, { "SCHOOL", 1 }, { "MEDIA", 2 }, { NULL, 0 },
};
static const PakivDemoChoice truths[] = {
  { "FALSE", 5 },
  { "PARTLY", 2 },
  { "UNVERIFIABLE", 2 },
  { NULL, 0 },
};
static const PakivDemoChoice stages[] = {
  { "HEARD", 2 },     { "CLASSIFIED", 2 }, { "EVIDENCE", 2 },
  { "COUNTERED", 3 }, { "EVALUATED", 2 },  { NULL, 0 },
};

static void
add_people (PakivRecord *record, const char *side, const char *gender, int number)
{
  PakivRow *row;

  if (number == 0)
    return;
  row = pakiv_record_add_row (record, "attendance");
  pakiv_row_set (row, "side", side);
  pakiv_row_set (row, "gender", gender);
  pakiv_demo_set_row_number (row, "number", number);
}

static void
add_attendance (const PakivDemoChance *chance, PakivRecord *record)
{
  gboolean women_only = pakiv_record_has_code (record, "type", "WOMEN");

  add_people (record, "COMMUNITY", "F", pakiv_demo_number (chance, 3, 12));
  add_people (record, "COMMUNITY", "M", women_only ? 0 : pakiv_demo_number (chance, 2, 10));
  add_people (record, "POLICE", "F", pakiv_demo_number (chance, 1, 2));
  add_people (record, "POLICE", "M", women_only ? 0 : pakiv_demo_number (chance, 1, 3));
  add_people (record, "MEDIATION", "F", 1);
  if (pakiv_demo_happens (chance, 45))
    add_people (record, "COUNCIL", "M", 1);
  if (pakiv_demo_happens (chance, 35))
    add_people (record, "NGO", "F", pakiv_demo_number (chance, 1, 2));
}

/* Whether the meeting is more than a quarter of a year back. */
static gboolean
is_old (const PakivDemoChance *chance, const PakivRecord *record)
{
  g_autofree char *since = pakiv_day_add_days (chance->today, -100);

  return strcmp (pakiv_record_get (record, "date"), since) < 0;
}

static void
add_action (const PakivDemoChance *chance, PakivRecord *record, guint which)
{
  PakivRow *row = pakiv_record_add_row (record, "actions");
  g_autofree char *due = pakiv_day_add_days (pakiv_record_get (record, "date"),
                                             pakiv_demo_number (chance, 2, 12) * 7);

  pakiv_row_set (row, "what", actions[which].what);
  pakiv_row_set (row, "owner", actions[which].owner);
  pakiv_row_set (row, "due", due);
  pakiv_demo_set_row (chance, row, "state", is_old (chance, record) ? old_states : new_states);
  if (strcmp (pakiv_row_get (row, "state"), "DROPPED") == 0)
    pakiv_row_set (row, "dropped_because", "Another office does this already");
}

/* Up to four, none of them twice. */
static void
add_actions (const PakivDemoChance *chance, PakivRecord *record)
{
  int n = pakiv_demo_number (chance, 1, 4);
  guint first = (guint)pakiv_demo_number (chance, 0, G_N_ELEMENTS (actions) - 1);

  for (int i = 0; i < n; i++)
    add_action (chance, record, (first + (guint)i * 3) % G_N_ELEMENTS (actions));
}

static void
add_rumour (const PakivDemoChance *chance, PakivRecord *record)
{
  PakivRow *row = pakiv_record_add_row (record, "rumours");

  pakiv_demo_set_row (chance, row, "wording", rumours);
  pakiv_demo_set_row (chance, row, "about", rumour_topics);
  pakiv_demo_set_row (chance, row, "origin", origins);
  pakiv_demo_set_row (chance, row, "truth", truths);
  pakiv_demo_set_row (chance, row, "stage", stages);
}

PakivRecord *
pakiv_demo_new_meeting (const PakivDemoChance *chance, const PakivKind *kind, const char *day)
{
  PakivRecord *record = pakiv_record_new (kind);
  g_autofree char *codes
      = pakiv_demo_pick_several (chance, pakiv_demo_pick (chance, topics), topics, 12);

  pakiv_record_set (record, "date", day);
  pakiv_record_set (record, "time_band", "AFTERNOON");
  pakiv_demo_set (chance, record, "type", types);
  pakiv_demo_set (chance, record, "district", pakiv_demo_districts);
  pakiv_record_set (record, "topics", codes);
  add_attendance (chance, record);
  pakiv_demo_set (chance, record, "account_police", police_accounts);
  add_actions (chance, record);
  if (pakiv_demo_happens (chance, 45))
    add_rumour (chance, record);
  return record;
}

void
pakiv_demo_add_community_account (const PakivDemoChance *chance, PakivRecord *meeting)
{
  pakiv_demo_set (chance, meeting, "account_community", community_accounts);
  pakiv_record_set (meeting, "community_agrees", pakiv_demo_happens (chance, 70) ? "YES" : "NO");
}

void
pakiv_demo_add_police_answer (const PakivDemoChance *chance, PakivRecord *meeting)
{
  pakiv_record_set (meeting, "police_agrees", pakiv_demo_happens (chance, 78) ? "YES" : "NO");
}
