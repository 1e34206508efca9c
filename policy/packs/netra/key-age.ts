import { KEY_AGE_ANNOTATION, LONGEST_KEY_AGE_DAYS } from "../../../environments/end-to-end";
import type { StagingEnvironment } from "../../../environments/environment";
import { BYPASS_SECRET_ROLE, secretId } from "../../../environments/names";
import { isOneOf, judgeValue } from "../../core/judge";
import { textAt } from "../../core/resource";
import type { SpecRule, Verdict } from "../../core/rule";
import type { Estate } from "../../core/estate";

const SECRET = "google_secret_manager_secret";

/** Where the age limit stands. */
const PATH = `annotations.${KEY_AGE_ANNOTATION}`;

/** The age limit of the bypass key as declared, for people. */
export function keyAgeText(estate: Estate): string {
  const limits = estate.ofType(SECRET).flatMap((secret) => textAt(secret, PATH) ?? []);
  return limits.length === 0 ? "absent" : limits.join(", ");
}

function judgeLimit(estate: Estate, environment: StagingEnvironment): readonly Verdict[] {
  const days = String(environment.e2e.keyMaxAgeDays);
  const own = secretId(environment, BYPASS_SECRET_ROLE);
  return estate
    .ofType(SECRET)
    .filter((secret) => textAt(secret, "secret_id") === own)
    .flatMap((secret) => judgeValue(secret, PATH, isOneOf(days), `"${days}"`));
}

const limit: SpecRule = {
  id: "bypass-key-age",
  kind: "house",
  severity: "medium",
  title: "The bypass key says after how many days it is rotated",
  why: `Whoever has seen the key signs in as a test user until it is rotated. Beside the secret nothing else says that it has an end: a key older than ${LONGEST_KEY_AGE_DAYS} days is one that nobody remembers.`,
  fix: "declare e2e.keyMaxAgeDays, and raise e2e.keyVersion before the days are over",
  source: "https://cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets",
  check: (estate, { environment }) => (environment.kind === "staging" ? judgeLimit(estate, environment) : []),
};

/** How long the bypass key may be in use. */
export const keyAgeRules: readonly SpecRule[] = [limit];
