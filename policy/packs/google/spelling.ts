import { editDistance } from "../../../report/spelling";

const MAX_TYPO = 2;
/** `eu` and `us`, `min` and `max`, `v1` and `v2` are different on purpose. */
const MIN_LENGTH = 5;

/** Whether one word is most probably the other, misspelt. */
const isSlip = (a: string, b: string): boolean =>
  Math.min(a.length, b.length) >= MIN_LENGTH && !/\d/.test(a + b) && editDistance(a, b) <= MAX_TYPO;

/**
 * The known name that was most probably meant: one of its words is misspelt, the others are the same. Undefined where
 * the name is known, or is another one.
 */
export function meantInstead(name: string, known: readonly string[]): string | undefined {
  if (known.includes(name)) return undefined;
  const words = name.split(/[-_.]/);
  return known.find((candidate) => {
    const others = candidate.split(/[-_.]/);
    const different = words.flatMap((word, index) =>
      word === others[index] ? [] : [[word, others[index] ?? ""] as const],
    );
    return others.length === words.length && different.length === 1 && different.every(([a, b]) => isSlip(a, b));
  });
}
