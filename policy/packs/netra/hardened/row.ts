import type { Estate } from "../../../core/estate";

/**
 * The hardened values by name, read from the resolved configuration and not from the spec: what `./netra start`
 * prints, what the runbooks list, and what the guards break one by one.
 */
export interface HardenedValue {
  readonly id: string;
  /** Section of the remediation plan, or the design's own row. */
  readonly plan: string;
  readonly title: string;
  /** Where it really acts, which is not always where it stands. */
  readonly acts: string;
  /** Rules that fire when it is broken. */
  readonly rules: readonly string[];
  /**
   * Ids of live checks that compare or measure it, beside those of its rows in google/hardened; a `*` stands for a
   * service, a host or a path.
   *
   * @default none
   */
  readonly checks?: readonly string[];
  /** The values as declared, for people. */
  readonly read: (estate: Estate) => string;
}
