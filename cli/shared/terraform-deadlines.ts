/**
 * Seconds until a call of Terraform is stopped, in the way an interruption stops it. A plan without network hangs for ever;
 * an apply of Cloud SQL may take an hour.
 */
export const DEADLINES = {
  init: 300,
  plan: 900,
  show: 120,
  state: 120,
  import: 300,
  untaint: 120,
  apply: 5400,
  destroy: 5400,
} as const;

/** What Terraform is called for. */
export type Verb = keyof typeof DEADLINES;
