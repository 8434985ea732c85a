#include "pakiv-linear-program.h"

#include <glpk.h>
#include <math.h>

/* How long GLPK may go on before somebody who gave up is heard. */
#define SLICE_MS 300

struct _PakivLinearProgram
{
  glp_prob *problem;
  GArray *objective; /* int: columns with a factor now */
  GArray *indexes;   /* int and double: one row on its way to GLPK */
  GArray *factors;
  gboolean started; /* there is a basis to go on from */
  gboolean limited; /* limits changed since the last solution, which may not be feasible any more */
};

/* GLPK's memory of a thread is given back with the thread's last program. */
static __thread guint n_alive;

PakivLinearProgram *
pakiv_linear_program_new (void)
{
  PakivLinearProgram *program = g_new0 (PakivLinearProgram, 1);

  glp_term_out (GLP_OFF);
  program->problem = glp_create_prob ();
  glp_set_obj_dir (program->problem, GLP_MIN);
  program->objective = g_array_new (FALSE, FALSE, sizeof (int));
  program->indexes = g_array_new (FALSE, FALSE, sizeof (int));
  program->factors = g_array_new (FALSE, FALSE, sizeof (double));
  n_alive++;
  return program;
}

void
pakiv_linear_program_free (PakivLinearProgram *program)
{
  if (program == NULL)
    return;
  glp_delete_prob (program->problem);
  g_array_unref (program->objective);
  g_array_unref (program->indexes);
  g_array_unref (program->factors);
  g_free (program);
  if (--n_alive == 0)
    glp_free_env ();
}

static int
get_type (double lower, double upper)
{
  if (isinf (lower))
    return isinf (upper) ? GLP_FR : GLP_UP;
  if (isinf (upper))
    return GLP_LO;
  return lower < upper ? GLP_DB : GLP_FX;
}

guint
pakiv_linear_program_add_column (PakivLinearProgram *program, double lower, double upper)
{
  int column;

  g_return_val_if_fail (lower <= upper, 0); /* neither is no number then */

  column = glp_add_cols (program->problem, 1);
  glp_set_col_bnds (program->problem, column, get_type (lower, upper), lower, upper);
  program->started = FALSE;
  return (guint)column - 1;
}

guint
pakiv_linear_program_add_row (PakivLinearProgram *program,
                              double lower,
                              double upper,
                              const guint *columns,
                              const double *factors,
                              guint n)
{
  int row;

  g_return_val_if_fail (lower <= upper, 0);

  g_array_set_size (program->indexes, n + 1);
  g_array_set_size (program->factors, n + 1);
  for (guint i = 0; i < n; i++)
    {
      g_array_index (program->indexes, int, i + 1) = (int)columns[i] + 1;
      g_array_index (program->factors, double, i + 1) = factors != NULL ? factors[i] : 1;
    }
  row = glp_add_rows (program->problem, 1);
  glp_set_row_bnds (program->problem, row, get_type (lower, upper), lower, upper);
  glp_set_mat_row (program->problem, row, (int)n, (const int *)program->indexes->data,
                   (const double *)program->factors->data);
  program->limited = TRUE; /* its own variable joins the basis, which stays one */
  return (guint)row - 1;
}

void
pakiv_linear_program_limit_column (PakivLinearProgram *program,
                                   guint column,
                                   double lower,
                                   double upper)
{
  g_return_if_fail (lower <= upper);

  glp_set_col_bnds (program->problem, (int)column + 1, get_type (lower, upper), lower, upper);
  program->limited = TRUE;
}

void
pakiv_linear_program_limit_row (PakivLinearProgram *program, guint row, double lower, double upper)
{
  g_return_if_fail (lower <= upper);

  glp_set_row_bnds (program->problem, (int)row + 1, get_type (lower, upper), lower, upper);
  program->limited = TRUE;
}

void
pakiv_linear_program_set_objective (PakivLinearProgram *program,
                                    const guint *columns,
                                    guint n,
                                    double factor)
{
  for (guint i = 0; i < program->objective->len; i++)
    glp_set_obj_coef (program->problem, g_array_index (program->objective, int, i), 0);
  g_array_set_size (program->objective, 0);
  pakiv_linear_program_add_to_objective (program, columns, n, factor);
}

void
pakiv_linear_program_add_to_objective (PakivLinearProgram *program,
                                       const guint *columns,
                                       guint n,
                                       double factor)
{
  for (guint i = 0; i < n; i++)
    {
      int column = (int)columns[i] + 1;

      glp_set_obj_coef (program->problem, column, factor);
      g_array_append_val (program->objective, column);
    }
}

/* TRUE while there is time; sets the time of the next slice. */
static gboolean
get_slice (gint64 end, GCancellable *cancellable, int *milliseconds)
{
  gint64 left = (end - g_get_monotonic_time ()) / 1000;

  *milliseconds = (int)CLAMP (left, 1, SLICE_MS);
  return left > 0 && !g_cancellable_is_cancelled (cancellable);
}

