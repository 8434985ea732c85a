/* The desk once it is unlocked: the sidebar, a page for each kind of record that the member keeps,
 * reports. */
#pragma once

#include "pakiv-workplace.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define PAKIV_TYPE_WORK_PAGE (pakiv_work_page_get_type ())
G_DECLARE_FINAL_TYPE (PakivWorkPage, pakiv_work_page, PAKIV, WORK_PAGE, AdwBin)

/* Emits "toast" (AdwToast). What the member is here to do shows in the sidebar, and is changed
 * there. */
GtkWidget *pakiv_work_page_new (PakivWorkplace *workplace);

PakivWorkplace *pakiv_work_page_get_workplace (PakivWorkPage *self);

/* The page in sight, or NULL: reports. */
GtkWidget *pakiv_work_page_get_kind_page (PakivWorkPage *self);
void pakiv_work_page_show (PakivWorkPage *self, guint position);
guint pakiv_work_page_get_section (PakivWorkPage *self);

/* Puts the focus where one begins to work. */
void pakiv_work_page_focus (PakivWorkPage *self);

/* Says in the sidebar’s foot when the last backup was made; NULL: nothing is said. */
void pakiv_work_page_say_backup (PakivWorkPage *self, const char *words);

/* Every draft is written at once. */
void pakiv_work_page_flush (PakivWorkPage *self);

/* Records came in by another way than the forms. */
void pakiv_work_page_refresh (PakivWorkPage *self);

G_END_DECLS
