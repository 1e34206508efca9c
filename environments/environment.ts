/**
 * What an environment is: plain data, no cdktf. `staging.ts` and `production.ts` are literals of
 * these types, `validate.ts` says everything that is wrong with one, `docs/decisions` says why.
 */

import type { ChannelSpec, CiSpec, ContactClass, ContactSpec, ObjectivesSpec, Waiver } from "./operations-spec";

export type { ChannelSpec, CiSpec, ContactClass, ContactSpec, ObjectivesSpec, Waiver } from "./operations-spec";

/** vCPUs of one instance. Below 1 Cloud Run allows one request at a time, which no service here can live with. */
export type Cpu = 1 | 2 | 4 | 6 | 8;

/** The image that the first deployment starts from; later ones are delivered by the service's own pipeline. */
export interface ImageSpec {
  /** Tag in the environment's Artifact Registry repository; never `latest`, so that a revision can be made again. */
  readonly firstTag: string;
}

/** Instances of one service. */
export interface ScalingSpec {
  /** Instances that are always kept, 1 or more: no user and no test waits for a cold start. */
  readonly min: number;
  /** Instances of one revision at most. Feeds the connection, client and address budgets (two revisions live in a rollout). */
  readonly max: number;
}

/** HTTP probe inside the instance; the path must not end in `z` (Google's front end keeps those for itself). */
export interface ProbeSpec {
  readonly path: string;
  /** Seconds between probes, 1–240 (startup), 1–3600 (liveness) or 1–60 (readiness). */
  readonly periodSeconds: number;
  /** Seconds until a probe counts as failed, 1–period. */
  readonly timeoutSeconds: number;
  /** Failures in a row until the instance is given up; startup: threshold × period ≤ 240 s. */
  readonly failureThreshold: number;
}

/** A probe that an instance fails for a while: it gets no new requests until it passes again. */
export interface ReadinessProbeSpec extends ProbeSpec {
  /** Passes in a row until the instance gets new requests again, 1 or more. */
  readonly successThreshold: number;
}

export interface ProbesSpec {
  /** The service's own initialisation with its dependencies: a revision that cannot reach them must not take traffic. */
  readonly startup: ProbeSpec;
  /** The process alone: an outage of the database must not restart-loop the service. */
  readonly liveness: ProbeSpec;
  /**
   * Whether this instance can take one more request: it accepts, its pool has room, it is not shutting down. It asks no
   * dependency: one that all instances share would take every instance out at once (docs/decisions/004).
   */
  readonly readiness: ReadinessProbeSpec;
  /** Seconds the service may take to initialise; the startup probe's budget must cover it. */
  readonly startupBudgetSeconds: number;
}

/** Makes a service a socket service: requests of 3600 s, session affinity and CPU that is always on follow from it. */
export interface SocketSpec {
  /** The path on which sockets are accepted, on every host that leads it to the service. */
  readonly path: string;
  /** The plan's 5 s → 30 s (remediation plan 1.2). */
  readonly handshakeTimeoutSeconds: number;
  /** Keep-alive: seconds between pings. */
  readonly pingIntervalSeconds: number;
  /** Seconds until an unanswered ping closes the socket. */
  readonly pingTimeoutSeconds: number;
}

/** SQLAlchemy's pool, per worker process (remediation plan 3.2). */
export interface DatabasePoolSpec {
  readonly size: number;
  readonly maxOverflow: number;
  /** Seconds to wait for a connection. */
  readonly timeoutSeconds: number;
  /** Seconds after which a connection is opened anew. */
  readonly recycleSeconds: number;
  /** Worker processes in a container; each has its own pool. */
  readonly workers: number;
}

/** The Redis client pool, per worker process (remediation plan 3.2). */
export interface CachePoolSpec {
  readonly maxConnections: number;
  readonly socketTimeoutSeconds: number;
  readonly connectTimeoutSeconds: number;
}

/** Secret variables a service may ask for; bypass and test names are not among them (see {@link E2eSpec}). */
export type SecretVariable = "JWT_SECRET_KEY" | "SERVICE_SECRET" | "OAUTH_CLIENT_SECRET" | "LLM_API_KEY";

