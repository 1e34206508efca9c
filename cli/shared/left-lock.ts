import type { Environment } from "../../environments/environment";
import type { Clock } from "../../verify/clock";
import { googleApi } from "../../verify/google-api";
import { errorLine } from "./command";
import { lockText, readStateLock, statePlace, unknownLockText } from "./state-lock";

/** Whoever has interrupted twice waits for something else by now: a runner of GitHub, to end everything by force. */
const READING_MILLISECONDS = 2000;

/** What a Terraform that did not give its state's lock back has left of it. */
export async function leftLockText(environment: Environment, stack: string, clock: Clock): Promise<string> {
  try {
    const google = googleApi(process.env, clock, AbortSignal.timeout(READING_MILLISECONDS));
    const lock = await readStateLock(google, statePlace(environment, stack));
    return lock === undefined ? `${stack}: its state is not locked` : lockText(stack, lock, clock.date());
  } catch (error) {
    return unknownLockText(stack, errorLine(error));
  }
}
