import { failed, passed, skipped, unknown, type Attempt } from "../../../verify/engine/attempt";
import type { Clock } from "../../../verify/clock";
import type { Check, Outcome } from "../../../verify/engine/check";
import { retryAfterSeconds } from "../../../verify/http/request";
import { runChecks } from "../../../verify/engine/run";
import { SYMPTOM_IDS, SYMPTOMS } from "../../../verify/symptoms";
import { LONGEST_ASKED_SECONDS } from "../../../verify/engine/waits";
import { runQuickly } from "../../support/misbehaving-run";
import { testClock } from "../../support/test-clock";

const check = (attempt: Check["attempt"], more: Partial<Check> = {}): Check => ({
  id: "route/a",
  area: "route",
  title: "a answers",
  deadlineSeconds: 1,
  attempts: 3,
  attempt,
  ...more,
});

/** A check that finds one thing after the other, the last one for ever. */
function finding(...results: readonly Attempt[]): Check {
  let next = 0;
  return check(() => Promise.resolve(results[Math.min(next++, results.length - 1)]!));
}

const timeout = failed("timeout", "nothing", "something");

describe("attempts", () => {
  test.each<[string, Check, object, number]>([
    ["a pass is not repeated", finding(passed("ok")), { attempts: 1, recoveredFrom: [] }, 0],
    [
      "a pass on a retry is told apart",
      finding(timeout, failed("bad-gateway", "503", "200"), passed("ok")),
      { attempts: 3, recoveredFrom: ["timeout", "bad-gateway"], last: passed("ok") },
      2,
    ],
    ["a failure is repeated until its attempts are used up", finding(timeout), { attempts: 3, recoveredFrom: [] }, 2],
    [
      "what no second look changes is not repeated",
      finding(failed("tls-expiring", "3 days", "21 days"), passed("ok")),
      { attempts: 1, last: failed("tls-expiring", "3 days", "21 days") },
      0,
    ],
    [
      "what nobody can tell is repeated, and a pass after it is told apart",
      finding(unknown("no answer"), timeout, passed("ok")),
      { attempts: 3, recoveredFrom: ["unknown", "timeout"], last: passed("ok") },
      2,
    ],
    [
      "what nobody can tell in all of its attempts is unknown",
      finding(unknown("no access")),
      { attempts: 3, recoveredFrom: [], last: unknown("no access") },
      2,
    ],
    [
      "a failure after which nobody can tell is unknown",
      finding(timeout, unknown("no access")),
      { attempts: 3, recoveredFrom: [], last: unknown("no access") },
      2,
    ],
    ["what was not looked at is not repeated", finding(skipped("no key"), passed("ok")), { attempts: 1 }, 0],
    ["one attempt is one", { ...finding(unknown("no access")), attempts: 1 }, { attempts: 1 }, 0],
  ])("%s", async (_name, given, expected, waits) => {
    const run = await runQuickly([given]);
    expect(run.outcomes).toMatchObject([expected]);
    expect(run.waits).toHaveLength(waits);
  });

  test.each(SYMPTOM_IDS)("%s is repeated as its row says", async (symptom) => {
    const { outcomes } = await runQuickly([finding(failed(symptom, "found", "expected"))]);
    expect(outcomes[0]!.attempts).toBe(SYMPTOMS[symptom].retry ? 3 : 1);
  });

  test("what throws once is repeated", async () => {
    let made = 0;
    const breaking = check(() =>
      (made += 1) === 1 ? Promise.reject(new Error("no descriptors left")) : Promise.resolve(passed("ok")),
    );
    const { outcomes, waits } = await runQuickly([breaking]);
    expect(outcomes).toMatchObject([{ attempts: 2, recoveredFrom: ["unknown"], last: passed("ok") }]);
    expect(waits).toEqual([500]);
  });

  test("what throws is unknown, in its first line", async () => {
    const thrown = check(() => {
      throw new Error("no descriptors left\n    at somewhere");
    });
    const rejected = check(() => Promise.reject(new Error("no route")));
    const { outcomes } = await runQuickly([thrown, rejected]);
    expect(outcomes.map(({ last }) => last)).toEqual([
      { verdict: "unknown", reason: "no descriptors left" },
      { verdict: "unknown", reason: "no route" },
    ]);
  });
});

describe("waits", () => {
  const waitsWith = async (given: Check, random: number): Promise<readonly number[]> => {
    const clock = testClock();
    await runChecks([given], { clock, random: () => random, mask: { text: String }, parallel: 1 });
    return clock.pauses;
  };
  const six = { ...finding(timeout), attempts: 6 };

  test("double from half a second to a bound, and jitter at most doubles each", async () => {
    expect(await waitsWith(six, 0)).toEqual([500, 1000, 2000, 4000, 4000]);
    expect(await waitsWith(six, 0.5)).toEqual([750, 1500, 3000, 6000, 6000]);
  });

  test.each([
    ["longer than the own wait, it is waited for", 7, [7000, 7000]],
    ["shorter, the own wait stands", 0.1, [500, 1000]],
    ["at the bound, it is waited for", LONGEST_ASKED_SECONDS, [60_000, 60_000]],
    ["beyond the bound, nobody asks again", LONGEST_ASKED_SECONDS + 1, []],
  ])("Retry-After: %s", async (_name, retryAfterSeconds, expected) => {
    const given = finding(failed("too-many-requests", "429", "200", { retryAfterSeconds }));
    expect(await waitsWith(given, 0)).toEqual(expected);
  });

  test.each([
    [undefined, undefined],
    ["120", 120],
    ["Thu, 01 Jan 1970 00:01:30 GMT", 30],
    ["Thu, 01 Jan 1970 00:00:30 GMT", 0],
    ["soon", undefined],
    ["-1", undefined],
    ["9".repeat(400), 86_400],
    ["Fri, 01 Jan 2100 00:00:00 GMT", 86_400],
  ])("a header of %j asks for %j seconds", (header, expected) => {
    expect(retryAfterSeconds(header, 60_000)).toBe(expected);
  });
});

