/** What one test of a run came to. */
export interface TestResult {
  /** `package.Class.test`, as the report has it. */
  readonly name: string;
  readonly seconds: number;
  readonly outcome: "passed" | "failed" | "skipped";
  /** Of a failure: what the test said, secrets masked; empty otherwise. */
  readonly text: string;
  /** Whether it failed first and passed when it was run again. */
  readonly isTransient: boolean;
}
