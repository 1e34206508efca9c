import { findingAt, type Finding } from "../policy/core/finding";
import type { PlanJson } from "../policy/core/plan";
import type { RuleDescription } from "../policy/core/rule";

/** A rule that only a plan can break: Terraform warns of a failed check, and applies all the same. */
export const CHECK_PASSES: RuleDescription = {
  id: "terraform-check",
  kind: "down",
  severity: "high",
  title: "Every check of the configuration passes",
  why: "Somebody wrote down what must hold, and it does not. Terraform only warns, and applies.",
  fix: "read what terraform plan says of it, and correct what it asks for",
  source: "https://developer.hashicorp.com/terraform/language/checks",
};

const FAILED: ReadonlySet<string> = new Set(["fail", "error"]);

/** Whether a check has been asked and does not hold. What is unknown before an apply has not. */
export const isFailedCheck = ({ status }: PlanJson["checks"][number]): boolean => FAILED.has(status);

/** Failed checks, and failed conditions of resources and outputs. Their own messages may quote values, so none is passed on. */
export const checkFindings = (stack: string, environment: string, checks: PlanJson["checks"]): readonly Finding[] =>
  checks.filter(isFailedCheck).map(({ address, status }) =>
    findingAt(CHECK_PASSES, "google", {
      status: "violation",
      environment,
      stack,
      address: address.to_display,
      message: `${address.to_display}: ${status === "fail" ? "fails" : "could not be asked"}; ${CHECK_PASSES.fix}`,
    }),
  );
