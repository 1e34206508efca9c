import type { Waiver } from "../../environments/environment";
import type { Estate, Rule, Verdict } from "./rule";
import { worstFirst, type Severity } from "../../report/severity";

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
  const findings: Finding[] = [];
  // The rules in the order of their severity, so that a hundred thousand findings need not be.
  for (const rule of worstFirst(rules)) {
    const messageOf = withFix(rule);
    for (const verdict of rule.check(estate)) {
      const waiver = waivers.find((candidate) => covers(candidate, rule, verdict, today));
      if (waiver) used.add(waiver);
      findings.push({
        rule: rule.id,
        severity: rule.severity,
        status: waiver ? "waived" : verdict.status,
        environment,
        stack: verdict.stack,
        address: verdict.address,
        message: waiver ? `${verdict.message}; waived by ${waiver.owner} until ${waiver.expires}` : messageOf(verdict),
      });
    }
  }
  const stale = waivers.flatMap((waiver, index) =>
    used.has(waiver) ? [] : [staleWaiver(waiver, `${environment}.waivers[${index}]`, environment, today)],
  );
  return stale.length > 0 ? worstFirst([...findings, ...stale]) : findings;
}

/** What a rule's verdicts say, each text once: a rule says the same of hundreds of resources. */
function withFix({ fix }: Rule): (verdict: Verdict) => string {
  const messages = new Map<string, string>();
  let [last, saidLast] = ["", ""];
  return ({ message }) => {
    if (message === last) return saidLast;
    const said = messages.get(message) ?? `${message}; ${fix}`;
    messages.set(message, said);
    [last, saidLast] = [message, said];
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
