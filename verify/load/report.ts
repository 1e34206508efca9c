import type { StagingEnvironment } from "../../environments/environment";
import { levelsOf, type Moments } from "./levels";
import type { MetricId } from "./metrics";
import type { LoadPlan } from "./plan";
import { judgeCleanup } from "./questions/cleanup";
import { judgeErrors } from "./questions/errors";
import { judgePools } from "./questions/pools";
import type { AnsweredQuestion, Evidence } from "./questions/question";
import { judgeScaling } from "./questions/scaling";
import type { Observed } from "./tally";

/** How high a metric stood; absent where Monitoring has no point. */
export interface LevelRow {
  readonly name: string;
  readonly before?: number;
  readonly peak?: number;
  readonly after?: number;
}

/** What a load found. */
export interface LoadReport {
  readonly environment: string;
  readonly plan: LoadPlan;
  /** ISO 8601, UTC. */
  readonly started: string;
  readonly ended: string;
  readonly answers: readonly AnsweredQuestion[];
  readonly levels: readonly LevelRow[];
  readonly observed: Observed;
  /** Why the load did not go to its end. */
  readonly cutShort?: string;
  /** Why Monitoring did not answer, one line each. */
  readonly problems: readonly string[];
}

/** Answers the questions with what was seen. */
export function reportOf(evidence: Evidence, plan: LoadPlan): LoadReport {
  const { environment, moments, observed, readings, cutShort } = evidence;
  return {
    environment: environment.name,
    plan,
    started: new Date(moments.started).toISOString(),
    ended: new Date(moments.ended).toISOString(),
    answers: [judgeScaling, judgeErrors, judgePools, judgeCleanup].map((ask) => ask(evidence)),
    levels: levelRows(environment, evidence, moments),
    observed,
    ...(cutShort !== undefined && { cutShort }),
    problems: readings.problems,
  };
}

function levelRows(
  { services }: StagingEnvironment,
  { readings }: Pick<Evidence, "readings">,
  moments: Moments,
): readonly LevelRow[] {
  const levelRow = (name: string, metric: MetricId, service?: string): LevelRow => {
    const { before, peak, after } = levelsOf(readings, moments, metric, service);
    return {
      name,
      ...(before !== undefined && { before }),
      ...(peak !== undefined && { peak }),
      ...(after !== undefined && { after }),
    };
  };
  // Cloud Run counts a socket's whole life as its latency, so a socket service's latency says nothing.
  const timed = Object.entries(services).filter(([, { sockets }]) => sockets === undefined);
  return [
    ...Object.keys(services).map((service) => levelRow(`instances of ${service}`, "instances", service)),
    levelRow("database connections", "connections"),
    levelRow("Redis clients", "clients"),
    ...timed.map(([service]) => levelRow(`p95 of ${service}, ms`, "latency", service)),
  ];
}

/** Exit code of a report: 2 where the load was cut short, 1 where an answer is no, 2 where one is unclear, otherwise 0. */
export function exitCodeOf({ answers, cutShort }: LoadReport): 0 | 1 | 2 {
  if (cutShort !== undefined) return 2;
  if (answers.some(({ verdict }) => verdict === "no")) return 1;
  return answers.some(({ verdict }) => verdict === "could not tell") ? 2 : 0;
}
