import { readFileSync } from "node:fs";
import { join } from "node:path";
import { EMPTY_PLAN } from "../../policy/core/plan";
import type { RuleKind } from "../../policy/core/rule";
import { SEVERITIES } from "../../report/severity";
import type { Action } from "../../review/change";
import type { Undo } from "../../review/consequence";
import type { DriftClass } from "../../review/drift";
import type { Report } from "../../review/report";
import { renderReport } from "../../review/render";
import { assembleReport } from "../../review/assemble";
import { reviewStacks, type ReviewContext } from "../../review/review";
import { REPORT } from "../review/golden/report";
import { recordedPlan } from "../support/recorded-plans";
import { ROOT } from "../support/tracked-files";

/** What docs/reports.md says of the JSON of a review is what real reports have: every member, its type, its words. */

interface Row {
  readonly member: string;
  readonly type: string;
  readonly words: readonly string[];
}

const section = readFileSync(join(ROOT, "docs/reports.md"), "utf8").split("\n## The JSON of review and drift\n")[1]!;
const ROWS: readonly Row[] = section.split("\n").flatMap((line): Row[] => {
  const [, name, each, type = "", meaning = ""] = /^\| `([^`]+)`(, each)? +\| ([^|]+?) +\| (.+?) +\|$/.exec(line) ?? [];
  if (name === undefined) return [];
  const [, listed = ""] = /\bone of (.*)$/.exec(meaning) ?? [];
  const words = [...listed.matchAll(/`([^`]+)`/g)].map(([, word = ""]) => word);
  return [{ member: each === undefined ? name : `${name} each`, type, words }];
});

/** Lists of what stands elsewhere in the report, in the same form. */
const REPEATED = /^stacks\[\]\.(earlier|pending\.\w+)$/;

/** Every member of a report with what stands there: `stacks[].changes[].actions[] each`. */
function membersOf(value: unknown, path: string, found: Map<string, unknown[]>): Map<string, unknown[]> {
  const note = (member: string, seen: unknown): unknown => found.set(member, [...(found.get(member) ?? []), seen]);
  if (Array.isArray(value)) {
    note(`${path}[]`, value);
    if (REPEATED.test(path)) return found;
    for (const item of value as readonly unknown[]) {
      if (typeof item === "object") membersOf(item, `${path}[]`, found);
      else note(`${path}[] each`, item);
    }
  } else if (typeof value === "object" && value !== null) {
    if (path !== "" && !path.endsWith("[]")) note(path, value);
    for (const [name, inner] of Object.entries(value)) membersOf(inner, path === "" ? name : `${path}.${name}`, found);
  } else {
    note(path, value);
  }
  return found;
}

/** With what the golden report is too tidy for, each kind of it once. */
const PLANS = [
  "check-unknown",
  "create-services",
  "deposed-twice",
  "drift-mixed",
  "forget",
  "outputs-only",
  "sql-replace",
];
const context: ReviewContext = { others: [], weight: "production", today: "2026-01-01", isIgnored: () => false };
const reviewOf = (name: string): Report =>
  assembleReport(reviewStacks([{ name, plan: recordedPlan(name) }], { ...context, key: "k" }), "k");
const unkeyed = assembleReport(reviewStacks([{ name: "empty", plan: EMPTY_PLAN }], context));
/** Compared with the code, and with findings from before. */
const joined: Report = {
  ...REPORT,
  stacks: REPORT.stacks.map((stack) => ({
    ...stack,
    changes: stack.changes.map((change) => ({
      ...change,
      paths: change.paths.map((path) => ({ ...path, isPending: true as const })),
    })),
    earlier: stack.findings,
    pending: { changes: stack.changes, drift: stack.drift, findings: stack.findings },
    unplanned: stack.changes,
  })),
};
const reports = [REPORT, joined, unkeyed, ...PLANS.map(reviewOf)].map((report): unknown =>
  JSON.parse(renderReport(report, "json", "x")),
);
const MEMBERS = reports.reduce<Map<string, unknown[]>>((found, report) => membersOf(report, "", found), new Map());

