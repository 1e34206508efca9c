import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, DefaultTokenResolver, StringConcat, TerraformResource, TerraformStack, Tokenization } from "cdktf";
import type { IConstruct } from "constructs";
import type { Environment } from "../../environments/environment";
import { stackName, type StackRole } from "../../environments/stack-names";
import { staging } from "../../environments/staging";
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

/** One synthesis of an environment, which no guard changes; made once. */
function unbrokenSynthesis(environment: Environment): Unbroken {
  const unbroken = known.get(environment) ?? synthesisOf(preparedApp(environment));
  known.set(environment, unbroken);
  return unbroken;
}

const synthesisOf = (app: App): Unbroken => ({ app, estate: estatesOf(app)[0]!.estate });

type Override = readonly [path: string, value: unknown];
type Target = TerraformResource | TerraformStack;

const stackOf = (environment: Environment, target: string): string =>
  stackName(environment, target.split("/")[0] as StackRole);

/** What a guard overrides, by construct. */
function overridesIn(app: App, { breaks, environment = staging }: Guard): ReadonlyMap<Target, readonly Override[]> {
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
  const app = preparedApp(guard.environment ?? staging);
  for (const [construct, overrides] of overridesIn(app, guard)) {
    for (const [path, value] of overrides) construct.addOverride(path, value);
  }
  return synthesisOf(app).estate;
}

/** A resource with overrides, resolved as its stack resolves it; the construct in the app stays as it is. */
function brokenResource(resource: TerraformResource, overrides: readonly Override[]): SynthesizedStack {
  const copy = Object.create(resource, { rawOverrides: { value: {} } }) as TerraformResource;
  for (const [path, value] of overrides) copy.addOverride(path, value);
  const resolver = new DefaultTokenResolver(new StringConcat());
  const terms = { scope: TerraformStack.of(resource), resolver, preparing: false };
  return Tokenization.resolve(copy.toTerraform(), terms) as SynthesizedStack;
}

/** A stack in which some resources are replaced by those of another JSON. */
function withResources(stack: SynthesizedStack, { resource: broken = {} }: SynthesizedStack): SynthesizedStack {
  const resource = { ...stack.resource };
  for (const [type, byName] of Object.entries(broken)) resource[type] = { ...resource[type], ...byName };
  return { ...stack, resource };
}

/**
 * The estate with what a guard breaks. Only the broken resources are resolved again, and only their stacks read again:
 * everything else is the unbroken synthesis. A guard that overrides a stack needs a whole synthesis.
 */
export function brokenEstate(guard: Guard): Estate {
  const { app, estate } = unbrokenSynthesis(guard.environment ?? staging);
  const stacks = new Map<string, SynthesizedStack>();
  for (const [construct, overrides] of overridesIn(app, guard)) {
    if (!TerraformResource.isTerraformResource(construct)) return wholeBrokenEstate(guard);
    const stack = TerraformStack.of(construct);
    const json = stacks.get(stack.node.id) ?? (stack.toTerraform() as SynthesizedStack);
    stacks.set(stack.node.id, withResources(json, brokenResource(construct, overrides)));
  }
  const readings = new Map([...stacks].map(([name, json]) => [name, fromSynth(name, json)]));
  return new Estate({
    stacks: estate.stacks.map((settings) => readings.get(settings.name)?.settings ?? settings),
    resources: estate.stacks.flatMap(
      ({ name }) => readings.get(name)?.resources ?? estate.resources.filter(({ stack }) => stack === name),
    ),
  });
}
