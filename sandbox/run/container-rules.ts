import { MAX_LIVENESS_SECONDS, MAX_STARTUP_SECONDS, memoryRange } from "../../google/cloud-run";
import { RUN_REFUSALS } from "../../google/refusals/run";
import { firstRefusal, invalidArgument, refuse, type Refusal } from "../core/answer";
import type { Draft } from "../core/collection";
import { asList, asNumber, asObject, asText, type JsonObject } from "../core/json";

/** Bytes of each unit of a quantity. */
const UNITS: ReadonlyMap<string, number> = new Map([
  ["", 1],
  ["k", 1000],
  ["M", 1000 ** 2],
  ["G", 1000 ** 3],
  ["Ki", 1024],
  ["Mi", 1024 ** 2],
  ["Gi", 1024 ** 3],
]);

/** MiB of a quantity such as 512Mi or 2Gi; NaN where it is not a quantity. */
function mebibytes(quantity: string): number {
  const [, amount = "", unit = ""] = /^(\d+(?:\.\d+)?)([A-Za-z]*)$/.exec(quantity) ?? [];
  return amount === "" ? Number.NaN : (Number(amount) * (UNITS.get(unit) ?? Number.NaN)) / 1024 ** 2;
}

const cpuCores = (quantity: string): number =>
  quantity.endsWith("m") ? Number(quantity.slice(0, -1)) / 1000 : Number(quantity);

/**
 * The rules of each container's CPU and memory (https://cloud.google.com/run/docs/configuring/services/memory-limits).
 * Only the last text is Google's.
 */
export function checkResources(draft: Draft): Refusal | undefined {
  const concurrency = asNumber(asObject(draft.next.template).maxInstanceRequestConcurrency);
  return firstRefusal(
    containersOf(draft).map(({ resources }) => checkLimits(asObject(asObject(resources).limits), concurrency)),
  );
}

function checkLimits({ cpu, memory }: JsonObject, concurrency: number): Refusal | undefined {
  const cores = cpuCores(asText(cpu) || "1");
  const size = mebibytes(asText(memory) || "512Mi");
  // Below one CPU the page names single points; only this is certain: 2Gi needs a whole CPU.
  const range = cores >= 1 ? memoryRange(cores) : ([128, 2047] as const);
  if (range === undefined || !(cores > 0)) {
    return invalidArgument(`resources.limits.cpu: ${asText(cpu)} is not a number of CPUs that Cloud Run has.`);
  }
  // With one or two CPUs the first generation takes less than 512Mi: both generations take 128Mi.
  const least = cores >= 4 ? range[0] : 128;
  if (!(size >= least)) {
    return invalidArgument(
      `resources.limits.memory: ${asText(memory)} is too low for ${asText(cpu)} CPU; at least ${least}Mi.`,
    );
  }
  if (size > range[1]) {
    return invalidArgument(
      `resources.limits.memory: ${asText(memory)} is too high for ${asText(cpu)} CPU; at most ${range[1]}Mi.`,
    );
  }
  return cores < 1 && concurrency > 1
    ? invalidArgument("Total cpu < 1 is not supported with concurrency > 1.")
    : undefined;
}

/** Containers of a service's template. */
export const containersOf = ({ next }: Draft): readonly JsonObject[] =>
  asList(asObject(next.template).containers).map(asObject);

/** Longest delay, period and timeout of a probe, seconds. */
const MOST = {
  startupProbe: MAX_STARTUP_SECONDS,
  livenessProbe: MAX_LIVENESS_SECONDS,
  // No page names one of its own: that of the message that all probes share (GoogleCloudRunV2Probe of the API).
  readinessProbe: MAX_LIVENESS_SECONDS,
} as const;

type Kind = keyof typeof MOST;

/** The rules of each container's probes. The text on TCP is Google's, from public reports; the others are ours. */
export function checkProbes(draft: Draft): Refusal | undefined {
  return firstRefusal(
    containersOf(draft).flatMap((container) => [
      checkProbeKind(container),
      checkProbe("startupProbe", container.startupProbe),
      checkProbe("livenessProbe", container.livenessProbe),
      checkProbe("readinessProbe", container.readinessProbe),
    ]),
  );
}

const checkProbeKind = ({ livenessProbe }: JsonObject): Refusal | undefined =>
  asObject(livenessProbe).tcpSocket === undefined
    ? undefined
    : invalidArgument("Cloud Run currently does not support TCP socket in liveness probe");

function checkProbe(kind: Kind, value: unknown): Refusal | undefined {
  if (value === undefined) return undefined;
  const probe = asObject(value);
  const [delay, period, timeout, failures] = [
    "initialDelaySeconds",
    "periodSeconds",
    "timeoutSeconds",
    "failureThreshold",
  ].map((member) => asNumber(probe[member] ?? 0)) as [number, number, number, number];
  const most = MOST[kind];
  const times = { delay, period, timeout, failures, most };
  return (
    refuse(RUN_REFUSALS.probeDelay, times, kind) ??
    refuse(RUN_REFUSALS.probePeriod, times, kind) ??
    refuse(RUN_REFUSALS.probeTimeout, times, kind) ??
    (kind === "startupProbe" ? refuse(RUN_REFUSALS.startup, times, kind) : undefined)
  );
}
