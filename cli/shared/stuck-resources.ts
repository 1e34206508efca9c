import { DELETION_PROTECTIONS } from "../../google/deletion-protection";
import { isRecord } from "../../policy/core/json";
import { valueAtPath } from "../../policy/core/path";
import { shellArgument, stackCommand } from "../../environments/stack-command";
import { instanceAddress } from "./state-content";

/** Addresses of resources that a stack declares with prevent_destroy. */
function undestroyable(stack: unknown): ReadonlySet<string> {
  const types = isRecord(stack) && isRecord(stack.resource) ? stack.resource : {};
  return new Set(
    Object.entries(types).flatMap(([type, resources]) =>
      Object.entries(isRecord(resources) ? resources : {}).flatMap(([id, block]) =>
        valueAtPath(block, "lifecycle.prevent_destroy") === true ? [`${type}.${id}`] : [],
      ),
    ),
  );
}

/**
 * Addresses of what a failed apply has left stuck: it exists, the state marks it as tainted, so that the next apply would
 * replace it, and it may not be deleted.
 *
 * @param state - what `terraform state pull` prints, read
 * @param stack - the stack's `cdk.tf.json`, read
 */
export function stuckIn(state: unknown, stack: unknown): readonly string[] {
  const resources = isRecord(state) && Array.isArray(state.resources) ? state.resources.filter(isRecord) : [];
  const kept = undestroyable(stack);
  return resources.flatMap((resource) => {
    const { mode, type, name, instances } = resource;
    if (mode !== "managed" || !Array.isArray(instances)) return [];
    const own = instanceAddress({ type, name }, undefined);
    return instances.filter(isRecord).flatMap(({ status, deposed, attributes, index_key: key }) => {
      const isProtected = kept.has(own) || DELETION_PROTECTIONS.some((path) => valueAtPath(attributes, path) === true);
      if (status !== "tainted" || deposed !== undefined || !isProtected) return [];
      return [instanceAddress(resource, key)];
    });
  });
}

/** What a person does about a resource that is stuck. Nothing is untainted unasked: only a person knows whether it is whole. */
export const stuckLines = (stack: string, addresses: readonly string[]): readonly string[] =>
  addresses.flatMap((address) => [
    `${stack}: ${address} exists, is marked as tainted, and may not be deleted: the next apply would replace it, and would fail`,
    "as soon as the cause is corrected, take the mark away; the next review shows it changed in place:",
    `  ${stackCommand(stack, `untaint ${shellArgument(address)}`)}`,
  ]);
