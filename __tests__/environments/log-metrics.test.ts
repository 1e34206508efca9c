import type { Environment } from "../../environments/environment";
import { BYPASS_ROUTE, logMetricsOf, type LogMetricRole } from "../../monitoring/log-metrics";
import { production } from "../../environments/production";
import { staging } from "../../environments/staging";

/** Filter of a log metric; none where the environment has no such metric. */
const filterOf = (environment: Environment, of: LogMetricRole): string =>
  logMetricsOf(environment).find(({ role }) => role === of)?.filter ?? "none";

/** Whether a term of a filter, which has one regular expression, matches. */
const matches = (term: string, text: string): boolean => new RegExp(/=~"(.*)"/.exec(term)?.[1] ?? "").test(text);

describe("the bypass route", () => {
  const asked = (environment: Environment) =>
    /httpRequest\.requestUrl=~"[^"]*"/.exec(filterOf(environment, "bypass-use"))?.[0] ?? "";

  test("is the same for production, whose spec cannot name it", () => {
    expect(BYPASS_ROUTE).toBe(staging.e2e.tokenRoute.path);
    expect(asked(production)).toBe(asked(staging));
  });

  test.each([
    ["https://auth.netrasystems.ai/auth/e2e/test-auth", true],
    ["https://auth.netrasystems.ai/auth/e2e/test-auth/", true],
    ["http://10.0.0.1/auth/e2e/test-auth?user=a", true],
    ["https://app.netrasystems.ai/?next=/auth/e2e/test-auth", false],
    ["https://app.netrasystems.ai/docs/e2e/", false],
    ["https://app.netrasystems.ai/docs/auth/e2e/test-auth", false],
    ["https://auth.netrasystems.ai/auth/e2e/test-authority", false],
  ])("%s: %s", (url, isAsked) => {
    expect(matches(asked(production), url)).toBe(isAsked);
  });

  test("pages are served under any path, and are not meant", () => {
    expect(filterOf(production, "bypass-use")).toContain(
      'resource.labels.service_name=("websocket-service" OR "auth-service")',
    );
  });

  test("production tells an answer from a try, staging counts both", () => {
    expect(filterOf(production, "bypass-use")).toMatch(/ AND httpRequest\.status!=404$/);
    expect(filterOf(production, "bypass-tries")).toBe(filterOf(production, "bypass-use").replace("!=404", "=404"));
    expect(filterOf(staging, "bypass-use")).not.toContain("httpRequest.status");
    expect(filterOf(staging, "bypass-tries")).toBe("none");
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
  const terms = filterOf(staging, "container-exits").match(/(NOT )?textPayload=~"[^"]*"/g) ?? [];
  const [barred, wanted] = [true, false].map((isBarred) =>
    terms.filter((term) => term.startsWith("NOT ") === isBarred),
  );
  expect([barred, wanted].map((each) => each?.length)).toEqual([1, 3]);
  const holds = (term: string): boolean => matches(term, line);
  expect(wanted!.some(holds) && !barred!.some(holds)).toBe(isExit);
});
