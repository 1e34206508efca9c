import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../../environments/environment";
import { REGISTRY } from "../../environments/registry";
import * as platform from "../../google/platform-metrics";
import { alertsOf } from "../../monitoring/alerts";
import { customMetricsOf } from "../../monitoring/custom-metrics";
import { dashboardOf } from "../../monitoring/dashboard";
import { TITLES, type ChartId } from "../../monitoring/dashboard/titles";
import { logMetricsOf } from "../../monitoring/log-metrics";
import { objectivesOf } from "../../monitoring/slos";
import { PLAN_HEADINGS, SUCCESS_CRITERIA, type Measured } from "../../monitoring/success-criteria";
import { successMetricsText } from "../../runbook/success-metrics";
import { googleApi } from "../../verify/google-api";
import { PUBLIC_TARGET } from "../../verify/http/target";
import { liveChecks } from "../../verify/live-checks";
import { createMask } from "../../verify/masking";
import { testClock } from "../support/test-clock";
import { ROOT } from "../support/tracked-files";

test("the committed page is what `./netra docs` would write", () => {
  expect(readFileSync(join(ROOT, "docs", "success-metrics.md"), "utf8")).toBe(successMetricsText(REGISTRY));
});

/** Criteria under each heading of the plan. */
const COUNTS = [3, 3, 3, 3, 6, 6, 6];

test("every criterion of the plan has one row", () => {
  const countOf = (name: string): number => SUCCESS_CRITERIA.filter(({ heading }) => heading === name).length;
  expect(PLAN_HEADINGS.map(countOf)).toEqual(COUNTS);
  expect(new Set(SUCCESS_CRITERIA.map(({ promise }) => promise)).size).toBe(SUCCESS_CRITERIA.length);
});

const staging = REGISTRY.find(({ kind }) => kind === "staging")!;

const checkIds = (environment: Environment): readonly string[] => {
  const clock = testClock();
  const sources = {
    target: PUBLIC_TARGET,
    google: googleApi({}, clock),
    key: undefined,
    mask: createMask(),
    holdSeconds: 1,
    clock,
  };
  return liveChecks(environment, sources).map(({ id }) => id);
};

const serviceOr = (of: string): string => (of in staging.services ? "service" : of);

const DASHBOARD = JSON.stringify(dashboardOf(staging));

const EXISTING = {
  alerts: alertsOf(staging).map(({ id }) => id),
  charts: (Object.keys(TITLES) as ChartId[]).filter((id) => DASHBOARD.includes(JSON.stringify(TITLES[id]))),
  logMetrics: logMetricsOf(staging).map(({ role }) => role),
  metrics: [
    ...customMetricsOf(staging),
    ...Object.values(platform).filter((each) => typeof each === "object" && "type" in each),
  ].map(({ type }) => type),
};
const OBJECTIVES = objectivesOf(staging).map(({ of, id }) => `${serviceOr(of)}/${id}`);
const CHECKS = checkIds(staging);

const isBeginning = (ids: readonly string[]) => (beginning: string) => ids.some((id) => id.startsWith(beginning));

/** Beginnings of checks from which a last value is read. */
const readFrom = ({ last }: Measured): readonly string[] =>
  last === undefined || last.how === "clean-runs" ? [] : [last.checks].flat();

const measured = SUCCESS_CRITERIA.flatMap(({ promise, answer }) => ("words" in answer ? [] : [{ promise, answer }]));

describe.each(measured)("$promise", ({ answer }) => {
  test.each(["alerts", "charts", "logMetrics", "metrics"] as const)("its %s exist", (kind) => {
    const existing: readonly unknown[] = EXISTING[kind];
    expect((answer[kind] ?? []).filter((name) => !existing.includes(name))).toEqual([]);
  });

  test("its objectives and checks exist", () => {
    const named = [...(answer.checks ?? []), ...readFrom(answer)];
    expect(named.filter((name) => !isBeginning(CHECKS)(name))).toEqual([]);
    expect((answer.objectives ?? []).filter((name) => !isBeginning(OBJECTIVES)(name))).toEqual([]);
  });

  test("somebody is told, and somewhere it is seen", () => {
    expect(answer.alerts.length).toBeGreaterThan(0);
    expect([...(answer.charts ?? []), ...(answer.commands ?? [])].length).toBeGreaterThan(0);
  });
});
