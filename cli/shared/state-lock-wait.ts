import type { Environment } from "../../environments/environment";
import { stackName } from "../../environments/stack-names";
import type { Clock } from "../../verify/clock";
import type { GoogleFiles } from "../../verify/google-api";
import { CouldNotTell } from "./command";
import { lockText, readStateLock, statePlace } from "./state-lock";

/** GitHub gives a cancelled job five minutes (https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-cancellation). */
const MOST_MILLISECONDS = 4 * 60_000;
const PAUSE_MILLISECONDS = 5000;

/**
 * Waits until nobody applies the stack of the services: what is done beside a running apply, the apply undoes.
 *
 * @param say - is told once what it waits for
 * @throws CouldNotTell where the state stays locked, with whose lock it is and how it is freed
 */
export async function waitForServices(
  files: GoogleFiles,
  environment: Environment,
  clock: Clock,
  say: (text: string) => void,
): Promise<void> {
  const stack = stackName(environment, "services");
  const place = statePlace(environment, stack);
  const deadline = clock.now() + MOST_MILLISECONDS;
  for (let isFirst = true; ; isFirst = false) {
    const lock = await readStateLock(files, place);
    if (lock === undefined) return;
    const text = lockText(stack, lock, clock.date());
    if (clock.now() >= deadline) throw new CouldNotTell(`nothing is rolled back beside a running apply\n${text}`);
    if (isFirst) say(`waiting up to ${MOST_MILLISECONDS / 60_000} minutes: ${text}`);
    await clock.pause(PAUSE_MILLISECONDS);
  }
}