/** One Cloud Run service. */
export interface ServiceSpec {
  readonly image: ImageSpec;
  /** `backend` gets the environment contract; `web` has its settings baked into the image when it is built. */
  readonly role: "backend" | "web";
  /** Container port, HTTP/1. */
  readonly port: number;
  readonly cpu: Cpu;
  /** Memory of one instance, MiB; Google allows only some pairs with `cpu` (`google/cloud-run.ts`). */
  readonly memoryMiB: number;
  readonly scaling: ScalingSpec;
  /** Requests (an open socket is one) per instance, 1–1000: also what one lost instance drops. */
  readonly concurrency: number;
  /** Seconds until a request ends, 1–3600; a socket is a request, so 3600 for socket services. */
  readonly requestTimeoutSeconds: number;
  readonly probes: ProbesSpec;
  readonly sockets?: SocketSpec;
  /** Present when the service uses the database: brings its variables, its role and VPC access. */
  readonly databasePool?: DatabasePoolSpec;
  /** Present when the service uses the cache: brings its variables and VPC access. */
  readonly cachePool?: CachePoolSpec;
  /** Constants of this service. Never a secret: those are references. */
  readonly variables: Readonly<Record<string, string>>;
  /** Variable → role of the secret in {@link SecretsSpec}. */
  readonly secrets: Readonly<Partial<Record<SecretVariable, string>>>;
  /**
   * The revision that a rollback left all traffic with: undeclared, the next deploy would give it to the latest again.
   * Goes with a waiver of `run-traffic-latest`, which names an owner and a last day.
   */
  readonly pinnedRevision?: string;
}

/** A path of a host that goes elsewhere than the host's own service. */
export interface PathRoute<S extends string = string> {
  /** `/exact` or `/prefix/*`. */
  readonly path: string;
  readonly service: S;
}

/** One row of the host table, which feeds routes, certificates, CORS and the URLs in variables. */
export interface HostSpec<S extends string = string> {
  /** Fully qualified. */
  readonly host: string;
  readonly service: S;
  readonly paths?: readonly PathRoute<S>[];
  /** The variable that tells the services this host's URL. */
  readonly announcedAs?: "FRONTEND_URL" | "AUTH_SERVICE_URL";
}

/** Addresses of the private network. */
export interface NetworkSpec {
  /** Subnet for direct VPC egress: /26 or larger, 4 × the summed maxima (`budgets.ts`). */
  readonly subnetCidr: string;
  /** Range peered with Google for Cloud SQL and Memorystore; must not overlap the subnet. */
  readonly peering: { readonly address: string; readonly prefixLength: number };
}

/** Cloud SQL for PostgreSQL. */
export interface DatabaseSpec {
  readonly version: "POSTGRES_17";
  /** Declared: left out, Google picks ENTERPRISE_PLUS for PostgreSQL 16 and later and refuses `db-custom-*`. */
  readonly edition: "ENTERPRISE" | "ENTERPRISE_PLUS";
  readonly tier: string;
  readonly availability: "ZONAL" | "REGIONAL";
  /** Zone of the primary; declared, because no plan shows a move of an undeclared one. */
  readonly zone: string;
  /** Zone of the standby; REGIONAL only. */
  readonly standbyZone?: string;
  /** The `max_connections` flag. Above Google's default for the tier's memory it costs memory: raise the tier first. */
  readonly maxConnections: number;
  /** GiB up to which storage grows by itself; 0 would be no limit. */
  readonly diskLimitGiB: number;
  readonly backups: {
    /** HH:MM, UTC. */
    readonly startTime: string;
    readonly retained: number;
    /** Days of point-in-time recovery, 1–7 on ENTERPRISE. */
    readonly logDays: number;
  };
  readonly maintenance: { /** 1 = Monday … 7 = Sunday. */ readonly day: number; /** UTC. */ readonly hour: number };
  readonly name: string;
  /**
   * Two users, so that a password is rotated without an outage: raise the version of the idle one,
   * make it active, later raise the other.
   */
  readonly users: { readonly active: DatabaseUser; readonly passwordVersions: Readonly<Record<DatabaseUser, number>> };
}

export type DatabaseUser = "app_a" | "app_b";

