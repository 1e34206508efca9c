import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Availability } from "../../cli/shared/provider";
import type { AppliedStack } from "../../cli/shared/sandbox-deploy";
import type { SynthesizedStack } from "../../policy/core/from-synth";

/** A stack's `cdk.tf.json`, as far as these tests change or read it. */
export interface StackJson extends SynthesizedStack {
  readonly terraform: {
    readonly backend: Readonly<Record<string, unknown>>;
    readonly required_providers: Readonly<Record<string, unknown>>;
  };
  readonly output?: Readonly<Record<string, { readonly value: unknown }>>;
  readonly data?: {
    readonly terraform_remote_state?: Readonly<Record<string, { readonly config: unknown }>>;
  };
}

/**
 * What global setup hands to the test files. Through a file, because they are other processes, and synchronously,
 * because the names of tests are made before the first one runs.
 */
export interface Run {
  readonly availability: Availability;
  readonly stacks: Readonly<Record<string, StackJson>>;
  /** What of the requests and answers of the first deploys deviates from Google's documents, one line each. */
  readonly deviations: readonly string[];
  /** By environment; empty where the provider cannot be had. */
  readonly deployments: Readonly<Record<string, Deployment>>;
}

/** What became of an environment's first deploy into a fresh sandbox. */
export interface Deployment {
  readonly applied: readonly AppliedStack[];
  /** Routes that the sandbox was asked for and does not serve. */
  readonly unknown: readonly string[];
  /** Outside hosts that somebody asked to be connected to. */
  readonly outside: Readonly<Record<string, number>>;
  /** Why it did not come to its end. */
  readonly problem?: string;
}

/** Folder of an environment's initialised stacks. */
export const siteDirectory = (directory: string, environment: string): string => join(directory, "sites", environment);

/** A moment of an environment's first deploy: all of it is done, or bootstrap and foundation. */
export type Moment = "deployed" | "founded";

/** What the sandbox held at a moment. */
export const snapshotFile = (directory: string, environment: string, moment: Moment = "deployed"): string =>
  join(directory, `${environment}.${moment}.snapshot.json`);

const FILE = "run.json";

/** Names the run's folder to the test files and to global teardown. */
export const DIRECTORY_VARIABLE = "E2E_DIRECTORY";

/** The folder of this run; gone afterwards. */
export function runDirectory(): string {
  const directory = process.env[DIRECTORY_VARIABLE];
  if (directory === undefined) throw new Error("no run folder; use npm run test:e2e");
  return directory;
}

export const writeRun = (run: Run): void => writeFileSync(join(runDirectory(), FILE), JSON.stringify(run));

export const readRun = (): Run => JSON.parse(readFileSync(join(runDirectory(), FILE), "utf8")) as Run;
