import type { Versions } from "../google/provider/facts";
import { changesByItself } from "../google/computed";
import { isIdle } from "../google/idle-arguments";
import type { Configured } from "../policy/core/from-plan";
import type { PlanJson, ResourceChangeJson } from "../policy/core/plan";
import { valueAtPath } from "../policy/core/path";
import { attributeChanges, isUnset, type AttributeChange } from "./attribute-changes";
import { versionsOf } from "./provider-versions";

/**
 * What a change outside means for a plan. S is the last applied value, L the live one, P the planned one. It takes both
 * of Terraform's lists, `resource_drift` and `resource_changes`, because `before` of a planned change is already L.
 */
export type DriftClass =
  /** P = S: an apply undoes the change outside. */
  | "reverted"
  /** The code declares the live value now. */
  | "adopted"
  /** P is neither S nor L: an apply sets a third value. */
  | "overwritten"
  /** The attribute is under `ignore_changes`: its owner is another pipeline. */
  | "ignored"
  /** The code does not declare the attribute: the live value stays, and no later plan shows it. */
  | "accepted silently"
  /** The resource is gone, and an apply creates a new one. */
  | "deleted outside"
  /** Accepted for a while, with owner and expiry (`environments/drift-ledger.ts`). */
  | "accepted in the ledger"
  /** Nothing changed outside: the code has changes that no apply has made yet. */
  | "code not applied yet"
  /** Google changes it by itself. */
  | "noise";

/** One attribute that changed outside, or one resource that was deleted outside. */
export interface Drift {
  readonly address: string;
  readonly type: string;
  readonly class: DriftClass;
  /** `before` is the last applied value, `after` the live one. Absent where the resource is gone. */
  readonly attribute?: AttributeChange;
}

/** What the classification needs beside the plan. */
export interface DriftContext {
  /** Whether the attribute is under `ignore_changes`, which a plan does not say. */
  readonly isIgnored: (type: string, path: string) => boolean;
  /** What the configuration in the plan says at a path of a resource. */
  readonly configured: (address: string, path: string) => Configured;
}

/** Every attribute that changed outside, with its class: what the plan does about it. */
export function driftOf(plan: PlanJson, context: DriftContext): readonly Drift[] {
  const planned = new Map(
    plan.resource_changes.filter(({ deposed }) => deposed === undefined).map((entry) => [entry.address, entry]),
  );
  const relevant = new Set(
    plan.relevant_attributes.map(({ resource, attribute }) => `${resource} ${attribute[0] ?? ""}`),
  );
  const versions = versionsOf(plan);
  return plan.resource_drift.flatMap((entry) => {
    const { address, type, change } = entry;
    if (change.actions.includes("delete")) return [{ address, type, class: "deleted outside" as const }];
    return attributeChanges(change).map((attribute): Drift => {
      const [root = ""] = attribute.path.split(/[.[]/);
      const isRelevant = relevant.has(`${address} ${root}`);
      return {
        address,
        type,
        class: classOf(attribute, planned.get(address), {
          type,
          versions,
          isRelevant,
          context,
          valueAt: (path) => valueAtPath(change.after, path),
        }),
        attribute,
      };
    });
  });
}

interface DriftPlace {
  readonly type: string;
  readonly versions: Versions;
  readonly isRelevant: boolean;
  readonly context: DriftContext;
  /** The live value at a path of the resource. */
  readonly valueAt: (path: string) => unknown;
}

/** The provider writes an argument that is not set as null in a state, and as its zero value in a plan. */
const isSame = (a: unknown, b: unknown): boolean =>
  (isUnset(a) && isUnset(b)) || JSON.stringify(a) === JSON.stringify(b);

function classOf(attribute: AttributeChange, planned: ResourceChangeJson | undefined, place: DriftPlace): DriftClass {
  const { path, before: applied, after: live } = attribute;
  const { type, versions, isRelevant, context } = place;
  if (changesByItself(type, path, versions) && !isRelevant) return "noise";
  if (isIdle(type, path, place.valueAt)) return "noise";
  const next = planned && valueAtPath(planned.change.after, path);
  if (planned && !planned.change.actions.includes("no-op")) {
    if (isSame(next, applied)) return "reverted";
    if (!isSame(next, live)) return "overwritten";
  }
  if (context.isIgnored(type, path)) return "ignored";
  const { mentioned, constants } = planned
    ? context.configured(planned.address, path)
    : { mentioned: false, constants: [] };
  if (!mentioned) return "accepted silently";
  // The plan keeps a value that the code declares otherwise: only ignore_changes does that.
  return constants.length > 0 && !constants.some((constant) => isSame(constant, live)) ? "ignored" : "adopted";
}
