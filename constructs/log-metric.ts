import { LoggingMetric } from "@cdktf/provider-google/lib/logging-metric";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";

/** Props of {@link LogCounter}. */
export interface LogCounterProps {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** In Logging's query language. */
  readonly filter: string;
}

/**
 * Counts log entries from its creation on; earlier entries are not counted. Google may need ten minutes until an alert can
 * name a new metric, and the provider does not wait: a first deploy may have to be run again.
 */
export class LogCounter extends Construct {
  readonly metric: ITerraformDependable;

  constructor(scope: Construct, id: string, props: LogCounterProps) {
    super(scope, id);
    this.metric = new LoggingMetric(this, "Default", {
      name: props.name,
      description: props.description,
      filter: props.filter,
      disabled: false,
      // Declared although it is the default: no plan shows a change by hand of what is left out.
      metricDescriptor: { displayName: props.title, metricKind: "DELTA", valueType: "INT64", unit: "1" },
    });
  }
}
