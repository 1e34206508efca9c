import type { Severity } from "../../report/severity";
import type { Undo } from "../consequence";

/** What is lost with a resource when it is deleted or replaced. */
export interface Loss {
  readonly severity: Severity;
  readonly undo: Undo;
  /** What people lose: a clause without its full stop. */
  readonly lost: string;
  /**
   * What people lose in a replacement.
   *
   * @default the same as `lost`
   */
  readonly replaced?: string;
  /** The resource holds something that nobody can make again. */
  readonly isStateful?: true;
  /**
   * Others name it by a reference, and it serves nobody by itself: made first and under another name, the new one takes their
   * place before the old one goes.
   */
  readonly isSwapped?: true;
  /** Something is exposed without the resource: the severity is the same in every environment. */
  readonly everywhere?: true;
}

/** The loss of what holds something that nobody can make again. */
export const statefulLoss = (undo: Undo, lost: string, replaced?: string): Loss => ({
  severity: "critical",
  undo,
  lost,
  ...(replaced !== undefined && { replaced }),
  isStateful: true,
});

/** The loss of what serves, and serves again once it is made anew. */
export const servingLoss = (severity: Severity, lost: string, replaced?: string): Loss => ({
  severity,
  undo: "redeploy",
  lost,
  ...(replaced !== undefined && { replaced }),
});
