import { countedNoun, typeNoun } from "../../google/type-nouns";
import { compareSeverity, isAtLeast } from "../../report/severity";
import { countText, firstOf } from "../../report/text";
import type { StackReport } from "../report";
import { addressParts, listText } from "./address";
import { entriesOf, isFailing, type ChangeEntry, type Entry, type FindingEntry, type NewEntry } from "./entries";

/** What a change does to a thing, said of whoever applies it. */
const VERBS: readonly (readonly [action: string, verb: string])[] = [
  ["replace", "replaces"],
  ["delete", "deletes"],
  ["forget", "lets go of"],
  ["create", "adds"],
  ["update", "changes"],
  ["import", "takes over"],
  ["move", "moves"],
  ["read", "reads"],
  ["deferred", "puts off"],
  ["run action", "runs an action on"],
];

const verbOf = (actions: string): string => VERBS.find(([action]) => actions.includes(action))?.[1] ?? "does to";

/** The thing at an address: `the cache redis`. */
export function thingText(address: string): string {
  const { type, name } = addressParts(address);
  if (type === "") return address;
  const noun = typeNoun(type);
  return name === noun ? `the ${noun}` : `the ${noun} ${name}`;
}

const environmentsOf = (stacks: readonly StackReport[], addresses: readonly string[]): string => {
  const wanted = new Set(addresses);
  const own = stacks.filter((stack) =>
    [...stack.changes, ...stack.findings].some(({ address }) => wanted.has(address)),
  );
  return listText([...new Set(own.flatMap(({ environment }) => environment ?? []))]);
};

/** The first clause of a consequence: the worst that happens. */
const firstClause = (text: string): string => text.split("; ")[0] ?? text;

/** `replaced, the old one destroyed first: every session is lost`: what happens stands behind the colon. */
const lossText = (text: string): string => /^(?:replaced, [^:]*|deleted): (.+)$/.exec(text)?.[1] ?? text;

/** What stands behind the last slash of an image's name. */
const shortImage = (image: string): string => image.slice(image.lastIndexOf("/") + 1);

/** `image chat:41 → chat:42`; undefined where the change is not mainly another image. */
function imageText({ subjects, consequence }: ChangeEntry): string | undefined {
  const [subject, ...others] = subjects;
  const change = subject?.reports[0]?.paths.find(({ path }) => path.endsWith(".image"));
  if (others.length > 0 || change?.before === undefined || change.after === undefined) return undefined;
  return /^(new revision|another image)/.test(consequence)
    ? `a new revision with image ${shortImage(change.after)} instead of ${shortImage(change.before)}`
    : undefined;
}

function changeText(entry: ChangeEntry, stacks: readonly StackReport[]): string {
  const { subjects, actions, consequence } = entry;
  const addresses = subjects.map(({ address }) => address);
  const types = addresses.map((address) => addressParts(address).type);
  const [only = ""] = addresses;
  const [type = ""] = types;
  const isOneKind = type !== "" && types.every((other) => typeNoun(other) === typeNoun(type));
  const several = isOneKind ? countedNoun(addresses.length, type) : countText(addresses.length, "resource");
  const what = addresses.length === 1 ? thingText(only) : several;
  const environments = environmentsOf(stacks, addresses);
  const where = environments === "" ? "" : ` ${actions.includes("create") ? "in" : "of"} ${environments}`;
  const image = imageText(entry);
  return `${verbOf(actions)} ${what}${where}: ${image ?? lossText(firstClause(consequence))}`;
}

function newText(entries: readonly NewEntry[], stacks: readonly StackReport[]): string {
  const names = entries.map(({ head }) => thingText(head.address));
  const environments = environmentsOf(
    stacks,
    entries.map(({ head }) => head.address),
  );
  return `adds ${listText(firstOf(names, 3))}${environments === "" ? "" : ` to ${environments}`}`;
}

const findingText = ({ why, subjects }: FindingEntry): string => `${why} (${countText(subjects.length, "resource")})`;

