import { alertsOf } from "../../monitoring/alerts";
import type { Environment } from "../../environments/environment";
import { filterText } from "../../monitoring/filters";
import { prd } from "../fixture/prd";
import { objectivesOf } from "../../monitoring/slos";
import { trial } from "../fixture/trial";
import { SYSTEM_CLOCK } from "../../verify/clock";
import { createMask } from "../../verify/masking";
import { anonymousSocketChecks, tokenSocketChecks } from "../../verify/checks/socket";

describe("objectives", () => {
  test("trial's period is the plan's 48 hours, and so is that of what verification sees in prd", () => {
    const days = (environment: Environment, ...of: readonly string[]) =>
      new Set(objectivesOf(environment).flatMap((each) => (of.includes(each.of) ? [each.rollingDays] : [])));
    expect(days(trial, "database", "verification")).toEqual(new Set([2]));
    expect(days(prd, "database")).toEqual(new Set([28]));
    expect(days(prd, "verification")).toEqual(new Set([2]));
  });

  test.each<[Environment, string, string, number]>([
    [trial, "wss://api.trial.chat.example/ws carries a socket", "api.trial.chat.example/ws/token", 2],
    [prd, "wss://api.chat.example/ws answers", "api.chat.example/ws/anonymous", 0],
  ])("$name: each socket path has its own, by the check that tells most", (environment, title, check, badHours) => {
    const own = objectivesOf(environment).filter(({ indicator: { kind } }) => kind === "true-windows");
    expect(own.map(({ id }) => id)).toEqual(["socket-app", "socket-apex", "socket-api"]);
    const { title: found, goal, indicator } = own.at(-1)!;
    expect(found).toBe(`verification: ${title}, once an hour at least`);
    expect("series" in indicator && indicator.series.where).toEqual([`metric.labels.check="socket/${check}"`]);
    const kept = Array.from({ length: 49 }, (_, bad) => bad).filter((bad) => (48 - bad) / 48 >= goal);
    expect(kept.at(-1)).toBe(badHours);
  });

  test("their checks are checks of verification", () => {
    const target = { httpsPort: 443, httpPort: 80 };
    const checks = (environment: Environment) =>
      objectivesOf(environment).flatMap(({ indicator }) =>
        indicator.kind === "true-windows" ? [/"(.*)"/.exec(indicator.series.where.join())?.[1]] : [],
      );
    expect(checks(prd)).toEqual(anonymousSocketChecks(prd, target, 5, SYSTEM_CLOCK).map(({ id }) => id));
    const key = { variable: undefined, fromSecret: undefined };
    const tokens = tokenSocketChecks(trial, target, 5, key, createMask(), SYSTEM_CLOCK);
    expect(checks(trial)).toEqual(tokens.map(({ id }) => id));
  });

  test("a single bad window of a day misses the day without a 503", () => {
    const clean = objectivesOf(trial).find(({ id }) => id === "no-503s")!;
    const seconds = clean.indicator.kind === "clean-windows" ? clean.indicator.windowSeconds : 0;
    const windows = 86_400 / seconds;
    expect((windows - 1) / windows).toBeLessThan(clean.goal);
  });

  test("the socket service's latency is that of its routes past the sockets", () => {
    const latency = objectivesOf(trial).find(({ of, id }) => of === "websocket-service" && id === "latency")!;
    expect(latency.title).toBe("websocket-service: answered within 1000 ms, on /api/*");
    expect(latency.indicator.kind === "latency" && filterText(latency.indicator.series)).toBe(
      'resource.type="https_lb_rule" AND metric.type="loadbalancing.googleapis.com/https/backend_latencies"' +
        ' AND resource.labels.backend_target_name="netra-trial-websocket-service-backend"' +
        ' AND resource.labels.matched_url_path_rule="/api/*"',
    );
  });

  test("a service that no host leads to is counted at Cloud Run, and has no backend to watch", () => {
    const hidden = { ...trial, hosts: { app: trial.hosts.app! } };
    const availability = objectivesOf(hidden).find(({ of, id }) => of === "auth-service" && id === "availability")!;
    expect(availability.indicator.kind === "requests" && filterText(availability.indicator.bad)).toBe(
      'resource.type="cloud_run_revision" AND metric.type="run.googleapis.com/request_count"' +
        ' AND resource.labels.service_name="auth-service" AND metric.labels.response_code_class="5xx"',
    );
    expect(alertsOf(hidden).map(({ id }) => id)).not.toContain("backend-5xx-auth-service");
  });

  test("a socket service without such a route has none", () => {
    const { app: _, apex: __, ...hosts } = trial.hosts;
    const latencies = objectivesOf({ ...trial, hosts }).filter(({ id }) => id === "latency");
    expect(latencies.map(({ of }) => of)).toEqual(["auth-service", "frontend", "database"]);
  });
});
