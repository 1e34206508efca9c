import type { ResourceChangeJson } from "../policy/core/plan";
import type { Versions } from "../google/provider/facts";
import type { AttributeChange } from "./attribute-changes";
import type { Change } from "./change";
import { consequencesOf } from "./consequences";
import type { Weight } from "./consequence";
import { codeChanges, type DriftContext } from "./drift";
import type { NewGroups } from "./new-groups";
import { callerFact, newFacts } from "./new-facts";
import { KNOWN_LATER, shownValue } from "./printable";
import type { ChangeReport, PathReport } from "./report";
import { grantInPlan, unusedBackendConsequence, type PlanGraph, type ripplesOf } from "./ripples";
import { codeConsequences, type ActingProvisioners } from "./running-code";

/** What a change stands in. */
export interface ChangeSurroundings {
  readonly stack: string;
  readonly groups: NewGroups;
  /** By the address of a new thing, what leads to it. */
  readonly routes: ReadonlyMap<string, string>;
  readonly provisioners: ActingProvisioners;
  readonly ripples: ReturnType<typeof ripplesOf>;
  readonly graph: PlanGraph;
  /** By address, what changed outside. */
  readonly outside: ReadonlyMap<string, ResourceChangeJson>;
  readonly isForeign: boolean;
}

/** What the provider makes of `labels`: the same again. */
const COMPUTED_LABELS = /^(effective_labels|terraform_labels|effective_annotations)\b/;

/** A change with its consequences, of what may be printed. */
export function changeReport(
  change: Change,
  weight: Weight,
  configured: DriftContext["configured"],
  { stack, provisioners, ripples, graph, groups, routes, outside, isForeign }: ChangeSurroundings,
): ChangeReport {
  const more = [...codeConsequences(change, provisioners), ...ripples(change)];
  const consequences = consequencesOf(change, weight, {
    more,
    whole: grantInPlan(graph, change, isForeign) ?? unusedBackendConsequence(graph, change),
    isForeign,
  });
  const [worst] = consequences;
  const others = consequences.slice(1).map(({ text }) => text);
  const changedOutside = outside.get(change.address);
  const pathReports = (attributes: readonly AttributeChange[]): readonly PathReport[] =>
    attributes
      // A replacement makes every computed attribute unknown, so only the declared ones are worth a line.
      .filter(({ path, unknownAfter }) => !unknownAfter || configured(change.address, path).mentioned)
      .filter(({ path }) => !COMPUTED_LABELS.test(path))
      .map((attribute) => pathReport(change.type, attribute, change.versions));
  const fails = consequences.find((consequence) => consequence.fails !== undefined)?.fails;
  const partOf = groups.headOf(stack, change.address);
  const caller = callerFact(change);
  const route = partOf === change.address ? routes.get(partOf) : undefined;
  const own = [...newFacts(change), ...(route === undefined ? [] : [route])];
  const facts = partOf === undefined ? [] : caller === undefined ? own : [caller];
  return {
    address: change.address,
    ...(change.previousAddress !== undefined && { previousAddress: change.previousAddress }),
    actions: change.actions,
    severity: worst?.severity ?? "medium",
    consequence: [worst?.text ?? "no consequence is known", ...new Set(others)].join("; "),
    undo: worst?.undo ?? "redeploy",
    ...(fails !== undefined && { fails }),
    ...(partOf !== undefined && { partOf }),
    ...(facts.length > 0 && { facts }),
    paths: pathReports(change.attributes),
    ...(changedOutside && { unapplied: pathReports(codeChanges(change.attributes, changedOutside)) }),
    replacePaths: change.replacePaths,
  };
}

/** One attribute that changes, with the values that may be printed. */
export function pathReport(
  type: string,
  { path, before, after, unknownAfter, sensitive }: AttributeChange,
  versions: Versions | undefined,
): PathReport {
  const shown = {
    before: shownValue(type, path, before, sensitive, versions),
    after: unknownAfter ? KNOWN_LATER : shownValue(type, path, after, sensitive, versions),
  };
  return {
    path,
    ...(shown.before !== undefined && { before: shown.before }),
    ...(shown.after !== undefined && { after: shown.after }),
  };
}
