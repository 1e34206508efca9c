import type { Severity } from "../../report/severity";
import type { Estate } from "./estate";
import type { Resource } from "./resource";
import type { Spec } from "./spec";

/**
 * What happens where a rule does not hold:
 * - `refused`: apply fails, because Google or the provider refuses the value;
 * - `exposed`: someone who should not can reach, read or do something;
 * - `lost`: data, or the way back to it, can be lost;
 * - `down`: users are disconnected, or a part stops answering;
 * - `no effect`: a setting looks as if it acted, and does not;
 * - `unproven`: nothing can be said before apply;
 * - `house`: a promise of this product, its names and numbers.
 */
export type RuleKind = "refused" | "exposed" | "lost" | "down" | "no effect" | "unproven" | "house";

/** What a rule says of one place. Silence means that it holds. */
export interface Verdict {
  readonly stack: string;
  readonly address: string;
  readonly status: "violation" | "unknown";
  /** Where, what was found, what is allowed. The rule's `fix` follows it in every report. */
  readonly message: string;
  /**
   * How bad it is here, where that is less than its rule says.
   *
   * @default the severity of the rule
   */
  readonly severity?: Severity;
}

/** What a rule tells people about itself. */
export interface RuleDescription {
  readonly id: string;
  readonly kind: RuleKind;
  readonly severity: Severity;
  /** What must hold, one line. */
  readonly title: string;
  /** What happens otherwise. */
  readonly why: string;
  /** What to do, as an imperative. */
  readonly fix: string;
  /**
   * How bad it is at most in somebody else's plan, where it is Google's default or may be meant: what our spec promises, nobody
   * has promised there.
   *
   * @default the severity
   */
  readonly abroad?: Severity;
  /** For what our own spec decides with open eyes: the rule speaks of somebody else's plan alone. */
  readonly onlyAbroad?: true;
  /** Page of Google or of its provider that says so. @default none: it is our own promise, or common knowledge */
  readonly source?: string;
  /** False for what no waiver may excuse. */
  readonly waivable?: false;
  /** Ids of rules that say the same better: where one of them has an open finding, this one is silent. */
  readonly yieldsTo?: readonly string[];
}

/** One idea about the infrastructure that holds for anybody: it sees the resources, and no spec. */
export interface Rule extends RuleDescription {
  readonly check: (estate: Estate) => readonly Verdict[];
}

/** One idea that holds for us: it judges the resources against what our spec promises. */
export interface SpecRule extends RuleDescription {
  readonly check: (estate: Estate, spec: Spec) => readonly Verdict[];
}

/** Rules that are judged together. */
export interface Pack {
  readonly id: "google" | "netra";
  readonly title: string;
  readonly rules: readonly Rule[];
}

/** A rule of ours with the spec that it judges against. */
export const bindSpec = (rule: SpecRule, spec: Spec): Rule => ({
  ...rule,
  check: (estate) => rule.check(estate, spec),
});

export const violation = ({ stack, address }: Resource, message: string): Verdict => ({
  stack,
  address,
  status: "violation",
  message,
});

/** The same verdict where less is certain than its rule says. */
export const milder = (severity: Severity, verdicts: readonly Verdict[]): readonly Verdict[] =>
  verdicts.map((verdict) => ({ ...verdict, severity }));

export const unknown = ({ stack, address }: Resource, path: string): Verdict => ({
  stack,
  address,
  status: "unknown",
  message: `${path}: not known before apply`,
});
