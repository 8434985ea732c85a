/* Invented contacts and stops. No text names or describes a person. */
#include "pakiv-demo-private.h"

#include <string.h>

static const PakivDemoChoice police_types[] = {
  { "PATROL", 34 }, { "VISIT", 8 }, { "STOPID", 16 }, { "STOPVEH", 11 },
  { "SEARCH", 9 },  { "CALL", 12 }, { "VICTIM", 3 },  { "OUTREACH", 4 },
  { "EVICT", 1 },   { "OPER", 2 },  { NULL, 0 },
};
static const PakivDemoChoice mediation_types[] = {
  { "MEDIATE", 26 },  { "ADVICE", 28 }, { "ACCOMP", 20 }, { "VICTIM", 8 },
  { "OUTREACH", 10 }, { "VISIT", 8 },   { NULL, 0 },
};
static const PakivDemoChoice bands[] = {
  { "MORNING", 38 },
  { "AFTERNOON", 46 },
  { "NIGHT", 16 },
  { NULL, 0 },
};
static const PakivDemoChoice stop_genders[] = {
  { "M", 70 }, { "F", 27 }, { "X", 1 }, { "U", 2 }, { NULL, 0 },
};
static const PakivDemoChoice ages[] = {
  { "U14", 1 },    { "14_17", 12 }, { "18_24", 31 }, { "25_34", 26 },
  { "35_64", 25 }, { "65P", 4 },    { "U", 1 },      { NULL, 0 },
};
static const PakivDemoChoice vehicle_reasons[] = {
  { "TRAFFIC", 72 }, { "CHECKPT", 16 }, { "BEHAV", 8 }, { "DESC", 4 }, { NULL, 0 },
};
static const PakivDemoChoice identity_reasons[] = {
  { "BEHAV", 34 },  { "REPORT", 26 }, { "DESC", 16 }, { "BYLAW", 14 },
  { "WELFARE", 6 }, { "OBJECT", 4 },  { NULL, 0 },
};
static const PakivDemoChoice search_reasons[] = {
  { "BEHAV", 38 }, { "OBJECT", 26 }, { "REPORT", 16 }, { "DESC", 14 }, { "INTEL", 6 }, { NULL, 0 },
};
static const PakivDemoChoice vehicle_grounds[] = {
  { "TRAFLAW", 76 },
  { "EVENT", 14 },
  { "OFF_SUSP", 10 },
  { NULL, 0 },
};
static const PakivDemoChoice identity_grounds[] = {
  { "OFF_SUSP", 46 }, { "ADM_INFR", 30 }, { "PREV", 18 },
  { "WARR", 3 },      { "OTHERLAW", 3 },  { NULL, 0 },
};
static const PakivDemoChoice search_grounds[] = {
  { "OFF_SUSP", 78 },
  { "PREV", 14 },
  { "WARR", 8 },
  { NULL, 0 },
};
static const PakivDemoChoice objects[] = {
  { "DRUGS", 52 }, { "WEAPON", 12 }, { "STOLEN", 14 }, { "THEFT", 10 },
  { "DAMAGE", 5 }, { "OTHER", 7 },   { NULL, 0 },
};
static const PakivDemoChoice outcomes[] = {
  { "NFA", 54 },    { "INFO", 12 },  { "WARN", 10 }, { "ADMFINE", 11 }, { "SEIZE", 4 },
  { "STATION", 3 }, { "ARREST", 4 }, { "REFER", 2 }, { NULL, 0 },
};
static const PakivDemoChoice receipts[] = {
  { "GIVEN", 62 }, { "EMAILED", 8 }, { "OFFERED_REFUSED", 22 }, { "NOT_OFFERED", 8 }, { NULL, 0 },
};
static const PakivDemoChoice receipt_reasons[] = {
  { "Called away to an emergency before it could be offered.", 3 },
  { "The printer in the car was out of paper.", 2 },
  { "The receipt book was left at the station.", 1 },
  { NULL, 0 },
};
static const PakivDemoChoice stop_facts[] = {
  { "Seen trying the doors of three parked cars.", 2 },
  { "Ran a red light at the market crossing; no one was in danger.", 3 },
  { "Left a shop while the alarm sounded; the receipt was shown at once.", 3 },
  { "Matched the clothing and the time that a caller gave ten minutes before.", 3 },
  { "Rear light of the vehicle broken; a week was given to mend it.", 3 },
  { "Rode a scooter on the footway; told why this is dangerous.", 3 },
  { "Asked for help finding the way to the health centre.", 1 },
  { "The reason was explained at the start and the person could ask questions.", 2 },
  { NULL, 0 },
};
static const PakivDemoChoice talk_facts[] = {
  { "Talk about street lamps that do not work near the school.", 3 },
  { "Asked when rubbish will be collected again; passed on to the council.", 3 },
  { "Neighbours would like the square to be quieter at night.", 3 },
  { "Short talk at the market; no concerns.", 4 },
  { "Young people asked how to apply to the police academy.", 2 },
  { "A misunderstanding about parking was settled on the spot.", 2 },
  { "Talk with parents about the way to school.", 3 },
  { "Water was off for two days; the company has been told.", 1 },
  { NULL, 0 },
};
static const PakivDemoChoice mediation_facts[] = {
  { "Went along to the civil registry; the papers were accepted.", 3 },
  { "Explained what a fine notice says and until when one can object.", 3 },
  { "Neighbours agreed on hours for music; to be looked at again in a month.", 3 },
  { "Helped to fill in the school enrolment.", 3 },
  { "Explained what a stop receipt is for and where to complain.", 3 },
  { "The health centre now sends reminders by text message.", 1 },
  { NULL, 0 },
};

