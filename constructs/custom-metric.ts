import { MonitoringMetricDescriptor } from "@cdktf/provider-google/lib/monitoring-metric-descriptor";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

/** Props of {@link CustomMetric}. */
export interface CustomMetricProps {
  /** `custom.googleapis.com/…`. */
  readonly type: string;
  readonly title: string;
  readonly description: string;
  readonly valueType: "BOOL" | "DOUBLE";
  readonly unit: string;
  /** Label → what it holds. */
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * A metric of our own, declared before its first value so that an alert on it can be made. Google lets nearly none of it
 * change: another label replaces the metric, and its values are gone.
 */
export class CustomMetric extends Construct {
  readonly descriptor: ITerraformDependable;

  constructor(scope: Construct, id: string, props: CustomMetricProps) {
    super(scope, id);
    this.descriptor = new MonitoringMetricDescriptor(this, "Default", {
      type: props.type,
      displayName: props.title,
      description: props.description,
      metricKind: "GAUGE",
      valueType: props.valueType,
      unit: props.unit,
      labels: Object.entries(props.labels).map(([key, description]) => ({ key, description, valueType: "STRING" })),
    });
  }
}
