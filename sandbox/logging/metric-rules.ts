import { invalid, type Refusal } from "../core/answer";
import type { Draft } from "../core/collection";
import { asList, asObject, asText } from "../core/json";

const MOST_NAME = 100;

/** What Logging asks of a metric (Logging API, LogMetric). The text on labels is Google's, from reports. */
export function checkLogMetric({ next }: Draft): Refusal | undefined {
  const name = asText(next.name);
  if (name.length > MOST_NAME || !/^[\w\-.,+!*',()%/]+$/.test(name) || name.startsWith("/")) {
    return invalid(`Metric name "${name}": at most ${MOST_NAME} characters, without a slash in front.`);
  }
  if (asText(next.filter).trim() === "") return invalid("Metric filter must not be empty.");
  const { metricKind, valueType, labels } = asObject(next.metricDescriptor);
  const keys = asList(labels).map((label) => asText(asObject(label).key));
  const extractors = Object.keys(asObject(next.labelExtractors));
  if (keys.length !== extractors.length) {
    return invalid("Number of label descriptors must match number of label extractors");
  }
  const lone = keys.find((key) => !extractors.includes(key));
  if (lone !== undefined) return invalid(`Label "${lone}" has no extractor.`);
  if (metricKind !== "DELTA" || (valueType !== "INT64" && valueType !== "DISTRIBUTION")) {
    return invalid(
      `Metric kind ${asText(metricKind)} and value type ${asText(valueType)}: a metric of the log is DELTA, and INT64 or DISTRIBUTION.`,
    );
  }
  return (valueType === "DISTRIBUTION") === (asText(next.valueExtractor) !== "")
    ? undefined
    : invalid("A value extractor is needed for value type DISTRIBUTION, and only for it.");
}
