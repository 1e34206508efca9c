import { forEveryResource } from "../../../core/judge";
import { UNKNOWN, blockPaths, isValues, textAt, valueAt } from "../../../core/resource";
import { milder, unknown, violation, type Rule } from "../../../core/rule";
import { valueText } from "../../../core/value-text";
import { LOG_METRIC } from "./watched";

const LABELS = "metric_descriptor[0].labels";

const form: Rule = {
  id: "log-metric-form",
  kind: "refused",
  severity: "high",
  title: "A log metric counts by DELTA, and each of its labels has one extractor",
  why: "Google refuses another kind, a label without an extractor and an extractor without a label, at apply.",
  fix: "set metric_kind to DELTA, and declare each key of label_extractors as a label",
  source: "https://cloud.google.com/logging/docs/reference/v2/rest/v2/projects.metrics",
  check: forEveryResource(LOG_METRIC, (metric) => {
    if (valueAt(metric, "label_extractors") === UNKNOWN) return [unknown(metric, "label_extractors")];
    const kind = textAt(metric, "metric_descriptor[0].metric_kind");
    const extractors = valueAt(metric, "label_extractors");
    const extracted = isValues(extractors) ? Object.keys(extractors) : [];
    const declared = blockPaths(metric, LABELS).map((label) => textAt(metric, `${label}.key`));
    const isOpen = valueAt(metric, LABELS) === UNKNOWN || declared.includes(undefined);
    const isInteger = textAt(metric, "metric_descriptor[0].value_type") === "INT64";
    const hasValue = ![undefined, ""].includes(textAt(metric, "value_extractor"));
    return [
      ...(kind === undefined || kind === "DELTA"
        ? []
        : [
            violation(
              metric,
              `metric_descriptor[0].metric_kind: ${valueText("metric_kind", kind)} found, DELTA allowed`,
            ),
          ]),
      ...(isOpen || (extracted.length === declared.length && extracted.every((key) => declared.includes(key)))
        ? []
        : [
            violation(
              metric,
              `label_extractors: ${extracted.length} found beside ${declared.length} labels, one for each label allowed`,
            ),
          ]),
      ...(isInteger && hasValue
        ? milder("medium", [violation(metric, "value_extractor: found for a number of lines, none allowed")])
        : []),
    ];
  }),
};

/** Names of what is different in nearly every line. */
const UNBOUNDED =
  /^(message|payload|url|uri|ip|remote_?ip|client_?ip|insert_?id|uuid|trace(_?id)?|span_?id|(user|customer|account|session|request|order|transaction|message|correlation)_?id)$/i;

const labels: Rule = {
  id: "log-metric-cardinality",
  kind: "no effect",
  severity: "low",
  title: "A label of a log metric has few values",
  why: "Each value is a series of its own, and each is paid: above 30,000 of them Google drops points, and alerts on the metric see less than there is.",
  fix: "take the label out, and read the single line in the log",
  source: "https://cloud.google.com/logging/docs/logs-based-metrics/labels#limitations",
  check: forEveryResource(LOG_METRIC, (metric) => {
    if (valueAt(metric, LABELS) === UNKNOWN) return [unknown(metric, LABELS)];
    return blockPaths(metric, LABELS).flatMap((label) => {
      const key = textAt(metric, `${label}.key`) ?? "";
      return UNBOUNDED.test(key)
        ? [violation(metric, `${label}.key: "${key}" found, which is another in nearly every line`)]
        : [];
    });
  }),
};

/** What a metric of logs may look like. */
export const logMetricRules: readonly Rule[] = [form, labels];
