import type { StagingEnvironment } from "./environment";
import type { ServiceName } from "./service-names";

/** The environment that the e2e tests run against; `docs/runbooks/staging/reference.md` lists what each value protects. */
export const staging: StagingEnvironment<ServiceName> = {
  name: "staging",
  kind: "staging",
  project: "netra-staging",
  region: "us-central1",
  domain: "staging.netrasystems.ai",

  ci: {
    repository: "netrasystems/netra-infrastructure",
    // No repository has the number 0: nobody can deploy until both are replaced (docs/first-deploy.md).
    repositoryId: "0",
    repositoryOwnerId: "0",
    deployRef: "refs/heads/main",
    deployEnvironment: "staging",
  },

  network: {
    subnetCidr: "10.10.0.0/24",
    peering: { address: "10.20.0.0", prefixLength: 16 },
  },

  services: {
    "websocket-service": {
      image: { firstTag: "1.0.0" },
      role: "backend",
      port: 8000,
      cpu: 2,
      memoryMiB: 4096,
      scaling: { min: 1, max: 10 },
      concurrency: 200,
      requestTimeoutSeconds: 3600,
      sockets: { path: "/ws", handshakeTimeoutSeconds: 30, pingIntervalSeconds: 20, pingTimeoutSeconds: 20 },
      probes: {
        startup: { path: "/health/ready", periodSeconds: 10, timeoutSeconds: 10, failureThreshold: 24 },
        liveness: { path: "/health/live", periodSeconds: 30, timeoutSeconds: 5, failureThreshold: 3 },
        readiness: {
          path: "/health/accepting",
          periodSeconds: 5,
          timeoutSeconds: 5,
          failureThreshold: 3,
          successThreshold: 2,
        },
        // Direct VPC egress alone can take a minute to connect at instance start.
        startupBudgetSeconds: 180,
      },
      databasePool: { size: 5, maxOverflow: 10, timeoutSeconds: 30, recycleSeconds: 3600, workers: 1 },
      cachePool: { maxConnections: 20, socketTimeoutSeconds: 5, connectTimeoutSeconds: 10 },
      variables: { SERVICE_ID: "netra-backend", DEMO_MODE: "0" },
      secrets: {
        JWT_SECRET_KEY: "jwt-secret-key",
        SERVICE_SECRET: "service-secret",
        LLM_API_KEY: "llm-api-key",
      },
    },
    "auth-service": {
      image: { firstTag: "1.0.0" },
      role: "backend",
      port: 8080,
      cpu: 1,
      memoryMiB: 1024,
      scaling: { min: 1, max: 10 },
      concurrency: 80,
      requestTimeoutSeconds: 60,
      probes: {
        startup: { path: "/health/ready", periodSeconds: 10, timeoutSeconds: 10, failureThreshold: 24 },
        liveness: { path: "/health/live", periodSeconds: 30, timeoutSeconds: 5, failureThreshold: 3 },
        readiness: {
          path: "/health/accepting",
          periodSeconds: 5,
          timeoutSeconds: 5,
          failureThreshold: 3,
          successThreshold: 2,
        },
        startupBudgetSeconds: 120,
      },
      databasePool: { size: 3, maxOverflow: 1, timeoutSeconds: 30, recycleSeconds: 3600, workers: 1 },
      cachePool: { maxConnections: 20, socketTimeoutSeconds: 5, connectTimeoutSeconds: 10 },
      variables: { SERVICE_ID: "netra-auth", DEMO_MODE: "0", JWT_EXPIRATION_MINUTES: "30" },
      secrets: {
        JWT_SECRET_KEY: "jwt-secret-key",
        SERVICE_SECRET: "service-secret",
        OAUTH_CLIENT_SECRET: "oauth-client-secret",
      },
    },
    frontend: {
      image: { firstTag: "1.0.0" },
      role: "web",
      port: 3000,
      cpu: 1,
      memoryMiB: 512,
      scaling: { min: 1, max: 10 },
      concurrency: 80,
      requestTimeoutSeconds: 60,
      probes: {
        startup: { path: "/health/ready", periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 24 },
        liveness: { path: "/health/live", periodSeconds: 30, timeoutSeconds: 5, failureThreshold: 3 },
        readiness: {
          path: "/health/accepting",
          periodSeconds: 5,
          timeoutSeconds: 5,
          failureThreshold: 3,
          successThreshold: 2,
        },
        startupBudgetSeconds: 60,
      },
      variables: {},
      secrets: {},
    },
  },

  hosts: {
    app: {
      host: "app.staging.netrasystems.ai",
      service: "frontend",
      announcedAs: "FRONTEND_URL",
      paths: [
        { path: "/api/*", service: "websocket-service" },
        { path: "/ws", service: "websocket-service" },
        { path: "/ws/*", service: "websocket-service" },
      ],
    },
    apex: {
      host: "staging.netrasystems.ai",
      service: "frontend",
      paths: [
        { path: "/api/*", service: "websocket-service" },
        { path: "/ws", service: "websocket-service" },
        { path: "/ws/*", service: "websocket-service" },
      ],
    },
    api: { host: "api.staging.netrasystems.ai", service: "websocket-service" },
    auth: { host: "auth.staging.netrasystems.ai", service: "auth-service", announcedAs: "AUTH_SERVICE_URL" },
  },

  database: {
    version: "POSTGRES_17",
    edition: "ENTERPRISE",
    tier: "db-custom-2-7680",
    availability: "ZONAL",
    zone: "us-central1-a",
    maxConnections: 400,
    diskLimitGiB: 100,
    backups: { startTime: "03:00", retained: 7, logDays: 7 },
    maintenance: { day: 7, hour: 5 },
    name: "netra",
    users: { active: "app_a", passwordVersions: { app_a: 1, app_b: 1 } },
  },

  cache: {
    version: "REDIS_7_2",
    tier: "STANDARD_HA",
    memoryGiB: 1,
    authVersion: 1,
    maintenance: { day: "SUNDAY", hour: 6 },
  },

  traffic: {
    requestsPerPageLoad: 80,
    usersPerAddress: 15,
    pageLoadsPerUser: 2,
    e2eRequests: 1200,
    serviceCallsPerInstance: 60,
  },

  secrets: {
    generated: {
      "jwt-secret-key": { version: 1 },
      "service-secret": { version: 1 },
    },
    operatorProvided: {
      "oauth-client-secret": { version: 1 },
      "llm-api-key": { version: 1 },
    },
  },

  e2e: {
    keyVersion: 1,
    keyMaxAgeDays: 90,
    consumers: ["websocket-service", "auth-service"],
    aliasConsumer: "auth-service",
    tokenRoute: { path: "/auth/e2e/test-auth", keyHeader: "X-E2E-Bypass-Key" },
    runner: {
      image: { name: "e2e-tests", version: "1.0.0" },
      cpu: 1,
      memoryMiB: 2048,
      timeoutSeconds: 600,
      signIns: 20,
      runsPerHour: 6,
    },
  },

  // Placeholders by the plan's teams: confirm that each address is read before the first deploy (docs/first-deploy.md).
  channels: {
    infrastructure: { type: "email", address: "devops@netrasystems.ai" },
    authentication: { type: "email", address: "backend@netrasystems.ai" },
    "test-framework": { type: "email", address: "qa@netrasystems.ai" },
  },

  contacts: {
    infrastructure: {
      team: "DevOps team",
      page: ["infrastructure"],
      ticket: ["infrastructure"],
      escalation: "",
    },
    authentication: {
      team: "Backend team",
      page: ["authentication"],
      ticket: ["authentication"],
      escalation: "",
    },
    "test-framework": {
      team: "QA team",
      page: ["test-framework"],
      ticket: ["test-framework"],
      escalation: "",
    },
  },

  objectives: {
    availability: 0.99,
    latency: { thresholdMs: 1000, goal: 0.95 },
    databaseLatencyMs: 100,
    rollingDays: 2,
  },

  waivers: [],
};
