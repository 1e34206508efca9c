import type { OutputLine } from "./terraform-output";

/** A change of a saved plan, as far as it is followed. */
export interface PlannedChange {
  readonly address: string;
  readonly change: { readonly actions: readonly string[] };
}

/** What has become of a change that is not applied. */
export type Fate = "failed" | "under way" | "not begun";

/** How far an apply has come. */
export interface ApplyOutcome {
  /** Number of changes in the plan. */
  readonly total: number;
  /** Number of them that are applied. */
  readonly applied: number;
  /** The others, in the plan's order. */
  readonly left: readonly { readonly address: string; readonly fate: Fate }[];
  /** Addresses of what was begun, and may be missing in the state, because Terraform was killed before it wrote that. */
  readonly unsaved: readonly string[];
  /** More may be applied: not every line could be written, as on a full disk. */
  readonly isCut: boolean;
}

/** How an apply has ended. */
export interface ApplyEnd {
  readonly isKilled: boolean;
  /** It has written its state before it ended. */
  readonly isSaved: boolean;
  /** Its output ends within a line. */
  readonly isTorn: boolean;
  /** Why it has ended is known: it was killed, could not be started, or has said so. */
  readonly isExplained: boolean;
}

/** Whether it changes anything: the rest of a plan is read, or only there. */
export const isChange = ({ change }: PlannedChange): boolean => !["no-op", "read"].includes(change.actions.join());

/** What counts as work in a line of an apply: a change of two actions, as a replacement, has two of each. */
const isAction = (action: string | undefined): boolean =>
  action !== undefined && !["read", "noop", "open", "close"].includes(action);

/** Follows an apply by the lines that it prints. */
export class ApplyProgress {
  private readonly changes: readonly PlannedChange[];
  private readonly begun = new Map<string, number>();
  private readonly complete = new Map<string, number>();
  private readonly failed = new Set<string>();
  private latest = "";

  constructor(planned: readonly PlannedChange[]) {
    this.changes = planned.filter(isChange);
  }

  /** Takes the next line. */
  add({ type, hook }: OutputLine): void {
    const address = hook?.resource?.addr;
    if (address === undefined || !isAction(hook?.action)) return;
    if (type === "apply_start") {
      count(this.begun, address);
      this.latest = address;
    }
    if (type === "apply_complete") count(this.complete, address);
    if (type === "apply_errored") this.failed.add(address);
  }

  /** `12 of 29 changes, now google_redis_instance.cache` */
  get text(): string {
    return `${this.changes.length - this.left().length} of ${this.changes.length} changes${this.latest === "" ? "" : `, now ${this.latest}`}`;
  }

  /** How far it has come, of an apply that did not end well. */
  outcome({ isKilled, isSaved, isTorn, isExplained }: ApplyEnd): ApplyOutcome {
    const left = this.left();
    return {
      total: this.changes.length,
      applied: this.changes.length - left.length,
      left,
      unsaved: isKilled && !isSaved ? [...this.begun.keys()] : [],
      isCut: isTorn || !isExplained,
    };
  }

  private left(): ApplyOutcome["left"] {
    // Two changes may be at one address: an object, and one that it has replaced earlier.
    const complete = new Map(this.complete);
    return this.changes.flatMap(({ address, change: { actions } }) => {
      const remaining = (complete.get(address) ?? 0) - actions.length;
      if (remaining < 0) return [{ address, fate: this.fateOf(address) }];
      complete.set(address, remaining);
      return [];
    });
  }

  private fateOf(address: string): Fate {
    if (this.failed.has(address)) return "failed";
    return (this.begun.get(address) ?? 0) > (this.complete.get(address) ?? 0) ? "under way" : "not begun";
  }
}

function count(counts: Map<string, number>, address: string): void {
  counts.set(address, (counts.get(address) ?? 0) + 1);
}
