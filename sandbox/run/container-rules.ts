import { MAX_LIVENESS_SECONDS, MAX_STARTUP_SECONDS, memoryRange } from "../../google/cloud-run";
import { invalid, type Refusal } from "../core/answer";
import type { Draft } from "../core/collection";
import { asList, asNumber, asObject, asText, type JsonObject } from "../core/json";

/** Bytes that a unit of a quantity stands for. */
const UNITS: ReadonlyMap<string, number> = new Map([
  ["", 1],
  ["k", 1000],
  ["M", 1000 ** 2],
  ["G", 1000 ** 3],
  ["Ki", 1024],
  ["Mi", 1024 ** 2],
  ["Gi", 1024 ** 3],
]);

/** Memory in MiB of a quantity such as 512Mi or 2Gi; not a number where it is none. */
function mebibytes(quantity: string): number {
  const [, amount = "", unit = ""] = /^(\d+(?:\.\d+)?)([A-Za-z]*)$/.exec(quantity) ?? [];
  return amount === "" ? Number.NaN : (Number(amount) * (UNITS.get(unit) ?? Number.NaN)) / 1024 ** 2;
}

const cpus = (quantity: string): number =>
  quantity.endsWith("m") ? Number(quantity.slice(0, -1)) / 1000 : Number(quantity);

/** CPU and memory of each container. Google's own words are only the last text; bounds are of the memory limits page. */
export function checkResources(draft: Draft): Refusal | undefined {
  const concurrency = asNumber(asObject(draft.next.template).maxInstanceRequestConcurrency);
  return containersOf(draft)
    .map(({ resources }) => checkLimits(asObject(asObject(resources).limits), concurrency))
    .find((refusal) => refusal !== undefined);
}

function checkLimits({ cpu, memory }: JsonObject, concurrency: number): Refusal | undefined {
  const cores = cpus(asText(cpu) || "1");
  const size = mebibytes(asText(memory) || "512Mi");
  // Below one CPU the page names single points; the one that is sure is that 2Gi needs a whole one.
  const range = cores >= 1 ? memoryRange(cores) : ([128, 2047] as const);
  if (range === undefined || !(cores > 0)) {
    return invalid(`resources.limits.cpu: ${asText(cpu)} is not a number of CPUs that Cloud Run has.`);
  }
  // With one or two CPUs, less than 512Mi is a matter of the first generation: only 128Mi is the floor of both.
  const least = cores >= 4 ? range[0] : 128;
  if (!(size >= least)) {
    return invalid(
      `resources.limits.memory: ${asText(memory)} is too low for ${asText(cpu)} CPU; at least ${least}Mi.`,
    );
  }
  if (size > range[1]) {
    return invalid(
      `resources.limits.memory: ${asText(memory)} is too high for ${asText(cpu)} CPU; at most ${range[1]}Mi.`,
    );
  }
  return cores < 1 && concurrency > 1 ? invalid("Total cpu < 1 is not supported with concurrency > 1.") : undefined;
}

/** Containers of the revision that a service of Cloud Run asks for. */
export const containersOf = ({ next }: Draft): readonly JsonObject[] =>
  asList(asObject(next.template).containers).map(asObject);

/** Most seconds of a probe's delay and period. */
const MOST = { startupProbe: MAX_STARTUP_SECONDS, livenessProbe: MAX_LIVENESS_SECONDS } as const;

type Kind = keyof typeof MOST;

/** Probes of each container. The text on TCP is Google's, from reports; the others are not. */
export function checkProbes(draft: Draft): Refusal | undefined {
  return containersOf(draft)
    .flatMap((container) => [
      checkKind(container),
      checkProbe("startupProbe", container.startupProbe),
      checkProbe("livenessProbe", container.livenessProbe),
    ])
    .find((refusal) => refusal !== undefined);
}

const checkKind = ({ livenessProbe }: JsonObject): Refusal | undefined =>
  asObject(livenessProbe).tcpSocket === undefined
    ? undefined
    : invalid("Cloud Run currently does not support TCP socket in liveness probe");

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
  if (!(delay >= 0 && delay <= most))
    return invalid(`${kind}: initial_delay_seconds must be between 0 and ${most}, found ${delay}.`);
  if (!(period >= 1 && period <= most))
    return invalid(`${kind}: period_seconds must be between 1 and ${most}, found ${period}.`);
  if (!(timeout >= 1 && timeout <= period)) {
    return invalid(`${kind}: timeout_seconds must be between 1 and period_seconds ${period}, found ${timeout}.`);
  }
  return kind === "startupProbe" && period * failures > most
    ? invalid(`${kind}: failure_threshold × period_seconds is ${period * failures}, must be at most ${most}.`)
    : undefined;
}
