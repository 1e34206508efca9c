/** A service that Google has ended. */
interface ShutDown {
  readonly what: string;
  readonly day: string;
  readonly instead: string;
  /**
   * Whoever had it before may go on.
   *
   * @default false: nobody may
   */
  readonly forNewCustomers?: true;
}

/**
 * Services that have ended, by how the names of their types begin. Container Registry has a rule of its own.
 *
 * Sources: the provider's pages of iap_brand and pubsub_lite_topic, https://cloud.google.com/source-repositories/docs
 */
const SHUT_DOWN: readonly (readonly [beginning: string, ended: ShutDown])[] = [
  ["google_iap_brand", { what: "the API of OAuth brands", day: "2026-03-19", instead: "Google's own client of IAP" }],
  ["google_iap_client", { what: "the API of OAuth clients", day: "2026-03-19", instead: "Google's own client of IAP" }],
  ["google_pubsub_lite_", { what: "Pub/Sub Lite", day: "2026-03-18", instead: "google_pubsub_topic" }],
  [
    "google_sourcerepo_",
    {
      what: "Cloud Source Repositories",
      day: "2024-06-17",
      instead: "a repository elsewhere",
      forNewCustomers: true,
    },
  ],
];

/** The end of the service of a type; undefined where it is still there. */
export const shutDownOf = (type: string): ShutDown | undefined =>
  SHUT_DOWN.find(([beginning]) => type.startsWith(beginning))?.[1];
