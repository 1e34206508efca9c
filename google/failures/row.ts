/** An error of Google's APIs, of their provider or of Terraform that is known: what it means and what to do. */
export interface FailureRow {
  /**
   * Forms of the error's text, with its white space as single spaces. A named group is a part that people may see: its
   * own form leaves room for nothing but a name of Google's.
   */
  readonly patterns: readonly RegExp[];
  /**
   * What has happened, half a line. `{part}` stands for a group, `{part|words}` for words where the group is missing. Beside
   * the groups there is `{project}`.
   */
  readonly title: string;
  /** One sentence: what it means. */
  readonly meaning: string;
  /** What to do, with a command where there is one. It has the same places as the title. */
  readonly remedy: string;
  /** A page that shows the text or says what is behind it. */
  readonly source: string;
}

/** Rows by their ids. */
export type FailureRows = Readonly<Record<string, FailureRow>>;
