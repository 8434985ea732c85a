/* The program: reads its options and has one window for each desk. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PAKIV_TYPE_APPLICATION (pakiv_application_get_type ())
G_DECLARE_FINAL_TYPE (PakivApplication, pakiv_application, PAKIV, APPLICATION, AdwApplication)

PakivApplication *pakiv_application_new (void);

G_END_DECLS
