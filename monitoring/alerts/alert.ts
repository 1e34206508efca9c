import type { ContactClass } from "../../environments/environment";

/** What an alert counts: a metric, the kind of resource it is written to, and what narrows it. */
export interface Series {
  /** `run.googleapis.com/request_count`. */
  readonly metric: string;
  /** `cloud_run_revision`. */
  readonly resource: string;
  /** Comparisons in Monitoring's filter language, `resource.labels.service_name="frontend"`; all must hold. */
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
  readonly series: Series;
  /** Present where a ratio is meant: what the first is divided by, aggregated alike. */
  readonly dividedBy?: Series;
  readonly aggregation: Aggregation;
  readonly comparison: "above" | "below";
  /** In the metric's unit. */
  readonly threshold: number;
  /** Seconds for which it has to hold, whole minutes. */
  readonly forSeconds: number;
}

/**
 * Nothing was written for so long. As PromQL, because Monitoring's own absence condition ends at 23.5 h, which a nightly
 * job overruns, and sleeps until the first value: what never ran would never be missed.
 */
export interface SilenceCondition {
  readonly kind: "silence";
  readonly metric: string;
  readonly resource: string;
  readonly hours: number;
}

/** An objective's error budget goes so many times as fast as it may. */
export interface BurnRateCondition {
  readonly kind: "burn-rate";
  /** The objective: what it is of, and its id (`slos.ts`). */
  readonly of: string;
  readonly objective: string;
  readonly lookbackSeconds: number;
  /** 1 spends exactly the whole budget in the objective's period. */
  readonly factor: number;
}

export type Condition = ThresholdCondition | SilenceCondition | BurnRateCondition;

/** Google's words for how bad it is. */
export type AlertSeverity = "CRITICAL" | "ERROR" | "WARNING";

/** A row of the alert table. */
export interface Alert {
  /** Stable: part of the policy's address, and `alert-<id>` is its anchor in the runbook. */
  readonly id: string;
  /** Who is told. */
  readonly class: ContactClass;
  readonly severity: AlertSeverity;
  readonly title: string;
  /** What it tells, in the field's words. */
  readonly means: string;
  /** Where the threshold comes from. */
  readonly basis: string;
  /** What to do, in this order, as imperatives. */
  readonly steps: readonly string[];
  readonly condition: Condition;
}

/** Anchor of an alert in the runbook. */
export const alertAnchor = (id: string): string => `alert-${id}`;
