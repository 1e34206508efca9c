import type { Finding } from "./finding";
import type { RuleDescription } from "./rule";

const placeOf = ({ stack, address }: Finding): string => `${stack} ${address}`;

/** Places where a rule has open findings of one status. */
const openPlaces = (findings: readonly Finding[], rule: string, status: Finding["status"]): ReadonlySet<string> =>
  new Set(findings.filter((finding) => finding.rule === rule && finding.status === status).map(placeOf));

/** Whether a rule has nothing to add to a finding's place, because one that it yields to has spoken there. */
function silencer(findings: readonly Finding[], others: readonly string[]): (finding: Finding) => boolean {
  const violated = others.map((id) => openPlaces(findings, id, "violation"));
  const unproven = others.map((id) => openPlaces(findings, id, "unknown"));
  return (finding) => {
    const place = placeOf(finding);
    if (violated.some((places) => places.has(place))) return true;
    return finding.status === "unknown" && unproven.some((places) => places.has(place));
  };
}

/**
 * The findings without those of rules that yield to another one at the same address. An open violation silences
 * everything there, an open "unknown" only what is unknown. A waived finding silences nothing: who waives one rule
 * still hears the other.
 */
export function withoutYielded(findings: readonly Finding[], rules: readonly RuleDescription[]): readonly Finding[] {
  const silencers = new Map(
    rules.flatMap(({ id, yieldsTo }) => (yieldsTo ? [[id, silencer(findings, yieldsTo)] as const] : [])),
  );
  return findings.filter((finding) => silencers.get(finding.rule)?.(finding) !== true);
}
