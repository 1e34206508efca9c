import type { Json } from "../../google/canonical-json";
import type { Environment } from "../../environments/environment";
import type { Aggregation } from "../alerts/alert";
import { PACE_SECONDS, burnFactors } from "../users";
import { objectiveName, objectivesOf, type Objective } from "../slos";
import type { ChartId } from "./titles";
import { SHARE, TIMES, chart, type Line, type Mark } from "./widgets";

/** Objectives that an alert on their pace stands on; the others are promises that the weekly report looks at. */
const isAlerted = ({ id }: Objective): boolean => id === "availability" || id === "latency";

/** Aligners as Google's page on these selectors has them (https://cloud.google.com/stackdriver/docs/solutions/slo-monitoring/api/timeseries-selectors). */
const LAST: Aggregation = { seconds: 300, aligner: "ALIGN_NEXT_OLDER" };
const MEAN: Aggregation = { seconds: 300, aligner: "ALIGN_MEAN" };

const objectiveLines = (
  objectives: readonly Objective[],
  aggregation: Aggregation,
  selectorOf: (objective: Objective) => string,
): readonly Line[] =>
  objectives.map((objective) => ({
    legend: `${objective.of}: ${objective.id}`,
    read: { selector: selectorOf(objective), aggregation },
  }));

function burnChart(
  environment: Environment,
  id: ChartId,
  objectives: readonly Objective[],
  seconds: number,
  ...marks: readonly Mark[]
): Json {
  const lines = objectiveLines(
    objectives,
    LAST,
    (objective) => `select_slo_burn_rate("${objectiveName(environment, objective)}", "${seconds}s")`,
  );
  return chart(id, TIMES, lines, { value: 1, label: "just kept" }, ...marks);
}

/** How fast the budgets of availability and latency go, in both windows. */
export function burnCharts(environment: Environment): readonly Json[] {
  const alerted = objectivesOf(environment).filter(isAlerted);
  const { fast, slow } = burnFactors(environment.objectives.rollingDays);
  return [
    burnChart(environment, "burn-1-h", alerted, PACE_SECONDS.fast, { value: fast, label: "page, of availability" }),
    burnChart(environment, "burn-6-h", alerted, PACE_SECONDS.slow, { value: slow, label: "ticket" }),
  ];
}

/** Every objective over its whole period, and the pace of those that no alert stands on. */
export function promiseCharts(environment: Environment): readonly Json[] {
  const all = objectivesOf(environment);
  const others = all.filter((objective) => !isAlerted(objective));
  const named = (selector: string) => (objective: Objective) =>
    `select_slo_${selector}("${objectiveName(environment, objective)}")`;
  return [
    chart("kept", SHARE, objectiveLines(all, MEAN, named("compliance"))),
    chart("budget-left", SHARE, objectiveLines(all, LAST, named("budget_fraction"))),
    burnChart(environment, "promises-burn-1-h", others, PACE_SECONDS.fast),
    burnChart(environment, "promises-burn-6-h", others, PACE_SECONDS.slow),
  ];
}
