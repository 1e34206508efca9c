import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, DefaultTokenResolver, StringConcat, TerraformElement, TerraformStack, Tokenization } from "cdktf";
import type { IConstruct } from "constructs";
import type { Environment } from "../../environments/environment";
import { stackName, type StackRole } from "../../environments/stack-names";
import { trial } from "../fixture/trial";
import { Estate } from "../../policy/core/estate";
import { fromSynth, type SynthesizedStack } from "../../policy/core/from-synth";
import { addStacks } from "../../stacks";
import { estatesOf } from "../../stacks/policy-validation";
import type { Guard } from "./guard";

/** Estates in which a guard has broken something: the short way for every guard, and the whole one to hold it against. */

export const TODAY = "2026-01-01";

/** An app of one environment that stands as synthesis would find it. */
function preparedApp(environment: Environment): App {
  const folder = mkdtempSync(join(tmpdir(), "netra-guard-"));
  try {
    const app = new App({ outdir: folder });
    addStacks(app, environment, TODAY);
    for (const node of app.node.findAll()) if (TerraformStack.isStack(node)) node.prepareStack();
    return app;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What is known of an environment that no guard has touched. */
interface Unbroken {
  readonly app: App;
  readonly estate: Estate;
}

const known = new Map<Environment, Unbroken>();

/** The estate that no guard has touched. */
export const unbrokenEstate = (environment: Environment): Estate => unbrokenSynthesis(environment).estate;

/** One synthesis of an environment, which no guard changes; made once. */
function unbrokenSynthesis(environment: Environment): Unbroken {
  const unbroken = known.get(environment) ?? synthesisOf(preparedApp(environment));
  known.set(environment, unbroken);
  return unbroken;
}

const synthesisOf = (app: App): Unbroken => ({ app, estate: estatesOf(app)[0]!.estate });

type Override = readonly [path: string, value: unknown];
type Target = TerraformElement | TerraformStack;

const stackOf = (environment: Environment, target: string): string =>
  stackName(environment, target.split("/")[0] as StackRole);

/** What a guard overrides, by construct. */
function overridesIn(app: App, { breaks, environment = trial }: Guard): ReadonlyMap<Target, readonly Override[]> {
  const overrides = new Map<Target, readonly Override[]>();
  for (const [target, path, value] of breaks) {
    const [stack, ...ids] = [stackOf(environment, target), ...target.split("/").slice(1)];
    const construct = [stack, ...ids].reduce<IConstruct>((at, id) => at.node.findChild(id), app) as Target;
    overrides.set(construct, [...(overrides.get(construct) ?? []), [path, value]]);
  }
  return overrides;
}

/** The estate that a whole synthesis finds, from an app of its own. */
export function wholeBrokenEstate(guard: Guard): Estate {
  const app = preparedApp(guard.environment ?? trial);
  for (const [construct, overrides] of overridesIn(app, guard)) {
    for (const [path, value] of overrides) construct.addOverride(path, value);
  }
  return synthesisOf(app).estate;
}

/** A resource or a provider with overrides, resolved as its stack resolves it; the construct in the app stays as it is. */
function brokenElement(element: TerraformElement, overrides: readonly Override[]): SynthesizedStack {
  const { rawOverrides } = element as unknown as { readonly rawOverrides: object };
  const copy = Object.create(element, {
    rawOverrides: { value: structuredClone(rawOverrides) },
  }) as TerraformElement & {
    toTerraform(): unknown;
  };
  for (const [path, value] of overrides) copy.addOverride(path, value);
  const resolver = new DefaultTokenResolver(new StringConcat());
  const terms = { scope: TerraformStack.of(element), resolver, preparing: false };
  return Tokenization.resolve(copy.toTerraform(), terms) as SynthesizedStack;
}

/** A stack with overrides of its own, resolved again; the stack in the app stays as it is. */
function brokenStack(stack: TerraformStack, overrides: readonly Override[]): SynthesizedStack {
  const { rawOverrides } = stack as unknown as { readonly rawOverrides: object };
  const copy = Object.create(stack, {
    rawOverrides: { value: structuredClone(rawOverrides) },
    resolved: { value: undefined, writable: true },
  }) as TerraformStack;
  for (const [path, value] of overrides) copy.addOverride(path, value);
  return copy.toTerraform() as SynthesizedStack;
}

/** A stack in which an element is replaced by its JSON. */
function withElement(stack: SynthesizedStack, { resource: broken = {}, provider }: SynthesizedStack): SynthesizedStack {
  const resource = { ...stack.resource };
  for (const [type, byName] of Object.entries(broken)) resource[type] = { ...resource[type], ...byName };
  return { ...stack, resource, provider: { ...stack.provider, ...provider } };
}

/** The JSON of the stacks that a guard breaks, by name. */
function brokenStacks(app: App, guard: Guard): ReadonlyMap<string, SynthesizedStack> {
  const stacks = new Map<string, SynthesizedStack>();
  const overrides = [...overridesIn(app, guard)];
  for (const [stack, own] of overrides) {
    if (TerraformStack.isStack(stack)) stacks.set(stack.node.id, brokenStack(stack, own));
  }
  for (const [element, own] of overrides) {
    if (TerraformStack.isStack(element)) continue;
    const stack = TerraformStack.of(element);
    const json = stacks.get(stack.node.id) ?? (stack.toTerraform() as SynthesizedStack);
    stacks.set(stack.node.id, withElement(json, brokenElement(element, own)));
  }
  return stacks;
}

/**
 * The estate with what a guard breaks. Only that is resolved again, an element or a stack, and only its stack is read
 * again: everything else is the unbroken synthesis.
 */
export function brokenEstate(guard: Guard): Estate {
  const { app, estate } = unbrokenSynthesis(guard.environment ?? trial);
  const readings = new Map([...brokenStacks(app, guard)].map(([name, json]) => [name, fromSynth(name, json)]));
  return new Estate({
    stacks: estate.stacks.map((settings) => readings.get(settings.name)?.settings ?? settings),
    resources: estate.stacks.flatMap(
      ({ name }) => readings.get(name)?.resources ?? estate.resources.filter(({ stack }) => stack === name),
    ),
  });
}
