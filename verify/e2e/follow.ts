import type { StagingEnvironment } from "../../environments/environment";
import type { Clock } from "../clock";
import { GoogleApiError } from "../google-answers";
import type { GoogleApi } from "../google-api";
import { cancelCommand, cancelExecution, executionAt, shortName, type ExecutionState } from "./execution";
import { START_SECONDS } from "./lock";
import { firstLine } from "../../report/text";

/** Clock, progress and interruption of a run; a test gives its own. */
export interface RunDependencies {
  readonly clock: Clock;
  /** Shows how far the run is; shows nothing where nobody looks. */
  readonly progress: (text: string) => void;
  /** Aborts when somebody interrupts. */
  readonly signal: AbortSignal;
}

/** An execution that ended, or why nobody can tell how it ended. */
export type FollowedExecution =
  | { readonly ok: true; readonly execution: ExecutionState }
  | {
      readonly ok: false;
      readonly reason: string;
      /** Whether it ran and had no end of its own; where it was interrupted, or may still run, it has not died. */
      readonly hasDied: boolean;
    };

const POLL_MILLISECONDS = 5000;

/** Whether the same call may succeed the next time. */
const isPassingError = ({ status }: GoogleApiError): boolean => status === 0 || status === 429 || status >= 500;

/** The execution as it is now; undefined where Google does not answer, and the error where Google refuses. */
async function lookAtExecution(api: GoogleApi, name: string): Promise<ExecutionState | GoogleApiError | undefined> {
  try {
    return await executionAt(api, name);
  } catch (error) {
    if (!(error instanceof GoogleApiError)) throw error;
    return isPassingError(error) ? undefined : error;
  }
}

/**
 * Waits for an execution's end. Cancels it when somebody interrupts, and when it runs longer than its own timeout
 * allows.
 */
export async function followExecution(
  api: GoogleApi,
  environment: StagingEnvironment,
  name: string,
  dependencies: RunDependencies,
): Promise<FollowedExecution> {
  const most = environment.e2e.runner.timeoutSeconds;
  const { clock } = dependencies;
  const begun = clock.now();
  const elapsedSeconds = (): number => Math.round((clock.now() - begun) / 1000);
  while (elapsedSeconds() <= most + START_SECONDS) {
    if (dependencies.signal.aborted)
      return { ok: false, hasDied: false, reason: `interrupted: ${await cancelText(api, environment, name)}` };
    const execution = await lookAtExecution(api, name);
    if (execution instanceof GoogleApiError) {
      return {
        ok: false,
        hasDied: false,
        reason: `${execution.message}; ${shortName(name)} may still run: ${cancelCommand(environment, name)}`,
      };
    }
    if (execution?.ended) return { ok: true, execution };
    const state = execution?.started ? "runs" : "starts";
    dependencies.progress(`${shortName(name)} ${state}, ${elapsedSeconds()} s of at most ${most} s`);
    await clock.pause(POLL_MILLISECONDS, dependencies.signal);
  }
  const outcome = await cancelText(api, environment, name);
  return { ok: false, hasDied: true, reason: `no end within ${most + START_SECONDS} s: ${outcome}` };
}

async function cancelText(api: GoogleApi, environment: StagingEnvironment, name: string): Promise<string> {
  try {
    await cancelExecution(api, name);
    return `execution ${shortName(name)} is cancelled`;
  } catch (error) {
    const said = firstLine((error as Error).message);
    return `execution ${shortName(name)} could not be cancelled (${said}) and may still run; end it: ${cancelCommand(environment, name)}`;
  }
}
