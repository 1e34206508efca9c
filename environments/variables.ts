import { BYPASS_KEY_VARIABLE, SIMULATION_KEY_VARIABLE } from "./end-to-end";
import type { Environment, ServiceSpec, StagingEnvironment } from "./environment";
import { announcedUrl, browserOrigins } from "./hosts";
import {
  BYPASS_SECRET_ROLE,
  E2E_RESULTS_FOLDER,
  databaseConnectionName,
  databasePasswordRole,
  e2eResultsBucketName,
} from "./names";
import { testSettings } from "./settings";

/** Role of the secret that holds Memorystore's AUTH string; its version belongs to the instance (foundation stack). */
export const CACHE_AUTH_ROLE = "redis-auth";

/** Values that exist only once Google has made the cache. */
export type CacheOutput = "host" | "port" | "certificateAuthorities";

/** A variable of a service and where its value comes from. A secret is never text here. */
export type Variable =
  | { readonly name: string; readonly kind: "plain"; readonly value: string }
  | { readonly name: string; readonly kind: "secret"; readonly role: string }
  | { readonly name: string; readonly kind: "cache"; readonly output: CacheOutput };

const plain = (name: string, value: string | number): Variable => ({ name, kind: "plain", value: String(value) });
const secret = (name: string, role: string): Variable => ({ name, kind: "secret", role });

/** Seconds as the Redis client reads them: a float, `5.0`. */
const seconds = (value: number): string => value.toFixed(1);

/**
 * Every variable of a service, sorted by name: the environment contract computed from the spec.
 * `contract.ts` is the same contract as a table; a test holds the one against the other.
 */
export function variablesOf(environment: Environment, service: string): readonly Variable[] {
  const spec = environment.services[service];
  if (!spec) return [];
  const variables = [
    ...Object.entries(spec.variables).map(([name, value]) => plain(name, value)),
    ...Object.entries(spec.secrets).map(([name, role]) => secret(name, role)),
    ...(spec.role === "backend" ? identityVariables(environment) : []),
    ...databaseVariables(environment, spec),
    ...cacheVariables(spec),
    ...socketVariables(spec),
    ...bypassVariables(environment, service),
  ];
  return variables.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function identityVariables(environment: Environment): Variable[] {
  return [
    plain("ENVIRONMENT", environment.name),
    plain("GCP_PROJECT_ID", environment.project),
    plain("GOOGLE_CLOUD_PROJECT", environment.project),
    plain("FRONTEND_URL", announcedUrl(environment, "FRONTEND_URL") ?? ""),
    plain("AUTH_SERVICE_URL", announcedUrl(environment, "AUTH_SERVICE_URL") ?? ""),
    plain("CORS_ALLOWED_ORIGINS", browserOrigins(environment).join(",")),
  ];
}

function databaseVariables(environment: Environment, { databasePool: pool }: ServiceSpec): Variable[] {
  if (!pool) return [];
  const { active } = environment.database.users;
  return [
    // The directory in which Cloud Run's built-in proxy puts the instance's socket.
    plain("POSTGRES_HOST", `/cloudsql/${databaseConnectionName(environment)}`),
    plain("POSTGRES_PORT", 5432),
    plain("POSTGRES_DB", environment.database.name),
    plain("POSTGRES_USER", active),
    secret("POSTGRES_PASSWORD", databasePasswordRole(active)),
    plain("DATABASE_POOL_SIZE", pool.size),
    plain("DATABASE_MAX_OVERFLOW", pool.maxOverflow),
    plain("DATABASE_POOL_TIMEOUT", pool.timeoutSeconds),
    plain("DATABASE_POOL_RECYCLE", pool.recycleSeconds),
    plain("WEB_CONCURRENCY", pool.workers),
  ];
}

function cacheVariables({ cachePool: pool }: ServiceSpec): Variable[] {
  if (!pool) return [];
  return [
    { name: "REDIS_HOST", kind: "cache", output: "host" },
    { name: "REDIS_PORT", kind: "cache", output: "port" },
    { name: "REDIS_CA_CERTS", kind: "cache", output: "certificateAuthorities" },
    plain("REDIS_SSL", "true"),
    secret("REDIS_PASSWORD", CACHE_AUTH_ROLE),
    plain("REDIS_POOL_MAX_CONNECTIONS", pool.maxConnections),
    plain("REDIS_SOCKET_TIMEOUT", seconds(pool.socketTimeoutSeconds)),
    plain("REDIS_SOCKET_CONNECT_TIMEOUT", seconds(pool.connectTimeoutSeconds)),
  ];
}

function socketVariables({ sockets }: ServiceSpec): Variable[] {
  if (!sockets) return [];
  return [
    plain("WEBSOCKET_HANDSHAKE_TIMEOUT", sockets.handshakeTimeoutSeconds),
    plain("WEBSOCKET_PING_INTERVAL", sockets.pingIntervalSeconds),
    plain("WEBSOCKET_PING_TIMEOUT", sockets.pingTimeoutSeconds),
  ];
}

function bypassVariables(environment: Environment, service: string): Variable[] {
  if (environment.kind !== "staging") return [];
  const { consumers, aliasConsumer } = environment.e2e;
  return [
    ...(consumers.includes(service) ? [secret(BYPASS_KEY_VARIABLE, BYPASS_SECRET_ROLE)] : []),
    ...(aliasConsumer === service ? [secret(SIMULATION_KEY_VARIABLE, BYPASS_SECRET_ROLE)] : []),
  ];
}

/**
 * Every variable of the e2e runner, sorted by name: the settings that tests need, the key, and where the report goes
 * (docs/e2e-runner.md).
 */
export function runnerVariables(environment: StagingEnvironment): readonly Variable[] {
  const variables = [
    ...testSettings(environment).map(({ name, value }) => plain(name, value)),
    plain("E2E_RESULTS", `gs://${e2eResultsBucketName(environment)}/${E2E_RESULTS_FOLDER}`),
    secret(BYPASS_KEY_VARIABLE, BYPASS_SECRET_ROLE),
  ];
  return variables.sort((a, b) => (a.name < b.name ? -1 : 1));
}
