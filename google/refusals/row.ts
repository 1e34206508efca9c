/**
 * What Google refuses of a resource although its form is right: the sandbox answers with the text, and a review says beforehand
 * that the apply will fail. The judgement stands here once, and both ask it.
 *
 * @typeParam G - what was given, with Google's defaults where nothing was
 */
export interface RefusalRow<G> {
  /** Whether Google takes it. */
  readonly accepts: (given: G) => boolean;
  /** The text of the refusal, without the name of the resource. */
  readonly text: (given: G) => string;
  /** What must hold, for people. */
  readonly allowed: string;
  /** Page that says so; the text itself is Google's where the page or a public report has it, else ours. */
  readonly source: string;
}

/** A row whose types follow from its own functions. */
export const refusalRow = <G>(row: RefusalRow<G>): RefusalRow<G> => row;
