/**
 * A signal that aborts on the first Ctrl-C, or when a workflow is cancelled. A second one ends the command at once.
 *
 * @param notice - what happens now, and what a second signal would leave
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
