/* Shamir's scheme over GF(256), by libgfshare: fewer shares than needed say nothing. */
#include "pakiv-recovery-code.h"

#include "pakiv-log-error.h"

#include <glib/gi18n.h>
#include <libgfshare.h>
#include <sodium.h>

static void
fill_random (unsigned char *bytes, unsigned int length)
{
  randombytes_buf (bytes, length);
}

/* The source of random numbers is the library's global, and is needed even to let go of a context,
 * which is overwritten with them. */
static void
start (void)
{
  static gsize started = 0;

  if (!g_once_init_enter (&started))
    return;
  pakiv_secret_init ();
  gfshare_fill_rand = fill_random;
  g_once_init_leave (&started, 1);
}

GPtrArray *
pakiv_recovery_split (const PakivRecoveryPart *whole, guint needed, guint shares)
{
  g_autoptr (PakivSecret) share = NULL;
  guint8 numbers[PAKIV_RECOVERY_SHARES_MAX];
  GPtrArray *parts;
  gfshare_ctx *context;

  g_return_val_if_fail (whole != NULL && whole->needed == 0, NULL);
  g_return_val_if_fail (needed >= 2 && needed <= shares && shares <= PAKIV_RECOVERY_SHARES_MAX,
                        NULL);

  start ();
  share = pakiv_secret_new (PAKIV_KEY_BYTES);
  for (guint i = 0; i < shares; i++)
    numbers[i] = (guint8)(i + 1);
  parts = g_ptr_array_new_with_free_func ((GDestroyNotify)pakiv_recovery_part_free);
  context = gfshare_ctx_init_enc (numbers, shares, (unsigned char)needed, PAKIV_KEY_BYTES);
  gfshare_ctx_enc_setsecret (context, whole->secret);
  for (guint i = 0; i < shares; i++)
    {
      gfshare_ctx_enc_getshare (context, (unsigned char)i, share);
      g_ptr_array_add (parts, pakiv_recovery_part_new (whole->key, needed, i + 1, share));
    }
  gfshare_ctx_free (context); /* which overwrites what it had */
  return parts;
}

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED, message);
  return FALSE;
}

static gboolean
check_shares (GPtrArray *shares, GError **error)
{
  const PakivRecoveryPart *first = shares->pdata[0];

  for (guint i = 0; i < shares->len; i++)
    {
      const PakivRecoveryPart *part = shares->pdata[i];

      if (part->key != first->key || part->needed != first->needed || part->needed == 0)
        return refuse (error, _ ("These shares do not belong together."));
      for (guint k = 0; k < i; k++)
        if (((const PakivRecoveryPart *)shares->pdata[k])->number == part->number)
          {
            g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED,
                         _ ("Share %u was given twice."), part->number);
            return FALSE;
          }
    }
  if (shares->len >= first->needed)
    return TRUE;
  g_set_error (error, PAKIV_LOG_ERROR, PAKIV_LOG_ERROR_REFUSED,
               /* Translators: how many are needed, and how many are here. */
               _ ("%u shares are needed together; here are %u."), first->needed, shares->len);
  return FALSE;
}

PakivRecoveryPart *
pakiv_recovery_join (GPtrArray *shares, GError **error)
{
  g_autoptr (PakivSecret) secret = NULL;
  guint8 numbers[PAKIV_RECOVERY_SHARES_MAX];
  const PakivRecoveryPart *first;
  gfshare_ctx *context;

  g_return_val_if_fail (shares != NULL && shares->len > 0, NULL);

  start ();
  if (!check_shares (shares, error))
    return NULL;
  first = shares->pdata[0];
  secret = pakiv_secret_new (PAKIV_KEY_BYTES);
  /* No more than are needed: the others would only be points on the same line. */
  for (guint i = 0; i < first->needed; i++)
    numbers[i] = (guint8)((const PakivRecoveryPart *)shares->pdata[i])->number;
  context = gfshare_ctx_init_dec (numbers, first->needed, PAKIV_KEY_BYTES);
  for (guint i = 0; i < first->needed; i++)
    gfshare_ctx_dec_giveshare (context, (unsigned char)i,
                               ((const PakivRecoveryPart *)shares->pdata[i])->secret);
  gfshare_ctx_dec_extract (context, secret);
  gfshare_ctx_free (context);
  return pakiv_recovery_part_new (first->key, 0, 0, secret);
}
