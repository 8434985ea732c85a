/* Invented incidents, with needs and referrals. No text names or describes a person. */
#include "pakiv-demo-private.h"

#include "pakiv-day.h"

static const PakivDemoChoice police_types[] = {
  { "THREAT", 24 },  { "PHYS", 14 },  { "PROP", 22 },   { "SPEECH", 14 },
  { "DISCR", 8 },    { "ROB", 5 },    { "DISTURB", 5 }, { "ARSON", 1 },
  { "INTERCOM", 6 }, { "INCITE", 1 }, { NULL, 0 },
};
static const PakivDemoChoice mediation_types[] = {
  { "DISCR", 34 }, { "SPEECH", 22 }, { "THREAT", 14 },  { "PROP", 8 },
  { "PHYS", 5 },   { "POLCOND", 9 }, { "INTERCOM", 8 }, { NULL, 0 },
};
static const PakivDemoChoice bands[] = {
  { "MORNING", 25 },
  { "AFTERNOON", 50 },
  { "NIGHT", 25 },
  { NULL, 0 },
};
static const PakivDemoChoice police_reporters[] = {
  { "VICTIM", 46 }, { "WITNESS", 22 }, { "MEDIATOR", 14 },
  { "NGO", 6 },     { "POLICE", 12 },  { NULL, 0 },
};
static const PakivDemoChoice mediation_reporters[] = {
  { "VICTIM", 64 }, { "WITNESS", 18 }, { "NGO", 14 }, { "OTHER", 4 }, { NULL, 0 },
};
static const PakivDemoChoice offences[] = {
  { "CRIME", 62 },
  { "INCIDENT", 14 },
  { "UNDETERMINED", 24 },
  { NULL, 0 },
};
static const PakivDemoChoice others[] = {
  { "CRIME", 6 },
  { "INCIDENT", 60 },
  { "UNDETERMINED", 34 },
  { NULL, 0 },
};
static const PakivDemoChoice motives[] = {
  { "ROMA", 70 }, { "RX", 16 }, { "MUS", 4 }, { "LGBTI", 4 },
  { "GEN", 3 },   { "REL", 3 }, { NULL, 0 },
};
static const PakivDemoChoice further_motives[] = { { "GEN", 1 }, { "RX", 1 }, { NULL, 0 } };
static const PakivDemoChoice indicators[] = {
  { "WORDS", 1 }, { "DIFF", 1 }, { "PATTERN", 1 }, { "NOMOT", 1 }, { NULL, 0 },
};
static const PakivDemoChoice ages[] = {
  { "14_17", 10 }, { "18_24", 22 }, { "25_34", 26 }, { "35_64", 34 }, { "65P", 8 }, { NULL, 0 },
};
static const PakivDemoChoice needs[] = {
  { "N1SAFE", 1 }, { "N2PRAC", 1 }, { "N3EMO", 1 },  { "N4CONF", 1 },
  { "N5INFO", 1 }, { "N6JUST", 1 }, { "N7RESP", 1 }, { NULL, 0 },
};
static const PakivDemoChoice risks[] = {
  { "LOW", 58 },
  { "MEDIUM", 32 },
  { "HIGH", 10 },
  { NULL, 0 },
};
static const PakivDemoChoice destinations[] = {
  { "VSS", 24 }, { "HCSS", 18 },  { "LEGAL", 22 },   { "EQB", 10 },
  { "PSY", 10 }, { "SOCIAL", 8 }, { "MEDIATOR", 8 }, { NULL, 0 },
};
static const PakivDemoChoice states[] = {
  { "OFFERED", 12 },  { "CONSENTED", 14 }, { "DECLINED", 22 }, { "SENT", 12 },
  { "ACCEPTED", 14 }, { "CONTACTED", 14 }, { "CLOSED", 12 },   { NULL, 0 },
};
static const PakivDemoChoice facts[] = {
  { "Words were shouted from a passing car; the plate was not seen.", 3 },
  { "Graffiti on the wall of a shop; photographs were taken and it was cleaned the same day.", 3 },
  { "A flat that was free on the telephone was let already at the door.", 3 },
  { "Entry to a place of leisure was refused without a reason.", 3 },
  { "Threats in a chat group of neighbours; the messages were kept.", 2 },
  { "A window was broken at night; no one was hurt.", 2 },
  { "Reported by telephone; the person would rather be visited at home.", 2 },
  { NULL, 0 },
};

