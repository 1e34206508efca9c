import { groupsBy } from "../../google/groups";
import { isOpen, type Finding } from "../../policy/core/finding";
import { compareSeverity, isAtLeast, severestOf, type Severity } from "../../report/severity";
import type { Undo } from "../consequence";
import type { ChangeReport, DriftReport, StackReport } from "../report";
import { subjectsOf, type Said, type Subject } from "./subjects";

/** A change that is the same of several resources, or in several environments: said once. */
export interface ChangeEntry {
  readonly kind: "change";
  readonly severity: Severity;
  readonly consequence: string;
  readonly undo: Undo;
  readonly actions: string;
  readonly fails: boolean;
  readonly subjects: readonly Subject<ChangeReport>[];
}

/** A new thing with everything that is made for it. */
export interface NewEntry {
  readonly kind: "new";
  readonly severity: Severity;
  /** What it does beside being new, worst first; empty where that is nothing. */
  readonly consequences: readonly string[];
  readonly head: Subject<ChangeReport>;
  /** What it is: its image, port and scaling; who may call it. */
  readonly facts: readonly string[];
  /** Everything that is made for it. */
  readonly members: readonly Subject<ChangeReport>[];
}

/** What a rule finds, in all places. */
export interface FindingEntry {
  readonly kind: "finding";
  readonly severity: Severity;
  readonly rule: string;
  readonly title: string;
  readonly why: string;
  readonly fix: string;
  readonly status: Finding["status"];
  /** The apply fails because of it. */
  readonly fails: boolean;
  readonly subjects: readonly Subject<Finding>[];
}

/** What was changed outside in the same way. */
export interface DriftEntry {
  readonly kind: "drift";
  readonly severity: Severity;
  readonly consequence: string;
  readonly class: DriftReport["class"];
  readonly subjects: readonly Subject<DriftReport>[];
}

export type Entry = ChangeEntry | NewEntry | FindingEntry | DriftEntry;

/** What is said of a new thing that nobody has used yet. */
export const NOTHING_ELSE = "new; nothing that exists changes";

const worstOf = (items: readonly { readonly report: { readonly severity: Severity } }[]): Severity =>
  severestOf(items.map(({ report }) => report)) ?? "low";

const said = <T extends { readonly address: string }>(
  stacks: readonly StackReport[],
  reportsOf: (stack: StackReport) => readonly T[],
): readonly Said<T>[] =>
  stacks.flatMap((stack) => reportsOf(stack).map((report) => ({ stack, address: report.address, report })));

/** What goes with a new thing: whatever of it is grave stands for itself. */
const isWithNew = ({ report: { partOf, severity, fails } }: Said<ChangeReport>): boolean =>
  partOf !== undefined && fails === undefined && compareSeverity(severity, "medium") >= 0;

function newEntry(own: readonly Said<ChangeReport>[], isOnlyStack: boolean): NewEntry | undefined {
  const members = subjectsOf(own, isOnlyStack);
  const head = members.find(({ address, reports }) => reports[0]?.partOf === address);
  if (!head) return undefined;
  // Another environment's differ in names and sizes: the first stand for all.
  const facts = [
    ...(head.reports[0]?.facts ?? []),
    ...members.filter((member) => member !== head).flatMap(({ reports }) => reports[0]?.facts ?? []),
  ];
  const consequences = [...own]
    .sort((a, b) => compareSeverity(a.report.severity, b.report.severity))
    .map(({ report }) => report.consequence)
    .filter((text) => text !== NOTHING_ELSE);
  return {
    kind: "new",
    severity: worstOf(own),
    consequences: [...new Set(consequences)],
    head,
    facts: [...new Set(facts)],
    members: members.filter((member) => member !== head),
  };
}

function changeEntry(own: readonly Said<ChangeReport>[], isOnlyStack: boolean): ChangeEntry | undefined {
  const [first] = own;
  if (!first) return undefined;
  const { consequence, undo, actions, fails } = first.report;
  return {
    kind: "change",
    severity: worstOf(own),
    consequence,
    undo,
    actions: actions.join(", "),
    fails: fails !== undefined,
    subjects: subjectsOf(own, isOnlyStack),
  };
}

