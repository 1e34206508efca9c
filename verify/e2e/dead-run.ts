/** A run of the end-to-end tests that was started and died: nothing is known of its tests. */
export interface DeadRun {
  readonly environment: string;
  /** Short name of the execution, `e2e-runner-abcde`. */
  readonly execution: string;
  /** Where people look at it. */
  readonly link: string;
  /** What is known of its end, in one line, with secrets masked. */
  readonly reason: string;
  /** The team that is told. */
  readonly team: string;
}
