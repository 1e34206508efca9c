import {
  MonitoringAlertPolicy,
  type MonitoringAlertPolicyConditions,
} from "@cdktf/provider-google/lib/monitoring-alert-policy";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { MISSING_DATA_SECONDS, MISSING_DATA_INACTIVE } from "../google/alerting";

/** Half an hour without a value ends an incident: a series that has stopped failing often stops being written. */
const AUTO_CLOSE_SECONDS = 1800;

/** Seconds between two evaluations of a query that looks back over hours. */
const QUERY_INTERVAL_SECONDS = 300;

/** How points of a series become one. */
export interface AggregationProps {
  readonly seconds: number;
  readonly aligner: string;
  readonly reducer?: string;
  readonly groupBy?: readonly string[];
}

/** When an alert opens an incident. */
export type AlertConditionProps =
  | {
      readonly kind: "threshold";
      /** In Monitoring's filter language. */
      readonly filter: string;
      /** Divisor of a ratio; aggregated like the dividend. */
      readonly denominatorFilter?: string;
      /** Absent for a burn rate, which is a number already. */
      readonly aggregation?: AggregationProps;
      readonly comparison: "above" | "below";
      readonly threshold: number;
      /** Whole minutes. */
      readonly forSeconds: number;
    }
  | {
      readonly kind: "query";
      /** PromQL: the incident is open while it has a result. */
      readonly query: string;
    };

/** Props of {@link AlertPolicy}. */
export interface AlertPolicyProps {
  readonly displayName: string;
  readonly severity: "CRITICAL" | "ERROR" | "WARNING";
  readonly condition: AlertConditionProps;
  /** Markdown: what it means and what to do. */
  readonly documentation: string;
  readonly channelName: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The metrics and objectives that it reads: Google refuses an alert on a metric that it does not know. */
  readonly dependsOn: readonly ITerraformDependable[];
}

/** One alert: one condition, one channel, and a text for the person who is woken. */
export class AlertPolicy extends Construct {
  constructor(scope: Construct, id: string, props: AlertPolicyProps) {
    super(scope, id);
    new MonitoringAlertPolicy(this, "Default", {
      displayName: props.displayName,
      severity: props.severity,
      enabled: true,
      combiner: "OR",
      conditions: [{ displayName: props.displayName, ...conditionConfig(props.condition) }],
      notificationChannels: [props.channelName],
      documentation: { subject: props.displayName, content: props.documentation, mimeType: "text/markdown" },
      alertStrategy: { autoClose: `${AUTO_CLOSE_SECONDS}s` },
      userLabels: { ...props.labels },
      dependsOn: [...props.dependsOn],
    });
  }
}

function conditionConfig(condition: AlertConditionProps): Omit<MonitoringAlertPolicyConditions, "displayName"> {
  if (condition.kind === "query") {
    return {
      conditionPrometheusQueryLanguage: {
        query: condition.query,
        duration: "0s",
        evaluationInterval: `${QUERY_INTERVAL_SECONDS}s`,
      },
    };
  }
  const { filter, denominatorFilter, aggregation, comparison, threshold, forSeconds } = condition;
  const aggregations = aggregation && [aggregationConfig(aggregation)];
  return {
    conditionThreshold: {
      filter,
      ...(denominatorFilter !== undefined && { denominatorFilter, denominatorAggregations: aggregations }),
      ...(aggregations && { aggregations }),
      comparison: comparison === "above" ? "COMPARISON_GT" : "COMPARISON_LT",
      thresholdValue: threshold,
      duration: `${forSeconds}s`,
      trigger: { count: 1 },
      // No value means no trouble. Where silence is the trouble, another row of the alert table asks for it.
      ...(forSeconds >= MISSING_DATA_SECONDS && { evaluationMissingData: MISSING_DATA_INACTIVE }),
    },
  };
}

const aggregationConfig = ({ seconds, aligner, reducer, groupBy }: AggregationProps) => ({
  alignmentPeriod: `${seconds}s`,
  perSeriesAligner: aligner,
  ...(reducer !== undefined && { crossSeriesReducer: reducer }),
  ...(groupBy && { groupByFields: [...groupBy] }),
});
