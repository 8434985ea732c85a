/* Programs that are killed at any moment of their work: nothing that was confirmed is lost, nothing
 * is half there, everything opens. */
#include "kill-run.h"

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  kill_run_begin_all ();
  kill_add_writing ();
  kill_add_changing ();
  kill_add_copying ();
  status = g_test_run ();
  kill_run_end_all ();
  return status;
}
