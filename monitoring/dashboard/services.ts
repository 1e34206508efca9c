import type { Json } from "../../google/canonical-json";
import type { Environment } from "../../environments/environment";
import { RUN_INSTANCES, RUN_MEMORY, RUN_STARTUP, type PlatformMetric } from "../../google/platform-metrics";
import type { Series } from "../alerts/alert";
import { countAggregation, logSeries, percentile99, series } from "../alerts/series";
import { NEAR, percentOf } from "../alerts/share";
import { mostValue, query, type Query } from "../promql";
import { mostInAll } from "./aggregations";
import { MILLISECONDS, SHARE, chart, countOf, line, queryLine, type Line, type Mark } from "./widgets";

/** One line a service, named by it. */
const byService = ({ services }: Environment, lineOf: (service: string) => Line): readonly Line[] =>
  Object.keys(services).map(lineOf);

const ofService = (metric: PlatformMetric, service: string, ...where: readonly string[]): Series =>
  series(metric, `resource.labels.service_name="${service}"`, ...where);

/** Instances of a service that answer, of the most that it may have. */
const filled = ({ services }: Environment, service: string): Query =>
  query`sum by (service_name) (${mostValue(series(RUN_INSTANCES, `service_name="${service}"`, 'state="active"'), 300)}) / ${services[service]?.scaling.max ?? 1}`;

/** The service that is nearest to its maximum. */
export const fullestService = (environment: Environment): Query =>
  query`max(${Object.keys(environment.services)
    .map((service) => filled(environment, service))
    .reduce((found, next) => query`${found} or ${next}`)})`;

/** The share of a maximum from which on an alert opens. */
export const NEAR_SHARE = NEAR / 100;

/** Instances against their maximum, service by service. */
export const filledChart = (environment: Environment): Json =>
  chart(
    "instances-of-maximum",
    SHARE,
    byService(environment, (name) => queryLine(name, filled(environment, name))),
    { value: NEAR_SHARE, label: "ticket" },
    { value: 1, label: "maximum" },
  );

const counted = (environment: Environment, role: "container-exits" | "failed-deliveries"): Line =>
  line("${resource.labels.service_name}", logSeries(environment, role, RUN_INSTANCES.resource), {
    ...countAggregation(300),
    groupBy: ["resource.label.service_name"],
  });

/** Where the alert on instances stands: one line, or one for the services of each maximum. */
function nearMaximum({ services }: Environment): readonly Mark[] {
  const entries = Object.entries(services);
  const values = [...new Set(entries.map(([, { scaling }]) => percentOf(NEAR, scaling.max)))];
  const namesAt = (value: number): string =>
    entries.flatMap(([name, { scaling }]) => (percentOf(NEAR, scaling.max) === value ? [name] : [])).join(", ");
  return values.map((value) => ({ value, label: values.length === 1 ? "ticket" : `ticket, ${namesAt(value)}` }));
}

/** What the services are doing. */
export const serviceCharts = (environment: Environment): readonly Json[] => [
  chart(
    "instances",
    countOf("instances"),
    byService(environment, (name) =>
      line(name, ofService(RUN_INSTANCES, name, 'metric.labels.state="active"'), mostInAll),
    ),
    ...nearMaximum(environment),
  ),
  chart(
    "memory",
    SHARE,
    byService(environment, (name) => line(name, ofService(RUN_MEMORY, name), percentile99(60))),
    { value: 0.9, label: "ticket" },
  ),
  chart(
    "start-up",
    MILLISECONDS,
    byService(environment, (name) => line(name, ofService(RUN_STARTUP, name), percentile99(300))),
  ),
  chart("exits", countOf("in 5 minutes"), [counted(environment, "container-exits")]),
  chart("deliveries", countOf("in 5 minutes"), [counted(environment, "failed-deliveries")]),
];
