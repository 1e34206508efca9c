import { CUSTOM_METRIC_RESOURCE, type CustomMetric } from "../custom-metrics";
import type { Alert } from "./alert";

/** A metric of our own that has to be written regularly. */
export interface SilentMetric {
  readonly id: string;
  readonly title: string;
  /** What is unknown while it is silent. */
  readonly means: string;
  readonly metric: CustomMetric;
  readonly hours: number;
  readonly basis: string;
  /** Where to look first. */
  readonly step: string;
}

/** The alert on a metric that nothing was written to for so long. */
export const silenceAlert = ({ metric, hours, step, means, ...row }: SilentMetric): Alert => ({
  ...row,
  class: "infrastructure",
  severity: "WARNING",
  means: `${means} In a new environment it stands until the first run.`,
  steps: [step, "check that the run's account may still write metrics", "start the workflow by hand"],
  condition: { kind: "silence", metric: metric.type, resource: CUSTOM_METRIC_RESOURCE, hours },
});
