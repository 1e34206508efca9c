import { blockPaths, numberAt, textAt, valueAt, UNKNOWN, type Resource } from "./resource";
import { ofType, shown, type Estate } from "./rule";
import { RUN_SERVICE } from "./rules/cloud-run";
import { isSocketService } from "./rules/socket-service";
import { variablesAt } from "./rules/variables";

/**
 * The hardened values by name, read from the resolved configuration and not from the spec: what `npm start`
 * prints, what the runbooks list, and what the guards break one by one.
 */
export interface HardenedValue {
  readonly id: string;
  /** Section of the remediation plan, or the design's own row. */
  readonly plan: string;
  readonly title: string;
  /** Where it really acts, which is not always where it stands. */
  readonly acts: string;
  /** Rules that fire when it is broken. */
  readonly rules: readonly string[];
  /** The values as declared, for people. */
  readonly read: (estate: Estate) => string;
}

const CONTAINER = "template[0].containers[0]";
const BACKEND = "google_compute_backend_service";
const SQL = "google_sql_database_instance";
const REDIS = "google_redis_instance";

const services = (estate: Estate): readonly Resource[] => ofType(estate, RUN_SERVICE);
const sockets = (estate: Estate): readonly Resource[] => services(estate).filter(isSocketService);

/** One text where all agree, else each with its name. */
function listed(resources: readonly Resource[], read: (resource: Resource) => string): string {
  const texts = resources.map((resource) => [textAt(resource, "name") ?? resource.address, read(resource)] as const);
  const [first] = texts;
  if (!first) return "nothing declared";
  if (texts.length > 1 && texts.every(([, text]) => text === first[1])) return `${first[1]} on all ${texts.length}`;
  return texts.map(([name, text]) => `${name} ${text}`).join(", ");
}

const plain = (resource: Resource, path: string): string => {
  const value = valueAt(resource, path);
  if (value === UNKNOWN) return "(known after apply)";
  return typeof value === "string" ? value : shown(path, value);
};

/** The text of a plain variable; the contract's constants are no secrets. */
const variable = (service: Resource, name: string): string => {
  const found = variablesAt(service).find((candidate) => candidate.name === name);
  if (!found) return "absent";
  return found.secret ? "secret" : (found.text ?? "(known after apply)");
};

const withVariable = (estate: Estate, name: string): readonly Resource[] =>
  services(estate).filter((service) => variablesAt(service).some((candidate) => candidate.name === name));

const probe = (service: Resource, kind: string): string => {
  const at = (name: string) => numberAt(service, `${CONTAINER}.${kind}[0].${name}`) ?? 0;
  const path = textAt(service, `${CONTAINER}.${kind}[0].http_get[0].path`) ?? "no path";
  const total = at("failure_threshold") * at("period_seconds");
  return `${path} ${at("failure_threshold")} × ${at("period_seconds")} s = ${total} s`;
};

const flag = (instance: Resource, name: string): string => {
  const path = blockPaths(instance, "settings[0].database_flags").find((at) => textAt(instance, `${at}.name`) === name);
  return path === undefined ? "undeclared" : plain(instance, `${path}.value`);
};

const one =
  (type: string, read: (resource: Resource) => string) =>
  (estate: Estate): string => {
    const [resource] = ofType(estate, type);
    return resource ? read(resource) : "nothing declared";
  };

