/**
 * A signal that aborts at the first Ctrl-C (SIGINT) or cancellation of a workflow (SIGTERM). A second one ends the process
 * at once.
 *
 * @param notice - what happens now, and what a second signal would leave behind
 */
export function interruptionSignal(notice: string): AbortSignal {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      process.stderr.write(`\n${notice}\n`);
      controller.abort();
    });
  }
  return controller.signal;
}
