import { isOpen, type Finding } from "../policy/core/finding";
import { beforePlan, configuredIn, fromPlan, outputsOfPlan } from "../policy/core/from-plan";
import { findingsOf } from "../policy/packs";
import type { PlanJson, ResourceChangeJson } from "../policy/core/plan";
import type { Resource } from "../policy/core/resource";
import { Estate } from "../policy/core/estate";
import type { Spec } from "../policy/core/spec";
import { SEVERITIES, worstFirst, type Severity } from "../report/severity";
import { countText } from "../report/text";
import { budgetReports } from "./budget-reports";
import type { AttributeChange } from "./attribute-changes";
import { outputChangesOf, type Change } from "./change";
import { consequencesOf } from "./consequences";
import type { Weight } from "./consequence";
import { sentenceOf } from "./outline/sentence";
import { newGroups, type NewGroups } from "./new-groups";
import { callerFact, newFacts } from "./new-facts";
import { newRoutes } from "./new-routes";
import { capacityReports } from "./capacity";
import { checkFindings } from "./check-findings";
import { dataProgramFindings } from "./data-programs";
import { digestOf, isPartial, partsOf, type ReviewedPart } from "./parts";
import { actingProvisioners, actionReports, codeConsequences, type ActingProvisioners } from "./running-code";
import { earlierFindings } from "./earlier-findings";
import { PlanGraph, grantInPlan, ripplesOf } from "./ripples";
import { codeChanges, driftOf, type Drift, type DriftClass, type DriftContext } from "./drift";
import { KNOWN_LATER, shownValue } from "./printable";
import { versionsOf } from "./provider-versions";
import type { Versions } from "../google/provider/facts";
import { secondRollouts } from "./second-rollout";
import { hiddenChangeFindings } from "./hidden-changes";
import { releaseFindings } from "./release-findings";
import { stuckFindings } from "./stuck-findings";
import type { ChangeReport, DriftReport, PathReport, Report, StackReport } from "./report";

/** One plan to review. */
export interface PlanInput {
  /** Name of its stack. */
  readonly name: string;
  readonly plan: PlanJson;
  /**
   * Resources after the change, for a comparison of code, whose values are expressions.
   *
   * @default the resources that the plan holds
   */
  readonly after?: readonly Resource[];
  /** The same before the change. */
  readonly before?: readonly Resource[];
}

/** What a review knows beside the plans. */
export interface ReviewContext {
  /** Resources of the same environment's other stacks, so that rules see what spans them. */
  readonly others: readonly Resource[];
  /** Name of the environment of ours that the plans are of; absent for somebody else's. */
  readonly environment?: string;
  /** Present where the plans are of our own environment, and its other stacks are known. */
  readonly spec?: Spec;
  readonly weight: Weight;
  /** YYYY-MM-DD in UTC. */
  readonly today: string;
  /** Key of the digest; without it there is none. */
  readonly key?: string;
  readonly isIgnored: DriftContext["isIgnored"];
}

/** The worst severity. It searches level by level, so that no long list is copied. */
const worstSeverity = (stacks: readonly StackReport[]): Severity | "none" =>
  SEVERITIES.find((level) =>
    stacks.some(
      ({ changes, drift, findings }) =>
        changes.some(({ severity }) => severity === level) ||
        drift.some(({ severity }) => severity === level) ||
        findings.some((finding) => finding.severity === level && isOpen(finding)),
    ),
  ) ?? "none";

