/* Indicators in a reader's words. All strings are (transfer full) and translated. */
#pragma once

#include "pakiv-indicator.h"

G_BEGIN_DECLS

/* "32 %", "+24 points", "withheld", "not available". */
char *pakiv_figure_word_value (const PakivFigure *figure);

/* "30 % to 34 %"; "" where the figure is not known. */
char *pakiv_figure_word_range (const PakivFigure *figure, PakivInterval range);

/* "480 of 1,500"; "" where there is nothing more to say. */
char *pakiv_figure_word_basis (const PakivFigure *figure);

/* On which side of its line the figure is, or that protection leaves it open; NULL without a line.
 */
char *pakiv_figure_word_line (const PakivFigure *figure);

/* Why an indicator has no figure here: too few, another log's release, or what it needs. */
char *pakiv_indicator_word_state (const PakivIndicator *indicator);

/* "5. Hit rate and gap" */
char *pakiv_indicator_word_title (const PakivIndicator *indicator);

/* The needs as one sentence; NULL where there are none. */
char *pakiv_indicator_word_needs (const PakivIndicator *indicator);

/* All figures in a sentence, for someone who can't see the chart. */
char *pakiv_indicator_describe (const PakivIndicator *indicator);

G_END_DECLS
