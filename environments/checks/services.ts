import { CONTRACT } from "../contract";
import type { Environment, ProbeSpec, ServiceSpec } from "../environment";
import {
  BUILD_TIME_PREFIX,
  MAX_CONCURRENCY,
  MAX_INSTANCES,
  MAX_LIVENESS_SECONDS,
  MAX_PROXY_CONNECTIONS_PER_INSTANCE,
  MAX_REQUEST_TIMEOUT_SECONDS,
  MAX_STARTUP_SECONDS,
  RESERVED_VARIABLES,
  isReservedPath,
  memoryRange,
} from "../../google/cloud-run";
import { problemUnless, rangeProblems, type Check, type Problem } from "./problem";

type ServiceCheck = (spec: ServiceSpec, path: string, environment: Environment, name: string) => Problem[];

const perService =
  (check: ServiceCheck): Check =>
  (environment) =>
    Object.entries(environment.services).flatMap(([name, spec]) =>
      check(spec, `${environment.name}.services.${name}`, environment, name),
    );

const size: ServiceCheck = (spec, path) => {
  const range = memoryRange(spec.cpu);
  if (!range) return [{ path: `${path}.cpu`, message: `${spec.cpu} vCPU found; allowed: 1, 2, 4, 6, 8` }];
  const [min, max] = range;
  return problemUnless(
    spec.memoryMiB >= min && spec.memoryMiB <= max,
    `${path}.memoryMiB`,
    `${spec.memoryMiB} MiB with ${spec.cpu} vCPU found, ${min}–${max} MiB allowed; change the memory or the CPU`,
  );
};

const scaling: ServiceCheck = ({ scaling: { min, max } }, path) => [
  ...rangeProblems(min, 1, MAX_INSTANCES, `${path}.scaling.min`, "instances"),
  ...rangeProblems(max, 1, MAX_INSTANCES, `${path}.scaling.max`, "instances"),
  ...problemUnless(min <= max, `${path}.scaling`, `minimum ${min} is above maximum ${max}; raise max or lower min`),
];

const requests: ServiceCheck = (spec, path) => [
  ...rangeProblems(spec.port, 1, 65_535, `${path}.port`),
  ...rangeProblems(spec.concurrency, 1, MAX_CONCURRENCY, `${path}.concurrency`, "requests"),
  ...rangeProblems(spec.requestTimeoutSeconds, 1, MAX_REQUEST_TIMEOUT_SECONDS, `${path}.requestTimeoutSeconds`, "s"),
];

const sockets: ServiceCheck = ({ sockets: spec, requestTimeoutSeconds }, path) =>
  spec === undefined
    ? []
    : [
        ...problemUnless(
          requestTimeoutSeconds === MAX_REQUEST_TIMEOUT_SECONDS,
          `${path}.requestTimeoutSeconds`,
          `${requestTimeoutSeconds} s found, ${MAX_REQUEST_TIMEOUT_SECONDS} s needed: a socket is one request and ends with it`,
        ),
        ...problemUnless(
          /^\/[A-Za-z0-9._~/-]*$/.test(spec.path) && !isReservedPath(spec.path),
          `${path}.sockets.path`,
          `"${spec.path}" found; it must start with / and not end in z, which Google's front end keeps for itself`,
        ),
        ...rangeProblems(spec.handshakeTimeoutSeconds, 1, 300, `${path}.sockets.handshakeTimeoutSeconds`, "s"),
        ...rangeProblems(spec.pingIntervalSeconds, 1, 300, `${path}.sockets.pingIntervalSeconds`, "s"),
        ...rangeProblems(spec.pingTimeoutSeconds, 1, 300, `${path}.sockets.pingTimeoutSeconds`, "s"),
      ];

/**
 * Longest period of a readiness probe, seconds. Ours: an instance that can take no request has to be left alone within
 * some minutes.
 */
const MAX_READINESS_SECONDS = 60;

const probePath = (probe: ProbeSpec, path: string): Problem[] =>
  problemUnless(
    /^\/[\x21-\x7e]+$/.test(probe.path) && !isReservedPath(probe.path),
    `${path}.path`,
    `"${probe.path}" found; it must start with / and not end in z, which Google's front end keeps for itself`,
  );

const probeTimes = (probe: ProbeSpec, path: string, maxPeriod: number): Problem[] => [
  ...rangeProblems(probe.periodSeconds, 1, maxPeriod, `${path}.periodSeconds`, "s"),
  ...rangeProblems(probe.failureThreshold, 1, maxPeriod, `${path}.failureThreshold`),
  ...problemUnless(
    probe.timeoutSeconds >= 1 && probe.timeoutSeconds <= probe.periodSeconds,
    `${path}.timeoutSeconds`,
    `${probe.timeoutSeconds} s found, 1 to the period (${probe.periodSeconds} s) allowed`,
  ),
];

