import { CONTRACT, FLOORS } from "../../environments/contract";
import type { Waiver } from "../../environments/environment";
import { prd } from "../fixture/prd";
import { trial } from "../fixture/trial";
import type { Spec } from "../../policy/core/spec";
import { bypassRules } from "../../policy/packs/netra/bypass";
import { secretRules } from "../../policy/packs/google/secrets/secrets";
import { variableRules as googleVariableRules } from "../../policy/packs/google/programs/variables";
import { variableRules } from "../../policy/packs/netra/variables";
import { verdictsOf } from "../support/resource";

const STAGING: Spec = { environment: trial, contract: [], floors: FLOORS };
const PRODUCTION: Spec = { environment: prd, contract: [], floors: FLOORS };
const UNKNOWN = "${google_other_thing.x.value}";

type Entry = Readonly<Record<string, unknown>>;
const AREA = [...googleVariableRules, ...variableRules, ...bypassRules];
const secret = (id: string, version = "1"): Entry => ({ value_source: { secret_key_ref: { secret: id, version } } });

const found = (env: readonly Entry[], spec: Spec | undefined = STAGING, name = "auth-service") =>
  verdictsOf(AREA, { [`google_cloud_run_v2_service.${name}`]: { name, template: { containers: [{ env }] } } }, spec);

test.each<[what: string, env: readonly Entry[], rule: string, message: string]>([
  ["PORT", [{ name: "PORT", value: "8000" }], "env-reserved-name", '"PORT" is reserved'],
  ["K_SERVICE", [{ name: "K_SERVICE", value: "x" }], "env-reserved-name", '"K_SERVICE" is reserved'],
  ["a browser variable", [{ name: "NEXT_PUBLIC_API", value: "x" }], "env-build-time", "read at build time only"],
  [
    "one name twice",
    [
      { name: "A", value: "1" },
      { name: "A", value: "2" },
    ],
    "env-unique-name",
    '"A" stands twice',
  ],
  [
    "value and secret",
    [{ name: "A", value: "1", ...secret("netra-trial-x") }],
    "env-unique-name",
    "has a value and a secret",
  ],
  [
    "a line break",
    [{ name: "SERVICE_ID", value: "netra-auth\n" }],
    "env-control-character",
    "holds a control character",
  ],
  [
    "an unrouted host",
    [{ name: "AUTH_SERVICE_URL", value: "https://auth.trial.other.ai" }],
    "env-url-hosts",
    "names a host that is not routed",
  ],
  [
    "localhost",
    [{ name: "FRONTEND_URL", value: "http://localhost:3000" }],
    "env-url-hosts",
    "names a host that is not routed",
  ],
  [
    "another environment's host",
    [{ name: "PARTNER_URL", value: "wss://api.chat.example/ws" }],
    "env-url-hosts",
    "names a host that is not routed",
  ],
  ["no URL at all", [{ name: "AUTH_SERVICE_URL", value: "auth-service" }], "env-url-hosts", "names no URL"],
  [
    "one origin missing",
    [{ name: "CORS_ALLOWED_ORIGINS", value: "https://app.trial.chat.example" }],
    "env-cors-origins",
    "is not the list",
  ],
  ["another environment", [{ name: "ENVIRONMENT", value: "prd" }], "env-environment-agrees", "trial needed"],
  [
    "another project",
    [{ name: "GOOGLE_CLOUD_PROJECT", value: "example-prd" }],
    "env-environment-agrees",
    "example-trial needed",
  ],
  ["a presence switch", [{ name: "E2E_TEST_ENV", value: "" }], "bypass-presence-switch", '"E2E_TEST_ENV" is present'],
  [
    "the bypass key from another secret",
    [{ name: "E2E_BYPASS_KEY", ...secret("netra-trial-jwt") }],
    "bypass-as-pinned-secret",
    "mounts another secret than the bypass key",
  ],
  [
    "the bypass key without a source",
    [{ name: "E2E_BYPASS_KEY" }],
    "bypass-as-pinned-secret",
    "is no secret reference",
  ],
  ["an emergency switch", [{ name: "SKIP_DATABASE", value: "true" }], "emergency-switch", '"SKIP_DATABASE" is on'],
  ["demo mode", [{ name: "DEMO_MODE", value: "1" }], "emergency-switch", '"DEMO_MODE" is on'],
])("trial, %s", (_what, env, rule, message) => {
  const findings = found(env);
  expect(findings.map((finding) => [finding.rule, finding.status])).toEqual([[rule, "violation"]]);
  expect(findings[0]!.message).toContain(message);
});

