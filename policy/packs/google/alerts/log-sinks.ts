import { forEveryOf } from "../../../core/judge";
import { UNKNOWN, textAt, valueAt } from "../../../core/resource";
import { unknown, violation, type Rule } from "../../../core/rule";
import { SINKS } from "./log-exclusions";

const ALL_SINKS = [...SINKS, "google_logging_billing_account_sink"];
/** Sinks that may take what is below them. */
const ABOVE = SINKS.filter((type) => !type.includes("_project_"));

/** What a destination is, and how Google writes it (https://cloud.google.com/logging/docs/export/configure_export_v2). */
const DESTINATION =
  /^(storage\.googleapis\.com\/[a-z0-9][a-z0-9._-]+|bigquery\.googleapis\.com\/projects\/[^/]+\/datasets\/\w+|pubsub\.googleapis\.com\/projects\/[^/]+\/topics\/[^/]+|logging\.googleapis\.com\/((projects|folders|organizations|billingAccounts)\/[^/]+\/locations\/[^/]+\/buckets\/[^/]+|projects\/[^/]+))$/;

const destination: Rule = {
  id: "log-sink-destination",
  kind: "refused",
  severity: "high",
  title: "A sink names its destination as Google writes it",
  why: "Google refuses a topic or a dataset without its project, and what is no place for logs, at apply; the provider takes any text.",
  fix: "write storage.googleapis.com/BUCKET, pubsub.googleapis.com/projects/P/topics/T, bigquery.googleapis.com/projects/P/datasets/D or logging.googleapis.com/projects/P/locations/L/buckets/B",
  source: "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/logging_project_sink",
  check: forEveryOf(ALL_SINKS, (sink) => {
    const found = textAt(sink, "destination");
    return found === undefined || DESTINATION.test(found)
      ? []
      : [violation(sink, "destination: another form found, SERVICE.googleapis.com/ and the full name allowed")];
  }),
};

const children: Rule = {
  id: "log-sink-children",
  kind: "no effect",
  severity: "low",
  title: "A sink of a folder or an organization takes the logs of what is below it",
  why: "Without include_children it takes only the few lines of the folder or the organization itself, and none of a project.",
  fix: "set include_children to true",
  source: "https://cloud.google.com/logging/docs/export/aggregated_sinks",
  check: forEveryOf(ABOVE, (sink) => {
    const value = valueAt(sink, "include_children");
    if (value === UNKNOWN) return [unknown(sink, "include_children")];
    return value === true ? [] : [violation(sink, "include_children: not on, true allowed")];
  }),
};

/** Where a sink sends what, as Google takes it. */
export const logSinkRules: readonly Rule[] = [destination, children];
