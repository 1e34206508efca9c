import type { Environment } from "../../environments/environment";
import type { Clock } from "../../verify/clock";
import type { GoogleFiles } from "../../verify/google-api";
import { errorLine } from "./command";
import { lockText, readStateLock, statePlace } from "./state-lock";

/** What a killed Terraform has left of its state's lock. */
export async function leftLockText(
  files: GoogleFiles,
  environment: Environment,
  stack: string,
  clock: Clock,
): Promise<string> {
  try {
    const lock = await readStateLock(files, statePlace(environment, stack));
    return lock === undefined ? `${stack}: its state is not locked` : lockText(stack, lock, clock.date());
  } catch (error) {
    return `${stack}: whether its state is locked cannot be told (${errorLine(error)})`;
  }
}
