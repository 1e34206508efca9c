import { trial } from "../../fixture/trial";
import { failed, passed, skipped, unknown, type Attempt } from "../../../verify/engine/attempt";
import type { Area, Outcome } from "../../../verify/engine/check";
import type { JsonObject } from "../../../verify/google-answers";
import type { GoogleApi } from "../../../verify/google-api";
import { publishRun, type PublishedRun } from "../../../verify/history/publish";
import { SYMPTOMS, SYMPTOM_IDS } from "../../../verify/symptoms";
import { checkedGoogle } from "../../support/checked-google";
import { testClock } from "../../support/test-clock";

const CLOCK = testClock(undefined, new Date("2026-11-22T12:00:00Z"));

const outcome = (id: string, last: Attempt): Outcome => ({
  id,
  area: id.split("/")[0] as Area,
  title: "a title",
  last,
  attempts: 1,
  recoveredFrom: [],
  milliseconds: 12,
});

interface Series {
  readonly metric: { readonly type: string; readonly labels: Readonly<Record<string, string>> };
  readonly points: readonly [{ readonly value: JsonObject }];
}

const published = (...outcomes: readonly Outcome[]): Promise<readonly (readonly Series[])[]> =>
  publishedRun({ outcomes, isWhole: false });

/** Publishes to an API that keeps what it is sent. */
async function publishedRun(run: PublishedRun): Promise<readonly (readonly Series[])[]> {
  const calls: (readonly Series[])[] = [];
  const google = checkedGoogle<GoogleApi>({
    get: () => Promise.reject(new Error("nothing is read")),
    post: (api, path, { timeSeries }) => {
      expect([api, path]).toEqual(["monitoring", "v3/projects/example-trial/timeSeries"]);
      calls.push(timeSeries as unknown as readonly Series[]);
      return Promise.resolve({});
    },
  });
  await publishRun(trial, run, google, CLOCK);
  return calls;
}

/** Metrics that have tests of their own. */
const COUNTS = ["check_told", "failed_checks"];

/** Metric, labels and value of each series, without those of {@link COUNTS}. */
const told = (calls: readonly (readonly Series[])[]): readonly unknown[] =>
  allTold(calls).filter(([metric]) => !COUNTS.includes(metric));

const allTold = (calls: readonly (readonly Series[])[]): readonly (readonly [metric: string, ...more: unknown[]])[] =>
  calls
    .flat()
    .map(({ metric: { type, labels }, points: [{ value }] }) => [
      type.replace("custom.googleapis.com/netra/verify/", ""),
      labels,
      Object.values(value)[0],
    ]);

test("a series as Monitoring takes it", async () => {
  expect(await published(outcome("dns/a.example.com", passed("an address")))).toEqual([
    [
      {
        metric: {
          type: "custom.googleapis.com/netra/verify/check_passed",
          labels: { check: "dns/a.example.com", area: "dns", class: "none" },
        },
        resource: { type: "global", labels: { project_id: "example-trial" } },
        metricKind: "GAUGE",
        valueType: "BOOL",
        points: [{ interval: { endTime: "2026-11-22T12:00:00.000Z" }, value: { boolValue: true } }],
      },
      expect.objectContaining({
        metric: {
          type: "custom.googleapis.com/netra/verify/check_told",
          labels: { check: "dns/a.example.com", area: "dns" },
        },
      }) as unknown,
    ],
  ]);
});

test("each failure has its class; what nobody could tell and what was not asked says nothing of the environment", async () => {
  const calls = await published(
    outcome("route/a", failed("bad-gateway", "503", "200")),
    outcome("socket/a/ws/token", failed("token-refused", "401", "200")),
    outcome("route/b", failed("internal-error", "500", "200")),
    outcome("socket/b/ws/token", failed("key-missing", "none", "one")),
    outcome("health/a/revision", unknown("no access")),
    outcome("cache/latency", skipped("no data")),
  );
  expect(told(calls)).toEqual([
    ["check_passed", { check: "route/a", area: "route", class: "infrastructure" }, false],
    ["check_passed", { check: "socket/a/ws/token", area: "socket", class: "authentication" }, false],
    ["check_passed", { check: "route/b", area: "route", class: "application" }, false],
    ["check_passed", { check: "socket/b/ws/token", area: "socket", class: "test-setup" }, false],
  ]);
});

