import { routedHosts } from "../../environments/hosts";
import { prd } from "../fixture/prd";
import { testSettings } from "../../environments/settings";
import { trial } from "../fixture/trial";

const valuesOf = (settings: ReturnType<typeof testSettings>): Readonly<Record<string, string>> =>
  Object.fromEntries(settings.map(({ name, value }) => [name, value]));

const EVERYWHERE = {
  GCP_REGION: "us-central1",
  CLOUD_RUN_SERVICES: "websocket-service,auth-service,frontend",
  WEBSOCKET_HANDSHAKE_TIMEOUT: "30",
  WEBSOCKET_PING_INTERVAL: "20",
  WEBSOCKET_PING_TIMEOUT: "20",
  WEBSOCKET_MAX_SECONDS: "3600",
  AUTH_SERVICE_REQUEST_TIMEOUT: "60",
  FRONTEND_REQUEST_TIMEOUT: "60",
  JWT_EXPIRATION_MINUTES: "30",
};

test("trial: URLs, sockets, times, and where the key is", () => {
  expect(valuesOf(testSettings(trial))).toEqual({
    ...EVERYWHERE,
    ENVIRONMENT: "trial",
    GCP_PROJECT_ID: "example-trial",
    FRONTEND_URL: "https://app.trial.chat.example",
    AUTH_SERVICE_URL: "https://auth.trial.chat.example",
    APP_URL: "https://app.trial.chat.example",
    APEX_URL: "https://trial.chat.example",
    API_URL: "https://api.trial.chat.example",
    AUTH_URL: "https://auth.trial.chat.example",
    APP_WEBSOCKET_URL: "wss://app.trial.chat.example/ws",
    APEX_WEBSOCKET_URL: "wss://trial.chat.example/ws",
    API_WEBSOCKET_URL: "wss://api.trial.chat.example/ws",
    REQUESTS_PER_MINUTE: "4800",
    E2E_REQUESTS_PER_MINUTE: "1200",
    E2E_TIMEOUT: "600",
    E2E_TOKEN_URL: "https://auth.trial.chat.example/auth/e2e/test-auth",
    E2E_BYPASS_KEY_HEADER: "X-E2E-Bypass-Key",
    E2E_BYPASS_KEY_SECRET_ID: "netra-trial-e2e-bypass-key",
  });
});

test("prd: the same without a word of a bypass", () => {
  expect(valuesOf(testSettings(prd))).toEqual({
    ...EVERYWHERE,
    ENVIRONMENT: "prd",
    GCP_PROJECT_ID: "example-prd",
    FRONTEND_URL: "https://app.chat.example",
    AUTH_SERVICE_URL: "https://auth.chat.example",
    APP_URL: "https://app.chat.example",
    APEX_URL: "https://chat.example",
    API_URL: "https://api.chat.example",
    AUTH_URL: "https://auth.chat.example",
    APP_WEBSOCKET_URL: "wss://app.chat.example/ws",
    APEX_WEBSOCKET_URL: "wss://chat.example/ws",
    API_WEBSOCKET_URL: "wss://api.chat.example/ws",
    REQUESTS_PER_MINUTE: "7840",
  });
  expect(JSON.stringify(testSettings(prd))).not.toMatch(/e2e|bypass|simulation|trial/i);
});

describe.each([trial, prd])("$name", (environment) => {
  const settings = testSettings(environment);

  test("every name is a variable's, once, and every row says what it is", () => {
    const names = settings.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[A-Z][A-Z0-9_]*$/);
    expect(settings.filter(({ why }) => why === "")).toEqual([]);
  });

  test("every URL is a routed host's", () => {
    const hosts = settings.flatMap(({ value }) => (URL.canParse(value) ? [new URL(value).host] : []));
    expect(new Set(hosts)).toEqual(new Set(routedHosts(environment)));
  });

  test("no name under which a service mounts a secret", () => {
    const mounted = new Set([
      "E2E_BYPASS_KEY",
      "E2E_OAUTH_SIMULATION_KEY",
      "POSTGRES_PASSWORD",
      "REDIS_PASSWORD",
      ...Object.values(environment.services).flatMap(({ secrets }) => Object.keys(secrets)),
    ]);
    expect(settings.filter(({ name }) => mounted.has(name))).toEqual([]);
  });
});
