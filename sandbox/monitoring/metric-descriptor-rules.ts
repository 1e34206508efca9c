import { forbidden, invalid, type Refusal } from "../core/answer";
import type { Draft } from "../core/collection";
import { asList, asObject, asShown, asText } from "../core/json";
import { isWritable } from "./metrics";

const KINDS = ["GAUGE", "DELTA", "CUMULATIVE"];
const VALUES = ["BOOL", "INT64", "DOUBLE", "STRING", "DISTRIBUTION"];

/** Kinds and values that a metric of one's own may have: anything may be a level, only numbers are counted. */
const isLegal = (kind: string, value: string): boolean => kind === "GAUGE" || (value !== "BOOL" && value !== "STRING");

/** What Monitoring asks of the descriptor of a metric (Custom metrics page); the words are ours. */
export function checkDescriptor({ next, previous }: Draft): Refusal | undefined {
  const [type, kind, value] = [next.type, next.metricKind, next.valueType].map(asText) as [string, string, string];
  if (!isWritable(type) || !/^[\w.-]+(?:\/[\w.-]+)+$/.test(type)) {
    return invalid(
      `Field metric_descriptor.type had an invalid value of "${type}": must be custom.googleapis.com/ and a path of letters, digits, _, . and -.`,
    );
  }
  if (!KINDS.includes(kind) || !VALUES.includes(value) || !isLegal(kind, value)) {
    return invalid(`Field metric_descriptor: kind ${kind} and value type ${value} are not supported together.`);
  }
  const keys = asList(next.labels).map((label) => asText(asObject(label).key));
  const wrong = keys.find((key, index) => !/^[a-zA-Z][a-zA-Z0-9_]{0,99}$/.test(key) || keys.indexOf(key) !== index);
  if (wrong !== undefined) return invalid(`Field metric_descriptor.labels.key had an invalid value of "${wrong}".`);
  return previous === undefined || (previous.metricKind === kind && previous.valueType === value)
    ? undefined
    : invalid(
        `Field metric_descriptor: the metric is there with kind ${asShown(previous.metricKind)} and value type ${asShown(previous.valueType)}; delete it first.`,
      );
}

/** Only what its users write can be deleted by them. */
export const checkDescriptorDelete = ({ next }: Draft): Refusal | undefined =>
  isWritable(asText(next.type)) ? undefined : forbidden(`Metric '${asText(next.type)}' cannot be deleted.`);
