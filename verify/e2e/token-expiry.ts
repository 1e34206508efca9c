import type { Environment } from "../../environments/environment";
import type { SymptomId } from "../symptoms";
import type { TestResult } from "./test-result";

/** A test, with the symptom of its failure. */
type JudgedTest = TestResult & { readonly symptom?: SymptomId };

const SECONDS_OF_A_MINUTE = 60;

/** Seconds for which a token is accepted: the shortest of the services that say so; infinite where none does. */
export const tokenSeconds = ({ services }: Pick<Environment, "services">): number =>
  Math.min(
    ...Object.values(services).flatMap(({ variables: { JWT_EXPIRATION_MINUTES: minutes } }) =>
      minutes === undefined ? [] : [Number(minutes) * SECONDS_OF_A_MINUTE],
    ),
  );

/** How a service refuses a token, whatever is wrong with it. */
const REFUSALS: readonly (SymptomId | undefined)[] = ["unauthorized", "socket-refused"];

/**
 * Tells a token that expired in a long run from a wrong one where the service does not say which it was: a wrong one is
 * refused from the beginning. Refusals are taken for an expired token where every one of them came after a token's
 * lifetime, and a test passed before.
 *
 * @param tests - in the order in which they ran
 * @param lifetimeSeconds - of a token
 * @param runSeconds - of the whole run
 */
export function toldExpiry(
  tests: readonly JudgedTest[],
  lifetimeSeconds: number,
  runSeconds: number,
): readonly JudgedTest[] {
  const refused = tests.flatMap((test, index) => (REFUSALS.includes(test.symptom) ? [index] : []));
  const [first] = refused;
  if (first === undefined || endSeconds(tests, first, runSeconds) < lifetimeSeconds) return tests;
  if (!tests.slice(0, first).some(({ outcome }) => outcome === "passed")) return tests;
  return tests.map((test, index) => (refused.includes(index) ? { ...test, symptom: "token-expired" } : test));
}

/** When a test ended, seconds after the first one began. Tests that ran side by side took less together than their sum. */
function endSeconds(tests: readonly JudgedTest[], index: number, runSeconds: number): number {
  const sumOf = (some: readonly JudgedTest[]): number => some.reduce((sum, { seconds }) => sum + seconds, 0);
  const [until, whole] = [sumOf(tests.slice(0, index + 1)), sumOf(tests)];
  return until * Math.min(1, runSeconds / whole);
}
