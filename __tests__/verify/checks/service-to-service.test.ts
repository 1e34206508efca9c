import { trial } from "../../fixture/trial";
import { failed } from "../../../verify/engine/attempt";
import type { Json } from "../../../verify/google-answers";
import { CANARY, serviceName } from "./healthy-services";
import { useLive } from "./live-environment";

const SERVICE = "websocket-service";
const URL_CHECK = `service-to-service/${SERVICE}/auth-url`;
const ANSWERS_CHECK = `service-to-service/${SERVICE}/auth-answers`;

describe("service to service", () => {
  const live = useLive(trial);

  const mount = (service: string, variable: string, mounted: Json | undefined): void => {
    const stored = live.sandbox().store.get(serviceName(trial, service)) as unknown as {
      template: { containers: [{ env: readonly { name: string }[] }] };
    };
    const index = stored.template.containers[0].env.findIndex(({ name }) => name === variable);
    live.set(serviceName(trial, service), `template.containers.0.env.${index}`, mounted);
  };
  const configure = (value: string): void => mount(SERVICE, "AUTH_SERVICE_URL", { name: "AUTH_SERVICE_URL", value });
  const secret = (name: string, id: string, version: string): Json => ({
    name,
    valueSource: { secretKeyRef: { secret: id, version } },
  });

  test("the auth service itself and what is not told the URL are not asked", () => {
    const ids = live.checks().flatMap(({ id, area }) => (area === "service-to-service" ? [id] : []));
    expect(ids).toEqual([
      URL_CHECK,
      ANSWERS_CHECK,
      "service-to-service/shared/SERVICE_SECRET",
      "service-to-service/shared/JWT_SECRET_KEY",
    ]);
  });

  test("the configured host leads to the auth service, and is asked for its liveness path", async () => {
    expect(await live.attempt(URL_CHECK)).toEqual({
      verdict: "passed",
      found: "https://auth.trial.chat.example leads to auth-service",
      measured: [],
    });
    expect(await live.attempt(ANSWERS_CHECK)).toEqual({ verdict: "passed", found: "200", measured: [] });
    expect(live.visited()).toEqual(["auth.trial.chat.example/health/live"]);
  });

  test.each([
    ["https://app.trial.chat.example", "https://app.trial.chat.example, frontend"],
    [
      "https://auth-service-123.us-central1.run.app/",
      "https://auth-service-123.us-central1.run.app, no row of the host table",
    ],
    ["http://auth.trial.chat.example", "no https URL"],
    [CANARY, "no https URL"],
    [
      `https://user:${CANARY}@auth.example.com/${CANARY}?${CANARY}`,
      "https://auth.example.com, no row of the host table",
    ],
  ])("configured with %s", async (value, found) => {
    configure(value);
    expect(await live.attempt(URL_CHECK)).toEqual({
      verdict: "failed",
      symptom: "not-as-declared",
      found: `AUTH_SERVICE_URL: ${found}`,
      expected: "AUTH_SERVICE_URL: a host that leads to auth-service",
    });
  });

  test("without the variable, or with a secret in its place", async () => {
    mount(SERVICE, "AUTH_SERVICE_URL", secret("AUTH_SERVICE_URL", "a-url", "1"));
    expect(await live.attempt(URL_CHECK)).toHaveProperty("found", "AUTH_SERVICE_URL: no https URL");
    mount(SERVICE, "AUTH_SERVICE_URL", undefined);
    expect(await live.attempt(URL_CHECK)).toHaveProperty("found", "AUTH_SERVICE_URL: no https URL");
  });

  test("a host that no row names is asked nothing", async () => {
    configure("https://auth.example.com");
    expect(await live.attempt(ANSWERS_CHECK)).toEqual({
      verdict: "skipped",
      reason: "it is configured with no routed host",
    });
    expect(live.visited()).toEqual([]);
  });

  test("what answers there is what is said", async () => {
    const refused = failed("bad-gateway", "503", "status 200 from auth-service");
    live.answer(refused);
    expect(await live.attempt(ANSWERS_CHECK)).toEqual(refused);
  });

  test.each<readonly [name: string, mounted: Json | undefined, found: string]>([
    [
      "another version",
      secret("JWT_SECRET_KEY", "netra-trial-jwt-secret-key", "2"),
      "netra-trial-jwt-secret-key, version 2",
    ],
    [
      "another secret",
      secret("JWT_SECRET_KEY", "netra-trial-service-secret", "1"),
      "netra-trial-service-secret, version 1",
    ],
    ["text", { name: "JWT_SECRET_KEY", value: CANARY }, "no secret"],
    ["nothing", undefined, "no secret"],
  ])("one of the two mounts %s", async (_name, mounted, found) => {
    mount("auth-service", "JWT_SECRET_KEY", mounted);
    expect(await live.attempt("service-to-service/shared/JWT_SECRET_KEY")).toEqual({
      verdict: "failed",
      symptom: "not-as-declared",
      found: `websocket-service: netra-trial-jwt-secret-key, version 1; auth-service: ${found}`,
      expected: "one secret and one version of JWT_SECRET_KEY",
    });
    expect(await live.attempt("service-to-service/shared/SERVICE_SECRET")).toEqual({
      verdict: "passed",
      found: "netra-trial-service-secret, version 1",
      measured: [],
    });
  });

  test("that neither mounts it is no agreement", async () => {
    for (const service of [SERVICE, "auth-service"]) mount(service, "SERVICE_SECRET", undefined);
    expect(await live.attempt("service-to-service/shared/SERVICE_SECRET")).toHaveProperty(
      "found",
      "websocket-service: no secret; auth-service: no secret",
    );
  });
});
