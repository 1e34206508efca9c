import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../../environments/environment";
import { BYPASS_ROUTE, logMetricsOf, type LogMetricRole } from "../../monitoring/log-metrics";
import { prd } from "../fixture/prd";
import { trial } from "../fixture/trial";
import { USER_AGENT } from "../../verify/http/request";

/** Filter of a log metric; none where the environment has no such metric. */
const filterOf = (environment: Environment, of: LogMetricRole): string =>
  logMetricsOf(environment).find(({ role }) => role === of)?.filter ?? "none";

/** Whether a term of a filter, which has one regular expression, matches. */
const matches = (term: string, text: string): boolean => new RegExp(/=~"(.*)"/.exec(term)?.[1] ?? "").test(text);

describe("the bypass route", () => {
  const asked = (environment: Environment) =>
    /httpRequest\.requestUrl=~"[^"]*"/.exec(filterOf(environment, "bypass-use"))?.[0] ?? "";

  test("is the same for prd, whose spec cannot name it", () => {
    expect(BYPASS_ROUTE).toBe(trial.e2e.tokenRoute.path);
    expect(asked(prd)).toBe(asked(trial));
  });

  test.each([
    ["https://auth.chat.example/auth/e2e/test-auth", true],
    ["https://auth.chat.example/auth/e2e/test-auth/", true],
    ["http://10.0.0.1/auth/e2e/test-auth?user=a", true],
    ["https://app.chat.example/?next=/auth/e2e/test-auth", false],
    ["https://app.chat.example/docs/e2e/", false],
    ["https://app.chat.example/docs/auth/e2e/test-auth", false],
    ["https://auth.chat.example/auth/e2e/test-authority", false],
  ])("%s: %s", (url, isAsked) => {
    expect(matches(asked(prd), url)).toBe(isAsked);
  });

  test("pages are served under any path, and are not meant", () => {
    expect(filterOf(prd, "bypass-use")).toContain(
      'resource.labels.service_name=("websocket-service" OR "auth-service")',
    );
  });

  test("prd tells an answer from a try, trial counts both", () => {
    expect(filterOf(prd, "bypass-use")).toMatch(/ AND httpRequest\.status!=404$/);
    expect(filterOf(prd, "bypass-tries")).toBe(filterOf(prd, "bypass-use").replace("!=404", "=404"));
    expect(filterOf(trial, "bypass-use")).not.toContain("httpRequest.status");
    expect(filterOf(trial, "bypass-tries")).toBe("none");
  });
});

test.each([
  ["Memory limit of 512 MiB exceeded with 515 MiB used. Consider increasing the memory limit.", true],
  ["Container terminated on signal 6.", true],
  ["Container terminated on signal 9.", true],
  ["Container terminated on signal 11.", true],
  ["Container called exit(1).", true],
  ["Container called exit(137).", true],
  ["Container called exit(0).", false],
  ["Container terminated on signal 15.", false],
  ["Container called exit(143).", false],
  ["Starting new instance. Reason: AUTOSCALING - Instance started due to traffic.", false],
])("of Cloud Run's lines, %j counts as an exit: %s", (line, isExit) => {
  const terms = filterOf(trial, "container-exits").match(/(NOT )?textPayload=~"[^"]*"/g) ?? [];
  const [barred, wanted] = [true, false].map((isBarred) =>
    terms.filter((term) => term.startsWith("NOT ") === isBarred),
  );
  expect([barred, wanted].map((each) => each?.length)).toEqual([1, 3]);
  const holds = (term: string): boolean => matches(term, line);
  expect(wanted!.some(holds) && !barred!.some(holds)).toBe(isExit);
});

describe("sockets that the application failed on", () => {
  const terms = filterOf(trial, "socket-errors").match(/textPayload=~"[^"]*"/g) ?? [];
  const counts = (line: string): boolean => terms.some((term) => matches(term, line));

  /**
   * What uvicorn printed, by its three implementations of WebSockets, of one after another: a coroutine that was not
   * awaited after accept, the same before accept, a close with 1011, an exception after a message, a good socket, and two
   * requests that are no sockets. Frames of the tracebacks are left out.
   */
  const runs = readFileSync(join(__dirname, "uvicorn.log"), "utf8")
    .split(/^# .*\n/m)
    .slice(1)
    .map((run) => run.trimEnd().split("\n"));

  test("each exception counts once, by every implementation", () => {
    expect(runs.map((lines) => lines.filter(counts))).toEqual(
      Array.from({ length: 3 }, () => Array.from({ length: 3 }, () => "ERROR:    Exception in ASGI application")),
    );
  });

  test("a close with 1011 leaves no line of uvicorn's that tells it from a good one", () => {
    expect(runs.flat().filter((line) => /1011|close_code/.test(line))).toEqual([]);
  });

  test.each([
    ["websocket closed, code=1011", true],
    ["close code 1011 (internal error)", true],
    ["closed with code: 1000", false],
    ["took 1011 ms", false],
  ])("of the service's own lines, %j counts: %s", (line, isError) => {
    expect(counts(line)).toBe(isError);
  });
});
describe("answers to users", () => {
  /** Whether the filter leaves an agent's requests out. */
  const isLeftOut = (agent: string): boolean =>
    matches(/NOT (httpRequest\.userAgent=~"[^"]*")/.exec(filterOf(prd, "answers"))?.[1] ?? "", agent);

  test.each([
    ["GoogleStackdriverMonitoring-UptimeChecks(https://cloud.google.com/monitoring)", true],
    [USER_AGENT, true],
    ["Mozilla/5.0 (X11; Linux x86_64)", false],
    ["Mozilla/5.0 GoogleStackdriverMonitoring-UptimeChecks", false],
    ["", false],
  ])("of %j: left out %s", (agent, leftOut) => {
    expect(isLeftOut(agent)).toBe(leftOut);
  });

  test("are of the load balancer that serves, apart by backend and status, without what Cloud Armor denied", () => {
    const answers = logMetricsOf(prd).find(({ role }) => role === "answers")!;
    expect(answers.filter).toContain('resource.labels.url_map_name="netra-prd-lb"');
    expect(answers.filter).toContain('NOT jsonPayload.enforcedSecurityPolicy.outcome="DENY"');
    expect(answers).toMatchObject({
      resource: "l7_lb_rule",
      labels: { backend: "resource.labels.backend_service_name", status: "httpRequest.status" },
    });
  });

  test("are timed with a bucket that ends at the objective", () => {
    const boundsOf = (environment: Environment) =>
      logMetricsOf(environment).find(({ role }) => role === "latencies")?.measured?.bounds;
    const odd = { ...prd, objectives: { ...prd.objectives, latency: { thresholdMs: 750, goal: 0.99 } } };
    expect(boundsOf(odd)).toEqual([0.05, 0.1, 0.2, 0.5, 0.75, 1, 2, 5, 10, 30]);
    expect(boundsOf(prd)).toEqual([0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30]);
  });
});

test.each([
  ["Ready condition status changed to False for Revision frontend-00007-abc with message: failed to start.", true],
  ["Ready condition status changed to True for Revision frontend-00007-abc with message: Deploying revision.", false],
  ["Ready condition status changed to False for Service frontend with message: Revision is not ready.", false],
])("of Cloud Run's own words, %j is a failed delivery: %s", (line, isFailed) => {
  const term = /protoPayload\.status\.message=~"[^"]*"/.exec(filterOf(trial, "failed-deliveries"))?.[0] ?? "";
  expect(matches(term, line)).toBe(isFailed);
});
