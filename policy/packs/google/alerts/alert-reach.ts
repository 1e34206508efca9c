import { forEveryResource } from "../../../core/judge";
import { referrersOf } from "../../../core/relations/targets";
import { UNKNOWN, blockPaths, numberAt, textAt, valueAt } from "../../../core/resource";
import { unknown, violation, type Rule } from "../../../core/rule";
import { everyCondition } from "./alert-conditions";
import { ALERT, CHANNEL, SLO } from "./watched";

/** Addresses that nobody reads: those of examples, and what somebody was to replace. */
const PLACEHOLDER =
  /@example\.(com|org|net)$|\b(your|replace|change)[-_. ]?(me|this|email|with)?\b.*@|^(todo|changeme|replace)/i;
const ADDRESS = "labels.email_address";

const placeholder: Rule = {
  id: "alert-channel-placeholder",
  kind: "no effect",
  severity: "medium",
  title: "A channel leads to an address that somebody reads",
  why: "Mail to an example's address goes nowhere: the alert fires, and nobody hears of it.",
  fix: "set email_address to that of the people on call, without a default",
  source: "https://cloud.google.com/monitoring/support/notification-options",
  check: forEveryResource(CHANNEL, (channel) => {
    if (valueAt(channel, "type") !== "email") return [];
    if (valueAt(channel, "labels") === UNKNOWN || valueAt(channel, ADDRESS) === UNKNOWN)
      return [unknown(channel, ADDRESS)];
    return PLACEHOLDER.test(textAt(channel, ADDRESS) ?? "")
      ? [violation(channel, `${ADDRESS}: an example's address found, one that is read allowed`)]
      : [];
  }),
};

const objectiveWatched: Rule = {
  id: "slo-unwatched",
  onlyAbroad: true,
  kind: "no effect",
  severity: "low",
  title: "An alert watches how fast an objective's budget is spent",
  why: "An objective without an alert is a number that somebody looks up when the month is over.",
  fix: 'declare an alert policy on select_slo_burn_rate("…", "60m")',
  source: "https://cloud.google.com/stackdriver/docs/solutions/slo-monitoring/alerting-on-budget-burn-rate",
  check: (estate) =>
    // Without a single alert here they are in another state.
    estate.ofType(ALERT).length === 0
      ? []
      : estate
          .ofType(SLO)
          .filter((objective) => !referrersOf(estate, objective).some(({ type }) => type === ALERT))
          .map((objective) => violation(objective, "name: no alert policy on this objective found, one allowed")),
};

/** Services that Monitoring knows by itself. */
const SERVICE_TYPES = new Set([
  "APP_ENGINE",
  "CLOUD_ENDPOINTS",
  "CLOUD_RUN",
  "CLUSTER_ISTIO",
  "GKE_NAMESPACE",
  "GKE_SERVICE",
  "GKE_WORKLOAD",
  "ISTIO_CANONICAL_SERVICE",
  "MESH_ISTIO",
]);

const serviceType: Rule = {
  id: "slo-service-type",
  kind: "refused",
  severity: "medium",
  title: "A service of Monitoring is of a type that it knows",
  why: "The kinds of resources of metrics, such as cloud_run_revision, are none: Google refuses them at apply.",
  fix: "set service_type to CLOUD_RUN, GKE_SERVICE, APP_ENGINE or another of Google's",
  source: "https://cloud.google.com/monitoring/api/ref_v3/rest/v3/services#BasicService",
  check: forEveryResource("google_monitoring_service", (service) => {
    const path = "basic_service[0].service_type";
    if (valueAt(service, path) === UNKNOWN) return [unknown(service, path)];
    const type = textAt(service, path);
    return type === undefined || SERVICE_TYPES.has(type)
      ? []
      : [violation(service, `${path}: one that Monitoring does not know found, CLOUD_RUN allowed`)];
  }),
};

const CHECK_PASSED = "monitoring.googleapis.com/uptime_check/check_passed";

const inverted: Rule = {
  id: "uptime-alert-inverted",
  kind: "no effect",
  severity: "medium",
  title: "An alert on an uptime check fires when the check fails",
  why: "A share of checks that passed is 1 when all is well: above it there is nothing, and the alert stays silent while the host is down.",
  fix: "use COMPARISON_LT with ALIGN_FRACTION_TRUE, or count failures: ALIGN_NEXT_OLDER with REDUCE_COUNT_FALSE",
  source: "https://cloud.google.com/monitoring/uptime-checks/uptime-alerting-policies",
  check: everyCondition(({ policy, at, metric }) => {
    const comparison = textAt(policy, `${at}.comparison`) ?? "";
    if (metric !== CHECK_PASSED || !/^COMPARISON_G[TE]$/.test(comparison)) return [];
    const isShare = blockPaths(policy, `${at}.aggregations`).some(
      (aggregation) =>
        textAt(policy, `${aggregation}.per_series_aligner`) === "ALIGN_FRACTION_TRUE" &&
        !textAt(policy, `${aggregation}.cross_series_reducer`)?.startsWith("REDUCE_COUNT"),
    );
    const threshold = numberAt(policy, `${at}.threshold_value`) ?? 0;
    return isShare
      ? [violation(policy, `${at}.threshold_value: more than ${threshold} of what passed found, less allowed`)]
      : [];
  }),
};

const onePlace: Rule = {
  id: "uptime-alert-one-place",
  kind: "down",
  severity: "low",
  onlyAbroad: true,
  title: "An alert on an uptime check asks that two places find the host down",
  why: "Google asks from several places: one of them that is cut off for a minute wakes somebody, and the host serves everyone.",
  fix: "set threshold_value to 1 with COMPARISON_GT, and a duration of a minute or more",
  source: "https://cloud.google.com/monitoring/uptime-checks/uptime-alerting-policies",
  check: everyCondition(({ policy, at, metric }) => {
    const counts = blockPaths(policy, `${at}.aggregations`).some(
      (aggregation) => textAt(policy, `${aggregation}.cross_series_reducer`) === "REDUCE_COUNT_FALSE",
    );
    const isGreater = textAt(policy, `${at}.comparison`) === "COMPARISON_GT";
    if (metric !== CHECK_PASSED || !counts || !isGreater) return [];
    const path = `${at}.threshold_value`;
    if (valueAt(policy, path) === UNKNOWN) return [unknown(policy, path)];
    return (numberAt(policy, path) ?? 0) < 1 ? [violation(policy, `${path}: less than 1 found, 1 allowed`)] : [];
  }),
};

/** Whether an alert is heard, and of the right thing. */
export const alertReachRules: readonly Rule[] = [placeholder, objectiveWatched, serviceType, inverted, onePlace];
