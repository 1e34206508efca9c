import type { Budget } from "../google/budgets";
import type { ReviewedPart } from "./parts";
import type { Finding } from "../policy/core/finding";
import type { Severity } from "../report/severity";
import type { CapacityReport } from "./capacity";
import type { Action, OutputChange } from "./change";
import type { Undo } from "./consequence";
import type { DriftClass } from "./drift";

/** The result of a review, ready for any format. It holds only values that may be printed. */
export interface Report {
  readonly formatVersion: 1;
  /** One line: the severity, the sentence and the counts. */
  readonly summary: string;
  /** What a person would say of it, without a capital letter and a full stop. */
  readonly sentence: string;
  /** The worst severity of all stacks; "none" where nothing changes. */
  readonly severity: Severity | "none";
  readonly stacks: readonly StackReport[];
  /** Keyed hash of all change-sets; null without a key. */
  readonly digest: string | null;
}

/** The review of one stack's plan. */
export interface StackReport {
  readonly name: string;
  /** The environment of ours that the stack belongs to; absent for somebody else's plan. */
  readonly environment?: string;
  /** Keyed hash of this stack's change-set; null without a key. */
  readonly digest: string | null;
  /** Worst first. */
  readonly changes: readonly ChangeReport[];
  readonly outputs: readonly OutputChange[];
  /** Worst first, without noise. */
  readonly drift: readonly DriftReport[];
  /** Number of attributes that Google changed by itself. */
  readonly noise: number;
  readonly findings: readonly Finding[];
  /** Findings that were there before the plan, on resources that it does not touch: they never fail it. */
  readonly earlier: readonly Finding[];
  /** What was pending before this change of the code; absent where the plan was not compared with the code. */
  readonly pending?: PendingReport;
  /** What the code changes and the plan leaves; absent as above. */
  readonly unplanned?: readonly UnplannedChange[];
  readonly budgets: readonly BudgetReport[];
  /** What it has at most, where that changes; absent where it does not. */
  readonly capacity?: readonly CapacityReport[];
  /** Terraform stopped half-way: there may be more changes than are listed. */
  readonly errored: boolean;
  /** The plan was limited to targets, or puts something off: what it leaves out is not judged. */
  readonly partial: boolean;
  /** Everything that acts or decides, each with its keyed hash, for the comparison before an apply; empty without a key. */
  readonly parts: readonly ReviewedPart[];
}

/**
 * What a plan has beside this change of the code: merged earlier and not applied yet, or changed outside. A deploy applies it
 * too, and it fails no review of this change.
 */
export type PendingReport = Pick<StackReport, "changes" | "drift" | "findings">;

/** A change of the code that is not in the plan: applied already, the same value in other words, or hidden by the provider. */
export type UnplannedChange = Pick<ChangeReport, "address" | "actions">;

/** A change of one resource, with its consequences. */
export interface ChangeReport {
  readonly address: string;
  readonly previousAddress?: string;
  /** What is done to the resource; `run action` where an action of a provider is run. */
  readonly actions: readonly (Action | "run action")[];
  readonly severity: Severity;
  /** All consequences, worst first, separated by semicolons. */
  readonly consequence: string;
  readonly undo: Undo;
  /** Why the apply fails at this change; absent where nothing is known that makes it fail. */
  readonly fails?: string;
  /** Address of the new thing that this new resource is made for, or its own where it is one. */
  readonly partOf?: string;
  /** What a new thing is: `port 8080`. Only values that may be printed. */
  readonly facts?: readonly string[];
  readonly paths: readonly PathReport[];
  /** Those of the paths that no change outside explains. Absent where nothing of the resource changed outside. */
  readonly unapplied?: readonly PathReport[];
  readonly replacePaths: readonly string[];
}

/** One attribute that changes. A side has its value only where `google/printable.ts` allows to print it. */
export interface PathReport {
  readonly path: string;
  readonly before?: string;
  readonly after?: string;
  /** It was pending before this change of the code. Absent where it is of this change, or nobody compared the code. */
  readonly isPending?: true;
}

/** One attribute that changed outside; its path is empty where the whole resource was deleted. */
export interface DriftReport extends PathReport {
  /** Terraform's; of resources that are not made yet, which are one entry, how many there are: `12 resources`. */
  readonly address: string;
  readonly class: DriftClass;
  readonly severity: Severity;
  /** What the plan does about it, and what to do. */
  readonly consequence: string;
}

/** A budget before and after the change; a side is absent where the budget cannot be computed. */
export interface BudgetReport {
  readonly name: string;
  readonly before?: Pick<Budget, "demand" | "supply">;
  readonly after?: Pick<Budget, "demand" | "supply">;
}
