import type { StagingEnvironment } from "../../../environments/environment";
import { prd } from "../../fixture/prd";
import { trial } from "../../fixture/trial";
import type { Json, JsonObject } from "../../../verify/google-answers";
import { CANARY, policyName, serviceName, versionName } from "./healthy-services";
import { useLive } from "./live-environment";

const SERVICE = "websocket-service";
const NAME = serviceName(trial, SERVICE);
const ENV = "template.containers.0.env";
const ACCOUNT = "websocket-service@example-trial.iam.gserviceaccount.com";

const secretVariable = (name: string, secret: string, version?: string): Json => ({
  name,
  valueSource: { secretKeyRef: { secret, ...(version !== undefined && { version }) } },
});
const failed = (symptom: string, found: string, expected: string): object => ({
  verdict: "failed",
  symptom,
  found,
  expected,
});

describe("variables", () => {
  const live = useLive(trial);

  /** Index of a variable in the service's list. */
  const at = (variable: string, service = SERVICE): string => {
    const stored = live.sandbox().store.get(serviceName(trial, service)) as unknown as {
      template: { containers: [{ env: readonly { name: string }[] }] };
    };
    return `${ENV}.${stored.template.containers[0].env.findIndex(({ name }) => name === variable)}`;
  };
  const append = `${ENV}.99`;

  test("a name that is missing and one too many", async () => {
    live.set(NAME, at("DATABASE_POOL_SIZE"), { name: "DEBUG", value: CANARY });
    live.set(NAME, append, { name: "A_FLAG", value: CANARY });
    expect(await live.attempt(`variables/${SERVICE}/names`)).toEqual(
      failed(
        "variable-missing",
        "missing: DATABASE_POOL_SIZE; not declared: A_FLAG, DEBUG",
        "the 33 declared variables",
      ),
    );
  });

  test("a variable of a second container is one too many", async () => {
    live.set(NAME, "template.containers.1", { env: [{ name: "AGENT_KEY", value: CANARY }] });
    expect(await live.attempt(`variables/${SERVICE}/names`)).toHaveProperty("found", "not declared: AGENT_KEY");
  });

  test("without any variable all are missing", async () => {
    live.set(NAME, ENV, undefined);
    expect(await live.attempt(`variables/${SERVICE}/names`)).toHaveProperty("symptom", "variable-missing");
    expect(await live.attempt(`variables/${SERVICE}/bypass-key`)).toEqual(
      failed("variable-missing", "none of E2E_BYPASS_KEY, E2E_OAUTH_SIMULATION_KEY", "E2E_BYPASS_KEY"),
    );
  });

  test("the bypass key's alias on a socket service opens it for everybody", async () => {
    live.set(NAME, append, secretVariable("E2E_OAUTH_SIMULATION_KEY", "netra-trial-e2e-bypass-key", "1"));
    expect(await live.attempt(`variables/${SERVICE}/bypass-key`)).toEqual(
      failed("variable-missing", "E2E_BYPASS_KEY, E2E_OAUTH_SIMULATION_KEY", "E2E_BYPASS_KEY"),
    );
    expect(await live.attempt(`variables/${SERVICE}/names`)).toHaveProperty("verdict", "passed");
  });

  test("the bypass key as text counts too", async () => {
    live.set(serviceName(trial, "frontend"), ENV, [{ name: "E2E_BYPASS_KEY", value: CANARY }]);
    expect(await live.attempt("variables/frontend/bypass-key")).toEqual(
      failed("variable-missing", "E2E_BYPASS_KEY", "none of E2E_BYPASS_KEY, E2E_OAUTH_SIMULATION_KEY"),
    );
  });

  test.each<readonly [variable: string, mounted: Json, found: string, expected: string]>([
    [
      "JWT_SECRET_KEY",
      { name: "JWT_SECRET_KEY", value: CANARY },
      "text",
      "netra-trial-jwt-secret-key, version a number",
    ],
    [
      "JWT_SECRET_KEY",
      secretVariable("JWT_SECRET_KEY", "netra-trial-service-secret", "1"),
      "netra-trial-service-secret, version a number",
      "netra-trial-jwt-secret-key, version a number",
    ],
    [
      "JWT_SECRET_KEY",
      secretVariable("JWT_SECRET_KEY", "projects/elsewhere/secrets/netra-trial-jwt-secret-key", "1"),
      "projects/elsewhere/secrets/netra-trial-jwt-secret-key, version a number",
      "netra-trial-jwt-secret-key, version a number",
    ],
    [
      "REDIS_PASSWORD",
      secretVariable("REDIS_PASSWORD", "netra-trial-redis-auth"),
      "netra-trial-redis-auth, version latest",
      "netra-trial-redis-auth, version a number",
    ],
    [
      "POSTGRES_PASSWORD",
      secretVariable("POSTGRES_PASSWORD", "netra-trial-postgres-password-app-b", "1"),
      "netra-trial-postgres-password-app-b, version a number",
      "netra-trial-postgres-password-app-a, version a number",
    ],
    [
      "LLM_API_KEY",
      secretVariable("LLM_API_KEY", "netra-trial-llm-api-key", "2"),
      "netra-trial-llm-api-key, version 2",
      "netra-trial-llm-api-key, version 1",
    ],
    ["POSTGRES_USER", secretVariable("POSTGRES_USER", "netra-trial-user", "1"), "the secret netra-trial-user", "text"],
  ])("%s mounted as %j", async (variable, mounted, found, expected) => {
    live.set(NAME, at(variable), mounted);
    expect(await live.attempt(`variables/${SERVICE}/references`)).toEqual(
      failed("not-as-declared", `${variable}: ${found}`, `${variable}: ${expected}`),
    );
  });

  test("a reference that names the environment's own project is the same one", async () => {
    const secret = "projects/example-trial/secrets/netra-trial-jwt-secret-key";
    live.set(NAME, at("JWT_SECRET_KEY"), secretVariable("JWT_SECRET_KEY", secret, "1"));
    for (const check of ["references", "versions", "access"]) {
      expect(await live.attempt(`variables/${SERVICE}/${check}`)).toHaveProperty("verdict", "passed");
    }
  });

  const version = (role: string, number: number): string => versionName(trial, role, number);

  test.each([
    ["disabled", "DISABLED"],
    ["destroyed", "DESTROYED"],
  ])("a version that is %s", async (_name, state) => {
    live.set(version("jwt-secret-key", 1), "state", state);
    live.set(version("llm-api-key", 1), "state", state);
    const expected = failed(
      "secret-unusable",
      `JWT_SECRET_KEY: netra-trial-jwt-secret-key, version 1 is ${state}; LLM_API_KEY: netra-trial-llm-api-key, version 1 is ${state}`,
      "an enabled version",
    );
    expect(await live.attempt(`variables/${SERVICE}/versions`)).toEqual(expected);
  });

  test("a version that was never written", async () => {
    live.set(NAME, at("LLM_API_KEY"), secretVariable("LLM_API_KEY", "netra-trial-llm-api-key", "7"));
    expect(await live.attempt(`variables/${SERVICE}/versions`)).toHaveProperty(
      "found",
      "LLM_API_KEY: netra-trial-llm-api-key, version 7 is not there",
    );
  });

  test("a generated secret of which a newer version is enabled; an operator's is pinned by the spec", async () => {
    const { store } = live.sandbox();
    for (const role of ["service-secret", "llm-api-key"]) {
      for (const number of [2, 10]) {
        const name = `projects/1/secrets/${role}/versions/${number}`;
        store.put(version(role, number), { name, state: number === 10 ? "DISABLED" : "ENABLED" });
      }
    }
    expect(await live.attempt(`variables/${SERVICE}/versions`)).toEqual(
      failed(
        "not-as-declared",
        "SERVICE_SECRET: netra-trial-service-secret, version 1",
        "version 2, the newest enabled one",
      ),
    );
  });

  const KEY = "netra-trial-e2e-bypass-key";
  const keyVersion = version("e2e-bypass-key", 1);

  // The checks are made on 2026-11-22 at 12:00.
  test.each<readonly [createTime: string, days: number]>([
    ["2026-11-22T12:00:30Z", 0],
    ["2026-08-24T12:00:00Z", 90],
    ["2026-08-23T12:00:00.001Z", 90],
  ])("a bypass key of %s is young enough", async (createTime, days) => {
    live.set(keyVersion, "createTime", createTime);
    expect(await live.attempt("variables/bypass-key-age")).toEqual({
      verdict: "passed",
      found: `${KEY}, version 1 is ${days} days old`,
      measured: [{ name: "days-left", value: 90 - days, unit: "days" }],
    });
  });

  test("a bypass key that is older than the spec allows", async () => {
    live.set(keyVersion, "createTime", "2026-08-23T12:00:00Z");
    expect(await live.attempt("variables/bypass-key-age")).toEqual({
      ...failed("key-old", `${KEY}, version 1 is 91 days old`, "at most 90 days"),
      measured: [{ name: "days-left", value: -1, unit: "days" }],
    });
  });

  test("the age is that of the newest enabled version, whatever stands beside it", async () => {
    const { store } = live.sandbox();
    live.set(keyVersion, "createTime", "2020-01-01T00:00:00Z");
    const written = { createTime: "2026-11-20T12:00:00Z" };
    const named = (number: number): string => `projects/1/secrets/${KEY}/versions/${number}`;
    store.put(version("e2e-bypass-key", 2), { ...written, name: named(2), state: "ENABLED" });
    store.put(version("e2e-bypass-key", 10), { ...written, name: named(10), state: "DISABLED" });
    expect(await live.attempt("variables/bypass-key-age")).toHaveProperty("found", `${KEY}, version 2 is 2 days old`);
  });

  test.each([undefined, "soon"])("a time of %j tells no age", async (createTime) => {
    live.set(keyVersion, "createTime", createTime);
    expect(await live.attempt("variables/bypass-key-age")).toEqual({
      verdict: "unknown",
      reason: `${KEY}, version 1: Secret Manager says no time at which it was written`,
    });
  });

  test("no enabled version has no age", async () => {
    live.set(keyVersion, "state", "DISABLED");
    expect(await live.attempt("variables/bypass-key-age")).toEqual(
      failed("secret-unusable", `${KEY}: no enabled version`, "an enabled version"),
    );
  });

  test("without the role nobody can tell the age", async () => {
    live.refuse(`${KEY}/versions`, 403);
    expect(await live.attempt("variables/bypass-key-age")).toEqual({
      verdict: "unknown",
      reason: expect.stringContaining("the caller needs roles/secretmanager.viewer in the project") as string,
    });
  });

  test("a secret that is gone", async () => {
    live.refuse("netra-trial-service-secret/versions", 404);
    expect(await live.attempt(`variables/${SERVICE}/versions`)).toEqual(
      failed(
        "secret-unusable",
        expect.stringMatching(
          /^secretmanager projects\/example-trial\/secrets\/netra-trial-service-secret\/versions: /,
        ) as string,
        "it is there",
      ),
    );
  });

  const binding = (members: readonly string[], more: object = {}): Json => [
    { role: "roles/secretmanager.secretAccessor", members, ...more },
  ];
  const policy = policyName(trial, "service-secret");
  const member = `serviceAccount:${ACCOUNT}`;
  const none = failed(
    "secret-unusable",
    `netra-trial-service-secret: no grant to ${ACCOUNT}`,
    "roles/secretmanager.secretAccessor on the secret",
  );

  test.each<readonly [name: string, bindings: Json | undefined]>([
    ["nobody's grant", undefined],
    ["another account's grant", binding(["serviceAccount:auth-service@example-trial.iam.gserviceaccount.com"])],
    ["a deleted account's grant", binding([`deleted:${member}?uid=1`])],
    ["a role that reads no value", [{ role: "roles/secretmanager.viewer", members: [member] }]],
  ])("%s lets the service read nothing", async (_name, bindings) => {
    live.set(policy, "bindings", bindings);
    expect(await live.attempt(`variables/${SERVICE}/access`)).toEqual(none);
  });

  test("a grant under a condition is for Google to judge; one without beside it is not", async () => {
    const conditional = binding([member], { condition: { title: "for a while", expression: "request.time < x" } });
    live.set(policy, "bindings", conditional);
    expect(await live.attempt(`variables/${SERVICE}/access`)).toEqual({
      verdict: "unknown",
      reason: `netra-trial-service-secret: ${ACCOUNT} may read it under a condition, which only Google can judge`,
    });
    live.set(policyName(trial, "jwt-secret-key"), "bindings", []);
    expect(await live.attempt(`variables/${SERVICE}/access`)).toHaveProperty("verdict", "failed");
    live.set(policyName(trial, "jwt-secret-key"), "bindings", binding([member]));
    live.set(policy, "bindings", [...(conditional as Json[]), ...(binding([member]) as Json[])]);
    expect(await live.attempt(`variables/${SERVICE}/access`)).toHaveProperty("verdict", "passed");
  });

  test("policies are asked for with their conditions, payloads never", async () => {
    await Promise.all(live.checks().map((check) => check.attempt(new AbortController().signal)));
    const asked = live
      .sandbox()
      .journal.requests()
      .map(({ path }) => decodeURIComponent(path));
    const policies = asked.filter((path) => path.includes(":getIamPolicy"));
    expect(policies).not.toHaveLength(0);
    for (const path of policies) expect(path).toContain("options.requestedPolicyVersion=3");
    expect(asked.filter((path) => path.includes(":access"))).toEqual([]);
  });
});

