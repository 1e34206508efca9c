import { rmSync } from "node:fs";
import { join } from "node:path";
import { childVariables } from "./child-variables";
import { rememberProcess } from "./process-identity";
import { terraformBinary } from "./terraform-binary";
import { runSupervised, type Stop, type SupervisedResult } from "./supervised";

/**
 * Seconds until a call of Terraform is stopped, in the way an interruption stops it. A plan without network hangs for ever;
 * an apply of Cloud SQL may take an hour.
 */
const DEADLINES = {
  init: 300,
  plan: 900,
  show: 120,
  state: 120,
  import: 300,
  untaint: 120,
  apply: 5400,
  destroy: 5400,
} as const;

/** What Terraform is called for. */
export type Verb = keyof typeof DEADLINES;

/** In a stack's folder while Terraform runs there: the id and the start of a process that lives as long. */
export const RUNNING_FILE = "terraform.running";

/** How long a deployment waits for the state's lock. A call with it holds the lock. */
export const LOCK_TIMEOUT = "-lock-timeout=120s";

const STOP_NOTICE = "Terraform is asked to stop. Press Ctrl-C again to kill it, which leaves its lock.";

/**
 * Seconds that a call without the state's lock has to stop. It may hold the lock for a moment all the same: the first call
 * that finds no state takes it and writes an empty one
 * (https://github.com/hashicorp/terraform/blob/v1.11.4/internal/backend/remote-state/gcs/backend_state.go).
 */
const HURRY_SECONDS = 5;

/** Files that Terraform makes are this user's alone. */
const PRIVATE = 0o077;

/** How a call runs. */
export interface CallOptions {
  /** Variables of the Terraform process; @default this process's */
  readonly variables?: NodeJS.ProcessEnv | undefined;
  /** What an interruption does to it; @default "ask" */
  readonly atInterruption?: "ask" | "kill" | undefined;
  /** @default the verb's own */
  readonly deadlineSeconds?: number | undefined;
  /** Ends it before its deadline; @default nothing does */
  readonly ending?: AbortSignal | undefined;
}

/** File in a stack's folder with what a call has printed. */
export const outputFile = (folder: string, verb: Verb, ending: "out" | "err"): string =>
  join(folder, `terraform-${verb}.${ending}`);

/** Runs Terraform in a folder to its end. Its output goes to files there and is never passed on, because it may quote values. */
export async function callTerraform(
  folder: string,
  verb: Verb,
  args: readonly string[],
  { variables, atInterruption, deadlineSeconds, ending }: CallOptions,
): Promise<SupervisedResult> {
  const running = join(folder, RUNNING_FILE);
  const result = await runSupervised(terraformBinary(), [verb, ...args], {
    cwd: folder,
    env: {
      ...childVariables("terraform", variables),
      CHECKPOINT_DISABLE: "1",
      TF_IN_AUTOMATION: "1",
      TF_INPUT: "0",
    },
    deadlineSeconds: deadlineSeconds ?? DEADLINES[verb],
    stdout: outputFile(folder, verb, "out"),
    stderr: outputFile(folder, verb, "err"),
    // Others may share a cache of providers.
    ...(verb !== "init" && { umask: PRIVATE }),
    stop: stopOf(args.includes(LOCK_TIMEOUT), atInterruption),
    ...(ending && { ending }),
    onStart: (pid) => rememberProcess(running, pid),
  });
  rmSync(running, { force: true });
  return result;
}

function stopOf(holdsLock: boolean, atInterruption: CallOptions["atInterruption"]): Stop {
  if (atInterruption === "kill") return { how: "kill" };
  return holdsLock ? { how: "ask", notice: STOP_NOTICE } : { how: "hurry", graceSeconds: HURRY_SECONDS };
}
