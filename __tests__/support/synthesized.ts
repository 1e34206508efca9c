import { prd } from "../fixture/prd";
import { trial } from "../fixture/trial";
import type { Environment } from "../../environments/environment";
import { valueAt, type Value } from "../../policy/core/resource";
import type { Estate } from "../../policy/core/estate";
import { Synthesis } from "./synthesis";

export type { StackJson } from "./synthesis";

const synthesis = new Synthesis<"trial" | "prd">(process.env.NETRA_FIXTURE_SYNTH ?? "");

/** The fixture's environments by name. */
export const ENVIRONMENTS: Readonly<Record<string, Environment>> = { trial, prd };

/** Names of the fixture's stacks, sorted. */
export const stackNames = (): readonly string[] => synthesis.stackNames();

/** The text of one of the fixture's stacks. */
export const stackText = (name: string): string => synthesis.stackText(name);

/** One of the fixture's stacks as JSON; parsed once for a test file. */
export const stackJson = (name: string) => synthesis.stackJson(name);

/** One of the fixture's environments as the rules see it; read once for a test file. */
export const estateOf = (environment: "trial" | "prd"): Estate => synthesis.estateOf(environment);

/** The value of a resource's attribute in an environment. */
export function value(estate: Estate, address: string, path: string): Value | undefined {
  const resource = estate.resources.find((candidate) => candidate.address === address);
  if (!resource) throw new Error(`no resource ${address}`);
  return valueAt(resource, path);
}