/** Memorystore for Redis. */
export interface CacheSpec {
  /** 7.x: earlier versions carry 1,000 TLS clients at this size instead of 65,000. */
  readonly version: "REDIS_7_0" | "REDIS_7_2";
  readonly tier: "BASIC" | "STANDARD_HA";
  readonly memoryGiB: number;
  /** Raise after the AUTH string was changed by hand: its secret is written through a write-only argument, which nothing compares. */
  readonly authVersion: number;
  readonly maintenance: {
    readonly day: "MONDAY" | "TUESDAY" | "WEDNESDAY" | "THURSDAY" | "FRIDAY" | "SATURDAY" | "SUNDAY";
    /** UTC. */
    readonly hour: number;
  };
}

/** What one address may ask for in a minute: the terms of Cloud Armor's rate limit (`rate-limit.ts`). */
export interface TrafficSpec {
  /** Requests of one full page load, assets included. */
  readonly requestsPerPageLoad: number;
  /** People behind one office or carrier address who use the product in the same minute. */
  readonly usersPerAddress: number;
  readonly pageLoadsPerUser: number;
  /** Requests of an e2e run, from one runner, in its busiest minute; 0 where no e2e tests run. */
  readonly e2eRequests: number;
  /** Calls of one websocket-service instance to the auth host; instances share Google's egress addresses. */
  readonly serviceCallsPerInstance: number;
}

/** Secrets by role; the id is `netra-<environment>-<role>`. */
export interface SecretsSpec {
  /** Generated by Terraform as ephemeral values. Raise the version to rotate. */
  readonly generated: Readonly<Record<string, { readonly version: number }>>;
  /** Declared without a value; an operator adds versions, this pins the one in use. */
  readonly operatorProvided: Readonly<Record<string, { readonly version: number }>>;
}

interface EnvironmentBase<S extends string> {
  /** Lower-case letters and digits, part of every name. */
  readonly name: string;
  readonly project: string;
  readonly region: string;
  readonly domain: string;
  readonly ci: CiSpec;
  readonly network: NetworkSpec;
  readonly services: Readonly<Record<S, ServiceSpec>>;
  readonly hosts: Readonly<Record<string, HostSpec<S>>>;
  readonly database: DatabaseSpec;
  readonly cache: CacheSpec;
  readonly traffic: TrafficSpec;
  readonly secrets: SecretsSpec;
  /** Ways to people, by a short key that is part of the channel's address. */
  readonly channels: Readonly<Record<string, ChannelSpec>>;
  readonly contacts: Readonly<Record<ContactClass, ContactSpec>>;
  readonly objectives: ObjectivesSpec;
  readonly waivers: readonly Waiver[];
}

/** The e2e bypass: one generated secret, one version, under the names its consumers read. */
export interface E2eSpec<S extends string = string> {
  /** Raise to rotate. */
  readonly keyVersion: number;
  /** Days after which verify reports the key as old, 1–90 (`end-to-end.ts` says why not longer). */
  readonly keyMaxAgeDays: number;
  /** Services that receive `E2E_BYPASS_KEY`. */
  readonly consumers: readonly S[];
  /** Where the application gives a token for the key. The application's code fixes it. */
  readonly tokenRoute: { readonly path: string; readonly keyHeader: string };
  readonly runner: E2eRunnerSpec;
  /** The service that reads the same key as `E2E_OAUTH_SIMULATION_KEY`. Never a socket service: there the variable alone lets everyone in. */
  readonly aliasConsumer: S;
}

/** The Cloud Run job that runs the e2e tests inside the environment. */
export interface E2eRunnerSpec {
  /** Image in the environment's repository; a tag or `sha256:…` digest, never `latest`. */
  readonly image: { readonly name: string; readonly version: string };
  readonly cpu: Cpu;
  /** MiB. */
  readonly memoryMiB: number;
  /** Seconds until a run is ended, 1–3600. */
  readonly timeoutSeconds: number;
  /** Tokens that a run asks for with the bypass key, 1–1000. More of them than this times `runsPerHour` mean a stolen key. */
  readonly signIns: number;
  /** Most runs in an hour, 1–60; they run one after the other. */
  readonly runsPerHour: number;
}

/** An environment that e2e tests run against. */
export interface StagingEnvironment<S extends string = string> extends EnvironmentBase<S> {
  readonly kind: "staging";
  readonly e2e: E2eSpec<S>;
}

/** The environment of the users. It has no field for a bypass. */
export interface ProductionEnvironment<S extends string = string> extends EnvironmentBase<S> {
  readonly kind: "production";
}

export type Environment<S extends string = string> = StagingEnvironment<S> | ProductionEnvironment<S>;
