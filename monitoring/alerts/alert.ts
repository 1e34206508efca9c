import type { ContactClass } from "../../environments/environment";
import type { Query } from "../promql";

/** What a chart or a condition counts: a metric, the kind of resource it is written to, and what narrows it. */
export interface Series {
  /** `run.googleapis.com/request_count`. */
  readonly metric: string;
  /** `cloud_run_revision`. */
  readonly resource: string;
  /**
   * Comparisons, `resource.labels.service_name="frontend"` in Monitoring's filter language, `service_name="frontend"` in
   * PromQL; all must hold.
   */
  readonly where: readonly string[];
}

/** How many points become one. */
export interface Aggregation {
  readonly seconds: number;
  readonly aligner: string;
  /** Absent where every series is judged by itself. */
  readonly reducer?: string;
  /** Labels that stay apart. */
  readonly groupBy?: readonly string[];
}

/** A value above or below a line. Monitoring knows no "or equal": a threshold of 0 means "any". */
export interface ThresholdCondition {
  readonly kind: "threshold";
  /** What it is of, where an alert has several. */
  readonly of?: string;
  readonly series: Series;
  readonly aggregation: Aggregation;
  readonly comparison: "above" | "below";
  /** In the metric's unit. */
  readonly threshold: number;
  /** Seconds for which it has to hold, whole minutes. */
  readonly forSeconds: number;
}

/**
 * A query in PromQL that has a result: for what one series and one line cannot say. A share with a floor of traffic, two
 * windows at once, the silence of what should be written, and "unless something larger is known already".
 */
export interface QueryCondition {
  readonly kind: "query";
  readonly query: Query;
  /** Seconds for which it has to have a result, whole minutes. */
  readonly forSeconds: number;
}

export type Condition = ThresholdCondition | QueryCondition;

/**
 * How a person is told. A page wakes: users lose something, or soon will. A ticket is the next working day's. What is
 * neither is no alert: it stands on the dashboard and in the weekly report.
 */
export type AlertResponse = "page" | "ticket";

/** Google's word for each: what its own console sorts incidents by. */
export const SEVERITY_OF = { page: "CRITICAL", ticket: "WARNING" } as const satisfies Record<AlertResponse, string>;

/** A row of the alert table. */
export interface Alert {
  /** Stable: part of the policy's address, and `alert-<id>` is its anchor in the runbook. */
  readonly id: string;
  /** Who is told. */
  readonly class: ContactClass;
  readonly response: AlertResponse;
  readonly title: string;
  /** What it tells, in the field's words. */
  readonly means: string;
  /** Where the threshold comes from. */
  readonly basis: string;
  /** What to do, in this order, as imperatives. */
  readonly steps: readonly string[];
  /** One, or up to six of which any opens an incident; several only where each resource has a line of its own. */
  readonly conditions: readonly Condition[];
}

/** Anchor of an alert in the runbook. */
export const alertAnchor = (id: string): string => `alert-${id}`;

/** The condition on a query. */
export const whenQuery = (found: Query, forSeconds = 0): readonly QueryCondition[] => [
  { kind: "query", query: found, forSeconds },
];
