import { testSettings } from "../../environments/settings";
import { trial } from "../fixture/trial";
import { variablesAt } from "../../policy/packs/google/programs/variable";
import { estateOf } from "../support/synthesized";

/** The environment contract as the services are deployed with it, in full, name by name. */

const variables = (
  environment: "trial" | "prd",
  service: string,
  type = "google_cloud_run_v2_service",
): Record<string, string> => {
  const resource = estateOf(environment).resources.find(({ address }) => address === `${type}.${service}`)!;
  return Object.fromEntries(
    variablesAt(resource).map(({ name, text, secret, isUnknown }) => [
      name,
      secret ? "(secret)" : isUnknown ? "(from the cache)" : (text ?? ""),
    ]),
  );
};

const common = (environment: string, domain: string, active: string) => ({
  ENVIRONMENT: environment,
  GCP_PROJECT_ID: `example-${environment}`,
  GOOGLE_CLOUD_PROJECT: `example-${environment}`,
  FRONTEND_URL: `https://app.${domain}`,
  AUTH_SERVICE_URL: `https://auth.${domain}`,
  CORS_ALLOWED_ORIGINS: `https://app.${domain},https://${domain}`,
  POSTGRES_HOST: `/cloudsql/example-${environment}:us-central1:netra-${environment}-db`,
  POSTGRES_PORT: "5432",
  POSTGRES_DB: "netra",
  POSTGRES_USER: active,
  POSTGRES_PASSWORD: "(secret)",
  DATABASE_POOL_TIMEOUT: "30",
  DATABASE_POOL_RECYCLE: "3600",
  WEB_CONCURRENCY: "1",
  REDIS_HOST: "(from the cache)",
  REDIS_PORT: "(from the cache)",
  REDIS_CA_CERTS: "(from the cache)",
  REDIS_SSL: "true",
  REDIS_PASSWORD: "(secret)",
  REDIS_POOL_MAX_CONNECTIONS: "20",
  REDIS_SOCKET_TIMEOUT: "5.0",
  REDIS_SOCKET_CONNECT_TIMEOUT: "10.0",
  JWT_SECRET_KEY: "(secret)",
  SERVICE_SECRET: "(secret)",
  DEMO_MODE: "0",
});

const socket = {
  SERVICE_ID: "netra-backend",
  DATABASE_POOL_SIZE: "5",
  DATABASE_MAX_OVERFLOW: "10",
  WEBSOCKET_HANDSHAKE_TIMEOUT: "30",
  WEBSOCKET_PING_INTERVAL: "20",
  WEBSOCKET_PING_TIMEOUT: "20",
  LLM_API_KEY: "(secret)",
};

const auth = {
  SERVICE_ID: "netra-auth",
  DATABASE_POOL_SIZE: "3",
  DATABASE_MAX_OVERFLOW: "1",
  JWT_EXPIRATION_MINUTES: "30",
  OAUTH_CLIENT_SECRET: "(secret)",
};

test("trial: the bypass key on both services, its alias on the authentication service alone", () => {
  const base = common("trial", "trial.chat.example", "app_a");
  expect(variables("trial", "websocket-service")).toEqual({ ...base, ...socket, E2E_BYPASS_KEY: "(secret)" });
  expect(variables("trial", "auth-service")).toEqual({
    ...base,
    ...auth,
    E2E_BYPASS_KEY: "(secret)",
    E2E_OAUTH_SIMULATION_KEY: "(secret)",
  });
});

test("prd: the same contract, and no bypass", () => {
  const base = common("prd", "chat.example", "app_a");
  expect(variables("prd", "websocket-service")).toEqual({ ...base, ...socket });
  expect(variables("prd", "auth-service")).toEqual({ ...base, ...auth });
});

test("the e2e runner has the settings that tests need, the key, and where its report goes", () => {
  const settings = testSettings(trial).map(({ name, value }) => [name, value] as const);
  expect(variables("trial", "e2e-runner", "google_cloud_run_v2_job")).toEqual({
    ...Object.fromEntries(settings),
    E2E_BYPASS_KEY: "(secret)",
    E2E_RESULTS: "gs://netra-trial-e2e-results/e2e",
  });
});

test.each(["trial", "prd"] as const)("%s: the frontend's settings are baked into its image", (environment) => {
  expect(variables(environment, "frontend")).toEqual({});
});
