/** A service that Google has ended. */
interface ShutDown {
  readonly what: string;
  readonly day: string;
  readonly instead: string;
}

/**
 * Services that have ended, by how the names of their types begin. Container Registry and Cloud Source Repositories have rules of their own.
 *
 * Sources: the provider's pages of iap_brand and pubsub_lite_topic
 */
const SHUT_DOWN: readonly (readonly [beginning: string, ended: ShutDown])[] = [
  ["google_iap_brand", { what: "the API of OAuth brands", day: "2026-03-19", instead: "Google's own client of IAP" }],
  ["google_iap_client", { what: "the API of OAuth clients", day: "2026-03-19", instead: "Google's own client of IAP" }],
  ["google_pubsub_lite_", { what: "Pub/Sub Lite", day: "2026-03-18", instead: "google_pubsub_topic" }],
];

/** The end of the service of a type; undefined where it is still there. */
export const shutDownOf = (type: string): ShutDown | undefined =>
  SHUT_DOWN.find(([beginning]) => type.startsWith(beginning))?.[1];
