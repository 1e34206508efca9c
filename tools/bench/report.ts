import type { Spread } from "./measure";
import type { SandboxResult } from "./sandbox";
import type { ReviewResult, ScaleResult, SynthResult, TestsResult } from "./sections";

/** The target for the synthesis: at most this many times the time of loading its modules. */
export const SYNTH_RATIO_TARGET = 1.6;

/** The target for a run of the tests: at most this many seconds. */
export const TESTS_TARGET_SECONDS = 10;

/** The results. A section that was not asked for, or could not be run, is absent. */
export interface BenchResults {
  readonly node: string;
  readonly runs: number;
  readonly synth?: SynthResult;
  readonly tests?: TestsResult;
  readonly scale?: readonly ScaleResult[];
  readonly review?: readonly ReviewResult[];
  readonly sandbox?: SandboxResult;
}

/** The target for a review: at most this many times the time and the memory of parsing its file. */
export const REVIEW_RATIO_TARGET = 3;

/** The time of each further service between two sizes. It leaves out the start of the process, which hides that time. */
export interface MarginalCost {
  readonly from: number;
  readonly to: number;
  readonly secondsPerService: number;
}

/** The marginal costs between neighbouring sizes, in ascending order. */
export const marginalCosts = (sizes: readonly ScaleResult[]): readonly MarginalCost[] =>
  sizes.slice(1).map((size, index) => {
    const before = sizes[index] ?? size;
    const services = size.services - before.services;
    return {
      from: before.services,
      to: size.services,
      secondsPerService: (size.seconds.median - before.seconds.median) / services,
    };
  });

/** Whether a service costs no more among three hundred than among thirty. */
function isFallingOrFlat(sizes: readonly ScaleResult[]): boolean {
  const [last, before] = [...sizes].reverse();
  return last !== undefined && before !== undefined && last.secondsPerService <= before.secondsPerService;
}

const secondsText = ({ median, min, max }: Spread): string =>
  `${median.toFixed(2)} s (${min.toFixed(2)}–${max.toFixed(2)})`;

const millisecondsText = (value: number): string => `${(value * 1000).toFixed(1)} ms`;

const targetText = (isMet: boolean): string => (isMet ? "met" : "not met");

const synthText = ({ seconds: synth, floorSeconds, ratio, tsNodeSeconds, tsNodeRatio, modules }: SynthResult): string =>
  [
    "Synthesis of both environments",
    `  synth    ${secondsText(synth)}`,
    `  floor    ${secondsText(floorSeconds)}: node that loads the same ${modules} modules of cdktf and the provider`,
    `  ratio    ${ratio.median.toFixed(2)} (${ratio.min.toFixed(2)}–${ratio.max.toFixed(2)}); ` +
      `target ≤ ${SYNTH_RATIO_TARGET}: ${targetText(ratio.median <= SYNTH_RATIO_TARGET)}`,
    `  ts-node  ${secondsText(tsNodeSeconds)}, ratio ${tsNodeRatio.median.toFixed(2)}: plain ts-node main.ts, which loads a compiler first`,
  ].join("\n");

const testsText = ({ seconds: tests }: TestsResult): string =>
  `Tests\n  wall     ${secondsText(tests)}; target ≤ ${TESTS_TARGET_SECONDS} s: ${targetText(tests.median <= TESTS_TARGET_SECONDS)}`;

const scaleText = (sizes: readonly ScaleResult[]): string =>
  [
    "Services in one environment",
    ...sizes.map(
      (size) =>
        `  ${String(size.services).padEnd(8)} ${secondsText(size.seconds)}, ` +
        `${millisecondsText(size.secondsPerService)} a service, peak ${Math.round(size.peakMiB)} MiB`,
    ),
    ...marginalCosts(sizes).map(
      ({ from, to, secondsPerService }) =>
        `  ${from} to ${to}: ${millisecondsText(secondsPerService)} for each further one`,
    ),
    `  target   time per service falling or flat from 30 to 300: ${targetText(isFallingOrFlat(sizes))}`,
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
    ({ resources, seconds: own, parseSeconds, ratio, peakMiB, parsePeakMiB }) =>
      `  ${String(resources).padEnd(8)} ${secondsText(own)}` +
      (resources === 1
        ? ": start-up"
        : `, parsing ${millisecondsText(parseSeconds.median)}, ratio beyond start-up ` +
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

function sandboxText(result: SandboxResult): string {
  const lines =
    "reason" in result
      ? [`  not measured: ${result.reason}`]
      : result.measurePhases.map(
          ({ name, seconds: all, sleepingSeconds }) =>
            `  ${name.padEnd(12)} ${all.toFixed(0).padStart(4)} s, ${Math.round((100 * sleepingSeconds) / all)} % of it the provider's own sleeps`,
        );
  return ["Staging in a sandbox (bootstrap included, one run)", ...lines].join("\n");
}

/** For people; times are medians, with the fastest and the slowest run. */
export const resultsText = ({ node, runs, synth, tests, scale, review, sandbox }: BenchResults): string =>
  [
    `Medians of ${runs} interleaved whole-process runs (fastest–slowest), node ${node}`,
    synth && synthText(synth),
    tests && testsText(tests),
    scale && scaleText(scale),
    review && reviewText(review),
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
        scale: { sizes: results.scale, marginals: marginalCosts(results.scale), met: isFallingOrFlat(results.scale) },
      }),
      ...(results.review && {
        review: { sizes: results.review, target: REVIEW_RATIO_TARGET, met: areReviewsWithin(results.review) },
      }),
    },
    undefined,
    2,
  );
