/* Civil days as ISO 8601 text, "2021-03-31": what logs, files and people exchange.
 * A day here has no time and no zone; the moment something was typed is pakiv-clock's. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean pakiv_day_is_valid (const char *day);
char *pakiv_day_from_date (const GDate *date);

/* (transfer full): the day @days later; negative goes back. @day must be valid. */
char *pakiv_day_add_days (const char *day, int days);

/* (transfer full): the day @months later, the month's last day where the month is shorter. */
char *pakiv_day_add_months (const char *day, int months);

/* (transfer full): the day in words, "31 March 2021", for a screen or a page. */
char *pakiv_day_to_words (const char *day);

G_END_DECLS
