/* The Reports page: the quarters of each log the member holds, the preview of a release exactly as
 * the council will see it, and one button to make, sign and send it; then what the council
 * answered. */
#pragma once

#include "pakiv-workplace.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define PAKIV_TYPE_REPORTS_PAGE (pakiv_reports_page_get_type ())
G_DECLARE_FINAL_TYPE (PakivReportsPage, pakiv_reports_page, PAKIV, REPORTS_PAGE, AdwBin)

GtkWidget *pakiv_reports_page_new (PakivWorkplace *workplace);

/* Reads the quarters again: records may have come since. */
void pakiv_reports_page_refresh (PakivReportsPage *self);

G_END_DECLS
