import type { Waiver } from "../../environments/environment";
import { isAtLeast, worstFirst } from "../../report/severity";
import type { Estate } from "./estate";
import { findingAt, type Finding, type FoundPlace } from "./finding";
import type { Pack, Rule, RuleDescription, Verdict } from "./rule";
import { withoutYielded } from "./silence";
import { unknownWaivers } from "./unknown-waiver";

/** What a judgement needs beside the rules and the resources. */
export interface EvaluateOptions {
  /** Name of the environment. @default "", which stands for somebody else's resources */
  readonly environment?: string;
  /** @default none */
  readonly waivers?: readonly Waiver[];
  /** YYYY-MM-DD in UTC. */
  readonly today: string;
}

/** The rule that waivers themselves are held to. */
export const WAIVER_RULE: RuleDescription = {
  id: "waiver",
  kind: "house",
  severity: "medium",
  title: "A waiver excuses something, and has not expired",
  why: "A waiver that excuses nothing hides the next finding at its address; one that has expired was meant to be looked at.",
  fix: "fix what the rule found, renew the waiver with a reason, or remove it",
};

/**
 * What nobody can say before apply is no fault of somebody else's plan: most of what is new is unknown in it. In our own,
 * where the spec says what must be declared, it blocks like a violation.
 */
const UNPROVEN = { kind: "unproven", severity: "low" } as const;

/**
 * Every rule of some packs against a whole estate, worst findings first. A waiver turns a finding into "waived" until
 * it expires; one that is expired or meets no finding is a finding itself. Rules that yield to others are silent only
 * where those have an open finding: waivers count first.
 */
export function evaluate(
  packs: readonly Pack[],
  estate: Estate,
  { environment = "", waivers = [], today }: EvaluateOptions,
): readonly Finding[] {
  const used = new Set<Waiver>();
  const findings: Finding[] = [];
  const unproven: Finding[] = [];
  const milder: Finding[] = [];
  const isForeign = environment === "";
  const rules = packs.flatMap((pack) =>
    pack.rules.map((rule) => ({ rule, pack: pack.id, severity: (isForeign && rule.abroad) || rule.severity })),
  );
  // The rules in the order of their severity, so that a hundred thousand findings need not be sorted.
  for (const { rule, pack, severity } of worstFirst(rules)) {
    if (rule.onlyAbroad && !isForeign) continue;
    for (const verdict of rule.check(estate)) {
      const waiver = waivers.find((candidate) => isCovered(candidate, rule, verdict, today));
      if (waiver) used.add(waiver);
      const { stack, address } = verdict;
      const status = waiver ? "waived" : verdict.status;
      const message = `${verdict.message}; ${waiver ? `waived by ${waiver.owner} until ${waiver.expires}` : rule.fix}`;
      const found: FoundPlace = { status, environment, stack, address, message };
      if (status === "unknown" && isForeign) unproven.push(findingAt({ ...rule, ...UNPROVEN }, pack, found));
      else if (verdict.severity === undefined || isAtLeast(verdict.severity, severity))
        findings.push(findingAt({ ...rule, severity }, pack, found));
      else milder.push(findingAt({ ...rule, severity: verdict.severity }, pack, found));
    }
  }
  const open = withoutYielded(
    [...(milder.length > 0 ? worstFirst([...findings, ...milder]) : findings), ...unproven],
    rules.map(({ rule }) => rule),
  );
  const unknown = unknownWaivers(
    { name: environment, waivers },
    rules.map(({ rule }) => rule.id),
  );
  const stale = waivers.flatMap((waiver, index) => {
    if (used.has(waiver)) return [];
    const message = unknown.get(index) ?? staleText(waiver, `${environment}.waivers[${index}]`, today);
    return [waiverFinding(waiver, environment, message)];
  });
  return stale.length > 0 ? worstFirst([...open, ...stale]) : open;
}

/** Whether a waiver excuses a verdict: a violation, not what nobody knows, up to and on the day it expires. */
const isCovered = (waiver: Waiver, rule: Rule, verdict: Verdict, today: string): boolean =>
  rule.waivable !== false &&
  waiver.rule === rule.id &&
  waiver.address === verdict.address &&
  waiver.expires >= today &&
  verdict.status === "violation";

const waiverFinding = ({ address }: Waiver, environment: string, message: string): Finding =>
  findingAt(WAIVER_RULE, "netra", { status: "violation", environment, stack: "", address, message });

const staleText = ({ rule, expires }: Waiver, path: string, today: string): string =>
  expires < today
    ? `${path}: expired on ${expires}; fix what ${rule} found, or renew with a reason`
    : `${path}: excuses nothing: ${rule} finds nothing there that can be waived; remove it`;
