import type { PlanJson, ResourceChangeJson } from "../policy/core/plan";
import type { Versions } from "../google/provider/facts";
import { attributeChanges, openSteps, type AttributeChange } from "./attribute-changes";
import { versionsOf } from "./provider-versions";

/** What Terraform does to a resource. A replacement says whether it destroys or creates first. */
export type Action =
  | "create"
  | "update"
  | "delete"
  | "replace (destroy first)"
  | "replace (create first)"
  | "move"
  | "import"
  | "forget"
  | "read"
  | "deferred"
  | "unknown action";

/** What a plan does to one resource. */
export interface Change {
  readonly address: string;
  readonly previousAddress?: string;
  readonly type: string;
  readonly actions: readonly Action[];
  /** Terraform's key of an object that a replacement which failed half-way has left; absent of all others. */
  readonly deposed?: string;
  /** Terraform's word for why the change is put off; absent where it is not. */
  readonly deferral?: string;
  readonly attributes: readonly AttributeChange[];
  /** Paths that force the replacement. */
  readonly replacePaths: readonly string[];
  /** Terraform's own reason, e.g. `replace_because_tainted`. */
  readonly reason?: string;
  /** The whole resource before and after, for consequences that compare more than one attribute. */
  readonly before: unknown;
  readonly after: unknown;
  /** Terraform's marks of what is known only after apply. */
  readonly unknown?: unknown;
  /** Terraform's marks of what is sensitive after the plan. */
  readonly sensitive?: unknown;
  /** What is taken into the state, as Terraform names it. */
  readonly importing?: unknown;
  /**
   * The known versions of provider google that may have made the plan.
   *
   * @default all of them
   */
  readonly versions?: Versions;
}

/** Whether the resource is made and nothing else is done to it. */
export const isCreation = ({ actions }: { readonly actions: readonly string[] }): boolean =>
  actions.join() === "create";

/** Whether the resource is destroyed and made again. */
export const isReplacement = ({ actions }: Pick<Change, "actions">): boolean =>
  actions.some((action) => action.startsWith("replace"));

/** Whether a change takes the old object away, be there a new one or not. */
export const isRemoval = (change: Pick<Change, "actions">): boolean =>
  change.actions.includes("delete") || isReplacement(change);

/** An output whose value changes. It has no value here, because an output may be a secret. */
export interface OutputChange {
  readonly name: string;
  readonly actions: readonly Action[];
}

/** `["template", 0, "timeout"]` → `template[0].timeout`. */
export const pathText = (path: readonly (string | number)[]): string =>
  path.reduce<string>(
    (text, step) => (typeof step === "number" ? `${text}[${step}]` : text === "" ? step : `${text}.${step}`),
    "",
  );

const VERBS: Readonly<Record<string, readonly Action[]>> = {
  "no-op": [],
  create: ["create"],
  update: ["update"],
  delete: ["delete"],
  read: ["read"],
  forget: ["forget"],
  "delete,create": ["replace (destroy first)"],
  "create,delete": ["replace (create first)"],
  "create,forget": ["forget", "create"],
};

function actionsOf({ previous_address: previous, address, change }: ResourceChangeJson): readonly Action[] {
  // An action that a later Terraform adds must not look harmless.
  const verbs = VERBS[change.actions.join(",")] ?? ["unknown action"];
  const isMoved = previous !== undefined && previous !== address;
  const isImported = change.importing !== undefined && change.importing !== null;
  return [...(isMoved ? (["move"] as const) : []), ...(isImported ? (["import"] as const) : []), ...verbs];
}

/** Every change of a plan except no-ops, deferred changes included. */
export function changesOf(plan: PlanJson): readonly Change[] {
  const versions = versionsOf(plan);
  const changes = plan.resource_changes.flatMap((entry) => {
    const actions = actionsOf(entry);
    return actions.length === 0 ? [] : [changeOf(entry, actions, versions)];
  });
  const deferred = plan.deferred_changes.map(({ resource_change: entry, reason }) => ({
    ...changeOf(entry, ["deferred"], versions),
    ...(reason !== undefined && { deferral: reason }),
  }));
  return [...changes, ...deferred];
}

const changeOf = (entry: ResourceChangeJson, actions: readonly Action[], versions: Versions): Change => ({
  versions,
  address: entry.address,
  ...(entry.previous_address !== undefined && { previousAddress: entry.previous_address }),
  type: entry.type,
  actions,
  ...(entry.deposed !== undefined && { deposed: entry.deposed }),
  attributes: attributeChanges(entry.change),
  replacePaths: [...new Set((entry.change.replace_paths ?? []).map((path) => pathText(openSteps(entry.change, path))))],
  ...(entry.action_reason !== undefined && { reason: entry.action_reason }),
  before: entry.change.before,
  after: entry.change.after,
  ...(entry.change.after_unknown !== undefined && { unknown: entry.change.after_unknown }),
  ...(entry.change.after_sensitive !== undefined && { sensitive: entry.change.after_sensitive }),
  ...(entry.change.importing !== undefined && { importing: entry.change.importing }),
});

/** The outputs of a plan that change. */
export const outputChangesOf = ({ output_changes: outputs }: PlanJson): readonly OutputChange[] =>
  Object.entries(outputs).flatMap(([name, change]) => {
    const actions = VERBS[change.actions.join(",")] ?? ["unknown action"];
    return actions.length === 0 ? [] : [{ name, actions }];
  });
