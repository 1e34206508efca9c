import type { Environment } from "../../../environments/environment";
import { logMetricType } from "../../../monitoring/log-metrics";
import { promqlName } from "../../../monitoring/promql";
import type { Series } from "../promql/evaluate";
import { counted, sampled, type Course } from "./course";
import type { Day } from "./world";

/** Minutes at which verification has written. */
const isRun = (minute: number): boolean => minute % 30 === 7;

/** Ids of some checks of each area, by which the classes of a failure are told. */
const checksOf = (environment: Environment): readonly string[] => [
  ...Object.values(environment.hosts).flatMap(({ host }) => [`dns/${host}`, `tls/${host}`, `route/${host}/`]),
  ...Object.values(environment.hosts).map(({ host }) => `socket/${host}/ws/anonymous`),
  ...["health/frontend", "variables/auth-service", "database/state", "cache/state", "load-balancer/url-map"],
];

/** The series that our own runs write: verification, drift, end-to-end tests. */
export function ownSeries(environment: Environment, day: Day): readonly Series[] {
  const { verification, endToEnd, resetAt } = day;
  const resource = { monitored_resource: "global" };
  const own = (name: string): string => `custom_googleapis_com:netra_${name}`;
  const classOf = (minute: number, check: string): string | undefined => {
    const found = isRun(minute) ? verification(minute) : undefined;
    return found && (found(check) ?? "none");
  };
  const checks = checksOf(environment).flatMap((check) =>
    ["none", "infrastructure", "authentication", "application"].map((kind) =>
      sampled(own("verify_check_passed"), { ...resource, check, class: kind }, (minute) =>
        classOf(minute, check) === kind ? Number(kind === "none") : undefined,
      ),
    ),
  );
  const socket = checksOf(environment).find((check) => check.startsWith("socket/")) ?? "";
  const measured =
    (value: number): Course<number | undefined> =>
    (minute) => {
      const load = day.load(minute);
      return classOf(minute, socket) === "none" ? (Number.isNaN(load) ? NaN : value) : undefined;
    };
  const tests: readonly Series[] = [
    sampled(own("e2e_success_ratio"), resource, endToEnd),
    sampled(own("e2e_duration_seconds"), resource, (minute) => (endToEnd(minute) === undefined ? undefined : 90)),
    counted(
      promqlName(logMetricType(environment, "e2e-runs")),
      { monitored_resource: "cloud_run_job" },
      (minute) => Number(endToEnd(minute) !== undefined),
      resetAt,
    ),
  ];
  return [
    ...checks.filter(({ samples }) => samples.minutes.length > 0),
    sampled(own("verify_websocket_handshake_seconds"), { ...resource, endpoint: "api" }, measured(0.8)),
    sampled(own("verify_websocket_echo_seconds"), { ...resource, endpoint: "api" }, measured(0.05)),
    sampled(own("drift_checked"), resource, (minute) => (minute === 0 ? 0 : undefined)),
    ...(environment.kind === "staging" ? tests : []),
  ];
}
