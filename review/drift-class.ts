import { changesByItself } from "../google/computed";
import { isDeployTrace } from "../google/deploy-traces";
import { isIdle } from "../google/idle-arguments";
import { isGooglesKey, labelEntry } from "../google/label-maps";
import type { Versions } from "../google/provider/facts";
import type { Configured } from "../policy/core/from-plan";
import { valueAtPath } from "../policy/core/path";
import type { ResourceChangeJson } from "../policy/core/plan";
import { isEmpty, type AttributeChange } from "./attribute-changes";

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
  /** The attribute is under `ignore_changes`, or a deploy tool's trace: its owner is another pipeline. */
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

/** What the classification needs beside the plan. */
export interface DriftContext {
  /** Whether the attribute is under `ignore_changes`, which a plan does not say. */
  readonly isIgnored: (type: string, path: string) => boolean;
  /** What the configuration in the plan says at a path of a resource. */
  readonly configured: (address: string, path: string) => Configured;
}

/** A resource that changed outside. */
export interface DriftPlace {
  readonly type: string;
  readonly versions: Versions;
  readonly isRelevant: (path: string) => boolean;
  readonly context: DriftContext;
  /** The live resource. */
  readonly live: unknown;
  /** What the plan does to it; absent where it does not mention it. */
  readonly planned?: ResourceChangeJson;
  /** Paths whose planned values are known only after apply. */
  readonly unknown: readonly string[];
}

/**
 * Whether two values mean the same. The provider writes an argument that is not set as null in a state, and as its zero
 * value in a plan; Google leaves out what is zero: which of the two sides has which spelling tells nothing.
 */
export const isSame = (a: unknown, b: unknown): boolean =>
  (isEmpty(a) && isEmpty(b)) || JSON.stringify(a) === JSON.stringify(b);

const isAtOrWithin = (path: string, root: string): boolean =>
  path === root || path.startsWith(`${root}.`) || path.startsWith(`${root}[`);

/** What an apply does about an attribute that changed outside. */
type Applied = "nothing" | "reverted" | "overwritten" | "unknown";

function appliedOn({ path, before: applied, after: live }: AttributeChange, { planned, unknown }: DriftPlace): Applied {
  if (planned === undefined || planned.change.actions.includes("no-op")) return "nothing";
  if (unknown.some((root) => isAtOrWithin(path, root))) return "unknown";
  const next = valueAtPath(planned.change.after, path);
  if (isSame(next, applied)) return "reverted";
  return isSame(next, live) ? "nothing" : "overwritten";
}

/** What the plan does about one attribute that changed outside. */
export function classOf(attribute: AttributeChange, place: DriftPlace): DriftClass {
  const { path, after: live } = attribute;
  const { type, versions, context, planned } = place;
  const label = labelEntry(path);
  const { mentioned, constants } = planned
    ? context.configured(planned.address, path)
    : { mentioned: false, constants: [] };
  if (isIdle(type, path, (at) => valueAtPath(place.live, at))) return "noise";
  if (!mentioned && isDeployTrace(type, path)) return "ignored";
  const applied = appliedOn(attribute, place);
  const isComputed = changesByItself(type, path, versions) && !place.isRelevant(path);
  // A computed attribute that the plan sets back is declared somewhere: labels are, by the provider's defaults.
  if (isComputed && label === undefined && applied !== "reverted") return "noise";
  // Where the code leaves it to Google, nobody has a value to put back.
  if (applied === "unknown") return mentioned ? "overwritten" : "noise";
  if (applied !== "nothing") return applied;
  if (label !== undefined && isGooglesKey(label.key)) return "noise";
  if (context.isIgnored(type, path) || context.isIgnored(type, path.replace(/^effective_/, ""))) return "ignored";
  if (label !== undefined && label.map !== "own") return effectiveClass(attribute, place);
  if (!mentioned) return "accepted silently";
  // The plan keeps a value that the code declares otherwise: only ignore_changes does that.
  const declared = constants.map((constant) => constantAt(constant, path));
  return declared.length > 0 && !declared.some((constant) => isSame(constant, live)) ? "ignored" : "adopted";
}

/** The class of a label that no plan changes, in the maps in which the provider's defaults stand too. */
function effectiveClass({ path, after: live }: AttributeChange, { planned }: DriftPlace): DriftClass {
  const { kind = "labels", key = "" } = labelEntry(path) ?? {};
  const declared = valueAtPath(planned?.change.after, `${kind === "labels" ? "terraform_labels" : kind}.${key}`);
  if (declared === undefined) return "accepted silently";
  return isSame(declared, live) ? "adopted" : "ignored";
}

/** What a constant of the configuration says at a path that leads into it: it may be a whole map, list or block. */
function constantAt(constant: unknown, path: string): unknown {
  if (typeof constant !== "object" || constant === null) return constant;
  const starts = [...path.matchAll(/(?<=\.)|\[/g)].map(({ index }) => index);
  return starts
    .map((start) => valueAtPath({ constant }, `constant${path[start] === "[" ? "" : "."}${path.slice(start)}`))
    .find((value) => value !== undefined);
}
