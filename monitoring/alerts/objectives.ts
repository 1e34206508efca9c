import type { Environment } from "../../environments/environment";
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
 * An hour is a large part of two days: the same shares would give a rate below 1, which a period that just meets its
 * objective exceeds. Larger shares keep the rates above 1.
 */
const SHORT: readonly Pace[] = [
  { id: "fast", hours: 1, share: 0.1, severity: "CRITICAL" },
  { id: "slow", hours: 6, share: 0.25, severity: "ERROR" },
];

const SHORT_DAYS = 7;

const SECONDS_A_DAY = 86_400;

const pacesOf = (rollingDays: number): readonly Pace[] => (rollingDays <= SHORT_DAYS ? SHORT : LONG);

/** How many times faster than allowed the budget goes when this share is spent in this time. */
export const burnFactor = (rollingDays: number, { hours, share }: Pick<Pace, "hours" | "share">): number =>
  Number(((share * rollingDays * 24) / hours).toFixed(2));

/**
 * Burn rates of the objectives that a metric of Google's carries. Those of verification have none: an hour of theirs is one
 * window, whose failure has an alert of its own.
 */
export const objectiveAlerts = (environment: Environment): readonly Alert[] =>
  objectivesOf(environment).flatMap((objective) => {
    const { indicator, rollingDays } = objective;
    switch (indicator.kind) {
      case "requests":
      case "latency":
        return pacesOf(rollingDays).map((pace) => burnRateAlert(objective, pace));
      case "clean-windows":
        return [missedAlert(objective, indicator.windowSeconds)];
      case "mean-windows":
      case "true-windows":
        return [];
    }
  });

function burnRateAlert({ of, id, title, goal, rollingDays }: Objective, pace: Pace): Alert {
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
      pace.id === "fast"
        ? "roll back if a revision became ready shortly before (runbook: roll back)"
        : "plan the repair for today",
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

/**
 * No pace can warn of a missed day: the first bad window exceeds the whole budget. Over the whole period the burn rate
 * says that the objective is missed, for as long as it is.
 */
const missedAlert = ({ of, id, title, rollingDays }: Objective, windowSeconds: number): Alert => ({
  id: `missed-${of}-${id}`,
  class: "infrastructure",
  severity: "WARNING",
  title: `${title}: missed`,
  means: "There was a 503 in the last 24 h; it stands until a whole day is without one.",
  basis: `The whole budget, and one window of ${windowSeconds} s with a 503 in a day is more than that.`,
  steps: [
    "look at the alerts on 503 of the same service: they tell when it was, and whether an instance was asked",
    "compare with the day's deploys: a rollout must not cost a request",
    "stop deploys that are not the repair until it ends",
  ],
  condition: {
    kind: "burn-rate",
    of,
    objective: id,
    lookbackSeconds: rollingDays * SECONDS_A_DAY,
    factor: 1,
  },
});
