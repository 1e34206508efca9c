import { UNKNOWN, textAt, valueAt, type Resource } from "../../../core/resource";
import { forEveryResource, judgeValue, isOneOf, judgeWhere } from "../../../core/judge";
import { unknown, violation, type Rule } from "../../../core/rule";
import type { Estate } from "../../../core/estate";
import { RUN_SERVICE } from "../programs/cloud-run";
import { dashboardFormRules } from "./dashboard-form";
import { dashboardRules } from "./dashboards";
import { logExclusionRules } from "./log-exclusions";
import { objectiveRules } from "./objectives";
import { referrersOf } from "../../../core/relations/targets";
import { ALERT, LOG_METRIC, SLO, UPTIME, checkedHost } from "./watched";

/** Paths that Google's front end answers itself, so that the container never sees them. */
const RESERVED_PATH = /^\/(eventlog|_ah(\/.*)?|[^/?]*z)$/;

const HOST = "monitored_resource[0].labels.host";

const hasClosedIngress = (service: Resource): boolean =>
  (textAt(service, "ingress") ?? "INGRESS_TRAFFIC_ALL") !== "INGRESS_TRAFFIC_ALL";

/** Whether the check asks a service directly that only its load balancer may ask. */
function isClosed(host: string, estate: Estate): boolean {
  if (!host.endsWith(".run.app")) return false;
  return estate
    .ofType(RUN_SERVICE)
    .some((service) => host.startsWith(`${textAt(service, "name")}-`) && hasClosedIngress(service));
}

const uptimeTarget: Rule = {
  id: "uptime-check-target",
  kind: "no effect",
  severity: "high",
  title: "An uptime check asks what its users ask",
  why: "A path of Google's own answers 404 whatever the service does, and a run.app address behind a load balancer is closed.",
  fix: "ask the load balancer's host for a path of the service's own, such as /health",
  check: forEveryResource(UPTIME, (uptime, estate) => {
    const path = "http_check[0].path";
    const host = checkedHost(uptime);
    // Elsewhere such a path is served: it is Cloud Run's front end that keeps it.
    const behindRun = estate.ofType(RUN_SERVICE).length > 0;
    const reserved = behindRun && RESERVED_PATH.test(textAt(uptime, path) ?? "");
    return [
      ...(behindRun && valueAt(uptime, path) === UNKNOWN ? [unknown(uptime, path)] : []),
      ...(reserved
        ? [violation(uptime, `${path}: a path that Google's front end keeps found, another one allowed`)]
        : []),
      ...(valueAt(uptime, HOST) === UNKNOWN && estate.ofType(RUN_SERVICE).some(hasClosedIngress)
        ? [unknown(uptime, HOST)]
        : []),
      ...(isClosed(host, estate)
        ? [
            violation(
              uptime,
              `${HOST}: a run.app address whose ingress is closed found, the load balancer's host allowed`,
            ),
          ]
        : []),
    ];
  }),
};

const uptimeTls: Rule = {
  id: "uptime-check-tls",
  kind: "no effect",
  severity: "medium",
  title: "An uptime check over TLS looks at the certificate",
  why: "Browsers refuse a certificate that is expired or another host's; this check would go on saying that all is well.",
  fix: "set validate_ssl to true",
  check: forEveryResource(UPTIME, (uptime) =>
    judgeWhere(uptime, "http_check[0].use_ssl", true, () =>
      judgeValue(uptime, "http_check[0].validate_ssl", isOneOf(true), "true"),
    ),
  ),
};

/** The metric of every check, by its name and by that of PromQL. */
const CHECK_PASSED = /uptime_check[/_]check_passed/;

const filtersOf = (policy: Resource): string =>
  JSON.stringify(valueAt(policy, "conditions") ?? "", (_, value: unknown) =>
    typeof value === "symbol" ? "UNKNOWN" : value,
  );

const uptimeWatched: Rule = {
  id: "uptime-check-unwatched",
  kind: "no effect",
  severity: "medium",
  title: "An alert watches every uptime check",
  why: "A check without an alert writes a chart that nobody reads while the host is down.",
  fix: "declare an alert policy on monitoring.googleapis.com/uptime_check/check_passed",
  check: (estate) => {
    const alerts = estate.ofType(ALERT);
    const conditions = alerts.map(filtersOf);
    // Without a single alert here they are in another state.
    if (alerts.length === 0 || conditions.some((text) => CHECK_PASSED.test(text))) return [];
    return estate.ofType(UPTIME).flatMap((uptime) => {
      if (referrersOf(estate, uptime).some(({ type }) => type === ALERT)) return [];
      return conditions.some((text) => text.includes("UNKNOWN"))
        ? [unknown(uptime, "uptime_check_id")]
        : [violation(uptime, "uptime_check_id: no alert policy on this check found, one needed")];
    });
  },
};

const logMetric: Rule = {
  id: "log-metric-distribution",
  kind: "refused",
  severity: "high",
  title: "A log metric that is a distribution says which value it takes",
  why: "Google refuses one without value_extractor at apply.",
  fix: "set value_extractor, or make the metric INT64",
  check: forEveryResource(LOG_METRIC, (metric) =>
    judgeWhere(metric, "metric_descriptor[0].value_type", "DISTRIBUTION", () =>
      judgeValue(
        metric,
        "value_extractor",
        (value) => typeof value === "string" && value !== "",
        "an EXTRACT expression",
      ),
    ),
  ),
};

const RATIO_FILTERS = ["good_service_filter", "bad_service_filter", "total_service_filter"] as const;

const slo: Rule = {
  id: "slo-ratio-filters",
  kind: "refused",
  severity: "high",
  title: "A ratio of an objective has exactly two of its three filters",
  why: "Google refuses one or three at apply; the provider asks for one at least.",
  fix: "set two of good_service_filter, bad_service_filter and total_service_filter",
  check: forEveryResource(SLO, (objective) => {
    const ratio = "request_based_sli[0].good_total_ratio[0]";
    if (valueAt(objective, ratio) === undefined) return [];
    const values = RATIO_FILTERS.map((name) => valueAt(objective, `${ratio}.${name}`));
    if (values.includes(UNKNOWN)) return [];
    const found = values.filter((value) => value !== undefined && value !== "").length;
    return found === 2 ? [] : [violation(objective, `${ratio}: ${found} filters found, exactly two allowed`)];
  }),
};

const MIN_RETENTION_DAYS = 30;

const retention: Rule = {
  id: "log-retention",
  kind: "lost",
  severity: "medium",
  title: "Logs are kept for a month",
  why: "A leak or a slow failure is noticed weeks later; with less than Google's own 30 days nothing tells what happened.",
  fix: `set retention_days to ${MIN_RETENTION_DAYS} or more`,
  check: forEveryResource("google_logging_project_bucket_config", (bucket) =>
    judgeValue(
      bucket,
      "retention_days",
      (days) => days === undefined || (typeof days === "number" && days >= MIN_RETENTION_DAYS),
      `${MIN_RETENTION_DAYS} or more`,
    ),
  ),
};

/** What watches the product besides alerts: uptime checks, log metrics, objectives and logs themselves. */
export const monitoringRules: readonly Rule[] = [
  uptimeTarget,
  uptimeTls,
  uptimeWatched,
  logMetric,
  slo,
  ...logExclusionRules,
  retention,
  ...objectiveRules,
  ...dashboardRules,
  ...dashboardFormRules,
];
