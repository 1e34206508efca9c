import { alertAnchor, alertsOf, type Alert } from "../../monitoring/alerts";
import { burnFactor } from "../../monitoring/alerts/objectives";
import { thresholdAtLeast, percentOf } from "../../monitoring/alerts/share";
import { alertText } from "../../monitoring/alerts/text";
import { dashboardOf } from "../../monitoring/dashboard";
import type { Environment } from "../../environments/environment";
import { promqlName, silenceText } from "../../monitoring/filters";
import { prd } from "../fixture/prd";
import { objectivesOf } from "../../monitoring/slos";
import { trial } from "../fixture/trial";
import { uptimeChecksOf } from "../../monitoring/uptime";

const find = (environment: Environment, id: string): Alert => {
  const alert = alertsOf(environment).find((candidate) => candidate.id === id);
  if (!alert) throw new Error(`no alert ${id}`);
  return alert;
};
const threshold = (environment: Environment, id: string): number => {
  const { condition } = find(environment, id);
  if (condition.kind !== "threshold") throw new Error(`${id} has no threshold`);
  return condition.threshold;
};

describe.each([trial, prd])("alerts of $name", (environment) => {
  const alerts = alertsOf(environment);

  test("have ids that are anchors, labels and parts of addresses", () => {
    expect(new Set(alerts.map(({ id }) => id)).size).toBe(alerts.length);
    for (const { id } of alerts) {
      expect(alertAnchor(id)).toMatch(/^alert-[a-z0-9]+(-[a-z0-9]+)*$/);
      // Google's bound of a label's value.
      expect(id.length).toBeLessThanOrEqual(63);
    }
  });

  test.each(alerts.map((alert) => [alert.id, alert] as const))("%s says what it means and what to do", (_id, alert) => {
    expect(alert.means).toMatch(/^[A-Z].*\.$/s);
    expect(alert.basis).toMatch(/\.$/);
    expect(alert.steps.length).toBeGreaterThan(0);
    for (const step of alert.steps) expect(step).toMatch(/^[^A-Z].*[^.]$/);
    const text = alertText(environment, alert);
    expect(text).toMatch(
      new RegExp(`^\\[Runbook\\]\\(https://\\S+/docs/runbooks/${environment.name}\\.md#alert-${alert.id}\\)`),
    );
    // Google's bound of a documentation.
    expect(Buffer.byteLength(text)).toBeLessThan(8192);
  });

  test("speak of their own environment alone", () => {
    const other = environment.name === "trial" ? "prd" : "trial";
    expect(JSON.stringify(alerts.map(({ condition }) => condition))).not.toContain(other);
    const texts = alerts.map((alert) => alertText(environment, alert)).join("\n");
    expect(texts.includes("end-to-end") || texts.includes("e2e runner")).toBe(environment.kind === "staging");
    expect(texts).not.toContain(`runbooks/${other}.md`);
    if (environment.kind === "production") expect(texts).not.toContain("trial");
  });

  test.each(alerts.map((alert) => [alert.id, alertText(environment, alert)] as const))(
    "%s: commands run as they are printed, and places of the runbook are links",
    (_id, text) => {
      const bare = new RegExp(`netra \\w+\\b(?! --environment ${environment.name}\\b)`);
      expect(text).not.toMatch(bare);
      expect(text).not.toContain("(runbook:");
    },
  );
});

test.each<[string, number, number]>([
  ["database-connections", 319, 399],
  ["database-disk", 80 * 1024 ** 3, 400 * 1024 ** 3],
  ["instances-websocket-service", 7, 9],
  ["sockets-websocket-service", 159, 159],
  ["startup-auth-service", 120_000, 120_000],
  ["cache-clients", 840, 924],
  ["5xx-frontend", 0.1, 0.01],
  ["auth-failures", 150, 400],
  ["bypass-use", 126, 0],
  ["database-latency", 100_000, 100_000],
  ["handshake", 5, 5],
  ["database-up", 1, 1],
])("%s stands at %d in trial and at %d in prd", (id, inStaging, inProduction) => {
  expect([threshold(trial, id), threshold(prd, id)]).toEqual([inStaging, inProduction]);
});

