import { perServiceRow, plainRow, poolRow, secretRow, type ContractRow, type Floor } from "./contract-row";
import { BYPASS_KEY_VARIABLE, SIMULATION_KEY_VARIABLE } from "./end-to-end";

const SOCKET = ["websocket-service"] as const;
const AUTH = ["auth-service"] as const;
const BOTH = [...SOCKET, ...AUTH] as const;

/** The variables that each service of the product expects. */
export const CONTRACT: readonly ContractRow[] = [
  plainRow("ENVIRONMENT", BOTH),
  plainRow("GCP_PROJECT_ID", BOTH),
  plainRow("GOOGLE_CLOUD_PROJECT", BOTH),
  plainRow("FRONTEND_URL", BOTH),
  plainRow("AUTH_SERVICE_URL", BOTH),
  plainRow("CORS_ALLOWED_ORIGINS", BOTH),
  plainRow("POSTGRES_HOST", BOTH),
  plainRow("POSTGRES_PORT", BOTH, "5432"),
  plainRow("POSTGRES_DB", BOTH),
  plainRow("POSTGRES_USER", BOTH),
  secretRow("POSTGRES_PASSWORD", BOTH),
  poolRow("DATABASE_POOL_SIZE", { "websocket-service": 5, "auth-service": 3 }),
  poolRow("DATABASE_MAX_OVERFLOW", { "websocket-service": 10, "auth-service": 1 }),
  plainRow("DATABASE_POOL_TIMEOUT", BOTH, "30"),
  plainRow("DATABASE_POOL_RECYCLE", BOTH, "3600"),
  poolRow("WEB_CONCURRENCY", { "websocket-service": 1, "auth-service": 1 }),
  plainRow("REDIS_HOST", BOTH),
  plainRow("REDIS_PORT", BOTH),
  plainRow("REDIS_CA_CERTS", BOTH),
  plainRow("REDIS_SSL", BOTH, "true"),
  secretRow("REDIS_PASSWORD", BOTH),
  poolRow("REDIS_POOL_MAX_CONNECTIONS", { "websocket-service": 20, "auth-service": 20 }),
  plainRow("REDIS_SOCKET_TIMEOUT", BOTH, "5.0"),
  plainRow("REDIS_SOCKET_CONNECT_TIMEOUT", BOTH, "10.0"),
  plainRow("WEBSOCKET_HANDSHAKE_TIMEOUT", SOCKET, "30"),
  plainRow("WEBSOCKET_PING_INTERVAL", SOCKET, "20"),
  plainRow("WEBSOCKET_PING_TIMEOUT", SOCKET, "20"),
  secretRow("JWT_SECRET_KEY", BOTH),
  secretRow("SERVICE_SECRET", BOTH),
  perServiceRow("SERVICE_ID", { "websocket-service": "netra-backend", "auth-service": "netra-auth" }),
  plainRow("JWT_EXPIRATION_MINUTES", AUTH, "30"),
  secretRow("OAUTH_CLIENT_SECRET", AUTH),
  secretRow("LLM_API_KEY", SOCKET),
  { ...secretRow(BYPASS_KEY_VARIABLE, BOTH), stagingOnly: true },
  { ...secretRow(SIMULATION_KEY_VARIABLE, AUTH), stagingOnly: true },
  // The rules of emergency switches judge its value.
  plainRow("DEMO_MODE", BOTH),
];

/** By service. */
export const FLOORS: Readonly<Record<string, Floor>> = {
  "websocket-service": { cpu: 2, memoryMiB: 4096 },
  "auth-service": { cpu: 1, memoryMiB: 1024 },
  frontend: { cpu: 1, memoryMiB: 512 },
};
