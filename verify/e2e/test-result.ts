/** What one test of a run came to. */
export interface TestResult {
  /** `package.Class.test`, as the report has it. */
  readonly name: string;
  readonly seconds: number;
  readonly outcome: "passed" | "failed" | "skipped";
  /** What a failed test said, with secrets masked; otherwise empty. */
  readonly text: string;
  /** Whether it failed first and passed when it was run again. */
  readonly isTransient: boolean;
}