test("a raised limit moves its alert", () => {
  const raised = { ...trial, database: { ...trial.database, maxConnections: 1000 } };
  expect(threshold(raised, "database-connections")).toBe(799);
});

test("only trial has tokens and tests to watch, and only prd takes any bypass for one too many", () => {
  const own = (environment: Environment) => new Set(alertsOf(environment).map(({ id }) => id));
  expect([...own(trial)].filter((id) => !own(prd).has(id))).toEqual([
    "echo",
    "echo-silent",
    "e2e-success",
    "e2e-duration",
  ]);
  expect([...own(prd)].filter((id) => !own(trial).has(id))).toEqual(["bypass-tries"]);
  expect(["bypass-use", "bypass-tries"].map((id) => find(prd, id).severity)).toEqual(["CRITICAL", "WARNING"]);
});

test("an echo is slow long before verification gives up, so that the alert on it has a value", () => {
  const { pingIntervalSeconds } = trial.services["websocket-service"].sockets!;
  expect(threshold(trial, "echo")).toBe(2);
  expect(threshold(trial, "echo")).toBeLessThanOrEqual(pingIntervalSeconds / 10);
});

test("a run's value stands until the next one, or for as long as it takes to miss it", () => {
  const aggregationOf = (id: string) => {
    const { condition } = find(trial, id);
    return condition.kind === "threshold" && [condition.aggregation.aligner, condition.aggregation.seconds];
  };
  expect(["e2e-success", "e2e-duration"].map(aggregationOf)).toEqual(Array(2).fill(["ALIGN_NEXT_OLDER", 86_400]));
  expect(["handshake", "echo"].map(aggregationOf)).toEqual(Array(2).fill(["ALIGN_NEXT_OLDER", 7200]));
  expect(aggregationOf("verify-infrastructure")).toEqual(["ALIGN_COUNT_FALSE", 7200]);
});

test.each<[Environment, string, string, number]>([
  [trial, "handshake-silent", "verify/websocket_handshake_seconds", 2],
  [prd, "handshake-silent", "verify/websocket_handshake_seconds", 2],
  [trial, "echo-silent", "verify/websocket_echo_seconds", 2],
  [prd, "verify-silent", "verify/check_passed", 2],
  [prd, "drift-silent", "drift/checked", 36],
])("$name: %2$s asks for %s", (environment, id, metric, hours) => {
  expect(find(environment, id).condition).toEqual({
    kind: "silence",
    metric: `custom.googleapis.com/netra/${metric}`,
    resource: "global",
    hours,
  });
});

test("a share of a limit is a whole number where it should be, and a count is reached and not passed", () => {
  expect([10, 15, 35, 200].map((limit) => percentOf(80, limit))).toEqual([8, 12, 28, 160]);
  expect([8, 9.6, 1].map(thresholdAtLeast)).toEqual([7, 9, 0]);
});

