/** "incident 25", "incidents 15 and 16", "incidents 7, 20 and 22": how a reason cites what happened before. */
const CITATION = /\b(incidents?) (\d+(?:(?:, | and )\d+)*)/g;

/** An incident of docs/incidents.md. */
export interface Incident {
  readonly number: number;
  /** What failed, one sentence or two. */
  readonly failure: string;
  /** What guards against it now: ids of rules and checks in backticks. */
  readonly guard: string;
}

/** Numbers of the incidents that a text cites, in its order, each once. */
export const citedIncidents = (text: string): readonly number[] => [
  ...new Set([...text.matchAll(CITATION)].flatMap(([, , numbers = ""]) => [...numbers.matchAll(/\d+/g)].map(Number))),
];

/** A text of a runbook whose citations lead to docs/incidents.md. */
export const linkIncidents = (text: string): string =>
  text.replace(CITATION, (_citation, word: string, numbers: string) => {
    const [first = "", ...others] = numbers.split(/(, | and )/);
    const linkOf = (label: string, number: string): string => `[${label}](../../incidents.md#incident-${number})`;
    return [
      linkOf(`${word} ${first}`, first),
      ...others.map((part) => (/\d/.test(part) ? linkOf(part, part) : part)),
    ].join("");
  });

/**
 * The incidents of docs/incidents.md.
 *
 * @param markdown - the document's text
 * @throws Error naming an incident that has not exactly its two lines
 */
export function readIncidents(markdown: string): readonly Incident[] {
  return markdown
    .split(/^### /m)
    .slice(1)
    .map((section) => {
      const words = section.replace(/\s+/g, " ").trim();
      const [, number, failure, guard] =
        /^Incident (\d+) - \*\*Failed:\*\* (.+) - \*\*Guard:\*\* (.+)$/.exec(words) ?? [];
      if (number === undefined || failure === undefined || guard === undefined) {
        throw new Error(
          `docs/incidents.md: "${words.slice(0, 40)}" has not the form of an incident: Failed, then Guard`,
        );
      }
      return { number: Number(number), failure, guard };
    });
}
