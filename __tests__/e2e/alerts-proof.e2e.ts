import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { production } from "../../environments/production";
import { staging } from "../../environments/staging";
import type { Environment } from "../../environments/environment";
import type { Policy } from "../support/alert-arithmetic";
import { LATEST, proofPage, proveAlerts, type Before } from "../support/alert-proof-page";
import { hasPromtool, promtoolDifferences } from "../support/promtool";
import { OUTAGES, SCENARIOS } from "../support/worlds/scenarios";
import { BEGINS, DAY } from "../support/worlds/course";
import { seriesOf } from "../support/worlds/world";
import { ROOT } from "./terraform";

/** What every synthesized alert does in days that are made for it, by two judges; and how many incidents one cause opens. */

const PAGE = join(ROOT, "docs/alerts-proof.md");

/** The policies as they are synthesized: a test of the live stacks holds these files. */
function policiesOf({ name }: Environment): readonly Policy[] {
  const file = join(ROOT, `__tests__/live/__snapshots__/${name}-monitoring.json`);
  const { resource } = JSON.parse(readFileSync(file, "utf8")) as {
    readonly resource: { readonly google_monitoring_alert_policy: Readonly<Record<string, Policy>> };
  };
  return Object.values(resource.google_monitoring_alert_policy);
}

/**
 * Reckoned once from the JSON of the 73 policies that stood before, in the same days and by the same evaluation, with the
 * metrics that those read. A lower bound: verification has more checks than these days have, and each opened an incident.
 */
const BEFORE: Before = {
  "websocket-service": 19,
  "auth-service": 10,
  frontend: 12,
  database: 19,
  cache: 19,
  DNS: 25,
  certificate: 9,
};

const ENVIRONMENTS: readonly Environment[] = [staging, production];
const TABLES = ENVIRONMENTS.map((environment) => proveAlerts(environment, policiesOf(environment)));

test("the page says what is found", () => {
  const text = proofPage(TABLES, BEFORE);
  if (process.env.UPDATE_GOLDEN === "1") writeFileSync(PAGE, text);
  expect(readFileSync(PAGE, "utf8")).toBe(text);
});

describe.each(TABLES)("$environment.name", ({ environment, scenarios, outages, losses }) => {
  /** Alerts that open something in a scenario, and what stands in their cells. */
  const opened = (name: string): Readonly<Record<string, string>> => {
    const column = 2 + SCENARIOS.findIndex((scenario) => scenario.name === name);
    return Object.fromEntries(
      scenarios.flatMap((row) => (row[column] === "–" ? [] : [[row[0] ?? "", row[column] ?? ""]])),
    );
  };

  test.each(["quiet day", "two failures at night", "probes only", "no traffic", "NaN", "counter reset"])(
    "%s: nobody is told of anything",
    (name) => {
      expect(opened(name)).toEqual({});
    },
  );

  test("when every user of a service is refused, whichever it is, somebody is woken within 15 minutes, late values and all", () => {
    expect(losses.length).toBeGreaterThan(2);
    for (const { firstPage, incidents } of losses) {
      expect(firstPage + LATEST).toBeLessThanOrEqual(15);
      expect(incidents).toBeLessThanOrEqual(2);
    }
  });

  test("when every user is refused, 30 an hour among good probes, somebody is woken within 15 minutes", () => {
    const { outage, ...others } = opened("every user failing");
    expect(Number(/^(\d+) min, to the end$/.exec(outage ?? "")?.[1])).toBeLessThanOrEqual(15);
    expect(others).toEqual({});
  });

  test("a burst is one page, and a trickle one ticket", () => {
    expect(Object.keys(opened("burst"))).toEqual(["outage"]);
    const trickle = opened("trickle");
    expect(trickle["burn-slow"] ?? trickle.outage).toBeDefined();
    expect(Object.keys(trickle)).toHaveLength(1);
  });

  test.each(OUTAGES.map(({ name }) => name))("an outage of %s is one or two incidents, and wakes somebody", (name) => {
    const found = outages.find((each) => each.name === name)!;
    expect(found.incidents).toBeGreaterThanOrEqual(1);
    expect(found.incidents).toBeLessThanOrEqual(2);
    expect(found.alerts).toContain("outage");
    expect(found.firstPage).toBeLessThanOrEqual(15);
  });

  const isThere = hasPromtool();
  const judged = isThere ? test : test.skip;
  /** Minutes around the beginning and the end of what is tried, and some of the day. */
  const MINUTES = [60, 300, 420, 450, 600, DAY].concat(
    [BEGINS, BEGINS + 120, 900].flatMap((moment) =>
      [-1, 1, 2, 3, 5, 7, 8, 9, 12, 15, 16, 17, 30, 31].map((more) => moment + more),
    ),
  );

  judged.each([...SCENARIOS, ...OUTAGES].map((scenario) => [scenario.name, scenario] as const))(
    `promtool comes to the same: %s${isThere ? "" : " (skipped: no promtool; install Debian's package prometheus)"}`,
    (_name, { day }) => {
      const series = seriesOf(environment, day(environment));
      expect(promtoolDifferences(policiesOf(environment), series, MINUTES)).toBe("");
    },
  );
});
