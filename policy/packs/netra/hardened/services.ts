import { SERVICE_CONTAINER, SERVICE_TEMPLATE } from "../../../../google/hardened/cloud-run";
import { BYPASS_KEY_VARIABLE } from "../../../../environments/end-to-end";
import { valueAt } from "../../../core/resource";
import { CONTAINER, listed, plain, probe, services, sockets, variable, withVariable } from "./read";
import type { HardenedValue } from "./row";

export const SERVICES: readonly HardenedValue[] = [
  {
    id: "socket-times",
    plan: "1.2",
    title: "WebSocket handshake / ping interval / ping timeout",
    acts: "in the socket service, which reads the variables at start",
    rules: ["env-hardened-value", "env-required"],
    checks: ["socket/*/anonymous", "variables/*/names"],
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
    rules: ["socket-request-timeout", "run-request-timeout", "run-request-timeout-declared"],
    checks: ["health/*/instances"],
    read: (estate) => listed(sockets(estate), (service) => plain(service, "template[0].timeout")),
  },
  {
    id: "socket-affinity",
    plan: "1.2",
    title: "session affinity and HTTP/1",
    acts: "Cloud Run, best effort: a client that reconnects finds its instance where possible",
    rules: ["socket-session-affinity", "socket-http1"],
    checks: ["health/*/resources"],
    read: (estate) =>
      listed(
        sockets(estate),
        (service) =>
          `${plain(service, "template[0].session_affinity")}, ${plain(service, SERVICE_CONTAINER.portName.path)}`,
      ),
  },
  {
    id: "min-instances",
    plan: "3.1",
    title: "minimum instances, service / revision",
    acts: "Cloud Run's autoscaler: no cold start; both levels, or no later plan is ever empty",
    rules: ["run-minimum-instances"],
    checks: ["health/*/instances"],
    read: (estate) =>
      listed(services(estate), (service) =>
        ["scaling[0]", "template[0].scaling[0]"].map((at) => plain(service, `${at}.min_instance_count`)).join(" / "),
      ),
  },
  {
    id: "max-instances",
    plan: "3.1",
    title: "maximum instances, service / revision",
    acts: "Cloud Run's autoscaler: the service's at once, the revision's with its next one; feeds the connection, client and address budgets, two revisions counted",
    rules: ["run-maximum-instances-declared", "run-maximum-instances", "budget-database-connections"],
    checks: ["health/*/instances"],
    read: (estate) =>
      listed(services(estate), (service) =>
        ["scaling[0]", "template[0].scaling[0]"].map((at) => plain(service, `${at}.max_instance_count`)).join(" / "),
      ),
  },
  {
    id: "concurrency",
    plan: "3.1",
    title: "concurrency",
    acts: "requests per instance, and the sockets that one lost instance drops",
    rules: ["run-concurrency-declared", "run-concurrency"],
    checks: ["health/*/instances"],
    read: (estate) =>
      listed(services(estate), (service) => plain(service, "template[0].max_instance_request_concurrency")),
  },
  {
    id: "cpu",
    plan: "3.1",
    title: "CPU: always on / boost at start / generation",
    acts: "the instance: pings need CPU between requests, and a start on one CPU comes close to 240 s",
    rules: [
      "run-cpu-allocation",
      "run-cpu-allocation-declared",
      "run-cpu-memory-pair",
      "run-cpu-memory-declared",
      "run-cpu-memory-floor",
      "run-startup-boost",
      "run-generation",
    ],
    checks: ["health/*/resources"],
    read: (estate) =>
      listed(services(estate), (service) => {
        const always = valueAt(service, `${CONTAINER}.resources[0].cpu_idle`) === false;
        const boosted = plain(service, SERVICE_CONTAINER.startupCpuBoost.path);
        return `${always ? "always" : "in requests"} / ${boosted} / ${plain(service, SERVICE_TEMPLATE.executionEnvironment.path).slice(-4)}`;
      }),
  },
  {
    id: "startup-probe",
    plan: "3.1",
    title: "startup probe, with the dependencies",
    acts: "a revision that cannot reach its dependencies takes no traffic; Google may send some before the first readiness check",
    rules: [
      "run-startup-probe-declared",
      "run-startup-probe",
      "run-probe-timeout",
      "run-traffic-latest",
      "run-traffic-declared",
    ],
    checks: ["health/*/probes", "health/*/revision"],
    read: (estate) => listed(services(estate), (service) => probe(service, "startup_probe")),
  },
  {
    id: "liveness-probe",
    plan: "3.1",
    title: "liveness probe, without dependencies",
    acts: "restarts an instance that hangs, and none because the database is down",
    rules: ["run-liveness-probe-declared", "run-liveness-probe", "run-probe-timeout", "run-liveness-dependency"],
    checks: ["health/*/probes"],
    read: (estate) => listed(services(estate), (service) => probe(service, "liveness_probe")),
  },
  {
    id: "readiness-probe",
    plan: "3.1",
    title: "readiness probe, of this instance alone",
    acts: "an instance that can take no more requests gets none, and is not restarted; no dependency, which would take every instance out at once",
    rules: ["run-readiness-probe-declared", "run-readiness-probe", "run-probe-timeout", "run-readiness-dependency"],
    checks: ["health/*/probes"],
    read: (estate) => listed(services(estate), (service) => probe(service, "readiness_probe")),
  },
  {
    id: "bypass-key",
    plan: "1.1",
    title: BYPASS_KEY_VARIABLE,
    acts: "one generated secret under one version; production cannot express it, contain it or plan it",
    rules: [
      "env-required",
      "bypass-in-production",
      "bypass-alias",
      "secret-version-pinned",
      "secret-shared-version",
      "bypass-presence-switch",
      "env-plain-secret",
      "secret-accessor",
    ],
    checks: ["variables/*/bypass-key", "variables/*/references", "variables/*/versions"],
    read: (estate) => {
      const consumers = withVariable(estate, BYPASS_KEY_VARIABLE);
      return consumers.length === 0
        ? "absent"
        : consumers.map((service) => `${plain(service, "name")} ${variable(service, BYPASS_KEY_VARIABLE)}`).join(", ");
    },
  },
  {
    id: "database-pool",
    plan: "3.2",
    title: "SQLAlchemy pool / overflow / timeout / recycle / workers",
    acts: "in each worker process; the sum of both revisions must fit max_connections",
    rules: ["env-hardened-value", "env-required", "budget-database-connections"],
    checks: ["variables/*/names", "database/connections"],
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
    id: "cache-pool",
    plan: "3.2",
    title: "Redis pool / socket timeout / connect timeout",
    acts: "in each worker process; the sum of both revisions must fit the instance's clients",
    rules: ["env-hardened-value", "env-required", "budget-redis-clients"],
    checks: ["variables/*/names", "cache/clients"],
    read: (estate) =>
      listed(withVariable(estate, "REDIS_POOL_MAX_CONNECTIONS"), (service) =>
        ["REDIS_POOL_MAX_CONNECTIONS", "REDIS_SOCKET_TIMEOUT", "REDIS_SOCKET_CONNECT_TIMEOUT"]
          .map((name) => variable(service, name))
          .join(" / "),
      ),
  },
];
