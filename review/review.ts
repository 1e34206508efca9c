import type { Finding } from "../policy/core/finding";
import { beforePlan, configuredIn, fromPlan, outputsOfPlan } from "../policy/core/from-plan";
import { findingsOf } from "../policy/packs";
import type { PlanJson } from "../policy/core/plan";
import type { Resource } from "../policy/core/resource";
import { Estate } from "../policy/core/estate";
import type { Spec } from "../policy/core/spec";
import { worstFirst } from "../report/severity";
import { budgetReports } from "./budget-reports";
import { outputChangesOf } from "./change";
import { changeReport } from "./change-report";
import type { Weight } from "./consequence";
import { newGroups } from "./new-groups";
import { newRoutes } from "./new-routes";
import { capacityReports } from "./capacity";
import { checkFindings } from "./check-findings";
import { dataProgramFindings } from "./data-programs";
import { digestOf, isPartial, partsOf } from "./parts";
import { actingProvisioners, actionReports } from "./running-code";
import { earlierFindings } from "./earlier-findings";
import { PlanGraph, ripplesOf } from "./ripples";
import { driftOf, type DriftContext } from "./drift";
import { driftEntry } from "./drift-entry";
import { versionsOf } from "./provider-versions";
import { secondRollouts } from "./second-rollout";
import { hiddenChangeFindings } from "./hidden-changes";
import { releaseFindings } from "./release-findings";
import { stuckFindings } from "./stuck-findings";
import type { StackReport } from "./report";

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
