#include "pakiv-workplace.h"

struct _PakivWorkplace
{
  GObject parent_instance;

  PakivSession *session;
  PakivClock *clock;
  PakivDefinitions *definitions;
  PakivLog *logs[PAKIV_N_LOGS];
};

G_DEFINE_FINAL_TYPE (PakivWorkplace, pakiv_workplace, G_TYPE_OBJECT)

static void
pakiv_workplace_finalize (GObject *object)
{
  PakivWorkplace *self = PAKIV_WORKPLACE (object);

  for (int i = 0; i < PAKIV_N_LOGS; i++)
    g_clear_pointer (&self->logs[i], pakiv_log_unref);
  g_clear_pointer (&self->definitions, pakiv_definitions_unref);
  g_clear_pointer (&self->clock, pakiv_clock_unref);
  g_clear_pointer (&self->session, pakiv_session_unref);
  G_OBJECT_CLASS (pakiv_workplace_parent_class)->finalize (object);
}

static void
pakiv_workplace_class_init (PakivWorkplaceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pakiv_workplace_finalize;
}

static void
pakiv_workplace_init (PakivWorkplace *self)
{
}

static gboolean
open_logs (PakivWorkplace *self, GError **error)
{
  PakivRole role = pakiv_session_get_member (self->session)->role;

  for (int i = 0; i < PAKIV_N_LOGS; i++)
    {
      if (!pakiv_role_may_hold (role, i))
        continue;
      self->logs[i]
          = pakiv_session_open_log (self->session, i, self->definitions, self->clock, error);
      if (self->logs[i] == NULL)
        return FALSE;
    }
  return TRUE;
}

PakivWorkplace *
pakiv_workplace_new (PakivSession *session, PakivClock *clock, GError **error)
{
  g_autoptr (PakivWorkplace) self = g_object_new (PAKIV_TYPE_WORKPLACE, NULL);

  g_return_val_if_fail (session != NULL && clock != NULL, NULL);

  self->session = pakiv_session_ref (session);
  self->clock = pakiv_clock_ref (clock);
  self->definitions = pakiv_desk_load_definitions (pakiv_session_get_desk (session), error);
  if (self->definitions == NULL || !open_logs (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

PakivDesk *
pakiv_workplace_get_desk (PakivWorkplace *self)
{
  g_return_val_if_fail (PAKIV_IS_WORKPLACE (self), NULL);

  return pakiv_session_get_desk (self->session);
}

PakivSession *
pakiv_workplace_get_session (PakivWorkplace *self)
{
  g_return_val_if_fail (PAKIV_IS_WORKPLACE (self), NULL);

  return self->session;
}

const PakivMember *
pakiv_workplace_get_member (PakivWorkplace *self)
{
  g_return_val_if_fail (PAKIV_IS_WORKPLACE (self), NULL);

  return pakiv_session_get_member (self->session);
}

PakivDefinitions *
pakiv_workplace_get_definitions (PakivWorkplace *self)
{
  g_return_val_if_fail (PAKIV_IS_WORKPLACE (self), NULL);

  return self->definitions;
}

PakivClock *
pakiv_workplace_get_clock (PakivWorkplace *self)
{
  g_return_val_if_fail (PAKIV_IS_WORKPLACE (self), NULL);

  return self->clock;
}

PakivLog *
pakiv_workplace_get_log (PakivWorkplace *self, PakivLogId id)
{
  g_return_val_if_fail (PAKIV_IS_WORKPLACE (self), NULL);
  g_return_val_if_fail (id < PAKIV_N_LOGS, NULL);

  return self->logs[id];
}

PakivLog *
pakiv_workplace_get_log_for_kind (PakivWorkplace *self, const PakivKind *kind)
{
  PakivLogId own;

  g_return_val_if_fail (PAKIV_IS_WORKPLACE (self), NULL);

  if (pakiv_role_get_own_log (pakiv_workplace_get_member (self)->role, &own) && kind->in_log[own])
    return self->logs[own];
  return kind->in_log[PAKIV_LOG_JOINT] ? self->logs[PAKIV_LOG_JOINT] : NULL;
}
