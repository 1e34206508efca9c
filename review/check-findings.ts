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

/** A check that the apply alone can ask. Terraform asks it then, and only warns. */
export const CHECK_IS_KNOWN: RuleDescription = {
  id: "terraform-check-unknown",
  kind: "unproven",
  severity: "low",
  title: "Every check of the configuration can be asked before the apply",
  why: "What it asks for is not known before the apply: nobody can say now whether it will hold.",
  fix: "read what terraform apply says of it",
  source: "https://developer.hashicorp.com/terraform/language/checks",
};

const FAILED: ReadonlySet<string> = new Set(["fail", "error"]);

/** Whether a check has been asked and does not hold. What is unknown before an apply has not. */
export const isFailedCheck = ({ status }: PlanJson["checks"][number]): boolean => FAILED.has(status);

/**
 * Failed checks, and failed conditions of resources and outputs; and those that nobody can ask before the apply. Their own
 * messages may quote values, so none is passed on.
 */
export const checkFindings = (stack: string, environment: string, checks: PlanJson["checks"]): readonly Finding[] =>
  checks
    .filter(({ status }) => status !== "pass")
    .map((check) => {
      const address = check.address.to_display;
      const isFailed = isFailedCheck(check);
      const rule = isFailed ? CHECK_PASSES : CHECK_IS_KNOWN;
      const found = check.status === "fail" ? "fails" : isFailed ? "could not be asked" : "not known before apply";
      return findingAt(rule, "google", {
        ...{ status: isFailed ? "violation" : "unknown", environment, stack, address },
        message: `${address}: ${found}; ${rule.fix}`,
      });
    });
