import { App, Aspects, TerraformStack } from "cdktf";
import type { Environment } from "../environments/environment";
import { isOpen, type Finding } from "../policy/core/finding";
import { fromSynth, type SynthesizedStack } from "../policy/core/from-synth";
import { findingsOf } from "../policy/packs";
import { Estate } from "../policy/core/estate";
import { specOf } from "../policy/core/spec";

/** One environment's stacks as the rules see them. */
export interface EnvironmentEstate {
  readonly environment: Environment;
  readonly estate: Estate;
}

/** What this needs of a stack: whose it is, and what it resolves to. */
interface JudgedStack extends TerraformStack {
  readonly environment: Environment;
  toTerraform(): SynthesizedStack;
}

/** The stacks of the app, in the order in which they were added. */
const stacksOf = (app: App): readonly JudgedStack[] =>
  app.node.children.filter((child): child is JudgedStack => TerraformStack.isStack(child) && "environment" in child);

/**
 * The resolved configuration of every environment in the app: what `cdk.tf.json` will hold, overrides included.
 * Cross-stack references stand only after `prepareStack()`, which `app.synth()` calls first.
 */
export function estatesOf(app: App): readonly EnvironmentEstate[] {
  const stacks = stacksOf(app);
  const environments = [...new Set(stacks.map(({ environment }) => environment))];
  return environments.map((environment) => {
    const readings = stacks
      .filter((stack) => stack.environment === environment)
      .map((stack) => fromSynth(stack.node.id, stack.toTerraform()));
    const estate = new Estate({
      stacks: readings.map(({ settings }) => settings),
      resources: readings.flatMap(({ resources }) => resources),
      outputs: readings.flatMap(({ outputs }) => outputs),
    });
    return { environment, estate };
  });
}

/** What both packs find in an environment. */
export const environmentFindings = ({ environment, estate }: EnvironmentEstate, today: string): readonly Finding[] =>
  findingsOf(estate, today, specOf(environment));

/** A finding on one line, as synthesis reports it. */
const findingLine = ({ severity, rule, stack, address, message }: Finding): string =>
  `${severity} ${rule}: ${[stack, address].filter(Boolean).join(" ")}: ${message}`;

/** What the policy has said of an app whose validation has run. */
const linesOfApps = new WeakMap<App, readonly string[]>();

/** What stopped the synthesis of an app, one line each; none where it was something else than the policy. */
export const policyLines = (app: App): readonly string[] => linesOfApps.get(app) ?? [];

/**
 * Evaluates all stacks of the app once, when the first is validated: cdktf stops at the first bad stack after it has
 * written the earlier ones, so only the first stack can name every finding before any file is written.
 */
export function addPolicyValidation(stack: TerraformStack, today: string): void {
  const app = App.of(stack);
  if (stacksOf(app)[0] !== stack) return;
  stack.node.addValidation({
    validate: () => {
      const estates = estatesOf(app);
      const findings = estates.flatMap((own) => environmentFindings(own, today));
      const lines = [
        ...aspectLines(app),
        ...estates.flatMap(danglingLines),
        ...findings.filter(isOpen).map(findingLine),
      ];
      linesOfApps.set(app, lines);
      return lines;
    },
  });
}

/** A reference to a resource of another stack that was never wired: Terraform would refuse it at plan. */
function danglingLines({ estate: { resources } }: EnvironmentEstate): readonly string[] {
  const declared = new Set(resources.map(({ stack, address }) => `${stack} ${address}`));
  return resources.flatMap(({ stack, address, references }) =>
    [...references].flatMap(([path, targets]) =>
      targets
        .filter((target) => target.startsWith("google_") && !declared.has(`${stack} ${target}`))
        .map(
          (target) =>
            `${stack} ${address}: ${path} refers to ${target}, which is not in this stack; set readsOtherStacks in its class`,
        ),
    ),
  );
}

/** An aspect changes a stack after the policy has judged it: nothing here may have one. */
const aspectLines = (app: App): readonly string[] =>
  app.node
    .findAll()
    .filter((construct) => Aspects.of(construct).all.length > 0)
    .map(({ node }) => `${node.path}: has an aspect, which would run after the policy; use an override instead`);
