import { countText } from "../../report/text";
import type { CheckovResult, Comparison, ToolCost } from "./checkov";
import type { Spread } from "./measure";
import type { MutationsResult } from "./mutations";
import type { SandboxResult } from "./sandbox";
import type { ReviewResult, ScaleResult, SynthResult, TestsResult } from "./sections";

/** The target for the synthesis: at most this many times the time of loading its modules. */
export const SYNTH_RATIO_TARGET = 1.6;

/** The target for a run of the tests on two cores that do nothing else: at most this many seconds. */
export const TESTS_TARGET_SECONDS = 20;

/** The target for a check and for a review: checkov takes at least this many times their processor time. */
export const CHECKOV_RATIO_TARGET = 8;

/** The results. A section that was not asked for, or could not be run, is absent. */
export interface BenchResults {
  readonly node: string;
  readonly runs: number;
  readonly synth?: SynthResult;
  readonly tests?: TestsResult;
  readonly scale?: readonly ScaleResult[];
  readonly review?: readonly ReviewResult[];
  readonly mutations?: MutationsResult;
  readonly checkov?: CheckovResult;
  readonly sandbox?: SandboxResult;
}

/** The target for a review: at most this many times the time and the memory of parsing its file. */
export const REVIEW_RATIO_TARGET = 3;

/** The time of each further service between two sizes. It leaves out the start of the process, which hides that time. */
export interface MarginalCost {
  readonly from: number;
  readonly to: number;
  readonly cpuSecondsPerService: number;
}

/** The marginal costs between neighbouring sizes, in ascending order. */
export const marginalCosts = (sizes: readonly ScaleResult[]): readonly MarginalCost[] =>
  sizes.slice(1).map((size, index) => {
    const before = sizes[index] ?? size;
    const services = size.services - before.services;
    return {
      from: before.services,
      to: size.services,
      cpuSecondsPerService: (size.cpuSeconds.median - before.cpuSeconds.median) / services,
    };
  });

/** The target for scale: a further service costs at most this many times as much in a large environment as in a small one. */
export const SCALE_RATIO_TARGET = 1.5;

/** Whether work grows with the number of services and not with its square. */
function isLinear(sizes: readonly ScaleResult[]): boolean {
  const [small, ...larger] = marginalCosts(sizes).map(({ cpuSecondsPerService }) => cpuSecondsPerService);
  return small !== undefined && larger.length > 0 && larger.every((cost) => cost <= SCALE_RATIO_TARGET * small);
}

const secondsText = ({ median, min, max }: Spread): string =>
  `${median.toFixed(2)} s (${min.toFixed(2)}–${max.toFixed(2)})`;

const millisecondsText = (value: number): string => `${(value * 1000).toFixed(1)} ms`;

const targetText = (isMet: boolean): string => (isMet ? "met" : "not met");

const ratioText = ({ median, min, max }: Spread): string =>
  `${median.toFixed(2)} (${min.toFixed(2)}–${max.toFixed(2)})`;

const synthText = ({
  cpuSeconds,
  floorCpuSeconds,
  ratio,
  tsNodeCpuSeconds,
  tsNodeRatio,
  modules,
}: SynthResult): string =>
  [
    "Synthesis of both environments",
    `  synth    ${secondsText(cpuSeconds)}`,
    `  floor    ${secondsText(floorCpuSeconds)}: node that loads the same ${modules} modules of cdktf and the provider`,
    `  ratio    ${ratioText(ratio)}; ` +
      `target ≤ ${SYNTH_RATIO_TARGET}: ${targetText(ratio.median <= SYNTH_RATIO_TARGET)}`,
    `  ts-node  ${secondsText(tsNodeCpuSeconds)}, ratio ${tsNodeRatio.median.toFixed(2)}: plain ts-node main.ts, which loads a compiler first`,
  ].join("\n");

const testsText = ({ seconds, cpuSeconds }: TestsResult): string =>
  [
    "Tests",
    `  wall     ${secondsText(seconds)}; target on two quiet cores ≤ ${TESTS_TARGET_SECONDS} s: ` +
      targetText(seconds.median <= TESTS_TARGET_SECONDS),
    `  CPU      ${secondsText(cpuSeconds)}`,
  ].join("\n");

const scaleText = (sizes: readonly ScaleResult[]): string =>
  [
    "Services in one environment",
    ...sizes.map(
      (size) =>
        `  ${String(size.services).padEnd(8)} ${secondsText(size.cpuSeconds)}, ` +
        `${millisecondsText(size.cpuSecondsPerService)} a service, peak ${Math.round(size.peakMiB)} MiB`,
    ),
    ...marginalCosts(sizes).map(
      ({ from, to, cpuSecondsPerService }) =>
        `  ${from} to ${to}: ${millisecondsText(cpuSecondsPerService)} for each further one`,
    ),
    `  target   a further one among many ≤ ${SCALE_RATIO_TARGET} × one among few: ${targetText(isLinear(sizes))}`,
  ].join("\n");

/** Whether reviews meet their targets at every size but the first, which stands for the start-up. */
const areReviewsWithin = (sizes: readonly ReviewResult[]): { readonly time: boolean; readonly memory: boolean } => {
  const [, ...larger] = sizes;
  return {
    time: larger.length > 0 && larger.every(({ ratio }) => ratio.median <= REVIEW_RATIO_TARGET),
    memory: larger.length > 0 && larger.every((size) => size.peakMiB <= REVIEW_RATIO_TARGET * size.parsePeakMiB),
  };
};

