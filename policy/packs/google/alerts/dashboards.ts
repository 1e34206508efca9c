import { derivedFacts, type Estate } from "../../../core/estate";
import { UNKNOWN, valueAt, type Resource } from "../../../core/resource";
import { forEveryResource } from "../../../core/judge";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";
import { resourceProblem, metricIn } from "./metric-facts";
import { labelProblem } from "./metric-labels";
import { DASHBOARD } from "./watched";

export const DASHBOARD_JSON = "dashboard_json";

/** A value of a dashboard's JSON and where it stands, `mosaicLayout.tiles[3].xPos`. */
type Leaf = readonly [path: string, key: string, value: unknown];

function leavesOf(value: unknown, path = "", key = ""): readonly Leaf[] {
  const isList = Array.isArray(value);
  if (typeof value !== "object" || value === null || (isList && value.length === 0)) return [[path, key, value]];
  return Object.entries(value).flatMap(([name, item]) =>
    leavesOf(item, isList ? `${path}[${name}]` : path === "" ? name : `${path}.${name}`, name),
  );
}

function parsedText(dashboard: Resource): unknown {
  const text = valueAt(dashboard, DASHBOARD_JSON);
  if (typeof text !== "string") return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** A dashboard's text is long, and several rules judge it: it is read once. */
const parsed = derivedFacts<Resource, unknown>();
const leaves = derivedFacts<Resource, readonly Leaf[]>();

/** A dashboard as JSON; undefined where its text is not known or no JSON, which `terraform validate` refuses. */
export const readDashboard = (estate: Estate, dashboard: Resource): unknown => parsed(estate, dashboard, parsedText);

/** The leaves of a dashboard; none where it cannot be read. */
const leavesIn = (estate: Estate, dashboard: Resource): readonly Leaf[] =>
  leaves(estate, dashboard, (each) => {
    const json = readDashboard(estate, each);
    return json === undefined ? [] : leavesOf(json);
  });

const everyLeaf =
  (check: (leaf: Leaf, dashboard: Resource) => readonly Verdict[]) =>
  (dashboard: Resource, estate: Estate): readonly Verdict[] =>
    valueAt(dashboard, DASHBOARD_JSON) === UNKNOWN
      ? [unknown(dashboard, DASHBOARD_JSON)]
      : leavesIn(estate, dashboard).flatMap((leaf) => check(leaf, dashboard));

/** Numbers that Google answers as text, because they are 64 bits wide. */
const WIDE = /^gridLayout\.columns$|Layout\.(rows|columns)\[\d+\]\.weight$/;

/** What Google answers instead of a value; undefined where it comes back as it was written. */
function answeredText([path, , value]: Leaf): string | undefined {
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
      const answer = answeredText(leaf);
      const found = Array.isArray(leaf[2]) ? "an empty list" : JSON.stringify(leaf[2]);
      return answer === undefined
        ? []
        : [violation(dashboard, `${DASHBOARD_JSON}: ${leaf[0]}: ${found} found, which comes back as ${answer}`)];
    }),
  ),
};

/** The filters of a dashboard's charts, each with its place in the JSON; none where the text is unknown or no JSON. */
export const chartFilters = (
  estate: Estate,
  dashboard: Resource,
): readonly (readonly [path: string, filter: string])[] =>
  leavesIn(estate, dashboard).flatMap(([path, key, value]) =>
    key === "filter" && typeof value === "string" ? [[path, value] as const] : [],
  );

const metrics: Rule = {
  id: "dashboard-metric",
  kind: "no effect",
  severity: "medium",
  title: "A chart names the kind of resource and the labels that its metric has",
  why: "An empty chart looks like a quiet service.",
  fix: "correct the filter's metric.type, resource.type or label",
  check: forEveryResource(DASHBOARD, (dashboard, estate) =>
    chartFilters(estate, dashboard).flatMap(([path, filter]) => {
      const problem = resourceProblem(estate, filter) ?? labelProblem(estate, metricIn(filter), filter);
      return problem === undefined ? [] : [violation(dashboard, `${DASHBOARD_JSON}: ${path}: ${problem}`)];
    }),
  ),
};

export const dashboardRules: readonly Rule[] = [stable, metrics];
