import { forEveryDeclared } from "../../core/judge";
import type { Estate } from "../../core/estate";
import { violation, type SpecRule } from "../../core/rule";
import { conditionsOf } from "../google/alerts/alert-conditions";
import { DASHBOARD_JSON, chartFilters } from "../google/alerts/dashboards";
import { factsOf, metricIn } from "../google/alerts/metric-facts";
import { objectiveFilters } from "../google/alerts/objectives";
import { DASHBOARD, SLO } from "../google/alerts/watched";

/** Whether a filter names a metric that is neither in the table of Google's metrics nor declared. */
const namesUnknownMetric = (estate: Estate, filter: string): boolean =>
  metricIn(filter) !== "" && !factsOf(estate, metricIn(filter));

const IN_NO_TABLE = "a metric that is in no table found, one of Google's or a declared one allowed";

const fix = "correct the name, add the metric to google/platform-metrics.ts, or declare it";

const alerts: SpecRule = {
  id: "alert-metric-known",
  kind: "house",
  severity: "high",
  title: "An alert watches a metric that is in the table of Google's metrics, or declared",
  why: "Google accepts an alert on a metric that nobody writes, and the alert never fires.",
  fix,
  yieldsTo: ["alert-metric"],
  check: (estate) =>
    conditionsOf(estate)
      .filter(({ filter }) => namesUnknownMetric(estate, filter))
      .map(({ policy, at }) => violation(policy, `${at}.filter: ${IN_NO_TABLE}`)),
};

const objectives: SpecRule = {
  id: "slo-metric-known",
  kind: "house",
  severity: "high",
  title: "An objective counts a metric that is in the table of Google's metrics, or declared",
  why: "Of a metric that nobody writes the objective is met for ever.",
  fix,
  yieldsTo: ["slo-filter"],
  check: forEveryDeclared(SLO, (slo, _spec, estate) =>
    objectiveFilters(slo)
      .filter(([, filter]) => namesUnknownMetric(estate, filter))
      .map(([path]) => violation(slo, `${path}: ${IN_NO_TABLE}`)),
  ),
};

const charts: SpecRule = {
  id: "dashboard-metric-known",
  kind: "house",
  severity: "medium",
  title: "A chart shows a metric that is in the table of Google's metrics, or declared",
  why: "An empty chart looks like a quiet service.",
  fix,
  yieldsTo: ["dashboard-metric"],
  check: forEveryDeclared(DASHBOARD, (dashboard, _spec, estate) =>
    chartFilters(estate, dashboard)
      .filter(([, filter]) => namesUnknownMetric(estate, filter))
      .map(([path]) => violation(dashboard, `${DASHBOARD_JSON}: ${path}: ${IN_NO_TABLE}`)),
  ),
};

/** Whether everything that watches names metrics that are known to exist. */
export const metricRules: readonly SpecRule[] = [alerts, objectives, charts];
