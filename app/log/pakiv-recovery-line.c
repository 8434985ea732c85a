/* A Reed-Solomon code over GF(32), shortened to 25 places: the line's number, which is not printed,
 * 20 letters and 4 that check. Roots of the generator are a, a², a³, a⁴ (S. Lin, D. Costello: Error
 * Control Coding, 2nd ed. 2004, chapter 7.1), so the distance is 5 and any two wrong letters are
 * located. They are told, not mended: who reads a sheet wrongly should look at it again. */
#include "pakiv-recovery-line.h"

#include <string.h>

/* x⁵ + x² + 1, a primitive polynomial. */
#define POLYNOMIAL 0x25
#define ORDER 31
#define PLACES (PAKIV_RECOVERY_LINE + 1)

static guint8 powers[ORDER];
static guint8 logarithms[32];

static void
make_tables (void)
{
  static gsize made = 0;
  guint value = 1;

  if (!g_once_init_enter (&made))
    return;
  for (guint i = 0; i < ORDER; i++)
    {
      powers[i] = (guint8)value;
      logarithms[value] = (guint8)i;
      value <<= 1;
      if (value & 32)
        value ^= POLYNOMIAL;
    }
  g_once_init_leave (&made, 1);
}

static guint8
multiply (guint8 a, guint8 b)
{
  return a != 0 && b != 0 ? powers[(logarithms[a] + logarithms[b]) % ORDER] : 0;
}

static guint8
divide (guint8 a, guint8 b)
{
  return a != 0 ? powers[(logarithms[a] + ORDER - logarithms[b]) % ORDER] : 0;
}

/* a to the @n. */
static guint8
power (guint n)
{
  return powers[n % ORDER];
}

/* The word as a polynomial, its first place the highest power. */
static void
get_word (const guint8 *line, guint number, guint8 word[PLACES])
{
  word[0] = (guint8)(number & 31);
  memcpy (word + 1, line, PAKIV_RECOVERY_LINE);
}

void
pakiv_recovery_line_protect (guint8 line[PAKIV_RECOVERY_LINE], guint number)
{
  guint8 generator[PAKIV_RECOVERY_CHECK + 1] = { 1 };
  guint8 word[PLACES];

  make_tables ();
  /* The product of (x - a), (x - a²), …; the highest power first. */
  for (guint root = 1; root <= PAKIV_RECOVERY_CHECK; root++)
    for (guint i = root; i > 0; i--)
      generator[i] ^= multiply (generator[i - 1], power (root));
  memset (line + PAKIV_RECOVERY_DATA, 0, PAKIV_RECOVERY_CHECK);
  get_word (line, number, word);
  for (guint i = 0; i < PLACES - PAKIV_RECOVERY_CHECK; i++)
    {
      guint8 factor = word[i];

      for (guint k = 0; k <= PAKIV_RECOVERY_CHECK; k++)
        word[i + k] ^= multiply (generator[k], factor);
    }
  memcpy (line + PAKIV_RECOVERY_DATA, word + PLACES - PAKIV_RECOVERY_CHECK, PAKIV_RECOVERY_CHECK);
}

static gboolean
get_syndromes (const guint8 word[PLACES], guint8 syndromes[PAKIV_RECOVERY_CHECK])
{
  gboolean right = TRUE;

  for (guint root = 1; root <= PAKIV_RECOVERY_CHECK; root++)
    {
      guint8 sum = 0;

      for (guint i = 0; i < PLACES; i++)
        sum = multiply (sum, power (root)) ^ word[i];
      syndromes[root - 1] = sum;
      right = right && sum == 0;
    }
  return right;
}

/* What the place @i counts as: a to its power. */
static guint8
get_locator (guint i)
{
  return power (PLACES - 1 - i);
}

static gboolean
is_one_error (const guint8 *syndromes, guint place)
{
  guint8 x = get_locator (place);
  guint8 expected = syndromes[0];

  for (guint i = 1; i < PAKIV_RECOVERY_CHECK; i++)
    {
      expected = multiply (expected, x);
      if (expected != syndromes[i])
        return FALSE;
    }
  return syndromes[0] != 0;
}

/* With two errors at x and y: S1 = e + f where e, f are x, y times the errors, S2 = e x + f y. */
static gboolean
are_two_errors (const guint8 *syndromes, guint first, guint second)
{
  guint8 x = get_locator (first), y = get_locator (second);
  guint8 f = divide (syndromes[1] ^ multiply (syndromes[0], x), x ^ y);
  guint8 e = syndromes[0] ^ f;
  guint8 xx = multiply (x, x), yy = multiply (y, y);

  return e != 0 && f != 0 && (multiply (e, xx) ^ multiply (f, yy)) == syndromes[2]
         && (multiply (e, multiply (xx, x)) ^ multiply (f, multiply (yy, y))) == syndromes[3];
}

PakivRecoveryLineFault
pakiv_recovery_line_check (const guint8 line[PAKIV_RECOVERY_LINE],
                           guint number,
                           guint *first,
                           guint *second)
{
  guint8 word[PLACES], syndromes[PAKIV_RECOVERY_CHECK];

  make_tables ();
  get_word (line, number, word);
  if (get_syndromes (word, syndromes))
    return PAKIV_RECOVERY_LINE_RIGHT;
  for (guint i = 0; i < PLACES; i++)
    if (is_one_error (syndromes, i))
      {
        *first = i > 0 ? i - 1 : 0;
        return i > 0 ? PAKIV_RECOVERY_LINE_ONE : PAKIV_RECOVERY_LINE_PLACE;
      }
  /* The number of the line is known to be right here. */
  for (guint i = 1; i < PLACES; i++)
    for (guint k = i + 1; k < PLACES; k++)
      if (are_two_errors (syndromes, i, k))
        {
          *first = i - 1;
          *second = k - 1;
          return PAKIV_RECOVERY_LINE_TWO;
        }
  return PAKIV_RECOVERY_LINE_WRONG;
}