test.each<[rule: string, yielding: string, env: readonly Entry[]]>([
  [
    "env-url-hosts",
    "env-cors-origins",
    [{ name: "CORS_ALLOWED_ORIGINS", value: "https://app.trial.chat.example,https://other.chat.example" }],
  ],
  ["env-plain-secret", "bypass-as-pinned-secret", [{ name: "E2E_BYPASS_KEY", value: "not-a-real-key" }]],
])("%s speaks before %s, which speaks where the first is waived", (rule, yielding, env) => {
  const address = "google_cloud_run_v2_service.auth-service";
  const waiver = { rule, address, reason: "a trial", owner: "platform", expires: "2026-12-31" };
  const bodies = { [address]: { name: "auth-service", template: { containers: [{ env }] } } };
  const spoken = (waivers: readonly Waiver[]) =>
    verdictsOf([...AREA, ...secretRules], bodies, { ...STAGING, environment: { ...trial, waivers } }).map(
      (finding) => `${finding.rule} ${finding.status}`,
    );
  expect(spoken([])).toEqual([`${rule} violation`]);
  expect(new Set(spoken([waiver]))).toEqual(new Set([`${rule} waived`, `${yielding} violation`]));
});

test("the alias is refused on a socket service and on any other than the authentication service", () => {
  const alias = { name: "E2E_OAUTH_SIMULATION_KEY", ...secret("netra-trial-e2e-bypass-key") };
  expect(found([alias], STAGING, "auth-service")).toEqual([]);
  expect(found([alias], STAGING, "frontend").map(({ rule }) => rule)).toEqual(["bypass-alias"]);
  const withSockets = [alias, { name: "WEBSOCKET_PING_INTERVAL", value: "20" }];
  expect(found(withSockets, STAGING, "auth-service").map(({ rule }) => rule)).toEqual(["bypass-alias"]);
});

test.each<[what: string, env: readonly Entry[], rule: string]>([
  ["a bypass name", [{ name: "E2E_BYPASS_KEY", ...secret("netra-prd-x") }], "bypass-in-production"],
  ["a presence switch", [{ name: "STAGING_E2E_TEST", value: "0" }], "bypass-in-production"],
  ["a bypass secret under another name", [{ name: "HARMLESS", ...secret("netra-prd-e2e") }], "bypass-in-production"],
  [
    "a reference to a staging project",
    [{ name: "HARMLESS", ...secret("projects/example-staging/secrets/x") }],
    "bypass-in-production",
  ],
  ["an emergency switch", [{ name: "DISABLE_AUTH", value: "yes" }], "emergency-switch-in-production"],
])("prd, %s", (_what, env, rule) => {
  expect(found(env, PRODUCTION).map((finding) => finding.rule)).toEqual([rule]);
});

test.each<[what: string, env: readonly Entry[]]>([
  [
    "a switch that is off",
    [
      { name: "SKIP_DATABASE", value: "false" },
      { name: "DEMO_MODE", value: "0" },
    ],
  ],
  ["an outside URL", [{ name: "LLM_URL", value: "https://llm.example.com/v1" }]],
  [
    "the routed hosts",
    [
      { name: "AUTH_SERVICE_URL", value: "https://auth.trial.chat.example" },
      { name: "CORS_ALLOWED_ORIGINS", value: "https://trial.chat.example,https://app.trial.chat.example" },
    ],
  ],
  [
    "a certificate with its line breaks",
    [{ name: "REDIS_CA_CERTS", value: "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n" }],
  ],
  ["the bypass key as it should be", [{ name: "E2E_BYPASS_KEY", ...secret("netra-trial-e2e-bypass-key") }]],
])("trial, %s holds", (_what, env) => {
  expect(found(env)).toEqual([]);
});