export const HARDENED: readonly HardenedValue[] = [
  {
    id: "lb-timeout",
    plan: "3.1",
    title: "load balancer timeout",
    acts: "the only value Google accepts on a serverless NEG; it bounds no request, Cloud Run's request timeout does",
    rules: ["lb-backend-timeout"],
    read: (estate) => listed(ofType(estate, BACKEND), (backend) => `${plain(backend, "timeout_sec")} s`),
  },
  {
    id: "lb-draining",
    plan: "3.1",
    title: "load balancer draining",
    acts: "accepted and without effect on sockets: they drain on Cloud Run, where the old revision finishes its requests",
    rules: ["lb-draining"],
    read: (estate) =>
      listed(ofType(estate, BACKEND), (backend) => `${plain(backend, "connection_draining_timeout_sec")} s`),
  },
  {
    id: "socket-times",
    plan: "1.2",
    title: "WebSocket handshake / ping interval / ping timeout",
    acts: "in the socket service, which reads the variables at start",
    rules: ["env-hardened-value", "env-required"],
    read: (estate) =>
      listed(sockets(estate), (service) =>
        ["WEBSOCKET_HANDSHAKE_TIMEOUT", "WEBSOCKET_PING_INTERVAL", "WEBSOCKET_PING_TIMEOUT"]
          .map((name) => `${variable(service, name)} s`)
          .join(" / "),
      ),
  },
  {
    id: "request-timeout",
    plan: "1.2",
    title: "life of a socket",
    acts: "Cloud Run's request timeout: a socket is one request and ends with it",
    rules: ["socket-request-timeout", "run-request-timeout"],
    read: (estate) => listed(sockets(estate), (service) => plain(service, "template[0].timeout")),
  },
  {
    id: "socket-affinity",
    plan: "1.2",
    title: "session affinity and HTTP/1",
    acts: "Cloud Run, best effort: a client that reconnects finds its instance where possible",
    rules: ["socket-session-affinity", "socket-http1"],
    read: (estate) =>
      listed(
        sockets(estate),
        (service) =>
          `${plain(service, "template[0].session_affinity")}, ${plain(service, `${CONTAINER}.ports[0].name`)}`,
      ),
  },
  {
    id: "min-instances",
    plan: "3.1",
    title: "minimum instances, service / revision",
    acts: "Cloud Run's autoscaler: no cold start; both levels, or no later plan is ever empty",
    rules: ["run-minimum-instances"],
    read: (estate) =>
      listed(services(estate), (service) =>
        ["scaling[0]", "template[0].scaling[0]"].map((at) => plain(service, `${at}.min_instance_count`)).join(" / "),
      ),
  },
  {
    id: "max-instances",
    plan: "3.1",
    title: "maximum instances of a revision",
    acts: "Cloud Run's autoscaler; feeds the connection, client and address budgets, two revisions counted",
    rules: ["run-maximum-instances", "budget-database-connections"],
    read: (estate) =>
      listed(services(estate), (service) => plain(service, "template[0].scaling[0].max_instance_count")),
  },
  {
    id: "concurrency",
    plan: "3.1",
    title: "concurrency",
    acts: "requests per instance, and the sockets that one lost instance drops",
    rules: ["run-concurrency"],
    read: (estate) =>
      listed(services(estate), (service) => plain(service, "template[0].max_instance_request_concurrency")),
  },
  {
    id: "cpu",
    plan: "3.1",
    title: "CPU: always on / boost at start / generation",
    acts: "the instance: pings need CPU between requests, and a start on one CPU comes close to 240 s",
    rules: ["run-cpu-allocation", "run-startup-boost", "run-generation"],
    read: (estate) =>
      listed(services(estate), (service) => {
        const always = valueAt(service, `${CONTAINER}.resources[0].cpu_idle`) === false;
        const boosted = plain(service, `${CONTAINER}.resources[0].startup_cpu_boost`);
        return `${always ? "always" : "in requests"} / ${boosted} / ${plain(service, "template[0].execution_environment").slice(-4)}`;
      }),
  },
  {
    id: "startup-probe",
    plan: "3.1",
    title: "startup probe, with the dependencies (stands in for readiness)",
    acts: "a revision that cannot reach its dependencies takes no traffic; google 6.50 has no readiness probe",
    rules: ["run-startup-probe", "run-traffic-latest"],
    read: (estate) => listed(services(estate), (service) => probe(service, "startup_probe")),
  },
  {
    id: "liveness-probe",
    plan: "3.1",
    title: "liveness probe, without dependencies",
    acts: "restarts an instance that hangs, and none because the database is down",
    rules: ["run-liveness-probe"],
    read: (estate) => listed(services(estate), (service) => probe(service, "liveness_probe")),
  },
  {
    id: "bypass-key",
    plan: "1.1",
    title: "E2E_BYPASS_KEY",
    acts: "one generated secret under one version; production cannot express it, contain it or plan it",
    rules: ["env-required", "bypass-in-production", "bypass-alias", "secret-version-pinned", "secret-shared-version"],
    read: (estate) => {
      const consumers = withVariable(estate, "E2E_BYPASS_KEY");
      return consumers.length === 0
        ? "absent"
        : consumers.map((service) => `${plain(service, "name")} ${variable(service, "E2E_BYPASS_KEY")}`).join(", ");
    },
  },
  {
    id: "database-pool",
    plan: "3.2",
    title: "SQLAlchemy pool / overflow / timeout / recycle / workers",
    acts: "in each worker process; the sum of both revisions must fit max_connections",
    rules: ["env-hardened-value", "env-required", "budget-database-connections"],
    read: (estate) =>
      listed(withVariable(estate, "DATABASE_POOL_SIZE"), (service) =>
        [
          "DATABASE_POOL_SIZE",
          "DATABASE_MAX_OVERFLOW",
          "DATABASE_POOL_TIMEOUT",
          "DATABASE_POOL_RECYCLE",
          "WEB_CONCURRENCY",
        ]
          .map((name) => variable(service, name))
          .join(" / "),
      ),
  },
  {
    id: "max-connections",
    plan: "3.2",
    title: "max_connections",
    acts: "Cloud SQL; a change restarts the database",
    rules: ["sql-max-connections", "sql-memory-flags", "budget-database-connections"],
    read: one(SQL, (instance) => flag(instance, "max_connections")),
  },
  {
    id: "cache-pool",
    plan: "3.2",
    title: "Redis pool / socket timeout / connect timeout",
    acts: "in each worker process; the sum of both revisions must fit the instance's clients",
    rules: ["env-hardened-value", "env-required", "budget-redis-clients"],
    read: (estate) =>
      listed(withVariable(estate, "REDIS_POOL_MAX_CONNECTIONS"), (service) =>
        ["REDIS_POOL_MAX_CONNECTIONS", "REDIS_SOCKET_TIMEOUT", "REDIS_SOCKET_CONNECT_TIMEOUT"]
          .map((name) => variable(service, name))
          .join(" / "),
      ),
  },
  {
    id: "database-access",
    plan: "1.3",
    title: "database: public address / encryption",
    acts: "Cloud SQL: no address outside the VPC, no connection in clear",
    rules: ["sql-private", "sql-encrypted"],
    read: one(SQL, (instance) => {
      const ip = "settings[0].ip_configuration[0]";
      return `${valueAt(instance, `${ip}.ipv4_enabled`) === false ? "none" : "yes"} / ${plain(instance, `${ip}.ssl_mode`)}`;
    }),
  },
  {
    id: "database-tier",
    plan: "1.3",
    title: "database: version / edition / tier / availability",
    acts: "Cloud SQL; only REGIONAL fails over, and only dedicated cores are inside the service level agreement",
    rules: ["sql-version", "sql-edition-tier", "sql-availability"],
    read: one(SQL, (instance) =>
      ["database_version", "settings[0].edition", "settings[0].tier", "settings[0].availability_type"]
        .map((path) => plain(instance, path))
        .join(" / "),
    ),
  },
  {
    id: "database-undo",
    plan: "1.3",
    title: "database: backups / point in time / protections",
    acts: "the only way back from a lost table, and the guards before a lost instance",
    rules: ["sql-backups", "sql-deletion-protection"],
    read: one(SQL, (instance) => {
      const backup = "settings[0].backup_configuration[0]";
      const protections = [
        valueAt(instance, "deletion_protection"),
        valueAt(instance, "settings[0].deletion_protection_enabled"),
      ];
      return [
        plain(instance, `${backup}.enabled`),
        plain(instance, `${backup}.point_in_time_recovery_enabled`),
        `${protections.filter((value) => value === true).length} of 2`,
      ].join(" / ");
    }),
  },
  {
    id: "database-operation",
    plan: "1.3",
    title: "database: maintenance day and hour (UTC) / query insights",
    acts: "when Google restarts it, and whether a slow query can be found afterwards",
    rules: ["sql-maintenance-window", "sql-insights"],
    read: one(SQL, (instance) => {
      const window = "settings[0].maintenance_window[0]";
      const insights = plain(instance, "settings[0].insights_config[0].query_insights_enabled");
      return `day ${plain(instance, `${window}.day`)} ${plain(instance, `${window}.hour`)}:00 / ${insights}`;
    }),
  },
  {
    id: "cache",
    plan: "1.3",
    title: "cache: tier / version / AUTH / TLS",
    acts: "Memorystore; tier and TLS replace the instance when they change",
    rules: ["redis-tier", "redis-version", "redis-auth", "redis-tls"],
    read: one(REDIS, (instance) =>
      ["tier", "redis_version", "auth_enabled", "transit_encryption_mode"]
        .map((path) => plain(instance, path))
        .join(" / "),
    ),
  },
  {
    id: "cache-access",
    plan: "1.3",
    title: "cache: connection / prevent_destroy / maintenance",
    acts: "Memorystore has no deletion protection: only Terraform refuses to destroy it",
    rules: ["redis-private-access", "redis-port", "redis-prevent-destroy", "redis-maintenance-window"],
    read: one(REDIS, (instance) => {
      const window = "maintenance_policy[0].weekly_maintenance_window[0]";
      const protectedText = instance.lifecycle ? String(instance.lifecycle.preventDestroy) : "not told";
      const hour = plain(instance, `${window}.start_time[0].hours`);
      return `${plain(instance, "connect_mode")} / ${protectedText} / ${plain(instance, `${window}.day`)} ${hour}:00`;
    }),
  },
  {
    id: "private-egress",
    plan: "1.3",
    title: "way to the database and the cache: egress / subnet",
    acts: "direct VPC egress: two addresses an instance, of the old and the new revision alike",
    rules: ["run-vpc-access", "run-egress", "network-subnet-size", "budget-subnet-addresses"],
    read: (estate) => {
      const inVpc = services(estate).filter((service) => valueAt(service, "template[0].vpc_access[0]") !== undefined);
      const [subnet] = ofType(estate, "google_compute_subnetwork");
      const egress = listed(inVpc, (service) => plain(service, "template[0].vpc_access[0].egress"));
      return `${egress} / ${subnet ? plain(subnet, "ip_cidr_range") : "none"}`;
    },
  },
  {
    id: "entry",
    plan: "3.1",
    title: "way in: ingress / scheme / TLS / rate limit per address",
    acts: "everything comes through the load balancer, where Cloud Armor throttles floods and previews WAF rules",
    rules: [
      "run-ingress",
      "run-invoker",
      "lb-scheme",
      "lb-tls-policy",
      "lb-https-redirect",
      "lb-logging",
      "armor-attached",
      "armor-rate-limit",
      "armor-waf-preview",
    ],
    read: (estate) => {
      const ingress = listed(services(estate), (service) => plain(service, "ingress").replace("INGRESS_TRAFFIC_", ""));
      const scheme = listed(ofType(estate, BACKEND), (backend) => plain(backend, "load_balancing_scheme"));
      const tls = one("google_compute_ssl_policy", (policy) => plain(policy, "min_tls_version"))(estate);
      const limit = one("google_compute_security_policy", (policy) => {
        const rule = blockPaths(policy, "rule").find((at) => textAt(policy, `${at}.action`) === "throttle");
        const threshold = `${rule}.rate_limit_options[0].rate_limit_threshold[0]`;
        return rule === undefined
          ? "none"
          : `${plain(policy, `${threshold}.count`)} in ${plain(policy, `${threshold}.interval_sec`)} s`;
      })(estate);
      return `${ingress} / ${scheme} / ${tls} / ${limit}`;
    },
  },
  {
    id: "secrets",
    plan: "1.1",
    title: "secrets: generated versions, none of them in state",
    acts: "Secret Manager: running revisions pin a version, a rotation writes a new one and keeps the old",
    rules: [
      "secret-value-in-state",
      "secret-write-only-version",
      "secret-rotation",
      "secret-accessor",
      "secret-cache-auth-tied",
      "secret-deletion-protection",
    ],
    read: (estate) => {
      const versions = ofType(estate, "google_secret_manager_secret_version");
      const writeOnly = versions.filter((version) => valueAt(version, "secret_data_wo") !== undefined);
      return `${writeOnly.length} of ${versions.length} write-only`;
    },
  },
  {
    id: "separation",
    plan: "risks",
    title: "environment separation: project / state",
    acts: "separate projects, states and accounts; production is never the default of a command",
    rules: ["env-environment-agrees", "stack-project", "resource-project", "state-remote-backend"],
    read: ({ stacks }) => {
      const buckets = new Set(
        stacks.map(({ backendSettings }) => textAt({ values: backendSettings }, "bucket") ?? "none"),
      );
      const projects = new Set(stacks.map(({ provider }) => textAt({ values: provider }, "project") ?? "none"));
      return `${[...projects].join(", ")} / ${[...buckets].join(", ")}`;
    },
  },
];
