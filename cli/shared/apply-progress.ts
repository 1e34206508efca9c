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
    const { applied, total } = this.outcome();
    return `${applied} of ${total} changes${this.latest === "" ? "" : `, now ${this.latest}`}`;
  }

  /** How far it has come. */
  outcome(): ApplyOutcome {
    // Two changes may be at one address: an object, and one that it has replaced earlier.
    const complete = new Map(this.complete);
    const left = this.changes.flatMap(({ address, change: { actions } }) => {
      const remaining = (complete.get(address) ?? 0) - actions.length;
      if (remaining < 0) return [{ address, fate: this.fateOf(address) }];
      complete.set(address, remaining);
      return [];
    });
    return { total: this.changes.length, applied: this.changes.length - left.length, left };
  }

  private fateOf(address: string): Fate {
    if (this.failed.has(address)) return "failed";
    return (this.begun.get(address) ?? 0) > (this.complete.get(address) ?? 0) ? "under way" : "not begun";
  }
}

function count(counts: Map<string, number>, address: string): void {
  counts.set(address, (counts.get(address) ?? 0) + 1);
}
