import { UNKNOWN, valueAt, type Resource } from "../../core/resource";
import { forEveryResource } from "../../core/judge";
import { unknown, violation, type Rule, type Verdict } from "../../core/rule";
import type { Estate } from "../../core/estate";
import { filterProblem, metricIn } from "./metric-facts";
import { labelProblem } from "./metric-labels";
import { DASHBOARD, holdsMonitoring, servingMaps } from "./watched";

const PATH = "dashboard_json";

/** A value of a dashboard's JSON and where it stands, `mosaicLayout.tiles[3].xPos`. */
type Leaf = readonly [path: string, key: string, value: unknown];

function leaves(value: unknown, path = "", key = ""): readonly Leaf[] {
  const isList = Array.isArray(value);
  if (typeof value !== "object" || value === null || (isList && value.length === 0)) return [[path, key, value]];
  return Object.entries(value).flatMap(([name, item]) =>
    leaves(item, isList ? `${path}[${name}]` : path === "" ? name : `${path}.${name}`, name),
  );
}

/** The leaves of a dashboard; undefined where its text is not known or no JSON. */
function read(dashboard: Resource): readonly Leaf[] | undefined {
  const text = valueAt(dashboard, PATH);
  if (typeof text !== "string") return undefined;
  try {
    return leaves(JSON.parse(text));
  } catch {
    return undefined;
  }
}

const everyLeaf = (check: (leaf: Leaf, dashboard: Resource) => readonly Verdict[]) => (dashboard: Resource) =>
  valueAt(dashboard, PATH) === UNKNOWN
    ? [unknown(dashboard, PATH)]
    : (read(dashboard) ?? []).flatMap((leaf) => check(leaf, dashboard));

/** Numbers that Google answers as text, because they are 64 bits wide. */
const WIDE = /^gridLayout\.columns$|Layout\.(rows|columns)\[\d+\]\.weight$/;

/** What Google answers instead of a value; undefined where it comes back as it was written. */
function answered([path, , value]: Leaf): string | undefined {
  if (value === 0 || value === false || value === "" || (Array.isArray(value) && value.length === 0)) return "nothing";
  return typeof value === "number" && WIDE.test(path) ? "a text" : undefined;
}

const stable: Rule = {
  id: "dashboard-stable",
  kind: "no effect",
  severity: "low",
  title: "A dashboard comes back as it was written",
  why: "Google drops zeros and empty lists and turns wide numbers into text: every later plan changes the dashboard again, and hides real drift.",
  fix: "leave the key out, or write the number as text",
  check: forEveryResource(
    DASHBOARD,
    everyLeaf((leaf, dashboard) => {
      const answer = answered(leaf);
      const found = Array.isArray(leaf[2]) ? "an empty list" : JSON.stringify(leaf[2]);
      return answer === undefined
        ? []
        : [violation(dashboard, `${PATH}: ${leaf[0]}: ${found} found, which comes back as ${answer}`)];
    }),
  ),
};

const problemOf = (estate: Estate, filter: string): string | undefined =>
  filterProblem(estate, filter) ?? labelProblem(estate, metricIn(filter), filter);

const metrics: Rule = {
  id: "dashboard-metric",
  kind: "no effect",
  severity: "medium",
  title: "A chart shows a metric that exists, by labels that it has",
  why: "An empty chart looks like a quiet service.",
  fix: "correct the filter's metric.type, resource.type or label",
  check: (estate) =>
    forEveryResource(
      DASHBOARD,
      // What is not known is dashboard-stable's to name.
      (dashboard) =>
        (read(dashboard) ?? []).flatMap(([path, key, value]) => {
          const problem = key === "filter" && typeof value === "string" ? problemOf(estate, value) : undefined;
          return problem === undefined ? [] : [violation(dashboard, `${PATH}: ${path}: ${problem}`)];
        }),
    )(estate),
};

const present: Rule = {
  id: "dashboard-present",
  kind: "house",
  severity: "medium",
  title: "The environment has a dashboard",
  why: "Whoever is woken by an alert draws charts first, at night.",
  fix: "declare dashboardOf of monitoring/dashboard.ts",
  check: (estate) =>
    holdsMonitoring(estate) && estate.ofType(DASHBOARD).length === 0
      ? servingMaps(estate).map((map) => violation(map, "dashboard: none found, one needed"))
      : [],
};

export const dashboardRules: readonly Rule[] = [stable, metrics, present];