test("values that nobody knows yet are unknown, not fine", () => {
  expect(found([{ name: "ENVIRONMENT", value: UNKNOWN }]).map(({ rule, status }) => [rule, status])).toEqual([
    ["env-environment-agrees", "unknown"],
  ]);
});

describe("the contract", () => {
  const spec: Spec = { environment: trial, contract: CONTRACT, floors: FLOORS };
  const rules = (env: readonly Entry[]) => found(env, spec, "websocket-service");

  test("a service without its variables is told every one of them", () => {
    const missing = rules([]).filter(({ rule }) => rule === "env-required");
    const rows = CONTRACT.filter(({ services }) => services.includes("websocket-service"));
    expect(missing).toHaveLength(rows.length);
    expect(missing.map(({ message }) => message).join()).toContain('"E2E_BYPASS_KEY" is missing');
  });

  test("an empty variable is as bad as none, a secret where text is needed too", () => {
    const messages = rules([
      { name: "POSTGRES_DB", value: "" },
      { name: "REDIS_SSL", ...secret("x") },
    ]).map(({ message }) => message);
    expect(messages.join()).toContain('"POSTGRES_DB" is empty');
    expect(messages.join()).toContain('"REDIS_SSL" is a secret, text needed');
  });

  test("a hardened value is exact, a pool is at least, an unknown one is unknown", () => {
    const judged = rules([
      { name: "WEBSOCKET_HANDSHAKE_TIMEOUT", value: "5" },
      { name: "DATABASE_POOL_SIZE", value: "4" },
      { name: "DATABASE_MAX_OVERFLOW", value: "11" },
      { name: "REDIS_SOCKET_TIMEOUT", value: UNKNOWN },
    ]).filter(({ rule }) => rule === "env-hardened-value");
    expect(judged.map(({ status, message }) => [status, message.split(":")[1]])).toEqual([
      [
        "violation",
        ' "WEBSOCKET_HANDSHAKE_TIMEOUT" has another value, 30 needed; restore it, or change environments/contract.ts with a reason',
      ],
      [
        "violation",
        ' "DATABASE_POOL_SIZE" has another value, 5 or more needed; restore it, or change environments/contract.ts with a reason',
      ],
      ["unknown", " not known before apply; restore it, or change environments/contract.ts with a reason"],
    ]);
  });
});

test("no message quotes a variable's value", () => {
  const canary = "canary-4f1c9d27";
  const env = [
    ...CONTRACT.map(({ variable }) => ({ name: variable, value: canary })),
    { name: "PORT", value: canary },
    { name: "NEXT_PUBLIC_X", value: `${canary}\n` },
    { name: "SKIP_X", value: canary },
    { name: "E2E_TESTING", value: canary },
  ];
  for (const spec of [
    { ...STAGING, contract: CONTRACT },
    { ...PRODUCTION, contract: CONTRACT },
  ]) {
    const findings = found(env, spec, "websocket-service");
    expect(findings.length).toBeGreaterThan(10);
    expect(JSON.stringify(findings)).not.toContain(canary);
  }
});

test("PORT is reserved in the container that gets the requests, and is a sidecar's own", () => {
  const port = [{ name: "PORT", value: "8081" }];
  const reserved = (...containers: readonly object[]): readonly string[] =>
    verdictsOf(googleVariableRules, { "google_cloud_run_v2_service.web": { name: "web", template: { containers } } })
      .filter(({ rule }) => rule === "env-reserved-name")
      .map(({ message }) => message.split(":")[0] ?? "");
  const ingress = { ports: { container_port: 80 } };
  expect(reserved(ingress, { env: port })).toEqual([]);
  expect(reserved({ ...ingress, env: port }, {})).toEqual(["template[0].containers[0].env[0]"]);
  expect(reserved(ingress, { env: [{ name: "K_SERVICE", value: "web" }] })).toHaveLength(1);
});
