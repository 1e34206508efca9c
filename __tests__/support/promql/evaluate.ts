import type { Binary, Expression, Matcher, RangeSelector } from "./read";
import { WINDOWS, quantileOf, type Samples } from "./windows";

/** Labels of a series. */
export type Labels = Readonly<Record<string, string>>;

/** A series of a world: its name, its labels, its samples. */
export interface Series {
  readonly name: string;
  readonly labels: Labels;
  readonly samples: Samples;
}

/** What an expression comes to at each moment that is asked for; undefined where it has no result. */
interface Line {
  readonly labels: Labels;
  readonly values: readonly (number | undefined)[];
}
type Lines = readonly Line[];

const keyOf = (labels: Labels): string => JSON.stringify(Object.entries(labels).sort());
const picked = (labels: Labels, names: readonly string[]): Labels =>
  Object.fromEntries(names.flatMap((name) => (labels[name] === undefined ? [] : [[name, labels[name]]])));

function isMatching(labels: Labels, { label, operator, value }: Matcher): boolean {
  const found = labels[label] ?? "";
  const isEqual = operator.includes("~") ? new RegExp(`^(?:${value})$`).test(found) : found === value;
  return operator.startsWith("!") ? !isEqual : isEqual;
}

const COMPARED: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  ">": (left, right) => left > right,
  "<": (left, right) => left < right,
  ">=": (left, right) => left >= right,
  "<=": (left, right) => left <= right,
  "==": (left, right) => left === right,
  "!=": (left, right) => left !== right,
};
const RECKONED: Readonly<Record<string, (left: number, right: number) => number>> = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => left / right,
};
const AGGREGATED: Readonly<Record<string, (values: readonly number[]) => number>> = {
  sum: (values) => values.reduce((total, value) => total + value, 0),
  count: (values) => values.length,
  avg: (values) => values.reduce((total, value) => total + value, 0) / values.length,
  max: (values) => values.reduce((best, value) => (Number.isNaN(best) || value > best ? value : best)),
  min: (values) => values.reduce((best, value) => (Number.isNaN(best) || value < best ? value : best)),
};

/** A world of series, asked at certain minutes. What several alerts ask is reckoned once. */
export class World {
  private readonly known = new Map<string, Lines>();
  private readonly byName = new Map<string, Series[]>();

  constructor(
    series: readonly Series[],
    private readonly minutes: readonly number[],
  ) {
    for (const each of series) this.byName.set(each.name, [...(this.byName.get(each.name) ?? []), each]);
  }

  /** What an expression comes to, line by line. */
  evaluate(expression: Expression): Lines {
    switch (expression.kind) {
      case "number":
        return [{ labels: {}, values: this.minutes.map(() => expression.value) }];
      case "over-time":
        return this.overTime(expression.call, expression.selector);
      case "quantile":
        return this.grouped(
          this.evaluate(expression.of),
          ({ le: _, ...labels }) => labels,
          (lines, at) =>
            quantileOf(
              expression.quantile,
              lines.map(({ labels: { le = "" }, values }) => [
                le === "+Inf" ? Infinity : Number(le),
                values[at] ?? NaN,
              ]),
            ),
        );
      case "aggregate":
        return this.grouped(
          this.evaluate(expression.of),
          (labels) => picked(labels, expression.by),
          (lines, at) => AGGREGATED[expression.call]!(lines.map(({ values }) => values[at] ?? NaN)),
        );
      case "binary":
        return this.combined(expression);
    }
  }

  private overTime(call: string, selector: RangeSelector): Lines {
    const key = JSON.stringify([call, selector]);
    const lines = this.known.get(key) ?? this.readWindows(call, selector);
    this.known.set(key, lines);
    return lines;
  }

  private readWindows(call: string, { name, matchers, seconds }: RangeSelector): Lines {
    const found = (this.byName.get(name) ?? []).filter(({ labels }) =>
      matchers.every((each) => isMatching(labels, each)),
    );
    if (call === "absent_over_time") {
      const seen = found.map(({ samples }) => this.windowed(samples, seconds, () => 1));
      const labels = Object.fromEntries(
        matchers.flatMap(({ label, operator, value }) => (operator === "=" ? [[label, value]] : [])),
      );
      const values = this.minutes.map((_, at) => (seen.some((line) => line[at] !== undefined) ? undefined : 1));
      return [{ labels, values }];
    }
    return found.map(({ labels, samples }) => ({ labels, values: this.windowed(samples, seconds, WINDOWS[call]!) }));
  }

