import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { environmentNames, selectEnvironments } from "../../environments";
import type { Environment } from "../../environments/environment";
import { PIPELINE_MARKS, PIPELINE_OWNED } from "../../environments/ownership";
import { specOf } from "../../policy/core/spec";
import { readPlan } from "../../policy/core/plan";
import type { Resource } from "../../policy/core/resource";
import type { Estate } from "../../policy/core/estate";
import { standingEstate } from "../../review/graph/standing";
import type { Report } from "../../review/report";
import { assembleReport } from "../../review/assemble";
import { reviewStacks, type PlanInput, type ReviewContext } from "../../review/review";
import { CouldNotTell } from "./command";
import { bootstrapStack } from "../../environments/stack-names";
import { ROOT, callerPath } from "./place";
import { readProject } from "./project";
import { declaredResources } from "./stack-file";
import { readUserFile } from "./user-file";

/** The variable that holds the digest's key. A fork's pull request lacks it, so its report has no digest. */
export const DIGEST_KEY_VARIABLE = "NETRA_REVIEW_KEY";

/** The stack of a plan's file: NAME for `cdktf.out/stacks/NAME/plan.json`, else the name of the file. */
export const stackNameOf = (file: string): string =>
  /[\\/]stacks[\\/]([^\\/]+)[\\/][^\\/]+$/.exec(file)?.[1] ?? basename(file).replace(/\.json$/, "");

/**
 * Reads a plan's JSON file.
 *
 * @throws CouldNotTell where it is not readable, or no plan
 */
export function readInput(file: string): PlanInput {
  const reading = readPlan(readUserFile(file, "terraform"));
  if (!reading.ok) throw new CouldNotTell(`${file}: ${reading.problem}`);
  return { name: stackNameOf(callerPath(file)), plan: reading.plan };
}

const isStackOf = (environment: string, stack: string): boolean =>
  stack.startsWith(`${environment}-`) || stack === bootstrapStack({ name: environment });

/** The environment whose stacks and project all plans belong to; undefined for plans of others. */
function environmentOf(inputs: readonly PlanInput[], day: string): Environment | undefined {
  const selection = selectEnvironments(day);
  if (!selection.ok) throw new CouldNotTell(selection.problems.join("\n"));
  return selection.environments.find(({ name, project }) =>
    inputs.every(
      ({ name: stack, plan }) =>
        isStackOf(name, stack) &&
        plan.resource_changes.every(({ change }) =>
          [change.before, change.after].every((side) => {
            const own = (side as { readonly project?: unknown } | null | undefined)?.project;
            return typeof own !== "string" || own === project;
          }),
        ),
    ),
  );
}

/** The declared resources of the environment's other stacks; undefined where nothing was synthesized. */
function otherStacks(
  folder: string,
  { name }: Environment,
  planned: ReadonlySet<string>,
): readonly Resource[] | undefined {
  if (!existsSync(folder)) return undefined;
  const own = readdirSync(folder).filter((stack) => isStackOf(name, stack));
  return own.filter((stack) => !planned.has(stack)).flatMap((stack) => declaredResources(folder, stack));
}

/** Attributes that the pipelines of the services change, by their paths in a plan. */
const PIPELINE_OWNED_PATHS = [...PIPELINE_OWNED, ...PIPELINE_MARKS].map(({ path }) =>
  path.replace(/\["([^"]*)"\]/g, ".$1"),
);

/** Our stacks grouped by environment; all other stacks are one group. */
function groupByEnvironment(inputs: readonly PlanInput[]): readonly (readonly PlanInput[])[] {
  const groups = environmentNames().map((name) => inputs.filter((input) => isStackOf(name, input.name)));
  const known = new Set(groups.flat());
  return [...groups, inputs.filter((input) => !known.has(input))].filter((group) => group.length > 0);
}

function contextOf(inputs: readonly PlanInput[], day: string, folder: string, key: string | undefined): ReviewContext {
  const environment = environmentOf(inputs, day);
  const others = environment && otherStacks(folder, environment, new Set(inputs.map(({ name }) => name)));
  return {
    others: others ?? [],
    ...(environment && { environment: environment.name }),
    // Without the other stacks, rules that span stacks would report their resources as missing.
    ...(environment && others && { spec: specOf(environment) }),
    // A plan of an unknown environment is judged like production's.
    weight: environment?.kind === "staging" ? "staging" : "production",
    today: day,
    ...(key !== undefined && { key }),
    isIgnored: (type, path) =>
      environment !== undefined &&
      type === "google_cloud_run_v2_service" &&
      PIPELINE_OWNED_PATHS.some((owned) => path.startsWith(owned)),
  };
}

/** Where the last `netra synth` has written, for plans that somebody else has made. */
const projectStacks = (): string => join(readProject(ROOT).output, "stacks");

/**
 * Reviews plans of any number of environments.
 *
 * @param folder - with the stacks that the plans are of; @default the project's own
 */
export function reviewAll(inputs: readonly PlanInput[], day: string, folder = projectStacks()): Report {
  const key = process.env[DIGEST_KEY_VARIABLE] || undefined;
  const stacks = groupByEnvironment(inputs).flatMap((group) => reviewStacks(group, contextOf(group, day, folder, key)));
  return assembleReport(stacks, key);
}

/** What stands around plans of any number of environments, as far as it is known here: an estate for each. */
export const standingAround = (
  inputs: readonly PlanInput[],
  day: string,
  folder = projectStacks(),
): readonly Estate[] =>
  groupByEnvironment(inputs).map((group) => standingEstate(group, contextOf(group, day, folder, undefined).others));

/** Stacks whose plan stopped half-way, one line each. */
export const stoppedStacks = ({ stacks }: Report): readonly string[] =>
  stacks
    .filter(({ errored }) => errored)
    .map(({ name }) => `${name}: Terraform stopped half-way; correct its error and plan again`);
