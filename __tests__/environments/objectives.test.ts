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

  test("availability is that of users, and a day without a 503 counts whoever asked", () => {
    const filters = (id: string) => {
      const { indicator } = objectivesOf(trial).find((each) => each.of === "websocket-service" && each.id === id)!;
      return "bad" in indicator ? [indicator.bad, indicator.total].map(filterText) : [];
    };
    const users =
      'resource.type="l7_lb_rule" AND metric.type="logging.googleapis.com/user/netra-trial-answers"' +
      ' AND metric.labels.backend="netra-trial-websocket-service-backend"';
    expect(filters("availability")).toEqual([`${users} AND metric.labels.status=starts_with("5")`, users]);
    expect(filters("no-503s")[0]).toContain("loadbalancing.googleapis.com/https/request_count");
  });

  test("latency leaves sockets out by their status, on every path", () => {
    const latency = objectivesOf(trial).find(({ of, id }) => of === "websocket-service" && id === "latency")!;
    expect(latency.title).toBe("websocket-service: answered within 1000 ms, sockets not counted");
    expect(latency.indicator).toMatchObject({ kind: "latency", max: 1 });
    expect(latency.indicator.kind === "latency" && filterText(latency.indicator.series)).toBe(
      'resource.type="l7_lb_rule" AND metric.type="logging.googleapis.com/user/netra-trial-latencies"' +
        ' AND metric.labels.backend="netra-trial-websocket-service-backend"',
    );
  });

  test("a service that no host leads to is counted at Cloud Run", () => {
    const hidden = { ...trial, hosts: { app: trial.hosts.app! } };
    const availability = objectivesOf(hidden).find(({ of, id }) => of === "auth-service" && id === "availability")!;
    expect(availability.indicator.kind === "requests" && filterText(availability.indicator.bad)).toBe(
      'resource.type="cloud_run_revision" AND metric.type="run.googleapis.com/request_count"' +
        ' AND resource.labels.service_name="auth-service" AND metric.labels.response_code_class="5xx"',
    );
  });

  test("a socket service that no host leads to has no latency: Cloud Run counts sockets and requests together", () => {
    const latencies = objectivesOf({ ...trial, hosts: { auth: trial.hosts.auth! } }).filter(
      ({ id }) => id === "latency",
    );
    expect(latencies.map(({ of }) => of)).toEqual(["auth-service", "frontend", "database"]);
  });
});
