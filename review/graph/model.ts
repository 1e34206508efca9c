import type { Severity } from "../../report/severity";
import type { Resource } from "../../policy/core/resource";
import type { ChangeReport } from "../report";
import type { Finding } from "../../policy/core/finding";
import type { Verb } from "./relation-table";

/** A resource, with what the plan does to it and what the rules say of it. */
export interface Member {
  readonly resource: Resource;
  readonly changes: readonly ChangeReport[];
  /** Open ones. */
  readonly findings: readonly Finding[];
}

/** What a picture draws as one: a resource with its parts, or several that stand alike. */
export interface Box {
  /** `b1`, unique in its graph. */
  readonly id: string;
  /** Stack, module or family: see {@link areaOf}. */
  readonly area: string;
  /** Terraform's type of what stands in it by itself. */
  readonly type: string;
  /** What people call it. */
  readonly title: string;
  /** `Cloud Run service`; empty where the title says it. */
  readonly kind: string;
  /** Worst first. */
  readonly members: readonly Member[];
  /** The worst of its changes and findings; undefined where nothing happens to it. */
  readonly severity?: Severity;
  /** `replace (destroy first)`; empty where nothing happens to it. */
  readonly actions: readonly string[];
  /**
   * How many steps it is away from a change that it needs: 0 is changed itself.
   *
   * @default none: no change reaches it
   */
  readonly steps?: number;
}

/** One box needs another one, or looks at it. */
export interface Link {
  readonly from: string;
  readonly to: string;
  readonly verb: Verb;
}

/** What stands, what changes, how far it reaches. */
export interface Graph {
  /** In the order in which they need each other: the first one is the entrance. */
  readonly areas: readonly string[];
  readonly boxes: readonly Box[];
  readonly links: readonly Link[];
}