describe("deadlines", () => {
  /** Runs a check for which time is up at once, and gives the limits that were asked for, in milliseconds. */
  async function runLate(given: Check): Promise<{ readonly outcome: Outcome; readonly limits: readonly number[] }> {
    const limits: number[] = [];
    const late = testClock();
    late.expire();
    const clock: Clock = {
      ...late,
      limit: (milliseconds, signal) => {
        limits.push(milliseconds);
        return late.limit(milliseconds, signal);
      },
    };
    const [outcome] = await runChecks([given], { clock, random: () => 0, mask: { text: String }, parallel: 1 });
    return { outcome: outcome!, limits };
  }

  test("the signal aborts, and the attempt says itself what it waited for", async () => {
    const late = check((signal) => new Promise((resolve) => signal.addEventListener("abort", () => resolve(timeout))), {
      deadlineSeconds: 7,
      attempts: 1,
    });
    const { outcome, limits } = await runLate(late);
    expect(outcome.last).toEqual(timeout);
    expect(limits[0]).toBe(7000);
  });

  test("an attempt that does not listen is given up a second later, and nobody can tell", async () => {
    const deaf = check(() => new Promise(() => undefined), { deadlineSeconds: 7, attempts: 1 });
    const { outcome, limits } = await runLate(deaf);
    expect(outcome).toMatchObject({ last: { verdict: "unknown", reason: "no verdict within 7 s" }, attempts: 1 });
    expect(limits).toEqual([7000, 1000]);
  });

  test("an attempt that ends in time leaves no limit behind", async () => {
    const standing = new Set<AbortSignal>();
    const still = testClock();
    const clock: Clock = {
      ...still,
      limit: (milliseconds, signal) => {
        standing.add(signal);
        return still.limit(milliseconds, signal);
      },
    };
    await runChecks([finding(passed("ok"))], { clock, random: () => 0, mask: { text: String }, parallel: 1 });
    expect([...standing].map(({ aborted }) => aborted)).toEqual([true]);
  });

  test("every attempt has a signal of its own", async () => {
    const seen: boolean[] = [];
    const slow = check(
      (signal) => {
        seen.push(signal.aborted);
        return new Promise((resolve) => signal.addEventListener("abort", () => resolve(timeout)));
      },
      { attempts: 2 },
    );
    await runLate(slow);
    expect(seen).toEqual([false, false]);
  });
});

describe("a run", () => {
  test("asks no more checks at once than it may, and keeps their order", async () => {
    let running = 0;
    let most = 0;
    const checks = Array.from({ length: 12 }, (_, index) =>
      check(
        async () => {
          most = Math.max(most, (running += 1));
          // The first ones end last.
          for (let turns = 12 - index; turns > 0; turns -= 1) await new Promise(setImmediate);
          running -= 1;
          return passed("ok");
        },
        { id: `route/${index}` },
      ),
    );
    const ended: string[] = [];
    const engine = { clock: testClock(), random: () => 0, mask: { text: String }, parallel: 3 };
    const outcomes = await runChecks(checks, engine, ({ id }) => ended.push(id));
    expect(most).toBe(3);
    expect(outcomes.map(({ id }) => id)).toEqual(checks.map(({ id }) => id));
    expect([...ended].sort()).toEqual(checks.map(({ id }) => id).sort());
  });

  test("times the last attempt alone", async () => {
    const clock = testClock();
    const costs = [900, 30];
    const given = check(() => {
      clock.move(costs.shift() ?? 0);
      return Promise.resolve(costs.length === 1 ? timeout : passed("ok"));
    });
    const engine = { clock, random: () => 0, mask: { text: String }, parallel: 1 };
    const [outcome] = await runChecks([given], engine);
    expect(outcome).toMatchObject({ milliseconds: 30, attempts: 2 });
  });

  test("passes every text through the mask before it is shortened", async () => {
    const hidden = (text: string): string => text.replaceAll("canary", "[masked]");
    const texts = await runQuickly(
      [
        finding(passed("canary")),
        finding(failed("tls-old", `${"x".repeat(396)}canary`, "canary")),
        finding({ verdict: "unknown", reason: "canary" }),
        finding({ verdict: "skipped", reason: "canary" }),
        check(() => Promise.reject(new Error("canary"))),
      ],
      hidden,
    );
    expect(JSON.stringify(texts.outcomes)).not.toContain("can");
    expect(texts.outcomes[1]!.last).toMatchObject({ found: `${"x".repeat(396)}[mas…`, expected: "[masked]" });
  });
});
