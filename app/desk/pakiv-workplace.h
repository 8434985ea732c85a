/* What an unlocked window works with: the desk, the member, the definitions, the clock and the logs
 * that the member's role may hold. Made at unlock, dropped at lock. Every page gets it in its
 * constructor. */
#pragma once

#include "pakiv-desk.h"

#include <glib-object.h>

G_BEGIN_DECLS

#define PAKIV_TYPE_WORKPLACE (pakiv_workplace_get_type ())
G_DECLARE_FINAL_TYPE (PakivWorkplace, pakiv_workplace, PAKIV, WORKPLACE, GObject)

/* Opens every log of the member's role. Blocks: call it in a worker thread. */
PakivWorkplace *pakiv_workplace_new (PakivSession *session, PakivClock *clock, GError **error);

PakivDesk *pakiv_workplace_get_desk (PakivWorkplace *self);
PakivSession *pakiv_workplace_get_session (PakivWorkplace *self);
const PakivMember *pakiv_workplace_get_member (PakivWorkplace *self);
PakivDefinitions *pakiv_workplace_get_definitions (PakivWorkplace *self);
PakivClock *pakiv_workplace_get_clock (PakivWorkplace *self);

/* NULL where the role holds no key to it. */
PakivLog *pakiv_workplace_get_log (PakivWorkplace *self, PakivLogId id);

/* The log in which this member keeps records of @kind: their own, else the joint one; or NULL. */
PakivLog *pakiv_workplace_get_log_for_kind (PakivWorkplace *self, const PakivKind *kind);

G_END_DECLS
