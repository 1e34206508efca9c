import type { Finding } from "./finding";
import type { RuleDescription } from "./rule";

const placeOf = ({ stack, address }: Finding): string => `${stack} ${address}`;

/** Where a rule has open findings. */
interface OpenPlaces {
  readonly violation: Set<string>;
  readonly unknown: Set<string>;
}

/** The open findings' places of some rules, by rule. */
function openPlacesOf(findings: readonly Finding[], rules: readonly string[]): ReadonlyMap<string, OpenPlaces> {
  const places = new Map(rules.map((id): [string, OpenPlaces] => [id, { violation: new Set(), unknown: new Set() }]));
  if (places.size === 0) return places;
  for (const finding of findings) {
    if (finding.status !== "waived") places.get(finding.rule)?.[finding.status].add(placeOf(finding));
  }
  return places;
}

/**
 * The findings without those of rules that yield to another one at the same address. An open violation silences
 * everything there, an open "unknown" only what is unknown. A waived finding silences nothing: who waives one rule
 * still hears the other.
 */
export function withoutYielded(findings: readonly Finding[], rules: readonly RuleDescription[]): readonly Finding[] {
  const yielding = new Map(rules.flatMap(({ id, yieldsTo }) => (yieldsTo ? [[id, yieldsTo] as const] : [])));
  const open = openPlacesOf(findings, [...yielding.values()].flat());
  const isSilenced = (finding: Finding, others: readonly string[]): boolean =>
    others.some((id) => {
      const places = open.get(id);
      const isSaid = (status: keyof OpenPlaces): boolean => places?.[status].has(placeOf(finding)) === true;
      return isSaid("violation") || (finding.status === "unknown" && isSaid("unknown"));
    });
  return findings.filter((finding) => {
    const others = yielding.get(finding.rule);
    return others === undefined || !isSilenced(finding, others);
  });
}
