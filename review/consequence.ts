import type { Severity } from "../report/severity";
import type { AttributeChange, Change } from "./change";

/** How a change is taken back. */
export type Undo = "instant" | "redeploy" | "data lost" | "one-way";

/** What a change does to the people who use the product, or who operate it. */
export interface Consequence {
  readonly severity: Severity;
  /** Who is disconnected, what restarts and for how long, what is exposed, what is lost: a sentence without its stop. */
  readonly text: string;
  readonly undo: Undo;
}

/** The same change weighs differently: outside production one step less, except what is exposed or lost for good. */
export type Weight = "production" | "staging";

/** What one attribute's change means; rows are asked in order, the first that answers counts. */
export interface AttributeRow {
  /** Terraform type. */
  readonly type: string;
  /** Paths without indexes and names: `template.containers.env.value`; a trailing `.*` is everything below. */
  readonly paths: readonly string[];
  /** Something may be exposed or unprotected, which a creation tells as well; no other row is asked of what is created. */
  readonly everywhere?: true;
  /** The consequence, or undefined where this change of it means nothing (raised instead of lowered). */
  readonly judge: (attribute: AttributeChange, change: Change) => Consequence | undefined;
}
