import type { Environment } from "../environment";
import { objectivesOf, type Objective } from "../slos";
import type { Alert, AlertSeverity } from "./alert";

/** How long a burn rate looks back, and which share of the whole budget may go in that time. */
interface Pace {
  readonly id: string;
  readonly hours: number;
  readonly share: number;
  readonly severity: AlertSeverity;
}

/** The usual paces of a month: 14.4 and 6 times as fast as allowed. */
const LONG: readonly Pace[] = [
  { id: "fast", hours: 1, share: 0.02, severity: "CRITICAL" },
  { id: "slow", hours: 6, share: 0.05, severity: "ERROR" },
];

/**
 * In two days an hour is so large a part that the same shares would be a rate below 1, which any period that is merely
 * kept exceeds. Larger shares keep the rates above it, and the objective is lost hours later and not weeks.
 */
const SHORT: readonly Pace[] = [
  { id: "fast", hours: 1, share: 0.1, severity: "CRITICAL" },
  { id: "slow", hours: 6, share: 0.25, severity: "ERROR" },
];

const SHORT_DAYS = 7;

const pacesOf = (rollingDays: number): readonly Pace[] => (rollingDays <= SHORT_DAYS ? SHORT : LONG);

/** How many times as fast as allowed the budget goes when such a share is gone after such a time. */
export const burnFactor = (rollingDays: number, { hours, share }: Pick<Pace, "hours" | "share">): number =>
  Number(((share * rollingDays * 24) / hours).toFixed(2));

/**
 * Burn rates of the objectives that count requests or queries. Those that count windows have none: an hour holds one
 * window or a few, whose failure has an alert of its own.
 */
export const objectiveAlerts = (environment: Environment): readonly Alert[] =>
  objectivesOf(environment)
    .filter(({ indicator: { kind } }) => kind === "requests" || kind === "latency")
    .flatMap((objective) => pacesOf(objective.rollingDays).map((pace) => burning(objective, pace)));

function burning({ of, id, title, goal, rollingDays }: Objective, pace: Pace): Alert {
  const factor = burnFactor(rollingDays, pace);
  return {
    id: `burn-${pace.id}-${of}-${id}`,
    class: "infrastructure",
    severity: pace.severity,
    title: `${title}: budget goes ${pace.id === "fast" ? "fast" : "steadily"}`,
    means: `At this pace the objective of ${Number((goal * 100).toFixed(2))} % over ${rollingDays} days is missed before they are over.`,
    basis: `${factor} times as fast as allowed: ${pace.share * 100} % of the whole budget in ${pace.hours} h.`,
    steps: [
      "look at the alerts of the same service: they tell what fails",
      "stop deploys that are not the repair until the rate is below 1",
      pace.id === "fast" ? "roll back if a revision became ready shortly before" : "plan the repair for today",
    ],
    condition: {
      kind: "burn-rate",
      of,
      objective: id,
      lookbackSeconds: pace.hours * 3600,
      factor,
    },
  };
}