function changeEntries(stacks: readonly StackReport[]): readonly Entry[] {
  const all = said(stacks, ({ changes }) => changes);
  const ofNew = groupsBy(all.filter(isWithNew), ({ report }) => report.partOf ?? "");
  const grouped = [...ofNew.values()].map((own) => ({
    own,
    entry: newEntry(own, stacks.length === 1),
  }));
  // A thing whose own creation is grave leads no group.
  const headless = grouped.flatMap(({ own, entry }) => (entry ? [] : own));
  const alone = [...all.filter((one) => !isWithNew(one)), ...headless];
  const equal = groupsBy(alone, ({ report: { actions, consequence, undo, fails } }) =>
    [actions.join(","), consequence, undo, fails ?? ""].join("\n"),
  );
  return [
    ...grouped.flatMap(({ entry }) => entry ?? []),
    ...[...equal.values()].flatMap((own) => changeEntry(own, stacks.length === 1) ?? []),
  ];
}

/**
 * Whether Google or the provider refuses what a rule has found, in a resource that this plan applies. What is called less than
 * high may be refused, or may not: the order in which things are made, an API that somebody else has switched on.
 */
const isRefused = ({ stack, report }: Said<Finding>): boolean =>
  report.kind === "refused" &&
  report.status === "violation" &&
  isAtLeast(report.severity, "high") &&
  (stack.changes ?? []).some(({ address }) => address === report.address);

/** Mentions of our own incidents, which say nothing to somebody else. */
const INCIDENTS = / \(incidents? [\d, and]+\)/g;

/** Why a rule is there, without a full stop. */
function reasonOf({ why, environment }: Finding): string {
  const text = why.replace(/\.$/, "");
  return environment === "" ? text.replace(INCIDENTS, "") : text;
}

/**
 * What rules find, each rule once.
 *
 * @param isOnlyStack - as of {@link subjectsOf}
 */
export function findingEntries(all: readonly Said<Finding>[], isOnlyStack: boolean): readonly FindingEntry[] {
  const equal = groupsBy(all, (one) => `${one.report.rule}\n${one.report.status}\n${isRefused(one)}`);
  return [...equal.values()].flatMap((own): readonly FindingEntry[] => {
    const [first] = own;
    if (!first) return [];
    const { rule, title, fix, status } = first.report;
    const why = reasonOf(first.report);
    const subjects = subjectsOf(own, isOnlyStack);
    return [
      { kind: "finding", severity: worstOf(own), rule, title, why, fix, status, fails: isRefused(first), subjects },
    ];
  });
}

function driftEntries(stacks: readonly StackReport[]): readonly DriftEntry[] {
  const equal = groupsBy(
    said(stacks, ({ drift }) => drift),
    ({ report }) => `${report.class}\n${report.consequence}`,
  );
  return [...equal.values()].flatMap((own): readonly DriftEntry[] => {
    const [first] = own;
    if (!first) return [];
    const { class: kind, consequence } = first.report;
    return [
      {
        kind: "drift",
        severity: worstOf(own),
        consequence,
        class: kind,
        subjects: subjectsOf(own, stacks.length === 1),
      },
    ];
  });
}

const isWaived = (entry: Entry): boolean => entry.kind === "finding" && !isOpen(entry);

const RANK: Readonly<Record<Entry["kind"], number>> = { change: 0, new: 1, drift: 2, finding: 3 };

/** The worst first, what happens before what a rule finds, waived last. */
export const sortedEntries = <T extends Entry>(entries: readonly T[]): readonly T[] =>
  [...entries].sort(
    (a, b) =>
      Number(isWaived(a)) - Number(isWaived(b)) ||
      compareSeverity(a.severity, b.severity) ||
      RANK[a.kind] - RANK[b.kind],
  );

/** Everything that a report says, each once and in order. */
export const entriesOf = (stacks: readonly StackReport[]): readonly Entry[] =>
  sortedEntries([
    ...changeEntries(stacks),
    ...driftEntries(stacks),
    ...findingEntries(
      said(stacks, ({ findings }) => findings),
      stacks.length === 1,
    ),
  ]);

/** Whether the apply is known to fail because of an entry. */
export const isFailing = (entry: Entry): boolean =>
  (entry.kind === "change" || entry.kind === "finding") && entry.fails;