static gboolean
is_stop (const PakivRecord *record)
{
  const char *type = pakiv_record_get (record, "type");

  return pakiv_codelist_is_in (pakiv_kind_find_field (record->kind, "type")->codelist, type,
                               "STOP");
}

static void
set_number (PakivRecord *record, const char *field, int number)
{
  g_autofree char *text = g_strdup_printf ("%d", number);

  pakiv_record_set (record, field, text);
}

static void
add_people (const PakivDemoChance *chance, PakivRecord *record)
{
  int n = pakiv_demo_number (chance, 1, 2);

  for (int i = 0; i < n; i++)
    {
      PakivRow *row = pakiv_record_add_row (record, "met");

      pakiv_demo_set_row (chance, row, "gender", pakiv_demo_genders);
      pakiv_demo_set_row (chance, row, "age", ages);
      pakiv_demo_set_row_number (row, "number", pakiv_demo_number (chance, 1, 4));
    }
}

static void
add_reason (const PakivDemoChance *chance, PakivRecord *record)
{
  const PakivDemoChoice *reasons = identity_reasons, *grounds = identity_grounds;
  g_autofree char *codes = NULL;

  if (pakiv_record_has_code (record, "type", "STOPVEH"))
    {
      reasons = vehicle_reasons;
      grounds = vehicle_grounds;
    }
  else if (pakiv_record_has_code (record, "type", "SEARCH"))
    {
      reasons = search_reasons;
      grounds = search_grounds;
    }
  codes = pakiv_demo_pick_several (chance, pakiv_demo_pick (chance, reasons), reasons, 5);
  pakiv_record_set (record, "reason", codes);
  pakiv_demo_set (chance, record, "ground", grounds);
  if (pakiv_record_has_code (record, "reason", "INTEL"))
    pakiv_record_set (record, "intelligence", "Daily bulletin of the station");
  if (pakiv_record_has_code (record, "ground", "OTHERLAW"))
    pakiv_record_set (record, "other_law", "Municipal by-law on public space, article 4");
}

static void
add_search (const PakivDemoChance *chance, PakivRecord *record)
{
  gboolean searched
      = pakiv_record_has_code (record, "type", "SEARCH") || pakiv_demo_happens (chance, 6);
  gboolean force = pakiv_demo_happens (chance, 4);

  pakiv_record_set (record, "searched", searched ? "YES" : "NO");
  if (searched)
    pakiv_demo_set (chance, record, "object", objects);
  if (searched)
    pakiv_record_set (record, "clothing", pakiv_demo_happens (chance, 3) ? "YES" : "NO");
  pakiv_record_set (record, "force", force ? "YES" : "NO");
  if (force)
    pakiv_demo_set (chance, record, "handcuffs", pakiv_demo_yes_no);
}

static void
add_outcome (const PakivDemoChance *chance, PakivRecord *record)
{
  gboolean found;

  pakiv_demo_set (chance, record, "outcome", outcomes);
  found = !pakiv_record_has_code (record, "outcome", "NFA") && pakiv_demo_happens (chance, 68);
  pakiv_record_set (record, "linked", found ? "YES" : "NO");
  pakiv_demo_set (chance, record, "receipt", receipts);
  if (pakiv_record_has_code (record, "receipt", "NOT_OFFERED"))
    pakiv_demo_set (chance, record, "receipt_reason", receipt_reasons);
  pakiv_record_set (record, "complaint_told", pakiv_demo_happens (chance, 82) ? "YES" : "NO");
}

static void
add_stop (const PakivDemoChance *chance, PakivRecord *record)
{
  const PakivCodelist *list = pakiv_kind_find_field (record->kind, "age")->codelist;

  pakiv_demo_set (chance, record, "gender", stop_genders);
  pakiv_demo_set (chance, record, "age", ages);
  if (pakiv_codelist_is_in (list, pakiv_record_get (record, "age"), "MINOR"))
    pakiv_demo_set (chance, record, "guardian", pakiv_demo_yes_no);
  add_reason (chance, record);
  add_search (chance, record);
  add_outcome (chance, record);
  if (pakiv_demo_happens (chance, 45))
    pakiv_demo_set (chance, record, "facts", stop_facts);
}

static PakivRecord *
new_contact (const PakivDemoChance *chance,
             const PakivKind *kind,
             const char *day,
             const PakivDemoChoice *types)
{
  PakivRecord *record = pakiv_record_new (kind);

  pakiv_record_set (record, "date", day);
  pakiv_demo_set (chance, record, "time_band", bands);
  pakiv_demo_set (chance, record, "type", types);
  pakiv_demo_set (chance, record, "district", pakiv_demo_districts);
  set_number (record, "duration", pakiv_demo_number (chance, 1, 9) * 5);
  if (pakiv_demo_happens (chance, 8))
    pakiv_record_set (record, "interpreter", "YES");
  return record;
}

PakivRecord *
pakiv_demo_new_police_contact (const PakivDemoChance *chance,
                               const PakivKind *kind,
                               const char *day)
{
  PakivRecord *record = new_contact (chance, kind, day, police_types);

  if (is_stop (record))
    {
      add_stop (chance, record);
      return record;
    }
  add_people (chance, record);
  if (pakiv_demo_happens (chance, 40))
    pakiv_demo_set (chance, record, "facts", talk_facts);
  return record;
}

PakivRecord *
pakiv_demo_new_mediation_contact (const PakivDemoChance *chance,
                                  const PakivKind *kind,
                                  const char *day)
{
  PakivRecord *record = new_contact (chance, kind, day, mediation_types);

  add_people (chance, record);
  if (pakiv_demo_happens (chance, 60))
    pakiv_demo_set (chance, record, "facts", mediation_facts);
  return record;
}
