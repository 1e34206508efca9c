import { createHash } from "node:crypto";
import { chmodSync, existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { PlannedChange } from "./apply-progress";
import { Refused } from "./command";
import { rescueState } from "./errored-state";
import { failureContext, readIfThere, type FailureContext } from "./failure-context";
import { FollowedApply } from "./followed-apply";
import { assertNotInterrupted, isInterrupted, undoAtInterruption } from "./interruption";
import { readStateContent, type StateContent } from "./state-content";
import { LOCK_TIMEOUT, callTerraform, outputFile, type Verb } from "./terraform-call";
import { TerraformFailed } from "./terraform-failed";
import { errorsOf, readOutput } from "./terraform-output";

/** Name of the saved plan in a stack's folder. It holds secrets in plaintext, so it is removed after it was read or applied. */
export const PLAN_FILE = "reviewed.tfplan";

/** Calls after which nothing is asked of the state: they have not come so far, or are such a question themselves. */
const STATELESS: ReadonlySet<Verb> = new Set(["init", "show", "state"]);

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
    const followed = new FollowedApply(this.stack, outputFile(this.folder, "apply", "out"), changes);
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

  private async call(verb: Verb, args: readonly string[], { good = [0], followed }: CallOptions = {}): Promise<Call> {
    const holdsLock = args.includes(LOCK_TIMEOUT);
    const ending = followed?.isHanging;
    const { status, failure, isKilled } = await callTerraform(this.folder, verb, args, { ...this.options, ending });
    const stdout = outputFile(this.folder, verb, "out");
    if (status !== null && good.includes(status)) return { status, stdout };
    // It has had nothing to lose, and has stopped in order.
    if (!holdsLock && !isKilled) assertNotInterrupted();
    const [lines, errorText] = [readOutput(readIfThere(stdout)), readIfThere(outputFile(this.folder, verb, "err"))];
    const isExplained = status === null || errorsOf(lines).length > 0 || /\b(Error|panic): /.test(errorText);
    throw new TerraformFailed({
      stack: this.stack,
      verb,
      how: [
        ...(isInterrupted() ? ["interrupted"] : []),
        ...(ending?.aborted ? ["its lock could not be given back"] : []),
        failure ?? "failed",
      ].join(", "),
      isKilled,
      lines,
      stderr: errorText,
      keptState: rescueState(this.folder, this.stack),
      outcome: followed?.outcome({ isKilled, isExplained }),
      context: await this.readContext(verb),
    });
  }

  /** What is known of the stack, of its plan and of its state, as far as those can be read after a failure. */
  private async readContext(verb: Verb): Promise<FailureContext> {
    const hasState = !STATELESS.has(verb);
    // A plan that stopped half-way is saved too.
    const isNew = verb === "plan" && existsSync(this.planFile);
    const plan = isNew
      ? await this.tryCall("show", ["-json", PLAN_FILE])
      : readIfThere(outputFile(this.folder, "show", "out"));
    const state = hasState ? await this.tryCall("state", ["pull"]) : "";
    return failureContext(this.folder, plan, state, { ...process.env, ...this.options.variables });
  }

  /** What a call prints that must not fail, nor take long, because another one has failed; "" where it does. */
  private async tryCall(verb: "show" | "state", args: readonly string[]): Promise<string> {
    const stdout = outputFile(this.folder, verb, "out");
    try {
      const { status } = await callTerraform(this.folder, verb, args, { ...this.options, deadlineSeconds: 20 });
      return status === 0 ? readIfThere(stdout) : "";
    } catch {
      // Interrupted.
      return "";
    } finally {
      rmSync(stdout, { force: true });
    }
  }
}
