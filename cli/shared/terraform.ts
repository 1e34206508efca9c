import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { runChild, type ChildResult } from "./child";
import { childVariables } from "./child-variables";
import { CouldNotTell } from "./command";
import { undoAtInterruption } from "./interruption";

/** Seconds until a call is killed. A plan without network hangs for ever; an apply of Cloud SQL may take an hour. */
const DEADLINES = { init: 300, plan: 900, show: 120, state: 120, import: 300, apply: 5400, destroy: 5400 } as const;

/** Name of the saved plan in a stack's folder. It holds secrets in plaintext, so it is removed after it was read or applied. */
export const PLAN_FILE = "reviewed.tfplan";

/** How long a deployment waits for the state's lock. */
const LOCK_TIMEOUT = "-lock-timeout=120s";

const STOP_NOTICE = "Terraform is asked to stop. Press Ctrl-C again to kill it, which leaves its lock.";

/** A saved plan. */
export interface SavedPlan {
  /** As `terraform show -json` prints it. */
  readonly json: string;
  /** The plan has no changes. */
  readonly isEmpty: boolean;
}

/**
 * Terraform in one stack's folder. Its output is never passed on, because it may quote values. Every method throws
 * CouldNotTell where Terraform fails or its deadline passes.
 */
export class Terraform {
  /** Takes back what an interruption would do to the saved plan. */
  private forgetPlan: (() => void) | undefined;

  constructor(
    private readonly stack: string,
    private readonly folder: string,
    /** Variables of the Terraform process: where Google is, and with which providers. */
    private readonly variables: NodeJS.ProcessEnv = process.env,
    /**
     * What an interruption does to a call that holds the state's lock: asked, it gives the lock back and writes its state.
     */
    private readonly atInterruption: "ask" | "kill" = "ask",
  ) {}

  /** Installs providers and configures the backend, as the lock file in the folder says. */
  async init(): Promise<void> {
    await this.callTerraform("init", ["-input=false", "-no-color"]);
  }

  /** Plans and reads the plan. A review takes no lock, so that an account that may only read can plan. */
  async plan(purpose: "review" | "deploy"): Promise<SavedPlan> {
    const lock = purpose === "review" ? "-lock=false" : LOCK_TIMEOUT;
    const args = ["-input=false", "-no-color", "-detailed-exitcode", lock, `-out=${PLAN_FILE}`];
    this.forgetPlan ??= undoAtInterruption(() => rmSync(this.planFile, { force: true }));
    const { status } = await this.callTerraform("plan", args, [0, 2]);
    const { stdout } = await this.callTerraform("show", ["-json", PLAN_FILE]);
    return { json: stdout, isEmpty: status === 0 };
  }

  /** Applies exactly the saved plan. */
  async apply(): Promise<void> {
    await this.callTerraform("apply", ["-input=false", "-no-color", LOCK_TIMEOUT, PLAN_FILE]);
  }

  /** Destroys everything that the state holds. */
  async destroy(): Promise<void> {
    await this.callTerraform("destroy", ["-input=false", "-no-color", "-auto-approve", LOCK_TIMEOUT]);
  }

  /** Takes a resource out of the state; Google keeps it. */
  async release(address: string): Promise<void> {
    await this.callTerraform("state", ["rm", LOCK_TIMEOUT, address]);
  }

  /** Takes a resource that exists into the state. */
  async import(address: string, id: string): Promise<void> {
    await this.callTerraform("import", ["-input=false", "-no-color", LOCK_TIMEOUT, address, id]);
  }

  /** Names of the outputs in the state; none where the stack was never applied. Takes no lock and writes nothing. */
  async outputs(): Promise<readonly string[]> {
    const { stdout } = await this.callTerraform("state", ["pull"]);
    if (stdout.trim() === "") return [];
    const { outputs = {} } = JSON.parse(stdout) as { outputs?: object };
    return Object.keys(outputs);
  }

  /** Removes the saved plan. */
  removePlan(): void {
    rmSync(this.planFile, { force: true });
    this.forgetPlan?.();
    this.forgetPlan = undefined;
  }

  private get planFile(): string {
    return join(this.folder, PLAN_FILE);
  }

  private async callTerraform(
    verb: keyof typeof DEADLINES,
    args: readonly string[],
    good: readonly number[] = [0],
  ): Promise<ChildResult> {
    const env = {
      ...childVariables("terraform", this.variables),
      CHECKPOINT_DISABLE: "1",
      TF_IN_AUTOMATION: "1",
      TF_INPUT: "0",
    };
    const result = await runChild("terraform", [verb, ...args], {
      cwd: this.folder,
      env,
      deadlineSeconds: DEADLINES[verb],
      ...(this.atInterruption === "ask" && args.includes(LOCK_TIMEOUT) && { stopNotice: STOP_NOTICE }),
    });
    if (result.status !== null && good.includes(result.status)) return result;
    throw new CouldNotTell(
      `${this.stack}: terraform ${verb}: ${result.failure ?? "failed"}${failureReason(result.stderr)}`,
    );
  }
}

/** The headline of Terraform's first error, without the lines that quote the configuration. */
function failureReason(stderr: string): string {
  const headline = /Error: ([^\n]*)/.exec(stderr)?.[1];
  return headline === undefined ? "" : `: ${headline.slice(0, 200)}`;
}

/** The part of a stack's file that refers to other states. */
interface StackFile {
  readonly data?: {
    readonly terraform_remote_state?: Readonly<Record<string, { readonly config?: { readonly prefix?: string } }>>;
  };
}

/** The outputs that a stack reads from another stack's state. */
export interface Upstream {
  readonly stack: string;
  /** Names of the outputs that it reads. */
  readonly outputs: readonly string[];
}

/**
 * The stacks of the same environment whose states a stack reads.
 *
 * @param stacks - folder with one folder a stack
 * @throws CouldNotTell where the stack is not synthesized
 */
export function upstreamsOf(stacks: string, stack: string): readonly Upstream[] {
  const path = join(stacks, stack, "cdk.tf.json");
  if (!existsSync(path)) throw new CouldNotTell(`${stack}: not synthesized; run ./netra synth`);
  const text = readFileSync(path, "utf8");
  const { data } = JSON.parse(text) as StackFile;
  const environment = stack.split("-")[0] ?? "";
  return Object.entries(data?.terraform_remote_state ?? {}).map(([name, { config }]) => ({
    stack: `${environment}-${config?.prefix ?? ""}`,
    outputs: [...text.matchAll(new RegExp(`terraform_remote_state\\.${name}\\.outputs\\.([A-Za-z0-9_-]+)`, "g"))].map(
      ([, output = ""]) => output,
    ),
  }));
}
