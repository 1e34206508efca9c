import { alertAnchor, alertsOf, type Alert } from "../../environments/alerts";
import { burnFactor } from "../../environments/alerts/objectives";
import { atLeast, percentOf } from "../../environments/alerts/share";
import { alertText } from "../../environments/alerts/text";
import { dashboardOf } from "../../environments/dashboard";
import type { Environment } from "../../environments/environment";
import { filterText, promqlName, silenceText } from "../../environments/filters";
import { BYPASS_PATH, logMetricsOf } from "../../environments/log-metrics";
import { production } from "../../environments/production";
import { objectivesOf } from "../../environments/slos";
import { staging } from "../../environments/staging";
import { uptimeChecksOf } from "../../environments/uptime";

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

describe.each([staging, production])("alerts of $name", (environment) => {
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
    const other = environment.name === "staging" ? "production" : "staging";
    expect(JSON.stringify(alerts.map(({ condition }) => condition))).not.toContain(`netra-${other}`);
  });
});

test.each<[string, number, number]>([
  ["database-connections", 320, 400],
  ["database-disk", 80 * 1024 ** 3, 400 * 1024 ** 3],
  ["instances-websocket-service", 7, 9],
  ["sockets-websocket-service", 160, 160],
  ["startup-auth-service", 120_000, 120_000],
  ["cache-clients", 840, 924],
  ["5xx-frontend", 0.1, 0.01],
  ["auth-failures", 150, 400],
  ["bypass-use", 1200, 0],
  ["database-latency", 100_000, 100_000],
  ["handshake", 5, 5],
  ["echo", 20, 20],
])("%s stands at %d in staging and at %d in production", (id, inStaging, inProduction) => {
  expect([threshold(staging, id), threshold(production, id)]).toEqual([inStaging, inProduction]);
});

test("a raised limit moves its alert", () => {
  const raised = { ...staging, database: { ...staging.database, maxConnections: 1000 } };
  expect(threshold(raised, "database-connections")).toBe(800);
});

test("only staging has tests to watch, and only production takes any bypass for one too many", () => {
  const own = (environment: Environment) => new Set(alertsOf(environment).map(({ id }) => id));
  expect([...own(staging)].filter((id) => !own(production).has(id))).toEqual(["e2e-success", "e2e-duration"]);
  expect([...own(production)].filter((id) => !own(staging).has(id))).toEqual([]);
  expect(find(production, "bypass-use").severity).toBe("CRITICAL");
});

test("a share of a limit is a whole number where it should be, and a count is reached and not passed", () => {
  expect([10, 15, 35, 200].map((limit) => percentOf(80, limit))).toEqual([8, 12, 28, 160]);
  expect([8, 9.6, 1].map(atLeast)).toEqual([7, 9, 0]);
});

describe("burn rates", () => {
  test("a month's are the usual ones", () => {
    expect(burnFactor(30, { hours: 1, share: 0.02 })).toBe(14.4);
    expect(burnFactor(30, { hours: 6, share: 0.05 })).toBe(6);
  });

  test.each([staging, production])("$name's are above 1, and can be reached by a whole outage", (environment) => {
    const goals = new Map(objectivesOf(environment).map(({ of, id, goal }) => [`${of}/${id}`, goal]));
    const rates = alertsOf(environment).flatMap(({ condition }) => (condition.kind === "burn-rate" ? [condition] : []));
    expect(rates.length).toBe(14);
    for (const { of, objective, factor } of rates) {
      expect(factor).toBeGreaterThan(1);
      expect(factor).toBeLessThan(1 / (1 - goals.get(`${of}/${objective}`)!));
    }
  });
});

