import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { arithmeticOf, type Policy } from "./alert-arithmetic";
import { heldBy, worldOf } from "./alert-judgement";
import type { Labels, Series } from "./promql/evaluate";

/** Prometheus' own judge of rules (Debian's package prometheus), asked whether it comes to what ours does. */

/** Whether it is on this machine. */
export const hasPromtool = (): boolean => spawnSync("promtool", ["--version"]).status === 0;

/** Samples in promtool's notation; a minute without a value is an underscore. */
function valuesText({ samples: { minutes, values } }: Series): string {
  const last = minutes.at(-1) ?? 0;
  const found = new Map(minutes.map((minute, index) => [minute, values[index] ?? NaN]));
  return Array.from({ length: last + 1 }, (_, minute) => found.get(minute) ?? "_").join(" ");
}

const labelsText = (labels: Labels): string =>
  `{${Object.entries(labels)
    .map(([label, value]) => `${label}=${JSON.stringify(value)}`)
    .join(",")}}`;

/**
 * Has promtool reckon every condition of some policies in a world at some minutes, and hold its answer against ours: of which
 * labels there is a result. Values are made 1, because a condition asks for a result and not for its size.
 *
 * @returns what it says where the two differ; "" where they agree
 */
export function promtoolDifferences(
  policies: readonly Policy[],
  series: readonly Series[],
  minutes: readonly number[],
): string {
  const world = worldOf(series, Math.max(...minutes));
  const expressions = policies.flatMap((policy) => arithmeticOf(policy).map(({ expression }) => expression));
  const asked = expressions.flatMap((expression) => {
    const held = heldBy(expression, world);
    return minutes.map((minute) => ({
      expr: `(${expression}) * 0 + 1`,
      eval_time: `${minute}m`,
      exp_samples: held
        .filter(({ holds }) => holds[minute])
        .map(({ labels }) => ({ labels: labelsText(labels), value: 1 })),
    }));
  });
  const given = series.map((each) => ({ series: `${each.name}${labelsText(each.labels)}`, values: valuesText(each) }));
  const folder = mkdtempSync(join(tmpdir(), "netra-promtool-"));
  try {
    const tests = [{ interval: "1m", input_series: given, promql_expr_test: asked }];
    writeFileSync(join(folder, "tests.json"), JSON.stringify({ evaluation_interval: "1d", tests }));
    const judged = spawnSync("promtool", ["test", "rules", "tests.json"], {
      cwd: folder,
      encoding: "utf8",
      maxBuffer: 2 ** 28,
    });
    return judged.status === 0 ? "" : `${judged.stdout}${judged.stderr}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
