import { shellArgument, stackCommand } from "../environments/stack-command";
import { findingAt, type Finding } from "../policy/core/finding";
import type { RuleDescription } from "../policy/core/rule";
import type { Change } from "./change";
import { isStuck } from "./protected";

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

/** What a person types to take the mark away. */
const untaintCommand = (stack: string, environment: string, address: string): string => {
  const args = `untaint ${shellArgument(address)}`;
  return environment === "" ? `terraform ${args}` : stackCommand(stack, args);
};

/**
 * Replacements that will fail.
 *
 * @param environment - "" for a stack of somebody else
 */
export const stuckFindings = (stack: string, environment: string, changes: readonly Change[]): readonly Finding[] =>
  changes.filter(isStuck).map(({ address }) =>
    findingAt(STUCK, "google", {
      status: "violation",
      environment,
      stack,
      address,
      message: `the apply will fail: it is tainted, so it would be replaced, and deletion protection is on; untaint it: ${untaintCommand(stack, environment, address)}`,
    }),
  );