static gboolean
is_offence (const PakivRecord *record)
{
  const PakivCodelist *list = pakiv_kind_find_field (record->kind, "type")->codelist;
  const char *type = pakiv_record_get (record, "type");

  return pakiv_codelist_is_in (list, type, "PERSON")
         || pakiv_codelist_is_in (list, type, "PROPERTY");
}

/* A day before the report, or after it but not later than today. */
static void
set_day (const PakivDemoChance *chance, PakivRecord *record, const char *field, int days)
{
  g_autofree char *day = pakiv_day_add_days (pakiv_record_get (record, "date"), days);

  if (g_strcmp0 (day, chance->today) <= 0)
    pakiv_record_set (record, field, day);
}

static void
add_bias (const PakivDemoChance *chance, PakivRecord *record)
{
  g_autofree char *motive = NULL;
  g_autofree char *indicator = pakiv_demo_pick_several (chance, "PERC", indicators, 35);

  if (pakiv_demo_happens (chance, 6))
    motive = g_strdup ("UNK");
  else
    motive
        = pakiv_demo_pick_several (chance, pakiv_demo_pick (chance, motives), further_motives, 6);
  pakiv_record_set (record, "motive", motive);
  pakiv_record_set (record, "indicator", indicator);
}

static void
add_victims (const PakivDemoChance *chance, PakivRecord *record)
{
  PakivRow *row = pakiv_record_add_row (record, "victims");

  pakiv_demo_set_row (chance, row, "gender", pakiv_demo_genders);
  pakiv_demo_set_row (chance, row, "age", ages);
  pakiv_demo_set_row_number (row, "number", pakiv_demo_happens (chance, 75) ? 1 : 2);
  if (pakiv_demo_happens (chance, 85))
    set_day (chance, record, "contacted", pakiv_demo_number (chance, 0, 4));
}

static void
add_needs (const PakivDemoChance *chance, PakivRecord *record)
{
  g_autofree char *codes = NULL;
  g_autofree char *review = NULL;

  pakiv_record_set (record, "assessed", pakiv_demo_happens (chance, 70) ? "YES" : "NO");
  if (!pakiv_record_has_code (record, "assessed", "YES"))
    return;
  codes = pakiv_demo_pick_several (chance, pakiv_demo_pick (chance, needs), needs, 20);
  review = pakiv_day_add_days (pakiv_record_get (record, "date"), 90);
  pakiv_record_set (record, "needs", codes);
  pakiv_demo_set (chance, record, "risk", risks);
  pakiv_demo_set (chance, record, "wishes_measures", pakiv_demo_yes_no);
  pakiv_record_set (record, "review_on", review);
}

static void
add_referral (const PakivDemoChance *chance, PakivRecord *record)
{
  const PakivField *rows = pakiv_kind_find_field (record->kind, "referrals");
  const PakivField *state = pakiv_fields_find (rows->columns, "state");
  PakivRow *row = pakiv_record_add_row (record, "referrals");

  pakiv_demo_set_row (chance, row, "destination", destinations);
  pakiv_demo_set_row (chance, row, "state", states);
  /* What was sent was sent safely: the rules would not take it otherwise. */
  if (pakiv_codelist_is_in (state->codelist, pakiv_row_get (row, "state"), "GONE"))
    pakiv_row_set (row, "safe_contact", "YES");
}

PakivRecord *
pakiv_demo_new_incident (const PakivDemoChance *chance,
                         const PakivKind *kind,
                         const char *day,
                         PakivLogId log)
{
  PakivRecord *record = pakiv_record_new (kind);
  gboolean police = log == PAKIV_LOG_POLICE;

  pakiv_record_set (record, "date", day);
  set_day (chance, record, "happened", -pakiv_demo_number (chance, 0, 9));
  pakiv_demo_set (chance, record, "time_band", bands);
  pakiv_demo_set (chance, record, "district", pakiv_demo_districts);
  pakiv_demo_set (chance, record, "reported_by", police ? police_reporters : mediation_reporters);
  pakiv_demo_set (chance, record, "type", police ? police_types : mediation_types);
  pakiv_demo_set (chance, record, "status", is_offence (record) ? offences : others);
  add_bias (chance, record);
  add_victims (chance, record);
  add_needs (chance, record);
  if (pakiv_demo_happens (chance, 60))
    add_referral (chance, record);
  if (pakiv_demo_happens (chance, 70))
    pakiv_demo_set (chance, record, "facts", facts);
  return record;
}