function reviewText(sizes: readonly ReviewResult[]): string {
  const lines = sizes.map(
    ({ resources, cpuSeconds, parseCpuSeconds, ratio, peakMiB, parsePeakMiB }) =>
      `  ${String(resources).padEnd(8)} ${secondsText(cpuSeconds)}` +
      (resources === 1
        ? ": start-up"
        : `, parsing ${millisecondsText(parseCpuSeconds.median)}, ratio beyond start-up ` +
          `${ratio.median.toFixed(1)} (${ratio.min.toFixed(1)}–${ratio.max.toFixed(1)})`) +
      `; peak ${Math.round(peakMiB)} of ${Math.round(parsePeakMiB)} MiB`,
  );
  const { time, memory } = areReviewsWithin(sizes);
  return [
    "Review of generated plans",
    ...lines,
    `  target   time ≤ ${REVIEW_RATIO_TARGET} × parsing, plus start-up: ${targetText(time)}`,
    `  target   memory ≤ ${REVIEW_RATIO_TARGET} × parsing: ${targetText(memory)}`,
  ].join("\n");
}

/** A tool that judges no resource has done nothing, however fast. */
const isComparable = ({ netra, checkov }: Comparison): boolean => netra.judged > 0 && checkov.judged > 0;

const isCheaper = (comparison: Comparison): boolean =>
  isComparable(comparison) && comparison.ratio.median >= CHECKOV_RATIO_TARGET;

const costText = ({ cpuSeconds, judged }: ToolCost): string =>
  `${secondsText(cpuSeconds)}, judges ${countText(judged, "resource")}`;

function comparisonText(comparison: Comparison): string {
  const { name, netra, checkov, ratio } = comparison;
  const verdict = isComparable(comparison)
    ? `ratio ${ratioText(ratio)}; target ≥ ${CHECKOV_RATIO_TARGET}: ${targetText(isCheaper(comparison))}`
    : "not compared, because one judges nothing";
  return [`  ${name.padEnd(8)} ${costText(netra)}; checkov ${costText(checkov)}`, `           ${verdict}`].join("\n");
}

function checkovText(result: CheckovResult): string {
  if ("reason" in result) return `Check and review beside checkov\n  not measured: ${result.reason}`;
  const { version, resources, comparisons } = result;
  return [
    `Check and review beside checkov ${version}, of ${countText(resources, "declared resource")}`,
    ...comparisons.map(comparisonText),
  ].join("\n");
}

function sandboxText(result: SandboxResult): string {
  const lines =
    "reason" in result
      ? [`  not measured: ${result.reason}`]
      : result.measurePhases.map(
          ({ name, seconds: all, sleepingSeconds, answeringCpuSeconds }) =>
            `  ${name.padEnd(12)} ${all.toFixed(0).padStart(4)} s, ${Math.round((100 * sleepingSeconds) / all)} % of it the provider's own sleeps; ` +
            `${answeringCpuSeconds.toFixed(1)} s of a processor to answer`,
        );
  return ["Staging in a sandbox (bootstrap included, wall time of one run)", ...lines].join("\n");
}

const mutationsText = ({ plans, cpuSeconds }: MutationsResult): string =>
  [
    "Reviews of plans with anything anywhere",
    `  ${plans} reviewed or refused in ${cpuSeconds.toFixed(0)} s of a processor; none threw, none printed a value`,
  ].join("\n");

/** For people; times are medians, with the fastest and the slowest run. */
export const resultsText = ({
  node,
  runs,
  synth,
  tests,
  scale,
  review,
  mutations,
  checkov,
  sandbox,
}: BenchResults): string =>
  [
    `CPU seconds of whole processes where no line says otherwise, medians of ${runs} interleaved runs (lowest–highest), node ${node}`,
    synth && synthText(synth),
    tests && testsText(tests),
    scale && scaleText(scale),
    review && reviewText(review),
    mutations && mutationsText(mutations),
    checkov && checkovText(checkov),
    sandbox && sandboxText(sandbox),
  ]
    .filter(Boolean)
    .join("\n\n");

/** The machine's form. */
export const resultsJson = (results: BenchResults): string =>
  JSON.stringify(
    {
      formatVersion: 1,
      ...results,
      ...(results.synth && {
        synth: {
          ...results.synth,
          target: SYNTH_RATIO_TARGET,
          met: results.synth.ratio.median <= SYNTH_RATIO_TARGET,
        },
      }),
      ...(results.tests && {
        tests: {
          ...results.tests,
          target: TESTS_TARGET_SECONDS,
          met: results.tests.seconds.median <= TESTS_TARGET_SECONDS,
        },
      }),
      ...(results.scale && {
        scale: {
          sizes: results.scale,
          marginals: marginalCosts(results.scale),
          target: SCALE_RATIO_TARGET,
          met: isLinear(results.scale),
        },
      }),
      ...(results.review && {
        review: { sizes: results.review, target: REVIEW_RATIO_TARGET, met: areReviewsWithin(results.review) },
      }),
      ...(results.checkov && {
        checkov: {
          ...results.checkov,
          ...("comparisons" in results.checkov && {
            comparisons: results.checkov.comparisons.map((comparison) => ({
              ...comparison,
              target: CHECKOV_RATIO_TARGET,
              met: isCheaper(comparison),
            })),
          }),
        },
      }),
    },
    undefined,
    2,
  );
