import { routedHosts } from "../../environments/hosts";
import { production } from "../../environments/production";
import { testSettings } from "../../environments/settings";
import { staging } from "../../environments/staging";

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

test("staging: URLs, sockets, times, and where the key is", () => {
  expect(valuesOf(testSettings(staging))).toEqual({
    ...EVERYWHERE,
    ENVIRONMENT: "staging",
    GCP_PROJECT_ID: "netra-staging",
    FRONTEND_URL: "https://app.staging.netrasystems.ai",
    AUTH_SERVICE_URL: "https://auth.staging.netrasystems.ai",
    APP_URL: "https://app.staging.netrasystems.ai",
    APEX_URL: "https://staging.netrasystems.ai",
    API_URL: "https://api.staging.netrasystems.ai",
    AUTH_URL: "https://auth.staging.netrasystems.ai",
    APP_WEBSOCKET_URL: "wss://app.staging.netrasystems.ai/ws",
    APEX_WEBSOCKET_URL: "wss://staging.netrasystems.ai/ws",
    API_WEBSOCKET_URL: "wss://api.staging.netrasystems.ai/ws",
    REQUESTS_PER_MINUTE: "4800",
    E2E_REQUESTS_PER_MINUTE: "1200",
    E2E_TIMEOUT: "600",
    E2E_TOKEN_URL: "https://auth.staging.netrasystems.ai/auth/e2e/test-auth",
    E2E_BYPASS_KEY_HEADER: "X-E2E-Bypass-Key",
    E2E_BYPASS_KEY_SECRET_ID: "netra-staging-e2e-bypass-key",
  });
});

test("production: the same without a word of a bypass", () => {
  expect(valuesOf(testSettings(production))).toEqual({
    ...EVERYWHERE,
    ENVIRONMENT: "production",
    GCP_PROJECT_ID: "netra-production",
    FRONTEND_URL: "https://app.netrasystems.ai",
    AUTH_SERVICE_URL: "https://auth.netrasystems.ai",
    APP_URL: "https://app.netrasystems.ai",
    APEX_URL: "https://netrasystems.ai",
    API_URL: "https://api.netrasystems.ai",
    AUTH_URL: "https://auth.netrasystems.ai",
    APP_WEBSOCKET_URL: "wss://app.netrasystems.ai/ws",
    APEX_WEBSOCKET_URL: "wss://netrasystems.ai/ws",
    API_WEBSOCKET_URL: "wss://api.netrasystems.ai/ws",
    REQUESTS_PER_MINUTE: "7840",
  });
  expect(JSON.stringify(testSettings(production))).not.toMatch(/e2e|bypass|simulation|staging/i);
});

describe.each([staging, production])("$name", (environment) => {
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
