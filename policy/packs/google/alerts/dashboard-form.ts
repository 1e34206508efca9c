import {
  alignerFits,
  alignersFor,
  reducerFits,
  type MetricKind,
  type MetricShape,
  type ValueType,
} from "../../../../google/aggregations";
import { formProblems, type FormProblem } from "../../../../google/dashboard-form";
import { layoutProblems } from "../../../../google/dashboard-layout";
import { forEveryResource } from "../../../core/judge";
import type { Resource } from "../../../core/resource";
import { violation, type Rule, type Verdict } from "../../../core/rule";
import { DASHBOARD_JSON, readDashboard } from "./dashboards";
import { factsOf, metricIn } from "./metric-facts";
import { DASHBOARD } from "./watched";

const found = (dashboard: Resource, path: string, problem: string): Verdict =>
  violation(dashboard, `${DASHBOARD_JSON}: ${path === "" ? "" : `${path}: `}${problem}`);

/** Words are few; of members only those that look alike are named. */
function allowedText({ wrong, found: name, allowed }: FormProblem): string {
  if (wrong !== "member") return allowed.slice(0, 8).join(", ");
  const alike = allowed.filter((member) => member.toLowerCase().startsWith(name.slice(0, 3).toLowerCase()));
  return (alike.length > 0 ? alike : allowed).join(", ") || "nothing";
}

const form: Rule = {
  id: "dashboard-member",
  kind: "refused",
  severity: "medium",
  title: "A dashboard is written in the members and words of Google's API",
  why: "Google refuses a member or a word that its API does not have at apply, and terraform validate reads no dashboard.",
  fix: "correct the name, or leave it out",
  check: forEveryResource(DASHBOARD, (dashboard, estate) =>
    formProblems(readDashboard(estate, dashboard)).map((problem) =>
      found(dashboard, problem.path, `${problem.found} found, ${allowedText(problem)} allowed`),
    ),
  ),
};

const layout: Rule = {
  id: "dashboard-layout",
  kind: "refused",
  severity: "medium",
  title: "Tiles of a dashboard lie within its columns, and none on another",
  why: "Google refuses a mosaic of more than 48 columns and a tile outside of them; tiles on one another hide what they show.",
  fix: "move the tile",
  check: forEveryResource(DASHBOARD, (dashboard, estate) =>
    layoutProblems(readDashboard(estate, dashboard)).map((problem) =>
      found(dashboard, problem.path, `${problem.found} found, ${problem.allowed} allowed`),
    ),
  ),
};

/** A part of a dashboard that reads a metric, and how. */
interface Read {
  readonly path: string;
  readonly filter: string;
  readonly aligner: string;
  readonly reducer: string | undefined;
}

const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

/** Every filter with its aggregation, wherever it stands. */
function readsOf(value: unknown, path = ""): readonly Read[] {
  if (typeof value !== "object" || value === null) return [];
  const { filter, aggregation } = value as Readonly<Record<string, unknown>>;
  const { perSeriesAligner, crossSeriesReducer } = (aggregation ?? {}) as Readonly<Record<string, unknown>>;
  const aligner = textOf(perSeriesAligner);
  return [
    ...(typeof filter === "string" && aligner !== undefined
      ? [{ path: `${path}.aggregation`, filter, aligner, reducer: textOf(crossSeriesReducer) }]
      : []),
    ...Object.entries(value).flatMap(([name, item]) =>
      readsOf(item, Array.isArray(value) ? `${path}[${name}]` : path === "" ? name : `${path}.${name}`),
    ),
  ];
}

function unfit({ aligner, reducer }: Read, shape: MetricShape): string | undefined {
  const { kind, valueType } = shape;
  if (!alignerFits(aligner, shape)) {
    return `${aligner} found, ${alignersFor(shape).join(", ")} allowed: the metric is ${kind} of ${valueType}`;
  }
  if (reducer !== undefined && !reducerFits(aligner, reducer, shape)) {
    return `${reducer} found after ${aligner}, another reducer needed: the metric is ${kind} of ${valueType}`;
  }
  return undefined;
}

const aggregation: Rule = {
  id: "dashboard-aggregation",
  kind: "no effect",
  severity: "medium",
  title: "A chart brings points together as its metric allows",
  why: "Google takes the dashboard, and the chart shows an error in place of its line: it is seen first in the night in which it is needed.",
  fix: "use an aligner and a reducer that fit the metric",
  check: forEveryResource(DASHBOARD, (dashboard, estate) =>
    readsOf(readDashboard(estate, dashboard)).flatMap((read) => {
      const facts = factsOf(estate, metricIn(read.filter));
      if (!facts) return [];
      const shape = { kind: facts.kind as MetricKind, valueType: facts.value as ValueType };
      const problem = unfit(read, shape);
      return problem === undefined ? [] : [found(dashboard, read.path, problem)];
    }),
  ),
};

/** Whether Google reads a dashboard as it is meant. */
export const dashboardFormRules: readonly Rule[] = [form, layout, aggregation];