const probes: ServiceCheck = ({ probes: { startup, liveness, readiness, startupBudgetSeconds } }, path) => {
  const total = startup.failureThreshold * startup.periodSeconds;
  const product = `${startup.failureThreshold} × ${startup.periodSeconds} s = ${total} s`;
  const highest = Math.floor(MAX_STARTUP_SECONDS / startup.periodSeconds);
  return [
    ...probePath(startup, `${path}.probes.startup`),
    ...probePath(liveness, `${path}.probes.liveness`),
    ...probeTimes(startup, `${path}.probes.startup`, MAX_STARTUP_SECONDS),
    ...probeTimes(liveness, `${path}.probes.liveness`, MAX_LIVENESS_SECONDS),
    ...probePath(readiness, `${path}.probes.readiness`),
    ...probeTimes(readiness, `${path}.probes.readiness`, MAX_READINESS_SECONDS),
    ...rangeProblems(readiness.successThreshold, 1, MAX_READINESS_SECONDS, `${path}.probes.readiness.successThreshold`),
    ...problemUnless(
      total <= MAX_STARTUP_SECONDS,
      `${path}.probes.startup`,
      `${product}, at most ${MAX_STARTUP_SECONDS} s; lower failureThreshold to ${highest}`,
    ),
    ...problemUnless(
      total >= startupBudgetSeconds,
      `${path}.probes.startup`,
      `${product}, but the service may take ${startupBudgetSeconds} s to start; raise failureThreshold`,
    ),
    ...problemUnless(
      startup.path !== liveness.path,
      `${path}.probes.liveness.path`,
      `"${liveness.path}" is the startup probe's path too; liveness must not touch a dependency, give it its own`,
    ),
    ...problemUnless(
      readiness.path !== startup.path && readiness.path !== liveness.path,
      `${path}.probes.readiness.path`,
      `"${readiness.path}" is another probe's path too; readiness asks whether this instance can take one more request, give it its own`,
    ),
  ];
};

const image: ServiceCheck = ({ image: { firstTag } }, path) =>
  problemUnless(
    /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/.test(firstTag) && firstTag !== "latest",
    `${path}.image.firstTag`,
    `"${firstTag}" found; name a fixed tag: latest gives no revision that can be made again`,
  );

const pin: ServiceCheck = ({ pinnedRevision }, path, _, name) =>
  problemUnless(
    pinnedRevision === undefined ||
      (pinnedRevision.startsWith(`${name}-`) && /^[a-z][a-z0-9-]{0,61}[a-z0-9]$/.test(pinnedRevision)),
    `${path}.pinnedRevision`,
    `"${pinnedRevision ?? ""}" found, a revision of the service (${name}-…) allowed; ./netra drift and the rollback name it`,
  );

const variables: ServiceCheck = (spec, path) => {
  const secrets = new Set(CONTRACT.filter(({ kind }) => kind === "secret").map(({ variable }) => variable));
  return Object.entries(spec.variables).flatMap(([name, value]) => [
    ...problemUnless(
      /^[A-Za-z_][A-Za-z0-9_]*$/.test(name),
      `${path}.variables.${name}`,
      "not a variable name; use A–Z, 0–9 and _",
    ),
    ...problemUnless(
      !RESERVED_VARIABLES.includes(name),
      `${path}.variables.${name}`,
      "reserved by Cloud Run; remove it",
    ),
    ...problemUnless(
      !name.startsWith(BUILD_TIME_PREFIX),
      `${path}.variables.${name}`,
      "read when the image is built, not on a running service; set it in the image's build",
    ),
    ...problemUnless(!secrets.has(name), `${path}.variables.${name}`, "a secret; name it under secrets, never as text"),
    ...problemUnless(
      // eslint-disable-next-line no-control-regex -- control characters are what this looks for
      !/[\x00-\x1f\x7f]/.test(value),
      `${path}.variables.${name}`,
      "holds a control character (a line break?); remove it",
    ),
  ]);
};

const pools: ServiceCheck = ({ databasePool: pool, cachePool }, path) => {
  const cache = cachePool ? rangeProblems(cachePool.maxConnections, 1, 10_000, `${path}.cachePool.maxConnections`) : [];
  if (!pool) return cache;
  const perInstance = pool.workers * (pool.size + pool.maxOverflow);
  return [
    ...cache,
    ...rangeProblems(pool.size, 1, 1000, `${path}.databasePool.size`),
    ...rangeProblems(pool.maxOverflow, 0, 1000, `${path}.databasePool.maxOverflow`),
    ...rangeProblems(pool.workers, 1, 64, `${path}.databasePool.workers`),
    ...problemUnless(
      perInstance <= MAX_PROXY_CONNECTIONS_PER_INSTANCE,
      `${path}.databasePool`,
      `${pool.workers} × (${pool.size} + ${pool.maxOverflow}) = ${perInstance} connections per instance, ` +
        `at most ${MAX_PROXY_CONNECTIONS_PER_INSTANCE} through the built-in proxy; lower size or maxOverflow`,
    ),
  ];
};

export const serviceChecks: readonly Check[] = [
  size,
  scaling,
  requests,
  sockets,
  probes,
  image,
  pin,
  variables,
  pools,
].map(perService);
