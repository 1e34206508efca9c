import {
  MonitoringAlertPolicy,
  type MonitoringAlertPolicyConditions,
} from "@cdktf/provider-google/lib/monitoring-alert-policy";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { MISSING_DATA_SECONDS, MISSING_DATA_INACTIVE, RENOTIFY_SECONDS } from "../google/alerting";

/** Half an hour without a value ends an incident: a series that has stopped failing often stops being written. */
const AUTO_CLOSE_SECONDS = 1800;

/** Seconds between two evaluations of a query: each reads hours, and none has to be known sooner. */
const QUERY_INTERVAL_SECONDS = 60;

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
      /** What it is of, where a policy has several conditions: a review tells them apart by their names. */
      readonly of?: string;
      /** In Monitoring's filter language. */
      readonly filter: string;
      readonly aggregation: AggregationProps;
      readonly comparison: "above" | "below";
      readonly threshold: number;
      /** Whole minutes. */
      readonly forSeconds: number;
    }
  | {
      readonly kind: "query";
      /** PromQL: the incident is open while it has a result. */
      readonly query: string;
      /** Whole minutes. */
      readonly forSeconds: number;
    };

/** Props of {@link AlertPolicy}. */
export interface AlertPolicyProps {
  readonly displayName: string;
  readonly severity: "CRITICAL" | "WARNING";
  /** Any of them opens an incident; each has a name of its own in it. */
  readonly conditions: readonly AlertConditionProps[];
  /** Markdown: what it means and what to do. */
  readonly documentation: string;
  /** Where else to look; Google shows at most three, beside the text. */
  readonly links: readonly { readonly displayName: string; readonly url: string }[];
  readonly channelNames: readonly string[];
  /** Whether it is sent again while nobody closes it: a page that was slept through. */
  readonly isRepeated: boolean;
  readonly labels: Readonly<Record<string, string>>;
  /** The metrics that it reads: Google refuses an alert on a metric that it does not know. */
  readonly dependsOn: readonly ITerraformDependable[];
}

/** One alert: what opens it, whom it tells, and a text for the person who is woken. */
export class AlertPolicy extends Construct {
  constructor(scope: Construct, id: string, props: AlertPolicyProps) {
    super(scope, id);
    const { displayName, channelNames } = props;
    new MonitoringAlertPolicy(this, "Default", {
      displayName,
      severity: props.severity,
      enabled: true,
      combiner: "OR",
      conditions: props.conditions.map((condition) => ({
        displayName: "of" in condition ? `${displayName}: ${condition.of}` : displayName,
        ...conditionConfig(condition),
      })),
      notificationChannels: [...channelNames],
      documentation: {
        subject: displayName,
        content: props.documentation,
        mimeType: "text/markdown",
        links: props.links.map((link) => ({ ...link })),
      },
      alertStrategy: {
        autoClose: `${AUTO_CLOSE_SECONDS}s`,
        ...(props.isRepeated && {
          notificationChannelStrategy: [
            { notificationChannelNames: [...channelNames], renotifyInterval: `${RENOTIFY_SECONDS.min}s` },
          ],
        }),
      },
      userLabels: { ...props.labels },
      dependsOn: [...props.dependsOn],
      // The new way to a person stands before the old one goes.
      lifecycle: { createBeforeDestroy: true },
    });
  }
}

function conditionConfig(condition: AlertConditionProps): Omit<MonitoringAlertPolicyConditions, "displayName"> {
  if (condition.kind === "query") {
    return {
      conditionPrometheusQueryLanguage: {
        query: condition.query,
        duration: `${condition.forSeconds}s`,
        evaluationInterval: `${QUERY_INTERVAL_SECONDS}s`,
      },
    };
  }
  const { filter, aggregation, comparison, threshold, forSeconds } = condition;
  return {
    conditionThreshold: {
      filter,
      aggregations: [aggregationConfig(aggregation)],
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
