import { BYPASS_KEY_VARIABLE, SIMULATION_KEY_VARIABLE } from "./end-to-end";

/**
 * One variable that the services' code expects in every environment. The names come from a system in which 19 of them
 * were missing after one deployment (docs/pitfalls.md). The policy compares the synthesized services with this table.
 */
export interface ContractRow {
  readonly variable: string;
  readonly services: readonly string[];
  readonly kind: "plain" | "secret";
  /** The hardened value, where the plan fixes it. */
  readonly value?: string;
  /** Where the value differs by service. */
  readonly valueOn?: Readonly<Record<string, string>>;
  /** Pools: the plan fixes the least, the budgets bound the most. */
  readonly atLeastOn?: Readonly<Record<string, number>>;
  /** Only where e2e tests run. */
  readonly stagingOnly?: true;
}

const SOCKET = ["websocket-service"] as const;
const AUTH = ["auth-service"] as const;
const BOTH = [...SOCKET, ...AUTH] as const;

const plain = (variable: string, services: readonly string[], value?: string): ContractRow => ({
  variable,
  services,
  kind: "plain",
  ...(value !== undefined && { value }),
});
const perService = (variable: string, valueOn: Readonly<Record<string, string>>): ContractRow => ({
  variable,
  services: Object.keys(valueOn),
  kind: "plain",
  valueOn,
});
const pool = (variable: string, atLeastOn: Readonly<Record<string, number>>): ContractRow => ({
  variable,
  services: Object.keys(atLeastOn),
  kind: "plain",
  atLeastOn,
});
const secret = (variable: string, services: readonly string[]): ContractRow => ({ variable, services, kind: "secret" });

export const CONTRACT: readonly ContractRow[] = [
  plain("ENVIRONMENT", BOTH),
  plain("GCP_PROJECT_ID", BOTH),
  plain("GOOGLE_CLOUD_PROJECT", BOTH),
  plain("FRONTEND_URL", BOTH),
  plain("AUTH_SERVICE_URL", BOTH),
  plain("CORS_ALLOWED_ORIGINS", BOTH),
  plain("POSTGRES_HOST", BOTH),
  plain("POSTGRES_PORT", BOTH, "5432"),
  plain("POSTGRES_DB", BOTH),
  plain("POSTGRES_USER", BOTH),
  secret("POSTGRES_PASSWORD", BOTH),
  pool("DATABASE_POOL_SIZE", { "websocket-service": 5, "auth-service": 3 }),
  pool("DATABASE_MAX_OVERFLOW", { "websocket-service": 10, "auth-service": 1 }),
  plain("DATABASE_POOL_TIMEOUT", BOTH, "30"),
  plain("DATABASE_POOL_RECYCLE", BOTH, "3600"),
  pool("WEB_CONCURRENCY", { "websocket-service": 1, "auth-service": 1 }),
  plain("REDIS_HOST", BOTH),
  plain("REDIS_PORT", BOTH),
  plain("REDIS_CA_CERTS", BOTH),
  plain("REDIS_SSL", BOTH, "true"),
  secret("REDIS_PASSWORD", BOTH),
  pool("REDIS_POOL_MAX_CONNECTIONS", { "websocket-service": 20, "auth-service": 20 }),
  plain("REDIS_SOCKET_TIMEOUT", BOTH, "5.0"),
  plain("REDIS_SOCKET_CONNECT_TIMEOUT", BOTH, "10.0"),
  plain("WEBSOCKET_HANDSHAKE_TIMEOUT", SOCKET, "30"),
  plain("WEBSOCKET_PING_INTERVAL", SOCKET, "20"),
  plain("WEBSOCKET_PING_TIMEOUT", SOCKET, "20"),
  secret("JWT_SECRET_KEY", BOTH),
  secret("SERVICE_SECRET", BOTH),
  perService("SERVICE_ID", { "websocket-service": "netra-backend", "auth-service": "netra-auth" }),
  plain("JWT_EXPIRATION_MINUTES", AUTH, "30"),
  secret("OAUTH_CLIENT_SECRET", AUTH),
  secret("LLM_API_KEY", SOCKET),
  { ...secret(BYPASS_KEY_VARIABLE, BOTH), stagingOnly: true },
  { ...secret(SIMULATION_KEY_VARIABLE, AUTH), stagingOnly: true },
  // The rules of emergency switches judge its value.
  plain("DEMO_MODE", BOTH),
];

/** The least CPU and memory with which a service starts within 240 s (incident 9). */
export interface Floor {
  readonly cpu: number;
  readonly memoryMiB: number;
}

export const FLOORS: Readonly<Record<string, Floor>> = {
  "websocket-service": { cpu: 2, memoryMiB: 4096 },
  "auth-service": { cpu: 1, memoryMiB: 1024 },
  frontend: { cpu: 1, memoryMiB: 512 },
};
