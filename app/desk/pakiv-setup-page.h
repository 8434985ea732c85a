/* The first start: what Pakiv is, and what it needs to make a desk for a station. */
#pragma once

#include "pakiv-desk.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define PAKIV_TYPE_SETUP_PAGE (pakiv_setup_page_get_type ())
G_DECLARE_FINAL_TYPE (PakivSetupPage, pakiv_setup_page, PAKIV, SETUP_PAGE, AdwBin)

/* Makes the desk in @folder. Emits "created" (PakivDesk). */
GtkWidget *pakiv_setup_page_new (const char *folder, PakivCost cost);

G_END_DECLS
