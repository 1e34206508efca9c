/** A change made outside that the team lives with for a while. */
export interface AcceptedDrift {
  readonly stack: string;
  /** Terraform address. */
  readonly address: string;
  /** `template[0].timeout`, as `./netra drift` prints it. */
  readonly path: string;
  readonly reason: string;
  readonly owner: string;
  /** Last day on which it is accepted, YYYY-MM-DD (UTC). */
  readonly expires: string;
}

/** Accepted drift; an expired entry accepts nothing, and the drift is reported again. */
export const DRIFT_LEDGER: readonly AcceptedDrift[] = [];
