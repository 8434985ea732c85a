/* What the attacker tried on a release and could not find (reference: protection §2): for the
 * station's own record, for the package and for the council. Never a true count, nor anything that
 * only the truth could say about one cell.
 *
 * The text is the same for the same release and finding, so that it may stand in a package whose
 * bytes must not change; how long it took is kept beside it. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  PAKIV_SCENARIO_OUTSIDER,    /* S0: reads what is published */
  PAKIV_SCENARIO_POSSIBLE,    /* S1: and knows which combinations are impossible */
  PAKIV_SCENARIO_CONTRIBUTOR, /* S2: and knows the cell he is in */
  PAKIV_SCENARIO_INSIDER,     /* S3: and knows exact margins of one and two dimensions */
  PAKIV_SCENARIO_EARLIER,     /* S4: holds every earlier release */
  PAKIV_N_SCENARIOS,
} PakivScenario;

typedef struct
{
  gboolean tried;
  guint n_targets;
  guint n_narrow;      /* ranges that are narrower than they must be */
  guint n_uncertified; /* of which no proof was found in time */
  gint64 narrowest;    /* the narrowest range, its ends' distance; G_MAXINT64 without targets */
} PakivFinding;

typedef struct
{
  PakivFinding findings[PAKIV_N_SCENARIOS];
  int least_base; /* of the release's tables */
  char *solver;   /* "GLPK 5.0" */
  char *figures;  /* SHA-256 of what is published, hexadecimal */
  double seconds;
} PakivCertificate;

PakivCertificate *pakiv_certificate_new (void);
void pakiv_certificate_free (PakivCertificate *certificate);

/* One more target, whose range's ends are @width apart and should be @needed. @proved: that is not
 * only what was found in the time there was. */
void pakiv_finding_add (PakivFinding *finding, gint64 width, gint64 needed, gboolean proved);

/* Whether every scenario that was tried found nothing, and all of it is proved. */
gboolean pakiv_certificate_is_passed (const PakivCertificate *certificate);

/* (transfer full): certificate.json, without the seconds. */
GBytes *pakiv_certificate_write (const PakivCertificate *certificate);

/* "S0" … "S4"; FALSE for another text. */
gboolean pakiv_scenario_from_string (const char *text, PakivScenario *scenario);
const char *pakiv_scenario_to_string (PakivScenario scenario);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivCertificate, pakiv_certificate_free)

G_END_DECLS
