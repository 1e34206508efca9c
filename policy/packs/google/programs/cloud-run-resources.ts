import { MAX_CONCURRENCY, MIN_MEMORY_FIRST_GENERATION_MIB, memoryRange } from "../../../../google/cloud-run";
import { RUN_REFUSALS } from "../../../../google/refusals/run";
import { mebibytes, vcpus } from "../../../../google/quantities";
import { UNKNOWN, blockPaths, numberAt, textAt, valueAt, type Resource } from "../../../core/resource";
import { attributeCheck, forEveryResource, judgeValue, plainText, numberOf } from "../../../core/judge";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";
import { RUN_SERVICE, isUnsetCount } from "./cloud-run";
import { socketServices } from "./variable";

const CONCURRENCY = "template[0].max_instance_request_concurrency";
/** Google's default where a service declares at least one CPU. */
const DEFAULT_CONCURRENCY = 80;

const concurrency: Rule = {
  id: "run-concurrency",
  kind: "refused",
  severity: "high",
  title: "Concurrency is within Google's bounds",
  why: "Google refuses others at apply, and the provider does not check.",
  fix: `set template.max_instance_request_concurrency to 1–${MAX_CONCURRENCY}`,
  source: "https://cloud.google.com/run/docs/about-concurrency",
  check: attributeCheck(
    RUN_SERVICE,
    CONCURRENCY,
    (value) =>
      isUnsetCount(value) || RUN_REFUSALS.concurrency.accepts({ requests: numberOf(value), given: plainText(value) }),
    RUN_REFUSALS.concurrency.allowed,
  ),
};

/** A container takes CPU between requests only when it is told so; without `resources` the default is the other way. */
function judgeThrottling(service: Resource, container: string): readonly Verdict[] {
  const resources = `${container}.resources[0]`;
  const hasResources = valueAt(service, resources) !== undefined;
  return judgeValue(
    service,
    `${resources}.cpu_idle`,
    (value) => value === false || (value === undefined && hasResources),
    "false (a socket service)",
  );
}

const cpuAllocation: Rule = {
  id: "run-cpu-allocation",
  kind: "down",
  severity: "high",
  title: "A socket service has its CPU all the time",
  why: "With CPU in requests only, the pings and timers of open sockets stall; without a `resources` block that is the default.",
  fix: "set cpu_idle to false in the container's resources",
  source: "https://cloud.google.com/run/docs/configuring/billing-settings",
  check: (estate) =>
    socketServices(estate).flatMap((service) =>
      blockPaths(service, "template[0].containers").flatMap((container) => judgeThrottling(service, container)),
    ),
};

/** The CPU and memory of a container; undefined where they are not declared, not known or no quantities. */
export function sizeOf(service: Resource, container: string) {
  const path = `${container}.resources[0].limits`;
  const text = (key: string) => textAt(service, `${path}.${key}`) ?? numberAt(service, `${path}.${key}`)?.toString();
  return { path, cpu: vcpus(text("cpu")), memory: mebibytes(text("memory")) };
}

/** Only the second-generation environment has a minimum of its own for one and two vCPUs. */
function rangeIn(service: Resource, cpu: number): readonly [min: number, max: number] | undefined {
  const range = memoryRange(cpu);
  const isSecond = valueAt(service, "template[0].execution_environment") === "EXECUTION_ENVIRONMENT_GEN2";
  return range && cpu <= 2 && !isSecond ? [MIN_MEMORY_FIRST_GENERATION_MIB, range[1]] : range;
}

function judgePair(service: Resource, container: string): readonly Verdict[] {
  if (valueAt(service, `${container}.resources`) === undefined) return [];
  const { path, cpu, memory } = sizeOf(service, container);
  const limits = ["cpu", "memory"].map((name) => `${path}.${name}`);
  const open = limits.filter((limit) => valueAt(service, limit) === UNKNOWN);
  if (open.length > 0) return open.map((limit) => unknown(service, limit));
  if (limits.some((limit) => valueAt(service, limit) === undefined)) return [];
  const range = cpu === undefined ? undefined : rangeIn(service, cpu);
  if (range && memory !== undefined && memory >= range[0] && memory <= range[1]) return [];
  // Fractions of a CPU are legal at concurrency 1 only.
  const requests = numberAt(service, CONCURRENCY) ?? DEFAULT_CONCURRENCY;
  if (cpu !== undefined && cpu >= 0.08 && cpu < 1 && requests === 1) return [];
  const allowed = range ? `${range[0]}–${range[1]} MiB with ${cpu} vCPU` : "1, 2, 4, 6 or 8 vCPU";
  return [violation(service, `${path}: ${cpu ?? "?"} vCPU with ${memory ?? "?"} MiB found, ${allowed} allowed`)];
}

const pair: Rule = {
  id: "run-cpu-memory-pair",
  kind: "refused",
  severity: "high",
  title: "CPU and memory go together",
  why: "Google refuses other pairs at apply, and the provider does not check.",
  fix: "declare a pair that Cloud Run offers",
  source: "https://cloud.google.com/run/docs/configuring/services/memory-limits",
  check: forEveryResource(RUN_SERVICE, (service) =>
    blockPaths(service, "template[0].containers").flatMap((container) => judgePair(service, container)),
  ),
};

/** What Google refuses of a service's size, and what stalls its sockets. */
export const cloudRunResourceRules: readonly Rule[] = [concurrency, cpuAllocation, pair];
