import type { Environment } from "../../environments/environment";
import type { Clock } from "../../verify/clock";
import { runInTheWay } from "../../verify/e2e/lock";
import { googleApi } from "../../verify/google-api";
import { Refused } from "./command";

/**
 * Stands before what changes an environment: end-to-end tests beside it would see half of it. Production runs none.
 *
 * @throws Refused with the run, and how it is ended
 */
export async function refuseBesideTests(environment: Environment, clock: Clock): Promise<void> {
  if (environment.kind === "production") return;
  const run = await runInTheWay(googleApi(process.env, clock), environment, clock.date());
  if (run !== undefined) throw new Refused(run);
}