/* The primal method where only the objective changed: the last solution is still feasible; the dual
 * one where only limits did: it is still the best. */
static int
run_simplex (PakivLinearProgram *program, gint64 end, GCancellable *cancellable)
{
  glp_smcp parameters;
  int result = GLP_ETMLIM;

  glp_init_smcp (&parameters);
  parameters.msg_lev = GLP_MSG_OFF;
  parameters.meth = program->started && program->limited ? GLP_DUALP : GLP_PRIMAL;
  if (!program->started)
    glp_adv_basis (program->problem, 0);
  while (result == GLP_ETMLIM && get_slice (end, cancellable, &parameters.tm_lim))
    result = glp_simplex (program->problem, &parameters);
  if (result != 0 && result != GLP_ETMLIM)
    {
      /* A basis that became singular: once more from the beginning, with GLPK's own reductions. */
      glp_std_basis (program->problem);
      parameters.presolve = GLP_ON;
      if (get_slice (end, cancellable, &parameters.tm_lim))
        {
          parameters.tm_lim = (int)MIN ((end - g_get_monotonic_time ()) / 1000 + 1, G_MAXINT);
          result = glp_simplex (program->problem, &parameters);
        }
    }
  program->started = result == 0;
  program->limited = FALSE;
  return result;
}

static PakivLinearStatus
solve_reals (PakivLinearProgram *program, gint64 end, GCancellable *cancellable, double *values)
{
  int result = run_simplex (program, end, cancellable);
  int status = glp_get_status (program->problem);

  if (result == GLP_ENOPFS || (result == 0 && status == GLP_NOFEAS))
    return PAKIV_LINEAR_INFEASIBLE;
  if (result == GLP_ENODFS || (result == 0 && status == GLP_UNBND))
    return PAKIV_LINEAR_UNBOUNDED;
  if (result != 0 || status != GLP_OPT)
    return PAKIV_LINEAR_UNKNOWN;
  for (int i = 1; i <= glp_get_num_cols (program->problem); i++)
    values[i - 1] = glp_get_col_prim (program->problem, i);
  return PAKIV_LINEAR_OPTIMAL;
}

static void
on_node_cb (glp_tree *tree, void *data)
{
  if (g_cancellable_is_cancelled (data))
    glp_ios_terminate (tree);
}

static void
set_kind (PakivLinearProgram *program, int kind)
{
  for (int i = 1; i <= glp_get_num_cols (program->problem); i++)
    glp_set_col_kind (program->problem, i, kind);
}

static PakivLinearStatus
solve_whole (PakivLinearProgram *program, gint64 end, GCancellable *cancellable, double *values)
{
  glp_iocp parameters;
  int result, status;
  gint64 left = (end - g_get_monotonic_time ()) / 1000;

  glp_init_iocp (&parameters);
  parameters.msg_lev = GLP_MSG_OFF;
  parameters.presolve = GLP_ON;
  parameters.tm_lim = (int)CLAMP (left, 1, G_MAXINT);
  parameters.cb_func = on_node_cb;
  parameters.cb_info = cancellable;
  set_kind (program, GLP_IV);
  result = glp_intopt (program->problem, &parameters);
  status = glp_mip_status (program->problem);
  for (int i = 1; i <= glp_get_num_cols (program->problem); i++)
    values[i - 1] = glp_mip_col_val (program->problem, i);
  set_kind (program, GLP_CV);
  if (result == GLP_ENOPFS || (result == 0 && status == GLP_NOFEAS))
    return PAKIV_LINEAR_INFEASIBLE;
  if (result == GLP_ENODFS)
    return PAKIV_LINEAR_UNBOUNDED;
  if (status == GLP_OPT && result == 0)
    return PAKIV_LINEAR_OPTIMAL;
  return (result == GLP_ETMLIM || result == GLP_ESTOP) && status == GLP_FEAS ? PAKIV_LINEAR_FEASIBLE
                                                                             : PAKIV_LINEAR_UNKNOWN;
}

PakivLinearStatus
pakiv_linear_program_solve (PakivLinearProgram *program,
                            gboolean whole,
                            double seconds,
                            GCancellable *cancellable,
                            double *values)
{
  gint64 end = g_get_monotonic_time () + (gint64)(seconds * G_USEC_PER_SEC);

  if (g_cancellable_is_cancelled (cancellable))
    return PAKIV_LINEAR_UNKNOWN;
  return whole ? solve_whole (program, end, cancellable, values)
               : solve_reals (program, end, cancellable, values);
}

char *
pakiv_linear_program_get_solver (void)
{
  return g_strdup_printf ("GLPK %s", glp_version ());
}
