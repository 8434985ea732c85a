/* What desks ask and send, in JSON: {"pakiv":1, …}. */
#pragma once

#include "pakiv-council.h"

G_BEGIN_DECLS

PakivReply *pakiv_api_enrol (PakivCouncil *council, const PakivRequest *request);
PakivReply *pakiv_api_put_report (PakivCouncil *council, const PakivRequest *request);
PakivReply *pakiv_api_get_report (PakivCouncil *council, const PakivRequest *request);

/* {"pakiv":1,"error":@message} */
PakivReply *pakiv_api_refuse (guint status, const char *message);

G_END_DECLS
