import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { production } from "../../environments/production";
import { staging } from "../../environments/staging";
import type { Environment } from "../../environments/environment";
import { fromSynth, type SynthesizedStack } from "../../policy/core/from-synth";
import { valueAt, type Value } from "../../policy/core/resource";
import { Estate } from "../../policy/core/estate";

/** A synthesized stack with the parts that tests look at. */
export interface StackJson extends SynthesizedStack {
  readonly data?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly output?: Readonly<Record<string, { readonly value: unknown; readonly sensitive?: boolean }>>;
  readonly ephemeral?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const folder = (): string => join(process.env.NETRA_TEST_SYNTH ?? "", "stacks");

/** Names of the synthesized stacks, sorted. */
export const stackNames = (): readonly string[] => readdirSync(folder()).sort();

/** The text of a stack's file. */
export const stackText = (name: string): string => readFileSync(join(folder(), name, "cdk.tf.json"), "utf8");

const parsed = new Map<string, StackJson>();

/** A stack's file as JSON; read once per test file. */
export function stackJson(name: string): StackJson {
  const json = parsed.get(name) ?? (JSON.parse(stackText(name)) as StackJson);
  parsed.set(name, json);
  return json;
}

export const ENVIRONMENTS: Readonly<Record<string, Environment>> = { staging, production };

const estates = new Map<string, Estate>();

/** An environment of the run's synthesis as the rules see it; read once per test file. */
export function estateOf(environment: "staging" | "production"): Estate {
  const estate = estates.get(environment) ?? readEstate(environment);
  estates.set(environment, estate);
  return estate;
}

function readEstate(environment: "staging" | "production"): Estate {
  const readings = stackNames()
    .filter((name) => name.split("-").includes(environment))
    .map((name) => fromSynth(name, stackJson(name)));
  return new Estate({
    stacks: readings.map(({ settings }) => settings),
    resources: readings.flatMap(({ resources }) => resources),
  });
}

/** The value of a resource's attribute in an environment. */
export function value(estate: Estate, address: string, path: string): Value | undefined {
  const resource = estate.resources.find((candidate) => candidate.address === address);
  if (!resource) throw new Error(`no resource ${address}`);
  return valueAt(resource, path);
}
