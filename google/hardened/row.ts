/** A value that Google's APIs and Terraform write alike. */
export type HardenedScalar = string | number | boolean;

/**
 * One argument that has the same value in every environment, because no other value is right. The constructs set it,
 * the policy demands it, a review prints it, the verification looks for it in Google's answer, and the sandbox answers
 * {@link HardenedRow.default} where nothing was sent: all of them read this row.
 */
export interface HardenedRow {
  /** Terraform type of the resource. */
  readonly type: string;
  /** Where the argument stands, in the plan's form: `settings[0].ip_configuration[0].ssl_mode`. */
  readonly path: string;
  /** Where Google's API answers it: `settings.ipConfiguration.sslMode`. Absent for what only Terraform knows. */
  readonly api?: string;
  /** The value, in the words and units of Google's API. */
  readonly value: HardenedScalar;
  /**
   * What Google puts where nothing was sent; of an argument that only Terraform knows, what the provider puts there.
   * Absent where Google chooses and where nobody knows.
   */
  readonly default?: HardenedScalar;
  /** Why no other value is right: one sentence. */
  readonly reason: string;
  /** Page of Google or of its provider that says what the argument does. */
  readonly source: string;
}

/** Rows of one resource, by the name that code knows them by. */
export type HardenedRows = Readonly<Record<string, HardenedRow>>;
