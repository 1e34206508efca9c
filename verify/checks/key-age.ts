import type { E2eSpec, StagingEnvironment } from "../../environments/environment";
import { BYPASS_SECRET_ROLE, secretId } from "../../environments/names";
import { countText } from "../../report/text";
import { failed, passed, unknown, type Attempt } from "../engine/attempt";
import type { Check } from "../engine/check";
import type { LiveReader } from "../live/reader";
import { newestEnabled, readVersions } from "../live/secrets";
import { adminChecksOf, type AdminContext } from "./admin-check";

/** How long the bypass key has been in use. Production has no such key, and no such check. */
export function keyAgeChecks(context: AdminContext): readonly Check[] {
  const { environment, now } = context;
  if (environment.kind !== "staging") return [];
  return adminChecksOf(context, [
    {
      id: "variables/bypass-key-age",
      title: "the bypass key is no older than its limit",
      gone: "secret-unusable",
      ask: (live) => keyAgeAttempt(live, environment, now()),
    },
  ]);
}

const MILLISECONDS_IN_DAY = 24 * 60 * 60 * 1000;

/**
 * The age of the newest enabled version, which is the one in use: another check asks that every service mounts it. No
 * value is read.
 */
async function keyAgeAttempt(live: LiveReader, environment: StagingEnvironment, now: Date): Promise<Attempt> {
  const secret = secretId(environment, BYPASS_SECRET_ROLE);
  const versions = await readVersions(live, environment, secret);
  const newest = newestEnabled(versions);
  if (newest === undefined) return failed("secret-unusable", `${secret}: no enabled version`, "an enabled version");
  const found = `${secret}, version ${newest}`;
  const made = Date.parse(versions.get(newest)?.createTime ?? "");
  if (!Number.isFinite(made)) return unknown(`${found}: Secret Manager says no time at which it was written`);
  return ageAttempt(found, (now.getTime() - made) / MILLISECONDS_IN_DAY, environment.e2e);
}

/** @param days - may be below 0 where the two clocks differ: a key that was written a moment ago */
function ageAttempt(key: string, days: number, { keyMaxAgeDays }: Pick<E2eSpec, "keyMaxAgeDays">): Attempt {
  const age = Math.max(0, Math.floor(days));
  const measured = [{ name: "days-left", value: keyMaxAgeDays - age, unit: "days" }];
  const found = `${key} is ${countText(age, "day")} old`;
  return age <= keyMaxAgeDays
    ? passed(found, measured)
    : failed("key-old", found, `at most ${countText(keyMaxAgeDays, "day")}`, { measured });
}