describe("objectives", () => {
  test("staging's period is the plan's 48 hours", () => {
    expect(new Set(objectivesOf(staging).map(({ rollingDays }) => rollingDays))).toEqual(new Set([2, 1]));
  });

  test("a single bad window of a day misses the day without a 503", () => {
    const clean = objectivesOf(staging).find(({ id }) => id === "no-503s")!;
    const seconds = clean.indicator.kind === "clean-windows" ? clean.indicator.windowSeconds : 0;
    const windows = 86_400 / seconds;
    expect((windows - 1) / windows).toBeLessThan(clean.goal);
  });

  test("the socket service's latency is that of its routes past the sockets", () => {
    const latency = objectivesOf(staging).find(({ of, id }) => of === "websocket-service" && id === "latency")!;
    expect(latency.title).toBe("websocket-service: answered within 1000 ms, on /api/*");
    expect(latency.indicator.kind === "latency" && filterText(latency.indicator.series)).toBe(
      'resource.type="https_lb_rule" AND metric.type="loadbalancing.googleapis.com/https/backend_latencies"' +
        ' AND resource.labels.backend_target_name="netra-staging-websocket-service-backend"' +
        ' AND resource.labels.matched_url_path_rule="/api/*"',
    );
  });

  test("a service that no host leads to is counted at Cloud Run, and has no backend to watch", () => {
    const hidden = { ...staging, hosts: { app: staging.hosts.app! } };
    const availability = objectivesOf(hidden).find(({ of, id }) => of === "auth-service" && id === "availability")!;
    expect(availability.indicator.kind === "requests" && filterText(availability.indicator.bad)).toBe(
      'resource.type="cloud_run_revision" AND metric.type="run.googleapis.com/request_count"' +
        ' AND resource.labels.service_name="auth-service" AND metric.labels.response_code_class="5xx"',
    );
    expect(alertsOf(hidden).map(({ id }) => id)).not.toContain("backend-5xx-auth-service");
  });

  test("a socket service without such a route has none", () => {
    const { app: _, apex: __, ...hosts } = staging.hosts;
    const latencies = objectivesOf({ ...staging, hosts }).filter(({ id }) => id === "latency");
    expect(latencies.map(({ of }) => of)).toEqual(["auth-service", "frontend", "database"]);
  });
});

test("every host is asked for its own service's liveness, and prefixes past sockets for themselves", () => {
  expect(
    uptimeChecksOf(staging).map(({ key, host, path, accepted }) => [key, `${host}${path}`, accepted.join()]),
  ).toEqual([
    ["app", "app.staging.netrasystems.ai/health/live", "2xx"],
    ["app-api", "app.staging.netrasystems.ai/api/", "2xx,3xx,4xx"],
    ["apex", "staging.netrasystems.ai/health/live", "2xx"],
    ["apex-api", "staging.netrasystems.ai/api/", "2xx,3xx,4xx"],
    ["api", "api.staging.netrasystems.ai/health/live", "2xx"],
    ["auth", "auth.staging.netrasystems.ai/health/live", "2xx"],
  ]);
});

test("the bypass route of staging is one that production's log metric would count", () => {
  expect(staging.e2e.tokenRoute.path).toContain(BYPASS_PATH);
  const filterOf = (environment: Environment) =>
    logMetricsOf(environment).find(({ role }) => role === "bypass-use")?.filter;
  expect(filterOf(staging)).toContain('httpRequest.requestUrl=~"/auth/e2e/test-auth"');
  expect(filterOf(production)).toContain('httpRequest.requestUrl=~"/e2e/"');
});

test("a container that exits with 0 is not counted", () => {
  const { filter } = logMetricsOf(staging).find(({ role }) => role === "container-exits")!;
  const exit = new RegExp(/called exit[^"]*/.exec(filter)![0]);
  expect(["called exit(1).", "called exit(137).", "called exit(0)."].map((text) => exit.test(text))).toEqual([
    true,
    true,
    false,
  ]);
});

test("silence is asked in PromQL, under the name that a metric has there", () => {
  expect(promqlName("custom.googleapis.com/netra/drift/checked")).toBe("custom_googleapis_com:netra_drift_checked");
  expect(silenceText("custom.googleapis.com/a/b", "global", 36)).toBe(
    'absent_over_time(custom_googleapis_com:a_b{monitored_resource="global"}[36h])',
  );
});

test("a dashboard is the same text every time", () => {
  expect(JSON.stringify(dashboardOf(staging))).toBe(JSON.stringify(dashboardOf(structuredClone(staging))));
});
