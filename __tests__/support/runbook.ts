import type { Environment } from "../../environments/environment";
import { runbookText } from "../../runbook";
import { estateOf } from "./synthesized";

const texts = new Map<Environment, string>();

/** The runbook of one of the fixture's environments; written once for a test file. */
export function runbookOf(environment: Environment): string {
  const text = texts.get(environment) ?? runbookText(environment, estateOf(environment.name as "trial" | "prd"));
  texts.set(environment, text);
  return text;
}
