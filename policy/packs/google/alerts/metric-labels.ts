import type { Estate } from "../../../core/estate";
import { factsOf } from "./metric-facts";

/** A label in a filter or a list to group by: `resource.labels.service_name`, `metric.label."state"`. */
const LABEL = /\b(resource|metric)\.labels?\.(?:"(\w+)"|(\w+))/g;

/** The labels by which Cloud SQL's metrics name an instance, where a filter compares them with a text. */
const INSTANCE = /\bresource\.labels?\.(database_id|resource_id)\s*=\s*"([^"]*)"/g;
const CONNECTION_NAME = /:[a-z]+-[a-z]+\d+:[^:]+$/;

/**
 * What is wrong with the labels by which a text narrows or groups a metric; undefined where nothing is, or nobody knows:
 * only of Google's own metrics in our table every label is known.
 */
export function labelProblem(estate: Estate, metric: string, text: string): string | undefined {
  const facts = factsOf(estate, metric);
  if (!facts) return undefined;
  for (const [, of, quoted, name = quoted] of text.matchAll(LABEL)) {
    const allowed = of === "metric" ? facts.labels : facts.resourceLabels;
    if (allowed && name !== undefined && !allowed.includes(name)) {
      return `${of}.labels.${name} found, ${allowed.join(", ") || "none"} allowed: the metric has no other`;
    }
  }
  return facts.resource?.startsWith("cloudsql_") ? instanceProblem(text) : undefined;
}

/** Monitoring knows an instance as `project:instance`; a project of a domain has a colon of its own. */
function instanceProblem(text: string): string | undefined {
  for (const [, label, instance = ""] of text.matchAll(INSTANCE)) {
    if (CONNECTION_NAME.test(instance)) return `${label}: a connection name found, project:instance allowed`;
    if (!instance.includes(":")) return `${label}: an instance without its project found, project:instance allowed`;
  }
  return undefined;
}
