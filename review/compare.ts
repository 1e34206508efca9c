import { changePartName, type ReviewedPart } from "./parts";
import type { ChangeReport, StackReport } from "./report";

/** How a plan differs from what was reviewed. */
export interface ReviewDifference {
  /** What is not exactly what was reviewed, each with how it differs: an apply must not make it. */
  readonly worse: readonly string[];
  /** What was reviewed and is no longer needed. */
  readonly gone: readonly string[];
}

/** Takes the reviewed parts one by one: of two that are alike, each stands for one of now. */
function takeEqual(reviewed: readonly ReviewedPart[], now: readonly ReviewedPart[]): readonly ReviewedPart[] {
  const left = new Map<string, number>();
  for (const { digest } of reviewed) left.set(digest, (left.get(digest) ?? 0) + 1);
  return now.filter(({ digest }) => {
    const count = left.get(digest) ?? 0;
    left.set(digest, count - 1);
    return count <= 0;
  });
}

const isSameList = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((item, index) => item === b[index]);

/** In people's words; the hashes only say that something differs. */
function changeDifference(before: ChangeReport, after: ChangeReport): string {
  if (!isSameList(before.actions, after.actions)) {
    return `${after.actions.join(", ")}, where ${before.actions.join(", ")} was reviewed`;
  }
  const known = new Set(before.paths.map(({ path }) => path));
  const more = after.paths.map(({ path }) => path).filter((path) => !known.has(path));
  if (more.length > 0) return `changes ${more.slice(0, 5).join(", ")} too`;
  return after.paths.length > 0 ? "the same attributes get other values" : "its content, or the reason, is another one";
}

/** How a part differs from the reviewed one of its name. */
function partDifference(part: ReviewedPart, reviewed: StackReport, now: StackReport): string {
  if (!reviewed.parts.some(({ name }) => name === part.name)) return "was not there";
  const find = ({ changes }: StackReport): ChangeReport | undefined =>
    changes.find(({ address }) => changePartName({ address }) === part.name);
  const [before, after] = [find(reviewed), find(now)];
  return before && after ? changeDifference(before, after) : "is another one";
}

/**
 * Compares a stack's plan with the reviewed one, where their digests differ. Every part that remains has to equal its
 * reviewed part, value by value; what was reviewed and is no longer needed may be missing, and nothing else may differ.
 */
export function compareStackReports(reviewed: StackReport, now: StackReport): ReviewDifference {
  const beyond = takeEqual(reviewed.parts, now.parts);
  const names = new Set(now.parts.map(({ name }) => name));
  const worse = beyond.map((part) => `${part.name}: ${partDifference(part, reviewed, now)}`);
  // Without a key nothing was hashed, and what says nothing equals nothing.
  const isUnproven = reviewed.digest === null || now.digest === null;
  return {
    worse: isUnproven ? ["the plans have no digests, so that nothing can be compared"] : worse,
    gone: reviewed.parts.filter(({ name }) => !names.has(name)).map(({ name }) => name),
  };
}
