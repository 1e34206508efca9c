import { failed } from "../../../verify/engine/attempt";
import type { Check } from "../../../verify/engine/check";
import { longestRunMinutes } from "../../../verify/engine/longest-run";
import { runChecks } from "../../../verify/engine/run";
import { testClock } from "../../support/test-clock";

const check = (deadlineSeconds: number, attempts: number): Pick<Check, "deadlineSeconds" | "attempts"> => ({
  deadlineSeconds,
  attempts,
});

test("a run whose every attempt takes its whole time, and is told to wait, takes no longer", async () => {
  const clock = testClock();
  const checks = [check(30, 3), check(45, 2)].map((each, index): Check => ({
    ...each,
    ...{ id: `route/${index}`, area: "route", title: "slow" },
    attempt: () => {
      clock.move(each.deadlineSeconds * 1000);
      return Promise.resolve(failed("timeout", "nothing", "something", { retryAfterSeconds: 60 }));
    },
  }));
  const begun = clock.now();
  await runChecks(checks, { clock, random: () => 1, mask: { text: (text) => text }, parallel: 1 });
  const minutes = (clock.now() - begun) / 60_000;
  const most = longestRunMinutes(checks, { parallel: 1 });
  expect(minutes).toBeLessThanOrEqual(most);
  expect(minutes).toBeGreaterThan(most - 2);
});

test("work that is shared takes its share, and the longest piece besides", () => {
  const checks = Array.from({ length: 16 }, () => check(59, 1));
  expect(longestRunMinutes(checks, { parallel: 8 })).toBe(3);
  expect(longestRunMinutes([], { parallel: 8 })).toBe(0);
});

test("a run's own limit bounds it, and one attempt that was begun before", () => {
  const checks = Array.from({ length: 160 }, () => check(59, 3));
  expect(longestRunMinutes(checks, { parallel: 8, mostSeconds: 1200 })).toBe(21);
});

test("once a run's time is over nothing begins: what is left is unknown, and what failed has failed", async () => {
  const clock = testClock();
  const slow = (id: string): Check => ({
    ...{ id, area: "route", title: "slow", ...check(30, 3) },
    attempt: () => {
      clock.move(700_000);
      return Promise.resolve(failed("timeout", "nothing", "something"));
    },
  });
  const engine = { clock, random: () => 0, mask: { text: (text: string) => text }, parallel: 1, mostSeconds: 1200 };
  const outcomes = await runChecks([slow("route/a"), slow("route/b")], engine);
  expect(outcomes.map(({ attempts, last }) => [attempts, last.verdict])).toEqual([
    [2, "failed"],
    [0, "unknown"],
  ]);
  expect(outcomes[1]!.last).toEqual({ verdict: "unknown", reason: "not asked: the run's 1200 s are over" });
});
