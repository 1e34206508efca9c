import { MAX_LIVENESS_SECONDS, MAX_STARTUP_SECONDS, PROBE_DEFAULTS } from "../../../../google/cloud-run";
import { RUN_REFUSALS } from "../../../../google/refusals/run";
import { UNKNOWN, isValues, numberAt, textAt, valueAt, type Resource } from "../../../core/resource";
import { forEveryResource } from "../../../core/judge";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";
import { RUN_SERVICE, RUN_V1 } from "./cloud-run";

const CONTAINER = "template[0].containers[0]";
/** The same of version 1. */
const V1_CONTAINER = "template[0].spec[0].containers[0]";
/** Where the startup probe of a service's first container stands. */
export const STARTUP_PROBE = `${CONTAINER}.startup_probe[0]`;
/** Where its liveness probe stands. */
export const LIVENESS_PROBE = `${CONTAINER}.liveness_probe[0]`;
/** Where its readiness probe stands, since google 7.19. */
export const READINESS_PROBE = `${CONTAINER}.readiness_probe[0]`;
const KINDS = ["http_get", "tcp_socket", "grpc"] as const;
const SOURCE = "https://cloud.google.com/run/docs/configuring/healthchecks";

/** What counts where a time is left out. */
const DEFAULTS = {
  period_seconds: PROBE_DEFAULTS.periodSeconds,
  timeout_seconds: PROBE_DEFAULTS.timeoutSeconds,
  failure_threshold: PROBE_DEFAULTS.failureThreshold,
  initial_delay_seconds: PROBE_DEFAULTS.initialDelaySeconds,
} as const;

/** A time of a probe in seconds, or its threshold, with Google's default where it is left out. */
export const probeTime = (service: Resource, probe: string, name: keyof typeof DEFAULTS): number =>
  numberAt(service, `${probe}.${name}`) ?? DEFAULTS[name];

const TIMES = Object.keys(DEFAULTS) as readonly (keyof typeof DEFAULTS)[];

/** The times of a probe that nobody knows before apply. */
export const unknownTimes = (service: Resource, probe: string, times = TIMES): readonly Verdict[] =>
  times
    .map((name) => `${probe}.${name}`)
    .filter((path) => valueAt(service, path) === UNKNOWN)
    .map((path) => unknown(service, path));

/** What Google holds any probe to: exactly one kind, times within bounds. */
function judgeForm(service: Resource, probe: string, maxPeriod: number): readonly Verdict[] {
  const kinds = KINDS.filter((kind) => valueAt(service, `${probe}.${kind}[0]`) !== undefined);
  const period = probeTime(service, probe, "period_seconds");
  const timeout = probeTime(service, probe, "timeout_seconds");
  const threshold = probeTime(service, probe, "failure_threshold");
  const delay = probeTime(service, probe, "initial_delay_seconds");
  const times = { period, timeout, failures: threshold, delay, most: maxPeriod };
  return [
    ...(kinds.length === 1
      ? []
      : [violation(service, `${probe}: ${kinds.length} kinds of probe found, exactly one allowed`)]),
    ...(RUN_REFUSALS.probePeriod.accepts(times)
      ? []
      : [violation(service, `${probe}.period_seconds: ${period} found, 1 to ${maxPeriod} allowed`)]),
    ...(RUN_REFUSALS.probeTimeout.accepts(times)
      ? []
      : [violation(service, `${probe}.timeout_seconds: ${timeout} found, 1 to ${maxPeriod} allowed`)]),
    ...(threshold >= 1
      ? []
      : [violation(service, `${probe}.failure_threshold: ${threshold} found, 1 or more allowed`)]),
    ...(RUN_REFUSALS.probeDelay.accepts(times)
      ? []
      : [violation(service, `${probe}.initial_delay_seconds: ${delay} found, 0 to ${maxPeriod} allowed`)]),
  ];
}

/** The check "every service's probe, where it has one, is this". Where one of its times is unknown, none can be judged by it. */
const forEveryProbe = (probe: string, judge: (service: Resource) => readonly Verdict[]): Rule["check"] =>
  forEveryResource(RUN_SERVICE, (service) => {
    const value = valueAt(service, probe);
    if (value === UNKNOWN) return [unknown(service, probe)];
    if (value === undefined) return [];
    const unknowns = unknownTimes(service, probe);
    return unknowns.length > 0 ? unknowns : judge(service);
  });

const startup: Rule = {
  id: "run-startup-probe",
  kind: "refused",
  severity: "high",
  title: "A startup probe ends within 240 s, and its times are within Google's bounds",
  why: "Google refuses others at apply, and the provider does not check.",
  fix: "declare one kind of probe with failure_threshold × period_seconds ≤ 240",
  source: SOURCE,
  check: forEveryProbe(STARTUP_PROBE, (service) => {
    const threshold = probeTime(service, STARTUP_PROBE, "failure_threshold");
    const period = probeTime(service, STARTUP_PROBE, "period_seconds");
    const total = threshold * period;
    return [
      ...judgeForm(service, STARTUP_PROBE, MAX_STARTUP_SECONDS),
      ...(RUN_REFUSALS.startup.accepts({ period, failures: threshold })
        ? []
        : [
            violation(
              service,
              `${STARTUP_PROBE}: ${threshold} × ${period} s = ${total} s found, at most ${MAX_STARTUP_SECONDS} s allowed`,
            ),
          ]),
    ];
  }),
};

