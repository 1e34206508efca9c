import { createHmac } from "node:crypto";
import { isRecord, member } from "../policy/core/json";
import { configuredEntries } from "../policy/core/plan-configuration";
import type { ModuleJson, PlanJson } from "../policy/core/plan";
import { isFailedCheck } from "./check-findings";
import { outputChangesOf, type Change } from "./change";
import type { ActingProvisioners } from "./running-code";

/**
 * What a plan consists of: every change, and everything else that acts or decides. Each part has a keyed hash, so that what
 * is about to be applied can be held against what was reviewed, value by value. It is keyed, because anybody could guess a
 * secret value and compare a plain hash.
 */

/** One part of a plan. */
export interface ReviewedPart {
  /** `change google_redis_instance.cache`: two parts of that name are the same thing, as it was and as it is. */
  readonly name: string;
  /** HMAC-SHA-256 of everything in it, 64 hexadecimal digits. */
  readonly digest: string;
}

type UnhashedPart = readonly [name: string, content: unknown];

/** Sorts the keys of objects, because Terraform's order of them means nothing. */
const canonical = (_key: string, value: unknown): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

/**
 * A keyed hash.
 *
 * @param key - any text, from the environment; a fork's pull request does not have it
 * @returns HMAC-SHA-256, 64 hexadecimal digits
 */
const keyedHash = (key: string, content: unknown): string =>
  createHmac("sha256", key).update(JSON.stringify(content, canonical)).digest("hex");

/**
 * The arguments that differ, whole and as they are written: among the attributes a value that is unset is the same as an
 * empty one, and `false` may be what switches a protection off. What Google computed and leaves as it is stays out.
 */
function differingArguments(before: unknown, after: unknown): unknown {
  if (!isRecord(before) || !isRecord(after)) return undefined;
  const differs = ([name, value]: [string, unknown]): boolean =>
    JSON.stringify(value, canonical) !== JSON.stringify(before[name], canonical);
  return Object.fromEntries(Object.entries(after).filter(differs));
}

/** The name of a change's part. Deposed objects stand beside the one that has replaced them, each with its key. */
export const changePartName = ({ address, deposed }: Pick<Change, "address" | "deposed">): string =>
  deposed === undefined ? `change ${address}` : `change ${address} (deposed ${deposed})`;

const changePart = (change: Change): UnhashedPart => {
  const { previousAddress, actions, replacePaths, attributes, before, after, unknown, importing, reason, deferral } =
    change;
  return [
    changePartName(change),
    {
      previousAddress,
      actions,
      reason,
      deferral,
      importing,
      replacePaths: [...replacePaths].sort(),
      // A creation or deletion has no attributes to compare: the whole resource is the change.
      whole: attributes.length > 0 ? undefined : { before, after, unknown },
      arguments: differingArguments(before, after),
      attributes: [...attributes].sort((a, b) => (a.path < b.path ? -1 : 1)),
    },
  ];
};

const pickedMembers = (value: unknown, ...names: readonly string[]): unknown =>
  names.map((name) => member(value, name));

/** Where modules come from, those of modules among them. */
const moduleParts = ({ module_calls: calls }: ModuleJson, prefix = ""): readonly UnhashedPart[] =>
  Object.entries(isRecord(calls) ? calls : {}).flatMap(([name, call]): readonly UnhashedPart[] => {
    const inner = member(call, "module");
    return [
      [`module ${prefix}${name}`, pickedMembers(call, "source", "version_constraint", "expressions")],
      ...(isRecord(inner) ? moduleParts(inner, `${prefix}${name}.`) : []),
    ];
  });

/** What may run, and in which version: the configuration's providers, modules and data sources. */
function configurationParts({ configuration }: PlanJson): readonly UnhashedPart[] {
  const providers = Object.entries(configuration.providers).map(([name, provider]): UnhashedPart => [
    `provider ${name}`,
    pickedMembers(provider, "full_name", "version_constraint", "expressions"),
  ]);
  const data = [...configuredEntries(configuration)].flatMap(([address, { json }]): UnhashedPart[] =>
    json.mode === "data" ? [[`data source ${address}`, json.expressions]] : [],
  );
  return [...providers, ...moduleParts(configuration), ...data];
}

/** Whether a plan leaves something out that is to do. One that stopped half-way is not complete either, and worse. */
export const isPartial = ({ complete, errored }: PlanJson): boolean => !complete && !errored;

/** That a plan is not the whole truth is a part of it: a plan that has become partial holds more than was reviewed. */
const standingParts = (plan: PlanJson): readonly UnhashedPart[] => [
  ...(plan.errored ? [["plan that stopped half-way", true] as const] : []),
  ...(isPartial(plan) ? [["partial plan", true] as const] : []),
  ...(plan.applyable ? [] : [["plan that Terraform would not apply", true] as const]),
];

/**
 * Everything in a plan that acts or decides, sorted, so that Terraform's order of it means nothing.
 *
 * @param changes - the plan's, as they are reviewed
 * @param provisioners - those that the plan runs
 */
export function partsOf(
  key: string,
  plan: PlanJson,
  changes: readonly Change[],
  provisioners: ActingProvisioners,
): readonly ReviewedPart[] {
  const parts: readonly UnhashedPart[] = [
    ...changes.map(changePart),
    ...outputChangesOf(plan).map(({ name }): UnhashedPart => [`output ${name}`, plan.output_changes[name]]),
    ...[...provisioners].map(([address, list]): UnhashedPart => [`provisioner of ${address}`, list]),
    ...plan.action_invocations.map((invocation): UnhashedPart => [`action ${invocation.address}`, invocation]),
    ...plan.deferred_action_invocations.map((invocation): UnhashedPart => [
      `deferred action ${invocation.action_invocation.address}`,
      invocation,
    ]),
    ...plan.checks.filter(isFailedCheck).map((check): UnhashedPart => [`check ${check.address.to_display}`, check]),
    ...Object.entries(plan.variables).map((variable): UnhashedPart => [`variable ${variable[0]}`, variable[1]]),
    ...configurationParts(plan),
    ...standingParts(plan),
  ];
  return parts
    .map(([name, content]) => ({ name, digest: keyedHash(key, { name, content }) }))
    .sort((a, b) => (`${a.name} ${a.digest}` < `${b.name} ${b.digest}` ? -1 : 1));
}

/** One hash of many: of a stack's parts, and of the stacks of a report. They are sorted already. */
export const digestOf = (key: string, parts: readonly ReviewedPart[]): string => keyedHash(key, parts);
