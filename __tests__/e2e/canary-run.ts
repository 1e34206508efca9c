/** One way in which a command is run. */
export interface Run {
  /** What is planted where it looks. */
  readonly what: string;
  readonly args: () => readonly string[];
  /** @default a Google in which nothing stands, and a Terraform that fails at nothing but an apply */
  readonly variables?: () => NodeJS.ProcessEnv;
  readonly code: number;
  /** A proof that it came as far as the secrets. */
  readonly says: RegExp;
  /** What happens meanwhile. */
  readonly during?: () => Promise<void>;
  /**
   * It prints a report, so that it is run in every format. A line of an error is the same in all of them.
   *
   * @default where it can tell, so where its code is not 2
   */
  readonly isReport?: true;
}

export const STAGING = ["--environment", "staging"];
export const staged =
  (...args: string[]) =>
  () => [...STAGING, ...args];
