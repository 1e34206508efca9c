/**
 * A pin: a revision that the code holds all of a service's traffic on, after a roll back. The roll back prints its two
 * entries, and the runbook shows them.
 */

/** Days after which a pin's waiver ends: while it stands, new revisions get no traffic. */
export const PIN_DAYS = 7;

/** What a pin says. */
export interface Pin {
  readonly service: string;
  /** The revision that gets all traffic. */
  readonly revision: string;
  /** The revision that it was taken from. */
  readonly from: string;
  readonly owner: string;
  /** Last day, YYYY-MM-DD. */
  readonly expires: string;
}

/** The entry of the service. */
export const pinEntry = ({ revision }: Pick<Pin, "revision">): string => `pinnedRevision: "${revision}",`;

/** The entry in `waivers`: without it the rule about traffic stops the synthesis. */
export const pinWaiver = ({ service, from, owner, expires }: Omit<Pin, "revision">): readonly string[] => [
  `{ rule: "run-traffic-latest", address: "google_cloud_run_v2_service.${service}",`,
  `  reason: "rolled back from ${from}", owner: "${owner}", expires: "${expires}" },`,
];
