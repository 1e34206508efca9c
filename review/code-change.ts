import { declaredIn, declaredProvisioners, fromSynth, type SynthesizedStack } from "../policy/core/from-synth";
import { member } from "../policy/core/json";
import { EMPTY_PLAN, type ChangeJson, type PlanJson, type ResourceChangeJson } from "../policy/core/plan";
import type { Values } from "../policy/core/resource";
import { attributeChanges } from "./attribute-changes";
import { forcesReplacement } from "../google/force-new";
import type { Versions } from "../google/provider/facts";
import { versionsOf } from "./provider-versions";
import type { PlanInput } from "./review";

/**
 * The difference between two states of the code in the form of a plan: what a plan shows where everything declared is
 * live. It needs no Terraform, no provider and no account, and so works for a fork. It cannot see drift.
 *
 * @param name - name of the stack
 * @param before - undefined where the stack is new
 * @param after - undefined where the stack is gone
 */
export function codeChange(
  name: string,
  before: SynthesizedStack | undefined,
  after: SynthesizedStack | undefined,
): PlanInput {
  const [from, to] = [before, after].map((stack) => declaredIn(stack ?? {}));
  const configuration = configurationOf(after);
  const versions = versionsOf({ configuration });
  const addresses = new Set([...(from?.keys() ?? []), ...(to?.keys() ?? [])]);
  const changes = [...addresses].flatMap((address): ResourceChangeJson[] => {
    const change = changeBetween(address, from?.get(address), to?.get(address), versions);
    return change ? [{ address, mode: "managed", type: typeOf(address), change }] : [];
  });
  const plan: PlanJson = { ...EMPTY_PLAN, resource_changes: changes, configuration };
  return {
    name,
    plan,
    before: fromSynth(name, before ?? {}).resources,
    after: fromSynth(name, after ?? {}).resources,
  };
}

/**
 * What a plan's configuration has beside resources: the providers with their versions, and what runs programs, which are
 * provisioners and data sources. Their commands are expressions there too.
 */
function configurationOf(stack: SynthesizedStack | undefined): PlanJson["configuration"] {
  const resources = declaredBodies(stack?.resource).flatMap(({ type, name, body }) => {
    const provisioners = declaredProvisioners(body);
    return provisioners.length === 0 ? [] : [{ address: `${type}.${name}`, provisioners }];
  });
  const data = declaredBodies(stack?.data).map(({ type, name, body }) => ({
    ...{ address: `data.${type}.${name}`, mode: "data", type, expressions: body },
  }));
  const providers = Object.entries(stack?.terraform?.required_providers ?? {}).map(
    ([name, provider]): [string, unknown] => [
      name,
      { full_name: member(provider, "source"), version_constraint: member(provider, "version") },
    ],
  );
  return { resources: [...resources, ...data], providers: Object.fromEntries(providers) };
}

const declaredBodies = <T>(byType: Readonly<Record<string, Readonly<Record<string, T>>>> | undefined) =>
  Object.entries(byType ?? {}).flatMap(([type, named]) =>
    Object.entries(named).map(([name, body]) => ({ type, name, body })),
  );

const typeOf = (address: string): string => address.slice(0, address.indexOf("."));

function changeBetween(
  address: string,
  before: Values | undefined,
  after: Values | undefined,
  versions: Versions,
): ChangeJson | undefined {
  if (!before) return { actions: ["create"], before: null, after };
  if (!after) return { actions: ["delete"], before, after: null };
  const changed = attributeChanges({ actions: ["update"], before, after });
  if (changed.length === 0) return undefined;
  const paths = [...new Set(changed.map(({ path }) => path))].filter((path) =>
    forcesReplacement(typeOf(address), path, versions),
  );
  if (paths.length === 0) return { actions: ["update"], before, after };
  return { actions: ["delete", "create"], before, after, replace_paths: paths.map((path) => [path]) };
}
