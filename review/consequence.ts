import type { Severity } from "../report/severity";
import type { AttributeChange } from "./attribute-changes";
import type { Change } from "./change";

/** How a change is undone: at once, by another deployment, with loss of data, or not at all. */
export type Undo = "instant" | "redeploy" | "data lost" | "one-way";

/** What a change does to the people who use the product, or who operate it. */
export interface Consequence {
  readonly severity: Severity;
  /**
   * Who is disconnected, what restarts and for how long, what is exposed, what is lost: a sentence without its full stop.
   * It quotes numbers and Google's own words, never a value that may be a secret.
   */
  readonly text: string;
  readonly undo: Undo;
  /** Why the apply fails here, and what to do; absent where it is not known to fail. */
  readonly fails?: string;
}

/** Where a change happens. In staging it is one severity lower, except what exposes something or is lost for good. */
export type Weight = "production" | "staging";

/** What a change of one attribute means. Rows are asked in order, and the first consequence counts. */
export interface AttributeRow {
  /** Terraform type. */
  readonly type: string;
  /** Paths without indexes and names: `template.containers.env.value`; a trailing `.*` is everything below. */
  readonly paths: readonly string[];
  /** The row tells of exposure or missing protection. Only such rows are also asked about a resource that is created. */
  readonly everywhere?: true;
  /**
   * On a resource that is created it counts in our own plans alone: somebody else's new service may be meant to be public, and
   * what stands in front of it is judged by rules that see the whole plan.
   */
  readonly choiceAbroad?: true;
  /** The consequence, or undefined where the row does not apply (the number rises instead of falling). */
  readonly consequenceOf: (attribute: AttributeChange, change: Change) => Consequence | undefined;
}
