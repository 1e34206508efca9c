/** What Google keeps of a resource after it was deleted, and for how long. */
export interface AfterDeletion {
  /** Type of Terraform's. */
  readonly type: string;
  /** What is kept, and what cannot be done until it is gone: a sentence without its end. */
  readonly text: string;
  /** Hours after the deletion at which it is gone at the latest, as far as a page says. */
  readonly hours: number;
  readonly source: string;
}

const DAY = 24;

/** In the order in which they end. */
export const AFTER_DELETION: readonly AfterDeletion[] = [
  {
    type: "google_cloud_run_v2_service",
    text: "Cloud Run holds the addresses of its instances in the subnet for one to two hours; until then the subnet and its network cannot be deleted",
    hours: 2,
    source: "https://cloud.google.com/run/docs/configuring/vpc-direct-vpc#delete-subnet",
  },
  {
    type: "google_sql_database_instance",
    text: "what is behind an instance takes up to four days to go, and the private connection is in use so long: until then the connection, its range and the network cannot be deleted",
    hours: 4 * DAY,
    source: "https://cloud.google.com/sql/docs/postgres/delete-instance",
  },
  {
    type: "google_sql_database_instance",
    // The page has said both, and the API's refusal still names the week (sandbox/sql/instance-rules.ts has its text).
    text: "the name of a deleted instance may be refused for up to a week, although its page says that it is free at once; a new instance needs another name until then, or the wait",
    hours: 7 * DAY,
    source: "https://cloud.google.com/sql/docs/postgres/delete-instance",
  },
];

/**
 * Types that Google may refuse to delete while it keeps something in them, and how many hours that lasts at most after
 * what has used them is deleted. The connection's refusal is that of
 * https://github.com/hashicorp/terraform-provider-google/issues/16275.
 */
export const HELD_HOURS: Readonly<Record<string, number>> = {
  google_compute_subnetwork: 2,
  google_service_networking_connection: 4 * DAY,
  google_compute_global_address: 4 * DAY,
  google_compute_network: 4 * DAY,
};
