import type { Series } from "./alerts/alert";

/** A series in Monitoring's filter language. */
export const filterText = ({ metric, resource, where }: Series): string =>
  [`resource.type="${resource}"`, `metric.type="${metric}"`, ...where].join(" AND ");

/** A metric's name in PromQL: the first slash becomes a colon, whatever else a name cannot hold an underscore. */
export const promqlName = (metric: string): string => metric.replace("/", ":").replace(/[^a-zA-Z0-9:]/g, "_");

/** The objective's burn rate over the time just gone, as Monitoring selects it. */
export const burnRateText = (objective: string, lookbackSeconds: number): string =>
  `select_slo_burn_rate("${objective}", "${lookbackSeconds}s")`;

/** True where a metric was not written for so long, also where it never was. */
export const silenceText = (metric: string, resource: string, hours: number): string =>
  `absent_over_time(${promqlName(metric)}{monitored_resource="${resource}"}[${hours}h])`;