const liveness: Rule = {
  id: "run-liveness-probe",
  kind: "refused",
  severity: "high",
  title: "A liveness probe asks by HTTP or gRPC, and its times are within Google's bounds",
  why: "Google refuses others at apply, tcp_socket among them, and the provider does not check.",
  fix: "declare one http_get or grpc probe, with times within Google's bounds",
  source: SOURCE,
  check: forEveryProbe(LIVENESS_PROBE, (service) => [
    ...judgeForm(service, LIVENESS_PROBE, MAX_LIVENESS_SECONDS),
    ...(valueAt(service, `${LIVENESS_PROBE}.tcp_socket[0]`) === undefined
      ? []
      : [violation(service, `${LIVENESS_PROBE}.tcp_socket: found, http_get or grpc allowed`)]),
  ]),
};

const readiness: Rule = {
  id: "run-readiness-probe",
  kind: "refused",
  severity: "high",
  title: "A readiness probe asks by HTTP or gRPC, and its times are within Google's bounds",
  why: "Google refuses others at apply, and the provider does not check.",
  fix: "declare one http_get or grpc probe, with times within Google's bounds",
  source: SOURCE,
  // How long its period may be is not documented.
  check: forEveryProbe(READINESS_PROBE, (service) => judgeForm(service, READINESS_PROBE, Number.MAX_SAFE_INTEGER)),
};

/** Verdict on a probe that waits for an answer longer than until its next question. */
function judgeTimeout(service: Resource, probe: string): readonly Verdict[] {
  const unknowns = unknownTimes(service, probe, ["period_seconds", "timeout_seconds"]);
  if (unknowns.length > 0) return unknowns;
  const [period, timeout] = [probeTime(service, probe, "period_seconds"), probeTime(service, probe, "timeout_seconds")];
  // A period of none is another rule's.
  return timeout <= period || period < 1
    ? []
    : [violation(service, `${probe}.timeout_seconds: ${timeout} found, 1 to the period (${period}) allowed`)];
}

/** The check "every probe of a service of either version is this". */
const forEachProbe =
  (probes: readonly string[], judge: (service: Resource, probe: string) => readonly Verdict[]): Rule["check"] =>
  (estate) =>
    [RUN_SERVICE, RUN_V1].flatMap((type) =>
      estate.ofType(type).flatMap((service) =>
        probes
          .map((probe) => (type === RUN_V1 ? probe.replace(CONTAINER, V1_CONTAINER) : probe))
          .filter((probe) => isValues(valueAt(service, probe)))
          .flatMap((probe) => judge(service, probe)),
      ),
    );

const timeout: Rule = {
  id: "run-probe-timeout",
  kind: "no effect",
  severity: "medium",
  title: "A probe waits no longer for its answer than its period",
  why: "Google's page asks for it, and its API takes others: the period then says nothing, and a hanging instance is found later than declared.",
  fix: "lower timeout_seconds, or raise period_seconds",
  source: SOURCE,
  check: forEachProbe([STARTUP_PROBE, LIVENESS_PROBE, READINESS_PROBE], judgeTimeout),
};

const hasty: Rule = {
  id: "run-probe-hasty",
  kind: "down",
  severity: "low",
  onlyAbroad: true,
  title: "A liveness probe asks more than once before it ends an instance",
  why: "With a threshold of 1 one answer that comes late ends the instance with everything that it serves, under load first.",
  fix: "raise failure_threshold to 3",
  source: SOURCE,
  check: forEachProbe([LIVENESS_PROBE], (service, probe) => {
    const path = `${probe}.failure_threshold`;
    if (valueAt(service, path) === UNKNOWN) return [unknown(service, path)];
    return probeTime(service, probe, "failure_threshold") === 1
      ? [violation(service, `${path}: 1 found, 2 or more allowed`)]
      : [];
  }),
};

/** A path that says what it asks: the database, the cache, everything. */
const DEPENDENCY =
  /(^|[/_-])(db|database|sql|postgres(ql)?|mysql|redis|cache|deps|dependenc(y|ies)|deep|full)([/_-]|$)/i;

/** The check "no probe's path is named after a dependency". */
const asksNoDependency = (probe: string): Rule["check"] =>
  forEveryResource(RUN_SERVICE, (service) => {
    const path = `${probe}.http_get[0].path`;
    // A whole probe that is unknown is the matter of the rules of its form.
    if (valueAt(service, path) === UNKNOWN && valueAt(service, probe) !== UNKNOWN) return [unknown(service, path)];
    return DEPENDENCY.test(textAt(service, path) ?? "")
      ? [violation(service, `${path}: a path named after a dependency`)]
      : [];
  });

const dependency: Rule = {
  id: "run-liveness-dependency",
  kind: "down",
  severity: "high",
  title: "A liveness probe asks the process alone",
  why: "A probe that touches the database restarts every instance, over and over, when the database is down.",
  fix: "name a path that answers without asking anything else",
  check: asksNoDependency(LIVENESS_PROBE),
};

const sharedDependency: Rule = {
  id: "run-readiness-dependency",
  kind: "down",
  severity: "high",
  title: "A readiness probe asks this instance alone",
  why: "A dependency that is down is down for every instance: all of them leave the service at once, and it answers nothing at all.",
  fix: "name a path that answers whether this instance can take one more request",
  source: SOURCE,
  check: asksNoDependency(READINESS_PROBE),
};

/** What Google refuses of a probe, and a probe that makes an outage worse. */
export const probeRules: readonly Rule[] = [startup, liveness, dependency, readiness, sharedDependency, timeout, hasty];
