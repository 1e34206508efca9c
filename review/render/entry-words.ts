import { firstOf } from "../../report/text";
import type { Finding } from "../../policy/core/finding";
import type { ChangeEntry, DriftEntry, Entry, FindingEntry, NewEntry } from "../outline/entries";
import { NOTHING_ELSE } from "../outline/entries";
import { addressParts } from "../outline/address";
import { typeNoun } from "../../google/type-nouns";
import type { Subject } from "../outline/subjects";
import { declaredAt } from "../declared-at";
import { NOT_SET } from "../printable";
import type { PathReport } from "../report";
import { DRIFT_MEANING, changedText } from "./words";

/** Most messages of one rule that are shown of one resource. */
const MOST_NOTES = 3;

/** What a report says of an entry, before any markup: the consequence first, then where, then what to do. */
export interface EntryWords {
  /** What happens, in words. */
  readonly consequence: string;
  /** Below it: what is done, why it is found, how it is undone; one line each. */
  readonly notes: readonly string[];
  readonly places: readonly PlaceWords[];
}

/** A resource, or several of which the same is said. */
export interface PlaceWords {
  /** What is done there, `replace (destroy first)`; "" for a finding. */
  readonly action: string;
  readonly address: string;
  /** The stack, and the environments; "" where it goes without saying. */
  readonly place: string;
  /** What differs from the other places; "" for nothing. */
  readonly note: string;
  readonly paths: readonly PathReport[];
}

/** The message of a finding without what to do, which its rule says once. */
const withoutFix = ({ message, fix }: Finding): string =>
  message.endsWith(`; ${fix}`) ? message.slice(0, -fix.length - 2) : message;

const placeWords = <T>(
  { address, place }: Subject<T>,
  action: string,
  note = "",
  paths: readonly PathReport[] = [],
): PlaceWords => ({ action, address, place, note, paths });

/** A block that is found by a name: `conditions[display_name=…]`. */
const NAMED_BLOCK = /^.*?\[\w+=[^\]]*\]/s;

/** Where a block comes or goes as a whole, its arguments are not worth a line each. */
const MANY = 3;

/** The attributes that change, with a line for each block that comes or goes. */
function shownPaths(paths: readonly PathReport[]): readonly PathReport[] {
  const blocks = new Map<string, readonly PathReport[]>();
  for (const change of paths) {
    const [block] = NAMED_BLOCK.exec(change.path) ?? [];
    if (block !== undefined) blocks.set(block, [...(blocks.get(block) ?? []), change]);
  }
  const whole = new Map<string, PathReport>();
  for (const [path, own] of blocks) {
    if (own.length < MANY) continue;
    if (own.every(({ before }) => before === NOT_SET)) whole.set(path, { path, before: NOT_SET, after: "(new)" });
    if (own.every(({ after }) => after === NOT_SET)) whole.set(path, { path, before: "(there)", after: NOT_SET });
  }
  const said = new Set<string>();
  return paths.flatMap((change): readonly PathReport[] => {
    const [block = ""] = NAMED_BLOCK.exec(change.path) ?? [];
    const all = whole.get(block);
    if (!all) return [change];
    if (said.has(block)) return [];
    said.add(block);
    return [all];
  });
}

const pathKey = (paths: readonly PathReport[]): string =>
  paths.map((change) => `${change.path}: ${changedText(change)}`).join("\n");

function changeWords({ consequence, undo, actions, subjects, fails }: ChangeEntry): EntryWords {
  const [first] = subjects;
  const reason = first?.reports[0]?.fails;
  const shared = consequence === NOTHING_ELSE ? "new, and nothing that exists changes" : consequence;
  // The reason is said first, and not again among the consequences.
  const otherwise = shared
    .replace(`the apply fails here: ${reason}; `, "")
    .replace(`; the apply fails here: ${reason}`, "")
    .replace(`; ${reason}`, "");
  return {
    consequence: fails && reason !== undefined ? reason : shared,
    notes: [...(fails ? [`otherwise: ${otherwise}`] : []), ...(consequence === NOTHING_ELSE ? [] : [`undo: ${undo}`])],
    places: subjects.map((subject, index) => {
      const [report] = subject.reports;
      const notes = [
        ...(report?.previousAddress === undefined ? [] : [`was ${report.previousAddress}`]),
        ...(report && report.replacePaths.length > 0 ? [`because of ${report.replacePaths.join(", ")}`] : []),
      ];
      const paths = shownPaths(report?.paths ?? []);
      // What is the same as above is not said again.
      const before = shownPaths(subjects[index - 1]?.reports[0]?.paths ?? []);
      const isRepeated = index > 0 && pathKey(before) === pathKey(paths);
      return placeWords(subject, actions, notes.join("; "), isRepeated ? [] : paths);
    }),
  };
}

/** How often each thing comes with a new one: `2 grants`, `certificate`. */
function memberText({ members }: NewEntry): string {
  const counts = new Map<string, number>();
  for (const { address } of members) {
    const { type } = addressParts(address);
    const noun = type === "" ? "action" : typeNoun(type);
    counts.set(noun, (counts.get(noun) ?? 0) + 1);
  }
  return [...counts].map(([noun, count]) => (count === 1 ? noun : `${count} × ${noun}`)).join(", ");
}

function newWords(entry: NewEntry): EntryWords {
  const { head, facts, consequences, members } = entry;
  const { type, name } = addressParts(head.address);
  return {
    consequence: `new ${typeNoun(type)} ${name}${facts.length === 0 ? "" : `: ${facts.join(", ")}`}`,
    notes: [
      ...consequences.slice(0, 5).map((text) => `also: ${text}`),
      ...(consequences.length > 5 ? [`and ${consequences.length - 5} more consequences`] : []),
      ...(members.length === 0 ? [] : [`with it: ${memberText(entry)}`]),
    ],
    places: [placeWords(head, "create")],
  };
}

const findingWords = (entry: FindingEntry): EntryWords => {
  const { fix, rule, title, status, subjects } = entry;
  const reports = subjects.flatMap((subject) => subject.reports);
  const declared = [...new Set(reports.flatMap((report) => declaredAt(report) ?? []))];
  return {
    consequence: status === "unknown" ? `not known before apply: ${title}` : entry.why,
    notes: [
      `rule ${rule}${status === "violation" ? "" : ` (${status})`}: ${title}`,
      `to do: ${fix}`,
      ...(declared.length === 0 ? [] : [`declared in: ${firstOf(declared, MOST_NOTES).join(", ")}`]),
    ],
    places: subjects.map((subject) => {
      const notes = [...new Set(subject.reports.map(withoutFix))];
      return placeWords(subject, "", firstOf(notes, MOST_NOTES).join("; "));
    }),
  };
};

const driftWords = ({ consequence, class: kind, subjects }: DriftEntry): EntryWords => ({
  consequence: consequence === "" ? DRIFT_MEANING[kind] : consequence,
  notes: [],
  places: subjects.map((subject) =>
    placeWords(
      subject,
      `drift: ${kind}`,
      "",
      subject.reports.filter(({ path }) => path !== ""),
    ),
  ),
});

export function entryWords(entry: Entry): EntryWords {
  switch (entry.kind) {
    case "change":
      return changeWords(entry);
    case "new":
      return newWords(entry);
    case "finding":
      return findingWords(entry);
    case "drift":
      return driftWords(entry);
  }
}
