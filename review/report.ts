import type { Budget } from "../google/budgets";
import type { Finding } from "../policy/core/finding";
import type { Severity } from "../report/severity";
import type { Action, OutputChange } from "./change";
import type { Undo } from "./consequence";
import type { DriftClass } from "./drift";

/** What a review found, ready for any format. It holds no value that may not be printed. */
export interface Report {
  readonly formatVersion: 1;
  /** One line: the verdict and the worst consequence. */
  readonly summary: string;
  /** The worst of everything below; "none" where nothing changes. */
  readonly severity: Severity | "none";
  readonly stacks: readonly StackReport[];
  /** Keyed hash of all change-sets; null without a key. */
  readonly digest: string | null;
}

export interface StackReport {
  readonly name: string;
  /** Keyed hash of this stack's change-set; null without a key. */
  readonly digest: string | null;
  /** Worst first. */
  readonly changes: readonly ChangeReport[];
  readonly outputs: readonly OutputChange[];
  /** Worst first, without noise. */
  readonly drift: readonly DriftReport[];
  /** Attributes that Google changes by itself; counted, not shown. */
  readonly noise: number;
  readonly findings: readonly Finding[];
  readonly budgets: readonly BudgetReport[];
  /** Terraform stopped half-way: there may be more than is listed. */
  readonly errored: boolean;
}

export interface ChangeReport {
  readonly address: string;
  readonly previousAddress?: string;
  readonly actions: readonly Action[];
  readonly severity: Severity;
  /** One sentence. */
  readonly consequence: string;
  readonly undo: Undo;
  readonly paths: readonly PathReport[];
  readonly replacePaths: readonly string[];
}

/** One attribute; a side has its value only where its path is on the allow-list, else it is just "changed". */
export interface PathReport {
  readonly path: string;
  readonly before?: string;
  readonly after?: string;
}

export interface DriftReport extends PathReport {
  readonly address: string;
  readonly class: DriftClass;
  readonly severity: Severity;
  /** What the plan does about it, and what to do. */
  readonly consequence: string;
}

/** A budget before and after; absent on a side where it cannot be computed. */
export interface BudgetReport {
  readonly name: string;
  readonly before?: Pick<Budget, "demand" | "supply">;
  readonly after?: Pick<Budget, "demand" | "supply">;
}
