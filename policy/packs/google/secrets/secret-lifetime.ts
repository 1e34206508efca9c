import { UNKNOWN, isValues, valueAt, type Resource } from "../../../core/resource";
import { forEveryResource, judgeValue, isOneOf, plainText } from "../../../core/judge";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";

const SECRET = "google_secret_manager_secret";

const lifetime: Rule = {
  id: "secret-expires",
  kind: "lost",
  severity: "high",
  title: "A secret does not delete itself",
  why: "At its ttl or expire_time Google deletes it with every version: services that mount it cannot start, and no plan says so before.",
  fix: "remove ttl and expire_time; a rotation reminds without deleting",
  source: "https://cloud.google.com/secret-manager/docs/secret-expiration",
  check: forEveryResource(SECRET, (secret) =>
    ["ttl", "expire_time"]
      .filter((path) => ![undefined, ""].includes(valueAt(secret, path) as string | undefined))
      // The provider knows expire_time after apply only, from a ttl.
      .filter((path) => path === "ttl" || valueAt(secret, path) !== UNKNOWN)
      .map((path) =>
        valueAt(secret, path) === UNKNOWN ? unknown(secret, path) : violation(secret, `${path}: found, none allowed`),
      ),
  ),
};

const versionEnabled: Rule = {
  id: "secret-version-enabled",
  kind: "down",
  severity: "high",
  title: "A declared version of a secret can be read",
  why: "A service that mounts a disabled version does not start, and one that is running does not start again.",
  fix: "set enabled to true, or remove the version when nothing pins it",
  source: "https://cloud.google.com/secret-manager/docs/disable-secret-version",
  check: forEveryResource("google_secret_manager_secret_version", (version) =>
    judgeValue(version, "enabled", isOneOf(true, undefined), "true"),
  ),
};

const LABELS = [
  "labels",
  "user_labels",
  "annotations",
  "settings[0].user_labels",
  "template[0].labels",
  "template[0].annotations",
];
const KEY_NAME = /(^|[^a-z])(api_?key|apikey|password|passwd|secret|token|private_?key|access_?key)$/i;
/** Short words and numbers are about something; a key is long. */
const MIN_KEY_LENGTH = 16;

const judgeLabels = (resource: Resource): readonly Verdict[] =>
  LABELS.flatMap((path) => {
    const labels = valueAt(resource, path);
    if (!isValues(labels)) return [];
    return Object.entries(labels)
      .filter(
        ([name, value]) => KEY_NAME.test(name) && (value === UNKNOWN || plainText(value).length >= MIN_KEY_LENGTH),
      )
      .map(([name, value]) =>
        value === UNKNOWN
          ? unknown(resource, `${path}.${name}`)
          : violation(resource, `${path}: "${name}" holds what looks like a key, none allowed`),
      );
  });

const labels: Rule = {
  id: "label-plain-secret",
  kind: "exposed",
  severity: "critical",
  title: "No label holds a key",
  why: "Labels stand in bills, logs, metrics and every listing: far more people read them than any secret.",
  fix: "remove the label, put the value into Secret Manager, and change the key",
  yieldsTo: ["alert-channel-secret"],
  check: (estate) => estate.resources.flatMap(judgeLabels),
};

/** When a secret ends, and where none may stand. */
export const secretLifetimeRules: readonly Rule[] = [lifetime, versionEnabled, labels];
