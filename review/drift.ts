import { changesByItself } from "../google/computed";
import type { Configured } from "../policy/core/from-plan";
import type { PlanJson, ResourceChangeJson } from "../policy/core/plan";
import { valueAtPath } from "../policy/core/path";
import { attributeChanges, type AttributeChange } from "./change";

/**
 * What a change made outside means for the plan at hand. S is what was last applied, L what is live, P what is planned.
 * Only Terraform's two lists together tell: `before` of a planned change is already the live value.
 */
export type DriftClass =
  /** P = S: applying takes the outside change back. */
  | "reverted"
  /** The code now says what is live. */
  | "adopted"
  /** P is neither: applying replaces the outside change by something new. */
  | "overwritten"
  /** Under `ignore_changes`: another owner's field. */
  | "ignored"
  /** The code does not mention it: it stays, and no plan will ever show it again. */
  | "accepted silently"
  /** The object is gone; applying makes a new one. */
  | "deleted outside"
  /** Accepted for a while, with owner and expiry (`environments/drift-ledger.ts`). */
  | "accepted in the ledger"
  /** Nothing changed outside: the code is ahead of what is applied. */
  | "code not applied yet"
  /** Google changes it by itself. */
  | "noise";

export interface Drift {
  readonly address: string;
  readonly type: string;
  readonly class: DriftClass;
  /** Before: last applied; after: live. Absent where the object is gone. */
  readonly attribute?: AttributeChange;
}

/** What the classification needs beside the plan. */
export interface DriftContext {
  /** Whether the field is under `ignore_changes`; a plan does not tell. */
  readonly isIgnored: (type: string, path: string) => boolean;
  /** What the configuration says at that path of that resource. */
  readonly configured: (address: string, path: string) => Configured;
}

/** Every attribute that changed outside, joined with what the plan does about it. */
export function driftOf(plan: PlanJson, context: DriftContext): readonly Drift[] {
  const planned = new Map(
    plan.resource_changes.filter(({ deposed }) => deposed === undefined).map((entry) => [entry.address, entry]),
  );
  const relevant = new Set(
    plan.relevant_attributes.map(({ resource, attribute }) => `${resource} ${attribute[0] ?? ""}`),
  );
  return plan.resource_drift.flatMap((entry) => {
    const { address, type, change } = entry;
    if (change.actions.includes("delete")) return [{ address, type, class: "deleted outside" as const }];
    return attributeChanges(change).map((attribute): Drift => {
      const [root = ""] = attribute.path.split(/[.[]/);
      const isRelevant = relevant.has(`${address} ${root}`);
      return {
        address,
        type,
        class: classOf(attribute, planned.get(address), { type, isRelevant, context }),
        attribute,
      };
    });
  });
}

interface Place {
  readonly type: string;
  readonly isRelevant: boolean;
  readonly context: DriftContext;
}

function classOf(attribute: AttributeChange, planned: ResourceChangeJson | undefined, place: Place): DriftClass {
  const { path, before: applied, after: live } = attribute;
  const { type, isRelevant, context } = place;
  if (changesByItself(type, path) && !isRelevant) return "noise";
  const next = planned && valueAtPath(planned.change.after, path);
  const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
  if (planned && !planned.change.actions.includes("no-op")) {
    if (isSame(next, applied)) return "reverted";
    if (!isSame(next, live)) return "overwritten";
  }
  if (context.isIgnored(type, path)) return "ignored";
  const { mentioned, constants } = planned
    ? context.configured(planned.address, path)
    : { mentioned: false, constants: [] };
  if (!mentioned) return "accepted silently";
  // Configured otherwise, and yet the plan leaves it: only ignore_changes does that.
  return constants.length > 0 && !constants.some((constant) => isSame(constant, live)) ? "ignored" : "adopted";
}
