import type { Waiver } from "../environments/environment";
import type { Estate, Rule, Severity, Verdict } from "./rule";

/** A verdict with its rule, ready for any report. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly status: "violation" | "unknown" | "waived";
  readonly environment: string;
  readonly stack: string;
  readonly address: string;
  /** Where, what was found, what is allowed; what to do. */
  readonly message: string;
}

/** Findings of the waivers themselves carry this id. */
export const WAIVER_RULE = "waiver";

const RANK: Readonly<Record<Severity, number>> = { critical: 0, high: 1, medium: 2, low: 3 };

/**
 * Every rule against the whole estate of an environment. A waiver turns a finding into "waived" until it expires;
 * one that is expired or meets no finding is a finding itself.
 *
 * @param today - YYYY-MM-DD in UTC
 */
export function evaluate(rules: readonly Rule[], estate: Estate, today: string): readonly Finding[] {
  const environment = estate.spec?.environment.name ?? "";
  const waivers = estate.spec?.environment.waivers ?? [];
  const used = new Set<Waiver>();
  const findings = rules.flatMap((rule) => {
    const messageOf = withFix(rule);
    return rule.check(estate).map((verdict): Finding => {
      const waiver = waivers.find((candidate) => covers(candidate, rule, verdict, today));
      if (waiver) used.add(waiver);
      return {
        rule: rule.id,
        severity: rule.severity,
        status: waiver ? "waived" : verdict.status,
        environment,
        stack: verdict.stack,
        address: verdict.address,
        message: waiver ? `${verdict.message}; waived by ${waiver.owner} until ${waiver.expires}` : messageOf(verdict),
      };
    });
  });
  const stale = waivers.flatMap((waiver, index) =>
    used.has(waiver) ? [] : [staleWaiver(waiver, `${environment}.waivers[${index}]`, environment, today)],
  );
  return [...findings, ...stale].sort((a, b) => RANK[a.severity] - RANK[b.severity]);
}

/** What a rule's verdicts say, each text once: a rule says the same of hundreds of resources. */
function withFix({ fix }: Rule): (verdict: Verdict) => string {
  const messages = new Map<string, string>();
  return ({ message }) => {
    const said = messages.get(message) ?? `${message}; ${fix}`;
    messages.set(message, said);
    return said;
  };
}

const covers = (waiver: Waiver, rule: Rule, verdict: Verdict, today: string): boolean =>
  rule.waivable !== false &&
  waiver.rule === rule.id &&
  waiver.address === verdict.address &&
  waiver.expires >= today &&
  verdict.status === "violation";

const staleWaiver = (waiver: Waiver, path: string, environment: string, today: string): Finding => ({
  rule: WAIVER_RULE,
  severity: "medium",
  status: "violation",
  environment,
  stack: "",
  address: waiver.address,
  message:
    waiver.expires < today
      ? `${path}: expired on ${waiver.expires}; fix what ${waiver.rule} found, or renew with a reason`
      : `${path}: excuses nothing: ${waiver.rule} finds nothing there that can be waived; remove it`,
});

/** Whether a report may say "clean": waived findings do not count, unknown ones do. */
export const isOpen = ({ status }: Finding): boolean => status !== "waived";
