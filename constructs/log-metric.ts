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
  /** Label → the field of an entry that fills it. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Present where a value is measured instead of entries counted: its field, and where its buckets end, in seconds. */
  readonly measured?: { readonly field: string; readonly bounds: readonly number[] };
}

/**
 * Counts log entries, or measures a value in them, from its creation on; earlier entries are not counted. Google may need
 * ten minutes until an alert can name a new metric, and the provider does not wait: a first deploy may have to be run again.
 */
export class LogCounter extends Construct {
  readonly metric: ITerraformDependable;

  constructor(scope: Construct, id: string, props: LogCounterProps) {
    super(scope, id);
    const { labels = {}, measured } = props;
    const keys = Object.keys(labels);
    this.metric = new LoggingMetric(this, "Default", {
      name: props.name,
      description: props.description,
      filter: props.filter,
      disabled: false,
      ...(keys.length > 0 && {
        labelExtractors: Object.fromEntries(keys.map((key) => [key, extractText(labels[key] ?? "")])),
      }),
      ...(measured && {
        valueExtractor: extractText(measured.field),
        bucketOptions: { explicitBuckets: { bounds: [...measured.bounds] } },
      }),
      // Declared although it is the default: no plan shows a change by hand of what is left out.
      metricDescriptor: {
        displayName: props.title,
        metricKind: "DELTA",
        valueType: measured ? "DISTRIBUTION" : "INT64",
        unit: measured ? "s" : "1",
        ...(keys.length > 0 && { labels: keys.map((key) => ({ key, valueType: "STRING" })) }),
      },
    });
  }
}

const extractText = (field: string): string => `EXTRACT(${field})`;