describe("variables of prd", () => {
  const live = useLive(prd);

  test("the bypass key is on no service, and found wherever it is put", async () => {
    for (const service of Object.keys(prd.services)) {
      expect(await live.attempt(`variables/${service}/bypass-key`)).toHaveProperty("verdict", "passed");
      live.set(serviceName(prd, service), `${ENV}.99`, secretVariable("E2E_BYPASS_KEY", "any", "1"));
      expect(await live.attempt(`variables/${service}/bypass-key`)).toEqual(
        failed("variable-missing", "E2E_BYPASS_KEY", "none of E2E_BYPASS_KEY, E2E_OAUTH_SIMULATION_KEY"),
      );
    }
  });
});

describe("variables with a pinned revision", () => {
  const pinnedRevision = "websocket-service-00003-old";
  const pinned: StagingEnvironment = {
    ...trial,
    services: { ...trial.services, [SERVICE]: { ...trial.services[SERVICE], pinnedRevision } },
  };
  const live = useLive(pinned);
  const REVISION = `${NAME}/revisions/${pinnedRevision}`;
  const CHECKS = ["names", "bypass-key", "references", "versions", "access"].map(
    (check) => `variables/${SERVICE}/${check}`,
  );

  /** The revision that serves, with the template's variables. */
  const keepRevision = (): void => {
    const { template } = live.sandbox().store.get(NAME) as { readonly template: JsonObject };
    live.sandbox().store.put(REVISION, template);
  };

  test("are those of the revision, whatever the latest template holds", async () => {
    keepRevision();
    live.set(NAME, ENV, [{ name: "FAILED_WITH", value: CANARY }]);
    for (const check of CHECKS) expect(await live.attempt(check)).toHaveProperty("verdict", "passed");
    for (const check of ["shared/JWT_SECRET_KEY", `${SERVICE}/auth-url`])
      expect(await live.attempt(`service-to-service/${check}`)).toHaveProperty("verdict", "passed");
  });

  test("lack what the revision lacks", async () => {
    keepRevision();
    live.set(REVISION, "containers.0.env", [{ name: "FAILED_WITH", value: CANARY }]);
    for (const check of CHECKS.slice(0, 2))
      expect(await live.attempt(check)).toHaveProperty("symptom", "variable-missing");
    expect(await live.attempt(CHECKS[0]!)).toHaveProperty(
      "found",
      expect.stringMatching(/; not declared: FAILED_WITH$/),
    );
  });

  test("nobody has where the revision is gone", async () => {
    expect(await live.attempt(CHECKS[0]!)).toEqual(
      failed("not-ready", expect.stringContaining(pinnedRevision) as string, "it is there"),
    );
  });
});
