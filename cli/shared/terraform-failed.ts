import { SYSTEM_CLOCK } from "../../verify/clock";
import type { ApplyOutcome } from "./apply-progress";
import { CouldNotTell } from "./command";
import { errorReport } from "./error-report";
import { rescueText } from "./errored-state";
import { failureLines } from "./failure-lines";
import { keepError } from "./kept-files";
import { maskValues } from "./error-mask";
import type { FailureContext } from "./failure-context";
import { lockIn, lockText } from "./state-lock";
import { stuckLines } from "./stuck-resources";
import { terraformName } from "./terraform-binary";
import type { Verb } from "./terraform-call";
import { errorsOf, readErrorText, type OutputLine } from "./terraform-output";

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
  /** What is known of the stack, and must not be told. */
  readonly context: FailureContext;
}

/**
 * A call of Terraform that failed. Its message has, of every error, its kind, status and address, and its cause where that is
 * known; who holds the lock where that is the reason; where a state is that could not be written; what is stuck, with
 * its way out; and the file that has the errors as a whole, masked.
 */
export class TerraformFailed extends CouldNotTell {
  readonly outcome: ApplyOutcome | undefined;
  readonly stackName: string;
  /** It has ended without giving the lock back, as far as can be told here. */
  readonly leavesLock: boolean;

  constructor(call: FailedCall) {
    const { stack, verb, how, isKilled, lines, stderr, keptState, outcome, context } = call;
    const now = SYSTEM_CLOCK.date();
    const told = errorsOf(lines);
    const errors = told.length > 0 ? told : readErrorText(stderr);
    const lock = lockIn([...errors.map(({ detail }) => detail), stderr].join("\n"));
    const path =
      errors.length + stderr.trim().length === 0
        ? undefined
        : keepError(`${stack}-${verb}`, errorReport(call, errors, now), now);
    super(
      [
        `${stack}: ${terraformName()} ${verb}: ${how}`,
        // The parts that may be shown are names; were one of them a secret all the same, it is masked here.
        ...failureLines(errors, context).map((line) => maskValues(line, context.secrets)),
        ...keptLines(errors.length, path),
        ...(lock === undefined ? [] : [lockText(stack, lock, now)]),
        ...(keptState === undefined ? [] : [rescueText(stack, keptState)]),
        ...stuckLines(stack, context.stuck),
      ].join("\n"),
    );
    // Who could not write the state can hardly remove the lock beside it.
    [this.stackName, this.leavesLock, this.outcome] = [stack, isKilled || keptState !== undefined, outcome];
  }
}

/** Where the errors are as a whole. */
function keptLines(errors: number, path: string | undefined): readonly string[] {
  if (path !== undefined) return [`  ${errors > 1 ? "the whole errors" : "the whole error"}, values masked: ${path}`];
  return errors > 0 ? ["  the whole error could not be kept: no folder outside the checkout can be written"] : [];
}
