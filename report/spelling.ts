/** Letters that have to be changed, added or left out to come from one word to the other. */
export function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      row.push(
        Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + Number(a[i - 1] !== b[j - 1])),
      );
    }
    previous = row;
  }
  return previous[b.length] ?? 0;
}

/** The most slips in one word. */
const MOST_SLIPS = 3;

/** More slips than this share of the longer word make it another word. */
const MOST_SHARE = 0.5;

/** The known words that were most probably meant: those with the fewest slips; none where all are other words. */
export function closestWords(word: string, known: readonly string[]): readonly string[] {
  const near = known
    .map((candidate) => ({ candidate, slips: editDistance(word, candidate) }))
    .filter(
      ({ candidate, slips }) => slips <= MOST_SLIPS && slips <= MOST_SHARE * Math.max(word.length, candidate.length),
    );
  const fewest = Math.min(...near.map(({ slips }) => slips));
  return near.filter(({ slips }) => slips === fewest).map(({ candidate }) => candidate);
}

/** The question whether words were meant; other advice where there are none. */
export const meantText = (words: readonly string[], otherwise: string): string =>
  words.length > 0 ? `did you mean ${words.join(" or ")}?` : otherwise;
