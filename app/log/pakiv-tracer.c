#include "pakiv-tracer-private.h"

#include "pakiv-desk.h"

#include <string.h>

struct _PakivPurpose
{
  const char *code; /* interned; atomic */
};

PakivPurpose *
pakiv_purpose_new (void)
{
  return g_atomic_rc_box_new0 (PakivPurpose);
}

PakivPurpose *
pakiv_purpose_ref (PakivPurpose *purpose)
{
  return g_atomic_rc_box_acquire (purpose);
}

void
pakiv_purpose_unref (PakivPurpose *purpose)
{
  if (purpose != NULL)
    g_atomic_rc_box_release (purpose);
}

void
pakiv_purpose_set (PakivPurpose *purpose, const char *code)
{
  g_return_if_fail (purpose != NULL);

  g_atomic_pointer_set (&purpose->code, (gpointer)g_intern_string (code));
}

const char *
pakiv_purpose_get (PakivPurpose *purpose)
{
  g_return_val_if_fail (purpose != NULL, NULL);

  return g_atomic_pointer_get (&purpose->code);
}

PakivTracer *
pakiv_tracer_new (const PakivTracerParts *parts)
{
  PakivTracer *tracer;

  g_return_val_if_fail (parts->station_id != NULL && parts->log < PAKIV_N_LOGS, NULL);
  g_return_val_if_fail (parts->member != NULL && parts->role < PAKIV_N_ROLES, NULL);
  g_return_val_if_fail (parts->member_secret != NULL && parts->clock != NULL, NULL);

  tracer = g_atomic_rc_box_new0 (PakivTracer);
  tracer->station_id = g_strdup (parts->station_id);
  tracer->log = parts->log;
  tracer->member = g_strdup (parts->member);
  tracer->role = parts->role;
  tracer->secret = pakiv_secret_copy (parts->member_secret, crypto_sign_SECRETKEYBYTES);
  if (parts->trace_key != NULL)
    memcpy (tracer->trace_key, parts->trace_key, sizeof tracer->trace_key);
  else
    {
      g_autoptr (PakivSecret) nobodys = pakiv_secret_new (crypto_box_SECRETKEYBYTES);

      crypto_box_keypair (tracer->trace_key, nobodys);
    }
  tracer->desk = parts->desk != NULL ? pakiv_desk_ref (parts->desk) : NULL;
  tracer->purpose
      = parts->purpose != NULL ? pakiv_purpose_ref (parts->purpose) : pakiv_purpose_new ();
  tracer->clock = pakiv_clock_ref (parts->clock);
  tracer->path = g_strdup (parts->path);
  return tracer;
}

PakivTracer *
pakiv_tracer_ref (PakivTracer *tracer)
{
  return g_atomic_rc_box_acquire (tracer);
}

static void
clear (gpointer data)
{
  PakivTracer *tracer = data;

  g_clear_pointer (&tracer->secret, pakiv_secret_free);
  g_clear_pointer (&tracer->desk, pakiv_desk_unref);
  g_clear_pointer (&tracer->purpose, pakiv_purpose_unref);
  g_clear_pointer (&tracer->clock, pakiv_clock_unref);
  g_free (tracer->station_id);
  g_free (tracer->member);
  g_free (tracer->path);
}

void
pakiv_tracer_unref (PakivTracer *tracer)
{
  if (tracer != NULL)
    g_atomic_rc_box_release_full (tracer, clear);
}