function failureText(entry: Entry): string {
  if (entry.kind === "change") {
    const [subject] = entry.subjects;
    return `${thingText(subject?.address ?? "")}: ${firstClause(subject?.reports[0]?.fails ?? "")}`;
  }
  return entry.kind === "finding" ? `${thingText(entry.subjects[0]?.address ?? "")}: ${lowerFirst(entry.why)}` : "";
}

const lowerFirst = (text: string): string =>
  /^[A-Z][a-z]* /.test(text) && !/^(Google|Cloud|Terraform|Redis|PostgreSQL)/.test(text)
    ? `${text[0]?.toLowerCase()}${text.slice(1)}`
    : text;

const changeCount = (entry: Entry): number => {
  if (entry.kind === "change") return entry.subjects.length;
  return entry.kind === "new" ? 1 + entry.members.length : 0;
};

/** What a plan mainly does: a grave change, or else what is new, or else the worst change. */
function mainText(entries: readonly Entry[], stacks: readonly StackReport[]): string {
  const made = entries.filter((entry) => entry.kind === "new");
  const [worst] = entries.filter((entry) => entry.kind === "change");
  const isDestroying = worst !== undefined && (worst.severity === "critical" || /replace|delete/.test(worst.actions));
  const leadsNew = made.length > 0 && !(isDestroying && isAtLeast(worst.severity, "high"));
  if (leadsNew) {
    const rest = entries.filter((entry) => entry.kind === "change").reduce((sum, entry) => sum + changeCount(entry), 0);
    const more = rest === 0 ? "" : `, and touches ${countText(rest, "other thing")}`;
    const grave =
      worst && isAtLeast(worst.severity, "high") ? `; gravest: ${lossText(firstClause(worst.consequence))}` : "";
    return `${newText(made, stacks)}${more}${grave}`;
  }
  if (!worst) return "";
  const rest = entries.reduce((sum, entry) => sum + changeCount(entry), 0) - worst.subjects.length;
  return `${changeText(worst, stacks)}${rest === 0 ? "" : `; and touches ${countText(rest, "other thing")}`}`;
}

/** Everything that happens, is found or was changed, in one sentence, without a capital letter and a full stop. */
export function sentenceOf(stacks: readonly StackReport[]): string {
  const entries = entriesOf(stacks);
  const failing = entries.find(isFailing);
  if (failing) return `the apply will fail at ${failureText(failing)}`;
  const main = mainText(entries, stacks);
  const [drifted] = entries.filter((entry) => entry.kind === "drift");
  const [found] = entries.filter((entry) => entry.kind === "finding" && entry.status !== "waived");
  const changes = entries.filter((entry) => entry.kind === "change" || entry.kind === "new");
  const worstChange = changes[0]?.severity;
  const isWorse = (entry: Entry | undefined): boolean =>
    entry !== undefined && (worstChange === undefined || compareSeverity(entry.severity, worstChange) < 0);
  const start = main === "" ? startText(stacks, drifted) : main;
  if (found?.kind === "finding" && isWorse(found)) {
    return `${start}; ${main === "" ? "but" : "worse"}: ${lowerFirst(findingText(found))}`;
  }
  if (main !== "" && drifted && isWorse(drifted)) {
    return `${start}; before: ${thingText(drifted.subjects[0]?.address ?? "")} was ${drifted.class}`;
  }
  return start;
}

/** What is said where no resource changes. */
function startText(stacks: readonly StackReport[], drifted: Entry | undefined): string {
  if (drifted?.kind === "drift") {
    const count = stacks.reduce((sum, { drift }) => sum + drift.length, 0);
    return `changes nothing, but ${countText(count, "attribute")} differ${count === 1 ? "s" : ""} from what was applied`;
  }
  const outputs = stacks.reduce((sum, stack) => sum + stack.outputs.length, 0);
  return outputs > 0 ? `changes ${countText(outputs, "output")}, and no resource` : "nothing changes";
}
