import { isReservedPath } from "../../../google/cloud-run";
import { UNKNOWN, textAt, valueAt, type Resource } from "../../core/resource";
import { forEveryResource, judgeValue } from "../../core/judge";
import { unknown, violation, type SpecRule, type Verdict } from "../../core/rule";
import { RUN_SERVICE } from "../google/programs/cloud-run";
import { LIVENESS_PROBE, READINESS_PROBE, STARTUP_PROBE } from "../google/programs/probes";

/** Google's front end answers paths that end in z itself, so that nobody could ask the same from outside. */
const isOpenPath = (value: unknown): boolean =>
  typeof value === "string" && /^\/\S*\S$/.test(value) && !isReservedPath(value);

/** Judges that a probe is there, and what there is of it. */
function judgeProbe(
  service: Resource,
  probe: string,
  wanted: string,
  judge: () => readonly Verdict[],
): readonly Verdict[] {
  const value = valueAt(service, probe);
  if (value === UNKNOWN) return [unknown(service, probe)];
  if (value === undefined) return [violation(service, `${probe}: nothing found, ${wanted} needed`)];
  const isHttp = valueAt(service, `${probe}.http_get[0]`) !== undefined;
  return [
    ...(isHttp ? judgeValue(service, `${probe}.http_get[0].path`, isOpenPath, "a path that does not end in z") : []),
    ...judge(),
  ];
}

const startup: SpecRule = {
  id: "run-startup-probe-declared",
  kind: "down",
  severity: "high",
  title: "A startup probe checks the dependencies by HTTP or gRPC",
  why: "Without it a revision that cannot reach its database takes traffic: Google may send the first request before the first readiness check.",
  fix: "declare an HTTP or gRPC startup probe with failureThreshold × periodSeconds ≤ 240",
  yieldsTo: ["run-startup-probe"],
  check: forEveryResource(RUN_SERVICE, (service) =>
    judgeProbe(service, STARTUP_PROBE, "an HTTP startup probe", () =>
      valueAt(service, `${STARTUP_PROBE}.tcp_socket[0]`) === undefined
        ? []
        : [
            violation(
              service,
              `${STARTUP_PROBE}.tcp_socket: found, http_get or grpc allowed: an open port says nothing of dependencies`,
            ),
          ],
    ),
  ),
};

const liveness: SpecRule = {
  id: "run-liveness-probe-declared",
  kind: "down",
  severity: "high",
  title: "A liveness probe has a path of its own",
  why: "Without it an instance that hangs is never restarted; on the startup probe's path it would ask the dependencies too.",
  fix: "declare an HTTP or gRPC liveness probe on a path of its own",
  yieldsTo: ["run-liveness-probe", "run-liveness-dependency"],
  check: forEveryResource(RUN_SERVICE, (service) =>
    judgeProbe(service, LIVENESS_PROBE, "an HTTP liveness probe", () => {
      const path = textAt(service, `${LIVENESS_PROBE}.http_get[0].path`);
      return path !== undefined && path === textAt(service, `${STARTUP_PROBE}.http_get[0].path`)
        ? [violation(service, `${LIVENESS_PROBE}.http_get[0].path: the startup probe's path too`)]
        : [];
    }),
  ),
};

const isCount = (value: unknown): boolean => typeof value === "number" && value >= 1;

const readiness: SpecRule = {
  id: "run-readiness-probe-declared",
  kind: "down",
  severity: "high",
  title: "A readiness probe has a path of its own, and says how often it must pass",
  why: "Without it an instance whose pool is exhausted, or that shuts down, gets its share of requests and fails them.",
  fix: "declare an HTTP or gRPC readiness probe on a path of its own, with success_threshold",
  yieldsTo: ["run-readiness-probe", "run-readiness-dependency"],
  check: forEveryResource(RUN_SERVICE, (service) =>
    judgeProbe(service, READINESS_PROBE, "an HTTP readiness probe", () => {
      const path = textAt(service, `${READINESS_PROBE}.http_get[0].path`);
      const others = [STARTUP_PROBE, LIVENESS_PROBE].map((probe) => textAt(service, `${probe}.http_get[0].path`));
      return [
        ...(path !== undefined && others.includes(path)
          ? [violation(service, `${READINESS_PROBE}.http_get[0].path: another probe's path too`)]
          : []),
        ...judgeValue(service, `${READINESS_PROBE}.success_threshold`, isCount, "1 or more"),
      ];
    }),
  ),
};

/** The probes that every service of ours has. */
export const probeRules: readonly SpecRule[] = [startup, liveness, readiness];
