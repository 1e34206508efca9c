import type { Severity } from "../../report/severity";
import type { Pack, RuleDescription, RuleKind, Verdict } from "./rule";

/** A verdict with what its rule says about itself, ready for any report. */
export interface Finding {
  /** Id of the rule. */
  readonly rule: string;
  readonly kind: RuleKind;
  readonly pack: Pack["id"];
  readonly severity: Severity;
  /** What must hold, one line. */
  readonly title: string;
  /** What happens otherwise. */
  readonly why: string;
  /** What to do, as an imperative. */
  readonly fix: string;
  readonly status: Verdict["status"] | "waived";
  /** Name of the environment; "" for resources of somebody else. */
  readonly environment: string;
  /** "" where it is about no stack. */
  readonly stack: string;
  readonly address: string;
  /** Where, what was found, what is allowed; what to do. */
  readonly message: string;
}

/** What a finding says of one place, beside what its rule says of itself. */
export type FoundPlace = Pick<Finding, "status" | "environment" | "stack" | "address" | "message">;

/** A finding of a rule at a place. A plan may have a hundred thousand: members are written out, which is fastest. */
export const findingAt = (
  { id, kind, severity, title, why, fix }: RuleDescription,
  pack: Pack["id"],
  { status, environment, stack, address, message }: FoundPlace,
): Finding => ({
  rule: id,
  kind,
  pack,
  severity,
  title,
  why,
  fix,
  status,
  environment,
  stack,
  address,
  message,
});

/** Whether a report may say "clean": waived findings do not count, unknown ones do. */
export const isOpen = ({ status }: Pick<Finding, "status">): boolean => status !== "waived";
