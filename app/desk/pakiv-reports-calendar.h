/* The calendar of books: one year at a time, its four quarters down and the member's logs across,
 * each with its state as a sign and in words. The way to choose the quarter that is looked at. */
#pragma once

#include "pakiv-release-quarter.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define PAKIV_TYPE_REPORTS_CALENDAR (pakiv_reports_calendar_get_type ())
G_DECLARE_FINAL_TYPE (PakivReportsCalendar, pakiv_reports_calendar, PAKIV, REPORTS_CALENDAR, AdwBin)

/* The signal "chosen" (no arguments) says that someone chose another quarter. */
GtkWidget *pakiv_reports_calendar_new (void);

/* Shows @quarters, as pakiv_release_quarters_load() gives them, in the year of @chosen (one of
 * them, or NULL) and with it chosen. They must live until others are set; says nothing. */
void pakiv_reports_calendar_set_quarters (PakivReportsCalendar *self,
                                          GPtrArray *quarters,
                                          const PakivReleaseQuarter *chosen);

/* Chooses one of the quarters, as a click does; says so where it was another one. */
void pakiv_reports_calendar_choose (PakivReportsCalendar *self, const PakivReleaseQuarter *quarter);
const PakivReleaseQuarter *pakiv_reports_calendar_get_chosen (PakivReportsCalendar *self);

G_END_DECLS
