/* The parts of the demonstration: chance, and one file for each kind of record. */
#pragma once

#include "pakiv-demo.h"

G_BEGIN_DECLS

/* One possible code or text, and how often it comes up beside the others of its list. */
typedef struct
{
  const char *text;
  int weight;
} PakivDemoChoice;

typedef struct
{
  GRand *rand;
  const char *first_day; /* of the year that is invented */
  const char *today;
} PakivDemoChance;

/* @choices ends with a NULL text. */
const char *pakiv_demo_pick (const PakivDemoChance *chance, const PakivDemoChoice *choices);

/* TRUE in @percent of cases. */
gboolean pakiv_demo_happens (const PakivDemoChance *chance, int percent);

/* From @least to @most, both included. */
int pakiv_demo_number (const PakivDemoChance *chance, int least, int most);

/* Sets the field to one of @choices, or to a number. */
void pakiv_demo_set (const PakivDemoChance *chance,
                     PakivRecord *record,
                     const char *field,
                     const PakivDemoChoice *choices);
void pakiv_demo_set_row (const PakivDemoChance *chance,
                         PakivRow *row,
                         const char *column,
                         const PakivDemoChoice *choices);
void pakiv_demo_set_row_number (PakivRow *row, const char *column, int number);

/* (transfer full): "PERC WORDS": the first always, each of the others in @percent of cases. */
char *pakiv_demo_pick_several (const PakivDemoChance *chance,
                               const char *first,
                               const PakivDemoChoice *others,
                               int percent);

extern const PakivDemoChoice pakiv_demo_districts[];
extern const PakivDemoChoice pakiv_demo_genders[];
extern const PakivDemoChoice pakiv_demo_yes_no[];

/* (transfer full): a record that is ready to be saved, of the day @day. */
PakivRecord *pakiv_demo_new_police_contact (const PakivDemoChance *chance,
                                            const PakivKind *kind,
                                            const char *day);
PakivRecord *pakiv_demo_new_mediation_contact (const PakivDemoChance *chance,
                                               const PakivKind *kind,
                                               const char *day);
PakivRecord *pakiv_demo_new_incident (const PakivDemoChance *chance,
                                      const PakivKind *kind,
                                      const char *day,
                                      PakivLogId log);

/* A meeting as the police wrote it down; then what the mediator adds to it; then what the police
 * say to that. */
PakivRecord *
pakiv_demo_new_meeting (const PakivDemoChance *chance, const PakivKind *kind, const char *day);
void pakiv_demo_add_community_account (const PakivDemoChance *chance, PakivRecord *meeting);
void pakiv_demo_add_police_answer (const PakivDemoChance *chance, PakivRecord *meeting);

G_END_DECLS
