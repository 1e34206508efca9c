import { createHash } from "node:crypto";
import { chmodSync, existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { PlannedChange } from "./apply-progress";
import { childVariables } from "./child-variables";
import { Refused } from "./command";
import { rescueState } from "./errored-state";
import { FollowedApply } from "./followed-apply";
import { assertNotInterrupted, isInterrupted, undoAtInterruption } from "./interruption";
import { rememberProcess } from "./process-identity";
import { readStateContent, type StateContent } from "./state-content";
import { runSupervised, type Stop } from "./supervised";
import { DEADLINES, type Verb } from "./terraform-deadlines";
import { TerraformFailed } from "./terraform-failed";
import { errorsOf, readOutput } from "./terraform-output";

/** Name of the saved plan in a stack's folder. It holds secrets in plaintext, so it is removed after it was read or applied. */
export const PLAN_FILE = "reviewed.tfplan";

/** In a stack's folder while Terraform runs there: the id and the start of a process that lives as long. */
export const RUNNING_FILE = "terraform.running";

/** How long a deployment waits for the state's lock. */
const LOCK_TIMEOUT = "-lock-timeout=120s";

const STOP_NOTICE = "Terraform is asked to stop. Press Ctrl-C again to kill it, which leaves its lock.";

/**
 * Seconds that a call without the state's lock has to stop. It may hold the lock for a moment all the same: the first call
 * that finds no state takes it and writes an empty one
 * (https://github.com/hashicorp/terraform/blob/v1.11.4/internal/backend/remote-state/gcs/backend_state.go).
 */
const HURRY_SECONDS = 5;

/** Files that Terraform makes are this user's alone. */
const PRIVATE = 0o077;

/** What a plan is for. A review takes no lock, so that an account that may only read can plan. */
export type PlanPurpose = "review" | "deploy" | "destroy";

/** A saved plan. */
export interface SavedPlan {
  /** As `terraform show -json` prints it. */
  readonly json: string;
  /** The plan has no changes. */
  readonly isEmpty: boolean;
}

/** How Terraform runs in a stack's folder. */
export interface TerraformOptions {
  /**
   * Variables of the Terraform process: where Google is, and with which providers.
   *
   * @default this process's
   */
  readonly variables?: NodeJS.ProcessEnv;
  /**
   * What an interruption does to a call: asked, it gives the state's lock back and writes its state.
   *
   * @default "ask"
   */
  readonly atInterruption?: "ask" | "kill";
  /**
   * Prepares the folder for `terraform init` and returns more arguments for it.
   *
   * @default nothing
   */
  readonly prepareInit?: (folder: string) => Promise<readonly string[]>;
}

/** How a call is made. */
interface CallOptions {
  /**
   * Exit statuses that are no failure.
   *
   * @default 0
   */
  readonly good?: readonly number[];
  /** Follows its changes. */
  readonly followed?: FollowedApply;
}

/** A call that went well. */
interface Call {
  readonly status: number;
  /** File with what it printed. */
  readonly stdout: string;
}

/**
 * Terraform in one stack's folder. Its output goes to files there and is never passed on, because it may quote values.
 * Every method throws TerraformFailed where Terraform fails or its deadline passes, and Interrupted where an interruption
 * came before it.
 */
export class Terraform {
  /** Takes back what an interruption would do to the saved plan. */
  private forgetPlan: (() => void) | undefined;
  private planHash = "";
  private isInitialised = false;

  constructor(
    private readonly stack: string,
    private readonly folder: string,
    private readonly options: TerraformOptions = {},
  ) {}

  /** Installs providers and configures the backend, as the lock file in the folder says; once. */
  async init(): Promise<void> {
    if (this.isInitialised) return;
    const more = (await this.options.prepareInit?.(this.folder)) ?? [];
    await this.call("init", ["-input=false", "-no-color", ...more]);
    this.isInitialised = true;
  }

  /**
   * Plans and reads the plan.
   *
   * @param targets - addresses that it is about, with what they depend on; @default everything
   */
  async plan(purpose: PlanPurpose, targets: readonly string[] = []): Promise<SavedPlan> {
    const what = [
      ...(purpose === "destroy" ? ["-destroy"] : []),
      ...targets.map((address) => `-target=${address}`),
      purpose === "review" ? "-lock=false" : LOCK_TIMEOUT,
    ];
    const args = ["-input=false", "-no-color", "-json", "-detailed-exitcode", ...what, `-out=${PLAN_FILE}`];
    this.forgetPlan ??= undoAtInterruption(() => rmSync(this.planFile, { force: true }));
    const { status } = await this.call("plan", args, { good: [0, 2] });
    if (existsSync(this.planFile)) chmodSync(this.planFile, 0o600);
    this.planHash = this.hashPlan();
    const { stdout } = await this.call("show", ["-json", PLAN_FILE]);
    return { json: readFileSync(stdout, "utf8"), isEmpty: status === 0 };
  }

  /**
   * Applies exactly the saved plan.
   *
   * @param changes - the plan's, to follow them
   * @throws Refused where the plan's file is not what it was, TerraformFailed with how far it came
   */
  async apply(changes: readonly PlannedChange[]): Promise<void> {
    if (this.hashPlan() !== this.planHash) {
      throw new Refused(
        `${this.stack}: its plan was changed after it was reviewed, so nothing is applied; begin again`,
      );
    }
    const followed = new FollowedApply(this.stack, this.fileOf("apply", "out"), changes);
    try {
      await this.call("apply", ["-input=false", "-no-color", "-json", LOCK_TIMEOUT, PLAN_FILE], { followed });
    } finally {
      followed.close();
    }
  }

  /** Destroys everything that the state holds. */
  async destroy(): Promise<void> {
    await this.call("destroy", ["-input=false", "-no-color", "-json", "-auto-approve", LOCK_TIMEOUT]);
  }

  /** Takes a resource out of the state; Google keeps it. */
  async release(address: string): Promise<void> {
    await this.call("state", ["rm", LOCK_TIMEOUT, address]);
  }

  /** Takes a resource that exists into the state. */
  async import(address: string, id: string): Promise<void> {
    await this.call("import", ["-input=false", "-no-color", LOCK_TIMEOUT, address, id]);
  }

  /** Lets Terraform keep a resource whose creation failed half-way. */
  async untaint(address: string): Promise<void> {
    await this.call("untaint", [LOCK_TIMEOUT, address]);
  }

  /** What the state holds; nothing where the stack was never applied. Takes no lock and writes nothing. */
  async state(): Promise<StateContent> {
    const { stdout } = await this.call("state", ["pull"]);
    const text = readFileSync(stdout, "utf8");
    // It is the whole state.
    rmSync(stdout);
    return readStateContent(this.stack, text);
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

  private hashPlan(): string {
    if (!existsSync(this.planFile)) return "";
    return createHash("sha256").update(readFileSync(this.planFile)).digest("hex");
  }

  private fileOf(verb: Verb, ending: string): string {
    return join(this.folder, `terraform-${verb}.${ending}`);
  }

  private async call(verb: Verb, args: readonly string[], { good = [0], followed }: CallOptions = {}): Promise<Call> {
    const [stdout, stderr] = [this.fileOf(verb, "out"), this.fileOf(verb, "err")];
    const running = join(this.folder, RUNNING_FILE);
    const holdsLock = args.includes(LOCK_TIMEOUT);
    const { status, failure, isKilled } = await runSupervised("terraform", [verb, ...args], {
      cwd: this.folder,
      env: {
        ...childVariables("terraform", this.options.variables),
        CHECKPOINT_DISABLE: "1",
        TF_IN_AUTOMATION: "1",
        TF_INPUT: "0",
      },
      deadlineSeconds: DEADLINES[verb],
      stdout,
      stderr,
      // Others may share a cache of providers.
      ...(verb !== "init" && { umask: PRIVATE }),
      stop: this.stopOf(holdsLock),
      ...(followed && { ending: followed.isHanging }),
      onStart: (pid) => rememberProcess(running, pid),
    });
    rmSync(running, { force: true });
    if (status !== null && good.includes(status)) return { status, stdout };
    // It has had nothing to lose, and has stopped in order.
    if (!holdsLock && !isKilled) assertNotInterrupted();
    const [lines, errorText] = [readOutput(readIfThere(stdout)), readIfThere(stderr)];
    const isExplained = status === null || errorsOf(lines).length > 0 || /\b(Error|panic): /.test(errorText);
    throw new TerraformFailed({
      stack: this.stack,
      verb,
      how: [
        ...(isInterrupted() ? ["interrupted"] : []),
        ...(followed?.isHanging.aborted ? ["its lock could not be given back"] : []),
        failure ?? "failed",
      ].join(", "),
      isKilled,
      lines,
      stderr: errorText,
      keptState: rescueState(this.folder, this.stack),
      outcome: followed?.outcome({ isKilled, isExplained }),
    });
  }

  private stopOf(holdsLock: boolean): Stop {
    if (this.options.atInterruption === "kill") return { how: "kill" };
    return holdsLock ? { how: "ask", notice: STOP_NOTICE } : { how: "hurry", graceSeconds: HURRY_SECONDS };
  }
}

const readIfThere = (path: string): string => (existsSync(path) ? readFileSync(path, "utf8") : "");