test("every member is on the page, none is there that no report has, and in the order of the report", () => {
  const rows = ROWS.map(({ member }) => member);
  expect(new Set(rows).size).toBe(rows.length);
  expect([...rows].sort()).toEqual([...MEMBERS.keys()].sort());
  const top = rows.filter((member) => /^\w+(\[\])?$/.test(member));
  expect(top).toEqual(Object.keys(reports[0] as object).map((name) => (rows.includes(name) ? name : `${name}[]`)));
});

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  text: (value) => typeof value === "string",
  number: (value) => typeof value === "number",
  list: Array.isArray,
  object: (value) => typeof value === "object" && value !== null,
  null: (value) => value === null,
  true: (value) => value === true,
  false: (value) => value === false,
};

test.each(ROWS)("$member is $type", ({ member, type }) => {
  const types = type.replace(", may be absent", "").split(" or ");
  const seen = MEMBERS.get(member)!;
  expect(seen.filter((value) => !types.some((name) => TYPES[name]!(value)))).toEqual([]);
  for (const name of types.filter((name) => name !== "true" && name !== "false")) {
    expect(seen.some((value) => TYPES[name]!(value))).toBe(true);
  }
});

test("what may be absent is absent somewhere, and nothing else is", () => {
  const counts = (member: string): number => MEMBERS.get(member)!.length;
  const optional = ROWS.filter(({ member }) => {
    const around = member.slice(0, member.lastIndexOf("."));
    if (member.endsWith(" each") || !member.includes(".")) return false;
    const owners = around.endsWith("[]") ? MEMBERS.get(around)!.flat().length : counts(around);
    return counts(member) < owners;
  });
  expect(optional.map(({ member }) => member)).toEqual(
    ROWS.filter(({ type }) => type.endsWith(", may be absent")).map(({ member }) => member),
  );
});

/** The words of a type, each once: the compiler asks for one that is missing. */
const wordsOf = <T extends string>(words: Readonly<Record<T, true>>): readonly string[] => Object.keys(words);
const ACTIONS = wordsOf<Action | "run action">({
  ...{ create: true, update: true, delete: true, "replace (destroy first)": true, "replace (create first)": true },
  ...{ move: true, import: true, forget: true, read: true, deferred: true, "run action": true, "unknown action": true },
});
const UNDOS = wordsOf<Undo>({ instant: true, redeploy: true, "data lost": true, "one-way": true });
const KINDS = wordsOf<RuleKind>({
  ...{ refused: true, exposed: true, lost: true, down: true, "no effect": true, unproven: true, house: true },
});
const CLASSES = wordsOf<Exclude<DriftClass, "noise">>({
  ...{ "deleted outside": true, reverted: true, overwritten: true, "accepted silently": true, adopted: true },
  ...{ ignored: true, "accepted in the ledger": true, "code not applied yet": true },
});

test.each<[string, readonly string[]]>([
  ["severity", [...SEVERITIES, "none"]],
  ["rules[].kind", KINDS],
  ["rules[].pack", ["google", "netra"]],
  ["rules[].severity", SEVERITIES],
  ["stacks[].changes[].severity", SEVERITIES],
  ["stacks[].changes[].actions[] each", ACTIONS],
  ["stacks[].changes[].undo", UNDOS],
  ["stacks[].drift[].class", CLASSES],
  ["stacks[].drift[].severity", SEVERITIES],
  ["stacks[].findings[].severity", SEVERITIES],
  ["stacks[].findings[].status", ["violation", "waived", "unknown"]],
])("%s has these words", (member, words) => {
  expect(ROWS.find((row) => row.member === member)!.words).toEqual(words);
});

test.each(ROWS.filter(({ words }) => words.length > 0))("$member has no other word", ({ member, words }) => {
  expect(MEMBERS.get(member)!.filter((value) => !words.includes(value as string))).toEqual([]);
});
