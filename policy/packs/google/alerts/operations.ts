import { UPTIME_PERIODS_SECONDS, UPTIME_MIN_LOCATIONS, UPTIME_TIMEOUT_SECONDS } from "../../../../google/alerting";
import { derivedFact, type Estate } from "../../../core/estate";
import { referencesAt, textAt, valueAt, type Resource, type Value } from "../../../core/resource";
import { ResourceIndex } from "../../../core/resource-index";
import { forEveryResource, judgeValue, isOneOf, type Known } from "../../../core/judge";
import { unknown, violation, type Rule } from "../../../core/rule";
import { referrersOf } from "../../../core/relations/targets";

const { min: SHORTEST, max: LONGEST } = UPTIME_TIMEOUT_SECONDS;
const PERIODS = UPTIME_PERIODS_SECONDS.map((seconds) => `${seconds}s`);

/** The region USA alone is three locations. */
const locations = (regions: readonly Known[]): number => regions.length + (regions.includes("USA") ? 2 : 0);

const uptimeCheck: Rule = {
  id: "uptime-check-bounds",
  kind: "refused",
  severity: "medium",
  title: "An uptime check is within Google's bounds",
  why: "Google refuses others at apply; the provider checks neither times nor regions.",
  fix: "set timeout to 1–60 s, period to 60, 300, 600 or 900 s, and no region or at least three",
  check: forEveryResource("google_monitoring_uptime_check_config", (uptime) => [
    ...judgeValue(
      uptime,
      "timeout",
      (value) =>
        typeof value === "string" &&
        /^\d+(\.\d+)?s$/.test(value) &&
        parseFloat(value) >= SHORTEST &&
        parseFloat(value) <= LONGEST,
      `"${SHORTEST}s" to "${LONGEST}s"`,
    ),
    ...judgeValue(uptime, "period", isOneOf(undefined, ...PERIODS), '"60s", "300s", "600s" or "900s"'),
    ...judgeValue(
      uptime,
      "selected_regions",
      (value) =>
        !Array.isArray(value) || value.length === 0 || locations(value as readonly Known[]) >= UPTIME_MIN_LOCATIONS,
      `none, or regions with at least ${UPTIME_MIN_LOCATIONS} locations,`,
    ),
  ]),
};

/** A channel that is created with its alert has no id yet, and is one all the same. */
const namesChannel = (policy: Resource): boolean =>
  referencesAt(policy, "notification_channels").some((address) =>
    /google_monitoring_notification_channel\./.test(address),
  );

const alertChannel: Rule = {
  id: "alert-channel",
  kind: "no effect",
  severity: "medium",
  title: "Every alert reaches someone",
  why: "An alert without a channel stands in the console, where nobody looks at night.",
  fix: "list a notification channel",
  check: forEveryResource("google_monitoring_alert_policy", (policy) =>
    valueAt(policy, "enabled") === false
      ? []
      : judgeValue(
          policy,
          "notification_channels",
          (channels) => Array.isArray(channels) && channels.length > 0,
          "at least one channel",
        ).filter(({ status }) => status === "violation" || !namesChannel(policy)),
  ),
};

/** Whether an attribute mapping has a subject; its keys hold dots, so no path leads there. */
const mapsSubject = (mapping: Known): boolean =>
  typeof mapping === "object" && mapping !== null && Object.hasOwn(mapping, "google.subject");

const identityCondition: Rule = {
  id: "identity-pool-condition",
  kind: "exposed",
  severity: "critical",
  title: "Workload identity lets in only tokens that meet a condition",
  why: "Issuers such as GitHub's are shared: without a condition every repository's token is accepted, and Google refuses it for the known ones.",
  fix: "set attribute_condition on a numeric id of the claim, and map google.subject",
  check: forEveryResource("google_iam_workload_identity_pool_provider", (provider) =>
    valueAt(provider, "oidc[0]") === undefined
      ? []
      : [
          ...judgeValue(
            provider,
            "attribute_condition",
            (condition) => typeof condition === "string" && /\b(assertion|attribute|google)\b/.test(condition),
            "a condition on a claim",
          ),
          ...judgeValue(provider, "attribute_mapping", mapsSubject, "a mapping of google.subject"),
        ],
  ),
};

const LINK = "/healthChecks/";

/** Names of the health checks that the links in a value end with, however deep. */
function linksIn(value: Value | undefined): readonly string[] {
  if (typeof value === "string")
    return value.includes(LINK) ? [value.slice(value.lastIndexOf(LINK) + LINK.length)] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap((inner: Value) => linksIn(inner));
}

const byLink = derivedFact(({ resources }) => new ResourceIndex(resources, ({ values }) => linksIn(values)));

/** Whether another resource means the health check, by reference or by link. */
const isAttached = (check: Resource, estate: Estate): boolean =>
  [...referrersOf(estate, check), ...byLink(estate).find([`${textAt(check, "name")}`])].some(
    (other) => other !== check,
  );

/** Whether some health check stands behind a variable or an output, where no resource can be seen. */
const someHidden = derivedFact(({ resources }) =>
  resources.some(({ references }) =>
    [...references].some(
      ([path, addresses]) =>
        path.includes("health_check") && !addresses.some((address) => /health_check\./.test(address)),
    ),
  ),
);

const unattached: Rule = {
  id: "health-check-unattached",
  kind: "no effect",
  severity: "low",
  title: "Every health check is used",
  why: "One that nothing refers to watches nothing, and looks as if it did.",
  fix: "remove it; a Cloud Run service is watched by its probes and an uptime check",
  check: (estate) =>
    ["google_compute_health_check", "google_compute_region_health_check"]
      .flatMap((type) => estate.ofType(type))
      .filter((check) => !isAttached(check, estate))
      .map((check) =>
        someHidden(estate)
          ? unknown(check, "name")
          : violation(check, "name: nothing refers to this health check, a use needed"),
      ),
};

export const operationsRules: readonly Rule[] = [uptimeCheck, alertChannel, identityCondition, unattached];
