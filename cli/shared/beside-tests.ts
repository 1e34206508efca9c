import type { Environment } from "../../environments/environment";
import type { Clock } from "../../verify/clock";
import { runInTheWay } from "../../verify/e2e/lock";
import type { GoogleFiles } from "../../verify/google-api";
import { Refused } from "./command";
import { assertNotInterrupted } from "./interruption";

/**
 * Stands before what changes an environment: end-to-end tests beside it would see half of it. Production runs none.
 *
 * @param google - ends its calls at an interruption
 * @throws Refused with the run, and how it is ended; Interrupted
 */
export async function refuseBesideTests(environment: Environment, google: GoogleFiles, clock: Clock): Promise<void> {
  if (environment.kind === "production") return;
  const run = await runInTheWay(google, environment, clock.date()).catch((error: unknown) => {
    assertNotInterrupted();
    throw error;
  });
  if (run !== undefined) throw new Refused(run);
}
