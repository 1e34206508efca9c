import type { StagingEnvironment } from "../../environments/environment";
import { deployInTheWay, releaseLock, runInTheWay, takeLock } from "../e2e/lock";
import type { GoogleFiles } from "../google-api";

/** What came of it, or who is in the way and what to do. */
export type Alone<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };

/**
 * Does something while neither a deploy nor a run of the end-to-end tests goes on: each would be measured with the other.
 * The lock is the e2e runner's own. It counts as left behind before levels had all their time to settle, and long after
 * the longest load has ended.
 *
 * @throws GoogleApiError where the account may not, or nobody answers; and whatever `work` throws
 */
export async function alone<T>(
  api: GoogleFiles,
  environment: StagingEnvironment,
  now: () => Date,
  work: () => Promise<T>,
): Promise<Alone<T>> {
  const run = await runInTheWay(api, environment, now());
  if (run !== undefined) return { ok: false, reason: run };
  const lock = await takeLock(api, environment, now());
  if (!lock.ok) return lock;
  try {
    // After the lock: whoever deploys from now on finds it.
    const deploy = await deployInTheWay(api, environment);
    return deploy === undefined ? { ok: true, value: await work() } : { ok: false, reason: deploy };
  } finally {
    await releaseLock(api, environment, lock.generation);
  }
}