describe("burn rates", () => {
  test("a month's are the usual ones", () => {
    expect(burnFactor(30, { hours: 1, share: 0.02 })).toBe(14.4);
    expect(burnFactor(30, { hours: 6, share: 0.05 })).toBe(6);
  });

  test.each([trial, prd])("$name's are above 1, and can be reached by a whole outage", (environment) => {
    const goals = new Map(objectivesOf(environment).map(({ of, id, goal }) => [`${of}/${id}`, goal]));
    const rates = alertsOf(environment).flatMap(({ condition }) => (condition.kind === "burn-rate" ? [condition] : []));
    const paces = rates.filter(({ objective }) => objective !== "no-503s");
    expect(paces).toHaveLength(14);
    for (const { of, objective, factor } of paces) {
      expect(factor).toBeGreaterThan(1);
      expect(factor).toBeLessThan(1 / (1 - goals.get(`${of}/${objective}`)!));
    }
  });

  test("a day with a 503 is told of for as long as it lasts, because its first window is more than the budget", () => {
    const missed = alertsOf(prd).filter(({ id }) => id.startsWith("missed-"));
    expect(missed.map(({ condition }) => condition)).toEqual(
      ["websocket-service", "auth-service", "frontend"].map((of) => ({
        kind: "burn-rate",
        of,
        objective: "no-503s",
        lookbackSeconds: 86_400,
        factor: 1,
      })),
    );
    const { goal, indicator } = objectivesOf(prd).find(({ id }) => id === "no-503s")!;
    const windows = 86_400 / (indicator.kind === "clean-windows" ? indicator.windowSeconds : 0);
    expect(1 / windows / (1 - goal)).toBeGreaterThan(1);
  });

  test("every objective that a metric of Google's carries has one", () => {
    const watched = new Set(
      alertsOf(prd).flatMap(({ condition: each }) =>
        each.kind === "burn-rate" ? [`${each.of}/${each.objective}`] : [],
      ),
    );
    const bare = objectivesOf(prd).filter(({ of, id }) => !watched.has(`${of}/${id}`));
    expect(new Set(bare.map(({ of }) => of))).toEqual(new Set(["verification"]));
  });
});

test("hosts are asked for liveness, services once for readiness, prefixes and sockets for themselves", () => {
  expect(
    uptimeChecksOf(trial).map(({ key, host, path, accepted }) => [key, `${host}${path}`, accepted.join()]),
  ).toEqual([
    ["app", "app.trial.chat.example/health/live", "2xx"],
    ["app-ready", "app.trial.chat.example/health/ready", "2xx"],
    ["app-api", "app.trial.chat.example/api/", "2xx,3xx,4xx"],
    ["apex", "trial.chat.example/health/live", "2xx"],
    ["apex-api", "trial.chat.example/api/", "2xx,3xx,4xx"],
    ["api", "api.trial.chat.example/health/live", "2xx"],
    ["api-ready", "api.trial.chat.example/health/ready", "2xx"],
    ["auth", "auth.trial.chat.example/health/live", "2xx"],
    ["auth-ready", "auth.trial.chat.example/health/ready", "2xx"],
    // Starlette answers 404 there, other servers 426 or 400, and a 5xx is the way to the service or the service itself.
    ["app-ws", "app.trial.chat.example/ws", "1xx,2xx,3xx,4xx"],
    ["apex-ws", "trial.chat.example/ws", "1xx,2xx,3xx,4xx"],
    ["api-ws", "api.trial.chat.example/ws", "1xx,2xx,3xx,4xx"],
  ]);
});

test("silence is asked in PromQL, under the name that a metric has there", () => {
  expect(promqlName("custom.googleapis.com/netra/drift/checked")).toBe("custom_googleapis_com:netra_drift_checked");
  expect(silenceText("custom.googleapis.com/a/b", "global", 36)).toBe(
    'absent_over_time(custom_googleapis_com:a_b{monitored_resource="global"}[36h])',
  );
});

test("a chart shows each value that an alert holds, and counts over the time that its threshold is for", () => {
  const text = JSON.stringify(dashboardOf(trial));
  const periods = (metric: string) =>
    [...text.matchAll(/"filter":"((?:[^"\\]|\\.)*)","aggregation":\{"alignmentPeriod":"(\d+)s"/g)].flatMap(
      ([, filter, seconds]) => (filter?.includes(metric) ? [Number(seconds)] : []),
    );
  expect(periods("websocket_echo_seconds")).toEqual([1800]);
  expect(periods("e2e/success_ratio")).toEqual([1800]);
  expect(periods("netra-trial-bypass-use")).toEqual([3600]);
});

test("a dashboard is the same text every time", () => {
  expect(JSON.stringify(dashboardOf(trial))).toBe(JSON.stringify(dashboardOf(structuredClone(trial))));
});
