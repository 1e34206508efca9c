import { MAX_LIVENESS_SECONDS, MAX_STARTUP_SECONDS, PROBE_DEFAULTS, isReservedPath } from "../../../google/cloud-run";
import { UNKNOWN, numberAt, textAt, valueAt, type Resource } from "../../core/resource";
import { forEveryResource, judgeValue } from "../../core/judge";
import { unknown, violation, type Rule, type Verdict } from "../../core/rule";
import { RUN_SERVICE } from "./cloud-run";

const CONTAINER = "template[0].containers[0]";
const KINDS = ["http_get", "tcp_socket", "grpc"] as const;

/** What counts where a time is left out. */
const DEFAULTS = {
  period_seconds: PROBE_DEFAULTS.periodSeconds,
  timeout_seconds: PROBE_DEFAULTS.timeoutSeconds,
  failure_threshold: PROBE_DEFAULTS.failureThreshold,
  initial_delay_seconds: PROBE_DEFAULTS.initialDelaySeconds,
} as const;

const time = (service: Resource, probe: string, name: keyof typeof DEFAULTS): number =>
  numberAt(service, `${probe}.${name}`) ?? DEFAULTS[name];

const legalPath = (value: unknown): boolean =>
  typeof value === "string" && /^\/\S*\S$/.test(value) && !isReservedPath(value);

/** What must hold of any probe: exactly one kind, a legal path, a timeout within its period. */
function probeForm(service: Resource, probe: string, maxPeriod: number): readonly Verdict[] {
  const kinds = KINDS.filter((kind) => valueAt(service, `${probe}.${kind}[0]`) !== undefined);
  const period = time(service, probe, "period_seconds");
  const timeout = time(service, probe, "timeout_seconds");
  const threshold = time(service, probe, "failure_threshold");
  const delay = time(service, probe, "initial_delay_seconds");
  const httpPath = `${probe}.http_get[0].path`;
  return [
    ...(kinds.length === 1
      ? []
      : [violation(service, `${probe}: ${kinds.length} kinds of probe found, exactly one allowed`)]),
    ...(kinds.includes("http_get") ? judgeValue(service, httpPath, legalPath, "a path that does not end in z") : []),
    ...(period >= 1 && period <= maxPeriod
      ? []
      : [violation(service, `${probe}.period_seconds: ${period} found, 1 to ${maxPeriod} allowed`)]),
    ...(timeout >= 1 && timeout <= period
      ? []
      : [violation(service, `${probe}.timeout_seconds: ${timeout} found, 1 to the period (${period}) allowed`)]),
    ...(threshold >= 1
      ? []
      : [violation(service, `${probe}.failure_threshold: ${threshold} found, 1 or more allowed`)]),
    ...(delay >= 0 && delay <= maxPeriod
      ? []
      : [violation(service, `${probe}.initial_delay_seconds: ${delay} found, 0 to ${maxPeriod} allowed`)]),
  ];
}

function probeOrVerdict(service: Resource, probe: string, what: string): readonly Verdict[] | undefined {
  const value = valueAt(service, probe);
  if (value === UNKNOWN) return [unknown(service, probe)];
  return value === undefined ? [violation(service, `${probe}: nothing found, ${what} needed`)] : undefined;
}

const startup: Rule = {
  id: "run-startup-probe",
  kind: "refused",
  severity: "high",
  title: "A startup probe checks the dependencies within 240 s",
  why: "Without it, or beyond 240 s, a revision that cannot reach its database takes traffic; google 6.50 has no readiness probe.",
  fix: "declare an HTTP or gRPC startup probe with failureThreshold × periodSeconds ≤ 240",
  check: forEveryResource(RUN_SERVICE, (service) => {
    const probe = `${CONTAINER}.startup_probe[0]`;
    const missing = probeOrVerdict(service, probe, "an HTTP startup probe");
    if (missing) return missing;
    const threshold = time(service, probe, "failure_threshold");
    const period = time(service, probe, "period_seconds");
    const total = threshold * period;
    return [
      ...probeForm(service, probe, MAX_STARTUP_SECONDS),
      ...(valueAt(service, `${probe}.tcp_socket[0]`) === undefined
        ? []
        : [
            violation(
              service,
              `${probe}.tcp_socket: found, http_get or grpc allowed: an open port says nothing of dependencies`,
            ),
          ]),
      ...(total <= MAX_STARTUP_SECONDS
        ? []
        : [
            violation(
              service,
              `${probe}: ${threshold} × ${period} s = ${total} s found, at most ${MAX_STARTUP_SECONDS} s allowed`,
            ),
          ]),
    ];
  }),
};

/** A path that says what it asks: the database, the cache, everything. */
const DEPENDENCY =
  /(^|[/_-])(db|database|sql|postgres(ql)?|mysql|redis|cache|deps|dependenc(y|ies)|deep|full)([/_-]|$)/i;

const liveness: Rule = {
  id: "run-liveness-probe",
  kind: "refused",
  severity: "high",
  title: "A liveness probe asks the process alone",
  why: "Google refuses tcp_socket here; a probe that touches the database restart-loops the service when the database is down.",
  fix: "declare an HTTP or gRPC liveness probe on a path of its own",
  check: forEveryResource(RUN_SERVICE, (service) => {
    const probe = `${CONTAINER}.liveness_probe[0]`;
    const missing = probeOrVerdict(service, probe, "an HTTP liveness probe");
    if (missing) return missing;
    const path = textAt(service, `${probe}.http_get[0].path`);
    const depends = DEPENDENCY.test(path ?? "");
    const shared = path !== undefined && path === textAt(service, `${CONTAINER}.startup_probe[0].http_get[0].path`);
    return [
      ...probeForm(service, probe, MAX_LIVENESS_SECONDS),
      ...(valueAt(service, `${probe}.tcp_socket[0]`) === undefined
        ? []
        : [violation(service, `${probe}.tcp_socket: found, http_get or grpc allowed`)]),
      ...(depends ? [violation(service, `${probe}.http_get[0].path: a path named after a dependency`)] : []),
      ...(shared ? [violation(service, `${probe}.http_get[0].path: the startup probe's path too`)] : []),
    ];
  }),
};

export const probeRules: readonly Rule[] = [startup, liveness];
