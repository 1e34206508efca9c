import { alertAnchor, alertsOf, type Alert } from "../../monitoring/alerts";
import type { QueryCondition, ThresholdCondition } from "../../monitoring/alerts/alert";
import { thresholdAtLeast, percentOf } from "../../monitoring/alerts/share";
import { alertText } from "../../monitoring/alerts/text";
import { dashboardOf } from "../../monitoring/dashboard";
import type { Environment } from "../../environments/environment";
import { absent, promqlName } from "../../monitoring/promql";
import { burnFactor, fastBurn, slowBurn, slowLatency } from "../../monitoring/users";
import { prd } from "../fixture/prd";
import { trial } from "../fixture/trial";
import { uptimeChecksOf } from "../../monitoring/uptime";

const find = (environment: Environment, id: string): Alert => {
  const alert = alertsOf(environment).find((candidate) => candidate.id === id);
  if (!alert) throw new Error(`no alert ${id}`);
  return alert;
};
const thresholds = (environment: Environment, id: string): readonly number[] =>
  find(environment, id)
    .conditions.filter((condition): condition is ThresholdCondition => condition.kind === "threshold")
    .map(({ threshold }) => threshold);
const queryText = (environment: Environment, id: string): string =>
  find(environment, id)
    .conditions.filter((condition): condition is QueryCondition => condition.kind === "query")
    .map(({ query }) => query.text)
    .join("\n");

test.each<[Environment, number]>([
  [trial, 28],
  [prd, 30],
])("$name has as many alerts as a team on call can know", (environment, most) => {
  expect(alertsOf(environment).length).toBeLessThanOrEqual(most);
});