/** Reviews the plans of one environment together: rules and budgets see all of its stacks. */
export function reviewStacks(inputs: readonly PlanInput[], context: ReviewContext): readonly StackReport[] {
  // A large plan is read once: its changes, its resources before and after.
  const plans = inputs.map(({ name, plan, before, after }) => ({
    name,
    plan,
    isCode: after !== undefined,
    entries: before ?? plan.resource_changes,
    before: before ?? beforePlan(name, plan),
    graph: new PlanGraph(name, plan, after ?? fromPlan(name, plan)),
  }));
  const after = plans.flatMap(({ graph }) => graph.estate.resources);
  const before = plans.flatMap((plan) => plan.before);
  const outputs = inputs.flatMap(({ name, plan }) => outputsOfPlan(name, plan));
  const estate = (resources: readonly Resource[]): Estate =>
    new Estate({ stacks: [], resources: [...resources, ...context.others], outputs });
  const later = estate(after);
  const findings = findingsOf(later, context.today, context.spec);
  const earlier = earlierFindings(
    findings,
    plans.map(({ graph, ...plan }) => ({ ...plan, changes: graph.changes })),
    context,
  );
  const names = inputs.map(({ name }) => name);
  const groups = newGroups(plans);
  const routes = newRoutes(plans, groups);
  const budgets = budgetReports(estate(before), later, names);
  return plans.map(({ name, plan, isCode, graph, before: earlierResources }, index): StackReport => {
    const { changes } = graph;
    const isForeign = context.spec === undefined && !isCode;
    const ripples = ripplesOf(graph, !isForeign);
    const outputs = outputChangesOf(plan);
    const configured = configuredIn(plan);
    const versions = versionsOf(plan);
    const outside = new Map(plan.resource_drift.map((entry) => [entry.address, entry]));
    const drift = driftOf(plan, { isIgnored: context.isIgnored, configured });
    const provisioners = actingProvisioners(plan, changes);
    const parts = context.key === undefined ? [] : partsOf(context.key, plan, changes, provisioners);
    const environment = context.spec?.environment.name ?? "";
    const capacity = capacityReports(earlierResources, graph.estate.resources);
    return {
      name,
      ...(context.environment !== undefined && { environment: context.environment }),
      digest: context.key === undefined ? null : digestOf(context.key, parts),
      changes: worstFirst([
        ...changes.map((change) =>
          changeReport(change, context.weight, configured, {
            ...{ stack: name, provisioners, ripples, graph, groups, routes, outside, isForeign },
          }),
        ),
        ...actionReports(plan),
      ]),
      outputs,
      drift: worstFirst(drift.flatMap((entry) => (entry.class === "noise" ? [] : [driftEntry(entry, versions)]))),
      noise: drift.filter((entry) => entry.class === "noise").length,
      // Findings of the waivers themselves belong to no stack.
      findings: addLateFindings(
        findings.filter(
          (finding) => (finding.stack === name || (finding.stack === "" && index === 0)) && !earlier.has(finding),
        ),
        [
          ...secondRollouts(name, environment, changes, plan.timestamp),
          ...checkFindings(name, environment, plan.checks),
          ...dataProgramFindings(name, environment, plan, changes),
          ...stuckFindings(name, environment, changes),
          ...releaseFindings(name, environment, plan),
          ...hiddenChangeFindings(name, environment, plan),
        ],
      ),
      earlier: findings.filter((finding) => finding.stack === name && earlier.has(finding)),
      budgets: budgets.filter(({ stack }) => stack === name).map(({ report }) => report),
      ...(capacity.length > 0 && { capacity }),
      errored: plan.errored,
      partial: isPartial(plan),
      parts,
    };
  });
}

/** Adds the findings of plans to sorted findings, and keeps the order. */
const addLateFindings = (findings: readonly Finding[], late: readonly Finding[]): readonly Finding[] =>
  late.length > 0 ? worstFirst([...findings, ...late]) : findings;

/**
 * One report of reviewed stacks, of any number of environments.
 *
 * @param key - key of the digest; without it the report has none
 */
export function assembleReport(stacks: readonly StackReport[], key?: string): Report {
  const severity = worstSeverity(stacks);
  const sentence = isPendingOnly(stacks) ? PENDING_ONLY : sentenceOf(stacks);
  return {
    formatVersion: 1,
    summary: summaryText(stacks, severity, sentence),
    sentence,
    severity,
    stacks,
    digest: key === undefined ? null : digestOf(key, stackParts(stacks)),
  };
}

