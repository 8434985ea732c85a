/* A linear program behind few calls (new, column, row, objective, solve), so that another solver
 * can take GLPK's place: the only file that knows GLPK.
 *
 * GLPK keeps its state for each thread: a program is made, used and freed in one thread. It prints
 * nothing, and what would make it abort (a limit that is no number, a column named twice in a row)
 * is refused before it gets there. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _PakivLinearProgram PakivLinearProgram;

typedef enum
{
  PAKIV_LINEAR_OPTIMAL,
  PAKIV_LINEAR_FEASIBLE, /* a solution, perhaps not the best: time ran out (whole numbers only) */
  PAKIV_LINEAR_INFEASIBLE,
  PAKIV_LINEAR_UNBOUNDED,
  PAKIV_LINEAR_UNKNOWN, /* time ran out, it was cancelled, or the numbers are too hard */
} PakivLinearStatus;

PakivLinearProgram *pakiv_linear_program_new (void);
void pakiv_linear_program_free (PakivLinearProgram *program);

/* Columns and rows are numbered from 0 in the order in which they are added; @upper may be
 * INFINITY, @lower -INFINITY. */
guint pakiv_linear_program_add_column (PakivLinearProgram *program, double lower, double upper);

/* @factors: one for each column, or NULL where all are 1. */
guint pakiv_linear_program_add_row (PakivLinearProgram *program,
                                    double lower,
                                    double upper,
                                    const guint *columns,
                                    const double *factors,
                                    guint n);

/* Other limits for a column or row that is there; the next solve goes on from the last solution. */
void pakiv_linear_program_limit_column (PakivLinearProgram *program,
                                        guint column,
                                        double lower,
                                        double upper);
void
pakiv_linear_program_limit_row (PakivLinearProgram *program, guint row, double lower, double upper);

/* What is made as small as possible: @factor times the sum of @columns. Takes the place of what
 * was set before; the next solve goes on from where the last one ended. */
void pakiv_linear_program_set_objective (PakivLinearProgram *program,
                                         const guint *columns,
                                         guint n,
                                         double factor);

/* Adds @factor times the sum of @columns to that; none of them may be in it. */
void pakiv_linear_program_add_to_objective (PakivLinearProgram *program,
                                            const guint *columns,
                                            guint n,
                                            double factor);

/* Writes @values, one for each column, where there is a solution. @whole: whole numbers only.
 * @seconds: how long at most. */
PakivLinearStatus pakiv_linear_program_solve (PakivLinearProgram *program,
                                              gboolean whole,
                                              double seconds,
                                              GCancellable *cancellable,
                                              double *values);

/* (transfer full): its name and version, "GLPK 5.0". */
char *pakiv_linear_program_get_solver (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PakivLinearProgram, pakiv_linear_program_free)

G_END_DECLS
