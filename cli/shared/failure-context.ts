import { existsSync, readFileSync } from "node:fs";
import { valueAtPath } from "../../policy/core/path";
import { parseJson } from "../../report/text";
import { declaredNames, harmlessWords, type IsHarmless } from "./harmless-words";
import { secretVariables, sensitiveInPlan, sensitiveInState } from "./known-secrets";
import { stackFilePath } from "./stack-file";
import { stuckIn } from "./stuck-resources";

/** What is known of a stack when a call of Terraform fails. */
export interface FailureContext {
  /** The project that it deploys to; "PROJECT" where it names none. */
  readonly project: string;
  /** Values that must not be told. */
  readonly secrets: readonly string[];
  readonly isHarmless: IsHarmless;
  /** Addresses that the state marks as tainted, and that may not be deleted. */
  readonly stuck: readonly string[];
}

/** A file's text; "" where there is none. */
export const readIfThere = (path: string): string => (existsSync(path) ? readFileSync(path, "utf8") : "");

/**
 * What is known of a stack.
 *
 * @param folder - the stack's, with what it declares
 * @param plan - what `terraform show -json` prints; "" where there is no plan
 * @param state - what `terraform state pull` prints; "" where it cannot be had
 * @param variables - of this process, and of Terraform's
 */
export function failureContext(
  folder: string,
  plan: string,
  state: string,
  variables: NodeJS.ProcessEnv,
): FailureContext {
  const stack = parseJson(readIfThere(stackFilePath(folder)));
  const known = parseJson(state);
  const project = valueAtPath(stack, "provider.google[0].project");
  return {
    project: typeof project === "string" ? project : "PROJECT",
    secrets: [...secretVariables(variables), ...sensitiveInPlan(parseJson(plan)), ...sensitiveInState(known)],
    isHarmless: harmlessWords(declaredNames(stack)),
    stuck: stuckIn(known, stack),
  };
}