/** Said instead of "nothing changes": a deploy would change something. */
const PENDING_ONLY = "nothing that this change makes is in the plan, only what was pending before";

const isPendingOnly = (stacks: readonly StackReport[]): boolean =>
  stacks.some(({ pending }) => pending !== undefined && pending.changes.length > 0) &&
  stacks.every(({ changes, drift, findings }) => changes.length + drift.length + findings.length === 0);

const stackParts = (stacks: readonly StackReport[]): readonly ReviewedPart[] =>
  stacks.map(({ name, digest }) => ({ name, digest: digest ?? "" })).sort((a, b) => (a.name < b.name ? -1 : 1));

const countOpenFindings = (findings: readonly Finding[]): number =>
  findings.reduce((sum, finding) => (isOpen(finding) ? sum + 1 : sum), 0);

function summaryText(stacks: readonly StackReport[], severity: Severity | "none", sentence: string): string {
  const changes = stacks.flatMap((stack) => stack.changes);
  const findings = stacks.reduce((sum, stack) => sum + countOpenFindings(stack.findings), 0);
  const drift = stacks.flatMap((stack) => stack.drift);
  const outputs = stacks.flatMap((stack) => stack.outputs);
  const errored = stacks.filter((stack) => stack.errored).map(({ name }) => name);
  const partial = stacks.filter((stack) => stack.partial).map(({ name }) => name);
  const incomplete = [
    ...(errored.length > 0 ? [`INCOMPLETE, Terraform stopped in ${errored.join(", ")}; `] : []),
    ...(partial.length > 0 ? [`PARTIAL, the plan of ${partial.join(", ")} leaves something out; `] : []),
  ].join("");
  const counts = [
    countText(changes.length, "change"),
    ...(outputs.length > 0 ? [countText(outputs.length, "output")] : []),
    ...(drift.length > 0 ? [`${countText(drift.length, "attribute")} changed outside`] : []),
    countText(findings, "finding"),
  ].join(", ");
  const isWhole = errored.length + partial.length === 0;
  const verdict = severity === "none" ? (isWhole ? sentence : severity) : `${severity}: ${sentence}`;
  return `${incomplete}${verdict} (${counts})`;
}

/** What a change stands in. */
interface ChangeSurroundings {
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

function changeReport(
  change: Change,
  weight: Weight,
  configured: DriftContext["configured"],
  { stack, provisioners, ripples, graph, groups, routes, outside, isForeign }: ChangeSurroundings,
): ChangeReport {
  const more = [...codeConsequences(change, provisioners), ...ripples(change)];
  const consequences = consequencesOf(change, weight, {
    more,
    grant: grantInPlan(graph, change, isForeign),
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

function pathReport(
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

/** The classes that a plan alone gives, without noise. */
type JoinedClass = Exclude<DriftClass, "noise" | "accepted in the ledger" | "code not applied yet">;

/** What each class means for the plan, and what to do. */
const DRIFT_CONSEQUENCES: Readonly<Record<JoinedClass, { readonly severity: Severity; readonly text: string }>> = {
  reverted: {
    severity: "high",
    text: "changed outside; applying takes it back. If it was a fix in the night, put it into the code first",
  },
  overwritten: {
    severity: "high",
    text: "changed outside; applying replaces it by a third value. Find out who changed it and why before applying",
  },
  "deleted outside": { severity: "high", text: "deleted outside; applying makes a new one" },
  "accepted silently": {
    severity: "medium",
    text: "changed outside, and the code does not mention it: it stays. Declare it, with the old value or the new one",
  },
  adopted: { severity: "low", text: "changed outside, and the code now says the same; nothing to do" },
  ignored: { severity: "low", text: "changed by its owner, the service's own pipeline; nothing to do" },
};

function driftEntry({ address, type, class: kind, attribute }: Drift, versions: Versions): DriftReport {
  const { severity, text } = DRIFT_CONSEQUENCES[kind as JoinedClass];
  const path = attribute ? pathReport(type, attribute, versions) : { path: "" };
  return { ...path, address, class: kind, severity, consequence: text };
}
