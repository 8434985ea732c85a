/* Ends that one linear program finds together. Most ends stand at the limit that the sums’ own
 * drawing left them, and only data that reach it are missing: a program that pushes many goals to
 * their limits at once, none in a sum with another, reaches most of them for the price of a few
 * programs of one end each. */
#pragma once

#include "pakiv-attack-part.h"

G_BEGIN_DECLS

typedef struct
{
  GArray *up;   /* guint: columns that are to become large */
  GArray *down; /* guint: and small */
  /* Its own. */
  const PakivAttackPart *part;
  GArray *ends;     /* those that are offered */
  guint *of_starts; /* the sums each column is in */
  guint *of;
  gboolean *taken; /* of each sum: a chosen column is in it */
} PakivAttackBatch;

PakivAttackBatch *pakiv_attack_batch_new (const PakivAttackPart *part);
void pakiv_attack_batch_free (PakivAttackBatch *batch);

/* Offers the upper or lower end of a goal, which is @gap away from its limit now. Only goals of one
 * column are taken. */
void pakiv_attack_batch_offer (PakivAttackBatch *batch,
                               const PakivAttackGoal *goal,
                               gboolean high,
                               double gap);

/* Chooses among what was offered since the last time, the nearest first: as many as have no sum in
 * common. Returns how many. */
guint pakiv_attack_batch_choose (PakivAttackBatch *batch);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivAttackBatch, pakiv_attack_batch_free)

G_END_DECLS