  private windowed(samples: Samples, seconds: number, of: (typeof WINDOWS)[string]): readonly (number | undefined)[] {
    const { minutes } = samples;
    let [first, last] = [0, -1];
    return this.minutes.map((to) => {
      const from = to - seconds / 60;
      while (last + 1 < minutes.length && (minutes[last + 1] ?? 0) <= to) last += 1;
      while (first < minutes.length && (minutes[first] ?? 0) < from) first += 1;
      return first > last ? undefined : of(samples, first, last, from, to);
    });
  }

  private grouped(
    lines: Lines,
    labelsOf: (labels: Labels) => Labels,
    reckon: (present: Lines, at: number) => number,
  ): Lines {
    const groups = new Map<string, { readonly labels: Labels; readonly lines: Line[] }>();
    for (const line of lines) {
      const labels = labelsOf(line.labels);
      const group = groups.get(keyOf(labels)) ?? { labels, lines: [] };
      groups.set(keyOf(labels), group);
      group.lines.push(line);
    }
    return [...groups.values()].map(({ labels, lines: own }) => ({
      labels,
      values: this.minutes.map((_, at) => {
        const present = own.filter(({ values }) => values[at] !== undefined);
        return present.length === 0 ? undefined : reckon(present, at);
      }),
    }));
  }

  private combined(expression: Expression & { readonly kind: "binary" }): Lines {
    const { operator, left, right, on } = expression;
    const [ours, theirs] = [this.evaluate(left), this.evaluate(right)];
    if (operator === "and" || operator === "or" || operator === "unless")
      return this.joined(operator, ours, theirs, on);
    if (left.kind === "number" || right.kind === "number") {
      const [lines, isLeft] = left.kind === "number" ? [theirs, false] : [ours, true];
      const number = left.kind === "number" ? left.value : right.kind === "number" ? right.value : NaN;
      return lines.map(({ labels, values }) => ({
        labels,
        values: values.map((value) =>
          value === undefined ? undefined : isLeft ? result(operator, value, number) : result(operator, number, value),
        ),
      }));
    }
    const byKey = new Map(theirs.map((line) => [keyOf(on ? picked(line.labels, on) : line.labels), line]));
    return ours.flatMap(({ labels, values }) => {
      const other = byKey.get(keyOf(on ? picked(labels, on) : labels));
      const reckoned = values.map((value, at) => {
        const theirValue = other?.values[at];
        return value === undefined || theirValue === undefined ? undefined : result(operator, value, theirValue);
      });
      return other ? [{ labels, values: reckoned }] : [];
    });
  }

  /** `and`, `or`, `unless`: by whether the other side has a result with the same labels. */
  private joined(operator: "and" | "or" | "unless", ours: Lines, theirs: Lines, on?: readonly string[]): Lines {
    const key = (labels: Labels): string => keyOf(on ? picked(labels, on) : labels);
    const isThere = (lines: Lines, labels: Labels, at: number): boolean =>
      lines.some((line) => line.values[at] !== undefined && key(line.labels) === key(labels));
    if (operator !== "or") {
      return ours.map(({ labels, values }) => ({
        labels,
        values: values.map((value, at) =>
          value !== undefined && isThere(theirs, labels, at) === (operator === "and") ? value : undefined,
        ),
      }));
    }
    const others = theirs.map(({ labels, values }) => ({
      labels,
      values: values.map((value, at) => (isThere(ours, labels, at) ? undefined : value)),
    }));
    return [...ours, ...others];
  }
}

/** A comparison keeps the left value where it holds, and has no result otherwise. */
const result = (operator: Binary, left: number, right: number): number | undefined => {
  const compare = COMPARED[operator];
  if (compare) return compare(left, right) ? left : undefined;
  return RECKONED[operator]?.(left, right);
};
