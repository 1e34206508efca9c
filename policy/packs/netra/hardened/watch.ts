import { numberAt, textAt, valueAt } from "../../../core/resource";
import type { Estate } from "../../../core/estate";
import { alertIdOf } from "../alert-table";
import { ALERT, CHANNEL, DASHBOARD, SLO, UPTIME, checkedHost } from "../../google/alerts/watched";
import { BACKEND_SERVICE } from "../../google/edge/serverless-backends";
import { listed, plain } from "./read";
import type { HardenedValue } from "./row";

/** How many there are of a type, or that there are none. */
const counted = (estate: Estate, type: string, what: string): string => {
  const count = estate.ofType(type).length;
  return count === 0 ? "nothing declared" : `${count} ${what}`;
};

/** The threshold of the first condition of the alert of that id. */
function threshold(estate: Estate, id: string): string {
  const policy = estate.ofType(ALERT).find((candidate) => alertIdOf(candidate) === id);
  const path = "conditions[0].condition_threshold[0].threshold_value";
  return policy ? `${numberAt(policy, path) ?? "none"}` : "nothing declared";
}

export const WATCH: readonly HardenedValue[] = [
  {
    id: "backend-header",
    plan: "1.1",
    title: "header in which each backend names its service",
    acts: "the load balancer adds it to every answer: from outside nothing else tells which row of the host table led there",
    rules: ["lb-backend-header"],
    checks: ["load-balancer/*/backend"],
    read: (estate) => listed(estate.ofType(BACKEND_SERVICE), (backend) => plain(backend, "custom_response_headers[0]")),
  },
  {
    id: "uptime",
    plan: "metrics",
    title: "uptime checks: hosts / period / places",
    acts: "Google's probers, from outside; one alert on all of them, and one on certificates",
    rules: ["uptime-check-hosts", "uptime-check-bounds", "uptime-check-tls", "uptime-check-target"],
    read: (estate) => {
      const checks = estate.ofType(UPTIME);
      const [check] = checks;
      if (!check) return "nothing declared";
      const regions = valueAt(check, "selected_regions");
      return `${new Set(checks.map(checkedHost)).size} / ${plain(check, "period")} / ${Array.isArray(regions) ? regions.length : "all"}`;
    },
  },
  {
    id: "alert-sets",
    plan: "metrics",
    title: "alerts / channels they are sent to",
    acts: "Cloud Monitoring: one policy a row of the alert table, to the contact of its class: a page wakes and is sent again, a ticket waits for the day",
    rules: [
      "alert-set-service",
      "alert-set-database",
      "alert-set-cache",
      "alert-set-environment",
      "alert-channel",
      "alert-contact",
      "alert-severity",
      "alert-escalation",
      "alert-runbook-anchor",
      "alert-enabled",
      "alert-one-condition",
    ],
    read: (estate) => `${counted(estate, ALERT, "policies")} / ${counted(estate, CHANNEL, "channels")}`,
  },
  {
    id: "alert-thresholds",
    plan: "metrics",
    title: "thresholds: database connections / instances of the first service / days of a certificate",
    acts: "Cloud Monitoring; each follows from the spec, so that a raised limit moves its alert",
    rules: [
      "alert-as-declared",
      "alert-metric",
      "alert-metric-known",
      "alert-resource-type",
      "alert-label",
      "alert-aligner",
      "alert-response-class",
    ],
    read: (estate) =>
      ["database-connections", "instances", "certificate"].map((id) => threshold(estate, id)).join(" / "),
  },
  {
    id: "objectives",
    plan: "metrics",
    title: "objectives: availability / over days",
    acts: "Cloud Monitoring: error budgets, and alerts on how fast they go; 48 hours stable is staging's period, and in every environment that of verification's, whose bad window is an alert itself",
    rules: [
      "slo-declared",
      "slo-filter",
      "slo-metric-known",
      "slo-window",
      "slo-socket-latency",
      "alert-set-objective",
    ],
    read: (estate) =>
      listed(
        estate.ofType(SLO).filter((slo) => textAt(slo, "slo_id") === "availability"),
        (slo) => `${plain(slo, "goal")} / ${plain(slo, "rolling_period_days")}`,
      ),
  },
  {
    id: "dashboard",
    plan: "metrics",
    title: "dashboard",
    acts: "Cloud Monitoring: one screen first, then sections; in JSON that Google reads and that comes back as it was written",
    rules: [
      "dashboard-present",
      "dashboard-member",
      "dashboard-layout",
      "dashboard-metric",
      "dashboard-metric-known",
      "dashboard-aggregation",
      "dashboard-stable",
    ],
    read: (estate) => counted(estate, DASHBOARD, "at a glance"),
  },
];
