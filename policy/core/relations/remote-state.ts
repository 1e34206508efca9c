import { groupsBy } from "../../../google/groups";
import { derivedFact, type Estate } from "../estate";

/** An output of a stack, and what it hands on. */
export interface Output {
  readonly stack: string;
  readonly name: string;
  /** Addresses of what its value refers to, without the keys of instances. */
  readonly references: readonly string[];
}

const REMOTE = /^(?:module\.[\w-]+\.)*data\.terraform_remote_state\.([\w-]+)\.outputs\.([\w-]+)$/;

/** Addresses in another stack that a reference to a remote state leads to. */
export interface Elsewhere {
  readonly stack: string;
  readonly addresses: readonly string[];
}

const byName = derivedFact(({ outputs }) => groupsBy(outputs, ({ name }) => name));

/**
 * Follows `data.terraform_remote_state.up.outputs.host` into the stack whose output that is. Of several stacks with such an
 * output it is the one that the data source is named after; where none is, nobody knows which.
 */
export function followRemote(estate: Estate, reference: string): Elsewhere | undefined {
  const [, source = "", output = ""] = REMOTE.exec(reference) ?? [];
  if (output === "") return undefined;
  const all = byName(estate).get(output) ?? [];
  const [found, ...others] = all.length > 1 ? all.filter(({ stack }) => source.endsWith(stack)) : all;
  return found && others.length === 0 ? { stack: found.stack, addresses: found.references } : undefined;
}