test("each check says whether it could tell; one that was not asked says nothing", async () => {
  const calls = await published(
    outcome("route/a", passed("200")),
    outcome("route/b", failed("bad-gateway", "503", "200")),
    outcome("health/a/revision", unknown("no access")),
    outcome("cache/latency", skipped("no data")),
  );
  expect(allTold(calls).filter(([metric]) => metric === "check_told")).toEqual([
    ["check_told", { check: "route/a", area: "route" }, true],
    ["check_told", { check: "route/b", area: "route" }, true],
    ["check_told", { check: "health/a/revision", area: "health" }, false],
  ]);
});

describe("failures are counted by class and severity", () => {
  const FAILURES = [
    outcome("route/a", failed("bad-gateway", "503", "200")),
    outcome("route/b", failed("timeout", "nothing", "200")),
    outcome("health/a/access", failed("not-as-declared", "b", "a")),
  ];
  const counts = async (isWhole: boolean) =>
    allTold(await publishedRun({ outcomes: FAILURES, isWhole })).filter(([metric]) => metric === "failed_checks");

  test("a part of a run tells of what failed alone: it knows nothing of the rest", async () => {
    expect(await counts(false)).toEqual([
      ["failed_checks", { class: "infrastructure", severity: "page" }, 2],
      ["failed_checks", { class: "infrastructure", severity: "ticket" }, 1],
    ]);
  });

  test("a whole run writes 0 for every other pair, which ends an alert", async () => {
    const pairs = new Set(SYMPTOM_IDS.map((id) => `${SYMPTOMS[id].class} ${SYMPTOMS[id].severity}`));
    const written = await counts(true);
    expect(written).toHaveLength(pairs.size);
    expect(written.filter(([, , value]) => value === 0)).toHaveLength(pairs.size - 2);
  });
});

test("the slowest handshake and echo of each endpoint, failed ones included", async () => {
  const times = (handshake: number, echo?: number) => [
    { name: "handshake", value: handshake, unit: "s" },
    ...(echo === undefined ? [] : [{ name: "echo", value: echo, unit: "s" }]),
  ];
  const calls = await published(
    outcome("socket/api.example.com/ws/anonymous", passed("101", times(0.2, 0.05))),
    outcome("socket/api.example.com/ws/token", failed("handshake-slow", "7 s", "5 s", { measured: times(7, 0.01) })),
    outcome("socket/app.example.com/ws/chat/anonymous", passed("101", times(0.3))),
  );
  expect(told(calls).slice(3)).toEqual([
    ["websocket_handshake_seconds", { endpoint: "api.example.com/ws" }, 7],
    ["websocket_echo_seconds", { endpoint: "api.example.com/ws" }, 0.05],
    ["websocket_handshake_seconds", { endpoint: "app.example.com/ws/chat" }, 0.3],
  ]);
});

test("where strangers are refused, and nobody has a token, handshakes are known and echoes are not", async () => {
  const refused = passed("refuses callers without a token", [{ name: "handshake", value: 0.4, unit: "s" }]);
  expect(told(await published(outcome("socket/app.example.com/ws/anonymous", refused)))).toEqual([
    ["check_passed", { check: "socket/app.example.com/ws/anonymous", area: "socket", class: "none" }, true],
    ["websocket_handshake_seconds", { endpoint: "app.example.com/ws" }, 0.4],
  ]);
});

test("what others measured is no time of a socket", async () => {
  const measured = [{ name: "handshake", value: 1, unit: "s" }];
  const calls = await published(
    outcome("tls/a.example.com", passed("TLS 1.3", measured)),
    outcome("socket/a.example.com/ws/token", passed("101", [{ name: "answer", value: 1, unit: "ms" }])),
  );
  expect(told(calls).map((each) => (each as [string])[0])).toEqual(["check_passed", "check_passed"]);
});

test("no call carries more than 200 series", async () => {
  const many = Array.from({ length: 401 }, (_each, index) => outcome(`route/${index}`, passed("200")));
  expect((await published(...many)).map(({ length }) => length)).toEqual([200, 200, 200, 200, 2]);
});

test("nothing to say is no call", async () => {
  expect(await published(outcome("cache/latency", skipped("no data")))).toEqual([]);
});

test("what is not applied yet is no failure of a class that anybody is called about", async () => {
  const [passedValue] = told(await published(outcome("health/a/access", failed("not-applied", "10", "9"))));
  expect(passedValue).toEqual(["check_passed", { check: "health/a/access", area: "health", class: "none" }, false]);
});