test("few of them wake anybody, and those stand first", () => {
  const pages = (environment: Environment) =>
    alertsOf(environment).flatMap(({ id, response }) => (response === "page" ? [id] : []));
  expect(pages(trial)).toEqual(["outage", "sockets-down", "database-down", "cache-down", "auth-failing"]);
  expect(pages(prd)).toEqual([...pages(trial), "bypass-use"]);
  expect(alertsOf(prd).findIndex(({ response }) => response === "ticket")).toBe(pages(prd).length);
});

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
      new RegExp(`^\\[Runbook\\]\\(https://\\S+/docs/runbooks/${environment.name}/alerts\\.md#alert-${alert.id}\\)`),
    );
    // Google's bound of a documentation.
    expect(Buffer.byteLength(text)).toBeLessThan(8192);
  });

  test("speak of their own environment alone", () => {
    const other = environment.name === "trial" ? "prd" : "trial";
    expect(JSON.stringify(alerts.map(({ conditions }) => conditions))).not.toContain(other);
    const texts = alerts.map((alert) => alertText(environment, alert)).join("\n");
    expect(texts.includes("end-to-end") || texts.includes("e2e runner")).toBe(environment.kind === "staging");
    expect(texts).not.toContain(`runbooks/${other}/`);
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

test.each<[string, readonly number[], readonly number[]]>([
  ["database-connections", [319], [399]],
  ["database-disk", [80 * 1024 ** 3], [400 * 1024 ** 3]],
  ["instances", [7, 7, 7], [9, 7, 7]],
  ["memory", [0.9], [0.9]],
  ["bypass-use", [126], [0]],
  ["certificate", [21], [21]],
  ["cache-failover", [0], [0]],
])("%s stands at %j in trial and at %j in prd", (id, inStaging, inProduction) => {
  expect([thresholds(trial, id), thresholds(prd, id)]).toEqual([inStaging, inProduction]);
});

test.each<[string, readonly string[], readonly string[]]>([
  ["outage", ["[3600s])) >= 4 ", "[3600s])) > 0.048 ", "[900s])) > 0.048)"], ["> 0.01344 ", "[3600s])) >= 4 "]],
  ["burn-slow", ["[21600s])) > 0.02 ", "[1800s])) > 0.02 unless", "> 0.048"], ["> 0.0056 ", "> 0.01344"]],
  ["latency", ["histogram_quantile(0.9,", "> 1 "], ["histogram_quantile(0.944,", "> 0.5 "]],
  ["auth-failing", [">= 30 ", "> 0.5"], [">= 80 ", "> 0.5"]],
  ["database-load", ["> 100000 ", ">= 100)"], ["> 100000 "]],
  ["refused", [">= 80 unless", "<= 0.05 *"], [">= 80 unless"]],
  ["exits", ["[900s])) > 2 unless"], ["[900s])) > 2 unless"]],
])("%s asks for %j in trial, and for %j in prd", (id, inStaging, inProduction) => {
  for (const part of inStaging) expect(queryText(trial, id)).toContain(part);
  for (const part of inProduction) expect(queryText(prd, id)).toContain(part);
});

test("a raised limit moves its alert", () => {
  const raised = { ...trial, database: { ...trial.database, maxConnections: 1000 } };
  expect(thresholds(raised, "database-connections")).toEqual([799]);
});

test("only trial has tokens and tests to watch, and only prd takes any bypass for one too many", () => {
  const own = (environment: Environment) => new Set(alertsOf(environment).map(({ id }) => id));
  expect([...own(trial)].filter((id) => !own(prd).has(id))).toEqual(["verify-test-setup", "e2e"]);
  expect([...own(prd)].filter((id) => !own(trial).has(id))).toEqual(["bypass-tries"]);
  expect(["bypass-use", "bypass-tries"].map((id) => find(prd, id).response)).toEqual(["page", "ticket"]);
  expect(queryText(trial, "handshake")).toContain("echo_seconds");
  expect(queryText(prd, "handshake")).not.toContain("echo_seconds");
});

test.each<[string, string, number]>([
  ["verify-silent", "verify/check_passed", 2],
  ["drift", "drift/checked", 36],
  ["e2e", "e2e/duration_seconds", 168],
])("%s asks for the silence of %s", (id, metric, hours) => {
  const selector = { metric: `custom.googleapis.com/netra/${metric}`, resource: "global" };
  expect(queryText(trial, id)).toContain(`count(${absent(selector, hours * 3600).text})`);
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

  test.each([trial, prd])(
    "$name's are faster than the budget allows, and a whole outage reaches them",
    (environment) => {
      const { objectives } = environment;
      for (const [share, goal] of [
        [fastBurn(objectives), objectives.availability],
        [slowBurn(objectives), objectives.availability],
        [slowLatency(objectives), objectives.latency.goal],
      ] as const) {
        expect(share).toBeGreaterThan(1 - goal);
        expect(share).toBeLessThan(1);
      }
      expect(slowBurn(objectives)).toBeLessThan(fastBurn(objectives));
    },
  );
});

test("every host is asked whether its service lives and is ready, prefixes for themselves, and the path of sockets", () => {
  expect(
    uptimeChecksOf(trial).map(({ key, host, path, accepted }) => [key, `${host}${path}`, accepted.join()]),
  ).toEqual([
    ["app", "app.trial.chat.example/health/live", "2xx"],
    ["app-api", "app.trial.chat.example/api/", "1xx,2xx,3xx,4xx"],
    ["app-socket", "app.trial.chat.example/ws", "1xx,2xx,3xx,4xx"],
    ["apex", "trial.chat.example/health/live", "2xx"],
    ["apex-api", "trial.chat.example/api/", "1xx,2xx,3xx,4xx"],
    ["apex-socket", "trial.chat.example/ws", "1xx,2xx,3xx,4xx"],
    ["api", "api.trial.chat.example/health/live", "2xx"],
    ["api-ready", "api.trial.chat.example/health/ready", "2xx"],
    ["api-socket", "api.trial.chat.example/ws", "1xx,2xx,3xx,4xx"],
    ["auth", "auth.trial.chat.example/health/live", "2xx"],
    ["auth-ready", "auth.trial.chat.example/health/ready", "2xx"],
  ]);
});

test("a metric has the name in PromQL that Google gives it", () => {
  expect(promqlName("custom.googleapis.com/netra/drift/checked")).toBe("custom_googleapis_com:netra_drift_checked");
  expect(absent({ metric: "custom.googleapis.com/a/b", resource: "global", where: ['c="d"'] }, 60)).toEqual({
    text: 'absent_over_time(custom_googleapis_com:a_b{monitored_resource="global",c="d"}[60s])',
    metrics: ["custom.googleapis.com/a/b"],
  });
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
