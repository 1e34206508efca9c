import { SYSTEM_CLOCK } from "../../verify/clock";
import type { ApplyOutcome } from "./apply-progress";
import { CouldNotTell } from "./command";
import { rescueText } from "./errored-state";
import { lockIn, lockText } from "./state-lock";
import type { Verb } from "./terraform-deadlines";
import { errorsOf, type Diagnostic, type OutputLine } from "./terraform-output";

/** What a failed call has left. */
export interface FailedCall {
  readonly stack: string;
  readonly verb: Verb;
  /** One line: killed, a status, a deadline. */
  readonly how: string;
  /** It was killed while it held the state's lock, so that stays. */
  readonly isKilled: boolean;
  /** What it printed as JSON. */
  readonly lines: readonly OutputLine[];
  readonly stderr: string;
  /** Where a state is kept that it could not write; undefined where it could. */
  readonly keptState: string | undefined;
  /** How far an apply has come; undefined for other calls. */
  readonly outcome: ApplyOutcome | undefined;
}

/**
 * A call of Terraform that failed. Its message has the headline of the first error, who holds the lock where that is the
 * reason, and where a state is that could not be written. The errors as a whole may quote values.
 */
export class TerraformFailed extends CouldNotTell {
  readonly outcome: ApplyOutcome | undefined;
  readonly stackName: string;
  /** It has ended without giving the lock back, as far as can be told here. */
  readonly leavesLock: boolean;

  constructor({ stack, verb, how, isKilled, lines, stderr, keptState, outcome }: FailedCall) {
    const errors = errorsOf(lines);
    const lock = lockIn([...errors.map(({ detail }) => detail), stderr].join("\n"));
    super(
      [
        `${stack}: terraform ${verb}: ${how}${headline(errors, stderr)}`,
        ...(lock === undefined ? [] : [lockText(stack, lock, SYSTEM_CLOCK.date())]),
        ...(keptState === undefined ? [] : [rescueText(stack, keptState)]),
      ].join("\n"),
    );
    // Who could not write the state can hardly remove the lock beside it.
    [this.stackName, this.leavesLock, this.outcome] = [stack, isKilled || keptState !== undefined, outcome];
  }
}

/** The headline of the first error, without the lines that quote the configuration. */
function headline([first]: readonly Diagnostic[], stderr: string): string {
  const text = first?.summary ?? /Error: ([^\n]*)/.exec(stderr)?.[1];
  return text === undefined ? "" : `: ${text.slice(0, 200)}`;
}
