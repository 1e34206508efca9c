import { failed, passed, unknown } from "../../engine/attempt";
import type { Attempt } from "../../engine/check";

/**
 * One verdict of several looks: what has failed goes before what nobody can tell, and all of it is named, under the
 * first failure's symptom.
 *
 * @param allWell - what is said where every look passed
 */
export function together(looks: readonly Attempt[], allWell: string): Attempt {
  const failures = looks.flatMap((look) => (look.verdict === "failed" ? [look] : []));
  const [first] = failures;
  if (first !== undefined) {
    const expected = new Set(failures.map((failure) => failure.expected));
    return failed(first.symptom, failures.map(({ found }) => found).join("; "), [...expected].join("; "));
  }
  const reasons = looks.flatMap((look) => (look.verdict === "unknown" ? [look.reason] : []));
  return reasons.length > 0 ? unknown(reasons.join("; ")) : passed(allWell);
}
