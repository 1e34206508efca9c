import { memoryRange } from "../../google/limits";
import { invalid, type Refusal } from "../core/answer";
import type { Draft } from "../core/collection";
import { asNumber, asObject, asText, type JsonObject } from "../core/json";
import { containersOf } from "./containers";

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
