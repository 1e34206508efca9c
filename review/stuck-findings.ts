import { shellArgument, stackCommand } from "../environments/stack-command";
import { PREVENTED } from "../google/deletion-protection";
import { findingAt, type Finding } from "../policy/core/finding";
import type { RuleDescription } from "../policy/core/rule";
import { isReplacement, type Change } from "./change";
import { isPrevented, isStuck } from "./protected";

/** A rule that only a plan can break: the state says what is tainted. */
export const STUCK: RuleDescription = {
  id: "tainted-and-protected",
  kind: "refused",
  severity: "high",
  title: "What may not be deleted is not tainted",
  why: "A creation that fails half-way leaves what it has made marked as tainted. The next apply would replace it, and its protection refuses that.",
  fix: "untaint it, where it exists as it should",
  source: "https://developer.hashicorp.com/terraform/cli/commands/untaint",
};

/** A rule that only a plan can break: Terraform plans what its provider then refuses to do. */
export const PREVENTED_DELETION: RuleDescription = {
  id: "deletion-prevented",
  kind: "refused",
  severity: "high",
  title: "What may not be deleted is not deleted or replaced",
  why: "The provider asks for deletion_policy only when it deletes: the plan is clean, and the apply stops half-way, with everything before it done.",
  fix: "keep it, or set deletion_policy to DELETE in an apply of its own first",
  source:
    "https://registry.terraform.io/providers/hashicorp/google/7.45.0/docs/resources/redis_instance#deletion_policy",
};

/** Whether a rule's finding says that an apply will fail for certain: nothing is applied where there is one. */
export const isRefusal = (rule: string): boolean => rule === STUCK.id || rule === PREVENTED_DELETION.id;

/** What a person types to take the mark away. */
const untaintCommand = (stack: string, environment: string, address: string): string => {
  const args = `untaint ${shellArgument(address)}`;
  return environment === "" ? `terraform ${args}` : stackCommand(stack, args);
};

/** What stands against a change, and why the apply will fail; undefined where nothing does. */
function refusalOf(
  change: Change,
  untaint: string,
): { readonly rule: RuleDescription; readonly message: string } | undefined {
  if (isStuck(change)) {
    const message = `the apply will fail: it is tainted, so it would be replaced, and deletion protection is on; untaint it: ${untaint}`;
    return { rule: STUCK, message };
  }
  if (!isPrevented(change)) return undefined;
  const what = isReplacement(change) ? "replaced" : "deleted";
  const message = `the apply will fail: ${PREVENTED.path}: "${PREVENTED.value}" found, "DELETE" allowed of what is ${what}; the plan is clean, and the apply stops half-way; ${PREVENTED_DELETION.fix}`;
  return { rule: PREVENTED_DELETION, message };
}

/**
 * Deletions and replacements that will fail.
 *
 * @param environment - "" for a stack of somebody else
 */
export const stuckFindings = (stack: string, environment: string, changes: readonly Change[]): readonly Finding[] =>
  changes.flatMap((change) => {
    const { address } = change;
    const refusal = refusalOf(change, untaintCommand(stack, environment, address));
    if (!refusal) return [];
    const { rule, message } = refusal;
    return [findingAt(rule, "google", { status: "violation", environment, stack, address, message })];
  });
